"""Reads web archives: WARC 0.17 to 1.1, WET (the texts of one) and ARC, as crawlers write them.

A block is a record of something that can be read: a `response` with the status 200 or a `resource`, if it
is HTML or XHTML, or a feed (of which every item is a block); a `conversion` to plain text; a `revisit` of
either, which is refused, because what it repeats stands in another record. All else is no block and is not
counted: requests, metadata, pictures, styles, scripts, redirects and errors.

Of a WET's text the first line is the headline (the page's title) and every other line a paragraph, the site's
menus among them: nothing is left of the markup that would tell them apart.

A record is shown as it stands, unless its payload is compressed or in chunks: then its headers are shown and
what the payload unpacks to. Each item of a feed in such a record has the record's bytes as its place, the nth
from the nth byte on, because no two blocks of a dump begin at the same.
"""

import re
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import brotli
from warcio.bufferedreaders import ChunkedDataReader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

from articles.folding import shown

from . import feed, json_feed
from .capture import Capture, Doubt, Refusal, Span
from .dumpfile import CHUNK_BYTES, HEAD_BYTES, DumpFile
from .encoding import decoded
from .records import HEADLINE, headline_of
from .saved_page import MAX_PAGE_BYTES, is_page, page, too_long
from .transcoding import wide_encoding
from .warc_records import Damage, Record, is_archive, records

NAME = "web_archive"
VERSION = 1

PAGES = {"text/html", "application/xhtml+xml"}
FEEDS = {
    *("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"),
    *("application/xml", "text/xml"),
}
FEED_READERS = (feed, json_feed)

# An HTTP answer's headers have a few thousand bytes.
MAX_HTTP_HEADER_BYTES = 1 << 16
# Markup packs to a tenth, seldom to a fiftieth; what unpacks to little harms nobody.
MAX_RATIO = 200
HARMLESS_BYTES = 1 << 18
# How much of what is no record is kept.
MAX_DAMAGE_BYTES = 1 << 16

INCOMPLETE = "the archive has only a part of the page"
UNREADABLE_CHARACTERS = "characters that are not of the text's encoding"

_CHARSET = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{2,40})", re.IGNORECASE)


def matches(dump: DumpFile) -> bool:
    return is_archive(dump.start)


def read(dump: DumpFile) -> Iterator[Capture | Refusal]:
    """The pages, texts and feeds, and what of the file is no record."""
    with dump.path.open("rb") as stream:
        archive = _File(stream)
        for found in records(stream):
            if isinstance(found, Damage):
                yield archive.refused(found)
            else:
                yield from _blocks(found, archive)


class _Unreadable(Exception):
    """Why the payload of a record cannot be read."""


