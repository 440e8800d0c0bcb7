"""Concepts: one meaning for one name in many languages, by what the archive knows and by CLDR."""

import pytest

from articles.vocabulary import (
    Concept,
    Kind,
    Vocabulary,
    territory_name,
    territory_named,
    territory_names,
)

KAZAKHSTAN = Concept("Kazakhstan", Kind.PLACE, "KZ")
ELECTIONS = Concept("Elections", Kind.TOPIC)
TOKAYEV = Concept("Kassym-Jomart Tokayev", Kind.PERSON)


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("lv", "Kazahstāna"),
        ("pl", "Kazachstan"),
        ("th", "คาซัคสถาน"),
        ("ar", "كازاخستان"),
        ("en", "Kazakhstan"),
        ("de", "Kasachstan"),
        ("ru", "Казахстан"),
        ("ja", "カザフスタン"),
        ("zh", "哈萨克斯坦"),
        ("he", "קזחסטן"),
        ("km", "កាហ្សាក់ស្ថាន"),
        ("am", "ካዛኪስታን"),
        ("fil", "Kazakhstan"),
        ("no", "Kasakhstan"),
    ],
)
def test_it_knows_one_kazakhstan_in_every_language(language: str, name: str):
    assert Vocabulary().concept(name, language) == KAZAKHSTAN


@pytest.mark.parametrize(
    "name", ["KAZAHSTĀNA", " kazahstāna ", "Kazahsta\u0304na", "Kazahstana", "\u200fKazahstāna"]
)
def test_it_knows_a_name_whatever_its_case_accents_and_spaces(name: str):
    assert Vocabulary().concept(name, "lv") == KAZAKHSTAN


@pytest.mark.parametrize(
    ("language", "name", "territory"),
    [
        ("lv", "Tunisija", "TN"),
        ("uk", "Україна", "UA"),
        ("th", "ไทย", "TH"),
        ("ar", "تونس", "TN"),
        ("he", "ירדן", "JO"),
        ("es", "Túnez", "TN"),
        ("th", "Kazakhstan", "KZ"),
        ("lv", "Georgia", "GE"),
        ("xx", "Georgia", "GE"),
    ],
)
def test_it_knows_a_country_by_its_own_name_or_the_english_one(language: str, name: str, territory: str):
    assert territory_named(name, language) == territory


@pytest.mark.parametrize(
    "name",
    ["Europe", "Eiropa", "World", "Āzija", "European Parliament", "Māksla", "", "…", "KZ", "Unknown Region"],
)
def test_it_takes_nothing_but_countries_for_countries(name: str):
    assert territory_named(name, "lv") is None


def test_it_keeps_a_name_that_means_nothing_to_it_as_a_topic():
    assert Vocabulary().concept("Pilsoniskā sabiedrība", "lv") == Concept("Pilsoniskā sabiedrība", Kind.TOPIC)


def test_it_knows_what_it_was_told():
    vocabulary = Vocabulary({("lv", "velesanas"): ELECTIONS, ("pl", "wybory"): ELECTIONS})
    assert [vocabulary.concept("Vēlēšanas", "lv"), vocabulary.concept("WYBORY", "pl")] == [
        ELECTIONS,
        ELECTIONS,
    ]


def test_it_believes_what_it_was_told_before_cldr():
    vocabulary = Vocabulary({("en", "georgia"): Concept("Georgia, USA", Kind.PLACE)})
    assert vocabulary.concept("Georgia", "en") == Concept("Georgia, USA", Kind.PLACE)
    assert vocabulary.concept("Georgia", "pl") == Concept("Georgia", Kind.PLACE, "GE")


def test_it_knows_a_name_in_every_language_once_it_was_told_it_in_one():
    """The Thai article writes "Tokayev" in Latin letters."""
    vocabulary = Vocabulary({("en", "tokayev"): TOKAYEV})
    assert vocabulary.concept("Tokayev", "th") == TOKAYEV


def test_it_changes_nothing_that_it_was_given():
    names = {("lv", "velesanas"): ELECTIONS}
    vocabulary = Vocabulary(names)
    names.clear()
    assert vocabulary.concept("Vēlēšanas", "lv") == ELECTIONS


@pytest.mark.parametrize(
    ("territory", "language", "name"),
    [
        ("KZ", "lv", "Kazahstāna"),
        ("KZ", "th", "คาซัคสถาน"),
        ("TN", "ar", "تونس"),
        ("GB", "en", "United Kingdom"),
        ("KZ", "xx", None),
        ("QQ", "en", None),
    ],
)
def test_it_names_a_country_in_a_language(territory: str, language: str, name: str | None):
    assert territory_name(territory, language) == name


def test_it_names_a_country_in_the_languages_that_have_a_name():
    assert territory_names("KZ", ["lv", "xx", "pl", "ar"]) == {
        "lv": "Kazahstāna",
        "pl": "Kazachstan",
        "ar": "كازاخستان",
    }
