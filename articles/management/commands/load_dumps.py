"""manage.py load_dumps: reads dumps into the archive."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseError
from django.db import transaction
from tqdm import tqdm

from articles import databases, languages
from articles.dumppaths import STREAM, is_stream, missing, size_of, spooled, walk
from articles.enrichment import Enriched, Hints
from articles.loader import Loader, Outcome, read_only
from articles.readers import DumpChanged, DumpFile, Refusal
from articles.reports import Summary, json_line, refusal_line

LoadFile = Callable[..., Outcome]

SOME_REFUSED, WRONG_CALL, NO_DATABASE = 1, 2, 3


class Command(BaseCommand):
    help = "Loads text captures of news pages and feeds. Loading a dump twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths",
            nargs="+",
            metavar="PATH",
            help="a file, a folder, or - for standard input",
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

    def handle(self, *, paths: list[str], dry_run: bool, json: bool, **options: str | None) -> None:
        if absent := missing(paths):
            raise CommandError(f"no such file or folder: {', '.join(absent)}", returncode=WRONG_CALL)
        hints = _hints(options["source"], options["language"])
        self._prints_json = json
        with ExitStack() as stack:
            files = [
                (found, STREAM if is_stream(path) else found.name)
                for path in paths
                for found in ([stack.enter_context(spooled(path))] if is_stream(path) else walk(path))
            ]
            if not files:
                raise CommandError(f"no dump in {', '.join(paths)}", returncode=SOME_REFUSED)
            try:
                with _loading(hints, dry_run, rereads=json) as load:
                    summary = self._load_all(files, load)
            except DatabaseError as error:
                reason = databases.explain(error)
                raise CommandError(
                    f"the database cannot be used: {reason}", returncode=NO_DATABASE
                ) from error
        for line in summary.lines(dry_run):
            (self.stderr if json else self.stdout).write(line, str)
        if summary.refused:
            raise CommandError(f"{summary.refused} refused, the rest was read", returncode=SOME_REFUSED)

    def _load_all(self, files: list[tuple[Path, str]], load: LoadFile) -> Summary:
        summary = Summary(files=len(files))
        total = sum(size_of(path) for path, _ in files)
        with tqdm(total=total, unit="B", unit_scale=True, file=sys.stderr, disable=None) as self._progress:
            for path, name in files:
                before = self._progress.n
                try:
                    file = DumpFile.open(path, name)
                    summary.outcomes.append(load(file, seen=self._show))
                except (OSError, UnicodeDecodeError) as error:
                    summary.unopened += 1
                    self._say(f"{path}: refused: {_why_unopened(error)}")
                    continue
                self._progress.update(file.size - (self._progress.n - before))
        return summary

    def _show(self, file: DumpFile, layout: str, one: Enriched | Refusal) -> None:
        if isinstance(one, Refusal):
            self._say(refusal_line(file.name, one))
            return
        if self._prints_json:
            self._print(json_line(file, layout, one))
        span = one.capture.span
        self._progress.update(span.byte_end - span.byte_start)

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
def _loading(hints: Hints, dry_run: bool, rereads: bool) -> Iterator[LoadFile]:
    """What loads a file. A dry run does all of it and takes it back, so that what it says is what a
    load will do; without a database it only reads."""
    if dry_run and not databases.is_usable():
        yield partial(read_only, hints=hints)
    elif dry_run:
        with transaction.atomic():
            with Loader(hints, rereads) as loader:
                yield loader.load
            transaction.set_rollback(True)
    else:
        with Loader(hints, rereads) as loader:
            yield loader.load


def _hints(source: str | None, language: str | None) -> Hints:
    if language and not languages.primary(language):
        raise CommandError(f"--language {language}: no such language (BCP 47)", returncode=WRONG_CALL)
    return Hints(source=source or None, language=languages.primary(language))
