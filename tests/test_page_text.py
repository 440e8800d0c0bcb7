"""Captures of news pages: the line "on" holds the layout together, in any language and any script."""

import unicodedata
from pathlib import Path

import pytest

from articles.readers import Capture, Doubt, Refusal, Span, page_text
from tests.dumps import EDITIONS, page, read, stated, write_dump

VOTE = (
    "Kazahstānas vēlētāji 2022. gada 5. jūnija referendumā atbalstīja 56 grozījumus konstitūcijā, un "
    "piedalījās ap 68 procentiem balsstiesīgo."
)
COURT = "Konstitucionālā tiesa darbu atsāka 2023. gada 1. janvārī, un iedzīvotāji tajā var vērsties tieši."
AKIMS = "Lauku akimus kopš 2021. gada jūlija ievēl paši ciema ļaudis, nevis ieceļ augstāki ierēdņi."
ICELANDIC, KHMER, AMHARIC = (EDITIONS[language].body[0] for language in ("is", "km", "am"))
HUNGARIAN = (
    "A kazahsztáni választók a 2022. június 5-i népszavazáson elfogadták az alkotmány módosításait, a "
    "részvétel mintegy 68 százalékos volt."
)
ARABIC = "صوّت التونسيون يوم 25 يوليو في استفتاء على مشروع دستور جديد يحلّ محلّ دستور عام 2014."
CHINESE = (
    "投票率约为百分之六十八，约百分之七十七的投票者赞成修改宪法，修正案涉及三十三条，"
    "共五十六处，包括限制总统权力。"
)
THAI = (
    "เมื่อวันที่ 5 มิถุนายน ชาวคาซัคสถานออกไปลงประชามติว่าจะรับร่างแก้ไขรัฐธรรมนูญหรือไม่ ผู้มีสิทธิราวร้อยละ 68 มาลงคะแนน",
    "ศาลรัฐธรรมนูญตั้งขึ้นใหม่แทนสภารัฐธรรมนูญเดิม ประชาชนที่เห็นว่ากฎหมายละเมิดสิทธิของตนร้องต่อศาลได้โดยตรง",
)
VIETNAMESE = (
    "Các nhà quan sát quốc tế đánh giá công tác chuẩn bị kỹ thuật của cuộc bỏ phiếu là tốt, tuy nhiên họ "
    "lưu ý rằng không có một chiến dịch phản đối có tổ chức nào.",
    "Tòa án Hiến pháp bắt đầu hoạt động trở lại từ ngày 1 tháng 1 năm 2023, và công dân nay có thể khiếu "
    "nại trực tiếp nếu cho rằng quyền của mình bị xâm phạm bởi một đạo luật.",
    "Các cải cách này sẽ được tiếp tục và những quan điểm khác nhau trong xã hội cần được lắng nghe, vì "
    "nhà nước không thể đứng trên người dân.",
)
HEADING = ("Savienoties ar mums", "Kazahstāna", "Kazahstāna atjauno Konstitucionālo tiesu", "Izdots", "on")
SECOND_HEADING = ("Māksla", "Luksemburgā prezentēti jauno mākslinieku darbi", "Izdots", "on")
DISCLAIMER = (
    "EU Reporter publicē rakstus no dažādiem ārējiem avotiem, kas pauž plašu viedokļu klāstu. Šajos rakstos "
    "paustās nostājas ne vienmēr ir EU Reporter nostājas."
)
END = ("Kopīgojiet šo rakstu:", DISCLAIMER)
SIDEBAR = (
    "Tabakapirms 5 dienām",
    "Atmest smēķēšanu: kā cīņa tiek uzvarēta",
    "Bangladešapirms 17 stundām",
    "Ārlietu ministrs vada neatkarības dienas svinības",
    "Konfliktipirms 2 mēnešiem",
    "Kazahstāna mazina plaisu starp kaimiņiem",
)
HEADLINE = HEADING[2]
ARTICLE = {
    "title": HEADLINE,
    "section": "Kazahstāna",
    "source": "EU Reporter",
    "language": "lv",
    "paragraphs": (VOTE, COURT),
}
SECOND = ARTICLE | {"title": SECOND_HEADING[1], "section": "Māksla", "paragraphs": (AKIMS,)}


