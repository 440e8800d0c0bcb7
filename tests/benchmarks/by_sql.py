"""Fills an empty archive with as many articles as are asked for by plain SQL, in minutes where a load
takes hours: a few thousand made-up texts, each under a number of its own on many articles.

What lists are made of is there in the proportions of a large archive: sources, languages, tags with
their names, provenance, what waits for a review, what is hidden, and short entries of the search index.
"""

import sys
from collections.abc import Iterator
from itertools import product

from django.db import connection, transaction

from articles import languages
from articles.folding import slug_of
from articles.loader import OPENING
from articles.models import Language, Source, Tag, TagName
from articles.search.entry import analysed, columns
from articles.vocabulary import Kind

from .building import settle
from .corpus import FIRST_DAY, SECONDS, rows
from .words import SOUNDS, vocabulary

TEXTS = 5_000

# Characters of a body that are kept: lists show none of it, and search needs some words.
BODY = 600

# Articles to a source, a tag, a dump and a load.
TO_A_SOURCE, TO_A_TAG, TO_A_DUMP, TO_A_LOAD = 500, 33, 100, 5_000
LANGUAGES = 80
FREQUENT_TAGS = 60

# Seconds from the first moment of the year 1 to that of 1970.
BEFORE_1970 = 62_135_596_800

_TEXT = """
    CREATE TABLE benchmark_text (
        number integer PRIMARY KEY, language varchar(12), title text, slug text, byline text, opening text,
        body text, title_terms text, byline_terms text, body_terms text
    )
"""

_NUMBERS = {
    "sqlite": "WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < {size})",
    "postgresql": "WITH numbers(i) AS (SELECT generate_series(1::bigint, {size}))",
}
_DIALECT = {
    "sqlite": {
        "json": "text",
        "moment": "datetime({}, 'unixepoch')",
        "now": "datetime('now')",
        "year": "CAST(strftime('%Y', {}) AS integer)",
        "joined": "group_concat({}, '{}')",
        "bytes": "zeroblob(200)",
    },
    "postgresql": {
        "json": "jsonb",
        "moment": "to_timestamp({})",
        "now": "now()",
        "year": "extract(year FROM {} AT TIME ZONE 'UTC')",
        "joined": "string_agg({}::text, '{}')",
        "bytes": "convert_to(repeat('x', 200), 'UTF8')",
    },
}

# One in ten is undated; one in a hundred is hidden, one in a thousand merged, one in two thousand
# withdrawn; an editor has decided something of one in five hundred.
_ARTICLES = """
    INSERT INTO articles_article (
        title, slug, byline, opening, url, source_id, language_id, published_at, published_precision,
        published_origin, status, curated, created_at, updated_at, published_key
    )
    {numbers}, drawn AS (
        SELECT i, i * 48271 % {texts} AS text,
            CASE WHEN i % 10 = 3 THEN NULL ELSE {first} + i * 1103515245 % {seconds} END AS at
        FROM numbers
    )
    SELECT
        t.title || ' ' || i, t.slug || '-' || i, t.byline, t.opening, 'https://news.example/' || i,
        1 + i * 7919 % {sources}, coalesce(l.code, t.language), {published},
        CASE WHEN at IS NOT NULL THEN 'time' END, CASE WHEN at IS NOT NULL THEN 'page' END,
        CASE
            WHEN i % 100 = 7 THEN 'hidden' WHEN i % 1000 = 11 THEN 'merged'
            WHEN i % 2000 = 13 THEN 'withdrawn' ELSE 'published'
        END,
        CAST(CASE WHEN i % 500 = 17 THEN '["title"]' ELSE '[]' END AS {json}), {now}, {now},
        CASE WHEN at IS NULL THEN 0 ELSE at + {before_1970} END
    FROM drawn JOIN benchmark_text t ON t.number = text
    LEFT JOIN benchmark_language l ON i % 10 = 1 AND l.number = i * 31 % {languages}
    ORDER BY i
"""

_TAGS = (
    """
    INSERT INTO articles_articletag (article_id, tag_id, origin, position)
    SELECT id, {tag} + {tags} * (r * r * r) / (CAST(30011 AS bigint) * 30011 * 30011), 'dump', position
    FROM (SELECT id, position, id * 7919 % 30011 AS r FROM articles_article) drawn ORDER BY id
    """,
    """
    INSERT INTO articles_articletag (article_id, tag_id, origin, position)
    SELECT id, {tag} + {frequent_tags} * (r * r * r) / 1000000000, 'names', position
    FROM (SELECT id, position, id * 104729 % 1000 AS r FROM articles_article WHERE id % 2 = 0) drawn
    WHERE true ORDER BY id ON CONFLICT DO NOTHING
    """,
)

