"""How many articles there are of what: from the stored counts where they can answer, else from a
capped number of matches, and said to be so."""

from dataclasses import dataclass

from django.db.models import Count, Sum
from django.db.models.functions import ExtractYear

from .models import Article, ArticleTag, FacetCount
from .querysets import Selection

# Beyond this many matches a count that is not stored stops: "more than 10,000".
CAP = 10_000

LANGUAGE, SOURCE, TAG, YEAR = "language", "source", "tag", "year"

# The field of a selection that a dimension's own values stand in.
FIELD_OF = {LANGUAGE: "languages", SOURCE: "sources", TAG: "tags", YEAR: "time"}


@dataclass(frozen=True, slots=True)
class Total:
    articles: int
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """Articles by value: language code, source or tag id, year (FacetCount.UNDATED_YEAR for none).

    Without `is_exact` only the newest CAP matches were counted.
    """

    articles: dict[str | int, int]
    is_exact: bool


def total(selection: Selection) -> Total:
    if _is_stored(selection):
        found = _stored(selection).aggregate(articles=Sum("articles"))
        return Total(found["articles"] or 0, True)
    number = _newest(selection, CAP + 1).count()
    return Total(min(number, CAP), number <= CAP)


def facet(dimension: str, selection: Selection) -> Facet:
    """The counts of every value of a dimension, as if none of its own values were selected."""
    others = selection.without(FIELD_OF[dimension])
    if _is_stored(others):
        rows = _stored(others, dimension).values_list(dimension).annotate(Sum("articles"))
        return Facet(dict(rows), True)
    newest = _newest(others, CAP)
    is_exact = _newest(others, CAP + 1).count() <= CAP
    if dimension == TAG:
        rows = ArticleTag.objects.filter(article__in=newest.values("pk")).values_list("tag")
    elif dimension == YEAR:
        found = Article.objects.filter(pk__in=newest.values("pk"))
        rows = found.annotate(year=ExtractYear("published_at")).values_list("year")
    else:
        rows = Article.objects.filter(pk__in=newest.values("pk")).values_list(dimension)
    counted = dict(rows.order_by().annotate(Count("pk")))
    if dimension == YEAR and None in counted:
        counted[FacetCount.UNDATED_YEAR] = counted.pop(None)
    return Facet(counted, is_exact)


def _newest(selection: Selection, limit: int):
    return Article.objects.published().selected(selection).order_by("-position")[:limit]


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
