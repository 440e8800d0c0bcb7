"""The vocabulary an archive starts with: every country by CLDR, and what stands in fixtures/tags."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .cldr import locale_of
from .folding import name_key, slug_of
from .languages import NEWS_LANGUAGES
from .search.entry import stored_terms
from .vocabulary import Kind, territory_codes

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "tags"
CONCEPTS, COUNTRIES, WORDS = "concepts.tsv", "countries.tsv", "words.tsv"

PREFERRED_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class StartingName:
    """A name in a language (BCP 47). Not shown, it is only searched by; one that does not tag is too
    common a word for that."""

    language: str
    text: str
    is_shown: bool = True
    tags_texts: bool = True


@dataclass(slots=True)
class StartingConcept:
    """A concept, the name it is preferred under, and all its names. A country has an ISO 3166 code."""

    name: str
    kind: Kind
    territory: str | None = None
    names: list[StartingName] = field(default_factory=list)


def add_starting_vocabulary(tags: type, names: type) -> None:
    """Adds the concepts and names that an archive lacks; what it has stays as it is. The models are
    those of Tag and TagName, or what they were when a migration was written."""
    for row in names.objects.all():
        row.terms = stored_terms(row.name, row.language)
        row.save(update_fields=["terms"])
    by_territory = {tag.territory: tag for tag in tags.objects.exclude(territory=None)}
    by_key = {(row.language, row.key): row.tag for row in names.objects.select_related("tag")}
    slugs = set(tags.objects.values_list("slug", flat=True))
    new_tags, new_names = [], []
    for concept in starting_concepts():
        called = (PREFERRED_LANGUAGE, name_key(concept.name))
        tag = by_territory.get(concept.territory) if concept.territory else by_key.get(called)
        if tag is None:
            slug = slug_of(concept.name, "tag")[:70]
            slug = next(
                free for free in (slug, *(f"{slug}-{at}" for at in range(2, 99))) if free not in slugs
            )
            slugs.add(slug)
            tag = tags(name=concept.name, slug=slug, kind=concept.kind.value, territory=concept.territory)
            new_tags.append(tag)
        new_names += [
            names(
                tag=tag,
                language=name.language,
                name=name.text[:200],
                is_shown=name.is_shown,
                tags_texts=name.tags_texts,
                key=name_key(name.text),
                terms=stored_terms(name.text, name.language),
            )
            for name in concept.names
        ]
    tags.objects.bulk_create(new_tags)
    for name in new_names:
        name.tag_id = name.tag.pk
    names.objects.bulk_create(new_names, batch_size=2_000, ignore_conflicts=True)


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
    countries = {code: StartingConcept(english[code], Kind.PLACE, code) for code in sorted(territory_codes())}
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
    """What articles are tagged by, and behind it the common words that are only searched for."""
    concepts: dict[str, StartingConcept] = {}
    for row in _rows(CONCEPTS):
        concept = concepts.setdefault(row["concept"], StartingConcept(row["concept"], Kind(row["kind"])))
        concept.names.append(StartingName(row["language"], row["name"], row["shown"] == "1"))
    for row in _rows(WORDS):
        concept = concepts.setdefault(row["concept"], StartingConcept(row["concept"], Kind.TOPIC))
        concept.names.append(StartingName(row["language"], row["name"], is_shown=False, tags_texts=False))
    return list(concepts.values())


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
