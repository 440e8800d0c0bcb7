"""A text as terms, each with the characters that it was made of."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.search.analysis import (
    LONGEST_WORD,
    Term,
    analyse,
    is_dense,
    solid,
    term_of,
    terms_of,
    words_and_terms,
)


def surfaces(text: str, language: str) -> list[tuple[str, str]]:
    """The terms, and what stands in the text where each was found."""
    return [(term, text[start:end]) for term, start, end in analyse(text, language)]


def test_it_finds_every_word_where_it_stands():
    assert surfaces("Kazahstānas konstitūcija, 2022. gada 5. jūnijā!", "lv") == [
        ("kazahstan", "Kazahstānas"),
        ("konstitucij", "konstitūcija"),
        ("2022", "2022"),
        ("gad", "gada"),
        ("5", "5"),
        ("junij", "jūnijā"),
    ]


def test_it_answers_the_same_for_a_query_as_for_an_article():
    assert terms_of("pilsoniskā sabiedrība", "lv") == ("pilsonisk", "sabiedrib")
    assert terms_of("PILSONISKĀS SABIEDRĪBAS", "lv") == terms_of("pilsoniskas sabiedribas", "lv")


def test_it_leaves_the_words_of_an_unknown_language_whole():
    assert terms_of("Þetta Reykjavík", "is") == ("thetta", "reykjavik")


@pytest.mark.parametrize(
    "text", ["", "ิ", "\u1082", "\U0002fffd", "   ", "…!?", "🎉", "— «» “”", "\u200b\u00ad", "_"]
)
def test_it_finds_nothing_where_no_word_is(text: str):
    assert list(analyse(text, "en")) == []
    assert terms_of(text, "en") == ()


def test_it_parts_words_at_hyphens_dashes_and_underscores():
    assert terms_of("Nur-Sultan reform_law 2022–2023 a/b", "en") == (
        "nur",
        "sultan",
        "reform",
        "law",
        "2022",
        "2023",
        "a",
        "b",
    )


def test_it_cuts_thai_into_overlapping_pairs_of_letters_with_their_marks():
    assert surfaces("เลือกตั้ง", "th") == [
        ("เลื", "เลื"),
        ("ลือ", "ลือ"),
        ("อก", "อก"),
        ("กตั้", "กตั้"),
        ("ตั้ง", "ตั้ง"),
        ("ง", "ง"),
    ]


def test_a_thai_word_is_found_inside_an_unspaced_sentence():
    sentence = [term.text for term in analyse("รัฐบาลจัดการเลือกตั้งใหม่", "th")]
    sought = list(terms_of("เลือกตั้ง", "th"))
    assert any(sentence[at : at + len(sought)] == sought for at in range(len(sentence)))


def test_the_last_letter_of_a_run_is_a_term_of_the_article_but_not_of_a_query():
    assert [term.text for term in analyse("憲法改正", "zh")] == ["憲法", "法改", "改正", "正"]
    assert terms_of("憲法改正", "zh") == ("憲法", "法改", "改正")
    assert terms_of("法", "zh") == ("法",)


def test_a_thai_word_break_that_cannot_be_seen_changes_nothing():
    assert terms_of("การ\u200bเลือกตั้ง", "th") == terms_of("การเลือกตั้ง", "th")


def test_it_parts_a_run_without_spaces_from_latin_letters_and_digits():
    assert surfaces("ประธานาธิบดีTokayev2022年", "th")[-3:] == [
        ("ดี", "ดี"),
        ("tokayev2022", "Tokayev2022"),
        ("年", "年"),
    ]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("ជាតិ", ("ជាតិ",)),
        ("ລາວ", ("ລາ", "າວ")),
        ("မြန်မာ", ("မြန်", "န်မာ")),
        ("ひらがな", ("ひら", "らか\u3099", "か\u3099な")),
        ("국회", ("국회",)),
    ],
)
def test_it_keeps_the_marks_of_other_scripts_without_spaces(text: str, terms: tuple[str, ...]):
    assert [unicodedata.normalize("NFC", term) for term in terms_of(text, "und")] == [
        unicodedata.normalize("NFC", term) for term in terms
    ]


@pytest.mark.parametrize(
    ("text", "dense"),
    [
        ("เลือกตั้ง", True),
        ("Tokayev พบ", True),
        ("憲法", True),
        ("선거", True),
        ("vēlēšanas", False),
        ("٢٠٢٢", False),
    ],
)
def test_it_knows_a_script_without_spaces(text: str, dense: bool):
    assert is_dense(text) is dense


def test_it_keeps_vowel_signs_and_drops_accents():
    assert terms_of("चुनाव", "und") == ("चुनाव",)
    assert terms_of("ve\u0304le\u0304s\u030canas", "lv") == terms_of("vēlēšanas", "lv")
    assert terms_of("الدُّسْتُورُ", "ar") == terms_of("الدستور", "ar")
    assert terms_of("בְּחִירוֹת", "he") == terms_of("בחירות", "he")
    assert terms_of("الدستـــور", "ar") == terms_of("الدستور", "ar")


def test_a_mark_belongs_to_its_word():
    assert surfaces("e\u0301lu", "fr")[0][1] == "e\u0301lu"


@pytest.mark.parametrize("hidden", ["\u00ad", "\u200b", "\u2060", "\ufeff", "\u200e", "\u200f"])
def test_what_cannot_be_seen_parts_no_word(hidden: str):
    text = f"konsti{hidden}tūcija"
    assert surfaces(text, "lv") == [("konstitucij", text)]


def test_a_joiner_that_shapes_a_persian_word_is_part_of_it():
    assert len(terms_of("می\u200cخواهم", "fa")) == 1


@pytest.mark.parametrize("apostrophe", ["'", "’", "‘", "ʼ"])
def test_an_english_genitive_is_the_name(apostrophe: str):
    assert terms_of(f"Kazakhstan{apostrophe}s", "en") == terms_of("Kazakhstan", "en")


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_a_french_apostrophe_parts_the_article_from_the_noun(apostrophe: str):
    text = f"l{apostrophe}élection"
    assert surfaces(text, "fr") == [("l", "l"), (term_of("élection", "fr"), "élection")]


@pytest.mark.parametrize("apostrophe", ["ʻ", "‘", "'", "`"])
def test_an_uzbek_letter_is_one_in_its_four_spellings(apostrophe: str):
    assert terms_of(f"O{apostrophe}zbekiston", "uz") == ("ozbekiston",)


def test_an_apostrophe_inside_a_word_of_another_language_is_left_out():
    assert terms_of("п'ять пʼять п’ять", "uk") == terms_of("пять пять пять", "uk")


def test_quotation_marks_around_a_word_are_no_part_of_it():
    assert surfaces("‘reform’ 'law' “vote”", "en") == [("reform", "reform"), ("law", "law"), ("vote", "vote")]


@pytest.mark.parametrize("mark", ['"', "״", "”"])
def test_a_hebrew_abbreviation_is_one_word(mark: str):
    assert surfaces(f'או{mark}ם, "חוק"', "he") == [("אומ", f"או{mark}ם"), ("חוק", "חוק")]


@pytest.mark.parametrize("digits", ["2022", "٢٠٢٢", "۲۰۲۲", "२०२२", "๒๐๒๒", "２０２２"])
def test_a_number_is_one_term_in_any_digits(digits: str):
    assert terms_of(digits, "und") == ("2022",)


def test_a_very_long_word_counts_by_its_beginning():
    word = "x" * 1_000_000
    assert surfaces(word, "en") == [("x" * LONGEST_WORD, word)]


def test_a_word_of_which_nothing_is_left_is_no_term():
    assert term_of("ـ", "ar") == ""
    assert terms_of("ـــ", "ar") == ()


def test_it_parts_compatibility_forms_into_no_spaces():
    assert solid("ﷺ") == "صلىاللهعليهوسلم"


LANGUAGES = st.sampled_from(
    ["ar", "en", "fr", "he", "hi", "ja", "kk", "lv", "pl", "ru", "th", "tr", "und", "uz"]
)
SCRIPTS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("aāšżłİßеёіїقوةאםหำ憲국がñ'’ʻ\"״-\u00ad\u0301\u200b\u200c٢๒ \n"),
    ),
    max_size=60,
)


@given(SCRIPTS, LANGUAGES)
def test_any_text_gives_terms_in_order_of_letters_marks_and_digits(text: str, language: str):
    terms = list(analyse(text, language))
    assert [term.start for term in terms] == sorted({term.start for term in terms})
    for term in terms:
        assert isinstance(term, Term)
        assert 0 <= term.start < term.end <= len(text)
        assert term.text
        assert {unicodedata.category(character)[0] for character in term.text} <= {"L", "M", "N"}


@given(SCRIPTS, LANGUAGES)
def test_words_and_terms_of_any_text_are_those_that_stand_in_it(text: str, language: str):
    found = surfaces(text, language)
    assert words_and_terms(text, language) == ([word for _, word in found], [term for term, _ in found])


@given(SCRIPTS, LANGUAGES)
@settings(max_examples=300)
def test_any_word_of_a_text_is_found_in_it(text: str, language: str):
    held = {term.text for term in analyse(text, language)}
    for word in text.split():
        assert set(terms_of(word, language)) <= held
