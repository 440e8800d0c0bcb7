"""Web archives: which of their records are blocks, and what is said of each."""

import gzip
import zlib
from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from articles.readers import Capture, DumpFile, Refusal, choose, saved_page, web_archive
from articles.readers.capture import Span
from articles.readers.saved_page import MAX_PAGE_BYTES
from articles.readers.web_archive import INCOMPLETE
from tests import saved_pages
from tests.dumps import read, write_dump
from tests.saved_pages import STORIES

FETCHED = "2024-05-20T10:00:00Z"
ADDRESS = "https://reforma.example/lv/saeima/"
PAGE = saved_pages.saved_page("lv").encode()
HTML = ("Content-Type", "text/html; charset=utf-8")

FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Reformu Vēstnesis</title><language>lv</language>
<item><title>Mēri prasa nodokļus</title><link>https://reforma.example/meri/</link>
<description>Pašvaldības grib iekasēt pašas.</description></item>
<item><title>Tiesas kļūst atvērtākas</title><link>https://reforma.example/tiesas/</link>
<description>Sēdes varēs vērot no mājām.</description></item>
</channel></rss>
""".encode()


class Writer(WARCWriter):
    """Which leaves no temporary files open."""

    def _create_temp_file(self) -> BytesIO:
        return BytesIO()


class Archive:
    """A WARC being written."""

    def __init__(self, version: str = "1.0") -> None:
        self._bytes = BytesIO()
        self._writer = Writer(self._bytes, gzip=False, warc_version=version)
        self._writer.write_record(self._writer.create_warcinfo_record("reform.warc", {"operator": "Reform"}))

    def add(
        self,
        payload: bytes,
        *headers: tuple[str, str],
        kind: str = "response",
        url: str = ADDRESS,
        status: str | None = "200 OK",
        content_type: str | None = None,
        **warc: str,
    ) -> "Archive":
        http = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1") if status else None
        names = {name.replace("_", "-"): value for name, value in warc.items()}
        record = self._writer.create_warc_record(
            url,
            kind,
            payload=BytesIO(payload),
            http_headers=http,
            warc_content_type=content_type or "",
            warc_headers_dict={"WARC-Date": FETCHED, **names},
        )
        self._writer.write_record(record)
        return self

    @property
    def content(self) -> bytes:
        return self._bytes.getvalue()


def page_alone() -> Capture:
    """What the page says where it is no part of an archive."""
    return saved_page.page(PAGE, Span(0, 1, 1, 1), b"", ADDRESS, FETCHED)


def without_place(found: Capture) -> Capture:
    return replace(found, span=Span(0, 1, 1, 1), raw=b"")


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_a_page_says_what_it_says_alone_and_when_it_was_fetched(tmp_path: Path, version: str):
    content = Archive(version).add(PAGE, HTML).content
    [found] = read(tmp_path, content)
    assert without_place(found) == page_alone()
    assert (found.captured, found.published) == (FETCHED, "2024-05-14T09:00:00+03:00")
    assert (found.url, found.paragraphs) == (ADDRESS, STORIES["lv"].body)


def test_a_record_stands_where_it_says_and_is_shown_as_it_stands(tmp_path: Path):
    content = Archive().add(PAGE, HTML).add(PAGE, HTML).content
    for found in read(tmp_path, content):
        span = found.span
        assert found.raw == content[span.byte_start : span.byte_end]
        assert found.raw.startswith(b"WARC/1.0\r\n")
        assert found.raw.endswith(b"</html>\n")
        assert span.line_start == content.count(b"\n", 0, span.byte_start) + 1
        assert span.line_end == content.count(b"\n", 0, span.byte_end - 1) + 1


def chunked(content: bytes, size: int = 700) -> bytes:
    pieces = (content[at : at + size] for at in range(0, len(content), size))
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def deflated(content: bytes) -> bytes:
    """Without zlib's header, as some servers send it."""
    packing = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packing.compress(content) + packing.flush()


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(PAGE), [("Content-Encoding", "gzip")]),
        (brotli.compress(PAGE), [("Content-Encoding", "br")]),
        (zlib.compress(PAGE), [("Content-Encoding", "deflate")]),
        (deflated(PAGE), [("Content-Encoding", "Deflate")]),
        (chunked(PAGE), [("Transfer-Encoding", "chunked")]),
        (chunked(gzip.compress(PAGE)), [("Transfer-Encoding", "chunked"), ("Content-Encoding", "x-gzip")]),
        (gzip.compress(brotli.compress(PAGE)), [("Content-Encoding", "br, gzip")]),
    ],
)
def test_a_packed_page_is_read_and_shown_as_it_unpacks(
    tmp_path: Path, body: bytes, headers: list[tuple[str, str]]
):
    [found] = read(tmp_path, Archive().add(body, HTML, *headers).content)
    assert without_place(found) == page_alone()
    assert found.raw.startswith(b"WARC/1.0\r\n")
    assert found.raw.endswith(b"\r\n\r\n" + PAGE)


