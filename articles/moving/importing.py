"""The whole archive into a database that has none."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Model

from ..batches import in_batches
from ..locks import wait_to_write
from ..models import IndexState
from ..writing import number_of
from . import manifest, packing, sequences
from .manifest import Damaged, Part, line_of
from .tables import EXPORTED, FILLED_BY_MIGRATIONS, Row, Table
from .values import ROWS, Lines, Unreadable

# Bytes of lines that are written at once.
BATCH_BYTES = 4 << 20

# What the index says it was made by until it is: `manage.py check` then asks for it.
NOT_YET = "none since the import"


class NotEmpty(Exception):
    """There is an archive in the database already: what is in it."""


@dataclass(frozen=True, slots=True)
class _Read:
    number: int
    size: int
    row: Row
    lists: dict[str, list[object]]


def import_archive(
    path: Path,
    verified: Callable[[int], object] = lambda number: None,
    written: Callable[[int], object] = lambda number: None,
) -> list[Part]:
    """Fills an empty database from an export, in one transaction: killed, it has left nothing. What is
    derived is not there yet: indexing.rebuild makes it. `verified` and `written` are told bytes.

    Raises Damaged, and NotEmpty for a database in which is more than what migrations put there.
    """
    with packing.unpacked(path) as folder:
        try:
            parts = manifest.read((folder / manifest.NAME).read_bytes())
        except OSError as error:
            raise Damaged(f"{manifest.NAME}: cannot be read: {error.strerror}") from error
        _require_empty()
        manifest.verify(folder, parts, verified)
        with transaction.atomic():
            wait_to_write()
            _require_empty()
            _clear()
            for table, part in parts.items():
                _fill(folder, table, part, written)
            for table, part in parts.items():
                sequences.set_last_id(table, part.last_id)
            IndexState.objects.create(pk=1, analysis=NOT_YET)
    return list(parts.values())


def _require_empty() -> None:
    held = [
        number_of(number, table.model._meta.verbose_name, table.model._meta.verbose_name_plural)
        for table in EXPORTED
        if table.model not in FILLED_BY_MIGRATIONS and (number := table.model._base_manager.count())
    ]
    if held:
        raise NotEmpty(f"there is an archive in the database already: {', '.join(held)}")


def _clear() -> None:
    for model in FILLED_BY_MIGRATIONS:
        for relation in model._meta.local_many_to_many:
            _empty(relation.remote_field.through)
        _empty(model)
    _empty(IndexState)


def _empty(model: type[Model]) -> None:
    """Past the ORM, which would write a history of it."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_quoted(model._meta.db_table)}")  # noqa: S608


def _fill(folder: Path, table: Table, part: Part, written: Callable[[int], object]) -> None:
    writing = _Writing(table, part)
    for batch in in_batches(_rows(folder, table, part), ROWS, lambda one: one.size, BATCH_BYTES):
        writing.write(batch)
        written(sum(one.size for one in batch))
    try:
        connection.check_constraints([table.model._meta.db_table])
    except IntegrityError as error:
        raise Damaged(f"{part.name}: a row means one that is not there: {_in_a_line(error)}") from error


def _rows(folder: Path, table: Table, part: Part) -> Iterator[_Read]:
    """Raises Damaged for a line that is no row of the table, or is out of its order."""
    lines = Lines(table)
    pk = table.model._meta.pk.attname
    last = None
    with (folder / part.name).open("rb") as stream:
        for number, line in enumerate(stream, 1):
            try:
                row, lists = lines.read(line)
            except Unreadable as error:
                raise Damaged(f"{line_of(part, number)}: {error}") from error
            if last is not None and row[pk] <= last:
                raise Damaged(f"{line_of(part, number)}: {pk} {row[pk]} does not follow {last}")
            last = row[pk]
            yield _Read(number, len(line), row, lists)
    if part.last_id is not None and last is not None and last > part.last_id:
        raise Damaged(f"{part.name}: there is a row {last}, and the manifest's last_id is {part.last_id}")


class _Writing:
    """Writes rows past the ORM, which would give them other times and a history."""

    def __init__(self, table: Table, part: Part):
        self._table, self._part = table, part
        self._columns = table.stored
        names = ", ".join(_quoted(one.column) for one in self._columns)
        places = ", ".join("%s" for _ in self._columns)
        name = _quoted(table.model._meta.db_table)
        self._insert = f"INSERT INTO {name} ({names}) VALUES ({places})"  # noqa: S608

    def write(self, batch: list[_Read]) -> None:
        try:
            self._write(batch)
        except (IntegrityError, DataError):
            for one in batch:
                try:
                    self._write([one])
                except (IntegrityError, DataError) as error:
                    raise Damaged(f"{line_of(self._part, one.number)}: {_in_a_line(error)}") from error
            raise

    @transaction.atomic
    def _write(self, batch: list[_Read]) -> None:
        values = [
            [column.get_db_prep_save(one.row[column.attname], connection) for column in self._columns]
            for one in batch
        ]
        with connection.cursor() as cursor:
            cursor.executemany(self._insert, values)
        for relation in self._table.lists:
            own, other = (
                f"{name}_id" for name in (relation.m2m_field_name(), relation.m2m_reverse_field_name())
            )
            through = relation.remote_field.through
            through._base_manager.bulk_create(
                through(**{own: one.row["id"], other: member})
                for one in batch
                for member in one.lists[relation.name]
            )


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _in_a_line(error: Exception) -> str:
    return " ".join(str(error).split())
