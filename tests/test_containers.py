"""What is packed: taken out whole, in its order, one at a time, or refused with a reason; nothing is lost of
the rest."""

import gzip
import io
import resource
import stat
import struct
import tarfile
import tempfile
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from articles.containers import Found, Place, Refused, caps, dumps_in_file
from tests import packed

FILES = {"b/two.txt": b"divi\n", "a.txt": b"viens\n" * 3000, "b/one.txt": b"\xff\0" * 40, "b.txt": b""}
IN_ORDER = ["a.txt", "b/one.txt", "b/two.txt", "b.txt"]

MB = 1 << 20


def told(path: Path, content: bytes | None = None) -> list[tuple[str, bytes | str]]:
    """What is found in a file: where, and the content or why there is none."""
    if content is not None:
        path.write_bytes(content)
    return [
        (one.place.location, one.file.read_bytes() if isinstance(one, Found) else one.reason)
        for one in dumps_in_file(path, Place.of(path))
    ]


def inside(name: str, files: packed.Files, order: list[str] | None = None) -> list[tuple[str, bytes]]:
    return [(f"{name}/{member}", files[member]) for member in order or files]


def test_a_file_that_is_not_packed_is_itself(tmp_path: Path):
    (tmp_path / "a.txt").write_bytes(b"viens\n")
    [found] = dumps_in_file(tmp_path / "a.txt", Place.of(tmp_path / "a.txt"))
    assert found == Found(tmp_path / "a.txt", Place(f"{tmp_path}/a.txt", "a.txt"), 6)


@pytest.mark.parametrize("name", ["x.zip", "x.wacz", "no-sign.txt"])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_zip_is_its_files_in_the_order_of_a_folder(tmp_path: Path, name: str, method: int):
    assert told(tmp_path / name, packed.zipped(FILES, method)) == inside(name, FILES, IN_ORDER)


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
@pytest.mark.parametrize("pack", [bytes, gzip.compress, packed.zstd])
def test_a_tar_is_its_files_as_they_come(tmp_path: Path, pack: Callable[[bytes], bytes], form: int):
    files = FILES | {"s/" * 60 + "saite.txt": b"gara\n"}
    assert told(tmp_path / "x.tar", pack(packed.tarred(files, form))) == inside("x.tar", files)


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_a_tar_may_have_names_of_any_length_and_script(tmp_path: Path, form: int):
    files = {"ไทย/" * 100 + "ข่าว.txt": b"1", "b.txt": b"2"}
    assert told(tmp_path / "x.tar", packed.tarred(files, form)) == inside("x.tar", files)


@pytest.mark.parametrize("pack", [gzip.compress, packed.zstd])
def test_a_compressed_file_keeps_its_name_and_is_read_whole(tmp_path: Path, pack: Callable[[bytes], bytes]):
    parts = [b"viens\n" * 50_000, b"", b"divi\n"]
    content = b"".join(map(pack, parts))
    assert told(tmp_path / "x.jsonl.gz", content) == [("x.jsonl.gz", b"".join(parts))]


def test_zeros_behind_a_gzip_file_are_padding(tmp_path: Path):
    content = gzip.compress(b"viens\n") + bytes(100_000) + gzip.compress(b"divi\n") + bytes(512)
    assert told(tmp_path / "x.gz", content) == [("x.gz", b"viens\ndivi\n")]


def test_zstd_frames_that_are_to_be_skipped_are(tmp_path: Path):
    skipped = b"\x5d\x2a\x4d\x18" + struct.pack("<L", 5) + b"other"
    content = skipped + packed.zstd(b"viens\n") + skipped + packed.zstd(b"divi\n") + skipped
    assert told(tmp_path / "x.zst", content) == [("x.zst", b"viens\ndivi\n")]


def test_zstd_is_read_whose_frames_say_no_size(tmp_path: Path):
    written = io.BytesIO()
    with zstandard.ZstdCompressor().stream_writer(written, closefd=False) as stream:
        stream.write(b"viens\n" * 100_000)
    assert told(tmp_path / "x.zst", written.getvalue()) == [("x.zst", b"viens\n" * 100_000)]


