"""Reads records in one JSON document: a list of objects, or an object that has one under a usual name.

The document may be larger than memory, so it is not parsed: a scan finds where each object begins and ends,
and only that is. A document that breaks off is read as far as it goes. An object without such a list is a
record itself, and so is each of several.
"""

import re
from collections.abc import Callable, Iterator
from enum import Enum, auto
from io import BytesIO
from typing import BinaryIO, NamedTuple

from . import json_record
from .capture import Capture, Refusal, Span
from .dumpfile import CHUNK_BYTES, DumpFile
from .rawlines import BOM
from .records import MAX_RECORD_BYTES

NAME = "json_array"
VERSION = 1

# Takes the bytes of an object and where they stand.
ReadRecord = Callable[[bytes, Span], Capture | Refusal]

# What tools call the list of their records: feed readers, interfaces of news and search, ArchiveBox, JSON-LD.
LISTS = frozenset(
    b'"%s"' % name
    for name in (
        *(b"items", b"articles", b"entries", b"data", b"results", b"records", b"documents", b"docs"),
        *(b"posts", b"stories", b"news", b"links", b"rows", b"value", b"hits", b"@graph"),
    )
)
LONGEST_NAME = max(map(len, LISTS))

_BETWEEN = b" \t\r\n,"
_MARK = re.compile(rb'["{}\[\]]')
_BEGINNING = re.compile(rb'\[\s*(?:[{\]]|\Z)|\{\s*["}]')


def matches(dump: DumpFile) -> bool:
    return _BEGINNING.match(dump.start.removeprefix(BOM).lstrip()) is not None


def wraps_records(start: bytes) -> bool:
    """Whether the first object in these bytes, which may be cut, is one around a list of records."""
    kinds = (found.kind for found in _Scan(BytesIO(start)).found())
    return next((kind for kind in kinds if kind is not _Kind.GAP), None) is _Kind.LIST


def read(dump: DumpFile) -> Iterator[Capture | Refusal]:
    """The records, and whatever stands between them that is none."""
    return blocks(dump, lambda raw, span: json_record.capture(raw, span, dump.columns))


def blocks(dump: DumpFile, read_record: ReadRecord) -> Iterator[Capture | Refusal]:
    """The same of a document whose records are read otherwise."""
    has_any = False
    with dump.path.open("rb") as scanned, dump.path.open("rb") as looked_at:
        places = _Places(looked_at)
        for found in _Scan(scanned).found():
            if block := _read(dump, found, places, read_record):
                has_any = True
                yield block
        if not has_any:
            span = Span(0, dump.size, 1, places.line_at(dump.size - 1))
            yield Refusal("no record in it", span, places.bytes_between(0, min(dump.size, MAX_RECORD_BYTES)))


class _Kind(Enum):
    LIST = auto()  # a list of records begins
    RECORD = auto()
    GAP = auto()  # what stands between records
    BROKEN = auto()  # a record, or a list of them, without its end


class _Found(NamedTuple):
    kind: _Kind
    start: int
    end: int


def _read(
    dump: DumpFile, found: _Found, places: "_Places", read_record: ReadRecord
) -> Capture | Refusal | None:
    start, end = found.start, found.end
    if found.kind is _Kind.GAP:
        start, end = places.written_between(start, end)
    if found.kind is _Kind.LIST or (found.kind is _Kind.GAP and start == end):
        return None
    span = Span(start, end, places.line_at(start), places.line_at(max(start, end - 1)))
    if end - start > MAX_RECORD_BYTES:
        return Refusal(f"a record longer than {MAX_RECORD_BYTES:,} bytes", span)
    raw = places.bytes_between(start, end)
    if found.kind is _Kind.RECORD:
        return read_record(raw, span)
    if found.kind is _Kind.BROKEN:
        return Refusal("the document breaks off", span, raw)
    return Refusal("no object among the records", span, raw)


