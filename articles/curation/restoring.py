"""A state in an article's history, decided anew: as if an editor had typed what it says."""

from collections.abc import Iterable
from copy import copy

from django.db.models import Model

from .. import history, indexing
from ..catalogue import Catalogue, standing_for
from ..models import Article, Revision, Source, Tag
from . import editing

# What merging, withdrawing and joining stories decide has ways of its own to be taken back.
COLUMNS = (
    "title",
    "section",
    "byline",
    "excerpt",
    "url",
    "source_id",
    "language_id",
    "published_at",
    "published_precision",
    "status",
)
_FREE = (Article.Status.PUBLISHED, Article.Status.HIDDEN)


def restored(article: Article, state: Model) -> Model:
    """What the article would be, as its history would hold it: what the archive has no more, the article
    cannot have again."""
    now = history.current(article)
    then = copy(now)
    for column in COLUMNS:
        setattr(then, column, getattr(state, column))
    source = Source.objects.filter(pk=state.source_id).first()
    then.source_id = standing_for(source).pk if source else now.source_id
    if not {now.status, state.status} <= set(_FREE):
        then.status = now.status
    then.tags_then = sorted(tag.slug for tag in _tags(state.tags_then))
    wordings = dict(article.revisions.values_list("number", "body_sha256"))
    if wordings.get(state.wording, wordings[now.wording]) != wordings[now.wording]:
        then.wording = state.wording
    return then


def restore(article: Article, state: Model) -> None:
    """A part of a transaction that holds the writer's lock and notes the article's history."""
    now, then = history.current(article), restored(article, state)
    history.remember(article)
    changed = [column for column in COLUMNS if getattr(then, column) != getattr(now, column)]
    for column in changed:
        setattr(article, column, getattr(then, column))
    Catalogue().language(article.language_id)
    if then.wording != now.wording:
        editing.write_body(article, Revision.objects.get(article=article, number=then.wording).body)
        changed.append("body")
    editing.decide(article, [column.removesuffix("_id") for column in changed])
    article.save_without_historical_record()
    editing.set_tags(article, _tags(then.tags_then))
    indexing.refresh([article.pk])


def _tags(slugs: Iterable[str]) -> set[Tag]:
    return {standing_for(tag) for tag in Tag.objects.filter(slug__in=slugs)}
