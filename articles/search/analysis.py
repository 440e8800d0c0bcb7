"""Text to terms with their places, the same for articles and queries and for both databases.

A term is what the forms of a word have in common: the word without its ending, by the rules of its
language, without case and accents. Scripts that write no spaces are cut into overlapping pairs.
"""

import re
import sys
import unicodedata
from collections.abc import Iterator
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
    visible = _UNSEEN.sub("", word[:LONGEST_WORD])
    lowered = unicodedata.normalize("NFC", visible).casefold()
    return solid(stemmer_of(language)(lowered)) or solid(lowered)


def solid(word: str) -> str:
    """The folded word as one unit: what folding takes out leaves no gap."""
    return fold(word).replace(" ", "")


def is_dense(text: str) -> bool:
    """Whether a text has words of a script without spaces."""
    return _DENSE_LETTER.search(text) is not None


def _terms(text: str, language: str, *, with_last: bool) -> Iterator[Term]:
    for part in _WORD.finditer(text):
        if part.lastgroup == "dense":
            yield from _pairs(part[0], part.start(), with_last)
        elif language in ELIDING:
            for word in _BETWEEN_APOSTROPHES.finditer(part[0]):
                if term := term_of(word[0], language):
                    yield Term(term, part.start() + word.start(), part.start() + word.end())
        elif term := term_of(part[0], language):
            yield Term(term, part.start(), part.end())


def _pairs(run: str, start: int, with_last: bool) -> Iterator[Term]:
    """Overlapping pairs of clusters (a base with its marks)."""
    clusters = [found for found in _CLUSTER.finditer(run) if solid(found[0])]
    for first, second in pairwise(clusters):
        yield Term(solid(first[0] + second[0]), start + first.start(), start + second.end())
    if clusters and (with_last or len(clusters) == 1):
        last = clusters[-1]
        yield Term(solid(last[0]), start + last.start(), start + last.end())


def _ranges(categories: str) -> str:
    """The characters of these Unicode categories, as the inside of a character class."""
    spans: list[list[int]] = []
    for point in range(sys.maxunicode + 1):
        if unicodedata.category(chr(point))[0] in categories:
            if spans and spans[-1][1] == point - 1:
                spans[-1][1] = point
            else:
                spans.append([point, point])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in spans)


# Thai, Lao, Burmese, Khmer, Han, kana, Hangul (Unicode 15, Blocks.txt), without their digits.
_DENSE = (
    r"\u0e01-\u0e4e\u0e80-\u0ecf\u0edc-\u0edf\u1000-\u103f\u104a-\u108f\u1780-\u17d3\u17d7\u17dc\u17dd"
    r"\uaa60-\uaa7f\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf"
    r"\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U000323af"
)
# \w has no marks, without which a Thai or Hindi word falls apart; joiners shape Persian words, and
# what cannot be seen (a soft hyphen, a Thai word break) parts none.
_MARKS = _ranges("M") + r"\u200c\u200d" + INVISIBLE.pattern.strip("[]")
_APOSTROPHES = "'’‘`´ʼʻʹ′"
# Hebrew writes abbreviations with a quotation mark inside the word.
_HEBREW = r"\u05d0-\u05ea"
_INSIDE = rf"(?<=[{_HEBREW}])[\"”״](?=[{_HEBREW}])|[{_APOSTROPHES}](?=[^\W\d_])"

_UNSEEN = re.compile(rf"[{_APOSTROPHES}{INVISIBLE.pattern.strip('[]')}]")
_DENSE_LETTER = re.compile(f"[{_DENSE}]")
_WORD = re.compile(
    rf"(?P<dense>[{_DENSE}][{_DENSE}{_MARKS}]*)"
    rf"|(?P<spaced>(?:(?![{_DENSE}])[^\W_])(?:(?![{_DENSE}])[^\W_]|[{_MARKS}]|{_INSIDE})*)"
)
_CLUSTER = re.compile(rf"[^{_MARKS}][{_MARKS}]*|[{_MARKS}]+")
_BETWEEN_APOSTROPHES = re.compile(rf"[^{_APOSTROPHES}]+")
