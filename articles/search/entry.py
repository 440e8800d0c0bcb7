"""What the index holds of one article: its terms part by part, within what both databases can hold."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .analysis import Term, analyse

# PostgreSQL knows no position behind 16,383 and no more than 255 of one term; beyond either it drops
# them silently, so both databases are given no more.
MOST_TERMS = 16_000
MOST_OF_ONE_TERM = 255

# What stands where one of too many was, so that the others keep their places. No term has a colon.
GAP = ":"


@dataclass(frozen=True, slots=True)
class Analysed:
    """A text and its terms."""

    text: str
    terms: tuple[Term, ...]

    @classmethod
    def of(cls, text: str, language: str) -> "Analysed":
        return cls(text, tuple(analyse(text, language)))


def columns(parts: Sequence[Analysed]) -> list[str]:
    """The terms of each part with a space between them. What is too much is left out of the last."""
    seen: Counter[str] = Counter()
    room = MOST_TERMS
    found = []
    for part in parts:
        found.append(" ".join(_bounded(part.terms[:room], seen)))
        room -= min(room, len(part.terms))
    return found


def _bounded(terms: Iterable[Term], seen: Counter[str]) -> Iterator[str]:
    for term in terms:
        seen[term.text] += 1
        yield term.text if seen[term.text] <= MOST_OF_ONE_TERM else GAP
