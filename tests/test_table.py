"""Tables: rows read or refused by themselves, whatever stands between their fields."""

import csv
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.readers import Capture, Refusal, Span, choose, table
from tests.datasets import CHECKED, WHITE_SPACE, check_spans, titles
from tests.dumps import read, stated, write_dump

HEADER = ["id", "Title", "text", "Publication Date", "authors", "category"]
COURT = [
    "1",
    "Tiesa atsāk darbu",
    'Satversmes tiesa atsāka darbu; tā ir "brīva".\n\nTagad tajā var vērsties tieši.',
    "2023-01-01",
    "Anna Liepiņa",
    "Ārvalstis",
]
VOTE = ["2", "Итоги голосования", "За поправки проголосовали 77 процентов.", "", "", ""]
TURNOUT = ["3", "ผลการลงคะแนน", "", "", "", ""]
TITLES = [COURT[1], VOTE[1], TURNOUT[1]]

PROSE = "Satversmes tiesa atsāka darbu, un iedzīvotāji, kā zināms, var vērsties tajā tieši, bez advokāta."


def written(*rows: list[str], delimiter: str = ",", end: str = "\r\n") -> str:
    """The rows as csv writes them, with quotes where they are needed."""
    stream = StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator=end).writerows(rows)
    return stream.getvalue()


@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_it_says_what_each_row_says_and_where(tmp_path: Path, delimiter: str, end: str, bom: str):
    header, court, vote = (written(row, delimiter=delimiter, end=end) for row in (HEADER, COURT, VOTE))
    start = len((bom + header).encode())
    behind = start + len(court.encode())
    assert read(tmp_path, bom + header + court + vote) == [
        Capture(
            span=Span(start, behind, 2, 4),
            raw=court.encode(),
            title="Tiesa atsāk darbu",
            paragraphs=(
                'Satversmes tiesa atsāka darbu; tā ir "brīva".',
                "Tagad tajā var vērsties tieši.",
            ),
            published="2023-01-01",
            published_origin="record",
            byline="Anna Liepiņa",
            section="Ārvalstis",
        ),
        Capture(
            span=Span(behind, behind + len(vote.encode()), 5, 5),
            raw=vote.encode(),
            title="Итоги голосования",
            paragraphs=("За поправки проголосовали 77 процентов.",),
        ),
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("dump.txt", written(HEADER, COURT, VOTE)),
        ("dump.txt", "title,url\r\n"),
        ("dump.txt", "\n\n" + written(HEADER, COURT)),
        ("dump.txt", written(["", "title", "url"], ["0", "A", "https://a.example/"])),
        ("dump.txt", written(HEADER, ["1", "A", "x" * 100_000, "", "", ""])),
        ("articles.csv", "nr;headline\r\n1;A\r\n"),
        ("articles.TSV", "headline\nA\n"),
    ],
)
def test_it_knows_a_table_by_the_names_of_its_columns(tmp_path: Path, name: str, content: str):
    assert choose(write_dump(tmp_path, content, name)) is table


@pytest.mark.parametrize(
    "content",
    [
        f"Tiesības, tiesas, text\nSatversmes tiesa\n\n{PROSE}\n",
        f"Title, text and date\nSatversmes tiesa\n\n{PROSE}\n",
        f"Title, text\nSatversmes tiesa\n\n{PROSE}\n",
        f"Article, author; date: what is a reform\n\n{PROSE}\n",
        "name,age,city\nAnna,30,Rīga\n",
        "title\nA\n",
        "",
    ],
)
def test_it_claims_no_text_that_holds_commas_and_no_table_of_other_things(tmp_path: Path, content: str):
    assert not table.matches(write_dump(tmp_path, content))


def test_the_operator_says_which_column_is_which(tmp_path: Path):
    content = written(["Nr", "Überschrift", "Inhalt", "title"], ["1", "Ein Gericht", "Es arbeitet.", "Zeile"])
    dump = write_dump(tmp_path, content)
    told = replace(dump, columns={"title": "Überschrift", "text": "Inhalt"})
    assert not table.matches(dump)
    assert choose(told) is table
    assert [stated(one) for one in table.read(told)] == [
        {"title": "Ein Gericht", "paragraphs": ("Es arbeitet.",)}
    ]


def test_a_row_with_more_or_fewer_fields_is_refused_and_the_rest_goes_on(tmp_path: Path):
    few, many, empty = "9,Tikai virsraksts\r\n", written([*VOTE, "more"]), written(["4", "", "", "", "", ""])
    content = written(HEADER, COURT) + few + "\r\n" + written(VOTE) + many + empty + written(TURNOUT)
    found = read(tmp_path, content + ",,,,,\r\n")
    assert titles(found) == [
        TITLES[0],
        "a row of 2 fields, where the header has 6",
        TITLES[1],
        "a row of 7 fields, where the header has 6",
        "a record without title and text: it has " + ", ".join(map(repr, HEADER)),
        TITLES[2],
    ]
    refused = [one.raw.decode() for one in found if isinstance(one, Refusal)]
    assert refused == [few, many, empty]


