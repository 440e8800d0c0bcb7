"""Lists and articles as they are taken away: every form is read back by a program that is not ours and
compared with the rows."""

import csv
import io
import json
from collections.abc import Iterator
from itertools import pairwise
from xml.etree import ElementTree

import pybtex.database
import pytest
import rispy
from django.db import DatabaseError, connection
from django.http import StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import exports, indexing, paging
from articles.listing import Everything
from articles.models import Article, Revision
from articles.paging import NEWEST, OLDEST
from articles.querysets import Selection
from articles.views import machines
from tests import rows

pytestmark = pytest.mark.django_db

LISTS = ("csv", "jsonl", "ris", "bib")
SITE = "http://testserver"

# Articles as hostile as a dump may make them.
NASTY = [
    {
        "language": "lv",
        "title": "Vēlēšanas, \"ciemos\"; un 'pilsētās'\r\nER  - ",
        "byline": '=HYPERLINK("http://evil.example","x")',
        "section": "+371",
        "excerpt": "-2+3\r\n\r\n,,,",
        "source": "@Ziņas",
        "tags": ["Māksla", "=1+1", "R&D; {x}"],
        "published": "2023-05-19T20:45:29",
        "url": "https://lv.example/?a=1&b={2}",
    },
    {
        "language": "ar",
        "title": "\u202bكازاخستان\u202c ]]> <script>alert(1)</script>",
        "byline": "\tرويترز",
        "excerpt": "＝SUM(A1)",
        "source": "الشرق الأوسط",
        "published": "2023-05",
    },
    {"language": "he", "title": 'צה"ל \u200f', "byline": "＋x", "excerpt": "\r=1", "published": "2023"},
    {"language": "th", "title": "ประชามติ 👩🏽‍🚀", "body": rows.paragraphs("หนึ่ง\u2028สอง", "]]>", "}{\\")},
    {
        "language": "ru",
        "title": "Тунис\0: \x1b[31mконституция\ufffe",
        "body": "",
        "url": "javascript:alert(1)",
    },
    {"language": "pl", "title": "Samorząd " * 2_000, "body": "ąż " * 100_000, "published": "2021-02-03"},
]


def make_nasty() -> list[Article]:
    """They, newest first and the undated last, as a list has them. PostgreSQL stores no NUL."""
    for fields in NASTY:
        if connection.vendor == "sqlite" or "\0" not in fields["title"]:
            rows.make_article(**fields)
    return list(Article.objects.with_related().order_by("-position"))


def text_of(response: StreamingHttpResponse) -> str:
    assert response.status_code == 200
    assert response.streaming
    return b"".join(response.streaming_content).decode()


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def read_lines(text: str) -> list[dict[str, object]]:
    assert text.endswith("\n")
    return [json.loads(one) for one in text.removesuffix("\n").split("\n")]


def ids_of(form: str, text: str) -> list[int]:
    """The articles of an export, in its order."""
    match form:
        case "csv":
            return [int(row["id"]) for row in read_csv(text)]
        case "jsonl":
            return [row["id"] for row in read_lines(text)]
        case "ris":
            keys = [record["id"] for record in rispy.loads(text, newline="\r\n")]
        case "bib":
            keys = list(pybtex.database.parse_string(text, "bibtex").entries) if text else []
    return [int(key.removeprefix("reform-archive-")) for key in keys]


# --- Whole lists


@pytest.mark.parametrize("form", LISTS)
def test_an_export_holds_every_article_once_in_the_order_of_the_list(client, form):
    articles = make_nasty()
    assert ids_of(form, text_of(client.get(f"/articles.{form}"))) == [one.pk for one in articles]


@pytest.mark.parametrize("form", LISTS)
@pytest.mark.parametrize("sort", [NEWEST, OLDEST])
def test_an_export_of_many_batches_leaves_nothing_out(client, monkeypatch, form, sort):
    monkeypatch.setattr(exports, "BATCH", 3)
    for number in range(10):
        rows.make_article(title=f"Nr. {number}", published=f"2023-05-{number + 1:02}" if number % 3 else None)
    shown = client.get(f"/articles.json?per_page=50&sort={sort}").json()["results"]
    assert len(shown) == 10
    answer = client.get(f"/articles.{form}?sort={sort}&per_page=20")
    assert ids_of(form, text_of(answer)) == [one["id"] for one in shown]