class _File:
    """An archive's bytes and lines; asked for in ascending order."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._at = 0
        self._line_ends = 0

    def bytes(self, start: int, end: int) -> bytes:
        self._stream.seek(start)
        return self._stream.read(end - start)

    def span(self, start: int, end: int) -> Span:
        first = self._line_ends_before(start) + 1
        # A line end belongs to the line it ends.
        return Span(start, end, first, self._line_ends_before(end - 1) + 1)

    def refused(self, damage: Damage) -> Refusal:
        raw = self.bytes(damage.start, min(damage.end, damage.start + MAX_DAMAGE_BYTES))
        reason = f"{damage.reason} (byte {damage.start:,})"
        return Refusal(reason, self.span(damage.start, damage.end), raw, decoded(raw)[1])

    def _line_ends_before(self, end: int) -> int:
        while self._at < end:
            piece = self.bytes(self._at, min(end, self._at + CHUNK_BYTES))
            self._line_ends += piece.count(b"\n")
            self._at += len(piece)
        return self._line_ends


@dataclass(frozen=True, slots=True)
class _Answer:
    """What was fetched: the record, the headers of HTTP if there are any, and where its body begins."""

    record: Record
    http: StatusAndHeaders | None
    body_start: int

    @classmethod
    def of(cls, record: Record, archive: _File) -> "_Answer":
        start = record.block_start
        head = archive.bytes(start, min(record.end, start + MAX_HTTP_HEADER_BYTES))
        if record.kind not in ("response", "revisit") or not head.startswith(b"HTTP/"):
            return cls(record, None, start)
        stream = BytesIO(head)
        http = StatusAndHeadersParser([], verify=False).parse(stream)
        return cls(record, http, start + stream.tell())

    @property
    def is_refused(self) -> bool:
        """Whether the server gave something else than it was asked for."""
        return self.http is not None and self.http.get_statuscode() != "200"

    @property
    def content_type(self) -> str:
        """Of the payload, in small letters; empty if nobody says it."""
        stated = self._http("Content-Type") if self.http else self.record.header("Content-Type")
        if not stated or stated.startswith("application/http"):
            stated = self.record.header("WARC-Identified-Payload-Type")
        return (stated or "").lower()

    @property
    def media_type(self) -> str:
        return self.content_type.partition(";")[0].strip()

    @property
    def charset(self) -> str | None:
        found = _CHARSET.search(self.content_type)
        return found and found[1]

    @property
    def url(self) -> str | None:
        address = self.record.header("WARC-Target-URI") or ""
        return address if address.startswith(("http://", "https://")) else None

    @property
    def captured(self) -> str | None:
        return self.record.header("WARC-Date")

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """A page that is cut off is read as far as it goes."""
        if reason := self.record.header("WARC-Truncated"):
            return (Doubt(INCOMPLETE, f"cut off by the crawler: {shown(reason)}"),)
        if self.record.header("WARC-Segment-Number"):
            return (Doubt(INCOMPLETE, "further segments follow it"),)
        if not self.record.is_certain:
            return (Doubt(INCOMPLETE, "its record is not as long as it says"),)
        return ()

    def content(self, body: bytes) -> bytes:
        """The body without what was done to it on its way. Raises _Unreadable."""
        if "chunked" in self._http("Transfer-Encoding").lower():
            body = ChunkedDataReader(BytesIO(body)).read()
        for name in reversed(self._http("Content-Encoding").lower().split(",")):
            if name.strip() not in ("", "identity"):
                body = _unpacked(body, name.strip())
        return body

    def _http(self, name: str) -> str:
        return (self.http and self.http.get_header(name)) or ""


def _blocks(record: Record, archive: _File) -> Iterator[Capture | Refusal]:
    """What of a record is a block."""
    if record.kind not in ("response", "resource", "conversion", "revisit", "continuation"):
        return
    answer = _Answer.of(record, archive)
    media_type = answer.media_type
    is_wanted = media_type in PAGES or media_type in FEEDS
    if not media_type:
        start = archive.bytes(answer.body_start, min(record.end, answer.body_start + HEAD_BYTES))
        is_wanted = is_page(start)
    if record.kind == "continuation":
        yield _refused("a further segment of a record: its beginning is in another", record, archive)
    elif record.kind == "revisit" and is_wanted:
        repeated = shown(record.header("WARC-Refers-To-Date") or "") or "another day"
        url = shown(answer.url or "an address it does not say")
        yield _refused(f"a revisit of {url}: what it repeats is in the record of {repeated}", record, archive)
    elif record.kind == "conversion" and media_type == "text/plain":
        yield _text(answer, archive)
    elif record.kind != "revisit" and is_wanted and not answer.is_refused:
        yield from _fetched(answer, archive)


def _refused(reason: str, record: Record, archive: _File) -> Refusal:
    """With the beginning of the record, which may be of any size."""
    raw = archive.bytes(record.start, min(record.end, record.start + MAX_DAMAGE_BYTES))
    return Refusal(reason, archive.span(record.start, record.end), raw, decoded(raw)[1])


def _text(answer: _Answer, archive: _File) -> Capture | Refusal:
    record = answer.record
    span = archive.span(record.start, record.end)
    if record.end - answer.body_start > MAX_PAGE_BYTES:
        return too_long(record.end - answer.body_start, span)
    raw = archive.bytes(record.start, record.end)
    text, encoding = decoded(raw[answer.body_start - record.start :], answer.charset)
    lines = [line for written in text.split("\n") if (line := " ".join(written.split()))]
    if not lines:
        return Refusal("a text in which nothing is written", span, raw, encoding)
    doubts = list(answer.doubts)
    if "\ufffd" in text:
        doubts.append(Doubt(UNREADABLE_CHARACTERS, encoding))
    title, paragraphs = lines[0], tuple(lines[1:])
    if len(title) > HEADLINE:
        title, paragraphs = headline_of(tuple(lines), doubts, span)
    return Capture(
        span=span,
        raw=raw,
        title=title,
        paragraphs=paragraphs,
        language=(record.header("WARC-Identified-Content-Language") or "").partition(",")[0] or None,
        url=answer.url,
        doubts=tuple(doubts),
        captured=answer.captured,
        encoding=encoding,
    )


def _fetched(answer: _Answer, archive: _File) -> Iterator[Capture | Refusal]:
    """The page, or the items of the feed."""
    record = answer.record
    body_length = record.end - answer.body_start
    if body_length > MAX_PAGE_BYTES:
        yield too_long(body_length, archive.span(record.start, record.end))
        return
    raw = archive.bytes(record.start, record.end)
    head, body = raw[: answer.body_start - record.start], raw[answer.body_start - record.start :]
    try:
        content = answer.content(body)
    except _Unreadable as error:
        yield _refused(str(error), record, archive)
        return
    is_stored = content == body
    span = archive.span(record.start, record.end)
    if not is_page(content[:HEAD_BYTES]):
        with _spooled(content) as dump:
            reader = next((reader for reader in FEED_READERS if reader.matches(dump)), None)
            if reader:
                yield from _items(reader.read(dump), answer, span, head if is_stored else None)
                return
        if answer.media_type not in PAGES:
            return
    # Headers are ASCII: before two bytes a character they could not be shown.
    seen = content if wide_encoding(content) else raw if is_stored else head + content
    found = page(content, span, seen, answer.url, answer.captured, answer.charset)
    if isinstance(found, Capture):
        found = replace(found, doubts=(*found.doubts, *answer.doubts))
    yield found


def _items(
    items: Iterator[Capture | Refusal], answer: _Answer, span: Span, head: bytes | None
) -> Iterator[Capture | Refusal]:
    """The items of a feed in their places in the archive; `head` is what stands before a feed that is stored
    as it is."""
    for number, item in enumerate(items):
        if head is not None:
            place = _moved(item.span, len(head) + span.byte_start, head.count(b"\n") + span.line_start - 1)
        else:
            place = replace(span, byte_start=span.byte_start + number)
        if place.byte_start >= span.byte_end - 1:
            yield Refusal(f"a feed with more items than bytes, of which {number:,} are read", place)
            return
        if isinstance(item, Capture):
            item = replace(item, captured=answer.captured, doubts=(*item.doubts, *answer.doubts))
        yield replace(item, span=place)


def _moved(span: Span, by_bytes: int, by_lines: int) -> Span:
    return Span(
        span.byte_start + by_bytes,
        span.byte_end + by_bytes,
        span.line_start + by_lines,
        span.line_end + by_lines,
    )


@contextmanager
def _spooled(content: bytes) -> Iterator[DumpFile]:
    """A payload as a dump of its own, as readers take it."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        yield DumpFile.open(Path(file.name))


