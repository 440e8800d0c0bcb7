"""Dates as they were stated: what moment a text names, and how precisely.

Month names are CLDR's (Babel). A date nobody stated is no date: what cannot be read stays None.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from functools import cache

from babel.localedata import locale_identifiers
from dateparser.date import DateData, DateDataParser

from .cldr import locale_of
from .folding import fold

# The Thai solar calendar counts from 543 BC; no news page is of the 25th century.
BUDDHIST_ERA = 543
BUDDHIST_YEARS = range(2400, 2700)
YEARS = range(1900, 2100)

# Between the parts of a date: "gada", "року", "жылы"; in characters.
LONGEST_PARTICLE = 4

_ISO_8601 = re.compile(
    r"(?P<year>\d{4})(?:-\d\d(?:-\d\d(?:[Tt ](?P<hour>\d\d):\d\d(?::\d\d(?:[.,]\d{1,9})?)?"
    r" ?(?:[Zz]|[+-]\d\d:?\d\d)?)?)?)?",
    re.ASCII,
)
_FRACTION = re.compile(r"[.,]\d+")

_CLOCK = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?\s*$")

# In characters; what is longer is a sentence.
LONGEST_DATE = 80

# "2023. gads": a year alone may have one short word beside it; in characters.
LONGEST_YEAR = 8

# WordPress counts Vietnamese months in words (its "vi" translation), CLDR in digits.
_VIETNAMESE = "một hai ba tư năm sáu bảy tám chín mười mười_một mười_hai"
MONTHS_BESIDE_CLDR = {
    "vi": {fold(f"tháng {word.replace('_', ' ')}"): at for at, word in enumerate(_VIETNAMESE.split(), 1)}
}


class Precision(StrEnum):
    TIME = "time"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A moment in UTC, the first of the period that was stated, and what that period is."""

    at: datetime
    precision: Precision

    @property
    def end(self) -> datetime:
        """The first moment behind the period; the last of all if the calendar ends before."""
        day = self.at.replace(hour=0, minute=0, second=0, microsecond=0)
        try:
            match self.precision:
                case Precision.TIME:
                    return self.at + timedelta(seconds=1)
                case Precision.DAY:
                    return day + timedelta(days=1)
                case Precision.MONTH:
                    return day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1, day=1)
                case Precision.YEAR:
                    return day.replace(year=day.year + 1, month=1, day=1)
        except (OverflowError, ValueError):
            return datetime.max.replace(tzinfo=UTC)

    def isoformat(self) -> str:
        """ISO 8601, as short as it was stated: a year, a month, a day, or a time with its zone."""
        if self.precision is Precision.TIME:
            return self.at.isoformat()
        length = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}[self.precision]
        return self.at.date().isoformat()[:length]


def read_feed_date(text: str) -> StatedDate | None:
    """A date as RSS has it, or as Atom and JSON have it. Where no zone is said, or "-0000", it is UTC."""
    return _read_iso_8601(text.strip()) or _read_rfc_822(text)


def _read_rfc_822(text: str) -> StatedDate | None:
    try:
        at = parsedate_to_datetime(text)
        utc = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    # The parser makes 2001 of 0001, as RFC 850 had it; a feed states its years in full.
    return StatedDate(utc, Precision.TIME) if at.year in YEARS and f"{at.year:04}" in text else None


def _read_iso_8601(text: str) -> StatedDate | None:
    """ISO 8601 as W3C's note has it: a year, a month, a day or a time, and nothing else."""
    found = _ISO_8601.fullmatch(text)
    if not found or int(found["year"]) not in YEARS:
        return None
    if not found["hour"]:
        return _date(*(int(part) for part in text.split("-")))
    try:
        at = datetime.fromisoformat(_FRACTION.sub("", text).upper().replace(" ", "T", 1).replace(" ", ""))
        utc = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return StatedDate(utc, Precision.TIME)


