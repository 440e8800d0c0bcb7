"""manage.py quickstart, and gunicorn as it starts it."""

import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archives import SAMPLES, Archive

# They write into one folder of collected static files, so one worker runs them all.
pytestmark = pytest.mark.xdist_group("staticfiles")

# Seconds until the site answers.
STARTS_WITHIN = 60

SAMPLES_LOADED = "11 files, 22 blocks = 22 new + 0 changed + 0 unchanged + 0 refused\n"
SAMPLES_KNOWN = "11 files, 22 blocks = 0 new + 0 changed + 22 unchanged + 0 refused\n"
FIRST_ACCOUNT = "An account for the admin: .venv/bin/python manage.py createsuperuser\n"


def test_it_makes_the_database_and_loads_the_samples_and_a_second_call_changes_nothing(
    bare_archive: Archive,
) -> None:
    first = bare_archive.manage("quickstart", "--no-serve")
    rows = bare_archive.snapshot()
    second = bare_archive.manage("quickstart", "--no-serve")

    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout == SAMPLES_LOADED + FIRST_ACCOUNT
    assert (second.returncode, second.stderr) == (0, "")
    assert second.stdout == SAMPLES_KNOWN + FIRST_ACCOUNT
    assert bare_archive.snapshot() == rows


def test_it_loads_the_dumps_it_is_given(archive: Archive) -> None:
    done = archive.manage("quickstart", "--no-serve", SAMPLES / "en-feed.txt", SAMPLES / "ru-feed.txt")

    assert done.stdout.startswith("2 files, ")
    assert archive.count("dump") == 2


def test_what_is_refused_does_not_keep_the_rest_from_being_served(archive: Archive, tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"be\xffz")

    done = archive.manage("quickstart", "--no-serve", bad, SAMPLES / "en-feed.txt")

    assert done.returncode == 0
    assert done.stderr == (
        "bad.txt, line 1: refused: not UTF-8: byte 0xff (byte 2)\n"
        "1 refused, the rest was read; the archive starts with what it holds.\n"
    )
    assert archive.count("article") == 6


def test_a_missing_path_is_a_wrong_call(archive: Archive) -> None:
    done = archive.manage("quickstart", "--no-serve", "/no/such/dumps")

    assert (done.returncode, done.stderr) == (2, "CommandError: no such file or folder: /no/such/dumps\n")


def test_a_database_that_is_gone_is_said_to_be() -> None:
    done = Archive("postgres://archive@127.0.0.1:1/archive").manage("quickstart", "--no-serve")

    assert done.returncode == 3
    assert done.stderr.startswith("CommandError: the database cannot be used: ")


def test_a_port_in_use_is_said_before_anything_is_done(bare_archive: Archive) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = bare_archive.manage("quickstart", "--port", str(port))

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"CommandError: cannot listen on port {port}: Address already in use. "
        "Another one: make run PORT=8080\n"
    )


@pytest.fixture
def site(archive: Archive) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address of a running site with the samples, and its process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + STARTS_WITHIN
    with archive.running("quickstart", "--port", str(port)) as process:
        while status(f"{address}/") == 0:
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield address, process
        process.terminate()


def test_it_serves_pages_static_files_and_very_long_questions_until_ctrl_c(
    site: tuple[str, subprocess.Popen[str]],
) -> None:
    address, process = site
    latin, thai = "a" * 10_000, "%E0%B8%81" * 10_000

    assert status(f"{address}/") == 200
    assert status(f"{address}/static/admin/css/base.css") == 200
    assert status(f"{address}/?language={latin}") == 200
    assert status(f"{address}/?q={thai}") == 200
    assert status(f"{address}/?q={thai * 2}") == 414

    process.send_signal(signal.SIGINT)
    said, logged = process.communicate(timeout=20)
    assert process.returncode == 0
    assert said == f"{SAMPLES_LOADED}{FIRST_ACCOUNT}The archive is on {address}/ (Ctrl-C ends it)\n"
    assert "Shutting down: Master" in logged
    assert "Traceback" not in logged
    assert status(f"{address}/") == 0


def status(address: str) -> int:
    """What a GET is answered with; 0 when nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except (urllib.error.URLError, ConnectionError):
        return 0
