"""The whole archive out of a database."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction

from . import manifest, packing, sequences
from .manifest import Part
from .tables import EXPORTED, Table
from .values import Lines


class Occupied(Exception):
    """Something stands where the export is to be written."""


def export_archive(path: Path, progress: Callable[[int], object] = lambda number: None) -> list[Part]:
    """Writes an export: a folder, or one file if the path ends in .tar.zst. It is there when it is whole, and
    readable by its owner alone. `progress` is told rows. Raises Occupied.

    It is the archive of one moment; loads and readers do not wait for it, nor it for them.
    """
    if path.exists() and not (path.is_dir() and not packing.is_packed(path) and not any(path.iterdir())):
        raise Occupied(f"{path} exists, and is no empty folder")
    path = path.absolute()
    beside = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    try:
        parts = _write(beside, progress)
        if packing.is_packed(path):
            packed = beside / path.name
            packing.pack(beside, [part.name for part in parts], packed)
            _keep(packed)
            packed.chmod(0o600)
            packed.rename(path)
        else:
            beside.rename(path)
        _keep(path.parent)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return parts


def _write(folder: Path, progress: Callable[[int], object]) -> list[Part]:
    with _snapshot():
        parts = [_write_part(folder, table, progress) for table in EXPORTED]
    manifest.write(folder, parts)
    _keep(folder / manifest.NAME)
    return parts


def _write_part(folder: Path, table: Table, progress: Callable[[int], object]) -> Part:
    digest = hashlib.sha256()
    rows = size = 0
    with (folder / table.part).open("wb") as stream:
        for line in Lines(table).written():
            stream.write(line)
            digest.update(line)
            rows += 1
            size += len(line)
            progress(1)
        stream.flush()
        os.fsync(stream.fileno())
    return Part(table.part, rows, size, digest.hexdigest(), sequences.last_id(table))


@contextmanager
def _snapshot() -> Iterator[None]:
    """One moment of the database, whatever is written meanwhile. A transaction on SQLite is
    one of a writer here (settings), which others would have to wait for: this one is not."""
    connection.ensure_connection()
    mode = getattr(connection, "transaction_mode", None)
    if connection.vendor == "sqlite":
        connection.transaction_mode = "DEFERRED"
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = mode


def _keep(path: Path) -> None:
    """On the disk, and not only on its way there."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
