"""Names that stand inside a sentence: the author in an opening paragraph, the site in its disclaimer."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from . import furniture

NAME_LENGTH = 40

# A picture's description and caption may stand before the first paragraph.
OPENING_PARAGRAPHS = 4

PARTICLES = {"al", "bin", "da", "de", "del", "den", "der", "di", "du", "el", "ibn", "la", "le", "van", "von"}
# How much of a paragraph's end can hold a verb and a name, and what may stand behind them.
CLOSING = 100
CLOSING_MARKS = "\"”“»«’')]」』"
BRACKETS = '"”“»«([)]「」『』'

# In characters; a disclaimer's last words may be glued to the name or follow it.
LONGEST_DISCLAIMER = 600
LONGEST_ENDING = 15
SHORTEST_SITE = 3

# How many capitals are looked at from either end of a disclaimer.
MOST_STARTS = 20
SENTENCE_MARKS = frozenset(".,;:!?،؛。、，።।۔։")

_WORD = re.compile(r"[^\s.,،、;:!?。।“”\"«»()\[\]]+")


def byline_in(paragraphs: Sequence[str]) -> str | None:
    """The author whose name closes an opening paragraph: "..., writes Colin Stevens." """
    for text in paragraphs[:OPENING_PARAGRAPHS]:
        closing = text.rstrip().rstrip(CLOSING_MARKS)[-CLOSING:]
        for pattern in _byline_patterns():
            found = pattern.search(closing)
            if found and _is_persons_name(name := found["name"].strip(" .\u00a0")):
                return name
    return None


def site_in_disclaimer(disclaimer: str) -> str | None:
    """The site a disclaimer speaks for, or None.

    A disclaimer says "NAME publishes articles ... not necessarily those of NAME": the name is what
    it says twice, else what it opens with. Known sites come first.
    """
    if furniture.KNOWN_SITE in disclaimer:
        return furniture.KNOWN_SITE
    return _said_twice(disclaimer[:LONGEST_DISCLAIMER]) or _opening_name(disclaimer)


def _said_twice(text: str) -> str | None:
    """The longest part that begins like a name and stands there twice, at least once as whole words:
    many languages glue an ending or a prefix to it.

    One at either end of the disclaimer is preferred: German repeats "Artikel" in the middle.
    """
    starts = [at for at in range(len(text)) if _begins_a_name(text, at)]
    if len(starts) > 2 * MOST_STARTS:
        starts = starts[:MOST_STARTS] + starts[-MOST_STARTS:]
    best: tuple[bool, int, str] = (False, 0, "")
    for number, first in enumerate(starts):
        for second in starts[number + 1 :]:
            length = _common_length(text, first, second)
            name = text[first : first + length].rstrip(" -'’")
            if len(name) >= SHORTEST_SITE:
                is_outermost = first == 0 or second + length >= len(text) - LONGEST_ENDING
                best = max(best, (is_outermost, len(name), name))
    return best[2] or None


def _common_length(text: str, first: int, second: int) -> int:
    """How many characters at both places are the same, up to a word's end at one of them."""
    length = 0
    while second + length < len(text) and first + length < second:
        letter = text[first + length]
        if letter != text[second + length] or letter in SENTENCE_MARKS:
            break
        if letter.isalpha() and _is_latin(letter) != _is_latin(text[first]):
            break
        length += 1
    while length and not (_ends_a_word(text, first + length) or _ends_a_word(text, second + length)):
        length -= 1
    return length


def _begins_a_name(text: str, at: int) -> bool:
    """A capital at the beginning of a word, or a Latin letter in a text of another script."""
    if not text[at].isalpha() or not (at == 0 or _is_edge(text[at - 1], text[at])):
        return False
    return text[at].isupper() or (_is_latin(text[at]) and not _is_latin_text(text))


def _ends_a_word(text: str, at: int) -> bool:
    return at >= len(text) or _is_edge(text[at - 1], text[at])


def _is_edge(before: str, behind: str) -> bool:
    """Whether a word ends between two characters: at anything but a letter, or where scripts change."""
    if not (before.isalnum() and behind.isalnum()):
        return True
    return _is_latin(before) != _is_latin(behind)


def _is_latin(letter: str) -> bool:
    return letter.isascii() or "\u00c0" <= letter <= "\u024f" or "\u1e00" <= letter <= "\u1eff"


def _is_latin_text(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return sum(map(_is_latin, letters)) * 2 > len(letters)


def _opening_name(text: str) -> str | None:
    """The capitalised words a sentence opens with; one alone is just its first word."""
    name = []
    for token in _WORD.findall(text):
        if not token[0].isupper():
            break
        name.append(token)
    return " ".join(name) if 2 <= len(name) <= 5 else None


@cache
def _byline_patterns() -> list[re.Pattern[str]]:
    name = r"(?P<name>[^\s,،;:!?。।]+(?:[ \u00a0][^\s,،;:!?。।]+){1,5}?)"
    end = r"[.։।。۔።]?$"
    before = [wording for _, wording in furniture.words("writes")]
    after = [wording for _, wording in furniture.words("writes_after")]
    return [
        re.compile(rf"(?:^|[\s,،—–-])(?:{_either(before)})\s+{name}{end}", re.IGNORECASE),
        re.compile(rf"[,،—–।-]\s*{name}\s+(?:{_either(after)}){end}", re.IGNORECASE),
    ]


def _either(wordings: Iterable[str]) -> str:
    return "|".join(re.escape(wording) for wording in wordings) or "(?!)"


def _is_persons_name(name: str) -> bool:
    """Two to five words, each with a capital where its script has capitals, none with a digit."""
    words = name.split()
    return (
        2 <= len(words) <= 5
        and len(name) <= NAME_LENGTH
        and name != furniture.KNOWN_SITE
        and all(word in PARTICLES or not _lacks_capital(word[0]) for word in words)
        and not any(character.isdigit() or character in BRACKETS for character in name)
    )


def _lacks_capital(letter: str) -> bool:
    """Georgian has capitals in Unicode, but no name is written with one."""
    return letter.islower() and not "\u10d0" <= letter <= "\u10ff"
