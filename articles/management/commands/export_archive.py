"""manage.py export_archive: writes the whole archive in one form that any database can be filled from."""

import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from articles import databases
from articles.moving import Occupied, export_archive

from .load_dumps import NO_DATABASE, WRONG_CALL


class Command(BaseCommand):
    help = (
        "Writes the whole archive - articles, what editors decided, where all of it comes from - as JSON "
        "Lines with a manifest, while it is in use. Passwords are not in it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "path",
            metavar="PATH",
            type=Path,
            help="a folder that is not there yet, or empty; one file if it ends in .tar.zst",
        )

    def handle(self, *, path: Path, **_: object) -> None:
        try:
            with tqdm(unit=" rows", file=sys.stderr, disable=None) as progress:
                parts = export_archive(path, progress.update)
        except (Occupied, OSError) as error:
            raise CommandError(f"cannot export to {path}: {error}", returncode=WRONG_CALL) from error
        except DatabaseError as error:
            reason = databases.explain(error)
            raise CommandError(f"the database cannot be used: {reason}", returncode=NO_DATABASE) from error
        rows = sum(part.rows for part in parts)
        self.stdout.write(f"{rows:,} rows of {len(parts)} tables were exported to {path}.")
