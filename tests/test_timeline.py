"""The timeline of a list: which bars it has, how high they are, and where their links lead."""

import pytest

from articles import counts, timeline
from articles.facets import Address
from articles.filters import ArticleFilter
from articles.listing import listing
from articles.querysets import Selection
from articles.search import matches
from articles.timeline import Bar, Timeline
from tests import rows

pytestmark = pytest.mark.django_db


def test_a_list_of_all_times_is_drawn_by_year_with_its_gaps():
    make("2021-12-31", "2023-05-19", "2023")
    assert drawn("") == Timeline(
        bars=[
            Bar(2021, None, 1, 50, False, "/?published_after=2021&published_before=2021"),
            Bar(2022, None, 0, 0, False, ""),
            Bar(2023, None, 2, 100, False, "/?published_after=2023&published_before=2023"),
        ],
        is_by_month=False,
        year=None,
        year_only=0,
        is_exact=True,
        counted=counts.CAP,
        undated=None,
        up="",
    )


def test_a_list_of_a_year_is_drawn_by_month_with_its_gaps():
    make("2022-05", "2023", "2023-05-01T00:00:00", "2023-05-31T23:59:59", "2023-12", None)
    found = drawn("published_after=2023&published_before=2023")
    assert [bar.articles for bar in found.bars] == [0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 1]
    assert found.bars[3] == Bar(2023, 4, 0, 0, False, "")
    assert found.bars[4] == Bar(2023, 5, 2, 100, False, "/?published_after=2023-05&published_before=2023-05")
    assert (found.is_by_month, found.year, found.year_only) == (True, 2023, 1)
    assert found.undated == Bar(None, None, 1, 0, False, "/?undated=1")
    assert found.up == "/"


@pytest.mark.parametrize(
    ("query", "year"),
    [
        ("published_after=2023&published_before=2023", 2023),
        ("published_after=2023-01-01&published_before=2023-12-31", 2023),
        ("published_after=2023-05&published_before=2023-05", 2023),
        ("published_after=2023-12-31&published_before=2023-12-31", 2023),
        ("published_after=2023-03-08&published_before=2023-11", 2023),
        ("published_after=1990&published_before=1990", 1990),
        ("published_after=2022-12-31&published_before=2023", None),
        ("published_after=2023", None),
        ("published_before=2023", None),
        ("published_after=2023&published_before=2023&undated=1", None),
        ("undated=1", None),
        ("published_after=9999-05&published_before=9999-05", None),
        ("published_after=9998&published_before=9998", 9998),
    ],
)
def test_months_are_drawn_of_a_year_or_a_part_of_one(query, year):
    make("2023-05-19", "2022", None)
    found = drawn(query)
    assert (found.year, found.is_by_month, len(found.bars)) == (year, bool(year), 12 if year else 2)


def test_following_a_bar_leads_to_it_and_following_it_again_back():
    make("2021", "2023-05-19")
    year = bar_of(drawn("language=en&sort=oldest"), 2023)
    months = drawn(year.link)
    may = bar_of(months, 2023, 5)
    assert not may.is_selected
    assert may.link == "/?language=en&sort=oldest&published_after=2023-05&published_before=2023-05"
    assert months.up == "/?language=en&sort=oldest"

    again = bar_of(drawn(may.link), 2023, 5)
    assert again.is_selected
    assert again.link == year.link
    assert [bar.month for bar in drawn(may.link).bars if bar.is_selected] == [5]


def test_a_year_beside_the_undated_is_taken_off_with_them():
    make("2021", "2023-05-19", None)
    found = drawn("published_after=2023&published_before=2023&undated=1")
    assert bar_of(found, 2023) == Bar(2023, None, 1, 100, True, "/")
    assert not bar_of(found, 2021).is_selected
    assert found.undated == Bar(None, None, 1, 0, True, "/?published_after=2023&published_before=2023")


def test_following_the_undated_leads_to_them_and_following_it_again_back():
    make("2021", None, None)
    undated = drawn("language=en&published_after=2021").undated
    assert undated == Bar(None, None, 2, 0, False, "/?language=en&undated=1")
    assert drawn(undated.link).undated == Bar(None, None, 2, 0, True, "/?language=en")


