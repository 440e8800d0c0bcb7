"""Counts: what is stored answers as a count of the articles one by one would."""

import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from articles import counts, indexing
from articles.dates import Precision
from articles.models import Article, ArticleTag, FacetCount, Indexed
from articles.querysets import Selection
from tests import rows

pytestmark = pytest.mark.django_db

LANGUAGES = ("lv", "pl", "th", "ar")
SOURCES = ("EU Reporter", "Вестник реформ", "Tashkent Citizen")
TAGS = ("Kazakhstan", "Māksla", "Конституция", "การเมือง")
DATES = (
    None,
    None,
    "2021",
    "2022",
    "2022-12",
    "2022-12-31",
    "2022-12-31T23:59:59",
    "2023-01-01T00:00:00",
    "2023",
    "2023-05",
    "2023-05-19",
    "2023-05-19T20:45:29",
    "2024-02-29",
)
DIMENSIONS = (counts.LANGUAGE, counts.SOURCE, counts.TAG, counts.YEAR)


@dataclass(frozen=True)
class Seen:
    """A published article as a person with a pencil would note it; `first` and `end` are its period."""

    language: str
    source: int
    tags: frozenset[int]
    first: datetime | None
    end: datetime | None

    def is_in(self, asked: Selection) -> bool:
        return (
            (not asked.languages or self.language in asked.languages)
            and (not asked.sources or self.source in asked.sources)
            and (not asked.tags or bool(self.tags & set(asked.tags)))
            and self._is_in_time(asked)
        )

    def _is_in_time(self, asked: Selection) -> bool:
        if not asked.has_time:
            return True
        if self.first is None:
            return asked.undated
        if not asked.after and not asked.before:
            return False
        starts_in_time = not asked.before or self.first < asked.before
        return starts_in_time and (not asked.after or self.end > asked.after)

    def values(self, dimension: str) -> list[str | int]:
        return {
            counts.LANGUAGE: [self.language],
            counts.SOURCE: [self.source],
            counts.TAG: sorted(self.tags),
            counts.YEAR: [self.first.year if self.first else FacetCount.UNDATED_YEAR],
        }[dimension]


@pytest.mark.parametrize("seed", range(8))
def test_any_selection_is_counted_as_by_hand(seed):
    chance = rows.chance(seed)
    for _ in range(30):
        make_any(chance)
    articles = noted()
    for _ in range(60):
        asked = any_selection(chance)
        assert counts.total(asked) == counts.Total(sum(one.is_in(asked) for one in articles), True), asked
        for dimension in DIMENSIONS:
            assert counts.facet(dimension, asked) == by_hand(articles, dimension, asked), (dimension, asked)


@pytest.mark.parametrize("seed", range(4))
def test_after_any_row_of_edits_the_stored_counts_are_right(seed):
    chance = rows.chance(seed)
    for _ in range(12):
        make_any(chance)
    for _ in range(25):
        touched = [chance.choice((edit_any, hide_or_show_any, retag_any))(chance) for _ in range(3)]
        indexing.refresh(touched)
        assert indexing.wrong_counts() == []
    asked = any_selection(chance)
    assert counts.total(asked).articles == sum(one.is_in(asked) for one in noted())


def test_a_facet_ignores_its_own_selection_and_heeds_the_others():
    rows.make_article(language="lv", source="EU Reporter", tags=["Māksla"], published="2022")
    rows.make_article(language="pl", source="EU Reporter", tags=["Kazakhstan"], published="2023-05-19")
    rows.make_article(language="th", source="Tashkent Citizen", tags=["Kazakhstan"])
    reporter, citizen = rows.make_source("EU Reporter").pk, rows.make_source("Tashkent Citizen").pk
    art, kazakhstan = rows.make_tag("Māksla").pk, rows.make_tag("Kazakhstan").pk
    asked = Selection(languages=("lv",), sources=(reporter,))

    assert counts.facet(counts.LANGUAGE, asked).articles == {"lv": 1, "pl": 1}
    assert counts.facet(counts.SOURCE, asked).articles == {reporter: 1}
    assert counts.facet(counts.TAG, asked).articles == {art: 1}
    assert counts.facet(counts.YEAR, asked).articles == {2022: 1}
    assert counts.facet(counts.SOURCE, Selection(sources=(citizen,))).articles == {reporter: 2, citizen: 1}
    assert counts.facet(counts.TAG, Selection(tags=(art, kazakhstan))).articles == {art: 1, kazakhstan: 2}
    assert counts.facet(counts.YEAR, Selection(undated=True)).articles == {2022: 1, 2023: 1, 0: 1}


