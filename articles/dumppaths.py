"""What an operator means: files, folders walked in sorted order, standard input; and the dumps in them."""

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from .containers import Found, Place, Refused, dumps_in_file, dumps_in_stream, unopened, visible

STANDARD_INPUT = "-"

# What a dump is called that came through a pipe.
STREAM = "stdin"


def missing(arguments: Iterable[str]) -> list[str]:
    return [path for path in arguments if path != STANDARD_INPUT and not os.path.exists(path)]


def dumps_in(arguments: Iterable[str]) -> Iterator[Found | Refused]:
    """Every dump in turn; nothing is read or unpacked before it is asked for."""
    for argument in arguments:
        if is_stream(argument):
            with sys.stdin.buffer if argument == STANDARD_INPUT else open(argument, "rb") as stream:
                yield from dumps_in_stream(stream, Place(argument, STREAM))
        else:
            for one in _walk(Path(argument)):
                yield from [one] if isinstance(one, Refused) else dumps_in_file(*one)


def size_on_disk(arguments: Iterable[str]) -> int:
    """Bytes of all the files that will be read; a stream has no size before it ends."""
    files = (one for argument in arguments if not is_stream(argument) for one in _walk(Path(argument)))
    return sum(_size_of(one[0]) for one in files if not isinstance(one, Refused))


def is_stream(argument: str) -> bool:
    """Standard input, or a pipe: bytes that come only once."""
    return argument == STANDARD_INPUT or Path(argument).is_fifo()


def file_of(place: str) -> str:
    """The file to name for what was in this place, as far as names tell: an archive, not a member of it."""
    parts = place.split("/")
    if parts[0] == STREAM:
        return STREAM
    ends = (number for number, part in enumerate(parts, 1) if part.lower().endswith(_ARCHIVES))
    return "/".join(parts[: next(ends, len(parts))])


_ARCHIVES = (".zip", ".wacz", ".tar", ".tgz", ".tar.gz", ".tar.zst")


def _size_of(path: Path) -> int:
    """0 for a file that is gone: who opens it will say so."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _walk(argument: Path) -> Iterator[tuple[Path, Place] | Refused]:
    """The files of a folder and of the folders in it, hidden ones left out; a file is itself. What is not
    followed or no file is refused."""
    root = argument if argument.is_dir() else None
    waiting = [argument]
    while waiting:
        path = waiting.pop()
        place = Place.of(path, root if root != path else None)
        try:
            mode = path.stat().st_mode if path == argument else path.lstat().st_mode
            if stat.S_ISDIR(mode):
                names = sorted((name for name in os.listdir(path) if name[0] != "."), reverse=True)
                waiting += [path / name for name in names]
            elif stat.S_ISREG(mode):
                yield path, place
            elif not stat.S_ISLNK(mode):
                yield Refused(place, f"no file but {_KINDS.get(stat.S_IFMT(mode), 'something else')}")
            elif reason := _why_not_left_out(path, root):
                yield Refused(place, reason)
        except OSError as error:
            yield unopened(place, error)


_KINDS = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFBLK: "a device",
    stat.S_IFCHR: "a device",
}


def _why_not_left_out(link: Path, folder: Path) -> str | None:
    """A link in a folder is not followed: what it leads to is walked in its own place. If not, why not."""
    try:
        target = Path(os.path.realpath(link, strict=True))
    except OSError as error:
        return f"a link that leads nowhere: {error.strerror}"
    inside = Path(os.path.realpath(folder))
    if not target.is_relative_to(inside):
        return f"a link that leads out of the folder: {visible(str(target))}"
    if any(part.startswith(".") for part in target.relative_to(inside).parts):
        return f"a link to what is hidden: {visible(str(target))}"
    return None