def test_a_selected_month_without_articles_can_be_taken_off():
    make("2023-05-19")
    june = bar_of(drawn("published_after=2023-06&published_before=2023-06"), 2023, 6)
    assert june == Bar(2023, 6, 0, 0, True, "/?published_after=2023&published_before=2023")


def test_undated_that_are_asked_for_can_be_taken_off_when_there_are_none():
    make("2023-05-19")
    assert drawn("undated=1").undated == Bar(None, None, 0, 0, True, "/")
    assert drawn("").undated is None


def test_a_part_of_a_month_selects_no_month():
    make("2023-05-19")
    may = bar_of(drawn("published_after=2023-05-02&published_before=2023-05"), 2023, 5)
    assert not may.is_selected
    assert may.link == "/?published_after=2023-05&published_before=2023-05"


def test_links_keep_words_and_filters_and_drop_the_page():
    rows.make_article(title="Elections", language="lv", published="2022-05-19")
    rows.make_article(title="Elections", language="lv", published="2023-05-19")
    found = drawn("q=elections&language=lv&published_after=2022&per_page=50&after=a1&utm_source=mail")
    assert bar_of(found, 2022).link == (
        "/?q=elections&language=lv&per_page=50&published_after=2022&published_before=2022"
    )


def test_the_highest_bar_is_the_measure_and_one_article_is_seen_beside_thousands():
    years = counts.Facet({2021: 10_000, 2022: 1, 2023: 5_049, 0: 90_000}, True, counts.CAP)
    asked = ArticleFilter("")
    found = timeline.of_list(listing(asked.selection, asked.meaning), years, asked, Address(()))
    assert [bar.height for bar in found.bars] == [100, timeline.LOWEST, 50]
    assert found.undated.articles == 90_000


def test_over_a_long_span_years_without_articles_are_left_out():
    make("1964", "2023")
    assert len(drawn("").bars) == 60
    make("1963-05")
    assert [(bar.year, bar.articles) for bar in drawn("").bars] == [(1963, 1), (1964, 1), (2023, 1)]


def test_a_year_of_two_digits_has_a_link_that_a_filter_takes():
    make("0023-05-19")
    [year] = drawn("").bars
    assert year.link == "/?published_after=0023&published_before=0023"
    assert bar_of(drawn(year.link), 23, 5).link == "/?published_after=0023-05&published_before=0023-05"
    assert bar_of(drawn(bar_of(drawn(year.link), 23, 5).link), 23, 5).is_selected


def test_a_list_without_dates_has_no_bars():
    assert drawn("").bars == []
    make(None)
    found = drawn("")
    assert (found.bars, found.undated.articles) == ([], 1)


def test_the_whole_list_is_drawn_whatever_page_is_shown():
    make("2021", "2022", "2023")
    first = listing(Selection(), ArticleFilter("").meaning).page("newest", 1, None)
    assert [bar.articles for bar in drawn(f"after={first.after}").bars] == [1, 1, 1]


def test_words_and_no_words_are_drawn_alike():
    for stated in ("2022-05-19", "2023", "2023-01-01", "2023-05", "2023-05-31T23:59:59", "2023-06-01", None):
        rows.make_article(title="Elections", published=stated, tags=["Māksla"])
    for query in ("", "published_after=2023&published_before=2023", "published_after=2023-05"):
        for scope in ("language=en", "tag=maksla"):
            plain, words = drawn(f"{scope}&{query}"), drawn(f"q=elections&{scope}&{query}")
            assert figures(words) == figures(plain)


def test_months_of_words_are_exact_where_the_newest_matches_go_back_beyond_the_year(monkeypatch):
    monkeypatch.setattr(matches, "RANKED", 3)
    for stated in ("2021-05-19", "2022-05-19", "2023", "2023-05-19"):
        rows.make_article(title="Elections", published=stated)
    found = drawn("q=elections&published_after=2023-05&published_before=2023-05")
    assert (bar_of(found, 2023, 5).articles, found.year_only, found.is_exact) == (1, 1, True)


def test_months_of_words_are_of_the_newest_of_the_year_where_they_do_not(monkeypatch):
    monkeypatch.setattr(matches, "RANKED", 2)
    for stated in ("2022-03-08", "2022-04", "2022-05-19", "2023", "2023-05-19"):
        rows.make_article(title="Elections", published=stated)
    for query in (
        "published_after=2022&published_before=2022",
        "published_after=2022-02&published_before=2022",
    ):
        found = drawn(f"q=elections&{query}")
        assert {bar.month: bar.articles for bar in found.bars if bar.articles} == {4: 1, 5: 1}
        assert (found.is_exact, found.counted) == (False, 2)


