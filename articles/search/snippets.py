"""Where a query's words stand in an original text: the pieces to mark, and what to show of it.

The text is analysed again, so a mark begins and ends where the words do, in every script. Nothing here
is HTML: the pieces are escaped one by one where they are shown.
"""

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .analysis import terms_and_places
from .expression import BODY, Phrase
from .meaning import Meaning

# What is shown around matches, in characters: a line or three.
SHOWN = 240
BEFORE = 60

# A text is looked at so far: the first matches of a very long one are far in front of that.
LOOKED_AT = 200_000

ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; `number`, from 1, counts the matches, 0 is what stands between them."""

    text: str
    number: int = 0

    @property
    def is_match(self) -> bool:
        return self.number > 0


def around(text: str, start: int, end: int) -> list[Piece]:
    """The stretch of a text around one place in it, in pieces."""
    first, last = _window(text, [(start, end)])
    pieces = [Piece(text[first:start]), Piece(text[start:end], 1), Piece(text[end:last])]
    return _continued([piece for piece in pieces if piece.text], text, first, last)


class Marker:
    """Finds what a query asks for in texts of one language."""

    def __init__(self, meaning: Meaning, language: str):
        self._language = language
        self._by_first: dict[str, list[Phrase]] = {}
        self._beginnings: list[Phrase] = []
        for operand in meaning.operands:
            apart = (phrase for word in operand.words for phrase in word.phrases)
            for phrase in (*operand.phrases, *operand.names, *apart):
                if phrase.languages and language not in phrase.languages:
                    continue
                if len(phrase.terms) == 1 and phrase.is_prefix:
                    self._beginnings.append(phrase)
                else:
                    self._by_first.setdefault(phrase.terms[0], []).append(phrase)
        self.matches = 0

    def marked(self, text: str, part: str = BODY) -> list[Piece]:
        """A whole text in pieces. Matches are numbered on from those of the texts before."""
        return list(self._pieces(text, _merged(self._spans(text[:LOOKED_AT], part))))

    def excerpt(self, text: str) -> list[Piece]:
        """The stretch of a text that holds the most, in pieces; its beginning if there is no match."""
        spans = _merged(self._spans(text[:LOOKED_AT], BODY))
        start, end = _window(text, spans)
        inside = [(max(first, start) - start, last - start) for first, last in spans if start <= first < end]
        shown = text[start:end]
        pieces = list(self._pieces(shown, [(first, min(last, len(shown))) for first, last in inside]))
        return _continued(pieces, text, start, end)

    def _pieces(self, text: str, spans: Iterable[tuple[int, int]]) -> Iterator[Piece]:
        at = 0
        for start, end in spans:
            if start > at:
                yield Piece(text[at:start])
            self.matches += 1
            yield Piece(text[start:end], self.matches)
            at = end
        if at < len(text):
            yield Piece(text[at:])

    def _spans(self, text: str, part: str) -> Iterator[tuple[int, int]]:
        if not self._by_first and not self._beginnings:
            return
        terms, places = terms_and_places(text, self._language)
        for at, term in enumerate(terms):
            for phrase in self._by_first.get(term, ()):
                if phrase.part in (None, part) and _stands_at(phrase, terms, at):
                    yield places[at][0], places[at + len(phrase.terms) - 1][1]
            for phrase in self._beginnings:
                if phrase.part in (None, part) and term.startswith(phrase.terms[0]):
                    yield places[at]


def _continued(pieces: Sequence[Piece], text: str, start: int, end: int) -> list[Piece]:
    """With a sign on each side where the text goes on."""
    before = [Piece(ELLIPSIS)] if start else []
    return [*before, *pieces, *([Piece(ELLIPSIS)] if end < len(text) else [])]


def _stands_at(phrase: Phrase, terms: Sequence[str], at: int) -> bool:
    found = terms[at : at + len(phrase.terms)]
    if len(found) < len(phrase.terms):
        return False
    if phrase.is_prefix:
        return found[:-1] == list(phrase.terms[:-1]) and found[-1].startswith(phrase.terms[-1])
    return found == list(phrase.terms)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that meet as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _window(text: str, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Where to begin and end: around the matches that lie closest together, at the ends of words."""
    if len(text) <= SHOWN:
        return 0, len(text)
    starts = [start for start, _ in spans]
    best = max(
        spans,
        key=lambda span: (
            bisect_left(starts, span[0] + SHOWN - BEFORE) - bisect_left(starts, span[0]),
            -span[0],
        ),
        default=(0, 0),
    )
    start = max(0, min(best[0] - BEFORE, len(text) - SHOWN))
    end = min(len(text), start + SHOWN)
    return _word_start(text, start, best[0]), _word_end(text, end, max(best[1], end - BEFORE))


def _word_start(text: str, at: int, limit: int) -> int:
    """The first place from `at` on, up to `limit`, where a word begins; `at` where no spaces are written."""
    if at == 0:
        return 0
    space = text.find(" ", at, limit)
    return _cluster_start(text, at) if space < 0 else space + 1


def _word_end(text: str, at: int, limit: int) -> int:
    if at == len(text):
        return at
    space = text.rfind(" ", limit, at)
    return _cluster_start(text, at) if space < 0 else space


def _cluster_start(text: str, at: int) -> int:
    """The place, or the first behind it, that does not part a letter from its marks."""
    while at < len(text) and unicodedata.category(text[at])[0] == "M":
        at += 1
    return at
