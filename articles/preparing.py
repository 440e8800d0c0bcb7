"""What a load does with each capture before it asks the database: identify the language, analyse the text.
Worker processes do it when there is enough of it."""

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context, parent_process

from .batches import in_batches
from .enrichment import Hints, Identified, body_of, identified, language_of, sha256
from .readers import Capture, Refusal
from .wording import Text, wording_of

# Captures that are handed over at once, their bytes, and how many such batches are under way for each worker.
AT_ONCE, BYTES_AT_ONCE, UNDER_WAY = 50, 1 << 20, 3

# A worker takes a second or two to start: less than this, in bytes of dumps, is done sooner without.
WORTH_WORKERS = 4 << 20

# One process writes; more than a few that prepare for it would wait.
MOST_WORKERS = 4

Batch = list[Capture | Refusal]
Found = Iterable[Capture | Refusal]
Prepared = list[Identified | Refusal]


class Preparing:
    """The worker processes of one load, started when a dump is large enough for them."""

    def __init__(self, hints: Hints):
        self._hints = hints
        self._pool: ProcessPoolExecutor | None = None

    def close(self) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def prepare(self, found: Found, size: int) -> Iterable[Capture | Identified | Refusal]:
        """What was found in a dump of so many bytes, in its order; prepared, if that is worth workers."""
        workers = min((os.cpu_count() or 1) - 1, MOST_WORKERS)
        if size < WORTH_WORKERS or workers < 1:
            return found
        # A fork would take over the connection to the database.
        self._pool = self._pool or ProcessPoolExecutor(
            workers, get_context("spawn"), initializer=_end_with_parent
        )
        return self._in_workers(self._pool, found, workers * UNDER_WAY)

    def _in_workers(
        self, pool: ProcessPoolExecutor, found: Found, most: int
    ) -> Iterator[Identified | Refusal]:
        under_way: deque[Callable[[], Prepared]] = deque()
        for batch in in_batches(found, AT_ONCE, _size, BYTES_AT_ONCE):
            under_way.append(self._submit(pool, batch))
            if len(under_way) > most:
                yield from under_way.popleft()()
        while under_way:
            yield from under_way.popleft()()

    def _submit(self, pool: ProcessPoolExecutor, batch: Batch) -> Callable[[], Prepared]:
        """What waits for the batch; if the workers are gone, killed for their memory, it is done here."""
        here = partial(_prepare_batch, batch, self._hints)
        try:
            future = pool.submit(_prepare_batch, batch, self._hints)
        except BrokenExecutor:
            return here

        def wait() -> Prepared:
            try:
                return future.result()
            except BrokenExecutor:
                return here()

        return wait


def prepare_one(capture: Capture, hints: Hints) -> Identified:
    """A capture with its language identified, and with its wording in that language. What the article before
    it says of the language is not known here: if that changes it, the text is analysed again."""
    one = identified(capture)
    body = body_of(capture)
    language, _, _ = language_of(one, hints, None)
    text = Text(
        language=language,
        title=capture.title,
        byline=capture.byline,
        section=capture.section,
        excerpt=capture.excerpt,
        body_sha256=sha256(body),
    )
    return replace(one, wording=wording_of(text, body))


def _end_with_parent() -> None:
    """A worker whose load was killed would wait for work for ever: it holds both ends of the queue."""

    def wait() -> None:
        parent_process().join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _prepare_batch(batch: Batch, hints: Hints) -> Prepared:
    return [one if isinstance(one, Refusal) else prepare_one(one, hints) for one in batch]


def _size(one: Capture | Refusal) -> int:
    return one.span.byte_end - one.span.byte_start
