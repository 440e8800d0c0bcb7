"""The page on which one review is decided: what is asked, what it is about, and the buttons that lead on to
the next."""

from typing import Any
from urllib.parse import parse_qs

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ORDER_VAR
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from ..curation.reviewing import CannotDecide
from ..locks import wait_to_write
from ..models import Review
from . import review_shown
from .review_choices import JOINS, Choice, ChoiceForm, choices
from .review_words import NAMES, in_question, reason

Kind, Status = Review.Kind, Review.Status

# The first of the lines in question, on the page.
ANCHOR = "asked"

_FILTERS = "_changelist_filters"


class ReviewPage(admin.ModelAdmin):
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if object_id is None or not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            review = self.get_object(request, unquote(object_id))
            return self._page(request, review) if review else self._settled(request)
        if not self.has_change_permission(request):
            raise PermissionDenied
        with transaction.atomic():
            wait_to_write()
            review = self.get_object(request, unquote(object_id))
            return self._decide(request, review) if review else self._settled(request)

    def _decide(self, request: HttpRequest, review: Review) -> HttpResponse:
        """What is sent has to be about what was shown: if not, it is shown again, with what was sent."""
        offered = choices(review, review_shown.sides(review))
        choice = next((one for one in offered if one.name == request.POST.get("decision")), None)
        if choice and not choice.is_for(request.user):
            raise PermissionDenied
        if request.POST.get("seen") != _state(review):
            return self._page(request, review, choice, _what_happened(review))
        if choice is None:
            raise BadRequest("That cannot be decided here.")
        form = choice.form(request.POST, review.article) if choice.form else None
        if form and not form.is_valid():
            return self._page(request, review, choice)
        try:
            choice.do(review, request.user, form.cleaned_data if form else {})
        except CannotDecide as reason:
            return self._page(request, review, choice, str(reason))
        LogEntry.objects.log_actions(request.user.pk, [review], CHANGE, f"{choice.label}.")
        return self._go_on(request, review, choice)

    def _go_on(self, request: HttpRequest, review: Review, choice: Choice) -> HttpResponse:
        again = format_html('<a href="{}">Look at it again</a>', self._address(request, review.pk))
        self.message_user(request, format_html("{}: decided. {}", choice.label, again), messages.SUCCESS)
        following = self._beside(request, review, is_before=False)
        if following is None:
            self.message_user(request, f"No other {NAMES[review.kind][0]} is waiting behind it.")
        return HttpResponseRedirect(self._address(request, following))

    def _settled(self, request: HttpRequest) -> HttpResponse:
        said = "It is not asked any more: what it was about has changed. Nothing was decided."
        self.message_user(request, said, messages.WARNING)
        return HttpResponseRedirect(self._address(request, None))

    def _page(
        self, request: HttpRequest, review: Review, tried: Choice | None = None, warning: str = ""
    ) -> HttpResponse:
        """`tried` is the choice that was sent and could not be done."""
        sides = review_shown.sides(review)
        offered = [one for one in choices(review, sides) if one.is_for(request.user)]
        before = self._beside(request, review, is_before=True)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Review: {review.get_kind_display()}",
            "is_nav_sidebar_enabled": False,
            "opts": self.opts,
            "review": review,
            "reason": reason(review),
            "in_question": in_question(review),
            "warning": warning,
            "buttons": [one for one in offered if not one.form],
            "forms": [(one, _form(request, review, one, tried)) for one in offered if one.form],
            "seen": _state(review),
            "sides": sides,
            "differences": review_shown.differences(review, sides),
            "place": review_shown.place(review),
            "anchor": ANCHOR,
            "may_merge": review.kind == Kind.DUPLICATE and request.user.has_perm(JOINS),
            "checkbox": ACTION_CHECKBOX_NAME,
            "queue": self._address(request, None),
            "next": self._address(request, self._beside(request, review, is_before=False)),
            "previous": before and self._address(request, before),
        }
        return TemplateResponse(request, "admin/articles/review.html", context)

    def _address(self, request: HttpRequest, pk: int | None) -> str:
        """Of a review, or of the queue, as it was filtered."""
        if pk is None:
            filters = _filters(request)
            return reverse("admin:articles_review_changelist") + (f"?{filters}" if filters else "")
        kept = self.get_preserved_filters(request)
        return f"{reverse('admin:articles_review_change', args=[pk])}{'?' if kept else ''}{kept}#{ANCHOR}"

    def _beside(self, request: HttpRequest, review: Review, *, is_before: bool) -> int | None:
        """The next open one of the kind, or the one before, in the order of the queue."""
        rows = Review.objects.filter(kind=review.kind, status=Status.OPEN)
        if is_before == _is_newest_first(request):
            return rows.filter(pk__gt=review.pk).order_by("pk").values_list("pk", flat=True).first()
        return rows.filter(pk__lt=review.pk).order_by("-pk").values_list("pk", flat=True).first()


def _filters(request: HttpRequest) -> str:
    """What the queue was filtered by, as it stood in its address."""
    return request.GET.get(_FILTERS, "")


def _is_newest_first(request: HttpRequest) -> bool:
    """The queue can be sorted by one column, which says when it was asked."""
    return parse_qs(_filters(request)).get(ORDER_VAR, [""])[0].startswith("-")


def _form(request: HttpRequest, review: Review, choice: Choice, tried: Choice | None) -> ChoiceForm:
    is_sent = tried is not None and tried.name == choice.name
    return choice.form(request.POST if is_sent else None, review.article)


def _state(review: Review) -> str:
    """What a decision rests on: that it is asked, and of what."""
    articles = [one.updated_at.isoformat() for one in (review.article, review.other) if one]
    return "|".join(
        [review.status, f"{review.decided_at:%Y%m%dT%H%M%S%f}" if review.decided_at else "", *articles]
    )


def _what_happened(review: Review) -> str:
    if review.status == Status.OPEN:
        return "A load or another editor has changed the article since you opened this. Look again."
    return f"{review.decided_by or 'Somebody'} has decided it since you opened this: {review.status}."
