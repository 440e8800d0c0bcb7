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
    ForeignKeyRawIdWidget,
    RelatedFieldWidgetWrapper,
)
from django.core.exceptions import ValidationError
from django.utils.html import format_html

from ..dates import Precision
from ..models import Article, ArticleTag, Revision, Tag, Withdrawal
from ..writing import web_link

_TAGS = Article._meta.get_field("tags")
_MERGED_INTO = Article._meta.get_field("merged_into")

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
        Tag.objects.all(),
        label="Tags",
        required=False,
        widget=RelatedFieldWidgetWrapper(
            AutocompleteSelectMultiple(_TAGS, admin.site), _TAGS.remote_field, admin.site
        ),
    )
    withdrawal_reason = WordsField(
        label="Why it is withdrawn",
        required=False,
        widget=_lines(2),
        help_text="With the status “withdrawn”: the article's address tells it to the public.",
    )
    same_story_as = forms.ModelChoiceField(
        Article.objects.all(),
        label="Same story as",
        required=False,
        widget=ForeignKeyRawIdWidget(_MERGED_INTO.remote_field, admin.site),
        help_text="An article that tells the same, mostly in another language: its story and this one's "
        "become one. Empty, this article leaves its story.",
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
            "merged_into",
        ]
        labels = {"published_precision": "Precision"}
        help_texts = {"merged_into": "With the status “merged”: the article's address leads there."}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        article = self.instance
        if article.pk is None:
            return
        self.initial["seen_at"] = article.updated_at.isoformat()
        reasons = Withdrawal.objects.filter(article=article).values_list("reason", flat=True)
        self.initial["withdrawal_reason"] = reasons.first()
        self.initial["same_story_as"] = Article.objects.in_story_of(article).oldest_first().first()
        # A form for someone who may only look has no fields.
        if "tag_names" in self.fields:
            self._offer_tags()
        for name in ("title", "section", "byline", "excerpt"):
            if name in self.fields:
                self.fields[name].widget.attrs["lang"] = article.language_id
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
        self._clean_status()
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

    def clean_merged_into(self) -> Article | None:
        """An address that led to itself, by whatever way, would lead nowhere."""
        target = self.cleaned_data["merged_into"]
        passed: set[int] = set()
        following = target
        while following and following.pk not in passed:
            if following == self.instance:
                raise ValidationError("That is this article, or one that was merged into it.")
            passed.add(following.pk)
            following = following.merged_into
        return target

    def clean_same_story_as(self) -> Article | None:
        other = self.cleaned_data["same_story_as"]
        if other == self.instance:
            raise ValidationError("That is this article.")
        return other

    def _clean_status(self) -> None:
        """A withdrawn article has a reason, a merged one a target, and no other article has either."""
        status = self.cleaned_data.get("status")
        for field, needed_by, nothing in (
            ("withdrawal_reason", Article.Status.WITHDRAWN, ""),
            ("merged_into", Article.Status.MERGED, None),
        ):
            is_changed = bool({field, "status"} & set(self.changed_data))
            if status != needed_by:
                if self.cleaned_data.get(field) and field in self.changed_data:
                    self.add_error("status", f"To be {needed_by}, the article needs that status too.")
                self.cleaned_data[field] = nothing
            elif is_changed and field not in self.errors and not self.cleaned_data.get(field):
                self.add_error(field, f"A {needed_by} article needs it.")

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
        if not self.instance.curated:
            return
        stated = current_revision(self.instance).stated
        for decided in self.instance.curated:
            name = "published_at" if decided == "published" else decided
            if name in self.fields:
                self.fields[name].help_text = format_html(
                    '<strong class="decided">Decided by an editor: loads leave it as it is.</strong> '
                    'The dump says: <q dir="auto">{}</q>',
                    str(stated.get(decided) or "nothing")[:QUOTED],
                )


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
