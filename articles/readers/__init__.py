"""From the bytes of a dump to its captures. The layouts are the modules of READERS, and no others."""

from collections.abc import Iterator
from types import ModuleType

from . import bare_text, feed_text, page_text
from .capture import Capture, Doubt, Refusal, Span
from .dumpfile import DumpFile, Unreadable

READERS: tuple[ModuleType, ...] = (page_text, feed_text, bare_text)

__all__ = ["READERS", "Capture", "Doubt", "DumpFile", "Refusal", "Span", "Unclaimed", "Unreadable", "choose", "read_dump"]


class Unclaimed(Exception):
    """No reader claims the file, or more than one does."""


def choose(dump: DumpFile) -> ModuleType:
    """The one reader whose layout the dump has. Raises Unclaimed, which says why there is none."""
    if not dump.head:
        raise Unclaimed("empty: not a single written line")
    claims = [reader for reader in READERS if reader.matches(dump.head)]
    if not claims:
        known = ", ".join(reader.NAME for reader in READERS)
        raise Unclaimed(f"no article in a layout that is known ({known})")
    if len(claims) > 1:
        names = " and ".join(reader.NAME for reader in claims)
        raise Unclaimed(f"two readers claim it: {names}")
    return claims[0]


def read_dump(dump: DumpFile) -> Iterator[Capture | Refusal]:
    """Everything the dump holds, in order. Raises Unclaimed before the first if nothing can read it."""
    return choose(dump).read(dump)
