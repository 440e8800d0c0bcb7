"""The review queue: what the machine was unsure of, for a person to decide."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst

from ..models import Review
from . import review_words
from .inturn import InTurnAdmin
from .paging import BoundedList
from .review_actions import ReviewActions
from .review_page import ANCHOR, ReviewPage

Kind, Status = Review.Kind, Review.Status


class ByStatus(admin.SimpleListFilter):
    """The queue is what is open."""

    title, parameter_name = "status", "status"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(Status.ACCEPTED, "Accepted"), (Status.REJECTED, "Rejected")]

    def choices(self, changelist: ChangeList) -> Iterable[dict[str, Any]]:
        first, *others = super().choices(changelist)
        return [first | {"display": "Open"}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.value()
        return queryset.filter(status=chosen if chosen in Status.values else Status.OPEN)


class ByKind(admin.SimpleListFilter):
    """Each with the number of its open ones: one query for all."""

    title, parameter_name = "kind", "kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        numbers = review_words.numbers()
        return [
            (kind, f"{capfirst(many)} ({numbers[kind]})") for kind, (_, many) in review_words.NAMES.items()
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        return queryset.filter(kind=self.value()) if self.value() in Kind.values else None


class Queue(BoundedList):
    def url_for_result(self, result: Review) -> str:
        """Opened at the line in question."""
        return f"{super().url_for_result(result)}#{ANCHOR}"


@admin.register(Review)
class ReviewAdmin(ReviewPage, ReviewActions, InTurnAdmin):
    """Nobody makes or deletes a review: loads ask, and people decide."""

    ordering = ["id"]
    list_display = ["kind_of", "headline", "question", "line", "asked"]
    list_filter = [ByKind, ByStatus]
    sortable_by = ("asked",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Review | None = None) -> bool:
        return False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Queue

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        related = [f"{one}__{of}" for one in ("article", "other") for of in ("language", "source")]
        rows = super().get_queryset(request).select_related(*related, "refusal__dump", "decided_by")
        return rows.defer("refusal__raw")

    @admin.display(description="kind")
    def kind_of(self, review: Review) -> str:
        return capfirst(review_words.NAMES[review.kind][0])

    @admin.display(description="article")
    def headline(self, review: Review) -> str:
        return review_words.headline(review)

    @admin.display(description="what is asked")
    def question(self, review: Review) -> str:
        return review_words.question(review)

    @admin.display(description="asked", ordering="id")
    def asked(self, review: Review) -> str:
        return f"{review.created_at:%Y-%m-%d}"
