"""What the query string of a list means, and what a reader is told of the rest."""

from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import filters
from articles.filters import ArticleFilter
from articles.models import Article
from articles.paging import Cursor
from articles.querysets import Selection
from tests import rows

pytestmark = pytest.mark.django_db

FIELDS = (
    "language",
    "source",
    "tag",
    "published_after",
    "published_before",
    "undated",
    "sort",
    "per_page",
    "after",
    "before",
)


def test_no_parameters_ask_for_everything_newest_first():
    asked = ArticleFilter("")
    assert asked.selection == Selection()
    assert (asked.sort, asked.per_page, asked.cursor) == ("newest", 20, None)
    assert (asked.pairs, asked.warnings) == ([], [])


def test_values_of_one_field_are_joined_by_or():
    latvian, polish = rows.make_article(language="lv"), rows.make_article(language="pl")
    rows.make_article(language="th")
    assert found("language=lv&language=pl") == {latvian.pk, polish.pk}

    art, reform = rows.make_article(tags=["Māksla"]), rows.make_article(tags=["Конституция"])
    assert found("tag=maksla&tag=konstitutsiya") == {art.pk, reform.pk}


def test_fields_are_joined_by_and():
    wanted = rows.make_article(language="lv", source="Вестник реформ", tags=["Māksla"], published="2023")
    rows.make_article(language="pl", source="Вестник реформ", tags=["Māksla"], published="2023")
    rows.make_article(language="lv", source="EU Reporter", tags=["Māksla"], published="2023")
    rows.make_article(language="lv", source="Вестник реформ", published="2023")
    rows.make_article(language="lv", source="Вестник реформ", tags=["Māksla"], published="2021")
    query = "language=lv&source=vestnik-reform&tag=maksla&published_after=2022&published_before=2023"
    assert found(query) == {wanted.pk}


def test_every_field_stands_in_the_address_as_it_was_understood():
    rows.make_article(language="lv", source="EU Reporter", tags=["Māksla"])
    asked = ArticleFilter(
        "utm_source=mail&tag=maksla&language=lv&language=lv&source=eu-reporter&published_after=+2022-05+"
        "&published_before=2023&undated=1&sort=oldest&per_page=50&after=a1"
    )
    assert asked.warnings == []
    assert asked.pairs == [
        ("language", "lv"),
        ("source", "eu-reporter"),
        ("tag", "maksla"),
        ("published_after", "2022-05"),
        ("published_before", "2023"),
        ("undated", "1"),
        ("sort", "oldest"),
        ("per_page", "50"),
    ]
    assert asked.cursor == Cursor(361)


def test_what_is_the_case_anyway_stands_not_in_the_address():
    assert ArticleFilter("sort=newest&per_page=20&undated=&language=&q_=").pairs == []
    assert ArticleFilter("sort=best").sort == "newest"


def test_before_walks_back():
    assert ArticleFilter("before=a1").cursor == Cursor(361, is_back=True)


@pytest.mark.parametrize("size", [20, 50, 100])
def test_a_page_has_twenty_fifty_or_a_hundred(size):
    asked = ArticleFilter(f"per_page={size}")
    assert (asked.per_page, asked.warnings) == (size, [])


@pytest.mark.parametrize(
    ("text", "first", "end"),
    [
        ("2023", (2023, 1, 1), (2024, 1, 1)),
        ("2023-05", (2023, 5, 1), (2023, 6, 1)),
        ("2023-12", (2023, 12, 1), (2024, 1, 1)),
        ("2024-02", (2024, 2, 1), (2024, 3, 1)),
        ("2023-05-19", (2023, 5, 19), (2023, 5, 20)),
        ("2024-02-29", (2024, 2, 29), (2024, 3, 1)),
        ("2023-12-31", (2023, 12, 31), (2024, 1, 1)),
        ("0001", (1, 1, 1), (2, 1, 1)),
        (" 2023 ", (2023, 1, 1), (2024, 1, 1)),
    ],
)
def test_a_partial_date_is_the_whole_of_its_period(text, first, end):
    assert filters.period(text) == (datetime(*first, tzinfo=UTC), datetime(*end, tzinfo=UTC))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "23",
        "20233",
        "2023-5",
        "2023-13",
        "2023-00",
        "2023-05-00",
        "2023-02-29",
        "2023-05-32",
        "2023/05/19",
        "19.05.2023",
        "2023-05-19T20:45",
        "0000",
        "9999",
        "9999-12-31",
        "-2023",
        "２０２３",
        "๒๕๖๖",
        "٢٠٢٣",
        "2023\0",
        "May 2023",
    ],
)
def test_what_is_no_year_month_or_day_is_named_in_a_warning(text):
    asked = ArticleFilter(urlencode({"published_before": text}))
    assert asked.selection == Selection()
    if text:
        assert asked.warnings == [f"“{filters.shown(text)}” is no year, month or day: it was left out."]


