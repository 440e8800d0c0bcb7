"""Writes the corpus straight into an empty archive, a batch at a time: the rows as a load leaves them,
then the index by articles.indexing, each on a clock of its own."""

import hashlib
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection, transaction

from articles import indexing
from articles.batches import in_batches
from articles.catalogue import Catalogue
from articles.loader import BATCH, OPENING
from articles.models import Article, ArticleTag, Revision, Tag
from articles.search.entry import analysed, columns
from articles.vocabulary import Concept, NamedConcept

from .corpus import Row, concepts, rows

# How many articles the analysis alone is measured on, a batch at a time.
ANALYSED = 5_000
ANALYSED_BATCH = 500


@dataclass(slots=True)
class Clock:
    """Seconds spent on batches of articles."""

    articles: int = 0
    seconds: float = 0.0
    rates: list[float] = field(default_factory=list)

    @contextmanager
    def running(self, articles: int) -> Iterator[None]:
        began = time.perf_counter()
        yield
        seconds = time.perf_counter() - began
        self.articles += articles
        self.seconds += seconds
        self.rates.append(articles / seconds)

    @property
    def rate(self) -> float:
        """Articles a second, all batches together: what slow ones take is part of it."""
        return self.articles / self.seconds

    @property
    def median_rate(self) -> float:
        return statistics.median(self.rates)

    @property
    def last_rate(self) -> float:
        """The same of the last tenth of the batches."""
        return statistics.median(self.rates[-max(1, len(self.rates) // 10) :])


@dataclass(frozen=True, slots=True)
class Built:
    """How an archive was built. `text` is its bodies, in bytes."""

    rows: Clock
    index: Clock
    text: int

    def figures(self) -> dict[str, float]:
        """Articles a second, and the bytes of all bodies."""
        return {
            "rows_rate": self.rows.rate,
            "index_rate": self.index.rate,
            "last_index_rate": self.index.last_rate,
            "text": self.text,
        }


def is_built(size: int) -> bool:
    """Whether the archive holds the corpus. Raises RuntimeError if it holds anything else."""
    number = Article.objects.count()
    if number not in (0, size):
        raise RuntimeError(f"the archive holds {number:,} articles: neither none nor {size:,}")
    return number == size


def build(size: int, progress: Callable[[int], object] = lambda number: None) -> Built:
    """Fills an empty archive. The planner's statistics are made as a load makes them, and what a
    PostgreSQL server sorts into its index at leisure is sorted in."""
    made, indexed = Clock(), Clock()
    text = 0
    tags = _tags()
    for batch in in_batches(rows(size), BATCH):
        with made.running(len(batch)):
            ids = _write(batch, tags)
        with indexed.running(len(batch)):
            indexing.refresh(ids)
        text += sum(len(row.body.encode()) for row in batch)
        progress(len(batch))
    _settle()
    return Built(made, indexed, text)


def measure_analysis(size: int) -> Clock:
    """The analysis alone, of rows that are ready: one process, one core, no database."""
    clock = Clock()
    for batch in in_batches(rows(min(size, ANALYSED)), ANALYSED_BATCH):
        with clock.running(len(batch)):
            for row in batch:
                columns(analysed((row.title, row.byline or "", row.body), row.language))
    return clock


@transaction.atomic
def _write(batch: Sequence[Row], tags: Sequence[Tag]) -> list[int]:
    catalogue = Catalogue()
    articles = [_article(row, catalogue) for row in batch]
    Article.objects.bulk_create(articles)
    Revision.objects.bulk_create(map(_revision, batch, articles))
    ArticleTag.objects.bulk_create(
        ArticleTag(article=article, tag=tags[place], origin=ArticleTag.Origin.DUMP)
        for row, article in zip(batch, articles, strict=True)
        for place in row.concepts
    )
    return [article.pk for article in articles]


def _article(row: Row, catalogue: Catalogue) -> Article:
    article = Article(
        title=row.title,
        byline=row.byline,
        opening=row.body[:OPENING],
        url=f"https://news.example/{row.number}",
        source=catalogue.source(row.source),
        language=catalogue.language(row.language),
        language_confidence=1.0,
        published_at=row.published and row.published.at,
        published_precision=row.published and row.published.precision,
        published_origin=row.published and Article.Origin.PAGE,
    )
    article.set_derived()
    return article


def _revision(row: Row, article: Article) -> Revision:
    stated = {"title": row.title, "byline": row.byline, "source": row.source, "language": row.language}
    digest = hashlib.sha256(json.dumps(stated).encode() + row.body.encode()).hexdigest()
    body_sha256 = hashlib.sha256(row.body.encode()).hexdigest()
    return Revision(
        article=article, number=1, body=row.body, body_sha256=body_sha256, digest=digest, stated=stated
    )


def _tags() -> list[Tag]:
    catalogue = Catalogue()
    return [
        catalogue.tag(NamedConcept(Concept(one.name, one.kind, one.territory), one.name, "en"))
        for one in concepts()
    ]


def _settle() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit=1000")
            cursor.execute("ANALYZE")
        else:
            cursor.execute("VACUUM ANALYZE")


def show_progress(size: int) -> Callable[[int], None]:
    """Says on standard error how far a build is, every fiftieth."""
    done = 0

    def progress(number: int) -> None:
        nonlocal done
        step = max(1, size // 50)
        if done // step != (done + number) // step:
            print(f"\r{done + number:,} of {size:,} articles", end="", file=sys.stderr, flush=True)
        done += number
        if done >= size:
            print(file=sys.stderr)

    return progress
