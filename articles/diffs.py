"""What differs between two texts: paragraph by paragraph, and inside a changed paragraph word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from .search.analysis import is_dense

# So many paragraphs are compared, and word by word one of so many words; what is beyond is shown as changed
# whole, and so is the rest when a page has compared so many words with others.
MOST_PARAGRAPHS = 2_000
MOST_WORDS = 1_500
MOST_COMPARISONS = 2_000_000

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


@dataclass
class Room:
    """How many comparisons of two words a page may still make."""

    left: int = MOST_COMPARISONS

    def has(self, number: int) -> bool:
        self.left -= number
        return self.left >= 0


def changes(before: Sequence[str], after: Sequence[str], room: Room | None = None) -> list[Change]:
    """From one text to the other, both in paragraphs; empty if nothing differs. Changes that are shown on one
    page share the room."""
    if before == after:
        return []
    before, after = _cut(before), _cut(after)
    room = room or Room()
    found = []
    for kind, one, one_end, other, other_end in SequenceMatcher(None, before, after).get_opcodes():
        if kind == "equal":
            found.append(Change(same=one_end - one))
            continue
        for out, put in zip_longest(before[one:one_end], after[other:other_end], fillvalue=""):
            words, others = _tokens(out), _tokens(put)
            found += _of_a_paragraph(out, put, words, others, is_compared=room.has(len(words) * len(others)))
    return found


def _cut(paragraphs: Sequence[str]) -> list[str]:
    """What is behind the last paragraph that is compared is one with it."""
    head, rest = paragraphs[: MOST_PARAGRAPHS - 1], paragraphs[MOST_PARAGRAPHS - 1 :]
    return [*head, " ".join(rest)] if rest else list(head)


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
