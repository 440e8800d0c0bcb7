"""Articles, with what stands beside each: what is shown, and what an editor decided."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from ..dates import Precision, StatedDate
from ..enrichment import PARAGRAPH_BREAK, sha256
from ..fields import Beginning
from ..folding import slug_of
from ..positions import IDS_A_SECOND, UNDATED_KEY, sort_key
from ..querysets import ArticleQuerySet
from .catalogue import Language, Source, Tag

# What stands in an address where a headline's slug may.
RESERVED_SLUGS = {"changes", "original"}

EMPTY_SHA256 = sha256("")


class DuplicateGroup(models.Model):
    """Two or more published articles that share most of their text. duplicates.py alone finds them, and
    makes a group anew whenever one of its texts changes."""

    created_at = models.DateTimeField("found", auto_now_add=True)

    def __str__(self) -> str:
        return f"near-duplicates {self.pk}"


class Story(models.Model):
    """What several articles tell, mostly in other languages: an editor says so, no load does."""

    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "stories"

    def __str__(self) -> str:
        return f"story {self.pk}"


class BesideAnArticle(models.Model):
    """What a state of an article in its history holds of the rows beside it: the slugs of its tags, the
    number of the revision that was shown, and why it was withdrawn."""

    tags_then = models.JSONField("tags", default=list)
    wording = models.PositiveIntegerField(null=True)
    withdrawal_reason = models.TextField(default="")

    class Meta:
        abstract = True


class Article(models.Model):
    """An article as the archive shows it: what its current revision says, but for the fields in
    `curated`, which an editor decided and no load touches. Nor does one touch the status: a merged
    article's address leads to `merged_into`, a withdrawn one's says why (Withdrawal)."""

    class Status(models.TextChoices):
        PUBLISHED = "published"
        HIDDEN = "hidden"
        MERGED = "merged"
        WITHDRAWN = "withdrawn"

    class Origin(models.TextChoices):
        FEED = "feed"
        PAGE = "page"
        RECORD = "record"
        EDITOR = "editor"

    CURATED_FIELDS = (
        "title",
        "section",
        "byline",
        "excerpt",
        "url",
        "language",
        "source",
        "published",
        "body",
    )

    title = models.TextField()
    slug = models.CharField(max_length=80, editable=False)
    section = models.TextField(null=True, blank=True)
    byline = models.TextField(null=True, blank=True)
    excerpt = models.TextField(null=True, blank=True)
    opening = models.TextField("first words of the body", blank=True, editable=False)
    url = models.TextField("URL", null=True, blank=True)
    guid = models.TextField(null=True, blank=True)
    # Indexes of lists begin with either.
    source = models.ForeignKey(Source, on_delete=models.PROTECT, db_index=False, related_name="articles")
    language = models.ForeignKey(Language, on_delete=models.PROTECT, db_index=False, related_name="articles")
    language_confidence = models.FloatField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField("published (UTC)", null=True, blank=True)
    published_precision = models.CharField(
        max_length=5,
        null=True,
        blank=True,
        choices=[(value.value, value.value) for value in Precision],
    )
    published_text = models.TextField("date as written", null=True, blank=True, editable=False)
    published_origin = models.CharField(max_length=6, null=True, blank=True, choices=Origin, editable=False)
    status = models.CharField(max_length=9, choices=Status, default=Status.PUBLISHED)
    curated = models.JSONField("fields an editor decided", default=list, blank=True, editable=False)
    tags = models.ManyToManyField(Tag, through="ArticleTag", related_name="articles")
    # Few articles have any of the three: their indexes leave out the others.
    duplicates = models.ForeignKey(
        DuplicateGroup,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        db_index=False,
        related_name="articles",
    )
    story = models.ForeignKey(
        Story, on_delete=models.SET_NULL, null=True, editable=False, db_index=False, related_name="articles"
    )
    # Null in a merged article whose target was deleted.
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, db_index=False, related_name="merged"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    published_key = models.BigIntegerField(default=UNDATED_KEY, editable=False)
    position = models.GeneratedField(
        expression=F("published_key") * IDS_A_SECOND + F("id") % IDS_A_SECOND,
        output_field=models.BigIntegerField(),
        db_persist=True,
    )

    objects = ArticleQuerySet.as_manager()
    # An article that is deleted is to be gone: it was erased, or went with its dump.
    history = HistoricalRecords(
        bases=[BesideAnArticle],
        cascade_delete_history=True,
        excluded_fields=[
            "opening",
            "guid",
            "duplicates",
            "created_at",
            "updated_at",
            "published_key",
            "position",
        ],
    )

    class Meta:
        ordering = ["-position"]
        permissions = [
            ("merge_article", "Can merge articles, join stories and take groups apart"),
            ("withdraw_article", "Can withdraw an article and lift it"),
            ("erase_article", "Can erase an article for good"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    published_at__isnull=True,
                    published_precision__isnull=True,
                    published_key=UNDATED_KEY,
                )
                | Q(
                    published_at__isnull=False,
                    published_precision__isnull=False,
                    published_key__gt=UNDATED_KEY,
                ),
                name="a_date_has_a_precision_and_a_key",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["published", "hidden", "merged", "withdrawn"]),
                name="article_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | (Q(status="merged") & ~Q(merged_into=F("id"))),
                name="only_merged_articles_lead_elsewhere",
            ),
        ]
        indexes = [
            models.Index(fields=["position"], name="article_position"),
            models.Index(fields=["status", "position"], name="article_status_position"),
            models.Index(
                fields=["language", "status", "position"],
                name="article_language_position",
            ),
            models.Index(fields=["source", "status", "position"], name="article_source_position"),
            # Lists of the admin, which show every status.
            models.Index(fields=["language", "position"], name="article_language_any"),
            models.Index(fields=["source", "position"], name="article_source_any"),
            models.Index(fields=["position"], condition=~Q(status="published"), name="article_unseen"),
            models.Index(fields=["position"], condition=~Q(curated=[]), name="article_decided"),
            models.Index(Beginning("url"), name="article_url"),
            models.Index(Beginning("guid"), condition=Q(guid__isnull=False), name="article_guid"),
            models.Index(
                fields=["duplicates"], condition=Q(duplicates__isnull=False), name="article_duplicates"
            ),
            models.Index(fields=["story"], condition=Q(story__isnull=False), name="article_story"),
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="article_merged_into"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        self.set_derived()
        super().save(*args, **kwargs)

    def set_derived(self) -> None:
        """Sets what follows from other fields; a bulk write calls it itself."""
        self.slug = slug_of(self.title, fallback="article")
        if self.slug in RESERVED_SLUGS:
            self.slug = f"{self.slug}-article"
        if self.published_at is None:
            self.published_precision = None
        elif self.published_precision is None:
            self.published_precision = Precision.DAY
        self.published_key = sort_key(self.published_at)

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.pk, self.slug])

    @property
    def published(self) -> StatedDate | None:
        if self.published_at is None:
            return None
        return StatedDate(self.published_at, Precision(self.published_precision))


class Withdrawal(models.Model):
    """Why an article is not shown any more: `reason` is what its address tells the public."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="withdrawal")
    reason = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="a_withdrawal_has_a_reason")]

    def __str__(self) -> str:
        return self.reason


