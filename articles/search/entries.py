"""What is read out of the index: spans of positions, and entries that match."""

import json
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
    article: int
    language: str
    source: int
    year: int
    tags: list[int]
    title: str
    byline: str
    body: str


FACETS_ONLY = "i.position, i.article_id, i.language, i.source, i.year, i.tags, '', '', ''"
WITH_TEXT = "i.position, i.article_id, i.language, i.source, i.year, i.tags, i.title, i.byline, i.body"


def candidate(row: tuple) -> Candidate:
    """A row of these columns; SQLite keeps JSON as text."""
    tags = row[5]
    return Candidate(*row[:5], json.loads(tags) if isinstance(tags, str) else tags, *row[6:])
