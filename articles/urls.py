"""Public addresses. They are bookmarked and scripted against: none changes its name or meaning."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.article_list, name="articles"),
    path("articles.json", views.article_list_json, name="articles_json"),
    path("articles/<int:pk>/", views.article, name="article_short"),
    path("articles/<int:pk>/original/", views.original, name="original"),
    path("articles/<int:pk>/<slug:slug>/", views.article, name="article"),
    path("sources/", views.source_list, name="sources"),
    path("sources/<slug:slug>/", views.source, name="source"),
    path("languages/", views.language_list, name="languages"),
    path("tags/", views.tag_list, name="tags"),
    path("tags/<slug:slug>/", views.tag, name="tag"),
    path("help/", views.help_page, name="help"),
]
