"""The names of a concept: those it has, by language; further ones that the archive's texts propose; and what
a name would tag before it is one, or tags as it is."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .. import languages
from ..curation import names
from ..curation.names import Retagged
from ..folding import name_key
from ..locks import wait_to_write
from ..models import Language, Tag, TagName
from ..proposals import proposals
from ..search.smallwords import LINGUA_FRANCA
from ..writing import number_of

ADDS, CHANGES, REMOVES = (f"articles.{may}_tagname" for may in ("add", "change", "delete"))


def language_code(code: str) -> str:
    known = languages.primary(code)
    if known is None:
        raise ValidationError("There is no such language: a code is needed, such as “lv” (BCP 47).")
    return known


def taken(tag: Tag) -> SafeString:
    """Why a name cannot be another tag's."""
    address = reverse("admin:articles_tag_change", args=[tag.pk])
    return format_html(
        'In this language it is a name of the tag <a href="{}" dir="auto">{}</a> already.', address, tag
    )


class TagNameForm(forms.ModelForm):
    class Meta:
        model = TagName
        fields = ["language", "name", "is_shown", "tags_texts"]
        widgets = {
            # In a table no label stands beside a field.
            "language": AdminTextInputWidget(attrs={"size": 6, "class": "code", "aria-label": "Language"}),
            "name": AdminTextInputWidget(
                attrs={"size": 40, "dir": "auto", "class": "name", "aria-label": "Name"}
            ),
            "is_shown": forms.CheckboxInput(attrs={"aria-label": "Shown"}),
            "tags_texts": forms.CheckboxInput(attrs={"aria-label": "Tags"}),
        }

    def clean_language(self) -> str:
        code = self.cleaned_data["language"]
        return language_code(code) if "language" in self.changed_data else code

    def clean(self) -> dict[str, Any]:
        super().clean()
        if name := self.cleaned_data.get("name"):
            self.instance.key = name_key(name)
        return self.cleaned_data


