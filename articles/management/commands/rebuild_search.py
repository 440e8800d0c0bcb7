"""manage.py rebuild_search: makes the search index anew, or only compares it with the articles."""

import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from articles import databases, indexing
from articles.models import Article


class Command(BaseCommand):
    help = (
        "Makes the search index and all that is derived from articles anew. It can be killed and run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; exit status 1 if the index is wrong"
        )

    def handle(self, *, check: bool, **options: object) -> None:
        try:
            number = Article.objects.count()
            with tqdm(total=number, unit=" articles", file=sys.stderr, disable=None) as progress:
                if not check:
                    indexing.rebuild(progress.update)
                    self.stdout.write(f"The search index of {number:,} articles was made anew.")
                    return
                wrong = indexing.wrong_entries(progress.update)
                is_sound = indexing.index().is_sound()
        except DatabaseError as error:
            reason = databases.explain(error)
            raise CommandError(f"the database cannot be used: {reason}", returncode=3) from error
        for article in wrong[:100]:
            self.stdout.write(f"article {article}: the index does not hold what the article says")
        if not is_sound:
            self.stdout.write("The index itself is damaged.")
        if wrong or not is_sound:
            raise CommandError(
                f"{len(wrong):,} articles are indexed wrongly; without --check all are made anew",
                returncode=1,
            )
        self.stdout.write(f"The search index of {number:,} articles is right.")
