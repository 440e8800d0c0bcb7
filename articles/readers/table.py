"""Reads tables: CSV (RFC 4180), also with semicolons or tabs, the names of the columns in its first line."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from . import records
from .capture import Capture, Refusal, Span
from .dumpfile import DumpFile
from .rawlines import RawLine, raw_lines

NAME = "table"
VERSION = 1

MAX_ROW_BYTES = records.MAX_RECORD_BYTES
MAX_ROW_LINES = 20_000

DELIMITERS = ",;\t|"
LONGEST_NAME = 64
_SUFFIXES = (".csv", ".tsv", ".tab")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")

# A field may be as long as a row. The limit is one for the whole process.
csv.field_size_limit(MAX_ROW_BYTES)


def matches(dump: DumpFile) -> bool:
    return _header(dump) is not None


def read(dump: DumpFile) -> Iterator[Capture | Refusal]:
    """The rows below the header. One with more or fewer fields than that has names is refused."""
    if dump.start.startswith(_UTF_16):
        last = max(line.number for line in raw_lines(dump, MAX_ROW_BYTES))
        yield Refusal("a table in UTF-16: only UTF-8 is read", Span(0, dump.size, 1, last))
        return
    header = _header(dump)
    lines = _RowLines(dump, header.delimiter)
    rows = header.rows(lines)
    has_header = False
    while True:
        lines.begin_row()
        try:
            row = next(rows)
        except StopIteration:
            return
        except (csv.Error, _TooLong) as error:
            yield lines.refusal(f"no row of a table: {error}")
            continue
        is_blank = not any(cell.strip() for cell in row)
        if is_blank and len(row) in (0, 1, len(header.names)):
            continue
        if not has_header:
            has_header = True
        elif lines.flaw:
            yield lines.refusal(lines.flaw)
        elif len(row) != len(header.names):
            yield lines.refusal(f"a row of {len(row)} fields, where the header has {len(header.names)}")
        else:
            yield records.capture(header.record(row), lines.span, lines.raw, dump.columns)


class _Header(NamedTuple):
    """The names of the columns, and how the table is written."""

    names: tuple[str, ...]
    delimiter: str
    quoting: int

    def rows(self, lines: Iterable[str]) -> Iterator[list[str]]:
        return csv.reader(lines, delimiter=self.delimiter, quoting=self.quoting)

    def record(self, row: Sequence[str]) -> dict[str, str]:
        """A row by its names. Of two columns with one name the first counts."""
        record: dict[str, str] = {}
        for name, cell in zip(self.names, row, strict=True):
            record.setdefault(name, cell)
        return record


class _TooLong(ValueError):
    pass


class _RowLines:
    """Hands a parser of rows its lines, and knows where the row stands that it is at."""

    def __init__(self, dump: DumpFile, delimiter: str):
        self._lines = raw_lines(dump, MAX_ROW_BYTES)
        self._delimiter = delimiter
        self.begin_row()

    def begin_row(self) -> None:
        self._first: RawLine | None = None
        self._fields = 0
        self._raw = bytearray()
        self.flaw: str | None = None

    def __iter__(self) -> "_RowLines":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._first = self._first or line
        self._last = line
        if line.raw is None or self._is_too_long:
            self._raw.clear()
            raise _TooLong(f"longer than {MAX_ROW_BYTES:,} bytes or {MAX_ROW_LINES:,} lines")
        self._raw += line.raw
        text = self._decode(line)
        self._fields += text.count(self._delimiter)
        if self._fields > records.MAX_VALUES:
            raise _TooLong(f"more than {records.MAX_VALUES:,} fields")
        return text

    @property
    def span(self) -> Span:
        first, last = self._first, self._last
        return Span(first.start, last.end, first.number, last.number)

    @property
    def raw(self) -> bytes:
        return bytes(self._raw)

    def refusal(self, reason: str) -> Refusal:
        return Refusal(reason, self.span, self.raw)

    @property
    def _is_too_long(self) -> bool:
        first, last = self._first, self._last
        return last.end - first.start > MAX_ROW_BYTES or last.number - first.number >= MAX_ROW_LINES

    def _decode(self, line: RawLine) -> str:
        try:
            return line.content.decode()
        except UnicodeDecodeError as error:
            at = line.end - len(line.content) + error.start
            self.flaw = f"not UTF-8: byte 0x{error.object[error.start]:02x} (byte {at:,})"
            return line.content.decode(errors="replace")


def _header(dump: DumpFile) -> _Header | None:
    """The header of a table: its first written line has short names, and among them a title or a text.

    A headline or a sentence may hold commas, and even such a word: so another name must be known too and a
    row below have as many fields, or the file be named as a table.
    """
    lines = _first_lines(dump)
    is_named = dump.name.lower().endswith(_SUFFIXES)
    found = []
    for delimiter in DELIMITERS:
        names, *rows = _rows(lines, delimiter) or [[]]
        known = {field for name in names if (field := records.field_of(name, dump.columns))}
        if not known & {"title", "text"} or max(map(len, names)) > LONGEST_NAME:
            continue
        is_alike = any(len(row) == len(names) for row in rows) or len(lines) < 2
        if is_named or (len(known) > 1 and is_alike):
            header = _Header(tuple(map(str.strip, names)), delimiter, _quoting(lines, delimiter, len(names)))
            found.append((len(known), len(names), header))
    return max(found)[-1] if found else None


def _first_lines(dump: DumpFile) -> list[str]:
    """The written lines of what is looked at, but for the last if it may be cut."""
    encoding = "utf-16" if dump.start.startswith(_UTF_16) else "utf-8-sig"
    text = dump.start.decode(encoding, errors="replace")
    lines = [line for line in text.split("\n") if line.strip()]
    return lines[:-1] if dump.size > len(dump.start) and len(lines) > 1 else lines


def _rows(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    """The rows of the first lines, as far as they are a table at all."""
    rows = []
    written = (line.rstrip("\r") + "\n" for line in lines)
    with suppress(csv.Error):
        for row in csv.reader(written, delimiter=delimiter):
            rows.append(row)
    return rows


def _quoting(lines: Sequence[str], delimiter: str, fields: int) -> int:
    """Between tabs a quote is often only that: where no field has one at both ends and each line is a row."""
    cells = [line.strip("\r").split(delimiter) for line in lines]
    is_plain = delimiter == "\t" and all(len(row) == fields for row in cells)
    quoted = any(len(cell) > 1 and cell[0] == cell[-1] == '"' for row in cells for cell in row)
    return csv.QUOTE_NONE if is_plain and not quoted else csv.QUOTE_MINIMAL