@pytest.mark.parametrize("form", LISTS)
@pytest.mark.parametrize("sort", ["", "&sort=newest", "&sort=oldest"])
def test_an_export_of_a_search_is_in_the_order_of_its_list(client, monkeypatch, form, sort):
    monkeypatch.setattr(exports, "BATCH", 2)
    for number in range(7):
        rows.make_article(title="Vote " * (number % 3 + 1), body="Reform.", published=f"202{number}")
    rows.make_article(title="Nothing of it", body="Else.")
    shown = client.get(f"/articles.json?q=vote{sort}").json()["results"]
    assert len(shown) == 7
    answer = client.get(f"/articles.{form}?q=vote{sort}")
    assert ids_of(form, text_of(answer)) == [one["id"] for one in shown]


@pytest.mark.parametrize("form", LISTS)
def test_an_export_keeps_the_filters_and_ignores_what_means_nothing(client, form):
    wanted = rows.make_article(language="lv", published="2023-05")
    rows.make_article(language="lv", published="2021")
    rows.make_article(language="pl", published="2023-05")
    rows.make_article(language="lv", published="2023-05", status="hidden")
    query = "language=lv&published_after=2022&colour=red&after=%27&source=%00"
    assert ids_of(form, text_of(client.get(f"/articles.{form}?{query}"))) == [wanted.pk]


@pytest.mark.parametrize("form", LISTS)
def test_an_export_is_the_whole_list_whatever_page_is_asked_for(client, form):
    for day in range(1, 24):
        rows.make_article(published=f"2023-05-{day:02}")
    second = client.get("/articles.json").json()["next"].partition("?")[2]
    assert second.startswith("after=")
    assert len(ids_of(form, text_of(client.get(f"/articles.{form}?{second}")))) == 23


@pytest.mark.parametrize("form", LISTS)
def test_an_export_of_nothing_is_a_file_too(client, form):
    text = text_of(client.get(f"/articles.{form}"))
    assert text == (",".join(exports.COLUMNS) + "\r\n" if form == "csv" else "")


@pytest.mark.parametrize(
    ("form", "content_type"),
    [
        ("csv", "text/csv; charset=utf-8; header=present"),
        ("jsonl", "application/jsonl; charset=utf-8"),
        ("ris", "application/x-research-info-systems; charset=utf-8"),
        ("bib", "application/x-bibtex; charset=utf-8"),
    ],
)
def test_an_export_is_a_file_with_a_name(client, form, content_type):
    answer = client.get(f"/articles.{form}")
    assert answer["Content-Type"] == content_type
    assert answer["Content-Disposition"] == f'attachment; filename="reform-archive.{form}"'
    assert "public" in answer["Cache-Control"].split(", ")
    assert "s-maxage=60" in answer["Cache-Control"].split(", ")


def plain(text: str | None) -> str:
    """A text as a cell holds it, before it is made safe."""
    return "".join(one for one in text or "" if one not in "\0\x1b\ufffe")


def test_a_table_holds_what_the_rows_hold(client):
    articles = make_nasty()
    read = read_csv(text_of(client.get("/articles.csv")))
    assert len(read) == len(articles)
    for row, article in zip(read, articles, strict=True):
        wanted = {
            "id": str(article.pk),
            "title": plain(article.title),
            "source": article.source.name,
            "language": article.language_id,
            "published": article.published.isoformat() if article.published else "",
            "published_precision": article.published_precision or "",
            "byline": plain(article.byline),
            "section": plain(article.section),
            "tags": "; ".join(tag.name for tag in article.tags.all()),
            "url": SITE + article.get_absolute_url(),
            "original_url": article.url if article.language_id == "lv" else "",
            "excerpt": plain(article.excerpt or article.opening),
        }
        assert {name: value.removeprefix("'") for name, value in row.items()} == wanted


def test_no_cell_of_a_table_is_a_formula(client):
    rows.make_article(**NASTY[0])
    rows.make_article(**NASTY[1])
    rows.make_article(**NASTY[2])
    cells = [cell for row in read_csv(text_of(client.get("/articles.csv"))) for cell in row.values()]
    assert [cell for cell in cells if cell[:1] in "=+-@\t\r\n＝＋－＠" and cell] == []
    assert {cell[:3] for cell in cells if cell.startswith("'")} == {
        "'=H",
        "'+3",
        "'-2",
        "'@Z",
        "'=1",
        "'\tر",
        "'＝S",
        "'＋x",
        "'\r=",
    }


