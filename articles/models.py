"""The rows of the archive. What a dump said stands in Revision and Sighting; what is shown, and what
an editor decided, stands in Article."""

import zlib
from typing import Any

from django.contrib.postgres.indexes import OpClass  # noqa: F401
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from .dates import Precision
from .querysets import ArticleQuerySet

UNDATED_YEAR = 0


class Source(models.Model):
    """A publication. `key` is its name as loads compare it."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True, allow_unicode=False)
    key = models.CharField(max_length=200, unique=True, editable=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("source", args=[self.slug])
