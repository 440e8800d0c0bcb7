"""What the archive holds: its sources, languages and tags, and how they are spread over time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import addresses, cards, counts, facets, labels, paging, timeline
from ..facets import Address
from ..filters import PAGE_SIZES
from ..folding import fold
from ..labels import Label
from ..models import Article, Source, Tag
from ..querysets import Selection
from .common import asked_of, moved, public_page

# How many tags are shown that appear with a tag or in a source.
SHOWN_BESIDE = 12

# How many kinds of cells a table of coverage tells apart by how much they hold.
WEIGHTS = 4

_PAGES = {counts.SOURCE: "source", counts.TAG: "tag"}


@dataclass(frozen=True, slots=True)
class Cell:
    """How many articles of a language there are of a time, and the list of them; `weight` is 1 to WEIGHTS."""

    articles: int
    link: str
    weight: int


@dataclass(frozen=True, slots=True)
class Row:
    """A language in a table of coverage."""

    label: Label
    cells: list[Cell]


@require_safe
@public_page
def source_list(request: HttpRequest) -> HttpResponse:
    return _holdings(request, _("Sources"), counts.SOURCE)


@require_safe
@public_page
def language_list(request: HttpRequest) -> HttpResponse:
    return _holdings(request, _("Languages"), counts.LANGUAGE)


@require_safe
@public_page
def tag_list(request: HttpRequest) -> HttpResponse:
    return _holdings(request, _("Tags"), counts.TAG)


@require_safe
@public_page
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """A source: what it has, when, in which languages, and about what."""
    found = _named_or_404(Source, slug)
    if found.slug != slug:
        return moved(found.get_absolute_url())
    selection = Selection(sources=(found.pk,))
    address = Address(((counts.SOURCE, slug),), reverse("articles"))
    languages = counts.facet(counts.LANGUAGE, selection).articles
    context = {
        "source": found,
        **_newest(selection, address),
        "languages": _most(languages, labels.languages, counts.LANGUAGE, address),
        **_appears(counts.facet(counts.TAG, selection), address),
    }
    return render(request, "articles/source.html", context)


@require_safe
@public_page
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """A concept: its names in the archive's languages, when it appears, and what with."""
    found = _named_or_404(Tag, slug)
    if found.slug != slug:
        return moved(found.get_absolute_url())
    selection = Selection(tags=(found.pk,))
    address = Address(((counts.TAG, slug),), reverse("articles"))
    known = labels.languages(counts.facet(counts.LANGUAGE).articles)
    rows = found.names.filter(language__in=list(known), is_shown=True).order_by("id")
    names: dict[str, list[str]] = {}
    for row in rows:
        names.setdefault(row.language, []).append(row.name)
    beside = counts.beside(selection)
    context = {
        "label": labels.tag_labels([found])[found.pk],
        "names": sorted(
            ((known[code], called) for code, called in names.items()), key=lambda named: named[0].value
        ),
        **_newest(selection, address),
        **_appears(
            counts.Facet(
                {pk: number for pk, number in beside.articles.items() if pk != found.pk},
                beside.is_exact,
                beside.counted,
            ),
            address,
        ),
    }
    return render(request, "articles/tag.html", context)


