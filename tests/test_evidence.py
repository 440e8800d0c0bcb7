"""What speaks for two articles telling the same: what numbers, names and links tell, and how it is said."""

from collections.abc import Iterable

import pytest

from articles import evidence
from articles.evidence import Compared, Link, Place, Told
from articles.models import Indexed
from articles.positions import first_position
from tests import rows


def place(published: str | None, language: str = "en") -> Place:
    """Where an article of a language stands that is dated to a year, a month or a day."""
    if published is None:
        return Place(language, 1, 0)
    date = rows.stated_date(published)
    return Place(language, first_position(date.at) + 7, first_position(date.end))


def told(body: str, language: str = "en", published: str | None = None, title: str = "") -> Told:
    where = place(published, language)
    return Told.by(
        Indexed(
            article_id=1,
            language=language,
            position=where.first,
            until=where.until,
            title=title,
            body=body,
            tags=[],
        )
    )


# Numbers


@pytest.mark.parametrize(
    ("numbers", "wanted"),
    [
        ((1, 7, 9), 0.1),
        ((10, 25, 31), 0.25),
        ((40, 90, 500, 2_000, 3_000_000), 0.25),
        ((1900, 1995, 2026, 2099), 0.25),
        ((32, 56, 68, 99), 1),
        ((101, 110, 1_899, 2_565, 297_730), 2),
    ],
)
def test_a_number_tells_more_the_rarer_its_like(numbers: Iterable[int], wanted: float):
    assert {evidence.tells(number) for number in numbers} == {wanted}


def test_numbers_are_terms_that_are_nothing_but_digits():
    found = told("c5 5 5g 68 06 0 000 297 730 68", title="2022 vot")
    assert found.numbers == {2022: 1, 5: 1, 68: 2, 6: 1, 297: 1, 730: 1}


def test_longer_numbers_than_anything_counts_up_to_tell_nothing():
    assert told("123456789012 1234567890123").numbers == {123_456_789_012: 1}


def test_years_of_the_thai_calendar_are_those_of_all_others_and_counts_elsewhere_are_not():
    assert told("2565 56 2399", "th").numbers == {2022: 1, 56: 1, 2399: 1}
    assert told("2565 56").numbers == {2565: 1, 56: 1}


def test_the_most_telling_numbers_come_in_the_same_order_out_of_every_text():
    found = evidence.most_telling([2022, 5, 68, 77, 297, 119], evidence.COMMON)
    assert sorted(found[:2]) == [119, 297]
    assert sorted(found[2:4]) == [68, 77]
    assert found[4:] == [2022]
    others = evidence.most_telling([30, 77, 297, 68, 119], evidence.TWO_DIGITS)
    assert others == found[:4]


# Time and language


@pytest.mark.parametrize(
    ("one", "other", "can_tell"),
    [
        ("2022-06-05", "2022-06-05", True),
        ("2022-06-05", "2022-06-15", True),
        ("2022-06-05", "2022-06-16", False),
        ("2022-06-05T08:30:00", "2022-06-15T08:30:00", True),
        ("2022-06-05T08:30:00", "2022-06-15T08:31:00", False),
        ("2022-06", "2022-07-10", True),
        ("2022-06", "2022-07-11", False),
        ("2022-05-22", "2022-06", True),
        ("2022-05-21", "2022-06", False),
        ("2022", "2022-12-31", True),
        ("2022", "2023-01-10", True),
        ("2022", "2023-02-01", False),
        (None, "2022-06-05", True),
        (None, None, True),
    ],
)
def test_articles_tell_the_same_at_most_ten_days_apart(one: str | None, other: str | None, can_tell: bool):
    assert place(one).can_tell_as(place(other, "lv")) is can_tell
    assert place(other, "lv").can_tell_as(place(one)) is can_tell


def test_articles_in_one_language_are_not_asked_of():
    assert not place("2022-06-05").can_tell_as(place("2022-06-05"))


@pytest.mark.parametrize(
    ("published", "is_precise"),
    [
        ("2022-06-05T10:00:00", True),
        ("2022-06-05", True),
        ("2022-05", True),
        ("2022", False),
        (None, False),
    ],
)
def test_a_month_is_precise_enough(published: str | None, is_precise: bool):
    assert place(published).is_precise is is_precise


