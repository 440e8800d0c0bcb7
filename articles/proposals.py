"""Further names of a concept, found in the archive's own texts because they sound like those it has.

A name goes from script to script by its sound, so words are compared as they are romanised: "Tokayev",
"توكاييف" and "โตกาเยฟ" have the same consonants. What is found is proposed; a person accepts it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from anyascii import anyascii

from .batches import in_batches
from .folding import fold
from .models import Article, ArticleTag, Language, Revision, Tag
from .search.analysis import is_dense, terms_of, words_and_terms

# How many of the newest articles are looked through: of those that have the tag, and of each language.
TAGGED, OF_A_LANGUAGE = 200, 40

# How many characters of texts without spaces, in which a name may begin anywhere.
DENSE = 40_000

# How like two names must be, 0 to 1: measured on the names of fixtures/tags in twelve languages.
ALIKE = 0.72

# Shorter words sound like too many others; a longer one is no name. In romanised letters.
SHORTEST, LONGEST = 5, 40

# How long a name is where no spaces are written, in characters.
STRETCH = range(4, 16)

# Of how many articles the texts are in memory together.
READ_AT_ONCE = 50

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
    sounds = _Sounds(name.name for name in names if len(name.name.split()) == 1)
    if not sounds:
        return []
    is_capitalised = any(name.name[0].isupper() for name in names)
    held: dict[tuple[str, str], Counter[str]] = {}
    found: dict[tuple[str, str], tuple[float, str, Article]] = {}
    seen: Counter[tuple[str, str]] = Counter()
    room = DENSE
    for article, body in _looked_through(tag):
        language, text = article.language_id, f"{article.title}\n{body}"
        room -= len(text) if is_dense(text) else 0
        here = set()
        for word in _words(text, language, sounds, with_stretches=room >= 0):
            terms = " ".join(terms_of(word, language))
            if (language, terms) in known or (None, fold(word)) in known:
                continue
            if is_capitalised and word[0].islower():
                continue
            likeness, like = sounds.likeness(word)
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
    """Articles with their texts: the newest that have the tag, then the newest of every language."""
    newest = Article.objects.published().order_by("-position")
    tagged = ArticleTag.objects.filter(tag=tag).order_by("-position").values_list("article", flat=True)
    ids = dict.fromkeys(tagged[:TAGGED])
    for language in Language.objects.all():
        ids |= dict.fromkeys(newest.filter(language=language).values_list("pk", flat=True)[:OF_A_LANGUAGE])
    for batch in in_batches(ids, READ_AT_ONCE):
        articles = Article.objects.published().in_bulk(batch)
        rows = Revision.objects.filter(article__in=articles, is_current=True)
        bodies = dict(rows.values_list("article", "body"))
        yield from ((articles[pk], bodies[pk]) for pk in batch if pk in bodies)


def _words(text: str, language: str, sounds: "_Sounds", *, with_stretches: bool) -> Iterator[str]:
    """Words, each once. Where no spaces are written, the stretches that are most like a name."""
    words, _ = words_and_terms(text, language)
    yield from (word for word in dict.fromkeys(words) if not is_dense(word))
    if with_stretches:
        for run in dict.fromkeys(filter(is_dense, re.findall(r"\S+", text))):
            yield from _stretches(run, sounds)


def _stretches(run: str, sounds: "_Sounds") -> Iterator[str]:
    alike = [
        (likeness, start, start + length)
        for start in range(len(run) - STRETCH[0] + 1)
        if not (start and run[start - 1] in _LEADING_VOWELS) and sounds.may_begin(run[start : start + 3])
        for length in STRETCH
        if start + length <= len(run)
        for likeness, _ in [sounds.likeness(run[start : start + length])]
        if likeness >= ALIKE
    ]
    taken: list[tuple[int, int]] = []
    for _, start, end in sorted(alike, reverse=True):
        if all(end <= before or after <= start for before, after in taken):
            taken.append((start, end))
            yield run[start:end]


class _Sounds:
    """The names that a concept has, as they are romanised. Names that have the same consonants are compared
    as one for as long as those alone tell that a word is not like them."""

    def __init__(self, names: Iterable[str]):
        self._by_bones: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for roman, name in {_roman(name): name for name in names}.items():
            if SHORTEST <= len(roman) <= LONGEST:
                self._by_bones.setdefault(_bones(roman), []).append((roman, name))
        self._first = {one[:1] for bones in self._by_bones for one in bones}
        self._known: dict[str, tuple[float, str]] = {}

    def __bool__(self) -> bool:
        return bool(self._by_bones)

    def may_begin(self, letters: str) -> bool:
        """Whether one of them begins with the consonant that these letters begin with."""
        return _bones(_roman(letters))[0][:1] in self._first

    def likeness(self, word: str) -> tuple[float, str]:
        """How like a word is to the likeliest of the names, and which that is; nothing below ALIKE."""
        roman = _roman(word)
        if roman not in self._known:
            fits = SHORTEST <= len(roman) <= LONGEST
            self._known[roman] = self._likeliest(roman) if fits else (0.0, "")
        return self._known[roman]

    def _likeliest(self, roman: str) -> tuple[float, str]:
        own = _bones(roman)
        likeliest = (0.0, "")
        for bones, names in self._by_bones.items():
            most = max(_most_alike(one, other) for one, other in zip(own, bones, strict=True))
            if (1 + most) / 2 < ALIKE:
                continue
            for other, name in names:
                if (_most_shared(roman, other) + most) / 2 >= ALIKE:
                    likeliest = max(likeliest, (_alike(roman, other), name))
        return likeliest if likeliest[0] >= ALIKE else (0.0, "")


@lru_cache(maxsize=1 << 16)
def _alike(one: str, other: str) -> float:
    """Half by all letters, half by the consonants alone."""
    alike = max(_bones_alike(*pair) for pair in zip(_bones(one), _bones(other), strict=True))
    return (_shared(one, other) + alike) / 2 if alike else 0.0


def _bones_alike(one: str, other: str) -> float:
    return _shared(one, other) if _may_be_one(one, other) else 0.0


@lru_cache(maxsize=1 << 16)
def _most_alike(one: str, other: str) -> float:
    """What their likeness cannot be above."""
    return _most_shared(one, other) if _may_be_one(one, other) else 0.0


def _may_be_one(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= 3 and one[0] == other[0]


def _shared(one: str, other: str) -> float:
    """The share of letters that both have in one order. difflib's depends on which comes first."""
    return max(SequenceMatcher(None, *pair).ratio() for pair in ((one, other), (other, one)))


def _most_shared(one: str, other: str) -> float:
    """What that cannot be above: by the longest common subsequence, which is found a word at a time
    (Hyyrö, Bit-parallel LCS-length computation revisited, 2004)."""
    places: dict[str, int] = {}
    for at, letter in enumerate(one):
        places[letter] = places.get(letter, 0) | 1 << at
    row = every = (1 << len(one)) - 1
    for letter in other:
        met = row & places.get(letter, 0)
        row = ((row + met) | (row - met)) & every
    return 2 * (len(one) - row.bit_count()) / (len(one) + len(other))


@lru_cache(maxsize=1 << 16)
def _roman(text: str) -> str:
    return re.sub("[^a-z]", "", anyascii(text).lower())


@lru_cache(maxsize=1 << 16)
def _bones(roman: str) -> tuple[str, str]:
    """Its consonants, and the same without W, which is one of them in Polish, and a vowel in Arabic."""
    return _consonants(roman), _consonants(roman.replace("w", ""))


def _consonants(roman: str) -> str:
    return _TWICE.sub(r"\1", _VOWELS.sub("", roman.replace("w", "v").translate(_ALIKE_LETTERS)))