def test_archives_are_read_in_archives_twice_and_compressed_files_in_each(tmp_path: Path):
    innermost = packed.zipped({"lv.txt": b"viens\n"})
    inner = packed.zipped({"a.gz": gzip.compress(b"divi\n"), "deep.zip": innermost})
    outer = packed.tarred({"b/x.zip": inner, "c.zst": packed.zstd(b"tr\xc4\xabs\n")})
    assert told(tmp_path / "x.tgz", gzip.compress(outer)) == [
        ("x.tgz/b/x.zip/a.gz", b"divi\n"),
        ("x.tgz/b/x.zip/deep.zip", "an archive nested more than 2 deep"),
        ("x.tgz/c.zst", "trīs\n".encode()),
    ]


def test_what_is_compressed_twice_is_refused(tmp_path: Path):
    content = gzip.compress(packed.zstd(b"viens\n"))
    assert told(tmp_path / "x.gz", content) == [("x.gz", "compressed more than once")]


def test_of_a_web_archive_only_warc_files_are_dumps(tmp_path: Path):
    files = {
        "archive/b.warc.gz": gzip.compress(b"WARC/1.1\r\n"),
        "archive/a.warc": b"WARC/1.0\r\n",
        "datapackage.json": b"{}",
        "indexes/index.cdx": b"...",
        "pages/pages.jsonl": b"{}\n",
    }
    assert told(tmp_path / "x", packed.zipped(files)) == [
        ("x/archive/a.warc", b"WARC/1.0\r\n"),
        ("x/archive/b.warc.gz", b"WARC/1.1\r\n"),
    ]


def test_hidden_files_and_what_macos_adds_are_left_out(tmp_path: Path):
    files = {"__MACOSX/._a.txt": b"1", ".DS_Store": b"2", "b/.git/c.txt": b"3", "b/": b"", "./a.txt": b"4"}
    for pack in (packed.zipped, packed.tarred):
        assert told(tmp_path / "x", pack(files)) == [("x/a.txt", b"4")]


@pytest.mark.parametrize("pack", [packed.zipped, lambda files: packed.tarred(files) + bytes(512)])
def test_an_archive_without_a_dump_is_said_to_be_one(tmp_path: Path, pack: Callable[[packed.Files], bytes]):
    assert told(tmp_path / "x", pack({".hidden": b"1"})) == [("x", "no dump in it")]


def test_a_zip_without_members_is_said_to_have_none(tmp_path: Path):
    assert told(tmp_path / "x", packed.zipped({})) == [("x", "no dump in it")]


BAD_NAMES = {
    "../up.txt": "a name that leads out of the archive: ../up.txt",
    "a/../../up.txt": "a name that leads out of the archive: a/../../up.txt",
    "/etc/passwd": "an absolute name: /etc/passwd",
    "C:/boot.txt": "an absolute name: C:/boot.txt",
    "a\\..\\b.txt": "a name that is none: a\\..\\b.txt",
    f"{'d/' * 2050}x.txt": "a path of 4,107 bytes, of at most 4,096",
}


@pytest.mark.parametrize("name", BAD_NAMES)
@pytest.mark.parametrize("pack", [packed.zipped, packed.tarred])
def test_a_name_that_leads_elsewhere_is_refused_and_named(
    tmp_path: Path, pack: Callable[[packed.Files], bytes], name: str
):
    [(where, reason), good] = sorted(told(tmp_path / "x", pack({name: b"1", "z.txt": b"2"})))
    assert (reason, good) == (BAD_NAMES[name], ("x/z.txt", b"2"))
    assert where.startswith("x/")
    assert list(tmp_path.iterdir()) == [tmp_path / "x"]


def test_names_that_are_not_utf_8_or_control_a_terminal_are_made_readable(tmp_path: Path):
    content = packed.tarred({"la\udce2tvija\x1b[2J\n.txt": b"1"}, tarfile.GNU_FORMAT)
    assert told(tmp_path / "x", content) == [("x/la\ufffdtvija\ufffd[2J\ufffd.txt", b"1")]


def test_names_of_a_zip_are_utf_8_with_and_without_a_flag_and_else_code_page_437(tmp_path: Path):
    archive = packed.zipped({"ziņas.txt": b"1"})
    assert told(tmp_path / "x", archive) == [("x/ziņas.txt", b"1")]
    unflagged = packed.patched(archive, "ziņas.txt", 8, b"\0\0")
    assert told(tmp_path / "x", unflagged) == [("x/ziņas.txt", b"1")]
    old = unflagged.replace("ņ".encode(), b"\x81\x82")
    assert told(tmp_path / "x", old) == [("x/ziüéas.txt", b"1")]