def read_page_date(text: str, language: str | None) -> StatedDate | None:
    """The date a line states, in any script's digits and any of CLDR's month names.

    Where two languages use one name for two months (listopad), the line's own language decides;
    where day and month are both numbers and either could be the other, nothing is read.
    """
    ascii_digits = _CLOCK.sub(" ", "".join(_ascii_digit(character) for character in text))
    numbers = [int(number) for number in re.findall(r"\d+", ascii_digits)]
    years = [number for number in numbers if number >= 1000]
    rest = [number for number in numbers if number < 1000]
    if len(years) != 1 or len(rest) > 2 or not all(1 <= number <= 31 for number in rest):
        return None
    year = _gregorian(years[0])
    if year is None:
        return None
    name, month = _month_named(ascii_digits, language)
    if month is None:
        if len(rest) == 2:
            return _numeric(ascii_digits, year, rest)
        return _date(year) if not rest and len(fold(text)) <= LONGEST_YEAR else None
    if any(character.isdecimal() for character in name):
        # Vietnamese, Chinese, Japanese and Korean name a month by its number.
        if month not in rest:
            return None
        rest.remove(month)
    return _date(year, month, *rest) if len(rest) <= 1 else None


def read_worded_date(text: str, language: str) -> StatedDate | None:
    """What dateparser makes of a date that CLDR's patterns do not cover ("14th of May 2024"). It must state
    its year in full, and not leave open which of two numbers is the day."""
    ascii_digits = _CLOCK.sub(" ", "".join(_ascii_digit(character) for character in text))
    numbers = re.findall(r"\d+", ascii_digits)
    years = [number for number in numbers if len(number) == 4 and int(number) in YEARS]
    if len(text) > LONGEST_DATE or len(years) != 1 or len(numbers) > 2:
        return None
    read = _by_dateparser(ascii_digits, language, "absolute-time", REQUIRE_PARTS=["year", "month"])
    if not read or read.date_obj.year != int(years[0]):
        return None
    day = read.date_obj.day if len(numbers) == 2 and "day" in read.parts else None
    return _date(read.date_obj.year, read.date_obj.month, day)


def read_age(text: str, language: str, captured_at: datetime) -> StatedDate | None:
    """The date of what was so old when it was captured ("3 days ago"), as precisely as that is said. Weeks
    tell no day, and what is yet to come is no age."""
    if len(text) > LONGEST_DATE:
        return None
    base = captured_at.astimezone(UTC).replace(tzinfo=None)
    read = _by_dateparser(text, language, "relative-time", RELATIVE_BASE=base, TIMEZONE="UTC")
    if not read or read.date_obj > base:
        return None
    at = read.date_obj
    match read.period:
        case "day":
            return _date(at.year, at.month, at.day)
        case "week" | "month":
            return _date(at.year, at.month)
        case _:
            return _date(at.year)


def _by_dateparser(text: str, language: str, kind: str, **settings: object) -> DateData | None:
    """What one of its parsers reads; None in a language that it does not know."""
    try:
        read = DateDataParser(languages=[language], settings={"PARSERS": [kind], **settings}).get_date_data(
            text
        )
    except ValueError:
        return None
    return read if read.date_obj else None


def is_date(text: str) -> bool:
    """Whether a text is a date and nothing else, in any language: numbers, a month or three numbers,
    a day of the week, and words as short as "de" or "gada"."""
    plain = _CLOCK.sub(" ", "".join(_ascii_digit(character) for character in text))
    numbers = re.findall(r"\d+", plain)
    if not any(len(number) == 4 for number in numbers) or len(numbers) > 3:
        return False
    folded = fold(plain)
    name = (_longest_name(folded, _months_of_all()) or ("",))[0]
    if not name and len(numbers) < 3:
        return False
    rest = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", folded, count=1) if name else folded
    words = [word for word in re.sub(r"[\d年月日년월일]+", " ", rest).split() if word not in _all_weekdays()]
    return all(len(word) <= LONGEST_PARTICLE and word.isalpha() for word in words)


def _ascii_digit(character: str) -> str:
    return str(unicodedata.digit(character)) if unicodedata.category(character) == "Nd" else character