def test_a_row_that_is_not_utf_8_is_refused_with_its_byte(tmp_path: Path):
    start = written(HEADER, COURT).encode()
    bad = "5,Reklāma,,,,\n".encode("cp1257")
    found = read(tmp_path, start + bad + written(VOTE).encode())
    assert titles(found) == [TITLES[0], f"not UTF-8: byte 0xe2 (byte {len(start) + 6:,})", TITLES[1]]
    assert found[1].raw == bad


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_a_table_in_utf_16_is_refused_with_the_reason(tmp_path: Path, encoding: str):
    content = written(HEADER, COURT)
    raw = content.encode(encoding) if encoding == "utf-16" else b"\xfe\xff" + content.encode(encoding)
    [found] = read(tmp_path, raw)
    assert (found.reason, found.span.byte_end) == ("a table in UTF-16: only UTF-8 is read", len(raw))


def test_between_tabs_a_quote_may_be_only_that(tmp_path: Path):
    rows = 'title\ttext\n"Brīva" tiesa\tTā teica: "Jā\nOtrais\t"Nē" teica\n'
    assert [(one.title, one.paragraphs) for one in read(tmp_path, rows)] == [
        ('"Brīva" tiesa', ('Tā teica: "Jā',)),
        ("Otrais", ('"Nē" teica',)),
    ]


def test_of_two_columns_with_one_name_the_first_counts(tmp_path: Path):
    assert stated(*read(tmp_path, "title,text,title\nA,x,B\n")) == {"title": "A", "paragraphs": ("x",)}


def test_a_quote_that_does_not_end_takes_no_more_than_a_row_may_hold(tmp_path: Path):
    row = written(["7", "A", "x" * 1_000, "", "", ""])
    content = written(HEADER, COURT) + '8,"open,,,,\r\n' + row * 9_000
    _, refused, *rest = read(tmp_path, content)
    assert refused.reason == "no row of a table: longer than 8,388,608 bytes or 20,000 lines"
    assert refused.span.byte_end - refused.span.byte_start > 8 << 20
    assert titles(rest) == ["A"] * (9_000 - (refused.span.line_end - refused.span.line_start))
    assert rest[0].span.byte_start == refused.span.byte_end


HOSTILE = {
    "a long line": "x" * 50_000_000,
    "delimiters": "," * 5_000_000,
    "quotes": '"' * 100_001,
    "rows that never end": 'a",":\n' * 100_000,
    "a carriage return": "5,a\rb,,,,",
    "NUL": "5,\0,,,,",
}


@pytest.mark.parametrize("line", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_row_is_refused_or_read_and_the_rest_goes_on(tmp_path: Path, line: str):
    content = written(HEADER, COURT) + line + "\n" + written(VOTE) * 3
    found = read(tmp_path, content)
    assert found[0].title == TITLES[0]
    assert sum(one.span.line_end - one.span.line_start + 1 for one in found) == content.count("\n") - 1
    assert [one.span.byte_start for one in found[1:]] == [one.span.byte_end for one in found[:-1]]


CELLS = st.text("ab,;\t\"'\n\r ā𐒰<&", max_size=12) | st.sampled_from(
    ["2024", "Virsraksts", "https://a.example/"]
)


@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=8),
    delimiter=st.sampled_from(table.DELIMITERS),
    end=st.sampled_from(["\n", "\r\n"]),
    bom=st.sampled_from(["", "\ufeff"]),
)
@CHECKED
def test_every_row_that_is_written_is_read_as_it_was(folder: Path, rows, delimiter: str, end: str, bom: str):
    header = written(["title", "text", "url"], delimiter=delimiter, end=end)
    rows = [["Virsraksts", *row[1:]] for row in rows]
    stream = StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows(rows)
    content = (bom + header + stream.getvalue()).encode()
    found = list(table.read(write_dump(folder, content, "drawn.csv")))
    assert titles(found) == ["Virsraksts"] * len(rows)
    check_spans(found, content, WHITE_SPACE + header.encode())


@given(content=st.binary(max_size=80) | st.lists(CELLS, max_size=12).map(",".join).map(str.encode))
@CHECKED
def test_every_line_of_any_bytes_is_read_or_refused(folder: Path, content: bytes):
    header = b"title,text\n"
    found = list(table.read(write_dump(folder, header + content, "drawn.csv")))
    check_spans(found, header + content, WHITE_SPACE + header + b'";|')


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dumps")
