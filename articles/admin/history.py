"""The history of articles, sources and tags: who did what and when, and a state of it put back."""

from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from .. import history
from ..curation import restoring
from ..locks import wait_to_write
from ..models import Article
from .entries import DELETED, between, entries, since, written
from .inturn import InTurnAdmin

PER_PAGE = 20


class TrackedAdmin(InTurnAdmin):
    """Rows with a history: one state for each time that somebody saves, whatever that writes."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.restore_view)
        own = path("<int:pk>/history/<int:state>/", view, name=f"articles_{self.opts.model_name}_restore")
        return [own, *super().get_urls()]

    # Writing it

    def save_form(self, request: HttpRequest, form: ModelForm, change: bool) -> Model:
        """The first step of saving: nothing has been written yet."""
        if change:
            history.remember(form.instance)
        return super().save_form(request, form, change)

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
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
        page = Paginator(written(row), PER_PAGE).get_page(request.GET.get("page"))
        shown = entries(row, page.object_list)
        context = self._context(request, row, "History") | {
            "entries": [*since(row), *shown] if page.number == 1 else shown,
            "page": page,
            "may_restore": self.has_change_permission(request, row),
            "restore_page": f"admin:articles_{self.opts.model_name}_restore",
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
            then = get_object_or_404(row.history.exclude(history_type=DELETED), history_id=state)
            would_be, errors = self.restored(request, row, then)
            differences = between(row, history.current(row), would_be)
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

    # What of a state is not put back.
    left_alone = "Merging is left alone: it has a way back of its own."

    def restored(self, request: HttpRequest, row: Model, then: Model) -> tuple[Model, list[str]]:
        """What the row would be, and why it may not be so."""
        form = self._filled_in(request, self.model.objects.get(pk=row.pk), then)
        errors = [error for about in form.errors.values() for error in about]
        return history.drafted(form.instance), errors

    def restore(self, request: HttpRequest, row: Model, then: Model) -> None:
        form = self._filled_in(request, row, then)
        self.save_model(request, self.save_form(request, form, change=True), form, change=True)
        self.save_related(request, form, formsets=[], change=True)

    def typed(self, row: Model, then: Model) -> dict[str, object]:
        """What an editor would type into the form's fields to get that state."""
        return {field.name: getattr(then, field.attname) for field in then.tracked_fields}

    def _filled_in(self, request: HttpRequest, row: Model, then: Model) -> ModelForm:
        form = self.get_form(request, row, change=True)
        blank = form(instance=row)
        values = {name: blank.get_initial_for_field(one, name) for name, one in blank.fields.items()}
        values |= {name: value for name, value in self.typed(row, then).items() if name in values}
        filled = form({name: value for name, value in values.items() if value is not None}, instance=row)
        filled.is_valid()
        return filled


class TrackedArticleAdmin(TrackedAdmin):
    left_alone = "Merging, withdrawal and stories are left alone: each has a way back of its own."

    def restored(self, request: HttpRequest, row: Article, then: Model) -> tuple[Model, list[str]]:
        return restoring.restored(row, then), []

    def restore(self, request: HttpRequest, row: Article, then: Model) -> None:
        restoring.restore(row, then)
