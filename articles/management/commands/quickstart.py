"""manage.py quickstart: from an environment to a site with articles in it. `make run` calls it."""

import os
import socket
import sys
from argparse import ArgumentParser

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from articles import checks, databases, translations

from .load_dumps import NO_DATABASE, SOME_REFUSED, WRONG_CALL

SAMPLES = settings.BASE_DIR / "fixtures" / "dumps"
HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Makes the database, loads dumps, and serves the archive. A second call changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="*", metavar="PATH", help="dumps to load; the project's samples by default"
        )
        parser.add_argument("--port", type=int, default=8000, help="8000 by default")
        parser.add_argument("--no-serve", action="store_true", help="stop when all is ready")

    def handle(self, *, paths: list[str], port: int, no_serve: bool, **_: object) -> None:
        if not no_serve:
            _require_free(port)
        _migrate()
        if stale := checks.stale_index():
            self.stdout.write(f"{stale[0].upper()}{stale[1:]}: it is made now.")
            call_command("rebuild_search", stdout=self.stdout, stderr=self.stderr)
        if translations.stale():
            call_command("translations")
        if _static_files_are_stale():
            call_command("collectstatic", interactive=False, verbosity=0)
        self._load(paths or [str(SAMPLES)])
        self.stdout.write("An account for the admin: .venv/bin/python manage.py createsuperuser")
        if no_serve:
            return
        self.stdout.write(f"The archive is on http://{HOST}:{port}/ (Ctrl-C ends it)")
        self.stdout.flush()
        _serve(port)

    def _load(self, paths: list[str]) -> None:
        """Loads what can be loaded. Refused blocks are reported, and no reason not to serve the rest."""
        try:
            call_command("load_dumps", *paths, stdout=self.stdout, stderr=self.stderr)
        except CommandError as error:
            if error.returncode != SOME_REFUSED:
                raise
            self.stderr.write(f"{error}; the archive starts with what it holds.", str)


def _require_free(port: int) -> None:
    """Raises CommandError if nobody can listen there: better now than when all is loaded."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except (OSError, OverflowError) as error:
            said = getattr(error, "strerror", None) or error
            raise CommandError(
                f"cannot listen on port {port}: {said}. Another one: make run PORT=8080",
                returncode=WRONG_CALL,
            ) from error


def _migrate() -> None:
    try:
        call_command("migrate", verbosity=0)
    except DatabaseError as error:
        reason = databases.explain(error)
        raise CommandError(f"the database cannot be used: {reason}", returncode=NO_DATABASE) from error


def _static_files_are_stale() -> bool:
    """Whether a static file is newer than the manifest of those that were collected.

    collectstatic compresses every file anew on each call, which takes seconds.
    """
    manifest = staticfiles_storage.path(staticfiles_storage.manifest_name)
    if not os.path.exists(manifest):
        return True
    collected_at = os.path.getmtime(manifest)
    return any(
        os.path.getmtime(storage.path(name)) > collected_at
        for finder in finders.get_finders()
        for name, storage in finder.list(ignore_patterns=[])
    )


def _serve(port: int) -> None:
    """Becomes gunicorn, so that Ctrl-C and signals reach it and nothing stands between."""
    os.chdir(settings.BASE_DIR)
    arguments = ["-c", "archive/gunicorn.conf.py", "--bind", f"{HOST}:{port}", "archive.wsgi"]
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *arguments])  # noqa: S606