@pytest.mark.parametrize("header", [("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")])
def test_a_page_that_a_crawler_unpacked_is_read_whatever_is_stated(tmp_path: Path, header: tuple[str, str]):
    [found] = read(tmp_path, Archive().add(PAGE, HTML, header).content)
    assert without_place(found) == page_alone()


def test_what_is_no_page_text_or_feed_is_no_block(tmp_path: Path):
    archive = Archive()
    archive.add(PAGE, HTML, status="404 Not Found")
    archive.add(PAGE, HTML, ("Location", "/elsewhere"), status="301 Moved Permanently")
    archive.add(b"\x89PNG", ("Content-Type", "image/png"))
    archive.add(b"p { color: red }", ("Content-Type", "text/css"))
    archive.add(b"User-agent: *", ("Content-Type", "text/plain"), url="https://reforma.example/robots.txt")
    archive.add(b"<urlset/>", ("Content-Type", "application/xml"), url="https://reforma.example/map.xml")
    archive.add(b"key: value", kind="metadata", status=None, content_type="application/warc-fields")
    archive.add(b"GET / HTTP/1.1\r\n\r\n", kind="request", status=None, content_type="application/http")
    archive.add(b"192.0.2.1", url="dns:reforma.example", status=None, content_type="text/dns")
    assert read(tmp_path, archive.content) == []


def test_a_resource_and_a_page_without_a_type_are_read(tmp_path: Path):
    archive = Archive()
    archive.add(PAGE, kind="resource", status=None, content_type="application/xhtml+xml; charset=utf-8")
    archive.add(PAGE)
    archive.add(PAGE, kind="resource", status=None, content_type="text/html", url="file:///tmp/saved.html")
    first, second, third = read(tmp_path, archive.content)
    assert without_place(first) == without_place(second) == page_alone()
    assert third.url is None


def test_the_charset_that_the_server_states_counts(tmp_path: Path):
    story = saved_pages.saved_page("ru").replace('<meta charset="utf-8">', "")
    archive = Archive().add(story.encode("koi8-r"), ("Content-Type", 'text/html; Charset="KOI8-R"'))
    [found] = read(tmp_path, archive.content)
    assert (found.title, found.encoding) == (STORIES["ru"].headline, "koi8-r")


@pytest.mark.parametrize(
    ("canonical", "url"),
    [
        ("https://reforma.example/lv/saeima-pagarina/", "https://reforma.example/lv/saeima-pagarina/"),
        ("/lv/saeima-pagarina/", "https://reforma.example/lv/saeima-pagarina/"),
        ("https://www.reforma.example/a", "https://www.reforma.example/a"),
        ("https://mirror.example/a", ADDRESS),
        ("https://reforma.example/", ADDRESS),
    ],
)
def test_a_canonical_link_to_the_same_host_is_the_address(tmp_path: Path, canonical: str, url: str):
    head = f'<link rel="canonical" href="{canonical}">'
    [found] = read(tmp_path, Archive().add(saved_pages.saved_page("lv", head).encode(), HTML).content)
    assert found.url == url


def test_a_date_of_fetching_is_no_date_of_publication(tmp_path: Path):
    [found] = read(tmp_path, Archive().add(saved_pages.saved_page("lv", head="").encode(), HTML).content)
    assert (found.published, found.published_origin, found.captured) == (None, None, FETCHED)


def test_of_a_text_the_first_line_is_the_headline(tmp_path: Path):
    text = "Saeima pagarina termiņu\nSākums\n\n  Likumprojektiem būs\tjāgaida.  \r\nKomentāri\n"
    archive = Archive().add(
        text.encode(),
        kind="conversion",
        status=None,
        content_type="text/plain",
        WARC_Identified_Content_Language="lav,eng",
    )
    [found] = read(tmp_path, archive.content)
    assert found.title == "Saeima pagarina termiņu"
    assert found.paragraphs == ("Sākums", "Likumprojektiem būs jāgaida.", "Komentāri")
    assert (found.language, found.url, found.captured) == ("lav", ADDRESS, FETCHED)
    assert found.published is None