def test_an_article_with_two_chosen_tags_counts_once():
    rows.make_article(tags=["Kazakhstan", "Māksla"])
    asked = Selection(tags=(rows.make_tag("Kazakhstan").pk, rows.make_tag("Māksla").pk))
    assert counts.total(asked) == counts.Total(1, True)
    assert counts.facet(counts.LANGUAGE, asked) == counts.Facet({"en": 1}, True, counts.CAP)


def test_hidden_articles_are_counted_nowhere():
    rows.make_article(language="th", tags=["การเมือง"], published="2023", status=Article.Status.HIDDEN)
    assert counts.total(Selection()) == counts.Total(0, True)
    assert counts.total(Selection(after=moment(2023, 3), before=moment(2023, 4))) == counts.Total(0, True)
    for dimension in DIMENSIONS:
        assert counts.facet(dimension, Selection()) == counts.Facet({}, True, counts.CAP)


def test_whole_years_are_answered_from_the_stored_counts_alone(django_assert_num_queries):
    rows.make_article(published="2023-05-19")
    FacetCount.objects.update(articles=7)
    years = Selection(after=moment(2022, 1), before=moment(2024, 1))
    with django_assert_num_queries(1):
        assert counts.total(years) == counts.Total(7, True)
    part = Selection(after=moment(2022, 2), before=moment(2024, 1))
    assert counts.total(part) == counts.Total(1, True)


def test_a_count_that_is_not_stored_stops_at_the_cap_and_says_so(monkeypatch):
    monkeypatch.setattr(counts, "CAP", 3)
    for day in range(1, 4):
        rows.make_article(published=f"2023-05-0{day}")
    may = Selection(after=moment(2023, 5), before=moment(2023, 6))
    assert counts.total(may) == counts.Total(3, True)
    assert counts.facet(counts.LANGUAGE, may) == counts.Facet({"en": 3}, True, counts.CAP)

    rows.make_article(published="2023-05-04")
    assert counts.total(may) == counts.Total(3, False)
    assert counts.facet(counts.LANGUAGE, may).is_exact is False
    assert counts.total(Selection()) == counts.Total(4, True)


@pytest.mark.parametrize(
    "dimension", [counts.LANGUAGE, counts.SOURCE, counts.TAG, counts.YEAR], ids=lambda name: name
)
def test_a_capped_facet_counts_the_newest_matches_up_to_the_cap(monkeypatch, dimension):
    monkeypatch.setattr(counts, "CAP", 2)
    for day in range(1, 5):
        rows.make_article(published=f"2023-05-0{day}", tags=["Kazakhstan", "Māksla"])
    tags = (rows.make_tag("Kazakhstan").pk, rows.make_tag("Māksla").pk)
    asked = Selection(tags=tags, after=moment(2023, 5), before=moment(2023, 6))
    if dimension == counts.YEAR:
        asked = Selection(tags=tags)

    counted = counts.facet(dimension, asked)
    assert not counted.is_exact
    assert set(counted.articles.values()) == {2}


def test_an_edit_moves_an_article_from_one_count_to_another():
    article = rows.make_article(language="lv", source="EU Reporter", published="2022")
    article.language, article.source = rows.make_language("th"), rows.make_source("Tashkent Citizen")
    article.published_at, article.published_precision = moment(2023, 5, 19), Precision.DAY
    article.save()
    indexing.refresh([article.pk])
    assert indexing.wrong_counts() == []
    assert counts.facet(counts.LANGUAGE, Selection()).articles == {"th": 1}
    assert counts.facet(counts.SOURCE, Selection()).articles == {rows.make_source("Tashkent Citizen").pk: 1}
    assert counts.facet(counts.YEAR, Selection()).articles == {2023: 1}


