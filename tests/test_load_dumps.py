"""manage.py load_dumps as its operator calls it: what it says, where it says it, how it ends."""

import hashlib
import json
import os
import pty
import shutil
import subprocess
import sys
import termios
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from articles.readers import READERS
from articles.readers.records import FIELDS
from tests.archives import ROOT, SAMPLES, Archive
from tests.feeds import write_feed

GOOD = SAMPLES / "en-feed.txt"
ARTICLES_IN_GOOD = 6

# The interface's keys, in its order.
KEYS = [
    "file",
    "line_start",
    "line_end",
    "layout",
    "title",
    "section",
    "source",
    "language",
    "language_confidence",
    "published",
    "published_precision",
    "url",
    "guid",
    "byline",
    "excerpt",
    "tags",
    "body",
    "body_sha256",
]

# Root may read everything, so the refusal is played.
CLOSED = """
import pathlib
may_open = pathlib.Path.open
def refuse(path, *arguments, **options):
    if path.name == "closed.txt":
        raise PermissionError(13, "Permission denied")
    return may_open(path, *arguments, **options)
pathlib.Path.open = refuse
"""

KNOWN = ", ".join(reader.NAME for reader in READERS)
NO_LAYOUT = f"no article in a layout that is known: {KNOWN} (byte 0)"

# In the order in which they are loaded: what a file holds, and what is said of it.
NO_DUMPS = {
    "a-latin-1": (b"Ekonomika\nVirsraksts\n\nbe\xffz", "line 4: refused: not UTF-8: byte 0xff (byte 24)"),
    "b-cut": (b"Ekonomika\n\xc4", "line 2: refused: not UTF-8: it ends inside a character (byte 10)"),
    "c-utf-16": ("Ekonomika\n".encode("utf-16"), "line 1: refused: binary: it holds a NUL byte (byte 3)"),
    "d-nul": (b"Ekonomika\nVirs\0raksts\n", "line 2: refused: binary: it holds a NUL byte (byte 14)"),
    "e-picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "line 3: refused: binary: it holds a NUL byte (byte 8)"),
    "f-empty": (b"", "line 1: refused: empty: not one written line (byte 0)"),
    "g-blank": (b"\n \n\xe2\x80\x8b\n", "lines 1-3: refused: empty: not one written line (byte 0)"),
    "h-furniture": ("Sazinieties ar mums\n\nreklāma\n".encode(), f"lines 1-3: refused: {NO_LAYOUT}"),
}

FURNITURE = "Sazinieties ar mums\n\nIzdots\n\non\n\nreklāma\n"


def test_a_folder_is_loaded_in_sorted_order_and_the_sum_is_printed(archive: Archive) -> None:
    done = archive.manage("load_dumps", SAMPLES)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "11 files, 22 blocks = 22 new + 0 changed + 0 unchanged + 0 refused\n"
    loaded = [name for (name,) in archive.rows("SELECT name FROM articles_dump ORDER BY id")]
    assert loaded == sorted(path.name for path in SAMPLES.iterdir())


def test_folders_inside_folders_are_walked_and_hidden_files_are_left_out(
    archive: Archive, tmp_path: Path
) -> None:
    inner = tmp_path / "dumps" / "2024" / "january"
    inner.mkdir(parents=True)
    shutil.copy(GOOD, inner / "feed.txt")
    shutil.copy(GOOD, inner / ".feed.txt.swp")

    done = archive.manage("load_dumps", tmp_path / "dumps")

    assert done.stdout == "1 file, 6 blocks = 6 new + 0 changed + 0 unchanged + 0 refused\n"


def test_how_the_blocks_ended_is_stored_with_the_load(archive: Archive, tmp_path: Path) -> None:
    first = write_feed(tmp_path / "a.txt", 4)
    second = tmp_path / "b.txt"
    second.write_text(write_feed(tmp_path / "c", 5).read_text().replace("district 2000", "district 2222"))
    (tmp_path / "d.txt").write_text(FURNITURE)

    archive.manage("load_dumps", first)
    done = archive.manage("load_dumps", second, tmp_path / "d.txt")

    assert done.stdout == "2 files, 6 blocks = 1 new + 1 changed + 3 unchanged + 1 refused\n"
    counts = "SELECT blocks, new, changed, unchanged, refused FROM articles_{} ORDER BY id"
    assert archive.rows(counts.format("load")) == [(4, 4, 0, 0, 0), (6, 1, 1, 3, 1)]
    assert archive.rows(counts.format("reading")) == [(4, 4, 0, 0, 0), (5, 1, 1, 3, 0), (1, 0, 0, 0, 1)]


