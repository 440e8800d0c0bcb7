"""Opening a dump: its identity, its flaws with their places, and its lines with their offsets."""

import hashlib
from pathlib import Path

import pytest

from articles.readers import Refusal, Span, choose
from articles.readers.dumpfile import CHUNK_BYTES, HEAD_BYTES, MAX_LINE_BYTES, DumpFile, Line
from tests.dumps import write_dump


def lines_of(dump: DumpFile) -> list[tuple[int, int, int, str]]:
    return [(line.number, line.start, line.end, line.text) for line in dump.lines()]


def test_it_knows_a_dump_by_name_size_and_hash(tmp_path: Path):
    content = "Māksla\n".encode()
    dump = write_dump(tmp_path, content, "000_māksla.txt")
    assert (dump.name, dump.size, dump.sha256, dump.flaw) == (
        "000_māksla.txt",
        8,
        hashlib.sha256(content).hexdigest(),
        None,
    )


def test_it_takes_another_name_for_a_dump_that_came_without_one(tmp_path: Path):
    path = tmp_path / "spool"
    path.write_bytes(b"Published\n")
    assert DumpFile.open(path, name="-").name == "-"


def test_it_raises_when_the_dump_is_not_there(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        DumpFile.open(tmp_path / "missing.txt")


def test_it_counts_bytes_from_zero_and_lines_from_one(tmp_path: Path):
    dump = write_dump(tmp_path, "Kazahstāna\n\nโฆษณา\nkonec")
    assert lines_of(dump) == [
        (1, 0, 12, "Kazahstāna"),
        (2, 12, 13, ""),
        (3, 13, 29, "โฆษณา"),
        (4, 29, 34, "konec"),
    ]


def test_it_gives_the_bytes_that_a_line_says_it_takes(tmp_path: Path):
    dump = write_dump(tmp_path, "\ufeffMāksla\r\n\r\nتونس\u2028أمام\nkonec")
    assert [dump.bytes_between(line.start, line.end) for line in dump.lines()] == [
        "\ufeffMāksla\r\n".encode(),
        b"\r\n",
        "تونس\u2028أمام\n".encode(),
        b"konec",
    ]


def test_it_leaves_the_byte_order_mark_out_of_the_text_but_in_the_bytes(tmp_path: Path):
    dump = write_dump(tmp_path, "\ufeff公開済み\nfin")
    assert lines_of(dump) == [(1, 0, 16, "公開済み"), (2, 16, 19, "fin")]


def test_it_drops_the_carriage_return_before_a_line_end_and_no_other(tmp_path: Path):
    dump = write_dump(tmp_path, "one\r\ntwo\rstill two\r\n\r\nthree\r")
    assert lines_of(dump) == [
        (1, 0, 5, "one"),
        (2, 5, 20, "two\rstill two"),
        (3, 20, 22, ""),
        (4, 22, 28, "three"),
    ]


@pytest.mark.parametrize(
    "mark",
    ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e"],
    ids=lambda mark: f"U+{ord(mark):04X}",
)
def test_it_ends_a_line_at_the_line_feed_only(tmp_path: Path, mark: str):
    dump = write_dump(tmp_path, f"viens{mark}divi\ntrīs")
    assert [line.text for line in dump.lines()] == [f"viens{mark}divi", "trīs"]
    assert [line.key for line in dump.lines()] == ["viens divi", "trīs"]


def test_it_compares_lines_without_invisible_marks(tmp_path: Path):
    dump = write_dump(tmp_path, "\u200f\u202bתגובה\u202c:\u200f\u00a0 \n")
    assert list(dump.lines()) == [
        Line(1, 0, 27, "\u200f\u202bתגובה\u202c:\u200f\u00a0 ", "תגובה:"),
    ]


def test_it_takes_a_line_of_marks_and_spaces_for_a_blank_one(tmp_path: Path):
    dump = write_dump(tmp_path, "\ufeff\n\u200b\u00a0\u2060\t\n\u00ad\nอ่าน\n")
    assert [line.number for line in dump.written_lines()] == [4]


def test_it_looks_no_further_than_the_head_to_know_a_layout(tmp_path: Path):
    long = "x" * (HEAD_BYTES - 10)
    dump = write_dump(tmp_path, f"first\n{long}\nstarts inside\nstarts outside\n")
    assert [line.text for line in dump.head] == ["first", long, "starts inside"]


def test_it_finds_nothing_written_in_an_empty_dump(tmp_path: Path):
    dump = write_dump(tmp_path, b"")
    assert (dump.size, dump.flaw, list(dump.lines()), dump.head) == (0, None, [], [])


@pytest.mark.parametrize("content", ["", "\n", "\r\n\r\n", "\ufeff", " \t\u00a0\n\u200b\n"])
def test_it_refuses_a_dump_without_a_written_line(tmp_path: Path, content: str):
    dump = write_dump(tmp_path, content)
    last = max(1, content.count("\n"))
    assert choose(dump) == Refusal("empty: not one written line (byte 0)", Span(0, dump.size, 1, last))


@pytest.mark.parametrize(
    ("content", "reason", "byte", "line"),
    [
        (b"one\ntw\0o\n", "binary: it holds a NUL byte", 6, 2),
        ("\ufeffKazahstāna".encode("utf-16-le"), "binary: it holds a NUL byte", 3, 1),
        ("Kazahstāna".encode("utf-16-le"), "binary: it holds a NUL byte", 1, 1),
        ("Māksla\nReklāma\n".encode("cp1257"), "not UTF-8: byte 0xe2", 1, 1),
        ("Māksla\n".encode() + "Reklāma\n".encode("cp1257"), "not UTF-8: byte 0xe2", 12, 2),
        (b"\xed\xa0\x80", "not UTF-8: byte 0xed", 0, 1),
        (b"\xf8\x88\x80\x80\x80", "not UTF-8: byte 0xf8", 0, 1),
        ("Publicēts\nbeigas ".encode() + "ā".encode()[:1], "not UTF-8: it ends inside a character", 18, 2),
        ("ไทย".encode()[:-1], "not UTF-8: it ends inside a character", 6, 1),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary: it holds a NUL byte", 8, 3),
        (b"GIF89a\x80\xff", "not UTF-8: byte 0x80", 6, 1),
    ],
)
def test_it_refuses_what_is_not_text_and_says_where(
    tmp_path: Path, content: bytes, reason: str, byte: int, line: int
):
    dump = write_dump(tmp_path, content)
    assert dump.flaw == Refusal(f"{reason} (byte {byte:,})", Span(byte, byte, line, line))
    assert choose(dump) == dump.flaw


def test_it_still_hashes_the_whole_of_what_it_refuses(tmp_path: Path):
    content = b"\0" + b"x" * (CHUNK_BYTES + 1)
    dump = write_dump(tmp_path, content)
    assert (dump.size, dump.sha256) == (len(content), hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize("before", range(1, 4))
def test_it_reads_a_character_that_two_chunks_share(tmp_path: Path, before: int):
    content = _short_lines(CHUNK_BYTES - before) + "𐒰 osage\n".encode()
    dump = write_dump(tmp_path, content)
    assert dump.flaw is None
    assert list(dump.lines())[-1].text.endswith("𐒰 osage")


@pytest.mark.parametrize("before", range(1, 4))
def test_it_says_where_a_character_breaks_off_that_two_chunks_share(tmp_path: Path, before: int):
    start = CHUNK_BYTES - before
    content = _short_lines(start) + "𐒰".encode()[:3] + b"x\n"
    dump = write_dump(tmp_path, content)
    line = content[:start].count(b"\n") + 1
    assert dump.flaw == Refusal(f"not UTF-8: byte 0xf0 (byte {start:,})", Span(start, start, line, line))


def test_it_says_where_a_dump_ends_inside_a_character_behind_the_first_chunk(tmp_path: Path):
    start = CHUNK_BYTES + 5
    content = _short_lines(start) + "ไ".encode()[:2]
    dump = write_dump(tmp_path, content)
    line = content.count(b"\n") + 1
    assert dump.flaw == Refusal(
        f"not UTF-8: it ends inside a character (byte {start:,})", Span(start, start, line, line)
    )


def test_it_reads_the_longest_line_that_it_allows(tmp_path: Path):
    dump = write_dump(tmp_path, b"one\n" + b"x" * MAX_LINE_BYTES + b"\nthree\n")
    assert dump.flaw is None
    assert [len(line.text) for line in dump.lines()] == [3, MAX_LINE_BYTES, 5]


@pytest.mark.parametrize("ending", [b"\n", b"", b"\nthree\n"])
def test_it_refuses_a_line_that_is_one_byte_longer(tmp_path: Path, ending: bytes):
    dump = write_dump(tmp_path, b"one\n" + b"x" * (MAX_LINE_BYTES + 1) + ending)
    assert dump.flaw == Refusal("a line longer than 1,048,576 bytes (byte 4)", Span(4, 4, 2, 2))


def test_it_refuses_a_line_of_many_chunks_without_holding_it(tmp_path: Path):
    dump = write_dump(tmp_path, b"x" * (5 * CHUNK_BYTES))
    assert dump.flaw == Refusal("a line longer than 1,048,576 bytes (byte 0)", Span(0, 0, 1, 1))


def test_it_reports_the_first_flaw_only(tmp_path: Path):
    dump = write_dump(tmp_path, b"\xff\n" + b"x" * (CHUNK_BYTES + 1) + b"\0")
    assert dump.flaw == Refusal("not UTF-8: byte 0xff (byte 0)", Span(0, 0, 1, 1))


def _short_lines(size: int) -> bytes:
    """That many bytes, in lines that no cap objects to."""
    return (b"0123456789abcde\n" * (size // 16 + 1))[:size]
