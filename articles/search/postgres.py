"""The search index in PostgreSQL: a tsvector the database makes of each entry, under GIN (migration 0002).

The vector is put together from ready terms, so no text-search configuration is asked.
"""

from collections.abc import Iterator

from django.db import connection

from .entries import FACETS_ONLY, WITH_TEXT, Candidate, Span
from .expression import BODY, BYLINE, TITLE, All, Any, Expression, Facet, Phrase

# Every part has a weight of its own in the vector, by which a phrase is held to its part.
WEIGHTS = {TITLE: "A", BYLINE: "B", BODY: "D"}

# MATERIALIZED keeps the planner from walking the positions and looking at every entry's vector on the way.
_MATCHES = """
    WITH matches AS MATERIALIZED (
        SELECT position FROM articles_indexed i
        WHERE i.vector @@ %s::tsquery AND i.position >= %s AND i.position < %s {until}
    )
    SELECT position FROM matches ORDER BY position {order} LIMIT %s
"""

# PostgreSQL's integers end one below the lowest position that is too high.
_HIGHEST = (1 << 63) - 1


def positions(expression: Expression, span: Span, *, ascending: bool, number: int) -> list[int]:
    sql, parameters = _statement(expression, span, number, "ASC" if ascending else "DESC")
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [row[0] for row in cursor.fetchall()]


def candidates(expression: Expression, span: Span, number: int, *, with_text: bool) -> Iterator[Candidate]:
    sql, parameters = _statement(expression, span, number, "DESC")
    columns = WITH_TEXT if with_text else FACETS_ONLY
    newest = f"SELECT {columns} FROM ({sql}) m JOIN articles_indexed i USING (position)"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"{newest} ORDER BY position DESC", parameters)
        yield from map(Candidate._make, cursor.fetchall())


def count(expression: Expression, span: Span, cap: int) -> int:
    sql, parameters = _statement(expression, span, cap, "ASC")
    unsorted = sql.replace("ORDER BY position ASC", "").replace("MATERIALIZED", "NOT MATERIALIZED")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({unsorted}) m", parameters)  # noqa: S608
        return cursor.fetchone()[0]


def rebuild() -> None:
    with connection.cursor() as cursor:
        cursor.execute("REINDEX INDEX article_search")


def is_sound() -> bool:
    """Whether every vector holds what its entry holds; the database keeps GIN right by itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM articles_indexed"
            " WHERE vector IS DISTINCT FROM articles_vector(title, byline, body, facets)"
        )
        return cursor.fetchone()[0] == 0


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


def _statement(expression: Expression, span: Span, number: int, order: str) -> tuple[str, list[object]]:
    parameters: list[object] = [rendered(expression), span.first, min(span.end, _HIGHEST)]
    if span.until is not None:
        parameters.append(span.until)
    sql = _MATCHES.format(order=order, until="AND i.until > %s" if span.until is not None else "")
    return sql, [*parameters, number]
