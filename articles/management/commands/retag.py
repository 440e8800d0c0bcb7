"""manage.py retag: tags every article by the names that the vocabulary has now."""

import sys

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.db.models import Count
from tqdm import tqdm

from articles import databases, indexing
from articles.models import Article, ArticleTag


class Command(BaseCommand):
    help = (
        "Tags every article by the names that stand in it, after the vocabulary has changed. What editors "
        "added stays, what they took off stays off."
    )

    def handle(self, **options: object) -> None:
        try:
            before = _tagged()
            with tqdm(total=Article.objects.count(), file=sys.stderr, disable=None) as progress:
                indexing.refresh_all(progress.update)
            after = _tagged()
        except DatabaseError as error:
            reason = databases.explain(error)
            raise CommandError(f"the database cannot be used: {reason}", returncode=3) from error
        for name in sorted(before.keys() | after.keys()):
            if before.get(name, 0) != after.get(name, 0):
                self.stdout.write(
                    f"{name}: on {after.get(name, 0):,} articles, {before.get(name, 0):,} before"
                )
        self.stdout.write(f"{sum(after.values()):,} tags on {Article.objects.count():,} articles.")


def _tagged() -> dict[str, int]:
    rows = ArticleTag.objects.order_by().values_list("tag__name").annotate(Count("pk"))
    return dict(rows)
