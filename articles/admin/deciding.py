"""Pages that ask before many rows are changed: what will be different is shown first, and done when it is
confirmed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from ..batches import in_batches
from ..curation.operations import articles_of
from ..models import Article, Operation

# How many rows one decision may be for, and how many of them its page shows.
MOST_AT_ONCE = 10_000
SHOWN = 100

BATCH = 500

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Decision:
    """What can be decided for the articles chosen in a list. `now` and `then` write the value in question,
    as it is and as it would be."""

    title: str
    column: str
    now: Callable[[Article], str]
    then: Callable[[Article, Data], str]
    do: Callable[[Sequence[int], Data, AbstractBaseUser], Operation | None]
    form: type[forms.Form] = forms.Form


def decide(
    model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet, decision: Decision
) -> HttpResponse | None:
    """One action of a list, over as many requests as it takes: the form, what will change, the deed."""
    ids = sorted(queryset.order_by().values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
    if len(ids) > MOST_AT_ONCE:
        said = f"More than {MOST_AT_ONCE:,} articles at once are too many to look through: filter the list."
        model_admin.message_user(request, said, messages.ERROR)
        return None
    is_asked = "asked" in request.POST
    form = decision.form(request.POST if is_asked else None)
    is_ready = form.is_valid() if is_asked else not form.fields
    data = getattr(form, "cleaned_data", {})
    mark = sha256(repr(ids).encode()).hexdigest()
    if is_asked and is_ready and request.POST.get("confirmed") == mark:
        with transaction.atomic():
            _do(model_admin, request, decision.do(ids, data, request.user))
        return None
    changed = list(_changes(decision, ids, data)) if is_ready else []
    context = {
        **model_admin.admin_site.each_context(request),
        "title": decision.title,
        "opts": model_admin.opts,
        "form": form,
        "media": model_admin.media + form.media,
        "decision": decision,
        "chosen": [
            *((ACTION_CHECKBOX_NAME, pk) for pk in request.POST.getlist(ACTION_CHECKBOX_NAME)),
            ("action", request.POST["action"]),
            ("select_across", request.POST.get("select_across", "0")),
        ],
        "is_ready": is_ready,
        "number": len(changed) if is_ready else len(ids),
        "unchanged": len(ids) - len(changed),
        "rows": changed[:SHOWN] if is_ready else _as_they_are(decision, ids[:SHOWN]),
        "left_out": max(0, (len(changed) if is_ready else len(ids)) - SHOWN),
        "mark": mark,
    }
    return TemplateResponse(request, "admin/articles/decide.html", context)


def log(user: AbstractBaseUser, operation: Operation, *, undone: bool = False) -> None:
    """An entry in the admin's log of each article that an act has changed."""
    said = f"Undone: {operation.summary}." if undone else f"{operation.summary}."
    for batch in in_batches(sorted(articles_of(operation.steps)), BATCH):
        rows = Article.objects.filter(pk__in=batch).only("title")
        LogEntry.objects.log_actions(user.pk, rows, CHANGE, said)


def _do(model_admin: admin.ModelAdmin, request: HttpRequest, operation: Operation | None) -> None:
    if operation is None:
        model_admin.message_user(request, "All of it was so already: nothing has changed.", messages.INFO)
        return
    log(request.user, operation)
    model_admin.message_user(request, f"{operation.summary}.", messages.SUCCESS)


def _changes(decision: Decision, ids: Iterable[int], data: Data) -> Iterable[tuple[Article, str, str]]:
    """The articles for which it would be news, with what is and what would be."""
    for batch in in_batches(ids, BATCH):
        for article in _articles(batch):
            now, then = decision.now(article), decision.then(article, data)
            if now != then:
                yield article, now, then


def _as_they_are(decision: Decision, ids: Sequence[int]) -> list[tuple[Article, str, str]]:
    return [(article, decision.now(article), "") for article in _articles(ids)]


def _articles(ids: Sequence[int]) -> QuerySet:
    rows = Article.objects.filter(pk__in=ids).select_related("source", "language")
    return rows.prefetch_related("tags").order_by("-position")
