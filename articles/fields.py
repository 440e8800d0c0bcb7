"""Columns the databases would not keep alike by themselves."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

# No text that begins with another is behind that other with this character at its end.
_LAST = "\U0010ffff"


class Beginning(models.Func):
    """As much of a text as an index has room for. The length is written out: SQLite knows an expression of
    an index again only without parameters."""

    length = 200
    function = "SUBSTR"
    template = f"%(function)s(%(expressions)s, 1, {length})"
    output_field = models.TextField()


class CodePointField(models.CharField):
    """Text in the order of its code points, as SQLite has it, whatever dictionary PostgreSQL sorts by:
    all that begins alike is one range of the index."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        collation = "C" if connection.vendor == "postgresql" else None
        return super().db_parameters(connection) | {"collation": collation}


def begins(column: str, beginning: str) -> models.Q:
    """Rows of which a CodePointField begins so: a range of its index."""
    return models.Q((f"{column}__gte", beginning), (f"{column}__lt", f"{beginning}{_LAST}"))
