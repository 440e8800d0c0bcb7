"""A dump's pages beside what is shown of it: hiding its articles, and taking it out of the archive. Each says
what goes with it, and does it when it is confirmed."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from ..curation import dumps
from ..curation.dumps import Going
from ..locks import wait_to_write
from ..models import Article, Dump
from ..querysets import ArticleQuerySet
from ..writing import number_of
from .deciding import log

# How many headlines a group of articles is shown by.
SHOWN = 10

Do = Callable[[Dump, Going, AbstractBaseUser], str]


@dataclass(frozen=True, slots=True)
class Group:
    """Articles that share a fate: what it is, how many they are, and the first of them."""

    text: str
    number: int
    first: ArticleQuerySet


class DumpPages(admin.ModelAdmin):
    change_form_template = "admin/articles/dump_form.html"

    def get_urls(self) -> list[URLPattern]:
        views = {"hide": self.hide_view, "remove": self.remove_view}
        own = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"articles_dump_{name}")
            for name, view in views.items()
        ]
        return [*own, *super().get_urls()]

    def hide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._ask(request, pk, "articles.hide_dump", "Hide its articles", _hiding, _hide)

    def remove_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._ask(
            request, pk, "articles.remove_dump", "Take it out of the archive", _removing, _remove
        )

    def _ask(
        self,
        request: HttpRequest,
        pk: int,
        permission: str,
        title: str,
        groups: Callable[[Going], Sequence[Group]],
        do: Do,
    ) -> HttpResponse:
        dump = get_object_or_404(Dump, pk=pk)
        if not self.has_view_permission(request, dump) or not request.user.has_perm(permission):
            raise PermissionDenied
        if request.method == "POST" and (said := _do_what_was_shown(request, dump, do)):
            self.message_user(request, said, messages.SUCCESS)
            return redirect("admin:articles_dump_changelist")
        if request.method == "POST":
            said = "What goes with it is not what it was when you looked. This is how it is now."
            self.message_user(request, said, messages.WARNING)
        going = dumps.going(dump)
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "dump": dump,
            "groups": groups(going),
            "refused": going.refused,
            "removes": do is _remove,
            "is_open": dump.readings.filter(is_finished=False, load__finished_at=None).exists(),
            "mark": _mark(going),
        }
        return TemplateResponse(request, "admin/articles/dump_going.html", context)


@transaction.atomic
def _do_what_was_shown(request: HttpRequest, dump: Dump, do: Do) -> str | None:
    """What was done, in words; None if something else would have gone with it than the page said."""
    wait_to_write()
    going = dumps.going(dump)
    return do(dump, going, request.user) if request.POST.get("confirmed") == _mark(going) else None


def _hide(dump: Dump, _: Going, user: AbstractBaseUser) -> str:
    operation = dumps.hide(dump, user)
    if operation is None:
        return "None of its articles was to be hidden."
    log(user, operation)
    said = f"{operation.summary}."
    LogEntry.objects.log_actions(user.pk, [dump], CHANGE, said)
    return said


def _remove(dump: Dump, going: Going, user: AbstractBaseUser) -> str:
    said = (
        f"Taken out: {number_of(len(going.only - going.worked_on), 'article', 'articles')} deleted, "
        f"{len(going.worked_on):,} hidden, {len(going.elsewhere):,} left to other dumps."
    )
    LogEntry.objects.log_actions(user.pk, [dump], DELETION, said)
    dumps.remove(dump, user)
    return said


def _hiding(going: Going) -> Sequence[Group]:
    return (
        _group(
            going.shown,
            "article that no other dump has is hidden",
            "articles that no other dump has are hidden",
        ),
        _group(
            going.only - going.shown,
            "more is not public now, and stays so",
            "more are not public now, and stay so",
        ),
        _group(
            going.elsewhere,
            "article that other dumps have too stays as it is",
            "articles that other dumps have too stay as they are",
        ),
    )


def _removing(going: Going) -> Sequence[Group]:
    return (
        _group(
            going.only - going.worked_on,
            "article that no other dump has is deleted, with all its wordings",
            "articles that no other dump has are deleted, with all their wordings",
        ),
        _group(
            going.worked_on,
            "that no other dump has is kept, because people worked on it: hidden, until somebody decides",
            "that no other dump has are kept, because people worked on them: hidden, until somebody decides",
        ),
        _group(
            going.elsewhere,
            "article that other dumps have too becomes what those say of it",
            "articles that other dumps have too become what those say of them",
        ),
    )


def _group(pks: Collection[int], one: str, many: str) -> Group:
    first = Article.objects.filter(pk__in=sorted(pks)[:SHOWN]).order_by("pk")
    return Group(number_of(len(pks), one, many), len(pks), first)


def _mark(going: Going) -> str:
    """Of what was shown, so that nothing else is done."""
    fates = (going.only, going.shown, going.worked_on, going.elsewhere)
    return sha256(repr([*map(sorted, fates), going.refused]).encode()).hexdigest()
