"""What is typed to find an article in the admin: words as readers search by them, an id, an address or a
guid; and words of the headlines of articles that the public does not see."""

from django.contrib.admin.utils import lookup_spawns_duplicates
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from ..counts import CAP
from ..fields import Beginning
from ..folding import slug_of
from ..models import Article
from ..positions import BEYOND
from ..querysets import Selection
from ..search.lexicon import StoredLexicon
from ..search.matches import Matches
from ..search.meaning import meaning
from ..search.query import read
from ..writing import web_link
from .filters import number
from .paging import MOST_FOUND, BoundedAdmin

# Among so many of the newest articles that the public does not see, headlines are looked through.
UNSEEN = 10_000

EVERYTHING = Selection()


class ByArticle(BoundedAdmin):
    """Rows that are found by what finds their article; the field that is searched leads to it."""

    search_fields = ("article",)
    search_help_text = "What finds the article in its own list"

    def searched(self, request: HttpRequest, queryset: QuerySet, typed: str) -> QuerySet:
        (way,) = self.search_fields
        rows = queryset.filter(**{f"{way}__in": found(typed)})
        return rows.distinct() if lookup_spawns_duplicates(self.opts, way) else rows


class AmongTheFirst(BoundedAdmin):
    """Rows of which the first of the list are looked through, in its order: no index knows their words."""

    def searched(self, request: HttpRequest, queryset: QuerySet, typed: str) -> QuerySet:
        first = queryset.values("pk")[:CAP]
        return super().searched(request, queryset.filter(pk__in=first), typed)


def offered(request: HttpRequest, rows: QuerySet) -> QuerySet:
    """A list shows what was merged into another; where a form completes what is typed, it is left out."""
    if request.path != reverse("admin:autocomplete"):
        return rows
    # Said so, SQLite does not begin with the index of merged_into, which is for the few that were merged.
    return rows.exclude(merged_into__isnull=False)


def found(typed: str, selection: Selection = EVERYTHING, *, ascending: bool = False) -> QuerySet:
    """The ids of what is meant. Of more than MOST_FOUND published articles that match, it is the first in
    the order of positions."""
    parts = [_addressed("url", _addresses(typed)), _addressed("guid", [typed])]
    if (asked := number(typed)) is not None:
        parts.append(Article.objects.filter(pk=asked))
    if not web_link(typed):
        parts += [_published(typed, selection, ascending), _unseen(typed)]
    first, *others = (part.order_by().values("pk") for part in parts)
    return first.union(*others)


def _published(typed: str, selection: Selection, ascending: bool) -> QuerySet:
    meant = meaning(read(typed), StoredLexicon())
    if meant.is_empty:
        return Article.objects.none()
    matches = Matches(selection, meant)
    positions = matches.positions(0, BEYOND, ascending=ascending, number=MOST_FOUND + 1)
    return Article.objects.filter(position__in=positions)


def _unseen(typed: str) -> QuerySet:
    """Slugs are romanised and in small letters, so through them case and accents do not count: SQLite's own
    LIKE knows those of ASCII only."""
    newest = Article.objects.exclude(status=Article.Status.PUBLISHED).order_by("-position")[:UNSEEN]
    rows = Article.objects.filter(pk__in=newest.values("pk"))
    for word in typed.replace('"', " ").split():
        has_word = Q(title__icontains=word)
        if romanised := slug_of(word, fallback=""):
            has_word |= Q(slug__contains=romanised)
        rows = rows.filter(has_word)
    return rows


def _addressed(column: str, values: list[str]) -> QuerySet:
    beginnings = [value[: Beginning.length] for value in values]
    rows = Article.objects.alias(beginning=Beginning(column)).filter(beginning__in=beginnings)
    return rows.filter(**{f"{column}__in": values})


def _addresses(typed: str) -> list[str]:
    """With a slash at the end and without it."""
    bare = typed.rstrip("/")
    return [bare, f"{bare}/"]
