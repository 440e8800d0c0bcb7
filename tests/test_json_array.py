"""JSON documents: lists of records, found without parsing the document, and read as far as it goes."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.readers import Capture, Refusal, Span, choose, json_array, json_lines
from articles.readers.dumpfile import CHUNK_BYTES
from tests.datasets import CHECKED, NAMES, RECORDS, VALUES, WHITE_SPACE, check_spans, titles
from tests.dumps import read, write_dump

# What may stand between records, beside white space.
BETWEEN = WHITE_SPACE + b",[]"
BROKEN = "the document breaks off"
STRAY = "no object among the records"

COURT = {"title": "Tiesa atsāk darbu", "text": 'Tā teica: "Tiesa [atkal] strādā \\ {ātri}".'}
VOTE = {"title": "Итоги голосования", "tags": ["референдум", "право"], "feed": {"title": "Степная хроника"}}
TURNOUT = {"title": "投票率", "url": "https://steppe.example/7"}
TITLES = ["Tiesa atsāk darbu", "Итоги голосования", "投票率"]


def found_in(folder: Path, content: str | bytes) -> list[Capture | Refusal]:
    return list(json_array.read(write_dump(folder, content)))


def document(*records: object, indent: int | None = None) -> str:
    return json.dumps(records, ensure_ascii=False, indent=indent)


def test_it_says_what_each_record_says_and_where(tmp_path: Path):
    court = json.dumps(COURT, ensure_ascii=False, indent=1)
    vote = json.dumps(VOTE, ensure_ascii=False)
    content = f"\ufeff[\n {court},\n {vote}\n]\n"
    start = content.encode().index(court.encode())
    behind = start + len(court.encode()) + 3
    assert read(tmp_path, content) == [
        Capture(
            span=Span(start, behind - 3, 2, 5),
            raw=court.encode(),
            title="Tiesa atsāk darbu",
            paragraphs=('Tā teica: "Tiesa [atkal] strādā \\ {ātri}".',),
        ),
        Capture(
            span=Span(behind, behind + len(vote.encode()), 6, 6),
            raw=vote.encode(),
            title="Итоги голосования",
            paragraphs=(),
            source="Степная хроника",
            tags=("референдум", "право"),
        ),
    ]


@pytest.mark.parametrize("indent", [None, 1, "\t"])
@pytest.mark.parametrize(
    "around",
    [
        lambda records: records,
        lambda records: {"items": records},
        lambda records: {"total": 3, "entries": records},
        lambda records: {
            "status": "ok",
            "meta": {"items": [{"title": "x"}]},
            "articles": records,
            "next": None,
        },
        lambda records: {"version": "0.6", "info": {"source": "[{"}, "links": records, "updated": ["2024"]},
        lambda records: {"data": ["a", "b"], "results": records},
        lambda records: {"a": "items", "items": records},
    ],
)
def test_it_finds_the_records_however_they_are_wrapped(tmp_path: Path, around, indent):
    content = json.dumps(around([COURT, VOTE, TURNOUT]), indent=indent)
    dump = write_dump(tmp_path, content)
    assert choose(dump) is json_array
    assert titles(list(json_array.read(dump))) == TITLES


def test_records_of_several_lists_are_all_read(tmp_path: Path):
    content = json.dumps({"items": [COURT], "news": [VOTE, TURNOUT]}) + "\n"
    assert titles(found_in(tmp_path, content)) == TITLES


@pytest.mark.parametrize("between", ["", "\n", "\n\n"])
def test_objects_over_several_lines_are_records_one_after_another(tmp_path: Path, between: str):
    content = between.join(json.dumps(one, indent=1) for one in (COURT, VOTE, TURNOUT))
    dump = write_dump(tmp_path, content)
    assert choose(dump) is json_array
    assert titles(list(json_array.read(dump))) == TITLES


def test_an_object_without_a_list_of_records_is_one_itself(tmp_path: Path):
    record = COURT | {"data": [], "history": {"items": [{"title": "x"}]}, "links": ["https://a.example"]}
    assert titles(read(tmp_path, json.dumps(record, indent=1))) == TITLES[:1]


def test_what_stands_among_records_and_is_none_is_refused(tmp_path: Path):
    content = json.dumps([7, COURT, "a, b]", None, [VOTE], VOTE, [1, [2]]]) + "]\n, x"
    found = found_in(tmp_path, content)
    assert titles(found) == [STRAY, TITLES[0], STRAY, TITLES[1], STRAY, STRAY]
    assert [one.raw for one in found if isinstance(one, Refusal)] == [
        b"7",
        b'"a, b]", null, [' + json.dumps(VOTE).encode() + b"]",
        b"[1, [2]]",
        b"]\n, x",
    ]


def test_a_record_that_is_no_json_is_refused_and_the_rest_goes_on(tmp_path: Path):
    content = f'[{json.dumps(COURT)}, {{"title": x}}, {{"title" ]}}, {json.dumps(VOTE)}]'
    found = found_in(tmp_path, content)
    assert titles(found)[0] == TITLES[0]
    assert (
        titles(found)[1]
        == "not JSON: unexpected character, expected a JSON value (character 10 of the record)"
    )
    check_spans(found, content.encode(), BETWEEN)


@pytest.mark.parametrize("content", ["[]", " [ ]\n", "\ufeff[\n]"])
def test_an_empty_list_is_refused(tmp_path: Path, content: str):
    lines = content.rstrip("\n").count("\n") + 1
    assert read(tmp_path, content) == [
        Refusal("no record in it", Span(0, len(content.encode()), 1, lines), content.encode())
    ]


def test_an_object_with_an_empty_list_is_refused(tmp_path: Path):
    [found] = read(tmp_path, '{"total": 0, "entries": []}')
    assert found.reason == "a record without title and text: it has 'total', 'entries'"


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_document_that_breaks_off_is_read_as_far_as_it_goes(tmp_path: Path, wrapped: bool):
    records = [COURT, VOTE, TURNOUT]
    content = json.dumps({"items": records} if wrapped else records, ensure_ascii=False).encode()
    head = content[: content.index(b'{"title')]
    for cut in range(len(head) + 1, len(content)):
        found = found_in(tmp_path, content[:cut])
        whole = [one.title for one in found if isinstance(one, Capture)]
        assert whole == TITLES[: len(whole)]
        assert [one.reason for one in found if isinstance(one, Refusal)] == [BROKEN]
        assert found[-1].span.byte_end == cut
        check_spans(found, content[:cut], BETWEEN + head)
    assert len(whole) == 3


HOSTILE = {
    "brackets": b"[" * 100_000,
    "closed brackets": b"[{]" + b"]" * 100_000,
    "objects": b'{"a":' * 100_000,
    "digits": b'[{"title": ' + b"9" * 10_000 + b"}]",
    "NUL": b'[{"title": "a\0b"}]',
    "bytes": b'[{"title": "\xff\xfe"}]',
    "backslashes": b'[{"title": "' + b"\\" * 100_001 + b'"}]',
    "a string without end": b'[{"title": "' + b"x" * 100_000,
    "values": b'[{"title": "A", "n": [' + b"{}," * 300_000 + b"{}]}]",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_document_is_refused(tmp_path: Path, content: bytes):
    found = found_in(tmp_path, content)
    assert found
    assert all(isinstance(one, Refusal) for one in found)
    check_spans(found, content, BETWEEN)


def test_a_record_of_fifty_megabytes_is_passed_over(tmp_path: Path):
    court, vote = json.dumps(COURT), json.dumps(VOTE)
    content = f'[{court}, {{"text": "{"x" * 50_000_000}"}},\n{vote}]'
    first, refused, last = found_in(tmp_path, content)
    assert refused.reason == "a record longer than 8,388,608 bytes"
    assert refused.span.byte_end - refused.span.byte_start == 50_000_012
    assert (first.title, last.title) == tuple(TITLES[:2])
    assert last.span.line_start == 2


@pytest.mark.parametrize("shift", range(-4, 5))
def test_strings_escapes_and_names_may_stand_across_what_is_read_at_once(tmp_path: Path, shift: int):
    odd = json.dumps({"title": 'A\\"[{', "text": "\\\\"})
    for name in ('"items"', odd, '\\"[{'):
        head = '{"note": "'
        behind = f'", "items": [{odd}, {odd}]}}'
        size = CHUNK_BYTES - len(head) - behind.index(name) + shift
        content = head + "x" * size + behind
        assert titles(found_in(tmp_path, content)) == ['A\\"[{', 'A\\"[{']


def test_a_long_document_is_read_in_time_that_grows_with_it(tmp_path: Path):
    content = "[" + ",\n".join(json.dumps(VOTE | {"id": number}) for number in range(20_000)) + "]"
    found = found_in(tmp_path, content)
    assert len(found) == 20_000
    assert found[-1].span.line_start == 20_000


@given(
    records=RECORDS,
    indent=st.none() | st.integers(0, 2),
    wrap=st.none() | NAMES | st.just("items"),
    more=VALUES,
)
@CHECKED
def test_every_record_is_read_or_refused(folder: Path, records: list, indent, wrap, more):
    records = [{}, *records]
    content = json.dumps(records if wrap is None else {"a": more, "items": records, "b": more}, indent=indent)
    found = found_in(folder, content)
    objects = [record for record in records if isinstance(record, dict)]
    assert len([one for one in found if titles([one]) != [STRAY]]) == len(objects)
    if wrap is None:
        check_spans(found, content.encode(), BETWEEN)


@given(
    records=RECORDS,
    wrapped=st.booleans(),
    at=st.floats(0, 1),
    put=st.binary(max_size=3) | st.sampled_from([b'"', b"{", b"}", b"[", b"]", b"\\", b","]),
    cut=st.integers(0, 9),
)
@CHECKED
def test_every_byte_of_a_damaged_document_is_read_or_refused(folder: Path, records, wrapped, at, put, cut):
    content = json.dumps({"items": [{}, *records]} if wrapped else [{}, *records]).encode()
    place = int(at * len(content))
    content = content[:place] + put + content[place + cut :]
    found = found_in(folder, content)
    assert found
    check_spans(found, content, BETWEEN if not wrapped else bytes(range(256)))


@given(content=st.binary(max_size=60) | st.text('[]{}",:\\ an1\n', max_size=60).map(str.encode))
@CHECKED
def test_any_bytes_are_read_or_refused(folder: Path, content: bytes):
    dump = write_dump(folder, content)
    for reader in (json_lines, json_array):
        if reader.matches(dump):
            found = list(reader.read(dump))
            assert found
            check_spans(found, content, bytes(range(256)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dumps")