def test_a_table_may_begin_with_a_byte_order_mark(client):
    rows.make_article(language="lv")
    plain, marked = client.get("/articles.csv"), client.get("/articles.csv?bom=1")
    content = b"".join(marked.streaming_content)
    assert content.startswith(b"\xef\xbb\xbfid,title,")
    assert content[3:] == b"".join(plain.streaming_content)
    assert not b"".join(client.get("/articles.csv?bom=yes").streaming_content).startswith(b"\xef")


def test_lines_of_a_table_end_as_rfc_4180_has_it(client):
    rows.make_article(title="Two\nlines", excerpt="")
    text = text_of(client.get("/articles.csv"))
    assert text.count("\r\n") == 2
    assert text.replace("\r\n", "").count("\n") == 1
    assert '"Two\nlines"' in text


def test_json_lines_hold_what_the_list_in_json_holds_and_the_text(client):
    articles = make_nasty()
    shown = {one["id"]: one for one in client.get("/articles.json").json()["results"]}
    read = read_lines(text_of(client.get("/articles.jsonl")))
    assert len(read) == len(articles)
    for line, article in zip(read, articles, strict=True):
        revision = article.revisions.get(is_current=True)
        same = {name: value for name, value in shown[article.pk].items() if name != "snippet"}
        assert line == same | {
            "section": article.section,
            "excerpt": article.excerpt,
            "body": revision.body.split("\n\n") if revision.body else [],
            "body_sha256": revision.body_sha256,
            "is_edited": False,
        }


def test_json_lines_hold_the_current_wording(client):
    article = rows.make_article(body="Old.")
    rows.add_revision(article, rows.paragraphs("New.", "And more."))
    (line,) = read_lines(text_of(client.get("/articles.jsonl")))
    assert line["body"] == ["New.", "And more."]


def test_what_is_deleted_while_a_list_is_written_is_left_out():
    kept, gone = rows.make_article(), rows.make_article()
    articles = list(Article.objects.with_related().order_by("pk"))
    Revision.objects.filter(article=gone).delete()
    text = exports.FORMS["jsonl"].write(articles, lambda article: "")
    assert [line["id"] for line in read_lines(text)] == [kept.pk]


# --- What a list costs


@pytest.mark.parametrize(("form", "queries"), [("csv", 3), ("ris", 3), ("bib", 3), ("jsonl", 4)])
def test_a_batch_costs_the_same_queries_however_many_articles_are_in_it(client, form, queries):
    def asked() -> int:
        with CaptureQueriesContext(connection) as made:
            text_of(client.get(f"/articles.{form}"))
        return len(made)

    rows.make_article(tags=["Māksla"])
    few = asked()
    for number in range(30):
        rows.make_article(source=f"Source {number}", tags=["Māksla", f"Tag {number}"], language="lv")
    assert asked() == few <= queries


def test_every_further_batch_costs_the_same(client, monkeypatch):
    def asked() -> int:
        with CaptureQueriesContext(connection) as made:
            text_of(client.get("/articles.jsonl"))
        return len(made)

    monkeypatch.setattr(exports, "BATCH", 5)
    costs = []
    for _ in range(4):
        for _ in range(5):
            rows.make_article(tags=["Māksla"])
        costs.append(asked())
    steps = {after - before for before, after in pairwise(costs)}
    assert len(steps) == 1
    assert steps.pop() <= 5


def test_a_walk_reads_no_further_than_it_is_followed(monkeypatch):
    monkeypatch.setattr(exports, "BATCH", 2)
    for number in range(9):
        rows.make_article(title=f"Nr. {number}", published=f"2023-05-{9 - number:02}")
    pages = []
    found = Everything(Selection())
    whole = found.page
    monkeypatch.setattr(found, "page", lambda *asked: pages.append(asked) or whole(*asked))

    walk = exports.walk(found, NEWEST)
    assert pages == []
    assert [next(walk).title for _ in range(3)] == ["Nr. 0", "Nr. 1", "Nr. 2"]
    assert len(pages) == 2
    assert [one.title for one in walk] == [f"Nr. {number}" for number in range(3, 9)]
    assert [size for _, size, _ in pages] == [2] * 5


