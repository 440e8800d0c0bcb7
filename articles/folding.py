"""The forms in which texts are compared, and the form in which a headline stands in an address."""

import re
import unicodedata

from anyascii import anyascii

# Zero-width and bidirectional marks that never tell two texts apart. U+200C and U+200D do: they
# shape Persian and Indic words, so they stay.
INVISIBLE = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")

SLUG_LENGTH = 80
NAME_KEY_LENGTH = 200

# How much of a wrong value a warning repeats.
SHOWN_LENGTH = 40

_PILED_MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{31}"
)

# Letters that decompose into nothing simpler, and are left out or replaced in hurried typing.
_PLAIN_LETTERS = str.maketrans(
    {"ł": "l", "đ": "d", "ð": "d", "ø": "o", "ħ": "h", "ı": "i", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th"}
)

TATWEEL = "\u0640"


def comparable(text: str) -> str:
    """The form in which lines are compared: NFC, invisible marks off, white space runs as one space."""
    if text.isascii():
        return " ".join(text.split())
    return " ".join(INVISIBLE.sub("", _normalised("NFC", text)).split())


def fold(text: str) -> str:
    """The form in which names and labels are compared: letters, marks and digits only; case, Latin
    accents, tatweel, harakat and points off, digits in ASCII. Thai and Indic vowel signs stay: they
    make the word."""
    letters = []
    # Twice, as the Unicode Standard says of a caseless match (D146): either step can undo the other.
    plain = _normalised("NFKD", text).casefold().translate(_PLAIN_LETTERS)
    for character in _normalised("NFKD", plain):
        category = unicodedata.category(character)
        if category == "Nd":
            character = str(unicodedata.digit(character))
        if (category[0] in "LN" and character != TATWEEL) or (
            category[0] == "M" and not _is_accent(character)
        ):
            letters.append(character)
        elif category[0] in "ZP" or character.isspace():
            letters.append(" ")
    return " ".join("".join(letters).split())


def name_key(name: str) -> str:
    """A name in the form in which names are compared; one that folds to nothing stays as it is."""
    return (fold(name) or name)[:NAME_KEY_LENGTH]


def slug_of(text: str, fallback: str) -> str:
    """ASCII words joined by hyphens, at most SLUG_LENGTH characters; `fallback` if none is left.

    Romanised, because dropping what is not ASCII would leave a Thai headline empty.
    """
    words = re.findall(r"[a-z0-9]+", anyascii(text).lower())
    slug = ""
    for word in words:
        if len(slug) + len(word) >= SLUG_LENGTH:
            break
        slug = f"{slug}-{word}" if slug else word
    return slug or (words[0][:SLUG_LENGTH] if words else fallback)


def shown(value: str) -> str:
    """A wrong value as a warning repeats it: cut, and with nothing in it that cannot be seen."""
    visible = "".join(
        letter if letter.isprintable() else "\ufffd" for letter in INVISIBLE.sub("\ufffd", value)
    )
    return visible if len(visible) <= SHOWN_LENGTH else f"{visible[:SHOWN_LENGTH]}…"


def _normalised(form: str, text: str) -> str:
    """Unicode normalisation; a text that piles up marks as no writing does stays as it is, because
    sorting n of them takes n² steps (UAX 15, Stream-Safe Text Format)."""
    return text if _PILED_MARKS.search(text) else unicodedata.normalize(form, text)


def _is_accent(mark: str) -> bool:
    """Latin, Greek and Cyrillic accents; Hebrew points; Arabic harakat."""
    return (
        "\u0300" <= mark <= "\u036f"
        or "\u0591" <= mark <= "\u05c7"
        or "\u064b" <= mark <= "\u065f"
        or mark == "\u0670"
    )
