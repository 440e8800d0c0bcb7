"""What differs between two texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import diffs
from articles.diffs import Change, Piece, changes


def test_equal_texts_have_no_changes():
    assert changes(["One.", "Two."], ["One.", "Two."]) == []
    assert changes([], []) == []


def test_a_changed_word_is_shown_inside_its_paragraph():
    assert changes(
        ["Same.", "The vote is held on Sunday, officials said."],
        ["Same.", "The vote is held on Monday, officials said."],
    ) == [
        Change(same=1),
        Change(
            (
                Piece("The vote is held on "),
                Piece("Sunday", is_out=True),
                Piece("Monday", is_in=True),
                Piece(", officials said."),
            )
        ),
    ]


def test_scripts_without_spaces_are_compared_letter_by_letter_with_their_marks():
    [change] = changes(["ประชามติรัฐธรรมนูญปี 2565"], ["ประชามติรัฐธรรมนูญปี 2566"])
    assert [piece.text for piece in change.pieces if piece.is_in] == ["6"]
    [change] = changes(["ที่ประชุมสภามีมติ"], ["ที่ประชุมสภามิมติ"])
    assert [(piece.text, piece.is_out, piece.is_in) for piece in change.pieces] == [
        ("ที่ประชุมสภา", False, False),
        ("มี", True, False),
        ("มิ", False, True),
        ("มติ", False, False),
    ]


@pytest.mark.parametrize(
    ("before", "after"), [(["Kept.", "Gone."], ["Kept."]), (["Kept."], ["New.", "Kept."])]
)
def test_whole_paragraphs_go_and_come(before, after):
    pieces = [piece for change in changes(before, after) for piece in change.pieces]
    [piece] = pieces
    assert piece.is_out == (len(before) > len(after))
    assert piece.is_in == (len(before) < len(after))


def test_paragraphs_with_nothing_in_common_are_not_woven_together():
    found = changes(["Alpha beta gamma delta."], ["Quite another sentence, with other words in it!"])
    assert [[(piece.is_out, piece.is_in) for piece in change.pieces] for change in found] == [
        [(True, False)],
        [(False, True)],
    ]


def test_a_long_paragraph_is_shown_as_changed_whole(monkeypatch):
    monkeypatch.setattr(diffs, "MOST_WORDS", 10)
    gone, come = changes(["word " * 20 + "x"], ["word " * 20 + "y"])
    assert (len(gone.pieces), len(come.pieces)) == (1, 1)


def test_beyond_so_many_comparisons_paragraphs_are_shown_as_changed_whole():
    before = [f"One two three four {number}" for number in range(3)]
    after = [f"One two three four five {number}" for number in range(3)]
    found = changes(before, after, diffs.Room(left=9 * 11))
    assert [len(change.pieces) for change in found] == [3, 1, 1, 1, 1]


def test_what_differs_behind_the_last_paragraph_that_is_compared_is_shown(monkeypatch):
    monkeypatch.setattr(diffs, "MOST_PARAGRAPHS", 3)
    found = changes(["1", "2", "3", "4", "a"], ["1", "2", "3", "4", "b"])
    assert "b" in "".join(piece.text for change in found for piece in change.pieces if piece.is_in)


PARAGRAPHS = st.lists(st.text(alphabet="ab cกิ。", min_size=1, max_size=12), max_size=6)


@given(PARAGRAPHS, PARAGRAPHS)
def test_without_what_came_it_is_the_one_text_without_what_went_the_other(before, after):
    found = changes(before, after)
    if not found:
        assert before == after
        return
    for texts, is_other in ((before, "is_in"), (after, "is_out")):
        rest = list(texts)
        for change in found:
            if change.same:
                del rest[: change.same]
                continue
            text = "".join(piece.text for piece in change.pieces if not getattr(piece, is_other))
            if text:
                assert rest.pop(0) == text
        assert rest == []
