"""Parting a stream into batches; itertools.batched needs Python 3.12."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


def in_batches(
    items: Iterable[Item], size: int, weigh: Callable[[Item], int] = lambda item: 0, weight: int = 1
) -> Iterator[list[Item]]:
    """Batches of at most `size` items; one that has come to `weight` by `weigh` ends early."""
    batch: list[Item] = []
    carried = 0
    for item in items:
        batch.append(item)
        carried += weigh(item)
        if len(batch) == size or carried >= weight:
            yield batch
            batch, carried = [], 0
    if batch:
        yield batch