def test_a_first_line_too_long_for_a_headline_gives_its_first_words(tmp_path: Path):
    text = "Likumprojektiem būs jāgaida. " * 10
    archive = Archive().add(text.encode(), kind="conversion", status=None, content_type="text/plain")
    [found] = read(tmp_path, archive.content)
    assert found.title == "Likumprojektiem būs jāgaida. Likumprojektiem būs jāgaida. Likumprojektiem būs…"
    assert found.paragraphs == (text.strip(),)
    assert [doubt.text for doubt in found.doubts] == [found.title]


def test_a_text_of_nothing_is_refused(tmp_path: Path):
    archive = Archive().add(b"\n \n", kind="conversion", status=None, content_type="text/plain")
    [found] = read(tmp_path, archive.content)
    assert found.reason == "a text in which nothing is written"


def test_the_items_of_a_feed_stand_where_they_stand_in_the_archive(tmp_path: Path):
    content = Archive().add(PAGE, HTML).add(FEED, ("Content-Type", "text/xml")).content
    _, first, second = read(tmp_path, content)
    assert [one.title for one in (first, second)] == ["Mēri prasa nodokļus", "Tiesas kļūst atvērtākas"]
    for one in (first, second):
        assert content[one.span.byte_start : one.span.byte_end] == one.raw
        assert one.raw.startswith(b"<item>")
        assert one.span.line_start == content.count(b"\n", 0, one.span.byte_start) + 1
        assert (one.source, one.captured) == ("Reformu Vēstnesis", FETCHED)


def test_the_items_of_a_packed_feed_have_the_place_of_its_record(tmp_path: Path):
    headers = [("Content-Type", "application/rss+xml"), ("Content-Encoding", "gzip")]
    content = Archive().add(gzip.compress(FEED), *headers).add(PAGE, HTML).content
    first, second, page = read(tmp_path, content)
    assert second.span.byte_start == first.span.byte_start + 1
    assert first.span.byte_end == second.span.byte_end < page.span.byte_start
    assert content[first.span.byte_start :].startswith(b"WARC/1.0")
    assert first.raw.startswith(b"<item>")


