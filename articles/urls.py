"""Public addresses. They are bookmarked and scripted against: none changes its name or meaning."""

from django.urls import path

from .views import about, holdings, lists, machines, reading

urlpatterns = [
    path("", lists.article_list, name="articles"),
    path("articles.json", machines.article_list_json, name="articles_json"),
    path("articles/<int:pk>/", reading.article, name="article_short"),
    path("articles/<int:pk>/original/", reading.original, name="original"),
    path("articles/<int:pk>/<slug:slug>/", reading.article, name="article"),
    path("sources/", holdings.source_list, name="sources"),
    path("sources/<slug:slug>/", holdings.source, name="source"),
    path("languages/", holdings.language_list, name="languages"),
    path("tags/", holdings.tag_list, name="tags"),
    path("tags/<slug:slug>/", holdings.tag, name="tag"),
    path("help/", about.help_page, name="help"),
]
