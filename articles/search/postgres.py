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
_WITHIN = "FROM articles_indexed i WHERE i.position >= %s AND i.position < %s"

# MATERIALIZED keeps the planner from walking the positions and looking at every entry's vector on the way.
_IN_ORDER = """
    WITH matches AS MATERIALIZED (SELECT i.position {matches})
    SELECT position FROM matches ORDER BY position {order} LIMIT %s
"""

# What many entries have stands among the first of a span; that many of these are looked at.
_AMONG_FIRST = """
    WITH first AS MATERIALIZED (
        SELECT i.position, i.vector, i.until FROM articles_indexed i
        WHERE i.position >= %s AND i.position < %s ORDER BY i.position {order} LIMIT %s
    )
    SELECT i.position FROM first i WHERE i.vector @@ %s::tsquery {until} ORDER BY i.position {order} LIMIT %s
"""

# To look at an entry's vector costs so many times as much as to fetch and sort what the index has found; and
# so many times as many are looked at as the planner's statistics give reason to.
DEARER_TO_LOOK, SPARE = 5, 2

_DAMAGED = "vector IS DISTINCT FROM articles_vector(title, byline, body, facets)"

# PostgreSQL's integers end one below the lowest position that is too high.
_HIGHEST = (1 << 63) - 1


def positions(expression: Expression, span: Span, *, ascending: bool, number: int) -> list[int]:
    return [row[0] for row in _first(expression, span, "ASC" if ascending else "DESC", number)]


def candidates(expression: Expression, span: Span, number: int, *, with_text: bool) -> Iterator[Candidate]:
    columns = WITH_TEXT if with_text else FACETS_ONLY
    found = f"SELECT {columns} FROM ({{}}) m JOIN articles_indexed i USING (position) ORDER BY position DESC"  # noqa: S608
    yield from map(Candidate._make, _first(expression, span, "DESC", number, found))


def _first(expression: Expression, span: Span, order: str, number: int, statement: str = "{}") -> list[tuple]:
    """The first matches of a span, by a statement around their positions. The index gives all matches in no
    order, so what many entries have is looked for among the first entries, and by the index if that fails."""
    matches, parameters = _matches(expression, span)
    if looked_at := _worth_looking_at(matches, parameters, number):
        until = "" if span.until is None else "AND i.until > %s"
        query, first, end, *bound = parameters
        sql = statement.format(_AMONG_FIRST.format(order=order, until=until))
        if len(found := _rows(sql, [first, end, looked_at, query, *bound, number])) == number:
            return found
    return _rows(statement.format(_IN_ORDER.format(matches=matches, order=order)), [*parameters, number])


def _worth_looking_at(matches: str, parameters: list[object], number: int) -> int:
    """How many entries to look at for so many matches; 0 where the index finds them sooner."""
    found = _estimated(f"SELECT 1 {matches}", parameters)
    if found < number * DEARER_TO_LOOK:
        return 0
    everything = _estimated(f"SELECT 1 {_WITHIN}", parameters[1:3])
    expected = number * everything // found
    return SPARE * expected if expected * DEARER_TO_LOOK < found else 0


def _estimated(sql: str, parameters: list[object]) -> int:
    """How many rows the planner expects. Nothing is read: it is none of a page's queries."""
    with connection.cursor() as cursor:
        [[[plan]]] = cursor.cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", parameters).fetchall()
    return plan["Plan"]["Plan Rows"]


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
