"""What to do when nothing is found: what to drop, and how a word may be spelt."""

import pytest

from articles import counts, indexing
from articles.facets import Address
from articles.filters import ArticleFilter
from articles.ways_out import Advice, WayOut, advice
from tests import rows

pytestmark = pytest.mark.django_db


def test_the_ways_out_name_the_filter_to_drop_and_what_that_would_show():
    rows.make_article(language="lv", source="EU Reporter", tags=["Māksla"], published="2023")
    rows.make_article(language="lv", source="EU Reporter", tags=["Māksla"], published="2021")
    rows.make_article(language="pl", source="EU Reporter", tags=["Māksla"], published="2024")
    query = "language=lv&source=eu-reporter&tag=maksla&published_after=2024&published_before=2024&sort=oldest"
    assert ways_out_of(query) == [
        WayOut(
            "Without the period",
            "/?language=lv&source=eu-reporter&tag=maksla&sort=oldest",
            counts.Total(2, True),
        ),
        WayOut(
            "Without the language",
            "/?source=eu-reporter&tag=maksla&published_after=2024&published_before=2024&sort=oldest",
            counts.Total(1, True),
        ),
    ]


def test_there_is_no_way_out_where_no_filter_is_on_or_none_alone_is_the_reason():
    assert ways_out_of("") == []
    rows.make_article(language="lv", source="EU Reporter")
    rows.make_article(language="pl", source="Tashkent Citizen")
    rows.make_article(language="th", source="Вестник реформ", tags=["Māksla"])
    assert ways_out_of("language=lv&source=tashkent-citizen&tag=maksla") == []


def test_a_way_out_is_counted_up_to_the_cap(monkeypatch):
    monkeypatch.setattr(counts, "CAP", 1)
    for _ in range(2):
        rows.make_article(language="lv", published="2023-05")
    rows.make_article(language="pl", published="2022")
    assert [way.total for way in ways_out_of("language=pl&published_after=2023-05")] == [
        counts.Total(1, False),
        counts.Total(1, True),
    ]


def test_a_word_that_stands_nowhere_is_named_and_dropping_it_is_offered():
    rows.make_article(title="Elections in autumn", body="The council votes.")
    found = advice_on("q=elections+xyzzy")
    assert found.unknown == ["xyzzy"]
    assert found.ways == [WayOut("Without the word", "/?q=elections", counts.Total(1, True), "xyzzy")]


def test_of_two_words_that_are_never_together_each_may_be_dropped():
    rows.make_article(title="Elections in autumn", body="The council votes.")
    for _ in range(2):
        rows.make_article(title="A referendum in spring", body="The council votes.")
    found = advice_on("q=elections+referendum")
    assert found.unknown == []
    assert [(way.words, way.total.articles) for way in found.ways] == [("elections", 2), ("referendum", 1)]


def test_several_words_that_stand_nowhere_are_dropped_together():
    rows.make_article(title="Elections in autumn", body="The council votes.")
    found = advice_on("q=xyzzy+elections+plugh")
    assert found.unknown == ["xyzzy", "plugh"]
    assert [way.link for way in found.ways] == ["/?q=elections"]


@pytest.mark.parametrize(
    ("language", "title", "typed", "meant"),
    [
        ("en", "Elections in autumn", "electons", "elections"),
        ("en", "Elections in autumn", "eelctions", "elections"),
        ("en", "A referendum", "referedum", "referendum"),
        ("lv", "Konstitūcija", "konstitūčja", "konstitūcija"),
        ("pl", "Wybory", "wybrory", "wybory"),
        ("ru", "Референдум", "рефрендум", "референдум"),
        ("ar", "كازاخستان", "كازاحستان", "كازاخستان"),
    ],
)
def test_a_misspelt_word_is_offered_as_the_archive_spells_it(language, title, typed, meant):
    rows.make_article(language=language, title=title, body="")
    assert [way.label for way in advice_on(f"q={typed}").spellings] == [meant]


def test_nothing_is_offered_that_finds_nothing():
    hidden = rows.make_article(title="Elections in autumn", status="published")
    hidden.status = "hidden"
    hidden.save()
    indexing.refresh([hidden.pk])
    assert advice_on("q=electons") == Advice(["electons"], [], [])


def test_short_words_are_not_guessed_at():
    rows.make_article(title="The vote", body="")
    assert advice_on("q=vot").spellings == []


def test_exact_words_alone_may_give_way_to_all_names(vocabulary):
    rows.make_article(language="lv", title="Vēlēšanas", body="")
    found = advice_on("q=elections&expand=0")
    assert WayOut("All names of a concept", "/?q=elections", counts.Total(1, True)) in found.ways


def advice_on(query: str) -> Advice:
    asked = ArticleFilter(query)
    return advice(asked, Address(tuple(asked.pairs)))


def ways_out_of(query: str) -> list[WayOut]:
    return list(advice_on(query).ways)
