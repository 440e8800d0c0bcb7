"""Tags and their names: what articles are about, as each language calls it."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from .. import vocabulary
from ..catalogue import free_slug
from ..curation import editing, merging
from ..curation.names import follow
from ..fields import begins
from ..folding import name_key
from ..models import Article, ArticleTag, Tag, TagName
from ..writing import number_of
from . import finding
from .display import list_link, row_link, words
from .filters import with_published
from .history import TrackedAdmin
from .merging import merge, merged_label
from .paging import MOST_FOUND
from .readonly import UnlistedAdmin
from .tag_names import TagNamePages, TagNames, language_code, taken, what_followed

DEFAULT_LANGUAGE = "en"

# Where fewer names begin with what was typed, those that hold it are found too: a dropdown has as many.
FEW = 20


class TagForm(forms.ModelForm):
    name_language = forms.CharField(
        label="Language of the name",
        max_length=12,
        initial=DEFAULT_LANGUAGE,
        widget=AdminTextInputWidget(attrs={"size": 6}),
        help_text="A code, such as “lv”. A name that is not yet among the names below is added to them.",
    )

    class Meta:
        model = Tag
        fields = ["name", "kind", "slug", "territory"]
        help_texts = {
            "slug": "The tag's place in addresses. Empty: made from the name. Links that people "
            "kept break when it changes.",
            "territory": "Of a country, two letters; a tag has it for good.",
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["kind"].initial = vocabulary.Kind.TOPIC

    def clean_name_language(self) -> str:
        return language_code(self.cleaned_data["name_language"])

    def clean_territory(self) -> str | None:
        territory = (self.cleaned_data["territory"] or "").upper() or None
        if territory and vocabulary.territory_name(territory, DEFAULT_LANGUAGE) is None:
            raise ValidationError("CLDR knows no country of this code.")
        return territory

    def clean(self) -> dict[str, Any]:
        super().clean()
        name, language = self.cleaned_data.get("name"), self.cleaned_data.get("name_language")
        if name and language:
            others = TagName.objects.filter(language=language, key=name_key(name))
            if other := others.exclude(tag=self.instance.pk).select_related("tag").first():
                self.add_error("name", taken(other.tag))
        return self.cleaned_data


@admin.register(Tag)
class TagAdmin(TagNamePages, TrackedAdmin):
    form = TagForm
    inlines = [TagNames]
    ordering = ["name"]
    list_display = ["label", "kind", "territory", "slug", "published_articles"]
    list_select_related = ["merged_into"]
    sortable_by = ("label", "published_articles")
    list_filter = ["kind"]
    search_fields = ["name"]
    search_help_text = "A name in any language; case and accents do not count"
    actions = ["merge"]
    fields = ["name", "name_language", "kind", "slug", "territory", "articles_of", "proposals_link"]
    readonly_fields = ["articles_of", "proposals_link"]
    left_alone = "Names by language are left alone, and so is merging, which has a way back of its own."

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return with_published(super().get_queryset(request), "tag")

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.merge_tag")

    @admin.action(description="Merge into one of them…", permissions=["merge"])
    def merge(self, request: HttpRequest, queryset: models.QuerySet) -> HttpResponse | None:
        return merge(self, request, queryset, merging.merge_tags)

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        return super().get_search_results(request, finding.offered(request, queryset), search_term)

    def searched(self, request: HttpRequest, queryset: models.QuerySet, typed: str) -> models.QuerySet:
        return queryset.filter(pk__in=_called(typed))

    def get_readonly_fields(self, request: HttpRequest, obj: Tag | None = None) -> Sequence[str]:
        is_country = obj is not None and obj.territory
        return [*self.readonly_fields, "territory"] if is_country else self.readonly_fields

    def get_fields(self, request: HttpRequest, obj: Tag | None = None) -> Sequence[str]:
        hidden = {"articles_of", "proposals_link"} if obj is None else set()
        if not self.has_change_permission(request, obj):
            hidden.add("name_language")
        if not request.user.has_perm("articles.add_tagname"):
            hidden.add("proposals_link")
        return [name for name in self.fields if name not in hidden]

    def view_on_site(self, obj: Tag) -> str | None:
        """A form that is shown again because of an error may have no slug yet."""
        return obj.get_absolute_url() if obj.slug else None

    # Writing

    def save_model(self, request: HttpRequest, obj: Tag, form: ModelForm, change: bool) -> None:
        obj.slug = obj.slug or free_slug(Tag, obj.name, "tag")
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list, change: bool) -> None:
        """Loads know a tag by its names only, so the one that is shown has to be among them. Articles follow
        the names as they are then."""
        tag, key = form.instance, name_key(form.instance.name)
        before = list(tag.names.all())
        super().save_related(request, form, formsets, change)
        if not tag.names.filter(key=key).exists():
            tag.names.create(language=form.cleaned_data["name_language"], name=tag.name, key=key)
        if said := what_followed(follow(tag, before)):
            messages.info(request, said)

    def typed(self, row: Tag, then: models.Model) -> dict[str, object]:
        """The language in which a name that is put back was, or is, one of the tag's."""
        names = TagName.history.filter(tag_id=row.pk, name=then.name)
        name = row.names.filter(key=name_key(then.name)).first() or names.first()
        return super().typed(row, then) | {"name_language": name.language if name else DEFAULT_LANGUAGE}

    def delete_model(self, request: HttpRequest, obj: Tag) -> None:
        editing.delete_tags([obj])

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        editing.delete_tags(queryset)

    def get_deleted_objects(
        self, objs: Sequence[Tag], request: HttpRequest
    ) -> tuple[list, dict[str, int], set[str], list]:
        """What goes with the tags, in numbers: stock Django would list every article that has them."""
        names = Counter(TagName.objects.filter(tag__in=objs).values_list("tag", flat=True))
        on = dict(
            ArticleTag.objects.filter(tag__in=objs).values_list("tag").annotate(models.Count("pk")).order_by()
        )
        listed = [
            f"{tag}: {number_of(names[tag.pk], 'name', 'names')}, on "
            f"{number_of(on.get(tag.pk, 0), 'article', 'articles')}"
            for tag in objs
        ]
        counts = {"tags": len(listed), "names": names.total(), "articles that lose one": sum(on.values())}
        return listed, counts, set(), []

    # Columns

    @admin.display(description="name", ordering="name")
    def label(self, tag: Tag) -> str:
        return merged_label(tag)

    @admin.display(description="published articles", ordering="published_articles")
    def published_articles(self, tag: Tag) -> int:
        return tag.published_articles

    @admin.display(description="articles")
    def articles_of(self, tag: Tag) -> str:
        return list_link(Article, number_of(tag.article_tags.count(), "article", "articles"), tag=tag.pk)

    @admin.display(description="further names")
    def proposals_link(self, tag: Tag) -> str:
        address = reverse("admin:articles_tag_names", args=[tag.pk])
        return format_html('<a href="{}">Look for them in the archive’s texts</a>', address)