def _unpacked(packed: bytes, name: str) -> bytes:
    """A body that is stated to be compressed; one that is not, as some crawlers have it, stays as it is.
    Raises _Unreadable."""
    limit = min(MAX_PAGE_BYTES, max(HARMLESS_BYTES, MAX_RATIO * len(packed)))
    for unpack in UNPACK.get(name, ()):
        try:
            content = unpack(packed, limit + 1)
        except (zlib.error, brotli.error):
            continue
        if len(content) > limit:
            raise _Unreadable(f"a body of {len(packed):,} bytes that unpacks to more than {limit:,}")
        return content
    if packed.lstrip()[:1] in (b"<", b"{", b""):
        return packed
    raise _Unreadable(f"a body that cannot be unpacked: {shown(name)}")


def _inflated(packed: bytes, limit: int, window_bits: int) -> bytes:
    """As far as it goes: of a body that is cut off the beginning is there."""
    return zlib.decompressobj(window_bits).decompress(packed, limit)


def _brotli(packed: bytes, limit: int) -> bytes:
    return brotli.Decompressor().process(packed, output_buffer_limit=limit)


_GZIP = partial(_inflated, window_bits=16 + zlib.MAX_WBITS)
_ZLIB = partial(_inflated, window_bits=zlib.MAX_WBITS)
_BARE = partial(_inflated, window_bits=-zlib.MAX_WBITS)
# "deflate" is zlib's format by RFC 9110, and the bare stream by common use.
UNPACK: Mapping[str, tuple[Callable[[bytes, int], bytes], ...]] = {
    "gzip": (_GZIP,),
    "x-gzip": (_GZIP,),
    "deflate": (_ZLIB, _BARE),
    "br": (_brotli,),
}
