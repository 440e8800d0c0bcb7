"""The table of labels, and how near a line has to come to one."""

from collections import defaultdict

import pytest
from babel import Locale

from articles import languages
from articles.folding import comparable, fold
from articles.readers import furniture
from articles.readers.furniture import SITE_SLOT, TABLE, Label

COLUMNS = ["language", "kind", "label"]

# Kinds a page reader looks a line up in; "archives", "writes" and "writes_after" are parts of a line.
LABELS = {
    "chrome",
    "share",
    "published",
    "ad",
    "continue",
    "share_this",
    "trending",
    "consent",
    "disclaimer",
    "related",
}
KINDS = LABELS | {"archives", "writes", "writes_after"}
WITH_A_COLON = {"share", "share_this", "related"}
COLONS = (":", "：", "៖", "፦", "፥")
CODES = {code for code in Locale.parse("en").languages if "_" not in code}
ROWS = [line.split("\t") for line in TABLE.read_text("utf-8").removesuffix("\n").split("\n")]

# What bodies are made of, and what may stand alone as a crosshead.
PROSE = [
    "The Constitutional Court took up its work on 1 January 2023, and citizens may now turn to it.",
    "Konstitucionālā tiesa darbu atsāka 2023. gada 1. janvārī, un iedzīvotāji tajā var vērsties tieši.",
    "W wyborach do Mażylisu wystartowało dzięki temu siedem ugrupowań, a próg wynosił pięć procent.",
    "ศาลรัฐธรรมนูญตั้งขึ้นใหม่แทนสภารัฐธรรมนูญเดิม ประชาชนร้องต่อศาลได้โดยตรง",
    "وفي سبتمبر 2022 عُدّل الدستور مرة أخرى، فأصبحت ولاية الرئيس سبع سنوات غير قابلة للتجديد.",
    "Tòa án Hiến pháp bắt đầu hoạt động trở lại từ ngày 1 tháng 1 năm 2023, và công dân có thể khiếu nại.",
    "投票率约为百分之六十八，约百分之七十七的投票者赞成修改宪法，修正案涉及三十三条。",
    "2022年9月の再改正で大統領の任期は7年、1期限りと定められ、再選を目指せなくなった。",
]
CROSSHEADS = ["Visas", "Vīzas", "Referendum 2022", "Nauda un pilnvaras", "Вибори", "Чужий досвід", "Umbætur"]


def test_it_is_a_table_of_three_columns():
    assert ROWS[0] == COLUMNS
    assert [row for row in ROWS if len(row) != len(COLUMNS)] == []


def test_it_holds_no_label_twice_and_none_that_is_blank():
    assert sorted({tuple(row) for row in ROWS}) == sorted(map(tuple, ROWS))
    assert [row for row in ROWS if not all(cell and cell == comparable(cell) for cell in row[:2])] == []
    assert [row for row in ROWS[1:] if not row[2].strip() or row[2] != row[2].strip()] == []


def test_it_holds_known_kinds_only():
    assert {kind for _, kind, _ in ROWS[1:]} == KINDS


def test_it_names_languages_as_the_archive_does():
    found = {language for language, _, _ in ROWS[1:]}
    assert {language for language in found if languages.primary(language) != language} == set()
    assert found <= CODES


def test_it_has_every_label_in_every_language():
    held = defaultdict(set)
    for language, kind, _ in ROWS[1:]:
        held[language].add(kind)
    assert {language: LABELS - kinds for language, kinds in held.items() if LABELS - kinds} == {}


def test_it_ends_the_labels_that_introduce_something_with_a_colon_and_no_others():
    """Armenian may end its sentences in one; the Hungarian site has one behind "Published"."""
    wrong = [
        (kind, label)
        for _, kind, label in ROWS[1:]
        if label.endswith(COLONS) != (kind in WITH_A_COLON) and kind not in ("consent", "disclaimer")
    ]
    assert [row for row in wrong if row != ("published", "Közzététel:")] == []


def test_it_names_the_site_in_every_disclaimer_and_nowhere_else():
    assert [row for row in ROWS[1:] if (SITE_SLOT in row[2]) != (row[1] == "disclaimer")] == []


