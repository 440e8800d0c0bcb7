"""The vocabulary of political reform that ships with the project: concepts and their names."""

import csv
import unicodedata
from collections import Counter

from articles.vocabulary import Kind
from tests.archives import ROOT

LANGUAGES = {"en", "lv", "pl", "th", "ar", "ru", "kk", "uz", "de", "fr", "es", "tr"}

with (ROOT / "fixtures" / "tags" / "concepts.tsv").open(encoding="utf-8", newline="") as stream:
    ROWS = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


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
    names = [row["name"] for row in ROWS]
    assert [name for name in names if name != unicodedata.normalize("NFC", name).strip()] == []
