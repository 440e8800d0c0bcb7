"""The page of coverage: what there is of each language and time, and the gaps."""

import pytest

from articles.models import Article
from tests import rows
from tests.pages import Element, read

pytestmark = pytest.mark.django_db


def test_languages_stand_by_year_and_by_month_of_the_last_year(client):
    for published in ("2021-05-19", "2023-02", "2023-02-28T12:00:00", "2023"):
        rows.make_article(language="lv", published=published)
    rows.make_article(language="th", published="2023-12-31")
    page = read(client.get("/coverage/"))
    by_year, by_month = map(table, page.all("table", "coverage"))
    assert by_year == {
        "Language": ["2021", "2022", "2023"],
        "Latviešu (Latvian)": ["1", "", "3"],
        "ไทย (Thai)": ["", "", "1"],
    }
    assert by_month["Language"][0] == "Jan"
    assert by_month["Latviešu (Latvian)"] == ["", "2", *[""] * 10, "1"]
    assert by_month["ไทย (Thai)"] == [*[""] * 11, "1", ""]


def test_a_year_is_chosen_by_its_head(client):
    rows.make_article(language="lv", published="2021-05-19")
    rows.make_article(language="lv", published="2023-02")
    page = read(client.get("/coverage/"))
    [link] = [one for one in page.all("table", "coverage")[0].all("a") if one.text == "2021"]
    assert link["href"] == "/coverage/?year=2021#by_month"
    page = read(client.get("/coverage/?year=2021"))
    assert page.one("h2", id="by_month").text == "By month in 2021"
    assert table(page.all("table", "coverage")[1])["Latviešu (Latvian)"][4] == "1"
    for nonsense in ("1999", "x", "%00", "2021-05"):
        page = read(client.get(f"/coverage/?year={nonsense}"))
        assert page.one("h2", id="by_month").text == "By month in 2023"


def test_every_cell_leads_to_as_many_articles_as_it_says(client):
    for number, published in enumerate(("2021-05-19", "2023-02", "2023-02-28", "2023", "2022-12-31", None)):
        rows.make_article(language=("lv", "th")[number % 2], published=published)
    for year in (2021, 2022, 2023):
        main = read(client.get(f"/coverage/?year={year}")).one("main")
        links = [link for link in main.all("a") if "language=" in link["href"]]
        assert links
        for link in links:
            answer = client.get("/articles.json" + link["href"].removeprefix("/")).json()
            number = link.text if link.text.isdecimal() else link.parent.text.rpartition(" ")[2]
            # What is known only to its year stands in no month, but a list by month shows it.
            year_only = 1 if "2023-02" in link["href"] and "lv" not in link["href"] else 0
            assert answer["count"] == int(number) + year_only, link["href"]


def test_each_link_says_for_the_ear_what_it_is(client):
    rows.make_article(language="lv", published="2023-02")
    links = read(client.get("/coverage/")).one("main").all("a")
    said = [link.attributes.get("aria-label") for link in links]
    assert said == [None, "Latvian, 2023: 1", "Latvian, February 2023: 1"]


def test_the_undated_are_beside_and_the_hidden_nowhere(client):
    rows.make_article(language="lv")
    rows.make_article(language="th", published="2023", status=Article.Status.HIDDEN)
    page = read(client.get("/coverage/"))
    assert page.all("table") == []
    assert page.one("ul", "beside").texts("li") == ["Latviešu (Latvian) 1"]
    assert "No article has a date yet." in page.one("main").text


def test_a_slip_of_the_pen_does_not_fill_the_page(client):
    rows.make_article(language="lv", published="0203-05-19")
    rows.make_article(language="lv", published="2023-05-19")
    by_year, _ = map(table, read(client.get("/coverage/")).all("table", "coverage"))
    assert by_year["Language"] == ["203", "2023"]


def test_the_page_costs_the_same_whatever_it_shows(client, django_assert_num_queries):
    rows.make_article(language="lv", published="2023")
    with django_assert_num_queries(2):
        client.get("/coverage/")
    for year in range(2000, 2020):
        rows.make_article(language=("lv", "th", "ar")[year % 3], published=f"{year}-05")
    with django_assert_num_queries(2):
        client.get("/coverage/")


def table(element: Element) -> dict[str, list[str]]:
    """Its rows by their heads."""
    found = {}
    for row in element.all("tr"):
        head, *cells = [one.text for one in row if one.name in ("th", "td")]
        found[head] = cells
    return found
