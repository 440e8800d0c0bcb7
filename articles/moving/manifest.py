"""What an export says of itself: manifest.json, and whether the parts are what it says."""

import hashlib
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import orjson
from django.conf import settings

from .tables import EXPORTED, Table
from .values import Lines, Unreadable

NAME = "manifest.json"
FORMAT, VERSION = "reform-archive", 1

# Bytes that are read at once.
CHUNK = 1 << 20


class Damaged(Exception):
    """The export cannot be imported: which part of it, which line, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of an export. `last_id` is the highest id that was given in its table, None where only the rows
    tell."""

    name: str
    rows: int
    bytes: int
    sha256: str
    last_id: int | None


def write(folder: Path, parts: Iterable[Part]) -> None:
    release = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
    said = {
        "format": FORMAT,
        "version": VERSION,
        "release": release,
        "parts": [asdict(part) for part in parts],
    }
    options = orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    (folder / NAME).write_bytes(orjson.dumps(said, option=options))


def read(content: bytes) -> dict[Table, Part]:
    """The part of every table. Raises Damaged for what is no manifest of this version."""
    try:
        said = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise Damaged(f"{NAME}: this is no JSON: {error}") from error
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise Damaged(f"{NAME}: this is no export of an archive")
    if said.get("version") != VERSION:
        raise Damaged(
            f"{NAME}: version {said.get('version')} of the format is unknown; known is version {VERSION}"
        )
    parts = said.get("parts")
    if not isinstance(parts, list):
        raise Damaged(f"{NAME}: there are no parts in it")
    named = {part.name: part for part in map(_part, parts)}
    known = {table.part: table for table in EXPORTED}
    for name in sorted(known.keys() - named.keys()):
        raise Damaged(f"{NAME}: {name} is missing")
    for name in sorted(named.keys() - known.keys()):
        raise Damaged(f"{NAME}: {name} is no part of version {VERSION}")
    return {table: named[table.part] for table in EXPORTED}


def verify(folder: Path, parts: dict[Table, Part], progress: Callable[[int], object]) -> None:
    """Raises Damaged unless every part is what the manifest says. `progress` is told the bytes."""
    for table, part in parts.items():
        try:
            rows, size, sha256 = _measure(folder / part.name, progress)
        except OSError as error:
            raise Damaged(f"{part.name}: cannot be read: {error.strerror}") from error
        if sha256 != part.sha256:
            _find_damage(folder, table)
            raise Damaged(f"{part.name}: its SHA-256 is {sha256}, and the manifest says {part.sha256}")
        if (rows, size) != (part.rows, part.bytes):
            raise Damaged(
                f"{part.name}: it has {rows} rows and {size} bytes, and the manifest says {part.rows} and "
                f"{part.bytes}"
            )


def line_of(part: Part | Table, number: int) -> str:
    """Where something stands, as messages write it."""
    name = part.name if isinstance(part, Part) else part.part
    return f"{name}, line {number}"


def _part(said: object) -> Part:
    kinds = {"name": str, "rows": int, "bytes": int, "sha256": str, "last_id": int | None}
    if not isinstance(said, dict) or said.keys() != {one.name for one in fields(Part)}:
        raise Damaged(f"{NAME}: a part is told otherwise than by {', '.join(kinds)}")
    for name, kind in kinds.items():
        if not isinstance(said[name], kind) or isinstance(said[name], bool):
            raise Damaged(f"{NAME}: {name} of {said['name']}: {said[name]!r} makes no sense")
    return Part(**said)


def _measure(path: Path, progress: Callable[[int], object]) -> tuple[int, int, str]:
    rows = size = 0
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            rows += chunk.count(b"\n")
            size += len(chunk)
            digest.update(chunk)
            progress(len(chunk))
    return rows, size, digest.hexdigest()


def _find_damage(folder: Path, table: Table) -> None:
    """Raises Damaged for the first line that shows that something is wrong with it; not every one does."""
    lines = Lines(table)
    with (folder / table.part).open("rb") as stream:
        for number, line in enumerate(stream, 1):
            if not line.endswith(b"\n"):
                raise Damaged(f"{line_of(table, number)}: it breaks off")
            try:
                lines.read(line)
            except Unreadable as error:
                raise Damaged(f"{line_of(table, number)}: {error}") from error
