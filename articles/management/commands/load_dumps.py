"""manage.py load_dumps: reads dumps into the archive."""

import os
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from itertools import chain

from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseError
from django.db import transaction
from tqdm import tqdm

from articles import databases, languages
from articles.containers import Found, Refused
from articles.dumppaths import dumps_in, missing, size_on_disk
from articles.enrichment import Enriched, Hints
from articles.loader import Loader, Outcome, read_only
from articles.readers import DumpChanged, DumpFile, Refusal
from articles.readers.records import FIELDS
from articles.reports import Summary, json_line, refusal_line

LoadFile = Callable[..., Outcome]

SOME_REFUSED, WRONG_CALL, NO_DATABASE = 1, 2, 3


class Command(BaseCommand):
    help = "Loads dumps of news, whatever they are packed in. Loading a dump twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths",
            nargs="+",
            metavar="PATH",
            help="a file, compressed or an archive or neither; a folder; or - for standard input",
        )
        parser.add_argument("--dry-run", action="store_true", help="read everything, write nothing")
        parser.add_argument(
            "--json",
            action="store_true",
            help="print one JSON object a line per article",
        )
        parser.add_argument("--source", metavar="NAME", help="the source of what does not say its own")
        parser.add_argument(
            "--language",
            metavar="CODE",
            help="the language (BCP 47) of what is too short to tell",
        )
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="FIELD=COLUMN",
            help=f"the column of a data set that is this field ({', '.join(FIELDS)}); may be given for each",
        )

        parser.add_argument(
            "--retry-refused",
            action="store_true",
            help="read a dump that is done again if blocks of it were refused; others are found unchanged",
        )

    def handle(self, *, paths: list[str], dry_run: bool, json: bool, **options: str | None) -> None:
        if absent := missing(paths):
            raise CommandError(f"no such file or folder: {', '.join(absent)}", returncode=WRONG_CALL)
        hints = _hints(options["source"], options["language"], options["map"])
        self._prints_json = json
        with closing(dumps_in(paths)) as dumps:
            first = next(dumps, None)
            if first is None:
                raise CommandError(f"no dump in {', '.join(paths)}", returncode=SOME_REFUSED)
            try:
                loader = Loader(hints, rereads=json, retries=options["retry_refused"])
                with _loading(loader, hints, dry_run) as load:
                    summary = self._load_all(chain([first], dumps), size_on_disk(paths), load)
            except DatabaseError as error:
                reason = databases.explain(error)
                raise CommandError(
                    f"the database cannot be used: {reason}", returncode=NO_DATABASE
                ) from error
        for line in summary.lines(dry_run):
            (self.stderr if json else self.stdout).write(line, str)
        if summary.refused:
            raise CommandError(f"{summary.refused} refused, the rest was read", returncode=SOME_REFUSED)

    def _load_all(self, dumps: Iterable[Found | Refused], size: int, load: LoadFile) -> Summary:
        """`size` is what there is to read on the disk, as it is packed; 0 where nobody knows."""
        summary = Summary()
        last = None
        self._articles = 0
        self._began_at = time.monotonic()
        with tqdm(
            total=size or None, unit="B", unit_scale=True, file=sys.stderr, disable=None
        ) as self._progress:
            for one in dumps:
                # A file that is cut short is one: what is whole of it, and that the rest is missing.
                summary.files += one.place != last
                last = one.place
                reason = self._load(one, summary, load) if isinstance(one, Found) else one.reason
                if reason:
                    summary.unopened += 1
                    self._say(f"{one.place.path}: refused: {reason}")
            self._progress.update(size - self._progress.n if size else 0)
        return summary

    def _load(self, found: Found, summary: Summary, load: LoadFile) -> str | None:
        """Loads a dump, or answers why it cannot be read."""
        before = self._progress.n
        try:
            file = DumpFile.open(found.file, found.place.name, found.place.location)
            self._share = found.share / max(file.size, 1)
            summary.outcomes.append(load(file, seen=self._show))
        except (OSError, UnicodeDecodeError) as error:
            return _why_unopened(error)
        self._progress.update(found.share - (self._progress.n - before))
        return None

    def _show(self, file: DumpFile, layout: str, one: Enriched | Refusal) -> None:
        if isinstance(one, Refusal):
            self._say(refusal_line(file.location, one))
            return
        if self._prints_json:
            self._print(json_line(file, layout, one))
        span = one.capture.span
        self._articles += 1
        rate = self._articles / max(time.monotonic() - self._began_at, 1e-3)
        self._progress.set_postfix_str(f"{rate:,.0f} articles/s", refresh=False)
        self._progress.update((span.byte_end - span.byte_start) * self._share)

    def _print(self, line: str) -> None:
        """Prints until whoever reads has had enough (`| head`); the load goes on."""
        try:
            self.stdout.write(line)
            self.stdout.flush()
        except BrokenPipeError:
            self._prints_json = False
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _say(self, line: str) -> None:
        """Writes above the progress bar, to standard error."""
        self._progress.clear()
        self.stderr.write(line, str)
        self._progress.refresh()


def _why_unopened(error: OSError | UnicodeDecodeError) -> str:
    if isinstance(error, DumpChanged | UnicodeDecodeError):
        return "it changed while it was read"
    return f"cannot be opened: {error.strerror}"


@contextmanager
def _loading(loader: Loader, hints: Hints, dry_run: bool) -> Iterator[LoadFile]:
    """What loads a file. A dry run does all of it and takes it back, so that what it says is what a
    load will do; without a database it only reads."""
    if dry_run and not databases.is_usable():
        yield partial(read_only, hints=hints)
    elif dry_run:
        with transaction.atomic():
            with loader:
                yield loader.load
            transaction.set_rollback(True)
    else:
        with loader:
            yield loader.load


def _hints(source: str | None, language: str | None, mapped: Iterable[str]) -> Hints:
    if language and not languages.primary(language):
        raise CommandError(f"--language {language}: no such language (BCP 47)", returncode=WRONG_CALL)
    return Hints(source or None, languages.primary(language), dict(map(_mapped, mapped)))


def _mapped(told: str) -> tuple[str, str]:
    """A field and its column, as --map tells them."""
    field, _, column = told.partition("=")
    if field not in FIELDS or not column:
        known = ", ".join(FIELDS)
        raise CommandError(f"--map {told}: no FIELD=COLUMN, with FIELD one of {known}", returncode=WRONG_CALL)
    return field, column
