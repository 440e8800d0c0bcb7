"""What programs read: lists and articles in their forms."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from .. import cards, exports, facets
from ..listing import listing
from .common import asked_of, public_page


@require_safe
@public_page
def article_list_json(request: HttpRequest) -> HttpResponse:
    """The same list for programs."""
    asked = asked_of(request)
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
