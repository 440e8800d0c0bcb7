"""A list of the archive, with words or without: how many articles, of what, and a page of them."""

from typing import Protocol

from . import counts, paging
from .counts import Facet, Total
from .models import Article
from .paging import Cursor, Neighbours, Page
from .querysets import Selection
from .search import matches
from .search.matches import BEST, Matches
from .search.meaning import Meaning


class Listing(Protocol):
    def total(self) -> Total: ...

    def facets(self) -> dict[str, Facet]:
        """The counts of every value of every dimension, each as if none of its own values were selected."""

    def months(self, year: int) -> Facet:
        """The counts of a year's months, 1 to 12 and counts.YEAR_ONLY, as if no time were selected."""

    def page(self, sort: str, size: int, cursor: Cursor | None) -> Page: ...

    def neighbours(self, sort: str, position: int) -> Neighbours:
        """The articles before and behind the one that stands at a position."""


def listing(selection: Selection, meaning: Meaning, sort: str = paging.NEWEST) -> Listing:
    """What a reader asked to see. Words are looked up in the search index; without them the rows
    themselves are walked, and most counts are stored."""
    if meaning.is_empty:
        return Everything(selection)
    return Matches(selection, meaning, is_ranked=sort == BEST)


class Everything:
    """What a selection leaves."""

    def __init__(self, selection: Selection):
        self._selection = selection

    def total(self) -> Total:
        return counts.total(self._selection)

    def facets(self) -> dict[str, Facet]:
        return counts.facets(self._selection)

    def months(self, year: int) -> Facet:
        return counts.months(self._selection, year) or matches.months(self._selection, year)

    def page(self, sort: str, size: int, cursor: Cursor | None) -> Page:
        found = Article.objects.published().selected(self._selection).with_related()
        return paging.page(found, sort, size, cursor)

    def neighbours(self, sort: str, position: int) -> Neighbours:
        found = Article.objects.published().selected(self._selection).select_related("source", "language")
        return paging.neighbours(found, sort, position)
