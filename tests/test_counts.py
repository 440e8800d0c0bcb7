"""Counts: what is stored answers as a count of the articles one by one would."""

import random
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from articles import counts, indexing
from articles.dates import Precision
from articles.filters import ArticleFilter
from articles.listing import listing
from articles.models import Article, ArticleTag, FacetCount, Indexed
from articles.positions import first_position
from articles.querysets import Selection
from articles.search import matches
from tests import rows
from tests.archives import Archive

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
    "2023-05-31T23:59:59",
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
            counts.YEAR: [self.first.year if self.first else FacetCount.UNDATED],
        }[dimension]

    @property
    def month(self) -> int | None:
        """None if the period reaches beyond the month it begins in."""
        if self.first is None or self.end > (self.first.replace(day=1) + timedelta(days=32)).replace(day=1):
            return None
        return self.first.month


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
        year = chance.randint(2020, 2024)
        assert months_of(asked, year) == months_by_hand(articles, asked, year), (year, asked)
    assert counts.coverage() == coverage_by_hand(articles)


@pytest.mark.parametrize("seed", range(4))
def test_after_any_row_of_edits_the_stored_counts_are_right(seed):
    chance = rows.chance(seed)
    for _ in range(12):
        make_any(chance)
    for _ in range(25):
        touched = [chance.choice((edit_any, hide_or_show_any, retag_any))(chance) for _ in range(3)]
        indexing.refresh(touched)
        assert indexing.wrong_counts() == []
    asked, articles = any_selection(chance), noted()
    assert counts.total(asked).articles == sum(one.is_in(asked) for one in articles)
    assert months_of(asked, 2023) == months_by_hand(articles, asked, 2023)
    assert counts.coverage() == coverage_by_hand(articles)


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


def test_a_month_is_counted_from_the_first_second_of_it_to_the_last():
    for stated in ("2023-05-31T23:59:59", "2023-06-01T00:00:00", "2023-12-31T23:59:59", "2024-01-01"):
        rows.make_article(published=stated)
    assert counts.months(Selection(), 2023) == counts.Facet({5: 1, 6: 1, 12: 1}, True, counts.CAP)
    assert counts.months(Selection(), 2024) == counts.Facet({1: 1}, True, counts.CAP)


def test_an_article_known_only_to_its_year_is_counted_in_no_month():
    rows.make_article(published="2023")
    rows.make_article(published="2023-01")
    rows.make_article(published="2023-01-01T00:00:00")
    assert counts.months(Selection(), 2023).articles == {counts.YEAR_ONLY: 1, 1: 2}
    assert counts.facet(counts.YEAR).articles == {2023: 3}


def test_months_are_of_the_languages_and_sources_that_are_selected_and_of_no_time():
    rows.make_article(language="lv", source="EU Reporter", published="2023-05-19")
    rows.make_article(language="lv", source="Tashkent Citizen", published="2023-06")
    rows.make_article(language="pl", source="Tashkent Citizen", published="2023-06-01")
    citizen = rows.make_source("Tashkent Citizen").pk
    june = {"after": moment(2023, 6), "before": moment(2023, 7)}
    assert counts.months(Selection(languages=("lv",), **june), 2023).articles == {5: 1, 6: 1}
    assert counts.months(Selection(sources=(citizen,), undated=True), 2023).articles == {6: 2}
    assert counts.months(Selection(languages=("lv", "pl"), sources=(citizen,)), 2023).articles == {6: 2}
    assert counts.months(Selection(languages=("pl",)), 2022).articles == {}


def test_months_are_answered_from_the_stored_counts_alone(django_assert_num_queries):
    rows.make_article(published="2023-05-19")
    FacetCount.objects.filter(period=FacetCount.month(2023, 5)).update(articles=7)
    FacetCount.objects.filter(period=2023).update(articles=9)
    with django_assert_num_queries(1):
        assert counts.months(Selection(), 2023).articles == {5: 7, counts.YEAR_ONLY: 2}


