"""Sources and languages: how they are called. What loads know them by stays as it is."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse

from .. import languages
from ..catalogue import free_slug
from ..curation import merging
from ..folding import name_key
from ..models import Article, Language, Source
from ..writing import number_of
from . import finding
from .display import list_link, words
from .filters import with_published
from .history import TrackedAdmin
from .inturn import InTurnAdmin
from .merging import merge, merged_label


class _WithArticles(InTurnAdmin):
    """What articles belong to: it can be deleted as long as none does. `column` is an article's."""

    column: str

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return with_published(super().get_queryset(request), self.column)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """One at a time, so that nobody has to read through a list of all that stands in the way."""
        if obj is None or not super().has_delete_permission(request, obj):
            return False
        return not obj.articles.exists() and not (isinstance(obj, Source) and obj.merged.exists())

    @admin.display(description="published articles", ordering="published_articles")
    def published_articles(self, row: models.Model) -> int:
        return row.published_articles


class SourceForm(forms.ModelForm):
    class Meta:
        model = Source
        fields = ["name", "rights"]

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        others = Source.objects.exclude(pk=self.instance.pk)
        if others.filter(models.Q(key=name_key(name)) | models.Q(name=name)).exists():
            raise ValidationError("There is a source of this name already.")
        return name


@admin.register(Source)
class SourceAdmin(_WithArticles, TrackedAdmin):
    form = SourceForm
    column = "source"
    ordering = ["name"]
    list_display = ["label", "slug", "published_articles"]
    sortable_by = ("label", "published_articles")
    list_select_related = ["merged_into"]
    search_fields = ["name", "key"]
    search_help_text = "A part of the name; case and accents do not count"
    fields = ["name", "rights", "slug", "key", "articles_of"]
    actions = ["merge"]
    readonly_fields = ["slug", "key", "articles_of"]

    def get_fields(self, request: HttpRequest, obj: Source | None = None) -> Sequence[str]:
        return self.fields if obj else ["name"]

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.merge_source")

    @admin.action(description="Merge into one of them…", permissions=["merge"])
    def merge(self, request: HttpRequest, queryset: models.QuerySet) -> HttpResponse | None:
        return merge(self, request, queryset, merging.merge_sources)

    def get_readonly_fields(self, request: HttpRequest, obj: Source | None = None) -> Sequence[str]:
        """The source that stands for "the dump does not say" keeps its name: loads go on using it."""
        kept = ["name"] if obj is not None and obj.is_unknown else []
        if not request.user.has_perm("articles.set_rights"):
            kept.append("rights")
        return [*self.readonly_fields, *kept]

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        return super().get_search_results(request, finding.offered(request, queryset), search_term)

    def searched(self, request: HttpRequest, queryset: models.QuerySet, typed: str) -> models.QuerySet:
        return queryset.filter(models.Q(name__icontains=typed) | models.Q(key__contains=name_key(typed)))

    def save_model(self, request: HttpRequest, obj: Source, form: ModelForm, change: bool) -> None:
        """A name that changes leaves slug and key alone: addresses and loads rely on them."""
        obj.slug = obj.slug or free_slug(Source, obj.name, "source")
        obj.key = obj.key or name_key(obj.name)
        super().save_model(request, obj, form, change)

    def view_on_site(self, obj: Source) -> str:
        return obj.get_absolute_url()

    @admin.display(description="name", ordering="name")
    def label(self, source: Source) -> str:
        return merged_label(source)

    @admin.display(description="articles")
    def articles_of(self, source: Source) -> str:
        number = source.articles.count()
        return list_link(Article, number_of(number, "article", "articles"), source=source.pk)


class LanguageForm(forms.ModelForm):
    class Meta:
        model = Language
        fields = ["code", "name", "english_name", "direction"]

    def clean_code(self) -> str:
        code = languages.primary(self.cleaned_data["code"])
        if code is None:
            raise ValidationError("CLDR knows no language of this code (BCP 47).")
        return code


@admin.register(Language)
class LanguageAdmin(_WithArticles):
    """A new language needs its code only: names and direction are CLDR's."""

    form = LanguageForm
    column = "language"
    ordering = ["english_name"]
    list_display = ["english_name", "own_name", "code", "direction", "published_articles"]
    sortable_by = ("english_name", "own_name", "code", "published_articles")
    list_filter = ["direction"]
    search_fields = ["english_name", "name", "=code"]
    fields = ["code", "name", "english_name", "direction", "articles_of"]

    def get_fields(self, request: HttpRequest, obj: Language | None = None) -> Sequence[str]:
        return self.fields if obj else ["code"]

    def get_readonly_fields(self, request: HttpRequest, obj: Language | None = None) -> Sequence[str]:
        return ["code", "articles_of"] if obj else []

    def save_model(self, request: HttpRequest, obj: Language, form: Any, change: bool) -> None:
        if not change:
            names = languages.names_of(obj.code)
            obj.name, obj.english_name = names.name, names.english_name
            obj.direction = names.direction
        super().save_model(request, obj, form, change)

    @admin.display(description="own name", ordering="name")
    def own_name(self, language: Language) -> str:
        return words(language.name, language)

    @admin.display(description="articles")
    def articles_of(self, language: Language) -> str:
        number = language.articles.count()
        return list_link(Article, number_of(number, "article", "articles"), language=language.pk)
