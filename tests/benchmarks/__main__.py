"""Builds archives of a made-up corpus and measures them: `make bench`, or `python -m tests.benchmarks`.

Each archive is measured in a process of its own. With ARCHIVE_TEST_DATABASE=postgres they are databases
of a server that is started for them; with a postgres:// DATABASE_URL, new ones on that server, gone in
the end; otherwise SQLite files in the folder for temporary files (TMPDIR). A million articles take some
25 GB there.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.archives import ROOT
from tests.postgres_server import PostgresServer, fresh_database
from tests.surroundings import FOREIGN, database

from .report import markdown

DEFAULT_SIZES = "10000"


def main(arguments: list[str]) -> None:
    asked = _parser().parse_args(arguments)
    measured = []
    with ExitStack() as stack:
        if database() == "postgres":
            server = PostgresServer.start()
            stack.callback(server.stop)
            server_url = server.url("postgres")
        else:
            server_url = os.environ.get("DATABASE_URL", "")
        for size in asked.sizes:
            with _new_database(server_url, size, asked.keep) as url:
                measured.append(_measure(size, url))
            # Whatever happens to the next one, this one is on paper.
            if asked.out:
                asked.out.write_text(markdown(measured))
    if not asked.out:
        print(markdown(measured))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "sizes", nargs="?", type=_sizes, default=DEFAULT_SIZES, help="articles, with commas between them"
    )
    parser.add_argument("--out", type=Path, help="where the Markdown goes; standard output if not said")
    parser.add_argument(
        "--keep", type=Path, help="a folder in which SQLite archives stay, and are not built a second time"
    )
    return parser


def _sizes(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


@contextmanager
def _new_database(server_url: str, size: int, keep: Path | None) -> Iterator[str]:
    """DATABASE_URL of an empty database, or of one that was kept."""
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


def _measure(size: int, url: str) -> dict[str, object]:
    environment = {
        name: value for name, value in os.environ.items() if name.removesuffix("_FILE") not in FOREIGN
    }
    environment |= {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "archive.settings",
        "SECRET_KEY": "of archives that nobody visits",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.one_archive", str(size)],
        stdout=subprocess.PIPE,
        check=True,
        cwd=ROOT,
        env=environment,
    )
    return json.loads(done.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
