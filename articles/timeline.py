"""The articles of a list by year, or by month inside one year: bars that are links."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, timedelta

from . import counts
from .counts import YEAR_ONLY, Facet
from .facets import UNDATED, Address
from .filters import PERIOD, ArticleFilter
from .listing import Listing
from .models import FacetCount
from .querysets import Selection

# Of more years than this, those without articles are left out: one date mistyped would fill a page.
LONGEST_SPAN = 60

# In hundredths of the highest bar, so that one article is seen beside thousands.
LOWEST = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """The articles of a year, of a month of it, or, with neither, the undated. `height` is in hundredths of
    the highest, 0 for the undated. `link` asks for the bar alone; if that is what is asked for
    (`is_selected`), it leads back, and from a gap nowhere."""

    year: int | None
    month: int | None
    articles: int
    height: int
    is_selected: bool
    link: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bars, the earliest first. Those of a year's months leave out `year_only`, articles known only to the
    year, and `up` leads to all years. Without `is_exact` only the newest `counted` matches were counted."""

    bars: Sequence[Bar]
    is_by_month: bool
    year: int | None
    year_only: int
    is_exact: bool
    counted: int
    undated: Bar | None
    up: str


def of_list(found: Listing, years: Facet, asked: ArticleFilter, address: Address) -> Timeline:
    """Of a whole list, whatever page of it is shown: by month if what is asked for is a year or lies in one,
    else by year, as its facets count them."""
    year = None if asked.selection.undated else _year_of(asked.selection)
    # The calendar ends with this year, so no period reaches to its end.
    if year is None or year == MAXYEAR:
        return _by_year(years, asked.selection, address)
    return _by_month(found.months(year), year, years, asked.selection, address)


def of_selection(selection: Selection, address: Address) -> Timeline:
    """Of the articles of a source or a tag, by year; `address` is their list."""
    return _by_year(counts.facet(counts.YEAR, selection), selection, address)


def _by_year(years: Facet, selection: Selection, address: Address) -> Timeline:
    articles = {year: number for year, number in years.articles.items() if year != FacetCount.UNDATED}
    highest = max(articles.values(), default=0)
    bars = []
    for year in _span(articles):
        is_selected = _is_asked(selection, year)
        link = _any_time(address) if is_selected else _in(address, f"{year:04}")
        bars.append(_bar(year, None, articles.get(year, 0), highest, is_selected, link))
    undated = _undated(years, selection, address)
    return Timeline(bars, False, None, 0, years.is_exact, years.counted, undated, "")


def _by_month(months: Facet, year: int, years: Facet, selection: Selection, address: Address) -> Timeline:
    articles = {month: number for month, number in months.articles.items() if month != YEAR_ONLY}
    highest = max(articles.values(), default=0)
    bars = []
    for month in range(1, 13):
        is_selected = _is_asked(selection, year, month)
        link = _in(address, f"{year:04}" if is_selected else f"{year:04}-{month:02}")
        bars.append(_bar(year, month, articles.get(month, 0), highest, is_selected, link))
    return Timeline(
        bars,
        True,
        year,
        months.articles.get(YEAR_ONLY, 0),
        months.is_exact,
        months.counted,
        _undated(years, selection, address),
        str(_any_time(address)),
    )


def _span(years: Collection[int]) -> Sequence[int]:
    """The years from the first to the last, with the gaps between them."""
    if not years:
        return []
    span = range(min(years), max(years) + 1)
    return span if len(span) <= LONGEST_SPAN else sorted(years)


def _bar(year: int, month: int | None, articles: int, highest: int, is_selected: bool, link: Address) -> Bar:
    height = max(LOWEST, round(100 * articles / highest)) if articles else 0
    return Bar(year, month, articles, height, is_selected, str(link) if articles or is_selected else "")


def _undated(years: Facet, selection: Selection, address: Address) -> Bar | None:
    articles = years.articles.get(FacetCount.UNDATED, 0)
    if selection.undated:
        return Bar(None, None, articles, 0, True, str(address.without(UNDATED)))
    link = str(_any_time(address).with_value(UNDATED, "1"))
    return Bar(None, None, articles, 0, False, link) if articles else None


def _year_of(selection: Selection) -> int | None:
    """The year that the period lies in."""
    if selection.after is None or selection.before is None:
        return None
    year = selection.after.year
    return year if (selection.before - timedelta(microseconds=1)).year == year else None


def _is_asked(selection: Selection, year: int, month: int | None = None) -> bool:
    """Whether the period is this year, or this month of it, and no more or less."""
    if _year_of(selection) != year or (selection.after.day, selection.before.day) != (1, 1):
        return False
    last = selection.before - timedelta(microseconds=1)
    return (selection.after.month, last.month) == ((month, month) if month else (1, 12))


def _any_time(address: Address) -> Address:
    return address.without(*PERIOD, UNDATED)


def _in(address: Address, period: str) -> Address:
    """The same of a year or month alone, written as a filter takes it."""
    address = _any_time(address)
    for name in PERIOD:
        address = address.with_value(name, period)
    return address
