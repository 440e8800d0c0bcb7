"""What of an article the public may read, by the rights of its source: on every page, in every feed and in
every export."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import rights
from articles.models import Article, Source
from tests import rows
from tests.pages import read

pytestmark = pytest.mark.django_db

LEVELS = ("full", "excerpt", "headline")

# What only the text says: in the middle of it, in its earlier wording and in the lines of the dump.
TEXT = "A heron crossed the Daugava while the votes were counted."
EARLIER = "An otter sat on the steps of the parliament."
LINE = "Share this: heron by e-mail"
OPENING = "The commission opened its doors before the sun rose over the river. " * 5
BODY = rows.paragraphs(OPENING.strip(), TEXT, "It rained.")
EXCERPT = "What the commission decided, in the words of its dump."
SECTION = "Baltic affairs"

LISTS = ("/", "/lv/", "/sources/district-gazette/", "/tags/reform/", "/facets/tag/", "/coverage/")
FEEDS = ("/articles.atom", "/articles.rss")
EXPORTS = ("/articles.csv", "/articles.json", "/articles.jsonl", "/articles.ris", "/articles.bib")
PAGES = ("/articles/1/vote/", "/ar/articles/1/vote/", "/articles/1/original/", "/articles/1/changes/")
BESIDE = ("/compare/1/2/", "/compare/2/1/", "/compare/1/2/?diff=1", "/compare/2/1/?diff=1")
FORMS = ("/articles/1.json", "/articles/1.ris", "/articles/1.bib", "/articles/1.csl.json")
WITH_WORDS = tuple(f"{place}?q=heron" for place in ("/", "/pl/", PAGES[0], *FEEDS, *EXPORTS))
PLACES = (*LISTS, *FEEDS, *EXPORTS, *PAGES, *BESIDE, *FORMS, *WITH_WORDS)


@pytest.fixture
def article() -> Article:
    """An article of a full source, in two wordings; another stands beside it."""
    made = rows.make_article(
        id=1,
        title="Vote",
        section=SECTION,
        byline="Anna Bērziņa",
        excerpt=EXCERPT,
        body=BODY,
        source="District Gazette",
        tags=["Reform"],
        published="2023-05-19",
        url="https://gazette.example/vote",
    )
    rows.add_sighting(made.revisions.get(), f"{LINE}\n{TEXT}\n", dump="gazette.txt", line=7)
    made.revisions.update(body=f"{BODY} {EARLIER}", is_current=False)
    rows.add_revision(made, BODY)
    rows.make_article(id=2, title="Count", body="Nothing of that.", source="EU Reporter")
    return made


def allow(level: str, article: Article) -> Article:
    """The article as it is read with these rights of its source."""
    Source.objects.filter(pk=article.source_id).update(rights=level)
    return Article.objects.with_related().get(pk=article.pk)


def said(client: Client, place: str) -> str:
    answer = client.get(place)
    assert answer.status_code == 200, place
    return b"".join(answer).decode()


def places_with(client: Client, words: str) -> set[str]:
    return {place for place in PLACES if words in without_marks(said(client, place))}


def without_marks(text: str) -> str:
    return text.replace("<mark>", "").replace("</mark>", "")


# Everywhere


def test_with_full_rights_the_text_stands_where_it_always_did(client, article):
    """What the other tests find nowhere could be found by them."""
    assert places_with(client, "heron crossed") == {
        *(place for place in PAGES if "changes" not in place),
        *BESIDE,
        "/articles.jsonl",
        "/articles.jsonl?q=heron",
        "/articles.json?q=heron",
        "/articles/1.json",
        *(f"{place}?q=heron" for place in ("/", "/pl/", PAGES[0], *FEEDS)),
    }
    assert places_with(client, EARLIER) == {"/articles/1/changes/"}
    assert places_with(client, LINE) == {"/articles/1/original/"}
    assert places_with(client, SECTION) >= {PAGES[0], "/articles.csv", "/articles.ris", *FORMS[:2]}
    assert places_with(client, EXCERPT) >= {"/", *LISTS[2:4], *FEEDS, *EXPORTS[:4], *FORMS[:2]}


@pytest.mark.parametrize("level", ["excerpt", "headline"])
@pytest.mark.parametrize("place", PLACES)
def test_without_them_it_stands_nowhere(client, article, place, level):
    allow(level, article)
    text = without_marks(said(client, place))
    for words in ("crossed the Daugava", "heron crossed", "otter", "heron by", OPENING[:40], "It rained"):
        assert words not in text
    # A page repeats the words that were asked for.
    assert "heron" not in text or "?q=" in place


@pytest.mark.parametrize("place", PLACES)
def test_the_headline_alone_is_the_headline_alone(client, article, place):
    allow("headline", article)
    text = said(client, place)
    assert EXCERPT[:20] not in text
    assert SECTION not in text


@pytest.mark.parametrize("place", PLACES)
def test_an_excerpt_made_of_the_text_is_no_more_than_its_beginning(client, article, place):
    Article.objects.filter(pk=1).update(excerpt=None)
    allow("excerpt", article)
    text = said(client, place)
    assert "heron crossed" not in text
    assert OPENING[: rights.LONGEST_EXCERPT + 1] not in text


def test_an_excerpt_is_shown_where_the_text_would_be(client, article):
    allow("excerpt", article)
    assert places_with(client, EXCERPT) == {
        "/",
        "/lv/",
        "/pl/?q=heron",
        "/?q=heron",
        "/sources/district-gazette/",
        "/tags/reform/",
        *FEEDS,
        *(f"{feed}?q=heron" for feed in FEEDS),
        *(f"{export}{words}" for export in EXPORTS[:4] for words in ("", "?q=heron")),
        *PAGES[:2],
        f"{PAGES[0]}?q=heron",
        *BESIDE,
        *(form for form in FORMS if form != "/articles/1.bib"),
    }
    Article.objects.filter(pk=1).update(excerpt=None)
    assert OPENING[:60] in said(client, PAGES[0])
    assert OPENING[:60] in said(client, "/articles.jsonl")


@pytest.mark.parametrize("level", LEVELS)
def test_what_is_known_of_every_article_is_shown_of_all(client, article, level):
    allow(level, article)
    page = read(client.get("/articles/1/vote/"))
    main = page.one("main").text
    for words in ("Vote", "Anna Bērziņa", "19 May 2023", "District Gazette", "English", "Reform"):
        assert words in main
    assert "https://gazette.example/vote" in [link["href"] for link in page.one("main").all("a")]
    record = client.get("/articles/1.json").json()
    assert (record["title"], record["byline"], record["source"]) == (
        "Vote",
        "Anna Bērziņa",
        "District Gazette",
    )
    assert (record["published"], record["language"], record["tags"]) == ("2023-05-19", "en", ["Reform"])
    assert record["original_url"] == "https://gazette.example/vote"


@pytest.mark.parametrize("level", LEVELS)
def test_an_article_is_found_by_words_that_are_not_shown(client, article, level):
    allow(level, article)
    for place in ("/articles.json?q=heron", "/articles.json?q=commission"):
        assert [one["id"] for one in client.get(place).json()["results"]] == [1]


# Programs


@pytest.mark.parametrize(
    ("level", "section", "excerpt", "body"),
    [
        ("full", SECTION, EXCERPT, BODY.split("\n\n")),
        ("excerpt", SECTION, EXCERPT, []),
        ("headline", None, None, []),
    ],
)
def test_programs_are_told_the_rights_and_the_hash_of_the_text(
    client, article, level, section, excerpt, body
):
    allow(level, article)
    record = client.get("/articles/1.json").json()
    assert (record["rights"], record["section"], record["excerpt"], record["body"]) == (
        level,
        section,
        excerpt,
        body,
    )
    assert record["body_sha256"] == article.revisions.get(is_current=True).body_sha256
    assert [(one["dump"], one["line_start"], one["line_end"]) for one in record["provenance"]] == [
        ("gazette.txt", 7, 8)
    ]
    (listed,) = client.get("/articles.json?source=district-gazette").json()["results"]
    assert (listed["rights"], listed["snippet"]) == (level, excerpt or "")


def test_search_engines_are_told_whether_the_text_can_be_read(client, article):
    for level, is_free in (("full", True), ("excerpt", False), ("headline", False)):
        allow(level, article)
        assert ('"isAccessibleForFree": true' in said(client, "/articles/1/vote/")) is is_free


# Pages


@pytest.mark.parametrize("level", ["excerpt", "headline"])
def test_the_page_says_why_there_is_no_more(client, article, level):
    allow(level, article)
    page = read(client.get("/articles/1/vote/"))
    said = {
        "excerpt": "This source allows only an excerpt of each article to be shown here.",
        "headline": "This source allows only the headlines of its articles and their addresses "
        "to be shown here.",
    }[level]
    assert page.texts("p", "rights") == [said]
    assert [link["href"] for link in page.all("a") if link.text == "Read it where it was published"] == [
        "https://gazette.example/vote"
    ]
    assert read(client.get("/sources/district-gazette/")).texts("p", "rights") == [said]
    # Which is not where changes are read.
    assert "/articles/1/changes/" not in [link["href"] for link in page.all("a")]


def test_with_full_rights_nothing_is_said_of_them(client, article):
    for place in ("/articles/1/vote/", "/articles/1/original/", "/sources/district-gazette/"):
        assert read(client.get(place)).texts("p", "rights") == []


@pytest.mark.parametrize("level", ["excerpt", "headline"])
def test_the_original_says_where_the_lines_are_without_them(client, article, level):
    allow(level, article)
    page = read(client.get("/articles/1/original/"))
    section = page.one("section", "original")
    sighting = article.revisions.get(number=1).sightings.get()
    assert section.one("h2").text == "gazette.txt, lines 7–8"
    assert sighting.dump.sha256 in section.text
    assert section.texts("p", "hint") == ["The lines are kept, but may not be shown."]
    assert page.all("ol", "lines") == []


@pytest.mark.parametrize("level", ["excerpt", "headline"])
def test_what_changed_is_not_told(client, article, level):
    allow(level, article)
    page = read(client.get("/articles/1/changes/"))
    assert page.one("main").texts("h2") == []
    assert "What changed is kept, but may not be shown." in page.texts("p", "hint")


def test_beside_another_an_article_shows_what_it_may(client, article):
    rows.make_article(id=3, title="Vote", body=BODY, source="EU Reporter")
    assert [link["href"] for link in read(client.get("/compare/1/3/")).all("a")].count("/compare/1/3/?diff=1")
    allow("excerpt", article)
    for place in ("/compare/1/3/", "/compare/1/3/?diff=1"):
        page = read(client.get(place))
        own, other = page.one("div", "sides").all("article")
        assert (EXCERPT in own.text, "heron" in own.text, "heron" in other.text) == (True, False, True)
        assert page.all("section", "changes") == []
        assert [link["href"] for link in page.all("a") if "diff" in link["href"]] == []


def test_words_that_only_the_text_holds_are_not_said_to_stand_nowhere_in_it(client, article):
    allow("excerpt", article)
    matches = read(client.get("/articles/1/vote/?q=heron")).one("nav", "matches")
    assert matches.text.startswith("“heron” stands nowhere in what may be shown of this article.")
    matches = read(client.get("/articles/1/vote/?q=commission")).one("nav", "matches")
    assert matches.text.startswith("“commission” stands here: 1")


# What was merged into an article is its own source's


@pytest.mark.parametrize(
    ("own", "others", "is_shown"),
    [
        ("full", "full", True),
        ("full", "excerpt", False),
        ("full", "headline", False),
        ("excerpt", "full", False),
    ],
)
def test_the_lines_of_a_merged_article_need_the_rights_of_both(client, article, own, others, is_shown):
    other = rows.make_article(id=3, title="Vote again", source="Second Gazette")
    rows.add_sighting(other.revisions.get(), "From the second gazette\n", dump="second.txt")
    Article.objects.filter(pk=other.pk).update(status="merged", merged_into=article)
    allow(own, article)
    allow(others, other)
    text = said(client, "/articles/1/original/")
    assert ("From the second gazette" in text) is is_shown
    assert (LINE in text) is (own == "full")


# The rules themselves


def test_an_excerpt_ends_between_words_and_says_that_it_goes_on():
    made = rows.make_article(body=OPENING)
    shown = rights.excerpt(allow("excerpt", made))
    assert len(shown) <= rights.LONGEST_EXCERPT + 1
    assert shown.endswith("…")
    assert OPENING.startswith(shown[:-1])
    assert OPENING[len(shown) - 1] in " ."


@pytest.mark.parametrize(
    "text", ["Voters have approved a sweeping revision.", "ชาวคาซัคสถานออกไปลงประชามติ", "x"]
)
def test_an_excerpt_of_a_short_text_is_not_all_of_it(text):
    shown = rights.excerpt(allow("excerpt", rows.make_article(body=text)))
    assert shown.endswith("…")
    assert text.startswith(shown[:-1])
    assert len(shown) <= len(text) // 2 + 1


def test_the_excerpt_of_a_dump_is_cut_where_it_is_the_whole_text():
    made = rows.make_article(body="x", excerpt="word " * 200)
    assert rights.excerpt(allow("full", made)) == "word " * 200
    assert len(rights.excerpt(allow("excerpt", made))) <= rights.LONGEST_EXCERPT + 1
    assert rights.excerpt(allow("headline", made)) is None


def test_an_article_without_a_text_has_no_excerpt():
    made = rows.make_article(body="")
    assert [rights.excerpt(allow(level, made)) for level in LEVELS] == [None] * 3
    assert [rights.summary(allow(level, made)) for level in LEVELS] == [""] * 3


def test_rights_that_nobody_knows_allow_nothing():
    made = rows.make_article(section=SECTION, excerpt=EXCERPT)
    article = allow("later", made)
    assert (rights.has_text(article), rights.excerpt(article), rights.summary(article)) == (False, None, "")


@pytest.mark.parametrize(
    "place", ["/", "/?q=heron", "/articles.atom?q=heron", "/articles.jsonl", "/articles.csv"]
)
def test_rights_cost_no_query(client, article, place):
    for number in range(5):
        rows.make_article(title=f"Nr. {number}", body=TEXT, source=f"Source {number}")

    def asked() -> int:
        with CaptureQueriesContext(connection) as made:
            said(client, place)
        return len(made)

    said(client, place)
    before = asked()
    Source.objects.exclude(pk=article.source_id).update(rights="excerpt")
    assert asked() == before