def articles(folder: Path, *lines: str) -> list[dict[str, object]]:
    return [stated(found) for found in read(folder, page(*lines))]


def bodies(folder: Path, *lines: str) -> list[tuple[str, ...]]:
    return [found.paragraphs for found in read(folder, page(*lines))]


def in_short(folder: Path, *lines: str) -> list[tuple[str | None, str, tuple[str, ...]]]:
    return [(found.section, found.title, found.paragraphs) for found in read(folder, page(*lines))]


def test_it_says_all_that_a_page_states_and_where(tmp_path: Path):
    content = page(*HEADING, VOTE, COURT)
    start = content.index("Kazahstāna")
    raw = content[start:].encode()
    assert read(tmp_path, content) == [
        Capture(
            span=Span(21, 21 + len(raw), 3, 13),
            raw=raw,
            title="Kazahstāna atjauno Konstitucionālo tiesu",
            section="Kazahstāna",
            source="EU Reporter",
            language="lv",
            paragraphs=(VOTE, COURT),
        )
    ]


def test_it_reads_articles_of_several_sections_from_one_page(tmp_path: Path):
    first, second = read(tmp_path, page(*HEADING, VOTE, COURT, *SECOND_HEADING, AKIMS))
    assert [stated(first), stated(second)] == [ARTICLE, SECOND]
    assert [(one.span.line_start, one.span.line_end) for one in (first, second)] == [(3, 13), (15, 23)]


def test_it_reads_the_same_article_twice_as_often_as_it_stands_there(tmp_path: Path):
    twice = articles(tmp_path, *HEADING, VOTE, COURT, *HEADING[1:], VOTE, COURT)
    assert twice == [ARTICLE, ARTICLE]


def test_it_lets_no_article_begin_without_its_body(tmp_path: Path):
    content = page(*HEADING, *SECOND_HEADING, AKIMS)
    refusal, capture = read(tmp_path, content)
    raw = content[content.index("Kazahstāna") : content.index("Māksla")].rstrip("\n").encode()
    assert refusal == Refusal("a heading without a body", Span(21, 21 + len(raw) + 1, 3, 9), raw + b"\n")
    assert stated(capture) == SECOND


def test_it_refuses_a_page_over_its_cap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(page_text, "MAX_PAGE_BYTES", 100)
    content = page(*HEADING, VOTE)
    assert read(tmp_path, content) == [
        Refusal(
            "a page longer than 100 bytes or 20,000 lines",
            Span(0, len(content.encode()), 1, content.count("\n")),
        )
    ]


def test_it_takes_no_share_label_for_a_headline(tmp_path: Path):
    assert articles(tmp_path, *HEADING[:3], "DALIES:", *HEADING[3:], VOTE, COURT) == [ARTICLE]


def test_it_takes_a_share_label_with_a_full_width_colon(tmp_path: Path):
    assert articles(tmp_path, *HEADING[:3], "SHARE：", *HEADING[3:], VOTE, COURT) == [ARTICLE]


def test_it_takes_a_share_label_with_the_khmer_colon(tmp_path: Path):
    found = in_short(
        tmp_path, "ភ្ជាប់ជាមួយយើង", "កាហ្សាក់ស្ថាន", "តុលាការធម្មនុញ្ញត្រឡប់មកវិញ", "ចែករំលែក៖", "បានបោះពុម្ភ", "on",
        KHMER,
    )  # fmt: skip
    assert found == [("កាហ្សាក់ស្ថាន", "តុលាការធម្មនុញ្ញត្រឡប់មកវិញ", (KHMER,))]


