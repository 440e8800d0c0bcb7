"""Unpacked bytes as a file: a dump is read more than once, and what is packed only forwards."""

import errno
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from . import caps
from .members import Unreadable

# No room on the disk, for this user, or for a file of that size.
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Quota:
    """What all that is in one file on disk may come to, so that small bombs in many members are one."""

    def __init__(self, packed: int):
        self._packed = packed
        self._bytes = max(caps.FREE_TOGETHER, caps.RATIO * packed)
        self._members = caps.MEMBERS

    def unpack(self, size: int) -> None:
        self._bytes -= size
        if self._bytes < 0:
            raise Unreadable(
                f"a bomb: what is packed in {self._packed:,} bytes grows more than {caps.RATIO} times"
            )

    def enter(self) -> None:
        self._members -= 1
        if self._members < 0:
            raise Unreadable(f"more than {caps.MEMBERS:,} members")


@contextmanager
def spool() -> Iterator[BinaryIO]:
    """A file to write to, gone when it is done with."""
    with tempfile.NamedTemporaryFile(prefix="dump-") as stream:
        yield stream


def fill(spool: BinaryIO, pieces: Iterable[bytes], quota: Quota | None = None) -> None:
    """Writes all of it. Raises Unreadable where that is too much, or the disk is full."""
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > caps.MEMBER:
            raise Unreadable(f"larger than {caps.MEMBER:,} bytes")
        if quota:
            quota.unpack(len(piece))
        _write(spool, piece, size)
    _write(spool, b"", size)


def _write(spool: BinaryIO, piece: bytes, size: int) -> None:
    try:
        spool.write(piece) if piece else spool.flush()
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        folder = Path(spool.name).parent
        raise Unreadable(
            f"no room in {folder} to unpack it, at byte {size:,} (TMPDIR names another)"
        ) from error
