"""What editors did to many rows at once, and taking it back."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from ..curation import merging
from ..curation.operations import CannotUndo, articles_of
from ..models import Article, Operation, Tombstone, TombstoneKey
from ..writing import number_of
from .deciding import log
from .display import TABLE_ROWS, links, short_hash, table, words
from .readonly import ReadOnlyAdmin, UnlistedAdmin


@admin.register(Operation)
class OperationAdmin(ReadOnlyAdmin):
    list_display = ["what", "kind", "articles", "made_by", "made_at", "undone_at"]
    list_select_related = ["made_by"]
    list_filter = ["kind"]
    search_fields = ["summary"]
    deferred = ("steps",)
    fields = [
        "what",
        "kind",
        "articles",
        "changed",
        "made_by",
        "made_at",
        "undone_by",
        "undone_at",
        "undo_link",
    ]
    readonly_fields = ["what", "changed", "undo_link"]

    def get_urls(self) -> list[URLPattern]:
        own = path(
            "<int:pk>/undo/", self.admin_site.admin_view(self.undo_view), name="articles_operation_undo"
        )
        return [own, *super().get_urls()]

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        operation = get_object_or_404(Operation, pk=pk)
        if not request.user.has_perm("articles.undo_operation"):
            raise PermissionDenied
        if request.method == "POST":
            try:
                with transaction.atomic():
                    stayed = merging.undo(operation, request.user)
                    log(request.user, operation, undone=True)
            except CannotUndo as reason:
                self.message_user(request, str(reason), messages.ERROR)
            else:
                said = f"Undone: {operation.summary}."
                if stayed:
                    said += f" {number_of(stayed, 'row has', 'rows have')} been changed since, and stayed so."
                self.message_user(request, said, messages.SUCCESS)
            return redirect("admin:articles_operation_change", pk)
        context = {
            **self.admin_site.each_context(request),
            "title": "Undo",
            "opts": self.opts,
            "row": operation,
            "texts": [
                f"{number_of(operation.articles, 'article goes', 'articles go')} back to what was before.",
                "What somebody has changed since stays as it is.",
            ],
            "form": forms.Form(),
            "changelist": "admin:articles_operation_changelist",
            "change_page": "admin:articles_operation_change",
        }
        return TemplateResponse(request, "admin/articles/ask.html", context)

    @admin.display(description="what", ordering="summary")
    def what(self, operation: Operation) -> str:
        return words(operation.summary)

    @admin.display(description="articles it changed")
    def changed(self, operation: Operation) -> str:
        ids = sorted(articles_of(operation.steps))[:TABLE_ROWS]
        return links(Article.objects.filter(pk__in=ids))

    @admin.display(description="")
    def undo_link(self, operation: Operation) -> str:
        if operation.undone_at:
            return "It was undone."
        address = reverse("admin:articles_operation_undo", args=[operation.pk])
        return format_html('<a href="{}">Undo it…</a>', address)


@admin.register(Tombstone)
class TombstoneAdmin(ReadOnlyAdmin):
    """What was erased, by its number."""

    list_display = ["__str__", "erased_by", "erased_at"]
    list_select_related = ["erased_by"]
    search_fields = ["=article"]
    fields = ["article", "hashes_of", "erased_by", "erased_at"]
    readonly_fields = ["hashes_of"]

    @admin.display(description="recognised by")
    def hashes_of(self, tombstone: Tombstone) -> str:
        keys = tombstone.keys.order_by("pk").values_list("key", flat=True)[:TABLE_ROWS]
        return table(["SHA-256"], [[short_hash(key)] for key in keys])


@admin.register(TombstoneKey)
class TombstoneKeyAdmin(UnlistedAdmin):
    list_display = ["key", "tombstone", "is_sure"]
    list_select_related = ["tombstone"]
    search_fields = ["=key"]
    fields = ["tombstone", "key", "is_sure"]
