"""What can be decided of a review: the buttons of its page in words, and what each of them needs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError

from ..catalogue import standing_for
from ..curation import reviewing
from ..curation.bulk import SHUT
from ..dates import Precision, StatedDate
from ..filters import period
from ..folding import name_key
from ..models import Article, Language, Review, Source
from ..writing import stated_day
from .filters import with_published
from .review_shown import Side

Kind = Review.Kind
Data = Mapping[str, Any]

DECIDES = "articles.change_review"
CHANGES = "articles.change_article"
JOINS = "articles.merge_article"

# The keys: it is right as it stands, and it is not.
RIGHT, WRONG = "a", "r"

# Sources that are offered beside the field for a name.
OFFERED = 200

_PRECISIONS = (Precision.YEAR, Precision.MONTH, Precision.DAY)


@dataclass(frozen=True, slots=True)
class Choice:
    """A button, with a field or without: its words, the key that presses it, and what is then done."""

    name: str
    label: str
    do: Callable[[Review, AbstractBaseUser, Data], None]
    key: str = WRONG
    needs: tuple[str, ...] = ()
    form: type["ChoiceForm"] | None = None

    def is_for(self, user: AbstractBaseUser) -> bool:
        return user.has_perms((DECIDES, *self.needs))


class ChoiceForm(forms.Form):
    """The one field of a choice; the article is there to be asked what it has already."""

    def __init__(self, data: Data | None, article: Article):
        super().__init__(data)
        self.article = article
        (self.name,) = self.fields
        self.fields[self.name].widget.attrs |= {"data-key": WRONG, "accesskey": WRONG}

    @property
    def field(self) -> forms.BoundField:
        return self[self.name]


class LanguageForm(ChoiceForm):
    language = forms.ModelChoiceField(Language.objects.order_by("english_name"), label="It is another")

    def __init__(self, data: Data | None, article: Article):
        super().__init__(data, article)
        self.fields["language"].queryset = Language.objects.exclude(pk=article.language_id)


class SourceForm(ChoiceForm):
    source = forms.CharField(label="It is from", widget=forms.TextInput({"list": "sources", "dir": "auto"}))

    @property
    def offered(self) -> Sequence[str]:
        """Names of the sources with the most articles."""
        rows = with_published(Source.objects.filter(merged_into=None), "source")
        names = rows.order_by("-published_articles", "name").values_list("name", flat=True)[:OFFERED]
        return [name for name in names if name != Source.UNKNOWN]

    def clean_source(self) -> Source:
        row = Source.objects.filter(key=name_key(self.cleaned_data["source"])).first()
        source = row and standing_for(row)
        if source is None or source.is_unknown:
            raise ValidationError("There is no source of this name: add it among the sources first.")
        return source


class DateForm(ChoiceForm):
    published = forms.CharField(
        label="It was stated",
        help_text="2023, 2023-05 or 2023-05-19: as precisely as it was stated.",
        widget=forms.TextInput({"size": 12, "dir": "ltr"}),
    )

    def clean_published(self) -> StatedDate:
        text = self.cleaned_data["published"]
        try:
            first, _ = period(text)
        except (ValueError, OverflowError):
            raise ValidationError("That is no year, month or day.") from None
        return StatedDate(first, _PRECISIONS[text.count("-")])


def accepting(review: Review) -> Choice:
    """What is said of a review, alone or among many, when the archive is right as it stands."""
    label, needs = _ACCEPTING[review.kind](review)
    return Choice("accept", label, lambda one, user, _: reviewing.accept([one], user), RIGHT, needs)


def rejecting(pair: Review) -> Choice:
    """The same of a pair that is none."""
    label = "Keep them apart" if pair.kind == Kind.DUPLICATE else "Not the same story"
    return Choice("reject", label, lambda one, user, _: reviewing.reject([one], user))


def choices(review: Review, sides: Sequence[Side]) -> list[Choice]:
    """All that can be said of a review of what its page shows."""
    return [accepting(review), *_OTHERS[review.kind](review, sides)]


def _language(review: Review) -> tuple[str, tuple[str, ...]]:
    return f"It is {review.article.language}", (CHANGES,)


def _source(review: Review) -> tuple[str, tuple[str, ...]]:
    source = review.article.source
    return "Nobody knows: leave it so" if source.is_unknown else f"It is from {source}", ()


def _date(review: Review) -> tuple[str, tuple[str, ...]]:
    published = review.article.published
    return f"It was stated: {stated_day(published)}" if published else "Nobody stated it", ()


def _status(review: Review) -> tuple[str, tuple[str, ...]]:
    return f"Leave it {review.article.status}", ()


_ACCEPTING: Mapping[str, Callable[[Review], tuple[str, tuple[str, ...]]]] = {
    Kind.LINE: lambda _: ("Keep the line", ()),
    Kind.LANGUAGE: _language,
    Kind.SOURCE: _source,
    Kind.DATE: _date,
    Kind.UNSEEN: _status,
    Kind.DUPLICATE: lambda _: ("They are near-duplicates", ()),
    Kind.STORY: lambda _: ("One story", (JOINS,)),
    Kind.REFUSAL: lambda _: ("Seen", ()),
}


def _take_out(review: Review, sides: Sequence[Side]) -> list[Choice]:
    times = sum(said.is_asked for side in sides for said in side.paragraphs)
    label = "Take the line out" if times == 1 else f"Take the line out, all {times} times"
    taking = Choice("take_out", label, lambda one, user, _: reviewing.take_out(one, user), needs=(CHANGES,))
    return [taking] if times else []


def _other_status(review: Review, _: Sequence[Side]) -> list[Choice]:
    now = review.article.status
    if now in SHUT:
        return []
    hidden, published = Article.Status.HIDDEN, Article.Status.PUBLISHED
    label, then = ("Publish it", published) if now == hidden else ("Hide it", hidden)
    return [
        Choice("set", label, lambda one, user, _: reviewing.set_status(one, then, user), needs=(CHANGES,))
    ]


def _set(
    label: str, do: Callable[[Review, Any, AbstractBaseUser], None], form: type[ChoiceForm]
) -> Callable[[Review, Sequence[Side]], list[Choice]]:
    (name,) = form.base_fields
    return lambda *_: [
        Choice("set", label, lambda one, user, data: do(one, data[name], user), needs=(CHANGES,), form=form)
    ]


_OTHERS: Mapping[str, Callable[[Review, Sequence[Side]], list[Choice]]] = {
    Kind.LINE: _take_out,
    Kind.LANGUAGE: _set("Set the language", reviewing.set_language, LanguageForm),
    Kind.SOURCE: _set("Set the source", reviewing.set_source, SourceForm),
    Kind.DATE: _set("Set the date", reviewing.set_date, DateForm),
    Kind.UNSEEN: _other_status,
    Kind.DUPLICATE: lambda review, _: [rejecting(review)],
    Kind.STORY: lambda review, _: [rejecting(review)],
    Kind.REFUSAL: lambda *_: [],
}
