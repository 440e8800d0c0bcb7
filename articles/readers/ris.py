"""Reads RIS, which Zotero and others export: references from a line "TY  - " to a line "ER  - ".

rispy reads each; its names of the tags are columns of records.COLUMNS.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import takewhile

import rispy

from . import records
from .capture import Capture, Refusal, Span
from .dumpfile import DumpFile
from .rawlines import BOM, RawLine, raw_lines

NAME = "ris"
VERSION = 1

# A longer reference is none; rispy joins what goes on over several lines anew with each of them.
MAX_REFERENCE_BYTES = 1 << 20
MAX_REFERENCE_LINES = 5_000

# As rispy tells a tag: what begins and ends a reference here does so there.
_TAG = re.compile(rb"([A-Z][A-Z0-9])  -")
_YEAR = re.compile(r"[0-9]{4}")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?")
_DATES = ("date", "year", "publication_year", "access_date")


def matches(dump: DumpFile) -> bool:
    return _tag(dump.start.removeprefix(BOM).lstrip()) == b"TY"


def read(dump: DumpFile) -> Iterator[Capture | Refusal]:
    """The references. Lines outside of one are refused, and so is one that does not end."""
    block: _Block | None = None
    for line in raw_lines(dump, MAX_REFERENCE_BYTES):
        tag = _tag(line.content)
        if block and tag == b"TY":
            yield block.refusal()
            block = None
        if block is None and not line.is_blank:
            block = _Block(line.span, is_reference=tag == b"TY")
        if block:
            block.add(line)
        if block and tag == b"ER":
            yield _read(block, dump) if block.is_reference else block.refusal()
            block = None
    if block:
        yield block.refusal()


@dataclass
class _Block:
    """Lines from the one that begins a reference on, or lines outside of any."""

    span: Span
    is_reference: bool
    lines: list[RawLine] = field(default_factory=list)

    def add(self, line: RawLine) -> None:
        self.span = replace(self.span, byte_end=line.end, line_end=line.number)
        if self.is_too_long:
            self.lines.clear()
        else:
            self.lines.append(line)

    @property
    def is_too_long(self) -> bool:
        return (
            self.span.byte_end - self.span.byte_start > MAX_REFERENCE_BYTES
            or self.span.line_end - self.span.line_start >= MAX_REFERENCE_LINES
        )

    @property
    def raw(self) -> bytes:
        return b"".join(line.raw or b"" for line in self.lines)

    @property
    def content(self) -> bytes:
        return b"".join(line.content for line in self.lines)

    def refusal(self) -> Refusal:
        if self.is_too_long:
            limits = f"{MAX_REFERENCE_BYTES:,} bytes or {MAX_REFERENCE_LINES:,} lines"
            return Refusal(f"a reference longer than {limits}", self.span)
        if self.is_reference:
            return Refusal("a reference without its end (ER)", self.span, self.raw)
        return Refusal("lines outside of a reference", self.span, self.raw)


def _read(block: _Block, dump: DumpFile) -> Capture | Refusal:
    if block.is_too_long:
        return block.refusal()
    try:
        text = block.content.decode()
    except UnicodeDecodeError as error:
        wrong = error.object[error.start]
        return Refusal(f"not UTF-8: byte 0x{wrong:02x} in a reference", block.span, block.raw)
    lines = text.replace("\r\n", "\n")
    # An address may hold a semicolon, at which rispy would part it.
    record, *_ = rispy.loads(lines, skip_unknown_tags=True, delimiter_tags_mapping={})
    for name in _DATES:
        if name in record:
            record[name] = _date(record[name])
    return records.capture(record, block.span, block.raw, dump.columns)


def _tag(line: bytes) -> bytes | None:
    tag = _TAG.match(line)
    return tag and tag[1]


def _date(text: str) -> str:
    """ISO 8601, as precise as stated, for YYYY/MM/DD/other, of which all but the year may be missing. The
    other is a time in what Zotero writes."""
    year, *rest = text.strip().split("/")
    if not _YEAR.fullmatch(year):
        return text
    parts = [year, *(part.zfill(2) for part in takewhile(str.isdecimal, rest[:2]))]
    time = f"T{rest[2]}" if len(parts) == 3 and len(rest) > 2 and _TIME.fullmatch(rest[2]) else ""
    return "-".join(parts) + time
