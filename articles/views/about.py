"""What the archive says of itself."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import counts, help
from ..search.matches import RANKED
from ..search.query import MOST_WORDS, SHORTEST_PREFIX
from .common import public_page


@require_safe
@public_page
def help_page(request: HttpRequest) -> HttpResponse:
    """How to search."""
    context = {
        "examples": help.BY_LANGUAGE,
        "examples_beside": help.BESIDE,
        "signs": help.SIGNS,
        "ranked": RANKED,
        "cap": counts.CAP,
        "words": MOST_WORDS,
        "beginning": SHORTEST_PREFIX,
    }
    return render(request, "articles/help.html", context)


@require_safe
@public_page
def about(request: HttpRequest) -> HttpResponse:
    """What this is, and how to ask for a withdrawal."""
    return render(request, "articles/about.html", {"contact": settings.CONTACT})