class _Scan:
    """Where the records of a document stand, by its brackets and strings alone.

    `_level` is how many brackets are open around a record; None in an object that has its records in a list,
    outside of that list. `_begun` is where the record began that is being passed, `_behind` where what came
    before ended.
    """

    def __init__(self, stream: BinaryIO):
        self._stream = stream
        self._size = 0
        self._depth = 0
        self._level: int | None = 0
        self._begun: int | None = None
        self._behind = 0
        self._name = b""
        self._may_be_list: int | None = None

    def found(self) -> Iterator[_Found]:
        for mark, start, end in self._marks():
            if mark in b"{[":
                yield from self._open(mark, start, end)
            elif mark in b"}]":
                yield from self._close(mark, start, end)
            else:
                self._name, self._may_be_list = mark, None
        if self._begun is not None:
            yield _Found(_Kind.BROKEN, self._begun, self._size)
        else:
            yield _Found(_Kind.BROKEN if self._depth else _Kind.GAP, self._behind, self._size)

    def _open(self, mark: bytes, start: int, end: int) -> Iterator[_Found]:
        if self._may_be_list is not None and mark == b"{":
            yield _Found(_Kind.LIST, self._may_be_list, end)
            self._level, self._begun, self._behind = self._depth, None, self._may_be_list
        self._may_be_list = None
        if self._begun is None and self._depth == self._level:
            if mark == b"{" or not self._depth:
                yield _Found(_Kind.GAP, self._behind, start)
            if mark == b"{":
                self._begun = start
            elif not self._depth:
                self._level, self._behind = 1, end
        elif mark == b"[" and self._depth == 1 and not self._level and self._name in LISTS:
            self._may_be_list = end
        self._depth += 1

    def _close(self, mark: bytes, start: int, end: int) -> Iterator[_Found]:
        self._may_be_list = None
        self._depth = max(0, self._depth - 1)
        if self._begun is not None:
            if self._depth == self._level:
                yield _Found(_Kind.RECORD, self._begun, end)
                self._begun, self._behind = None, end
        elif self._level is None or self._depth < self._level:
            if self._level:
                yield _Found(_Kind.GAP, self._behind, start if mark == b"]" else end)
            self._level, self._behind = None if self._depth else 0, end

    def _marks(self) -> Iterator[tuple[bytes, int, int]]:
        """Every bracket outside of strings, and every string: what and where it is; a long one is b'""'."""
        begun: int | None = None
        escapes, last = 0, b""
        if (chunk := self._stream.read(CHUNK_BYTES)).startswith(BOM):
            self._behind = len(BOM)
        while chunk:
            at = 0
            while True:
                if begun is not None:
                    at, escapes = _string_end(chunk, at, escapes)
                    if at < 0:
                        break
                    end = self._size + at
                    yield _name(last, chunk, at, end - begun), begun, end
                    begun = None
                elif mark := _MARK.search(chunk, at):
                    at = mark.end()
                    if mark[0] == b'"':
                        begun = self._size + mark.start()
                    else:
                        yield mark[0], self._size + mark.start(), self._size + at
                else:
                    break
            self._size += len(chunk)
            last = chunk[-LONGEST_NAME:]
            chunk = self._stream.read(CHUNK_BYTES)


def _string_end(chunk: bytes, at: int, escapes: int) -> tuple[int, int]:
    """Where a string ends that was begun before `at`, -1 if it does not end in this chunk; and whether
    backslashes at the end of the chunk make an escape of what follows. `escapes` says so of the last one."""
    while True:
        quote = chunk.find(b'"', at)
        piece = chunk[at:quote] if quote >= 0 else chunk[at:]
        backslashes = len(piece) - len(piece.rstrip(b"\\"))
        if backslashes == len(piece):
            backslashes += escapes
        if quote < 0:
            return -1, backslashes % 2
        if backslashes % 2 == 0:
            return quote + 1, 0
        at, escapes = quote + 1, 0


def _name(last: bytes, chunk: bytes, at: int, length: int) -> bytes:
    """The string that ends at `at`, if it can be a name of LISTS; it may begin in the last chunk."""
    if length > LONGEST_NAME:
        return b'""'
    return chunk[at - length : at] if length <= at else (last + chunk[:at])[-length:]


class _Places:
    """The lines of a dump by their bytes, asked for in ascending order."""

    def __init__(self, stream: BinaryIO):
        self._stream = stream
        self._at = 0
        self._line = 1

    def line_at(self, at: int) -> int:
        for _, piece in self._pieces(self._at, at):
            self._line += piece.count(b"\n")
        self._at = at
        return self._line

    def bytes_between(self, start: int, end: int) -> bytes:
        self._stream.seek(start)
        return self._stream.read(end - start)

    def written_between(self, start: int, end: int) -> tuple[int, int]:
        """The bytes without what may stand between records; nothing at `end` if that is all."""
        first, last = end, end
        for at, piece in self._pieces(start, end):
            if written := piece.strip(_BETWEEN):
                first = min(first, at + piece.index(written[:1]))
                last = at + len(piece.rstrip(_BETWEEN))
        return first, last

    def _pieces(self, start: int, end: int) -> Iterator[tuple[int, bytes]]:
        self._stream.seek(start)
        while start < end and (piece := self._stream.read(min(CHUNK_BYTES, end - start))):
            yield start, piece
            start += len(piece)
