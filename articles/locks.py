"""One writer at a time, on both databases."""

from django.db import connection

# Any number, as long as nothing else in the database locks it: the letters "arch".
WRITER = 0x61726368


def wait_to_write() -> None:
    """Holds every other writer off until the transaction ends.

    SQLite does so by itself: its transactions are IMMEDIATE and wait for each other.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITER])
