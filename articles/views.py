"""The public pages: each a function that ends in one context and one render."""

from django.core.handlers.wsgi import get_str_from_wsgi
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from . import counts, facets, paging
from .filters import PAGE_SIZES, ArticleFilter
from .folding import shown
from .models import Article, Language, Sighting, Source, Tag
from .querysets import Selection

# How many places an article was seen in its pages show, the newest wording first.
SHOWN_SIGHTINGS = 50

# How long a shared cache may hold a page, in seconds: a withdrawal is everywhere after that.
SHARED_SECONDS = 60

public_page = cache_control(public=True, max_age=0, s_maxage=SHARED_SECONDS)


@require_safe
@public_page
def article_list(request: HttpRequest) -> HttpResponse:
    """The archive: filters with counts, and a page of what they leave. Its cost does not grow with
    the archive: counts are stored or capped, and the page is a walk of an index."""
    query_string = get_str_from_wsgi(request.META, "QUERY_STRING", "")
    asked = ArticleFilter(query_string, Article.objects.published())
    address = facets.Address(tuple(asked.pairs), reverse("articles"))
    page = paging.page(asked.qs.with_related(), asked.sort, asked.per_page, asked.cursor)
    total = counts.total(asked.selection)
    context = {
        "page": page,
        "total": total,
        "warnings": asked.warnings,
        "groups": facets.groups(asked, address),
        "chips": facets.chips(asked, address),
        "ways_out": [] if total.articles else facets.ways_out(asked, address),
        "clear": address.path,
        "sort": asked.sort,
        "sort_links": [
            (name, str(address.having("sort", name) if name == paging.OLDEST else address.without("sort")))
            for name in (paging.NEWEST, paging.OLDEST)
        ],
        "per_page": asked.per_page,
        "per_page_links": [(size, str(address.having("per_page", str(size)))) for size in PAGE_SIZES],
        "before_link": page.before and str(address.having("before", page.before)),
        "after_link": page.after and str(address.having("after", page.after)),
        "period_fields": {name: shown(asked.data.get(name, "")) for name in facets.PERIOD},
        "is_beyond": bool(asked.cursor and not page.articles),
        "first_link": str(address),
        "is_front": bool(total.articles and not asked.pairs and not asked.cursor),
        "cap": counts.CAP,
        "other_fields": address.without(*facets.PERIOD).pairs,
    }
    return render(request, "articles/list.html", context)


@require_safe
@public_page
def article(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    found = get_object_or_404(Article.objects.published().with_related(), pk=pk)
    if slug != found.slug:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    revision = found.revisions.get(is_current=True)
    sightings = _sightings(found).defer("raw")[:SHOWN_SIGHTINGS]
    context = {"article": found, "revision": revision, "sightings": sightings}
    return render(request, "articles/article.html", context)


@require_safe
@public_page
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """The lines of every dump the article was seen in, as they stood there."""
    found = get_object_or_404(Article.objects.published().with_related(), pk=pk)
    context = {"article": found, "sightings": _sightings(found)[:SHOWN_SIGHTINGS]}
    return render(request, "articles/original.html", context)


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
    names = [(languages[row.language], row.name) for row in found.names.all() if row.language in languages]
    context = {
        "tag": found,
        "names": names,
        **_newest_or_404(Selection(tags=(found.pk,)), ("tag", slug)),
    }
    return render(request, "articles/tag.html", context)


def _sightings(found: Article) -> QuerySet[Sighting]:
    rows = Sighting.objects.filter(revision__article=found)
    return (
        rows.select_related("dump", "revision")
        .defer("revision__body", "revision__stated")
        .order_by("-revision__number", "id")
    )


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
        "page": page,
        "total": counts.total(selection),
        "all_link": str(facets.Address((pair,), reverse("articles"))),
    }