def _called(typed: str) -> list[int]:
    """Tags with a name, in any language, that begins with what was typed; where those are few, that holds
    it. As loads compare names; of very many, the first."""
    key = name_key(typed)
    names = TagName.objects.order_by("key").values_list("tag", flat=True)
    found = list(names.filter(begins("key", key))[:MOST_FOUND])
    if len(found) < FEW:
        found += names.filter(key__contains=key)[:MOST_FOUND]
    return found


@admin.register(TagName)
class TagNameAdmin(UnlistedAdmin):
    """Names are edited with their tag; here all of them can be searched."""

    list_display = ["label", "language", "tag_link"]
    list_select_related = ["tag"]
    ordering = ["key"]
    sortable_by = ("label",)
    search_fields = ["key"]
    search_help_text = "What it begins with; case and accents do not count"
    fields = ["tag", "language", "name", "is_shown", "tags_texts", "key", "terms"]

    def searched(self, request: HttpRequest, queryset: models.QuerySet, typed: str) -> models.QuerySet:
        return queryset.filter(begins("key", name_key(typed)))

    @admin.display(description="name", ordering="key")
    def label(self, row: TagName) -> str:
        return words(row.name)

    @admin.display(description="tag")
    def tag_link(self, row: TagName) -> str:
        return row_link(row.tag)
