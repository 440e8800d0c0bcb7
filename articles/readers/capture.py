"""What one dump says of one article, and what it says of a block that cannot be read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Where a block stands in its dump.

    Bytes are counted from 0, the end excluded; lines from 1, both ends included. A line ends at
    "\\n" only.
    """

    byte_start: int
    byte_end: int
    line_start: int
    line_end: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a person should look at: why, in which line, and the words in question."""

    reason: str
    text: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Capture:
    """One article as the dump has it. None is "the dump does not say"; nothing is guessed here.

    `raw` is the block, in `encoding`. `captured` is when it was fetched or saved, ISO 8601, which is never
    when it was published. `alternates` are addresses of the same article in other languages, (BCP 47, URL).
    """

    span: Span
    raw: bytes
    title: str
    paragraphs: tuple[str, ...]
    section: str | None = None
    source: str | None = None
    language: str | None = None
    published: str | None = None
    published_origin: str | None = None
    url: str | None = None
    guid: str | None = None
    byline: str | None = None
    excerpt: str | None = None
    tags: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    captured: str | None = None
    alternates: tuple[tuple[str, str], ...] = ()
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A block, or a whole file, that no article came out of."""

    reason: str
    span: Span
    raw: bytes = b""
    encoding: str = "utf-8"
