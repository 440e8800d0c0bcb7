"""The archive as a list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from .. import cards, facets
from ..filters import PAGE_SIZES
from ..folding import shown
from ..listing import listing
from ..search.matches import RANKED
from ..ways_out import advice
from .common import asked_of, public_page


@require_safe
@public_page
def article_list(request: HttpRequest) -> HttpResponse:
    """The archive: filters with counts, and a page of what they leave. Its cost does not grow with
    the archive: counts are stored or capped, and the page is a walk of an index."""
    asked = asked_of(request)
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