def test_a_feed_in_json_is_read(tmp_path: Path):
    feed = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "Reform", "items": [
{"id": "7", "title": "Mayors ask for taxes", "content_text": "They want to raise their own."}]}"""
    [found] = read(tmp_path, Archive().add(feed, ("Content-Type", "application/feed+json")).content)
    assert (found.title, found.captured) == ("Mayors ask for taxes", FETCHED)


def test_a_revisit_is_refused_and_says_where_the_page_is(tmp_path: Path):
    archive = Archive()
    archive.add(b"", HTML, kind="revisit", WARC_Refers_To_Date="2024-05-01T00:00:00Z")
    archive.add(b"", ("Content-Type", "image/png"), kind="revisit")
    archive.add(b"", HTML, kind="revisit")
    first, second = read(tmp_path, archive.content)
    repeats = f"a revisit of {ADDRESS}: what it repeats is in the record of"
    assert first.reason == f"{repeats} 2024-05-01T00:00:00Z"
    assert second.reason == f"{repeats} another day"
    assert first.raw.startswith(b"WARC/1.0")


def test_a_page_in_segments_is_read_as_far_as_the_first(tmp_path: Path):
    archive = Archive().add(PAGE, HTML, WARC_Segment_Number="1")
    archive.add(b"rest", kind="continuation", status=None, WARC_Segment_Number="2")
    first, second = read(tmp_path, archive.content)
    assert [doubt.reason for doubt in first.doubts] == [INCOMPLETE]
    assert second.reason == "a further segment of a record: its beginning is in another"


def test_a_page_that_the_crawler_cut_off_is_in_doubt(tmp_path: Path):
    cut = PAGE[: PAGE.index(STORIES["lv"].body[3].encode())]
    [found] = read(tmp_path, Archive().add(cut, HTML, WARC_Truncated="length").content)
    assert found.paragraphs == STORIES["lv"].body[:3]
    assert [(doubt.reason, doubt.text) for doubt in found.doubts] == [
        (INCOMPLETE, "cut off by the crawler: length")
    ]


def test_of_an_archive_that_breaks_off_what_was_read_stays(tmp_path: Path):
    content = Archive().add(PAGE, HTML).add(PAGE, HTML).content[:-500]
    found, refused = read(tmp_path, content)
    assert without_place(found) == page_alone()
    assert refused.reason.startswith("the file breaks off inside a record: ")
    assert refused.reason.endswith(f" (byte {refused.span.byte_start:,})")
    assert refused.span.byte_end == len(content)
    assert content.endswith(refused.raw)


def test_a_page_whose_record_says_too_much_is_read_and_in_doubt(tmp_path: Path):
    content = Archive().add(PAGE, HTML).add(PAGE, HTML).content
    [length] = {line for line in content.split(b"\r\n") if line.startswith(b"Content-Length: 2")}
    content = content.replace(length, b"Content-Length: 999999", 1)
    first, second = read(tmp_path, content)
    assert [doubt.reason for doubt in first.doubts] == [INCOMPLETE]
    assert first.paragraphs == second.paragraphs == STORIES["lv"].body
    assert second.doubts == ()


ARC = (
    b"filedesc://reform.arc 0.0.0.0 20240520100000 text/plain 77\n"
    b"1 0 Reform\nURL IP-address Archive-date Content-type Archive-length\n"
)


def test_it_reads_an_arc(tmp_path: Path):
    block = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE
    header = b"%s 192.0.2.1 20240520100000 text/html %d\n" % (ADDRESS.encode(), len(block))
    [found] = read(tmp_path, ARC + b"\n" + header + block + b"\n")
    assert without_place(found) == page_alone()


def test_a_bomb_is_refused_and_the_next_page_read(tmp_path: Path):
    archive = Archive()
    for pack, name in ((gzip.compress, "gzip"), (brotli.compress, "br"), (zlib.compress, "deflate")):
        archive.add(pack(b" " * 40_000_000), HTML, ("Content-Encoding", name))
    archive.add(b"\x1f\x8b no gzip", HTML, ("Content-Encoding", "gzip"))
    archive.add(b"\x28\xb5\x2f\xfd", HTML, ("Content-Encoding", "zstd"))
    archive.add(PAGE, HTML)
    *refused, found = read(tmp_path, archive.content)
    assert [("unpacks to more than" in one.reason) for one in refused] == [True, True, True, False, False]
    assert [one.reason for one in refused[3:]] == [
        "a body that cannot be unpacked: gzip",
        "a body that cannot be unpacked: zstd",
    ]
    assert found.paragraphs == STORIES["lv"].body


def test_a_page_that_is_too_long_is_refused(tmp_path: Path):
    archive = Archive().add(b"<html>" + b"x" * MAX_PAGE_BYTES, HTML).add(PAGE, HTML)
    refused, found = read(tmp_path, archive.content)
    assert refused.reason == f"a page of {MAX_PAGE_BYTES + 6:,} bytes, longer than {MAX_PAGE_BYTES:,}"
    assert found.paragraphs == STORIES["lv"].body


def test_a_feed_with_more_items_than_bytes_stops(tmp_path: Path):
    feed = FEED.replace(b"</channel>", b"<item><title>a</title></item>" * 5_000 + b"</channel>")
    headers = [("Content-Type", "text/xml"), ("Content-Encoding", "gzip")]
    *items, last = read(tmp_path, Archive().add(gzip.compress(feed), *headers).content)
    assert len({one.span.byte_start for one in (*items, last)}) == len(items) + 1
    assert last.reason == f"a feed with more items than bytes, of which {len(items):,} are read"


def test_a_text_about_archives_is_none(tmp_path: Path):
    assert choose(write_dump(tmp_path, "WARC/1.0 is the first version.\n")) is not web_archive


WHOLE = (
    Archive()
    .add(PAGE, HTML)
    .add(gzip.compress(PAGE), HTML, ("Content-Encoding", "gzip"))
    .add(chunked(PAGE), HTML, ("Transfer-Encoding", "chunked"))
    .add(FEED, ("Content-Type", "text/xml"))
    .add(b"", HTML, kind="revisit")
    .content
)
EDITS = st.lists(
    st.tuples(
        st.integers(0, len(WHOLE)),
        st.integers(0, 400),
        st.sampled_from(
            [b"", b"\0", b"\r\n\r\n", b"WARC/1.0\r\n", b"Content-Length: 9\r\n", b"9", b"<", b"\xff", b"gzip"]
        ),
    ),
    max_size=6,
)


def edited(content: bytes, edits: Iterable[tuple[int, int, bytes]]) -> bytes:
    for at, length, instead in edits:
        content = content[:at] + instead + content[at + length :]
    return content


@settings(max_examples=2500, deadline=None)
@given(EDITS)
def test_whatever_is_wrong_with_an_archive_every_block_has_its_own_place(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[int, int, bytes]]
):
    content = edited(WHOLE, edits)
    path = tmp_path_factory.getbasetemp() / "edited.warc"
    path.write_bytes(content)
    found = list(web_archive.read(DumpFile.open(path)))
    assert all(isinstance(one, Capture | Refusal) for one in found)
    starts = [one.span.byte_start for one in found]
    assert all(one < other for one, other in pairwise(starts))
    assert all(0 <= one.span.byte_start < one.span.byte_end <= len(content) for one in found)
    assert all(0 < one.span.line_start <= one.span.line_end for one in found)
