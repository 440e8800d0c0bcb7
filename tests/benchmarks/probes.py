"""What is asked of a built archive: typed texts of every kind, by the part of the articles they find."""

import math
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import cycle

from articles.models import Article, Revision
from articles.positions import first_position
from articles.search.analysis import analyse, terms_of
from articles.search.entries import Span
from articles.search.expression import LANGUAGE, All, Expression, Facet, Phrase
from articles.search.index import index
from articles.search.lexicon import StoredLexicon
from articles.search.meaning import Meaning, meaning
from articles.search.query import SHORTEST_PREFIX, read

from .corpus import LANGUAGES, USUAL_BYTES, YEARS, bytes_a_word, concepts, names
from .words import LEXEMES, vocabulary

# The parts of all articles that a word stands in, by which figures are told apart.
CLASSES = (0.16, 0.01, 0.001, 0.0001)

# How many different texts of a class are asked, and how far off the class they may be, as a factor.
ASKED = 40
TOLERANCE = 2.5

# How many lexemes around the right rank are counted, of a class and a language.
TRIED = 16

ALL_HITS = 1 << 40


@dataclass(frozen=True, slots=True)
class Probe:
    """A typed text, how many articles it finds, and what a hand-written query would ask the index for."""

    text: str
    language: str
    hits: int
    raw: Expression
    year: int | None = None


def words(size: int, part: float) -> list[Probe]:
    """Single words, in some form, that stand in about this part of the articles."""
    found = (_probe(word, language) for language, word in _candidates(part))
    return nearest(found, size * part)


def pairs(size: int, probes: Sequence[Probe]) -> list[Probe]:
    """Each word beside a frequent one of its language."""
    frequent: dict[str, list[Probe]] = {}
    for one in words(size, CLASSES[0]):
        frequent.setdefault(one.language, []).append(one)
    found = []
    for place, one in enumerate(probes):
        others = [other for other in frequent.get(one.language, ()) if other.text != one.text]
        if others:
            other = others[place % len(others)]
            found.append(_probe(f"{one.text} {other.text}", one.language, All((one.raw, other.raw))))
    return found


def phrases(probes: Iterable[Probe]) -> list[Probe]:
    """Each word with the one that stands behind it in the newest article that holds it."""
    found = (_phrase(one) for one in probes)
    return [_probe(f'"{text}"', language) for text, language in filter(None, found)]


def beginnings(size: int, part: float) -> list[Probe]:
    """Beginnings of words that about this part of the articles have a word of: of words that are a
    little rarer, the more so the more of the word is left off."""
    tried = {
        (language, word[: max(SHORTEST_PREFIX, round(len(word) * left))])
        for language, word in (*_candidates(part), *_candidates(part / 4))
        for left in (0.5, 0.75, 1)
        if vocabulary(language).has_spaces
    }
    sample = random.Random(f"beginnings of {part}").sample(sorted(tried), min(len(tried), 4 * ASKED))  # noqa: S311
    found = (_probe(f"{text}*", language) for language, text in sample if len(text) >= SHORTEST_PREFIX)
    return nearest(found, size * part)


def concept_names(size: int, part: float) -> list[Probe]:
    """Names of concepts, in all languages, that about this part of the articles are about."""
    found = (
        _probe(name, language)
        for place in range(len(concepts()))
        for language in LANGUAGES
        for name in names(place, language)[:1]
    )
    return nearest(found, size * part)


def filtered(probes: Iterable[Probe]) -> list[Probe]:
    """Each word in its own language and one year."""
    found = []
    for one, year in zip(probes, cycle(YEARS)):
        raw = All((one.raw, Facet(LANGUAGE, one.language)))
        hits = index().count(raw, year_span(year), ALL_HITS)
        found.append(replace(one, year=year, raw=raw, hits=hits))
    return found


def year_span(year: int) -> Span:
    first, behind = (first_position(datetime(one, 1, 1, tzinfo=UTC)) for one in (year, year + 1))
    return Span(first, behind)


def nearest(found: Iterable[Probe], wanted: float) -> list[Probe]:
    """Those whose hits are nearest to what is wanted, and not too far from it."""
    by_text = {one.text: one for one in found if one.hits}

    def distance(one: Probe) -> float:
        return abs(math.log(one.hits / max(1, wanted)))

    near = sorted(by_text.values(), key=lambda one: (distance(one), one.text))
    return [one for one in near if distance(one) <= math.log(TOLERANCE)][:ASKED]


def meant(text: str) -> Meaning:
    return meaning(read(text), StoredLexicon())


def _probe(text: str, language: str, raw: Expression | None = None) -> Probe:
    """Asked by hand, a text is its terms in its own language; a name with several is all of these."""
    understood = meant(text)
    hits = index().count(understood.expression, Span(), ALL_HITS)
    typed = understood.query.groups[0][0] if understood.query.groups else None
    if raw is None and understood.concepts:
        raw = understood.expression
    elif raw is None and typed:
        raw = Phrase(terms_of(typed.text, "" if typed.is_prefix else language), is_prefix=typed.is_prefix)
    return Probe(text, language, hits, raw or understood.expression)


def _candidates(part: float) -> Iterator[tuple[str, str]]:
    """Words that should stand in this part of the articles: those of a language that has a fifth of
    them are drawn from it `number` times a text."""
    chance = random.Random(f"words of {part}")  # noqa: S311
    for language in LANGUAGES:
        known = vocabulary(language)
        number = USUAL_BYTES / bytes_a_word(language)
        share = min(0.95, part * len(LANGUAGES))
        wanted = -math.log(1 - share) / number
        rank = next((rank for rank in range(LEXEMES) if known.share(rank) <= wanted), LEXEMES - 1)
        first = max(0, min(rank - TRIED // 2, LEXEMES - TRIED))
        for forms in known.lexemes[first : first + TRIED]:
            yield language, chance.choice(forms)


def _phrase(one: Probe) -> tuple[str, str] | None:
    positions = index().positions(one.raw, Span(), ascending=False, number=5)
    texts = Revision.objects.filter(
        article__in=Article.objects.filter(position__in=positions, language=one.language), is_current=True
    )
    wanted = terms_of(one.text, one.language)
    for body in texts.order_by("-article").values_list("body", flat=True):
        terms = list(analyse(body, one.language))
        for at in range(len(terms) - len(wanted)):
            if tuple(term.text for term in terms[at : at + len(wanted)]) == wanted:
                return body[terms[at].start : terms[at + len(wanted)].end], one.language
    return None
