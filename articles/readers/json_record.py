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
    value = loaded(raw if content is None else content)
    if isinstance(value, str):
        return Refusal(value, span, raw)
    return records.capture(value, span, raw, columns)


def loaded(content: bytes) -> dict[str, object] | str:
    """The object, or why it is none that can be read."""
    if sum(map(content.count, (b",", b"[", b"{"))) > records.MAX_VALUES:
        return f"a record of more than {records.MAX_VALUES:,} values"
    try:
        value = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        return f"not JSON: {error.msg} (character {error.pos:,} of the record)"
    return value if isinstance(value, dict) else "no record: it is no JSON object"


def is_object(line: bytes) -> bool:
    try:
        return isinstance(orjson.loads(line), dict)
    except orjson.JSONDecodeError:
        return False
