"""What speaks for two articles in different languages telling the same: numbers, names and links, weighed,
and said in words.

It follows from the two articles alone, but for how rare a name is in the archive of the day.
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, lru_cache
from itertools import chain, pairwise
from typing import NamedTuple
from zlib import crc32

from .dates import BUDDHIST_ERA, BUDDHIST_YEARS, YEARS
from .links import Link
from .models import FacetCount, Indexed, Tag, TagName
from .positions import FIRST_DATED, IDS_A_SECOND
from .reviews import Pair
from .search.smallwords import LINGUA_FRANCA
from .vocabulary import Kind

# How far apart in time two articles may tell the same, in positions, as the next is. A date less precise
# than a month says little more than none.
APART = IDS_A_SECOND * (timedelta(days=10) // timedelta(seconds=1))
PRECISE = IDS_A_SECOND * (timedelta(days=31) // timedelta(seconds=1))

# So many numbers at least have to stand in both texts, and all of theirs to be so much alike (cosine); what
# is translated has nearly all of them.
SHARED_NUMBERS = 3
ALIKE, TRANSLATED = 0.4, 0.9

# What a shared number tells: one of a single digit hardly anything, days, years and round numbers little.
DIGIT, COMMON, TWO_DIGITS, MORE_DIGITS = 0.1, 0.25, 1, 2
DAYS = range(10, 32)

# What a shared name tells that one article of ten has; a place half of it; and all of them at most.
NAME, PLACE, MOST_OF_NAMES = 1, 0.5, 2

# What it tells that both headlines name a concept, which is no place.
HEADLINE = 1

# What it tells how two articles are linked.
LINK_TELLS = {Link.TO: 5, Link.SAME: 3, None: 0}

# How much has to be told: close in time by all of it, where both texts name something that is known, or are
# linked or translated, and where not; and where a date is not known or not precise, by numbers and links
# alone, where the headlines name the same or the texts are translated, and where not.
#
# Measured on the samples and five real captures, 35 articles in eleven languages: of 431 pairs in two
# languages that no dates part, 63 share three numbers and are alike by ALIKE, most by what all of them say of
# one referendum. Five have enough: two tell of the same event, three of the same reform. Of made-up articles
# that tell nothing in common, as many a day as if a million were of fifteen years, nine pairs among 6,000 had
# enough by chance; of 1,000 translations all of whose numbers and names are the same 776 with dates and 508
# without, of as many that share seven numbers in ten 503 and 73.
ENOUGH, ENOUGH_UNNAMED = 4, 6
ENOUGH_UNDATED, ENOUGH_UNDATED_UNNAMED = 4.5, 10

# How many numbers, and names, are quoted.
QUOTED = 6

# Numbers that follow each other. With more digits they tell nothing that is counted.
_NUMBERS = re.compile(r" ([0-9]{1,12}(?: [0-9]{1,12})*)(?= )")
_THAI = "th"


class Place(NamedTuple):
    """The language of an article, and the positions from which on and below which it is dated."""

    language: str
    first: int
    until: int

    def can_tell_as(self, other: "Place") -> bool:
        """Whether the other one is in another language, and not known to be of another time."""
        if self.language == other.language:
            return False
        if min(self.first, other.first) < FIRST_DATED:
            return True
        return max(self.first, other.first) - min(self.until, other.until) <= APART

    @property
    def is_precise(self) -> bool:
        return self.first >= FIRST_DATED and self.until - self.first <= PRECISE


@dataclass(frozen=True, slots=True)
class Told:
    """What an article tells in any language. The title is its terms, with spaces around each; `following`
    are numbers as they follow each other, such as the parts of 77.18 and 297,730."""

    article: int
    place: Place
    title: str
    tags: frozenset[int]
    numbers: Counter[int]
    following: frozenset[tuple[str, str]]

    @classmethod
    def by(cls, row: Indexed) -> "Told":
        runs = [run.split() for run in _NUMBERS.findall(f" {row.title}  {row.body} ")]
        numbers = map(int, chain.from_iterable(runs))
        if row.language == _THAI:
            numbers = (number - BUDDHIST_ERA * (number in BUDDHIST_YEARS) for number in numbers)
        return cls(
            article=row.article_id,
            place=Place(row.language, row.position, row.until),
            title=f" {row.title} ",
            tags=frozenset(row.tags),
            numbers=Counter(filter(None, numbers)),
            following=frozenset(chain.from_iterable(map(pairwise, runs))),
        )


class Finding(NamedTuple):
    """How much speaks for two articles, and what, in words."""

    told: float
    reason: str


@dataclass(frozen=True)
class Compared:
    """Two articles, and how they are linked."""

    one: Told
    other: Told
    link: Link | None

    @property
    def is_likely(self) -> bool:
        """Whether what both texts hold is enough to look at names too."""
        return bool(self.link) or self.cosine >= ALIKE

    @property
    def is_translated(self) -> bool:
        return self.cosine >= TRANSLATED

    @property
    def is_close(self) -> bool:
        return self.one.place.is_precise and self.other.place.is_precise

    @cached_property
    def numbers(self) -> list[int]:
        """Those in both texts."""
        shared = self.one.numbers.keys() & self.other.numbers.keys()
        return sorted(shared)

    @cached_property
    def cosine(self) -> float:
        """How much the numbers of both texts are alike, 0 to 1; 0 if they share too few."""
        if len(self.numbers) < SHARED_NUMBERS:
            return 0
        one, other = self.one.numbers, self.other.numbers
        both = sum(one[number] * other[number] for number in self.numbers)
        return both / math.hypot(*one.values()) / math.hypot(*other.values())


def most_telling(numbers: Iterable[int], least: float) -> list[int]:
    """Those that tell so much, in an order that is the same for every text."""
    found = (number for number in numbers if tells(number) >= least)
    return sorted(found, key=lambda number: (-tells(number), crc32(b"%d" % number)))


@lru_cache(maxsize=1 << 14)
def tells(number: int) -> float:
    if number < DAYS.start:
        return DIGIT
    if number in DAYS or number in YEARS or len(str(number).rstrip("0")) == 1:
        return COMMON
    return TWO_DIGITS if number < 100 else MORE_DIGITS


def weigh(compared: Iterable[Compared]) -> dict[Pair, Finding]:
    """What was found for those of the pairs for which enough speaks, in three queries."""
    likely = [pair for pair in compared if pair.is_likely]
    if not likely:
        return {}
    names = _Names(likely)
    found = ((pair, _weighed(pair, names)) for pair in likely)
    return {(pair.one.article, pair.other.article): finding for pair, finding in found if finding}


class _Names:
    """The concepts that both articles of some pairs are about."""

    def __init__(self, pairs: Iterable[Compared]):
        tags = {tag for pair in pairs for tag in pair.one.tags & pair.other.tags}
        languages = {one.place.language for pair in pairs for one in (pair.one, pair.other)}
        self._tags = Tag.objects.in_bulk(tags)
        counted = FacetCount.objects.filter(
            language=FacetCount.ANY_TEXT,
            source=FacetCount.ANY_ID,
            period=FacetCount.ANY_PERIOD,
            tag__in={*tags, FacetCount.ANY_ID},
        )
        self._articles = dict(counted.values_list("tag", "articles"))
        self._terms: dict[int, list[str]] = {}
        named = TagName.objects.filter(tag__in=tags, language__in={*languages, LINGUA_FRANCA})
        for tag, terms in named.exclude(terms="").values_list("tag", "terms"):
            self._terms.setdefault(tag, []).append(f" {terms} ")

    def of(self, pair: Compared) -> list[Tag]:
        """What both name, without topics."""
        return [tag for tag in self._shared(pair) if tag.kind != Kind.TOPIC]

    def tell(self, names: Iterable[Tag]) -> float:
        return min(MOST_OF_NAMES, sum(map(self._tells, names)))

    def in_headlines(self, pair: Compared) -> list[Tag]:
        """What both headlines name, without places."""
        return [
            tag
            for tag in self._shared(pair)
            if tag.kind != Kind.PLACE
            and self._stands_in(pair.one.title, tag)
            and self._stands_in(pair.other.title, tag)
        ]

    def _shared(self, pair: Compared) -> list[Tag]:
        """An entry may still have a tag that is being deleted."""
        shared = pair.one.tags & pair.other.tags & self._tags.keys()
        return sorted((self._tags[tag] for tag in shared), key=str)

    def _tells(self, tag: Tag) -> float:
        """Counts that are not right (wrong_counts) make nothing of a name, and no load fails of them."""
        all_articles = self._articles.get(FacetCount.ANY_ID, 1)
        share = min(1, self._articles.get(tag.pk, all_articles) / all_articles)
        return -math.log10(share) * (PLACE if tag.kind == Kind.PLACE else NAME)

    def _stands_in(self, title: str, tag: Tag) -> bool:
        return any(terms in title for terms in self._terms.get(tag.pk, ()))


def _weighed(pair: Compared, names: _Names) -> Finding | None:
    told = sum(map(tells, pair.numbers)) + LINK_TELLS[pair.link]
    shared, in_headlines = names.of(pair), names.in_headlines(pair)
    if pair.is_close:
        told += names.tell(shared) + (HEADLINE if in_headlines else 0)
        enough = ENOUGH if shared or pair.link or pair.is_translated else ENOUGH_UNNAMED
    else:
        enough = ENOUGH_UNDATED if in_headlines or pair.is_translated else ENOUGH_UNDATED_UNNAMED
    return Finding(told, _reason(pair, shared, in_headlines)) if told >= enough else None


def _reason(pair: Compared, names: Sequence[Tag], in_headlines: Sequence[Tag]) -> str:
    said = []
    if numbers := _written(pair):
        nearly_all = "nearly all numbers, such as" if pair.is_translated else "the numbers"
        said.append(f"share {nearly_all if len(numbers) > 1 else 'the number'} {_listed(numbers)}")
    if names:
        said.append(f"both name {_listed(names)}")
    if in_headlines:
        said.append(f"both headlines name {_listed(in_headlines)}")
    if pair.link:
        said.append(pair.link)
    return "; ".join(said)


def _written(pair: Compared) -> list[str]:
    """The numbers, the most telling first; what follows in both texts is taken for a part of a number."""
    left = {str(number): tells(number) for number in pair.numbers}
    whole: dict[str, float] = {}
    for number, part in sorted(pair.one.following & pair.other.following):
        same = str(int(part))
        if number in left and same in left and number != same and len(part) <= len("000"):
            written = f"{number}{',' if len(part) == len('000') else '.'}{part}"
            whole[written] = left.pop(number) + left.pop(same)
    return sorted(whole | left, key=lambda number: -(whole | left)[number])


def _listed(words: Collection[object]) -> str:
    *most, last = list(map(str, words))[:QUOTED]
    return f"{', '.join(most)} and {last}" if most else last
