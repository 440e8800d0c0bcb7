"""Rows that editors change: the writer's lock comes first, then the rows, then what is derived of them.

Without it an editor and a load could each hold what the other waits for.
"""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from ..locks import wait_to_write
from .paging import BoundedAdmin


class InTurnAdmin(BoundedAdmin):
    """No load writes between the moment a form reads its row and the moment it writes it."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return super().changeform_view(request, *args, **kwargs)
        with transaction.atomic():
            wait_to_write()
            return super().changeform_view(request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return super().delete_view(request, *args, **kwargs)
        with transaction.atomic():
            wait_to_write()
            return super().delete_view(request, *args, **kwargs)
