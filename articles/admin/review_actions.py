"""What can be decided for reviews chosen in the queue, after a page that lists them."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from ..curation import reviewing
from ..locks import wait_to_write
from ..models import Review
from ..writing import number_of
from .deciding import MOST_AT_ONCE, SHOWN
from .review_choices import Choice, accepting, rejecting
from .review_words import NAMES, headline, question


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of many; `choice` is what it means of one."""

    title: str
    choice: Callable[[Review], Choice]
    do: Callable[[Sequence[Review], AbstractBaseUser], None]


_ACCEPT = Verdict("Accept", accepting, reviewing.accept)
_REJECT = Verdict("Reject", rejecting, reviewing.reject)


class ReviewActions(admin.ModelAdmin):
    actions = ["accept", "reject"]

    @admin.action(description="Accept: it is right as it stands…", permissions=["change"])
    def accept(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return _decide(self, request, queryset, _ACCEPT)

    @admin.action(description="Reject: the pairs are none…", permissions=["change"])
    def reject(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return _decide(self, request, queryset.filter(kind__in=reviewing.PAIRS), _REJECT)


def _decide(
    model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet, verdict: Verdict
) -> HttpResponse | None:
    """Only what is open, and what this person may decide: first the list of it, then the deed, if it is the
    same list still."""
    confirmed = request.POST.get("confirmed")
    with transaction.atomic():
        if confirmed:
            wait_to_write()
        asked = list(queryset.filter(status=Review.Status.OPEN).order_by("pk")[: MOST_AT_ONCE + 1])
        if not 0 < len(asked) <= MOST_AT_ONCE:
            said = f"Choose open ones that can be decided so, {MOST_AT_ONCE:,} at the most."
            model_admin.message_user(request, said, messages.ERROR)
            return None
        rows = [one for one in asked if verdict.choice(one).is_for(request.user)]
        if not rows:
            raise PermissionDenied
        mark = sha256(repr([one.pk for one in rows]).encode()).hexdigest()
        if confirmed == mark:
            _do(model_admin, request, rows, verdict)
            return None
    return _page(model_admin, request, rows, verdict, mark, len(asked) - len(rows))


def _do(
    model_admin: admin.ModelAdmin, request: HttpRequest, rows: Sequence[Review], verdict: Verdict
) -> None:
    try:
        verdict.do(rows, request.user)
    except reviewing.CannotDecide as reason:
        model_admin.message_user(request, f"Nothing was decided: {reason}", messages.ERROR)
        return
    said = f"{verdict.title}ed, with others." if len(rows) > 1 else f"{verdict.title}ed."
    LogEntry.objects.log_actions(request.user.pk, rows, CHANGE, said)
    number = number_of(len(rows), "review", "reviews")
    model_admin.message_user(request, f"{verdict.title}ed: {number}.", messages.SUCCESS)


def _page(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    rows: Sequence[Review],
    verdict: Verdict,
    mark: str,
    forbidden: int,
) -> HttpResponse:
    kinds = Counter(one.kind for one in rows)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"{verdict.title} {number_of(len(rows), 'review', 'reviews')}",
        "opts": model_admin.opts,
        "verdict": verdict,
        "mark": mark,
        "has_changed": "confirmed" in request.POST,
        "forbidden": forbidden,
        "kinds": [number_of(number, *NAMES[kind]) for kind, number in kinds.items()],
        "rows": [(one, headline(one), question(one), verdict.choice(one).label) for one in rows[:SHOWN]],
        "left_out": len(rows[SHOWN:]),
        "chosen": [
            *((ACTION_CHECKBOX_NAME, pk) for pk in request.POST.getlist(ACTION_CHECKBOX_NAME)),
            ("action", request.POST["action"]),
            ("select_across", request.POST.get("select_across", "0")),
        ],
        "queue": request.get_full_path(),
    }
    return TemplateResponse(request, "admin/articles/decide_reviews.html", context)
