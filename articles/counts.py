"""How many articles there are of what: from the stored counts where they can answer, else from a
capped number of matches, and said to be so."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Sum

from .models import Article, ArticleTag, FacetCount
from .querysets import Selection

# Beyond this many matches a count that is not stored stops: "more than 10,000".
CAP = 10_000

LANGUAGE, SOURCE, TAG, YEAR = "language", "source", "tag", "year"

EVERYTHING = Selection()

# The field of a selection that a dimension's own values stand in.
FIELD_OF = {LANGUAGE: "languages", SOURCE: "sources", TAG: "tags", YEAR: "time"}


@dataclass(frozen=True, slots=True)
class Total:
    articles: int
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """Articles by value: language code, source or tag id, year (FacetCount.UNDATED_YEAR for none).

    Without `is_exact` only the newest `counted` matches were counted.
    """

    articles: dict[str | int, int]
    is_exact: bool
    counted: int


def total(selection: Selection) -> Total:
    if _is_stored(selection):
        found = _stored(selection).aggregate(articles=Sum("articles"))
        return Total(found["articles"] or 0, True)
    number = Article.objects.published().selected(selection).order_by()[: CAP + 1].count()
    return Total(min(number, CAP), number <= CAP)


def facets(selection: Selection) -> dict[str, Facet]:
    """The counts of every value of every dimension, each as if none of its own values were selected."""
    matches: dict[Selection, list[_Match]] = {}
    return {dimension: _facet(dimension, selection, matches) for dimension in FIELD_OF}


def facet(dimension: str, selection: Selection = EVERYTHING) -> Facet:
    """The same of one dimension."""
    return _facet(dimension, selection, {})


def _facet(dimension: str, selection: Selection, matches: "dict[Selection, list[_Match]]") -> Facet:
    """A facet from the stored counts, else from the newest matches, which are fetched once."""
    others = selection.without(FIELD_OF[dimension])
    if _is_stored(others):
        rows = _stored(others, dimension).values_list(dimension).annotate(Sum("articles"))
        return Facet(dict(rows), True, CAP)
    if others not in matches:
        matches[others] = _newest(others, CAP + 1)
    return _counted_facet(dimension, matches[others])


def _counted_facet(dimension: str, matches: "list[_Match]") -> Facet:
    newest = matches[:CAP]
    if dimension == TAG:
        ids = [match.pk for match in newest]
        tags = ArticleTag.objects.filter(article__in=ids).order_by().values_list("tag")
        return Facet(dict(tags.annotate(Count("pk"))), len(matches) <= CAP, CAP)
    values = Counter(
        {
            LANGUAGE: lambda match: match.language,
            SOURCE: lambda match: match.source,
            YEAR: lambda match: match.published_at.year if match.published_at else FacetCount.UNDATED_YEAR,
        }[dimension](match)
        for match in newest
    )
    return Facet(dict(values), len(matches) <= CAP, CAP)


class _Match(NamedTuple):
    pk: int
    language: str
    source: int
    published_at: datetime | None


def _newest(selection: Selection, limit: int) -> list[_Match]:
    found = Article.objects.published().selected(selection).order_by("-position")
    rows = found.values_list("pk", "language", "source", "published_at")[:limit]
    return [_Match(*row) for row in rows]


def _is_stored(selection: Selection) -> bool:
    """Whether the stored counts can answer. Two tags at once would count twice what has both, and a
    period that cuts a year is not in them."""
    return len(selection.tags) <= 1 and all(
        moment is None or (moment.month, moment.day) == (1, 1)
        for moment in (selection.after, selection.before)
    )


def _stored(selection: Selection, dimension: str | None = None):
    """The stored rows of a selection, each value of the dimension in a row of its own."""
    rows = FacetCount.objects.order_by()
    for name, any_value, chosen in (
        (LANGUAGE, FacetCount.ANY_TEXT, selection.languages),
        (SOURCE, FacetCount.ANY_ID, selection.sources),
        (TAG, FacetCount.ANY_ID, selection.tags),
    ):
        if name == dimension:
            rows = rows.exclude(**{name: any_value})
        else:
            rows = rows.filter(**{f"{name}__in": chosen or [any_value]})
    return _in_years(rows, selection, dimension)


def _in_years(rows, selection: Selection, dimension: str | None):
    if not selection.has_time:
        if dimension == YEAR:
            return rows.exclude(year=FacetCount.ANY_YEAR)
        return rows.filter(year=FacetCount.ANY_YEAR)
    years = FacetCount.objects.none()
    if selection.after or selection.before:
        first = selection.after.year if selection.after else 1
        last = selection.before.year - 1 if selection.before else 9999
        years = rows.filter(year__gte=max(first, 1), year__lte=last)
    undated = rows.filter(year=FacetCount.UNDATED_YEAR)
    if not selection.undated:
        return years
    return undated if not (selection.after or selection.before) else years | undated
