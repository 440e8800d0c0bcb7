"""Reads the text capture of a page without furniture: section, headline, blank line, paragraphs."""

from collections.abc import Iterator, Sequence

from . import feed_text, page_text
from .capture import Capture, Refusal, Span
from .dumpfile import DumpFile, Line
from .names import byline_in

NAME = "bare_text"
VERSION = 1

HEADLINE = 300
PROSE = 60


def matches(head: Sequence[Line]) -> bool:
    """Two lines together, a blank one behind them, and prose; and no sign of the other layouts."""
    if len(head) < 3 or feed_text.matches(head) or page_text.matches(head):
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