_BESIDE = (
    """
    INSERT INTO articles_withdrawal (article_id, reason, created_at)
    SELECT id, 'The author asked for it.', {now} FROM articles_article WHERE status = 'withdrawn'
    """,
    """
    INSERT INTO articles_dump (id, name, path, sha256, size, created_at)
    {numbers} SELECT i, 'pages-' || i || '.txt', '', 'of dump ' || i, i * 1000, {now} FROM numbers
    WHERE i <= 1 + {size} / {to_a_dump}
    """,
    """
    INSERT INTO articles_load (id, started_at, finished_at, blocks, new, changed, unchanged, refused)
    {numbers} SELECT i, {now}, {now}, 0, 0, 0, 0, 0 FROM numbers WHERE i <= 1 + {size} / {to_a_load}
    """,
    """
    INSERT INTO articles_revision (
        article_id, number, body, body_sha256, digest, stated, is_current, is_edited, load_id, created_at
    )
    SELECT
        a.id, 1, t.body, 'of text ' || t.number, 'of article ' || a.id, CAST('{{}}' AS {json}), true, false,
        1 + a.id / {to_a_load}, {now}
    FROM articles_article a JOIN benchmark_text t ON t.number = a.id * 48271 % {texts} ORDER BY a.id
    """,
    """
    INSERT INTO articles_sighting (
        revision_id, dump_id, load_id, byte_start, byte_end, line_start, line_end, reader, reader_version,
        raw, encoding, created_at
    )
    SELECT
        id, 1 + article_id / {to_a_dump}, load_id, article_id * 1000, article_id * 1000 + 900,
        article_id * 10, article_id * 10 + 9, 'page_text', 1, {bytes}, 'utf-8', {now}
    FROM articles_revision ORDER BY id
    """,
    """
    INSERT INTO articles_refusal (
        dump_id, load_id, byte_start, byte_end, line_start, line_end, reader, reader_version, raw,
        encoding, created_at, reason
    )
    SELECT
        dump_id, load_id, byte_start + 900, byte_end + 90, line_end, line_end, reader, 1, {bytes},
        'utf-8', {now}, 'a headline, and no text'
    FROM articles_sighting WHERE id % 50 = 0 ORDER BY id
    """,
    """
    INSERT INTO articles_review (kind, status, article_id, reason, text, mark, created_at)
    SELECT
        CASE id / 20 % 4 WHEN 0 THEN 'language' WHEN 1 THEN 'line' WHEN 2 THEN 'date' ELSE 'source' END,
        CASE WHEN id / 20 % 5 = 0 THEN 'accepted' ELSE 'open' END,
        id, 'a line that may be furniture', 'Share this', 'of its words', {now}
    FROM articles_article WHERE id % 20 = 0 ORDER BY id
    """,
)

_ENTRIES = """
    INSERT INTO articles_indexed (
        position, article_id, language, source, year, tags, until, title, byline, body, facets
    )
    SELECT
        a.position, a.id, a.language_id, a.source_id, coalesce({year}, 0),
        CAST('[' || coalesce(tagged.ids, '') || ']' AS {json}),
        CASE WHEN a.published_at IS NULL THEN 0 ELSE a.position + 16777216 END,
        t.title_terms || ' ' || a.id, coalesce(t.byline_terms, ''), t.body_terms,
        'all: language:' || a.language_id || ' source:' || a.source_id || coalesce(' ' || tagged.terms, '')
    FROM articles_article a JOIN benchmark_text t ON t.number = a.id * 48271 % {texts}
    LEFT JOIN (
        SELECT article_id, {ids} AS ids, {terms} AS terms FROM articles_articletag GROUP BY article_id
    ) tagged ON tagged.article_id = a.id
    WHERE a.status = 'published' ORDER BY a.position
"""

_COUNTS = """
    INSERT INTO articles_facetcount (language, source, period, tag, articles)
    SELECT {language}, {source}, {period}, {tag}, count(*)
    FROM articles_indexed i {tagged} GROUP BY 1, 2, 3, 4
"""


