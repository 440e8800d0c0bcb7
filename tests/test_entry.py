"""What the index holds of one article, within what both databases can hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search import entry
from articles.search.analysis import LONGEST_WORD
from articles.search.entry import (
    GAP,
    LONGEST_FORM,
    MOST_OF_A_NAME,
    MOST_OF_ONE_TERM,
    MOST_TERMS,
    Analysed,
    analysed,
    columns,
    stored_terms,
    word_forms,
)


@pytest.mark.parametrize(
    ("name", "language", "terms"),
    [
        ("human rights", "en", "human right"),
        ("Kazahstāna", "lv", "kazahstan"),
        ("كازاخستان", "ar", "كازاخست"),
        ("คาซัคสถาน", "th", "คา าซั ซัค คส สถ ถา าน"),
        ("Côte d’Ivoire", "fr", "cot d ivoir"),
        ("C5+1", "en", "c5 1"),
        ("🗳️", "en", ""),
    ],
)
def test_a_name_is_stored_as_articles_of_its_language_hold_it(name: str, language: str, terms: str):
    assert stored_terms(name, language) == terms


def test_a_name_of_two_hundred_letters_fits_in_its_column():
    assert len(stored_terms("กข" * 100, "th")) < MOST_OF_A_NAME
    assert len(stored_terms("ﷺ " * 100, "und")) == MOST_OF_A_NAME


def test_an_article_is_analysed_part_by_part():
    assert analysed(("Free Elections", "", "The council's day."), "en") == [
        Analysed(["Free", "Elections"], ["free", "elect"]),
        Analysed([], []),
        Analysed(["The", "council's", "day"], ["the", "council", "day"]),
    ]


def test_an_entry_has_room_for_so_many_terms_in_all_parts_together():
    title, byline, body = analysed(("a b", "c", "x " * MOST_TERMS + "end"), "en")
    assert (len(title.terms), len(byline.terms), len(body.terms)) == (2, 1, MOST_TERMS - 3)
    assert len(body.words) == len(body.terms)


def test_what_has_room_is_whole():
    (body,) = analysed(["x " * (MOST_TERMS - 1) + "end"], "en")
    assert body.terms[-1] == "end"


def test_behind_a_headline_that_fills_the_entry_nothing_has_room():
    assert analysed(("x " * (MOST_TERMS + 1), "by somebody", "text"), "en")[1:] == [
        Analysed([], []),
        Analysed([], []),
    ]


def test_no_more_of_a_text_is_looked_at_than_has_room(monkeypatch):
    looked_at = []

    def look(text: str, language: str) -> tuple[list[str], list[str]]:
        looked_at.append(len(text))
        return ["x"], ["x"]

    monkeypatch.setattr(entry, "words_and_terms", look)
    analysed(("x", "x" * 10_000_000), "en")
    assert max(looked_at) == (MOST_TERMS - 1) * LONGEST_WORD


def test_columns_are_terms_with_a_space_between_them():
    parts = analysed(("Free Elections", "", "ประชามติ"), "en")
    assert columns(parts) == ["free elect", "", "ปร ระ ะช ชา าม มติ ติ"]
    assert columns([]) == []
    assert columns([Analysed([], [])]) == [""]


def test_one_term_too_often_leaves_gaps_so_that_the_others_keep_their_places():
    title, body = columns(
        [
            Analysed(["x"], ["x"]),
            Analysed(["-"], ["x", "y"] * MOST_OF_ONE_TERM + ["z"]),
        ]
    )
    assert title == "x"
    assert body.split() == ["x", "y"] * (MOST_OF_ONE_TERM - 1) + [GAP, "y", "z"]


def test_a_term_as_often_as_both_databases_count_leaves_no_gap():
    (body,) = columns([Analysed(["-"], ["x"] * MOST_OF_ONE_TERM)])
    assert body == " ".join(["x"] * MOST_OF_ONE_TERM)


def test_words_are_kept_by_their_folded_form():
    assert word_forms(
        [
            ("Vēlēšanas", "lv", "velesan"),
            ("Vēlēšanu", "lv", "velesan"),
            ("wybory", "pl", "wybor"),
            ("wybory", "lv", "wybor"),
        ]
    ) == {
        ("velesanas", "lv", "velesan"): "vēlēšanas",
        ("velesanu", "lv", "velesan"): "vēlēšanu",
        ("wybory", "pl", "wybor"): "wybory",
        ("wybory", "lv", "wybor"): "wybory",
    }


@pytest.mark.parametrize("written", [["elections", "election's"], ["election's", "elections"]])
def test_of_two_ways_to_write_a_form_the_one_without_a_sign_is_kept(written: list[str]):
    found = [(word, "en", "elect") for word in written]
    assert word_forms(found) == {("elections", "en", "elect"): "elections"}


@pytest.mark.parametrize(
    "word",
    ["of", "ab", "2022", "covid19", "ประชามติ", "憲法", "x" * (LONGEST_FORM + 1)],
    ids=["two letters", "others", "a number", "a digit", "Thai", "Japanese", "too long"],
)
def test_what_nobody_looks_up_is_not_kept(word: str):
    kept = {("law", "en", "law"): "law"}
    assert word_forms([("law", "en", "law"), (word, "en", word)]) == kept


def test_a_word_that_folds_to_more_letters_than_fit_is_not_kept():
    """One letter, and eighteen when it is folded."""
    assert word_forms([("ﷺ" * 5, "ar", "صلى")]) == {}
    assert word_forms([("سلام", "ar", "صلى" * 30)]) == {}
    assert word_forms([("ﷺ", "ar", "صلى")]) == {("صلىاللهعليهوسلم", "ar", "صلى"): "ﷺ"}


@given(st.lists(st.text(max_size=40)), st.sampled_from(["ar", "en", "ja", "lv", "th", "und"]))
def test_any_text_gives_columns_that_both_databases_can_hold(texts: list[str], language: str):
    parts = analysed(texts, language)
    found = columns(parts)
    assert [len(column.split()) for column in found] == [len(part.terms) for part in parts]
    assert not set("'\"\\\0:") & set("".join(found))
    assert all(len(term.encode()) < 2_046 for column in found for term in column.split())


@given(st.lists(st.text(max_size=10)))
def test_any_forms_fit_in_their_columns(words: list[str]):
    parts = analysed(words, "und")
    found = {(word, "und", term) for part in parts for word, term in zip(part.words, part.terms, strict=True)}
    for (form, _, term), written in word_forms(found).items():
        assert 3 <= len(form) <= LONGEST_FORM
        assert 1 <= len(term) <= LONGEST_FORM
        assert 1 <= len(written) <= LONGEST_FORM
