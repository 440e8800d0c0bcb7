"""The history of articles, sources and tags: who did what and when, and a state of it put back."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst

from .. import history
from ..curation import restoring
from ..dates import Precision, StatedDate
from ..diffs import Change, Piece, Room, changes
from ..locks import wait_to_write
from ..models import Article, Revision, Source, Tag, TagName
from ..writing import stated_day
from .inturn import InTurnAdmin

PER_PAGE = 20

_DELETED = "-"

Bodies = Mapping[int, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two states in one thing. `language` is that of an article's words."""

    label: str
    changes: Sequence[Change]
    language: str = ""


@dataclass(slots=True)
class Entry:
    """What somebody did, as the page shows it. `state` can be put back."""

    at: datetime
    who: str = ""
    what: str = ""
    differences: Sequence[Difference] = ()
    state: int | None = None
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class _Written:
    """A row of a history, or of the admin's log, before it is fetched: `before` is the state it followed."""

    at: datetime
    pk: int
    model: type[Model]
    before: int | None = None


class TrackedAdmin(InTurnAdmin):
    """Rows with a history: one state for each time that somebody saves, whatever that writes."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.restore_view)
        own = path("<int:pk>/history/<int:state>/", view, name=f"articles_{self.opts.model_name}_restore")
        return [own, *super().get_urls()]

    # Writing it

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        if change:
            history.remember(obj)
        obj.save_without_historical_record()

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: Any, change: bool) -> None:
        changed = [one.instance.pk for one in formset.initial_forms if one.has_changed()]
        history.remember_many(changed, formset.model)
        super().save_formset(request, form, formset, change)

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> LogEntry:
        return self._noted(request, obj, super().log_addition(request, obj, message))

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> LogEntry:
        return self._noted(request, obj, super().log_change(request, obj, message))

    def _noted(self, request: HttpRequest, obj: Model, entry: LogEntry) -> LogEntry:
        """What is logged has been written with all that belongs to it. Both have one date, and so are one."""
        is_said = not entry.change_message.startswith("[")
        reason = entry.change_message if is_said else None
        history.note(obj, request.user, reason, at=entry.action_time)
        return entry

    # Showing it

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        paginator = Paginator(_written(row), PER_PAGE)
        page = paginator.get_page(request.GET.get("page"))
        entries = _entries(row, page.object_list)
        if page.number == 1:
            entries = _up_to_now(row, entries)
        context = self._context(request, row, f"History of {row}") | {
            "entries": entries,
            "page": page,
            "may_restore": self.has_change_permission(request, row),
            "restore": f"admin:articles_{self.opts.model_name}_restore",
        }
        return TemplateResponse(request, "admin/articles/history.html", context | (extra_context or {}))

    def restore_view(self, request: HttpRequest, pk: int, state: int) -> HttpResponse:
        """Says what putting a state back would change; does it if that is what was read."""
        with transaction.atomic():
            if request.method == "POST":
                wait_to_write()
            row = get_object_or_404(self.model, pk=pk)
            if not self.has_change_permission(request, row):
                raise PermissionDenied
            then = get_object_or_404(row.history.exclude(history_type=_DELETED), history_id=state)
            would_be, errors = self.restored(request, row, then)
            bodies = _bodies(row, [(history.current(row), would_be)])
            differences = _differences(history.current(row), would_be, bodies, Room())
            mark = sha256(repr(differences).encode()).hexdigest()
            is_read = request.POST.get("mark") == mark
            if request.method == "POST" and is_read and differences and not errors:
                return self._restore(request, row, then)
        title = f"Restore the state of {then.history_date:%Y-%m-%d %H:%M} UTC"
        context = self._context(request, row, title) | {
            "differences": differences,
            "errors": errors,
            "mark": mark,
            "has_changed": request.method == "POST" and not is_read,
            "left_alone": self.left_alone,
        }
        return TemplateResponse(request, "admin/articles/restore.html", context)

    def _restore(self, request: HttpRequest, row: Model, then: Model) -> HttpResponse:
        self.restore(request, row, then)
        said = f"The state of {then.history_date:%Y-%m-%d %H:%M} UTC was restored."
        self.log_change(request, row, said)
        self.message_user(request, said, messages.SUCCESS)
        return redirect(f"admin:articles_{self.opts.model_name}_history", row.pk)

    def _context(self, request: HttpRequest, row: Model, title: str) -> dict[str, object]:
        name = f"admin:articles_{self.opts.model_name}"
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "row": row,
            "changelist": f"{name}_changelist",
            "change_page": f"{name}_change",
            "history_page": f"{name}_history",
        }

    # Putting a state back, through the form by which it would be typed

    # What of a state is not put back, and where it is decided instead.
    left_alone = "The address, merging and names stay as they are."

    def restored(self, request: HttpRequest, row: Model, then: Model) -> tuple[Model, list[str]]:
        """What the row would be, and why it may not be so."""
        form = self._filled_in(request, self.model.objects.get(pk=row.pk), then)
        errors = [error for about in form.errors.values() for error in about]
        return history.drafted(form.instance), errors

    def restore(self, request: HttpRequest, row: Model, then: Model) -> None:
        form = self._filled_in(request, row, then)
        form.save(commit=False)
        self.save_model(request, row, form, change=True)
        form.save_m2m()
        self.save_related(request, form, formsets=[], change=True)

    def _filled_in(self, request: HttpRequest, row: Model, then: Model) -> ModelForm:
        form = self.get_form(request, row, change=True)
        blank = form(instance=row)
        values = {name: blank.get_initial_for_field(one, name) for name, one in blank.fields.items()}
        kept = {name: getattr(then, name) for name in values if hasattr(then, name)}
        filled = form({name: value for name, value in (values | kept).items() if value is not None}, instance=row)
        filled.is_valid()
        return filled


class TrackedArticleAdmin(TrackedAdmin):
    left_alone = "Merging, withdrawal and stories stay as they are: each has its own way back."

    def restored(self, request: HttpRequest, row: Article, then: Model) -> tuple[Model, list[str]]:
        return restoring.restored(row, then), []

    def restore(self, request: HttpRequest, row: Article, then: Model) -> None:
        restoring.restore(row, then)