def test_links_devices_pipes_and_sparse_files_of_a_tar_are_refused(tmp_path: Path):
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as archive:
        packed.add(archive, "hard", type=tarfile.LNKTYPE, linkname="/etc/passwd")
        packed.add(archive, "soft", type=tarfile.SYMTYPE, linkname="../..")
        packed.add(archive, "null", type=tarfile.CHRTYPE)
        packed.add(archive, "disk", type=tarfile.BLKTYPE)
        packed.add(archive, "pipe", type=tarfile.FIFOTYPE)
        packed.add(archive, "sparse", b"x" * 700, pax_headers={"GNU.sparse.major": "1"})
        packed.add(archive, "old-sparse", b"y" * 700, type=tarfile.GNUTYPE_SPARSE)
        packed.add(archive, "dump", b"names\n", type=b"D")
        packed.add(archive, "good.txt", b"viens\n")
    assert told(tmp_path / "x", written.getvalue()) == [
        ("x/hard", "a hard link in a .tar"),
        ("x/soft", "a symbolic link in a .tar"),
        ("x/null", "a device in a .tar"),
        ("x/disk", "a device in a .tar"),
        ("x/pipe", "a pipe in a .tar"),
        ("x/sparse", "a sparse file in a .tar"),
        ("x/old-sparse", "a sparse file in a .tar"),
        ("x/dump", "no file but something of kind b'D' in a .tar"),
        ("x/good.txt", b"viens\n"),
    ]


def test_members_of_a_zip_that_are_no_plain_files_are_refused(tmp_path: Path):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("a.bz2", bytes(200), zipfile.ZIP_BZIP2)
        archive.writestr("b.xz", bytes(200), zipfile.ZIP_LZMA)
        link = zipfile.ZipInfo("link")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("secret.txt", b"viens\n")
        archive.writestr("z.txt", b"divi\n")
    content = packed.patched(written.getvalue(), "secret.txt", 8, b"\x01")
    assert told(tmp_path / "x", content) == [
        ("x/a.bz2", "packed by method 12 (bzip2), which is not read"),
        ("x/b.xz", "packed by method 14 (LZMA), which is not read"),
        ("x/link", "a symbolic link in a .zip"),
        ("x/secret.txt", "encrypted"),
        ("x/z.txt", b"divi\n"),
    ]


