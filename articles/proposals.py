"""Further names of a concept, found in the archive's own texts because they sound like those it has.

A name goes from script to script by its sound, so words are compared as they are romanised: "Tokayev",
"توكاييف" and "โตกาเยฟ" have the same consonants. What is found is proposed; a person accepts it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from anyascii import anyascii

from .folding import fold
from .models import Article, ArticleTag, Language, Revision, Tag
from .search.analysis import is_dense, terms_of, words_and_terms

# How many of the newest articles are looked through: of those that have the tag, and of each language.
TAGGED, OF_A_LANGUAGE = 200, 40

# How like two names must be, 0 to 1: measured on the names of fixtures/tags in twelve languages.
ALIKE = 0.72

# Shorter words sound like too many others; a longer one is no name. In romanised letters.
SHORTEST, LONGEST = 5, 40

# How long a name is where no spaces are written, in characters.
STRETCH = range(4, 16)

# How many proposals a page shows.
SHOWN = 40

# Sounds that languages write differently: for comparison, they are one. Vowels come and go.
_ALIKE_LETTERS = str.maketrans({"c": "k", "q": "k", "x": "k", "z": "s", "f": "v", "j": "y", "h": None})
_VOWELS = re.compile("[aeiouy]")
# Thai and Lao write these before the consonant they follow in speech: no word begins behind one.
_LEADING_VOWELS = "เแโใไເແໂໃໄ"
_TWICE = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A word of the archive that may be a name of a concept: the name it sounds like, how much, 0 to 1,
    how many of the articles looked through hold it, and one of them."""

    language: str
    text: str
    like: str
    likeness: float
    articles: int
    example: Article


def proposals(tag: Tag) -> list[Proposal]:
    """What may be further names of a concept, the likeliest first."""
    names = list(tag.names.all())
    known = {(name.language, name.terms) for name in names} | {(None, fold(name.name)) for name in names}
    sounds = {_roman(name.name): name.name for name in names if len(name.name.split()) == 1}
    sounds = {sound: text for sound, text in sounds.items() if SHORTEST <= len(sound) <= LONGEST}
    if not sounds:
        return []
    is_capitalised = any(name.name[0].isupper() for name in names)
    held: dict[tuple[str, str], Counter[str]] = {}
    found: dict[tuple[str, str], tuple[float, str, Article]] = {}
    seen: Counter[tuple[str, str]] = Counter()
    for article, body in _looked_through(tag):
        language = article.language_id
        here = set()
        for word in _words(f"{article.title}\n{body}", language, sounds):
            terms = " ".join(terms_of(word, language))
            if (language, terms) in known or (None, fold(word)) in known:
                continue
            if is_capitalised and word[0].islower():
                continue
            likeness, like = _likeness(word, sounds)
            if likeness >= ALIKE:
                here.add((language, terms))
                held.setdefault((language, terms), Counter())[word] += 1
                if likeness > found.get((language, terms), (0.0, "", article))[0]:
                    found[language, terms] = (likeness, like, article)
        seen.update(here)
    made = [
        Proposal(language, held[language, terms].most_common(1)[0][0], like, likeness, number, article)
        for (language, terms), number in seen.items()
        for likeness, like, article in [found[language, terms]]
    ]
    return sorted(made, key=lambda one: (-one.likeness, -one.articles, one.language, one.text))[:SHOWN]


def _looked_through(tag: Tag) -> Iterator[tuple[Article, str]]:
    """Articles with their texts: the newest that have the tag, and the newest of every language."""
    newest = Article.objects.published().order_by("-position")
    tagged = ArticleTag.objects.filter(tag=tag).order_by("-position").values_list("article", flat=True)
    ids = set(tagged[:TAGGED])
    for language in Language.objects.all():
        ids |= set(newest.filter(language=language).values_list("pk", flat=True)[:OF_A_LANGUAGE])
    articles = Article.objects.published().in_bulk(ids)
    rows = Revision.objects.filter(article__in=articles, is_current=True)
    for pk, body in rows.order_by("article").values_list("article", "body").iterator(chunk_size=50):
        yield articles[pk], body


def _words(text: str, language: str, sounds: dict[str, str]) -> Iterator[str]:
    """Words, each once. Where no spaces are written, the stretches that are most like a name."""
    words, _ = words_and_terms(text, language)
    yield from (word for word in dict.fromkeys(words) if not is_dense(word))
    if is_dense(text):
        for run in dict.fromkeys(filter(is_dense, re.findall(r"\S+", text))):
            yield from _stretches(run, sounds)


def _stretches(run: str, sounds: dict[str, str]) -> Iterator[str]:
    first = {_consonants(sound)[:1] for sound in sounds}
    alike = [
        (likeness, start, start + length)
        for start in range(len(run) - STRETCH[0] + 1)
        if not (start and run[start - 1] in _LEADING_VOWELS)
        and _consonants(_roman(run[start : start + 3]))[:1] in first
        for length in STRETCH
        if start + length <= len(run)
        for likeness, _ in [_likeness(run[start : start + length], sounds)]
        if likeness >= ALIKE
    ]
    taken: list[tuple[int, int]] = []
    for _, start, end in sorted(alike, reverse=True):
        if all(end <= before or after <= start for before, after in taken):
            taken.append((start, end))
            yield run[start:end]


def _likeness(word: str, sounds: dict[str, str]) -> tuple[float, str]:
    """How like a word is to the likeliest of the names, and which that is."""
    roman = _roman(word)
    if not SHORTEST <= len(roman) <= LONGEST:
        return 0.0, ""
    return max((_alike(roman, sound), text) for sound, text in sounds.items())


@lru_cache(maxsize=1 << 16)
def _alike(one: str, other: str) -> float:
    """Half by all letters, half by the consonants alone. W is one of them in Polish, a vowel in Arabic."""
    bones = max(
        _bones_alike(_consonants(one), _consonants(other)), _bones_alike(*map(_without_w, (one, other)))
    )
    return (_shared(one, other) + bones) / 2 if bones else 0.0


def _bones_alike(one: str, other: str) -> float:
    if min(len(one), len(other)) < 3 or one[0] != other[0]:
        return 0.0
    return _shared(one, other)


def _shared(one: str, other: str) -> float:
    """The share of letters that both have in one order. difflib's depends on which comes first."""
    return max(SequenceMatcher(None, *pair).ratio() for pair in ((one, other), (other, one)))


@lru_cache(maxsize=1 << 16)
def _roman(text: str) -> str:
    return re.sub("[^a-z]", "", anyascii(text).lower())


@lru_cache(maxsize=1 << 16)
def _consonants(roman: str) -> str:
    return _TWICE.sub(r"\1", _VOWELS.sub("", roman.replace("w", "v").translate(_ALIKE_LETTERS)))


def _without_w(roman: str) -> str:
    return _consonants(roman.replace("w", ""))
