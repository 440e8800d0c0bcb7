"""The databases that benchmarks run on, each in the hands of a process of its own.

With ARCHIVE_TEST_DATABASE=postgres they are databases of a server that is started for them; with a
postgres:// DATABASE_URL, new ones on that server, gone in the end; otherwise SQLite files in the folder for
temporary files (TMPDIR).
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from tests.archives import ROOT
from tests.postgres_server import PostgresServer, fresh_database
from tests.surroundings import FOREIGN, database

# Gives the DATABASE_URL of an empty database for so many articles, or of one that was kept.
New = Callable[[int], AbstractContextManager[str]]


@contextmanager
def databases(keep: Path | None) -> Iterator[New]:
    """`keep` is a folder in which SQLite files stay, and are not built a second time."""
    with ExitStack() as stack:
        if database() == "postgres":
            server = PostgresServer.start()
            stack.callback(server.stop)
            server_url = server.url("postgres")
        else:
            server_url = os.environ.get("DATABASE_URL", "")
        yield lambda size: _new_database(server_url, size, keep)


def measured(module: str, size: int, url: str) -> dict[str, object]:
    """What a module of this package, run on a database, writes to its standard output."""
    environment = {
        name: value for name, value in os.environ.items() if name.removesuffix("_FILE") not in FOREIGN
    }
    environment |= {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "archive.settings",
        "SECRET_KEY": "of archives that nobody visits",
    }
    done = subprocess.run(
        [sys.executable, "-m", f"{__package__}.{module}", str(size)],
        stdout=subprocess.PIPE,
        check=True,
        cwd=ROOT,
        env=environment,
    )
    return json.loads(done.stdout)


@contextmanager
def _new_database(server_url: str, size: int, keep: Path | None) -> Iterator[str]:
    if server_url.startswith("postgres"):
        with fresh_database(server_url) as url:
            yield url
        return
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        yield f"sqlite:///{keep.resolve() / f'{size}.sqlite3'}"
        return
    with tempfile.TemporaryDirectory(prefix="archive-bench-") as folder:
        yield f"sqlite:///{folder}/archive.sqlite3"