@pytest.mark.parametrize(
    ("query", "queries"),
    [
        # The years are what the facets counted.
        ("", 0),
        ("tag=maksla", 0),
        ("q=elections", 0),
        ("published_after=2023&published_before=2023", 1),
        ("language=en&source=eu-reporter&published_after=2023-05&published_before=2023-05", 1),
        ("tag=maksla&published_after=2023-05&published_before=2023", 2),
        ("tag=maksla&tag=kazakhstan&published_after=2023&published_before=2023", 2),
        # The matches of the year are those of the list, and those of any time are the facets'.
        ("q=elections&published_after=2023&published_before=2023", 0),
        ("q=elections&tag=maksla&published_after=2023-05&published_before=2023-05", 0),
    ],
)
def test_a_timeline_asks_the_database_no_more_than_it_must(query, queries, django_assert_num_queries):
    tags = ["Māksla", "Kazakhstan"]
    for stated in ("2021", "2023-05", "2023-05-19", None):
        rows.make_article(title="Elections", published=stated, tags=tags)
    asked = ArticleFilter(query)
    found = listing(asked.selection, asked.meaning, asked.sort)
    years = found.facets()[counts.YEAR]
    address = Address(tuple(asked.pairs))
    with django_assert_num_queries(queries):
        assert timeline.of_list(found, years, asked, address).bars


def test_months_of_a_common_word_are_looked_up_once_more(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(matches, "RANKED", 2)
    for stated in ("2022-03-08", "2022-04", "2023", "2023-05-19"):
        rows.make_article(title="Elections", published=stated)
    asked = ArticleFilter("q=elections&published_after=2022-03&published_before=2022-03")
    found = listing(asked.selection, asked.meaning, asked.sort)
    found.facets()
    with django_assert_num_queries(1):
        assert found.months(2022) == counts.Facet({3: 1, 4: 1}, True, 2)
    with django_assert_num_queries(0):
        found.months(2022)


def test_a_source_or_a_tag_is_drawn_by_year_with_links_into_its_list(django_assert_num_queries):
    rows.make_article(source="EU Reporter", published="2022", tags=["Māksla"])
    rows.make_article(source="EU Reporter", published="2021-05-19")
    rows.make_article(source="EU Reporter")
    rows.make_article(source="Tashkent Citizen", published="2019")
    selection = Selection(sources=(rows.make_source("EU Reporter").pk,))
    with django_assert_num_queries(1):
        found = timeline.of_selection(selection, Address((("source", "eu-reporter"),), "/lv/"))
    link = "/lv/?source=eu-reporter&published_after={0}&published_before={0}"
    assert found.bars == [
        Bar(2021, None, 1, 100, False, link.format(2021)),
        Bar(2022, None, 1, 100, False, link.format(2022)),
    ]
    assert found.undated == Bar(None, None, 1, 0, False, "/lv/?source=eu-reporter&undated=1")

    tagged = Selection(tags=(rows.make_tag("Māksla").pk,))
    assert [bar.year for bar in timeline.of_selection(tagged, Address((("tag", "maksla"),))).bars] == [2022]


def make(*dates: str | None) -> None:
    for stated in dates:
        rows.make_article(published=stated)


def drawn(query: str) -> Timeline:
    """The timeline of a list with this query string, or with this address."""
    asked = ArticleFilter(query.removeprefix("/?").removeprefix("/"))
    found = listing(asked.selection, asked.meaning, asked.sort)
    years = found.facets()[counts.YEAR]
    return timeline.of_list(found, years, asked, Address(tuple(asked.pairs)))


def bar_of(found: Timeline, year: int, month: int | None = None) -> Bar:
    [bar] = [bar for bar in found.bars if (bar.year, bar.month) == (year, month)]
    return bar


def figures(found: Timeline) -> tuple[list[tuple[int | None, int | None, int]], int, bool]:
    bars = [(bar.year, bar.month, bar.articles) for bar in (*found.bars, found.undated)]
    return bars, found.year_only, found.is_exact