def test_a_stream_holds_one_batch_at_a_time(monkeypatch):
    """Written one after another, and each made when it is asked for."""
    monkeypatch.setattr(exports, "BATCH", 2)
    for day in range(1, 8):
        rows.make_article(published=f"2023-05-{day:02}")
    written: list[int] = []

    def write(articles: list[Article], link: exports.Link) -> str:
        written.append(len(articles))
        return "x" * len(articles)

    form = exports.Form("Test", "text/plain", "txt", write)
    stream = exports.stream(form, Everything(Selection()), NEWEST, str)
    for number, text in enumerate(stream, 1):
        assert (len(written), text) == (number, "x" * written[-1])
    assert written == [2, 2, 2, 1]


@pytest.mark.parametrize("form", LISTS)
def test_an_error_on_the_way_breaks_the_answer_off(client, monkeypatch, form):
    monkeypatch.setattr(exports, "BATCH", 2)
    for day in range(1, 6):
        rows.make_article(published=f"2023-05-{day:02}")
    whole = paging.page

    def fail_later(found: object, sort: str, size: int, cursor: object) -> paging.Page:
        if cursor:
            raise DatabaseError("the connection is gone")
        return whole(found, sort, size, cursor)

    monkeypatch.setattr(paging, "page", fail_later)
    answer = client.get(f"/articles.{form}")
    with pytest.raises(DatabaseError, match="the connection is gone"):
        b"".join(answer.streaming_content)


@pytest.mark.parametrize("form", LISTS)
def test_a_head_request_builds_no_export(client, monkeypatch, rf, form):
    rows.make_article()
    got = client.get(f"/articles.{form}")

    def fail(*_: object) -> Iterator[str]:
        raise AssertionError("built")

    monkeypatch.setattr(exports, "stream", fail)
    # Not the test client, which throws the body of every answer to HEAD away.
    answer = machines.article_export(rf.head(f"/articles.{form}"), form)
    assert list(answer.streaming_content) == []
    for name in ("Content-Type", "Content-Disposition", "Cache-Control"):
        assert answer[name] == got[name]


# --- Single articles


def test_an_article_in_json_tells_everything_and_where_it_came_from(client):
    article = rows.make_article(
        language="lv",
        title="Vēlēšanas",
        byline="Anna Bērziņa",
        section="Politika",
        excerpt="Īsi.",
        tags=["Māksla"],
        published="2023-05",
        url="https://lv.example/1",
        body="Old.",
    )
    first = rows.add_sighting(article.revisions.get(), "Vēlēšanas\nOld.\n", dump="a.txt", line=7)
    revision = rows.add_revision(article, rows.paragraphs("New.", "More."))
    second = rows.add_sighting(revision, "Vēlēšanas\nNew.\n\nMore.\n", dump="b.txt")
    answer = client.get(f"/articles/{article.pk}.json")
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"] == f'inline; filename="reform-archive-{article.pk}.json"'
    assert answer.json() == {
        "id": article.pk,
        "title": "Vēlēšanas",
        "url": f"{SITE}/articles/{article.pk}/velesanas/",
        "original_url": "https://lv.example/1",
        "source": "EU Reporter",
        "language": "lv",
        "published": "2023-05",
        "published_precision": "month",
        "byline": "Anna Bērziņa",
        "tags": ["Māksla"],
        "rights": "full",
        "section": "Politika",
        "excerpt": "Īsi.",
        "body": ["New.", "More."],
        "body_sha256": revision.body_sha256,
        "is_edited": False,
        "revisions": 2,
        "provenance": [
            {
                "article": article.pk,
                "revision": 2,
                "dump": "b.txt",
                "dump_sha256": second.dump.sha256,
                "byte_start": 100,
                "byte_end": 125,
                "line_start": 1,
                "line_end": 4,
                "reader": "page_text",
                "reader_version": 1,
                "loaded_at": second.created_at.isoformat(),
            },
            {
                "article": article.pk,
                "revision": 1,
                "dump": "a.txt",
                "dump_sha256": first.dump.sha256,
                "byte_start": 100,
                "byte_end": 118,
                "line_start": 7,
                "line_end": 8,
                "reader": "page_text",
                "reader_version": 1,
                "loaded_at": first.created_at.isoformat(),
            },
        ],
    }


