"""Addresses that programs ask for. They are in no language of the interface: one address, one answer."""

from django.urls import path

from .views import machines

urlpatterns = [
    path("articles.json", machines.article_list_json, name="articles_json"),
    path("articles.atom", machines.article_feed, {"form": "atom"}, name="articles_atom"),
    path("articles.rss", machines.article_feed, {"form": "rss"}, name="articles_rss"),
    path("articles.csv", machines.article_export, {"form": "csv"}, name="articles_csv"),
    path("articles.jsonl", machines.article_export, {"form": "jsonl"}, name="articles_jsonl"),
    path("articles.ris", machines.article_export, {"form": "ris"}, name="articles_ris"),
    path("articles.bib", machines.article_export, {"form": "bib"}, name="articles_bib"),
    path("articles/<int:pk>.json", machines.article, {"form": "json"}, name="article_json"),
    path("articles/<int:pk>.ris", machines.article, {"form": "ris"}, name="article_ris"),
    path("articles/<int:pk>.bib", machines.article, {"form": "bib"}, name="article_bib"),
    path("articles/<int:pk>.csl.json", machines.article, {"form": "csl"}, name="article_csl"),
    path("opensearch.xml", machines.opensearch, name="opensearch"),
    path("sitemap.xml", machines.sitemap_index, name="sitemap"),
    path("sitemap-pages.xml", machines.sitemap_of_pages, name="sitemap_pages"),
    path("sitemap-articles-<int:part>.xml", machines.sitemap_of_articles, name="sitemap_articles"),
    path("robots.txt", machines.robots, name="robots"),
    path("healthz", machines.healthz, name="healthz"),
    path("readyz", machines.readyz, name="readyz"),
]
