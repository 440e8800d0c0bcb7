"""Reads feeds in XML: RSS 0.9x and 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0.

A feed may be larger than memory: xml_items finds where its items are, and feedparser reads each of them by
itself, inside the start tags that stand around it, which declare the namespaces.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from typing import BinaryIO
from urllib.parse import urljoin
from xml.sax.saxutils import quoteattr

from articles.folding import SHOWN_LENGTH

from .capture import Capture, Doubt, Refusal, Span
from .dumpfile import HEAD_BYTES, DumpFile
from .encoding import decoded
from .feed_entries import Channel, Entry
from .feed_parsing import Unreadable, parsed
from .rawlines import BOM
from .transcoding import Places, in_utf8, wide_encoding
from .xml_items import Block, Kind, blocks, holds_text, masked

NAME = "feed"
VERSION = 1

# In bytes; feedparser takes a dozen times as many for an item. What stands between two items is their
# channel's, which is short.
MAX_ITEM_BYTES = 4 << 20
MAX_GAP_BYTES = 1 << 20

NO_END = "the item has no end tag"
UNREADABLE_CHARACTERS = "characters that are not of the feed's encoding"

_CHARSET = re.compile(rb"<\?xml\s[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,40})")
_ROOT = rb"(?:[\w.-]{1,99}:)?(?P<root>rss|rdf|feed)(?=[\s/>])"
_FEED = re.compile(
    rb"\s*(?:<!DOCTYPE[^\[<>]*+(?:\[[^\]]*+\]\s*+)?>\s*)?<" + _ROOT,
    re.IGNORECASE,
)
# RDF says much that is no feed.
_RSS_IN_RDF = (b"http://purl.org/rss/1.0/", b"http://my.netscape.com/rdf/simple/0.9/")

# The elements around an item, with their attributes, of which language and base are kept apart.
_AROUND = re.compile(
    rb"<(?P<end>/?)(?P<name>(?:[\w.-]{1,99}:)?(?i:rss|rdf|feed|channel))(?=[\s/>])"
    rb"""[^<>"']*+(?:"[^"]*"[^<>"']*+|'[^']*'[^<>"']*+)*+>"""
)
_START_TAG = re.compile(r"""<[^<>"']*+(?:"[^"]*"[^<>"']*+|'[^']*'[^<>"']*+)*+>""")
_BASE = re.compile(r"""\sxml:base\s*=\s*("[^"]*"|'[^']*')""")
_LANGUAGE = re.compile(r"""\sxml:lang\s*=\s*("[^"]*"|'[^']*')""")
_ENTITY = re.compile(rb"<!ENTITY\s+([^<>]*)")
# A character or a word, and neither a file nor what is made of other entities.
_SAFE_ENTITY = re.compile(
    rb"""[\w.-]+\s+(?:"(?:[^"&%]{0,32}|&\#\w{1,8};)"|'(?:[^'&%]{0,32}|&\#\w{1,8};)')\s*"""
)
_DC_DATE = re.compile(r"<(?:dc|DC):date(?:\s[^<>]*)?>\s*(?:<!\[CDATA\[)?([^<\]]+)")
_ITEM_END = re.compile(rb"</(?:[\w.-]{1,99}:)?(?:item|entry)\s*>", re.IGNORECASE)
_FEED_END = re.compile(rb"</(?:[\w.-]{1,99}:)?(?:channel|rss|rdf|feed)\s*>", re.IGNORECASE)


def matches(dump: DumpFile) -> bool:
    start = dump.start
    if wide := wide_encoding(start):
        start = start.decode(wide, errors="ignore").encode()
    found = _FEED.match(masked(start.removeprefix(BOM).removeprefix("\ufeff".encode())))
    return bool(found) and (found["root"].lower() != b"rdf" or any(sign in start for sign in _RSS_IN_RDF))


def read(dump: DumpFile) -> Iterator[Capture | Refusal]:
    """The items, and whatever stands between them that is not their channel's."""
    if wide := wide_encoding(dump.start):
        with in_utf8(dump, wide) as (stream, places):
            yield from _Feed(dump, stream, wide, places).read()
    else:
        with dump.path.open("rb") as stream:
            yield from _Feed(dump, stream).read()


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around every item: the declaration of entities, start tags, end tags; and what its
    addresses are relative to."""

    entities: str = ""
    start_tags: str = ""
    end_tags: str = ""
    base: str = ""

    def in_language(self, language: str | None) -> "_Around":
        if not language or not self.start_tags:
            return self
        return replace(self, start_tags=f"{self.start_tags[:-1]} xml:lang={quoteattr(language)}>")

    def document(self, markup: str) -> str:
        return f"{self.entities}{self.start_tags}{markup}{self.end_tags}"


class _Hostile(Exception):
    """Why no item of a feed may be read."""


class _Feed:
    """A feed being read: the dump; its text, in UTF-8 or another encoding in which ASCII is ASCII; and where
    the bytes of that text stand in the dump, if they are others."""

    def __init__(
        self, dump: DumpFile, stream: BinaryIO, wide: str | None = None, places: Places | None = None
    ):
        self._dump = dump
        self._stream = stream
        self._size = os.fstat(stream.fileno()).st_size
        self._wide = wide
        self._places = places
        self._charset = "utf-8"
        self._around = _Around()
        self._channel = Channel()

    def read(self) -> Iterator[Capture | Refusal]:
        has_any = False
        for block in blocks(self._stream):
            if block.kind is Kind.HEAD:
                try:
                    self._read_head(block.end)
                except _Hostile as flaw:
                    yield self._refuse_all(str(flaw))
                    return
            elif found := self._gap(block) if block.kind is Kind.GAP else self._item(block):
                has_any = True
                yield found
        if not has_any:
            yield self._refuse_all("a feed without an item")

    def _read_head(self, end: int) -> None:
        start = self._bytes(0, min(end, HEAD_BYTES))
        if stated := _CHARSET.search(start):
            self._charset = "utf-8" if self._wide else stated[1].decode()
        head = decoded(start, self._charset)[0].encode()
        self._around = _around(head)
        begun = _AROUND.search(masked(head))
        markup = head[begun.start() :].decode() if begun else ""
        self._channel = _channel(f"{self._around.entities}{markup}{self._around.end_tags}")
        if self._channel.title is None:
            # Some write the elements of the channel behind its items.
            tail = self._bytes(max(end, self._size - HEAD_BYTES), self._size)
            behind = max((tag.end() for tag in _ITEM_END.finditer(masked(tail))), default=len(tail))
            text, _ = decoded(tail[behind:], self._charset)
            found = _channel(f"{self._around.entities}{self._around.start_tags}{text}")
            self._channel = replace(self._channel, title=found.title)
        self._around = self._around.in_language(self._channel.language)

    def _gap(self, block: Block) -> Refusal | None:
        """What is lost between two items, if anything is."""
        if block.end - block.start > MAX_GAP_BYTES:
            reason = f"more than {MAX_GAP_BYTES:,} bytes between two items"
            return Refusal(reason, self._span(block))
        gap = self._bytes(block.start, block.end)
        if not holds_text(gap.replace(BOM, b"")):
            return None
        return self._refuse("text between two items", _trimmed(block, gap))

    def _item(self, block: Block) -> Capture | Refusal:
        if block.end - block.start > MAX_ITEM_BYTES:
            return Refusal(f"an item longer than {MAX_ITEM_BYTES:,} bytes", self._span(block))
        content = self._bytes(block.start, block.end)
        is_open = block.kind is Kind.OPEN
        if is_open:
            block = _trimmed(block, content)
            if block.end == self._size and not _FEED_END.search(content):
                return self._refuse("the feed breaks off inside an item", block)
        text, encoding = decoded(content, self._charset)
        try:
            entry = _entry(text, self._around, self._channel)
        except Unreadable as error:
            return self._refuse(f"an item that cannot be read: {error}", block)
        if entry is None or entry.title is None:
            return self._refuse(_lacks(entry), block)
        doubts = []
        if is_open:
            doubts.append(Doubt(NO_END, entry.title, block.line_start))
        if "\ufffd" in text:
            doubts.append(Doubt(UNREADABLE_CHARACTERS, encoding, block.line_start))
        published = entry.published or _dc_date(text)
        span = self._span(block)
        return Capture(
            span=span,
            raw=self._dump.bytes_between(span.byte_start, span.byte_end),
            title=entry.title,
            paragraphs=entry.paragraphs,
            source=entry.source,
            language=entry.language,
            published=published,
            published_origin="feed" if published else None,
            url=entry.url,
            guid=entry.guid,
            byline=entry.byline,
            excerpt=entry.excerpt,
            tags=entry.tags,
            doubts=tuple(doubts),
            encoding=self._wide or encoding,
        )

    def _refuse(self, reason: str, block: Block) -> Refusal:
        span = self._span(block)
        raw = self._dump.bytes_between(span.byte_start, span.byte_end)
        return Refusal(reason, span, raw, self._wide or decoded(raw, self._charset)[1])

    def _refuse_all(self, reason: str) -> Refusal:
        self._stream.seek(0)
        last = max((block.line_end for block in blocks(self._stream)), default=1)
        return Refusal(reason, Span(0, self._dump.size, 1, last))

    def _bytes(self, start: int, end: int) -> bytes:
        return os.pread(self._stream.fileno(), end - start, start)

    def _span(self, block: Block) -> Span:
        start, end = block.start, block.end
        if self._places:
            start, end = self._places.of(start), self._places.of(end)
        return Span(start, end, block.line_start, block.line_end)


def _around(head: bytes) -> _Around:
    """What is open where the first item begins. Raises _Hostile."""
    markup = masked(head)
    opened: list[tuple[bytes, str]] = []
    first = len(head)
    for tag in _AROUND.finditer(markup):
        first = min(first, tag.start())
        if not tag["end"]:
            opened.append((tag["name"], tag[0].decode()))
        elif opened and opened[-1][0] == tag["name"]:
            opened.pop()
    base = ""
    for _, tag in opened:
        base = _base(tag, base)
    return _Around(
        _entities(markup[:first]),
        "".join(_BASE.sub("", _LANGUAGE.sub("", tag)) for _, tag in opened),
        "".join(f"</{name.decode()}>" for name, _ in reversed(opened)),
        base,
    )


def _entities(prolog: bytes) -> str:
    """The document type again, with no more than the entities it declares. Raises _Hostile if one is a file,
    or more than a word: out of those a text of any size can be made."""
    declarations = []
    for declared in _ENTITY.finditer(prolog):
        if not _SAFE_ENTITY.fullmatch(declared[1]):
            name = declared[1][:SHOWN_LENGTH].decode(errors="replace").strip()
            raise _Hostile(f"it declares an entity that is no character: {name}")
        name, value = declared[1].decode().strip().split(None, 1)
        # feedparser looks for double quotes.
        declarations.append(f'<!ENTITY {name} "{value[1:-1].replace(chr(34), "&#34;")}">\n')
    return f"<!DOCTYPE feed [\n{''.join(declarations)}]>\n" if declarations else ""


def _channel(document: str) -> Channel:
    try:
        return Channel.of(parsed(document).feed)
    except Unreadable:
        # What its items say counts.
        return Channel()


def _entry(text: str, around: _Around, channel: Channel) -> Entry | None:
    tag = _START_TAG.match(text)
    end = tag.end() if tag else 0
    # With a base, feedparser would take every guid for an address, and drop those that are none.
    entries = parsed(around.document(_BASE.sub("", text[:end]) + text[end:])).entries
    return Entry(entries[0], channel, _base(text[:end], around.base)) if entries else None


def _base(tag: str, base: str) -> str:
    found = _BASE.search(tag)
    try:
        return urljoin(base, unescape(found[1][1:-1])) if found else base
    except ValueError:
        return base


def _dc_date(text: str) -> str | None:
    """The date of Dublin Core, which feedparser gives as the date of the last change."""
    found = _DC_DATE.search(text)
    return found and (" ".join(found[1].split()) or None)


def _lacks(entry: Entry | None) -> str:
    if entry is None or not entry.paragraphs:
        return "an item with neither title nor text"
    return f"an item without a title: {entry.paragraphs[0][:SHOWN_LENGTH]}"


def _trimmed(block: Block, content: bytes) -> Block:
    """The block without the white space around it."""
    lead, rest = len(content) - len(content.lstrip()), content.rstrip()
    line_start = block.line_start + content.count(b"\n", 0, lead)
    return block._replace(
        start=block.start + lead,
        end=block.start + len(rest),
        line_start=line_start,
        line_end=line_start + content.count(b"\n", lead, len(rest)),
    )
