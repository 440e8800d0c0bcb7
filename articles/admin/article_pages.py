"""An article's pages beside its form: withdrawing it, lifting that, erasing it, and taking it apart from
others. Each says what it does, and does it when it is confirmed."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from ..curation import merging, withdrawing
from ..models import Article, Operation
from .article_actions import ReasonForm
from .deciding import log

Do = Callable[[Article, forms.Form, AbstractBaseUser], Operation | None]


def page_link(name: str, article: Article, text: str) -> str:
    """A link to one of these pages."""
    return format_html(
        '<a href="{}">{}</a>', reverse(f"admin:articles_article_{name}", args=[article.pk]), text
    )


def _sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, if it was."""
    return request.POST if request.method == "POST" else None


class _ApartForm(forms.Form):
    others = forms.ModelMultipleChoiceField(
        Article.objects.none(), label="From which", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, article: Article, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["others"].queryset = Article.objects.twins_of(article)


class _EraseForm(forms.Form):
    is_sure = forms.BooleanField(label="It is to be gone for good")


class ArticlePages(admin.ModelAdmin):
    change_form_template = "admin/articles/article_form.html"

    def get_urls(self) -> list[URLPattern]:
        views = {
            "lift": self.lift_view,
            "erase": self.erase_view,
            "leave_story": self.leave_story_view,
            "apart": self.apart_view,
        }
        own = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"articles_article_{name}")
            for name, view in views.items()
        ]
        return [*own, *super().get_urls()]

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """To delete is to withdraw."""
        if obj is not None and obj.status == Article.Status.WITHDRAWN:
            return False
        return request.user.has_perm("articles.withdraw_article")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context |= {
            "may_withdraw": request.user.has_perm("articles.withdraw_article"),
            "may_erase": request.user.has_perm("articles.erase_article"),
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        article = get_object_or_404(Article, pk=int(object_id) if object_id.isdecimal() else 0)
        return self._ask(
            request,
            article,
            "articles.withdraw_article",
            "Withdraw",
            [
                "The public is shown it no more: not in lists, in search, in feeds or in exports.",
                "Its address tells the reason. Loads do not bring it back, and it can be lifted.",
            ],
            lambda one, form, user: withdrawing.withdraw([one], form.cleaned_data["reason"], user),
            ReasonForm(_sent(request)),
        )

    def lift_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = get_object_or_404(Article, pk=pk, status=Article.Status.WITHDRAWN)
        return self._ask(
            request,
            article,
            "articles.withdraw_article",
            "Lift the withdrawal of",
            [f"It was withdrawn for this reason: {article.withdrawal.reason}", "It becomes public again."],
            lambda one, _, user: withdrawing.lift([one], user),
            forms.Form(_sent(request)),
        )

    def leave_story_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = get_object_or_404(Article, pk=pk, story__isnull=False)
        return self._ask(
            request,
            article,
            "articles.merge_article",
            "Take out of its story",
            ["Its page and those of the story's other articles do not name each other any more."],
            lambda one, _, user: merging.leave_story(one, user),
            forms.Form(_sent(request)),
        )

    def apart_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = get_object_or_404(Article, pk=pk, duplicates__isnull=False)
        return self._ask(
            request,
            article,
            "articles.merge_article",
            "Keep apart from near-duplicates",
            ["Lists fold it under the chosen ones no more, whatever their texts share. Loads leave it so."],
            lambda one, form, user: merging.keep_apart(one, list(form.cleaned_data["others"]), user),
            _ApartForm(_sent(request), article=article),
        )

    def erase_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = get_object_or_404(Article, pk=pk)
        if not request.user.has_perm("articles.erase_article"):
            raise PermissionDenied
        form = _EraseForm(_sent(request))
        if request.method == "POST" and form.is_valid():
            try:
                withdrawing.erase(article, request.user)
            except withdrawing.CannotErase as reason:
                self.message_user(request, str(reason), messages.ERROR)
                return redirect("admin:articles_article_change", pk)
            self.message_user(request, f"Article {pk} is erased.", messages.SUCCESS)
            return redirect("admin:articles_article_changelist")
        texts = [
            "Its texts, its history, what was noted of it and the raw blocks it was read from are deleted.",
            "What stays are hashes, by which loads know not to bring it back, and its number.",
            "This cannot be undone. Dump files and backups are not touched.",
        ]
        return self._page(request, article, "Erase", texts, form)

    def _ask(
        self,
        request: HttpRequest,
        article: Article,
        permission: str,
        title: str,
        texts: Sequence[str],
        do: Do,
        form: forms.Form,
    ) -> HttpResponse:
        if not request.user.has_perm(permission):
            raise PermissionDenied
        if request.method != "POST" or not form.is_valid():
            return self._page(request, article, title, texts, form)
        with transaction.atomic():
            if operation := do(article, form, request.user):
                log(request.user, operation)
                self.message_user(request, f"{operation.summary}.", messages.SUCCESS)
        return redirect("admin:articles_article_change", article.pk)

    def _page(
        self, request: HttpRequest, article: Article, title: str, texts: Sequence[str], form: forms.Form
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "row": article,
            "texts": texts,
            "form": form,
            "changelist": "admin:articles_article_changelist",
            "change_page": "admin:articles_article_change",
        }
        return TemplateResponse(request, "admin/articles/ask.html", context)