def test_a_missing_path_is_a_wrong_call_and_nothing_is_loaded(archive: Archive) -> None:
    done = archive.manage("load_dumps", GOOD, "/no/such/dump.txt")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "CommandError: no such file or folder: /no/such/dump.txt\n"
    assert archive.count("article") == archive.count("load") == 0


@pytest.mark.parametrize("arguments", [(), ("--colour",), (GOOD, "--language", "klingon!")])
def test_a_call_that_means_nothing_is_a_wrong_call(archive: Archive, arguments: tuple[str, ...]) -> None:
    done = archive.manage("load_dumps", *arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert archive.count("load") == 0


def test_a_folder_without_dumps_is_said_to_be_one(archive: Archive, tmp_path: Path) -> None:
    empty = tmp_path / "nothing here"
    empty.mkdir()

    done = archive.manage("load_dumps", empty)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"CommandError: no dump in {empty}\n"


def test_what_is_no_dump_is_refused_with_its_place_and_the_rest_is_loaded(
    archive: Archive, tmp_path: Path
) -> None:
    folder = tmp_path / "dumps"
    folder.mkdir()
    for name, (content, _) in NO_DUMPS.items():
        (folder / name).write_bytes(content)
    shutil.copy(GOOD, folder / "good.txt")

    done = archive.manage("load_dumps", folder)

    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        *(f"{name}, {said}" for name, (_, said) in NO_DUMPS.items()),
        f"CommandError: {len(NO_DUMPS)} refused, the rest was read",
    ]
    assert done.stdout == "9 files, 14 blocks = 6 new + 0 changed + 0 unchanged + 8 refused\n"
    assert archive.count("article") == ARTICLES_IN_GOOD
    assert archive.count("refusal") == len(NO_DUMPS)


def test_a_file_that_was_refused_is_refused_again(archive: Archive, tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"be\xffz")

    first, second = archive.manage("load_dumps", bad), archive.manage("load_dumps", bad)

    assert (second.returncode, second.stdout, second.stderr) == (1, first.stdout, first.stderr)
    assert archive.count("refusal") == 1


def test_a_file_that_may_not_be_read_is_refused_and_the_rest_is_loaded(
    archive: Archive, tmp_path: Path
) -> None:
    shutil.copy(GOOD, tmp_path / "closed.txt")

    done = replace(archive, before=CLOSED).manage("load_dumps", tmp_path / "closed.txt", GOOD)

    assert done.returncode == 1
    assert f"{tmp_path / 'closed.txt'}: refused: cannot be opened: Permission denied\n" in done.stderr
    assert done.stdout == "2 files, 7 blocks = 6 new + 0 changed + 0 unchanged + 1 refused\n"


def test_standard_input_is_a_dump(archive: Archive) -> None:
    done = archive.manage("load_dumps", "-", stdin=GOOD.read_bytes())

    assert done.stdout == "1 file, 6 blocks = 6 new + 0 changed + 0 unchanged + 0 refused\n"
    assert archive.rows("SELECT name, size FROM articles_dump") == [("stdin", GOOD.stat().st_size)]