def test_a_hidden_article_leaves_the_counts_and_comes_back_when_shown():
    article = rows.make_article(language="ar")
    Article.objects.filter(pk=article.pk).update(status=Article.Status.HIDDEN)
    indexing.refresh([article.pk])
    assert (counts.total(Selection()).articles, indexing.wrong_counts()) == (0, [])
    assert not FacetCount.objects.exists()

    Article.objects.filter(pk=article.pk).update(status=Article.Status.PUBLISHED)
    indexing.refresh([article.pk])
    assert (counts.total(Selection()).articles, indexing.wrong_counts()) == (1, [])


def test_a_deleted_article_leaves_the_counts():
    stays, goes = rows.make_article(language="lv"), rows.make_article(language="th", tags=["การเมือง"])
    gone = goes.pk
    goes.delete()
    indexing.refresh([gone])
    assert indexing.wrong_counts() == []
    assert counts.facet(counts.LANGUAGE, Selection()).articles == {"lv": 1}
    assert list(Indexed.objects.values_list("article", flat=True)) == [stays.pk]


def test_a_tag_that_comes_or_goes_is_counted_anew():
    article = rows.make_article(tags=["Māksla"])
    ArticleTag.objects.filter(article=article).delete()
    rows.add_tag(article, "Kazakhstan")
    indexing.refresh([article.pk])
    assert indexing.wrong_counts() == []
    assert counts.facet(counts.TAG, Selection()).articles == {rows.make_tag("Kazakhstan").pk: 1}


def test_a_tag_repeats_the_position_of_its_article():
    article = rows.make_article(tags=["Māksla"], published="2022")
    assert article.article_tags.get().position == positioned(article)

    article.published_at = moment(2024, 2, 29)
    article.save()
    indexing.refresh([article.pk])
    assert article.article_tags.get().position == positioned(article)


def test_counting_an_article_again_changes_nothing():
    article = rows.make_article(tags=["Māksla"], published="2022")
    stored = list(FacetCount.objects.order_by("pk").values())
    indexing.refresh([article.pk, article.pk])
    indexing.refresh([])
    assert list(FacetCount.objects.order_by("pk").values()) == stored


def test_wrong_counts_names_the_cell_what_is_stored_and_what_is_right():
    article = rows.make_article(language="lv", published="2022")
    FacetCount.objects.filter(language="lv", year=2022, source=article.source_id).update(articles=5)
    FacetCount.objects.filter(language="", year=-1, source=0).delete()
    FacetCount.objects.create(language="pl", source=0, year=-1, tag=0, articles=2)
    assert indexing.wrong_counts() == [
        (("", 0, -1, 0), 0, 1),
        (("lv", article.source_id, 2022, 0), 5, 1),
        (("pl", 0, -1, 0), 2, 0),
    ]


def test_a_rebuild_makes_wrong_counts_right(monkeypatch):
    monkeypatch.setattr(indexing, "BATCH", 2)
    chance = rows.chance(7)
    for _ in range(9):
        make_any(chance)
    right = cells()
    FacetCount.objects.filter(year=-1).update(articles=99)
    FacetCount.objects.filter(year=2023).delete()
    ArticleTag.objects.update(position=1)
    Indexed.objects.order_by("pk").first().delete()

    indexing.rebuild()
    assert cells() == right
    assert indexing.wrong_counts() == []
    assert all(link.position == positioned(link.article) for link in ArticleTag.objects.all())


def make_any(chance: random.Random) -> Article:
    return rows.make_article(
        language=chance.choice(LANGUAGES),
        source=chance.choice(SOURCES),
        tags=chance.sample(TAGS, chance.randint(0, 3)),
        published=chance.choice(DATES),
        status=chance.choice(("published",) * 5 + ("hidden",)),
    )


