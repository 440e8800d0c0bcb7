"""What differs between two texts: paragraph by paragraph, and inside a changed paragraph word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from .search.analysis import is_dense

# So many paragraphs are compared, and word by word one of so many words and so many words in all; what is
# beyond is shown as changed whole. This bounds the work, which grows with the square, as difflib does by
# not looking for what stands everywhere.
MOST_PARAGRAPHS = 2_000
MOST_WORDS = 1_500
MOST_WORDS_IN_ALL = 40_000

# Two paragraphs with less in common than this, 0 to 1, are not one that was changed.
CHANGED = 0.3

_TOKEN = re.compile(r"\s+|[^\W_]+|[\W_]")

# A letter with the marks above and below it.
_LETTER = re.compile(
    r"\s+|.[\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece]*", re.S
)


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    is_out: bool = False
    is_in: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A paragraph in pieces, or how many beside each other are the same in both texts."""

    pieces: tuple[Piece, ...] = ()
    same: int = 0


def changes(before: Sequence[str], after: Sequence[str]) -> list[Change]:
    """From one text to the other, both in paragraphs; empty if nothing differs."""
    before, after = before[:MOST_PARAGRAPHS], after[:MOST_PARAGRAPHS]
    if before == after:
        return []
    found = []
    room = MOST_WORDS_IN_ALL
    for kind, one, one_end, other, other_end in SequenceMatcher(None, before, after).get_opcodes():
        if kind == "equal":
            found.append(Change(same=one_end - one))
            continue
        for out, put in zip_longest(before[one:one_end], after[other:other_end], fillvalue=""):
            words, others = _tokens(out), _tokens(put)
            room -= len(words) + len(others)
            found += _of_a_paragraph(out, put, words, others, is_compared=room >= 0)
    return found


def _of_a_paragraph(
    before: str, after: str, one: Sequence[str], other: Sequence[str], *, is_compared: bool
) -> Iterator[Change]:
    matcher = SequenceMatcher(None, one, other)
    if (
        not (is_compared and one and other)
        or max(len(one), len(other)) > MOST_WORDS
        or matcher.quick_ratio() < CHANGED
        or matcher.ratio() < CHANGED
    ):
        yield from (Change((piece,)) for piece in _replaced(before, after))
        return
    yield Change(tuple(_woven(one, other, matcher)))


def _woven(one: Sequence[str], other: Sequence[str], matcher: SequenceMatcher) -> Iterator[Piece]:
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("".join(one[start:end]))
        else:
            yield from _replaced("".join(one[start:end]), "".join(other[other_start:other_end]))


def _replaced(before: str, after: str) -> Iterator[Piece]:
    if before:
        yield Piece(before, is_out=True)
    if after:
        yield Piece(after, is_in=True)


def _tokens(text: str) -> list[str]:
    return (_LETTER if is_dense(text) else _TOKEN).findall(text)
