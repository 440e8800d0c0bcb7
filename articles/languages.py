"""Languages: which one a text is in, and what CLDR calls it."""

from dataclasses import dataclass
from functools import cache
from itertools import islice

from babel import Locale
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from .cldr import locale_of

UNDETERMINED = "und"

# How much of a text is looked at, and below what its answer is worth little: measured on 13 articles
# and 1,680 paragraphs in 84 languages.
IDENTIFIED_CHARACTERS = 1_000
ENOUGH_LETTERS = 40
ENOUGH_CONFIDENCE = 0.5

# What the identifier may answer: the languages news is written in. The dialects it knows too
# (Latgalian, Egyptian Arabic, Venetian...) drew short texts away from them.
IDENTIFIED = frozenset(
    """
    af am ar as az ba be bg bn br bs ca cs cy da de dz el en eo es et eu fa fi fo fr fy ga gd gl gu
    ha he hi hr ht hu hy id ig is it ja jv ka kk km kn ko ku ky la lb lg ln lo lt lv mg mk ml mn mr
    ms mt my ne nl nn no oc om or pa pl ps pt qu ro ru rw se si sk sl sn so sq sr sv sw ta te tg th
    tk tl tr tt ug uk ur uz vi xh yo zh zu
    """.split()  # noqa: SIM905
)

# Codes that name a language the archive keeps under another: withdrawn ones (IANA subtag registry),
# and the two that mean the same written language in practice.
ALIASES = {
    "iw": "he",
    "in": "id",
    "ji": "yi",
    "mo": "ro",
    "tl": "fil",
    "nb": "no",
    "jw": "jv",
}

# The same languages under the codes that the archive keeps.
NEWS_LANGUAGES = frozenset(ALIASES.get(code, code) for code in IDENTIFIED)

RIGHT_TO_LEFT = "rtl"
LEFT_TO_RIGHT = "ltr"


@dataclass(frozen=True, slots=True)
class Identified:
    """A language (BCP 47) and how sure the identifier is of it, 0 to 1."""

    code: str
    confidence: float


@dataclass(frozen=True, slots=True)
class LanguageNames:
    """What CLDR says of a language."""

    code: str
    name: str
    english_name: str
    direction: str


def identify(text: str) -> Identified | None:
    """The language of a text by its first IDENTIFIED_CHARACTERS; None if it holds no letters."""
    sample = text[:IDENTIFIED_CHARACTERS]
    if not any(character.isalpha() for character in sample):
        return None
    code, confidence = _identifier().classify(sample)
    return Identified(ALIASES.get(code, code), round(confidence, 4))


def is_sure(identified: Identified, text: str) -> bool:
    """Whether what was identified of a text is to be believed whatever else is said of it."""
    return identified.confidence >= ENOUGH_CONFIDENCE and has_enough_letters(text)


def has_enough_letters(text: str) -> bool:
    letters = filter(str.isalpha, text[:IDENTIFIED_CHARACTERS])
    return len(list(islice(letters, ENOUGH_LETTERS))) == ENOUGH_LETTERS


def primary(tag: str | None) -> str | None:
    """The language of a BCP 47 tag as the archive keeps it ("en-US" is "en", "iw" is "he"), or None
    if CLDR knows no such language."""
    code = (tag or "").strip().replace("_", "-").split("-")[0].lower()
    code = ALIASES.get(code, code)
    return code if code and _is_known(code) else None


@cache
def names_of(code: str) -> LanguageNames:
    """Own name, English name and direction of a language; of an unknown one, its code."""
    if code == UNDETERMINED:
        return LanguageNames(code, "Unknown language", "Unknown language", LEFT_TO_RIGHT)
    english = Locale.parse("en").languages.get(code, code)
    locale = locale_of(code)
    if locale is None:
        return LanguageNames(code, english, english, LEFT_TO_RIGHT)
    own = locale.languages.get(code, english)
    return LanguageNames(code, own[:1].upper() + own[1:], english, locale.text_direction)


def _is_known(code: str) -> bool:
    return code in Locale.parse("en").languages and code not in {
        "mul",
        "zxx",
        UNDETERMINED,
        "root",
    }


@cache
def _identifier() -> LanguageIdentifier:
    """The model ships with the package; nothing is fetched."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted(IDENTIFIED))
    return identifier


def is_identifiable(code: str) -> bool:
    """Whether the identifier could have answered with this language at all."""
    return code in NEWS_LANGUAGES
