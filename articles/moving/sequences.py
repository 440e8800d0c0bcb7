"""The highest id that was ever given in a table: none of a row that is no more is given again."""

from django.db import connection

from .tables import Table


def last_id(table: Table) -> int | None:
    """0 if none was given; None where only the rows tell."""
    if not table.counts_ids:
        return None
    name = table.model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [name])
            row = cursor.fetchone()
            return row[0] if row else 0
        cursor.execute(f"SELECT last_value, is_called FROM {_sequence(table)}")  # noqa: S608
        last, is_given = cursor.fetchone()
        return last if is_given else last - 1


def set_last_id(table: Table, last: int | None) -> None:
    """To what `last_id` said, or where it said nothing to the highest id there is."""
    meta = table.model._meta
    if meta.auto_field is None:
        return
    if last is None:
        last = table.model._base_manager.order_by("-pk").values_list("pk", flat=True).first() or 0
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [meta.db_table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [meta.db_table, last])
        else:
            # A part of the transaction, as setval is not.
            cursor.execute(f"ALTER SEQUENCE {_sequence(table)} RESTART WITH {int(last) + 1}")


def _sequence(table: Table) -> str:
    """The name of PostgreSQL's sequence, quoted where it has to be."""
    meta = table.model._meta
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{meta.db_table}"', meta.pk.column])
        return cursor.fetchone()[0]
