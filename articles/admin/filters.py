"""Filters beside the admin's lists: each leaves a walk of an index, or says its bound."""

from typing import Any

from django.contrib import admin
from django.db.models import CharField, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.http import HttpRequest

from ..models import FacetCount, Language, Review, Source, Tag
from ..positions import FIRST_DATED
from ..querysets import ArticleQuerySet, Selection
from ..readers import READERS

MOST_USED = 30

# The stored count of everything; with a value in the place of one of them, that of the value.
_EVERYTHING = {
    "language": FacetCount.ANY_TEXT,
    "source": FacetCount.ANY_ID,
    "tag": FacetCount.ANY_ID,
    "period": FacetCount.ANY_PERIOD,
}


def with_published(rows: QuerySet, column: str) -> QuerySet:
    """Rows of Source, Language or Tag, each with its number of published articles."""
    stored = FacetCount.objects.filter(**_EVERYTHING | {column: OuterRef("pk")}).values("articles")
    return rows.annotate(published_articles=Coalesce(Subquery(stored), 0))


def number(text: str) -> int | None:
    """The id that a person typed or an address names; None if it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


class _ByValue(admin.SimpleListFilter):
    """The values with the most published articles, and the chosen one if it is not among them. `field` is
    that of a Selection, `name` what a value is called by."""

    model: type[Model]
    field: str
    name = "name"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return _offered(request)[self.parameter_name]

    def has_output(self) -> bool:
        return bool(self.lookup_choices)

    def queryset(self, request: HttpRequest, queryset: ArticleQuerySet) -> ArticleQuerySet:
        return queryset.selected(self.selection(request))

    @classmethod
    def selection(cls, request: HttpRequest) -> Selection:
        chosen = cls.chosen(request.GET.get(cls.parameter_name, ""))
        return Selection() if chosen is None else Selection(**{cls.field: (chosen,)})

    @classmethod
    def chosen(cls, value: str) -> Any:
        """The key that an address names; None if it is none."""
        return number(value)

    @classmethod
    def offered(cls, request: HttpRequest) -> QuerySet:
        column = cls.parameter_name
        others = {name: value for name, value in _EVERYTHING.items() if name != column}
        counted = FacetCount.objects.filter(**others).exclude(**{column: _EVERYTHING[column]})
        most = counted.order_by("-articles", column).values(column)[:MOST_USED]
        chosen = getattr(cls.selection(request), cls.field)
        return cls.model.objects.filter(Q(pk__in=most) | Q(pk__in=chosen))


class BySource(_ByValue):
    title, parameter_name, model, field = "source", "source", Source, "sources"


class ByTag(_ByValue):
    title, parameter_name, model, field = "tag", "tag", Tag, "tags"


class ByLanguage(_ByValue):
    """Any of them: there are not many."""

    title, parameter_name, model, field = "language", "language", Language, "languages"
    name = "english_name"

    @classmethod
    def chosen(cls, value: str) -> str | None:
        return value if value.isascii() and value.replace("-", "").isalnum() else None

    @classmethod
    def offered(cls, request: HttpRequest) -> QuerySet:
        return Language.objects.all()


def selection_of(request: HttpRequest) -> Selection:
    """What is chosen of the three."""
    chosen = {one.field: getattr(one.selection(request), one.field) for one in (BySource, ByTag, ByLanguage)}
    return Selection(**chosen)


def _offered(request: HttpRequest) -> dict[str, list[tuple[str, str]]]:
    """The choices of the three, the most used first: in one query for a page."""
    if not hasattr(request, "offered_values"):
        filters = (BySource, ByTag, ByLanguage)
        first, *others = (
            with_published(one.offered(request).order_by(), one.parameter_name).values_list(
                Value(one.parameter_name, output_field=CharField()),
                Cast("pk", CharField()),
                one.name,
                "published_articles",
            )
            for one in filters
        )
        request.offered_values = {one.parameter_name: [] for one in filters}
        rows = first.union(*others, all=True)
        for column, key, name, _ in sorted(rows, key=lambda row: (-row[3], row[2])):
            request.offered_values[column].append((key, name))
    return request.offered_values


class _YesOrNo(admin.SimpleListFilter):
    yes, no = "Yes", "No"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("1", self.yes), ("0", self.no)]


class IsDated(_YesOrNo):
    title, parameter_name = "date", "dated"
    yes, no = "Known", "Nobody stated it"

    def queryset(self, request: HttpRequest, queryset: ArticleQuerySet) -> ArticleQuerySet | None:
        if self.value() == "1":
            return queryset.filter(position__gte=FIRST_DATED)
        return queryset.undated() if self.value() == "0" else None


class IsDecided(_YesOrNo):
    title, parameter_name = "decided by an editor", "decided"
    yes, no = "Something", "Nothing"

    def queryset(self, request: HttpRequest, queryset: ArticleQuerySet) -> ArticleQuerySet | None:
        if self.value() == "1":
            return queryset.exclude(curated=[])
        return queryset.filter(curated=[]) if self.value() == "0" else None


class ByReview(admin.SimpleListFilter):
    """There may be as many open ones as articles: so many of the newest are looked at."""

    MOST = 2_000
    title, parameter_name = f"open review (of the {MOST:,} newest)", "review"
    ANY = "any"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        kinds = [(kind.value, kind.label) for kind in Review.Kind if kind != Review.Kind.REFUSAL]
        return [(self.ANY, "any"), *kinds]

    def queryset(self, request: HttpRequest, queryset: ArticleQuerySet) -> ArticleQuerySet | None:
        if self.value() not in dict(self.lookup_choices):
            return None
        waiting = Review.objects.filter(status=Review.Status.OPEN, article__isnull=False)
        if self.value() != self.ANY:
            waiting = waiting.filter(kind=self.value())
        newest = Review.objects.filter(pk__in=waiting.order_by("-pk").values("pk")[: self.MOST]).order_by()
        pairs = newest.filter(other__isnull=False)
        return queryset.filter(pk__in=newest.values("article").union(pairs.values("other")))


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