def test_it_takes_a_share_label_with_the_ethiopic_colon(tmp_path: Path):
    found = in_short(
        tmp_path, "ከእኛ ጋር ይገናኙ", "ካዛኪስታን", "ካዛኪስታን ፍርድ ቤቷን መልሳ አቋቋመች", "አጋራ፦", "የታተመ", "on", AMHARIC
    )
    assert found == [("ካዛኪስታን", "ካዛኪስታን ፍርድ ቤቷን መልሳ አቋቋመች", (AMHARIC,))]


def test_it_takes_an_age_for_neither_label_nor_headline(tmp_path: Path):
    assert articles(tmp_path, *HEADING[:4], "pirms 2 gadiem", "on", VOTE, COURT) == [ARTICLE]


def test_it_knows_an_age_by_digits_of_any_script(tmp_path: Path):
    found = in_short(
        tmp_path,
        "تواصل معنا",
        "تونس",
        "تونس أمام دستور جديد",
        "SHARE:",
        "تم النشر",
        "منذ ٣ سنوات",
        "on",
        ARABIC,
    )
    assert found == [("تونس", "تونس أمام دستور جديد", (ARABIC,))]


def test_it_knows_an_age_without_digits_below_a_known_label(tmp_path: Path):
    assert articles(tmp_path, *HEADING[:4], "pirms gada", "on", VOTE, COURT) == [ARTICLE]


def test_it_knows_an_age_without_digits_below_a_share_label(tmp_path: Path):
    """Between a share label and "on" stand two lines: whatever they are called, they are label and "
    "age."""
    found = in_short(
        tmp_path, "Tengjast okkur", "Kasakstan", "Kasakstan endurreisir stjórnlagadómstól sinn", "DEILA:",
        "Komið á vefinn", "fyrir ári síðan", "on", ICELANDIC,
    )  # fmt: skip
    assert found == [("Kasakstan", "Kasakstan endurreisir stjórnlagadómstól sinn", (ICELANDIC,))]


def test_it_reads_a_page_whose_age_is_glued_to_its_label(tmp_path: Path):
    assert articles(tmp_path, *HEADING[:3], "Izdots pirms 2 gadiem", "on", VOTE, COURT) == [ARTICLE]


def test_it_takes_a_published_label_that_ends_in_a_colon(tmp_path: Path):
    found = in_short(
        tmp_path, "Kapcsolatba velünk", "Kazahsztán", "Kazahsztán visszaállítja alkotmánybíróságát",
        "OSSZA MEG:", "Közzététel:", "on", "Fotó: Parlament, Asztana", HUNGARIAN,
    )  # fmt: skip
    assert found == [
        ("Kazahsztán", "Kazahsztán visszaállítja alkotmánybíróságát", ("Fotó: Parlament, Asztana", HUNGARIAN))
    ]


def test_it_keeps_a_headline_that_ends_in_a_colon(tmp_path: Path):
    found = articles(tmp_path, *HEADING[:2], "Tokajevs tautai un Eiropai:", "Izdots", "on", VOTE, COURT)
    assert found == [ARTICLE | {"title": "Tokajevs tautai un Eiropai:"}]


def test_it_reads_a_page_whose_section_is_its_headline(tmp_path: Path):
    found = articles(tmp_path, HEADING[0], "Kazahstāna", "Kazahstāna", *HEADING[3:], VOTE, COURT)
    assert found == [ARTICLE | {"title": "Kazahstāna"}]


def test_it_reads_a_first_article_without_a_section(tmp_path: Path):
    found = articles(tmp_path, HEADING[0], *HEADING[2:], VOTE, COURT)
    assert found == [{name: value for name, value in ARTICLE.items() if name != "section"}]


def test_it_takes_no_sentence_for_the_section_of_a_later_article(tmp_path: Path):
    found = articles(tmp_path, *HEADING, VOTE, "Tā lēma tauta.", *SECOND_HEADING[1:], AKIMS)
    assert found == [
        ARTICLE | {"paragraphs": (VOTE, "Tā lēma tauta.")},
        {name: value for name, value in SECOND.items() if name != "section"},
    ]