@require_safe
@public_page
def coverage(request: HttpRequest) -> HttpResponse:
    """Languages by year, and by month of one year (`year`, the last one by default): what there is, and
    where there is nothing."""
    held = counts.coverage()
    known = labels.languages(held)
    order = sorted(known, key=lambda code: (-sum(held[code].years.values()), code))
    years = _span(year for code in order for year in held[code].years)
    asked = asked_of(request).data.get("year", "")
    year = next((one for one in years if str(one) == asked), years[-1] if years else None)
    months = [(year, month) for month in range(1, 13)] if year else []
    most = max((held[code].years.get(one, 0) for code in order for one in years), default=0)
    most_a_month = max((held[code].months.get(one, 0) for code in order for one in months), default=0)
    path = reverse("articles")

    def cell(code: str, number: int, period: str, most: int) -> Cell:
        pairs = ((counts.LANGUAGE, code), ("published_after", period), ("published_before", period))
        return Cell(number, str(Address(pairs, path)) if number else "", _weight(number, most))

    def of_years(code: str) -> list[Cell]:
        return [cell(code, held[code].years.get(one, 0), f"{one:04}", most) for one in years]

    def of_months(code: str) -> list[Cell]:
        return [
            cell(code, held[code].months.get(one, 0), "{:04}-{:02}".format(*one), most_a_month)
            for one in months
        ]

    def undated(code: str) -> tuple[Label, str, int]:
        link = str(Address(((counts.LANGUAGE, code), (facets.UNDATED, "1")), path))
        return known[code], link, held[code].undated

    context = {
        "years": years,
        "year": year,
        "by_year": [Row(known[code], of_years(code)) for code in order],
        "by_month": [
            (Row(known[code], of_months(code)), held[code].year_only.get(year, 0)) for code in order
        ],
        "undated": [undated(code) for code in order if held[code].undated],
        "query_string": f"year={year}" if asked else "",
    }
    return render(request, "articles/coverage.html", context)


def _span(years: Iterable[int]) -> list[int]:
    """The years from the first to the last, gaps among them; of a span that only a slip of the pen makes
    so long, those that have articles."""
    held = sorted(set(years))
    if not held or held[-1] - held[0] >= timeline.LONGEST_SPAN:
        return held
    return list(range(held[0], held[-1] + 1))


def _weight(number: int, most: int) -> int:
    """1 to WEIGHTS, 0 for nothing, on a scale that doubles: what a small language has is to be seen beside
    what a large one has."""
    return max(1, WEIGHTS * number.bit_length() // max(1, most.bit_length())) if number else 0


def _holdings(request: HttpRequest, title: str, dimension: str) -> HttpResponse:
    """What of a dimension has articles, how many, its page and the list of them; the most first."""
    articles = counts.facet(dimension).articles
    path = reverse("articles")
    rows = []
    for pk, label in facets.NAMED[dimension](articles).items():
        link = str(Address(((dimension, label.value),), path))
        page = reverse(_PAGES[dimension], args=[label.value]) if dimension in _PAGES else link
        rows.append((label, page, link, articles[pk]))
    rows.sort(key=lambda row: (-row[3], fold(row[0].note or row[0].text)))
    context = {"title": title, "dimension": facets.TITLES[dimension], "rows": rows}
    return render(request, "articles/holdings.html", context)


def _named_or_404(model: type[Source | Tag], slug: str) -> Source | Tag:
    """What has this slug, or what that was merged into."""
    for _row, end in addresses.named(model, Q(slug=slug)):
        return end
    raise Http404


def _newest(selection: Selection, address: Address) -> dict[str, object]:
    """The newest articles of a source or a tag, and all of them over time."""
    found = Article.objects.published().selected(selection).with_related()
    page = paging.page(found, paging.NEWEST, PAGE_SIZES[0], None)
    return {
        "cards": cards.cards(page.articles, asked=address.pairs),
        "total": counts.total(selection),
        "timeline": timeline.of_selection(selection, address),
        "all_link": str(address),
    }


def _appears(found: counts.Facet, address: Address) -> dict[str, object]:
    return {
        "appears": _most(found.articles, labels.tags, counts.TAG, Address((), address.path), "tag"),
        "appears_among": None if found.is_exact else found.counted,
    }


def _most(
    articles: dict[str | int, int],
    labels_of: Callable[[Iterable[str | int]], dict[str | int, Label]],
    dimension: str,
    address: Address,
    page: str = "",
) -> list[tuple[Label, str, int]]:
    """The values that most articles have, with the list of them, or the page of their own."""
    most = sorted(articles, key=lambda key: (-articles[key], key))[:SHOWN_BESIDE]
    known = labels_of(most)
    return [
        (
            known[key],
            reverse(page, args=[known[key].value])
            if page
            else str(address.with_value(dimension, known[key].value)),
            articles[key],
        )
        for key in most
        if key in known
    ]
