"""Rows that are shown and never edited: what a dump said, where, and what is derived from it."""

from django.db import models
from django.http import HttpRequest

from .paging import BoundedAdmin


class ReadOnlyAdmin(BoundedAdmin):
    """Lists and shows. `deferred` are columns too large for a list."""

    ordering = ["-id"]
    deferred: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).defer(*self.deferred)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class UnlistedAdmin(ReadOnlyAdmin):
    """Reached from the rows it belongs to, or by its address: the index has no room for it."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False
