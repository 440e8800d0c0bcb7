"""Columns the databases would not keep alike by themselves."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class CodePointField(models.CharField):
    """Text in the order of its code points, as SQLite has it, whatever dictionary PostgreSQL sorts by:
    all that begins alike is one range of the index."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        collation = "C" if connection.vendor == "postgresql" else None
        return super().db_parameters(connection) | {"collation": collation}
