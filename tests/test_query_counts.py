"""No page asks the database more often because there is more to show."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, TagName
from tests import rows

pytestmark = pytest.mark.django_db

# The queries of each page; the address is the same with one article and with thirty.
PAGES = {
    "/": 10,
    "/?sort=oldest": 12,
    "/?per_page=100": 10,
    "/?language=lv&source=eu-reporter&tag=maksla": 16,
    "/?published_after=2021-02&published_before=2023": 9,
    "/?tag=maksla&tag=konstitutsiya": 10,
    "/?undated=1": 10,
    "/?source=%00&colour=red": 10,
    "/lv/": 12,
    "/facets/tag/": 5,
    "/coverage/": 2,
    "/articles/1/vote/": 8,
    "/articles/1/vote/?tag=maksla": 9,
    "/articles/1/changes/": 3,
    "/compare/1/2/": 5,
    "/articles/1/": 2,
    "/articles/1/original/": 4,
    "/sources/": 2,
    "/sources/eu-reporter/": 9,
    "/languages/": 2,
    "/tags/": 2,
    "/tags/maksla/": 11,
    "/nowhere/": 0,
}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_costs_as_many_queries_with_thirty_articles_as_with_one(
    client, django_assert_num_queries, path
):
    rows.make_article(id=1, title="Vote", language="lv", tags=["Māksla", "Конституция"], published="2022")
    rows.make_article(id=2, language="lv", tags=["Māksla"])
    add_wording(1)
    client.get(path)
    with django_assert_num_queries(PAGES[path]):
        client.get(path)

    for number in range(30):
        rows.make_article(
            language=("lv", "th", "ar", "pl", "ru")[number % 5],
            source=("EU Reporter", f"Source {number}")[number % 2],
            tags=["Māksla", f"Tag {number}", f"Topic {number}"],
            published=f"20{number:02}-05-19" if number % 3 == 0 else None,
        )
    for number in range(5):
        add_wording(1)
        TagName.objects.create(
            tag=rows.make_tag("Māksla"), language="th", name=f"ศิลปะ {number}", key=str(number)
        )
    with django_assert_num_queries(PAGES[path]):
        client.get(path)


def test_an_empty_result_costs_no_more_than_its_ways_out(client):
    rows.make_article(language="lv", tags=["Māksla"], published="2022")
    rows.make_language("pl")
    path = "/?language=pl&tag=maksla&source=eu-reporter&published_after=2022"
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(path)
    for number in range(30):
        rows.make_article(language="lv", tags=["Māksla", f"Tag {number}"], source=f"Source {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert len(many) == len(few) <= 24


def test_a_list_reads_no_body(client):
    rows.make_article(body="One two three. " * 1_000)
    for path in ("/", "/sources/eu-reporter/"):
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        assert not [query["sql"] for query in asked if "articles_revision" in query["sql"]]


def test_an_article_page_reads_no_block_of_a_dump(client):
    rows.make_article(id=1, title="Vote")
    add_wording(1)
    with CaptureQueriesContext(connection) as asked:
        client.get("/articles/1/vote/")
    assert not [query["sql"] for query in asked if '"raw"' in query["sql"]]


def add_wording(pk: int) -> None:
    article = Article.objects.get(pk=pk)
    revision = rows.add_revision(article, f"Wording {article.revisions.count()}")
    rows.add_sighting(revision, "a line\n")
