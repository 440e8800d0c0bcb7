"""Builds and measures one archive, in the empty database that DATABASE_URL names.

`python -m tests.benchmarks.one_archive SIZE` writes its figures to standard output, as JSON. A database
that holds the corpus already is measured as it is.
"""

import json
import resource
import sqlite3
import sys
from dataclasses import asdict

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024

# Static files by their own names, and as they stand in the working tree.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


def measure(size: int) -> dict[str, object]:
    """Everything that the report shows of one archive."""
    # Django's models can be imported when it is set up.
    from . import building, questions, raw

    analysis = building.measure_analysis(size)
    built = None
    if not building.is_built(size):
        built = building.build(size, building.show_progress(size))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * MAXRSS_UNIT
    disk = _disk()
    raw_index = raw.build(size)
    return {
        "size": size,
        "database": version(),
        "analysis": analysis,
        "built": built and asdict(built),
        "memory": memory,
        "disk": disk,
        "raw_index": raw_index,
        "figures": [asdict(figure) for figure in questions.figures(size)],
        "hostile": asdict(questions.hostile_texts()),
    }


def version() -> str:
    if connection.vendor == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}"
    major, minor = divmod(connection.pg_version, 10_000)
    return f"PostgreSQL {major}.{minor}"


def _disk() -> int:
    """What the database takes on disk, in bytes."""
    asked = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    if connection.vendor == "postgresql":
        asked = "SELECT pg_database_size(current_database())"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return cursor.fetchone()[0]


if __name__ == "__main__":
    django.setup()
    with override_settings(STORAGES=STORAGES, STATIC_ROOT=settings.STATICFILES_DIRS[0]):
        call_command("migrate", verbosity=0)
        json.dump(measure(int(sys.argv[1])), sys.stdout)
