"""How long something takes, over many different texts, on a machine that has other things to do too."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import NamedTuple

# Each text is asked once before it counts, and then so often: the shortest run is its own, because what
# makes the others longer is the rest of the machine.
ROUNDS = 3

# Of each figure: so many runs that count at the least.
RUNS = 30

# What bare SQL needs long for is asked less often: so many texts at the least, and then no longer than
# this, in seconds.
RAW_TEXTS = 7
RAW_SECONDS = 15


class Run(NamedTuple):
    """Milliseconds by the clock, and of the processor in this process."""

    clock: float
    processor: float


@dataclass(slots=True)
class Figure:
    """What one question took, by the part of the articles its words stand in: `texts` different ones,
    that found `hits` articles. `p95` is by the clock. `raw` is what bare SQL took, and `beside` is that
    of it which does as much as was asked for."""

    question: str
    part: float | None
    texts: int
    hits: float
    median: Run
    p95: float
    beside: str | None = None
    raw: dict[str, Run] = field(default_factory=dict)


def run(ask: Callable[[], object]) -> Run:
    clock, processor = time.perf_counter(), time.process_time()
    ask()
    return Run(1_000 * (time.perf_counter() - clock), 1_000 * (time.process_time() - processor))


def warm(ask: Callable[[object], object], texts: Sequence[object]) -> list[Run]:
    """The shortest run of each text, or of each again where there are few."""
    for text in texts:
        ask(text)
    asked = list(islice(cycle(texts), max(RUNS, len(texts))))
    rounds = [[run(lambda text=text: ask(text)) for text in asked] for _ in range(ROUNDS)]
    return [shortest(runs) for runs in zip(*rounds, strict=True)]


def warm_raw(ask: Callable[[object], object], texts: Sequence[object]) -> Run:
    """The median of the same, of so many texts as the patience for bare SQL allows."""
    deadline = time.perf_counter() + RAW_SECONDS
    runs = []
    for text in texts:
        ask(text)
        runs.append(shortest([run(lambda text=text: ask(text)) for _ in range(ROUNDS)]))
        if len(runs) >= RAW_TEXTS and time.perf_counter() > deadline:
            break
    return median(runs)


def shortest(runs: Sequence[Run]) -> Run:
    return Run(min(one.clock for one in runs), min(one.processor for one in runs))


def median(runs: Sequence[Run]) -> Run:
    return Run(statistics.median(one.clock for one in runs), statistics.median(one.processor for one in runs))


def p95(runs: Sequence[Run]) -> float:
    """By the clock."""
    return statistics.quantiles([one.clock for one in runs], n=20, method="inclusive")[-1]
