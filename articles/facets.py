"""The filters of a list as a reader sees them: values with their counts, their state and their links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from . import counts, labels
from .filters import PERIOD, ArticleFilter
from .folding import fold
from .labels import Label

# How many values a list of filters shows before it says that there are more.
SHOWN = 15

# How many of a concept's names its chip shows.
SHOWN_NAMES = 6

UNDATED = "undated"

TITLES = {
    counts.LANGUAGE: gettext_lazy("Language"),
    counts.SOURCE: gettext_lazy("Source"),
    counts.TAG: gettext_lazy("Tag"),
}
PERIOD_TITLES = {"published_after": gettext_lazy("From"), "published_before": gettext_lazy("Until")}

# The filters whose values have names, and what these are called.
NAMED = {counts.LANGUAGE: labels.languages, counts.SOURCE: labels.sources, counts.TAG: labels.tags}

# Arabic names are looked up without the article.
_ARABIC_ARTICLE, SHORTEST_WITH_ARTICLE = "ال", 4

# Thai and Lao write these vowels before the consonant that dictionaries sort by.
_WRITTEN_BEFORE = "เแโใไເແໂໃໄ"


@dataclass(frozen=True, slots=True)
class Address:
    """A list's address, to be read off with one field more or less. The page is never part of it."""

    pairs: tuple[tuple[str, str], ...]
    path: str = "/"

    def __str__(self) -> str:
        return f"{self.path}?{self.query}" if self.pairs else self.path

    @property
    def query(self) -> str:
        return urlencode(self.pairs)

    def with_value(self, name: str, value: str) -> "Address":
        return Address((*self.pairs, (name, value)), self.path)

    def without_value(self, name: str, value: str) -> "Address":
        return Address(tuple(pair for pair in self.pairs if pair != (name, value)), self.path)

    def without(self, *names: str) -> "Address":
        return Address(tuple(pair for pair in self.pairs if pair[0] not in names), self.path)

    def having(self, name: str, value: str) -> "Address":
        return self.without(name).with_value(name, value)


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a filter. `link` adds it, or takes it off if it is selected."""

    label: str
    value: str
    articles: int
    is_selected: bool
    link: str
    lang: str = ""
    direction: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """A filter. Without `is_exact` its counts are of the newest `counted` matches only; `more` values are
    left out, and stand on the page behind `all_link`."""

    name: str
    title: str
    values: Sequence[FacetValue]
    is_exact: bool
    counted: int
    more: int
    all_link: str = ""

    @property
    def size(self) -> int:
        return len(self.values) + self.more


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on: what it filters, by which value, and the address without it."""

    title: str
    label: str
    link: str
    lang: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class ConceptChip:
    """A concept that was searched for by all its names: some of the others, and the address without them."""

    name: str
    names: Sequence[tuple[str, str]]
    more: int
    link: str


def groups(found: Mapping[str, counts.Facet], asked: ArticleFilter, address: Address) -> list[FacetGroup]:
    """Language, source and tag, with what was found of each."""
    return [_named(name, found[name], asked, address) for name in NAMED]


def all_values(
    name: str, found: counts.Facet, asked: ArticleFilter, address: Address
) -> tuple[FacetGroup, list[tuple[str, list[FacetValue]]]]:
    """A filter with all its values, and these by the letter they begin with."""
    group = _named(name, found, asked, address, shown=None)
    values = sorted(group.values, key=lambda value: (_initial(value), fold(value.label), value.value))
    return group, [(letter, list(same)) for letter, same in groupby(values, key=_initial)]


def chips(asked: ArticleFilter, address: Address) -> list[Chip]:
    """Every filter that is on, each with the address that takes it off."""
    found = []
    for name, labels_of in NAMED.items():
        chosen = asked.values[name]
        known = labels_of(chosen.values()) if chosen else {}
        for value, key in chosen.items():
            label = known[key]
            link = str(address.without_value(name, value))
            found.append(Chip(TITLES[name], label.text, link, label.lang, label.direction))
    dates = dict(pair for pair in address.pairs if pair[0] in PERIOD)
    if len(dates) == len(PERIOD) and len(set(dates.values())) == 1:
        found.append(Chip(_("Published"), dates[PERIOD[0]], str(address.without(*PERIOD))))
    else:
        found += [
            Chip(PERIOD_TITLES[name], dates[name], str(address.without(name)))
            for name in PERIOD
            if name in dates
        ]
    if asked.selection.undated:
        found.append(Chip(_("Published"), _("undated"), str(address.without(UNDATED))))
    return found


def concept_chips(asked: ArticleFilter, address: Address) -> list[ConceptChip]:
    """The concepts that the words name, with their names in the archive's languages."""
    if not asked.expands:
        return []
    link = str(address.having("expand", "0"))
    held = counts.facet(counts.LANGUAGE).articles if asked.meaning.concepts else {}
    here = get_language()
    found = []
    for concept in asked.meaning.concepts:
        names: dict[str, str] = {}
        own = next(
            (name.text for name in concept.names if name.language == here and name.is_shown),
            concept.preferred,
        )
        for name in concept.names:
            if name.language in held and name.is_shown and name.text != own:
                names.setdefault(name.text, name.language)
        # One of each language before the second of any.
        of_each = {language: text for text, language in reversed(names.items())}
        first = {text: language for language, text in reversed(of_each.items())}
        shown = list((first | names).items())[:SHOWN_NAMES]
        found.append(ConceptChip(own, shown, len(names) - len(shown), link))
    return found


def _named(
    name: str, facet: counts.Facet, asked: ArticleFilter, address: Address, shown: int | None = SHOWN
) -> FacetGroup:
    chosen = set(asked.values[name].values())
    found = facet.articles
    ranked = sorted(found.keys() | chosen, key=lambda key: (key not in chosen, -found.get(key, 0), key))
    keys = ranked[: max(shown, len(chosen))] if shown else ranked
    known: dict[str | int, Label] = NAMED[name](keys) if keys else {}
    values = [
        _value(name, known[key], found.get(key, 0), key in chosen, address) for key in keys if key in known
    ]
    return FacetGroup(
        name,
        TITLES[name],
        values,
        facet.is_exact,
        facet.counted,
        len(ranked) - len(keys),
        str(Address(address.pairs, reverse("facet", args=[name]))),
    )


def _value(name: str, label: Label, articles: int, is_selected: bool, address: Address) -> FacetValue:
    change = address.without_value if is_selected else address.with_value
    link = str(change(name, label.value))
    return FacetValue(
        label.text, label.value, articles, is_selected, link, label.lang, label.direction, label.note
    )


def _initial(value: FacetValue) -> str:
    """The letter that a name is looked up by; "#" for what begins with none."""
    text = value.label.lstrip("\u200e\u200f\u061c \"'«»“”„")
    if len(text) > SHORTEST_WITH_ARTICLE:
        text = text.removeprefix(_ARABIC_ARTICLE)
    letters = text.lstrip(_WRITTEN_BEFORE) or text
    first = fold(letters[:2])[:1].upper()
    return first if first.isalpha() else "#"
