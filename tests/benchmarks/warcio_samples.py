"""warcio's sample archives, or any others, as our reader reads them and as warcio does:

    git clone https://github.com/webrecorder/warcio
    python -m tests.benchmarks.warcio_samples warcio/test/data

A line a file: the records that warcio reads, those of them that are fetched pages, and what our reader makes
of the file. Ends with status 1 if our reader makes less of a file than its pages.
"""

import gzip
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from articles.readers import Capture, DumpFile, Refusal, choose, web_archive

ROW = "{:44} {:>8} {:>8} {:>8} {:>8}  {}"


def main(folder: Path) -> int:
    print(ROW.format("file", "records", "pages", "articles", "refused", ""))
    total = [0, 0, 0, 0]
    failed = False
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and "arc" in path.name):
        records, pages, stopped = read_by_warcio(path)
        with tempfile.TemporaryDirectory() as unpacked:
            found = list(read_by_us(unpack(path, Path(unpacked))))
        articles = sum(isinstance(one, Capture) for one in found)
        counts = [records, pages, articles, len(found) - articles]
        total = [one + more for one, more in zip(total, counts, strict=True)]
        failed = failed or len(found) < pages
        print(ROW.format(path.name, *counts, stopped))
        for one in found:
            if isinstance(one, Refusal):
                print(f"    refused: {one.reason}")
    print(ROW.format("", *total, ""))
    return int(failed)


def read_by_us(path: Path) -> Iterator[Capture | Refusal]:
    dump = DumpFile.open(path)
    if choose(dump) is web_archive:
        yield from web_archive.read(dump)


def read_by_warcio(path: Path) -> tuple[int, int, str]:
    """How many records, how many of them pages, and what warcio stopped at."""
    records = pages = 0
    with path.open("rb") as stream:
        try:
            for record in ArchiveIterator(stream):
                records += 1
                pages += is_page(record)
                record.content_stream().read()
        except ArchiveLoadFailed as error:
            return records, pages, f"warcio: {' '.join(str(error).split())[:60]}"
    return records, pages, ""


def is_page(record: ArcWarcRecord) -> bool:
    http = record.http_headers
    if record.rec_type != "response" or http is None or http.get_statuscode() != "200":
        return False
    return (http.get_header("Content-Type") or "").lower().startswith(("text/html", "application/xhtml+xml"))


def unpack(path: Path, folder: Path) -> Path:
    if path.suffix != ".gz":
        return path
    unpacked = folder / path.stem
    with gzip.open(path) as packed:
        unpacked.write_bytes(packed.read())
    return unpacked


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
