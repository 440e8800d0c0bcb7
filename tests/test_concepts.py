"""The vocabulary of political reform that ships with the project: concepts and their names."""

import csv
import unicodedata
from collections import Counter

from articles.concepts import starting_concepts
from articles.folding import name_key
from articles.vocabulary import Kind, territory_codes, territory_name
from tests.archives import ROOT

LANGUAGES = {"en", "lv", "pl", "th", "ar", "ru", "kk", "uz", "de", "fr", "es", "tr"}


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "fixtures" / "tags" / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


ROWS = rows("concepts.tsv")
COUNTRIES = rows("countries.tsv")
WORDS = rows("words.tsv")


def test_every_concept_has_one_kind_that_is_known():
    kinds = {(row["concept"], row["kind"]) for row in ROWS}
    assert len(kinds) == len({concept for concept, _ in kinds})
    assert {kind for _, kind in kinds} <= set(Kind)


def test_there_are_forty_topics_at_least():
    assert len({row["concept"] for row in ROWS if row["kind"] == Kind.TOPIC}) >= 40


def test_every_concept_has_one_shown_name_in_each_of_twelve_languages():
    shown = Counter((row["concept"], row["language"]) for row in ROWS if row["shown"] == "1")
    assert set(shown.values()) == {1}
    concepts = {row["concept"] for row in ROWS}
    assert {(concept, language) for concept in concepts for language in LANGUAGES} - shown.keys() == set()


def test_a_name_stands_for_one_concept_in_a_language():
    names = {(row["language"], row["name"].casefold(), row["concept"]) for row in ROWS}
    twice = Counter((language, name) for language, name, _ in names)
    assert [name for name, times in twice.items() if times > 1] == []


def test_names_are_composed_and_have_nothing_around_them():
    names = [row["name"] for row in (*ROWS, *COUNTRIES, *WORDS)]
    assert [name for name in names if name != unicodedata.normalize("NFC", name).strip()] == []


def test_names_of_countries_stand_beside_those_that_cldr_has():
    assert {row["territory"] for row in COUNTRIES} <= territory_codes()
    cldr = {
        (language, name_key(name))
        for language in {row["language"] for row in COUNTRIES}
        for code in territory_codes()
        if (name := territory_name(code, language))
    }
    assert [row for row in COUNTRIES if (row["language"], name_key(row["name"])) in cldr] == []


def test_common_words_are_searched_for_and_tag_nothing():
    words = {row["concept"] for row in WORDS}
    assert {"president", "law", "women"} <= words
    assert words.isdisjoint(row["concept"] for row in ROWS)
    found = {one.name: one for one in starting_concepts()}
    assert {name.tags_texts for word in words for name in found[word].names} == {False}
    assert {name.tags_texts for name in found["elections"].names} == {True}


def test_no_name_is_lost_to_another_concept():
    """What two concepts claim in a language, the first one gets: nothing of ours is to come second."""
    claims = {
        (row["language"], name_key(row["name"]), row.get("concept") or row["territory"])
        for row in (*ROWS, *COUNTRIES, *WORDS)
    }
    claimed = Counter((language, key) for language, key, _ in claims)
    assert [claim for claim, times in claimed.items() if times > 1] == []
