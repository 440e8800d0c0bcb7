"""Near-duplicates: published articles that share most of their text, found when they are indexed.

A text is compared by the smallest hashes of its shingles (A. Broder, "On the resemblance and containment
of documents", 1997). Groups follow from the texts alone, in whatever order they are loaded: two texts are
compared if they share some of their very smallest hashes, and what is alike, directly or through others,
is a group.
"""

import struct
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain
from zlib import crc32

from django.db import connection, transaction

from .batches import in_batches
from .locks import wait_to_write
from .models import Article, DuplicateGroup, Sketch, SketchBucket

# Hashes of a sketch. A text of fewer shingles than FEWEST_SHINGLES is a duplicate only of the same text
# under the same headline: stubs such as "Only for subscribers" stand under many.
HASHES = 128
FEWEST_SHINGLES = 30

# The share of the shorter text's shingles that the longer one has too. Measured on five real captures and
# the samples: the two pairs that share their text 0.98 and 0.82, all other pairs at most 0.23 in Thai, whose
# terms are pairs of letters, and 0.04 elsewhere. Of 510 texts with one word in twenty changed all are above
# it, with nearly half left out besides 99 in 100; with three words in twenty changed two in 100.
ALIKE = 0.75

# A text of less than half the length of another is a part of it, or a digest has it among others.
MOST_TIMES_AS_LONG = 2

# Two texts are compared if of the first KEYS hashes of both they share so many: of the 510 shortened texts
# above, one was not.
KEYS = 12
SHARED_KEYS = 2

# What more articles have is boilerplate, and worth no comparison until everything is made anew.
MOST_IN_A_BUCKET = 200

# Values of one statement, and rows: SQLite plans sooner with fewer.
ASKED_AT_ONCE = 2_000

_BEYOND = 1 << 32


@dataclass(frozen=True, slots=True)
class Outline:
    """What a text is compared by, as models.Sketch keeps it: its smallest hashes in their order, 32 bits
    each, and how many different shingles it has, 0 for too few."""

    hashes: bytes
    shingles: int

    @property
    def numbers(self) -> tuple[int, ...]:
        return struct.unpack(f"<{len(self.hashes) // 4}I", self.hashes)

    @property
    def keys(self) -> tuple[int, ...]:
        return self.numbers[:KEYS]

    def is_alike(self, other: "Outline") -> bool:
        """Whether most of the shorter text stands in the longer one, which is not much longer."""
        if not self.shingles or not other.shingles:
            return self == other
        if max(self.shingles, other.shingles) > MOST_TIMES_AS_LONG * min(self.shingles, other.shingles):
            return False
        end = min(self._reach, other._reach)
        own, others = ({number for number in one.numbers if number <= end} for one in (self, other))
        return len(own & others) >= ALIKE * max(1, min(len(own), len(others)))

    @property
    def _reach(self) -> int:
        """The hash up to which all of the text's are here."""
        return self.numbers[-1] if self.shingles > HASHES else _BEYOND


def outline(title: Sequence[str], body: Sequence[str]) -> Outline | None:
    """The outline of a text by its terms (search.analysis); None for one without a body."""
    if not body:
        return None
    # CRC-32 is the same everywhere, and spread evenly enough to choose the smallest by.
    threes = zip(body, body[1:], body[2:], strict=False)
    found = {crc32(f"{one} {two} {three}".encode()) for one, two, three in threes}
    if len(found) < FEWEST_SHINGLES:
        whole = "\n".join((" ".join(title), " ".join(body)))
        return Outline(blake2b(whole.encode(), digest_size=16).digest(), 0)
    lowest = sorted(found)[:HASHES]
    return Outline(struct.pack(f"<{len(lowest)}I", *lowest), len(found))


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
    buckets = _Buckets()
    buckets.read([*(one.outline for one in leaving.values()), *coming.values()])
    for pk, one in leaving.items():
        buckets.remove(pk, one.outline)
    for pk, one in coming.items():
        buckets.add(pk, one)
    buckets.write()
    Sketch.objects.filter(article__in=leaving).delete()
    Sketch.objects.bulk_create(
        Sketch(article_id=pk, hashes=one.hashes, shingles=one.shingles) for pk, one in coming.items()
    )
    groups = {one.group for one in leaving.values()} | _groups_of(buckets.overflowed)
    _unite(_dissolved(groups - {None}) | coming, buckets)


@transaction.atomic
def forget() -> None:
    """Takes all groups and sketches away, so that refresh finds them anew."""
    wait_to_write()
    DuplicateGroup.objects.all().delete()
    SketchBucket.objects.all().delete()
    Sketch.objects.all().delete()


def wrong(article_ids: Collection[int], outlines: Mapping[int, Outline]) -> set[int]:
    """Those of the articles of which the sketch is not the outline that they have now."""
    stored = {pk: one.outline for pk, one in _stored(article_ids).items()}
    return {pk for pk in article_ids if stored.get(pk) != outlines.get(pk)}


@dataclass(frozen=True, slots=True)
class _Stored:
    outline: Outline
    group: int | None


