"""What an archive holds: its members in turn, and why one of them, or the rest, cannot be read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

CUT = "cut short"


class Unreadable(Exception):
    """A member, or from here on the whole file, cannot be read. The message is the reason; `whole` is how
    many of the bytes that were read before are to be relied on."""

    def __init__(self, reason: str, whole: int = 0):
        super().__init__(reason)
        self.whole = whole


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive, read now or never: `pieces` gives its bytes while the archive stands at it.
    `refusal` is why it is not read, `packed` how many bytes of the archive it takes, if its header says."""

    name: str
    pieces: Callable[[], Iterator[bytes]]
    refusal: str | None = None
    packed: int | None = None
