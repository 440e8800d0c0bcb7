"""Opening a dump: size and line caps, SHA-256, UTF-8, and its lines with their offsets."""

import codecs
import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from articles.folding import comparable

from .capture import Refusal, Span

MAX_LINE_BYTES = 1 << 20
HEAD_BYTES = 1 << 16
CHUNK_BYTES = 1 << 20


class DumpChanged(OSError):
    """The file was written to between two looks at it."""


class Line(NamedTuple):
    """A line of a dump: its text without the line end, the bytes it takes with it, its number."""

    number: int
    start: int
    end: int
    text: str
    key: str

    @property
    def stripped(self) -> str:
        return self.text.strip()


@dataclass(frozen=True)
class DumpFile:
    """A dump as it was opened: its base name, its size in bytes, the SHA-256 of those bytes, and what
    makes it unreadable as lines of text, if anything does. Without a flaw it is UTF-8, holds no NUL byte
    and no line over MAX_LINE_BYTES. `columns` is what the operator knows of a data set: field to column;
    `location` is where it was, in a folder or an archive."""

    path: Path
    name: str
    size: int
    sha256: str
    flaw: Refusal | None = None
    modified_at: int = 0
    columns: Mapping[str, str] = field(default_factory=dict)
    location: str = ""

    @classmethod
    def open(cls, path: Path, name: str | None = None, location: str | None = None) -> "DumpFile":
        """Reads the file once, in chunks. Raises OSError if it cannot be opened."""
        inspection = _Inspection()
        with path.open("rb") as stream:
            modified_at = os.fstat(stream.fileno()).st_mtime_ns
            while chunk := stream.read(CHUNK_BYTES):
                inspection.take(chunk)
        inspection.end()
        return cls(
            path,
            _printable(name or path.name),
            inspection.size,
            inspection.sha256,
            inspection.flaw,
            modified_at,
            location=location or _printable(name or path.name),
        )

    def require_unchanged(self) -> None:
        """Raises DumpChanged if the file is no longer the one whose hash was taken."""
        now = self.path.stat()
        if (now.st_size, now.st_mtime_ns) != (self.size, self.modified_at):
            raise DumpChanged(self.name)

    @cached_property
    def start(self) -> bytes:
        """The first bytes: what a reader looks at to know its form."""
        return self.bytes_between(0, HEAD_BYTES)

    @cached_property
    def head(self) -> list[Line]:
        """The first lines that are not blank: what a reader looks at to know its layout."""
        return list(takewhile(lambda line: line.start < HEAD_BYTES, self.written_lines()))

    def lines(self) -> Iterator[Line]:
        """Every line, one at a time. The byte order mark belongs to the first line's bytes only."""
        start = 0
        with self.path.open("rb") as stream:
            for number, raw in enumerate(stream, 1):
                end = start + len(raw)
                text = raw.removesuffix(b"\n").removesuffix(b"\r").decode()
                if number == 1:
                    text = text.removeprefix("\ufeff")
                yield Line(number, start, end, text, comparable(text))
                start = end

    def written_lines(self) -> Iterator[Line]:
        """The lines that are not blank."""
        return (line for line in self.lines() if line.key)

    def bytes_between(self, start: int, end: int) -> bytes:
        with self.path.open("rb") as stream:
            stream.seek(start)
            return stream.read(end - start)


def _printable(name: str) -> str:
    """A file's name as text: bytes of it that are not UTF-8 become U+FFFD."""
    return os.fsencode(name).decode(errors="replace")


class _Inspection:
    """What one pass over a dump's bytes finds: its hash, its size and its first flaw."""

    def __init__(self) -> None:
        self.size = 0
        self.flaw: Refusal | None = None
        self._digest = hashlib.sha256()
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._breaks = 0
        self._line_start = 0

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def take(self, chunk: bytes) -> None:
        self._digest.update(chunk)
        if self.flaw is None:
            self._find_flaw(chunk)
        self.size += len(chunk)

    def end(self) -> None:
        pending = len(self._decoder.getstate()[0])
        if self.flaw is None and pending:
            self._refuse(
                "not UTF-8: it ends inside a character",
                self.size - pending,
                self._breaks + 1,
            )
        if self.flaw is None and self.size - self._line_start > MAX_LINE_BYTES:
            self._refuse(_TOO_LONG, self._line_start, self._breaks + 1)

    def _find_flaw(self, chunk: bytes) -> None:
        pending = len(self._decoder.getstate()[0])
        if (nul := chunk.find(b"\0")) >= 0:
            return self._refuse_at(chunk, nul, "binary: it holds a NUL byte")
        try:
            self._decoder.decode(chunk)
        except UnicodeDecodeError as error:
            wrong = error.object[error.start]
            return self._refuse_at(chunk, error.start - pending, f"not UTF-8: byte 0x{wrong:02x}")
        at = chunk.find(b"\n")
        while at >= 0 and self.flaw is None:
            if self.size + at - self._line_start > MAX_LINE_BYTES:
                self._refuse(_TOO_LONG, self._line_start, self._breaks + 1)
            self._line_start = self.size + at + 1
            self._breaks += 1
            at = chunk.find(b"\n", at + 1)
        if self.flaw is None and self.size + len(chunk) - self._line_start > MAX_LINE_BYTES:
            self._refuse(_TOO_LONG, self._line_start, self._breaks + 1)
        return None

    def _refuse_at(self, chunk: bytes, at: int, reason: str) -> None:
        self._refuse(reason, self.size + at, self._breaks + chunk.count(b"\n", 0, max(at, 0)) + 1)

    def _refuse(self, reason: str, offset: int, line: int) -> None:
        self.flaw = Refusal(f"{reason} (byte {offset:,})", Span(offset, offset, line, line))


_TOO_LONG = f"a line longer than {MAX_LINE_BYTES:,} bytes"
