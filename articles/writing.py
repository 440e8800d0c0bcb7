"""How the archive's values are written on a page, in the language of the page."""

import unicodedata
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import urlsplit

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .cldr import locale_of
from .dates import BUDDHIST_ERA, Precision, StatedDate
from .folding import INVISIBLE
from .languages import UNDETERMINED

# A line this short that ends like no sentence is a heading inside the article.
CROSSHEAD = 80
_SENTENCE_ENDS = tuple(".!?…:;,。！？؟۔।॥።։»”\"'’」』)")

# English as the world reads it: the day before the month.
_LOCALES = {"en": "en_GB"}

_THAI = "th"


def number(value: int) -> str:
    """With the language's own sign between thousands: 10,000, 10 000, 10.000."""
    return _number(value, get_language())


def number_of(value: int, one: str, many: str) -> str:
    """“1 article” or “2,000 articles”, for the admin, which is in English."""
    return f"{value:,} {one if value == 1 else many}"


def stated(when: StatedDate) -> str:
    """A date as precisely as it was stated, in words."""
    if when.precision is Precision.TIME:
        return moment(when.at)
    return stated_day(when)


def stated_day(when: StatedDate) -> str:
    """The same for a list: the time of day left out."""
    precision = Precision.DAY if when.precision is Precision.TIME else when.precision
    return _day(when.at.date(), precision, get_language())


def moment(at: datetime) -> str:
    values = {"day": _day(at.date(), Precision.DAY, get_language()), "time": f"{at:%H:%M}"}
    return _("%(day)s, %(time)s UTC") % values


def month(year: int, at: int) -> str:
    """A month of a year, in words."""
    return _day(date(year, at, 1), Precision.MONTH, get_language())


def month_name(at: int) -> str:
    """A month by itself, as short as the language writes it."""
    return format_date(date(2000, at, 1), "LLL", _locale(get_language()))


def year(value: int) -> str:
    return _day(date(value, 1, 1), Precision.YEAR, get_language())


def language_name(code: str) -> str:
    """What the language of the page calls a language; its code where CLDR does not say."""
    return _language_name(code, get_language())


def without_marks(text: str) -> str:
    """A text for where no element can keep its bidirectional marks inside: the window's title."""
    return INVISIBLE.sub("", text)


def web_link(url: str | None) -> str:
    """The address if a browser may be sent there, else nothing: only http and https lead out."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else ""


def is_crosshead(paragraph: str) -> bool:
    return len(paragraph) <= CROSSHEAD and not paragraph.endswith(_SENTENCE_ENDS)


def opening(excerpt: str | None, letters: int) -> str:
    """The beginning of a text, cut between words where its script has spaces, and never between a
    letter and its marks."""
    text = " ".join((excerpt or "").split())
    if len(text) <= letters:
        return text
    while letters > 1 and unicodedata.category(text[letters])[0] == "M":
        letters -= 1
    cut = text[:letters]
    head, space, _rest = cut.rpartition(" ")
    return (head if space and len(head) > letters // 2 else cut).rstrip(" .…,;:–—-") + "…"


def _locale(language: str | None) -> Locale:
    return Locale.parse(_LOCALES.get(language, language or "en_GB"))


@lru_cache(maxsize=10_000)
def _number(value: int, language: str) -> str:
    return format_decimal(value, locale=_locale(language))


@lru_cache(maxsize=10_000)
def _day(day: date, precision: Precision, language: str) -> str:
    if language == _THAI:
        return _thai(day, precision)
    locale = _locale(language)
    if precision is Precision.YEAR:
        return f"{day.year}"
    if precision is Precision.MONTH:
        return format_skeleton("yMMMM", day, locale=locale)
    return format_date(day, "long", locale)


def _thai(day: date, precision: Precision) -> str:
    """In the solar calendar that Thai readers count by, and beside it as ISO 8601 has it."""
    iso = f"{day:%Y-%m-%d}"[: {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}[precision]]
    pattern = {Precision.YEAR: "", Precision.MONTH: "MMMM ", Precision.DAY: "d MMMM "}[precision]
    words = format_date(day, pattern, _locale(_THAI)) if pattern else ""
    return f"{words}{day.year + BUDDHIST_ERA} ({iso})"


@lru_cache(maxsize=10_000)
def _language_name(code: str, language: str) -> str:
    known = locale_of(code) if code != UNDETERMINED else None
    return (known.get_display_name(_locale(language)) if known else None) or code
