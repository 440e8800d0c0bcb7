"""Opening a dump: size and line caps, SHA-256, UTF-8, and its lines with their offsets."""

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from articles.folding import comparable

MAX_LINE_BYTES = 1 << 20
HEAD_BYTES = 1 << 16
CHUNK_BYTES = 1 << 20


class Unreadable(Exception):
    """The bytes are no text capture; `offset` is the first byte that shows it, `line` its line."""

    def __init__(self, reason: str, offset: int, line: int):
        super().__init__(reason)
        self.reason, self.offset, self.line = reason, offset, line


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
    """A dump whose bytes were checked: it is UTF-8, holds no NUL, and no line is over the cap."""

    path: Path
    name: str
    size: int
    sha256: str

    @classmethod
    def open(cls, path: Path, name: str | None = None) -> "DumpFile":
        """Reads the file once, in chunks. Raises Unreadable, or OSError if it cannot be opened."""
        digest, size = _check(path)
        return cls(path=path, name=name or path.name, size=size, sha256=digest)

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


def _check(path: Path) -> tuple[str, int]:
    """SHA-256 (hex) and size (bytes) of a file that can be read as text."""
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    size = line = line_bytes = 0
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            pending = len(decoder.getstate()[0])
            _refuse_long_line(chunk, line_bytes, size, line)
            if (nul := chunk.find(b"\0")) >= 0:
                raise Unreadable("binary: it holds a NUL byte", size + nul, _line_at(line, chunk, nul))
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                at = error.start - pending
                value = error.object[error.start]
                raise Unreadable(
                    f"not UTF-8: byte 0x{value:02x}", size + at, _line_at(line, chunk, max(at, 0))
                ) from None
            digest.update(chunk)
            size += len(chunk)
            line += chunk.count(b"\n")
            last_break = chunk.rfind(b"\n")
            line_bytes = line_bytes + len(chunk) if last_break < 0 else len(chunk) - last_break - 1
    if pending := decoder.getstate()[0]:
        raise Unreadable("not UTF-8: it ends inside a character", size - len(pending), line + 1)
    return digest.hexdigest(), size


def _refuse_long_line(chunk: bytes, before: int, offset: int, line: int) -> None:
    start = -before
    for number, part in enumerate(chunk.split(b"\n"), line + 1):
        length = len(part) + (before if number == line + 1 else 0)
        if length > MAX_LINE_BYTES:
            raise Unreadable(f"a line longer than {MAX_LINE_BYTES:,} bytes", offset + start, number)
        start += length + 1


def _line_at(lines_before: int, chunk: bytes, at: int) -> int:
    return lines_before + chunk.count(b"\n", 0, at) + 1
