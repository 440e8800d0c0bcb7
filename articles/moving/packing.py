"""An export in one file: a tar archive, the manifest first, compressed by Zstandard."""

import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import zstandard

from . import manifest
from .manifest import Damaged

SUFFIX = ".tar.zst"

# Bytes; a manifest has some thousand.
LARGEST_MANIFEST = 1 << 20


def is_packed(path: Path) -> bool:
    return path.name.endswith(SUFFIX)


def pack(folder: Path, names: list[str], target: Path) -> None:
    """The same files give the same bytes: no owner and no time is in it."""
    compressor = zstandard.ZstdCompressor(write_checksum=True)
    with (
        target.open("wb") as stream,
        compressor.stream_writer(stream, closefd=False) as compressed,
        tarfile.open(fileobj=compressed, mode="w|") as archive,
    ):
        for name in [manifest.NAME, *names]:
            with (folder / name).open("rb") as part:
                member = tarfile.TarInfo(name)
                member.size = (folder / name).stat().st_size
                archive.addfile(member, part)


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """The export as a folder: the one it is, or a temporary one. Raises Damaged."""
    if path.is_dir():
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        try:
            _unpack(path, Path(folder))
        except (tarfile.TarError, zstandard.ZstdError, EOFError) as error:
            raise Damaged(f"{path.name}: it is no whole {SUFFIX} file: {error}") from error
        yield Path(folder)


def _unpack(path: Path, folder: Path) -> None:
    """Nothing is written that the manifest does not name, and no more of it than that says."""
    expected: dict[str, int] = {}
    with (
        path.open("rb") as stream,
        zstandard.ZstdDecompressor().stream_reader(stream) as plain,
        tarfile.open(fileobj=plain, mode="r|") as archive,
    ):
        for number, member in enumerate(archive):
            if number == 0:
                _require(member.name == manifest.NAME and member.size <= LARGEST_MANIFEST, path, member)
            else:
                _require(expected.pop(member.name, None) == member.size, path, member)
            _require(member.isreg(), path, member)
            with (folder / member.name).open("wb") as part:
                shutil.copyfileobj(archive.extractfile(member), part)
            if number == 0:
                parts = manifest.read((folder / manifest.NAME).read_bytes())
                expected = {part.name: part.bytes for part in parts.values()}
        if not (folder / manifest.NAME).exists():
            raise Damaged(f"{path.name}: {manifest.NAME} is missing")
        if expected:
            raise Damaged(f"{path.name}: {min(expected)} is missing")


def _require(is_expected: bool, path: Path, member: tarfile.TarInfo) -> None:
    if not is_expected:
        raise Damaged(
            f"{path.name}: {member.name!r} of {member.size} bytes is not in the manifest, which stands first"
        )
