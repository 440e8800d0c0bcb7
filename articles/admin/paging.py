"""Lists of the admin that cost no more because the archive grew.

Rows are counted and paged up to a bound; of a whole table the database's own estimate is told beyond it.
"""

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

    def __init__(self, rows: models.QuerySet, per_page: int, *, most: int = CAP, **kwargs: object):
        super().__init__(rows, per_page, **kwargs)
        self.most = most

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

    @cached_property
    def _counted(self) -> int:
        return self.object_list.order_by()[: self.most + 1].count()

    @property
    def _is_whole(self) -> bool:
        """Whether nothing narrows the list."""
        return not self.object_list.query.where


class BoundedList(ChangeList):
    def get_ordering_field(self, field_name: str) -> object:
        """Stock Django sorts by any column that an address names; this only by those that headers offer."""
        return super().get_ordering_field(field_name) if field_name in self.sortable_by else None


class BoundedAdmin(admin.ModelAdmin):
    """A column can be sorted by if an index stands behind it, or few rows."""

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by: tuple[str, ...] = ()

    def get_changelist(self, request: HttpRequest, **kwargs: object) -> type[ChangeList]:
        return BoundedList

    def get_paginator(
        self, request: HttpRequest, queryset: models.QuerySet, per_page: int, *args: object, **kwargs: object
    ) -> BoundedPaginator:
        most = MOST_FOUND if request.GET.get(SEARCH_VAR) else CAP
        return BoundedPaginator(queryset, per_page, *args, most=most, **kwargs)


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
