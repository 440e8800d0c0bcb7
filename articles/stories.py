"""What may be one story: published articles in different languages that seem to tell the same, found when
they are indexed. A person confirms each pair or rejects it (Review); nothing is joined by itself.

What languages share are numbers, names that the vocabulary knows, and addresses. Articles are compared that
have some of their most telling numbers in common, or of which one links to the other or both to the same.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from itertools import chain, combinations
from urllib.parse import urlsplit
from zlib import crc32

from django.db import transaction
from django.db.models import Q

from . import reviews
from .batches import in_batches
from .buckets import ASKED_AT_ONCE, STORIES, Buckets, forget_buckets
from .dates import BUDDHIST_ERA, BUDDHIST_YEARS, YEARS
from .enrichment import canonical_url, sha256, sure_keys
from .locks import wait_to_write
from .models import Article, ArticleKey, FacetCount, Indexed, Review, Revision, Source, Tag, TagName
from .positions import FIRST_DATED, IDS_A_SECOND
from .reviews import Pair
from .search.entries import Span
from .search.expression import LINK, Any, Facet
from .search.index import index
from .vocabulary import Kind

# How far apart in time two articles may tell the same, in positions, as the next ones are. A date that is
# less precise than a month says no more than none.
APART = IDS_A_SECOND * (timedelta(days=10) // timedelta(seconds=1))
PRECISE = IDS_A_SECOND * (timedelta(days=31) // timedelta(seconds=1))

# An article is looked up by its most telling numbers: near in time, in cells, those that share
# SHARED_NUMBERS of so many; at any time those that share as many of fewer, which are no COMMON ones.
NUMBERS, CELL = 8, 2 * APART
NUMBERS_AT_ANY_TIME = 5
SHARED_NUMBERS = 3

# The least that all numbers of both texts have to be alike (cosine).
ALIKE = 0.4

# What a number tells that both texts have: one of a single digit hardly anything, days, years and round
# numbers little.
DIGIT, COMMON, TWO_DIGITS, MORE_DIGITS = 0.1, 0.25, 1, 2
DAYS = range(10, 32)

# What a name tells that one article in ten has, a place half of it, and all names at most; and a concept,
# but for a place, that both headlines name.
NAME, PLACE, MOST_OF_NAMES = 1, 0.5, 2
HEADLINE = 1

# What it tells that one text links to the other article, or both to the same address.
LINKS_TO, LINKED_BY_BOTH = 5, 3

# How much has to be told.
ENOUGH = 4
ENOUGH_AT_ANY_TIME = 5
ENOUGH_UNDER_ANY_HEADLINE = 10

# An address that more articles link to is furniture; and how many articles a batch is told of.
MOST_LINKS = 20
LINKS_AT_ONCE = 2_000

# How many numbers, and names, a proposal quotes.
QUOTED = 6

_NUMBER = re.compile(r" ([0-9]{1,12})(?= )")
_LINK = re.compile(r"https?://[^\s<>\"'“”„«»()\[\]{}|]+")
_THAI = "th"


def links_in(text: str) -> set[str]:
    """The addresses in a text, in the form in which they are compared; without those of whole sites."""
    if "://" not in text:
        return set()
    found = map(canonical_url, (link.rstrip(".,:;!?…") for link in _LINK.findall(text)))
    return {url for url in found if url and "/" in url}


def link(url: str) -> Facet:
    """What the entry of an article has that links there."""
    return Facet(LINK, sha256(url)[:16])


def refresh(before: Mapping[int, Indexed], after: Mapping[int, Indexed]) -> None:
    """Brings the proposals up to date with what the index now holds of articles, and held before. A part of
    a transaction that holds the writer's lock."""
    changed = {pk for pk in before.keys() | after.keys() if _said(before.get(pk)) != _said(after.get(pk))}
    if not changed:
        return
    leaving = [_Told.by(row) for pk, row in before.items() if pk in changed]
    coming = {pk: _Told.by(row) for pk, row in after.items() if pk in changed}
    buckets = Buckets()
    buckets.read(chain.from_iterable(one.keys() for one in leaving))
    buckets.read(chain.from_iterable(chain(one.keys(), one.keys_around()) for one in coming.values()))
    for one in leaving:
        buckets.remove(one.article, one.keys())
    for one in coming.values():
        buckets.add(one.article, one.keys())
    buckets.write()
    links = _links(coming)
    pairs = {_pair(pk, other) for pk, one in coming.items() for other in one.beside(buckets)}
    proposals = _not_asked_yet(_found(pairs | links.keys(), links, coming), changed)
    reviews.settle_pairs(Review.Kind.STORY, before.keys() & changed, proposals)


