"""Reads a page saved as HTML: one article, out of the site around it.

Headline, date, author and the rest are what the page's markup states (page_metadata). The text is
trafilatura's, word for word, a line a paragraph; a headline that it repeats above the text stands there once.
"""

import codecs
import logging
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from urllib.parse import unquote

import trafilatura
from lxml import etree
from lxml.html import HtmlElement
from trafilatura.utils import line_processing, trim

from articles.folding import comparable

from .capture import Capture, Doubt, Refusal, Span
from .dumpfile import CHUNK_BYTES, HEAD_BYTES, DumpFile
from .encoding import decoded
from .page_metadata import Metadata, same_host, stated
from .records import headline_of

NAME = "saved_page"
VERSION = 1

MAX_PAGE_BYTES = 16 << 20

# What libxml2 and trafilatura take grows with the square of an element's attributes and children: within
# these limits the worst page that was found takes five seconds. A long live blog has 10,000 elements.
# libxml2 stops at what is nested deeper than MAX_DEPTH, and reads nothing behind it.
MAX_ELEMENTS = 30_000
MAX_SQUARED_CHILDREN = 50_000_000
MAX_ATTRIBUTES = 1_000
MAX_DEPTH = 255

# In memory a page's text takes some thirty times its length. A book has a million characters.
MAX_CHARACTERS = 4_000_000

# Pictures in a page's own markup; trafilatura would look through them for words.
LONG_ATTRIBUTE = 10_000

UNREADABLE_CHARACTERS = "characters that are not of the page's encoding"

_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)(?=[\s/>])", re.IGNORECASE)
_WHOLE = re.compile(r"<(?:!doctype|html)", re.IGNORECASE)
_SPACE = re.compile(r"[\s\ufeff]*")

# What browsers write above a page, and SingleFile below its first tag.
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d{4}\)(\S{1,2000}) -->")
_SINGLE_FILE = re.compile(
    r"<!--\s*Page saved with SingleFile\s+url:\s*(\S{1,2000})\s+saved date:\s*([^\n(]{1,60}?)\s*[(\n]"
)

# What trafilatura has to say of a page, the refusal says.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())


def matches(dump: DumpFile) -> bool:
    return is_page(dump.start)


def read(dump: DumpFile) -> Iterator[Capture | Refusal]:
    """The page, or why there is no article in it."""
    span = Span(0, dump.size, 1, max(1, _line_count(dump)))
    if dump.size > MAX_PAGE_BYTES:
        yield too_long(dump.size, span)
        return
    content = dump.bytes_between(0, dump.size)
    url, captured = _saved_from(content[:HEAD_BYTES])
    yield page(content, span, content, url, captured)


def is_page(start: bytes) -> bool:
    """Whether bytes begin as HTML does: with its first tag, behind comments and an XML declaration."""
    text = _as_markup(start)
    return bool(_PAGE.match(text, _prolog_end(text)))


def page(
    content: bytes,
    span: Span,
    raw: bytes,
    url: str | None = None,
    captured: str | None = None,
    charset: str | None = None,
) -> Capture | Refusal:
    """The article of a page. `url` and `charset` are what it was fetched from and as; a canonical link to the
    same host is a better address. `raw` is what people are shown, in the encoding of `content`."""
    if len(content) > MAX_PAGE_BYTES:
        return too_long(len(content), span)
    text, encoding = decoded(content, charset)

    def refused(reason: str) -> Refusal:
        return Refusal(reason, span, raw, encoding)

    markup = _markup(text)
    if excess := _excess(markup):
        return refused(f"a page with {excess}")
    tree = trafilatura.load_html(markup)
    if tree is None:
        return refused("a page without markup")
    metadata = stated(tree, url)
    _drop_long_attributes(tree)
    try:
        extracted = article_text(tree)
    except Exception as error:
        # A heuristic over hostile markup; what it may raise nobody has written down.
        return refused(f"a page that trafilatura fails at: {type(error).__name__}")
    finally:
        _forget_long_texts()
    lines = [line for line in (extracted or "").split("\n") if line.strip()]
    if not lines:
        return refused("a page without the text of an article")
    doubts = []
    if "\ufffd" in extracted:
        doubts.append(Doubt(UNREADABLE_CHARACTERS, encoding))
    title, paragraphs = metadata.title, tuple(lines)
    if title is None:
        title, paragraphs = headline_of(paragraphs, doubts, span)
    elif comparable(lines[0]) == comparable(title):
        paragraphs = paragraphs[1:]
    return Capture(
        span=span,
        raw=raw,
        title=title,
        paragraphs=paragraphs,
        section=metadata.section,
        source=metadata.source,
        language=metadata.language,
        published=metadata.published,
        published_origin="record" if metadata.published else None,
        url=_address(metadata, url),
        byline=metadata.byline,
        excerpt=metadata.excerpt,
        tags=metadata.tags,
        doubts=tuple(doubts),
        captured=captured,
        alternates=metadata.alternates,
        encoding=encoding,
    )


