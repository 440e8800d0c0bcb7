"""What a person decides of what the machine was unsure of.

Accepted, the archive is right as it stands, and a pair is what it was taken for. Rejected, it is not: what
the person says instead is written, and a pair is none.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction
from django.utils import timezone

from .. import duplicates, history, indexing
from ..batches import in_batches
from ..dates import StatedDate
from ..enrichment import PARAGRAPH_BREAK
from ..locks import wait_to_write
from ..models import Article, Language, Review, Source
from . import editing, merging
from .bulk import SHUT

BATCH = 500

Kind, Status = Review.Kind, Review.Status

# What is about two articles, and can be rejected as it stands.
PAIRS = (Kind.DUPLICATE, Kind.STORY)

# Of a kind no more are counted than one above this: there may be one for every article.
MOST_COUNTED = 1_000


class CannotDecide(Exception):
    """Says why to the editor."""


def waiting() -> dict[str, int]:
    """How many reviews of each kind are open, up to one more than are counted."""
    one = "SELECT %s, count(*) FROM ({}) AS open_ones"
    # Written out: the index of the open ones is used for this very condition.
    some = "SELECT 1 FROM articles_review WHERE kind = %s AND status = 'open' LIMIT %s"
    asked = [value for kind in Kind.values for value in (kind, kind, MOST_COUNTED + 1)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([one.format(some)] * len(Kind.values)), asked)
        return dict(cursor.fetchall())


@transaction.atomic
def accept(reviews: Sequence[Review], user: AbstractBaseUser | None) -> None:
    """A language that is accepted is an editor's from now on. What is not known stays open to what a dump
    may say of it later."""
    wait_to_write()
    _confirm_languages([one.article_id for one in reviews if one.kind == Kind.LANGUAGE], user)
    for review in reviews:
        if review.kind == Kind.STORY:
            _join(review, user)
    _settle(reviews, Status.ACCEPTED, user)


@transaction.atomic
def reject(pairs: Sequence[Review], user: AbstractBaseUser | None) -> None:
    """Near-duplicates are kept apart; a pair that tells no story is not proposed again."""
    wait_to_write()
    for pair in pairs:
        if pair.kind not in PAIRS:
            raise CannotDecide("Only a pair can be rejected as it stands.")
        if pair.kind == Kind.STORY and _is_one_story(pair):
            raise CannotDecide("They are told as one story by now: take one of them out of it first.")
    _settle(pairs, Status.REJECTED, user)


def take_out(review: Review, user: AbstractBaseUser | None) -> None:
    """Takes a line out of the text, however often it stands there."""
    with _put_right(review, user) as article:
        paragraphs = article.revisions.get(is_current=True).paragraphs
        kept = [text for text in paragraphs if not is_the_line(review, text)]
        if len(kept) == len(paragraphs):
            raise CannotDecide("The line does not stand in the text any more.")
        editing.write_body(article, PARAGRAPH_BREAK.join(kept))
        editing.decide(article, ["body"])


def set_language(review: Review, language: Language, user: AbstractBaseUser | None) -> None:
    with _put_right(review, user) as article:
        article.language = language
        editing.decide(article, ["language"])


def set_source(review: Review, source: Source, user: AbstractBaseUser | None) -> None:
    with _put_right(review, user) as article:
        article.source = source
        editing.decide(article, ["source"])


def set_date(review: Review, date: StatedDate, user: AbstractBaseUser | None) -> None:
    with _put_right(review, user) as article:
        article.published_at, article.published_precision = date.at, date.precision
        editing.decide(article, ["published_at"])


def set_status(review: Review, status: Article.Status, user: AbstractBaseUser | None) -> None:
    """Publishes or hides an article that no dump has any more."""
    with _put_right(review, user) as article:
        if article.status in SHUT:
            raise CannotDecide(f"The article is {article.status} by now.")
        article.status = status


def is_the_line(review: Review, paragraph: str) -> bool:
    """Whether a paragraph is the line in question; an editor's text has its white space put right."""
    return paragraph.split() == review.text.split()


@contextmanager
def _put_right(review: Review, user: AbstractBaseUser | None) -> Iterator[Article]:
    """The article of a review, to be changed: one transaction that ends with its index and its history."""
    with transaction.atomic():
        wait_to_write()
        article = Article.objects.get(pk=review.article_id)
        history.remember(article)
        yield article
        article.save_without_historical_record()
        _settle([review], Status.REJECTED, user)
        indexing.refresh([article.pk])
        history.note(article, user, _why(review))


def _confirm_languages(articles: Collection[int], user: AbstractBaseUser | None) -> None:
    history.remember_many(articles)
    for batch in in_batches(articles, BATCH):
        rows = list(Article.objects.filter(pk__in=batch))
        for article in rows:
            editing.decide(article, ["language"])
            article.updated_at = timezone.now()
        Article.objects.bulk_update(rows, ["curated", "language_confidence", "updated_at"])
    history.note_many(articles, user, f"Review: {Kind.LANGUAGE.label}")


def _join(review: Review, user: AbstractBaseUser | None) -> None:
    try:
        merging.join_story([review.article, review.other], user)
    except merging.CannotMerge as reason:
        raise CannotDecide(str(reason)) from reason


def _is_one_story(pair: Review) -> bool:
    stories = Article.objects.filter(pk__in=[pair.article_id, pair.other_id]).values_list("story", flat=True)
    one, other = stories
    return one is not None and one == other


def _settle(reviews: Sequence[Review], status: Status, user: AbstractBaseUser | None) -> None:
    """Pairs of near-duplicates are grouped anew where it makes a difference."""
    parted = [
        one
        for one in reviews
        if one.kind == Kind.DUPLICATE and Status.REJECTED in (one.status, status) and one.status != status
    ]
    for batch in in_batches([one.pk for one in reviews], BATCH):
        decided = {"status": status, "decided_by": user, "decided_at": timezone.now()}
        Review.objects.filter(pk__in=batch).update(**decided)
    duplicates.regroup({pk for one in parted for pk in (one.article_id, one.other_id)})


def _why(review: Review) -> str:
    return f"Review: {review.get_kind_display()}"
