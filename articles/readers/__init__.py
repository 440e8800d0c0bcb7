"""From the bytes of a dump to its captures. The layouts are the modules of READERS, and no others."""

from types import ModuleType

from . import bare_text, feed_text, page_text
from .capture import Capture, Doubt, Refusal, Span
from .dumpfile import DumpChanged, DumpFile

READERS: tuple[ModuleType, ...] = (page_text, feed_text, bare_text)

__all__ = ["READERS", "Capture", "Doubt", "DumpChanged", "DumpFile", "Refusal", "Span", "choose"]


def choose(dump: DumpFile) -> ModuleType | Refusal:
    """The one reader whose layout the dump has, or why nothing can read it."""
    if dump.flaw:
        return dump.flaw
    if not dump.head:
        return _refuse(dump, "empty: not one written line (byte 0)")
    claims = [reader for reader in READERS if reader.matches(dump.head)]
    if not claims:
        known = ", ".join(reader.NAME for reader in READERS)
        return _refuse(dump, f"no article in a layout that is known: {known} (byte 0)")
    if len(claims) > 1:
        names = " and ".join(reader.NAME for reader in claims)
        return _refuse(dump, f"two readers claim it: {names} (byte 0)")
    return claims[0]


def _refuse(dump: DumpFile, reason: str) -> Refusal:
    return Refusal(reason, Span(0, dump.size, 1, max(1, sum(1 for _ in dump.lines()))))
