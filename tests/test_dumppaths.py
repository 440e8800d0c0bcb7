"""What an operator names: files and folders in sorted order, links and what is no file refused and named."""

import gzip
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from articles.containers import Found
from articles.dumppaths import dumps_in, file_of, missing, size_on_disk
from tests import packed


def told(*arguments: Path | str) -> list[tuple[str, bytes | str]]:
    """What is found: where, and the content or why there is none."""
    return [
        (one.place.location, one.file.read_bytes() if isinstance(one, Found) else one.reason)
        for one in dumps_in(map(str, arguments))
    ]


def folder_of(folder: Path, files: packed.Files) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def test_a_folder_is_walked_in_sorted_order_and_into_what_is_packed(tmp_path: Path):
    files = {
        "b/2024.zip": packed.zipped({"feeds/lv.xml": b"3"}),
        "b.txt": b"4",
        "a/z.txt": b"1",
        "b/10.txt": b"2",
        ".hidden/x.txt": b"no",
        "a/.x.swp": b"no",
    }
    folder_of(tmp_path, files)
    assert told(tmp_path) == [
        ("a/z.txt", b"1"),
        ("b/10.txt", b"2"),
        ("b/2024.zip/feeds/lv.xml", b"3"),
        ("b.txt", b"4"),
    ]
    assert size_on_disk([str(tmp_path)]) == sum(len(files[name]) for name in list(files)[:4])


def test_arguments_come_in_their_order_each_with_places_of_its_own(tmp_path: Path):
    folder_of(
        tmp_path, {"b/x.txt": b"1", "a.zip": packed.zipped({"c/y.txt": b"2"}), "z.gz": gzip.compress(b"3")}
    )
    found = list(dumps_in([f"{tmp_path}/z.gz", f"{tmp_path}/b", f"{tmp_path}/a.zip"]))
    assert [(one.place.path, one.place.location, one.place.name) for one in found] == [
        (f"{tmp_path}/z.gz", "z.gz", "z.gz"),
        (f"{tmp_path}/b/x.txt", "x.txt", "x.txt"),
        (f"{tmp_path}/a.zip/c/y.txt", "a.zip/c/y.txt", "y.txt"),
    ]


def test_nothing_is_opened_before_its_turn(tmp_path: Path):
    folder_of(tmp_path, {"a.txt": b"1", "b.zip": b"PK\x03\x04 is no archive yet"})
    walk = dumps_in([str(tmp_path)])
    next(walk)
    (tmp_path / "b.zip").write_bytes(packed.zipped({"c.txt": b"2"}))
    assert next(walk).file.read_bytes() == b"2"


def test_links_that_lead_out_of_the_folder_are_refused_and_others_left_out(tmp_path: Path):
    outside = folder_of(tmp_path / "outside", {"secret.txt": b"no"})
    inside = folder_of(tmp_path / "inside", {"a/b.txt": b"1", ".store/c.txt": b"no"})
    for name, target in {
        "a/file": outside / "secret.txt",
        "a/folder": outside,
        "a/up": "../..",
        "again": "a/b.txt",
        "gone": "nowhere",
        "loop": ".",
        "self": "self",
        "stored": ".store/c.txt",
    }.items():
        (inside / name).symlink_to(target)
    assert told(inside) == [
        ("a/b.txt", b"1"),
        ("a/file", f"a link that leads out of the folder: {outside}/secret.txt"),
        ("a/folder", f"a link that leads out of the folder: {outside}"),
        ("a/up", f"a link that leads out of the folder: {tmp_path}"),
        ("gone", "a link that leads nowhere: No such file or directory"),
        ("self", "a link that leads nowhere: Too many levels of symbolic links"),
        ("stored", f"a link to what is hidden: {inside}/.store/c.txt"),
    ]


def test_a_link_that_is_named_is_followed(tmp_path: Path):
    folder_of(tmp_path, {"a/b.txt": b"1"})
    (tmp_path / "folder").symlink_to("a")
    (tmp_path / "file.txt").symlink_to("a/b.txt")
    assert told(tmp_path / "folder", tmp_path / "file.txt") == [("b.txt", b"1"), ("file.txt", b"1")]


def test_what_is_no_file_is_refused_and_never_opened(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
    (tmp_path / "z.txt").write_bytes(b"1")
    assert told(tmp_path) == [
        ("pipe", "no file but a pipe"),
        ("socket", "no file but a socket"),
        ("z.txt", b"1"),
    ]
    assert told("/dev/zero") == [("zero", "no file but a device")]


def test_a_pipe_that_is_named_is_read_whatever_comes_through(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    content = packed.zipped({"a/b.txt": b"1", "c.txt": b"2"})
    threading.Thread(target=(tmp_path / "pipe").write_bytes, args=[content], daemon=True).start()
    assert told(tmp_path / "pipe") == [("stdin/a/b.txt", b"1"), ("stdin/c.txt", b"2")]


def test_a_folder_or_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Root may read everything, so the refusal is played."""
    folder_of(tmp_path, {"closed/a.txt": b"no", "closed.txt": b"no", "d.txt": b"1"})
    for module, name in ((os, "listdir"), (Path, "open")):
        monkeypatch.setattr(module, name, closed_to(getattr(module, name)))
    assert told(tmp_path) == [
        ("closed", "cannot be opened: Permission denied"),
        ("closed.txt", "cannot be opened: Permission denied"),
        ("d.txt", b"1"),
    ]


def closed_to(may_open):
    def refuse(path, *arguments, **options):
        if Path(path).stem == "closed":
            raise PermissionError(13, "Permission denied")
        return may_open(path, *arguments, **options)

    return refuse


@pytest.mark.skipif(sys.platform == "darwin", reason="a file name is UTF-8 there")
def test_a_name_that_is_not_utf_8_is_made_readable(tmp_path: Path):
    (tmp_path / os.fsdecode(b"latvija-\xe2.txt")).write_bytes(b"1")
    assert told(tmp_path) == [("latvija-\ufffd.txt", b"1")]


def test_folders_may_be_nested_as_deep_as_the_system_lets_them(tmp_path: Path):
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1100):
        os.mkdir("d", dir_fd=here)
        here, last = os.open("d", os.O_RDONLY, dir_fd=here), here
        os.close(last)
    os.close(os.open("a.txt", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)
    found = told(tmp_path)
    # Python's own rmtree, which pytest calls, does not come so deep.
    subprocess.run(["rm", "-r", str(tmp_path / "d")], check=True)
    assert found == [(f"{'d/' * 1100}a.txt", b"")]


def test_what_was_in_an_archive_is_loaded_again_with_the_archive():
    assert file_of("batch/2024.ZIP/feeds.tar/lv.xml") == "batch/2024.ZIP"
    assert file_of("batch/2024.tar.gz/lv.jsonl.gz") == "batch/2024.tar.gz"
    assert file_of("batch/lv.jsonl.gz") == "batch/lv.jsonl.gz"
    assert file_of("stdin/feeds/lv.xml") == file_of("stdin") == "stdin"


def test_what_is_not_there_is_missing(tmp_path: Path):
    (tmp_path / "self").symlink_to("self")
    named = [f"{tmp_path}/none", "-", str(tmp_path), f"{tmp_path}/self"]
    assert missing(named) == [named[0], named[3]]