@pytest.mark.parametrize(
    ("published", "query", "is_found"),
    [
        # Both ends are included, each as the whole of what it names.
        ("2023-05-19", "published_after=2023-05-19", True),
        ("2023-05-19", "published_before=2023-05-19", True),
        ("2023-05-19", "published_after=2023-05-20", False),
        ("2023-05-19", "published_before=2023-05-18", False),
        ("2023-05-19T23:59:59", "published_before=2023-05-19", True),
        ("2023-05-20T00:00:00", "published_before=2023-05-19", False),
        ("2023-05-19T00:00:00", "published_after=2023-05-19", True),
        ("2023-05-31T23:59:59", "published_after=2023-05&published_before=2023-05", True),
        ("2023-06-01", "published_after=2023-05&published_before=2023-05", False),
        ("2023-12-31T23:59:59", "published_after=2023&published_before=2023", True),
        ("2024-01-01", "published_after=2023&published_before=2023", False),
        ("2022-12-31", "published_after=2023", False),
        # Known to its month only: wherever the month overlaps.
        ("2023-05", "published_after=2023-05-31", True),
        ("2023-05", "published_before=2023-05-01", True),
        ("2023-05", "published_after=2023-05-10&published_before=2023-05-12", True),
        ("2023-05", "published_after=2023-06", False),
        ("2023-05", "published_before=2023-04-30", False),
        ("2023-05", "published_after=2023-04&published_before=2023-04", False),
        ("2023-12", "published_after=2024", False),
        # Known to its year only: wherever the year overlaps.
        ("2023", "published_after=2023-12-31", True),
        ("2023", "published_before=2023-01-01", True),
        ("2023", "published_after=2023-05&published_before=2023-05", True),
        ("2023", "published_after=2024", False),
        ("2023", "published_before=2022-12-31", False),
        ("2023", "published_after=2022&published_before=2022", False),
        # Not known: only when asked for, then beside the period.
        (None, "published_after=2023", False),
        (None, "published_before=2023", False),
        (None, "undated=1", True),
        (None, "published_after=2023&undated=1", True),
        ("2023-05-19", "published_after=2023&undated=1", True),
        ("2023-05-19", "undated=1", False),
        ("2022-05-19", "published_after=2023&undated=1", False),
    ],
)
def test_an_article_is_in_a_period_if_what_is_known_of_its_date_overlaps(published, query, is_found):
    article = rows.make_article(published=published)
    asked = ArticleFilter(query, Article.objects.published())
    assert asked.warnings == []
    assert [one.pk for one in asked.qs] == ([article.pk] if is_found else [])


def test_a_period_that_ends_before_it_begins_is_left_out():
    asked = ArticleFilter("published_after=2024&published_before=2023-12-31&undated=1")
    assert asked.selection == Selection(undated=True)
    assert asked.pairs == [("undated", "1")]
    assert asked.warnings == ["The period ends before it begins: it was left out."]