def build(size: int) -> None:
    """All of it, with the planner's statistics, in statements of their own."""
    _say("texts")
    _texts()
    sources = _sources(1 + size // TO_A_SOURCE)
    _languages()
    tag, tags = _tags(1 + size // TO_A_TAG)
    fields = {
        "size": size,
        "texts": TEXTS,
        "first": int(FIRST_DAY.timestamp()),
        "seconds": SECONDS,
        "before_1970": BEFORE_1970,
        "sources": sources,
        "languages": LANGUAGES,
        "tag": tag,
        "tags": tags,
        "frequent_tags": min(FREQUENT_TAGS, tags),
        "to_a_dump": TO_A_DUMP,
        "to_a_load": TO_A_LOAD,
    }
    _say("articles")
    _run([_ARTICLES], fields)
    _say("what stands beside them")
    _run([*_TAGS, *_BESIDE], fields)
    _say("the search index")
    _index(fields)
    _say("counts")
    _run(_counts(), {})
    _run(["DROP TABLE benchmark_text", "DROP TABLE benchmark_language"], {})
    settle()


def _texts() -> None:
    found = []
    for row in rows(TEXTS):
        body = row.body[:BODY]
        title_terms, byline_terms, body_terms = columns(
            analysed((row.title, row.byline or "", body), row.language)
        )
        slug = slug_of(row.title, "article")[:60]
        texts = (row.title, slug, row.byline, body[:OPENING], body, title_terms, byline_terms, body_terms)
        found.append((row.number, row.language, *texts))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_TEXT)
        cursor.executemany(
            "INSERT INTO benchmark_text VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)", found
        )


def _sources(number: int) -> int:
    Source.objects.bulk_create(
        Source(pk=at, name=f"Gazette {at}", slug=f"gazette-{at}", key=f"gazette {at}")
        for at in range(1, number + 1)
    )
    return number


def _languages() -> None:
    others = sorted(languages.IDENTIFIED - SOUNDS.keys())
    codes = [*SOUNDS, *others][:LANGUAGES]
    named = {code: languages.names_of(code) for code in codes}
    Language.objects.bulk_create(
        Language(code=code, name=one.name, english_name=one.english_name, direction=one.direction)
        for code, one in named.items()
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE benchmark_language (number integer PRIMARY KEY, code varchar(12))")
        cursor.executemany("INSERT INTO benchmark_language VALUES (%s, %s)", list(enumerate(codes)))


def _tags(number: int) -> tuple[int, int]:
    """The id of the first, and how many: each with an English name and one of another language."""
    last = Tag.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    made, names = [], []
    for at in range(number):
        english = _name("en", at)
        tag = Tag(pk=last + 1 + at, name=english, slug=f"concept-{at}", kind=Kind.TOPIC)
        made.append(tag)
        for code, name in (("en", english), (other := ("lv", "pl", "ar", "th")[at % 4], _name(other, at))):
            row = TagName(tag=tag, language=code, name=name)
            row.set_derived()
            names.append(row)
    Tag.objects.bulk_create(made, batch_size=1_000)
    TagName.objects.bulk_create(names, batch_size=1_000, ignore_conflicts=True)
    return last + 1, number


def _name(language: str, at: int) -> str:
    lexemes = vocabulary(language).lexemes
    return f"{lexemes[at * 7 % len(lexemes)][0]} {lexemes[at * 13 % 997][0]} {at}".capitalize()


def _index(fields: dict[str, object]) -> None:
    """Entries first and the index over them after, in one go."""
    dialect = _DIALECT[connection.vendor]
    entries = _ENTRIES.format(
        **fields,
        json=dialect["json"],
        year=dialect["year"].format("a.published_at"),
        ids=dialect["joined"].format("tag_id", ","),
        terms=dialect["joined"].format("'tag:' || tag_id", " "),
    )
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'articles_indexed_enters'")
            (trigger,) = cursor.fetchone()
            cursor.execute("DROP TRIGGER articles_indexed_enters")
            cursor.execute(entries)
            cursor.execute("INSERT INTO articles_search (articles_search) VALUES ('rebuild')")
            cursor.execute(trigger)
        else:
            cursor.execute("SELECT pg_get_indexdef('article_search'::regclass)")
            (index,) = cursor.fetchone()
            cursor.execute("DROP INDEX article_search")
            # What is long of a text's terms lies beside the table; of these short ones it shall too.
            cursor.execute("ALTER TABLE articles_indexed SET (toast_tuple_target = 128)")
            cursor.execute(entries)
            cursor.execute(index)


def _counts() -> Iterator[str]:
    """Of every language, source and tag and what they have in common, and by year of any tag."""
    for language, source, period, tag in product(
        ("i.language", "''"), ("i.source", "0"), ("-1", "i.year"), ("l.tag_id", "0")
    ):
        if period == "-1" or tag == "0":
            tagged = "" if tag == "0" else "JOIN articles_articletag l ON l.article_id = i.article_id"
            yield _COUNTS.format(language=language, source=source, period=period, tag=tag, tagged=tagged)


def _run(statements: "list[str] | Iterator[str]", fields: dict[str, object]) -> None:
    dialect = _DIALECT[connection.vendor]
    ready = {
        "numbers": _NUMBERS[connection.vendor].format(**fields) if fields else "",
        "published": dialect["moment"].format("at"),
        "json": dialect["json"],
        "now": dialect["now"],
        "bytes": dialect["bytes"],
    }
    for statement in statements:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(**fields, **ready) if fields else statement)


def _say(what: str) -> None:
    print(f"{what} ...", file=sys.stderr)
