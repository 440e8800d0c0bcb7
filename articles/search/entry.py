"""What the index holds of one article: its terms part by part, within what both databases can hold."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from .analysis import Term, analyse, is_dense

# PostgreSQL knows no position behind 16,383 and no more than 255 of one term; beyond either it drops
# them silently, so both databases are given no more.
MOST_TERMS = 16_000
MOST_OF_ONE_TERM = 255

# What stands where one of too many was, so that the others keep their places. No term has a colon.
GAP = ":"


# No word that is looked up by its form is longer; in characters.
LONGEST_FORM = 64

_HAS_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Analysed:
    """A text and its terms."""

    text: str
    terms: tuple[Term, ...]


def analysed(texts: Iterable[str], language: str) -> list[Analysed]:
    """The parts of an article, each with its terms, as many as an entry has room for."""
    room = MOST_TERMS
    parts = []
    for text in texts:
        parts.append(Analysed(text, tuple(islice(analyse(text, language), room))))
        room -= len(parts[-1].terms)
    return parts


def columns(parts: Iterable[Analysed]) -> list[str]:
    """The terms of each part with a space between them."""
    seen: Counter[str] = Counter()
    return [" ".join(_bounded(part.terms, seen)) for part in parts]


def written_forms(parts: Iterable[Analysed], language: str) -> set[tuple[str, str, str]]:
    """The words of the parts in small letters, each with the language and its term; no numbers, and
    none of a script without spaces."""
    words = {
        (part.text[term.start : term.end], term.text)
        for part in parts
        for term in part.terms
        if len(term.text) <= LONGEST_FORM
    }
    return {
        (word.casefold()[:LONGEST_FORM], language, term)
        for word, term in words
        if not (is_dense(word) or _HAS_DIGIT.search(word))
    }


def _bounded(terms: Iterable[Term], seen: Counter[str]) -> Iterator[str]:
    for term in terms:
        seen[term.text] += 1
        yield term.text if seen[term.text] <= MOST_OF_ONE_TERM else GAP