def test_it_takes_no_button_for_the_section_of_a_later_article(tmp_path: Path):
    found = articles(tmp_path, *HEADING, VOTE, COURT, "Turpināt Reading", *SECOND_HEADING[1:], AKIMS)
    assert found == [ARTICLE, {name: value for name, value in SECOND.items() if name != "section"}]


def test_it_reads_labels_in_capitals_and_with_spaces_around(tmp_path: Path):
    labels = ["\u00a0SAVIENOTIES AR MUMS ", *HEADING[1:3], " DALIES:\u00a0", "IZDOTS\t", " on ", VOTE]
    found = articles(tmp_path, *labels, "REKLĀMA ", COURT, "TURPINĀT READING\u00a0", "TRENDING")
    assert found == [ARTICLE]


def test_it_strips_headlines_and_paragraphs_and_changes_nothing_else_in_them(tmp_path: Path):
    found = in_short(
        tmp_path, HEADING[0], "Kazahstāna", "\u00a0Kazahstāna  atjauno\u00a0tiesu ", *HEADING[3:],
        " Pants 33\u20281. daļa\u00a0\u200b ", COURT + "\u00a0",
    )  # fmt: skip
    assert found == [
        ("Kazahstāna", "Kazahstāna  atjauno\u00a0tiesu", ("Pants 33\u20281. daļa\u00a0\u200b", COURT)),
    ]


def test_it_reads_date_and_author(tmp_path: Path):
    found = articles(tmp_path, *HEADING, "2024. gada 14. maijs", "Autors", "Anna Liepiņa", VOTE, COURT)
    assert found == [
        ARTICLE | {"published": "2024. gada 14. maijs", "published_origin": "page", "byline": "Anna Liepiņa"}
    ]


@pytest.mark.parametrize(
    "author",
    [
        "J. R. van der Berg",
        "Āris d’Artaņjans-Bērziņš",
        "EU Reporter korespondents",
        "ณัฐวดี เกียรติพนาสกุล",
        "Zeya",
    ],
)
def test_it_reads_an_author_as_the_page_writes_him(tmp_path: Path, author: str):
    found = articles(tmp_path, *HEADING, "14.05.2024", "Autors", author, VOTE, COURT)
    assert found == [
        ARTICLE | {"published": "14.05.2024", "published_origin": "page", "byline": author},
    ]


def test_it_reads_a_date_without_an_author(tmp_path: Path):
    found = articles(tmp_path, *HEADING, "2024. gada 14. maijs", VOTE, COURT)
    assert found == [ARTICLE | {"published": "2024. gada 14. maijs", "published_origin": "page"}]


def test_it_takes_no_date_out_of_the_body(tmp_path: Path):
    assert articles(tmp_path, *HEADING, VOTE, COURT) == [ARTICLE]


@pytest.mark.parametrize("first", ["Astana, 2023. gada 12. maijs", "Brisele, 12.05.2023", "Referendums 2022"])
def test_it_keeps_a_first_line_that_names_more_than_a_date(tmp_path: Path, first: str):
    assert articles(tmp_path, *HEADING, first, VOTE) == [ARTICLE | {"paragraphs": (first, VOTE)}]


@pytest.mark.parametrize("first", ["2022年6月5日，哈萨克斯坦举行了全民公投。", "2022年公投"])
def test_it_keeps_a_short_first_paragraph_of_a_script_without_spaces(tmp_path: Path, first: str):
    found = articles(
        tmp_path,
        "关注我们",
        "哈萨克斯坦",
        "哈萨克斯坦恢复宪法法院",
        "共享:",
        "发布时间",
        "on",
        first,
        CHINESE,
    )
    assert found == [
        {
            "title": "哈萨克斯坦恢复宪法法院",
            "section": "哈萨克斯坦",
            "source": "EU Reporter",
            "language": "zh",
            "paragraphs": (first, CHINESE),
        }
    ]


