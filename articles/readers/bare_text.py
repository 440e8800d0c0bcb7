"""Reads the text capture of a page without furniture: section, headline, blank line, paragraphs."""

from collections.abc import Iterator

from . import feed_text, page_text
from .capture import Capture, Refusal, Span
from .dumpfile import DumpFile
from .names import byline_in

NAME = "bare_text"
VERSION = 1

HEADLINE = 300
PROSE = 60


def matches(dump: DumpFile) -> bool:
    """Two lines together, a blank one behind them, and prose; and no sign of the other layouts."""
    head = dump.head
    if len(head) < 3 or feed_text.matches(dump) or page_text.matches(dump):
        return False
    section, headline, first = head[:3]
    return (
        headline.number == section.number + 1
        and first.number > headline.number + 1
        and len(section.key) <= page_text.SECTION
        and not section.key.endswith(page_text.SENTENCE_ENDS)
        and len(headline.key) <= HEADLINE
        and any(len(line.key) >= PROSE for line in head[2:])
    )


def read(dump: DumpFile) -> Iterator[Capture | Refusal]:
    """The one article of the file. Refuses a file over page_text.MAX_PAGE_BYTES."""
    lines = page_text.written_lines(dump)
    if lines is None:
        yield page_text.too_long(dump)
        return
    section, headline, *body = lines
    last = body[-1]
    span = Span(section.start, last.end, section.number, last.number)
    paragraphs = tuple(line.stripped for line in body)
    yield Capture(
        span=span,
        raw=dump.bytes_between(span.byte_start, span.byte_end),
        title=headline.stripped,
        section=section.stripped,
        paragraphs=paragraphs,
        byline=byline_in(paragraphs),
    )