# A field of an entry of the directory, what it says now, and why the member is refused.
LIES = {
    "checksum": (16, struct.pack("<L", 1), "damaged: its checksum is"),
    "more-packed": (20, struct.pack("<L", 1 << 30), "it overlaps what stands behind it"),
    "less-packed": (20, struct.pack("<L", 5), "cut short after 5 packed bytes"),
    "less": (24, struct.pack("<L", 9), "it says 9 bytes, and holds more"),
    "more": (24, struct.pack("<L", 19_000), "it says 19,000 bytes, and holds 18,000"),
    "a-bomb": (24, struct.pack("<L", 1 << 31), "a bomb: "),
    "inside": (42, struct.pack("<L", 7), "it overlaps what stands behind it"),
    "elsewhere": (42, struct.pack("<L", 1 << 31), "it overlaps what stands behind it"),
    "a-method": (10, struct.pack("<H", 0), "it says 18,000 bytes, and holds"),
    "a-name": (46, b"b", "its directory gives it another name than b'a.txt'"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_zip_may_lie_about_a_member_and_the_rest_is_read(tmp_path: Path, lie: str):
    field, value, reason = LIES[lie]
    files = {"a.txt": b"viens\n" * 3000, "c.txt": b"divi\n"}
    content = packed.patched(packed.zipped(files), "a.txt", field, value)
    [(_, said), good] = told(tmp_path / "x", content)
    assert str(said).startswith(reason)
    assert good == ("x/c.txt", b"divi\n")


def test_a_member_of_a_zip_that_does_not_begin_where_it_should_is_refused(tmp_path: Path):
    content = packed.zipped({"a.txt": b"viens\n", "b.txt": b"divi\n"})
    at = content.index(b"PK\x03\x04", 1)
    assert told(tmp_path / "x", content[:at] + b"KP" + content[at + 2 :]) == [
        ("x/a.txt", b"viens\n"),
        ("x/b.txt", f"no member begins at byte {at}, as its directory says"),
    ]


def test_a_zip_whose_members_share_their_bytes_is_no_bomb(tmp_path: Path):
    assert told(tmp_path / "x", packed.overlapping_zip(b"a" * MB, 3)) == [
        ("x/a", "it overlaps what stands behind it"),
        ("x/a", "it overlaps what stands behind it"),
        ("x/a", "it overlaps what stands behind it"),
    ]


def test_a_zip_with_large_sizes_is_read(tmp_path: Path):
    """As packers write that make room for sizes over 4 GB."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("a.txt", "w", force_zip64=True) as stream:
            stream.write(b"viens\n")
        zip64 = zipfile.ZipInfo("b.txt")
        archive.writestr(zip64, b"divi\n")
    content = written.getvalue()
    assert told(tmp_path / "x", content) == [("x/a.txt", b"viens\n"), ("x/b.txt", b"divi\n")]
    assert told(tmp_path / "x", packed.without_directory(content))[0] == ("x/a.txt", b"viens\n")


@pytest.mark.parametrize("pack", [packed.zipped, packed.zipped_as_it_came])
def test_of_a_zip_that_is_cut_short_the_members_that_are_whole_are_read(
    tmp_path: Path, pack: Callable[[packed.Files], bytes]
):
    files = {name: FILES[name] for name in ("b/two.txt", "b/one.txt", "a.txt")}
    missing = ("x", "cut short: a .zip without its directory; members may be missing")
    whole = packed.without_directory(pack(files))
    assert told(tmp_path / "x", whole) == [*inside("x", files), missing]
    assert told(tmp_path / "x", whole[:-40]) == [
        *inside("x", files)[:2],
        ("x/a.txt", told(tmp_path / "x")[2][1]),
        missing,
    ]
    assert str(told(tmp_path / "x")[2][1]).startswith("cut short after ")


def test_of_a_zip_that_is_cut_short_inside_an_archive_in_it_all_is_said(tmp_path: Path):
    """The inner archive ends with a directory, which is not that of the outer one."""
    inner = packed.zipped({"lv.txt": b"viens\n"})
    outer = packed.zipped({"a.txt": b"divi\n", "in.zip": inner}, zipfile.ZIP_STORED)
    assert told(tmp_path / "x", outer[: outer.index(inner) + len(inner)]) == [
        ("x/a.txt", b"divi\n"),
        ("x/in.zip/lv.txt", b"viens\n"),
        ("x", "cut short: a .zip without its directory; members may be missing"),
    ]


@pytest.mark.parametrize("pack", [bytes, gzip.compress, packed.zstd])
def test_of_a_tar_that_is_cut_short_the_members_that_are_whole_are_read(
    tmp_path: Path, pack: Callable[[bytes], bytes]
):
    files = {"a.txt": b"viens\n", "b.txt": packed.noise(300_000)}
    [first, (where, reason)] = told(tmp_path / "x", pack(packed.tarred(files))[:200_000])
    assert (first, where) == (("x/a.txt", b"viens\n"), "x/b.txt")
    assert str(reason).startswith("cut short after ")


def test_a_tar_may_end_without_its_zeros_and_go_on_behind_them(tmp_path: Path):
    one, two = packed.tarred({"a.txt": b"1"}), packed.tarred({"b.txt": b"2"})
    assert told(tmp_path / "x", one + two) == [("x/a.txt", b"1"), ("x/b.txt", b"2")]
    assert told(tmp_path / "x", one.rstrip(b"\0").ljust(1024, b"\0")) == [("x/a.txt", b"1")]


def test_what_stands_in_a_tar_and_is_no_header_ends_it(tmp_path: Path):
    [good, (where, reason)] = told(tmp_path / "x", packed.tarred({"a.txt": b"1"}) + b"garbage" * 100)
    assert (good, where) == (("x/a.txt", b"1"), "x")
    assert reason == "no header of a .tar at byte 10,240: invalid header"


@pytest.mark.parametrize("pack", [gzip.compress, packed.zstd])
def test_of_a_compressed_file_that_is_cut_short_all_is_read_that_came(
    tmp_path: Path, pack: Callable[[bytes], bytes]
):
    content = packed.noise(300_000)
    [(_, found), (where, reason)] = told(tmp_path / "x.gz", pack(content)[:250_000])
    assert len(found) > 100_000
    assert content.startswith(found)
    assert where == "x.gz"
    assert reason == f"cut short after 250,000 bytes, {len(found):,} when unpacked"


@pytest.mark.parametrize("pack", [gzip.compress, packed.zstd])
def test_of_a_compressed_file_that_is_damaged_the_parts_are_read_whose_checksum_is_right(
    tmp_path: Path, pack: Callable[[bytes], bytes]
):
    one, two = pack(b"viens\n"), bytearray(pack(packed.noise(100_000)))
    two[50_000] ^= 1
    [good, (where, reason)] = told(tmp_path / "x.gz", one + bytes(two) + pack(b"tris\n"))
    assert (good, where) == (("x.gz", b"viens\n"), "x.gz")
    assert str(reason).startswith("damaged before byte ")
    [(where, reason)] = told(tmp_path / "x.gz", bytes(two))
    assert str(reason).startswith("damaged before byte ")


def test_zstd_that_takes_too_much_memory_or_a_dictionary_is_refused(tmp_path: Path):
    wide = zstandard.ZstdCompressor(
        compression_params=zstandard.ZstdCompressionParameters(window_log=27, write_content_size=False)
    )
    written = io.BytesIO()
    with wide.stream_writer(written, closefd=False) as stream:
        stream.write(b"viens\n")
    assert told(tmp_path / "x", written.getvalue()) == [
        ("x", "zstd with a window of 134,217,728 bytes, of at most 33,554,432")
    ]
    words = zstandard.train_dictionary(1000, [b"viens divi %d" % number for number in range(1000)])
    foreign = zstandard.ZstdCompressor(dict_data=words).compress(b"viens")
    assert told(tmp_path / "x", foreign) == [
        ("x", f"zstd with a dictionary, {words.dict_id():,}, that is not in it")
    ]


@pytest.mark.parametrize("make", [packed.gzip_bomb, packed.zstd_bomb])
def test_a_bomb_is_refused_and_the_rest_is_read(tmp_path: Path, make: Callable[[Path, int], Path]):
    bomb = make(tmp_path / "bomb", 70 * MB).read_bytes()
    files = {"a.txt": b"viens\n", "bomb.gz": bomb, "c.txt": b"divi\n"}
    first, (where, reason), last = told(tmp_path / "x.zip", packed.zipped(files))
    assert [first, last] == [("x.zip/a.txt", b"viens\n"), ("x.zip/c.txt", b"divi\n")]
    assert where == "x.zip/bomb.gz"
    assert str(reason).startswith("a bomb: ")


@pytest.mark.parametrize(
    "pack",
    [
        packed.zipped,
        lambda files: packed.without_directory(packed.zipped_as_it_came(files)),
        lambda files: gzip.compress(packed.tarred(files)),
    ],
)
def test_a_bomb_in_an_archive_is_refused(tmp_path: Path, pack: Callable[[packed.Files], bytes]):
    where, reason = told(tmp_path / "x", pack({"zeros": bytes(70 * MB)}))[0]
    assert where == "x/zeros"
    assert str(reason).startswith("a bomb: ")


def test_many_small_bombs_are_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(caps, "FREE_TOGETHER", 10 * MB)
    files = {f"{number:03}.txt": bytes(MB) for number in range(20)}
    content = packed.zipped(files)
    *good, bad = [one for _, one in told(tmp_path / "x", content)][:11]
    assert good == [bytes(MB)] * 10
    assert bad == f"a bomb: what is packed in {len(content):,} bytes grows more than 200 times"


def test_members_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(caps, "MEMBERS", 3)
    assert told(tmp_path / "x", packed.tarred(dict.fromkeys("abcd", b"1"))) == [
        *inside("x", dict.fromkeys("abc", b"1")),
        ("x", "more than 3 members"),
    ]


def test_a_member_that_is_too_large_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(caps, "MEMBER", 9)
    files = {"a.txt": b"1" * 10, "b.txt": b"2" * 9}
    assert told(tmp_path / "x", packed.zipped(files)) == [
        ("x/a.txt", "larger than 9 bytes: 10"),
        ("x/b.txt", b"2" * 9),
    ]
    for content in (packed.tarred(files), gzip.compress(packed.tarred(files))):
        assert told(tmp_path / "x", content) == [
            ("x/a.txt", "larger than 9 bytes"),
            ("x/b.txt", b"2" * 9),
        ]


def test_the_directory_of_a_zip_may_take_so_much_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(caps, "ZIP_DIRECTORY", 100)
    [(_, reason)] = told(tmp_path / "x", packed.zipped(dict.fromkeys("abcd", b"1")))
    assert reason == "a directory of 188 bytes, of at most 100"


def test_a_header_of_a_tar_may_take_so_much_memory(tmp_path: Path):
    content = packed.tarred({"n" * 2 * MB: b"1"}, tarfile.GNU_FORMAT)
    assert told(tmp_path / "x", content) == [("x", "a header of 2,097,153 bytes before byte 512")]


def test_a_full_disk_is_said_and_the_next_one_is_tried(tmp_path: Path):
    files = {"a.txt": b"1" * 200_000, "b.txt": b"2"}
    (tmp_path / "x").write_bytes(packed.zipped(files))
    with files_up_to(100_000):
        found = told(tmp_path / "x")
    folder = tempfile.gettempdir()
    assert found[0][0] == "x/a.txt"
    assert str(found[0][1]).startswith(f"no room in {folder} to unpack it, at byte ")
    assert found[1] == ("x/b.txt", b"2")


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """The file system lets no file grow beyond it."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_nothing_is_left_behind_and_one_dump_is_there_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    spools = tmp_path / "spools"
    spools.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(spools))
    inner = packed.zipped(FILES)
    (tmp_path / "x").write_bytes(gzip.compress(packed.tarred({"a.zip": inner, "b.zip": inner})))
    seen = 0
    for found in dumps_in_file(tmp_path / "x", Place.of(tmp_path / "x")):
        seen += 1
        assert found.file.parent == spools
        assert len(list(spools.iterdir())) == 2
    assert seen == 2 * len(FILES)
    assert list(spools.iterdir()) == []
    walk = dumps_in_file(tmp_path / "x", Place.of(tmp_path / "x"))
    next(walk)
    walk.close()
    assert list(spools.iterdir()) == []


@pytest.mark.parametrize("pack", [packed.zipped, packed.tarred])
def test_the_shares_of_the_dumps_are_the_bytes_on_the_disk(
    tmp_path: Path, pack: Callable[[packed.Files], bytes]
):
    content = pack({name: packed.noise(100_000 + number) for number, name in enumerate("abcd")})
    path = tmp_path / "x"
    for whole in (content, gzip.compress(content), packed.tarred({"z": content})):
        path.write_bytes(whole)
        shares = [found.share for found in dumps_in_file(path, Place.of(path))]
        assert sum(shares) == pytest.approx(len(whole), rel=0.05)


def test_memory_does_not_grow_with_what_is_packed(tmp_path: Path):
    (tmp_path / "many.zip").write_bytes(packed.overlapping_zip(b"", 20_000))
    packed.gzip_bomb(tmp_path / "bomb.gz", 70 * MB)
    packed.zstd_bomb(tmp_path / "bomb.zst", 700 * MB)
    tracemalloc.start()
    for path in sorted(tmp_path.iterdir()):
        assert isinstance(next(dumps_in_file(path, Place.of(path))), Refused)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 16 * MB


SIGNS = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd")
SMALL = {"a.txt": b"viens\n" * 20, "b/c.txt": b"divi\n"}
SOUND = (
    packed.zipped(SMALL),
    packed.zipped_as_it_came(SMALL),
    packed.tarred(SMALL),
    gzip.compress(packed.tarred(SMALL)),
    packed.zstd(packed.tarred(SMALL)),
    gzip.compress(b"viens\n" * 20) * 2,
    packed.zstd(b"viens\n" * 20) * 2,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all the files of a property."""
    return tmp_path_factory.mktemp("any")


@given(st.sampled_from(SIGNS), st.binary(max_size=400))
def test_bytes_of_any_kind_are_found_or_refused(folder: Path, sign: bytes, content: bytes):
    assert told(folder / "any", sign + content)


@given(st.data())
def test_one_wrong_byte_is_found_or_refused(folder: Path, data: st.DataObject):
    content = bytearray(data.draw(st.sampled_from(SOUND)))
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] = data.draw(st.integers(0, 255))
    assert told(folder / "any", bytes(content))


@given(st.data())
def test_what_is_cut_short_anywhere_is_found_or_refused(folder: Path, data: st.DataObject):
    content = data.draw(st.sampled_from(SOUND))
    cut = content[: data.draw(st.integers(1, len(content) - 1))]
    assert told(folder / "any", cut)


@given(
    st.dictionaries(
        st.text("abcģ/", min_size=1, max_size=6), st.binary(max_size=300).map(b"text ".__add__), max_size=5
    )
)
def test_a_zip_is_read_as_the_library_reads_it(folder: Path, files: dict[str, bytes]):
    path = folder / "any.zip"
    path.write_bytes(packed.zipped_as_it_came(files) if len(files) % 2 else packed.zipped(files))
    found = {where: content for where, content in told(path) if isinstance(content, bytes)}
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name[0] != "/" and name[-1] != "/"]
        assert found == {
            "any.zip/" + "/".join(filter(None, name.split("/"))): archive.read(name) for name in names
        }
