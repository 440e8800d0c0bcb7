"""Finding the records of a WARC or ARC, whatever their lengths say, so that no byte is left out."""

import tempfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.readers.warc_records import LONG_HEADER, OPEN_HEADER, Damage, Record, is_archive, records


def record(kind: str, block: bytes, length: int | str | None = None, version: str = "1.0") -> bytes:
    said = len(block) if length is None else length
    header = f"WARC/{version}\r\nWARC-Type: {kind}\r\nContent-Length: {said}\r\n\r\n"
    return header.encode() + block + b"\r\n\r\n"


def found_in(content: bytes) -> list[Record | Damage]:
    with tempfile.TemporaryFile() as stream:
        stream.write(content)
        stream.flush()
        return list(records(stream))


def told(content: bytes) -> list[tuple[str, bytes]]:
    """What was found, and its bytes: of a record its block."""
    return [
        (one.kind, content[one.block_start : one.end])
        if isinstance(one, Record)
        else (one.reason, content[one.start : one.end])
        for one in found_in(content)
    ]


ONE, TWO, THREE = record("metadata", b"first"), record("response", b"second"), record("resource", b"third")
WHOLE = ONE + TWO + THREE
BLOCKS = [("metadata", b"first"), ("response", b"second"), ("resource", b"third")]


@pytest.mark.parametrize("version", ["0.17", "0.18", "1.0", "1.1"])
def test_it_reads_the_records_of_every_version(version: str):
    content = record("metadata", b"first", version=version) + record("response", b"second", version=version)
    assert told(content) == BLOCKS[:2]


def test_it_reads_an_arc():
    own = b"1 0 Reform\nURL IP-address Archive-date Content-type Archive-length\n"
    content = (
        b"filedesc://a.arc 0.0.0.0 20240514090000 text/plain %d\n%s\n"
        b"https://reform.example/a b 192.0.2.1 20240514090001 text/html 6\nsecond\n"
    ) % (len(own), own)
    _, second = found_in(content)
    assert content[second.block_start : second.end] == b"second"
    assert second.kind == "response"
    assert second.header("WARC-Target-URI") == "https://reform.example/a%20b"
    assert second.header("WARC-Date") == "2024-05-14T09:00:01Z"


def test_a_record_that_says_too_much_ends_before_the_next():
    content = ONE + record("response", b"second", length=30) + THREE
    assert told(content) == BLOCKS
    assert [one.is_certain for one in found_in(content)] == [True, False, True]


def test_a_record_that_says_more_than_the_file_has_ends_before_the_next():
    content = ONE + record("response", b"second", length=10**14) + THREE
    assert told(content) == BLOCKS


def test_of_a_record_that_says_too_little_the_rest_is_damage():
    content = ONE + record("response", b"second", length=3) + THREE
    assert told(content) == [
        BLOCKS[0],
        ("response", b"sec"),
        ("bytes that belong to no record", b"ond\r\n\r\n"),
        BLOCKS[2],
    ]


def test_garbage_between_two_records_is_damage():
    content = ONE + b"\0garbage\n" + TWO
    assert told(content) == [BLOCKS[0], ("bytes that belong to no record", b"\0garbage\n"), BLOCKS[1]]


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", "a record that does not say its length: nothing"),
        (b"WARC/1.0\r\nContent-Length: -5\r\n\r\n", "a record that does not say its length: -5"),
        (
            b"WARC/1.0\r\nContent-Length: " + b"9" * 5_000 + b"\r\n\r\n",
            "a record that does not say its length: ",
        ),
        (b"WARC/2.0\r\nContent-Length: 1\r\n\r\nx", "a record's header that cannot be read: WARC/2.0"),
        (b"WARC/1.0\r\nX: " + b"x" * 70_000 + b"\r\n\r\n", LONG_HEADER),
    ],
)
def test_a_record_without_a_header_to_go_by_is_damage(header: bytes, reason: str):
    content = ONE + header + b"\r\n\r\n" + TWO
    [first, damage, second] = told(content)
    assert (first, second) == tuple(BLOCKS[:2])
    assert damage[0].startswith(reason)
    assert damage[1].startswith(header)


def test_a_header_without_an_end_takes_no_line_of_the_next():
    header = b"WARC/1.0\r\nWARC-Type: response\r\n"
    assert told(ONE + header * 2 + TWO) == [BLOCKS[0], *[(OPEN_HEADER, header)] * 2, BLOCKS[1]]


@pytest.mark.parametrize("cut", [5, 30, 60])
def test_of_a_file_that_breaks_off_the_rest_is_damage(cut: int):
    content = record("metadata", b"first") + record("response", b"s" * 20)[:cut]
    first, damage = told(content)
    assert first == BLOCKS[0]
    assert damage[0].startswith(("the file breaks off inside a record", OPEN_HEADER, "bytes that belong"))
    assert damage[1] == content[len(ONE) :]


def test_it_knows_an_archive_by_its_first_line():
    assert is_archive(WHOLE)
    assert is_archive(b"filedesc://a.arc 0.0.0.0 20240514090000 text/plain 10\n")
    assert not is_archive(b"WARC/1.0 is a format of web archives.\n")
    assert not is_archive(b"filedesc:// is how an ARC begins.\n")
    assert not is_archive(b"")


PARTS = (
    *(b"WARC/1.0\r\n", b"WARC-Type: response\r\n", b"Content-Length: 5\r\n", b"Content-Length: 50\r\n"),
    *(b"Content-Length: x\r\n", b"\r\n", b"\n", b"text", b"\0", b"WARC/1.0", WHOLE, ONE, b"\xff\xfe"),
    *(
        b"filedesc://a 0.0.0.0 20240514090000 text/plain 5\n",
        b"http://a.b/ 1.2.3.4 20240514090000 text/html 4\n",
    ),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=25).map(b"".join))
def test_every_byte_is_in_a_record_or_a_damage_or_is_a_line_end(content: bytes):
    found = found_in(content)
    places = [(0, 0), *((one.start, one.end) for one in found), (len(content), len(content))]
    for (_, end), (start, _) in pairwise(places):
        assert end <= start
        assert content[end:start].strip(b"\r\n") == b""
    assert all(one.start < one.end for one in found)


def test_a_file_of_line_ends_has_no_records(tmp_path: Path):
    assert found_in(WHOLE + b"\r\n" * 2_000_000) == found_in(WHOLE)
