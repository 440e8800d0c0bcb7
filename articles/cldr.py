"""CLDR's data of a language (Babel), where it has any."""

from functools import cache

from babel import Locale, UnknownLocaleError


@cache
def locale_of(language: str) -> Locale | None:
    """The locale of a BCP 47 code, None where CLDR knows none."""
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None
