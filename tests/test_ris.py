"""RIS: references of Zotero and others, each read or refused by itself."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.readers import Capture, Refusal, Span, choose, ris
from tests.datasets import CHECKED, WHITE_SPACE, check_spans, titles
from tests.dumps import read, stated, write_dump

COURT = """TY  - NEWS
TI  - Satversmes tiesa atsāk darbu
AU  - Liepiņa, Anna
AU  - Bērziņš, Jānis
T2  - Baltic Observer
DA  - 2023/01/02/
PY  - 2023
LA  - lv
SE  - Ārvalstis
AB  - Iedzīvotāji tajā
var vērsties tieši.
KW  - reformas
KW  - tiesas
UR  - https://baltic-observer.example/court;a=1
Y2  - 2024/05/02/10:30:00
ER  -
"""
VOTE = "TY  - WEB\r\nT1  - Итоги голосования\r\nY1  - 2022///\r\nER  -\r\n"
TITLES = ["Satversmes tiesa atsāk darbu", "Итоги голосования"]

OUTSIDE = "lines outside of a reference"
ENDLESS = "a reference without its end (ER)"


def test_it_says_what_each_reference_says_and_where(tmp_path: Path):
    start = len(COURT.encode()) + 2
    assert read(tmp_path, f"{COURT}\r\n{VOTE}\n") == [
        Capture(
            span=Span(0, start - 2, 1, 16),
            raw=COURT.encode(),
            title="Satversmes tiesa atsāk darbu",
            paragraphs=(),
            byline="Liepiņa, Anna; Bērziņš, Jānis",
            source="Baltic Observer",
            published="2023-01-02",
            published_origin="record",
            language="lv",
            section="Ārvalstis",
            excerpt="Iedzīvotāji tajā var vērsties tieši.",
            tags=("reformas", "tiesas"),
            url="https://baltic-observer.example/court;a=1",
            captured="2024-05-02T10:30:00",
        ),
        Capture(
            span=Span(start, start + len(VOTE.encode()), 18, 21),
            raw=VOTE.encode(),
            title="Итоги голосования",
            paragraphs=(),
            published="2022",
            published_origin="record",
        ),
    ]


@pytest.mark.parametrize("content", [COURT, "\ufeff" + COURT, "\n\n" + VOTE, "TY  - NEWS"])
def test_it_knows_ris_by_the_tag_it_begins_with(tmp_path: Path, content: str):
    assert choose(write_dump(tmp_path, content)) is ris


@pytest.mark.parametrize("content", ["", "TY - NEWS\n", "TI  - A\n", "Ty  - A\n", "TYPE  - A\n"])
def test_it_claims_nothing_else(tmp_path: Path, content: str):
    assert not ris.matches(write_dump(tmp_path, content))


@pytest.mark.parametrize(
    ("written", "stated"),
    [
        ("2024/05/14/", "2024-05-14"),
        ("2024/05/14", "2024-05-14"),
        ("2024/5/4/", "2024-05-04"),
        ("2024/05//", "2024-05"),
        ("2024/05", "2024-05"),
        ("2024//14/", "2024"),
        ("2024///spring", "2024"),
        ("2024", "2024"),
        ("2024/05/14/10:30", "2024-05-14T10:30"),
        ("2024/05//10:30", "2024-05"),
        ("14. maijs 2024", "14. maijs 2024"),
    ],
)
def test_a_date_is_as_precise_as_it_is_stated(tmp_path: Path, written: str, stated: str):
    [found] = read(tmp_path, f"TY  - NEWS\nTI  - A\nDA  - {written}\nER  - \n")
    assert found.published == stated


def test_the_full_date_counts_before_the_year_and_neither_is_when_it_was_read(tmp_path: Path):
    [found] = read(tmp_path, "TY  - NEWS\nTI  - A\nPY  - 2024\nY2  - 2025/01/01\nDA  - 2024/05/14/\nER  - \n")
    assert (found.published, found.captured) == ("2024-05-14", "2025-01-01")
    [undated] = read(tmp_path, "TY  - NEWS\nTI  - A\nY2  - 2025/01/01\nER  - \n")
    assert (undated.published, undated.captured) == (None, "2025-01-01")


def test_what_is_no_reference_is_refused_and_the_rest_goes_on(tmp_path: Path):
    cut, stray, bare = "TY  - NEWS\nTI  - Pārtrūkst\n\n", "ER  - \n", "TY  - NEWS\nPY  - 2024\nER  - \n"
    found = read(tmp_path, cut + COURT + "Lines\nof a person\n" + VOTE + stray + bare + cut)
    assert titles(found) == [
        ENDLESS,
        TITLES[0],
        OUTSIDE,
        TITLES[1],
        OUTSIDE,
        "a record without title and text: it has 'type_of_reference', 'year'",
        ENDLESS,
    ]
    refused = [one.raw.decode() for one in found if isinstance(one, Refusal)]
    assert refused == [cut, "Lines\nof a person\n", stray, bare, cut]


def test_an_end_without_a_space_is_one_and_a_tag_in_a_line_is_not(tmp_path: Path):
    glued = "TY  - NEWS\nTI  - A\nDA  - 2024\nER  -y\n"
    inside = "TY  - NEWS\nTI  - B\nAB  - x\n ER  - \nTY \nER  -\n"
    assert [stated(one) for one in read(tmp_path, glued + inside)] == [
        {"title": "A", "published": "2024", "published_origin": "record"},
        {"title": "B", "excerpt": "x ER - TY"},
    ]


def test_a_reference_that_is_not_utf_8_is_refused(tmp_path: Path):
    latin = COURT.encode().replace("ā".encode(), b"\xe2")
    found = read(tmp_path, latin + VOTE.encode())
    assert titles(found) == ["not UTF-8: byte 0xe2 in a reference", TITLES[1]]


def test_the_operator_says_which_tag_is_which(tmp_path: Path):
    dump = write_dump(tmp_path, "TY  - NEWS\nTI  - A\nT2  - The page\nC1  - Baltic Observer\nER  - \n")
    told = type(dump)(dump.path, dump.name, dump.size, dump.sha256, columns={"source": "custom1"})
    assert [stated(one) for one in ris.read(told)] == [{"title": "A", "source": "Baltic Observer"}]


HOSTILE = {
    "a long line": "AB  - " + "x" * 50_000_000 + "\n",
    "many lines": "x\n" * 100_000,
    "many tags": "KW  - x\n" * 100_000,
}


@pytest.mark.parametrize("lines", HOSTILE.values(), ids=HOSTILE)
def test_a_reference_too_long_to_be_one_is_passed_over(tmp_path: Path, lines: str):
    start = "TY  - NEWS\nTI  - A\n"
    refused, vote = read(tmp_path, f"{start}{lines}ER  - \n{VOTE}")
    assert refused.reason == "a reference longer than 1,048,576 bytes or 5,000 lines"
    assert refused.span.byte_end == len(start) + len(lines) + 7
    assert vote.title == TITLES[1]


TAGS = st.sampled_from(
    ["TY  - NEWS", "ER  - ", "ER  -", "TI  - A", "AU  - B", "XX  - y", "UR  - ", "", "more", "T2"]
)


@given(
    lines=st.lists(TAGS | st.text(max_size=10), max_size=20),
    end=st.sampled_from(["\n", "\r\n"]),
    put=st.binary(max_size=3),
    at=st.floats(0, 1),
)
@CHECKED
def test_every_line_is_read_or_refused(folder: Path, lines: list[str], end: str, put: bytes, at: float):
    content = end.join(["TY  - NEWS", *lines]).encode()
    place = int(at * len(content))
    content = content[:place] + put + content[place:]
    check_spans(list(ris.read(write_dump(folder, content))), content, WHITE_SPACE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dumps")
