"""The archive as a list, and what there is to filter it by."""

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from .. import cards, counts, exports, facets, timeline
from ..filters import PAGE_SIZES, PERIOD, ArticleFilter
from ..folding import shown
from ..listing import listing
from ..paging import NEWEST, OLDEST
from ..search.matches import BEST, RANKED
from ..ways_out import advice
from ..writing import without_marks
from .common import asked_of, public_page, site_of

ORDERS = {BEST: _("Best"), NEWEST: _("Newest"), OLDEST: _("Oldest")}


@require_safe
@public_page
def article_list(request: HttpRequest) -> HttpResponse:
    """The archive: filters with counts, and a page of what they leave. Its cost does not grow with
    the archive: counts are stored or capped, and the page is a walk of an index."""
    asked = asked_of(request)
    address = facets.Address(tuple(asked.pairs), reverse("articles"))
    found = listing(asked.selection, asked.meaning, asked.sort)
    page = found.page(asked.sort, asked.per_page, asked.cursor)
    counted = found.facets()
    total = found.total()
    chips = facets.chips(asked, address)
    site = site_of(request)
    context = {
        "page": page,
        "cards": cards.cards(
            page.articles,
            asked.meaning,
            address.without("per_page").pairs,
            lambda article: f"{site}{exports.path_of(article)}",
        ),
        "total": total,
        "languages": len(counted[counts.LANGUAGE].articles),
        "timeline": timeline.of_list(found, counted[counts.YEAR], asked, address),
        "warnings": asked.warnings,
        "groups": facets.groups(counted, asked, address),
        "chips": chips,
        "heading": _heading(asked, chips),
        "concepts": facets.concept_chips(asked, address),
        "words": asked.meaning.query.text,
        "expands": asked.expands,
        "expand_link": str(address.without("expand")),
        "advice": None if total.articles else advice(asked, address),
        "clear": address.path,
        "without_filters": str(address.without(*facets.NAMED, *PERIOD, facets.UNDATED)),
        "sort": asked.sort,
        "sort_links": [
            (
                name,
                ORDERS[name],
                str(address.without("sort") if name == asked.sorts[0] else address.having("sort", name)),
            )
            for name in asked.sorts
        ],
        "ranked": RANKED,
        "per_page": asked.per_page,
        "per_page_links": [(size, str(address.having("per_page", str(size)))) for size in PAGE_SIZES],
        "before_link": page.before and str(address.having("before", page.before)),
        "after_link": page.after and str(address.having("after", page.after)),
        "period_fields": {name: shown(asked.data.get(name, "")) for name in PERIOD},
        "is_beyond": bool(asked.cursor and not page.articles),
        "is_later_page": bool(asked.cursor),
        "first_link": str(address),
        "is_front": bool(total.articles and not asked.pairs and not asked.cursor),
        "other_fields": address.without(*PERIOD).pairs,
        "other_fields_than_words": address.without("q", "expand").pairs,
        "forms": exports.links(address.pairs),
        "query_string": address.query,
        "site": site,
        "canonical": f"{site}{address}",
        "today": datetime.now(UTC).date(),
    }
    return render(request, "articles/list.html", context)


@require_safe
@public_page
def facet(request: HttpRequest, name: str) -> HttpResponse:
    """All values of a filter, with their counts in the list that was asked for."""
    if name not in facets.NAMED:
        raise Http404
    asked = asked_of(request)
    address = facets.Address(tuple(asked.pairs), reverse("articles"))
    found = listing(asked.selection, asked.meaning).facets()[name]
    group, letters = facets.all_values(name, found, asked, address)
    context = {
        "group": group,
        "letters": letters,
        "heading": _heading(asked, facets.chips(asked, address)),
        "list_link": str(address),
        "query_string": address.query,
    }
    return render(request, "articles/facet.html", context)


def _heading(asked: ArticleFilter, chips: list[facets.Chip]) -> str:
    """What a list is of, for the window's title and for who hears the page."""
    words = [without_marks(asked.meaning.query.text)] if not asked.meaning.is_empty else []
    return " · ".join([*words, *(f"{chip.title}: {without_marks(chip.label)}" for chip in chips)])
