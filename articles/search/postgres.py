"""The search index in PostgreSQL: a tsvector the database makes of each entry, under GIN (migration 0002).

The vector is put together from ready terms, so no text-search configuration is asked.
"""

from collections.abc import Iterator

from django.db import connection

from .entries import FACETS_ONLY, WITH_TEXT, Candidate, Span
from .expression import BODY, BYLINE, TITLE, All, Any, Expression, Facet, Phrase

# Every part has a weight of its own in the vector, by which a phrase is held to its part.
WEIGHTS = {TITLE: "A", BYLINE: "B", BODY: "D"}

_MATCHES = "FROM articles_indexed i WHERE i.vector @@ %s::tsquery AND i.position >= %s AND i.position < %s"

# MATERIALIZED keeps the planner from walking the positions and looking at every entry's vector on the way.
_IN_ORDER = """
    WITH matches AS MATERIALIZED (SELECT i.position {matches})
    SELECT position FROM matches ORDER BY position {order} LIMIT %s
"""

_DAMAGED = "vector IS DISTINCT FROM articles_vector(title, byline, body, facets)"

# PostgreSQL's integers end one below the lowest position that is too high.
_HIGHEST = (1 << 63) - 1


def positions(expression: Expression, span: Span, *, ascending: bool, number: int) -> list[int]:
    matches, parameters = _matches(expression, span)
    sql = _IN_ORDER.format(matches=matches, order="ASC" if ascending else "DESC")
    return [row[0] for row in _rows(sql, [*parameters, number])]


def candidates(expression: Expression, span: Span, number: int, *, with_text: bool) -> Iterator[Candidate]:
    matches, parameters = _matches(expression, span)
    newest = _IN_ORDER.format(matches=matches, order="DESC")
    columns = WITH_TEXT if with_text else FACETS_ONLY
    sql = (
        f"SELECT {columns} FROM ({newest}) m JOIN articles_indexed i USING (position) ORDER BY position DESC"  # noqa: S608
    )
    yield from map(Candidate._make, _rows(sql, [*parameters, number]))


def count(expression: Expression, span: Span, cap: int) -> int:
    matches, parameters = _matches(expression, span)
    [(number,)] = _rows(f"SELECT count(*) FROM (SELECT 1 {matches} LIMIT %s) m", [*parameters, cap])  # noqa: S608
    return number


def rebuild() -> None:
    with connection.cursor() as cursor:
        # A change that changes nothing has the database make the vector anew.
        cursor.execute(f"UPDATE articles_indexed SET title = title WHERE {_DAMAGED}")  # noqa: S608
        cursor.execute("REINDEX INDEX article_search")


def forget_deleted() -> None:
    """What is deleted goes with the next vacuum, which PostgreSQL does by itself."""


def is_sound() -> bool:
    """Whether every vector holds what its entry holds; the database keeps GIN right by itself."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT FROM articles_indexed WHERE {_DAMAGED})")  # noqa: S608
        return not cursor.fetchone()[0]


def rendered(expression: Expression) -> str:
    """An expression as a tsquery literal (PostgreSQL manual, 8.11.2). Terms hold no quotes."""
    match expression:
        case Phrase(terms, part, languages, is_prefix):
            weight = WEIGHTS[part] if part else ""
            whole = [f"'{term}':{weight}" if weight else f"'{term}'" for term in terms[:-1]]
            last = f"{'*' if is_prefix else ''}{weight}"
            phrase = "<->".join([*whole, f"'{terms[-1]}'{':' if last else ''}{last}"])
            found = f"({phrase})"
            if not languages:
                return found
            own = "|".join(rendered(Facet("language", language)) for language in languages)
            return f"({found}&({own}))"
        case Facet():
            return f"'{expression.term}'"
        case Any(parts):
            return f"({'|'.join(map(rendered, parts))})"
        case All(parts, without):
            found = "&".join(map(rendered, parts))
            return f"({found}&!{rendered(Any(without))})" if without else f"({found})"


def _matches(expression: Expression, span: Span) -> tuple[str, list[object]]:
    """The entries that match, as the end of a statement."""
    parameters: list[object] = [rendered(expression), span.first, min(span.end, _HIGHEST)]
    if span.until is None:
        return _MATCHES, parameters
    return f"{_MATCHES} AND i.until > %s", [*parameters, span.until]


def _rows(sql: str, parameters: list[object]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
