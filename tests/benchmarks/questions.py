"""What readers ask of an archive, timed from the typed text to the answer, beside bare SQL."""

import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from django.db import close_old_connections
from django.test import Client
from django.urls import reverse

from articles.filters import PAGE_SIZES
from articles.listing import listing
from articles.paging import NEWEST
from articles.querysets import Selection
from articles.search.matches import BEST

from . import hostile, probes, raw
from .probes import Probe
from .timing import Figure, Run, median, p95, run, warm, warm_raw

PAGE = PAGE_SIZES[0]

Ask = Callable[[Probe], object]


@dataclass(frozen=True, slots=True)
class Hostile:
    """What the hostile texts took, in milliseconds, and the slowest of each kind, the slowest first."""

    texts: int
    median: float
    slowest: float
    kinds: list[tuple[str, float]]


def figures(size: int) -> list[Figure]:
    """Every question, by the part of the articles that its words stand in."""
    found = [_figure("list page without words", None, list_page, [Probe("", "", size, None)], None, {})]
    for part in probes.CLASSES:
        words = probes.words(size, part)
        found += _answers(
            part,
            words,
            {
                "word, best first": (best, raw.NEWEST_RANKED),
                "word, newest first": (newest, raw.NEWEST),
                "list page, a word": (list_page, raw.NEWEST_RANKED),
                "articles.json, a word": (articles_json, raw.NEWEST_RANKED),
            },
        )
        for question, texts, ask in (
            ("word + language + year, best, facets", probes.filtered(words), filtered),
            ("two words, best", probes.pairs(size, words), best),
            ("phrase, best", probes.phrases(words), best),
            ("beginning, best", probes.beginnings(size, part), best),
            ("name of a concept, best", probes.concept_names(size, part), best),
        ):
            found += _answers(part, texts, {question: (ask, raw.NEWEST_RANKED)})
        print(f"words in {part:.2%} of the articles: done", file=sys.stderr)
    return sorted(found, key=lambda figure: figure.part is not None)


def best(probe: Probe) -> object:
    return listing(Selection(), probes.meant(probe.text), BEST).page(BEST, PAGE, None)


def newest(probe: Probe) -> object:
    return listing(Selection(), probes.meant(probe.text), NEWEST).page(NEWEST, PAGE, None)


def filtered(probe: Probe) -> object:
    """The best of a language and a year, how many there are, and how many by each value of a facet."""
    after, before = (datetime(year, 1, 1, tzinfo=UTC) for year in (probe.year, probe.year + 1))
    selection = Selection(languages=(probe.language,), after=after, before=before)
    found = listing(selection, probes.meant(probe.text), BEST)
    return found.page(BEST, PAGE, None), found.facets(), found.total()


def list_page(probe: Probe) -> object:
    return _get(reverse("articles"), probe.text)


def articles_json(probe: Probe) -> object:
    return _get(reverse("articles_json"), probe.text)


def hostile_texts() -> Hostile:
    """The whole list page, with advice where nothing is found; each text once. Raises on an error page."""
    times: dict[str, list[float]] = {}
    for kind, text in hostile.texts():
        times.setdefault(kind, []).append(run(lambda text=text: _get(reverse("articles"), text)).clock)
    every = [one for kind in times.values() for one in kind]
    slowest = sorted(((kind, max(some)) for kind, some in times.items()), key=lambda pair: -pair[1])
    return Hostile(len(every), statistics.median(every), max(every), slowest)


def _get(path: str, words: str) -> object:
    """A page as it is served, all middleware on; the connection ends with it where settings say so."""
    response = _client().get(path, {"q": words} if words else {})
    close_old_connections()
    if response.status_code != 200:
        raise RuntimeError(f"{path} answers {response.status_code} to {words[:100]!r}")
    return response


@cache
def _client() -> Client:
    """One for all requests, because each loads the middleware."""
    return Client(SERVER_NAME="localhost")


def _answers(part: float, texts: Sequence[Probe], questions: dict[str, tuple[Ask, str]]) -> list[Figure]:
    """The figures of questions that are asked with the same texts; none where no text is so frequent."""
    if not texts:
        return []
    bare = {
        statement: warm_raw(lambda probe, statement=statement: raw.ask(statement, probe), texts)
        for statement in (raw.NEWEST, raw.ALL_RANKED, raw.NEWEST_RANKED)
    }
    return [
        _figure(question, part, ask, texts, beside, bare) for question, (ask, beside) in questions.items()
    ]


def _figure(
    question: str,
    part: float | None,
    ask: Ask,
    texts: Sequence[Probe],
    beside: str | None,
    bare: dict[str, Run],
) -> Figure:
    runs = warm(ask, texts)
    return Figure(
        question=question,
        part=part,
        texts=len(texts),
        hits=statistics.median(probe.hits for probe in texts),
        median=median(runs),
        p95=p95(runs),
        beside=beside,
        raw=bare,
    )
