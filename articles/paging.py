"""Keyset paging: a page is a walk along the articles' positions, however deep it lies."""

from dataclasses import dataclass

from .models import Article
from .positions import BEYOND, FIRST_DATED
from .querysets import ArticleQuerySet

NEWEST, OLDEST = "newest", "oldest"

_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
_LONGEST = 13


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: behind this position, or, walking back, before it."""

    position: int
    is_back: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Articles in the order asked for, and the tokens of the pages around them, None at an end."""

    articles: list[Article]
    before: str | None
    after: str | None


def page(found: ArticleQuerySet, sort: str, size: int, cursor: Cursor | None) -> Page:
    """At most `size` articles, in two index walks at the most. The undated come last in both orders."""
    is_back = bool(cursor and cursor.is_back)
    articles = _walk(found, sort, is_back, cursor.position if cursor else None, size + 1)
    more = len(articles) > size
    articles = articles[:size]
    if is_back:
        articles.reverse()
    if not articles:
        return Page([], None, None)
    first, last = articles[0].position, articles[-1].position
    # What lies in the direction that was walked is known; the other is looked into.
    has_before = more if is_back else bool(cursor and _walk(found, sort, True, first, 1))
    has_after = bool(_walk(found, sort, False, last, 1)) if is_back else more
    return Page(articles, token(first) if has_before else None, token(last) if has_after else None)


def _walk(
    found: ArticleQuerySet, sort: str, is_back: bool, position: int | None, number: int
) -> list[Article]:
    """The next articles behind a position, or before it, nearest first."""
    articles: list[Article] = []
    for leg in _legs(found, sort, is_back):
        if position is not None and not leg.holds(position):
            continue
        articles += leg.take(position, number - len(articles))
        position = None
    return articles


def token(position: int) -> str:
    """A position as it stands in an address."""
    digits = ""
    while position:
        position, digit = divmod(position, len(_ALPHABET))
        digits = _ALPHABET[digit] + digits
    return digits or "0"


def position_of(text: str) -> int | None:
    """The position a token stands for; None if it is none that this archive gives."""
    if not text or len(text) > _LONGEST or any(character not in _ALPHABET for character in text):
        return None
    position = int(text, len(_ALPHABET))
    return position if position < BEYOND else None


@dataclass(frozen=True, slots=True)
class _Leg:
    """A stretch of positions from `first` on and below `end`, walked upwards or downwards."""

    found: ArticleQuerySet
    first: int
    end: int
    ascending: bool

    def holds(self, position: int) -> bool:
        return self.first <= position < self.end

    def take(self, position: int | None, number: int) -> list[Article]:
        found = self.found
        if self.first > 0:
            found = found.filter(position__gte=self.first)
        if self.end < BEYOND:
            found = found.filter(position__lt=self.end)
        if position is not None:
            found = found.filter(**{"position__gt" if self.ascending else "position__lt": position})
        return list(found.order_by("position" if self.ascending else "-position")[:number])


def _legs(found: ArticleQuerySet, sort: str, is_back: bool) -> list[_Leg]:
    """The stretches to walk, in order. Oldest first, the dated are walked before the undated."""
    if sort == NEWEST:
        return [_Leg(found, 0, BEYOND, ascending=is_back)]
    legs = [
        _Leg(found, FIRST_DATED, BEYOND, ascending=not is_back),
        _Leg(found, 0, FIRST_DATED, ascending=not is_back),
    ]
    return legs[::-1] if is_back else legs
