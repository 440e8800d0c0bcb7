"""The members of a .zip (PKWARE's APPNOTE, 6.3.10), by its directory in the order of their names; where that
is missing because the file is cut short, in the order in which they stand.

The library's ZipFile keeps some 700 bytes of each member and reads nothing without a directory.
"""

import struct
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from typing import BinaryIO, NamedTuple

from . import caps
from .members import CUT, Member, Unreadable

LOCAL = b"PK\x03\x04"
_ENTRY = b"PK\x01\x02"
END = b"PK\x05\x06"
_END_64 = b"PK\x06\x06"
_LOCATOR_64 = b"PK\x06\x07"
_DESCRIPTOR = b"PK\x07\x08"

# 4.3.7, 4.3.12, 4.3.16, 4.3.15 and 4.3.14, up to where their lengths vary.
_LOCAL_FIELDS = struct.Struct("<4s5H3L2H")
_ENTRY_FIELDS = struct.Struct("<4s6H3L5H2L")
_END_FIELDS = struct.Struct("<4s4H2LH")
_LOCATOR_64_FIELDS = struct.Struct("<4sLQL")
_END_64_FIELDS = struct.Struct("<4sQ2H2L4Q")
_LONGEST_COMMENT = 0xFFFF

_STORED, _DEFLATED = 0, 8
_METHODS = {9: "Deflate64", 12: "bzip2", 14: "LZMA", 93: "zstd", 95: "xz", 98: "PPMd", 99: "AES"}

# 4.4.4: bits of the flags; the sizes behind the data; a name in UTF-8.
_ENCRYPTED, _SIZES_BEHIND, _UTF_8 = 1 | 1 << 6 | 1 << 13, 1 << 3, 1 << 11

# 4.5.3: the extra field that holds what does not fit into 32 bits.
_EXTRA_64, _TOO_LARGE = 1, 0xFFFFFFFF

_HIGHEST = (1 << 64) - 1
_OVERLAPS = "it overlaps what stands behind it"

# 4.4.2: made where files have a mode, which stands in the upper half of the attributes.
_UNIX, _KIND, _LINK = 3, 0o170000, 0o120000


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a header says of a member. `packed` and `size` are None where the header does not know them."""

    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed: int | None
    size: int | None
    offset: int
    is_link: bool = False

    @property
    def name(self) -> str:
        """Names without the flag are code page 437 by the book, and UTF-8 in practice."""
        if self.flags & _UTF_8:
            return self.raw_name.decode(errors="surrogateescape")
        try:
            return self.raw_name.decode()
        except UnicodeDecodeError:
            return self.raw_name.decode("cp437")

    @property
    def end(self) -> int:
        """The least byte at which it can end."""
        return self.offset + _LOCAL_FIELDS.size + len(self.raw_name) + (self.packed or 0)

    @property
    def refusal(self) -> str | None:
        if self.flags & _ENCRYPTED:
            return "encrypted"
        if self.is_link:
            return "a symbolic link in a .zip"
        if self.method not in (_STORED, _DEFLATED):
            return (
                f"packed by method {self.method} ({_METHODS.get(self.method, 'unknown')}), which is not read"
            )
        if self.size is None or self.packed is None:
            return None
        if self.size > caps.MEMBER:
            return f"larger than {caps.MEMBER:,} bytes: {self.size:,}"
        if self.size > max(caps.FREE, caps.RATIO * self.packed):
            return (
                f"a bomb: {self.packed:,} bytes grow to {self.size:,}, more than {caps.RATIO} times as many"
            )
        return None


class _Directory(NamedTuple):
    start: int
    end: int


def members(stream: BinaryIO) -> Iterator[Member]:
    """Every file in turn. Raises Unreadable where the rest cannot be read."""
    directory = _find_directory(stream)
    if directory is None:
        yield from _as_they_stand(stream)
        raise Unreadable(f"{CUT}: a .zip without its directory; members may be missing")
    if directory.end - directory.start > caps.ZIP_DIRECTORY:
        raise Unreadable(
            f"a directory of {directory.end - directory.start:,} bytes, of at most {caps.ZIP_DIRECTORY:,}"
        )
    overlapping = _overlapping(stream, directory)
    if len(overlapping) > caps.OVERLAPS:
        raise Unreadable(f"a bomb: {len(overlapping):,} of its members overlap")
    for position in _by_name(stream, directory):
        entry = _entry_at(stream, position)
        refusal = _OVERLAPS if _is_among(overlapping, entry.offset) else entry.refusal
        yield Member(entry.name, partial(_pieces, stream, entry), refusal, entry.packed)


def _find_directory(stream: BinaryIO) -> _Directory | None:
    """By the record at the end (4.3.16), which may be that of a member where the file is cut short: then it
    does not lead to a directory right before it."""
    size = stream.seek(0, 2)
    tail_start = stream.seek(max(0, size - _END_FIELDS.size - _LONGEST_COMMENT))
    tail = stream.read()
    found = tail.rfind(END)
    if found < 0 or len(tail) - found < _END_FIELDS.size:
        return None
    *_, length, start, _ = _END_FIELDS.unpack_from(tail, found)
    end = tail_start + found
    if large := _find_end_64(stream, end):
        end, length, start = large
    if start + length != end:
        return None
    stream.seek(start)
    return _Directory(start, end) if not length or stream.read(4) == _ENTRY else None


def _find_end_64(stream: BinaryIO, end: int) -> tuple[int, int, int] | None:
    """Where the record for large files begins, and the directory's length and start that it states."""
    stream.seek(max(0, end - _LOCATOR_64_FIELDS.size))
    locator = stream.read(_LOCATOR_64_FIELDS.size)
    if not locator.startswith(_LOCATOR_64):
        return None
    _, _, at, _ = _LOCATOR_64_FIELDS.unpack(locator)
    if at >= end:
        return None
    stream.seek(at)
    record = stream.read(_END_64_FIELDS.size)
    if len(record) < _END_64_FIELDS.size or not record.startswith(_END_64):
        return None
    *_, length, start = _END_64_FIELDS.unpack(record)
    return at, length, start


