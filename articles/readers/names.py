"""Names that stand inside a sentence: the author in an opening paragraph, the site in its disclaimer."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

from . import furniture

NAME_LENGTH = 40

# A picture's description and caption may stand before the first paragraph.
OPENING_PARAGRAPHS = 4

PARTICLES = {"al", "bin", "da", "de", "del", "den", "der", "di", "du", "el", "ibn", "la", "le", "van", "von"}
_WORD = re.compile(r"[^\s.,،、;:!?。।“”\"«»()\[\]]+")


def byline_in(paragraphs: Sequence[str]) -> str | None:
    """The author whose name closes an opening paragraph: "..., writes Colin Stevens." """
    for text in paragraphs[:OPENING_PARAGRAPHS]:
        for pattern in _byline_patterns():
            found = pattern.search(text.rstrip())
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
    tokens = _WORD.findall(disclaimer)
    return _said_twice(tokens) or _opening_name(tokens)


def _said_twice(tokens: list[str]) -> str | None:
    """The longest run of words that stands there twice and begins and ends like a name.

    One at either end of the disclaimer is preferred: German repeats "Artikel" in the middle.
    """
    text = f" {' '.join(tokens)} "
    best: tuple[bool, int, str] = (False, 0, "")
    for start in range(len(tokens)):
        for end in range(start + 1, min(start + 6, len(tokens)) + 1):
            run = tokens[start:end]
            if not _opens_a_name(run[0], tokens) or not _opens_a_name(run[-1], tokens):
                continue
            name = " ".join(run)
            if text.count(f" {name} ") > 1:
                outermost = text.startswith(f" {name} ") or text.endswith(f" {name} ")
                best = max(best, (outermost, len(name), name))
    return best[2] or None


def _opening_name(tokens: list[str]) -> str | None:
    """The capitalised words a sentence opens with; one alone is just its first word."""
    name = []
    for token in tokens:
        if not token[0].isupper():
            break
        name.append(token)
    return " ".join(name) if 2 <= len(name) <= 5 else None


def _opens_a_name(token: str, tokens: list[str]) -> bool:
    """A capital where the script has them; Latin letters in a text that is not Latin."""
    if token[0].isupper():
        return True
    return token.isascii() and token[0].isalpha() and not all(other.isascii() for other in tokens)


@cache
def _byline_patterns() -> list[re.Pattern[str]]:
    name = r"(?P<name>[^\s.,،;:!?。।]+(?:[ \u00a0][^\s,،;:!?。।]+){1,3}?)"
    end = r"[.։।。]?$"
    before = [wording for _, wording in furniture.words("writes")]
    after = [wording for _, wording in furniture.words("writes_after")]
    return [
        re.compile(rf"(?:^|[\s,،—–-])(?:{_either(before)})\s+{name}{end}", re.IGNORECASE),
        re.compile(rf"[,،—–।-]\s*{name}\s+(?:{_either(after)}){end}", re.IGNORECASE),
    ]


def _either(wordings: Iterable[str]) -> str:
    return "|".join(re.escape(wording) for wording in wordings) or "(?!)"


def _is_persons_name(name: str) -> bool:
    """Two to four words, each with a capital where its script has capitals, none with a digit."""
    words = name.split()
    return (
        2 <= len(words) <= 4
        and len(name) <= NAME_LENGTH
        and all(unicodedata.category(word[0]) != "Ll" or word in PARTICLES for word in words)
        and not any(character.isdigit() for character in name)
    )
