"""JSON Lines: every line a record, read or refused by itself."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.readers import Capture, Refusal, Span, choose, json_lines
from tests.datasets import BOM, CHECKED, RECORDS, check_spans, titles
from tests.dumps import read, stated, write_dump

COURT = {"title": "Tiesa atsāk darbu", "text": "Satversmes tiesa atsāka darbu 1. janvārī."}
VOTE = {"title": "Итоги голосования", "text": "За поправки проголосовали 77 процентов.", "date": "2022-06-06"}
TURNOUT = {"title": "投票率", "url": "https://steppe.example/7"}


def lines(*records: object) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def test_it_says_what_each_line_says_and_where(tmp_path: Path):
    first, second = lines(COURT), lines(VOTE)
    assert read(tmp_path, first + "\n" + second) == [
        Capture(
            span=Span(0, len(first.encode()), 1, 1),
            raw=first.encode(),
            title="Tiesa atsāk darbu",
            paragraphs=("Satversmes tiesa atsāka darbu 1. janvārī.",),
        ),
        Capture(
            span=Span(len(first.encode()) + 1, len((first + second).encode()) + 1, 3, 3),
            raw=second.encode(),
            title="Итоги голосования",
            paragraphs=("За поправки проголосовали 77 процентов.",),
            published="2022-06-06",
            published_origin="record",
        ),
    ]


@pytest.mark.parametrize(
    "content",
    [
        lines(COURT, VOTE),
        lines(COURT),
        lines(COURT).rstrip("\n"),
        "\ufeff" + lines(COURT, VOTE),
        "\n\n" + lines(COURT, VOTE),
        lines(COURT, VOTE).replace("\n", "\r\n"),
        lines({"links": [{"title": "Not an article"}]} | COURT, VOTE),
        lines({"text": "x" * 100_000} | VOTE, COURT),
        "{bad}\n" + lines(COURT),
    ],
)
def test_it_knows_json_lines_by_a_first_line_that_is_an_object(tmp_path: Path, content: str):
    assert choose(write_dump(tmp_path, content)) is json_lines


@pytest.mark.parametrize("name", ["shard.jsonl", "shard.NDJSON"])
def test_it_knows_json_lines_by_name_when_the_first_line_is_none(tmp_path: Path, name: str):
    dump = write_dump(tmp_path, "# shard 7\n" + lines(COURT), name)
    assert choose(dump) is json_lines
    assert titles(list(json_lines.read(dump))) == [
        "not JSON: unexpected character, expected a JSON value (character 0 of the record)",
        "Tiesa atsāk darbu",
    ]


@pytest.mark.parametrize(
    "content",
    [
        "Reforms {and more}\nVirsraksts\n\n" + "Teksts par reformām un tiesām, kas ir gana garš. " * 3,
        "[1] A note\n",
        json.dumps([COURT, VOTE]),
        json.dumps(COURT, indent=1),
        json.dumps({"items": [COURT, VOTE]}),
        json.dumps({"items": [{"text": "x" * 100_000} | COURT]}),
        "",
    ],
)
def test_it_claims_nothing_else(tmp_path: Path, content: str):
    assert not json_lines.matches(write_dump(tmp_path, content))


def test_a_bad_line_is_refused_with_its_reason_and_the_rest_goes_on(tmp_path: Path):
    bad = ['{"title": "A"', "[1, 2]", '"text"', "7", '{"title": NaN}', '{"title": "\\ud83d"}', '{"n": 1}']
    content = lines(COURT) + "\n".join(bad) + "\n" + lines(VOTE)
    found = read(tmp_path, content)
    assert titles(found) == [
        "Tiesa atsāk darbu",
        "not JSON: unexpected end of data (character 14 of the record)",
        "no record: it is no JSON object",
        "no record: it is no JSON object",
        "no record: it is no JSON object",
        "not JSON: unexpected character, expected a JSON value (character 10 of the record)",
        "not JSON: no low surrogate in string (character 11 of the record)",
        "a record without title and text: it has 'n'",
        "Итоги голосования",
    ]
    assert [one.raw.decode() for one in found[1:-1]] == [f"{line}\n" for line in bad]


HOSTILE = {
    "brackets": b"[" * 100_000,
    "objects": b'{"a":' * 100_000,
    "digits": b'{"title": ' + b"9" * 10_000 + b"}",
    "NUL": b'{"title": "a\0b"}',
    "bytes": b'{"title": "\xff\xfe"}',
    "values": b'{"title": "A", "n": [' + b"{}," * 300_000 + b"{}]}",
}


@pytest.mark.parametrize("line", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_line_is_refused_alone(tmp_path: Path, line: bytes):
    refused, court = json_lines.read(write_dump(tmp_path, line + b"\n" + lines(COURT).encode()))
    assert isinstance(refused, Refusal)
    assert refused.raw == line + b"\n"
    assert stated(court) == stated(read(tmp_path, lines(COURT))[0])


def test_a_line_too_long_to_be_a_record_is_passed_over(tmp_path: Path):
    content = lines(COURT).encode() + b'{"text": "' + b"x" * 50_000_000 + b'"}\n' + lines(VOTE).encode()
    dump = write_dump(tmp_path, content)
    court, refused, vote = json_lines.read(dump)
    start = court.span.byte_end
    assert refused == Refusal("a line longer than 16,777,216 bytes", Span(start, start + 50_000_013, 2, 2))
    assert vote.span == Span(start + 50_000_013, len(content), 3, 3)


def test_of_two_equal_names_the_last_counts_and_escapes_are_read(tmp_path: Path):
    found = read(tmp_path, '{"title": "A", "title": "\\u0422\\u0438\\u0445\\u043e \\ud83d\\ude00 \\u0000"}\n')
    assert titles(found) == ["Тихо 😀 \ufffd"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dumps")


@given(
    records=RECORDS,
    start=st.sampled_from(["", "\ufeff"]),
    end=st.sampled_from(["\n", "\r\n", "\n\n", ""]),
    put=st.binary(max_size=3),
    at=st.floats(0, 1),
)
@CHECKED
def test_every_line_is_read_or_refused(
    folder: Path, records: list, start: str, end: str, put: bytes, at: float
):
    content = (start + "\n".join(json.dumps(record) for record in [{}, *records]) + end).encode()
    place = int(at * len(content))
    content = content[:place] + put + content[place:]
    found = list(json_lines.read(write_dump(folder, content)))
    check_spans(found, content)
    assert len(found) == sum(1 for line in content.removeprefix(BOM).split(b"\n") if line.strip())
