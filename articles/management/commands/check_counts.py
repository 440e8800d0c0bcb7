"""manage.py check_counts: compares the stored counts with the articles."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from articles import databases, indexing


class Command(BaseCommand):
    help = "Compares the stored facet counts with the articles; exit status 1 if any is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="make all of them anew")

    def handle(self, *, repair: bool, **options: object) -> None:
        try:
            wrong = indexing.wrong_counts()
        except DatabaseError as error:
            reason = databases.explain(error)
            raise CommandError(f"the database cannot be used: {reason}", returncode=3) from error
        for (language, source, period, tag), stored, right in wrong:
            self.stdout.write(
                f"language {language or 'any'}, source {source or 'any'}, period {period}, "
                f"tag {tag or 'any'}: {stored} stored, {right} right"
            )
        if repair:
            indexing.rebuild()
            self.stdout.write("All counts were made anew.")
        elif wrong:
            raise CommandError(f"{len(wrong)} counts are wrong; --repair makes them anew", returncode=1)
        else:
            self.stdout.write("All counts are right.")
