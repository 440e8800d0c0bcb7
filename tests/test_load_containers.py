"""load_dumps on what is packed: the same articles as from the files themselves, what is refused counted and
said, a kill survived, and no bomb that takes memory."""

import gzip
import signal
import time
from collections.abc import Callable
from pathlib import Path

from tests import packed
from tests.archives import SAMPLES, Archive
from tests.feeds import write_feed

MB = 1 << 20

# Over what the same command takes without any bomb.
GROWTH = 50 * MB

# Several batches of the loader.
MANY = 1600

NewArchive = Callable[[], Archive]


def samples() -> dict[str, bytes]:
    return {f"feeds/{path.name}": path.read_bytes() for path in sorted(SAMPLES.iterdir())}


PACKED = {
    "x.zip": packed.zipped,
    "x.tar.gz": lambda files: gzip.compress(packed.tarred(files)),
    "x.tar.zst": lambda files: packed.zstd(packed.tarred(files)),
}


def test_the_same_articles_come_from_a_folder_and_from_archives_of_it(
    new_archive: NewArchive, tmp_path: Path
) -> None:
    plain = new_archive()
    plain.load(SAMPLES)
    assert plain.count("article") > 0
    for name, pack in PACKED.items():
        (tmp_path / name).write_bytes(pack(samples()))
        archive = new_archive()
        archive.load(tmp_path / name)
        assert without_paths(archive.snapshot()) == without_paths(plain.snapshot())
        assert archive.rows("SELECT path FROM articles_dump ORDER BY id") == [
            (f"{name}/{member}",) for member in samples()
        ]


def test_an_archive_of_what_is_known_changes_nothing(archive: Archive, tmp_path: Path) -> None:
    archive.load(SAMPLES)
    before = archive.snapshot()
    folder = tmp_path / "batch"
    folder.mkdir()
    for name, pack in PACKED.items():
        (folder / name).write_bytes(pack(samples()))

    done = archive.manage("load_dumps", folder)

    assert done.stdout == "33 files, 66 blocks = 0 new + 0 changed + 66 unchanged + 0 refused\n"
    assert archive.snapshot() == before


def test_a_compressed_file_is_a_dump_by_its_content(archive: Archive, tmp_path: Path) -> None:
    feed = SAMPLES / "en-feed.txt"
    (tmp_path / "en-feed.txt.gz").write_bytes(gzip.compress(feed.read_bytes()))

    archive.load(tmp_path / "en-feed.txt.gz")

    assert archive.rows("SELECT name, path, size FROM articles_dump") == [
        ("en-feed.txt.gz", "en-feed.txt.gz", feed.stat().st_size)
    ]


def test_an_archive_may_come_through_a_pipe(archive: Archive) -> None:
    done = archive.manage("load_dumps", "-", stdin=packed.zipped(samples()))

    assert done.stdout == "11 files, 22 blocks = 22 new + 0 changed + 0 unchanged + 0 refused\n"
    assert archive.rows("SELECT path FROM articles_dump ORDER BY id LIMIT 1") == [
        ("stdin/feeds/ar-page.txt",)
    ]


def test_what_cannot_be_taken_out_is_refused_with_its_place_and_the_rest_is_loaded(
    archive: Archive, tmp_path: Path
) -> None:
    good = (SAMPLES / "en-feed.txt").read_bytes()
    files = {
        "../up.txt": good,
        "a/bad.txt": b"be\xffz",
        "a/good.txt": good,
        "torn.gz": gzip.compress(good)[:3000],
    }
    (tmp_path / "batch.zip").write_bytes(packed.zipped(files))

    done = archive.manage("load_dumps", tmp_path / "batch.zip")

    assert done.returncode == 1
    refused, bad, torn, last = done.stderr.splitlines()
    assert refused == (
        f"{tmp_path}/batch.zip/../up.txt: refused: a name that leads out of the archive: ../up.txt"
    )
    assert bad == "batch.zip/a/bad.txt, line 1: refused: not UTF-8: byte 0xff (byte 2)"
    assert torn.startswith(f"{tmp_path}/batch.zip/torn.gz: refused: cut short after 3,000 bytes, ")
    assert last == "CommandError: 3 refused, the rest was read"
    assert done.stdout.startswith("4 files, ")
    assert done.stdout.endswith(" + 3 refused\n")
    assert archive.count("article") == 6
    assert not (tmp_path.parent / "up.txt").exists()


def test_a_killed_load_goes_on_inside_an_archive(new_archive: NewArchive, tmp_path: Path) -> None:
    first = write_feed(tmp_path / "first.txt", 3)
    second = write_feed(tmp_path / "second.txt", MANY, word="Then it rose.")
    batch = tmp_path / "batch.tar.gz"
    batch.write_bytes(
        gzip.compress(packed.tarred({path.name: path.read_bytes() for path in (first, second)}))
    )
    whole, killed = new_archive(), new_archive()
    whole.load(batch)

    with killed.running("load_dumps", batch) as loading:
        while killed.count("article") <= 3:
            assert loading.poll() is None, loading.communicate()
            time.sleep(0.02)
        loading.send_signal(signal.SIGKILL)
    assert killed.count("article") < MANY
    done = killed.manage("load_dumps", batch)

    assert done.returncode == 0
    assert " + 3 unchanged + 0 refused\n" in done.stdout
    assert done.stdout.endswith("\n1 went on where an earlier load had stopped\n")
    assert killed.snapshot() == whole.snapshot()


BOMBS = {
    "bomb.gz": lambda path: packed.gzip_bomb(path, 400 * MB),
    "bomb.zst": lambda path: packed.zstd_bomb(path, 4_000 * MB),
    "bomb.zip": lambda path: path.write_bytes(packed.overlapping_zip(bytes(8 * MB), 20_000)),
    "header.tar": lambda path: path.write_bytes(packed.tarred({"n" * 200 * MB: b"1"})),
    "directory.zip": lambda path: path.write_bytes(packed.overlapping_zip(b"", 500_000)),
}


def test_bombs_take_no_memory_and_the_rest_is_loaded(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "batch"
    folder.mkdir()
    for name in ("en-feed.txt", "zz-feed.txt"):
        (folder / name).write_bytes((SAMPLES / "en-feed.txt").read_bytes())
    _, normal = archive.peak_memory(tmp_path, "load_dumps", "--dry-run", folder)
    for name, make in BOMBS.items():
        make(folder / name)

    began = time.monotonic()
    done, peak = archive.peak_memory(tmp_path, "load_dumps", folder)

    assert done.stdout == "7 files, 17 blocks = 6 new + 0 changed + 6 unchanged + 5 refused\n", done.stderr
    assert peak - normal < GROWTH
    assert time.monotonic() - began < 60


def without_paths(snapshot: dict[str, list[dict[str, object]]]) -> dict[str, list[dict[str, object]]]:
    return {
        name: [{key: value for key, value in row.items() if key != "path"} for row in rows]
        for name, rows in snapshot.items()
    }
