"""How well an article answers a query: a score of our own, from the stored terms.

bm25() of SQLite and ts_rank of PostgreSQL never agree, so neither is asked. Shaped like BM25 (Robertson
and Zaragoza, 2009): a word counts for more in the headline, for less with each time it is repeated, and
for less in a long text; whatever the archive holds besides, so that the order is the same everywhere.
"""

from collections.abc import Iterable

from .entries import Candidate
from .expression import BYLINE, TAG, TITLE, Phrase
from .meaning import Meaning, Operand

# What a word in the headline or the byline is worth beside all that it can be worth in the text, 1.
IN_TITLE = 2.0
IN_BYLINE = 0.5

# A word said so often in a text of usual length, in characters of its terms, is worth 1/2 there.
HALF_WAY = 1.5
USUAL_LENGTH = 2_600
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
        text = _Text(candidate)
        total = 0.0
        before: list[str] = []
        for group in self._groups:
            here: list[str] = []
            for needles in group:
                worth, found = needles.worth(text)
                total += worth
                here += found
            if before and here:
                total += _together(before, here, text)
            before = here
        return max(1, round(total * SCALE))


class _Text:
    """An entry with a space on either side of each part, so that a term is " term "."""

    __slots__ = ("body", "byline", "facets", "language", "length", "title")

    def __init__(self, candidate: Candidate):
        self.language = candidate.language
        self.facets = f" {candidate.facets} "
        self.title = f" {candidate.title} "
        self.byline = f" {candidate.byline} "
        self.body = f" {candidate.body} "
        # How long the text is, against a usual one; the half of it counts.
        self.length = 1 - LENGTH_COUNTS + LENGTH_COUNTS * len(self.body) / USUAL_LENGTH


class _Needles:
    """What an operand looks like in the stored text, by the language of the article."""

    def __init__(self, operand: Operand):
        self._operand = operand
        self._words = list(map(_Needles, operand.words))
        self._tags = [f" {facet.term} " for facet in operand.facets if facet.name == TAG]
        self._typed: dict[str, list[str]] = {}
        self._named: dict[str, list[str]] = {}
        self._common_names = [_needle(name) for name in operand.names if not name.languages]

    def worth(self, text: _Text) -> tuple[float, list[str]]:
        """What the operand is worth in an article, and what of it stands there."""
        operand, language = self._operand, text.language
        if language not in self._typed:
            self._learn(language)
        typed = _Found(self._typed[language], text)
        named = _Found(self._named[language], text)
        if not typed.needles and not named.needles:
            named = _Found(self._common_names, text)
        found = typed.needles + named.needles
        worth = typed.worth(named, text, operand.typed.part) if found else 0.0
        if typed.needles:
            is_spoken = not operand.spoken or language in operand.spoken
            return worth + (AS_TYPED if is_spoken else AS_TYPED_ELSEWHERE), found
        apart = [word.worth(text) for word in self._words]
        if apart and all(needles for _, needles in apart):
            return worth + APART * min(one for one, _ in apart), found
        return worth or (TAGGED if any(tag in text.facets for tag in self._tags) else 0.0), found

    def _learn(self, language: str) -> None:
        # An article holds its words by the rules of its own language; where that has none for the word,
        # as it was typed.
        phrases = self._operand.phrases
        own = [one for one in phrases if language in one.languages]
        typed = [one for one in phrases if not one.languages and (not own or one.is_prefix)] + own
        self._typed[language] = list(map(_needle, typed))
        named = dict.fromkeys(map(_needle, self._operand.names_in(language)))
        self._named[language] = [needle for needle in named if needle not in self._typed[language]]


class _Found:
    """Which of some needles stand in a text, and how often: in its body each time counts."""

    def __init__(self, needles: Iterable[str], text: _Text):
        self.needles: list[str] = []
        self.in_body = 0
        self.in_title = self.in_byline = False
        for needle in needles:
            # Two of a word beside each other share a space and count once: repetition is worth little.
            in_body = text.body.count(needle)
            in_title, in_byline = needle in text.title, needle in text.byline
            if in_body or in_title or in_byline:
                self.needles.append(needle)
                self.in_body += in_body
                self.in_title = self.in_title or in_title
                self.in_byline = self.in_byline or in_byline

    def worth(self, other: "_Found", text: _Text, part: str | None) -> float:
        """What these and others of the same operand are worth together."""
        worth = 0.0
        if part != BYLINE and (self.in_title or other.in_title):
            worth += IN_TITLE
        if part != TITLE and (self.in_byline or other.in_byline):
            worth += IN_BYLINE
        if part is None and (number := self.in_body + other.in_body):
            worth += number / (number + HALF_WAY * text.length)
        return worth


def _needle(phrase: Phrase) -> str:
    return f" {' '.join(phrase.terms)}{'' if phrase.is_prefix else ' '}"


def _together(before: Iterable[str], here: Iterable[str], text: _Text) -> float:
    """What it is worth that two operands stand beside each other."""
    joined = [first + second[1:] for first in before if first.endswith(" ") for second in here]
    return TOGETHER_IN_TITLE * any(one in text.title for one in joined) + TOGETHER_IN_BODY * any(
        one in text.body for one in joined
    )
