"""Where the items of an XML feed stand, found without parsing it: it may be larger than memory, or broken.

The text is in an encoding in which ASCII is ASCII. An item begins and ends at its tags: "item" or "entry",
with whichever prefix the first one has. What stands in CDATA, comments and instructions is no tag.
"""

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import BinaryIO, NamedTuple

from .dumpfile import CHUNK_BYTES

# In bytes: a tag that is longer counts as if it ended behind its name.
LONGEST_TAG = 1 << 16
# And the longest of what a tag or an aside is told by.
LONGEST_SIGN = 200

_ENDS = {b"<![CDATA[": b"]]>", b"<!--": b"-->", b"<?": b"?>"}
_ASIDE = rb"(?P<aside><!\[CDATA\[|<!--|<\?)"
_NAME = rb"(?:[\w.-]{1,99}:)?(?i:item|entry)"
_SIGN = re.compile(_ASIDE + rb"|<(?P<end>/?)(?P<name>" + _NAME + rb")(?=[\s/>])")
_ASIDE_SIGN = re.compile(_ASIDE)
# To the ">" behind the attributes, which may hold one themselves.
_ATTRIBUTES = rb"""[^<>"']*+(?:"[^"]*"[^<>"']*+|'[^']*'[^<>"']*+)*+>"""
_TAG_END = re.compile(_ATTRIBUTES)
TAG = re.compile(rb"""<(?P<end>/?)(?P<name>[^\s<>/!?"'=]+)""" + _ATTRIBUTES)
_ITEM_NAME = re.compile(_NAME)


class Kind(Enum):
    HEAD = auto()  # what stands before the first item
    ITEM = auto()
    OPEN = auto()  # an item without an end: the next one begins, or the text ends
    GAP = auto()  # what stands behind an item and is none


class Block(NamedTuple):
    """A stretch of the text: its bytes, the end excluded, and the lines of the first and the last of them."""

    kind: Kind
    start: int
    end: int
    line_start: int
    line_end: int


def blocks(stream: BinaryIO) -> Iterator[Block]:
    """All of the text, in order: its head, then the items and what stands between them."""
    scan = _Scan(stream)
    name: bytes | None = None
    kind, start, line = Kind.HEAD, 0, 1
    for tag in scan.tags():
        if name is None and not tag.is_end:
            name = tag.name
        if tag.name != name or (tag.is_end and kind is not Kind.OPEN):
            continue
        if tag.is_end:
            yield Block(Kind.ITEM, start, tag.end, line, tag.line_end)
        else:
            if tag.start > start:
                yield Block(kind, start, tag.start, line, tag.line_before)
            if tag.is_empty:
                yield Block(Kind.ITEM, tag.start, tag.end, tag.line, tag.line_end)
        if tag.is_end or tag.is_empty:
            kind, start, line = Kind.GAP, tag.end, tag.line_end
        else:
            kind, start, line = Kind.OPEN, tag.start, tag.line
    if scan.size > start:
        yield Block(kind, start, scan.size, line, scan.last_line)


def masked(markup: bytes) -> bytes:
    """As many bytes, in which every "<" begins a tag or is one of the text: CDATA stands as text, comments
    and instructions as spaces."""
    pieces = []
    at, endless = 0, set()
    for aside in _ASIDE_SIGN.finditer(markup):
        sign = aside["aside"]
        if aside.start() < at or sign in endless:
            continue
        end = markup.find(_ENDS[sign], aside.end())
        if end < 0:
            endless.add(sign)
            continue
        end += len(_ENDS[sign])
        pieces.append(markup[at : aside.start()])
        pieces.append((b"x" if sign.endswith(b"[") else b" ") * (end - aside.start()))
        at = end
    return b"".join((*pieces, markup[at:]))


def holds_text(gap: bytes) -> bool:
    """Whether what stands between two items is more than elements of their channel, and the ends of such."""
    if not gap.strip():
        return False
    markup = masked(gap)
    depth, behind = 0, 0
    for tag in TAG.finditer(markup):
        if _ITEM_NAME.fullmatch(tag["name"]) or (not depth and markup[behind : tag.start()].strip()):
            return True
        if tag["end"]:
            depth = max(0, depth - 1)
        elif not tag[0].endswith(b"/>"):
            depth += 1
        behind = tag.end()
    return bool(depth or markup[behind:].strip())


class _Tag(NamedTuple):
    """A tag of an item: the lines of the byte before it, of its first and of its last byte."""

    name: bytes
    is_end: bool
    is_empty: bool
    start: int
    end: int
    line_before: int
    line: int
    line_end: int


class _Scan:
    """One pass over a text. `size` and `last_line` are those of the text when all its tags are found."""

    def __init__(self, stream: BinaryIO):
        self.size = 0
        self.last_line = 1
        self._stream = stream
        # A piece of the text, where in the text it begins, and whether it is the last.
        self._piece = b""
        self._offset = 0
        self._is_last = False
        # The line of one of its bytes: those are asked for in order.
        self._byte = 0
        self._line = 1
        self._endless: set[bytes] = set()

    def tags(self) -> Iterator[_Tag]:
        at = self._read_on(0)
        while True:
            sign = _SIGN.search(self._piece, at)
            if sign is None:
                if self._is_last:
                    break
                at = self._read_on(max(at, len(self._piece) - LONGEST_SIGN))
            elif sign["aside"]:
                at = sign.end() if sign["aside"] in self._endless else self._behind(sign)
            else:
                end = _TAG_END.match(self._piece, sign.end())
                if end is None and not self._is_last and len(self._piece) - sign.start() < LONGEST_TAG:
                    at = self._read_on(sign.start())
                else:
                    at = end.end() if end else sign.end()
                    yield self._tag(sign, at)
        self.size = self._offset + len(self._piece)
        self.last_line = self._line_of(max(self._byte, len(self._piece) - 1))

    def _tag(self, sign: re.Match[bytes], end: int) -> _Tag:
        return _Tag(
            name=sign["name"].lower(),
            is_end=bool(sign["end"]),
            is_empty=self._piece.endswith(b"/>", 0, end),
            start=self._offset + sign.start(),
            end=self._offset + end,
            line_before=self._line_of(max(self._byte, sign.start() - 1)),
            line=self._line_of(sign.start()),
            line_end=self._line_of(end - 1),
        )

    def _behind(self, sign: re.Match[bytes]) -> int:
        """Passes CDATA, a comment or an instruction. One without an end is text, and so are all of its kind
        that follow: the scan goes back behind its sign."""
        end = _ENDS[sign["aside"]]
        at = sign.end()
        offset, line = self._offset + at - 1, self._line_of(at - 1)
        while (found := self._piece.find(end, at)) < 0:
            if self._is_last:
                self._endless.add(sign["aside"])
                self._stream.seek(offset)
                self._piece, self._offset, self._byte, self._line = b"", offset, 0, line
                return self._read_on(0) + 1
            at = self._read_on(max(at, len(self._piece) - len(end) + 1))
        return found + len(end)

    def _read_on(self, at: int) -> int:
        """Reads on, forgets what stands before the byte before `at`, and says where `at` is then."""
        kept = max(0, at - 1)
        self._line_of(max(self._byte, kept))
        chunk = self._stream.read(CHUNK_BYTES)
        self._piece = self._piece[kept:] + chunk
        self._offset += kept
        self._byte -= kept
        self._is_last = not chunk
        return at - kept

    def _line_of(self, byte: int) -> int:
        self._line += self._piece.count(b"\n", self._byte, byte)
        self._byte = byte
        return self._line
