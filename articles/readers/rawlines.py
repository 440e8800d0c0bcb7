"""The lines of a dump as bytes, however long or broken they are, for forms that are read line by line."""

from collections.abc import Iterator
from typing import NamedTuple

from .capture import Span
from .dumpfile import DumpFile

BOM = b"\xef\xbb\xbf"


class RawLine(NamedTuple):
    """A line with its end, and where it stands; of one that is too long only where."""

    number: int
    start: int
    end: int
    raw: bytes | None

    @property
    def span(self) -> Span:
        return Span(self.start, self.end, self.number, self.number)

    @property
    def is_blank(self) -> bool:
        return self.raw is not None and not self.content.strip()

    @property
    def content(self) -> bytes:
        """The line without a byte order mark before the first one."""
        raw = self.raw or b""
        return raw if self.start else raw.removeprefix(BOM)


def raw_lines(dump: DumpFile, longest: int) -> Iterator[RawLine]:
    """Every line, one at a time. Of one over `longest` bytes no more than that is ever held."""
    start = 0
    number = 1
    with dump.path.open("rb") as stream:
        while piece := stream.readline(longest + 1):
            raw = piece if len(piece) <= longest else None
            end = start + len(piece)
            while not piece.endswith(b"\n") and (piece := stream.readline(longest + 1)):
                end += len(piece)
            yield RawLine(number, start, end, raw)
            start = end
            number += 1
