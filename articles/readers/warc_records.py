"""The records of a WARC or ARC file, and where it is damaged.

warcio reads the headers. Where a record ends is looked up here, because a length may lie: behind a record
there are line ends and then the next one, or the end of the file.
"""

import logging
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import BinaryIO

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParserException

from articles.folding import SHOWN_LENGTH, shown

from .dumpfile import CHUNK_BYTES

# One has a few hundred bytes.
MAX_HEADER_BYTES = 1 << 16
# How much is looked at for the line ends behind a record, at first.
FEW_BYTES = 64

OPEN_HEADER = "a record's header without an end"
LONG_HEADER = f"a record's header longer than {MAX_HEADER_BYTES:,} bytes"

_WARC = re.compile(rb"WARC/\d{1,2}\.\d{1,2}\r?\n")
# Address, host, time, type, length (ARC 1.0).
_ARC = re.compile(rb"[a-z]{2,12}:[^\r\n]{1,8000} [\da-fA-F.:]{1,45} \d{8,14} \S{1,200} \d{1,15}\r?\n")
# What has more digits is no length of a file.
_LENGTH = re.compile(r"[0-9]{1,15}")

# It warns of spaces in addresses, and corrects them.
logging.getLogger("warcio").addHandler(logging.NullHandler())

_UNREADABLE = (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError)


@dataclass(frozen=True, slots=True)
class Record:
    """A record: the bytes from its header to the end of its block. Headers are named as in a WARC, in an ARC
    too. `is_certain` is whether it is as long as it says."""

    start: int
    block_start: int
    end: int
    headers: StatusAndHeaders
    is_certain: bool = True

    @property
    def kind(self) -> str:
        return self.header("WARC-Type") or ""

    def header(self, name: str) -> str | None:
        return (self.headers.get_header(name) or "").strip() or None


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes that are no record, and why."""

    start: int
    end: int
    reason: str


def is_archive(start: bytes) -> bool:
    """Whether bytes begin as a WARC or an ARC does."""
    return bool(_WARC.match(start)) or (start.startswith(b"filedesc://") and bool(_ARC.match(start)))


def records(stream: BinaryIO) -> Iterator[Record | Damage]:
    """Every byte that is neither in a record nor a line end behind one is in a damage."""
    yield from _Archive(stream).records()


class _Archive:
    def __init__(self, stream: BinaryIO) -> None:
        self._file = stream.fileno()
        self._size = os.fstat(self._file).st_size
        self._is_arc = not _WARC.match(self._bytes(0, MAX_HEADER_BYTES))
        self._sign = _ARC if self._is_arc else _WARC
        self._next_sign = re.compile(rb"\n" + self._sign.pattern)
        self._loader = ArcWarcRecordLoader(verify_http=False, arc2warc=True)

    def records(self) -> Iterator[Record | Damage]:
        at = self._behind_line_ends(0)
        while at < self._size:
            found = self._found_at(at)
            yield found
            at = self._behind_line_ends(found.end)

    def _found_at(self, start: int) -> Record | Damage:
        head = self._bytes(start, start + MAX_HEADER_BYTES)
        if not self._sign.match(head):
            return self._damage(start, "bytes that belong to no record")
        # A header that has no end would take the next ones for its own lines.
        if following := self._next_sign.search(head):
            head = head[: following.start() + 1]
        stream = BytesIO(head)
        try:
            parsed = self._loader.parse_record_stream(stream, no_record_parse=True)
        except _UNREADABLE:
            line = shown(head[:SHOWN_LENGTH].decode("latin-1").partition("\n")[0].rstrip())
            return self._damage(start, f"a record's header that cannot be read: {line}")
        last = head[head.rfind(b"\n", 0, stream.tell() - 1) + 1 : stream.tell()]
        if not last.endswith(b"\n") or (last.strip() and not self._is_arc):
            return self._damage(start, LONG_HEADER if len(head) == MAX_HEADER_BYTES else OPEN_HEADER)
        length = parsed.rec_headers.get_header("Content-Length") or ""
        if not _LENGTH.fullmatch(length):
            return self._damage(start, f"a record that does not say its length: {shown(length) or 'nothing'}")
        block_start = start + stream.tell()
        return self._bounded(Record(start, block_start, block_start + parsed.length, parsed.rec_headers))

    def _bounded(self, record: Record) -> Record | Damage:
        """The record as far as it goes, if its length lies."""
        if record.end <= self._size and self._is_end(record.end):
            return record
        following = self._next(record.block_start, min(record.end, self._size))
        if following is not None:
            # It ends before the next one, which it claims for itself.
            tail = self._bytes(max(record.block_start, following - FEW_BYTES), following)
            return replace(record, end=following - len(tail) + len(tail.rstrip(b"\r\n")), is_certain=False)
        if record.end <= self._size:
            return replace(record, is_certain=False)
        there, said = self._size - record.block_start, record.end - record.block_start
        reason = f"the file breaks off inside a record: {there:,} of {said:,} bytes"
        return Damage(record.start, self._size, reason)

    def _is_end(self, at: int) -> bool:
        behind = self._behind_line_ends(at)
        return behind == self._size or bool(self._sign.match(self._bytes(behind, behind + MAX_HEADER_BYTES)))

    def _behind_line_ends(self, at: int) -> int:
        size = FEW_BYTES
        while piece := self._bytes(at, at + size):
            rest = piece.lstrip(b"\r\n")
            at += len(piece) - len(rest)
            if rest:
                break
            size = CHUNK_BYTES
        return at

    def _damage(self, start: int, reason: str) -> Damage:
        following = self._next(start + 1, self._size)
        return Damage(start, self._size if following is None else following, reason)

    def _next(self, start: int, stop: int) -> int | None:
        """Where, from `start` to before `stop`, the first line stands that begins a record."""
        # Most often it is near.
        size = MAX_HEADER_BYTES
        while start < stop:
            piece = self._bytes(start - 1, start + size + MAX_HEADER_BYTES)
            if found := self._next_sign.search(piece):
                begin = start + found.start()
                return begin if begin < stop else None
            start += size
            size = CHUNK_BYTES
        return None

    def _bytes(self, start: int, end: int) -> bytes:
        return os.pread(self._file, end - start, start)
