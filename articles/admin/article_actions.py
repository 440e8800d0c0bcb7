"""What can be decided for articles chosen in their list."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.http import HttpRequest, HttpResponse

from ..curation import bulk, merging, withdrawing
from ..models import Article, Language, Source, Tag
from ..querysets import ArticleQuerySet
from .deciding import Decision, decide
from .merging import merge

Data = Mapping[str, Any]

_TAGS = Article._meta.get_field("tags")


class _LanguageForm(forms.Form):
    language = forms.ModelChoiceField(Language.objects.order_by("english_name"))


class _SourceForm(forms.Form):
    source = forms.ModelChoiceField(Source.objects.filter(merged_into=None).order_by("name"))


def _tags(label: str) -> forms.ModelMultipleChoiceField:
    widget = AutocompleteSelectMultiple(_TAGS, admin.site)
    return forms.ModelMultipleChoiceField(
        Tag.objects.filter(merged_into=None), label=label, required=False, widget=widget
    )


class _TagForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields |= {"added": _tags("Give them"), "removed": _tags("Take off them")}

    def clean(self) -> dict[str, Any]:
        super().clean()
        added, removed = (set(self.cleaned_data.get(name, ())) for name in ("added", "removed"))
        if not added | removed:
            raise forms.ValidationError("Choose a tag to give them, or one to take off.")
        if both := added & removed:
            raise forms.ValidationError(f"Both given and taken off: {', '.join(map(str, both))}.")
        return self.cleaned_data


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Why",
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60, "dir": "auto"}),
        help_text="The address of the article tells it to the public.",
    )


def _status_then(status: str) -> Any:
    return lambda article, _: article.status if article.status in bulk.SHUT else status


def _tags_now(article: Article) -> str:
    return ", ".join(sorted(tag.name for tag in article.tags.all())) or "none"


def _tags_then(article: Article, data: Data) -> str:
    names = {tag.name for tag in (set(article.tags.all()) | set(data["added"])) - set(data["removed"])}
    return ", ".join(sorted(names)) or "none"


_PUBLISH = Decision(
    "Publish",
    "Status",
    lambda article: article.status,
    _status_then(Article.Status.PUBLISHED),
    lambda ids, _, user: bulk.publish(ids, user),
)
_HIDE = Decision(
    "Hide from the public",
    "Status",
    lambda article: article.status,
    _status_then(Article.Status.HIDDEN),
    lambda ids, _, user: bulk.hide(ids, user),
)
_RETAG = Decision(
    "Give or take off tags",
    "Tags",
    _tags_now,
    _tags_then,
    lambda ids, data, user: bulk.retag(ids, data["added"], data["removed"], user),
    _TagForm,
)
_SET_LANGUAGE = Decision(
    "Set the language",
    "Language",
    lambda article: str(article.language),
    lambda _, data: str(data["language"]),
    lambda ids, data, user: bulk.set_language(ids, data["language"], user),
    _LanguageForm,
)
_SET_SOURCE = Decision(
    "Set the source",
    "Source",
    lambda article: str(article.source),
    lambda _, data: str(data["source"]),
    lambda ids, data, user: bulk.set_source(ids, data["source"], user),
    _SourceForm,
)
_STORY = Decision(
    "Say that they are one story",
    "Story",
    lambda article: f"story {article.story_id}" if article.story_id else "none",
    lambda article, _: "one story with the others",
    lambda ids, _, user: merging.join_story(list(Article.objects.filter(pk__in=ids)), user),
)
WITHDRAW = Decision(
    "Withdraw",
    "Status",
    lambda article: article.status,
    lambda *_: Article.Status.WITHDRAWN.value,
    lambda ids, data, user: withdrawing.withdraw(
        list(Article.objects.filter(pk__in=ids)), data["reason"], user
    ),
    ReasonForm,
)


class ArticleActions(admin.ModelAdmin):
    """Decisions for many articles; each is asked back before it is done, and can be undone."""

    actions = ["publish", "hide", "retag", "set_language", "set_source", "one_story", "merge", "withdraw"]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Without the stock one that deletes: to delete an article is to withdraw it."""
        return {name: one for name, one in super().get_actions(request).items() if name != "delete_selected"}

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.merge_article")

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.withdraw_article")

    @admin.action(description="Publish…", permissions=["change"])
    def publish(self, request: HttpRequest, queryset: ArticleQuerySet) -> HttpResponse | None:
        return decide(self, request, queryset, _PUBLISH)

    @admin.action(description="Hide from the public…", permissions=["change"])
    def hide(self, request: HttpRequest, queryset: ArticleQuerySet) -> HttpResponse | None:
        return decide(self, request, queryset, _HIDE)

    @admin.action(description="Give or take off tags…", permissions=["change"])
    def retag(self, request: HttpRequest, queryset: ArticleQuerySet) -> HttpResponse | None:
        return decide(self, request, queryset, _RETAG)

    @admin.action(description="Set the language…", permissions=["change"])
    def set_language(self, request: HttpRequest, queryset: ArticleQuerySet) -> HttpResponse | None:
        return decide(self, request, queryset, _SET_LANGUAGE)

    @admin.action(description="Set the source…", permissions=["change"])
    def set_source(self, request: HttpRequest, queryset: ArticleQuerySet) -> HttpResponse | None:
        return decide(self, request, queryset, _SET_SOURCE)

    @admin.action(description="Say that they are one story…", permissions=["merge"])
    def one_story(self, request: HttpRequest, queryset: ArticleQuerySet) -> HttpResponse | None:
        return decide(self, request, queryset, _STORY)

    @admin.action(description="Merge into one of them…", permissions=["merge"])
    def merge(self, request: HttpRequest, queryset: ArticleQuerySet) -> HttpResponse | None:
        return merge(self, request, queryset, merging.merge_articles)

    @admin.action(description="Withdraw…", permissions=["withdraw"])
    def withdraw(self, request: HttpRequest, queryset: ArticleQuerySet) -> HttpResponse | None:
        return decide(self, request, queryset, WITHDRAW)
