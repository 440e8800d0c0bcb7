"""The form of an article: an editor's words beside what the dump said.

What the editor leaves alone keeps its exact value, so that opening and saving decides nothing.
"""

from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import (
    AdminSplitDateTime,
    AdminTextareaWidget,
    AdminTextInputWidget,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.core.exceptions import ValidationError
from django.utils.html import format_html

from ..curation.bulk import SHUT
from ..curation.editing import stated_by_dumps
from ..dates import Precision
from ..models import Article, ArticleTag, Revision, Tag
from ..writing import web_link

_TAGS = Article._meta.get_field("tags")

_DECIDED_BODY = format_html(
    '<strong class="decided">{}</strong>', "Decided by an editor: loads leave it as it is."
)

# What the dump said is quoted to this length, in characters.
QUOTED = 300


class WordsField(forms.CharField):
    """Text as it is stored: browsers send line ends as CRLF, and that is no change."""

    def to_python(self, value: str | None) -> str:
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")

    def has_changed(self, initial: str | None, data: str | None) -> bool:
        return self.to_python(initial) != self.to_python(data)


class MomentField(forms.SplitDateTimeField):
    """A date and perhaps a time; without one, the day's first moment (UTC)."""

    widget = AdminSplitDateTime

    def compress(self, data_list: list[date | time | None]) -> datetime | None:
        if data_list and data_list[0] and not data_list[1]:
            data_list = [data_list[0], time()]
        return super().compress(data_list)


def _lines(rows: int) -> AdminTextareaWidget:
    return AdminTextareaWidget(attrs={"rows": rows, "dir": "auto"})


class ArticleForm(forms.ModelForm):
    title = WordsField(widget=_lines(2))
    section = WordsField(required=False, widget=_lines(1))
    byline = WordsField(required=False, widget=_lines(1))
    excerpt = WordsField(required=False, widget=_lines(4))
    url = WordsField(
        label="URL",
        required=False,
        widget=AdminTextInputWidget(attrs={"class": "vLargeTextField", "dir": "ltr"}),
    )
    published_at = MomentField(
        label="Published (UTC)",
        required=False,
        help_text="Empty where nobody stated it; never the day of the capture.",
    )
    tag_names = forms.ModelMultipleChoiceField(
        Tag.objects.filter(merged_into=None),
        label="Tags",
        required=False,
        widget=RelatedFieldWidgetWrapper(
            AutocompleteSelectMultiple(_TAGS, admin.site), _TAGS.remote_field, admin.site
        ),
    )
    body = WordsField(
        required=False,
        widget=_lines(30),
        help_text="Between paragraphs stands an empty line.",
    )
    back_to_dump = forms.MultipleChoiceField(
        label="Back to what the dump says",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Chosen fields are no longer an editor's: loads fill them again.",
    )
    seen_at = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Article
        fields = [
            "title",
            "section",
            "byline",
            "excerpt",
            "url",
            "source",
            "language",
            "published_at",
            "published_precision",
            "status",
        ]
        labels = {"published_precision": "Precision"}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        article = self.instance
        if article.pk is None:
            return
        self.initial["seen_at"] = article.updated_at.isoformat()
        # A form for someone who may only look has no fields.
        if "tag_names" in self.fields:
            self._offer_tags()
        for name in ("title", "section", "byline", "excerpt", "body"):
            if name in self.fields:
                self.fields[name].widget.attrs["lang"] = article.language_id
        self.initial["body"] = current_revision(article).body
        if "status" in self.fields:
            self._offer_status()
        self._mark_decided()

    def clean(self) -> dict[str, Any]:
        super().clean()
        seen_at = self.cleaned_data.get("seen_at")
        if seen_at and seen_at != self.instance.updated_at.isoformat():
            raise ValidationError(
                "A load or another editor has changed this article since you opened it. "
                "Open it again, and repeat what you changed."
            )
        for name in ArticleForm.Meta.fields:
            if name in self.cleaned_data and name not in self.changed_data:
                self.cleaned_data[name] = getattr(self.instance, name)
        self._clean_date()
        return self.cleaned_data

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_url(self) -> str:
        url = self.cleaned_data["url"]
        if url and "url" in self.changed_data and not web_link(url):
            raise ValidationError("An address starts with http:// or https://.")
        return url

    def _clean_date(self) -> None:
        """A date is stored as the first moment of the period that is known."""
        at = self.cleaned_data.get("published_at")
        precision = self.cleaned_data.get("published_precision")
        if not {"published_at", "published_precision"} & set(self.changed_data) or at is None:
            return
        if not precision:
            precision = Precision.TIME if at.time() != time() else Precision.DAY
        first = first_moment(at, Precision(precision))
        if first != at and "published_at" in self.changed_data:
            self.add_error(
                "published_precision",
                f"Only the {precision} would be kept of this date: choose a finer one, or make "
                f"it {first:%Y-%m-%d %H:%M}.",
            )
        self.cleaned_data |= {"published_at": first, "published_precision": str(precision)}

    def _offer_status(self) -> None:
        """Merging and withdrawing have pages of their own, and so has taking them back."""
        field = self.fields["status"]
        field.disabled = self.instance.status in SHUT
        if not field.disabled:
            field.choices = [choice for choice in Article.Status.choices if choice[0] not in SHUT]

    def _offer_tags(self) -> None:
        field, links = self.fields["tag_names"], self.instance.article_tags
        rows = list(links.order_by("tag__name").values_list("tag", "tag__name", "origin"))
        removed = self.instance.tag_removals.order_by("tag__name").values_list("tag__name", flat=True)
        self.initial["tag_names"] = [tag for tag, _, _ in rows]
        added = [name for _, name, origin in rows if origin == ArticleTag.Origin.EDITOR]
        said = [
            f"{what} by an editor: {', '.join(names)}."
            for what, names in (("Added", added), ("Taken off", list(removed)))
            if names
        ]
        # Help texts are not escaped by the admin's templates.
        field.help_text = format_html("{}", " ".join(said))

    def _mark_decided(self) -> None:
        """Says beside a field that an editor decided it, and what the dump said instead."""
        decided = self.instance.curated
        if "back_to_dump" in self.fields:
            field = self.fields["back_to_dump"]
            field.choices = [(name, name) for name in decided]
            if not decided:
                field.help_text = "No field is an editor's."
        stated = stated_by_dumps(self.instance) if decided else {}
        for name in decided:
            column = "published_at" if name == "published" else name
            if column in self.fields:
                said = str(stated.get(name) or "nothing")[:QUOTED]
                self.fields[column].help_text = _DECIDED_BODY if name == "body" else _decided(said)


def _decided(said: str) -> str:
    return format_html('{} The dump says: <q dir="auto">{}</q>', _DECIDED_BODY, said)


def current_revision(article: Article) -> Revision:
    return article.revisions.get(is_current=True)


def first_moment(at: datetime, precision: Precision) -> datetime:
    """The first moment of the year, month or day that a moment is in; of a time, the time itself."""
    at = at.astimezone(UTC)
    if precision is Precision.TIME:
        return at
    month = 1 if precision is Precision.YEAR else at.month
    day = at.day if precision is Precision.DAY else 1
    return datetime(at.year, month, day, tzinfo=UTC)
