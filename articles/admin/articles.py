"""Articles: finding them, correcting them, publishing and hiding them."""

import re
from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html

from .. import indexing
from ..curation import editing
from ..identity import captured
from ..models import (
    Article,
    ArticleKey,
    ArticleTag,
    DuplicateGroup,
    Revision,
    Sighting,
    Sketch,
    SketchBucket,
    Story,
    Tag,
    TagRemoval,
    Withdrawal,
)
from ..querysets import ArticleQuerySet
from ..writing import stated_day
from . import finding
from .article_actions import ArticleActions
from .article_form import ArticleForm, current_revision
from .article_pages import ArticlePages, page_link
from .display import (
    EMPTY,
    TABLE_ROWS,
    lines_of,
    links,
    list_link,
    original_link,
    outside_link,
    reader_of,
    row_link,
    short_hash,
    table,
    words,
)
from .filters import ByLanguage, ByReview, BySource, ByTag, IsDated, IsDecided, selection_of
from .history import TrackedArticleAdmin
from .load_filters import ChangedByLoad, MadeByLoad, SeenInDump
from .paging import MOST_FOUND, BoundedList
from .readonly import UnlistedAdmin
from .review_words import open_reviews


class ArticleList(BoundedList):
    def get_ordering(self, request: HttpRequest, queryset: ArticleQuerySet) -> list[str]:
        """By the position, which no two have. Beside a tag stand those of its articles: to be walked too."""
        first, *_ = super().get_ordering(request, queryset)
        return [first.replace("position", "article_tags__position") if selection_of(request).tags else first]


