"""How articles are asked for. Every list of the archive is composed of these."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from .dates import Precision
from .positions import BEYOND, FIRST_DATED, first_position

if TYPE_CHECKING:
    from .models import Article

# How many others an article's page names at most.
MOST_NAMED = 50


@dataclass(frozen=True, slots=True)
class Selection:
    """What a reader asked to see: OR inside a field, AND between them.

    `after` is the first moment of the period and `before` the first one behind it (UTC). Period and
    `undated` are one field: both together mean either.
    """

    languages: tuple[str, ...] = ()
    sources: tuple[int, ...] = ()
    tags: tuple[int, ...] = ()
    after: datetime | None = None
    before: datetime | None = None
    undated: bool = False

    @property
    def has_time(self) -> bool:
        return bool(self.after or self.before or self.undated)

    def without(self, field: str) -> "Selection":
        """The same with one field open: languages, sources, tags or time."""
        if field == "time":
            return replace(self, after=None, before=None, undated=False)
        return replace(self, **{field: ()})


class ArticleQuerySet(models.QuerySet):
    def published(self) -> "ArticleQuerySet":
        """What the public may see."""
        return self.filter(status="published")

    def undated(self) -> "ArticleQuerySet":
        return self.filter(position__lt=FIRST_DATED)

    def selected(self, selection: Selection) -> "ArticleQuerySet":
        found = self
        if selection.languages:
            found = found.in_languages(selection.languages)
        if selection.sources:
            found = found.from_sources(selection.sources)
        if selection.tags:
            found = found.tagged(selection.tags)
        return found.in_period(selection.after, selection.before, selection.undated)

    def with_related(self) -> "ArticleQuerySet":
        """With what a card shows; the body stays where it is."""
        return self.select_related("source", "language").prefetch_related("tags")

    def twins_of(self, article: "Article") -> "ArticleQuerySet":
        """The others that share most of their text with it (duplicates.py)."""
        if article.duplicates_id is None:
            return self.none()
        return self.filter(duplicates=article.duplicates_id).exclude(pk=article.pk)

    def in_story_of(self, article: "Article") -> "ArticleQuerySet":
        """The others of which an editor said that they tell the same."""
        if article.story_id is None:
            return self.none()
        return self.filter(story=article.story_id).exclude(pk=article.pk)

    def oldest_first(self) -> "ArticleQuerySet":
        """With the undated last: who came first among few; a walk of the archive goes by position."""
        return self.order_by(F("published_at").asc(nulls_last=True), "pk")

    def walk(self, first: int, end: int, *, ascending: bool, number: int) -> "list[Article]":
        """The next articles from the position `first` on and below `end`, from either side."""
        found = self
        if first > 0:
            found = found.filter(position__gte=first)
        if end < BEYOND:
            found = found.filter(position__lt=end)
        return list(found.order_by("position" if ascending else "-position")[:number])

    def in_languages(self, codes: Iterable[str]) -> "ArticleQuerySet":
        return self.filter(language__in=list(codes))

    def from_sources(self, ids: Iterable[int]) -> "ArticleQuerySet":
        return self.filter(source__in=list(ids))

    def tagged(self, ids: Iterable[int]) -> "ArticleQuerySet":
        """With at least one of these tags. A join for one and a list for more leave the planner free to
        begin with the tag if that is rare, and with the order of dates if it is not."""
        ids = list(ids)
        if len(ids) == 1:
            return self.filter(article_tags__tag=ids[0])
        through = self.model.tags.through
        return self.filter(pk__in=through.objects.filter(tag__in=ids).values("article"))

    def in_period(
        self, after: datetime | None, before: datetime | None, or_undated: bool = False
    ) -> "ArticleQuerySet":
        """Published from `after` on and before `before` (UTC, the end excluded).

        An article known only to its year or month counts if any of that period falls inside. The
        undated belong to no period: they come only when asked for.
        """
        if after is None and before is None:
            return self.undated() if or_undated else self
        period = Q(position__gte=FIRST_DATED)
        if after:
            period &= _ends_after(after)
        if before:
            period &= Q(position__lt=first_position(before))
        return self.filter(period | Q(position__lt=FIRST_DATED) if or_undated else period)


def _ends_after(moment: datetime) -> Q:
    """A period that was stated as a day, a month or a year lasts beyond its first moment."""
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    month, year = day.replace(day=1), day.replace(month=1, day=1)
    # The bound on the position is what an index walks; the rest looks at what that leaves.
    within = Q(position__gte=first_position(year))
    if moment == year:
        return within
    return within & (
        Q(published_at__gte=moment)
        | Q(published_precision=Precision.DAY, published_at__gte=day)
        | Q(published_precision=Precision.MONTH, published_at__gte=month)
        | Q(published_precision=Precision.YEAR, published_at__gte=year)
    )


def folded(articles: "Iterable[Article]") -> "list[tuple[Article, list[Article]]]":
    """The articles of a page, those with nearly the same text under the first of them."""
    found: list[tuple[Article, list[Article]]] = []
    under: dict[int, list[Article]] = {}
    for article in articles:
        if article.duplicates_id in under:
            under[article.duplicates_id].append(article)
            continue
        found.append((article, []))
        if article.duplicates_id is not None:
            under[article.duplicates_id] = found[-1][1]
    return found


def twins(article: "Article") -> "list[Article]":
    """The published near-duplicates of an article, the oldest first and the undated last."""
    others = type(article).objects.published().twins_of(article)
    return list(others.with_related().oldest_first()[:MOST_NAMED])


def same_story(article: "Article") -> "list[Article]":
    """The other published articles of its story, in the same order."""
    others = type(article).objects.published().in_story_of(article)
    return list(others.with_related().oldest_first()[:MOST_NAMED])
