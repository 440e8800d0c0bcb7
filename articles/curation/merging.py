"""Several tags, sources or articles become one. What is merged stays as a row that leads to the other, so
that its names, its address and the loads that know it go on working, and so that it can be undone.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Model, QuerySet

from .. import indexing
from ..folding import name_key
from ..locks import wait_to_write
from ..models import (
    Article,
    ArticleTag,
    Operation,
    Review,
    Revision,
    Source,
    Story,
    Tag,
    TagName,
    TagRemoval,
)
from ..writing import number_of
from . import operations
from .operations import Act, act, having, quote

Kind = Operation.Kind

Row = TypeVar("Row", Article, Source, Tag)


class CannotMerge(Exception):
    """Says why to the editor."""


@dataclass(frozen=True, slots=True)
class Moving:
    """What would go from a row to the one that is kept: how many of what."""

    row: Model
    numbers: Sequence[tuple[int, str]]


@transaction.atomic
def merge_articles(kept: Article, others: Sequence[Article], user: AbstractBaseUser | None) -> Operation:
    """The others' addresses lead to the kept article, which has their tags and their story beside its own.
    Their texts and the places they were seen at stay with them, and loads go on finding them."""
    kept, others = _checked(kept, others)
    for article in (kept, *others):
        if article.status in (Article.Status.MERGED, Article.Status.WITHDRAWN):
            raise CannotMerge(f"{quote(article)} is {article.status}.")
    ids = [article.pk for article in others]
    stories = {article.story_id for article in others} - {None}
    told = having(Article.objects, "story", stories)
    with act(Kind.MERGE_ARTICLES, user, {kept.pk, *ids, *told}) as doing:
        doing.set(Article, ids, status=Article.Status.MERGED, merged_into_id=kept.pk)
        _give_tags(doing, kept, ids)
        if stories:
            story = kept.story_id or min(stories)
            doing.set(Article, [kept.pk, *told], story_id=story)
        doing.summary = f"{_named(others)} merged into {quote(kept)}"
    return doing.operation


@transaction.atomic
def join_story(articles: Sequence[Article], user: AbstractBaseUser | None) -> Operation | None:
    """Says that articles tell the same: the stories that some are in become one."""
    if len(articles) < 2:
        raise CannotMerge("A story is told by two articles or more.")
    wait_to_write()
    chosen = Article.objects.filter(pk__in=[article.pk for article in articles])
    stories = sorted(set(chosen.values_list("story", flat=True)) - {None})
    told = having(Article.objects, "story", stories)
    with act(Kind.STORY, user, {*told, *(article.pk for article in articles)}) as doing:
        if not stories:
            story = Story()
            doing.add([story])
            stories = [story.pk]
        doing.set(Article, sorted(doing.articles), story_id=stories[0])
        doing.summary = f"{_named(articles)} said to be one story"
    return doing.operation


def leave_story(article: Article, user: AbstractBaseUser | None) -> Operation | None:
    """Takes an article out of its story, which two at least have to tell."""
    told = having(Article.objects, "story", [article.story_id])
    leaving = told if len(told) <= 2 else [article.pk]
    with act(Kind.SPLIT, user, told) as doing:
        doing.set(Article, leaving, story_id=None)
        doing.summary = f"{quote(article)} taken out of its story"
    return doing.operation


def keep_apart(
    article: Article, others: Sequence[Article], user: AbstractBaseUser | None
) -> Operation | None:
    """Says that an article is no near-duplicate of others, whatever their texts share."""
    pairs = [tuple(sorted((article.pk, other.pk))) for other in others]
    with act(Kind.SPLIT, user, [article.pk, *(other.pk for other in others)]) as doing:
        asked = Review.objects.filter(kind=Review.Kind.DUPLICATE, article__in=[one for one, _ in pairs])
        there = {(one, other): pk for pk, one, other in asked.values_list("pk", "article", "other")}
        doing.set(Review, [there[pair] for pair in pairs if pair in there], status=Review.Status.REJECTED)
        doing.add(
            Review(
                kind=Review.Kind.DUPLICATE,
                status=Review.Status.REJECTED,
                article_id=one,
                other_id=other,
                reason="an editor keeps them apart",
            )
            for one, other in pairs
            if (one, other) not in there
        )
        doing.summary = f"{quote(article)} kept apart from {_named(others)}"
    return doing.operation


@transaction.atomic
def merge_sources(kept: Source, others: Sequence[Source], user: AbstractBaseUser | None) -> Operation:
    """Their articles become the kept source's, as do those that loads find under their names from now on."""
    kept, others = _checked(kept, others)
    if any(source.is_unknown for source in others):
        raise CannotMerge("The unknown source stands for what dumps do not say: it can only be kept.")
    articles = having(Article.objects, "source", [source.pk for source in others])
    with act(Kind.MERGE_SOURCES, user, articles) as doing:
        doing.set(Article, articles, source_id=kept.pk)
        _lead_to(doing, kept, others)
        doing.summary = f"{_named(others)} merged into {quote(kept)}"
    return doing.operation