@admin.register(Article)
class ArticleAdmin(ArticlePages, ArticleActions, TrackedArticleAdmin):
    """No article is made here: articles come from dumps. To delete one is to withdraw it."""

    form = ArticleForm
    ordering = ["-position"]
    list_per_page = 50
    list_display = ["headline", "source", "language", "date", "status", "decided"]
    list_select_related = ["source", "language"]
    list_filter = [
        "status",
        ByReview,
        IsDecided,
        IsDated,
        ByLanguage,
        BySource,
        ByTag,
        MadeByLoad,
        ChangedByLoad,
        SeenInDump,
    ]
    sortable_by = ("date",)
    search_fields = ["title", "byline", "url"]
    search_help_text = (
        f"As on the site, the {MOST_FOUND:,} newest that match; an address, a guid or an id; a word of the "
        "headline of an article that is not public"
    )
    autocomplete_fields = ["source", "language"]
    fieldsets = [
        (None, {"fields": ["title", "status", "waiting", "tag_names", "seen_at"]}),
        ("Beside other articles", {"fields": ["near_duplicates", "story_of", "merged_with", "withdrawn"]}),
        (
            "What it is",
            {
                "fields": [
                    ("source", "language"),
                    "section",
                    "byline",
                    "excerpt",
                    "url",
                    "page",
                    "published_at",
                    "published_precision",
                    "date_as_written",
                    "decided",
                ]
            },
        ),
        ("Text", {"fields": [("body", "captured_text"), "back_to_dump"]}),
        (
            "Where it comes from",
            {
                "fields": [
                    "wordings",
                    "places",
                    "original",
                    "guid",
                    "recognised_by",
                    "created_at",
                    "updated_at",
                ]
            },
        ),
    ]
    readonly_fields = [
        "waiting",
        "near_duplicates",
        "story_of",
        "merged_with",
        "withdrawn",
        "page",
        "date_as_written",
        "decided",
        "captured_text",
        "wordings",
        "places",
        "original",
        "guid",
        "recognised_by",
        "created_at",
        "updated_at",
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> ArticleQuerySet:
        return super().get_queryset(request).select_related(*self.list_select_related)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ArticleList]:
        return ArticleList

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> list:
        """Some fields belong to the form alone: who may only look has no form."""
        if self.has_change_permission(request, obj):
            return self.fieldsets
        return [
            (name, {"fields": [field for field in said["fields"] if field not in FORM_ONLY]})
            for name, said in self.fieldsets
        ]

    def searched(self, request: HttpRequest, queryset: ArticleQuerySet, typed: str) -> ArticleQuerySet:
        ascending = queryset.query.order_by[:1] in (("position",), ("article_tags__position",))
        return queryset.filter(pk__in=finding.found(typed, selection_of(request), ascending=ascending))

    def view_on_site(self, obj: Article) -> str | None:
        return obj.get_absolute_url() if obj.status == Article.Status.PUBLISHED else None

    # Writing

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """A new tag can be made beside the article, by who may make one."""
        fields = context["adminform"].form.fields
        if "tag_names" in fields:
            tags = self.admin_site.get_model_admin(Tag)
            fields["tag_names"].widget.can_add_related = tags.has_add_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Article, form: ModelForm, change: bool) -> None:
        restored = form.cleaned_data["back_to_dump"]
        editing.decide(obj, set(form.changed_data) - set(restored))
        if "body" in form.changed_data and "body" not in restored:
            editing.write_body(obj, form.cleaned_data["body"])
        editing.back_to_the_dump(obj, restored)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        editing.set_tags(form.instance, form.cleaned_data["tag_names"])
        indexing.refresh([form.instance.pk])

    # Columns of the list, and what the page shows beside its fields.

    @admin.display(description="title")
    def headline(self, article: Article) -> str:
        return words(article.title, article.language)

    @admin.display(description="published", ordering="position", empty_value="not stated")
    def date(self, article: Article) -> str | None:
        return stated_day(article.published) if article.published else None

    @admin.display(description="decided")
    def decided(self, article: Article) -> str:
        return ", ".join(article.curated) or EMPTY

    @admin.display(description="tags")
    def tag_names(self, article: Article) -> str:
        """For who may only look; an editor sees the form's field of this name."""
        return ", ".join(article.tags.values_list("name", flat=True)) or EMPTY

    @admin.display(description="Waiting for a person")
    def waiting(self, article: Article) -> str:
        return open_reviews(article)

    @admin.display(description="Near-duplicates")
    def near_duplicates(self, article: Article) -> str:
        return links(Article.objects.twins_of(article), page_link("apart", article, "keep apart…"))

    @admin.display(description="Same story")
    def story_of(self, article: Article) -> str:
        return links(Article.objects.in_story_of(article), page_link("leave_story", article, "take it out…"))

    @admin.display(description="Merged")
    def merged_with(self, article: Article) -> str:
        if article.merged_into_id:
            return format_html("into {}", row_link(article.merged_into))
        return links(article.merged.all(), "into this one")

    @admin.display(description="Withdrawn")
    def withdrawn(self, article: Article) -> str:
        return ", ".join(Withdrawal.objects.filter(article=article).values_list("reason", flat=True)) or EMPTY

    @admin.display(description="Original page")
    def page(self, article: Article) -> str:
        return outside_link(article.url)

    @admin.display(description="Date as written")
    def date_as_written(self, article: Article) -> str:
        if article.published_text is None:
            return "The dump states none."
        return format_html(
            '<q dir="auto">{}</q>; the date above is from the {}',
            article.published_text,
            article.published_origin,
        )

    @admin.display(description="Current wording")
    def body(self, article: Article) -> str:
        """For who may only look; an editor sees the form's field of this name."""
        context = {"article": article, "revision": current_revision(article)}
        return render_to_string("admin/articles/body.html", context)

    @admin.display(description="What the dump says")
    def captured_text(self, article: Article) -> str:
        context = {"article": article, "revision": captured(article.revisions.all())}
        return render_to_string("admin/articles/body.html", context)

    @admin.display(description="Wordings")
    def wordings(self, article: Article) -> str:
        rows = article.revisions.defer("body", "stated").order_by("-number")
        return table(
            ["Revision", "Current", "SHA-256 of the body", "Loaded"],
            [
                [
                    row_link(row),
                    "current" if row.is_current else "",
                    short_hash(row.body_sha256),
                    row.created_at,
                ]
                for row in rows[:TABLE_ROWS]
            ],
            list_link(Revision, "all wordings", article__id__exact=article.pk),
        )

    @admin.display(description="Seen in")
    def places(self, article: Article) -> str:
        rows = (
            Sighting.objects.filter(revision__article=article)
            .select_related("revision", "dump", "load")
            .defer("raw", "revision__body", "revision__stated")
            .order_by("-id")
        )
        return table(
            ["Dump", "SHA-256", "Lines", "Reader", "Wording", "Load"],
            [
                [
                    row_link(row.dump),
                    short_hash(row.dump.sha256),
                    row_link(row, lines_of(row.line_start, row.line_end)),
                    reader_of(row),
                    row_link(row.revision),
                    row_link(row.load),
                ]
                for row in rows[:TABLE_ROWS]
            ],
            list_link(Sighting, "all places", revision__article__id__exact=article.pk),
        )

    @admin.display(description="On the site")
    def original(self, article: Article) -> str:
        return original_link(article)

    @admin.display(description="Recognised by")
    def recognised_by(self, article: Article) -> str:
        return table(
            ["SHA-256", "Of"],
            [
                [short_hash(key.key), "guid or address" if key.is_sure else "headline, with a like body"]
                for key in article.keys.order_by("id")[:TABLE_ROWS]
            ],
            list_link(ArticleKey, "all keys", article__id__exact=article.pk),
        )


