"""What is derived from articles and kept: shown, for who wonders about a count."""

from django.contrib import admin

from ..models import FacetCount, Indexed, IndexState, WordForm
from .display import row_link
from .readonly import UnlistedAdmin


@admin.register(Indexed)
class IndexedAdmin(UnlistedAdmin):
    ordering = ["-pk"]
    list_display = ["article_link", "language", "source", "year", "tags"]
    list_select_related = ["article"]
    search_fields = ["article__title"]
    fields = ["article", "language", "source", "year", "tags", "title", "byline", "body", "facets"]

    @admin.display(description="article", ordering="article__title")
    def article_link(self, row: Indexed) -> str:
        return row_link(row.article)


@admin.register(FacetCount)
class FacetCountAdmin(UnlistedAdmin):
    list_display = ["__str__", "language", "source", "period", "tag", "articles"]
    search_fields = ["=language", "=source", "=period", "=tag"]
    fields = ["language", "source", "period", "tag", "articles"]


@admin.register(WordForm)
class WordFormAdmin(UnlistedAdmin):
    list_display = ["written", "language", "term"]
    search_fields = ["form__startswith", "=term"]
    fields = ["language", "written", "form", "term"]


@admin.register(IndexState)
class IndexStateAdmin(UnlistedAdmin):
    list_display = ["analysis"]
    search_fields = ["analysis"]
    fields = ["analysis"]