def rebuild() -> None:
    """Finds all proposals anew, from the entries of the index."""
    with transaction.atomic():
        wait_to_write()
        reviews.forget_all(Review.Kind.STORY)
        forget_buckets(STORIES)
    ids = Indexed.objects.order_by("article").values_list("article", flat=True)
    for batch in in_batches(ids.iterator(), BATCH):
        with transaction.atomic():
            wait_to_write()
            refresh({}, Indexed.objects.in_bulk(batch, field_name="article"))


@dataclass(frozen=True, slots=True)
class _Told:
    """What an article tells in any language. `first` and `until` are positions: from where and below where
    its date is, both below FIRST_DATED if it has none; title and text are terms with spaces around them."""

    article: int
    language: str
    first: int
    until: int
    title: str
    text: str
    tags: frozenset[int]
    numbers: Counter[int]

    @classmethod
    def by(cls, row: Indexed) -> "_Told":
        text = f" {row.title}  {row.body} "
        counted = Counter(map(int, _NUMBER.findall(text)))
        del counted[0]
        numbers = counted
        if row.language == _THAI:
            numbers = Counter()
            for number, times in counted.items():
                numbers[number - BUDDHIST_ERA if number in BUDDHIST_YEARS else number] += times
        return cls(
            row.article_id,
            row.language,
            row.position,
            row.until,
            f" {row.title} ",
            text,
            frozenset(row.tags),
            numbers,
        )

    @property
    def is_dated(self) -> bool:
        return self.first >= FIRST_DATED

    @property
    def is_precise(self) -> bool:
        return self.is_dated and self.until - self.first <= PRECISE

    def keys(self) -> Iterator[int]:
        """The buckets that it stands in."""
        for number in self._numbers():
            for cell in self._cells(0):
                yield _key(cell, number)
        yield from self._at_any_time()

    def keys_around(self) -> Iterator[int]:
        """The buckets in which those stand that may tell the same."""
        for number in self._numbers():
            for cell in self._cells(APART):
                yield _key(cell, number)

    def beside(self, buckets: Buckets) -> set[int]:
        """Who shares enough of the numbers that it is looked up by."""
        shared: Counter[int] = Counter()
        cells = self._cells(APART)
        for number in self._numbers():
            shared.update(set().union(*(buckets.articles(_key(cell, number)) for cell in cells)))
        found = {other for other, numbers in shared.items() if numbers >= SHARED_NUMBERS}
        found.update(chain.from_iterable(map(buckets.articles, self._at_any_time())))
        return found - {self.article}

    def _numbers(self) -> list[int]:
        return [] if not self.is_precise else _most_telling(self.numbers, COMMON)[:NUMBERS]

    def _cells(self, margin: int) -> range:
        return range((self.first - margin) // CELL, (self.until - 1 + margin) // CELL + 1)

    def _at_any_time(self) -> Iterator[int]:
        numbers = sorted(_most_telling(self.numbers, TWO_DIGITS)[:NUMBERS_AT_ANY_TIME])
        return (_key(*chosen) for chosen in combinations(numbers, SHARED_NUMBERS))


def _key(*numbers: int) -> int:
    return STORIES.start + crc32(" ".join(map(str, numbers)).encode())


def _most_telling(numbers: Iterable[int], least: float) -> list[int]:
    """Those that tell so much, the same first in every text that has them."""
    found = [number for number in numbers if _tells(number) >= least]
    return sorted(found, key=lambda number: (-_tells(number), crc32(str(number).encode())))


@lru_cache(maxsize=1 << 14)
def _tells(number: int) -> float:
    if number < DAYS.start:
        return DIGIT
    if number in DAYS or number in YEARS or len(str(number).rstrip("0")) == 1:
        return COMMON
    return TWO_DIGITS if number < 100 else MORE_DIGITS


def _said(row: Indexed | None) -> tuple[object, ...]:
    """What of an entry counts here."""
    if row is None:
        return ()
    return (row.position, row.until, row.language, row.title, row.body, row.tags, row.facets)


def _pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def _links(articles: Mapping[int, _Told]) -> dict[Pair, float]:
    """What links tell of pairs in which there is one of these articles."""
    found: dict[Pair, float] = {}
    own = _addresses(articles)
    for term, holders in _holders({*own, *chain.from_iterable(one.links for one in articles.values())}).items():
        for one, other in combinations(sorted(holders), 2):
            if one in articles or other in articles:
                found[one, other] = LINKED_BY_BOTH
        for one in own.get(term, ()):
            found |= {_pair(one, other): LINKS_TO for other in holders - {one}}
    linking = [pk for pk, one in articles.items() if one.links]
    return found | {_pair(*pair): LINKS_TO for pair in _linked_to(linking)}


def _addresses(articles: Collection[int]) -> dict[str, set[int]]:
    """Which of the articles are at an address, by what links there have in their entries."""
    found: dict[str, set[int]] = {}
    rows = Article.objects.filter(pk__in=articles).exclude(url=None)
    for pk, url in rows.values_list("pk", "url"):
        if address := canonical_url(url):
            found.setdefault(link(address).term, set()).add(pk)
    return found


def _holders(terms: Collection[str]) -> dict[str, set[int]]:
    """The articles that link to addresses, but for those that many do."""
    facets = tuple(Facet(*term.split(":")) for term in sorted(terms))
    if not facets:
        return {}
    matches = index().candidates(Any(facets), Span(), LINKS_AT_ONCE, with_text=False)
    held = {match.position: terms & set(match.facets.split()) for match in matches}
    rows = Indexed.objects.filter(position__in=held).values_list("position", "article") if held else ()
    holders: dict[str, set[int]] = {}
    for position, article in rows:
        for term in held[position]:
            holders.setdefault(term, set()).add(article)
    return {term: linking for term, linking in holders.items() if len(linking) <= MOST_LINKS}


def _linked_to(articles: Collection[int]) -> Iterator[Pair]:
    """(article, the one that it links to), for which loads know addresses in each source."""
    if not articles:
        return
    sources = [None, *Source.objects.values_list("name", flat=True)]
    bodies = Revision.objects.filter(article__in=articles, is_current=True).values_list("article", "body")
    linking: dict[str, set[int]] = {}
    for article, body in bodies:
        for url in links_in(body):
            for source in sources:
                [key] = sure_keys(source, None, f"https://{url}")
                linking.setdefault(key, set()).add(article)
    for batch in in_batches(sorted(linking), ASKED_AT_ONCE):
        for key, article in ArticleKey.objects.filter(key__in=batch).values_list("key", "article"):
            yield from ((one, article) for one in linking[key] - {article})


def _found(
    pairs: Collection[Pair], links: Mapping[Pair, float], articles: Mapping[int, _Told]
) -> list["_Evidence"]:
    """Of these pairs, each with one of the articles at least, those that enough speaks for."""
    told = {**articles, **_others(pairs, articles)}
    looked_at = [
        _Evidence(told[one], told[other], links.get((one, other), 0))
        for one, other in pairs
        if one in told and other in told and _may_tell_the_same(told[one], told[other])
    ]
    likely = [found for found in looked_at if found.is_likely]
    if not likely:
        return []
    names = _Names(likely)
    for found in likely:
        found.look_up(names)
    return [found for found in likely if found.is_enough]


class _Place(NamedTuple):
    """What of an article decides whether its text is worth reading."""

    language: str
    first: int
    until: int


def _may_tell_the_same(one: "_Told | _Place", other: "_Told | _Place") -> bool:
    """Whether two articles are in two languages, and not known to be far apart in time."""
    if one.language == other.language:
        return False
    is_dated = min(one.first, other.first) >= FIRST_DATED
    return not is_dated or max(one.first, other.first) - min(one.until, other.until) <= APART


def _others(pairs: Iterable[Pair], articles: Mapping[int, _Told]) -> dict[int, _Told]:
    """Those that pairs of the articles are with, if they may tell the same."""
    with_others = [pair for pair in pairs if pair[0] not in articles or pair[1] not in articles]
    places: dict[int, _Told | _Place] = {**articles}
    for batch in in_batches(sorted({*chain(*with_others)} - articles.keys()), ASKED_AT_ONCE):
        rows = Indexed.objects.filter(article__in=batch)
        for pk, *place in rows.values_list("article", "language", "position", "until"):
            places[pk] = _Place(*place)
    wanted = {
        pk
        for one, other in with_others
        if one in places and other in places and _may_tell_the_same(places[one], places[other])
        for pk in (one, other)
    }
    found: dict[int, _Told] = {}
    for batch in in_batches(sorted(wanted - articles.keys()), TEXTS_AT_ONCE):
        found |= {row.article_id: _Told.by(row) for row in Indexed.objects.filter(article__in=batch)}
    return found


class _Names:
    """The concepts that both articles of some pairs are about: what they are called, how much they tell, and
    by which terms headlines name them."""

    def __init__(self, pairs: Collection["_Evidence"]):
        tags = {tag for pair in pairs for tag in pair.one.tags & pair.other.tags}
        languages = {one.language for pair in pairs for one in (pair.one, pair.other)}
        rows = Tag.objects.filter(pk__in=tags).values_list("pk", "name", "kind")
        self._tags = {pk: (name, kind) for pk, name, kind in rows}
        counted = FacetCount.objects.filter(
            language=FacetCount.ANY_TEXT, source=FacetCount.ANY_ID, period=FacetCount.ANY_PERIOD
        )
        self._articles = dict(
            counted.filter(tag__in={*tags, FacetCount.ANY_ID}).values_list("tag", "articles")
        )
        self._terms: dict[int, list[str]] = {}
        named = TagName.objects.filter(tag__in=tags, language__in={*languages, LINGUA_FRANCA})
        for tag, terms in named.exclude(terms="").values_list("tag", "terms"):
            self._terms.setdefault(tag, []).append(f" {terms} ")

    def tell(self, tags: Iterable[int]) -> float:
        return min(MOST_OF_NAMES, sum(map(self._tells, tags)))

    def in_headlines(self, tags: Iterable[int], one: _Told, other: _Told) -> list[int]:
        """Those, but for places, that both headlines name."""
        return [
            tag
            for tag in tags
            if tag in self._tags
            and self._tags[tag][1] != Kind.PLACE
            and self._stands_in(one.title, tag)
            and self._stands_in(other.title, tag)
        ]

    def called(self, tags: Iterable[int]) -> list[str]:
        return sorted(self._tags[tag][0] for tag in tags)

    def named(self, tags: Iterable[int]) -> list[int]:
        """Those that are names: no topics."""
        return [tag for tag in tags if tag in self._tags and self._tags[tag][1] != Kind.TOPIC]

    def _tells(self, tag: int) -> float:
        rarity = math.log10(self._articles[FacetCount.ANY_ID] / self._articles[tag])
        return rarity * (PLACE if self._tags[tag][1] == Kind.PLACE else NAME)

    def _stands_in(self, title: str, tag: int) -> bool:
        return any(terms in title for terms in self._terms.get(tag, ()))


@dataclass(slots=True)
class _Evidence:
    """What speaks for two articles telling the same, the older one first."""

    one: _Told
    other: _Told
    links: float
    names: list[str] = field(default_factory=list)
    headlines: list[str] = field(default_factory=list)
    names_tell: float = 0

    ...
