"""Languages: which one a text is in, what CLDR calls it, and under which code the archive keeps it."""

import pytest

from articles.languages import (
    IDENTIFIED,
    IDENTIFIED_CHARACTERS,
    LEFT_TO_RIGHT,
    RIGHT_TO_LEFT,
    UNDETERMINED,
    LanguageNames,
    has_enough_letters,
    identify,
    is_identifiable,
    names_of,
    primary,
)
from tests.dumps import EDITIONS

TEXTS = {
    "ar": "صوّت التونسيون يوم 25 يوليو في استفتاء على مشروع دستور جديد يحلّ محلّ دستور عام 2014.",
    "de": "Seit dem 1. Januar 2023 hat Kasachstan wieder ein Verfassungsgericht, das jeder anrufen darf.",
    "en": "The Constitutional Court took up its work on 1 January 2023, and citizens may turn to it.",
    "es": "El 6 de mayo de 2018 los tunecinos eligieron por primera vez a los miembros de sus consejos.",
    "fa": "دیوان قانون اساسی از اول ژانویه ۲۰۲۳ کار خود را از سر گرفت و مردم می‌توانند به آن رجوع کنند.",
    "fil": "Muling nagsimula ang Hukumang Konstitusyonal noong Enero 1, 2023, at maaari nang dumulog doon.",
    "he": "בית המשפט החוקתי שב לפעול ב-1 בינואר 2023, ואזרחים יכולים כעת לפנות אליו במישרין.",
    "hu": "Az Alkotmánybíróság 2023. január 1-jén kezdte újra munkáját, és a polgárok fordulhatnak hozzá.",
    "ja": "2022年6月5日、カザフスタンで憲法改正の是非を問う国民投票が行われ、賛成は約77％に達した。",
    "ka": "საკონსტიტუციო სასამართლომ მუშაობა 2023 წლის 1 იანვარს განაახლა და მოქალაქეები მას მიმართავენ.",
    "kk": "Конституциялық сот 2023 жылғы 1 қаңтардан бастап жұмысын қайта бастады, азаматтар жүгіне алады.",
    "lv": "Konstitucionālā tiesa darbu atsāka 2023. gada 1. janvārī, un iedzīvotāji tajā var vērsties.",
    "no": "Forfatningsdomstolen gjenopptok arbeidet 1. januar 2023, og innbyggerne kan nå henvende seg dit.",
    "pl": "Trybunał Konstytucyjny wznowił działalność 1 stycznia 2023 roku, a obywatele mogą doń wnosić.",
    "ru": "Конституционный суд возобновил работу 1 января 2023 года, и граждане могут обращаться в него.",
    "th": "ศาลรัฐธรรมนูญตั้งขึ้นใหม่แทนสภารัฐธรรมนูญเดิม ประชาชนที่เห็นว่ากฎหมายละเมิดสิทธิร้องต่อศาลได้โดยตรง",
    "uk": "Конституційний суд відновив роботу 1 січня 2023 року, і громадяни можуть звертатися до нього.",
    "vi": "Tòa án Hiến pháp bắt đầu hoạt động trở lại từ ngày 1 tháng 1 năm 2023, và dân có thể khiếu nại.",
    "zh": "投票率约为百分之六十八，约百分之七十七的投票者赞成修改宪法，修正案涉及三十三条。",
} | {language: " ".join(edition.body) for language, edition in EDITIONS.items()}


@pytest.mark.parametrize("language", TEXTS)
def test_it_identifies_a_paragraph(language: str):
    found = identify(TEXTS[language])
    assert found.code == language
    assert 0.5 < found.confidence <= 1


def test_it_looks_at_the_beginning_of_a_text_only():
    text = (TEXTS["lv"] * 20)[:IDENTIFIED_CHARACTERS]
    assert identify(text + TEXTS["ar"] * 100) == identify(text)


@pytest.mark.parametrize("text", ["", " \u00a0\n", "2023", "5 + 1 = 6 %", "…", "🎉🎊"])
def test_it_identifies_nothing_without_letters(text: str):
    assert identify(text) is None


def test_it_answers_with_the_code_that_the_archive_keeps():
    assert {identify(text).code for text in TEXTS.values()}.isdisjoint({"tl", "nb", "iw", "jw"})


@pytest.mark.parametrize(
    ("text", "enough"),
    [
        ("", False),
        ("Vīzas", False),
        ("a" * 39, False),
        ("a" * 40, True),
        ("1" * 100, False),
        ("ไทย" * 20, True),
    ],
)
def test_it_knows_when_a_text_is_long_enough_to_speak_for_itself(text: str, enough: bool):
    assert has_enough_letters(text) is enough


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("lv", "lv"),
        ("en-US", "en"),
        ("pt_BR", "pt"),
        ("ZH-Hant-TW", "zh"),
        (" ar ", "ar"),
        ("iw", "he"),
        ("in", "id"),
        ("ji", "yi"),
        ("mo", "ro"),
        ("tl", "fil"),
        ("nb-NO", "no"),
        ("kaz", None),
        ("xx", None),
        ("english", None),
        ("und", None),
        ("mul", None),
        ("zxx", None),
        ("root", None),
        ("", None),
        (None, None),
    ],
)
def test_it_takes_a_tag_for_the_language_it_names(tag: str | None, code: str | None):
    assert primary(tag) == code


@pytest.mark.parametrize(
    "names",
    [
        LanguageNames("lv", "Latviešu", "Latvian", LEFT_TO_RIGHT),
        LanguageNames("pl", "Polski", "Polish", LEFT_TO_RIGHT),
        LanguageNames("th", "ไทย", "Thai", LEFT_TO_RIGHT),
        LanguageNames("ar", "العربية", "Arabic", RIGHT_TO_LEFT),
        LanguageNames("he", "עברית", "Hebrew", RIGHT_TO_LEFT),
        LanguageNames("fa", "فارسی", "Persian", RIGHT_TO_LEFT),
        LanguageNames("ur", "اردو", "Urdu", RIGHT_TO_LEFT),
        LanguageNames("kk", "Қазақ тілі", "Kazakh", LEFT_TO_RIGHT),
        LanguageNames("am", "አማርኛ", "Amharic", LEFT_TO_RIGHT),
        LanguageNames(UNDETERMINED, "Unknown language", "Unknown language", LEFT_TO_RIGHT),
        LanguageNames("qqq", "qqq", "qqq", LEFT_TO_RIGHT),
    ],
    ids=lambda names: names.code,
)
def test_it_names_a_language_as_cldr_does(names: LanguageNames):
    assert names_of(names.code) == names


@pytest.mark.parametrize("code", sorted(IDENTIFIED))
def test_it_has_names_for_whatever_it_may_identify(code: str):
    kept = primary(code)
    names = names_of(kept)
    assert (names.code, bool(names.name), names.english_name != kept) == (kept, True, True)
    assert is_identifiable(kept)


@pytest.mark.parametrize("code", ["yi", "ckb", "xx", UNDETERMINED])
def test_it_knows_which_languages_it_cannot_identify(code: str):
    assert not is_identifiable(code)
