"""Compressed files and archives for tests, also such as no packer makes."""

import gzip
import io
import random
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import zstandard

Files = Mapping[str, bytes]


def zipped(files: Files, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return written.getvalue()


def zipped_as_it_came(files: Files) -> bytes:
    """As a packer writes that cannot go back: sizes stand behind the data."""
    written = io.BytesIO()
    written.seekable = lambda: False
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def without_directory(archive: bytes) -> bytes:
    return archive[: archive.index(b"PK\x01\x02")]


def patched(archive: bytes, entry: str, field: int, value: bytes) -> bytes:
    """A .zip in whose directory a field of an entry, from this byte on, says something else."""
    at = archive.index(b"PK\x01\x02")
    while not archive.startswith(entry.encode(), at + 46):
        at = archive.index(b"PK\x01\x02", at + 1)
    return archive[: at + field] + value + archive[at + field + len(value) :]


def tarred(files: Files, format: int = tarfile.PAX_FORMAT) -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w", format=format) as archive:
        for name, content in files.items():
            add(archive, name, content, type=tarfile.DIRTYPE if name.endswith("/") else tarfile.REGTYPE)
    return written.getvalue()


def add(archive: tarfile.TarFile, name: str, content: bytes = b"", **fields: object) -> None:
    header = tarfile.TarInfo(name)
    header.size = len(content)
    for field, value in fields.items():
        setattr(header, field, value)
    archive.addfile(header, io.BytesIO(content))


def zstd(content: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(content)


def gzip_bomb(path: Path, size: int) -> Path:
    """A .gz of so many zeros."""
    with gzip.open(path, "wb") as stream:
        zeros = bytes(1 << 20)
        for _ in range(size >> 20):
            stream.write(zeros)
    return path


def zstd_bomb(path: Path, size: int) -> Path:
    """A .zst of so many zeros, in blocks that say "one byte, 128 KB times" (RFC 8878, 3.1.1.2)."""
    block = struct.pack("<L", (1 << 17) << 3 | 1 << 1)[:3] + b"\0"
    last = struct.pack("<L", 1)[:3]
    head = b"\x28\xb5\x2f\xfd" + bytes([0, 7 << 3])
    path.write_bytes(head + block * (size >> 17) + last)
    return path


def overlapping_zip(kernel: bytes, members: int) -> bytes:
    """A .zip of which every member is the same bytes."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = packed.compress(kernel) + packed.flush()
    sizes = struct.pack("<3L", zlib.crc32(kernel), len(content), len(kernel))
    local = b"PK\x03\x04" + struct.pack("<5H", 20, 0, 8, 0, 33) + sizes + struct.pack("<2H", 1, 0) + b"a"
    entry = b"PK\x01\x02" + struct.pack("<6H", 20, 20, 0, 8, 0, 33) + sizes
    directory = (entry + struct.pack("<5H2L", 1, 0, 0, 0, 0, 0, 0) + b"a") * members
    start = len(local) + len(content)
    count = min(members, 0xFFFF)
    end = b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, count, count, len(directory), start, 0)
    return local + content + directory + end


def noise(size: int) -> bytes:
    """Bytes that do not compress, the same every time."""
    return random.Random(size).randbytes(size)  # noqa: S311