def test_a_period_inside_another_is_not_backwards():
    asked = ArticleFilter("published_after=2023-05-19&published_before=2023")
    assert asked.warnings == []
    assert asked.selection == Selection(
        after=datetime(2023, 5, 19, tzinfo=UTC), before=datetime(2024, 1, 1, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    ("query", "warnings"),
    [
        ("language=xx", ["The archive has no language “xx”: it was left out."]),
        ("language=LV", ["The archive has no language “LV”: it was left out."]),
        ("source=nobody", ["The archive has no source “nobody”: it was left out."]),
        ("source=%00", ["The archive has no source “�”: it was left out."]),
        ("source=%ff%fe", ["The archive has no source “��”: it was left out."]),
        ("tag=1%27+OR+1%3D1--", ["The archive has no tag “1' OR 1=1--”: it was left out."]),
        ("tag=%E2%80%AEevil", ["The archive has no tag “�evil”: it was left out."]),
        ("tag=a%0Ab", ["The archive has no tag “a�b”: it was left out."]),
        ("tag=%E0%B8%A1", ["The archive has no tag “ม”: it was left out."]),
        ("undated=yes", ["“yes” means nothing as undated: it was left out."]),
        ("undated=0", ["“0” means nothing as undated: it was left out."]),
        ("sort=title", ["“title” means nothing as sort: it was left out."]),
        ("sort=%00", ["“�” means nothing as sort: it was left out."]),
        ("per_page=21", ["“21” means nothing as per_page: it was left out."]),
        ("per_page=-20", ["“-20” means nothing as per_page: it was left out."]),
        ("per_page=1e9", ["“1e9” means nothing as per_page: it was left out."]),
        ("after=NOPE", ["“NOPE” means nothing as after: it was left out."]),
        ("after=%00", ["“�” means nothing as after: it was left out."]),
        ("before=zzzzzzzzzzzzz", ["“zzzzzzzzzzzzz” means nothing as before: it was left out."]),
        ("published_after=%00", ["“�” is no year, month or day: it was left out."]),
        ("colour=red", ["“colour” is not a field of this list: it was left out."]),
        ("%00=1", ["“�” is not a field of this list: it was left out."]),
        ("=1", ["“” is not a field of this list: it was left out."]),
    ],
)
def test_a_value_that_means_nothing_is_named_and_left_out(query, warnings):
    asked = ArticleFilter(query)
    assert asked.warnings == warnings
    assert asked.selection == Selection()
    assert (asked.sort, asked.per_page, asked.cursor, asked.pairs) == ("newest", 20, None, [])


def test_the_values_that_mean_something_stay_beside_those_that_do_not():
    article = rows.make_article(language="lv")
    asked = ArticleFilter("language=xx&language=lv", Article.objects.published())
    assert asked.pairs == [("language", "lv")]
    assert [one.pk for one in asked.qs] == [article.pk]
    assert asked.warnings == ["The archive has no language “xx”: it was left out."]


@pytest.mark.parametrize("name", FIELDS)
def test_ten_thousand_characters_are_cut_in_the_warning(name):
    warnings = ArticleFilter(urlencode({name: "ā" * 10_000})).warnings
    assert len(warnings) == 1
    assert f"“{'ā' * 40}…”" in warnings[0]
    assert len(warnings[0]) < 120


def test_a_field_of_ten_thousand_characters_is_cut_in_the_warning():
    assert ArticleFilter("ก" * 10_000).warnings == [
        f"“{'ก' * 40}…” is not a field of this list: it was left out."
    ]


def test_of_five_thousand_fields_the_first_two_hundred_are_read():
    rows.make_article(language="lv")
    query = "language=lv&" * 200 + "language=pl&" * 4_800
    asked = ArticleFilter(query)
    assert asked.pairs == [("language", "lv")]
    assert asked.warnings == ["Only the first 200 fields of the address were read."]


def test_two_hundred_fields_are_all_read():
    rows.make_article(language="lv")
    asked = ArticleFilter("&".join(["language=lv"] * 200))
    assert asked.warnings == []


def test_five_thousand_values_cost_one_query(django_assert_num_queries):
    query = "&".join(f"source=nobody-{number}" for number in range(5_000))
    with django_assert_num_queries(1):
        assert ArticleFilter(query).selection == Selection()


@pytest.mark.parametrize(
    "name", ["utm_source", "utm_medium", "utm_campaign", "fbclid", "gclid", "mc_cid", "mc_eid"]
)
def test_what_other_sites_add_to_links_is_ignored_without_a_word(name):
    asked = ArticleFilter(f"{name}=%00{'x' * 500}")
    assert (asked.warnings, asked.pairs, asked.selection) == ([], [], Selection())


@pytest.mark.parametrize("name", ["utm", "utm_", "xutm_source", "fbclid2"])
def test_what_only_looks_like_it_is_named(name):
    assert ArticleFilter(f"{name}=1").warnings == [f"“{name}” is not a field of this list: it was left out."]


def test_of_a_field_that_takes_one_value_the_last_counts():
    asked = ArticleFilter("published_after=2021&published_after=2023&sort=newest&sort=oldest")
    assert asked.pairs == [("published_after", "2023"), ("sort", "oldest")]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(FIELDS) | st.text(),
            st.text() | st.from_regex(r"\d{4}(-\d\d(-\d\d)?)?", fullmatch=True),
        ),
        max_size=6,
    )
)
def test_no_query_string_is_an_error(pairs):
    asked = ArticleFilter(urlencode(pairs), Article.objects.published())
    assert list(asked.qs) == []
    assert all(len(warning) < 160 and warning.isprintable() for warning in asked.warnings)
    assert ArticleFilter(urlencode(asked.pairs)).selection == asked.selection


@given(st.text(alphabet=st.characters(max_codepoint=255)))
def test_no_raw_query_string_is_an_error(text):
    assert list(ArticleFilter(text, Article.objects.published()).qs) == []


def found(query: str) -> set[int]:
    asked = ArticleFilter(query, Article.objects.published())
    assert asked.warnings == []
    return {article.pk for article in asked.qs}
