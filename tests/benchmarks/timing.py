"""How long something takes: many runs over different texts, and the median of them."""

import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice

# Of each figure: so many runs at least, over different texts where there are so many.
RUNS = 40

# What bare SQL needs seconds for is asked less often: so often at least, and then no longer than this.
RAW_RUNS = 7
RAW_SECONDS = 15


@dataclass(slots=True)
class Figure:
    """What one question took, in milliseconds, by the part of the articles its words stand in: `texts`
    different ones, that found `hits` articles. `raw` is what bare SQL took, and `beside` is that of it
    which does as much as was asked for."""

    question: str
    part: float | None
    texts: int
    hits: float
    median: float
    p95: float
    beside: str | None = None
    raw: dict[str, float] = field(default_factory=dict)


def milliseconds(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return 1_000 * (time.perf_counter() - began)


def warm(ask: Callable[[object], object], texts: Sequence[object], runs: int = RUNS) -> list[float]:
    """Milliseconds of each run, when everything was asked once before."""
    for text in texts:
        ask(text)
    number = max(runs, len(texts))
    return [milliseconds(lambda text=text: ask(text)) for text in islice(cycle(texts), number)]


def warm_raw(ask: Callable[[object], object], texts: Sequence[object]) -> float:
    """The median of so many runs as the patience for bare SQL allows, in milliseconds."""
    deadline = time.perf_counter() + RAW_SECONDS
    times = []
    for text in texts:
        ask(text)
        times.append(milliseconds(lambda text=text: ask(text)))
        if len(times) >= RAW_RUNS and time.perf_counter() > deadline:
            break
    return statistics.median(times)


def p95(times: Iterable[float]) -> float:
    return statistics.quantiles(times, n=20, method="inclusive")[-1]