def test_it_leaves_the_newsletter_box_out(tmp_path: Path):
    box = (
        "Mēs izmantojam jūsu reģistrāciju, lai sniegtu saturu tādā veidā, kādam esat piekritis, un "
        "lai labāk "
        "jūs izprastu. Jūs varat atteikties no abonēšanas jebkurā laikā."
    )
    assert articles(tmp_path, *HEADING, box, VOTE, COURT) == [ARTICLE]


def test_it_leaves_the_newsletter_box_out_behind_a_caption(tmp_path: Path):
    box = "我们使用您的注册以您同意的方式提供内容，并增进我们对您的了解。 您可以随时取消订阅。"
    found = bodies(
        tmp_path,
        "关注我们",
        "哈萨克斯坦",
        "恢复宪法法院",
        "发布时间",
        "on",
        "阿斯塔纳的议会大厦",
        box,
        CHINESE,
    )
    assert found == [("阿斯塔纳的议会大厦", CHINESE)]


def test_it_keeps_a_vietnamese_body_whose_short_syllables_resemble_every_label(tmp_path: Path):
    found = bodies(
        tmp_path, "Kết nối với chúng tôi", "Kazakhstan", "Kazakhstan khôi phục Tòa án Hiến pháp", "CHIA SẺ:",
        "Được phát hành", "on", VIETNAMESE[0], VIETNAMESE[1], "Tổng thống nói:", VIETNAMESE[2], VIETNAMESE[1],
    )  # fmt: skip
    assert found == [
        (VIETNAMESE[0], VIETNAMESE[1], "Tổng thống nói:", VIETNAMESE[2], VIETNAMESE[1]),
    ]


def test_it_keeps_a_one_word_crosshead(tmp_path: Path):
    assert articles(tmp_path, *HEADING, VOTE, "Vīzas", COURT) == [
        ARTICLE | {"paragraphs": (VOTE, "Vīzas", COURT)}
    ]


def test_it_keeps_a_headline_that_is_repeated_as_first_paragraph(tmp_path: Path):
    assert articles(tmp_path, *HEADING, HEADLINE, VOTE, COURT) == [
        ARTICLE | {"paragraphs": (HEADLINE, VOTE, COURT)},
    ]


def test_it_keeps_a_crosshead_that_is_repeated_and_flags_it(tmp_path: Path):
    assert articles(tmp_path, *HEADING, "Vīzas", VOTE, "Vīzas", COURT) == [
        ARTICLE
        | {
            "paragraphs": ("Vīzas", VOTE, "Vīzas", COURT),
            "doubts": (
                Doubt("a short line that is repeated", "Vīzas", 11),
                Doubt("a short line that is repeated", "Vīzas", 15),
            ),
        }
    ]


@pytest.mark.parametrize("name", ["photo_39430", "IMG-2041.jpg", "20220605_astana.webp"])
def test_it_keeps_what_looks_like_the_name_of_a_picture_and_flags_it(tmp_path: Path, name: str):
    assert articles(tmp_path, *HEADING, name, VOTE, COURT) == [
        ARTICLE
        | {
            "paragraphs": (name, VOTE, COURT),
            "doubts": (Doubt("looks like the name of a picture", name, 11),),
        }
    ]


def test_it_keeps_captions_that_are_glued_together(tmp_path: Path):
    found = bodies(tmp_path, *HEADING, "Astanas parlamenta ēka\nFoto: A. Bērziņš", VOTE, "• viens\n• divi")
    assert found == [("Astanas parlamenta ēka", "Foto: A. Bērziņš", VOTE, "• viens", "• divi")]


def test_it_leaves_advertisement_labels_out(tmp_path: Path):
    assert articles(tmp_path, *HEADING, VOTE, "reklāma", COURT, "reklāma") == [ARTICLE]


