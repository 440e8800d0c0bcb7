"""The filters of a list as a reader sees them: values with their counts, their state and their links."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from . import counts
from .filters import PERIOD_TITLES, ArticleFilter
from .models import FacetCount, Language, Source, Tag

# How many values a list of filters shows before it says that there are more.
SHOWN = 15

# How many of a concept's names its chip shows.
SHOWN_NAMES = 6

UNDATED = "undated"
PERIOD = tuple(PERIOD_TITLES)

TITLES = {counts.LANGUAGE: "Language", counts.SOURCE: "Source", counts.TAG: "Tag", counts.YEAR: "Year"}


@dataclass(frozen=True, slots=True)
class Address:
    """A list's address, to be read off with one field more or less. The page is never part of it."""

    pairs: tuple[tuple[str, str], ...]
    path: str = "/"

    def __str__(self) -> str:
        return f"{self.path}?{urlencode(self.pairs)}" if self.pairs else self.path

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
    left out."""

    name: str
    title: str
    values: Sequence[FacetValue]
    is_exact: bool
    counted: int
    more: int

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
    """Language, source, tag and year, with what was found of each."""
    return [
        *(_named(name, found[name], asked, address) for name in (counts.LANGUAGE, counts.SOURCE, counts.TAG)),
        _years(found[counts.YEAR], asked, address),
    ]


def chips(asked: ArticleFilter, address: Address) -> list[Chip]:
    """Every filter that is on, each with the address that takes it off."""
    found = []
    for name in (counts.LANGUAGE, counts.SOURCE, counts.TAG):
        chosen = asked.values[name]
        labels = _labels(name, chosen.values())
        for value, key in chosen.items():
            label = labels[key]
            link = str(address.without_value(name, value))
            found.append(Chip(TITLES[name], label.text, link, label.lang, label.direction))
    dates = dict(pair for pair in address.pairs if pair[0] in PERIOD)
    if len(dates) == len(PERIOD) and len(set(dates.values())) == 1:
        found.append(Chip("Published", dates[PERIOD[0]], str(address.without(*PERIOD))))
    else:
        found += [
            Chip(PERIOD_TITLES[name], dates[name], str(address.without(name)))
            for name in PERIOD
            if name in dates
        ]
    if asked.selection.undated:
        found.append(Chip("Published", "undated", str(address.without(UNDATED))))
    return found


def concept_chips(asked: ArticleFilter, address: Address) -> list[ConceptChip]:
    """The concepts that the words name, with their names in the archive's languages."""
    if not asked.expands:
        return []
    link = str(address.having("expand", "0"))
    held = set(Language.objects.values_list("code", flat=True)) if asked.meaning.concepts else set()
    found = []
    for concept in asked.meaning.concepts:
        names: dict[str, str] = {}
        for name in concept.names:
            if name.language in held and name.is_shown and name.text != concept.preferred:
                names.setdefault(name.text, name.language)
        # One of each language before the second of any.
        of_each = {language: text for text, language in reversed(names.items())}
        first = {text: language for language, text in reversed(of_each.items())}
        shown = list((first | names).items())[:SHOWN_NAMES]
        found.append(ConceptChip(concept.preferred, shown, len(names) - len(shown), link))
    return found


@dataclass(frozen=True, slots=True)
class _Label:
    value: str
    text: str
    lang: str = ""
    direction: str = ""
    note: str = ""


def _labels(name: str, keys: Iterable[str | int]) -> dict[str | int, _Label]:
    keys = list(keys)
    if name == counts.LANGUAGE:
        return {
            row.pk: _Label(
                row.code,
                row.name,
                row.code,
                row.direction,
                row.english_name if row.name != row.english_name else "",
            )
            for row in Language.objects.filter(pk__in=keys)
        }
    model = Source if name == counts.SOURCE else Tag
    return {row.pk: _Label(row.slug, row.name) for row in model.objects.filter(pk__in=keys)}


def _named(name: str, facet: counts.Facet, asked: ArticleFilter, address: Address) -> FacetGroup:
    chosen = set(asked.values[name].values())
    found = facet.articles
    ranked = sorted(found.keys() | chosen, key=lambda key: (key not in chosen, -found.get(key, 0), key))
    keys = ranked[: max(SHOWN, len(chosen))]
    labels = _labels(name, keys)
    values = []
    for key in keys:
        if label := labels.get(key):
            on = key in chosen
            link = address.without_value(name, label.value) if on else address.with_value(name, label.value)
            values.append(
                FacetValue(
                    label.text,
                    label.value,
                    found.get(key, 0),
                    on,
                    str(link),
                    label.lang,
                    label.direction,
                    label.note,
                )
            )
    return FacetGroup(name, TITLES[name], values, facet.is_exact, facet.counted, len(ranked) - len(keys))


def _years(facet: counts.Facet, asked: ArticleFilter, address: Address) -> FacetGroup:
    """Years, newest first, and behind them the undated. A year's link asks for that year alone."""
    dates = {name: value for name, value in address.pairs if name in PERIOD}
    years = set(facet.articles) - {FacetCount.UNDATED_YEAR}
    values = []
    for year in sorted(years, reverse=True):
        on = len(dates) == len(PERIOD) and set(dates.values()) == {str(year)}
        link = address.without(*PERIOD, UNDATED)
        if not on:
            for name in PERIOD:
                link = link.with_value(name, str(year))
        values.append(FacetValue(str(year), str(year), facet.articles[year], on, str(link)))
    undated = facet.articles.get(FacetCount.UNDATED_YEAR, 0)
    if undated or asked.selection.undated:
        on = asked.selection.undated
        link = address.without(UNDATED) if on else address.without(*PERIOD).with_value(UNDATED, "1")
        values.append(FacetValue("Undated", "1", undated, on, str(link)))
    return FacetGroup(counts.YEAR, TITLES[counts.YEAR], values, facet.is_exact, facet.counted, 0)
