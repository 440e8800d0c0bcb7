"""Where addresses lead: that of an article, and what stands in others for a source, a language or a tag."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from . import counts
from .catalogue import standing_for
from .models import Article, Language, Source, Tag, Tombstone, Withdrawal

Row = Source | Language | Tag

_DIMENSIONS = {Source: counts.SOURCE, Language: counts.LANGUAGE, Tag: counts.TAG}


@dataclass(frozen=True, slots=True)
class Found:
    article: Article


@dataclass(frozen=True, slots=True)
class Moved:
    """The article was merged: this published one stands for it."""

    article: Article


@dataclass(frozen=True, slots=True)
class Gone:
    """The article was withdrawn, or what it was merged into: the reason is for the public."""

    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Erased:
    """Nothing is left of the article. Why is nobody's business."""

    at: datetime


def find(pk: int) -> Found | Moved | Gone | Erased:
    """What the public is shown for an article's id. Raises Article.DoesNotExist where that is nothing: no
    article, a hidden one, or one merged into such. A published one costs one query, and its tags."""
    try:
        article = asked = Article.objects.with_related().get(pk=pk)
    except Article.DoesNotExist:
        if tombstone := Tombstone.objects.filter(article=pk).first():
            return Erased(tombstone.erased_at)
        raise
    passed = set()
    while article.status == Article.Status.MERGED and article.pk not in passed:
        passed.add(article.pk)
        article = Article.objects.get(pk=article.merged_into_id)
    if article.status == Article.Status.WITHDRAWN:
        withdrawal = Withdrawal.objects.get(article=article)
        return Gone(withdrawal.reason, withdrawal.created_at)
    if article.status != Article.Status.PUBLISHED:
        raise Article.DoesNotExist(f"article {pk} is not shown")
    return Found(article) if article is asked else Moved(article)


def named(model: type[Row], asked: Q) -> list[tuple[Row, Row]]:
    """The rows that are asked for, each with the one that stands for it: itself, or what it was merged into
    in the end. What no published article has is not public, and left out. One query, where nothing was
    merged."""
    is_public = Q(counts.is_held(_DIMENSIONS[model]))
    if model is Language:
        return [(row, row) for row in Language.objects.filter(asked, is_public).order_by("pk")]
    rows = model.objects.filter(asked).filter(is_public | Q(merged_into__isnull=False))
    ends = {row: standing_for(row) for row in rows.select_related("merged_into").order_by("pk")}
    targets = {end.pk for row, end in ends.items() if end != row}
    if targets:
        targets &= set(model.objects.filter(is_public, pk__in=targets).values_list("pk", flat=True))
    return [(row, end) for row, end in ends.items() if end == row or end.pk in targets]
