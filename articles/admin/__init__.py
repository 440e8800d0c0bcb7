"""Curation: the archive's rows in Django's admin, one module a concern."""

from django.contrib import admin

from . import accounts, articles, derived, dumps, operations, provenance, reviews, sources, tags

__all__ = [
    "accounts",
    "articles",
    "derived",
    "dumps",
    "operations",
    "provenance",
    "reviews",
    "sources",
    "tags",
]

admin.site.site_title = "Reform Archive"
admin.site.site_header = "Reform Archive: curation"
admin.site.index_title = "Curation"
admin.site.empty_value_display = "—"
