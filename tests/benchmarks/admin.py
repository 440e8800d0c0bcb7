"""Measures the lists of the admin beside those of stock Django: `make lists`, or
`python -m tests.benchmarks.admin`.

The articles are made by plain SQL (by_sql.py), a million if no other number is said, in some minutes and on
some 7 GB. On which databases, tests.benchmarks.databases says. Both admins show the same columns of the same
rows, by turns in one run; stock Django gets an index for its date hierarchy.
"""

import argparse
import os
import platform
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from .databases import databases, measured
from .report import CLOCK, PROCESSOR, header, number, row

DEFAULT_SIZE = 1_000_000


def main(arguments: list[str]) -> None:
    asked = _parser().parse_args(arguments)
    with databases(asked.keep) as new, new(asked.size) as url:
        found = "\n".join([*_report(measured("admin_lists", asked.size, url)), ""])
    if asked.out:
        asked.out.write_text(found)
    else:
        print(found)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.admin", description=__doc__)
    parser.add_argument("size", nargs="?", type=int, default=DEFAULT_SIZE, help="articles")
    parser.add_argument("--out", type=Path, help="where the Markdown goes; standard output if not said")
    parser.add_argument(
        "--keep", type=Path, help="a folder in which SQLite archives stay, and are not built a second time"
    )
    return parser


def _report(found: Mapping[str, object]) -> Iterator[str]:
    measure, said = (
        (CLOCK, "by the clock") if "PostgreSQL" in found["database"] else (PROCESSOR, "of the processor")
    )
    yield (
        f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} cores"
        f" ({platform.machine()}), load average at the end {os.getloadavg()[0]:.1f}. Whole requests, medians."
    )
    yield from header(
        f"Lists of the admin, {found['size']:,} articles, {found['database']}, milliseconds {said}",
        "list",
        "ours",
        "queries",
        "stock",
        "stock ÷ ours",
        "stock without its dear filters",
        "÷ ours",
    )
    for figure in found["figures"]:
        ours, stock, lean = (figure[name][measure] for name in ("ours", "stock", "lean"))
        yield row(
            figure["question"],
            number(ours),
            figure["queries"],
            number(stock),
            number(stock / ours),
            number(lean),
            number(lean / ours),
        )


if __name__ == "__main__":
    main(sys.argv[1:])
