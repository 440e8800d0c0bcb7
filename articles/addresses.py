"""Where an article's address leads."""

from dataclasses import dataclass
from datetime import datetime

from .models import Article, Withdrawal


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


def find(pk: int) -> Found | Moved | Gone:
    """What the public is shown for an article's id. Raises Article.DoesNotExist where that is nothing: no
    article, a hidden one, or one merged into such. A published one costs one query, and its tags."""
    article = asked = Article.objects.with_related().get(pk=pk)
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
