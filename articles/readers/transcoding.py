"""A dump in UTF-16 or UTF-32 as UTF-8, and where the bytes of the one stand in the other."""

import codecs
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from .dumpfile import CHUNK_BYTES, DumpFile

# UTF-32 first: the mark of UTF-16 is how its own begins.
_BYTE_ORDER_MARKS = {
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
}


def wide_encoding(start: bytes) -> str | None:
    """UTF-16 or UTF-32, if a text is in one of them: as its byte order mark says, or its first characters,
    which in XML are ASCII (XML 1.0, appendix F)."""
    for encoding, mark in _BYTE_ORDER_MARKS.items():
        if start.startswith(mark):
            return encoding
    return next((encoding for encoding in _BYTE_ORDER_MARKS if _is_ascii(start[:8], encoding)), None)


class Places:
    """Where the bytes of a text in UTF-8 stand in the dump; asked for in ascending order."""

    def __init__(self, stream: BinaryIO, encoding: str, size: int):
        self._stream = stream
        self._encoding = encoding
        self._size = size
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._at = 0
        self._place = 0

    def of(self, at: int) -> int:
        while self._at < at:
            piece = os.pread(self._stream.fileno(), min(CHUNK_BYTES, at - self._at), self._at)
            self._place += len(self._decoder.decode(piece).encode(self._encoding))
            self._at += len(piece)
        return min(self._place, self._size)


@contextmanager
def in_utf8(dump: DumpFile, encoding: str) -> Iterator[tuple[BinaryIO, Places]]:
    """The dump in UTF-8, in a temporary file. What cannot be decoded is U+FFFD, which is as long."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    with tempfile.TemporaryFile() as written, dump.path.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            written.write(decoder.decode(chunk).encode())
        written.write(decoder.decode(b"", final=True).encode())
        written.seek(0)
        yield written, Places(written, encoding, dump.size)


def _is_ascii(start: bytes, encoding: str) -> bool:
    try:
        text = start.decode(encoding)
    except UnicodeDecodeError:
        return False
    return text.isascii() and "\0" not in text and bool(text)