class _Buckets:
    """The buckets that some outlines are in, read once and written once."""

    def __init__(self) -> None:
        self.overflowed: set[int] = set()
        self._articles: dict[int, set[int] | None] = {}
        self._changed: set[int] = set()

    def read(self, outlines: Iterable[Outline]) -> None:
        keys = {key for one in outlines for key in one.keys} - self._articles.keys()
        for batch in in_batches(sorted(keys), ASKED_AT_ONCE):
            rows = dict(SketchBucket.objects.filter(pk__in=batch).values_list("pk", "articles"))
            for key in batch:
                articles = rows.get(key, "")
                self._articles[key] = None if articles is None else set(map(int, articles.split()))

    def remove(self, article: int, one: Outline) -> None:
        for key in one.keys:
            if (articles := self._articles[key]) is not None:
                articles.discard(article)
                self._changed.add(key)

    def add(self, article: int, one: Outline) -> None:
        for key in one.keys:
            if (articles := self._articles[key]) is None:
                continue
            articles.add(article)
            self._changed.add(key)
            if len(articles) > MOST_IN_A_BUCKET:
                self.overflowed |= articles
                self._articles[key] = None

    def beside(self, article: int, one: Outline) -> set[int]:
        """The articles that it has to be compared with."""
        shared = Counter(chain.from_iterable(self._articles[key] or () for key in one.keys))
        return {other for other, number in shared.items() if number >= SHARED_KEYS and other != article}

    def write(self) -> None:
        empty = [key for key in self._changed if self._articles[key] == set()]
        for batch in in_batches(empty, ASKED_AT_ONCE):
            SketchBucket.objects.filter(pk__in=batch).delete()
        rows = [
            (key, None if articles is None else " ".join(map(str, sorted(articles))))
            for key in sorted(self._changed.difference(empty))
            for articles in [self._articles[key]]
        ]
        with connection.cursor() as cursor:
            for batch in in_batches(rows, ASKED_AT_ONCE):
                cursor.execute(_PUT.format(", ".join(["(%s, %s)"] * len(batch))), list(chain(*batch)))


# A tenth of the time that bulk_create takes.
_PUT = """
    INSERT INTO articles_sketchbucket (hash, articles) VALUES {}
    ON CONFLICT (hash) DO UPDATE SET articles = excluded.articles
"""


class _Ties:
    """Which articles belong together, directly or through others (union-find)."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def root(self, one: int) -> int:
        while one in self._above:
            if (above := self._above[one]) in self._above:
                self._above[one] = self._above[above]
            one = above
        return one

    def tie(self, one: int, other: int) -> None:
        if (root := self.root(one)) != (above := self.root(other)):
            self._above[root] = above


def _unite(articles: Mapping[int, Outline], buckets: _Buckets) -> None:
    """Finds the groups that these articles belong to, which have none yet, and writes them."""
    buckets.read(articles.values())
    beside = {pk: buckets.beside(pk, one) for pk, one in articles.items()}
    others = _stored(set().union(*beside.values()) - articles.keys())
    outlines = {**articles, **{pk: one.outline for pk, one in others.items()}}
    in_groups: dict[int, list[int]] = {}
    for pk, one in others.items():
        if one.group is not None:
            in_groups.setdefault(one.group, []).append(pk)
    ties = _Ties()
    for members in in_groups.values():
        for pk in members[1:]:
            ties.tie(pk, members[0])
    for pk, one in articles.items():
        for other in sorted(beside[pk]):
            if ties.root(pk) != ties.root(other) and one.is_alike(outlines[other]):
                ties.tie(pk, other)
    together: dict[int, set[int]] = {}
    for pk in outlines:
        together.setdefault(ties.root(pk), set()).add(pk)
    group_of = {pk: group for group, members in in_groups.items() for pk in members}
    _write([members for members in together.values() if len(members) > 1], group_of)


def _write(together: Sequence[set[int]], group_of: Mapping[int, int]) -> None:
    """Gives articles that belong together the same group: the oldest that any of them has, or a new one."""
    had = [sorted({group_of[pk] for pk in members if pk in group_of}) for members in together]
    made = iter(DuplicateGroup.objects.bulk_create(DuplicateGroup() for groups in had if not groups))
    groups = [found[0] if found else next(made).pk for found in had]
    into = {old: group for found, group in zip(had, groups, strict=True) for old in found[1:]}
    moved = dict(Article.objects.filter(duplicates__in=into).values_list("pk", "duplicates"))
    wanted = {pk: into[old] for pk, old in moved.items()}
    for members, group in zip(together, groups, strict=True):
        wanted |= {pk: group for pk in members if group_of.get(pk) != group}
    _set_groups(wanted)
    DuplicateGroup.objects.filter(pk__in=into).delete()


def _dissolved(groups: Collection[int]) -> dict[int, Outline]:
    """Takes groups apart, and answers with the articles that were in them."""
    members = list(Article.objects.filter(duplicates__in=groups).values_list("pk", flat=True))
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
