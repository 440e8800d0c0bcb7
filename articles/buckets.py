"""Buckets of articles that have something in common, a row each, so that those alike are found without a
look at all others. What is in common is a number, in a range for each kind of it."""

from collections.abc import Collection, Iterable
from itertools import chain

from django.db import connection

from .batches import in_batches
from .models import SketchBucket

# Of near-duplicates the first hashes of their sketches, of stories numbers that both tell.
SKETCHES = range(1 << 32)
STORIES = range(1 << 32, 1 << 33)

# What more articles have is boilerplate, and worth no comparison until everything is made anew.
MOST_IN_A_BUCKET = 200

# Values of one statement, and rows: SQLite plans sooner with fewer.
ASKED_AT_ONCE = 2_000


class Buckets:
    """The buckets of some keys, read once and written once. `overflowed` are the articles of those that
    have been given up."""

    def __init__(self) -> None:
        self.overflowed: set[int] = set()
        self._articles: dict[int, set[int] | None] = {}
        self._changed: set[int] = set()

    def read(self, keys: Iterable[int]) -> None:
        """Has to come before all else that is done with a key."""
        with connection.cursor() as cursor:
            for batch in in_batches(sorted(set(keys) - self._articles.keys()), ASKED_AT_ONCE):
                cursor.execute(_GET.format(", ".join(["%s"] * len(batch))), batch)
                self._articles |= {key: set() for key in batch}
                for key, articles in cursor.fetchall():
                    self._articles[key] = None if articles is None else set(map(int, articles.split()))

    def articles(self, key: int) -> Collection[int]:
        return self._articles[key] or ()

    def remove(self, article: int, keys: Iterable[int]) -> None:
        for key in keys:
            if (articles := self._articles[key]) is not None:
                articles.discard(article)
                self._changed.add(key)

    def add(self, article: int, keys: Iterable[int]) -> None:
        for key in keys:
            if (articles := self._articles[key]) is None:
                continue
            articles.add(article)
            self._changed.add(key)
            if len(articles) > MOST_IN_A_BUCKET:
                self.overflowed |= articles
                self._articles[key] = None

    def write(self) -> None:
        empty = [key for key in self._changed if self._articles[key] == set()]
        for batch in in_batches(empty, ASKED_AT_ONCE):
            SketchBucket.objects.filter(pk__in=batch).delete()
        rows = [
            (key, None if articles is None else " ".join(map(str, sorted(articles))))
            for key in sorted(self._changed.difference(empty))
            for articles in [self._articles[key]]
        ]
        with connection.cursor() as cursor:
            for batch in in_batches(rows, ASKED_AT_ONCE):
                cursor.execute(_PUT.format(", ".join(["(%s, %s)"] * len(batch))), list(chain(*batch)))


def forget_buckets(keys: range) -> None:
    SketchBucket.objects.filter(pk__gte=keys.start, pk__lt=keys.stop).delete()


# A tenth of the time that querysets take with as many values.
_GET = "SELECT hash, articles FROM articles_sketchbucket WHERE hash IN ({})"
_PUT = """
    INSERT INTO articles_sketchbucket (hash, articles) VALUES {}
    ON CONFLICT (hash) DO UPDATE SET articles = excluded.articles
"""
