"""Filters as a reader meets them: what each value is called, how many it has, and where its link leads."""

import pytest

from articles import counts, facets
from articles.facets import Address, Chip, FacetValue
from articles.filters import ArticleFilter
from articles.listing import listing
from tests import rows

pytestmark = pytest.mark.django_db


def test_an_address_without_fields_is_its_path():
    assert str(Address(())) == "/"
    assert str(Address((), "/lv/")) == "/lv/"


def test_an_address_keeps_its_order_and_escapes_its_values():
    address = Address((("tag", "maksla"),)).with_value("tag", "a&b=c").having("sort", "oldest")
    assert str(address) == "/?tag=maksla&tag=a%26b%3Dc&sort=oldest"
    assert str(address.without_value("tag", "maksla")) == "/?tag=a%26b%3Dc&sort=oldest"
    assert str(address.without("tag", "sort")) == "/"
    assert str(address.having("sort", "newest")) == "/?tag=maksla&tag=a%26b%3Dc&sort=newest"


def test_a_value_that_is_off_has_a_link_that_adds_it():
    rows.make_article(language="th")
    assert values_of("language", "") == [
        FacetValue("ไทย", "th", 1, False, "/?language=th", lang="th", direction="ltr", note="Thai")
    ]


def test_a_value_that_is_on_has_a_link_that_takes_it_off():
    rows.make_article(language="ar")
    assert values_of("language", "language=ar") == [
        FacetValue("العربية", "ar", 1, True, "/", lang="ar", direction="rtl", note="Arabic")
    ]


def test_a_language_that_is_called_the_same_in_english_has_no_note():
    rows.make_article(language="en")
    assert [value.note for value in values_of("language", "")] == [""]


def test_a_link_keeps_every_other_field_and_drops_the_page():
    rows.make_article(language="lv", source="EU Reporter", tags=["Māksla"], published="2023")
    rows.make_article(language="pl", source="EU Reporter", tags=["Māksla"], published="2023")
    query = (
        "language=lv&source=eu-reporter&tag=maksla&published_after=2023-01&published_before=2023"
        "&undated=1&sort=oldest&per_page=50&after=a1&utm_source=mail&colour=red"
    )
    rest = (
        "source=eu-reporter&tag=maksla&published_after=2023-01&published_before=2023"
        "&undated=1&sort=oldest&per_page=50"
    )
    assert [(value.value, value.link) for value in values_of("language", query)] == [
        ("lv", f"/?{rest}"),
        ("pl", f"/?language=lv&{rest}&language=pl"),
    ]


def test_a_second_value_joins_the_first():
    rows.make_article(language="lv")
    rows.make_article(language="pl")
    links = {value.value: value.link for value in values_of("language", "language=lv")}
    assert links == {"lv": "/", "pl": "/?language=lv&language=pl"}


def test_following_a_link_turns_its_value_on_and_following_it_again_off():
    rows.make_article(language="lv", tags=["Māksla"], published="2023-05-19")
    rows.make_article(language="pl", tags=["Конституция"])
    for name in ("language", "source", "tag"):
        for value in values_of(name, "sort=oldest"):
            on = next(
                one for one in values_of(name, value.link.removeprefix("/?")) if one.value == value.value
            )
            assert on.is_selected, value
            assert on.link == "/?sort=oldest", value


def test_values_stand_by_number_of_articles_the_chosen_first():
    for language, number in (("lv", 1), ("pl", 2), ("th", 3)):
        for _ in range(number):
            rows.make_article(language=language)
    assert [(value.value, value.articles) for value in values_of("language", "language=lv")] == [
        ("lv", 1),
        ("th", 3),
        ("pl", 2),
    ]


def test_a_chosen_value_that_leaves_nothing_is_still_shown_among_the_chosen():
    rows.make_article(language="lv", tags=["Māksla"])
    for code in ("ar", "he", "pl", "ru", "th"):
        rows.make_article(language=code)
    group = group_of("language", "language=th&language=pl&language=ru&language=he&language=ar&tag=maksla")
    assert [(value.value, value.articles, value.is_selected) for value in group.values] == [
        ("ar", 0, True),
        ("he", 0, True),
        ("pl", 0, True),
        ("ru", 0, True),
        ("th", 0, True),
        ("lv", 1, False),
    ]