class TagNameFormSet(BaseInlineFormSet):
    def add_fields(self, form: TagNameForm, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = "Delete"

    def clean(self) -> None:
        """A name means one concept in a language: neither twice here, nor another tag's."""
        super().clean()
        kept = [
            form
            for form in self.forms
            if form.is_valid() and form.cleaned_data.get("name") and not self._should_delete_form(form)
        ]
        called = [(form.cleaned_data["language"], form.instance.key) for form in kept]
        counted = Counter(called)
        others = TagName.objects.filter(key__in={key for _, key in called}).exclude(tag=self.instance.pk)
        owners = {(row.language, row.key): row.tag for row in others.select_related("tag")}
        for form, name in zip(kept, called, strict=True):
            if name in owners:
                form.add_error("name", taken(owners[name]))
            elif counted[name] > 1:
                form.add_error("name", "This name stands here twice in one language.")
        if any(form.errors for form in kept):
            raise ValidationError("A name stands for one tag in a language.")


class TagNames(admin.TabularInline):
    model = TagName
    form = TagNameForm
    formset = TagNameFormSet
    fields = ["language_name", "language", "name", "is_shown", "tags_texts", "what_it_tags"]
    readonly_fields = ["language_name", "what_it_tags"]
    extra = 1
    verbose_name = "name"
    verbose_name_plural = "names by language"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        turn = Window(RowNumber(), partition_by=F("language"), order_by="name")
        return super().get_queryset(request).annotate(turn=turn)

    def get_fields(self, request: HttpRequest, obj: Tag | None = None) -> Sequence[str]:
        may = request.user.has_perm(CHANGES)
        return [name for name in self.fields if may or name != "what_it_tags"]

    @admin.display(description="names in")
    def language_name(self, row: TagName) -> str:
        """Above the first of its names."""
        if getattr(row, "turn", 0) != 1:
            return ""
        name = languages.names_of(row.language).english_name
        return format_html('<strong class="archive-language">{}</strong>', name)

    @admin.display(description="articles")
    def what_it_tags(self, row: TagName) -> str:
        if row.pk is None:
            return ""
        address = reverse("admin:articles_tag_name", args=[row.tag_id, row.pk])
        link = '<a href="{}">What it tags<span class="visually-hidden">: {}</span></a>'
        return format_html(link, address, row)


class TryForm(forms.Form):
    """A name that a tag has not yet, in a language that the archive or the tag has, or in English."""

    language = forms.ChoiceField()
    name = forms.CharField(
        max_length=200, widget=AdminTextInputWidget(attrs={"size": 40, "dir": "auto", "class": "name"})
    )

    def __init__(self, tag: Tag, *args: Any, **kwargs: Any):
        super().__init__(*args, auto_id="try_%s", **kwargs)
        self._tag = tag
        held = Language.objects.values_list("code", flat=True)
        codes = {LINGUA_FRANCA, *held, *tag.names.values_list("language", flat=True)}
        called = sorted((languages.names_of(code).english_name, code) for code in codes)
        self.fields["language"].choices = [(code, f"{name} ({code})") for name, code in called]

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean(self) -> dict[str, Any]:
        super().clean()
        language, name = self.cleaned_data.get("language"), self.cleaned_data.get("name")
        if language and name and (known := names.owner(language, name)):
            is_own = known.tag_id == self._tag.pk
            self.add_error("name", "It is a name of this tag already." if is_own else taken(known.tag))
        return self.cleaned_data


class NameForm(TagNameForm):
    """A name that a tag has."""

    def clean(self) -> dict[str, Any]:
        super().clean()
        language, name = self.cleaned_data.get("language"), self.cleaned_data.get("name")
        if language and name and (known := names.owner(language, name)) and known != self.instance:
            is_own = known.tag_id == self.instance.tag_id
            self.add_error("name", "It is a name of this tag already." if is_own else taken(known.tag))
        return self.cleaned_data


class TagNamePages(admin.ModelAdmin):
    change_form_template = "admin/articles/tag_form.html"

    def get_urls(self) -> list[URLPattern]:
        pages = {
            "names/": (self.names_view, "articles_tag_names"),
            "names/try/": (self.try_view, "articles_tag_try"),
            "names/<int:name>/": (self.name_view, "articles_tag_name"),
            "names/<int:name>/remove/": (self.remove_view, "articles_tag_name_remove"),
        }
        own = [
            path(f"<int:pk>/{route}", self.admin_site.admin_view(view), name=name)
            for route, (view, name) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        tag = context["original"]
        if tag and not tag.merged_into_id and request.user.has_perm(ADDS):
            context["try_form"] = TryForm(tag)
        return super().render_change_form(request, context, *args, **kwargs)

    def names_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Further names of a concept, found in the archive's texts: accepted ones become its names."""
        tag = _tag(request, pk, ADDS)
        if request.method == "POST":
            chosen = [tuple(one.split(":", 1)) for one in request.POST.getlist("name") if ":" in one]
            return self._add(request, tag, chosen)
        context = {"proposals": [(one, languages.names_of(one.language)) for one in proposals(tag)]}
        return self._page(request, tag, "proposals", "Further names", context)

    def try_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What a name would tag; sent, it becomes a name and does."""
        tag = _tag(request, pk, ADDS)
        form = TryForm(tag, request.POST if request.method == "POST" else request.GET)
        context: dict[str, object] = {"form": form}
        if form.is_valid():
            language, name = form.cleaned_data["language"], form.cleaned_data["name"]
            if request.method == "POST":
                return self._add(request, tag, [(language, name)])
            drafted = names.drafted(tag, language, name)
            context |= {"drafted": drafted, "preview": names.would_tag(drafted)}
        return self._page(request, tag, "try_name", "What a name would tag", context)

    def name_view(self, request: HttpRequest, pk: int, name: int) -> HttpResponse:
        """What a name tags, and its form."""
        tag = _tag(request, pk, CHANGES)
        row = get_object_or_404(TagName, pk=name, tag=tag)
        form = NameForm(request.POST if request.method == "POST" else None, instance=row)
        if request.method == "POST" and form.is_valid():
            if not form.has_changed():
                return redirect("admin:articles_tag_change", tag.pk)
            with transaction.atomic():
                wait_to_write()
                result = names.change(form.instance)
                said = {"name": "name", "object": str(row), "fields": form.changed_data}
                self.log_change(request, tag, [{"changed": said}])
            return self._told(request, tag, "The name was changed.", result)
        stored = TagName.objects.get(pk=name)
        context = {
            "form": form,
            "name": stored,
            "preview": names.would_untag(stored),
            "may_remove": request.user.has_perm(REMOVES),
        }
        return self._page(request, tag, "name", str(stored), context)

    def remove_view(self, request: HttpRequest, pk: int, name: int) -> HttpResponse:
        """Which articles lose the tag with a name; confirmed, they do."""
        tag = _tag(request, pk, REMOVES)
        row = get_object_or_404(TagName, pk=name, tag=tag)
        is_last = row.key == name_key(tag.name) and tag.names.filter(key=row.key).count() == 1
        if request.method == "POST" and "confirmed" in request.POST and not is_last:
            with transaction.atomic():
                wait_to_write()
                said = {"name": "name", "object": str(row)}
                result = names.remove(row)
                self.log_change(request, tag, [{"deleted": said}])
            return self._told(request, tag, "The name was removed.", result)
        context = {"name": row, "preview": names.would_untag(row), "is_last": is_last}
        return self._page(request, tag, "remove_name", "Remove a name", context)

    def _add(self, request: HttpRequest, tag: Tag, chosen: Sequence[tuple[str, str]]) -> HttpResponse:
        with transaction.atomic():
            wait_to_write()
            added, result = names.add(tag, chosen)
            if added:
                said = [{"added": {"name": "name", "object": str(row)}} for row in added]
                self.log_change(request, tag, said)
        return self._told(request, tag, f"{number_of(len(added), 'name was', 'names were')} added.", result)

    def _told(self, request: HttpRequest, tag: Tag, said: str, result: Retagged) -> HttpResponse:
        messages.success(request, f"{said} {what_followed(result)}".strip())
        return redirect("admin:articles_tag_change", tag.pk)

    def _page(
        self, request: HttpRequest, tag: Tag, template: str, title: str, context: dict[str, object]
    ) -> HttpResponse:
        context |= {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "tag": tag,
            "previewed": names.PREVIEWED,
            "retagged": names.RETAGGED,
        }
        return TemplateResponse(request, f"admin/articles/{template}.html", context)


def what_followed(result: Retagged) -> str:
    """What names that came and went did to the articles, in words."""
    said = [
        f"{number_of(number, 'article', 'articles')} {verb}."
        for number, verb in ((result.gained, "gained the tag"), (result.lost, "lost it"))
        if number
    ]
    if result.is_cut:
        said.append(
            f"More than {names.RETAGGED:,} articles may hold the words: the newest of them were looked at. "
            "“manage.py retag” looks at all."
        )
    return " ".join(said)


def _tag(request: HttpRequest, pk: int, permission: str) -> Tag:
    """One that stands for itself: of a merged one the names are the other's."""
    if not request.user.has_perms(["articles.view_tag", permission]):
        raise PermissionDenied
    return get_object_or_404(Tag, pk=pk, merged_into=None)