def test_it_leaves_a_label_out_that_the_page_repeats_beside_its_button(tmp_path: Path):
    """A wording no table knows: only labels stand twice in a row, or glued to "Continue Reading"."""
    found = articles(
        tmp_path,
        *HEADING,
        VOTE,
        "Sludinājumu stūrītis",
        COURT,
        "Turpināt Reading\nSludinājumu stūrītis",
        "trending",
    )
    assert found == [ARTICLE]


def test_it_keeps_a_label_of_another_language(tmp_path: Path):
    """ "Talla" is an advertisement in Hausa and a size in Spanish."""
    assert articles(tmp_path, *HEADING, VOTE, "Talla", COURT) == [
        ARTICLE | {"paragraphs": (VOTE, "Talla", COURT)}
    ]


def test_it_keeps_a_word_on_that_is_part_of_a_body(tmp_path: Path):
    """Basque "on" means good. Behind a paragraph it opens no article."""
    assert articles(tmp_path, *HEADING, VOTE, "on", COURT) == [ARTICLE | {"paragraphs": (VOTE, "on", COURT)}]


def test_it_keeps_what_a_colon_introduces(tmp_path: Path):
    quote = "“Mēs vēlamies, lai ikviens pilsonis varētu vērsties tiesā, ja likums aizskar viņa tiesības.”"
    assert articles(tmp_path, *HEADING, VOTE, "Tokajevs sacīja:", quote, COURT) == [
        ARTICLE | {"paragraphs": (VOTE, "Tokajevs sacīja:", quote, COURT)},
    ]


def test_it_keeps_numbered_crossheads_of_a_script_without_full_stops(tmp_path: Path):
    found = bodies(
        tmp_path, "เชื่อมต่อกับเรา", "คาซัคสถาน", "คาซัคสถานฟื้นศาลรัฐธรรมนูญ", "หุ้น:", "การตีพิมพ์", "on",
        THAI[0], "ขั้นที่ 1", THAI[1], "ขั้นที่ 2", THAI[0],
    )  # fmt: skip
    assert found == [(THAI[0], "ขั้นที่ 1", THAI[1], "ขั้นที่ 2", THAI[0])]


def test_it_keeps_numbered_crossheads_above_ethiopic_full_stops(tmp_path: Path):
    found = bodies(
        tmp_path, "ከእኛ ጋር ይገናኙ", "ካዛኪስታን", "ካዛኪስታን ፍርድ ቤቷን መልሳ አቋቋመች", "የታተመ", "on",
        AMHARIC, "ደረጃ 1", AMHARIC, "ደረጃ 2", AMHARIC,
    )  # fmt: skip
    assert found == [(AMHARIC, "ደረጃ 1", AMHARIC, "ደረጃ 2", AMHARIC)]


def test_it_keeps_numbered_crossheads_above_quotations(tmp_path: Path):
    lines = (VOTE, "1. solis", f"“{COURT}”", "2. solis", f"“{AKIMS}”")
    assert articles(tmp_path, *HEADING, *lines) == [ARTICLE | {"paragraphs": lines}]


def test_it_ends_an_article_at_the_disclaimer_and_takes_the_source_from_it(tmp_path: Path):
    found = read(tmp_path, page(*HEADING, VOTE, COURT, *END, *SIDEBAR, "trending"))
    assert [stated(one) for one in found] == [ARTICLE]
    assert [(one.span.line_start, one.span.line_end) for one in found] == [(3, 17)]


@pytest.mark.parametrize("end", [END, END[:1], END[1:]], ids=["both", "label only", "disclaimer only"])
def test_it_leaves_known_closing_lines_out(tmp_path: Path, end: tuple[str, ...]):
    assert articles(tmp_path, *HEADING, VOTE, COURT, *end, "trending") == [ARTICLE]