def test_a_pipe_is_read_as_standard_input_is(archive: Archive, tmp_path: Path) -> None:
    """What a shell makes of `load_dumps <(zcat dump.gz)`: it can be read only once."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    threading.Thread(target=pipe.write_bytes, args=[GOOD.read_bytes()], daemon=True).start()

    with archive.running("load_dumps", pipe) as loading:
        said, complaints = loading.communicate(timeout=30)

    assert (loading.returncode, complaints) == (0, "")
    assert "6 new" in said


@pytest.mark.skipif(sys.platform == "darwin", reason="a file name is UTF-8 there")
def test_a_file_may_have_a_name_that_is_not_utf_8(archive: Archive, tmp_path: Path) -> None:
    named = tmp_path / os.fsdecode(b"latvija-\xe2.txt")
    shutil.copy(GOOD, named)

    done = archive.manage("load_dumps", "--json", named)

    assert (done.returncode, len(spoken(done))) == (0, ARTICLES_IN_GOOD)
    assert archive.count("dump") == 1


def test_json_is_one_object_a_line_an_article_and_nothing_else(archive: Archive, tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"be\xffz")

    done = archive.manage("load_dumps", "--json", SAMPLES, bad)

    lines = spoken(done)
    assert len(lines) == 22
    assert all(list(line) == KEYS for line in lines)
    assert done.stderr == (
        "bad.txt, line 1: refused: not UTF-8: byte 0xff (byte 2)\n"
        "12 files, 23 blocks = 22 new + 0 changed + 0 unchanged + 1 refused\n"
        "CommandError: 1 refused, the rest was read\n"
    )


def test_json_says_what_the_dump_says_and_null_where_it_does_not(archive: Archive, tmp_path: Path) -> None:
    write_feed(tmp_path / "feed.txt", 1, paragraphs=2)

    done = archive.manage("load_dumps", "--json", tmp_path / "feed.txt")

    said = json.loads(done.stdout)
    assert said.pop("language_confidence") > 0.9
    body = "\n\n".join(said["body"])
    assert said.pop("body_sha256") == hashlib.sha256(body.encode()).hexdigest()
    assert said == {
        "file": "feed.txt",
        "line_start": 1,
        "line_end": 13,
        "layout": "feed_text",
        "title": "District 1 votes on the amendment",
        "section": None,
        "source": "District Gazette",
        "language": "en",
        "published": "2001-01-01T10:00:00+00:00",
        "published_precision": "time",
        "url": "https://district-gazette.example/district-1/",
        "guid": "https://district-gazette.example/?p=1",
        "byline": None,
        "excerpt": "Votes in district 1…",
        "tags": ["Reform"],
        "body": [
            "The assembly of district 1000 debated the amendment for 1000 hours before it put the draft to a "
            "vote, and the chair read the result aloud while the clerk wrote 1000 into the register.",
            "The assembly of district 1001 debated the amendment for 1001 hours before it put the draft to a "
            "vote, and the chair read the result aloud while the clerk wrote 1001 into the register.",
        ],
    }


def test_json_says_the_same_of_a_dump_that_is_known(archive: Archive) -> None:
    first, second = (archive.manage("load_dumps", "--json", SAMPLES) for _ in range(2))

    assert second.stdout == first.stdout


def test_whoever_reads_the_json_may_stop_reading(archive: Archive, tmp_path: Path) -> None:
    feed = write_feed(tmp_path / "feed.txt", 1200)

    with archive.running("load_dumps", "--json", feed) as loading:
        loading.stdout.readline()
        loading.stdout.close()
        complaints = loading.stderr.read()

    assert "Traceback" not in complaints


def test_what_the_operator_knows_fills_in_what_the_dump_does_not_say(archive: Archive) -> None:
    bare, feed = SAMPLES / "de-bare.txt", GOOD

    done = archive.manage("load_dumps", "--json", "--source", "Der Steppenbote", bare, feed)

    sources = {line["source"] for line in spoken(done)}
    assert sources == {"Der Steppenbote", "Steppe Chronicle"}


TABLE = "Überschrift;Inhalt;abgerufen;title\nEin Gericht;Es arbeitet wieder.;2024-05-02;Zeile 1\n"


def test_the_operator_says_which_column_of_a_data_set_is_which(archive: Archive, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text(TABLE)
    told = [f"--map={one}" for one in ("title=Überschrift", "text=Inhalt", "captured=abgerufen")]

    [untold] = spoken(archive.manage("load_dumps", "--json", table))
    [line] = spoken(archive.manage("load_dumps", "--json", *told, table))

    assert (untold["title"], untold["body"]) == ("Zeile 1", [])
    assert (line["title"], line["body"], line["published"]) == ("Ein Gericht", ["Es arbeitet wieder."], None)
    hints = archive.rows("SELECT hints FROM articles_reading ORDER BY id")
    assert ["Inhalt" in str(told) for (told,) in hints] == [False, True]
    [(captured_at,)] = archive.rows("SELECT captured_at FROM articles_sighting")
    assert str(captured_at).startswith("2024-05-02 00:00:00")


@pytest.mark.parametrize("told", ["titel=Überschrift", "title", "title=", "=Überschrift", ""])
def test_a_field_that_is_none_is_a_wrong_call(bare_archive: Archive, told: str) -> None:
    done = bare_archive.manage("load_dumps", "--map", told, SAMPLES)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith(f"--map {told}: no FIELD=COLUMN, with FIELD one of {', '.join(FIELDS)}\n")


def test_an_article_of_an_unknown_source_is_flagged(archive: Archive) -> None:
    archive.manage("load_dumps", SAMPLES / "de-bare.txt")

    assert archive.rows(
        "SELECT s.name, r.kind, r.status FROM articles_review r "
        "JOIN articles_article a ON a.id = r.article_id JOIN articles_source s ON s.id = a.source_id"
    ) == [("Unknown source", "source", "open")]


def test_a_dry_run_works_without_a_database_and_makes_none(bare_archive: Archive) -> None:
    done = bare_archive.manage("load_dumps", "--dry-run", SAMPLES)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "11 files, 22 blocks = 22 would be new + 0 would be changed + 0 unchanged + 0 refused\n"
    )
    if bare_archive.url.startswith("sqlite"):
        assert not bare_archive.file.exists()
    else:
        assert bare_archive.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == []


def test_a_dry_run_works_while_the_database_server_is_gone() -> None:
    nowhere = Archive("postgres://archive@127.0.0.1:1/archive")

    done = nowhere.manage("load_dumps", "--dry-run", "--json", SAMPLES)

    assert done.returncode == 0
    assert len(spoken(done)) == 22


def test_a_dry_run_says_what_a_load_would_do_and_does_not_do_it(archive: Archive, tmp_path: Path) -> None:
    archive.load(write_feed(tmp_path / "a.txt", 4))
    second = tmp_path / "b.txt"
    second.write_text(write_feed(tmp_path / "c", 5).read_text().replace("district 2000", "district 2222"))
    before = archive.snapshot()
    runs = archive.count("load"), archive.count("reading")
    content = archive.file.read_bytes() if archive.url.startswith("sqlite") else b""

    dry = archive.manage("load_dumps", "--dry-run", second)

    assert (dry.returncode, dry.stderr) == (0, "")
    assert dry.stdout == "1 file, 5 blocks = 1 would be new + 1 would be changed + 3 unchanged + 0 refused\n"
    assert archive.snapshot() == before
    assert (archive.count("load"), archive.count("reading")) == runs
    if content:
        assert archive.file.read_bytes() == content
    done = archive.manage("load_dumps", second)
    assert done.stdout == dry.stdout.replace("would be ", "")


def test_a_dry_run_refuses_what_a_load_refuses(bare_archive: Archive, tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"be\xffz")

    done = bare_archive.manage("load_dumps", "--dry-run", bad, GOOD)

    assert done.returncode == 1
    assert "6 would be new" in done.stdout
    assert "bad.txt, line 1: refused: not UTF-8" in done.stderr


def test_a_terminal_shows_how_far_it_is(archive: Archive) -> None:
    terminal, end = pty.openpty()
    termios.tcsetwinsize(end, (25, 80))
    loading = subprocess.Popen(
        archive.command("load_dumps", SAMPLES),
        stdout=subprocess.DEVNULL,
        stderr=end,
        cwd=ROOT,
        env=archive.environment(),
    )
    os.close(end)

    shown = everything(lambda: os.read(terminal, 1 << 16))

    os.close(terminal)
    assert loading.wait() == 0
    assert "100%" in shown


def spoken(done: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    """The objects of JSON lines: only "\\n" ends one, for a body may hold U+2028."""
    assert done.stdout.endswith("\n")
    return [json.loads(line) for line in done.stdout.removesuffix("\n").split("\n")]


def everything(read: Callable[[], bytes]) -> str:
    """What a terminal was sent. Linux ends it with an error when the other side is closed."""
    sent = b""
    try:
        while piece := read():
            sent += piece
    except OSError:
        pass
    return sent.decode()
