"""A dump in UTF-16 or UTF-32 as UTF-8, and the places of its bytes."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.readers.transcoding import in_utf8, wide_encoding
from tests.dumps import write_dump

ENCODINGS = ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_it_knows_an_encoding_by_its_mark_or_its_first_characters(encoding: str, mark: str):
    assert wide_encoding(f"{mark}<?xml version='1.0'?>".encode(encoding)) == encoding


@pytest.mark.parametrize(
    "start", [b"", b"<", b"<?xml version", "Žinios".encode(), b"\xef\xbb\xbf<rss>", b"\0" * 8]
)
def test_it_knows_what_is_in_another(start: bytes):
    assert wide_encoding(start) is None


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(parts=st.lists(st.text(max_size=20), max_size=8))
@settings(max_examples=50, deadline=None, database=None)
def test_it_says_where_every_part_stands(tmp_path_factory, encoding: str, parts: list[str]):
    content = "".join(parts).encode(encoding)
    with in_utf8(write_dump(tmp_path_factory.getbasetemp(), content), encoding) as (stream, places):
        assert stream.read() == "".join(parts).encode()
        at, place = 0, 0
        for part in parts:
            at, place = at + len(part.encode()), place + len(part.encode(encoding))
            assert places.of(at) == place


def test_what_cannot_be_decoded_keeps_the_places_of_the_rest(tmp_path: Path):
    content = "ab".encode("utf-16-le") + b"\x00\xd8" + "c".encode("utf-16-le") + b"d"
    with in_utf8(write_dump(tmp_path, content), "utf-16-le") as (stream, places):
        assert stream.read().decode() == "ab\ufffdc\ufffd"
        assert [places.of(at) for at in (2, 5, 6, 9)] == [4, 6, 8, 9]
