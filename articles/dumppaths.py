"""The files an operator means: files, folders walked in sorted order, standard input."""

import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

STANDARD_INPUT = "-"

# What a dump is called that came through a pipe.
STREAM = "stdin"


def missing(arguments: Iterable[str]) -> list[str]:
    return [path for path in arguments if path != STANDARD_INPUT and not Path(path).exists()]


def is_stream(argument: str) -> bool:
    """Standard input, or a pipe: bytes that come only once."""
    return argument == STANDARD_INPUT or Path(argument).is_fifo()


def walk(argument: str) -> list[Path]:
    """The files of a folder and of the folders in it, hidden ones left out; a file is itself."""
    path = Path(argument)
    if not path.is_dir():
        return [path]
    inside = sorted(path.rglob("*"), key=lambda found: found.relative_to(path).parts)
    return [
        found
        for found in inside
        if found.is_file() and not any(part.startswith(".") for part in found.relative_to(path).parts)
    ]


def size_of(path: Path) -> int:
    """Bytes, 0 for a file that is gone: who opens it will say so."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


@contextmanager
def spooled(argument: str) -> Iterator[Path]:
    """A stream as a file: a dump is read twice, once to check it and once for its articles."""
    with tempfile.NamedTemporaryFile(prefix="dump-", suffix=".txt") as spool:
        with sys.stdin.buffer if argument == STANDARD_INPUT else open(argument, "rb") as stream:
            shutil.copyfileobj(stream, spool)
        spool.flush()
        yield Path(spool.name)
