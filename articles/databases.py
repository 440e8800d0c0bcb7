"""Whether the database can be used, and what to say when it cannot."""

from pathlib import Path

from django.db import DatabaseError, connection

from .models import Article


def is_usable() -> bool:
    """Whether there is a database with the archive's tables. Makes none: connecting to SQLite would."""
    if connection.vendor == "sqlite" and not _sqlite_file_exists():
        return False
    try:
        return Article._meta.db_table in connection.introspection.table_names()
    except DatabaseError:
        return False


def explain(error: Exception) -> str:
    """A database error in one line, with what can be done about it where that is known."""
    said = " ".join(str(error).split()) or type(error).__name__
    for words, advice in _ADVICE:
        if words in said:
            return f"{said}: {advice}"
    return said


_ADVICE = (
    ("no such table", "run `manage.py migrate` first"),
    ("does not exist", "run `manage.py migrate` first, or check DATABASE_URL"),
    (
        "database is locked",
        "another program is writing to it; try again when it is done",
    ),
    ("disk is full", "make room and run the load again, it goes on where it stopped"),
    ("readonly database", "the file or its folder may not be written"),
    ("refused", "check that the server runs and that DATABASE_URL names it"),
)


def _sqlite_file_exists() -> bool:
    name = str(connection.settings_dict["NAME"])
    return "memory" in name or Path(name).exists()