def test_it_keeps_a_last_paragraph_about_the_author_that_names_the_site(tmp_path: Path):
    lines = (VOTE, "Par autoru:", "Anna Liepiņa ir EU Reporter korespondente Rīgā un raksta par Vidusāziju.")
    assert articles(tmp_path, *HEADING, *lines) == [ARTICLE | {"paragraphs": lines}]


def test_it_loses_no_prose_above_the_first_heading(tmp_path: Path):
    """A block that is no article is refused with its lines, not passed over."""
    found = read(tmp_path, page(HEADING[0], AKIMS, *HEADING[1:], VOTE, COURT))
    assert [stated(one) for one in found if isinstance(one, Capture)] == [ARTICLE]
    assert [AKIMS in one.raw.decode() for one in found if isinstance(one, Refusal)] == [True]


def test_it_takes_a_sidebar_that_is_glued_to_the_disclaimer(tmp_path: Path):
    assert articles(tmp_path, *HEADING, VOTE, COURT, END[0], f"{DISCLAIMER}\n{SIDEBAR[0]}", *SIDEBAR[1:]) == [
        ARTICLE
    ]


def test_it_reads_a_disclaimer_of_another_site(tmp_path: Path):
    disclaimer = DISCLAIMER.replace("EU Reporter", "Baltic Observer")
    assert articles(tmp_path, *HEADING, VOTE, COURT, END[0], disclaimer) == [
        ARTICLE | {"source": "Baltic Observer"}
    ]


def test_it_gives_the_source_of_the_last_disclaimer_to_every_article_above(tmp_path: Path):
    disclaimer = DISCLAIMER.replace("EU Reporter", "Baltic Observer")
    found = articles(tmp_path, *HEADING, VOTE, COURT, *SECOND_HEADING, AKIMS, END[0], disclaimer)
    assert found == [ARTICLE | {"source": "Baltic Observer"}, SECOND | {"source": "Baltic Observer"}]


def test_it_reads_on_behind_an_article_with_disclaimer_and_sidebar(tmp_path: Path):
    found = articles(tmp_path, *HEADING, VOTE, COURT, *END, *SIDEBAR, *SECOND_HEADING, AKIMS, *END, *SIDEBAR)
    assert found == [ARTICLE, SECOND]


def test_it_takes_a_sidebar_off_a_page_without_a_disclaimer(tmp_path: Path):
    found = read(tmp_path, page(*HEADING, VOTE, COURT, *SIDEBAR, "trending"))
    assert [stated(one) for one in found] == [ARTICLE]
    assert [one.span.line_end for one in found] == [13]


def test_it_leaves_button_labels_and_heading_behind_a_body_out(tmp_path: Path):
    content = page(*HEADING, VOTE, COURT, "Turpināt Reading\nreklāma\nreklāma", "trending")
    found = read(tmp_path, content)
    assert [stated(one) for one in found] == [ARTICLE]
    assert [one.span.line_end for one in found] == [15]


def test_it_leaves_an_unknown_heading_behind_the_button_out(tmp_path: Path):
    """Nothing of an article stands behind its own "Continue Reading"."""
    found = articles(
        tmp_path, *HEADING, VOTE, COURT, "Turpināt Reading\nreklāma\nreklāma", "Lasītākais šonedēļ"
    )
    assert found == [ARTICLE]


def test_it_reads_the_tags_of_an_article(tmp_path: Path):
    tags = "Saistītās tēmas:Kazahstāna, Vēlēšanas"
    assert articles(tmp_path, *HEADING, VOTE, COURT, tags, *END) == [
        ARTICLE | {"tags": ("Kazahstāna", "Vēlēšanas")}
    ]


def test_it_reads_tags_on_lines_of_their_own(tmp_path: Path):
    tags = "Saistītās tēmas:\nKazahstāna\nVēlēšanas"
    assert articles(tmp_path, *HEADING, VOTE, COURT, tags, "Turpināt Reading") == [
        ARTICLE | {"tags": ("Kazahstāna", "Vēlēšanas")},
    ]


