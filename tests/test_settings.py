"""archive/settings.py, as a process that starts with a given environment sees it."""

import subprocess
import sys
from pathlib import Path

from tests.archives import ROOT, Archive

PRODUCTION = {
    "SECRET_KEY": "fifty characters or more, with more than five different ones among them",
    "ALLOWED_HOSTS": "archive.example",
    "CSRF_TRUSTED_ORIGINS": "https://archive.example",
    "HTTPS": "on",
    "TRUSTED_PROXIES": "1",
}


def production(**variables: str) -> Archive:
    return Archive("postgres://archive@database.example/archive", PRODUCTION | variables)


def test_check_deploy_has_nothing_to_say_of_production() -> None:
    done = production().manage("check", "--deploy", "--fail-level", "WARNING")

    assert done.stdout + done.stderr == "System check identified no issues (0 silenced).\n"
    assert done.returncode == 0


def test_a_database_server_without_a_secret_key_is_refused() -> None:
    done = production(SECRET_KEY="").manage("check")

    assert done.returncode != 0
    assert "SECRET_KEY is required beside a database server" in done.stderr


def test_development_needs_no_secret_key(tmp_path: Path) -> None:
    done = Archive(f"sqlite:///{tmp_path / 'a.sqlite3'}", {"SECRET_KEY": ""}).manage("check")

    assert done.returncode == 0, done.stderr


def test_a_value_may_come_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("kept in a file\n")
    address = tmp_path / "address"
    address.write_text("postgres://reader@replica.example/other\n")

    said = asked(
        "[settings.SECRET_KEY, *map(settings.DATABASES['default'].get, ['NAME', 'HOST'])]",
        SECRET_KEY_FILE=str(secret),
        DATABASE_URL_FILE=str(address),
    )

    assert said == "['kept in a file', 'other', 'replica.example']"


def test_the_line_end_of_such_a_file_is_no_part_of_the_value(tmp_path: Path) -> None:
    switch = tmp_path / "https"
    switch.write_text("on\n")
    hosts = tmp_path / "hosts"
    hosts.write_text("archive.example,www.archive.example\n")

    said = asked(
        "[settings.SESSION_COOKIE_SECURE, settings.ALLOWED_HOSTS]",
        HTTPS_FILE=str(switch),
        ALLOWED_HOSTS_FILE=str(hosts),
    )

    assert said == "[True, ['archive.example', 'www.archive.example']]"


def test_a_value_that_is_no_boolean_does_not_turn_debug_on() -> None:
    assert asked("settings.DEBUG", DEBUG="0") == "False"
    assert asked("settings.DEBUG") == "False"


def test_a_database_behind_a_socket_is_named_by_its_folder() -> None:
    said = asked(
        "settings.DATABASES['default']",
        DATABASE_URL="postgres://postgres@/archive?host=/run/postgresql",
    )

    assert "'NAME': 'archive'" in said
    assert "'OPTIONS': {'host': '/run/postgresql'}" in said


def test_sqlite_lets_one_writer_wait_for_another() -> None:
    said = asked("settings.DATABASES['default']['OPTIONS']['transaction_mode']")

    assert said == "'IMMEDIATE'"


def test_no_migration_is_missing(archive: Archive) -> None:
    done = archive.manage("makemigrations", "--check", "--dry-run")

    assert (done.stdout, done.returncode) == ("No changes detected\n", 0)


def asked(expression: str, **variables: str) -> str:
    """What an expression over the settings gives, in an environment that holds nothing else."""
    done = subprocess.run(
        [sys.executable, "-c", f"from archive import settings; print(repr({expression}))"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={"SECRET_KEY": "kept"} | variables,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
