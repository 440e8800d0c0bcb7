"""What may be one story: published articles in different languages that seem to tell the same, found when
they are indexed. A person confirms each pair or rejects it (Review); nothing is joined by itself.

Compared are articles that have some of their most telling numbers in common, or links.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain, combinations
from zlib import crc32

from django.db import transaction
from django.db.models import Q

from . import reviews
from .batches import in_batches
from .buckets import ASKED_AT_ONCE, STORIES, Buckets, forget_buckets
from .evidence import (
    APART,
    COMMON,
    SHARED_NUMBERS,
    TWO_DIGITS,
    Compared,
    Finding,
    Place,
    Told,
    can_be_one,
    most_telling,
    weigh,
)
from .links import Link, links
from .locks import wait_to_write
from .models import Article, Indexed, Review
from .reviews import Pair, pair_of

# An article is looked up by so many of its numbers, the most telling: among those close in time, which are
# kept in cells of so many positions, by each of them, and at any time by three at once.
NUMBERS, CELL = 8, 2 * APART
NUMBERS_AT_ANY_TIME = 5

BATCH = 500

# Entries whose texts are in the memory together.
TEXTS_AT_ONCE = 100


def refresh(before: Mapping[int, Indexed], after: Mapping[int, Indexed]) -> None:
    """Brings the proposals up to date with what the index now holds of articles, and held before. A part of
    a transaction that holds the writer's lock."""
    changed = {pk for pk in before.keys() | after.keys() if _said(before.get(pk)) != _said(after.get(pk))}
    leaving = {pk: Told.by(row) for pk, row in before.items() if pk in changed}
    coming = {pk: Told.by(row) for pk, row in after.items() if pk in changed}
    buckets = _refreshed(leaving, coming)
    linked = links({pk: after[pk] for pk in coming})
    near = {pair_of(pk, other) for pk, one in coming.items() for other in _near(one, buckets)}
    found = weigh(_compared(near | linked.keys(), linked, coming))
    reviews.settle_pairs(Review.Kind.STORY, leaving, _worth_asking(found, leaving))


def rebuild() -> None:
    """Finds all proposals anew from the entries of the index, a transaction a batch."""
    with transaction.atomic():
        wait_to_write()
        reviews.forget_all(Review.Kind.STORY)
        forget_buckets(STORIES)
    articles = Indexed.objects.order_by("article").values_list("article", flat=True)
    for batch in in_batches(articles.iterator(), BATCH):
        with transaction.atomic():
            wait_to_write()
            refresh({}, Indexed.objects.in_bulk(batch, field_name="article"))


def _said(row: Indexed | None) -> tuple[object, ...] | None:
    """What of an entry counts here."""
    return row and (row.position, row.until, row.language, row.title, row.body, row.facets)


def _refreshed(leaving: Mapping[int, Told], coming: Mapping[int, Told]) -> Buckets:
    """The buckets that these articles stand in, and those around them."""
    buckets = Buckets()
    buckets.read(chain.from_iterable(map(_keys, chain(leaving.values(), coming.values()))))
    buckets.read(chain.from_iterable(map(_keys_around, coming.values())))
    for pk, one in leaving.items():
        buckets.remove(pk, _keys(one))
    for pk, one in coming.items():
        buckets.add(pk, _keys(one))
    buckets.write()
    return buckets


def _keys(one: Told) -> Iterator[int]:
    """The buckets that an article stands in."""
    for number in _numbers(one):
        for cell in _cells(one, 0):
            yield _key(cell, number)
    yield from _keys_at_any_time(one)


def _keys_around(one: Told) -> Iterator[int]:
    """The buckets of its numbers, close in time."""
    for number in _numbers(one):
        for cell in _cells(one, APART):
            yield _key(cell, number)


def _keys_at_any_time(one: Told) -> Iterator[int]:
    numbers = most_telling(one.numbers, TWO_DIGITS)[:NUMBERS_AT_ANY_TIME]
    return (_key(*three) for three in combinations(sorted(numbers), SHARED_NUMBERS))


def _near(one: Told, buckets: Buckets) -> set[int]:
    """The articles that share enough numbers with it to be looked at."""
    shared: Counter[int] = Counter()
    for number in _numbers(one):
        close = (buckets.articles(_key(cell, number)) for cell in _cells(one, APART))
        shared.update(set().union(*close))
    found = {other for other, numbers in shared.items() if numbers >= SHARED_NUMBERS}
    found.update(chain.from_iterable(map(buckets.articles, _keys_at_any_time(one))))
    return found - {one.article}


def _numbers(one: Told) -> list[int]:
    return most_telling(one.numbers, COMMON)[:NUMBERS] if one.is_precise else []


def _cells(one: Told, margin: int) -> range:
    return range((one.first - margin) // CELL, (one.until - 1 + margin) // CELL + 1)


def _key(*numbers: int) -> int:
    return STORIES.start + crc32(" ".join(map(str, numbers)).encode())


def _compared(
    pairs: Collection[Pair], linked: Mapping[Pair, Link], coming: Mapping[int, Told]
) -> Iterator[Compared]:
    """Those of the pairs, in each of which one at least is coming, that language and time do not part."""
    places: dict[int, Place] = {pk: one.place for pk, one in coming.items()}
    for batch in in_batches(sorted({*chain(*pairs)} - coming.keys()), ASKED_AT_ONCE):
        rows = Indexed.objects.filter(article__in=batch)
        for pk, *place in rows.values_list("article", "language", "position", "until"):
            places[pk] = Place(*place)
    pairs = [
        (one, other)
        for one, other in sorted(pairs)
        if one in places and other in places and can_be_one(places[one], places[other])
    ]
    told = {**coming}
    for batch in in_batches(sorted({*chain(*pairs)} - coming.keys()), ASKED_AT_ONCE):
        told |= {row.article_id: Told.by(row) for row in Indexed.objects.filter(article__in=batch).iterator()}
    return (Compared(told[one], told[other], linked.get((one, other))) for one, other in pairs)


def _worth_asking(found: Mapping[Pair, Finding], asked_anew: Collection[int]) -> dict[Pair, str]:
    """The reasons of what was found, but for what has been asked already. Near-duplicates count as one
    article, as does what is told as one story: about two of them is asked once, of the pair for which most
    speaks."""
    if not found:
        return {}
    sides = _sides({*chain(*found)})
    asked = {
        frozenset((sides[one], sides[other]))
        for one, other in _asked(sides)
        if not {one, other} & set(asked_anew)
    }
    best: dict[frozenset[Side], Pair] = {}
    for pair in sorted(found, key=lambda pair: (-found[pair].told, pair)):
        between = frozenset(sides[pk] for pk in pair)
        if len(between) == 2 and between not in asked:
            best.setdefault(between, pair)
    return {pair: found[pair].reason for pair in best.values()}


def _sides(articles: Collection[int]) -> dict[int, Side]:
    """What these articles count as, and all that count as the same."""
    rows = list(_rows(Q(pk__in=articles)))
    stories = {story for _, story, _ in rows} - {None}
    groups = {group for *_, group in rows} - {None}
    if stories or groups:
        rows += _rows(Q(story__in=stories) | Q(duplicates__in=groups))
    return {
        pk: ("story", story) if story else ("duplicates", group) if group else ("article", pk)
        for pk, story, group in rows
    }


def _rows(which: Q) -> Iterable[tuple[int, int | None, int | None]]:
    return Article.objects.filter(which).values_list("pk", "story", "duplicates")


def _asked(articles: Collection[int]) -> set[Pair]:
    """The pairs of these that are to be decided, or have been."""
    return reviews.pairs(Review.Kind.STORY, articles) 
