"""manage.py unload: takes a load back."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction

from articles import databases
from articles.curation.loads import Unloaded, unload
from articles.models import Load
from articles.writing import number_of

from .load_dumps import NO_DATABASE, WRONG_CALL


class Command(BaseCommand):
    help = (
        "Takes a load back, as if it had never run: what it alone has read goes. What people worked on "
        "is kept, hidden, and waits for a decision; what other loads have read too stays. Loading the "
        "dumps again brings everything back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("load", metavar="LOAD", type=int, help="its number, as the admin shows it")
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and change nothing")

    def handle(self, *, load: int, dry_run: bool, **_: object) -> None:
        try:
            with transaction.atomic():
                row = Load.objects.filter(pk=load).first()
                if row is None:
                    raise CommandError(
                        f"there is no load {load}: none had this number, or it was taken back already",
                        returncode=WRONG_CALL,
                    )
                done = unload(row)
                transaction.set_rollback(dry_run)
        except DatabaseError as error:
            reason = databases.explain(error)
            raise CommandError(f"the database cannot be used: {reason}", returncode=NO_DATABASE) from error
        self.stdout.write(f"Load {load} {'would be' if dry_run else 'was'} taken back:")
        for line in _lines(done):
            self.stdout.write(f"  {line}")


def _lines(done: Unloaded) -> list[str]:
    gone = done.gone
    said = [
        f"{number_of(len(gone.only - gone.worked_on), 'article', 'articles')} and "
        f"{number_of(gone.refused, 'refused block', 'refused blocks')} that it alone had read: gone"
    ]
    if gone.worked_on:
        kept = number_of(len(gone.worked_on), "article", "articles")
        said.append(f"{kept} that people worked on: kept, hidden, for review")
    if gone.elsewhere:
        said.append(f"{number_of(len(gone.elsewhere), 'article', 'articles')} seen elsewhere too: kept")
    for load, number in sorted(done.stayed.items()):
        said.append(f"{number_of(number, 'block', 'blocks')} that load {load} has read too: kept")
    return said
