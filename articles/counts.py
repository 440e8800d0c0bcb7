"""How many articles there are of what: from the stored counts where they can answer, else from a
capped number of matches, and said to be so."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Sum

from .models import Article, ArticleTag, FacetCount
from .querysets import Selection

# Beyond this many matches a count that is not stored stops: "more than 10,000".
CAP = 10_000

# Among so many of its newest articles is counted what appears with a tag.
BESIDE = 2_000

LANGUAGE, SOURCE, TAG, YEAR = "language", "source", "tag", "year"

# Stands among the months of a year for what is known only to the year.
YEAR_ONLY = 0

EVERYTHING = Selection()

# The field of a selection that a dimension's own values stand in.
FIELD_OF = {LANGUAGE: "languages", SOURCE: "sources", TAG: "tags", YEAR: "time"}


@dataclass(frozen=True, slots=True)
class Total:
    articles: int
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """Articles by value: language code, source or tag id, year (FacetCount.UNDATED for none), or month of
    a year (1 to 12, YEAR_ONLY for none).

    Without `is_exact` only the newest `counted` matches were counted.
    """

    articles: dict[str | int, int]
    is_exact: bool
    counted: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The articles of a language: by (year, month); by year; by year those of which no month is known;
    and the undated."""

    months: dict[tuple[int, int], int]
    years: dict[int, int]
    year_only: dict[int, int]
    undated: int


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


def is_held(dimension: str) -> Exists:
    """Whether a source, a language or a tag has a published article."""
    return Exists(_stored(EVERYTHING, dimension).filter(**{dimension: OuterRef("pk")}))


def months(selection: Selection, year: int) -> Facet | None:
    """The counts of a year's months as if no time were selected; None with a tag, of which no months are
    stored."""
    if selection.tags:
        return None
    periods = {FacetCount.month(year, month): month for month in range(1, 13)}
    rows = _of_any_time(selection).filter(period__in=[year, *periods])
    articles = dict(rows.values_list("period").annotate(Sum("articles")))
    year_only = articles.pop(year, 0) - sum(articles.values())
    found = {periods[period]: number for period, number in articles.items()}
    return Facet(found | ({YEAR_ONLY: year_only} if year_only else {}), True, CAP)


def beside(selection: Selection) -> Facet:
    """The tags of the newest articles that a selection leaves, its own among them."""
    found = Article.objects.published().selected(selection).order_by("-position")
    ids = list(found.values_list("pk", flat=True)[: BESIDE + 1])
    tags = ArticleTag.objects.filter(article__in=ids[:BESIDE]).order_by().values_list("tag")
    return Facet(dict(tags.annotate(Count("pk"))), len(ids) <= BESIDE, BESIDE)


def coverage() -> dict[str, Coverage]:
    """What the archive holds in each language, from the stored counts."""
    rows = FacetCount.objects.filter(source=FacetCount.ANY_ID, tag=FacetCount.ANY_ID)
    rows = rows.exclude(language=FacetCount.ANY_TEXT).exclude(period=FacetCount.ANY_PERIOD)
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for language, period, articles in rows.order_by("period").values_list("language", "period", "articles"):
        found[language][period] = articles
    return {language: _coverage(found[language]) for language in sorted(found)}


def _facet(dimension: str, selection: Selection, matches: "dict[Selection, list[_Match]]") -> Facet:
    """A facet from the stored counts, else from the newest matches, which are fetched once."""
    others = selection.without(FIELD_OF[dimension])
    if _is_stored(others):
        column = "period" if dimension == YEAR else dimension
        rows = _stored(others, dimension).values_list(column).annotate(Sum("articles"))
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
            YEAR: lambda match: match.published_at.year if match.published_at else FacetCount.UNDATED,
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


def _coverage(articles: dict[int, int]) -> Coverage:
    """Of one language's articles by period."""
    months = {
        divmod(at, FacetCount.MONTHS): found for at, found in articles.items() if at > FacetCount.MONTHS
    }
    years = {at: found for at, found in articles.items() if FacetCount.UNDATED < at < FacetCount.MONTHS}
    year_only = Counter(years)
    for (year, _), found in months.items():
        year_only[year] -= found
    return Coverage(months, years, dict(+year_only), articles.get(FacetCount.UNDATED, 0))


def _is_stored(selection: Selection) -> bool:
    """Whether the stored counts can answer. Two tags at once would count twice what has both, and a
    period that cuts a year is not in them."""
    return len(selection.tags) <= 1 and all(
        moment is None or (moment.month, moment.day) == (1, 1)
        for moment in (selection.after, selection.before)
    )


def _stored(selection: Selection, dimension: str | None = None):
    """The stored rows of a selection, each value of the dimension in a row of its own."""
    return _in_years(_of_any_time(selection, dimension), selection, dimension)


def _of_any_time(selection: Selection, dimension: str | None = None):
    """The same of every period there is, one within the other."""
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
    return rows


def _in_years(rows, selection: Selection, dimension: str | None):
    if not selection.has_time:
        if dimension == YEAR:
            return rows.filter(period__gte=FacetCount.UNDATED, period__lt=FacetCount.MONTHS)
        return rows.filter(period=FacetCount.ANY_PERIOD)
    years = FacetCount.objects.none()
    if selection.after or selection.before:
        first = selection.after.year if selection.after else 1
        end = selection.before.year if selection.before else FacetCount.MONTHS
        years = rows.filter(period__gte=first, period__lt=end)
    undated = rows.filter(period=FacetCount.UNDATED)
    if not selection.undated:
        return years
    return undated if not (selection.after or selection.before) else years | undated
