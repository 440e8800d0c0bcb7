"""One article: its text, what changed in it, the lines it came from, and another beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from .. import addresses, cards, citations, diffs, exports, labels, querysets, rights
from ..facets import Address
from ..filters import ArticleFilter
from ..labels import Label
from ..listing import listing
from ..models import Article, Revision
from ..search.expression import BYLINE, TITLE
from ..search.snippets import Marker
from ..sightings import sightings
from .common import asked_of, find_or_404, moved, public_page, query_string_of, site_of

# How many places an article was seen in its pages show, the newest wording first.
SHOWN_SIGHTINGS = 50

# How many of the places where a query's words stand an article's page links to.
LINKED_MATCHES = 100

# How many changes from wording to wording are shown, the newest first.
SHOWN_CHANGES = 20


@dataclass(frozen=True, slots=True)
class Side:
    """One of two articles beside each other; without its text it has an excerpt, if that may be shown."""

    article: Article
    link: str
    language: Label
    paragraphs: Sequence[str]
    has_text: bool
    excerpt: str


@dataclass(frozen=True, slots=True)
class Step:
    """From one wording to the next."""

    before: Revision
    after: Revision
    changes: Sequence[diffs.Change]


@dataclass(frozen=True, slots=True)
class Beside:
    """Another article that a page leads to, and its address."""

    article: Article
    link: str
    language: Label


@require_safe
@public_page
def article(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """One article; with the words of a query (`q`) marked, and a link to each place where they stand."""
    match _addressed(request, pk, "article"):
        case HttpResponse() as elsewhere:
            return elsewhere
        case found:
            pass
    if slug != found.slug:
        query = query_string_of(request)
        return HttpResponsePermanentRedirect(found.get_absolute_url() + (f"?{query}" if query else ""))
    asked = asked_of(request)
    address = Address(tuple(asked.pairs), reverse("articles"))
    seen = list(sightings(found).defer("raw")[:SHOWN_SIGHTINGS])
    revisions = Revision.objects.filter(article=found)
    revision = revisions.get(is_current=True)
    has_text = rights.has_text(found)
    marker = Marker(asked.meaning, found.language_id)
    permalink = f"{site_of(request)}{exports.path_of(found)}"
    accessed = datetime.now(UTC).date()
    context = {
        "article": found,
        "section": marker.marked(rights.section(found) or ""),
        "title": marker.marked(found.title, TITLE),
        "byline": marker.marked(found.byline or "", BYLINE),
        "excerpt": marker.marked("" if has_text and revision.body else rights.excerpt(found) or ""),
        "paragraphs": [(text, marker.marked(text)) for text in rights.paragraphs(found, revision)],
        "has_text": has_text,
        "summary": rights.summary(found) or found.title,
        "revision": revision,
        "revisions": revisions.count(),
        "tags": cards.linked_tags([found])[found.pk],
        "sightings": seen,
        "words": asked.meaning.query.text,
        "matches": range(1, min(marker.matches, LINKED_MATCHES) + 1),
        "more_matches": max(0, marker.matches - LINKED_MATCHES),
        "list_link": str(address),
        "query_string": address.query,
        "neighbours": _neighbours(found, asked, address),
        "same_story": list(map(_beside, querysets.same_story(found))),
        "twins": list(map(_beside, querysets.twins(found))),
        "site": site_of(request),
        "permalink": permalink,
        "accessed": accessed,
        "references": [
            ("Chicago", citations.chicago(found, permalink, accessed)),
            ("APA", citations.apa(found, permalink, accessed)),
        ],
        "meta": citations.meta(found, permalink),
        "json_ld": citations.json_ld(found, permalink, sorted({one.dump.name for one in seen})),
        "forms": exports.article_links(found),
    }
    return render(request, "articles/article.html", context)


@require_safe
@public_page
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """The lines of every dump the article was seen in, as they stood there; of what was merged into it, if
    the rights of both allow it."""
    match _addressed(request, pk, "original"):
        case HttpResponse() as elsewhere:
            return elsewhere
        case found:
            pass
    has_text = rights.has_text(found)
    places = [
        (sighting, has_text and rights.has_text(sighting.revision.article))
        for sighting in sightings(found)[:SHOWN_SIGHTINGS]
    ]
    return render(request, "articles/original.html", {"article": found, "places": places})


@require_safe
@public_page
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What each wording of an article changed in the one before, the newest first."""
    match _addressed(request, pk, "changes"):
        case HttpResponse() as elsewhere:
            return elsewhere
        case found:
            pass
    has_text = rights.has_text(found)
    wordings = Revision.objects.filter(article=found).order_by("-number") if has_text else ()
    room = diffs.Room()
    steps = [
        Step(before, after, diffs.changes(*_told(before, after), room))
        for after, before in pairwise(wordings[: SHOWN_CHANGES + 1])
    ]
    context = {
        "article": found,
        "has_text": has_text,
        "steps": steps,
        "left_out": bool(steps) and steps[-1].before.number > 1,
    }
    return render(request, "articles/changes.html", context)