def article_text(tree: HtmlElement) -> str | None:
    """The text that trafilatura finds, without what readers commented: what it is sure of, or else what it
    thinks likely, because a short article is an article too. It fetches nothing when it is given a tree."""
    return trafilatura.extract(tree, include_comments=False, favor_precision=True) or trafilatura.extract(
        tree, include_comments=False
    )


def too_long(size: int, span: Span) -> Refusal:
    return Refusal(f"a page of {size:,} bytes, longer than {MAX_PAGE_BYTES:,}", span)


def _as_markup(start: bytes) -> str:
    """The beginning of a page as far as its tags go, which are ASCII."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return start.decode("utf-16", errors="ignore")
    return start.removeprefix(codecs.BOM_UTF8).decode("latin-1")


def _markup(text: str) -> str:
    """The page from its first tag on; lxml takes one without an "<html>" for a part of a page."""
    text = text[_prolog_end(text) :]
    return text if _WHOLE.match(text) else f"<html>{text}"


def _prolog_end(text: str) -> int:
    """Where the first tag stands, behind white space, comments and declarations."""
    at = 0
    while at < len(text):
        at = _SPACE.match(text, at).end()
        if text.startswith("<!--", at):
            end = text.find("-->", at + 4)
            at = end + 3 if end >= 0 else len(text)
        elif text.startswith("<?", at):
            end = text.find(">", at)
            at = end + 1 if end >= 0 else len(text)
        else:
            break
    return at


def _saved_from(start: bytes) -> tuple[str | None, str | None]:
    """Where and when a browser or SingleFile says it saved the page."""
    text = _as_markup(start)
    if found := _SINGLE_FILE.search(text):
        return found[1], _moment(found[2])
    found = _SAVED_FROM.search(text)
    return (unquote(found[1]) if found else None), None


def _moment(text: str) -> str | None:
    """SingleFile writes the date as JavaScript does: "Tue May 14 2024 09:00:00 GMT+0300"."""
    try:
        return datetime.strptime(text, "%a %b %d %Y %H:%M:%S GMT%z").isoformat()
    except ValueError:
        return None


def _address(metadata: Metadata, url: str | None) -> str | None:
    if metadata.url and (url is None or same_host(metadata.url, url)):
        return metadata.url
    return url


def _line_count(dump: DumpFile) -> int:
    count, last = 0, b"\n"
    with dump.path.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            count += chunk.count(b"\n")
            last = chunk[-1:]
    return count + (last != b"\n")


def _excess(markup: str) -> str | None:
    """What a page has too much of to be read in time."""
    try:
        etree.fromstring(markup, etree.HTMLParser(target=_Limits()))
    except _Exceeded as excess:
        return str(excess)
    except (etree.LxmlError, ValueError):
        pass
    return None


def _drop_long_attributes(tree: HtmlElement) -> None:
    for element in tree.iter():
        for name, value in element.attrib.items():
            if len(value) > LONG_ATTRIBUTE:
                del element.attrib[name]


def _forget_long_texts() -> None:
    """trafilatura remembers the last 1,024 texts it looked at, of whatever length."""
    line_processing.cache_clear()
    trim.cache_clear()


class _Exceeded(Exception):
    """Of which there is too much."""


class _Limits:
    """Follows a parser through a page, without a tree, and stops it where a limit is exceeded."""

    def __init__(self) -> None:
        self._children = [0]
        self._elements = 0
        self._squared = 0
        self._characters = 0
        self._is_text = True

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._elements += 1
        # One more child makes n² into (n + 1)².
        self._squared += 2 * self._children[-1] + 1
        self._children[-1] += 1
        self._children.append(0)
        self._is_text = tag not in ("script", "style")
        if self._elements > MAX_ELEMENTS:
            raise _Exceeded(f"more than {MAX_ELEMENTS:,} elements")
        if self._squared > MAX_SQUARED_CHILDREN:
            raise _Exceeded("too many elements side by side")
        if len(self._children) > MAX_DEPTH:
            raise _Exceeded(f"elements nested deeper than {MAX_DEPTH}")
        if len(attributes) > MAX_ATTRIBUTES:
            raise _Exceeded(f"an element with {len(attributes):,} attributes")

    def end(self, tag: str) -> None:
        self._is_text = True
        if len(self._children) > 1:
            self._children.pop()

    def data(self, text: str) -> None:
        self._characters += len(text) if self._is_text else 0
        if self._characters > MAX_CHARACTERS:
            raise _Exceeded(f"more than {MAX_CHARACTERS:,} characters")

    def close(self) -> None:
        """A parser's target has one."""
