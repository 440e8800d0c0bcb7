"""What may be one story: published articles in different languages that seem to tell the same, found when
they are indexed. A person confirms each pair or rejects it (Review); nothing is joined by itself.

Compared are articles that have some of their most telling numbers in common, or links.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
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
    most_telling,
    tells,
    weigh,
)
from .links import Link, links
from .locks import wait_to_write
from .models import Article, Indexed, Review
from .reviews import Pair, pair_of

# An article is looked up by so many of its numbers, the most telling. Among those close in time, which stand
# in cells of so many positions, it is by each of them, and looked at is who shares some that tell so much;
# at any time it is by three at once.
NUMBERS, CELL, ENOUGH_TO_LOOK = 8, 2 * APART, 1.25
NUMBERS_AT_ANY_TIME = 5

# Of one article no more is asked at once, of what many tell: stories are joined through each other.
MOST_OF_ONE = 3

BATCH = 500

Side = tuple[str, int]


def refresh(before: Mapping[int, Indexed], after: Mapping[int, Indexed]) -> None:
    """Brings the proposals up to date with what the index now holds of articles, and held before. A part of
    a transaction that holds the writer's lock."""
    changed = {pk for pk in before.keys() | after.keys() if _said(before.get(pk)) != _said(after.get(pk))}
    if not changed:
        return
    leaving = {pk for pk in before if pk in changed}
    coming = {pk: Told.by(row) for pk, row in after.items() if pk in changed}
    near = _near([Told.by(before[pk]) for pk in leaving], coming.values())
    linked = links({pk: after[pk] for pk in coming})
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
            refresh({}, {row.article_id: row for row in Indexed.objects.filter(article__in=batch)})


def _said(row: Indexed | None) -> tuple[object, ...] | None:
    """What of an entry counts here."""
    return row and (row.position, row.until, row.language, row.title, row.body, row.facets)


def _near(leaving: Iterable[Told], coming: Iterable[Told]) -> set[Pair]:
    """The pairs of those that come with others that share enough numbers to be looked at. They are in their
    buckets from now on."""
    going, staying = [_Keys(one) for one in leaving], [_Keys(one) for one in coming]
    buckets = Buckets()
    buckets.read(chain.from_iterable(keys.own for keys in going))
    buckets.read(chain.from_iterable(chain(keys.own, *keys.around.values()) for keys in staying))
    for keys in going:
        buckets.remove(keys.article, keys.own)
    for keys in staying:
        buckets.add(keys.article, keys.own)
    buckets.write()
    return {pair_of(keys.article, other) for keys in staying for other in keys.beside(buckets)}


class _Keys:
    """The buckets of an article: its `own`, in which it stands, and of each number those `around`, in which
    others stand that are close in time."""

    def __init__(self, one: Told):
        self.article = one.article
        numbers = most_telling(one.numbers, COMMON)[:NUMBERS] if one.place.is_precise else []
        close, own = (_cells(one.place, margin) for margin in (APART, 0))
        self.around = {number: [_key(cell, number) for cell in close] for number in numbers}
        few = sorted(most_telling(one.numbers, TWO_DIGITS)[:NUMBERS_AT_ANY_TIME])
        self._at_any_time = [_key(*three) for three in combinations(few, SHARED_NUMBERS)]
        self.own = [_key(cell, number) for number in numbers for cell in own] + self._at_any_time

    def beside(self, buckets: Buckets) -> set[int]:
        """The articles that share enough numbers with it."""
        having = {number: set().union(*map(buckets.articles, keys)) for number, keys in self.around.items()}
        shared = Counter(chain.from_iterable(having.values()))
        found = {
            other
            for other, numbers in shared.items()
            if numbers >= SHARED_NUMBERS
            and sum(tells(number) for number in having if other in having[number]) >= ENOUGH_TO_LOOK
        }
        return found.union(*map(buckets.articles, self._at_any_time)) - {self.article}


def _cells(place: Place, margin: int) -> range:
    return range((place.first - margin) // CELL, (place.until - 1 + margin) // CELL + 1)


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
        if one in places and other in places and places[one].can_tell_as(places[other])
    ]
    told = {**coming}
    for batch in in_batches(sorted({*chain(*pairs)} - coming.keys()), ASKED_AT_ONCE):
        told |= {row.article_id: Told.by(row) for row in Indexed.objects.filter(article__in=batch).iterator()}
    return (Compared(told[one], told[other], linked.get((one, other))) for one, other in pairs)


def _worth_asking(found: Mapping[Pair, Finding], asked_anew: Set[int]) -> dict[Pair, str]:
    """The reasons of what was found, but for what has been asked already. Near-duplicates count as one
    article, and so do those that are told as one story: of two such sides is asked once, of the pair for
    which most speaks."""
    if not found:
        return {}
    sides = _sides({*chain(*found)})
    asked = {
        frozenset((sides[one], sides[other]))
        for (one, other), is_open in reviews.pairs_among(Review.Kind.STORY, sides).items()
        if not (is_open and {one, other} & asked_anew)
    }
    worth: dict[Pair, str] = {}
    number: Counter[Side] = Counter()
    for pair in sorted(found, key=lambda pair: (-found[pair].told, pair)):
        # An article that has been deleted has an entry until the index is told.
        between = frozenset(sides[pk] for pk in pair if pk in sides)
        if len(between) == 2 and between not in asked and all(number[side] < MOST_OF_ONE for side in between):
            worth[pair] = found[pair].reason
            asked.add(between)
            number.update(between)
    return worth


def _sides(articles: Collection[int]) -> dict[int, Side]:
    """What these articles count as, and all those that count as the same."""
    rows = _beside(Q(pk__in=articles))
    stories = {story for story, _ in rows.values()} - {None}
    groups = {group for _, group in rows.values()} - {None}
    if stories or groups:
        rows |= _beside(Q(story__in=stories) | Q(duplicates__in=groups))
    story_of = {group: story for story, group in rows.values() if story and group}
    sides: dict[int, Side] = {}
    for pk, (story, group) in rows.items():
        if story := story or story_of.get(group):
            sides[pk] = "story", story
        else:
            sides[pk] = ("duplicates", group) if group else ("article", pk)
    return sides


def _beside(which: Q) -> dict[int, tuple[int | None, int | None]]:
    """The story and the near-duplicates of articles."""
    rows = Article.objects.filter(which).values_list("pk", "story", "duplicates")
    return {pk: (story, group) for pk, story, group in rows}
