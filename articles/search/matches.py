"""The articles that match a query within a selection: how many, of what, and in which order.

Two things bound what a query costs, however large the archive: counting stops at counts.CAP, and only
the newest RANKED matches are ranked and counted by value. Behind those the list goes on by date.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property

from .. import counts, paging
from ..counts import CAP, Facet, Total
from ..models import Article
from ..paging import Cursor, Neighbours, Page, token
from ..positions import BEYOND, FIRST_DATED, IDS_A_SECOND, first_position, month_of
from ..querysets import Selection
from . import expression
from .entries import Candidate, Span
from .expression import All, any_of
from .index import index
from .meaning import Meaning
from .ranking import Ranking

BEST = "best"

# How many matches are ranked, the newest.
RANKED = 2_000


class Matches:
    """What a meaning finds in a selection. `is_ranked`: whether the best are asked for first."""

    def __init__(self, selection: Selection, meaning: Meaning, *, is_ranked: bool = False):
        self._selection = selection
        self._meaning = meaning
        self._is_ranked = is_ranked
        self._spans = list(spans(selection))
        self._expression = All((meaning.expression, *_chosen(selection)))
        self._beside: dict[Selection, Matches] = {}

    def total(self) -> Total:
        if "_newest" in self.__dict__ and not self._goes_on:
            return Total(len(self._newest.positions), True)
        found = 0
        for span in self._spans:
            found += index().count(self._expression, span, CAP + 1 - found)
        return Total(min(found, CAP), found <= CAP)

    def facets(self) -> dict[str, Facet]:
        """The counts of every value of every dimension, each as if none of its own values were selected."""
        facets = {}
        for dimension, field in counts.FIELD_OF.items():
            matches = self._within(self._selection.without(field))
            facets[dimension] = Facet(matches._newest.counted(dimension), not matches._goes_on, RANKED)
        return facets

    def months(self, year: int) -> Facet:
        """The counts of a year's months as if no time were selected: among the newest matches of any time
        if those go back beyond the year, else among the newest of the year."""
        of_year = self._within(_in_year(self._selection, year))
        if of_year is not self:
            whole = self._within(self._selection.without("time"))
            if not whole._goes_on or whole._floor < first_position(_bounds(year)[0]):
                return Facet(whole._newest.months(year), True, RANKED)
        return Facet(of_year._newest.months(year), not of_year._goes_on, RANKED)

    def page(self, sort: str, size: int, cursor: Cursor | None) -> Page:
        if sort != BEST:
            return paging.page(self, sort, size, cursor)
        is_back = bool(cursor and cursor.is_back)
        keys = self._behind(cursor, size + 1, is_back)
        more = len(keys) > size
        keys = keys[:size]
        if is_back:
            keys.reverse()
        if not keys:
            return Page([], None, None)
        first, last = (Cursor(position, score=score) for score, position in (keys[0], keys[-1]))
        has_before = more if is_back else bool(cursor and self._behind(first, 1, is_back=True))
        has_after = bool(self._behind(last, 1, is_back=False)) if is_back else more
        return Page(
            _articles([position for _, position in keys]),
            token(first.position, first.score) if has_before else None,
            token(last.position, last.score) if has_after else None,
        )

    def neighbours(self, sort: str, position: int) -> Neighbours:
        """The articles before and behind the one that stands at a position."""
        if sort != BEST:
            return paging.neighbours(self, sort, position)
        scores = dict(zip(self._newest.positions, self._newest.scores, strict=False))
        here = Cursor(position, score=scores.get(position, 0))
        keys = (self._behind(here, 1, is_back=is_back) for is_back in (True, False))
        found = (_articles([position for _, position in key]) for key in keys)
        return Neighbours(*(next(iter(articles), None) for articles in found))

    def walk(self, first: int, end: int, *, ascending: bool, number: int) -> list[Article]:
        """The next matches from the position `first` on and below `end`, from either side."""
        return _articles(self.positions(first, end, ascending=ascending, number=number))

    def positions(self, first: int, end: int, *, ascending: bool, number: int) -> list[int]:
        """Where the same stand."""
        found: list[int] = []
        for span in reversed(self._spans) if ascending else self._spans:
            part = Span(max(first, span.first), min(end, span.end), span.until)
            if part.first < part.end and len(found) < number:
                found += index().positions(
                    self._expression, part, ascending=ascending, number=number - len(found)
                )
        return found

    def _within(self, selection: Selection) -> "Matches":
        """The same meaning in another selection, whose matches are looked up once."""
        if selection == self._selection:
            return self
        if selection not in self._beside:
            self._beside[selection] = Matches(selection, self._meaning)
        return self._beside[selection]

    def _behind(self, cursor: Cursor | None, number: int, is_back: bool) -> list[tuple[int, int]]:
        """The next (score, position) behind a place in the list by score, or before it, nearest first;
        what was not ranked has no score, and goes by date."""
        ranked, floor = self._best, self._floor
        place = (cursor.score, cursor.position) if cursor else (BEYOND, BEYOND)
        if not is_back:
            keys = [key for key in ranked if key < place][:number]
            if len(keys) < number and self._goes_on:
                end = min(floor, place[1]) if place[0] == 0 else floor
                keys += self._by_date(0, end, number - len(keys), ascending=False)
            return keys
        keys = []
        if place[0] == 0 and self._goes_on:
            keys = self._by_date(place[1] + 1, floor, number, ascending=True)
        before = [key for key in reversed(ranked) if key > place]
        return [*keys, *before[: number - len(keys)]]

    def _by_date(self, first: int, end: int, number: int, *, ascending: bool) -> list[tuple[int, int]]:
        return [(0, at) for at in self.positions(first, end, ascending=ascending, number=number)]

    @cached_property
    def _newest(self) -> "_Newest":
        """The newest matches, one more than are ranked."""
        newest = _Newest()
        ranking = Ranking(self._meaning) if self._is_ranked else None
        for span in self._spans:
            room = RANKED + 1 - len(newest.positions)
            if room:
                found = index().candidates(self._expression, span, room, with_text=self._is_ranked)
                newest.take(found, ranking)
        return newest

    @property
    def _goes_on(self) -> bool:
        """Whether there are more matches than are ranked."""
        return len(self._newest.positions) > RANKED

    @cached_property
    def _best(self) -> list[tuple[int, int]]:
        """(score, position) of the newest matches, the best first, and of equals the newest."""
        newest = self._newest
        return sorted(zip(newest.scores[:RANKED], newest.positions[:RANKED], strict=True), reverse=True)

    @property
    def _floor(self) -> int:
        """The position of the last match that was ranked: behind it the list goes by date."""
        return self._newest.positions[:RANKED][-1] if self._newest.positions else 0


class _Newest:
    """The newest matches: where they stand, how good they are, and what there is of each value. Their
    texts are not kept."""

    def __init__(self) -> None:
        self.positions: list[int] = []
        self.scores: list[int] = []
        self._untils: list[int] = []
        self._facets: Counter[str] = Counter()
        self._years: Counter[int] = Counter()

    def take(self, found: Iterable[Candidate], ranking: Ranking | None) -> None:
        for match in found:
            self.positions.append(match.position)
            self._untils.append(match.until)
            if ranking:
                self.scores.append(ranking.score(match))
            if len(self.positions) <= RANKED:
                self._facets.update(match.facets.split())
                self._years[match.year] += 1

    def months(self, year: int) -> dict[int, int]:
        """What there is of each month of a year, and of YEAR_ONLY."""
        first, end = map(first_position, _bounds(year))
        months: Counter[int] = Counter()
        for position, until in zip(self.positions[:RANKED], self._untils, strict=False):
            if first <= position < end:
                months[month_of(position, until) or counts.YEAR_ONLY] += 1
        return dict(months)

    def counted(self, dimension: str) -> dict[str | int, int]:
        if dimension == counts.YEAR:
            return dict(self._years)
        values = ((*term.split(":"), number) for term, number in self._facets.items())
        key = str if dimension == counts.LANGUAGE else int
        return {key(value): number for name, value, number in values if name == dimension}


def months(selection: Selection, year: int) -> Facet:
    """The counts of a year's months as if no time were selected, of the newest articles of the year: for
    what is not stored the index has their positions at hand."""
    first, end = map(first_position, _bounds(year))
    borders = [first_position(datetime(year, month, 1, tzinfo=UTC)) for month in range(1, 13)]
    chosen = All(tuple(_chosen(selection)))
    newest = index().positions(chosen, Span(first, end), ascending=False, number=CAP + 1)
    # What is known only to the year stands at its first second, and ends behind January.
    longer = Span(first, first + IDS_A_SECOND, until=borders[1])
    year_only = set(index().positions(chosen, longer, ascending=False, number=CAP + 1))
    found = Counter(
        counts.YEAR_ONLY if position in year_only else bisect_right(borders, position)
        for position in newest[:CAP]
    )
    return Facet(dict(found), len(newest) <= CAP, CAP)


def spans(selection: Selection) -> Iterator[Span]:
    """The positions a selection leaves, the highest first."""
    if not selection.has_time:
        yield Span()
        return
    if selection.after or selection.before:
        end = first_position(selection.before) if selection.before else BEYOND
        if selection.after is None:
            yield Span(FIRST_DATED, end)
        else:
            yield from _dated_since(selection, end)
    if selection.undated:
        yield Span(0, FIRST_DATED)


def _in_year(selection: Selection, year: int) -> Selection:
    """The same, of this year instead of its own time."""
    after, before = _bounds(year)
    return replace(selection, after=after, before=before, undated=False)


def _bounds(year: int) -> tuple[datetime, datetime]:
    """The first moment of a year (UTC), and the first one behind it."""
    return datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)


def _dated_since(selection: Selection, end: int) -> Iterator[Span]:
    """An article known only to its month or year counts if any of that lies inside: it stands at the
    first moment of it, so the year's beginning is looked through for those."""
    first = first_position(selection.after)
    year = first_position(selection.after.replace(month=1, day=1))
    if first < end:
        yield Span(max(first, FIRST_DATED), end)
    if year < first:
        yield Span(year, min(first, end), until=first)


def _chosen(selection: Selection) -> Iterator[expression.Expression]:
    for name, values in (
        (expression.LANGUAGE, selection.languages),
        (expression.SOURCE, selection.sources),
        (expression.TAG, selection.tags),
    ):
        if values:
            yield any_of(tuple(expression.Facet(name, value) for value in values))


def _articles(positions: list[int]) -> list[Article]:
    """The articles that stand there, in that order."""
    rows = Article.objects.published().filter(position__in=positions).with_related()
    found = {article.position: article for article in rows}
    return [found[position] for position in positions if position in found]
