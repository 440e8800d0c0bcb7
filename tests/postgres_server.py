"""A PostgreSQL server of the tests' own, from the machine's binaries: on a Unix socket, in a folder
that is gone with it. `python -m tests.postgres_server` says whether there can be one."""

import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

OLDEST = 15
SUPERUSER = "postgres"
# Seconds. A busy machine takes its time.
STARTS_WITHIN = 60

# macOS has no C.UTF-8.
LOCALE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"

# A server that is thrown away need not survive a power cut.
OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
}

# Ends the server, and removes its folder, when standard input ends: also when pytest was killed.
WATCHED = """
exec 3<&0 </dev/null
(
  cat <&3 >/dev/null
  kill -INT $$
  while kill -0 $$ 2>/dev/null; do sleep 0.1; done
  rm -rf "$PWD"
) &
exec "$@" 3<&-
"""


class NoPostgres(Exception):
    """There are no binaries, or only of a version that is too old."""


class PostgresServer:
    """A server that runs from `start` to `stop`."""

    def __init__(self, binaries: Path):
        # Not TMPDIR: the path of a socket has room for some hundred bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="archive-pg-", dir="/tmp"))
        self._binaries = binaries
        self._owner = _unprivileged()
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    def start(cls) -> "PostgresServer":
        """Raises NoPostgres."""
        server = cls(find_binaries())
        try:
            server._initialise()
            server._run()
        except BaseException:
            server.stop()
            raise
        return server

    def stop(self) -> None:
        if self._process:
            self._process.stdin.close()
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str) -> str:
        """The address of a database, as DATABASE_URL takes it."""
        return f"postgres://{SUPERUSER}@/{database}?host={self.folder}"

    def _initialise(self) -> None:
        if self._owner:
            os.chown(self.folder, self._owner.pw_uid, self._owner.pw_gid)
        self._call("initdb", "-A", "trust", "-E", "UTF8", f"--locale={LOCALE}", "-U", SUPERUSER, "-N", "data")

    def _run(self) -> None:
        settings = [part for name, value in OPTIONS.items() for part in ("-c", f"{name}={value}")]
        server = [self._binaries / "postgres", "-D", "data", "-k", self.folder, *settings]
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                ["sh", "-c", WATCHED, "sh", *server],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                # Ctrl-C is for pytest, which stops the server when its tests have let go of it.
                start_new_session=True,
                **self._surroundings(),
            )
        deadline = time.monotonic() + STARTS_WITHIN
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                log = (self.folder / "log").read_text(errors="replace")
                raise RuntimeError(f"PostgreSQL does not start:\n{log}")
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _call(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._binaries / program, *arguments],
            capture_output=True,
            text=True,
            check=False,
            **self._surroundings(),
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed:\n{done.stdout}{done.stderr}")

    def _surroundings(self) -> dict[str, object]:
        """PostgreSQL refuses to run as root, and finds its current folder unreadable elsewhere."""
        if not self._owner:
            return {"cwd": self.folder}
        return {
            "cwd": self.folder,
            "user": self._owner.pw_uid,
            "group": self._owner.pw_gid,
            "extra_groups": [],
        }


@contextmanager
def fresh_database(server_url: str, template_url: str | None = None) -> Iterator[str]:
    """The address of a new database on the server: empty, or a copy of another, gone at the end."""
    name = f"archive_{uuid.uuid4().hex}"
    template = urlsplit(template_url).path[1:] if template_url else "template0"
    maintenance = _beside(server_url, "postgres")
    _administer(maintenance, "CREATE DATABASE {} TEMPLATE {}", name, template)
    yield _beside(server_url, name)
    _administer(maintenance, "DROP DATABASE {} WITH (FORCE)", name)


def find_binaries() -> Path:
    """The folder with initdb and postgres: on PATH, the newest of Debian's, what pg_config names."""
    tried = []
    for folder in _candidates():
        if not (folder / "initdb").exists() or not (folder / "postgres").exists():
            continue
        version = _version(folder)
        if version >= OLDEST:
            return folder
        tried.append(f"{folder} has version {version}")
    raise NoPostgres(f"no PostgreSQL {OLDEST} or newer{': ' if tried else ''}{', '.join(tried)}")


def _candidates() -> Iterator[Path]:
    if found := shutil.which("initdb"):
        yield Path(found).resolve().parent
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(debian, key=lambda folder: -float(folder.parent.name))
    if found := shutil.which("pg_config"):
        said = subprocess.run([found, "--bindir"], capture_output=True, text=True, check=False)
        yield Path(said.stdout.strip())


def _version(folder: Path) -> int:
    said = subprocess.run([folder / "initdb", "--version"], capture_output=True, text=True, check=True)
    return int(re.search(r"\d+", said.stdout).group())


def _unprivileged() -> pwd.struct_passwd | None:
    """Who runs the server when root runs the tests."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _beside(url: str, database: str) -> str:
    """The address of another database of the same server."""
    return urlsplit(url)._replace(path=f"/{database}").geturl()


def _administer(server_url: str, statement: str, *names: str) -> None:
    with closing(psycopg.connect(server_url, autocommit=True)) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


if __name__ == "__main__":
    try:
        print(f"The suite runs on PostgreSQL too: {find_binaries()}")
    except NoPostgres as lack:
        print(f"The suite does not run on PostgreSQL, only on SQLite: {lack}", file=sys.stderr)
        sys.exit(1)
