"""From a file as it came to the dumps in it: what is compressed is unpacked, what is in an archive is taken
out of it, one dump at a time, each as a file of its own. What a file is its content tells.

Nothing is written under a name that an archive states.
"""

import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from ..folding import shown
from . import caps, compressed, tars, zips
from .members import Member, Unreadable
from .spools import Quota, fill, spool

__all__ = ["Found", "Place", "Refused", "dumps_in_file", "dumps_in_stream", "unopened", "visible"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a dump is: `path` as the operator would write it, `location` from the folder or the file that the
    operator named; both go on inside archives, `depth` of them."""

    path: str
    location: str
    depth: int = 0

    @classmethod
    def of(cls, path: Path, folder: Path | None = None) -> "Place":
        return cls(visible(str(path)), visible(str(path.relative_to(folder) if folder else path.name)))

    @property
    def name(self) -> str:
        return self.location.rpartition("/")[2]

    def inside(self, member: str) -> "Place":
        name = visible("/".join(_parts(member)))
        return Place(f"{self.path}/{name}", f"{self.location}/{name}", self.depth)


@dataclass(frozen=True, slots=True)
class Found:
    """A dump, there until the next one is asked for. `share` is how many bytes on the operator's disk it
    takes, packed as it is."""

    file: Path
    place: Place
    share: float


@dataclass(frozen=True, slots=True)
class Refused:
    """What cannot be read: a file, a member of it, or what follows in it."""

    place: Place
    reason: str


def dumps_in_file(file: Path, place: Place) -> Iterator[Found | Refused]:
    """The file itself, or what is in it."""
    try:
        size = file.stat().st_size
        yield from _dumps(file, place, Quota(size), share=size)
    except OSError as error:
        yield unopened(place, error)


def dumps_in_stream(stream: BinaryIO, place: Place) -> Iterator[Found | Refused]:
    """The same of what comes only once. It is spooled first: a dump is read more than once."""
    with spool() as written:
        try:
            fill(written, iter(lambda: stream.read(caps.CHUNK), b""))
        except Unreadable as reason:
            yield Refused(place, str(reason))
        else:
            yield from dumps_in_file(Path(written.name), place)


def unopened(place: Place, error: OSError) -> Refused:
    return Refused(place, f"cannot be opened: {error.strerror}")


def visible(name: str) -> str:
    """A name that can be printed and stored: U+FFFD where it is not UTF-8 or controls a terminal."""
    return _CONTROLS.sub("\ufffd", name.encode("utf-8", "surrogateescape").decode(errors="replace"))


_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def _dumps(
    file: Path, place: Place, quota: Quota, share: float, is_unpacked: bool = False
) -> Iterator[Found | Refused]:
    with file.open("rb") as stream:
        start = stream.read(tars.BLOCK)
        stream.seek(0)
        unpack = next((found for sign, found in _COMPRESSED.items() if start.startswith(sign)), None)
        if unpack and is_unpacked:
            yield Refused(place, "compressed more than once")
        elif unpack and _holds_tar(unpack(stream)):
            stream.seek(0)
            unpacked = io.BufferedReader(unpack(stream), caps.CHUNK)
            yield from _archived(tars.members(unpacked), stream, place, quota, share)
        elif unpack:
            stream.seek(0)
            yield from _decompressed(unpack(stream), place, quota, share)
        elif start.startswith(_ZIP):
            yield from _archived(zips.members(stream), stream, place, quota, share)
        elif tars.is_tar(start):
            yield from _archived(tars.members(stream), stream, place, quota, share)
        else:
            yield Found(file, place, share)


_COMPRESSED = {compressed.GZIP: compressed.Gunzipped} | dict.fromkeys(
    (compressed.ZSTD, *compressed.SKIPPABLE), compressed.Unzstd
)
_ZIP = (zips.LOCAL, zips.END)


def _holds_tar(unpacked: compressed.Unpacked) -> bool:
    try:
        return tars.is_tar(io.BufferedReader(unpacked).read(tars.BLOCK))
    except Unreadable:
        return False


def _decompressed(
    unpacked: compressed.Unpacked, place: Place, quota: Quota, share: float
) -> Iterator[Found | Refused]:
    """The content of a compressed file; of one that cannot be read to its end, what can be relied on."""
    broken = None
    with spool() as written:
        try:
            fill(written, iter(lambda: unpacked.read(caps.CHUNK), b""), quota)
        except Unreadable as error:
            broken = error
            written.truncate(error.whole)
        if not broken or broken.whole:
            yield from _dumps(Path(written.name), place, quota, share, is_unpacked=True)
    if broken:
        yield Refused(place, str(broken))


def _archived(
    members: Iterator[Member], stream: BinaryIO, place: Place, quota: Quota, share: float
) -> Iterator[Found | Refused]:
    """What is in an archive. `share` is parted by the bytes that the members take of it."""
    if place.depth == caps.DEPTH:
        yield Refused(place, f"an archive nested more than {caps.DEPTH} deep")
        return
    archive = replace(place, depth=place.depth + 1)
    per_byte = share / os.fstat(stream.fileno()).st_size
    is_empty = True
    reached = 0
    try:
        for member in members:
            quota.enter()
            inside = archive.inside(member.name)
            if reason := _unsafe(member.name, inside):
                yield Refused(inside, reason)
            elif _is_hidden(member.name):
                continue
            elif member.refusal:
                yield Refused(inside, member.refusal)
            else:
                with spool() as written:
                    if reason := _why_not_filled(written, member, quota):
                        yield Refused(inside, reason)
                    else:
                        packed = stream.tell() - reached if member.packed is None else member.packed
                        yield from _dumps(Path(written.name), inside, quota, packed * per_byte)
                reached = stream.tell()
            is_empty = False
    except Unreadable as broken:
        yield Refused(place, str(broken))
    else:
        if is_empty:
            yield Refused(place, "no dump in it")


def _why_not_filled(written: BinaryIO, member: Member, quota: Quota) -> str | None:
    try:
        fill(written, member.pieces(), quota)
    except Unreadable as broken:
        return str(broken)
    return None


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part == _MACOS for part in _parts(name))


def _parts(name: str) -> list[str]:
    return [part for part in name.split("/") if part not in ("", ".")]


def _unsafe(name: str, place: Place) -> str | None:
    """Why a name is one that would lead out of a folder, if it is; nothing is written under it anyway."""
    if name.startswith("/") or _DRIVE.match(name):
        return f"an absolute name: {shown(name)}"
    if ".." in name.split("/"):
        return f"a name that leads out of the archive: {shown(name)}"
    if "\\" in name or "\0" in name or not _parts(name):
        return f"a name that is none: {shown(name)}"
    if (length := len(place.location.encode())) > caps.PATH:
        return f"a path of {length:,} bytes, of at most {caps.PATH:,}"
    return None


_DRIVE = re.compile("[A-Za-z]:")

# Where macOS keeps in a .zip what it knows of the files beside.
_MACOS = "__MACOSX"
