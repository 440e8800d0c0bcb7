"""How much of one text stands in another."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import similarity
from tests.dumps import EDITIONS

COURT = (
    "The Constitutional Court took up its work on 1 January 2023, and citizens may now turn to it directly."
)
VOTE = "Voters in Kazakhstan approved fifty-six amendments on 5 June 2022, and about 68 per cent took part."
THAI = "ศาลรัฐธรรมนูญตั้งขึ้นใหม่แทนสภารัฐธรรมนูญเดิม ประชาชนที่เห็นว่ากฎหมายละเมิดสิทธิของตนร้องต่อศาลได้โดยตรง"


def containment(one: str, other: str) -> float:
    return similarity.containment(similarity.shingles_of(one), similarity.shingles_of(other))


def test_it_finds_all_of_a_text_in_itself():
    assert containment(COURT, COURT) == 1.0


@pytest.mark.parametrize("text", [COURT, THAI])
def test_it_finds_all_of_a_part_in_the_whole(text: str):
    assert containment(text[:60], text) == 1.0
    assert containment(text, text[:60]) == 1.0


def test_it_finds_nothing_of_one_text_in_another():
    assert containment(COURT, VOTE) == 0.0
    assert containment(COURT, THAI) == 0.0


def test_it_looks_at_neither_case_nor_spaces_nor_signs():
    assert containment(COURT, COURT.upper().replace(" ", "\u00a0\n").replace(",", "")) == 1.0


def test_it_finds_half_of_a_text_that_shares_a_half():
    assert containment(f"{COURT} {VOTE}", f"{COURT} {THAI}") == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize("language", EDITIONS)
def test_it_finds_a_corrected_text_in_the_first_one(language: str):
    body = " ".join(EDITIONS[language].body)
    corrected = body.replace("68", "67").replace("2022", "2023")
    assert 0.7 < containment(body, corrected) < 1


def test_it_compares_texts_shorter_than_a_shingle_as_wholes():
    assert containment("Vīzas", "vizas!") == 1.0
    assert containment("Vīzas", "Valsts") == 0.0


@pytest.mark.parametrize(
    ("one", "other", "share"), [("", "", 1.0), ("", COURT, 0.0), (COURT, "", 0.0), ("…", "!", 1.0)]
)
def test_it_finds_nothing_in_nothing_but_nothing(one: str, other: str, share: float):
    assert containment(one, other) == share


@given(st.text(), st.text())
@settings(max_examples=200, deadline=None, database=None)
def test_it_answers_with_a_share_whichever_text_comes_first(one: str, other: str):
    share = containment(one, other)
    assert 0 <= share <= 1
    assert containment(other, one) == share
    assert containment(one, one) == 1.0
