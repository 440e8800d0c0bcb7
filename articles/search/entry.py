"""What the index holds of one article: its terms part by part, within what both databases can hold."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

from .analysis import LONGEST_WORD, is_dense, solid, terms_of, words_and_terms

# PostgreSQL knows no position behind 16,383 and no more than 255 of one term; beyond either it drops
# them silently, so both databases are given no more.
MOST_TERMS = 16_000
MOST_OF_ONE_TERM = 255

# A tsvector holds a megabyte: its terms in UTF-8 and two numbers for each, the facets included.
MOST_BYTES = 900_000

# No name needs as many characters of terms; in a script without spaces there are two terms a letter.
MOST_OF_A_NAME = 1_000

# As much of a text as usually gives so many terms is looked at first; in characters with the space.
LETTERS_A_WORD = 10

# What stands where one of too many was, so that the others keep their places. No term has a colon.
GAP = ":"


# Words are looked up by their form if it is of this length; in characters.
SHORTEST_FORM, LONGEST_FORM = 3, 64

_HAS_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Analysed:
    """The words of a text as they are written, and of each its term."""

    words: list[str]
    terms: list[str]


def stored_terms(name: str, language: str) -> str:
    """The terms of a name as a row keeps them."""
    return " ".join(terms_of(name, language))[:MOST_OF_A_NAME]


def analysed(texts: Iterable[str], language: str) -> list[Analysed]:
    """The parts of an article, as much of them as an entry has room for."""
    room, space = MOST_TERMS, MOST_BYTES
    parts = []
    for text in texts:
        words, terms = words_and_terms(text[: room * LETTERS_A_WORD], language)
        if len(terms) <= room and len(text) > room * LETTERS_A_WORD:
            words, terms = words_and_terms(text[: room * LONGEST_WORD], language)
        words, terms = words[:room], terms[:room]
        if len(" ".join(terms).encode()) > space:
            fit = _fitting(terms, space)
            words, terms = words[:fit], terms[:fit]
        parts.append(Analysed(words, terms))
        room -= len(terms)
        space -= len(" ".join(terms).encode())
    return parts


def columns(parts: Sequence[Analysed]) -> list[str]:
    """The terms of each part with a space between them."""
    number = Counter(chain.from_iterable(part.terms for part in parts))
    if not number or max(number.values()) <= MOST_OF_ONE_TERM:
        return [" ".join(part.terms) for part in parts]
    seen: Counter[str] = Counter()
    return [" ".join(_bounded(part.terms, seen)) for part in parts]


def word_forms(found: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str, str], str]:
    """Words that can be looked up by their folded form, {(form, language, term): as it is written}, from
    (word, language, term). No numbers, and no words of a script without spaces."""
    forms: dict[tuple[str, str, str], str] = {}
    for word, language, term in sorted(found):
        if len(term) > LONGEST_FORM or is_dense(word) or _HAS_DIGIT.search(word):
            continue
        key = form, _, _ = solid(word), language, term
        # "elections" and "election's" are one form: the one without a sign in it is shown.
        if SHORTEST_FORM <= len(form) <= LONGEST_FORM and (key not in forms or word.isalpha()):
            forms[key] = word.casefold()[:LONGEST_FORM]
    return forms


def _fitting(terms: Iterable[str], space: int) -> int:
    """How many of the terms, from the first on, are no more bytes than that."""
    sizes = accumulate(len(term.encode()) + 1 for term in terms)
    return sum(size <= space for size in sizes)


def _bounded(terms: Iterable[str], seen: Counter[str]) -> Iterator[str]:
    for term in terms:
        seen[term] += 1
        yield term if seen[term] <= MOST_OF_ONE_TERM else GAP
