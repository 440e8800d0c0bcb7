"""How well an article answers a query: a score of our own, from the stored terms.

bm25() of SQLite and ts_rank of PostgreSQL never agree, so neither is asked. Shaped like BM25 (Robertson
and Zaragoza, 2009): a word counts for more in the headline, for less with each time it is repeated, and
for less in a long text; whatever the archive holds besides, so that the order is the same everywhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from .entries import Candidate
from .expression import BYLINE, TAG, TITLE, Phrase
from .meaning import Meaning, Operand

# What a word in the headline or the byline is worth beside all that it can be worth in the text, 1.
IN_TITLE = 2.0
IN_BYLINE = 0.5

# A word said so often in a text of usual length, in terms, is worth 1/2 there.
HALF_WAY = 1.5
USUAL_LENGTH = 400
LENGTH_COUNTS = 0.5

# Words that stand beside each other as they were typed.
TOGETHER_IN_TITLE = 1.5
TOGETHER_IN_BODY = 0.75

# What was typed itself, in any of its forms, before all other names of the same thing.
AS_TYPED = 4.0

# The same in another language than those that write the word just so.
AS_TYPED_ELSEWHERE = 2.0

# The words of a name that do not stand together, of the least of them.
APART = 0.5

# An article that has the tag, but none of its names.
TAGGED = 0.25

# Scores are whole numbers, so that they are equal when they look equal, and can stand in an address.
SCALE = 1_000_000


class Ranking:
    """Scores the candidates of one query."""

    def __init__(self, meaning: Meaning):
        self._groups = [[_Needles(operand) for operand in group] for group in meaning.groups]

    def score(self, candidate: Candidate) -> int:
        """How well an article answers, from 1 on."""
        text = _Padded(f" {candidate.title} ", f" {candidate.byline} ", f" {candidate.body} ")
        usual = 1 - LENGTH_COUNTS + LENGTH_COUNTS * text.body.count(" ") / USUAL_LENGTH
        total = 0.0
        before: list[str] = []
        for group in self._groups:
            here: list[str] = []
            for needles in group:
                worth, found = needles.worth(candidate, text, usual)
                total += worth
                here += found
            total += _together(before, here, text)
            before = here
        return max(1, round(total * SCALE))


@dataclass(frozen=True, slots=True)
class _Padded:
    """The parts of an entry with a space on either side, so that a term is " term "."""

    title: str
    byline: str
    body: str

    def holds(self, needle: str) -> bool:
        return needle in self.body or needle in self.title or needle in self.byline


class _Needles:
    """What an operand looks like in the stored text, by the language of the article."""

    def __init__(self, operand: Operand):
        self._operand = operand
        self._words = list(map(_Needles, operand.words))
        self._tags = {facet.value for facet in operand.facets if facet.name == TAG}
        self._typed: dict[str, list[str]] = {}
        self._named: dict[str, list[str]] = {}
        self._all_names = list(map(_needle, operand.names))

    def worth(self, candidate: Candidate, text: "_Padded", usual: float) -> tuple[float, list[str]]:
        """What the operand is worth in an article, and what of it stands there."""
        language = candidate.language
        typed = self.as_typed(language, text)
        found = typed + self.by_name(language, text, is_sought=not typed)
        worth = _worth(found, text, usual, self._operand.part) if found else 0.0
        if typed:
            spoken = self._operand.spoken
            return worth + (AS_TYPED if not spoken or language in spoken else AS_TYPED_ELSEWHERE), found
        words = [word.worth(candidate, text, usual) for word in self._words]
        if words and all(needles for _, needles in words):
            return worth + APART * min(one for one, _ in words), found
        return worth or (TAGGED if self._tags.intersection(candidate.tags) else 0.0), found

    def as_typed(self, language: str, text: _Padded) -> list[str]:
        """Those of what was typed that stand in a text."""
        if language not in self._typed:
            self._typed[language] = [
                _needle(phrase)
                for phrase in self._operand.phrases
                if not phrase.languages or language in phrase.languages
            ]
        return list(filter(text.holds, self._typed[language]))

    def by_name(self, language: str, text: _Padded, is_sought: bool) -> list[str]:
        """Those of the concept's names in the article's language that stand in a text; if none does and
        one `is_sought`, the first of all names that does."""
        if language not in self._named:
            own = dict.fromkeys(map(_needle, self._operand.names_in(language)))
            self._named[language] = [needle for needle in own if needle not in self._typed[language]]
        found = list(filter(text.holds, self._named[language]))
        if found or not is_sought:
            return found
        return list(islice(filter(text.holds, self._all_names), 1))


def _needle(phrase: Phrase) -> str:
    return f" {' '.join(phrase.terms)}{'' if phrase.is_prefix else ' '}"


def _worth(needles: Sequence[str], text: _Padded, usual: float, part: str | None) -> float:
    """What the occurrences of one operand are worth."""
    worth = 0.0
    if part != BYLINE and any(needle in text.title for needle in needles):
        worth += IN_TITLE
    if part != TITLE and any(needle in text.byline for needle in needles):
        worth += IN_BYLINE
    if part is None:
        # Two of a word beside each other share a space and count once: repetition is worth little anyway.
        number = sum(text.body.count(needle) for needle in needles)
        worth += number / (number + HALF_WAY * usual)
    return worth


def _together(before: Iterable[str], here: Iterable[str], text: _Padded) -> float:
    """What it is worth that two operands stand beside each other."""
    joined = [first + second[1:] for first in before if first.endswith(" ") for second in here]
    return TOGETHER_IN_TITLE * any(one in text.title for one in joined) + TOGETHER_IN_BODY * any(
        one in text.body for one in joined
    )
