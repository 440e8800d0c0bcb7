"""A reader as it was before it could read something."""

from collections.abc import Callable, Iterator

from articles.readers import Capture, DumpFile, Refusal, feed_text

Read = Callable[[DumpFile], Iterator[Capture | Refusal]]


def refusing(title: str) -> Read:
    """The reader of feeds, that refuses the item of this title."""
    read = feed_text.read

    def read_worse(dump: DumpFile) -> Iterator[Capture | Refusal]:
        for one in read(dump):
            if isinstance(one, Capture) and one.title == title:
                yield Refusal("an item of a kind that is not known", one.span, one.raw)
            else:
                yield one

    return read_worse
