"""What editors are asked, and what they did to many rows at once."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from .articles import Article
from .provenance import Refusal


def _by_whom() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )


class Review(models.Model):
    """Something that the machine was unsure of, and what a person decided: no load asks it again.

    It is about an article, about two, or about a refused block. `text` are the words in question, of which
    `mark` is the SHA-256. Rejected, near-duplicates are kept apart, and a pair is no story.
    """

    class Kind(models.TextChoices):
        LINE = "line", "a line that may be furniture"
        LANGUAGE = "language", "an uncertain language"
        SOURCE = "source", "an unknown source"
        DATE = "date", "a doubtful date"
        UNSEEN = "unseen", "no dump has it any more"
        DUPLICATE = "duplicate", "near-duplicates"
        STORY = "story", "possibly the same story"
        REFUSAL = "refusal", "a refused block"

    class Status(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        REJECTED = "rejected"

    kind = models.CharField(max_length=9, choices=Kind)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, related_name="reviews")
    other = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, related_name="+")
    refusal = models.OneToOneField(Refusal, on_delete=models.CASCADE, null=True, related_name="review")
    reason = models.TextField()
    text = models.TextField(blank=True)
    mark = models.CharField(max_length=64, blank=True)
    line = models.BigIntegerField(null=True)
    decided_by = _by_whom()
    decided_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "kind", "mark"], condition=Q(other=None), name="a_doubt_once_an_article"
            ),
            models.UniqueConstraint(
                fields=["article", "kind", "other"], condition=Q(other__isnull=False), name="a_pair_once"
            ),
            models.CheckConstraint(
                condition=Q(article__isnull=False, refusal=None) | Q(article=None, refusal__isnull=False),
                name="a_review_is_of_an_article_or_a_refusal",
            ),
            models.CheckConstraint(
                condition=Q(other=None) | Q(article__lt=models.F("other")), name="a_pair_has_its_older_first"
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "id"], condition=Q(status="open"), name="review_open"),
        ]

    def __str__(self) -> str:
        return f"{self.reason}: {self.text}" if self.text else self.reason


class Operation(models.Model):
    """One act of an editor on many rows, and how to take it back (curation/operations.py). `steps` are the
    changes in their order, `articles` says of how many articles."""

    class Kind(models.TextChoices):
        PUBLISH = "publish", "published"
        HIDE = "hide", "hidden"
        RETAG = "retag", "retagged"
        LANGUAGE = "language", "language set"
        SOURCE = "source", "source set"
        MERGE_ARTICLES = "merge articles", "articles merged"
        MERGE_TAGS = "merge tags", "tags merged"
        MERGE_SOURCES = "merge sources", "sources merged"
        SPLIT = "split", "taken apart"
        STORY = "story", "said to be one story"
        WITHDRAW = "withdraw", "withdrawn"
        LIFT = "lift", "withdrawal lifted"
        HIDE_DUMP = "hide dump", "dump hidden"

    kind = models.CharField(max_length=14, choices=Kind)
    summary = models.TextField()
    articles = models.PositiveBigIntegerField(default=0)
    steps = models.JSONField(default=list, encoder=DjangoJSONEncoder, editable=False)
    made_by = _by_whom()
    made_at = models.DateTimeField(auto_now_add=True)
    undone_by = _by_whom()
    undone_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-id"]
        permissions = [("undo_operation", "Can undo what was done to many rows at once")]

    def __str__(self) -> str:
        return self.summary


class Tombstone(models.Model):
    """What is left of an article that was erased: its id, and hashes by which loads know not to bring it
    back. `hashes` and `shingles` are its text's outline (Sketch), empty where it had no body."""

    article = models.BigIntegerField(unique=True)
    hashes = models.BinaryField()
    shingles = models.PositiveIntegerField(default=0)
    erased_by = _by_whom()
    erased_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"article {self.article}"


class TombstoneKey(models.Model):
    """A hash of an erased article: of its guid or address (sure), of a wording (sure), or of its headline,
    which counts together with a like text."""

    tombstone = models.ForeignKey(Tombstone, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=64, db_index=True)
    is_sure = models.BooleanField()

    def __str__(self) -> str:
        return self.key