@transaction.atomic
def merge_tags(kept: Tag, others: Sequence[Tag], user: AbstractBaseUser | None) -> Operation:
    """Their names become names of the kept tag, which stands on all of their articles, unless an editor
    took it off there."""
    kept, others = _checked(kept, others)
    ids = [tag.pk for tag in others]
    articles = set(ArticleTag.objects.filter(tag__in=ids).values_list("article", flat=True))
    with act(Kind.MERGE_TAGS, user, articles) as doing:
        doing.set(TagName, having(TagName.objects, "tag", ids), tag_id=kept.pk)
        for tag in others:
            _move(doing, ArticleTag, tag, kept, unless=(ArticleTag, TagRemoval))
            _move(doing, TagRemoval, tag, kept, unless=(TagRemoval, ArticleTag))
        _lead_to(doing, kept, others)
        doing.summary = f"{_named(others)} merged into {quote(kept)}"
    return doing.operation


@transaction.atomic
def undo(operation: Operation, user: AbstractBaseUser | None) -> int:
    """As operations.undo, of any act; and if names were merged, what loads have found since under a name
    that is free again goes to whom it belongs."""
    wait_to_write()
    stayed = operations.undo(operation, user)
    sort_out = {Kind.MERGE_SOURCES: _sort_out_sources, Kind.MERGE_TAGS: _sort_out_tags}.get(operation.kind)
    if sort_out:
        kept, others = _parted(operation)
        indexing.reclassify(sort_out(operation, kept, others))
    return stayed


def moving(row: Model) -> Moving:
    """What would move if the row were merged into another."""
    numbers = [(getattr(row, relation).count(), one, many) for relation, one, many in _MOVES[type(row)]]
    return Moving(row, [(number, number_of(number, one, many)) for number, one, many in numbers if number])


_MOVES = {
    Article: [
        ("revisions", "wording", "wordings"),
        ("article_tags", "tag", "tags"),
        ("merged", "article merged into it", "articles merged into it"),
    ],
    Source: [
        ("articles", "article", "articles"),
        ("merged", "source merged into it", "sources merged into it"),
    ],
    Tag: [
        ("names", "name", "names"),
        ("article_tags", "article", "articles"),
        ("merged", "tag merged into it", "tags merged into it"),
    ],
}


def _checked(kept: Row, others: Sequence[Row]) -> tuple[Row, list[Row]]:
    """The rows as they are stored now, if they can be merged."""
    wait_to_write()
    if not others:
        raise CannotMerge("There is nothing to merge: choose two or more.")
    if kept in others:
        raise CannotMerge(f"{quote(kept)} cannot be merged into itself.")
    stored = type(kept).objects.in_bulk([kept.pk, *(row.pk for row in others)])
    for row in stored.values():
        if row.merged_into_id:
            raise CannotMerge(f"{quote(row)} has been merged already.")
    return stored[kept.pk], [stored[row.pk] for row in others]


