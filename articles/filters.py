"""What the query string of a list says: a selection, an order, a page; and warnings for the rest.

A value that means nothing is left out and named in a warning; it is never an error.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cached_property
from urllib.parse import parse_qsl

import django_filters
from django import forms
from django.db.models import Q
from django.http import QueryDict

from . import addresses
from .enrichment import is_tracking
from .folding import shown
from .interface import said
from .models import Article, Language, Source, Tag
from .notices import Notice
from .paging import NEWEST, OLDEST, Cursor, cursor_of
from .querysets import ArticleQuerySet, Selection
from .search.lexicon import StoredLexicon
from .search.matches import BEST
from .search.meaning import UNKNOWN, Meaning, meaning
from .search.query import read

PAGE_SIZES = (20, 50, 100)

# How much of a query string is looked at, and how long a value may be that a row could have.
MAX_FIELDS = 200
MAX_VALUE = 80

# How many strange fields are named one by one.
MAX_NAMED = 5

CUT = Notice("Only the first %(number)s fields of the address were read.")
BACKWARDS = Notice("The period ends before it begins: it was left out.")
STRANGE = Notice("“%(name)s” is not a field of this list: it was left out.")
MORE_STRANGE = Notice("More fields were left out: %(number)s.")
NO_PERIOD = Notice("“%(value)s” is no year, month or day: it was left out.")
MEANINGLESS = Notice("“%(value)s” means nothing as %(name)s: it was left out.")

PERIOD = ("published_after", "published_before")

_PERIOD = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def parameters(query_string: str) -> QueryDict:
    """The first MAX_FIELDS fields of a query string; the rest is not worth a reader's time."""
    found = QueryDict(mutable=True)
    for name, value in parse_qsl("&".join(query_string.split("&")[:MAX_FIELDS]), keep_blank_values=True):
        found.appendlist(name, value)
    return found


def period(text: str) -> tuple[datetime, datetime]:
    """The first moment (UTC) of a year, month or day, and the first one behind it. Raises ValueError."""
    matched = _PERIOD.fullmatch(text.strip())
    if not matched or not matched[0].isascii():
        raise ValueError(text)
    year, month, day = (int(part) if part else None for part in matched.groups())
    first = datetime(year, 1 if month is None else month, 1 if day is None else day, tzinfo=UTC)
    if day is not None:
        return first, first + timedelta(days=1)
    if month is not None:
        return first, first.replace(year=year + month // 12, month=month % 12 + 1)
    return first, first.replace(year=year + 1)


class KnownValues(forms.Field):
    """Slugs or codes of rows that published articles have, as {value: primary key}; the others go to
    `unknown`. What was merged has the value of what it was merged into."""

    widget = forms.SelectMultiple

    def __init__(self, *, model: type, by: str, **kwargs: object):
        super().__init__(**kwargs)
        self.model, self.by = model, by
        self.unknown: list[str] = []

    def clean(self, value: list[str] | None) -> dict[str, object]:
        wanted = [one for one in dict.fromkeys(value or []) if one]
        legal = [one for one in wanted if "\0" not in one and len(one) <= MAX_VALUE]
        rows = addresses.named(self.model, Q(**{f"{self.by}__in": legal})) if legal else []
        found = {getattr(row, self.by): end for row, end in rows}
        self.unknown = [one for one in wanted if one not in found]
        return {getattr(found[one], self.by): found[one].pk for one in wanted if one in found}


class Period(forms.CharField):
    """A year, month or day, as (first moment, first moment behind it)."""

    def clean(self, value: str | None) -> tuple[datetime, datetime] | None:
        if not value:
            return None
        try:
            return period(value)
        except (ValueError, OverflowError):
            raise forms.ValidationError("not a year, month or day") from None


class PageToken(forms.CharField):
    def __init__(self, *, is_back: bool = False, **kwargs: object):
        super().__init__(**kwargs)
        self.is_back = is_back

    def clean(self, value: str | None) -> Cursor | None:
        if not value:
            return None
        cursor = cursor_of(value, is_back=self.is_back)
        if cursor is None:
            raise forms.ValidationError("not a page of this list")
        return cursor


class KnownValuesFilter(django_filters.Filter):
    field_class = KnownValues


class PeriodFilter(django_filters.Filter):
    field_class = Period


class FlagFilter(django_filters.Filter):
    field_class = forms.ChoiceField


class ListForm(forms.Form):
    """The words of a list, and the fields that order and part it; those that select stand in the filter
    set."""

    q = forms.CharField(required=False, strip=True)
    expand = forms.ChoiceField(required=False, choices=[("0", "exact words only"), ("1", "all names")])
    sort = forms.ChoiceField(required=False, choices=[(name, name) for name in (BEST, NEWEST, OLDEST)])
    per_page = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=PAGE_SIZES[0], choices=[(size, size) for size in PAGE_SIZES]
    )
    after = PageToken(required=False)
    before = PageToken(required=False, is_back=True)


