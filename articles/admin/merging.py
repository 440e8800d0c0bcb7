"""The page on which rows chosen in a list are merged into one of them."""

from collections.abc import Callable, Sequence

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html

from ..curation.merging import CannotMerge, moving
from ..models import Operation, Source, Tag
from .display import words

# How many rows can be merged at once: a person looks at each of them.
MOST = 50

Merge = Callable[[Model, Sequence[Model], AbstractBaseUser], Operation]


def merged_label(row: Source | Tag) -> str:
    """A source or tag in its list; of a merged one also where it leads."""
    if row.merged_into_id:
        return format_html("{} → {}", words(row.name), words(row.merged_into.name))
    return words(row.name)


def merge(
    model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet, do: Merge
) -> HttpResponse | None:
    """What would move from each; then, with one of them chosen to be kept, the deed."""
    rows = list(queryset.order_by("pk")[: MOST + 1])
    if not 2 <= len(rows) <= MOST:
        said = f"Choose two or more to merge, {MOST} at the most."
        model_admin.message_user(request, said, messages.ERROR)
        return None
    kept = next((row for row in rows if str(row.pk) == request.POST.get("kept")), None)
    if "asked" in request.POST and kept:
        try:
            with transaction.atomic():
                operation = do(kept, [row for row in rows if row != kept], request.user)
                LogEntry.objects.log_actions(request.user.pk, rows, CHANGE, f"{operation.summary}.")
        except CannotMerge as reason:
            model_admin.message_user(request, str(reason), messages.ERROR)
        else:
            model_admin.message_user(request, f"{operation.summary}.", messages.SUCCESS)
        return None
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"Merge {len(rows)} {model_admin.opts.verbose_name_plural}",
        "opts": model_admin.opts,
        "moving": [moving(row) for row in rows],
        "is_without_choice": "asked" in request.POST,
        "change_page": f"admin:articles_{model_admin.opts.model_name}_change",
        "changelist": f"admin:articles_{model_admin.opts.model_name}_changelist",
        "chosen": [
            *((ACTION_CHECKBOX_NAME, row.pk) for row in rows),
            ("action", request.POST["action"]),
        ],
    }
    return TemplateResponse(request, "admin/articles/merge.html", context)
