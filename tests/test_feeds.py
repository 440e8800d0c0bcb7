"""Lists as feeds: read back by feedparser, and by an XML parser that forgives nothing."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import feedparser
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import cards
from articles.models import Article
from tests import rows

pytestmark = pytest.mark.django_db

FORMS = ("atom", "rss")
SITE = "http://testserver"
NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# Every control character, halves of no pair, the two that XML forbids beside them, and what may stay.
UNSEEN = "".join(map(chr, [*range(1, 9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF]))


def read(client: Client, path: str) -> feedparser.FeedParserDict:
    answer = client.get(path)
    assert answer.status_code == 200
    form = path.partition("?")[0].rpartition(".")[2]
    assert answer["Content-Type"] == f"application/{form}+xml; charset=utf-8"
    found = feedparser.parse(answer.content, sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.bozo_exception
    return found


def tree(client: Client, path: str) -> ElementTree.Element:
    return ElementTree.fromstring(client.get(path).content)  # noqa: S314 - our own


def link(found: feedparser.FeedParserDict, relation: str) -> str | None:
    (link,) = [one.href for one in found.feed.links if one.rel == relation] or [None]
    return link


@pytest.mark.parametrize("form", FORMS)
def test_an_entry_holds_what_a_card_holds(client, form):
    article = rows.make_article(
        language="lv",
        title="Vēlēšanas <ciemos> & pilsētās",
        byline="Anna Bērziņa",
        source="Вестник реформ",
        tags=["Māksla", "R&D"],
        excerpt="Īsi <b>&amp;</b> ]]> 👩🏽‍🚀",
        published="2023-05-19T20:45:29",
    )
    (entry,) = read(client, f"/articles.{form}").entries
    assert entry.title == "Vēlēšanas <ciemos> & pilsētās"
    assert entry.link == f"{SITE}/articles/{article.pk}/velesanas-ciemos-pilsetas/"
    assert entry.id == f"{SITE}/articles/{article.pk}/"
    assert entry.author == "Anna Bērziņa"
    assert [tag.term for tag in entry.tags] == ["Māksla", "R&D"]
    assert entry.published_parsed[:6] == (2023, 5, 19, 20, 45, 29)
    assert entry.source.title == "Вестник реформ"
    assert entry.language == "lv"


def test_texts_in_atom_are_plain(client):
    rows.make_article(language="lv", title="<i>", excerpt="Īsi <b>&amp;</b> ]]>")
    (entry,) = tree(client, "/articles.atom").findall("atom:entry", NAMES)
    summary = entry.find("atom:summary", NAMES)
    assert (summary.text, summary.get("type", "text")) == ("Īsi <b>&amp;</b> ]]>", "text")
    assert entry.find("atom:title", NAMES).text == "<i>"
    assert entry.get(LANG) == "lv"


def test_a_description_in_rss_is_html_that_says_the_text(client):
    rows.make_article(excerpt="Short <script>alert(1)</script> & ]]>")
    (item,) = tree(client, "/articles.rss").iter("item")
    assert item.find("description").text == "Short &lt;script&gt;alert(1)&lt;/script&gt; &amp; ]]&gt;"


def test_rss_tells_creator_and_language_in_dublin_core(client):
    rows.make_article(language="th", byline="สมชาย ใจดี")
    rows.make_article(language="ar")
    items = list(tree(client, "/articles.rss").iter("item"))
    assert [
        (one.findtext("dc:language", "", NAMES), one.findtext("dc:creator", "", NAMES)) for one in items
    ] == [
        ("ar", ""),
        ("th", "สมชาย ใจดี"),
    ]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("published", "said"),
    [("2023-05-19", True), ("2023-05-19T20:45:29", True), ("2023-05", False), ("2023", False), (None, False)],
)
def test_no_date_is_more_precise_than_it_was_stated(client, form, published, said):
    rows.make_article(published=published)
    found = tree(client, f"/articles.{form}")
    name = "atom:published" if form == "atom" else "pubDate"
    assert len(list(found.iterfind(f".//{name}", NAMES))) == said
    short = [one.text for one in found.iterfind(".//dcterms:issued", NAMES)]
    assert short == ([published] if published and not said else [])


@pytest.mark.parametrize("form", FORMS)
def test_an_undated_entry_has_no_date_of_publication(client, form):
    rows.make_article()
    (entry,) = read(client, f"/articles.{form}").entries
    assert "published" not in entry
    assert "published_parsed" not in entry


def test_updated_is_when_the_archive_last_changed_the_article(client):
    old, new = rows.make_article(published="2023"), rows.make_article(published="2022-03-04")
    moments = {old.pk: datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC), new.pk: datetime(2024, 1, 1, tzinfo=UTC)}
    for pk, moment in moments.items():
        Article.objects.filter(pk=pk).update(updated_at=moment)
    found = read(client, "/articles.atom")
    assert [entry.updated for entry in found.entries] == [
        "2024-01-02T03:04:05+00:00",
        "2024-01-01T00:00:00+00:00",
    ]
    assert found.feed.updated == "2024-01-02T03:04:05+00:00"


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_feed_is_the_same_at_every_look(client, form):
    found = read(client, f"/articles.{form}")
    assert found.entries == []
    assert found.feed.updated_parsed[:6] == (1970, 1, 1, 0, 0, 0)


@pytest.mark.parametrize("form", FORMS)
def test_no_character_breaks_a_feed(client, form):
    # PostgreSQL stores no NUL.
    nul = "\0" if connection.vendor == "sqlite" else ""
    nasty = f"]]> <![CDATA[ {UNSEEN}{nul} &#0; \u202eRTL\u202c \u2028 👩🏽‍🚀 \"'"
    rows.make_article(
        language="he", title=nasty, byline=nasty, excerpt=nasty, source=nasty[:40], tags=[f"x{nasty}"]
    )
    kept = "]]> <![CDATA[  &#0; \u202eRTL\u202c \u2028 👩🏽‍🚀 \"'"
    found = tree(client, f"/articles.{form}")
    assert kept in {one.text for one in found.iter()}
    assert f"x{kept}" in {one.get("term") or one.text for one in found.iter()}
    read(client, f"/articles.{form}")


@pytest.mark.parametrize("form", FORMS)
def test_a_feed_leads_through_the_list_page_by_page(client, form):
    for day in range(1, 26):
        rows.make_article(title=f"Day {day}", published=f"2023-05-{day:02}", language="lv")
    rows.make_article(language="pl", published="2023-06")
    first = read(client, f"/articles.{form}?language=lv&colour=red")
    assert [one.title for one in first.entries] == [f"Day {day}" for day in range(25, 5, -1)]
    assert link(first, "self") == f"{SITE}/articles.{form}?language=lv"
    assert link(first, "alternate") == f"{SITE}/?language=lv"
    assert link(first, "previous") is None

    second = read(client, link(first, "next"))
    assert [one.title for one in second.entries] == [f"Day {day}" for day in range(5, 0, -1)]
    assert (link(second, "self"), link(second, "next")) == (link(first, "next"), None)
    assert link(second, "alternate") == f"{SITE}/?language=lv"
    assert [one.id for one in read(client, link(second, "previous")).entries] == [
        one.id for one in first.entries
    ]
    if form == "atom":
        assert first.feed.id == second.feed.id == f"{SITE}/articles.atom?language=lv"


@pytest.mark.parametrize("form", FORMS)
def test_a_feed_has_as_many_entries_as_were_asked_for(client, form):
    for day in range(1, 26):
        rows.make_article(published=f"2023-05-{day:02}")
    assert len(read(client, f"/articles.{form}?per_page=50").entries) == 25


@pytest.mark.parametrize("form", FORMS)
def test_the_feed_of_a_search_is_newest_first_unless_asked_otherwise(client, form):
    rows.make_article(title="Vote vote vote", body="Vote.", published="2021")
    rows.make_article(title="One more vote", body="Reform.", published="2022")
    rows.make_article(title="Nothing of it", body="Else.")

    def titles(query: str) -> list[str]:
        return [one.title for one in read(client, f"/articles.{form}?q=vote{query}").entries]

    assert titles("") == titles("&sort=newest") == ["One more vote", "Vote vote vote"]
    assert titles("&sort=best") == titles("&sort=oldest") == ["Vote vote vote", "One more vote"]


@pytest.mark.parametrize("form", FORMS)
def test_the_title_says_which_list_it_is(client, form):
    rows.make_article(language="lv", published="2023")
    assert read(client, f"/articles.{form}").feed.title == "Reform Archive"
    found = read(client, f"/articles.{form}?q=%00v%C4%93l%C4%93%C5%A1anas&language=lv&published_before=2023")
    assert found.feed.title == "Reform Archive: “vēlēšanas”, Language: Latviešu, Until: 2023"
    assert found.feed.language == "en"


@pytest.mark.parametrize("form", FORMS)
def test_an_unsigned_entry_is_of_its_source_and_not_of_the_archive(client, form):
    article = rows.make_article(source="EU Reporter")
    (entry,) = read(client, f"/articles.{form}").entries
    assert "author" not in entry
    found = tree(client, f"/articles.{form}")
    if form == "rss":
        (source,) = found.iter("source")
        assert (source.text, source.get("url")) == ("EU Reporter", f"{SITE}/articles.rss?source=eu-reporter")
        return
    (source,) = found.iterfind("atom:entry/atom:source", NAMES)
    assert source.findtext("atom:author/atom:name", "", NAMES) == "EU Reporter"
    assert source.findtext("atom:id", "", NAMES) == f"{SITE}/sources/eu-reporter/"
    assert source.find("atom:link", NAMES).get("href") == f"{SITE}/articles.atom?source=eu-reporter"
    assert source.findtext("atom:updated", "", NAMES) == article.updated_at.isoformat()


@pytest.mark.parametrize("form", FORMS)
def test_hidden_articles_are_in_no_feed(client, form):
    rows.make_article(title="Kept back", status="hidden")
    assert "Kept back" not in client.get(f"/articles.{form}").content.decode()


@pytest.mark.parametrize("path", ["/articles.atom", "/articles.rss", "/articles.json"])
def test_what_a_page_folds_under_another_stands_by_itself(client, monkeypatch, path):
    for day in range(1, 5):
        rows.make_article(title=f"Day {day}", published=f"2023-05-{day:02}")
    monkeypatch.setattr(
        cards, "folded", lambda found: [(found[0], [found[3], found[1]]), (found[2], [])] if found else []
    )
    if path.endswith("json"):
        titles = [one["title"] for one in client.get(path).json()["results"]]
    else:
        titles = [one.title for one in read(client, path).entries]
    assert titles == ["Day 4", "Day 3", "Day 2", "Day 1"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("query", ["", "?q=vote"])
def test_a_feed_costs_the_same_queries_with_many_entries_as_with_one(client, form, query):
    def asked() -> int:
        with CaptureQueriesContext(connection) as made:
            read(client, f"/articles.{form}{query}")
        return len(made)

    rows.make_article(title="Vote", tags=["Māksla"])
    few = asked()
    for number in range(19):
        rows.make_article(
            title="Vote", source=f"Source {number}", tags=["Māksla", f"Tag {number}"], language="lv"
        )
    assert asked() == few
