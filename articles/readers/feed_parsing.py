"""What feedparser finds in a feed's markup, in a time that does not depend on what that is.

feedparser is given bytes and nothing else: text it would take for the address of a feed, and open.
"""

import re
from io import BytesIO
from xml.parsers.expat import ExpatError, ParserCreate

import feedparser

from .xml_items import TAG, masked

# Each of these signs outside of CDATA takes feedparser some microseconds, and some hundred bytes. The longest
# articles have a tenth of them.
MAX_SIGNS = {b"<": 50_000, b"=": 50_000, b"&": 500_000, b"\n": 500_000}
MAX_CDATA = 10_000
# In markup that is not well-formed, a tag takes 150 times its bytes.
MAX_TAG_BYTES = 1 << 16

# feedparser compares every tag with all before it, every name with all namespaces; it looks for an address in
# every part of an author's name. In bytes, or how many.
MAX_NAME_BYTES = 1_000
MAX_ATTRIBUTES = 100
MAX_NAMESPACES = 200
MAX_CATEGORIES = 1_000

_PERSON = rb"(?:author|creator|publisher|owner|managingeditor|webmaster)"
_PERSONS = re.compile(rb"<(/?)(?:[\w.-]{1,99}:)?" + _PERSON + rb"(?=[\s/>])[^<>]*", re.IGNORECASE)
_CATEGORIES = re.compile(rb"<(?:[\w.-]{1,99}:)?(?:category|subject|keywords|tags)(?=[\s/>])", re.IGNORECASE)
_LISTS_OF_TAGS = re.compile(rb"<(?:[\w.-]{1,99}:)?(?:keywords|tags)(?=[\s/>])[^<]*", re.IGNORECASE)
_LONG_TAG = re.compile(rb"<[^\s<>][^<>]{%d}" % MAX_TAG_BYTES)
_ATTRIBUTE = re.compile(rb"=\s*[\"']")


class Unreadable(Exception):
    """Why feedparser cannot read a piece of a feed."""


def parsed(document: str) -> feedparser.FeedParserDict:
    """A feed of one item or none; texts are as written, not sanitised. Raises Unreadable."""
    content = f'<?xml version="1.0" encoding="utf-8"?>\n{document}'.encode()
    if excess := _excess(content):
        raise Unreadable(excess)
    try:
        return feedparser.parse(BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:
        # A heuristic over broken markup; what it may raise nobody has written down.
        raise Unreadable(f"feedparser fails at it: {type(error).__name__}") from error


def _excess(content: bytes) -> str | None:
    """What there is too much of to be read in time."""
    if content.count(b"<![CDATA[") > MAX_CDATA:
        return f"more than {MAX_CDATA:,} CDATA sections"
    markup = masked(content)
    for sign, most in MAX_SIGNS.items():
        if markup.count(sign) > most:
            return f"more than {most:,} times {sign.decode()!r}"
    if _has_long_name(markup):
        return f"a person's name of more than {MAX_NAME_BYTES:,} bytes"
    if markup.count(b"xmlns") > MAX_NAMESPACES:
        return f"more than {MAX_NAMESPACES} namespaces"
    tags = sum(1 for _ in _CATEGORIES.finditer(markup))
    if tags + sum(found[0].count(b",") for found in _LISTS_OF_TAGS.finditer(markup)) > MAX_CATEGORIES:
        return f"more than {MAX_CATEGORIES:,} categories"
    if markup.count(b"=") > MAX_ATTRIBUTES and any(
        sum(1 for _ in _ATTRIBUTE.finditer(tag[0])) > MAX_ATTRIBUTES for tag in TAG.finditer(markup)
    ):
        return f"an element with more than {MAX_ATTRIBUTES} attributes"
    if _LONG_TAG.search(markup) and not _is_well_formed(content):
        return f"not well-formed, and a tag of more than {MAX_TAG_BYTES:,} bytes"
    return None


def _has_long_name(markup: bytes) -> bool:
    depth, begun = 0, 0
    for tag in _PERSONS.finditer(markup):
        if tag[1]:
            if depth and tag.start() - begun > MAX_NAME_BYTES:
                return True
            depth = max(0, depth - 1)
        elif not tag[0].endswith(b"/"):
            begun = begun if depth else tag.end()
            depth += 1
    return False


def _is_well_formed(content: bytes) -> bool:
    try:
        ParserCreate(namespace_separator=" ").Parse(content, True)
    except ExpatError:
        return False
    return True