class ArticleFilter(django_filters.FilterSet):
    """The articles a query string asks for."""

    language = KnownValuesFilter(model=Language, by="code", required=False)
    source = KnownValuesFilter(model=Source, by="slug", required=False)
    tag = KnownValuesFilter(model=Tag, by="slug", required=False)
    published_after = PeriodFilter(required=False)
    published_before = PeriodFilter(required=False)
    undated = FlagFilter(required=False, choices=[("1", "undated")])

    class Meta:
        model = Article
        fields: list[str] = []
        form = ListForm

    def __init__(self, query_string: str, queryset: ArticleQuerySet | None = None):
        self._is_cut = query_string.count("&") >= MAX_FIELDS
        super().__init__(parameters(query_string), queryset)

    def filter_queryset(self, queryset: ArticleQuerySet) -> ArticleQuerySet:
        return queryset.selected(self.selection)

    @cached_property
    def values(self) -> dict[str, object]:
        """The fields that mean something, cleaned."""
        self.form.is_valid()
        return self.form.cleaned_data

    @cached_property
    def selection(self) -> Selection:
        after, before = self._period
        return Selection(
            languages=tuple(self.values["language"].values()),
            sources=tuple(self.values["source"].values()),
            tags=tuple(self.values["tag"].values()),
            after=after,
            before=before,
            undated=bool(self.values.get("undated")),
        )

    @cached_property
    def meaning(self) -> Meaning:
        """What the words that were typed ask for."""
        return meaning(read(self.data.get("q", "")), StoredLexicon(), expands=self.expands)

    @property
    def expands(self) -> bool:
        """Whether a name of a concept stands for all its names."""
        return self.values.get("expand") != "0"

    @property
    def sort(self) -> str:
        """Without words nothing is a better match than anything else: best is newest."""
        usual = NEWEST if self.meaning.is_empty else BEST
        sort = self.values.get("sort") or usual
        return usual if sort == BEST else sort

    @property
    def sorts(self) -> tuple[str, ...]:
        """The orders there are, the usual one first."""
        return (NEWEST, OLDEST) if self.meaning.is_empty else (BEST, NEWEST, OLDEST)

    @property
    def per_page(self) -> int:
        return self.values.get("per_page") or PAGE_SIZES[0]

    @property
    def cursor(self) -> Cursor | None:
        return self.values.get("after") or self.values.get("before")

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The fields that mean something as they stand in an address, without the page."""
        pairs = [] if self.meaning.is_empty else [("q", self.meaning.query.text)]
        if pairs and not self.expands:
            pairs.append(("expand", "0"))
        pairs += [(name, value) for name in ("language", "source", "tag") for value in self.values[name]]
        pairs += [(name, self.data[name].strip()) for name in self._period_names]
        if self.selection.undated:
            pairs.append(("undated", "1"))
        if self.sort != self.sorts[0]:
            pairs.append(("sort", self.sort))
        if self.per_page != PAGE_SIZES[0]:
            pairs.append(("per_page", str(self.per_page)))
        return pairs

    @cached_property
    def warnings(self) -> list[str]:
        """What was left out, a sentence each, in the language of the page."""
        return list(map(said, self._warnings()))

    def _warnings(self) -> Iterator[Notice]:
        if self._is_cut:
            yield CUT.of(number=MAX_FIELDS)
        self.form.is_valid()
        yield from self.meaning.left_out
        for name, notice in UNKNOWN.items():
            for value in self.form.fields[name].unknown:
                yield notice.of(value=shown(value))
        for name in self.form.errors:
            value = shown(self.data.get(name, ""))
            yield NO_PERIOD.of(value=value) if name in PERIOD else MEANINGLESS.of(value=value, name=name)
        if self._is_backwards:
            yield BACKWARDS
        strange = [name for name in self.data if name not in self.form.fields and not is_tracking(name)]
        for name in strange[:MAX_NAMED]:
            yield STRANGE.of(name=shown(name))
        if len(strange) > MAX_NAMED:
            yield MORE_STRANGE.of(number=len(strange) - MAX_NAMED)

    @property
    def _period(self) -> tuple[datetime | None, datetime | None]:
        if self._is_backwards:
            return None, None
        after, before = self.values.get("published_after"), self.values.get("published_before")
        return after[0] if after else None, before[1] if before else None

    @property
    def _period_names(self) -> list[str]:
        return [] if self._is_backwards else [name for name in PERIOD if self.values.get(name)]

    @property
    def _is_backwards(self) -> bool:
        after, before = self.values.get("published_after"), self.values.get("published_before")
        return bool(after and before and after[0] >= before[1])