# Weighing


def compared(
    one: str, other: str, published: str | None = "2022-06-05", link: Link | None = None
) -> Compared:
    """Two texts of numbers with a word between each two."""
    texts = (" vot ".join(numbers.split()).replace(".", " ") for numbers in (one, other))
    return Compared(told(next(texts), "en", published), told(next(texts), "lv", published), link)


def retold(numbers: str, published: str | None = "2022-06-05", link: Link | None = None) -> Compared:
    """Two texts with these numbers, and each with some of its own."""
    return compared(f"{numbers} 400 500 600", f"{numbers} 700 800 900", published, link)


@pytest.mark.parametrize(
    ("one", "other", "is_likely"),
    [
        ("68 77 56", "68 77 56", True),
        ("68 77", "68 77", False),
        ("68 77 68", "68 77 68", False),
        ("68 77 56 1 2 3 4", "68 77 56 5 6 7 8", True),
        ("68 77 56 1 2 3 4 10", "68 77 56 5 6 7 8 9 11 12", False),
    ],
)
def test_three_numbers_and_much_of_all_have_to_be_shared(one: str, other: str, is_likely: bool):
    assert compared(one, other).is_likely is is_likely
    assert compared(one, other, link=Link.TO).is_likely


def reasons(*pairs: Compared) -> list[str]:
    return [found.reason for found in evidence.weigh(pairs).values()]


@pytest.mark.django_db
def test_numbers_are_enough_where_they_tell_enough():
    assert reasons(retold("101 102 33 56")) == ["share the numbers 101, 102, 33 and 56"]
    assert reasons(retold("101 102 33 2022 25 5")) == []


@pytest.mark.django_db
@pytest.mark.parametrize("published", ["2022", None])
def test_where_no_date_says_when_numbers_have_to_tell_more_than_twice_as_much(published: str | None):
    four, five = ("101 102 103 104", "101 102 103 104 105")
    assert reasons(retold(four, published)) == []
    assert reasons(retold(five, published)) == ["share the numbers 101, 102, 103, 104 and 105"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("published", "link", "numbers", "is_enough"),
    [
        ("2022-06-05", Link.TO, "", True),
        ("2022-06-05", Link.SAME, "", False),
        ("2022-06-05", Link.SAME, "56", True),
        (None, Link.TO, "", False),
        (None, Link.TO, "101 102 56", True),
    ],
)
def test_a_link_tells_as_much_as_some_numbers(published, link, numbers, is_enough):
    found = reasons(retold(numbers, published, link))
    assert bool(found) is is_enough
    assert all(reason.endswith(link) for reason in found)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "other", "written"),
    [
        ("68.06 77.18 56 33 107", "33 107 68.06 56 77.18", "107, 77.18, 68.06, 33 and 56"),
        ("297.730 1.419 56", "1.419 56 297.730", "297,730, 1,419 and 56"),
        ("68.06 77.18 106 107", "06 68 18 77 106 107", "106, 107, 68, 77, 18 and 6"),
        ("101 05 05.2022 102 103", "05.2022 05 101 102 103", "101, 102, 103, 2022 and 5"),
        ("101 102 103 104 105 106 107", "107 106 105 104 103 102 101", "101, 102, 103, 104, 105 and 106"),
    ],
)
def test_numbers_are_said_as_both_write_them_the_most_telling_first(one: str, other: str, written: str):
    found = reasons(compared(f"{one} 400 500 600", f"700 800 900 {other}"))
    assert found == [f"share the numbers {written}"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("published", "numbers", "quoted"),
    [
        ("2022-06-05", "32 33 56 68", "32, 33, 56 and 68"),
        (None, "25 30 32 33 56 68", "32, 33, 56, 68, 25 and 30"),
    ],
)
def test_fewer_numbers_are_enough_where_nearly_all_are_the_same(
    published: str | None, numbers: str, quoted: str
):
    assert reasons(retold(numbers, published)) == []
    fewer = numbers.removesuffix(" 68")
    assert reasons(compared(fewer, fewer, published)) == []
    assert reasons(compared(numbers, numbers, published)) == [f"share nearly all numbers, such as {quoted}"]
