"""What articles are of: sources, languages and tags."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from ..fields import CodePointField
from ..folding import name_key
from ..languages import LEFT_TO_RIGHT, RIGHT_TO_LEFT
from ..search.entry import MOST_OF_A_NAME, stored_terms
from ..vocabulary import Kind


class Source(models.Model):
    """A publication. `key` is its name in the form in which loads compare it."""

    # Stands for "the dump does not say".
    UNKNOWN = "Unknown source"

    class Rights(models.TextChoices):
        """What of an article the public may read here."""

        FULL = "full", "the full text"
        EXCERPT = "excerpt", "an excerpt"
        HEADLINE = "headline", "the headline and the link alone"

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    key = models.CharField(max_length=200, unique=True, editable=False)
    rights = models.CharField("the public may read", max_length=8, choices=Rights, default=Rights.FULL)
    # Of a merged one only its name and its address are left: both lead there.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="merged"
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        permissions = [
            ("merge_source", "Can merge sources"),
            ("set_rights", "Can say what of a source's articles the public may read"),
        ]

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
    # As in a source. What it was called is among the names of the other one.
    merged_into = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, editable=False, related_name="merged"
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        permissions = [("merge_tag", "Can merge tags")]
        indexes = [models.Index(fields=["name"], name="tag_name")]

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
    key = CodePointField(max_length=200, editable=False)
    terms = models.CharField(max_length=MOST_OF_A_NAME, editable=False)
    history = HistoricalRecords(excluded_fields=["key", "terms"])

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
