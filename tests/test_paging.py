"""Paging: a walk meets every article once, in order, forward and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import paging
from articles.models import Article
from articles.paging import Cursor
from tests import rows

DATES = (
    None,
    "2021",
    "2022-12-31T23:59:59",
    "2023",
    "2023-01",
    "2023-01-01",
    "2023-01-01T00:00:00",
    "2023-05-19T20:45:29",
)

LARGEST = (1 << 63) - 1

MOST_PAGES = 20


@pytest.mark.django_db
@pytest.mark.parametrize("sort", [paging.NEWEST, paging.OLDEST])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_forward_and_back_meet_every_article_once_in_order(sort, size):
    chance = rows.chance(size)
    for _ in range(17):
        rows.make_article(published=chance.choice(DATES))
    wanted = in_order(sort)

    forward = walk(sort, size)
    assert [pk for page in forward for pk in page] == wanted
    assert all(len(page) == size for page in forward[:-1])

    last = page_after(sort, size, wanted[-2] if size < 17 else None)
    assert walk_back(sort, size, last) == wanted


@pytest.mark.django_db
def test_newest_first_puts_the_undated_last_the_latest_loaded_first():
    undated, other = rows.make_article(), rows.make_article()
    old, new = rows.make_article(published="1901"), rows.make_article(published="2024-02-29")
    assert walk(paging.NEWEST, 10) == [[new.pk, old.pk, other.pk, undated.pk]]


@pytest.mark.django_db
def test_oldest_first_puts_the_undated_last_too():
    undated, other = rows.make_article(), rows.make_article()
    new, old = rows.make_article(published="2024-02-29"), rows.make_article(published="1901")
    assert walk(paging.OLDEST, 10) == [[old.pk, new.pk, undated.pk, other.pk]]


@pytest.mark.django_db
@pytest.mark.parametrize("sort", [paging.NEWEST, paging.OLDEST])
def test_articles_of_one_second_are_neither_skipped_nor_repeated(sort):
    made = [rows.make_article(published="2023-05-19T20:45:29").pk for _ in range(5)]
    walked = [pk for page in walk(sort, 2) for pk in page]
    assert walked == (made if sort == paging.OLDEST else made[::-1])


@pytest.mark.django_db
def test_what_comes_in_while_somebody_reads_does_not_shift_their_pages():
    made = [rows.make_article(published=f"2023-05-0{day}").pk for day in range(1, 7)]
    first = ask(paging.NEWEST, 2)
    rows.make_article(published="2024")
    second = ask(paging.NEWEST, 2, paging.cursor_of(first.after))
    assert ids(first) + ids(second) == made[:1:-1]


@pytest.mark.django_db
def test_a_page_goes_on_behind_an_article_that_was_withdrawn():
    made = [rows.make_article(published=f"2023-05-0{day}") for day in range(1, 5)]
    first = ask(paging.OLDEST, 2)
    Article.objects.filter(pk=made[1].pk).update(status=Article.Status.HIDDEN)
    second = ask(paging.OLDEST, 2, paging.cursor_of(first.after))
    assert ids(second) == [made[2].pk, made[3].pk]


@pytest.mark.django_db
def test_a_list_of_one_page_leads_nowhere():
    rows.make_article()
    page = ask(paging.NEWEST, 20)
    assert (page.before, page.after) == (None, None)


@pytest.mark.django_db
def test_the_first_page_has_no_page_before_it_from_behind_either():
    made = [rows.make_article(published=f"2023-05-0{day}").pk for day in range(1, 5)]
    second = ask(paging.OLDEST, 2, paging.cursor_of(ask(paging.OLDEST, 2).after))
    first = ask(paging.OLDEST, 2, paging.cursor_of(second.before, is_back=True))
    assert ids(first) == made[:2]
    assert (first.before, second.after) == (None, None)


@pytest.mark.django_db
@pytest.mark.parametrize("sort", [paging.NEWEST, paging.OLDEST])
@pytest.mark.parametrize("is_back", [False, True])
@pytest.mark.parametrize("position", [0, 1, paging.FIRST_DATED - 1, paging.FIRST_DATED, LARGEST])
def test_a_page_from_any_position_is_no_error(sort, is_back, position):
    dated, undated = rows.make_article(published="2023"), rows.make_article()
    found = set(ids(ask(sort, 1, Cursor(position, is_back))))
    assert found <= {dated.pk, undated.pk}


@pytest.mark.django_db
@pytest.mark.parametrize("sort", [paging.NEWEST, paging.OLDEST])
@pytest.mark.parametrize("size", [2, 20])
def test_a_page_is_walked_in_two_queries_at_most(django_assert_max_num_queries, sort, size):
    for published in (None, "2023", None, "2024"):
        rows.make_article(published=published)
    with django_assert_max_num_queries(2):
        ask(sort, size)


@given(st.integers(min_value=0, max_value=LARGEST), st.integers(min_value=0, max_value=LARGEST))
def test_a_token_leads_back_to_its_place(position, score):
    token = paging.token(position, score)
    assert paging.cursor_of(token) == Cursor(position, score=score)
    assert len(token) <= (27 if score else 13)


@given(st.text())
def test_no_text_is_a_token_that_breaks(text):
    cursor = paging.cursor_of(text)
    assert cursor is None or (0 <= cursor.position <= LARGEST and 0 <= cursor.score <= LARGEST)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-1",
        "+1",
        "1_0",
        ".5",
        "1.",
        "1.2.3",
        "ABC",
        "1\0",
        "٣",
        "๓",
        "ā",
        "z" * 13,
        "0" * 14,
        "1y2p0ij32e8e8",
        "9" * 10_000,
    ],
)
def test_what_is_no_token_leads_nowhere(text):
    assert paging.cursor_of(text) is None


def test_the_largest_position_has_a_token():
    assert paging.token(LARGEST) == "1y2p0ij32e8e7"
    assert paging.cursor_of("1y2p0ij32e8e7") == Cursor(LARGEST)


def in_order(sort: str) -> list[int]:
    """Ids by date, then id; the undated last."""
    found = list(Article.objects.all())
    dated = sorted((one for one in found if one.published_at), key=lambda one: (one.published_at, one.pk))
    undated = sorted((one for one in found if not one.published_at), key=lambda one: one.pk)
    if sort == paging.NEWEST:
        dated.reverse()
        undated.reverse()
    return [one.pk for one in dated + undated]


def ask(sort: str, size: int, cursor: Cursor | None = None) -> paging.Page:
    return paging.page(Article.objects.published(), sort, size, cursor)


def page_after(sort: str, size: int, pk: int | None) -> paging.Page:
    if pk is None:
        return ask(sort, size)
    return ask(sort, size, Cursor(Article.objects.get(pk=pk).position))


def walk(sort: str, size: int) -> list[list[int]]:
    """The ids of all pages, from link to link."""
    page = ask(sort, size)
    walked = [ids(page)]
    while page.after:
        page = ask(sort, size, paging.cursor_of(page.after))
        walked.append(ids(page))
        assert len(walked) <= MOST_PAGES, "the walk goes round in circles"
    return walked


def walk_back(sort: str, size: int, page: paging.Page) -> list[int]:
    """The ids of this page and all before it, in the order of the list."""
    walked = ids(page)
    while page.before:
        page = ask(sort, size, paging.cursor_of(page.before, is_back=True))
        walked = ids(page) + walked
        assert len(walked) <= size * MOST_PAGES, "the walk goes round in circles"
    return walked


def ids(page: paging.Page) -> list[int]:
    return [article.pk for article in page.articles]
