"""What is derived from articles and kept: the only writer of tag positions and facet counts.

Loader, admin and commands call refresh(ids) in the transaction that changed the articles.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product

from django.db import connection, transaction
from django.db.models import F, OuterRef, Subquery

from .batches import in_batches
from .locks import wait_to_write
from .models import Article, ArticleTag, FacetCount, Indexed

BATCH = 500

Cell = tuple[str, int, int, int]


@transaction.atomic
def refresh(article_ids: Iterable[int]) -> None:
    """Brings everything derived from these articles up to date, deleted and hidden ones included."""
    wait_to_write()
    for ids in in_batches(dict.fromkeys(article_ids), BATCH):
        _refresh_positions(ids)
        before = {row.article_id: row for row in Indexed.objects.filter(pk__in=ids)}
        after = {row.article_id: row for row in _current(ids)}
        _add_to_counts(_deltas(before.values(), after.values()))
        Indexed.objects.filter(pk__in=before.keys() - after.keys()).delete()
        Indexed.objects.bulk_create(
            after.values(),
            update_conflicts=True,
            unique_fields=["article"],
            update_fields=["language", "source", "year", "tags"],
        )


@transaction.atomic
def rebuild() -> None:
    """Makes everything derived anew from the articles."""
    wait_to_write()
    FacetCount.objects.all().delete()
    Indexed.objects.all().delete()
    refresh(Article.objects.values_list("pk", flat=True).iterator())


@transaction.atomic
def wrong_counts() -> list[tuple[Cell, int, int]]:
    """Cells whose stored count is not what the articles give: (cell, stored, right)."""
    wait_to_write()
    right: Counter[Cell] = Counter()
    for ids in in_batches(Article.objects.values_list("pk", flat=True).iterator(), BATCH):
        for row in _current(ids):
            right.update(_cells(row))
    stored = {
        (row.language, row.source, row.year, row.tag): row.articles for row in FacetCount.objects.iterator()
    }
    return [
        (cell, stored.get(cell, 0), right[cell])
        for cell in sorted(stored.keys() | right.keys())
        if stored.get(cell, 0) != right[cell]
    ]


def _refresh_positions(ids: Iterable[int]) -> None:
    position = Article.objects.filter(pk=OuterRef("article")).values("position")
    moved = ArticleTag.objects.filter(article__in=ids).exclude(position=F("article__position"))
    moved.update(position=Subquery(position))


def _current(ids: Iterable[int]) -> list[Indexed]:
    """What the counts should hold of those of the articles that the public may see."""
    tags: dict[int, list[int]] = {}
    links = ArticleTag.objects.filter(article__in=ids).order_by("tag").values_list("article", "tag")
    for article, tag in links:
        tags.setdefault(article, []).append(tag)
    rows = Article.objects.published().filter(pk__in=ids)
    return [
        Indexed(
            article_id=pk,
            language=language,
            source=source,
            year=published_at.year if published_at else FacetCount.UNDATED_YEAR,
            tags=tags.get(pk, []),
        )
        for pk, language, source, published_at in rows.values_list("pk", "language", "source", "published_at")
    ]


def _deltas(before: Iterable[Indexed], after: Iterable[Indexed]) -> Counter[Cell]:
    deltas: Counter[Cell] = Counter()
    for row in after:
        deltas.update(_cells(row))
    for row in before:
        deltas.subtract(_cells(row))
    return deltas


def _cells(row: Indexed) -> Iterator[Cell]:
    """Every count an article is part of: each of its values, and "whichever" in its place."""
    return product(
        (row.language, FacetCount.ANY_TEXT),
        (row.source, FacetCount.ANY_ID),
        (row.year, FacetCount.ANY_YEAR),
        (*row.tags, FacetCount.ANY_ID),
    )


_ADD_TO_COUNT = """
    INSERT INTO articles_facetcount (language, source, year, tag, articles) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (tag, year, language, source)
    DO UPDATE SET articles = articles_facetcount.articles + excluded.articles
"""

_DROP_EMPTY_COUNT = """
    DELETE FROM articles_facetcount
    WHERE language = %s AND source = %s AND year = %s AND tag = %s AND articles = 0
"""


def _add_to_counts(deltas: Counter[Cell]) -> None:
    """Adds to the stored counts. The ORM's upsert replaces a value; this one adds to it."""
    rows = [(*cell, number) for cell, number in sorted(deltas.items()) if number]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.executemany(_ADD_TO_COUNT, rows)
        if lessened := [row[:-1] for row in rows if row[-1] < 0]:
            cursor.executemany(_DROP_EMPTY_COUNT, lessened)
