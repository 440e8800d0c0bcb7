"""A row of the database as a line of an export, and back."""

import base64
import binascii
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cached_property

import orjson
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    BinaryField,
    BooleanField,
    CharField,
    DateTimeField,
    Field,
    FloatField,
    ForeignKey,
    IntegerField,
    JSONField,
    ManyToManyField,
    Model,
    TextField,
)

from .tables import Row, Table

# Rows that are in memory together, of a table with large ones and of any other.
LARGE_ROWS, ROWS = 10, 1_000


class Unreadable(ValueError):
    """A line that is no row of its table, and why."""


class Lines:
    """Rows of one table as lines, and lines as rows."""

    def __init__(self, table: Table):
        self._table = table
        self._columns = {_key(one): one for one in table.columns}
        self._lists = {one.name: one for one in table.lists}
        self._keys = self._columns.keys() | self._lists.keys()

    def written(self) -> Iterator[bytes]:
        """Every row of the table as a line."""
        lists = {name: _listed(one) for name, one in self._lists.items()}
        for pk, *values in self._in_order():
            row = dict(zip(self._columns, values, strict=True))
            for name in self._named.keys() & self._columns.keys():
                row[name] = self._named[name].get(row[name])
            for name, members in lists.items():
                names = self._named.get(name)
                found = members.get(pk, ())
                row[name] = sorted(map(names.get, found) if names else found)
            yield orjson.dumps(row, default=_plain, option=_CANONICAL)

    def read(self, line: bytes) -> tuple[Row, dict[str, list[object]]]:
        """The row by its columns, those that are made anew among them, and what it has lists of."""
        try:
            said = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise Unreadable(f"this is no JSON: {error}") from error
        if not isinstance(said, dict):
            raise Unreadable("this is no object")
        if unknown := said.keys() - self._keys:
            raise Unreadable(f"unknown column {', '.join(sorted(unknown))}")
        if absent := self._keys - said.keys():
            raise Unreadable(f"column {', '.join(sorted(absent))} is missing")
        row = {one.attname: self._value(name, one, said[name]) for name, one in self._columns.items()}
        for name, make in self._table.made.items():
            row[name] = make(row)
        return row, {name: self._members(name, said[name]) for name in self._lists}

    def _in_order(self) -> Iterator[tuple[object, ...]]:
        names = [one.attname for one in self._columns.values()]
        rows = self._table.rows.values_list("pk", *names)
        if isinstance(self._table.model._meta.pk, CharField):
            # Each database sorts texts in its own way; there are few.
            return iter(sorted(rows))
        return rows.iterator(chunk_size=LARGE_ROWS if self._table.is_large else ROWS)

    def _value(self, name: str, column: Field, said: object) -> object:
        if said is None and column.null:
            return None
        if name in self._ids:
            return self._id(name, said)
        kind = _kind(column)
        try:
            return _READ[kind](said)
        except (TypeError, ValueError) as error:
            raise Unreadable(f"{name}: {str(said)[:80]!r} is no {_CALLED[kind]}") from error

    def _members(self, name: str, said: object) -> list[object]:
        if not isinstance(said, list):
            raise Unreadable(f"{name}: {str(said)[:80]!r} is no list")
        return [self._id(name, one) if name in self._ids else _of(int)(one) for one in said]

    def _id(self, name: str, said: object) -> object:
        try:
            return self._ids[name][said]
        except (KeyError, TypeError) as error:
            raise Unreadable(f"{name}: {str(said)[:80]!r} is not known here") from error

    @cached_property
    def _named(self) -> dict[str, dict[object, str]]:
        """By column: what the rows it means are called, which have other ids in other databases."""
        related = self._columns | self._lists
        return {
            name: _NAMES[one.related_model]() for name, one in related.items() if one.related_model in _NAMES
        }

    @cached_property
    def _ids(self) -> dict[str, dict[str, object]]:
        return {name: {called: pk for pk, called in found.items()} for name, found in self._named.items()}


_CANONICAL = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_APPEND_NEWLINE


def _key(column: Field) -> str:
    """What a column is called: by what stands in it, an id or a name."""
    return column.name if column.related_model in _NAMES else column.attname


def _listed(relation: ManyToManyField) -> dict[object, list[object]]:
    """The members of all rows; there are few."""
    found: dict[object, list[object]] = {}
    ends = relation.m2m_column_name(), relation.m2m_reverse_name()
    for one, other in relation.remote_field.through._base_manager.values_list(*ends):
        found.setdefault(one, []).append(other)
    return found


def _content_types() -> dict[object, str]:
    return {one.pk: f"{one.app_label}.{one.model}" for one in ContentType.objects.all()}


def _permissions() -> dict[object, str]:
    rows = Permission.objects.order_by().values_list(
        "pk", "content_type__app_label", "content_type__model", "codename"
    )
    return {pk: ".".join(names) for pk, *names in rows}


# Of these every database makes its own rows.
_NAMES: dict[type[Model], Callable[[], dict[object, str]]] = {
    ContentType: _content_types,
    Permission: _permissions,
}


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return _iso(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    raise TypeError(f"no form for {type(value).__name__}")


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _of(kind: type) -> Callable[[object], object]:
    """Exactly this type: JSON's true is no number."""

    def read(said: object) -> object:
        if type(said) is not kind:
            raise TypeError
        return said

    return read


def _moment(said: object) -> datetime:
    moment = datetime.fromisoformat(said)
    if _iso(moment) != said:
        raise ValueError
    return moment


def _bytes(said: object) -> bytes:
    try:
        return base64.b64decode(_of(str)(said), validate=True)
    except binascii.Error as error:
        raise ValueError from error


def _number(said: object) -> float:
    return _of(float)(said) if isinstance(said, float) else float(_of(int)(said))


# The first of these that a column is of.
_READ: dict[type[Field], Callable[[object], object]] = {
    DateTimeField: _moment,
    BinaryField: _bytes,
    BooleanField: _of(bool),
    JSONField: lambda said: said,
    FloatField: _number,
    IntegerField: _of(int),
    CharField: _of(str),
    TextField: _of(str),
}

_CALLED = {
    DateTimeField: "time in UTC",
    BinaryField: "base64",
    BooleanField: "true or false",
    FloatField: "number",
    IntegerField: "whole number",
    CharField: "text",
    TextField: "text",
}


def _kind(column: Field) -> type[Field]:
    while isinstance(column, ForeignKey):
        column = column.target_field
    return next(kind for kind in _READ if isinstance(column, kind))
