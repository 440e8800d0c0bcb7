"""load_dumps where something is too large, full, locked or gone: bounded memory, a clear message, and
nothing half-loaded."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.archives import Archive
from tests.feeds import write_feed

MB = 1_000_000
ENOUGH_MEMORY = 300 * MB

# Three batches of the loader.
MANY = 1100

# SQLite says that it is full, as it would on a full disk, when the file has so many pages.
FULL = """
from django.db.backends.signals import connection_created
def fill(connection, **_):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = PAGES")
connection_created.connect(fill)
"""

# The file system lets no file grow beyond this. The language model comes first: it is unpacked into a
# file of its own.
SMALL_FILES = """
import resource
from articles import languages
languages.identify("The assembly debated the amendment before it put the draft to a vote.")
resource.setrlimit(resource.RLIMIT_FSIZE, (4_500_000, 4_500_000))
"""

# Seconds that a writer waits for another one; the settings say 20.
IMPATIENT = """
from django.db.backends.signals import connection_created
def hurry(connection, **_):
    connection.connection.execute("PRAGMA busy_timeout = 300")
connection_created.connect(hurry)
"""

NewArchive = Callable[[], Archive]


@pytest.mark.sqlite
def test_a_line_of_50_mb_is_refused_within_bounded_memory(archive: Archive, tmp_path: Path) -> None:
    dump = tmp_path / "line.txt"
    dump.write_bytes(b"Ekonomika\n\n" + b"x" * 50 * MB + b"\n")

    done, peak = archive.peak_memory(tmp_path, "load_dumps", dump)

    assert done.returncode == 1
    assert "line.txt, line 3: refused: a line longer than 1,048,576 bytes (byte 11)\n" in done.stderr
    assert peak < ENOUGH_MEMORY


@pytest.mark.sqlite
def test_a_page_of_200_mb_is_refused_within_bounded_memory(archive: Archive, tmp_path: Path) -> None:
    dump = tmp_path / "page.txt"
    page = Path("fixtures/dumps/lv-page.txt").read_bytes()
    with dump.open("wb") as stream:
        stream.writelines([page] * (200 * MB // len(page)))

    done, peak = archive.peak_memory(tmp_path, "load_dumps", dump)

    assert done.returncode == 1
    assert "refused: a page longer than 4,194,304 bytes or 20,000 lines" in done.stderr
    assert peak < ENOUGH_MEMORY


@pytest.mark.sqlite
def test_a_hole_of_200_mb_is_refused_within_bounded_memory(archive: Archive, tmp_path: Path) -> None:
    dump = tmp_path / "sparse.txt"
    with dump.open("wb") as stream:
        stream.truncate(200 * MB)

    done, peak = archive.peak_memory(tmp_path, "load_dumps", dump)

    assert "sparse.txt, line 1: refused: binary: it holds a NUL byte (byte 0)\n" in done.stderr
    assert peak < ENOUGH_MEMORY


@pytest.mark.sqlite
def test_a_feed_of_200_mb_is_read_within_bounded_memory(archive: Archive, tmp_path: Path) -> None:
    feed = write_feed(tmp_path / "feed.txt", 1000, paragraphs=1050)
    assert feed.stat().st_size > 200 * MB

    done, peak = archive.peak_memory(tmp_path, "load_dumps", feed)

    assert done.stdout == "1 file, 1000 blocks = 1000 new + 0 changed + 0 unchanged + 0 refused\n"
    assert peak < ENOUGH_MEMORY


@pytest.mark.sqlite
def test_a_feed_whose_one_item_has_200_mb_stays_within_bounded_memory(
    archive: Archive, tmp_path: Path
) -> None:
    feed = write_feed(tmp_path / "feed.txt", 1, paragraphs=1_050_000)

    done, peak = archive.peak_memory(tmp_path, "load_dumps", feed)

    assert done.returncode in (0, 1)
    assert "1 file, 1 blocks = " in done.stdout
    assert peak < ENOUGH_MEMORY


def test_a_database_without_tables_is_told_to_migrate(bare_archive: Archive, tmp_path: Path) -> None:
    done = bare_archive.manage("load_dumps", write_feed(tmp_path / "feed.txt", 1))

    assert_unusable(done)
    assert "run `manage.py migrate` first" in done.stderr


@pytest.mark.parametrize(
    "url", ["postgres://archive@127.0.0.1:1/archive", "postgres://archive@/archive?host=/no/such/folder"]
)
def test_a_database_server_that_is_gone_is_said_to_be(tmp_path: Path, url: str) -> None:
    done = Archive(url).manage("load_dumps", write_feed(tmp_path / "feed.txt", 1))

    assert_unusable(done)
    assert "connection to server " in done.stderr


@pytest.mark.sqlite
def test_a_folder_that_is_not_there_holds_no_database(tmp_path: Path) -> None:
    archive = Archive(f"sqlite:///{tmp_path / 'no' / 'such' / 'archive.sqlite3'}")

    done = archive.manage("load_dumps", write_feed(tmp_path / "feed.txt", 1))

    assert_unusable(done)
    assert "unable to open database file" in done.stderr


@pytest.mark.sqlite
def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "archive.sqlite3").write_text("A letter to the editor. " * 200)

    done = Archive(f"sqlite:///{tmp_path / 'archive.sqlite3'}").manage(
        "load_dumps", write_feed(tmp_path / "feed.txt", 1)
    )

    assert_unusable(done)
    assert "file is not a database" in done.stderr


@pytest.mark.sqlite
def test_a_database_that_stays_locked_is_said_to_be(archive: Archive, tmp_path: Path) -> None:
    feed = write_feed(tmp_path / "feed.txt", 1)
    other = archive.connect()
    other.execute("BEGIN EXCLUSIVE")

    done = replace(archive, before=IMPATIENT).manage("load_dumps", feed)

    other.close()
    assert_unusable(done)
    assert "database is locked: another program is writing to it" in done.stderr
    assert archive.count("load") == archive.count("article") == 0


@pytest.mark.sqlite
def test_a_load_waits_for_a_writer_that_ends(archive: Archive, tmp_path: Path) -> None:
    other = archive.connect()
    other.execute("BEGIN EXCLUSIVE")

    with archive.running("load_dumps", write_feed(tmp_path / "feed.txt", 1)) as loading:
        time.sleep(3)
        assert loading.poll() is None
        other.close()
        said, complaints = loading.communicate()

    assert (loading.returncode, complaints) == (0, "")
    assert "1 new" in said


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("limit", "said"),
    [
        (FULL, "database or disk is full: make room and run the load again"),
        (SMALL_FILES, "disk I/O error"),
    ],
    ids=["full", "file-too-large"],
)
def test_a_full_disk_leaves_nothing_half_loaded_and_the_load_goes_on_later(
    new_archive: NewArchive, tmp_path: Path, limit: str, said: str
) -> None:
    feed = write_feed(tmp_path / "feed.txt", MANY)
    archive, roomy = new_archive(), new_archive()
    ((empty,),) = roomy.rows("PRAGMA page_count")
    roomy.load(feed)
    ((whole,),) = roomy.rows("PRAGMA page_count")
    # Room for half of it.
    limit = limit.replace("PAGES", str((empty + whole) // 2))

    done = replace(archive, before=limit).manage("load_dumps", feed)

    assert_unusable(done)
    assert said in done.stderr
    articles = archive.count("article")
    assert 0 < articles < MANY
    assert archive.count("revision") == archive.count("sighting") == articles
    assert archive.manage("load_dumps", feed).returncode == 0
    assert archive.snapshot() == roomy.snapshot()


@pytest.mark.postgres
def test_a_server_that_goes_away_leaves_nothing_half_loaded_and_the_load_goes_on_later(
    postgres_url: str, tmp_path: Path
) -> None:
    feed = write_feed(tmp_path / "feed.txt", MANY)
    archive = Archive(postgres_url)
    archive.migrate()

    with archive.running("load_dumps", feed) as loading:
        while archive.count("article") == 0:
            assert loading.poll() is None, loading.communicate()
            time.sleep(0.02)
        archive.rows(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        _, complaints = loading.communicate()

    assert loading.returncode == 3, complaints
    assert complaints.startswith("CommandError: the database cannot be used: ")
    articles = archive.count("article")
    assert 0 < articles < MANY
    assert archive.count("revision") == archive.count("sighting") == articles
    archive.load(feed)
    assert archive.count("article") == MANY


@pytest.mark.postgres
def test_a_load_waits_for_another_one(postgres_url: str, tmp_path: Path) -> None:
    archive = Archive(postgres_url)
    archive.migrate()
    other = archive.connect()
    other.execute("SELECT pg_advisory_lock(1634886504)")
    threading.Timer(3, other.close).start()

    began = time.monotonic()
    archive.load(write_feed(tmp_path / "feed.txt", 1))

    assert time.monotonic() - began > 2


def assert_unusable(done: object) -> None:
    """Exit 3, one line, no traceback, nothing on standard output."""
    assert (done.returncode, done.stdout) == (3, ""), done.stderr
    assert done.stderr.startswith("CommandError: the database cannot be used: ")
    assert done.stderr.count("\n") == 1
