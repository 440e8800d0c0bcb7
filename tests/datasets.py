"""Data sets for the tests of their readers: drawn records, and what holds for all their blocks."""

from collections.abc import Sequence

from hypothesis import settings
from hypothesis import strategies as st

from articles.readers import Capture, Refusal

CHECKED = settings(max_examples=100, deadline=None, database=None)

WHITE_SPACE = b" \t\r\n\x0b\x0c"
BOM = b"\xef\xbb\xbf"

COLUMNS = st.sampled_from(["title", "text", "date", "author", "tags", "url", "name", "source", "id"])
NAMES = COLUMNS | st.text(max_size=5)
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=15,
)
RECORDS = st.lists(VALUES | st.dictionaries(NAMES, VALUES, max_size=6), max_size=8)


def titles(found: Sequence[Capture | Refusal]) -> list[str]:
    """What was found, each by its headline or by why it was refused."""
    return [one.title if isinstance(one, Capture) else one.reason for one in found]


def check_spans(found: Sequence[Capture | Refusal], content: bytes, between: bytes = WHITE_SPACE) -> None:
    """Blocks follow each other, hold the bytes they say, stand in the lines they say; between them is nothing
    but the bytes that may be there."""
    end = len(BOM) if content.startswith(BOM) else 0
    for one in found:
        span = one.span
        assert not content[end : span.byte_start].strip(between)
        assert span.byte_start <= span.byte_end <= len(content)
        assert one.raw == content[span.byte_start : span.byte_end]
        assert content[: span.byte_start].count(b"\n") + 1 == span.line_start
        assert content[: max(span.byte_start, span.byte_end - 1)].count(b"\n") + 1 == span.line_end
        assert isinstance(one, Capture) or one.reason
        end = span.byte_end
    assert not content[end:].strip(between)
    starts = [one.span.byte_start for one in found]
    assert starts == sorted(set(starts))
