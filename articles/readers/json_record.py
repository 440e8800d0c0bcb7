"""From the bytes of one JSON object to a capture."""

from collections.abc import Mapping

import orjson

from . import records
from .capture import Capture, Refusal, Span


def capture(
    raw: bytes, span: Span, columns: Mapping[str, str], content: bytes | None = None
) -> Capture | Refusal:
    """What an object says; `content` is what of `raw` is JSON, if not all of it. Of names that stand twice in
    an object the last counts, as most parsers have it (RFC 8259, section 4)."""
    content = raw if content is None else content
    if sum(map(content.count, (b",", b"[", b"{"))) > records.MAX_VALUES:
        return Refusal(f"a record of more than {records.MAX_VALUES:,} values", span, raw)
    try:
        value = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        return Refusal(f"not JSON: {error.msg} (character {error.pos:,} of the record)", span, raw)
    if not isinstance(value, dict):
        return Refusal("no record: it is no JSON object", span, raw)
    return records.capture(value, span, raw, columns)


def is_object(line: bytes) -> bool:
    try:
        return isinstance(orjson.loads(line), dict)
    except orjson.JSONDecodeError:
        return False
