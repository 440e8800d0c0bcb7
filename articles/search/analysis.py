"""Text to terms with their places, the same for articles and queries and for both databases.

A term is what the forms of a word have in common: the word without its ending, by the rules of its
language, without case and accents. Scripts that write no spaces are cut into overlapping pairs.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from importlib.metadata import version
from itertools import pairwise
from typing import NamedTuple

from ..folding import INVISIBLE, fold
from .stemmers import stemmer_of

# Raised whenever a text would give other terms; what is stored under an older one is made anew.
VERSION = 1

# All that a term follows from: with another Python or stemmer a word can have another one.
FINGERPRINT = f"{VERSION}, Unicode {unicodedata.unidata_version}, Snowball {version('snowballstemmer')}"

# A run longer than this, in characters, is no word of any language: its end does not count.
LONGEST_WORD = 64

# Where an apostrophe parts two words ("l'élection"); elsewhere it stands inside one ("O‘zbekiston").
ELIDING = frozenset({"ca", "fr", "it", "oc"})


class Term(NamedTuple):
    """A term, and the characters [start, end) of the text it was made of."""

    text: str
    start: int
    end: int


def analyse(text: str, language: str) -> Iterator[Term]:
    """The terms of an article's text, in the order in which they stand. The last cluster of a run
    without spaces is a term too, so that it can be found alone."""
    return _terms(text, language, with_last=True)


def words_and_terms(text: str, language: str) -> tuple[list[str], list[str]]:
    """The words of an article's text as they are written, and of each its term: what analyse gives,
    without the places and several times as fast where words have spaces between them."""
    words = _pattern(text, language).findall(text)
    if _DENSE_LETTER.search(text):
        words = [part for word in words for part in (_parts(word) if is_dense(word) else (word,))]
        terms = [
            _solid_pair(word) if _DENSE_LETTER.match(word) else term_of(word, language) for word in words
        ]
    else:
        terms = [term_of(word, language) for word in words]
    if "" in terms:
        kept = [(word, term) for word, term in zip(words, terms, strict=True) if term]
        return [word for word, _ in kept], [term for _, term in kept]
    return words, terms


def terms_and_places(text: str, language: str) -> tuple[list[str], list[tuple[int, int]]]:
    """The same terms, and of each the characters [start, end) of the text."""
    if _DENSE_LETTER.search(text):
        found = list(analyse(text, language))
        return [term.text for term in found], [(term.start, term.end) for term in found]
    places = [word.span() for word in _pattern(text, language).finditer(text)]
    terms = [term_of(text[start:end], language) for start, end in places]
    if "" in terms:
        places = [place for place, term in zip(places, terms, strict=True) if term]
        terms = list(filter(None, terms))
    return terms, places


def terms_of(text: str, language: str) -> tuple[str, ...]:
    """The terms that an article holds, one behind the other, where it holds this text."""
    return tuple(term.text for term in _terms(text, language, with_last=False))


def terms_within(text: str) -> list[Term]:
    """The same with their places, for a text of no known language."""
    return list(_terms(text, "", with_last=False))


@lru_cache(maxsize=1 << 17)
def term_of(word: str, language: str) -> str:
    """The term of one word of a script with spaces; empty for one of which nothing is left.

    Words repeat: this cache carries most of a load.
    """
    if word.isascii() and word.isdecimal():
        return word[:LONGEST_WORD]
    visible = _SIGNS.sub("", word[:LONGEST_WORD])
    lowered = unicodedata.normalize("NFC", visible).casefold()
    return (solid(stemmer_of(language)(lowered)) or solid(lowered))[:LONGEST_WORD]


def solid(word: str) -> str:
    """The folded word as one unit: what folding takes out leaves no gap."""
    return fold(word).replace(" ", "")


def is_dense(text: str) -> bool:
    """Whether a text has words of a script without spaces."""
    return _DENSE_LETTER.search(text) is not None


def _terms(text: str, language: str, *, with_last: bool) -> Iterator[Term]:
    for word in _pattern(text, language).finditer(text):
        if _DENSE_LETTER.match(word[0]):
            yield from _pairs(word[0], word.start(), with_last)
        elif term := term_of(word[0], language):
            yield Term(term, word.start(), word.end())


def _pattern(text: str, language: str) -> re.Pattern[str]:
    """What finds the words of a text."""
    return _WORDS[_BEYOND_BMP.search(text) is not None, language in ELIDING]


def _pairs(run: str, start: int, with_last: bool) -> Iterator[Term]:
    """Overlapping pairs of clusters (a base with its marks), with their places."""
    at = start
    parts = _parts(run)
    clusters = _clusters(run)
    for number, (part, cluster) in enumerate(zip(parts, clusters, strict=True)):
        is_last = number == len(parts) - 1
        # Python's Unicode may be too old to know a letter of these scripts.
        if (with_last or not is_last or len(parts) == 1) and (term := _solid_pair(part)):
            yield Term(term, at, at + len(part))
        at += len(cluster)


def _parts(run: str) -> list[str]:
    """The overlapping pairs of clusters of a run without spaces, and its last cluster."""
    clusters = _clusters(run)
    return [*map("".join, pairwise(clusters)), clusters[-1]]


def _clusters(run: str) -> list[str]:
    """Bases with their marks. A run begins with a letter, so there is one."""
    return _CLUSTERS[_BEYOND_BMP.search(run) is not None].findall(run)


@lru_cache(maxsize=1 << 16)
def _solid_pair(pair: str) -> str:
    """The same as solid, bounded; a language has a few thousand pairs."""
    return solid(pair[:LONGEST_WORD])[:LONGEST_WORD]


# Thai, Lao, Burmese, Khmer, Han, kana, Hangul (Unicode 15, Blocks.txt), without their digits.
_DENSE = (
    r"\u0e01-\u0e3a\u0e40-\u0e4e\u0e80-\u0ecf\u0edc-\u0edf\u1000-\u103f\u1050-\u108f\u1780-\u17d3\u17d7\u17dc\u17dd"
    r"\uaa60-\uaa7f\u1100-\u11ff\u3005-\u3007\u3040-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf"
    r"\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U000323af"
)
_DENSE_LETTER = re.compile(f"[{_DENSE}]")

_APOSTROPHES = "'’‘`´ʼʻʹ′"
# What cannot be seen (a soft hyphen, a Thai word break) parts no word, and joiners shape Persian ones.
_UNSEEN = INVISIBLE.pattern.strip("[]")
_SIGNS = re.compile(f"[{_APOSTROPHES}{_UNSEEN}]")
# Hebrew writes abbreviations with a quotation mark inside the word.
_IN_HEBREW = r"(?<=[\u05d0-\u05ea])[\"”״](?=[\u05d0-\u05ea])"


def _is_mark(one: str) -> bool:
    r"""\w has no marks, without which a Thai or Hindi word falls apart."""
    return unicodedata.category(one)[0] == "M" or one in "\u200c\u200d"


def _is_letter(one: str) -> bool:
    return one.isalnum() and one not in _APOSTROPHES and not _is_mark(one) and not _DENSE_LETTER.match(one)


def _points(belongs: Callable[[str], bool]) -> list[int]:
    """The code points of which this is true, up to those of the last plane that has letters."""
    return [point for point in range(_LAST_LETTER + 1) if belongs(chr(point))]


def _class(points: Iterable[int]) -> str:
    """Code points as the inside of a character class."""
    spans: list[list[int]] = []
    for point in points:
        if spans and spans[-1][1] == point - 1:
            spans[-1][1] = point
        else:
            spans.append([point, point])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in spans)


def _word(letters: str, marks: str, *, elides: bool) -> re.Pattern[str]:
    """What finds words, by the letters and marks they have."""
    dense = f"(?![{marks}])[{_DENSE}][{_DENSE}{marks}]*"
    spaced = f"[{letters}][{letters}{marks}]*"
    if not elides:
        inside = rf"[{_APOSTROPHES}](?=[{letters}])|{_IN_HEBREW}"
        spaced += rf"(?:(?:{inside})[{letters}{marks}]+)*"
    return re.compile(rf"{spaced}|{dense}")


_BASIC_PLANE, _LAST_LETTER = 0xFFFF, 0x323AF
_LETTERS, _MARKS = _points(_is_letter), _points(_is_mark)

# Python's own table of a class ends with the basic plane; what is behind it is gone through one by one
# for every character that is not in it, so texts without such characters have patterns without them.
_BEYOND_BMP = re.compile("[\U00010000-\U0010ffff]")
_WORDS = {
    (last > _BASIC_PLANE, elides): _word(
        _class(point for point in _LETTERS if point <= last),
        _class(point for point in _MARKS if point <= last) + _UNSEEN,
        elides=elides,
    )
    for last in (_BASIC_PLANE, _LAST_LETTER)
    for elides in (False, True)
}

_CLUSTERS = {
    last > _BASIC_PLANE: re.compile(f"[^{marks}][{marks}]*")
    for last in (_BASIC_PLANE, _LAST_LETTER)
    for marks in [_class(point for point in _MARKS if point <= last) + _UNSEEN]
}
