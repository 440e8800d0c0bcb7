"""One article: its text, and the lines it came from."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from .. import facets
from ..models import Article, Sighting
from ..search.expression import BYLINE, TITLE
from ..search.snippets import Marker
from .common import asked_of, public_page, query_string_of

# How many places an article was seen in its pages show, the newest wording first.
SHOWN_SIGHTINGS = 50

# How many of the places where a query's words stand an article's page links to.
LINKED_MATCHES = 100


@require_safe
@public_page
def article(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """One article; with the words of a query (`q`) marked, and a link to each place where they stand."""
    found = get_object_or_404(Article.objects.published().with_related(), pk=pk)
    if slug != found.slug:
        query = query_string_of(request)
        return HttpResponsePermanentRedirect(found.get_absolute_url() + (f"?{query}" if query else ""))
    asked = asked_of(request)
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
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """The lines of every dump the article was seen in, as they stood there."""
    found = get_object_or_404(Article.objects.published().with_related(), pk=pk)
    context = {"article": found, "sightings": _sightings(found)[:SHOWN_SIGHTINGS]}
    return render(request, "articles/original.html", context)


def _sightings(found: Article) -> QuerySet[Sighting]:
    rows = Sighting.objects.filter(revision__article=found)
    return (
        rows.select_related("dump", "revision")
        .defer("revision__body", "revision__stated")
        .order_by("-revision__number", "id")
    )
