"""What worker processes make of captures is what the loader would make of them itself."""

import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from articles import preparing
from articles.enrichment import Hints, enrich
from articles.indexing import wrong_entries
from articles.loader import Loader
from articles.models import Revision
from articles.preparing import Preparing, prepare_one
from articles.readers import Capture, DumpFile, Refusal, Span
from articles.vocabulary import Vocabulary
from tests.archives import SAMPLES
from tests.feeds import write_feed

LATVIAN = (
    "Prezidents ierosināja grozīt pamatlikumu, un parlaments par to balsos jau nākamajā nedēļā.",
    "Referendums notika vasarā, un tajā piedalījās gandrīz septiņi desmitie daļas vēlētāju.",
)


def capture(number: int, title: str = "Referendums par pamatlikumu", *paragraphs: str) -> Capture:
    return Capture(Span(number, number + 1, number, number), b"x", title, paragraphs or LATVIAN)


@pytest.fixture
def workers(monkeypatch):
    """Every dump is worth them."""
    monkeypatch.setattr(preparing, "WORTH_WORKERS", 0)
    monkeypatch.setattr(preparing, "AT_ONCE", 3)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)


@pytest.fixture
def pool(workers):
    made = Preparing(Hints())
    yield made
    made.close()


def found(number: int) -> list[Capture | Refusal]:
    refused = Refusal("nothing", Span(number, number + 1, number, number))
    return [*(capture(at) for at in range(number)), refused]


def test_they_keep_the_order_and_let_refusals_pass(pool: Preparing):
    given = found(40)
    prepared = list(pool.prepare(given, 1))
    assert [one if isinstance(one, Refusal) else one.capture for one in prepared] == given
    assert [one.wording.text.language for one in prepared[:-1]] == ["lv"] * 40


def test_what_is_enriched_is_the_same(pool: Preparing):
    given = found(7)
    prepared = list(enrich(pool.prepare(given, 1), Vocabulary()))
    alone = list(enrich(given, Vocabulary()))
    for one, other in zip(prepared[:-1], alone[:-1], strict=True):
        assert one.wording is not None
        assert replace(one, wording=None) == other
    assert prepared[-1] == alone[-1]


def test_without_another_core_or_enough_to_do_it_is_done_here(monkeypatch):
    given = found(3)
    few = Preparing(Hints())
    assert few.prepare(given, preparing.WORTH_WORKERS - 1) is given
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert few.prepare(given, 1 << 40) is given


def test_workers_that_are_killed_lose_nothing(pool: Preparing):
    given = found(60)
    prepared = pool.prepare(given, 1)
    taken = [next(prepared)]
    for process in list(pool._pool._processes.values()):
        os.kill(process.pid, signal.SIGKILL)
    taken += prepared
    assert [one if isinstance(one, Refusal) else one.capture for one in taken] == given


@pytest.mark.django_db
@pytest.mark.usefixtures("workers")
def test_rows_are_the_same_as_without_them(tmp_path: Path):
    feed = write_feed(tmp_path / "feed.txt", 30)
    files = [DumpFile.open(path) for path in (feed, *sorted(SAMPLES.glob("*.txt")))]
    with Loader() as loader:
        counted = [loader.load(file) for file in files]
    assert sum(one.new for one in counted) == Revision.objects.filter(is_current=True).count()
    # Made anew from the rows alone, every entry is what it is.
    assert wrong_entries() == []


def test_a_language_that_its_neighbour_tells_is_not_the_one_that_was_prepared():
    """The loader notices: the wording is of another text then."""
    first, short = capture(1), capture(2, "Ok", "Ok")
    prepared = [prepare_one(one, Hints()) for one in (first, short)]
    enriched = list(enrich(prepared, Vocabulary()))
    assert enriched[1].language == "lv"
    assert enriched[1].wording.text.language != "lv"
