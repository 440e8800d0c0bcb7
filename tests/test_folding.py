"""The forms in which texts are compared, and the one in which a headline stands in an address."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.folding import SLUG_LENGTH, comparable, fold, slug_of


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("  Izdots\u00a0\t on ", "Izdots on"),
        ("Ma\u0304ksla", "Māksla"),
        ("rek\u00adlāma", "reklāma"),
        ("\ufeffreklāma\u200b\u2060", "reklāma"),
        ("\u200f\u202bפרסומת\u202c\u200e", "פרסומת"),
        ("\u2066\u061cالإعلانات\u2069", "الإعلانات"),
        ("pirmā\u2028otrā\u0085trešā", "pirmā otrā trešā"),
        ("\u3000広告\u3000", "広告"),
        ("\u200b\u00a0\ufeff", ""),
        ("", ""),
    ],
)
def test_it_compares_texts_without_what_cannot_be_seen(text: str, same: str):
    assert comparable(text) == same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("می\u200cخواهم", "میخواهم"),
        ("ප්\u200dරිය", "ප්රිය"),
        ("Māksla", "māksla"),
        ("Māksla", "Maksla"),
        ("مقال", "مقـال"),
        ("reklāma", "reklāma:"),
    ],
)
def test_it_tells_texts_apart_that_can_be_seen_to_differ(one: str, other: str):
    assert comparable(one) != comparable(other)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Kazahstāna", "kazahstana"),
        ("KAZAHSTĀNA", "kazahstana"),
        ("Kazahsta\u0304na", "kazahstana"),
        ("«Kazahstāna: šodien»", "kazahstana sodien"),
        ("Straße", "strasse"),
        ("İSTANBUL", "istanbul"),
        ("ΔΗΜΟΚΡΑΤΊΑΣ", "δημοκρατιασ"),
        ("ёлка", "елка"),
        ("قُـضـاءٌ", "قضاء"),
        ("לַחֲלוֹק", "לחלוק"),
        ("ＳＨＡＲＥ：", "share"),
        ("ﬁnance", "finance"),
        ("Nur-Sultan", "nur sultan"),
        ("56 amendments, 33 articles", "56 amendments 33 articles"),
        ("คาซัคสถาน", "คาซัคสถาน"),
        ("🎉", ""),
        ("", ""),
    ],
)
def test_it_folds_case_accents_and_signs_away(text: str, folded: str):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("กา", "กี"),
        ("ที่", "ที"),
        ("की", "का"),
        ("ক", "কি"),
        ("తి", "తు"),
        ("ಕಿ", "ಕು"),
        ("ကာ", "ကီ"),
        ("がく", "かく"),
    ],
)
def test_it_keeps_the_signs_that_make_a_word(one: str, other: str):
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Kazahstāna atjauno Konstitucionālo tiesu!", "kazahstana-atjauno-konstitucionalo-tiesu"),
        ("Конституция, за которую проголосовали", "konstitutsiya-za-kotoruyu-progolosovali"),
        ("  5+1: «Talks»  ", "5-1-talks"),
        ("<script>alert(1)</script>", "script-alert-1-script"),
        ("🎉", "tada"),
        ("", "article"),
        ("…", "article"),
    ],
)
def test_it_makes_a_slug_of_a_headline(text: str, slug: str):
    assert slug_of(text, "article") == slug


@pytest.mark.parametrize(
    "text", ["คาซัคสถานฟื้นศาลรัฐธรรมนูญ", "哈萨克斯坦恢复宪法法院", "تونس أمام دستور جديد", "ካዛኪስታን ፍርድ ቤቷን"]
)
def test_it_romanises_a_headline_of_any_script(text: str):
    slug = slug_of(text, "article")
    assert slug != "article"
    assert slug.replace("-", "").isalnum()
    assert slug.isascii()


def test_it_ends_a_long_slug_between_words():
    words = " ".join(["constitution"] * 20)
    assert slug_of(words, "article") == "-".join(["constitution"] * 6)


def test_it_cuts_a_word_that_is_longer_than_a_slug():
    assert slug_of("x" * 500, "article") == "x" * SLUG_LENGTH


@given(st.text())
@settings(max_examples=200, deadline=None, database=None)
def test_it_folds_a_folded_text_to_itself(text: str):
    assert comparable(comparable(text)) == comparable(text)
    assert fold(fold(text)) == fold(text)


@given(st.text())
@settings(max_examples=200, deadline=None, database=None)
def test_it_folds_alike_what_it_compares_as_the_same(text: str):
    assert fold(comparable(text)) == fold(text)


@given(st.text())
@settings(max_examples=200, deadline=None, database=None)
def test_it_makes_slugs_that_an_address_can_hold(text: str):
    slug = slug_of(text, "article")
    assert 0 < len(slug) <= SLUG_LENGTH
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not slug.startswith("-")
    assert not slug.endswith("-")
