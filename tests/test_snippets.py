"""Where a query's words stand in a text, and the stretch of it that is shown."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search import snippets
from articles.search.analysis import terms_of
from articles.search.expression import BYLINE, TITLE, Facet, Phrase
from articles.search.meaning import Meaning, Operand
from articles.search.query import Typed, read
from articles.search.snippets import ELLIPSIS, SHOWN, Marker, Piece


def test_a_match_is_a_piece_of_its_own_between_pieces_of_the_text():
    assert marker("elections").marked("Free elections, at last.") == [
        Piece("Free "),
        Piece("elections", 1),
        Piece(", at last."),
    ]


def test_a_text_that_begins_and_ends_with_a_match_has_no_empty_pieces():
    assert marker("elections").marked("elections") == [Piece("elections", 1)]
    assert marker("elections").marked("") == []


def test_a_text_without_a_match_is_one_piece():
    assert marker("elections").marked("A council votes.") == [Piece("A council votes.")]
    assert Marker(Meaning(read("")), "en").marked("A council votes.") == [Piece("A council votes.")]


def test_matches_are_numbered_on_from_text_to_text():
    found = marker("vote")
    assert found.marked("A vote", TITLE) == [Piece("A "), Piece("vote", 1)]
    assert found.marked("Vote, vote!") == [Piece("Vote", 2), Piece(", "), Piece("vote", 3), Piece("!")]
    assert found.marked("No more.") == [Piece("No more.")]
    assert found.matches == 3


@pytest.mark.parametrize(
    ("language", "typed", "text", "marked"),
    [
        ("en", "election", "The ELECTION's day; elections were held.", ["ELECTION's", "elections"]),
        ("lv", "velesanas", "Vēlēšanu diena: vēlēšanām nav vēlētāju.", ["Vēlēšanu", "vēlēšanām"]),
        ("pl", "wybory", "Przed wyborami i po wyborach", ["wyborami", "wyborach"]),
        ("ru", "конституция", "К Конституции приняли поправки.", ["Конституции"]),
        ("th", "ประชามติ", "ผลการลงประชามติครั้งนี้", ["ประชามติ"]),
        ("ar", "دستور", "وفي الدُّستُور الجديد، والدستور القديم", ["الدُّستُور", "والدستور"]),
        ("he", "חוקה", "בחוקה החדשה", ["בחוקה"]),
        ("ja", "憲法", "新しい憲法改正案は", ["憲法"]),
        ("zh", "憲法", "憲法", ["憲法"]),
        ("ko", "헌법", "새로운 헌법은", ["헌법"]),
        ("ja", "カザフスタン", "新生カザフスタンで", ["カザフスタン"]),
        ("hi", "चुनाव", "चुनावों में", ["चुनावों"]),
        ("tr", "seçim", "Seçimlerde", ["Seçimlerde"]),
    ],
)
def test_a_mark_begins_and_ends_where_the_word_does(language: str, typed: str, text: str, marked: list[str]):
    assert matches(marker(typed, language=language).marked(text)) == marked


def test_a_word_is_not_marked_inside_a_longer_one():
    assert matches(marker("art").marked("A party of art, apart")) == ["art"]


def test_a_beginning_marks_the_whole_word():
    beginning = Operand(Typed("elect", 0, 6, is_prefix=True), (Phrase(("elect",), is_prefix=True),))
    found = Marker(Meaning(read("elect*"), ((beginning,),)), "lv")
    assert matches(found.marked("Electorate, electing: preelected")) == ["Electorate", "electing"]


def test_a_phrase_is_one_mark_with_what_stands_between_its_words():
    found = marker('"human rights"')
    assert matches(found.marked("Human–rights, rights of humans, human: rights and human wrongs")) == [
        "Human–rights",
        "human: rights",
    ]


def test_the_beginning_of_a_phrase_at_the_end_of_a_text_is_no_match():
    assert matches(marker('"human rights"').marked("human rights and human")) == ["human rights"]


def test_a_phrase_that_ends_in_a_beginning_is_marked_up_to_the_end_of_its_word():
    phrase = Operand(Typed("憲法改", 0, 3), (Phrase(("human", "ri"), is_prefix=True),))
    found = Marker(Meaning(read("x"), ((phrase,),)), "en")
    assert matches(found.marked("human rights, human wrongs, human rite")) == ["human rights", "human rite"]


@pytest.mark.parametrize("between", ["ـــ", " ـ ", "—", "🗳️"])
def test_what_is_no_word_parts_no_phrase(between: str):
    """The index leaves no gap for it either, so it was found."""
    text = f"تقرير حقوق {between} الإنسان"
    found = marker('"حقوق الإنسان"', language="ar")
    assert matches(found.marked(text)) == [f"حقوق {between} الإنسان"]
    assert marker("تقرير", "الإنسان", language="ar").marked(text)[-1] == Piece("الإنسان", 2)


def test_words_beside_each_other_are_marked_one_by_one():
    assert matches(marker("human", "rights").marked("human rights")) == ["human", "rights"]


def test_words_without_a_space_between_them_are_marked_one_by_one():
    found = marker("ประชามติ", "รัฐธรรมนูญ", language="th")
    assert found.marked("การลงประชามติรัฐธรรมนูญ") == [
        Piece("การลง"),
        Piece("ประชามติ", 1),
        Piece("รัฐธรรมนูญ", 2),
    ]


def test_matches_that_overlap_are_one():
    phrase = marker('"human rights"', '"rights court"', "rights")
    assert matches(phrase.marked("the human rights court rules")) == ["human rights court"]
    thai = marker("รัฐธรรมนูญ", "ศาลรัฐธรรมนูญ", language="th")
    assert matches(thai.marked("ศาลรัฐธรรมนูญไทย")) == ["ศาลรัฐธรรมนูญ"]


def test_all_names_of_a_concept_are_marked_and_the_words_of_a_name_apart():
    named = Operand(
        Typed("human rights", 0, 12),
        (Phrase(("human", "rights")),),
        names=(Phrase(("prawa", "czlowieka"), None, ("pl",)), Phrase(("hr",))),
        words=(
            Operand(Typed("human", 0, 12), (Phrase(("human",)),)),
            Operand(Typed("rights", 0, 12), (Phrase(("rights",)), Phrase(("right",), None, ("en",)))),
        ),
        facets=(Facet("tag", 2),),
    )
    found = Marker(Meaning(read("human rights"), ((named,),)), "en")
    assert matches(found.marked("HR: rights of every human, prawa człowieka")) == ["HR", "rights", "human"]


def test_a_stem_is_marked_in_texts_of_its_languages_only():
    stem = Operand(Typed("elections", 0, 9), (Phrase(("elections",)), Phrase(("elect",), None, ("en",))))
    for language, marked in (("en", ["elect", "elections"]), ("th", ["elections"])):
        found = Marker(Meaning(read("elections"), ((stem,),)), language)
        assert matches(found.marked("elect, elections")) == marked


def test_a_word_of_a_field_is_marked_in_that_part_only():
    found = marker("title:vote", "byline:stevens")
    said = "Stevens on the vote"
    assert [matches(found.marked(said, part)) for part in (TITLE, BYLINE)] == [["vote"], ["Stevens"]]
    assert matches(found.marked(said)) == []
    assert matches(found.excerpt(said)) == []


def test_what_is_to_be_left_out_is_not_marked():
    operand = Operand(Typed("court", 1, 6, is_excluded=True), (Phrase(("court",)),))
    found = Marker(Meaning(read("-court"), (), (operand,)), "en")
    assert matches(found.marked("The court")) == []


def test_pieces_are_text_and_no_html():
    assert marker("script").marked("<script>&amp;</script>") == [
        Piece("<"),
        Piece("script", 1),
        Piece(">&amp;</"),
        Piece("script", 2),
        Piece(">"),
    ]


def test_of_a_very_long_text_the_beginning_is_looked_at(monkeypatch):
    monkeypatch.setattr(snippets, "LOOKED_AT", 20)
    assert marker("vote").marked("A vote, and far behind another vote.") == [
        Piece("A "),
        Piece("vote", 1),
        Piece(", and far behind another vote."),
    ]


def test_a_short_text_is_shown_whole():
    text = "x " * 100 + "vote " + "y " * 17
    assert len(text) < SHOWN
    assert marker("vote").excerpt(text) == [
        Piece("x " * 100),
        Piece("vote", 1),
        Piece(f" {'y ' * 17}"),
    ]


def test_an_excerpt_begins_before_the_match_and_ends_between_words():
    text = "before " * 100 + "vote" + " behind" * 100
    assert marker("vote").excerpt(text) == [
        Piece(ELLIPSIS),
        Piece("before " * 8),
        Piece("vote", 1),
        Piece(" behind" * 25),
        Piece(ELLIPSIS),
    ]


def test_an_excerpt_at_the_beginning_has_nothing_left_out_before_it():
    shown = marker("vote").excerpt("A vote" + " behind" * 100)
    assert shown[:2] == [Piece("A "), Piece("vote", 1)]
    assert shown[-1] == Piece(ELLIPSIS)


def test_an_excerpt_at_the_end_has_nothing_left_out_behind_it():
    shown = marker("vote").excerpt("before " * 100 + "vote.")
    assert shown[0] == Piece(ELLIPSIS)
    assert shown[-2:] == [Piece("vote", 1), Piece(".")]
    assert said(shown) == ELLIPSIS + "before " * 33 + "vote."


def test_a_text_without_a_match_is_shown_from_its_beginning():
    text = "before " * 100
    assert marker("vote").excerpt(text) == [Piece("before " * 33 + "before"), Piece(ELLIPSIS)]


def test_an_excerpt_is_where_most_matches_stand_and_of_equals_the_first():
    far, near = "vote " + "x " * 300, "vote on the vote by vote "
    assert matches(marker("vote").excerpt(far + near + "x " * 300)) == ["vote", "vote", "vote"]
    assert said(marker("vote").excerpt(f"a {far}b {far}c {far}")).startswith("a vote")


def test_an_excerpt_of_a_text_without_spaces_holds_the_match():
    text = "ก" * 500 + "ประชามติ" + "ข" * 500
    assert marker("ประชามติ", language="th").excerpt(text) == [
        Piece(ELLIPSIS),
        Piece("ก" * 60),
        Piece("ประชามติ", 1),
        Piece("ข" * 172),
        Piece(ELLIPSIS),
    ]


@pytest.mark.parametrize("before", range(3))
def test_an_excerpt_is_not_cut_between_a_consonant_and_its_marks(before: int):
    text = "กี่" * 200 + "ก" * before + "ประชามติ" + "กี่" * 200
    shown = said(marker("ประชามติ", language="th").excerpt(text)).strip(ELLIPSIS)
    start = text.index(shown)
    assert unicodedata.category(shown[0]) == "Lo"
    assert unicodedata.category(text[start + len(shown)]) == "Lo"


def test_a_match_that_is_longer_than_an_excerpt_is_cut():
    phrase = " ".join(["government"] * 30)
    shown = marker(f'"{phrase}"').excerpt(f"x {phrase} y")
    assert (shown[0], shown[-1]) == (Piece("x "), Piece(ELLIPSIS))
    assert [piece.is_match for piece in shown] == [False, True, False]
    assert phrase.startswith(shown[1].text)


@given(st.text(max_size=60) | st.text(alphabet="aบ้เ เขي عَ่, -", max_size=600))
def test_the_pieces_of_any_text_are_the_text(text: str):
    words = [terms for word in (text[:3], text[10:20], "ab", "บ") if (terms := terms_of(word, ""))]
    operands = [Operand(Typed("x", 0, 1), (Phrase(terms),)) for terms in words]
    found = Marker(Meaning(read("x"), tuple((operand,) for operand in operands)), "th")
    pieces = found.marked(text)
    assert said(pieces) == text
    assert [piece.number for piece in pieces if piece.is_match] == list(range(1, found.matches + 1))
    assert all(piece.text for piece in pieces)
    assert said(found.excerpt(text)).strip(ELLIPSIS) in text


def marker(*typed: str, language: str = "en") -> Marker:
    """What finds these words, each as one thing: as they are, and by their stems."""
    operands = []
    for one in typed:
        (thing,) = [thing for group in read(one).groups for thing in group]
        part = thing.field
        phrases = [Phrase(terms_of(thing.text, ""), part), Phrase(terms_of(thing.text, language), part)]
        operands.append(Operand(thing, tuple(dict.fromkeys(phrases))))
    return Marker(Meaning(read(" ".join(typed)), tuple((operand,) for operand in operands)), language)


def matches(pieces: list[Piece]) -> list[str]:
    return [piece.text for piece in pieces if piece.is_match]


def said(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces)
