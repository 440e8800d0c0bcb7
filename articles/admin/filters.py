"""Filters beside the admin's lists. Each costs one query, however many rows there are."""

from django.contrib import admin
from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from ..models import FacetCount, Source, Tag
from ..readers import READERS

MOST_USED = 30


def with_published(rows: QuerySet, column: str) -> QuerySet:
    """Rows of Source, Language or Tag, each with its number of published articles."""
    cell = {
        "language": FacetCount.ANY_TEXT,
        "source": FacetCount.ANY_ID,
        "tag": FacetCount.ANY_ID,
        "period": FacetCount.ANY_PERIOD,
    }
    stored = FacetCount.objects.filter(**cell | {column: OuterRef("pk")}).values("articles")
    return rows.annotate(published_articles=Coalesce(Subquery(stored), 0))


class _MostUsed(admin.SimpleListFilter):
    """The values with the most published articles, and the chosen one if it is not among them."""

    model: type[Model]

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        rows = with_published(self.model.objects.all(), self.parameter_name)
        top = {str(row.pk): row.name for row in rows.order_by("-published_articles", "name")[:MOST_USED]}
        chosen = self._chosen()
        if chosen is not None and str(chosen) not in top:
            top |= {str(row.pk): row.name for row in self.model.objects.filter(pk=chosen)}
        return list(top.items())

    def has_output(self) -> bool:
        return bool(self.lookup_choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        chosen = self._chosen()
        return None if chosen is None else self.only(queryset, chosen)

    def only(self, queryset: QuerySet, chosen: int) -> QuerySet:
        raise NotImplementedError

    def _chosen(self) -> int | None:
        value = self.value() or ""
        return int(value) if value.isascii() and value.isdecimal() and len(value) < 19 else None


class BySource(_MostUsed):
    title, parameter_name, model = "source", "source", Source

    def only(self, queryset: QuerySet, chosen: int) -> QuerySet:
        return queryset.from_sources([chosen])


class ByTag(_MostUsed):
    title, parameter_name, model = "tag", "tag", Tag

    def only(self, queryset: QuerySet, chosen: int) -> QuerySet:
        return queryset.tagged([chosen])


class _YesOrNo(admin.SimpleListFilter):
    yes, no = "Yes", "No"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("1", self.yes), ("0", self.no)]


class IsDated(_YesOrNo):
    title, parameter_name = "date", "dated"
    yes, no = "Known", "Nobody stated it"

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        if self.value() == "1":
            return queryset.exclude(published_at=None)
        return queryset.undated() if self.value() == "0" else None


class IsDecided(_YesOrNo):
    title, parameter_name = "decided by an editor", "decided"
    yes, no = "Something", "Nothing"

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        if self.value() == "1":
            return queryset.exclude(curated=[])
        return queryset.filter(curated=[]) if self.value() == "0" else None


class IsFinished(_YesOrNo):
    title, parameter_name = "finished", "finished"

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        if self.value() not in ("0", "1"):
            return None
        return queryset.filter(finished_at__isnull=self.value() == "0")


class ByReader(admin.SimpleListFilter):
    """The readers there are; stock Django would ask every row for its own."""

    title, parameter_name = "reader", "reader"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(reader.NAME, reader.NAME) for reader in READERS] + [("none", "none could read it")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        if self.value() is None:
            return None
        return queryset.filter(reader="" if self.value() == "none" else self.value())
