"""The search index in SQLite: FTS5 over the entries, which it reads where they stand (migration 0002).

Terms come ready from the analysis; the tokenizer only parts them at spaces.
"""

from collections.abc import Iterator

from django.db import DatabaseError, connection

from .entries import FACETS_ONLY, WITH_TEXT, Candidate, Span
from .expression import FACETS, All, Any, Expression, Facet, Phrase

# The newest matches first, or the oldest, without the sort that any other order would take.
_MATCHES = """
    SELECT {columns} FROM articles_search {entries}
    WHERE articles_search MATCH %s AND articles_search.rowid >= %s AND articles_search.rowid < %s {until}
    ORDER BY articles_search.rowid {order} LIMIT %s
"""
_ENTRIES = "CROSS JOIN articles_indexed i ON i.position = articles_search.rowid"

# With the rank 1 the index is compared with the entries too, not only with itself.
_COMPARE = "INSERT INTO articles_search (articles_search, rank) VALUES ('integrity-check', 1)"

# SQLite's integers end one below the lowest position that is too high.
_HIGHEST = (1 << 63) - 1


def positions(expression: Expression, span: Span, *, ascending: bool, number: int) -> list[int]:
    order = "ASC" if ascending else "DESC"
    return [row[0] for row in _rows("articles_search.rowid", expression, span, number, order)]


def candidates(expression: Expression, span: Span, number: int, *, with_text: bool) -> Iterator[Candidate]:
    columns = WITH_TEXT if with_text else FACETS_ONLY
    yield from map(Candidate._make, _rows(columns, expression, span, number, entries=_ENTRIES))


def count(expression: Expression, span: Span, cap: int) -> int:
    # Unsorted, FTS5 answers from its own index alone.
    sql, parameters = _statement("1", expression, span, cap, "ASC", "")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql})", parameters)  # noqa: S608
        return cursor.fetchone()[0]


def rebuild() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO articles_search (articles_search) VALUES ('rebuild')")


def forget_deleted() -> None:
    """FTS5 marks what is deleted, and drops it only when parts of the index are merged: here all of them."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO articles_search (articles_search) VALUES ('optimize')")


def is_sound() -> bool:
    """Whether every term stands in the index where the entries have it, and no other does."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(_COMPARE)
    except DatabaseError:
        return False
    return True


def rendered(expression: Expression) -> str:
    """An expression in FTS5's language (sqlite.org/fts5.html, section 3). Terms hold no quotes."""
    match expression:
        case Phrase(terms, part, languages, is_prefix):
            phrase = f'"{" ".join(terms)}"{" *" if is_prefix else ""}'
            found = f"{part} : {phrase}" if part else phrase
            if not languages:
                return found
            own = " OR ".join(rendered(Facet("language", language)) for language in languages)
            return f"({found} AND ({own}))"
        case Facet():
            return f'{FACETS} : "{expression.term}"'
        case Any(parts):
            return f"({' OR '.join(map(rendered, parts))})"
        case All(parts, without):
            found = " AND ".join(map(rendered, parts))
            return f"(({found}) NOT {rendered(Any(without))})" if without else f"({found})"


def _rows(
    columns: str, expression: Expression, span: Span, number: int, order: str = "DESC", entries: str = ""
) -> Iterator[tuple]:
    sql, parameters = _statement(columns, expression, span, number, order, entries)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        while batch := cursor.fetchmany(500):
            yield from batch


def _statement(
    columns: str, expression: Expression, span: Span, number: int, order: str, entries: str
) -> tuple[str, list[object]]:
    parameters: list[object] = [rendered(expression), span.first, min(span.end, _HIGHEST)]
    if span.until is not None:
        parameters.append(span.until)
    sql = _MATCHES.format(
        columns=columns,
        entries=entries or (_ENTRIES if span.until is not None else ""),
        until="AND i.until > %s" if span.until is not None else "",
        order=order,
    )
    return sql, [*parameters, number]
