"""The members of a .tar (ustar, GNU, pax), read once from its beginning to its end.

The library's TarInfo reads a header; the way from one to the next is our own, because TarFile keeps
every header it saw, and reads one of any size into memory.
"""

import tarfile
from collections.abc import Iterator
from typing import BinaryIO

from . import caps
from .members import CUT, Member, Unreadable

BLOCK = tarfile.BLOCKSIZE

_PAX = (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE)
_PASSED_OVER = (tarfile.XGLTYPE, tarfile.GNUTYPE_LONGLINK, b"V")
_NO_FILES = {
    tarfile.LNKTYPE: "a hard link",
    tarfile.SYMTYPE: "a symbolic link",
    tarfile.CHRTYPE: "a device",
    tarfile.BLKTYPE: "a device",
    tarfile.FIFOTYPE: "a pipe",
}
_SPARSE = "a sparse file"

# Of a sparse file's header: whether another block of its map follows, here and in that block (GNU tar manual,
# "Basic Tar Format").
_IS_EXTENDED, _IS_EXTENDED_FURTHER = 482, 504


def is_tar(block: bytes) -> bool:
    """Whether a file's first block is a header: its checksum tells."""
    try:
        return bool(_header(block).name)
    except tarfile.HeaderError:
        return False


def members(stream: BinaryIO) -> Iterator[Member]:
    """Every file in turn. What is not read of one until the next is asked for is passed over.

    Raises Unreadable where the rest cannot be read. Zeros end an archive; another one may follow.
    """
    archive = _Archive(stream)
    said: dict[str, str] = {}
    while block := archive.next_header():
        try:
            header = _header(block)
        except tarfile.HeaderError as error:
            raise Unreadable(f"no header of a .tar at byte {archive.at - BLOCK:,}: {error}") from error
        if header.size < 0:
            raise Unreadable(f"the header at byte {archive.at - BLOCK:,} says {header.size:,} bytes")
        if header.type == tarfile.GNUTYPE_LONGNAME:
            said["path"] = _text(archive.header_of(header.size).partition(b"\0")[0])
        elif header.type in _PAX:
            said |= _pax(archive.header_of(header.size))
        else:
            if header.type == tarfile.GNUTYPE_SPARSE:
                archive.pass_sparse_map(block)
            name = said.get("GNU.sparse.name") or said.get("path") or header.name
            archive.open(_size(header, said))
            if header.type not in (tarfile.DIRTYPE, *_PASSED_OVER):
                yield Member(name, archive.pieces, _refusal(header, said))
            if archive.is_broken:
                return
            archive.close()
            if header.type not in _PASSED_OVER:
                said = {}


def _header(block: bytes) -> tarfile.TarInfo:
    return tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")


def _size(header: tarfile.TarInfo, said: dict[str, str]) -> int:
    """Of the data behind a header: what it says of links and the like is of none (POSIX, pax, "ustar")."""
    if header.type in _NO_FILES or header.type == tarfile.DIRTYPE:
        return 0
    size = said.get("size", "")
    return int(size) if size.isdecimal() and len(size) < _DIGITS else header.size


# More than any size has.
_DIGITS = 20


def _refusal(header: tarfile.TarInfo, said: dict[str, str]) -> str | None:
    if header.type in _NO_FILES:
        return f"{_NO_FILES[header.type]} in a .tar"
    if header.type == tarfile.GNUTYPE_SPARSE or any(key.startswith("GNU.sparse.") for key in said):
        return f"{_SPARSE} in a .tar"
    if header.type not in tarfile.REGULAR_TYPES:
        return f"no file but something of kind {header.type!r} in a .tar"
    return None


def _pax(records: bytes) -> dict[str, str]:
    """What a pax header says: records of "length key=value\\n"."""
    said = {}
    at = 0
    while at < len(records) and records[at]:
        length, blank, _ = records[at : at + _DIGITS].partition(b" ")
        if not (blank and length.isdigit() and 0 < int(length) <= len(records) - at):
            raise Unreadable(f"damaged pax header: {_text(records[at : at + _DIGITS])!r}")
        key, _, value = records[at + len(length) + 1 : at + int(length) - 1].partition(b"=")
        said[_text(key)] = _text(value)
        at += int(length)
    return said


def _text(name: bytes) -> str:
    return name.decode(errors="surrogateescape")


class _Archive:
    """Where a .tar is read: `at` is the byte; once it `is_broken`, nothing more can be read of it."""

    def __init__(self, stream: BinaryIO):
        self.at = 0
        self.is_broken = False
        self._stream = stream
        self._left = 0
        self._padding = 0

    def next_header(self) -> bytes:
        """The next block that is not zeros; nothing at the end."""
        while block := self._take(BLOCK):
            if block.count(0) < len(block):
                if len(block) < BLOCK:
                    raise self._cut()
                return block
        return b""

    def header_of(self, size: int) -> bytes:
        """The content of a header, which is kept in memory."""
        if size > caps.TAR_HEADER:
            raise Unreadable(f"a header of {size:,} bytes before byte {self.at:,}")
        self.open(size)
        content = b"".join(self.pieces())
        self.close()
        return content

    def pass_sparse_map(self, block: bytes) -> None:
        is_extended = block[_IS_EXTENDED]
        while is_extended:
            block = self._take(BLOCK)
            if len(block) < BLOCK:
                raise self._cut()
            is_extended = block[_IS_EXTENDED_FURTHER]

    def open(self, size: int) -> None:
        self._left = size
        self._padding = -size % BLOCK

    def pieces(self) -> Iterator[bytes]:
        """The rest of what is open."""
        while self._left:
            piece = self._take(min(self._left, caps.CHUNK))
            if not piece:
                raise self._cut()
            self._left -= len(piece)
            yield piece

    def close(self) -> None:
        for _ in self.pieces():
            pass
        self._take(self._padding)

    def _take(self, size: int) -> bytes:
        try:
            taken = self._stream.read(size)
        except Unreadable:
            self.is_broken = True
            raise
        self.at += len(taken)
        return taken

    def _cut(self) -> Unreadable:
        self.is_broken = True
        return Unreadable(f"{CUT} after {self.at:,} bytes of the .tar")
