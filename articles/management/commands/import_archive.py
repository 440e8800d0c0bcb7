"""manage.py import_archive: fills an empty database from an export."""

import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from articles import databases, indexing
from articles.models import Article
from articles.moving import Damaged, NotEmpty, import_archive

from .load_dumps import NO_DATABASE, WRONG_CALL

DAMAGED = 1


class Command(BaseCommand):
    help = (
        "Fills an empty, migrated database from what export_archive wrote, ids and all, in one transaction. "
        "Then it makes the search index anew; if it is killed meanwhile, rebuild_search does that."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="PATH", type=Path, help="the folder, or the .tar.zst file")

    def handle(self, *, path: Path, **_: object) -> None:
        if not path.exists():
            raise CommandError(f"no such file or folder: {path}", returncode=WRONG_CALL)
        try:
            with _bytes("verifying") as verified, _bytes("writing") as written:
                parts = import_archive(path, verified.update, written.update)
            with tqdm(
                total=Article.objects.count(),
                desc="indexing",
                unit=" articles",
                file=sys.stderr,
                disable=None,
            ) as indexed:
                indexing.rebuild(indexed.update)
        except Damaged as error:
            raise CommandError(f"the export is damaged: {error}", returncode=DAMAGED) from error
        except NotEmpty as error:
            raise CommandError(f"{error}; import into an empty one", returncode=WRONG_CALL) from error
        except DatabaseError as error:
            reason = databases.explain(error)
            raise CommandError(f"the database cannot be used: {reason}", returncode=NO_DATABASE) from error
        rows = sum(part.rows for part in parts)
        self.stdout.write(f"{rows:,} rows of {len(parts)} tables were imported from {path}.")


def _bytes(what: str) -> tqdm:
    return tqdm(desc=what, unit="B", unit_scale=True, file=sys.stderr, disable=None)
