"""The rows of the archive.

What a dump said stands in Revision and Sighting and is never rewritten; what is shown, and what an
editor decided, stands in Article.
"""

import zlib

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from .dates import Precision, StatedDate
from .enrichment import PARAGRAPH_BREAK
from .fields import CodePointField
from .folding import name_key, slug_of
from .languages import LEFT_TO_RIGHT, RIGHT_TO_LEFT
from .positions import IDS_A_SECOND, UNDATED_KEY, sort_key
from .querysets import ArticleQuerySet
from .readers import Span
from .search.entry import LONGEST_FORM, MOST_OF_A_NAME, stored_terms
from .vocabulary import Kind

# What stands in an address where a headline's slug may.
RESERVED_SLUGS = {"changes", "original"}


class Source(models.Model):
    """A publication. `key` is its name in the form in which loads compare it."""

    # Stands for "the dump does not say".
    UNKNOWN = "Unknown source"

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    key = models.CharField(max_length=200, unique=True, editable=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("source", args=[self.slug])

    @property
    def is_unknown(self) -> bool:
        return self.key == name_key(self.UNKNOWN)

    @property
    def address_value(self) -> str:
        """What stands for it in the address of a list."""
        return self.slug


class Language(models.Model):
    """A language by its BCP 47 code, with CLDR's names and direction."""

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField("own name", max_length=100)
    english_name = models.CharField(max_length=100)
    direction = models.CharField(
        max_length=3,
        choices=[(LEFT_TO_RIGHT, "left to right"), (RIGHT_TO_LEFT, "right to left")],
    )

    class Meta:
        ordering = ["english_name"]

    def __str__(self) -> str:
        return self.english_name

    def get_absolute_url(self) -> str:
        """A language has no page of its own: the list of its articles."""
        return f"{reverse('articles')}?language={self.code}"

    @property
    def address_value(self) -> str:
        return self.code


class Tag(models.Model):
    """A concept that articles are about. `name` is the preferred one of its names."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in Kind])
    territory = models.CharField("ISO 3166 code", max_length=2, null=True, blank=True, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("tag", args=[self.slug])

    @property
    def address_value(self) -> str:
        return self.slug


class TagName(models.Model):
    """What a concept is called in a language. `key` is the name in the form in which loads compare it,
    `terms` in the form in which it stands in the search index of an article in this language."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="names")
    language = models.CharField("language (BCP 47)", max_length=12)
    name = models.CharField(max_length=200)
    is_shown = models.BooleanField("shown", default=True, help_text="Not shown, it is only searched by.")
    tags_texts = models.BooleanField(
        "tags",
        default=True,
        help_text="Articles whose text holds it are tagged. A label of a dump, such as “News”, does not.",
    )
    key = models.CharField(max_length=200, editable=False)
    terms = models.CharField(max_length=MOST_OF_A_NAME, editable=False)

    class Meta:
        ordering = ["language", "name"]
        constraints = [
            models.UniqueConstraint(fields=["language", "key"], name="one_concept_for_a_name_in_a_language"),
        ]
        indexes = [
            models.Index(fields=["key"], name="tag_name_key"),
            models.Index(fields=["terms"], name="tag_name_terms"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"

    def save(self, *args: object, **kwargs: object) -> None:
        self.set_derived()
        super().save(*args, **kwargs)

    def set_derived(self) -> None:
        """Sets what follows from the name; a bulk write calls it itself."""
        self.key = name_key(self.name)
        self.terms = stored_terms(self.name, self.language)


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
    )

    title = models.TextField()
    slug = models.CharField(max_length=80, editable=False)
    section = models.TextField(null=True, blank=True)
    byline = models.TextField(null=True, blank=True)
    excerpt = models.TextField(null=True, blank=True)
    opening = models.TextField("first words of the body", blank=True, editable=False)
    url = models.TextField("URL", null=True, blank=True)
    guid = models.TextField(null=True, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="articles")
    language = models.ForeignKey(Language, on_delete=models.PROTECT, related_name="articles")
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
    doubts = models.JSONField(default=list, blank=True, editable=False)
    needs_review = models.BooleanField(default=False)
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

    class Meta:
        ordering = ["-position"]
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
            models.Index(fields=["needs_review", "position"], name="article_review_position"),
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
    """One wording of an article as a dump had it. `stated` holds the fields beside the body; `digest`
    is the SHA-256 of all of it."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    body = models.TextField(blank=True)
    body_sha256 = models.CharField("SHA-256 of the body", max_length=64)
    digest = models.CharField(max_length=64)
    stated = models.JSONField()
    is_current = models.BooleanField(default=True)
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
    def paragraphs(self) -> list[str]:
        return self.body.split(PARAGRAPH_BREAK) if self.body else []


class Dump(models.Model):
    """A file that was loaded: its base name, its size in bytes and the SHA-256 of those bytes."""

    name = models.TextField()
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.BigIntegerField("bytes")
    created_at = models.DateTimeField("first loaded", auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["sha256", "name"], name="a_dump_once")]

    def __str__(self) -> str:
        return self.name


class BlockCounts(models.Model):
    """How the blocks of a dump ended. The four add up, and the database holds them to it."""

    blocks = models.PositiveBigIntegerField(default=0)
    new = models.PositiveBigIntegerField(default=0)
    changed = models.PositiveBigIntegerField(default=0)
    unchanged = models.PositiveBigIntegerField(default=0)
    refused = models.PositiveBigIntegerField(default=0)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(blocks=F("new") + F("changed") + F("unchanged") + F("refused")),
                name="%(class)s_blocks_add_up",
            )
        ]


class Load(BlockCounts):
    """One run of `load_dumps`. Unfinished, it was killed: the next run goes on where it stopped."""

    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta(BlockCounts.Meta):
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"load {self.pk}"


class Reading(BlockCounts):
    """What one load did with one dump. `cursor` is the byte up to which it is done, committed with
    the rows; `hints` is what the operator said, which is part of what was read."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="readings")
    dump = models.ForeignKey(Dump, on_delete=models.CASCADE, related_name="readings")
    reader = models.CharField(max_length=40)
    reader_version = models.PositiveIntegerField()
    hints = models.JSONField(default=dict)
    cursor = models.BigIntegerField(default=0)
    is_finished = models.BooleanField(default=False)

    class Meta(BlockCounts.Meta):
        ordering = ["load", "id"]

    def __str__(self) -> str:
        return f"{self.dump_id} in {self.load_id}"


class Block(models.Model):
    """Where in a dump something stood: bytes from 0, the end excluded, lines from 1, both included;
    and the block itself, compressed, so that it can be shown when the file is gone."""

    dump = models.ForeignKey(Dump, on_delete=models.PROTECT, related_name="%(class)ss")
    load = models.ForeignKey(Load, on_delete=models.PROTECT, related_name="%(class)ss")
    byte_start = models.BigIntegerField()
    byte_end = models.BigIntegerField()
    line_start = models.BigIntegerField()
    line_end = models.BigIntegerField()
    reader = models.CharField(max_length=40)
    reader_version = models.PositiveIntegerField()
    raw = models.BinaryField()
    created_at = models.DateTimeField("loaded", auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["dump", "byte_start"], name="%(class)s_once_a_place"),
            models.CheckConstraint(
                condition=Q(
                    byte_start__gte=0,
                    byte_end__gte=F("byte_start"),
                    line_end__gte=F("line_start"),
                ),
                name="%(class)s_span_is_in_order",
            ),
        ]

    @property
    def span(self) -> Span:
        return Span(self.byte_start, self.byte_end, self.line_start, self.line_end)

    @property
    def lines(self) -> list[tuple[int, str]]:
        """The block's lines with their numbers in the dump."""
        text = zlib.decompress(self.raw).decode().removesuffix("\n")
        return [
            (number, line.removesuffix("\r")) for number, line in enumerate(text.split("\n"), self.line_start)
        ]


class Sighting(Block):
    """A revision was seen in a dump, exactly there. An article may have many."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="sightings")

    class Meta(Block.Meta):
        pass

    def __str__(self) -> str:
        if self.line_start == self.line_end:
            return f"line {self.line_start:,}"
        return f"lines {self.line_start:,}–{self.line_end:,}"


class Refusal(Block):
    """A block, or a whole file, that no article came out of, and why."""

    reason = models.TextField()

    class Meta(Block.Meta):
        pass

    def __str__(self) -> str:
        return self.reason


class Indexed(models.Model):
    """A published article as the search index and the counts hold it, so that a change can be taken out
    again. It outlives the article until they have been told. Rows are made and deleted, never changed.

    The database itself keeps the index beside these rows (migration 0002). title, byline and body are
    terms with a space between them; facets are what filters ask for. The article's position is the key,
    so that newest first is a walk of it; as an AutoField, because that is SQLite's own row id.
    """

    position = models.BigAutoField(primary_key=True)
    article = models.OneToOneField(Article, on_delete=models.DO_NOTHING, db_constraint=False)
    language = models.CharField(max_length=12)
    source = models.BigIntegerField()
    year = models.SmallIntegerField()
    tags = models.JSONField(default=list)
    until = models.BigIntegerField("lowest position behind the period it is dated to")
    title = models.TextField()
    byline = models.TextField()
    body = models.TextField()
    facets = models.TextField()

    class Meta:
        verbose_name_plural = "indexed articles"

    def __str__(self) -> str:
        return str(self.article_id)


class Sketch(models.Model):
    """What a published article's text is compared by (duplicates.py). It outlives the article until its
    near-duplicates have been told.

    `hashes` are the smallest hashes of its shingles, of which it has `shingles` different ones; 0 is a
    text with too few, of which the hash of all of it stands there. `group` is the id of the article's
    group, for when the article is deleted and cannot name it any more.
    """

    article = models.OneToOneField(
        Article, on_delete=models.DO_NOTHING, db_constraint=False, primary_key=True, related_name="+"
    )
    hashes = models.BinaryField()
    shingles = models.PositiveIntegerField()
    group = models.BigIntegerField(null=True)

    class Meta:
        verbose_name_plural = "sketches"

    def __str__(self) -> str:
        return str(self.article_id)


class SketchBucket(models.Model):
    """The articles that have a hash among the first of their sketch: their ids with a space between them;
    null once there were too many to be worth comparing. An AutoField, because that is SQLite's own row id.
    """

    hash = models.BigAutoField(primary_key=True)
    articles = models.TextField(null=True)

    def __str__(self) -> str:
        return f"{self.hash:08x}"


class WordForm(models.Model):
    """A word as articles of a language write it, in small letters and folded (`form`), and the term it is
    found by: what is typed without accents, misspelt or not to its end is looked up here. What hidden
    articles alone held stays until the index is rebuilt."""

    language = models.CharField(max_length=12)
    written = models.CharField(max_length=LONGEST_FORM)
    form = CodePointField(max_length=LONGEST_FORM)
    term = models.CharField(max_length=LONGEST_FORM)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "language", "term"], name="a_form_of_a_term_once")
        ]

    def __str__(self) -> str:
        return f"{self.form} ({self.term})"


class IndexState(models.Model):
    """The analysis that the search index was made with: one row."""

    analysis = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.analysis


class FacetCount(models.Model):
    """How many published articles there are of a language, source, period and tag; ANY_* is "whichever".

    A period is a year (2023), a month of one (20230005: May), or UNDATED. Months are counted of any tag
    only: with each tag they would be most of the rows.
    """

    ANY_TEXT = ""
    ANY_ID = 0
    ANY_PERIOD = -1
    UNDATED = 0
    # Where the months begin: above every year, so that none of a year 23, which a slip of the pen makes, is
    # taken for one.
    MONTHS = 10_000

    language = models.CharField(max_length=12)
    source = models.BigIntegerField()
    period = models.IntegerField()
    tag = models.BigIntegerField()
    articles = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tag", "period", "language", "source"], name="a_count_once"),
        ]
        indexes = [models.Index(fields=["period", "source", "language", "tag"], name="facet_count_by_tag")]

    def __str__(self) -> str:
        return f"{self.language or '*'} {self.source or '*'} {self.period} {self.tag or '*'}: {self.articles}"

    @classmethod
    def month(cls, year: int, month: int) -> int:
        """The period that is a month of a year."""
        return year * cls.MONTHS + month
