"""From the bytes of a dump to its captures, by the readers of FORMS and LAYOUTS and no others.

A reader is a module: NAME and VERSION, which stand in the provenance of what it reads; `matches(dump)`,
which looks at the dump's beginning only; `read(dump)`, which yields its blocks in the order of their bytes.
A form is told by a sign of its own, a layout by how the lines of a text stand.
"""

from types import ModuleType

from . import (
    bare_text,
    feed,
    feed_text,
    json_array,
    json_feed,
    json_lines,
    page_text,
    ris,
    saved_page,
    table,
    web_archive,
)
from .capture import Capture, Doubt, Refusal, Span
from .dumpfile import DumpChanged, DumpFile

FORMS: tuple[ModuleType, ...] = (web_archive, feed, saved_page, json_feed, json_lines, json_array, ris, table)
LAYOUTS: tuple[ModuleType, ...] = (page_text, feed_text, bare_text)
READERS = (*FORMS, *LAYOUTS)

__all__ = ["LAYOUTS", "READERS", "Capture", "Doubt", "DumpChanged", "DumpFile", "Refusal", "Span", "choose"]


def choose(dump: DumpFile) -> ModuleType | Refusal:
    """The one reader of the dump's form or layout, or why nothing can read it."""
    for form in FORMS:
        if form.matches(dump):
            return form
    if dump.flaw:
        return dump.flaw
    if not dump.head:
        return _refuse(dump, "empty: not one written line (byte 0)")
    claims = [layout for layout in LAYOUTS if layout.matches(dump)]
    if not claims:
        known = ", ".join(reader.NAME for reader in READERS)
        return _refuse(dump, f"no article in a layout that is known: {known} (byte 0)")
    if len(claims) > 1:
        names = " and ".join(layout.NAME for layout in claims)
        return _refuse(dump, f"two readers claim it: {names} (byte 0)")
    return claims[0]


def _refuse(dump: DumpFile, reason: str) -> Refusal:
    return Refusal(reason, Span(0, dump.size, 1, max(1, sum(1 for _ in dump.lines()))))
