"""Near-duplicates: published articles that share most of their text, found when they are indexed.

Groups follow from the outlines of the texts alone, in whatever order they are loaded: two texts are compared
if they share some of their very smallest hashes, and what is alike, directly or through others, is a group;
but what a person keeps apart (a rejected review) is in no group together.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from django.db import transaction

from . import reviews
from .batches import in_batches
from .buckets import ASKED_AT_ONCE, SKETCHES, Buckets, forget_buckets
from .locks import wait_to_write
from .models import Article, DuplicateGroup, Review, Sketch
from .outlines import SHARED_KEYS, Outline
from .reviews import Pair

# Why an editor is asked.
REASON = "most of the text of the one stands in the other"


def refresh(article_ids: Collection[int], outlines: Mapping[int, Outline]) -> None:
    """Brings the groups up to date with the outlines that these articles have now; one without is compared
    no more. A part of a transaction that holds the writer's lock."""
    before = _stored(article_ids)
    had = {pk: one.outline for pk, one in before.items()}
    changed = [pk for pk in article_ids if had.get(pk) != outlines.get(pk)]
    if not changed:
        return
    leaving = {pk: before[pk] for pk in changed if pk in before}
    coming = {pk: outlines[pk] for pk in changed if pk in outlines}
    buckets = Buckets()
    buckets.read(_keys_of([*(one.outline for one in leaving.values()), *coming.values()]))
    for pk, one in leaving.items():
        buckets.remove(pk, one.outline.keys)
    for pk, one in coming.items():
        buckets.add(pk, one.keys)
    buckets.write()
    Sketch.objects.filter(article__in=leaving).delete()
    Sketch.objects.bulk_create(
        Sketch(article_id=pk, hashes=one.hashes, shingles=one.shingles) for pk, one in coming.items()
    )
    groups = {one.group for one in leaving.values()} | _groups_of(buckets.overflowed)
    _unite(_dissolved(groups - {None}) | coming, buckets)


@transaction.atomic
def regroup(article_ids: Collection[int]) -> None:
    """Makes the groups of these articles anew: a person keeps some of them apart, or does so no more."""
    wait_to_write()
    stored = _stored(article_ids)
    alone = {pk: one.outline for pk, one in stored.items() if one.group is None}
    groups = {one.group for one in stored.values()} - {None}
    _unite(alone | _dissolved(groups), Buckets())


@transaction.atomic
def forget() -> None:
    """Takes all groups and sketches away, so that refresh finds them anew. What a person decided stays."""
    wait_to_write()
    reviews.forget_all(Review.Kind.DUPLICATE)
    DuplicateGroup.objects.all().delete()
    forget_buckets(SKETCHES)
    Sketch.objects.all().delete()


def wrong(article_ids: Collection[int], outlines: Mapping[int, Outline]) -> set[int]:
    """Those of the articles of which the sketch is not the outline that they have now."""
    stored = {pk: one.outline for pk, one in _stored(article_ids).items()}
    return {pk for pk in article_ids if stored.get(pk) != outlines.get(pk)}


@dataclass(frozen=True, slots=True)
class _Stored:
    outline: Outline
    group: int | None


class _Ties:
    """Which articles belong together, directly or through others (union-find), but for those that a person
    keeps apart."""

    def __init__(self, apart: Iterable[Pair]) -> None:
        self._above: dict[int, int] = {}
        self._apart: dict[int, set[int]] = {}
        for one, other in apart:
            self._apart.setdefault(one, set()).add(other)
            self._apart.setdefault(other, set()).add(one)

    def root(self, one: int) -> int:
        while one in self._above:
            if (above := self._above[one]) in self._above:
                self._above[one] = self._above[above]
            one = above
        return one

    def can_join(self, one: int, other: int) -> bool:
        """Whether they are not together yet, and none of the one's is kept apart from one of the other's."""
        root, other_root = self.root(one), self.root(other)
        kept = self._apart.get(root, ())
        return root != other_root and all(self.root(article) != other_root for article in kept)

    def tie(self, one: int, other: int) -> None:
        if (root := self.root(one)) != (above := self.root(other)):
            self._above[root] = above
            if kept := self._apart.pop(root, None):
                self._apart.setdefault(above, set()).update(kept)


class _Around:
    """Some articles that are in no group yet, those they have to be compared with, and the groups of these
    with all their members."""

    def __init__(self, articles: Mapping[int, Outline], buckets: Buckets):
        self.articles = articles
        buckets.read(_keys_of(articles.values()))
        # Always in one order, that of articles which come one by one.
        self.pairs = sorted(
            {
                (max(pk, other), min(pk, other))
                for pk, one in articles.items()
                for other in _beside(pk, one, buckets)
            }
        )
        self.others = _stored({*chain(*self.pairs)} - articles.keys())
        self.outlines = {**articles, **{pk: one.outline for pk, one in self.others.items()}}
        groups = {one.group for one in self.others.values()} - {None}
        members = Article.objects.filter(duplicates__in=groups) if groups else Article.objects.none()
        self.group_of = dict(members.values_list("pk", "duplicates"))

    @property
    def apart(self) -> set[Pair]:
        """What a person keeps apart of all of these."""
        near = {*chain(*self.pairs), *self.group_of}
        return reviews.rejected_pairs(Review.Kind.DUPLICATE, near) if near else set()

    def reached(self) -> set[int]:
        """The others that are like one of the articles."""
        return {
            pk
            for pair in self.pairs
            for pk in pair
            if pk in self.others and self.outlines[pair[0]].is_alike(self.outlines[pair[1]])
        }