def test_it_takes_no_advertisement_label_for_a_tag(tmp_path: Path):
    tags = "Saistītās tēmas:Kazahstāna, Vēlēšanas"
    assert articles(tmp_path, *HEADING, VOTE, COURT, tags, "reklāma", *END) == [
        ARTICLE | {"tags": ("Kazahstāna", "Vēlēšanas")},
    ]


def test_it_reads_a_byline_out_of_the_opening_paragraph(tmp_path: Path):
    opening = f"{VOTE[:-1]}, raksta Kolins Stīvenss."
    assert articles(tmp_path, *HEADING, opening, COURT) == [
        ARTICLE | {"paragraphs": (opening, COURT), "byline": "Kolins Stīvenss"},
    ]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("byte order mark", lambda text: "\ufeff" + text),
        ("CRLF", lambda text: text.replace("\n", "\r\n")),
        ("no line end at the end", lambda text: text.rstrip("\n")),
        ("more blank lines", lambda text: "\n\n" + text.replace("\n\n", "\n \n\u00a0\n\n")),
        ("no blank lines", lambda text: text.replace("\n\n", "\n")),
        ("marks of direction", lambda text: "\n".join(f"\u200f{line}\u200e" for line in text.split("\n"))),
        ("decomposed letters", lambda text: unicodedata.normalize("NFD", text)),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_it_reads_a_page_however_it_is_written(tmp_path: Path, name: str, change):
    content = change(page(*HEADING, VOTE, "reklāma", COURT, *END, *SIDEBAR))
    [found] = read(tmp_path, content)
    assert [_plain(text) for text in (found.section, found.title, *found.paragraphs)] == [
        "Kazahstāna",
        HEADLINE,
        VOTE,
        COURT,
    ]
    assert (found.source, found.language) == ("EU Reporter", "lv")
    assert found.raw == content.encode()[found.span.byte_start : found.span.byte_end]


@pytest.mark.parametrize(
    "head",
    [
        ("on",),
        ("Izdots", "on"),
        ("Raksts bez virsraksta", VOTE, "on", COURT),
        (VOTE, COURT, AKIMS),
    ],
)
def test_it_claims_no_text_without_a_heading_around_the_line_on(tmp_path: Path, head: tuple[str, ...]):
    assert not page_text.matches(write_dump(tmp_path, page(*head)))


@pytest.mark.parametrize("site", ["EU Reporter", "Reform Observer"])
@pytest.mark.parametrize("language", EDITIONS)
def test_it_reads_an_edition_it_has_never_seen(tmp_path: Path, language: str, site: str):
    edition = EDITIONS[language]
    first, second, third = edition.body
    date, by, author = edition.date
    content = page(
        edition.chrome,
        edition.section,
        edition.headline,
        edition.share,
        edition.published,
        edition.age,
        "on",
        date,
        by,
        author,
        edition.consent,
        first,
        edition.ad,
        edition.crosshead,
        second,
        edition.ad,
        third,
        edition.share_this,
        edition.disclaimer.format(site=site),
        edition.section + edition.age,
        edition.headline,
    )
    [found] = read(tmp_path, content)
    assert stated(found) | {"language": language} == {
        "title": edition.headline,
        "section": edition.section,
        "paragraphs": (first, edition.crosshead, second, third),
        "source": site,
        "language": language,
        "published": date,
        "published_origin": "page",
        "byline": author,
    }


@pytest.mark.parametrize("language", EDITIONS)
def test_it_reads_an_unseen_edition_by_its_structure_alone(tmp_path: Path, language: str):
    edition = EDITIONS[language]
    found = read(
        tmp_path,
        page(edition.chrome, edition.section, edition.headline, edition.published, "on", *edition.body),
    )
    assert [(one.section, one.title, one.paragraphs) for one in found] == [
        (edition.section, edition.headline, edition.body)
    ]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip("\u200e\u200f")
