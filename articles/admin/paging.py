"""Lists of the admin that cost no more because the archive grew.

Rows are counted and paged up to a bound; of a whole table the database's own estimate is told beyond it.
"""

from collections.abc import Sequence
from functools import cached_property

from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.core.paginator import Paginator
from django.db import OperationalError, connection, models
from django.http import HttpRequest

from ..counts import CAP

# How many rows a search looks up; what it finds beyond them is not listed.
MOST_FOUND = 2_000


class BoundedPaginator(Paginator):
    """Counts no further than `most` rows, and has pages for no more. What lies behind them is reached by a
    filter, a search, or from the other end: to skip rows is to read them."""

    most = CAP

    @cached_property
    def count(self) -> int:
        return min(self._counted, self.most)

    @property
    def goes_on(self) -> bool:
        """Whether there are rows behind the last page."""
        return self._counted > self.most

    @cached_property
    def total(self) -> str:
        """How many rows there are, in words."""
        if not self.goes_on:
            return f"{self.count:,}"
        estimate = estimated_rows(self.object_list.model) if self._is_whole else None
        if estimate is None or estimate <= self.most:
            return f"more than {self.most:,}"
        return f"about {_two_digits(estimate):,}"

    @property
    def shown(self) -> str:
        """How many of them have a page, in words."""
        return f"{self.count:,} rows"

    @property
    def keys(self) -> Sequence[object]:
        """The primary keys of all rows that have a page: to be cut, and not to be read to the end."""
        return self.object_list.values_list("pk", flat=True)[: self.count]

    @cached_property
    def _counted(self) -> int:
        return self.object_list.order_by()[: self.most + 1].count()

    @property
    def _is_whole(self) -> bool:
        """Whether nothing narrows the list."""
        return not self.object_list.query.where


class FoundPaginator(BoundedPaginator):
    """Of what a search has found: it is searched once, for the number and all pages."""

    most = MOST_FOUND

    @property
    def keys(self) -> Sequence[object]:
        return self._found[: self.count]

    @property
    def _counted(self) -> int:
        return len(self._found)

    @cached_property
    def _found(self) -> list[object]:
        return list(self.object_list.values_list("pk", flat=True)[: self.most + 1])


class BoundedList(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        """The keys of a page first, which are a walk of one index; then its rows with what belongs to them:
        with both at once a planner may well begin with what belongs to them."""
        super().get_results(request)
        keys = self.paginator.keys
        if self.multi_page and not (self.show_all and self.can_show_all):
            first = (self.page_num - 1) * self.list_per_page
            keys = keys[first : first + self.list_per_page]
        keys = list(keys)
        rows = self.apply_select_related(self.root_queryset).in_bulk(keys)
        self.result_list = [rows[key] for key in keys if key in rows]

    def get_ordering(self, request: HttpRequest, queryset: models.QuerySet) -> list[str]:
        """Of equals the newest first, unless the list goes upwards: no index is walked in two directions."""
        *columns, last = super().get_ordering(request, queryset)
        goes_up = columns and not columns[-1].startswith("-")
        return [*columns, "pk" if last == "-pk" and goes_up else last]

    def get_ordering_field(self, field_name: str) -> object:
        """Stock Django sorts by any column that an address names; this only by those that headers offer."""
        return super().get_ordering_field(field_name) if field_name in self.sortable_by else None


class BoundedAdmin(admin.ModelAdmin):
    """A column can be sorted by if an index stands behind it, or few rows."""

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by: tuple[str, ...] = ()

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        typed = search_term.strip()
        return (self.searched(request, queryset, typed) if typed else queryset), False

    def searched(self, request: HttpRequest, queryset: models.QuerySet, typed: str) -> models.QuerySet:
        """The rows in which each word stands in one of the `search_fields`: where there are few."""
        rows, has_twice = super().get_search_results(request, queryset, typed)
        return rows.distinct() if has_twice else rows

    def get_changelist(self, request: HttpRequest, **kwargs: object) -> type[ChangeList]:
        return BoundedList

    def get_paginator(
        self, request: HttpRequest, queryset: models.QuerySet, per_page: int, *args: object, **kwargs: object
    ) -> BoundedPaginator:
        paginator = FoundPaginator if request.GET.get(SEARCH_VAR, "").strip() else BoundedPaginator
        return paginator(queryset, per_page, *args, **kwargs)


def estimated_rows(model: type[models.Model]) -> int | None:
    """What the planner's statistics say of a table, which every load refreshes; None where there are none."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        try:
            cursor.execute(_ESTIMATE[connection.vendor].format(table=table))
        except OperationalError:
            # On SQLite the table of statistics comes with the first of them.
            return None
        return cursor.fetchone()[0]


# SQLite guesses from a sample of each index; but rows are not more than the highest of their numbers.
_ESTIMATE = {
    "postgresql": "SELECT nullif(reltuples, -1)::bigint FROM pg_class WHERE oid = '{table}'::regclass",
    "sqlite": """
        SELECT min((SELECT max(rowid) FROM {table}), (SELECT max(CAST(stat AS integer)) FROM sqlite_stat1
        WHERE tbl = '{table}'))
    """,
}


def _two_digits(number: int) -> int:
    return round(number, 2 - len(str(number)))
