"""What the archive holds: its sources, languages and tags."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from .. import cards, counts, facets, paging
from ..filters import PAGE_SIZES
from ..models import Article, Language, Source, Tag
from ..querysets import Selection
from .common import public_page


@require_safe
@public_page
def source_list(request: HttpRequest) -> HttpResponse:
    return _holdings(request, "Sources", counts.SOURCE, Source.objects.all())


@require_safe
@public_page
def source(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Source, slug=slug)
    context = {
        "source": found,
        **_newest_or_404(Selection(sources=(found.pk,)), ("source", slug)),
    }
    return render(request, "articles/source.html", context)


@require_safe
@public_page
def language_list(request: HttpRequest) -> HttpResponse:
    return _holdings(request, "Languages", counts.LANGUAGE, Language.objects.all())


@require_safe
@public_page
def tag_list(request: HttpRequest) -> HttpResponse:
    return _holdings(request, "Tags", counts.TAG, Tag.objects.all())


@require_safe
@public_page
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Tag, slug=slug)
    used = set(counts.facet(counts.LANGUAGE).articles)
    languages = Language.objects.in_bulk(used)
    rows = found.names.filter(language__in=languages, is_shown=True)
    names = [(languages[row.language], row.name) for row in rows]
    context = {
        "tag": found,
        "names": names,
        **_newest_or_404(Selection(tags=(found.pk,)), ("tag", slug)),
    }
    return render(request, "articles/tag.html", context)


def _holdings(request: HttpRequest, title: str, dimension: str, rows: QuerySet) -> HttpResponse:
    """What of the rows has articles, how many, and the list of them."""
    articles = counts.facet(dimension).articles
    path = reverse("articles")
    held = [
        (row, facets.Address(((dimension, row.address_value),), path), articles[row.pk])
        for row in rows
        if articles.get(row.pk)
    ]
    context = {"title": title, "dimension": facets.TITLES[dimension], "rows": held}
    return render(request, "articles/holdings.html", context)


def _newest_or_404(selection: Selection, pair: tuple[str, str]) -> dict[str, object]:
    """The newest articles of a source or a tag. What only hidden articles have is not public."""
    found = Article.objects.published().selected(selection).with_related()
    page = paging.page(found, paging.NEWEST, PAGE_SIZES[0], None)
    if not page.articles:
        raise Http404
    return {
        "cards": cards.cards(page.articles),
        "total": counts.total(selection),
        "all_link": str(facets.Address((pair,), reverse("articles"))),
    }
