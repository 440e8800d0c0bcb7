"""Concepts and the names they go by: what a section label or a feed's tag means, in any language.

A vocabulary is an argument of the enrichment: it holds what the database knows, and CLDR stands
behind it for the names of countries.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from .cldr import locale_of
from .folding import fold


class Kind(StrEnum):
    PLACE = "place"
    PERSON = "person"
    ORGANISATION = "organisation"
    BODY = "body"
    TOPIC = "topic"


# What pages call a country where CLDR has another form: {(language, folded name): ISO 3166 code}.
NAMES_BESIDE_CLDR = {
    ("th", fold("ประเทศไทย")): "TH",
    ("en", "usa"): "US",
    ("en", "us"): "US",
    ("en", "uk"): "GB",
}


@dataclass(frozen=True, slots=True)
class Concept:
    """What a tag stands for: a tag the database has, by its id, a country, by its ISO 3166 code, or
    something new, by its name."""

    name: str
    kind: Kind
    territory: str | None = None
    tag: int | None = None


@dataclass(frozen=True, slots=True)
class NamedConcept:
    """A concept, and the name by which a text called it, in the text's language."""

    concept: Concept
    called: str
    language: str


class Vocabulary:
    """Names to concepts. `names` maps (language, folded name) to a concept."""

    def __init__(self, names: Mapping[tuple[str, str], Concept] | None = None):
        self._names: dict[str, dict[str, Concept]] = {}
        for (language, folded), concept in (names or {}).items():
            self._names.setdefault(folded, {})[language] = concept

    def concept(self, name: str, language: str) -> Concept:
        """What a name means in a text of this language: a known concept, a country, or itself."""
        folded = fold(name)
        known = self.meanings(folded)
        if language in known:
            return known[language]
        if territory := territory_named(name, language):
            return Concept(territory_name(territory, "en"), Kind.PLACE, territory)
        return next(iter(known.values()), None) or Concept(name, Kind.TOPIC)

    def meanings(self, folded: str) -> Mapping[str, Concept]:
        """What a folded name means, by language."""
        return self._names.get(folded, {})


def territory_named(name: str, language: str) -> str | None:
    """The ISO 3166 code of the country CLDR calls so in this language, or in English."""
    folded = fold(name)
    return (
        NAMES_BESIDE_CLDR.get((language, folded))
        or _territories(language).get(folded)
        or _territories("en").get(folded)
    )


def territory_name(territory: str, language: str) -> str | None:
    """CLDR's name of a country, None where it has none in this language."""
    locale = locale_of(language)
    return locale.territories.get(territory) if locale else None


def territory_names(territory: str, languages: Iterable[str]) -> dict[str, str]:
    names = {language: territory_name(territory, language) for language in languages}
    return {language: name for language, name in names.items() if name}


@cache
def territory_codes() -> frozenset[str]:
    """The ISO 3166 codes of CLDR's countries. Continents (three digits), unions of countries and codes
    for tests are none."""
    codes = locale_of("en").territories
    return frozenset(code for code in codes if len(code) == 2) - {"ZZ", "XA", "XB", "EU", "EZ", "UN", "QO"}


@cache
def _territories(language: str) -> dict[str, str]:
    """Folded names of countries to their codes."""
    locale = locale_of(language)
    if locale is None:
        return {}
    names = {code: locale.territories.get(code, "") for code in sorted(territory_codes())}
    return {folded: code for code, name in names.items() if (folded := fold(name))}
