"""The figures of a run as Markdown: how archives were built, what was asked of each, and how it grew."""

import os
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

# How many kinds of hostile texts are named.
NAMED = 5

# Places in a timing.Run. All of SQLite is in the process that asks, so there the time of the processor is
# what an idle machine would take, and bare SQL is stated so too.
CLOCK, PROCESSOR = 0, 1

# What one_archive.measure answers.
Measured = Mapping[str, object]


def markdown(archives: Sequence[Measured]) -> str:
    return "\n".join([*_head(archives), *_building(archives), *_questions(archives), *_growth(archives), ""])


def _head(archives: Sequence[Measured]) -> Iterator[str]:
    versions = dict.fromkeys(one["database"] for one in archives)
    yield "# Benchmarks"
    yield ""
    yield (
        f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {', '.join(versions)},"
        f" {os.cpu_count()} cores ({platform.machine()}). Made-up articles of 4.6 kB in five languages;"
        " `make bench` makes this page. Times are medians, and 95th percentiles, over different words, each"
        f" asked several times. Load average at the end: {os.getloadavg()[0]:.1f}."
    )


def _building(archives: Iterable[Measured]) -> Iterator[str]:
    yield from header(
        "Building, in articles a second",
        "articles",
        "database",
        "analysis, one core",
        "index, by the clock",
        "by the processor",
        "its last tenth",
        "bare index, no analysis",
        "index ÷ bare",
        "rows",
        "memory, MB",
        "disk ÷ text",
    )
    for one in archives:
        measure = _measure(one)
        built, bare = one["built"], one["raw_index"][measure]
        yield row(
            f"{one['size']:,}",
            one["database"],
            number(one["analysis"][PROCESSOR]),
            *map(
                number,
                (
                    built["index"][CLOCK],
                    built["index"][PROCESSOR],
                    built["last_index"][measure],
                    bare,
                    built["index"][measure] / bare,
                    built["rows"][measure],
                    one["memory"] / 1e6,
                    one["disk"] / built["text"],
                )
                if built
                else (None, None, None, bare, None, None, None, None),
            ),
        )


def _questions(archives: Iterable[Measured]) -> Iterator[str]:
    for one in archives:
        measure = _measure(one)
        bare = next(list(figure["raw"]) for figure in one["figures"] if figure["raw"])
        yield from header(
            f"{one['size']:,} articles, {one['database']}, in milliseconds",
            "question",
            "word in",
            "articles found",
            "median",
            "p95",
            "processor",
            *(f"bare SQL, {statement}" for statement in bare),
            f"{'clock' if measure == CLOCK else 'processor'} ÷ bare that does as much",
        )
        for figure in one["figures"]:
            raw = figure["raw"]
            beside = raw.get(figure["beside"])
            yield row(
                figure["question"],
                _part(figure["part"]),
                number(figure["hits"]),
                number(figure["median"][CLOCK]),
                number(figure["p95"]),
                number(figure["median"][PROCESSOR]),
                *(number(raw[statement][measure]) if raw else "" for statement in bare),
                f"{number(figure['median'][measure] / beside[measure])} ({figure['beside']})"
                if beside
                else "",
            )
        hostile = one["hostile"]
        kinds = "; ".join(f"{kind} {number(slowest)}" for kind, slowest in hostile["kinds"][:NAMED])
        yield ""
        yield (
            f"The list page to {hostile['texts']} hostile texts: slowest {number(hostile['slowest'])} ms,"
            f" median {number(hostile['median'])} ms. The slowest of each kind: {kinds}."
        )


def _growth(archives: Iterable[Measured]) -> Iterator[str]:
    by_database: dict[object, list[Measured]] = {}
    for one in archives:
        by_database.setdefault(one["database"], []).append(one)
    for database, several in by_database.items():
        if len(several) < 2:
            continue
        several = sorted(several, key=lambda one: one["size"])
        sizes = [f"{one['size']:,}" for one in several]
        yield from header(
            f"Growth, {database}, medians in milliseconds", "question", "word in", *sizes, "growth"
        )
        medians = [
            {
                (figure["question"], figure["part"]): figure["median"][_measure(one)]
                for figure in one["figures"]
            }
            for one in several
        ]
        for question, part in medians[-1]:
            times = [median.get((question, part)) for median in medians]
            growth = f"{times[-1] / times[0]:.2f}" if times[0] else ""
            yield row(question, _part(part), *map(number, times), growth)


def _measure(one: Measured) -> int:
    return CLOCK if "PostgreSQL" in one["database"] else PROCESSOR


def header(title: str, *names: str) -> Iterator[str]:
    yield from ("", f"## {title}", "", row(*names), row(*("---" for _ in names)))


def row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def _part(part: float | None) -> str:
    return f"{part * 100:g} %" if part else ""


def number(value: float | None) -> str:
    """Three digits, as many as such figures hold."""
    if value is None:
        return ""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
