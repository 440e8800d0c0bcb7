"""What a person typed, taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search.query import LONGEST_QUERY, MOST_WORDS, Query, Typed, read


def test_words_are_joined_by_and():
    assert read("human rights") == Query(
        "human rights", groups=((Typed("human", 0, 5),), (Typed("rights", 6, 12),))
    )


def test_nothing_is_asked_for_by_nothing():
    for text in ("", " \t\n", "\0", '""', '"  "', "AND", "OR", "*"):
        assert read(text).is_empty


@pytest.mark.parametrize("text", ["a AND b", "a  b", "a\nb", " a b ", "a\0b", "OR a b OR", "AND a b AND AND"])
def test_what_joins_words_anyway_changes_nothing(text: str):
    assert words(read(text)) == [["a"], ["b"]]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("referendum OR plebiscite", [["referendum", "plebiscite"]]),
        ("a OR b OR c d", [["a", "b", "c"], ["d"]]),
        ("a b OR c", [["a"], ["b", "c"]]),
        ("a OR OR b", [["a", "b"]]),
        ("a OR AND b", [["a", "b"]]),
        ("a OR … b", [["a", "b"]]),
        ("выборы OR วันเลือกตั้ง OR الانتخابات", [["выборы", "วันเลือกตั้ง", "الانتخابات"]]),
        ('a OR "b c"', [["a", "b c"]]),
        ("a OR -b c", [["a"], ["c"]]),
        ('a "OR" b', [["a"], ["OR"], ["b"]]),
        ("a or b", [["a"], ["or"], ["b"]]),
        ("a oR and b", [["a"], ["oR"], ["and"], ["b"]]),
        ("title:OR title:AND", [["OR"], ["AND"]]),
    ],
)
def test_or_joins_its_neighbours_and_only_in_capitals(text: str, groups: list[list[str]]):
    assert words(read(text)) == groups


@pytest.mark.parametrize(
    "text",
    [
        '"death penalty"',
        "“death penalty”",
        "„death penalty“",
        "„death penalty”",
        "«death penalty»",
        "»death penalty«",
        '"  death penalty "',
    ],
)
def test_quotation_marks_of_any_language_make_a_phrase(text: str):
    read_as = read(text)
    assert read_as.groups == ((Typed("death penalty", 0, len(read_as.text), is_exact=True),),)


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ('"death penalty', [["death"], ["penalty"]]),
        ('death penalty"', [["death"], ["penalty"]]),
        ('a "b c" d" e', [["a"], ["b c"], ["d"], ["e"]]),
        ('ab"c d"ef', [["ab"], ["c d"], ["ef"]]),
    ],
)
def test_a_quotation_mark_alone_is_nothing(text: str, groups: list[list[str]]):
    assert words(read(text)) == groups


def test_the_mark_inside_a_hebrew_abbreviation_is_a_letter():
    assert words(read('צה"ל')) == [['צה"ל']]
    assert words(read('"דובר צה"ל" ירדן')) == [['דובר צה"ל'], ["ירדן"]]


@pytest.mark.parametrize("text", ["-court", "−court"])
def test_a_minus_leaves_out_what_stands_behind_it(text: str):
    assert read(text) == Query(text, excluded=(Typed("court", 0, 6, is_excluded=True),))


def test_what_is_left_out_may_be_a_phrase_a_beginning_or_in_a_field():
    query = read('reform -"death penalty" -title:elect* −byline:"Colin Stevens"')
    assert words(query) == [["reform"]]
    assert query.excluded == (
        Typed("death penalty", 7, 23, is_exact=True, is_excluded=True),
        Typed("elect", 24, 37, field="title", is_prefix=True, is_excluded=True),
        Typed("Colin Stevens", 38, 61, field="byline", is_exact=True, is_excluded=True),
    )


@pytest.mark.parametrize("text", ["self-government", "2022-2023", '"local"-elections', "a -", "a - b"])
def test_a_hyphen_inside_or_between_words_leaves_out_nothing(text: str):
    assert read(text).excluded == ()
    assert read(text).groups != ()


def test_a_star_makes_a_beginning():
    assert read("parliament* референд**").groups == (
        (Typed("parliament", 0, 11, is_prefix=True),),
        (Typed("референд", 12, 22, is_prefix=True),),
    )


def test_a_star_elsewhere_is_nothing():
    assert words(read('*tion "elect*"')) == [["*tion"], ["elect*"]]
    assert [typed.is_prefix for group in read('*tion "elect*"').groups for typed in group] == [False, False]


def test_a_beginning_of_two_letters_is_a_word_and_of_three_a_beginning():
    query = read("eu* eur*")
    assert query.groups == ((Typed("eu", 0, 3),), (Typed("eur", 4, 8, is_prefix=True),))
    assert tuple(map(str, query.left_out)) == (
        "“eu*” is too short for a beginning: it was searched for as a word.",
    )


@pytest.mark.parametrize("name", ["title", "byline", "source", "language", "tag"])
def test_a_field_goes_before_a_word_or_a_phrase(name: str):
    end = len(name) + 1
    assert read(f'{name}:reform {name.upper()}:"two words"').groups == (
        (Typed("reform", 0, end + 6, field=name),),
        (Typed("two words", end + 7, 2 * end + 18, field=name, is_exact=True),),
    )


def test_what_only_looks_like_a_field_is_a_word():
    assert read("body:reform 12:30 title: facets:x").groups == (
        (Typed("body:reform", 0, 11),),
        (Typed("12:30", 12, 17),),
        (Typed("title:", 18, 24),),
        (Typed("facets:x", 25, 33),),
    )


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("NEAR(human rights, 2)", [["NEAR(human"], ["rights,"], ["2)"]]),
        ("{title body} : reform", [["{title"], ["body}"], ["reform"]]),
        ("'reform':A & !court | <2> x", [["'reform':A"], ["!court"], ["<2>"], ["x"]]),
        ("reform; DROP TABLE articles", [["reform;"], ["DROP"], ["TABLE"], ["articles"]]),
        ("%reform_ \\ x", [["%reform_"], ["x"]]),
    ],
)
def test_the_signs_of_a_database_mean_nothing(text: str, groups: list[list[str]]):
    assert words(read(text)) == groups


@pytest.mark.parametrize("sign", ["🗳️", "…", "!!!", "-", "(", "؟", "。", "'", "\u0301"])
def test_what_holds_no_word_is_named_and_left_out(sign: str):
    query = read(f"reform {sign} court")
    assert words(query) == [["reform"], ["court"]]
    assert tuple(map(str, query.left_out)) == (f"“{sign}” holds no word: it was left out.",)


def test_what_cannot_be_seen_is_not_repeated_in_a_warning():
    assert tuple(map(str, read("\u202e").left_out)) == ("“\ufffd” holds no word: it was left out.",)
    assert tuple(map(str, read("\u202eab*").left_out)) == (
        "“\ufffdab*” is too short for a beginning: it was searched for as a word.",
    )


def test_a_long_warning_is_cut():
    assert tuple(map(str, read("!" * 500).left_out)) == (f"“{'!' * 40}…” holds no word: it was left out.",)
    assert [len(said) < 160 for said in map(str, read(f"{'!' * 500}ab*").left_out)] == [True]


def test_the_same_warning_is_given_once():
    assert tuple(map(str, read("🗳️ reform 🗳️").left_out)) == ("“🗳️” holds no word: it was left out.",)


def test_a_thousand_characters_are_read():
    text = ("ā" * 63 + " ") * 15 + "ē" * 40
    assert len(text) == LONGEST_QUERY
    assert words(read(text)) == [["ā" * 63]] * 15 + [["ē" * 40]]
    assert read(text).left_out == ()


def test_of_ten_thousand_characters_the_whole_words_of_the_first_thousand_are_read():
    query = read("reform " + "х" * 985 + " constitution" * 800)
    assert words(query) == [["reform"], ["х" * 985]]
    assert tuple(map(str, query.left_out)) == ("Only the first 1,000 characters were searched for.",)


def test_a_single_word_of_ten_thousand_characters_is_cut():
    assert words(read("ā" * 10_000)) == [["ā" * LONGEST_QUERY]]


def test_white_space_takes_no_room():
    query = read("election" + " " * 2_000 + "law\n\n\n")
    assert words(query) == [["election"], ["law"]]
    assert query.left_out == ()


def test_thirty_two_words_are_read():
    typed = [f"w{number}" for number in range(33)]
    assert words(read(" ".join(typed[:32]))) == [[word] for word in typed[:32]]
    assert read(" ".join(typed[:32])).left_out == ()
    assert words(read(" ".join(typed))) == [[word] for word in typed[:32]]
    assert tuple(map(str, read(" ".join(typed)).left_out)) == ("Only the first 32 words were searched for.",)


def test_words_in_phrases_and_in_runs_without_spaces_are_counted_too():
    # A hundred letters of Thai are 99 pairs, and four pairs count as a word.
    phrase, run = "one two three four five six seven", "กข" * 50
    query = read(f'"{phrase}" {run} eight nine')
    assert words(query) == [[phrase], [run], ["eight"]]
    assert tuple(map(str, query.left_out)) == ("Only the first 32 words were searched for.",)


@pytest.mark.parametrize("text", [f'"{"word " * 40}"', "คำ" * 100], ids=["a phrase", "a run without spaces"])
def test_of_one_thing_that_is_too_long_the_first_words_are_read(text: str):
    """Else nothing at all would be asked for, and everything found."""
    query = read(text)
    assert not query.is_empty
    assert tuple(map(str, query.left_out)) == (f"Only the first {MOST_WORDS} words were searched for.",)


@pytest.mark.parametrize(
    ("text", "dropped", "left"),
    [
        ("human rights", "human", "rights"),
        ("human rights", "rights", "human"),
        ("a OR b c", "a", "b c"),
        ("a OR b c", "b", "a c"),
        ("a OR b OR c", "b", "a OR c"),
        ("x a OR b", "b", "x a"),
        ('reform title:"death penalty" court', "death penalty", "reform court"),
        ("reform parliament* court", "parliament", "reform court"),
        ("reform -court law", "court", "reform law"),
        ("ORDER OR b", "ORDER", "b"),
        ("a BUTOR b", "b", "a BUTOR"),
    ],
)
def test_a_thing_is_taken_out_with_its_signs(text: str, dropped: str, left: str):
    query = read(text)
    assert query.without(thing(query, dropped)) == left


@pytest.mark.parametrize(
    ("text", "replaced", "word", "wanted"),
    [
        ("electons in autumn", "electons", "elections", "elections in autumn"),
        ("a OR electons", "electons", "elections", "a OR elections"),
        ("-electons court", "electons", "elections", "-elections court"),
        ("byline:Stevns", "Stevns", "stevens", "byline:stevens"),
        ("title:titl", "titl", "title", "title:title"),
        ("elect electons elect", "electons", "elections", "elect elections elect"),
    ],
)
def test_a_word_is_replaced_where_it_stood(text: str, replaced: str, word: str, wanted: str):
    query = read(text)
    assert query.replacing(thing(query, replaced), word) == wanted


ANYTHING = st.lists(
    st.sampled_from(
        ["OR", "AND", "-", "*", '"', "“", "title:", "tag:", " ", "\0", "🗳️", "реформа", "ประชามติ", "الدستور"]
    )
    | st.text(max_size=8)
).map("".join)


@given(ANYTHING)
def test_any_text_is_legal_and_everything_stands_where_it_is_said_to(text: str):
    query = read(text)
    for typed in (*sum(query.groups, ()), *query.excluded):
        assert typed.text in query.text[typed.start : typed.end]
    assert all(said.isprintable() and len(said) < 160 for said in map(str, query.left_out))


@given(ANYTHING)
def test_what_was_read_is_read_the_same_again(text: str):
    """A query stands in links as it was read."""
    query = read(text)
    assert read(query.text).groups == query.groups
    assert read(query.text).excluded == query.excluded


def words(query: Query) -> list[list[str]]:
    return [[typed.text for typed in group] for group in query.groups]


def thing(query: Query, text: str) -> Typed:
    return next(typed for typed in (*sum(query.groups, ()), *query.excluded) if typed.text == text)
