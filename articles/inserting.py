"""Plain rows, many at once, without what the ORM does for each of their values."""

from collections.abc import Collection, Sequence

from django.db import connection
from django.db.models import Model


def insert(model: type[Model], fields: Sequence[str], rows: Collection[Sequence[object]]) -> None:
    """Writes rows of these fields, whose other columns the database fills. PostgreSQL takes them by COPY."""
    if not rows:
        return
    names = ", ".join(connection.ops.quote_name(model._meta.get_field(field).column) for field in fields)
    table = f"{connection.ops.quote_name(model._meta.db_table)} ({names})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608