# What only who may change an article has.
FORM_ONLY = ("seen_at", "back_to_dump")


class _OfArticle(finding.ByArticle, UnlistedAdmin):
    """Rows that stand beside an article."""

    sortable_by = ("article_link",)

    @admin.display(description="article", ordering="pk")
    def article_link(self, row: models.Model) -> str:
        return row_link(row.article)


@admin.register(ArticleKey)
class ArticleKeyAdmin(_OfArticle):
    list_display = ["key", "article_link", "is_sure"]
    list_select_related = ["article"]
    fields = ["article", "key", "is_sure"]


@admin.register(ArticleTag)
class ArticleTagAdmin(_OfArticle):
    list_display = ["__str__", "article_link", "tag", "origin"]
    list_select_related = ["article", "tag"]
    fields = ["article", "tag", "origin"]


@admin.register(TagRemoval)
class TagRemovalAdmin(_OfArticle):
    list_display = ["__str__", "article_link", "tag"]
    list_select_related = ["article", "tag"]
    fields = ["article", "tag"]


@admin.register(Withdrawal)
class WithdrawalAdmin(_OfArticle):
    list_display = ["reason", "article_link", "created_at"]
    list_select_related = ["article"]
    fields = ["article", "reason", "created_at"]


@admin.register(Story)
class StoryAdmin(finding.ByArticle, UnlistedAdmin):
    list_display = ["__str__", "created_at"]
    search_fields = ["articles"]
    fields = ["told_by", "created_at"]

    @admin.display(description="told by")
    def told_by(self, story: Story) -> str:
        return links(Article.objects.filter(story=story))


@admin.register(DuplicateGroup)
class DuplicateGroupAdmin(finding.ByArticle, UnlistedAdmin):
    list_display = ["__str__", "created_at"]
    search_fields = ["articles"]
    fields = ["members", "created_at"]

    @admin.display(description="articles")
    def members(self, group: DuplicateGroup) -> str:
        return links(Article.objects.filter(duplicates=group))


@admin.register(Sketch)
class SketchAdmin(_OfArticle):
    ordering = ["-pk"]
    list_display = ["__str__", "article_link", "shingles", "group"]
    list_select_related = ["article"]
    fields = ["article", "shingles", "group"]


@admin.register(SketchBucket)
class SketchBucketAdmin(UnlistedAdmin):
    ordering = ["pk"]
    list_display = ["__str__", "articles"]
    search_fields = ["hash"]
    fields = ["hash", "articles"]

    def searched(self, request: HttpRequest, queryset: models.QuerySet, typed: str) -> models.QuerySet:
        """By the hash, as the list shows it."""
        is_hash = re.fullmatch("[0-9a-f]{1,15}", typed)
        return queryset.filter(pk=int(typed, 16)) if is_hash else queryset.none()