@require_safe
@public_page
def compare(request: HttpRequest, one: int, other: int) -> HttpResponse:
    """Two articles side by side; with `diff=1` what differs between them, if they are in one language."""
    found = []
    for pk in (one, other):
        match find_or_404(pk):
            case addresses.Found(article) | addresses.Moved(article):
                found.append(article)
            case gone:
                return _gone(request, gone)
    if [article.pk for article in found] != [one, other]:
        return moved(reverse("compare", args=[article.pk for article in found]))
    current = Revision.objects.filter(article__in=found, is_current=True)
    wordings = {wording.article_id: wording for wording in current}
    sides = [
        Side(
            article,
            article.get_absolute_url(),
            labels.language(article.language),
            rights.paragraphs(article, wordings[article.pk]),
            rights.has_text(article),
            rights.excerpt(article) or "",
        )
        for article in found
    ]
    have_text = all(side.has_text for side in sides)
    can_differ = have_text and found[0].language_id == found[1].language_id and one != other
    differs = can_differ and asked_of(request).data.get("diff") == "1"
    context = {
        "sides": sides,
        "swapped": reverse("compare", args=[other, one]),
        "can_differ": can_differ,
        "changes": diffs.changes(sides[0].paragraphs, sides[1].paragraphs) if differs else None,
        "query_string": "diff=1" if differs else "",
    }
    return render(request, "articles/compare.html", context)


def _addressed(request: HttpRequest, pk: int, name: str) -> Article | HttpResponse:
    """The article of an address; where it went if it was merged, and why if it was withdrawn."""
    match find_or_404(pk):
        case addresses.Found(article):
            return article
        case addresses.Moved(article) if name == "article":
            return moved(article.get_absolute_url())
        case addresses.Moved(article):
            return moved(reverse(name, args=[article.pk]))
        case gone:
            return _gone(request, gone)


def _gone(request: HttpRequest, gone: addresses.Gone | addresses.Erased) -> HttpResponse:
    reason = gone.reason if isinstance(gone, addresses.Gone) else ""
    return render(request, "410.html", {"reason": reason, "at": gone.at}, status=410)


def _neighbours(found: Article, asked: ArticleFilter, address: Address) -> dict[str, Beside | None]:
    """The articles before and behind this one in the list that it was opened from."""
    beside = listing(asked.selection, asked.meaning, asked.sort).neighbours(asked.sort, found.position)
    query = address.without("per_page").query
    return {
        name: one and _beside(one, f"?{query}" if query else "") for name, one in beside._asdict().items()
    }


def _beside(other: Article, query: str = "") -> Beside:
    return Beside(other, other.get_absolute_url() + query, labels.language(other.language))


def _told(*wordings: Revision) -> Iterator[list[str]]:
    """Wordings with their headlines, which change too; an editor's has none to compare."""
    have_headline = not any(wording.is_edited for wording in wordings)
    for wording in wordings:
        headline = [wording.stated.get("title") or ""] if have_headline else []
        yield [*headline, *wording.paragraphs]
