"""The public pages: each a function that ends in one context and one render."""

from django.core.handlers.wsgi import get_str_from_wsgi
from django.db.models import QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from . import cards, counts, exports, facets, help, paging
from .filters import PAGE_SIZES, ArticleFilter
from .folding import shown
from .listing import listing
from .models import Article, Language, Sighting, Source, Tag
from .querysets import Selection
from .search.expression import BYLINE, TITLE
from .search.matches import RANKED
from .search.query import MOST_WORDS, SHORTEST_PREFIX
from .search.snippets import Marker
from .ways_out import advice

# How many places an article was seen in its pages show, the newest wording first.
SHOWN_SIGHTINGS = 50

# How many of the places where a query's words stand an article's page links to.
LINKED_MATCHES = 100

# How long a shared cache may hold a page, in seconds: a withdrawal is everywhere after that.
SHARED_SECONDS = 60

public_page = cache_control(public=True, max_age=0, s_maxage=SHARED_SECONDS)


@require_safe
@public_page
def article_list(request: HttpRequest) -> HttpResponse:
    """The archive: filters with counts, and a page of what they leave. Its cost does not grow with
    the archive: counts are stored or capped, and the page is a walk of an index."""
    asked = _asked(request)
    address = facets.Address(tuple(asked.pairs), reverse("articles"))
    found = listing(asked.selection, asked.meaning, asked.sort)
    page = found.page(asked.sort, asked.per_page, asked.cursor)
    groups = facets.groups(found.facets(), asked, address)
    total = found.total()
    context = {
        "page": page,
        "cards": cards.cards(page.articles, asked.meaning, asked.expands),
        "total": total,
        "warnings": asked.warnings,
        "groups": groups,
        "chips": facets.chips(asked, address),
        "concepts": facets.concept_chips(asked, address),
        "words": asked.meaning.query.text,
        "expands": asked.expands,
        "expand_link": str(address.without("expand")),
        "advice": None if total.articles else advice(asked, address),
        "clear": address.path,
        "sort": asked.sort,
        "sort_links": [
            (name, str(address.without("sort") if name == asked.sorts[0] else address.having("sort", name)))
            for name in asked.sorts
        ],
        "ranked": RANKED,
        "per_page": asked.per_page,
        "per_page_links": [(size, str(address.having("per_page", str(size)))) for size in PAGE_SIZES],
        "before_link": page.before and str(address.having("before", page.before)),
        "after_link": page.after and str(address.having("after", page.after)),
        "period_fields": {name: shown(asked.data.get(name, "")) for name in facets.PERIOD},
        "is_beyond": bool(asked.cursor and not page.articles),
        "first_link": str(address),
        "is_front": bool(total.articles and not asked.pairs and not asked.cursor),
        "other_fields": address.without(*facets.PERIOD).pairs,
        "other_fields_than_words": address.without("q", "expand").pairs,
    }
    return render(request, "articles/list.html", context)


@require_safe
@public_page
def article_list_json(request: HttpRequest) -> HttpResponse:
    """The same list for programs."""
    asked = _asked(request)
    address = facets.Address(tuple(asked.pairs), request.path)
    found = listing(asked.selection, asked.meaning, asked.sort)
    page = found.page(asked.sort, asked.per_page, asked.cursor)
    total = found.total()
    following = page.after and request.build_absolute_uri(str(address.having("after", page.after)))
    answer = {
        "count": total.articles,
        "count_is_exact": total.is_exact,
        "warnings": asked.warnings,
        "concepts": [concept.preferred for concept in asked.meaning.concepts],
        "results": [
            exports.result(card, request.build_absolute_uri(card.article.get_absolute_url()))
            for card in cards.cards(page.articles, asked.meaning, asked.expands)
        ],
        "next": following,
    }
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


@require_safe
@public_page
def article(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """One article; with the words of a query (`q`) marked, and a link to each place where they stand."""
    found = get_object_or_404(Article.objects.published().with_related(), pk=pk)
    if slug != found.slug:
        query = get_str_from_wsgi(request.META, "QUERY_STRING", "")
        return HttpResponsePermanentRedirect(found.get_absolute_url() + (f"?{query}" if query else ""))
    asked = _asked(request)
    revision = found.revisions.get(is_current=True)
    marker = Marker(asked.meaning, found.language_id)
    context = {
        "article": found,
        "section": marker.marked(found.section or ""),
        "title": marker.marked(found.title, TITLE),
        "byline": marker.marked(found.byline or "", BYLINE),
        "excerpt": marker.marked("" if revision.body else found.excerpt or ""),
        "paragraphs": [(text, marker.marked(text)) for text in revision.paragraphs],
        "revision": revision,
        "sightings": _sightings(found).defer("raw")[:SHOWN_SIGHTINGS],
        "words": asked.meaning.query.text,
        "matches": range(1, min(marker.matches, LINKED_MATCHES) + 1),
        "more_matches": max(0, marker.matches - LINKED_MATCHES),
        "list_link": str(facets.Address(tuple(asked.pairs), reverse("articles"))),
    }
    return render(request, "articles/article.html", context)


@require_safe
@public_page
def help_page(request: HttpRequest) -> HttpResponse:
    """How to search."""
    context = {
        "examples": help.BY_LANGUAGE,
        "signs": help.SIGNS,
        "ranked": RANKED,
        "cap": counts.CAP,
        "words": MOST_WORDS,
        "beginning": SHORTEST_PREFIX,
    }
    return render(request, "articles/help.html", context)


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
    rows = found.names.filter(language__in=languages, is_shown=True)
    names = [(languages[row.language], row.name) for row in rows]
    context = {
        "tag": found,
        "names": names,
        **_newest_or_404(Selection(tags=(found.pk,)), ("tag", slug)),
    }
    return render(request, "articles/tag.html", context)


def _asked(request: HttpRequest) -> ArticleFilter:
    """What the query string asks for: the raw one, because Django's own QueryDict reads all of it."""
    query_string = get_str_from_wsgi(request.META, "QUERY_STRING", "")
    return ArticleFilter(query_string, Article.objects.published())


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
        "cards": cards.cards(page.articles),
        "total": counts.total(selection),
        "all_link": str(facets.Address((pair,), reverse("articles"))),
    }
