"""What is derived from articles and kept: shown, for who wonders about a count."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from ..fields import begins
from ..models import FacetCount, Indexed, IndexState, WordForm
from .display import row_link
from .filters import number
from .finding import ByArticle
from .readonly import UnlistedAdmin


@admin.register(Indexed)
class IndexedAdmin(ByArticle, UnlistedAdmin):
    ordering = ["-pk"]
    list_display = ["article_link", "language", "source", "year", "tags"]
    list_select_related = ["article"]
    sortable_by = ("article_link",)
    deferred = ("title", "byline", "body", "facets")
    fields = ["article", "language", "source", "year", "tags", "title", "byline", "body", "facets"]

    @admin.display(description="article", ordering="pk")
    def article_link(self, row: Indexed) -> str:
        return row_link(row.article)


@admin.register(FacetCount)
class FacetCountAdmin(UnlistedAdmin):
    """In the order of their index, which begins with the tag."""

    ordering = ["tag", "period", "language", "source"]
    list_display = ["__str__", "language", "source", "period", "tag", "articles"]
    search_fields = ["tag"]
    search_help_text = "The number of a tag; 0 is any"
    fields = ["language", "source", "period", "tag", "articles"]

    def searched(self, request: HttpRequest, queryset: QuerySet, typed: str) -> QuerySet:
        return queryset.none() if (tag := number(typed)) is None else queryset.filter(tag=tag)


@admin.register(WordForm)
class WordFormAdmin(UnlistedAdmin):
    ordering = ["form", "language", "term"]
    list_display = ["written", "language", "term"]
    search_fields = ["form"]
    search_help_text = "What it begins with, in small letters and without accents"
    fields = ["language", "written", "form", "term"]

    def searched(self, request: HttpRequest, queryset: QuerySet, typed: str) -> QuerySet:
        return queryset.filter(begins("form", typed))


@admin.register(IndexState)
class IndexStateAdmin(UnlistedAdmin):
    list_display = ["analysis"]
    search_fields = ["analysis"]
    fields = ["analysis"]
