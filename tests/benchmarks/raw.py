"""What the database gives without the archive around it: the same terms, asked by bare SQL.

FTS5 ranks on a table of its own over the same entries: that of the archive keeps no lengths of texts
(columnsize=0), without which bm25() reads every text again.
"""

from contextlib import closing

from django.db import connection

from articles.search import postgres, sqlite

from .probes import Probe, year_span
from .timing import Run, run

NEWEST, ALL_RANKED, NEWEST_RANKED = "newest 20", "ranked, all", "ranked, newest 2,000"

_SQLITE = {
    NEWEST: """
        SELECT rowid FROM articles_search WHERE articles_search MATCH %s AND rowid BETWEEN %s AND %s
        ORDER BY rowid DESC LIMIT 20
    """,
    ALL_RANKED: """
        SELECT rowid FROM benchmark_raw WHERE benchmark_raw MATCH %s AND rowid BETWEEN %s AND %s
        ORDER BY rank LIMIT 20
    """,
    NEWEST_RANKED: """
        SELECT rowid FROM (
            SELECT rowid, bm25(benchmark_raw) AS score FROM benchmark_raw
            WHERE benchmark_raw MATCH %s AND rowid BETWEEN %s AND %s ORDER BY rowid DESC LIMIT 2000
        ) ORDER BY score LIMIT 20
    """,
}

_POSTGRES = {
    NEWEST: """
        SELECT position FROM articles_indexed, CAST(%s AS tsquery) AS query
        WHERE vector @@ query AND position BETWEEN %s AND %s ORDER BY position DESC LIMIT 20
    """,
    ALL_RANKED: """
        SELECT position FROM articles_indexed, CAST(%s AS tsquery) AS query
        WHERE vector @@ query AND position BETWEEN %s AND %s ORDER BY ts_rank(vector, query) DESC LIMIT 20
    """,
    NEWEST_RANKED: """
        SELECT position FROM (
            SELECT position, ts_rank(vector, query) AS score
            FROM articles_indexed, CAST(%s AS tsquery) AS query
            WHERE vector @@ query AND position BETWEEN %s AND %s ORDER BY position DESC LIMIT 2000
        ) AS newest ORDER BY score DESC LIMIT 20
    """,
}
STATEMENTS = {"sqlite": _SQLITE, "postgresql": _POSTGRES}

# The index over entries that are there, in one go: no analysis, no rows.
_BUILD = {
    "sqlite": (
        "DROP TABLE IF EXISTS benchmark_raw",
        """
        CREATE VIRTUAL TABLE benchmark_raw USING fts5(
            title, byline, body, facets,
            content='articles_indexed', content_rowid='position', tokenize="ascii tokenchars ':'"
        )
        """,
        "INSERT INTO benchmark_raw (benchmark_raw, rank) VALUES ('hashsize', 67108864)",
        "INSERT INTO benchmark_raw (benchmark_raw) VALUES ('rebuild')",
    ),
    "postgresql": (
        "DROP INDEX IF EXISTS benchmark_raw",
        "CREATE INDEX benchmark_raw ON articles_indexed USING gin (vector)",
        "DROP INDEX benchmark_raw",
    ),
}

# PostgreSQL's and SQLite's integers end here.
HIGHEST = (1 << 63) - 1


def build(size: int) -> Run:
    """Makes the index, and answers how many articles a second went into it."""
    took = run(_build)
    return Run(1_000 * size / took.clock, 1_000 * size / took.processor)


def _build() -> None:
    with closing(connection.cursor()) as cursor:
        for statement in _BUILD[connection.vendor]:
            cursor.execute(statement)


def ask(statement: str, probe: Probe) -> list[int]:
    """The positions that one of STATEMENTS finds."""
    rendered = (sqlite if connection.vendor == "sqlite" else postgres).rendered(probe.raw)
    with closing(connection.cursor()) as cursor:
        cursor.execute(STATEMENTS[connection.vendor][statement], [rendered, *_bounds(probe)])
        return [row[0] for row in cursor.fetchall()]


def _bounds(probe: Probe) -> tuple[int, int]:
    """The first position and the last that may be found."""
    if probe.year is None:
        return 0, HIGHEST
    span = year_span(probe.year)
    return span.first, span.end - 1
