"""gzip and zstd as streams: read whole, one member or frame after the other, and no bomb among them."""

import io
import zlib
from dataclasses import dataclass
from typing import BinaryIO

import zstandard

from . import caps
from .members import CUT, Unreadable

GZIP = b"\x1f\x8b\x08"
ZSTD = b"\x28\xb5\x2f\xfd"

# RFC 8878, 3.1.2: frames that a decoder passes over; a file may begin with one.
SKIPPABLE = tuple(bytes([number]) + b"\x2a\x4d\x18" for number in range(0x50, 0x60))


class Unpacked(io.RawIOBase):
    """The content of a compressed file. Raises Unreadable where it is cut short, damaged or a bomb.

    What can be relied on then: where it is cut short, all that was given; where it is damaged, the members
    before, whose checksums were right; of a bomb nothing.
    """

    def __init__(self, source: BinaryIO):
        self._whole = 0
        self._source = source
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:
        piece = self._next(min(len(buffer), caps.CHUNK))
        self._given += len(piece)
        if self._given > max(caps.FREE, caps.RATIO * self._source.tell()):
            raise Unreadable(
                f"a bomb: {self._source.tell():,} bytes of it grow to more than {caps.RATIO} times as many"
            )
        buffer[: len(piece)] = piece
        return len(piece)

    def _next(self, limit: int) -> bytes:
        """The bytes that follow, not more than `limit`; none at the end."""
        raise NotImplementedError

    def _cut(self) -> Unreadable:
        place = f"after {self._source.tell():,} bytes, {self._given:,} when unpacked"
        return Unreadable(f"{CUT} {place}", whole=self._given)

    def _damaged(self, reason: object) -> Unreadable:
        return self._unreadable(f"damaged before byte {self._source.tell():,}: {reason}")

    def _unreadable(self, reason: str) -> Unreadable:
        return Unreadable(reason, whole=self._whole)


class Gunzipped(Unpacked):
    """zlib reads the header (RFC 1952), and checks length and CRC at the end of each member."""

    def __init__(self, source: BinaryIO):
        super().__init__(source)
        self._engine: zlib._Decompress | None = None
        self._input = b""

    def _next(self, limit: int) -> bytes:
        while self._engine or self._begin():
            self._input = self._input or self._source.read(caps.CHUNK)
            was_last = not self._input
            try:
                piece = self._engine.decompress(self._input, limit)
            except zlib.error as error:
                raise self._damaged(error) from error
            if self._engine.eof:
                self._input, self._engine = self._engine.unused_data, None
                self._whole = self._given + len(piece)
            else:
                self._input = self._engine.unconsumed_tail
            if piece:
                return piece
            if was_last and self._engine:
                raise self._cut()
        return b""

    def _begin(self) -> bool:
        """Whether another member follows; zeros behind the last one are padding."""
        self._input = self._input.lstrip(b"\0")
        while not self._input and (chunk := self._source.read(caps.CHUNK)):
            self._input = chunk.lstrip(b"\0")
        self._engine = zlib.decompressobj(zlib.MAX_WBITS | 16) if self._input else None
        return bool(self._input)


class Unzstd(Unpacked):
    """A decoder says nothing of a frame that is cut short: where a frame ends is found out before."""

    def __init__(self, source: BinaryIO):
        super().__init__(source)
        self._engine = zstandard.ZstdDecompressor(max_window_size=caps.ZSTD_WINDOW)
        self._frame: zstandard.ZstdDecompressionReader | None = None
        self._end: int | None = 0
        self._size = source.seek(0, io.SEEK_END)

    def _next(self, limit: int) -> bytes:
        while self._frame or self._begin():
            try:
                piece = self._frame.read(limit)
            except zstandard.ZstdError as error:
                raise self._damaged(error) from error
            if piece:
                return piece
            if self._end is None:
                raise self._cut()
            self._whole, self._frame = self._given, None
        return b""

    def _begin(self) -> bool:
        """Whether another frame follows, which is opened."""
        start = self._end
        self._source.seek(start)
        while self._source.peek(1):
            self._end = self._end_of_frame(start)
            self._source.seek(start)
            if self._end is None or self._source.peek(4)[:4] not in SKIPPABLE:
                part = _Part(self._source, self._end)
                self._frame = self._engine.stream_reader(part, read_across_frames=False, closefd=False)
                return True
            start = self._source.seek(self._end)
        return False

    def _end_of_frame(self, start: int) -> int | None:
        """Where the frame at `start` ends, by the sizes of its blocks (RFC 8878, 3.1.1); None: it is cut."""
        source = self._source
        head = source.read(_LONGEST_HEADER)
        if head[:4] in SKIPPABLE:
            end = start + 8 + int.from_bytes(head[4:8], "little")
            return end if len(head) >= 8 and end <= self._size else None
        if head[:4] != ZSTD[: len(head)]:
            raise self._damaged(f"no frame begins at byte {start:,}")
        try:
            frame = zstandard.get_frame_parameters(head)
            at = start + zstandard.frame_header_size(head)
        except zstandard.ZstdError as error:
            if len(head) < _LONGEST_HEADER:
                return None
            raise self._damaged(error) from error
        if frame.window_size > caps.ZSTD_WINDOW:
            raise self._unreadable(
                f"zstd with a window of {frame.window_size:,} bytes, of at most {caps.ZSTD_WINDOW:,}"
            )
        if frame.dict_id:
            raise self._unreadable(f"zstd with a dictionary, {frame.dict_id:,}, that is not in it")
        is_last = False
        while not is_last:
            source.seek(at)
            block = source.read(3)
            if len(block) < 3:
                return None
            header = int.from_bytes(block, "little")
            is_last = bool(header & 1)
            at += 3 + (1 if header >> 1 & 3 == _RLE else header >> 3)
        at += 4 if frame.has_checksum else 0
        return at if at <= self._size else None


@dataclass
class _Part:
    """A file up to a byte of it."""

    source: BinaryIO
    end: int | None

    def read(self, size: int) -> bytes:
        left = size if self.end is None else min(size, self.end - self.source.tell())
        return self.source.read(left)


# A magic number, a descriptor, a window, the number of a dictionary and the size of the content.
_LONGEST_HEADER = 4 + 1 + 1 + 4 + 8

# The kind of a block that is one byte, repeated.
_RLE = 1
