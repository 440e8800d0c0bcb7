"""Captures of pages without furniture: section, headline, a blank line, one paragraph a line."""

from pathlib import Path

import pytest

from articles.readers import Capture, Refusal, Span, bare_text, page_text
from tests.dumps import read, stated, write_dump

SECTION = "Kasachstan"
HEADLINE = "Der Weg nach Astana steht offen: Bürger dürfen ihr Verfassungsgericht anrufen"
COURT = "Seit dem 1. Januar 2023 hat Kasachstan wieder ein Verfassungsgericht, an das sich jeder wenden darf."
VOTE = "Vorausgegangen war das Referendum vom 5. Juni 2022, an dem sich rund 68 Prozent beteiligten."
ARTICLE = {"section": SECTION, "title": HEADLINE, "paragraphs": (COURT, VOTE)}


def bare(*lines: str) -> str:
    """Section and headline, a blank line, and the rest line by line."""
    return "\n".join((*lines[:2], "", *lines[2:])) + "\n"


def test_it_says_all_that_the_text_states_and_where(tmp_path: Path):
    content = bare(SECTION, HEADLINE, COURT, VOTE)
    assert read(tmp_path, content) == [
        Capture(
            span=Span(0, len(content.encode()), 1, 5),
            raw=content.encode(),
            title=HEADLINE,
            paragraphs=(COURT, VOTE),
            section=SECTION,
        )
    ]


def test_it_keeps_crossheads_and_short_lines(tmp_path: Path):
    lines = (COURT, "Was es leisten soll", VOTE, "Ausblick", "2023", "Werbung")
    assert [stated(one) for one in read(tmp_path, bare(SECTION, HEADLINE, *lines))] == [
        ARTICLE | {"paragraphs": lines},
    ]


def test_it_keeps_a_headline_repeated_as_first_paragraph(tmp_path: Path):
    assert [stated(one) for one in read(tmp_path, bare(SECTION, HEADLINE, HEADLINE, COURT, VOTE))] == [
        ARTICLE | {"paragraphs": (HEADLINE, COURT, VOTE)},
    ]


def test_it_reads_a_text_whose_section_is_its_headline(tmp_path: Path):
    assert [stated(one) for one in read(tmp_path, bare(SECTION, SECTION, COURT, VOTE))] == [
        ARTICLE | {"title": SECTION},
    ]


def test_it_reads_a_byline_out_of_the_opening_paragraph(tmp_path: Path):
    opening = f"{COURT[:-1]}, schreibt Johanna von der Heide."
    assert [stated(one) for one in read(tmp_path, bare(SECTION, HEADLINE, opening, VOTE))] == [
        ARTICLE | {"paragraphs": (opening, VOTE), "byline": "Johanna von der Heide"},
    ]


@pytest.mark.parametrize(
    ("section", "headline", "body"),
    [
        (
            "Túnez",
            "De las urnas municipales al referéndum",
            "El 6 de mayo de 2018 los tunecinos eligieron por primera vez a sus concejales.",
        ),
        (
            "Україна",
            "Громади вчаться господарювати",
            "Сьогодні країна поділена на 1469 громад, і реформу видно з вікна власної хати.",
        ),
        (
            "カザフスタン",
            "死刑廃止を憲法に明記",
            "2022年6月5日、カザフスタンで憲法改正の是非を問う国民投票が行われた。"
            "投票率はおよそ68％、賛成は約77％に達し、56項目の改正が承認された。",
        ),
        (
            "تونس",
            "تونس أمام دستور جديد",
            "صوّت التونسيون يوم 25 يوليو في استفتاء على مشروع دستور جديد يحلّ محلّ دستور عام 2014.",
        ),
        ("คาซัคสถาน", "คาซัคสถานฟื้นศาลรัฐธรรมนูญ", "ศาลรัฐธรรมนูญตั้งขึ้นใหม่แทนสภารัฐธรรมนูญเดิม ประชาชนร้องต่อศาลได้โดยตรง"),
        (
            "ኢትዮጵያ",
            "ካዛኪስታን ፍርድ ቤቷን መልሳ አቋቋመች",
            "የካዛኪስታን መራጮች በተካሄደው ሕዝበ ውሳኔ የሕገ መንግሥቱን ማሻሻያ አጽድቀዋል፤ 68 በመቶ ያህሉም ድምፅ ሰጥተዋል።",
        ),
    ],
)
def test_it_reads_any_script(tmp_path: Path, section: str, headline: str, body: str):
    assert [stated(one) for one in read(tmp_path, bare(section, headline, body))] == [
        {"section": section, "title": headline, "paragraphs": (body,)},
    ]


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff" + bare(SECTION, HEADLINE, COURT, VOTE),
        bare(SECTION, HEADLINE, COURT, VOTE).replace("\n", "\r\n"),
        "\n\n" + bare(SECTION, HEADLINE, COURT, VOTE),
        bare(SECTION, HEADLINE, COURT, VOTE).rstrip("\n"),
        bare(SECTION, HEADLINE, COURT, "", VOTE, "\u00a0", ""),
        bare(f"\u00a0{SECTION} ", f" {HEADLINE}\u00a0", f" {COURT} ", f"{VOTE}\t"),
    ],
    ids=["byte order mark", "CRLF", "blank lines above", "no line end", "blank lines inside", "spaces"],
)
def test_it_reads_a_text_however_it_is_written(tmp_path: Path, content: str):
    [found] = read(tmp_path, content)
    assert stated(found) == ARTICLE
    assert found.raw == content.encode()[found.span.byte_start : found.span.byte_end]


def test_it_keeps_what_only_looks_like_a_line_end(tmp_path: Path):
    paragraph = f"{COURT}\u2028{VOTE}"
    assert [stated(one) for one in read(tmp_path, bare(SECTION, HEADLINE, paragraph))] == [
        ARTICLE | {"paragraphs": (paragraph,)},
    ]


def test_it_refuses_a_text_over_the_cap_of_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(page_text, "MAX_PAGE_BYTES", 100)
    content = bare(SECTION, HEADLINE, COURT, VOTE)
    assert read(tmp_path, content) == [
        Refusal("a page longer than 100 bytes or 20,000 lines", Span(0, len(content.encode()), 1, 5)),
    ]


@pytest.mark.parametrize(
    "content",
    [
        f"{SECTION}\n{HEADLINE}\n",
        f"{SECTION}\n\n{HEADLINE}\n\n{COURT}\n",
        f"{SECTION}\n{HEADLINE}\n{COURT}\n{VOTE}\n",
        f"{COURT}\n{HEADLINE}\n\n{VOTE}\n",
        f"Es beginnt hier.\n{HEADLINE}\n\n{COURT}\n",
        f"{SECTION}\n{'Überschrift ' * 30}\n\n{COURT}\n",
        f"{SECTION}\n{HEADLINE}\n\nKurz\n\nKnapp\n",
    ],
    ids=[
        "no body",
        "blank line above the headline",
        "no blank line below it",
        "a paragraph for a section",
        "a sentence for a section",
        "a headline without end",
        "no prose",
    ],
)
def test_it_claims_no_text_of_another_shape(tmp_path: Path, content: str):
    assert not bare_text.matches(write_dump(tmp_path, content))
