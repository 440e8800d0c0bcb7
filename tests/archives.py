"""An archive outside the test's own process: manage.py run on a database, and what is then in it."""

import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "fixtures" / "dumps"

# Seconds. A command that takes longer hangs.
PATIENCE = 180

# manage.py, in a process in which something was done before.
MANAGE = """
import os, sys
from django.core.management import execute_from_command_line
sys.argv[0] = "manage.py"
os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
execute_from_command_line(sys.argv)
"""

# Runs a command, and leaves the most memory it held (ru_maxrss) in a file. A process in between,
# because Linux counts to a child what its parent held when it was started.
MEASURE = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[2:])
with open(sys.argv[1], "w") as stream:
    stream.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(code)
"""
MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Archive:
    """The archive in the database of this DATABASE_URL. `variables` join the environment; `before` is
    Python that a command's process runs first."""

    url: str
    variables: dict[str, str] = field(default_factory=dict)
    before: str = ""

    def manage(self, *arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
        """Runs a command to its end, whatever that is."""
        return self._run(self.command(*arguments), stdin)

    def peak_memory(
        self, folder: Path, *arguments: str | Path
    ) -> tuple[subprocess.CompletedProcess[str], int]:
        """Runs a command, and answers what it ended with and the most bytes of memory it held."""
        peak = folder / "peak"
        done = self._run([sys.executable, "-c", MEASURE, str(peak), *self.command(*arguments)])
        return done, int(peak.read_text()) * MAXRSS_UNIT

    @contextmanager
    def running(self, *arguments: str | Path) -> Iterator[subprocess.Popen[str]]:
        """Starts a command and comes back; what still runs in the end, or hangs, is killed."""
        with subprocess.Popen(
            self.command(*arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=self.environment(),
        ) as process:
            deadline = threading.Timer(PATIENCE, process.kill)
            deadline.start()
            try:
                yield process
            finally:
                deadline.cancel()
                process.kill()

    def migrate(self) -> None:
        done = self.manage("migrate", "--verbosity", "0")
        assert done.returncode == 0, done.stderr

    def load(self, *paths: str | Path) -> None:
        """Loads dumps that have no flaw."""
        done = self.manage("load_dumps", *paths)
        assert done.returncode == 0, done.stderr

    def snapshot(self) -> dict[str, list[dict[str, object]]]:
        """All rows by model, as tests.snapshot writes them."""
        done = self._run([sys.executable, "-m", "tests.snapshot"])
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        """What a statement selects, asked past Django."""
        with closing(self.connect()) as connection:
            return [tuple(row) for row in connection.execute(statement).fetchall()]

    def count(self, model: str) -> int:
        return int(self.rows(f"SELECT count(*) FROM articles_{model}")[0][0])  # noqa: S608

    def connect(self) -> sqlite3.Connection | psycopg.Connection:
        """A connection past Django, in autocommit."""
        if self.url.startswith("sqlite"):
            return sqlite3.connect(self.file, isolation_level=None, timeout=20)
        return psycopg.connect(self.url, autocommit=True)

    @property
    def file(self) -> Path:
        """The file of an SQLite database."""
        return Path(self.url.removeprefix("sqlite:///"))

    def command(self, *arguments: str | Path) -> list[str]:
        code = ["-c", self.before + MANAGE] if self.before else ["manage.py"]
        return [sys.executable, "-W", "error", *code, *map(str, arguments)]

    def environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
        return inherited | {"DATABASE_URL": self.url} | self.variables

    def _run(self, command: list[str], stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            command,
            input=stdin,
            capture_output=True,
            check=False,
            cwd=ROOT,
            env=self.environment(),
            timeout=PATIENCE,
        )
        return subprocess.CompletedProcess(
            command, done.returncode, done.stdout.decode(), done.stderr.decode()
        )