def _unite(articles: Mapping[int, Outline], buckets: Buckets) -> None:
    """Finds the groups that these articles belong to, which have none yet, and writes them. Every tie that
    joins two groups or articles is for a person to look at."""
    around = _Around(articles, buckets)
    if apart := around.apart:
        around = _widened(around, buckets)
        apart = around.apart
    ties = _Ties(apart)
    in_groups: dict[int, list[int]] = {}
    for pk, group in around.group_of.items():
        in_groups.setdefault(group, []).append(pk)
    for members in in_groups.values():
        for pk in members[1:]:
            ties.tie(pk, members[0])
    reasons: dict[Pair, str] = {}
    for newer, older in around.pairs:
        if ties.can_join(newer, older) and around.outlines[newer].is_alike(around.outlines[older]):
            ties.tie(newer, older)
            reasons[older, newer] = REASON
    together: dict[int, set[int]] = {}
    for pk in around.outlines.keys() | around.group_of.keys():
        together.setdefault(ties.root(pk), set()).add(pk)
    _write([members for members in together.values() if len(members) > 1], around.group_of)
    reviews.pair(Review.Kind.DUPLICATE, reasons)


def _widened(around: _Around, buckets: Buckets) -> _Around:
    """The same with all that is alike, directly or through others, and in no group: where some are kept
    apart, who belongs to whom follows from all of them and not from who came first."""
    while reached := around.reached():
        groups = {around.others[pk].group for pk in reached} - {None}
        alone = {pk: around.outlines[pk] for pk in reached}
        around = _Around({**around.articles, **alone, **_dissolved(groups)}, buckets)
    return around


def _beside(article: int, one: Outline, buckets: Buckets) -> Iterator[int]:
    """The articles that it has to be compared with."""
    shared = Counter(chain.from_iterable(map(buckets.articles, one.keys)))
    return (other for other, number in shared.items() if number >= SHARED_KEYS and other != article)


def _keys_of(outlines: Iterable[Outline]) -> Iterator[int]:
    return chain.from_iterable(one.keys for one in outlines)


def _write(together: Sequence[set[int]], group_of: Mapping[int, int]) -> None:
    """Gives articles that belong together the same group: the oldest that any of them has, or a new one."""
    had = [sorted({group_of[pk] for pk in members if pk in group_of}) for members in together]
    made = iter(DuplicateGroup.objects.bulk_create(DuplicateGroup() for groups in had if not groups))
    groups = [found[0] if found else next(made).pk for found in had]
    _set_groups(
        {
            pk: group
            for members, group in zip(together, groups, strict=True)
            for pk in members
            if group_of.get(pk) != group
        }
    )
    DuplicateGroup.objects.filter(pk__in={old for found in had for old in found[1:]}).delete()


def _dissolved(groups: Collection[int]) -> dict[int, Outline]:
    """Takes groups apart, and answers with the articles that were in them: what nobody has decided of them
    is asked anew."""
    members = list(Article.objects.filter(duplicates__in=groups).values_list("pk", flat=True))
    reviews.forget_pairs(Review.Kind.DUPLICATE, members)
    _set_groups(dict.fromkeys(members))
    DuplicateGroup.objects.filter(pk__in=groups).delete()
    return {pk: one.outline for pk, one in _stored(members).items()}


def _set_groups(group_of: Mapping[int, int | None]) -> None:
    articles = [Article(pk=pk, duplicates_id=group) for pk, group in group_of.items()]
    Article.objects.bulk_update(articles, ["duplicates"], batch_size=ASKED_AT_ONCE)
    sketches = [Sketch(pk=pk, group=group) for pk, group in group_of.items()]
    Sketch.objects.bulk_update(sketches, ["group"], batch_size=ASKED_AT_ONCE)


def _groups_of(articles: Collection[int]) -> set[int | None]:
    return {one.group for one in _stored(articles).values()}


def _stored(articles: Collection[int]) -> dict[int, _Stored]:
    found = {}
    for batch in in_batches(sorted(articles), ASKED_AT_ONCE):
        rows = Sketch.objects.filter(pk__in=batch)
        for pk, hashes, shingles, group in rows.values_list("pk", "hashes", "shingles", "group"):
            found[pk] = _Stored(Outline(bytes(hashes), shingles), group)
    return found