def any_selection(chance: random.Random) -> Selection:
    sources = [rows.make_source(name).pk for name in SOURCES]
    tags = [rows.make_tag(name).pk for name in TAGS]
    return Selection(
        languages=tuple(chance.sample(LANGUAGES, chance.choice((0, 0, 1, 2)))),
        sources=tuple(chance.sample(sources, chance.choice((0, 0, 1, 2)))),
        tags=tuple(chance.sample(tags, chance.choice((0, 0, 1, 2, 3)))),
        undated=chance.random() < 0.25,
        **chance.choice((no_period, whole_years, part_years, open_period))(chance),
    )


def no_period(_: random.Random) -> dict[str, datetime]:
    return {}


def whole_years(chance: random.Random) -> dict[str, datetime]:
    first = chance.randint(2020, 2024)
    return {"after": moment(first), "before": moment(chance.randint(first, 2025) + 1)}


def part_years(chance: random.Random) -> dict[str, datetime]:
    after = moment(2021) + timedelta(days=chance.randint(0, 1200))
    return {"after": after, "before": after + timedelta(days=chance.randint(1, 500))}


def open_period(chance: random.Random) -> dict[str, datetime]:
    month, day = chance.choice(((1, 1), (1, 19), (5, 1), (12, 31)))
    border = moment(chance.randint(2021, 2024), month, day)
    return {chance.choice(("after", "before")): border}


def noted() -> list[Seen]:
    return [
        Seen(
            article.language_id,
            article.source_id,
            frozenset(article.article_tags.values_list("tag", flat=True)),
            *period_of(article),
        )
        for article in Article.objects.filter(status="published")
    ]


def period_of(article: Article) -> tuple[datetime | None, datetime | None]:
    first = article.published_at
    if first is None:
        return None, None
    if article.published_precision == Precision.YEAR:
        return first, first.replace(year=first.year + 1)
    if article.published_precision == Precision.MONTH:
        return first, (first + timedelta(days=31)).replace(day=1)
    if article.published_precision == Precision.DAY:
        return first, first + timedelta(days=1)
    return first, first + timedelta(microseconds=1)


def by_hand(articles: list[Seen], dimension: str, asked: Selection) -> counts.Facet:
    emptied = {
        counts.LANGUAGE: {"languages": ()},
        counts.SOURCE: {"sources": ()},
        counts.TAG: {"tags": ()},
        counts.YEAR: {"after": None, "before": None, "undated": False},
    }[dimension]
    others = replace(asked, **emptied)
    found = (one for one in articles if one.is_in(others))
    return counts.Facet(
        dict(Counter(value for one in found for value in one.values(dimension))), True, counts.CAP
    )


def edit_any(chance: random.Random) -> int:
    article = chance.choice(list(Article.objects.all()))
    stated = chance.choice(DATES)
    date = rows.stated_date(stated) if stated else None
    article.language = rows.make_language(chance.choice(LANGUAGES))
    article.source = rows.make_source(chance.choice(SOURCES))
    article.published_at = date and date.at
    article.published_precision = date and date.precision
    article.save()
    return article.pk


def hide_or_show_any(chance: random.Random) -> int:
    article = chance.choice(list(Article.objects.all()))
    article.status = chance.choice(Article.Status.values)
    article.save()
    return article.pk


def retag_any(chance: random.Random) -> int:
    article = chance.choice(list(Article.objects.all()))
    article.article_tags.all().delete()
    for name in chance.sample(TAGS, chance.randint(0, 3)):
        rows.add_tag(article, name)
    return article.pk


def positioned(article: Article) -> int:
    return Article.objects.values_list("position", flat=True).get(pk=article.pk)


def cells() -> set[tuple[object, ...]]:
    return set(FacetCount.objects.values_list("language", "source", "year", "tag", "articles"))


def moment(year: int, month: int = 1, day: int = 1) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)