def _give_tags(doing: Act, kept: Article, others: Collection[int]) -> None:
    """What the names in a text say follows from the text that is shown."""
    taken_off = set(kept.tag_removals.values_list("tag", flat=True))
    has = set(kept.article_tags.values_list("tag", flat=True))
    links = ArticleTag.objects.filter(article__in=others).exclude(origin=ArticleTag.Origin.NAMES)
    origins = dict(links.order_by("-pk").values_list("tag", "origin"))
    doing.add(
        ArticleTag(article=kept, tag_id=tag, origin=origin)
        for tag, origin in sorted(origins.items())
        if tag not in has | taken_off
    )


def _move(doing: Act, model: type[Model], tag: Tag, kept: Tag, unless: Iterable[type[Model]]) -> None:
    """Rows of a tag to the one that is kept, but for articles of which it says something already."""
    said: set[int] = set()
    for one in unless:
        said.update(one.objects.filter(tag=kept).values_list("article", flat=True))
    rows = dict(model.objects.filter(tag=tag).values_list("pk", "article"))
    doing.remove(model, [pk for pk, article in rows.items() if article in said])
    doing.set(model, [pk for pk, article in rows.items() if article not in said], tag_id=kept.pk)


def _lead_to(doing: Act, kept: Source | Tag, others: Sequence[Source | Tag]) -> None:
    doing.set(type(kept), [row.pk for row in others], merged_into_id=kept.pk)


def _parted(operation: Operation) -> tuple[int, list[int]]:
    """What was kept by an act that has been undone, and what was merged into it."""
    step = next(one for one in operation.steps if "merged_into_id" in one.get("to", ()))
    return step["to"]["merged_into_id"], step["rows"]


def _sort_out_sources(operation: Operation, kept: int, others: Sequence[int]) -> list[int]:
    by_key = dict(Source.objects.filter(pk__in=others).values_list("key", "pk"))
    moved = []
    for pk, curated, stated in _seen_since(operation).filter(article__source=kept):
        source = by_key.get(name_key(stated.get("source") or ""))
        if source and "source" not in curated:
            Article.objects.filter(pk=pk).update(source=source)
            moved.append(pk)
    return moved


def _sort_out_tags(operation: Operation, kept: int, others: Sequence[int]) -> list[int]:
    """A label that a dump gave means the tag whose name it is."""
    tag_of = dict(TagName.objects.filter(tag__in=[kept, *others]).order_by("-pk").values_list("key", "tag"))
    moved = []
    links = ArticleTag.objects.filter(tag=kept, origin=ArticleTag.Origin.DUMP)
    for pk, _, stated in _seen_since(operation).filter(article__article_tags__in=links):
        labels = [stated.get("section") or "", *stated.get("tags", [])]
        meant = {tag_of[key] for label in labels if (key := name_key(label)) in tag_of}
        if meant & set(others):
            for tag in sorted(meant & set(others)):
                ArticleTag.objects.get_or_create(
                    article_id=pk, tag_id=tag, defaults={"origin": ArticleTag.Origin.DUMP}
                )
            if kept not in meant:
                links.filter(article=pk).delete()
            moved.append(pk)
    return moved


def _seen_since(operation: Operation) -> QuerySet:
    """(article, its decided fields, what the dump says) of the wordings loaded since an act."""
    rows = Revision.objects.filter(is_edited=False, created_at__gte=operation.made_at).order_by("pk")
    return rows.values_list("article", "article__curated", "stated")


def _named(rows: Sequence[Model]) -> str:
    shown = ", ".join(map(quote, rows[:3]))
    return f"{shown} and {len(rows) - 3} more" if len(rows) > 3 else shown
