"""What a person typed, taken apart: words, "phrases", OR, -without, beginnings*, and fields.

Any text is legal. What is no sign of this language is a word or nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..folding import shown
from ..notices import Notice
from .analysis import terms_of, terms_within
from .expression import BYLINE, LANGUAGE, SOURCE, TAG, TITLE

# How much of a query is read, in characters and in words. Beyond it nobody types, and every word costs.
LONGEST_QUERY = 1_000
MOST_TYPED = 20_000
MOST_WORDS = 32

# A word of a script without spaces has about as many pairs.
PAIRS_A_WORD = 4

# A beginning of fewer letters would be that of a part of all words.
SHORTEST_PREFIX = 3

FIELDS = (TITLE, BYLINE, SOURCE, LANGUAGE, TAG)

CUT = Notice("Only the first %(number)s characters were searched for.")
TOO_MANY = Notice("Only the first %(number)s words were searched for.")
NO_WORD = Notice("“%(text)s” holds no word: it was left out.")
TOO_SHORT = Notice("“%(text)s*” is too short for a beginning: it was searched for as a word.")


@dataclass(frozen=True, slots=True)
class Typed:
    """One thing that was typed: its words, where they stood, and the signs around them."""

    text: str
    start: int
    end: int
    field: str | None = None
    is_exact: bool = False
    is_prefix: bool = False
    is_excluded: bool = False

    @property
    def part(self) -> str | None:
        """The part of a text that it has to stand in, None for any."""
        return self.field if self.field in (TITLE, BYLINE) else None


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed: OR inside a group, AND between them. `left_out` says what was not understood."""

    text: str
    groups: tuple[tuple[Typed, ...], ...] = ()
    excluded: tuple[Typed, ...] = ()
    left_out: tuple[Notice, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.groups and not self.excluded

    def without(self, typed: Typed) -> str:
        """The text with one thing taken out, and the OR that joined it to its neighbour."""
        before, after = self.text[: typed.start].rstrip(), self.text[typed.end :].lstrip()
        if before.endswith(" OR"):
            before = before.removesuffix("OR")
        elif after.startswith("OR "):
            after = after.removeprefix("OR")
        return " ".join(f"{before} {after}".split())

    def replacing(self, typed: Typed, word: str) -> str:
        """The text with another word in the place of one."""
        before, _, signs = self.text[typed.start : typed.end].rpartition(typed.text)
        return f"{self.text[: typed.start]}{before}{word}{signs}{self.text[typed.end :]}"


def read(text: str) -> Query:
    """Takes a typed text apart."""
    cut = " ".join(text[:MOST_TYPED].replace("\0", " ").split())
    left_out = []
    if len(cut) > LONGEST_QUERY:
        cut = cut[:LONGEST_QUERY].rpartition(" ")[0] or cut[:LONGEST_QUERY]
        left_out.append(CUT.of(number=LONGEST_QUERY))
    groups: list[tuple[Typed, ...]] = []
    excluded: list[Typed] = []
    joins = False
    words = 0
    for typed in _things(cut):
        if typed is OR:
            joins = bool(groups)
            continue
        terms = terms_of(typed.text, "")
        if not terms:
            left_out.append(NO_WORD.of(text=shown(typed.text)))
            continue
        room = MOST_WORDS - words
        words += max(len(typed.text.split()), len(terms) // PAIRS_A_WORD)
        if words > MOST_WORDS:
            left_out.append(TOO_MANY.of(number=MOST_WORDS))
            if not room:
                break
            typed = replace(typed, text=_beginning(typed.text, room), is_prefix=False)
            if not terms_of(typed.text, ""):
                break
        if typed.is_prefix and len(terms[-1]) < SHORTEST_PREFIX:
            left_out.append(TOO_SHORT.of(text=shown(typed.text)))
            typed = replace(typed, is_prefix=False)
        if typed.is_excluded:
            excluded.append(typed)
        elif joins:
            groups[-1] = (*groups[-1], typed)
        else:
            groups.append((typed,))
        joins = False
    if cut and not (groups or excluded or left_out):
        left_out.append(NO_WORD.of(text=shown(cut)))
    return Query(cut, tuple(groups), tuple(excluded), tuple(dict.fromkeys(left_out)))


def _beginning(text: str, words: int) -> str:
    """As much of a long thing as so many words are."""
    first = " ".join(text.split()[:words])
    kept = terms_within(first)[: words * PAIRS_A_WORD]
    return first[: kept[-1].end] if kept else ""


OR = None

_QUOTES = '"“”„‟«»'
# Hebrew writes abbreviations with the quotation mark inside the word: that one is a letter.
_GERSHAYIM = r"(?<=[\u05d0-\u05ea])\"(?=[\u05d0-\u05ea])"
_THING = re.compile(
    rf"""
    (?P<minus>(?<!\S)[-−])?
    (?:(?P<field>{"|".join(FIELDS)}):)?
    (?:
        [{_QUOTES}](?P<phrase>(?:[^{_QUOTES}]|{_GERSHAYIM})*)[{_QUOTES}]
      | (?P<words>(?:[^\s{_QUOTES}]|{_GERSHAYIM})+)
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)


def _things(text: str) -> Iterator[Typed | None]:
    """What stands in a text from left to right; OR for the sign of that name."""
    for found in _THING.finditer(text):
        words = found["words"]
        if words == "OR" and not found["field"]:
            yield OR
            continue
        if words == "AND" and not found["field"]:
            continue
        content = found["phrase"] if words is None else words.rstrip("*")
        if not content.strip():
            continue
        yield Typed(
            text=content.strip(),
            start=found.start(),
            end=found.end(),
            field=found["field"].lower() if found["field"] else None,
            is_exact=words is None,
            is_prefix=words is not None and words.endswith("*"),
            is_excluded=bool(found["minus"]),
        )
