"""Reads JSON Feed, versions 1 and 1.1 (jsonfeed.org). An item is found where json_array finds a record."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from html import unescape

from articles.folding import SHOWN_LENGTH

from . import json_array, json_record
from .capture import Capture, Refusal, Span
from .dumpfile import HEAD_BYTES, DumpFile
from .feed_entries import absolute
from .html_text import paragraphs, plain_paragraphs
from .rawlines import BOM

NAME = "json_feed"
VERSION = 1

# PHP writes slashes with a backslash.
_VERSION = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version\\?/1')

# How many brackets are tried as the end of the items, where the feed's own fields stand behind them.
MAX_BRACKETS = 20


def matches(dump: DumpFile) -> bool:
    start = dump.start.removeprefix(BOM).lstrip()
    return start.startswith(b"{") and _VERSION.search(start) is not None


def read(dump: DumpFile) -> Iterator[Capture | Refusal]:
    """The items, and whatever stands between them that is none."""
    return json_array.blocks(dump, _Feed(dump).item)


class _Feed:
    """A feed being read."""

    def __init__(self, dump: DumpFile):
        self._dump = dump
        self._first = 0

    def item(self, raw: bytes, span: Span) -> Capture | Refusal:
        self._first = self._first or span.byte_start
        item = json_record.loaded(raw)
        if isinstance(item, str):
            return Refusal(item, span, raw)
        if "items" in item:
            return Refusal("a feed without an item", span, raw)
        return self._capture(item, span, raw)

    def _capture(self, item: Mapping[str, object], span: Span, raw: bytes) -> Capture | Refusal:
        text = _text(item)
        title = _line(item, "title")
        if title is None:
            lack = f"without a title: {text[0][:SHOWN_LENGTH]}" if text else "with neither title nor text"
            return Refusal(f"an item {lack}", span, raw)
        summary = plain_paragraphs(_string(item, "summary"))
        published = _line(item, "date_published")
        return Capture(
            span=span,
            raw=raw,
            title=unescape(title),
            paragraphs=text or summary,
            source=_line(self._own, "title"),
            language=_line(item, "language") or _line(self._own, "language"),
            published=published,
            published_origin="feed" if published else None,
            url=self._url(item),
            guid=_line(item, "id"),
            byline=_byline(item),
            excerpt=(" ".join(summary) or None) if text and summary != text else None,
            tags=_tags(item),
        )

    def _url(self, item: Mapping[str, object]) -> str | None:
        """Where the item is; of an item that is but a link, where that leads."""
        url = _line(item, "url") or _line(item, "external_url")
        return url and absolute(_string(self._own, "home_page_url"), url)

    @cached_property
    def _own(self) -> Mapping[str, object]:
        """What the feed says of itself, before its items or behind them."""
        start = self._dump.bytes_between(0, min(self._first, HEAD_BYTES)).removeprefix(BOM)
        before = json_record.loaded(start + b"]}")
        own = before if isinstance(before, dict) else {}
        if "title" in own:
            return own
        end = self._dump.bytes_between(max(self._first, self._dump.size - HEAD_BYTES), self._dump.size)
        at = len(end)
        for _ in range(MAX_BRACKETS):
            if (at := end.rfind(b"]", 0, at)) < 0:
                break
            # Behind the end of the items this is an object; the first such end is theirs.
            behind = json_record.loaded(b'{"items":[' + end[at:])
            if isinstance(behind, dict):
                own |= behind
        return own


def _string(said: Mapping[str, object], key: str) -> str:
    """What is written there; of a number its digits, as identifiers are in many feeds."""
    value = said.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value.replace("\0", "\ufffd") if isinstance(value, str) else ""


def _line(said: Mapping[str, object], key: str) -> str | None:
    return " ".join(_string(said, key).split()) or None


def _text(item: Mapping[str, object]) -> tuple[str, ...]:
    return paragraphs(_string(item, "content_html")) or plain_paragraphs(_string(item, "content_text"))


def _byline(item: Mapping[str, object]) -> str | None:
    """Version 1.1 has a list of authors, version 1 one."""
    authors = item.get("authors")
    every = authors if isinstance(authors, list) else [item.get("author")]
    names = [_line(author, "name") for author in every if isinstance(author, dict)]
    return ", ".join(dict.fromkeys(name for name in names if name)) or None


def _tags(item: Mapping[str, object]) -> tuple[str, ...]:
    tags = item.get("tags")
    words = (" ".join(tag.split()) for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else ()
    return tuple(dict.fromkeys(word for word in words if word))
