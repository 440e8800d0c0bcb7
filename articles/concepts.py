"""The vocabulary an archive starts with: every country by CLDR, and what stands in fixtures/tags."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .cldr import locale_of
from .folding import name_key
from .languages import NEWS_LANGUAGES
from .vocabulary import Kind, territory_codes

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "tags"
CONCEPTS, COUNTRIES = "concepts.tsv", "countries.tsv"

PREFERRED_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class StartingName:
    """A name in a language (BCP 47); one that is not shown is only searched by."""

    language: str
    text: str
    is_shown: bool = True


@dataclass(slots=True)
class StartingConcept:
    """A concept, the name it is preferred under, and all its names. A country has an ISO 3166 code."""

    name: str
    kind: Kind
    territory: str | None = None
    names: list[StartingName] = field(default_factory=list)


def starting_concepts() -> list[StartingConcept]:
    """Countries first. A name that two concepts claim in one language stays with the first."""
    claimed: set[tuple[str, str]] = set()
    found = [*_countries(), *_listed()]
    for concept in found:
        free = []
        for name in concept.names:
            claim = (name.language, name_key(name.text))
            if claim not in claimed:
                claimed.add(claim)
                free.append(name)
        concept.names = free
    return found


def _countries() -> list[StartingConcept]:
    """CLDR's countries with their names in every language news is written in, and those beside CLDR's."""
    english = locale_of(PREFERRED_LANGUAGE).territories
    countries = {code: StartingConcept(english[code], Kind.PLACE, code) for code in territory_codes()}
    for language in sorted(NEWS_LANGUAGES):
        if locale := locale_of(language):
            for code, concept in countries.items():
                if text := locale.territories.get(code):
                    concept.names.append(StartingName(language, text))
    for row in _rows(COUNTRIES):
        name = StartingName(row["language"], row["name"], row["shown"] == "1")
        countries[row["territory"]].names.append(name)
    return list(countries.values())


def _listed() -> list[StartingConcept]:
    concepts: dict[str, StartingConcept] = {}
    for row in _rows(CONCEPTS):
        concept = concepts.setdefault(row["concept"], StartingConcept(row["concept"], Kind(row["kind"])))
        concept.names.append(StartingName(row["language"], row["name"], row["shown"] == "1"))
    return list(concepts.values())


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