def _gregorian(year: int) -> int | None:
    if year in BUDDHIST_YEARS:
        return year - BUDDHIST_ERA
    return year if year in YEARS else None


def _numeric(text: str, year: int, rest: list[int]) -> StatedDate | None:
    """2024-04-11, 11.04.2024 and 2024年4月11日. The order is sure if the year stands first, with dots,
    or if a number is over 12."""
    first, second = rest
    if re.match(r"\D*\d{4}", text):
        return _date(year, first, second)
    if first > 12 or "." in text:
        return _date(year, second, first)
    return _date(year, first, second) if second > 12 or first == second else None


def _date(year: int, month: int | None = None, day: int | None = None) -> StatedDate | None:
    precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
    try:
        return StatedDate(datetime(year, month or 1, day or 1, tzinfo=UTC), precision)
    except ValueError:
        return None


def _month_named(text: str, language: str | None) -> tuple[str, int | None]:
    """The month a text names, and the name; in the line's own language first, then in any."""
    folded = fold(text)
    if language:
        without_day = _without_weekday(folded, language)
        for candidate in dict.fromkeys([without_day, folded]):
            if found := _longest_name(candidate, _months_of(language)):
                return found
            if found := _inflected_name(candidate, _months_of(language)):
                return found
    found = _longest_name(folded, _months_of_all())
    # The table of all languages has 0 for a name that two of them give to different months.
    return found if found and found[1] else ("", None)


def _longest_name(text: str, names: dict[str, int]) -> tuple[str, int] | None:
    """Whole words, or, where no spaces are written or a digit is part of the name, anywhere."""
    written = f" {text} "
    found = [name for name in names if f" {name} " in written or (name in text and _is_unspaced(name))]
    longest = max(found, key=len, default=None)
    return (longest, names[longest]) if longest else None


def _inflected_name(text: str, names: dict[str, int]) -> tuple[str, int] | None:
    """A name with one letter before it (Hebrew "in May") or, if it is long enough, a few behind it."""
    for name in sorted(names, key=len, reverse=True):
        behind = r"\w{0,4}" if len(name) > 3 else ""
        if re.search(rf"(?:^| )(?:\w{re.escape(name)}|{re.escape(name)}{behind})(?: |$)", text):
            return name, names[name]
    return None


def _is_unspaced(name: str) -> bool:
    return name[0].isdecimal() or unicodedata.name(name[0], "").startswith(
        ("THAI", "LAO", "KHMER", "MYANMAR")
    )


def _without_weekday(text: str, language: str) -> str:
    """The text without the first and longest name of a day in it: Welsh Mawrth is March and Tuesday."""
    written = f" {text} "
    found = [name for name in _weekdays_of(language) if f" {name} " in written]
    return written.replace(f" {max(found, key=len)} ", " ", 1).strip() if found else text


@cache
def _weekdays_of(language: str) -> frozenset[str]:
    locale = locale_of(language)
    if locale is None:
        return frozenset()
    return frozenset(
        fold(name)
        for forms in locale.days.values()
        for width in ("wide", "abbreviated")
        for name in forms[width].values()
    )


@cache
def _all_weekdays() -> frozenset[str]:
    names = (_weekdays_of(identifier) for identifier in locale_identifiers() if "_" not in identifier)
    return frozenset(word for name in frozenset().union(*names) for word in name.split())


@cache
def _months_of(language: str) -> dict[str, int]:
    """Folded names, wide and abbreviated, as in a date and alone. In digits only they are no names."""
    locale = locale_of(language)
    if locale is None:
        return {}
    names: dict[str, int] = {}
    for forms in locale.months.values():
        for width in ("wide", "abbreviated"):
            for number, name in forms[width].items():
                if not (key := fold(name)).isdecimal():
                    names.setdefault(key, number)
    return names | MONTHS_BESIDE_CLDR.get(language, {})


@cache
def _months_of_all() -> dict[str, int]:
    names: dict[str, int] = {}
    for identifier in locale_identifiers():
        if "_" in identifier:
            continue
        for name, number in _months_of(identifier).items():
            names[name] = number if names.get(name, number) == number else 0
    return names
