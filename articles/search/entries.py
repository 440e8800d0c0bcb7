"""What is read out of the index: spans of positions, and entries that match."""

from typing import NamedTuple

from ..positions import BEYOND


class Span(NamedTuple):
    """Positions from `first` on and below `end`; of those only what is dated to a period that ends
    behind the position `until`."""

    first: int = 0
    end: int = BEYOND
    until: int | None = None


class Candidate(NamedTuple):
    """A match with what is counted of it, and what ranking looks at: terms with a space between them."""

    position: int
    language: str
    year: int
    facets: str
    title: str
    byline: str
    body: str
    until: int = 0


FACETS_ONLY = "i.position, i.language, i.year, i.facets, '', '', '', i.until"
WITH_TEXT = "i.position, i.language, i.year, i.facets, i.title, i.byline, i.body, i.until"
