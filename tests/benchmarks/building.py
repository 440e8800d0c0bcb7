"""Writes the corpus straight into an empty archive, a batch at a time: the rows as a load leaves them,
then the index by articles.indexing, each on a clock of its own."""

import hashlib
import json
import sys
from collections.abc import Callable, Sequence
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
from .timing import Run, run

# How many articles the analysis alone is measured on.
ANALYSED = 5_000


@dataclass(slots=True)
class Pace:
    """What batches of articles took, each a run."""

    batches: list[tuple[int, Run]] = field(default_factory=list)

    def time(self, articles: int, work: Callable[[], object]) -> None:
        self.batches.append((articles, run(work)))

    @property
    def rate(self) -> Run:
        """Articles a second, all batches together: what slow ones take is part of it."""
        return _rate(self.batches)

    @property
    def last_rate(self) -> Run:
        """The same of the last tenth of the batches."""
        return _rate(self.batches[-max(1, len(self.batches) // 10) :])


@dataclass(frozen=True, slots=True)
class Built:
    """How an archive was built: articles a second into the tables, and into the index. `text` is all
    bodies, in bytes."""

    rows: Run
    index: Run
    last_index: Run
    text: int


def is_built(size: int) -> bool:
    """Whether the archive holds the corpus. Raises RuntimeError if it holds anything else."""
    number = Article.objects.count()
    if number not in (0, size):
        raise RuntimeError(f"the archive holds {number:,} articles: neither none nor {size:,}")
    return number == size


def build(size: int, progress: Callable[[int], object] = lambda number: None) -> Built:
    """Fills an empty archive. The planner's statistics are made as a load makes them, and what a
    PostgreSQL server sorts into its index at leisure is sorted in."""
    into_tables, into_index = Pace(), Pace()
    text = 0
    tags = _tags()
    for batch in in_batches(rows(size), BATCH):
        ids: list[int] = []
        into_tables.time(len(batch), lambda batch=batch, ids=ids: ids.extend(_write(batch, tags)))
        into_index.time(len(batch), lambda ids=ids: indexing.refresh(ids))
        text += sum(len(row.body.encode()) for row in batch)
        progress(len(batch))
    settle()
    return Built(into_tables.rate, into_index.rate, into_index.last_rate, text)


def measure_analysis(size: int) -> Run:
    """The analysis alone, of rows that are ready, in articles a second: one core, no database."""
    pace = Pace()
    for batch in in_batches(rows(min(size, ANALYSED)), BATCH):
        pace.time(len(batch), lambda batch=batch: _analyse(batch))
    return pace.rate


def _analyse(batch: Sequence[Row]) -> None:
    for row in batch:
        columns(analysed((row.title, row.byline or "", row.body), row.language))


def _rate(batches: Sequence[tuple[int, Run]]) -> Run:
    articles = 1_000 * sum(number for number, _ in batches)
    return Run(
        articles / sum(took.clock for _, took in batches),
        articles / sum(took.processor for _, took in batches),
    )


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


def settle() -> None:
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