@pytest.mark.parametrize(
    ("form", "content_type"),
    [
        ("ris", "application/x-research-info-systems; charset=utf-8"),
        ("bib", "application/x-bibtex; charset=utf-8"),
        ("csl.json", "application/vnd.citationstyles.csl+json"),
    ],
)
def test_an_article_for_reference_managers(client, form, content_type):
    article = rows.make_article(language="th", title="ประชามติ", published="2023")
    answer = client.get(f"/articles/{article.pk}.{form}")
    assert answer["Content-Type"] == content_type
    assert answer["Content-Disposition"] == f'attachment; filename="reform-archive-{article.pk}.{form}"'
    text = answer.content.decode()
    if form == "ris":
        (record,) = rispy.loads(text, newline="\r\n")
        found = record["title"], record["year"], record["accession_number"]
    elif form == "bib":
        (entry,) = pybtex.database.parse_string(text, "bibtex").entries.values()
        found = entry.fields["title"].strip("{}"), entry.fields["year"], entry.fields["url"]
    else:
        (item,) = json.loads(text)
        found = item["title"], str(item["issued"]["date-parts"][0][0]), item["archive_location"]
    assert found == ("ประชามติ", "2023", SITE + article.get_absolute_url())


@pytest.mark.parametrize("form", ["json", "ris", "bib", "csl.json"])
def test_an_article_that_is_not_there_or_hidden_is_not_found(client, form):
    hidden = rows.make_article(status="hidden")
    assert client.get(f"/articles/{hidden.pk}.{form}").status_code == 404
    assert client.get(f"/articles/{hidden.pk + 1}.{form}").status_code == 404
    assert client.get(f"/articles/{10**30}.{form}").status_code == 404


@pytest.mark.parametrize(("form", "queries"), [("json", 6), ("ris", 2), ("bib", 2), ("csl.json", 2)])
def test_an_article_costs_the_same_however_often_it_was_seen(
    client, django_assert_num_queries, form, queries
):
    article = rows.make_article(tags=["Māksla"])
    rows.add_sighting(article.revisions.get(), "a line\n")
    with django_assert_num_queries(queries):
        client.get(f"/articles/{article.pk}.{form}")
    for number in range(10):
        rows.add_sighting(rows.add_revision(article, f"Wording {number}"), "a line\n")
        rows.add_tag(article, f"Tag {number}")
    indexing.refresh([article.pk])
    with django_assert_num_queries(queries) as asked:
        client.get(f"/articles/{article.pk}.{form}")
    assert not [query["sql"] for query in asked if '"raw"' in query["sql"]]


def test_the_links_to_the_forms_keep_what_was_asked_for(client):
    article = rows.make_article(language="lv")
    links = exports.links([("language", "lv"), ("q", "Ā b")])
    assert [(one.title, one.is_feed) for one in links] == [
        ("Atom", True),
        ("RSS", True),
        ("JSON", False),
        ("CSV", False),
        ("JSON Lines", False),
        ("RIS", False),
        ("BibTeX", False),
        ("CSV (Excel)", False),
    ]
    assert links[-1].link == "/articles.csv?language=lv&q=%C4%80+b&bom=1"
    assert links[3].link == "/articles.csv?language=lv&q=%C4%80+b"
    assert exports.links([])[3].link == "/articles.csv"
    for one in links + exports.article_links(article):
        assert client.get(one.link)["Content-Type"] == one.content_type


def test_an_address_that_leaves_the_archive_is_in_no_language_of_the_pages():
    article = rows.make_article(id=7, title="Vote")
    with exports.translation.override("lv"):
        assert article.get_absolute_url() == "/lv/articles/7/vote/"
        assert exports.path_of(article) == "/articles/7/vote/"


# --- What machines ask of the site


def locations(client: Client, path: str) -> list[str]:
    answer = client.get(path)
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    found = ElementTree.fromstring(answer.content)  # noqa: S314 - our own
    return [one.text for one in found.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def test_the_site_map_lists_the_ranges_of_ids_that_have_articles(client, monkeypatch):
    monkeypatch.setattr(machines, "IDS_A_FILE", 10)
    for pk in (3, 9, 10, 55):
        rows.make_article(id=pk, title="Vote")
    rows.make_article(id=30, title="Vote", status="hidden")
    assert locations(client, "/sitemap.xml") == [
        f"{SITE}/sitemap-pages.xml",
        f"{SITE}/sitemap-articles-0.xml",
        f"{SITE}/sitemap-articles-1.xml",
        f"{SITE}/sitemap-articles-5.xml",
    ]
    assert locations(client, "/sitemap-articles-0.xml") == [
        f"{SITE}/articles/3/vote/",
        f"{SITE}/articles/9/vote/",
    ]
    assert locations(client, "/sitemap-articles-1.xml") == [f"{SITE}/articles/10/vote/"]
    for part in (2, 3, 10**30):
        assert client.get(f"/sitemap-articles-{part}.xml").status_code == 404


def test_the_site_map_says_when_an_article_was_changed(client):
    article = rows.make_article(id=3, title="Vote")
    found = ElementTree.fromstring(client.get("/sitemap-articles-0.xml").content)  # noqa: S314 - our own
    (changed,) = found.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}lastmod")
    assert changed.text == article.updated_at.isoformat()