def test_a_chosen_value_that_leaves_nothing_is_not_taken_off_the_number_of_the_others():
    rows.make_article(language="lv", tags=["Māksla"])
    for number in range(18):
        rows.make_article(language="pl", tags=[f"Tag {number}"])
    group = group_of("tag", "tag=maksla&language=pl")
    assert sum(not value.is_selected for value in group.values) + group.more == 18


def test_a_value_without_articles_is_not_offered():
    rows.make_article(language="lv", tags=["Māksla"])
    rows.make_article(language="pl", status="hidden")
    rows.make_tag("Конституция")
    assert [value.value for value in values_of("language", "")] == ["lv"]
    assert [value.value for value in values_of("tag", "")] == ["maksla"]


def test_beyond_fifteen_values_it_says_how_many_more_there_are():
    for number in range(18):
        rows.make_article(tags=[f"Tag {number}"])
    group = group_of("tag", "")
    assert (len(group.values), group.more) == (15, 3)

    group = group_of("tag", "&".join(f"tag=tag-{number}" for number in range(16)))
    assert (len(group.values), group.more) == (16, 2)
    assert all(value.is_selected for value in group.values)


def test_a_facet_of_capped_matches_says_so(monkeypatch):
    monkeypatch.setattr(counts, "CAP", 1)
    for day in (1, 2):
        rows.make_article(published=f"2023-05-0{day}", tags=["Māksla"])
    exact = {group.name: group.is_exact for group in groups_of("published_after=2023-05")}
    assert exact == {"language": False, "source": False, "tag": False}


def test_every_filter_that_is_on_has_a_chip_that_takes_it_off():
    rows.make_article(language="lv", source="Вестник реформ", tags=["Māksla"], published="2023")
    query = (
        "language=lv&source=vestnik-reform&tag=maksla&published_after=2023-01&published_before=2023&undated=1"
        "&sort=oldest&after=a1"
    )
    chips = chips_of(query)
    assert [(chip.title, chip.label) for chip in chips] == [
        ("Language", "Latviešu"),
        ("Source", "Вестник реформ"),
        ("Tag", "Māksla"),
        ("From", "2023-01"),
        ("Until", "2023"),
        ("Published", "undated"),
    ]
    assert [chip.link for chip in chips] == [
        "/?source=vestnik-reform&tag=maksla&published_after=2023-01&published_before=2023&undated=1&sort=oldest",
        "/?language=lv&tag=maksla&published_after=2023-01&published_before=2023&undated=1&sort=oldest",
        "/?language=lv&source=vestnik-reform&published_after=2023-01&published_before=2023&undated=1&sort=oldest",
        "/?language=lv&source=vestnik-reform&tag=maksla&published_before=2023&undated=1&sort=oldest",
        "/?language=lv&source=vestnik-reform&tag=maksla&published_after=2023-01&undated=1&sort=oldest",
        "/?language=lv&source=vestnik-reform&tag=maksla&published_after=2023-01&published_before=2023&sort=oldest",
    ]


def test_no_filter_no_chip():
    rows.make_article()
    assert chips_of("sort=oldest&per_page=50&language=xx&published_after=99") == []


def test_two_values_of_one_filter_have_a_chip_each():
    rows.make_article(language="lv")
    rows.make_article(language="pl")
    assert chips_of("language=lv&language=pl") == [
        Chip("Language", "Latviešu", "/?language=pl", "lv", "ltr"),
        Chip("Language", "Polski", "/?language=lv", "pl", "ltr"),
    ]


def test_a_single_year_is_one_chip():
    rows.make_article(published="2023")
    asked = "published_after=2023&published_before=2023&sort=oldest"
    assert chips_of(asked) == [Chip("Published", "2023", "/?sort=oldest")]


def asked_and_address(query: str) -> tuple[ArticleFilter, Address]:
    asked = ArticleFilter(query)
    return asked, Address(tuple(asked.pairs))


def groups_of(query: str) -> list[facets.FacetGroup]:
    asked, address = asked_and_address(query)
    return facets.groups(listing(asked.selection, asked.meaning).facets(), asked, address)


def group_of(name: str, query: str) -> facets.FacetGroup:
    return next(group for group in groups_of(query) if group.name == name)


def values_of(name: str, query: str) -> list[FacetValue]:
    return list(group_of(name, query).values)


def chips_of(query: str) -> list[Chip]:
    return facets.chips(*asked_and_address(query))