def test_it_keeps_labels_as_short_as_the_layout_says():
    limits = {"share": 25, "share_this": 40, "published": 30, "ad": 30, "continue": 30, "trending": 30}
    assert [row for row in ROWS[1:] if len(comparable(row[2])) > limits.get(row[1], 1000)] == []


def test_it_finds_a_label_in_the_languages_that_have_it():
    assert furniture.find("ad", "reclame") == Label("ad", frozenset({"nl", "ro"}), 1.0)
    assert furniture.find("ad", "Iklan") == Label("ad", frozenset({"id", "jv", "ms"}), 1.0)
    assert furniture.find("published", "การตีพิมพ์") == Label("published", frozenset({"th"}), 1.0)


@pytest.mark.parametrize("language", sorted({language for language, _, _ in ROWS[1:]}))
def test_it_finds_every_label_of_the_table(language: str):
    missed = [
        (kind, label)
        for row_language, kind, label in ROWS[1:]
        if row_language == language
        and kind in LABELS
        and language not in furniture.find(kind, label.replace(SITE_SLOT, "EU Reporter")).languages
    ]
    assert missed == []


@pytest.mark.parametrize(
    "line",
    ["REKLĀMA", "Reklāma", "reklama", "rekla\u0304ma", "\u200freklāma\u200e", "reklāma:", "— reklāma —"],
)
def test_it_finds_a_label_whatever_its_case_accents_and_signs(line: str):
    assert "lv" in furniture.find("ad", line).languages


def test_it_finds_a_label_with_tatweel_and_harakat():
    assert furniture.find("trending", "وصل حديثا") == Label("trending", frozenset({"ar"}), 1.0)
    assert furniture.find("share", "לחלוק:") == Label("share", frozenset({"he"}), 1.0)


def test_it_finds_a_label_that_was_reworded():
    found = furniture.find("share_this", "Udostępnij artykuł:")
    assert found.languages == frozenset({"pl"})
    assert 0.7 < found.likeness < 1


def test_it_finds_a_disclaimer_that_was_reworded():
    line = (
        "Reform Observer publikuje teksty autorów zewnętrznych. "
        "Poglądy niekoniecznie są poglądami Reform Observer."
    )
    assert "pl" in furniture.find("disclaimer", line).languages


@pytest.mark.parametrize("kind", sorted(LABELS))
def test_it_takes_no_prose_for_a_label(kind: str):
    assert [line for line in PROSE if furniture.find(kind, line)] == []


@pytest.mark.parametrize("kind", sorted(LABELS))
def test_it_takes_no_plain_crosshead_for_a_label(kind: str):
    assert [line for line in CROSSHEADS if furniture.find(kind, line)] == []


@pytest.mark.parametrize("language", sorted({language for language, _, _ in ROWS[1:]}))
def test_it_takes_no_country_for_a_label_that_is_dropped(language: str):
    """Countries are sections and one-word crossheads, in every language that a page may be in."""
    names = {name for code, name in Locale.parse(language).territories.items() if len(code) == 2}
    dropped = [(kind, name) for name in names for kind in ("ad", "continue") if furniture.find(kind, name)]
    assert dropped == []


def test_it_takes_no_line_without_letters_for_a_label():
    lines = ["", "…", "***", "2023", "—"]
    assert [line for line in lines for kind in LABELS if furniture.find(kind, line)] == []


def test_it_gives_wordings_longest_first():
    wordings = furniture.words("writes")
    assert ("en", "writes") in wordings
    assert [len(wording) for _, wording in wordings] == sorted(
        (len(word) for _, word in wordings), reverse=True
    )


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [("reklama", "reklama", 1.0), ("reklama", "reklame", 0.75), ("reklama", "โฆษณา", 0.0), ("", "", 1.0)],
)
def test_it_measures_likeness_by_trigrams(one: str, other: str, alike: float):
    assert furniture.likeness(furniture.trigrams(one), furniture.trigrams(other)) == alike


def test_it_finds_nothing_alike_in_nothing():
    assert furniture.likeness(frozenset(), frozenset()) == 0.0
    assert fold("…") == ""