class ArticleKey(models.Model):
    """What a capture is recognised by: the SHA-256 of guid, address or headline within a source."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=64)
    is_sure = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "article"], name="a_key_once_an_article"),
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(is_sure=True),
                name="a_guid_or_address_is_of_one_article",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class ArticleTag(models.Model):
    """A tag an article has: its dump says so, names of the concept stand in its text, or an editor
    decided it. `position` repeats the article's, so that a tag's list is a walk of it."""

    class Origin(models.TextChoices):
        DUMP = "dump"
        NAMES = "names"
        EDITOR = "editor"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="article_tags")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="article_tags")
    origin = models.CharField(max_length=6, choices=Origin)
    position = models.BigIntegerField(default=0, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "tag"], name="a_tag_once_an_article")]
        indexes = [models.Index(fields=["tag", "position"], name="article_tag_position")]

    def __str__(self) -> str:
        return f"{self.tag_id} on {self.article_id}"


class TagRemoval(models.Model):
    """An editor took this tag off this article: no load puts it back."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="tag_removals")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "tag"], name="a_tag_removed_once")]

    def __str__(self) -> str:
        return f"{self.tag_id} off {self.article_id}"


class Revision(models.Model):
    """One wording of an article, as a dump had it or as an editor wrote it. `stated` holds the fields
    beside the body, of an editor's none; `digest` is the SHA-256 of all of it. The current one is shown.
    `captured_at` is when the dump that first had it fetched or saved it, if anybody says so."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    body = models.TextField(blank=True)
    body_sha256 = models.CharField("SHA-256 of the body", max_length=64)
    digest = models.CharField(max_length=64)
    stated = models.JSONField()
    is_current = models.BooleanField(default=True)
    is_edited = models.BooleanField("written by an editor", default=False)
    # Which run first saw it; of an editor's none.
    load = models.ForeignKey("Load", on_delete=models.SET_NULL, null=True, related_name="revisions")
    captured_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["article", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(is_current=True),
                name="one_current_revision_an_article",
            ),
            models.UniqueConstraint(fields=["article", "number"], name="a_revision_number_once"),
            models.UniqueConstraint(fields=["article", "digest"], name="a_wording_once_an_article"),
        ]

    def __str__(self) -> str:
        return f"revision {self.number}"

    @property
    def has_body(self) -> bool:
        """Asked of its hash, because lists leave the body where it is."""
        return self.body_sha256 != EMPTY_SHA256

    @property
    def paragraphs(self) -> list[str]:
        return self.body.split(PARAGRAPH_BREAK) if self.body else []