def _entries(stream: BinaryIO, directory: _Directory) -> Iterator[tuple[int, _Entry]]:
    """The directory's entries, each with its place."""
    at = directory.start
    while at < directory.end:
        entry = _entry_at(stream, at)
        yield at, entry
        at = stream.tell()


def _entry_at(stream: BinaryIO, position: int) -> _Entry:
    """An entry of the directory; the stream stands behind it then."""
    stream.seek(position)
    fields = stream.read(_ENTRY_FIELDS.size)
    if len(fields) < _ENTRY_FIELDS.size or not fields.startswith(_ENTRY):
        raise Unreadable(f"damaged .zip: no entry of its directory at byte {position:,}")
    _, made_by, _, flags, method, _, _, *numbers, attributes, offset = _ENTRY_FIELDS.unpack(fields)
    crc, packed, size, name_length, extra_length, comment_length, _, _ = numbers
    name = stream.read(name_length)
    size, packed, offset = _large(stream.read(extra_length), size, packed, offset)
    stream.seek(comment_length, 1)
    is_link = made_by >> 8 == _UNIX and attributes >> 16 & _KIND == _LINK
    return _Entry(name, flags, method, crc, packed, size, offset, is_link)


def _large(extra: bytes, *values: int) -> list[int]:
    """The values of a header; those that do not fit into it stand in the extra field, in the same order."""
    at = 0
    large = b""
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == _EXTRA_64:
            large = extra[at + 4 : at + 4 + length]
        at += 4 + length
    numbers = iter(struct.unpack(f"<{len(large) // 8}Q", large[: len(large) // 8 * 8]))
    return [next(numbers, value) if value == _TOO_LARGE else value for value in values]


def _overlapping(stream: BinaryIO, directory: _Directory) -> "array[int]":
    """Where those members begin, in order, that reach into the next one or into the directory: many that
    quote the same bytes are a bomb (David Fifield, "A better zip bomb", 2019). Start and end of a member are
    kept as one number, which takes the least memory."""
    places = sorted(entry.offset << 64 | min(entry.end, _HIGHEST) for _, entry in _entries(stream, directory))
    following = chain(islice(places, 1, None), [directory.start << 64])
    return array(
        "Q",
        (
            place >> 64
            for place, next_one in zip(places, following, strict=False)
            if place & _HIGHEST > next_one >> 64
        ),
    )


def _is_among(places: "array[int]", place: int) -> bool:
    at = bisect_left(places, place)
    return at < len(places) and places[at] == place


def _by_name(stream: BinaryIO, directory: _Directory) -> Iterator[int]:
    """Where the entries stand, in the order in which their files would stand in a folder; of a web archive
    (WACZ 1.1.1) only its WARC files. Of each its name and its place are kept, as one string of bytes."""
    names = [
        entry.raw_name.replace(b"/", b"\0") + struct.pack(">Q", position)
        for position, entry in _entries(stream, directory)
        if not entry.raw_name.endswith(b"/")
    ]
    if any(name[:-8] == b"datapackage.json" for name in names) and any(map(_is_warc, names)):
        names = list(filter(_is_warc, names))
    names.sort()
    return (int.from_bytes(name[-8:]) for name in names)


def _is_warc(key: bytes) -> bool:
    folder, _, name = key[:-8].partition(b"\0")
    return folder == b"archive" and name.lower().endswith((b".warc", b".warc.gz"))


def _pieces(stream: BinaryIO, entry: _Entry) -> Iterator[bytes]:
    """What is in a member of the directory."""
    stream.seek(entry.offset)
    fields = stream.read(_LOCAL_FIELDS.size)
    if len(fields) < _LOCAL_FIELDS.size or not fields.startswith(LOCAL):
        raise Unreadable(f"no member begins at byte {entry.offset:,}, as its directory says")
    *_, name_length, extra_length = _LOCAL_FIELDS.unpack(fields)
    if (name := stream.read(name_length)) != entry.raw_name:
        raise Unreadable(f"its directory gives it another name than {name[:80]!r}")
    stream.seek(extra_length, 1)
    yield from _Content(stream, entry).pieces()


def _as_they_stand(stream: BinaryIO) -> Iterator[Member]:
    """Members by their own headers, one behind the other, until no header follows."""
    at = 0
    while entry := _local_entry_at(stream, at):
        start = stream.tell()
        content = _Content(stream, entry)
        if not entry.raw_name.endswith(b"/"):
            yield Member(entry.name, content.pieces, entry.refusal, entry.packed)
        if entry.packed is None and not content.is_whole:
            stream.seek(start)
            content = _Content(stream, entry)
            if not content.can_be_passed():
                return
        at = _next_header(stream, start + (content.taken if entry.packed is None else entry.packed))


def _local_entry_at(stream: BinaryIO, at: int) -> _Entry | None:
    stream.seek(at)
    fields = stream.read(_LOCAL_FIELDS.size)
    if len(fields) < _LOCAL_FIELDS.size or not fields.startswith(LOCAL):
        return None
    *_, flags, method, _, _, crc, packed, size, name_length, extra_length = _LOCAL_FIELDS.unpack(fields)
    name, extra = stream.read(name_length), stream.read(extra_length)
    if len(extra) < extra_length:
        return None
    if flags & _SIZES_BEHIND and not packed:
        return _Entry(name, flags, method, crc, None, None, at)
    size, packed = _large(extra, size, packed)
    return _Entry(name, flags, method, crc, packed, size, at)


def _next_header(stream: BinaryIO, at: int) -> int:
    """Where the next member begins: at once, or behind a record of the sizes (4.3.9) in one of its forms."""
    stream.seek(at)
    record = stream.read(28)
    return next((at + length for length in (12, 16, 20, 24) if record.startswith(LOCAL, length)), at)


class _Content:
    """A member's content, from where the stream stands: `taken` counts its packed bytes. It `is_whole` when
    all was read, and is what its header says."""

    def __init__(self, stream: BinaryIO, entry: _Entry):
        self.taken = 0
        self.is_whole = False
        self._stream = stream
        self._entry = entry

    def can_be_passed(self) -> bool:
        """Whether it can be read to its end, where nothing else tells what follows."""
        if self._entry.refusal:
            return False
        try:
            for _ in self.pieces():
                pass
        except Unreadable:
            return False
        return True

    def pieces(self) -> Iterator[bytes]:
        entry = self._entry
        size = crc = 0
        for piece in self._stored() if entry.method == _STORED else self._inflated():
            size += len(piece)
            crc = zlib.crc32(piece, crc)
            if entry.size is not None and size > entry.size:
                raise Unreadable(f"it says {entry.size:,} bytes, and holds more")
            if entry.size is None and size > max(caps.FREE, caps.RATIO * self.taken):
                raise Unreadable(
                    f"a bomb: {self.taken:,} bytes of it grow to more than {caps.RATIO} times as many"
                )
            yield piece
        if entry.size is not None and size != entry.size:
            raise Unreadable(f"it says {entry.size:,} bytes, and holds {size:,}")
        if crc not in ([entry.crc] if entry.size is not None else self._checksums_behind()):
            raise Unreadable(f"damaged: its checksum is {crc:08x}, and should be another")
        self.is_whole = True

    def _stored(self) -> Iterator[bytes]:
        if self._entry.packed is None:
            raise Unreadable("stored without a size")
        while self.taken < self._entry.packed:
            if not (piece := self._take()):
                raise self._cut()
            yield piece

    def _inflated(self) -> Iterator[bytes]:
        engine = zlib.decompressobj(-zlib.MAX_WBITS)
        packed = b""
        while not engine.eof:
            packed = packed or self._take()
            was_last = not packed
            try:
                piece = engine.decompress(packed, caps.CHUNK)
            except zlib.error as error:
                raise Unreadable(f"damaged after {self.taken:,} packed bytes: {error}") from error
            packed = engine.unconsumed_tail
            if piece:
                yield piece
            elif was_last and not engine.eof:
                raise self._cut()
        self.taken -= len(engine.unused_data)
        self._stream.seek(-len(engine.unused_data), 1)

    def _take(self) -> bytes:
        entry = self._entry
        left = caps.CHUNK if entry.packed is None else min(caps.CHUNK, entry.packed - self.taken)
        packed = self._stream.read(left)
        self.taken += len(packed)
        return packed

    def _cut(self) -> Unreadable:
        return Unreadable(f"{CUT} after {self.taken:,} packed bytes")

    def _checksums_behind(self) -> list[int]:
        """In the record of the sizes, which may or may not begin with a signature."""
        first, second = struct.unpack("<2L", self._stream.read(8).ljust(8, b"\0"))
        return [first, second] if struct.pack("<L", first) == _DESCRIPTOR else [first]
