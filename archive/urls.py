"""The archive's addresses: curation under /admin/, what programs read, and the pages for people, those in
each language of the interface."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("articles.urls_machines")),
    *i18n_patterns(path("", include("articles.urls")), prefix_default_language=False),
]
