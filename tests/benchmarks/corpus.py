"""A seeded synthetic corpus, streamed: articles of about 4.6 kB in five languages and four scripts, of
fifteen years and eight sources, about sixty concepts. Row n is the same in a corpus of any size."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from articles.concepts import StartingConcept, starting_concepts
from articles.dates import Precision, StatedDate
from articles.enrichment import PARAGRAPH_BREAK

from .words import SOUNDS, Vocabulary, vocabulary

LANGUAGES = tuple(sorted(SOUNDS))
SOURCES = ("Amber", "Birch", "Cedar", "Delta", "Ember", "Fjord", "Grove", "Harbour")

# UTF-8 bytes of a body, on the average; half of all are between 0.7 and 1.4 times as long.
USUAL_BYTES = 4_450
SPREAD = 0.5

FIRST_DAY = datetime(2010, 1, 1, tzinfo=UTC)
YEARS = range(2010, 2025)
SECONDS = int((datetime(YEARS.stop, 1, 1, tzinfo=UTC) - FIRST_DAY).total_seconds())
UNDATED = 0.1
PRECISIONS = (Precision.TIME, Precision.DAY, Precision.MONTH, Precision.YEAR)
PRECISION_WEIGHTS = (70, 27, 2, 1)

CONCEPTS = 60
# How many of them an article has: weights of none, one, two and three.
CONCEPT_NUMBERS = (20, 40, 25, 15)
# The most frequent is that of three articles in ten, the rarest of one in five hundred.
CONCEPT_SLOPE = 1.4
MOST_MENTIONS = 4

AUTHORS = 150
WITH_AUTHOR = 0.7


@dataclass(frozen=True, slots=True)
class Row:
    """An article: what a dump would say of it. `concepts` are places in concepts()."""

    number: int
    language: str
    source: str
    published: StatedDate | None
    title: str
    byline: str | None
    body: str
    concepts: tuple[int, ...]


def rows(size: int, seed: int = 0) -> Iterator[Row]:
    """The first articles of the corpus. Their dates are in no order, as those of many dumps would be."""
    for number in range(size):
        yield _row(number, random.Random(f"{seed}:{number}"))  # noqa: S311


@cache
def concepts() -> tuple[StartingConcept, ...]:
    """The concepts that articles are about, the most frequent first: some of those the archive starts
    with, countries, persons, bodies and topics, that have names in all languages of the corpus."""
    known = [one for one in starting_concepts() if set(LANGUAGES) <= {name.language for name in one.names}]
    return tuple(random.Random("concepts").sample(sorted(known, key=lambda one: one.name), CONCEPTS))  # noqa: S311


def names(place: int, language: str) -> Sequence[str]:
    """What a concept is called in a language."""
    return [name.text for name in concepts()[place].names if name.language == language]


def _row(number: int, chance: random.Random) -> Row:
    language = chance.choice(LANGUAGES)
    words = vocabulary(language)
    about = _concepts(chance)
    named = [chance.choice(names(place, language)) for place in about]
    return Row(
        number=number,
        language=language,
        source=chance.choice(SOURCES),
        published=_date(chance),
        title=_title(words, named, chance),
        byline=_author(words, chance) if chance.random() < WITH_AUTHOR else None,
        body=_body(words, named, chance),
        concepts=about,
    )


def _concepts(chance: random.Random) -> tuple[int, ...]:
    number = chance.choices(range(len(CONCEPT_NUMBERS)), CONCEPT_NUMBERS)[0]
    weights = [1 / place**CONCEPT_SLOPE for place in range(1, CONCEPTS + 1)]
    return tuple(dict.fromkeys(chance.choices(range(CONCEPTS), weights, k=number)))


def _date(chance: random.Random) -> StatedDate | None:
    if chance.random() < UNDATED:
        return None
    moment = FIRST_DAY + timedelta(seconds=chance.randrange(SECONDS))
    precision = chance.choices(PRECISIONS, PRECISION_WEIGHTS)[0]
    if precision is not Precision.TIME:
        moment = moment.replace(hour=0, minute=0, second=0)
    if precision in (Precision.MONTH, Precision.YEAR):
        moment = moment.replace(day=1)
    return StatedDate(moment.replace(month=1) if precision is Precision.YEAR else moment, precision)


def _title(words: Vocabulary, named: Sequence[str], chance: random.Random) -> str:
    drawn = words.draw(chance, chance.randint(5, 11))
    if named and chance.random() < 0.5:
        drawn[chance.randrange(len(drawn))] = named[0]
    return _begun(_joined(words, drawn))


def _author(words: Vocabulary, chance: random.Random) -> str:
    """One of a language's authors: words from the middle of its vocabulary."""
    first = 2_000 + 2 * chance.randrange(AUTHORS)
    return " ".join(_begun(words.lexemes[rank][0]) for rank in (first, first + 1))


def _body(words: Vocabulary, named: Sequence[str], chance: random.Random) -> str:
    wanted = USUAL_BYTES * chance.lognormvariate(-SPREAD * SPREAD / 2, SPREAD)
    drawn = words.draw(chance, int(wanted / bytes_a_word(words.language)))
    for name in named:
        for _ in range(chance.randint(1, MOST_MENTIONS)):
            drawn.insert(chance.randint(0, len(drawn)), name)
    paragraphs, sentences, at = [], [], 0
    while at < len(drawn):
        length = chance.randint(8, 24)
        sentences.append(_sentence(words, drawn[at : at + length]))
        at += length
        if len(sentences) == 4 or at >= len(drawn):
            paragraphs.append(" ".join(sentences))
            sentences = []
    return PARAGRAPH_BREAK.join(paragraphs)


def _sentence(words: Vocabulary, drawn: Sequence[str]) -> str:
    joined = _begun(_joined(words, drawn))
    return f"{joined}." if words.has_spaces else joined


def _joined(words: Vocabulary, drawn: Sequence[str]) -> str:
    return (" " if words.has_spaces else "").join(drawn)


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def bytes_a_word(language: str) -> float:
    """What a word of a text takes in UTF-8, with the space behind it."""
    words = vocabulary(language)
    sample = words.draw(random.Random(language), 10_000)  # noqa: S311
    return len(_joined(words, sample).encode()) / len(sample)