def test_the_months_of_a_tag_are_counted_up_to_the_cap(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(matches, "CAP", 3)
    tagged = Selection(tags=(rows.make_tag("Māksla").pk,))
    for stated in ("2023", "2023-05-19", "2023-06", "2024-01-01"):
        rows.make_article(published=stated, tags=["Māksla", "Kazakhstan"])
    rows.make_article(published="2023-05-19", tags=["Kazakhstan"])
    with django_assert_num_queries(2):
        assert months_of(tagged, 2023) == counts.Facet({5: 1, 6: 1, counts.YEAR_ONLY: 1}, True, 3)

    rows.make_article(published="2023-06-30", tags=["Māksla"])
    assert months_of(tagged, 2023) == counts.Facet({5: 1, 6: 2}, False, 3)
    assert counts.months(tagged, 2023) is None


def test_a_date_that_is_known_better_or_worse_moves_the_article_between_months():
    article = rows.make_article(published="2023")
    for stated, months in (
        ("2023-05", {5: 1}),
        ("2023-05-19", {5: 1}),
        ("2023-05-19T20:45:29", {5: 1}),
        ("2023-01-01", {1: 1}),
        ("2023", {counts.YEAR_ONLY: 1}),
    ):
        date = rows.stated_date(stated)
        article.published_at, article.published_precision = date.at, date.precision
        article.save()
        indexing.refresh([article.pk])
        assert counts.months(Selection(), 2023).articles == months, stated
        assert indexing.wrong_counts() == []


def test_what_is_hidden_or_deleted_leaves_its_month():
    hidden, deleted = rows.make_article(published="2023-05-19"), rows.make_article(published="2023-05")
    Article.objects.filter(pk=hidden.pk).update(status=Article.Status.HIDDEN)
    indexing.refresh([hidden.pk])
    assert counts.months(Selection(), 2023).articles == {5: 1}

    gone = deleted.pk
    deleted.delete()
    indexing.refresh([gone])
    assert counts.months(Selection(), 2023).articles == {}
    assert not FacetCount.objects.exists()


def test_no_month_is_taken_for_a_year():
    rows.make_article(published="0023-05-19")
    rows.make_article(published="9999-12-31")
    assert counts.facet(counts.YEAR).articles == {23: 1, 9999: 1}
    assert counts.months(Selection(), 23).articles == {5: 1}
    assert counts.months(Selection(), 2305).articles == {}
    assert counts.total(Selection(after=moment(2300))) == counts.Total(1, True)


def test_months_have_no_counts_of_their_own_for_tags():
    rows.make_article(published="2023-05-19", tags=["Māksla", "Kazakhstan"])
    months = FacetCount.objects.filter(period=FacetCount.month(2023, 5))
    assert set(months.values_list("tag", flat=True)) == {FacetCount.ANY_ID}
    assert months.count() == 4


def test_coverage_is_what_there_is_of_each_language_by_month(django_assert_num_queries):
    rows.make_article(language="lv", published="2023-05-19", source="EU Reporter", tags=["Māksla"])
    rows.make_article(language="lv", published="2023-05", source="Tashkent Citizen")
    rows.make_article(language="lv", published="2023")
    rows.make_article(language="lv", published="2021-12-31")
    rows.make_article(language="th")
    rows.make_article(language="ar", published="2023-05", status=Article.Status.HIDDEN)
    with django_assert_num_queries(1):
        assert counts.coverage() == {
            "lv": counts.Coverage({(2021, 12): 1, (2023, 5): 2}, {2021: 1, 2023: 3}, {2023: 1}, 0),
            "th": counts.Coverage({}, {}, {}, 1),
        }


def test_an_empty_archive_covers_nothing():
    assert counts.coverage() == {}
    assert counts.months(Selection(), 2023) == counts.Facet({}, True, counts.CAP)


def test_an_archive_of_before_has_its_months_counted(bare_archive: Archive):
    migrate_to(bare_archive, "0002")
    with closing(bare_archive.connect()) as connection:
        for article, language, source, stated in (
            (1, "ar", 7, "2023-05-19"),
            (2, "ar", 7, "2023"),
            (3, "lv", 7, "2023-05"),
            (4, "lv", 8, None),
            (5, "ar", 8, "2023-12-31T23:59:59"),
            (6, "lv", 8, "0023-05-01"),
        ):
            connection.execute(entry_of(article, language, source, stated))
        connection.execute(
            "INSERT INTO articles_facetcount (language, source, year, tag, articles) "
            "VALUES ('', 0, -1, 0, 6), ('ar', 0, 2023, 0, 3), ('', 0, 0, 0, 1)"
        )

    migrate_to(bare_archive, "0003")
    before = [("", 0, -1, 6), ("", 0, 0, 1), ("ar", 0, 2023, 3)]
    assert counted_in(bare_archive) == [
        ("", 0, -1, 6),
        ("", 0, 0, 1),
        ("", 0, 230005, 1),
        ("", 0, 20230005, 2),
        ("", 0, 20230012, 1),
        ("", 7, 20230005, 2),
        ("", 8, 230005, 1),
        ("", 8, 20230012, 1),
        ("ar", 0, 2023, 3),
        ("ar", 0, 20230005, 1),
        ("ar", 0, 20230012, 1),
        ("ar", 7, 20230005, 1),
        ("ar", 8, 20230012, 1),
        ("lv", 0, 230005, 1),
        ("lv", 0, 20230005, 1),
        ("lv", 7, 20230005, 1),
        ("lv", 8, 230005, 1),
    ]
    migrate_to(bare_archive, "0002")
    assert counted_in(bare_archive, "year") == before


def test_wrong_counts_names_the_cell_what_is_stored_and_what_is_right():
    article = rows.make_article(language="lv", published="2022")
    FacetCount.objects.filter(language="lv", period=2022, source=article.source_id).update(articles=5)
    FacetCount.objects.filter(language="", period=-1, source=0).delete()
    FacetCount.objects.create(language="pl", source=0, period=-1, tag=0, articles=2)
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
    FacetCount.objects.filter(period=-1).update(articles=99)
    FacetCount.objects.filter(period=2023).delete()
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


def months_of(asked: Selection, year: int) -> counts.Facet:
    return listing(asked, ArticleFilter("").meaning).months(year)


def months_by_hand(articles: list[Seen], asked: Selection, year: int) -> counts.Facet:
    others = asked.without("time")
    found = (one for one in articles if one.first and one.first.year == year and one.is_in(others))
    return counts.Facet(dict(Counter(one.month or counts.YEAR_ONLY for one in found)), True, counts.CAP)


def coverage_by_hand(articles: list[Seen]) -> dict[str, counts.Coverage]:
    return {
        language: counts.Coverage(
            dict(Counter((one.first.year, one.month) for one in of_it if one.month)),
            dict(Counter(one.first.year for one in of_it if one.first)),
            dict(Counter(one.first.year for one in of_it if one.first and not one.month)),
            sum(one.first is None for one in of_it),
        )
        for language in {one.language for one in articles}
        for of_it in [[one for one in articles if one.language == language]]
    }


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
    return set(FacetCount.objects.values_list("language", "source", "period", "tag", "articles"))


def migrate_to(archive: Archive, migration: str) -> None:
    done = archive.manage("migrate", "articles", migration, "--verbosity", "0")
    assert done.returncode == 0, done.stderr


def entry_of(article: int, language: str, source: int, stated: str | None) -> str:
    """A statement that adds an entry of the index, as far as counts look at it."""
    date = rows.stated_date(stated) if stated else None
    position = (first_position(date.at) if date else 0) + article
    until, year = (first_position(date.end), date.at.year) if date else (0, 0)
    return (
        "INSERT INTO articles_indexed "  # noqa: S608
        "(position, article_id, language, source, year, tags, until, title, byline, body, facets) VALUES "
        f"({position}, {article}, '{language}', {source}, {year}, '[3]', {until}, 'a', '', 'b', 'all:')"
    )


def counted_in(archive: Archive, column: str = "period") -> list[tuple[object, ...]]:
    columns = f"language, source, {column}, articles"
    return sorted(archive.rows(f"SELECT {columns} FROM articles_facetcount WHERE tag = 0"))  # noqa: S608


def moment(year: int, month: int = 1, day: int = 1) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)
