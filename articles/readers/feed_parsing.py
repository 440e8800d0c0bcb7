"""What feedparser finds in a feed's markup, in a time that does not depend on what that is.

feedparser is given bytes and nothing else: text it would take for the address of a feed, and open.
"""

import re
from io import BytesIO

import feedparser

from .xml_items import TAG, masked

# feedparser compares every tag with all before it, every name with all namespaces; it looks for an address in
# every part of an author's name. In bytes, or how many.
MAX_NAME_BYTES = 1_000
MAX_ATTRIBUTES = 100
MAX_NAMESPACES = 200
MAX_CATEGORIES = 1_000

_PERSON = rb"(?:author|creator|publisher|owner|managingeditor|webmaster|name|email)"
_PERSONS = re.compile(rb"<(/?)(?:[\w.-]{1,99}:)?" + _PERSON + rb"(?=[\s/>])", re.IGNORECASE)
_CATEGORIES = re.compile(rb"<(?:[\w.-]{1,99}:)?(?:category|subject|keywords|tags)(?=[\s/>])", re.IGNORECASE)
_LISTS_OF_TAGS = re.compile(rb"<(?:[\w.-]{1,99}:)?(?:keywords|tags)(?=[\s/>])[^<]*", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"=\s*[\"']")


class Unreadable(Exception):
    """Why feedparser cannot read a piece of a feed."""


def parsed(document: str) -> feedparser.FeedParserDict:
    """A feed of one item or none; texts are as written, not sanitised. Raises Unreadable."""
    content = f'<?xml version="1.0" encoding="utf-8"?>\n{document}'.encode()
    if excess := _excess(masked(content)):
        raise Unreadable(excess)
    try:
        return feedparser.parse(BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:
        # A heuristic over broken markup; what it may raise nobody has written down.
        raise Unreadable(f"feedparser fails at it: {type(error).__name__}") from error


def _excess(markup: bytes) -> str | None:
    """What there is too much of to be read in time."""
    begun: int | None = None
    for tag in _PERSONS.finditer(markup):
        if begun is not None and tag[1] and tag.start() - begun > MAX_NAME_BYTES:
            return f"a person's name of more than {MAX_NAME_BYTES:,} bytes"
        begun = None if tag[1] else tag.end()
    if markup.count(b"xmlns") > MAX_NAMESPACES:
        return f"more than {MAX_NAMESPACES} namespaces"
    tags = sum(1 for _ in _CATEGORIES.finditer(markup))
    if tags + sum(found[0].count(b",") for found in _LISTS_OF_TAGS.finditer(markup)) > MAX_CATEGORIES:
        return f"more than {MAX_CATEGORIES:,} categories"
    if markup.count(b"=") > MAX_ATTRIBUTES and any(
        sum(1 for _ in _ATTRIBUTE.finditer(tag[0])) > MAX_ATTRIBUTES for tag in TAG.finditer(markup)
    ):
        return f"an element with more than {MAX_ATTRIBUTES} attributes"
    return None
