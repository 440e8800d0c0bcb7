"""The lists of the admin as Django gives them when one names the same columns, filters and searches and
changes nothing else. Each root URLconf below adds them to the archive's own addresses."""

from django.contrib import admin
from django.urls import path

from archive.urls import urlpatterns as archive
from articles.models import Article, Language, Revision, Sighting, Source, Tag

STOCK, LEAN = "stock", "lean"


class ArticleAdmin(admin.ModelAdmin):
    list_per_page = 50
    list_display = ["title", "source", "language", "published_at", "status", "curated"]
    list_select_related = ["source", "language"]
    list_filter = ["status", "reviews__kind", "published_at", "language", "source", "tags"]
    search_fields = ["title", "byline", "url", "guid", "=id"]
    date_hierarchy = "published_at"


class LeanArticleAdmin(ArticleAdmin):
    """Without what costs stock Django the most on its first page: whoever wants that can leave it out."""

    list_filter = ["status", "reviews__kind", "published_at", "language"]
    date_hierarchy = None


class RevisionAdmin(admin.ModelAdmin):
    list_display = ["__str__", "article", "is_current", "body_sha256", "created_at"]
    list_select_related = ["article__language"]
    list_filter = ["is_current"]
    search_fields = ["article__title"]


class SightingAdmin(admin.ModelAdmin):
    list_display = ["__str__", "dump", "revision", "reader", "load"]
    list_select_related = ["dump", "load", "revision__article__language"]
    list_filter = ["reader"]
    search_fields = ["revision__article__title"]


class NamedAdmin(admin.ModelAdmin):
    search_fields = ["name"]


class TagAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "territory", "slug"]
    list_filter = ["kind"]
    search_fields = ["names__name"]


def _site(name: str, articles: type[admin.ModelAdmin]) -> admin.AdminSite:
    site = admin.AdminSite(name)
    for model, one in (
        (Article, articles),
        (Revision, RevisionAdmin),
        (Sighting, SightingAdmin),
        (Source, NamedAdmin),
        (Language, NamedAdmin),
        (Tag, TagAdmin),
    ):
        site.register(model, one)
    return site


urlpatterns = [
    path(f"{STOCK}/", _site(STOCK, ArticleAdmin).urls),
    path(f"{LEAN}/", _site(LEAN, LeanArticleAdmin).urls),
    *archive,
]
