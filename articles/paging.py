"""Keyset paging: a page is a walk along the articles' positions, however deep it lies."""

from dataclasses import dataclass
from typing import NamedTuple, Protocol

from .models import Article
from .positions import BEYOND, FIRST_DATED

NEWEST, OLDEST = "newest", "oldest"

_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
_LONGEST = 13


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: behind this position, or, walking back, before it. In a list by score, which
    goes before the position, 0 is what was not ranked."""

    position: int
    is_back: bool = False
    score: int = 0


class Walkable(Protocol):
    """Articles that stand in the order of their positions."""

    def walk(self, first: int, end: int, *, ascending: bool, number: int) -> list[Article]:
        """The next articles from the position `first` on and below `end`, from either side."""


@dataclass(frozen=True, slots=True)
class Page:
    """Articles in the order asked for, and the tokens of the pages around them, None at an end."""

    articles: list[Article]
    before: str | None
    after: str | None


class Neighbours(NamedTuple):
    """The articles before and behind one in a list, None at an end."""

    before: Article | None
    after: Article | None


def page(found: Walkable, sort: str, size: int, cursor: Cursor | None) -> Page:
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


def neighbours(found: Walkable, sort: str, position: int) -> Neighbours:
    """The articles before and behind a place of a list in the order of positions."""
    before, after = (_walk(found, sort, is_back, position, 1) for is_back in (True, False))
    return Neighbours(next(iter(before), None), next(iter(after), None))


def _walk(found: Walkable, sort: str, is_back: bool, position: int | None, number: int) -> list[Article]:
    """The next articles behind a position, or before it, nearest first."""
    articles: list[Article] = []
    for leg in _legs(found, sort, is_back):
        if position is not None and not leg.holds(position):
            continue
        articles += leg.take(position, number - len(articles))
        position = None
    return articles


def token(position: int, score: int = 0) -> str:
    """A place in a list as it stands in an address."""
    return f"{_digits(score)}.{_digits(position)}" if score else _digits(position)


def cursor_of(text: str, *, is_back: bool = False) -> Cursor | None:
    """The place a token stands for; None if it is none that this archive gives."""
    before, dot, after = text.rpartition(".")
    position, score = _number(after), _number(before) if dot else 0
    return None if position is None or score is None else Cursor(position, is_back, score)


def _digits(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, len(_ALPHABET))
        digits = _ALPHABET[digit] + digits
    return digits or "0"


def _number(text: str) -> int | None:
    if not text or len(text) > _LONGEST or any(character not in _ALPHABET for character in text):
        return None
    number = int(text, len(_ALPHABET))
    return number if number < BEYOND else None


@dataclass(frozen=True, slots=True)
class _Leg:
    """A stretch of positions from `first` on and below `end`, walked upwards or downwards."""

    found: Walkable
    first: int
    end: int
    ascending: bool

    def holds(self, position: int) -> bool:
        return self.first <= position < self.end

    def take(self, position: int | None, number: int) -> list[Article]:
        first, end = self.first, self.end
        if position is not None and self.ascending:
            first = position + 1
        elif position is not None:
            end = position
        return self.found.walk(first, end, ascending=self.ascending, number=number)


def _legs(found: Walkable, sort: str, is_back: bool) -> list[_Leg]:
    """The stretches to walk, in order. Oldest first, the dated are walked before the undated."""
    if sort == NEWEST:
        return [_Leg(found, 0, BEYOND, ascending=is_back)]
    legs = [
        _Leg(found, FIRST_DATED, BEYOND, ascending=not is_back),
        _Leg(found, 0, FIRST_DATED, ascending=not is_back),
    ]
    return legs[::-1] if is_back else legs
