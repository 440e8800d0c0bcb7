"""What is derived from articles and kept; indexing.py alone writes it."""

from django.db import models

from ..fields import CodePointField
from ..search.entry import LONGEST_FORM
from .articles import Article


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
    """The articles that have a hash among the first of their sketch, or a number by which stories are found
    (buckets.py): their ids with a space between them; null once there were too many to be worth comparing.
    An AutoField, because that is SQLite's own row id."""

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
