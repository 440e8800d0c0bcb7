"""The addresses of the pages, below the prefix of each language of the interface. They are bookmarked and
scripted against: none changes its name or meaning."""

from django.urls import path

from .views import about, holdings, lists, reading

urlpatterns = [
    path("", lists.article_list, name="articles"),
    path("facets/<slug:name>/", lists.facet, name="facet"),
    path("articles/<int:pk>/", reading.article, name="article_short"),
    path("articles/<int:pk>/original/", reading.original, name="original"),
    path("articles/<int:pk>/changes/", reading.changes, name="changes"),
    path("articles/<int:pk>/<slug:slug>/", reading.article, name="article"),
    path("compare/<int:one>/<int:other>/", reading.compare, name="compare"),
    path("coverage/", holdings.coverage, name="coverage"),
    path("sources/", holdings.source_list, name="sources"),
    path("sources/<slug:slug>/", holdings.source, name="source"),
    path("languages/", holdings.language_list, name="languages"),
    path("tags/", holdings.tag_list, name="tags"),
    path("tags/<slug:slug>/", holdings.tag, name="tag"),
    path("help/", about.help_page, name="help"),
    path("about/", about.about, name="about"),
]
