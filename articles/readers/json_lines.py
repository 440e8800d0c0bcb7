"""Reads JSON Lines (jsonlines.org): a record a line, as corpora and crawlers write them."""

from collections.abc import Iterator

from . import json_array, json_record
from .capture import Capture, Refusal
from .dumpfile import DumpFile
from .rawlines import BOM, raw_lines

NAME = "json_lines"
VERSION = 1

MAX_LINE_BYTES = 16 << 20

_SUFFIXES = (".jsonl", ".jsonlines", ".ndjson")


def matches(dump: DumpFile) -> bool:
    """A line that is an object, and is not all of a file that holds its records in a list."""
    written = dump.start.removeprefix(BOM).lstrip()
    if dump.name.lower().endswith(_SUFFIXES):
        return b"{" in written
    if not written.startswith(b"{"):
        return False
    first, _, rest = written.partition(b"\n")
    following = rest.lstrip()
    if len(first) == len(written) and dump.size > len(dump.start):
        # The first line is longer than what is looked at.
        return first[1:].lstrip().startswith(b'"') and not json_array.wraps_records(first)
    if following.startswith(b"{"):
        return first.rstrip().endswith(b"}")
    return json_record.is_object(first) and (bool(following) or not json_array.wraps_records(first))


def read(dump: DumpFile) -> Iterator[Capture | Refusal]:
    """The record of every line that is not blank."""
    for line in raw_lines(dump, MAX_LINE_BYTES):
        if line.raw is None:
            yield Refusal(f"a line longer than {MAX_LINE_BYTES:,} bytes", line.span)
        elif not line.is_blank:
            yield json_record.capture(line.raw, line.span, dump.columns, line.content)
