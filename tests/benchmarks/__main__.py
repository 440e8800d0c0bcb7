"""Builds archives of a made-up corpus and measures them: `make bench`, or `python -m tests.benchmarks`.

On which databases, tests.benchmarks.databases says. A million articles take some 25 GB.
"""

import argparse
import sys
from pathlib import Path

from .databases import databases, measured
from .report import markdown

DEFAULT_SIZES = "10000"


def main(arguments: list[str]) -> None:
    asked = _parser().parse_args(arguments)
    archives = []
    with databases(asked.keep) as new:
        for size in asked.sizes:
            with new(size) as url:
                archives.append(measured("one_archive", size, url))
            # Whatever happens to the next one, this one is on paper.
            if asked.out:
                asked.out.write_text(markdown(archives))
    if not asked.out:
        print(markdown(archives))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "sizes", nargs="?", type=_sizes, default=DEFAULT_SIZES, help="articles, with commas between them"
    )
    parser.add_argument("--out", type=Path, help="where the Markdown goes; standard output if not said")
    parser.add_argument(
        "--keep", type=Path, help="a folder in which SQLite archives stay, and are not built a second time"
    )
    return parser


def _sizes(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


if __name__ == "__main__":
    main(sys.argv[1:])
