"""Where an article's address leads."""

from dataclasses import dataclass
from datetime import datetime

from .models import Article


@dataclass(frozen=True, slots=True)
class Found:
    article: Article


@dataclass(frozen=True, slots=True)
class Moved:
    article: Article


@dataclass(frozen=True, slots=True)
class Gone:
    reason: str
    at: datetime


def find(pk: int) -> Found | Moved | Gone:
    """The published article; raises Article.DoesNotExist for one that is not public."""
    return Found(Article.objects.published().with_related().get(pk=pk))
