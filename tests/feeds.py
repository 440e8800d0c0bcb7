"""Feeds of any size, in the layout that articles/readers/feed_text.py reads."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import count, islice
from pathlib import Path

SITE = "https://district-gazette.example"
CHANNEL = (
    f"Reform Archives · District Gazette {SITE}/tag/reform/ Public Affairs Between Two Continents "
    "Mon, 08 Jan 2024 07:30:15 +0000 en-US hourly 1 "
)
PROSE = (
    "The assembly of district {number} debated the amendment for {number} hours before it put the draft "
    "to a vote, and the chair read the result aloud while the clerk wrote {number} into the register."
)
FIRST = datetime(2001, 1, 1, 9, 0, tzinfo=UTC)


def items(paragraphs: int = 3, word: str = "") -> Iterator[str]:
    """One item after another, without end. `word` is a change of the text and of nothing else."""
    for number in count(1):
        title = f"District {number} votes on the amendment"
        date = format_datetime(FIRST + timedelta(hours=number))
        body = "\n\n".join(
            f"{PROSE.format(number=number * 1000 + part)} {word}".strip() for part in range(paragraphs)
        )
        yield (
            f"{title} {SITE}/district-{number}/ {date} {SITE}/?p={number} Votes in district {number}…\n\n"
            f"The post {title} appeared first on District Gazette.\n\n]]>\n\n{body}\n\n"
            f"The post {title} appeared first on District Gazette.\n\n]]>\n"
        )


def write_feed(path: Path, number: int, **shape: int | str) -> Path:
    """A feed with this many items."""
    with path.open("w") as stream:
        stream.write(CHANNEL)
        stream.writelines(islice(items(**shape), number))
    return path