def test_the_site_map_of_pages_lists_what_has_articles(client):
    rows.make_article(source="EU Reporter", tags=["Māksla"])
    rows.make_article(source="Tashkent Citizen", tags=["Конституция"], status="hidden")
    assert locations(client, "/sitemap-pages.xml") == [
        f"{SITE}{path}"
        for path in (
            "/",
            "/coverage/",
            "/sources/",
            "/languages/",
            "/tags/",
            "/help/",
            "/about/",
            "/sources/eu-reporter/",
            "/tags/maksla/",
        )
    ]


def test_the_site_map_counts_nothing(client, django_assert_num_queries):
    rows.make_article(id=1)
    with django_assert_num_queries(1) as few:
        client.get("/sitemap.xml")
    assert "COUNT" not in str(few.captured_queries).upper()
    for _ in range(30):
        rows.make_article(tags=["Māksla"])
    with django_assert_num_queries(1):
        client.get("/sitemap.xml")
    with django_assert_num_queries(1):
        client.get("/sitemap-articles-0.xml")


def test_a_site_map_with_nothing_in_it(client):
    assert locations(client, "/sitemap.xml") == [f"{SITE}/sitemap-pages.xml"]


def test_robots_may_read_everything_but_the_admin_and_the_forms_of_queries(client):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == (
        f"User-agent: *\nDisallow: /admin/\nDisallow: /articles.*?\n\nSitemap: {SITE}/sitemap.xml\n"
    )


def test_a_browser_is_told_how_to_search(client):
    answer = client.get("/opensearch.xml")
    assert answer["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    found = ElementTree.fromstring(answer.content)  # noqa: S314 - our own
    name = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert found.tag == f"{name}OpenSearchDescription"
    assert found.find(f"{name}ShortName").text == "Reform Archive"
    assert len(found.find(f"{name}ShortName").text) <= 16
    templates = {one.get("type"): one.get("template") for one in found.iter(f"{name}Url")}
    assert templates == {
        "text/html": f"{SITE}/?q={{searchTerms}}",
        "application/atom+xml": f"{SITE}/articles.atom?q={{searchTerms}}",
        "application/rss+xml": f"{SITE}/articles.rss?q={{searchTerms}}",
        "application/opensearchdescription+xml": f"{SITE}/opensearch.xml",
    }


def test_health_is_told_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (200, b"ok\n", "no-store")


def test_readiness_is_told_by_the_database(client, monkeypatch, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = client.get("/readyz")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")

    def fail(*_: object) -> bool:
        raise DatabaseError("the connection is gone")

    monkeypatch.setattr(type(Article.objects), "exists", fail)
    answer = client.get("/readyz")
    assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")
    assert b"connection" not in answer.content


PATHS = (
    "/articles.json",
    "/articles.atom",
    "/articles.rss",
    *(f"/articles.{form}" for form in LISTS),
    "/articles/1.json",
    "/articles/1.ris",
    "/articles/1.bib",
    "/articles/1.csl.json",
    "/opensearch.xml",
    "/sitemap.xml",
    "/sitemap-pages.xml",
    "/sitemap-articles-0.xml",
    "/robots.txt",
    "/healthz",
    "/readyz",
)


@pytest.mark.parametrize("path", PATHS)
def test_what_machines_read_is_only_read(client, path):
    rows.make_article(id=1)
    assert client.post(path).status_code == 405
    got, head = client.get(path), client.head(path)
    assert (got.status_code, head.status_code, b"".join(head)) == (200, 200, b"")
    assert b"".join(got)
    assert head["Content-Type"] == got["Content-Type"]
    assert head["Cache-Control"] == got["Cache-Control"]


@pytest.mark.parametrize("path", PATHS)
def test_what_machines_read_is_the_same_for_everyone(client, admin_client, path):
    rows.make_article(id=1)
    for_anyone, for_curator = client.get(path), admin_client.get(path)
    assert b"".join(for_anyone) == b"".join(for_curator)
    assert "cookie" not in for_anyone.get("Vary", "").lower()
