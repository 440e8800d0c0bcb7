"""Searching: the list and its JSON with words, beside every filter, order and page."""

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import counts, indexing
from articles.filters import ArticleFilter
from articles.listing import Listing, listing
from articles.models import Article, Tag, TagName
from articles.paging import cursor_of
from articles.search import matches
from articles.search.matches import BEST
from articles.views import lists, reading
from tests import rows
from tests.pages import Element, foreign_scripts, read

pytestmark = pytest.mark.django_db

# More than any list here has.
MOST_PAGES = 100


def test_a_search_is_answered_for_programs_too(client):
    article = rows.make_article(
        language="lv",
        source="EU Reporter",
        title="Vēlēšanas Kazahstānā",
        byline="Ilze Kalniņa",
        body="Pirmās vēlēšanas <ciemos> & pilsētās.",
        tags=["Māksla"],
        published="2023-05-19",
        url="https://example.org/velesanas/",
    )
    rows.make_article(language="lv", title="Referendums", body="Vēlētāji.")
    assert client.get("/articles.json", {"q": "velesanam"}).json() == {
        "count": 1,
        "count_is_exact": True,
        "warnings": [],
        "concepts": [],
        "results": [
            {
                "id": article.pk,
                "title": "Vēlēšanas Kazahstānā",
                "url": f"http://testserver/articles/{article.pk}/velesanas-kazahstana/",
                "original_url": "https://example.org/velesanas/",
                "source": "EU Reporter",
                "language": "lv",
                "published": "2023-05-19",
                "published_precision": "day",
                "byline": "Ilze Kalniņa",
                "tags": ["Māksla"],
                "rights": "full",
                "snippet": "Pirmās <mark>vēlēšanas</mark> &lt;ciemos&gt; &amp; pilsētās.",
            }
        ],
        "next": None,
    }


def test_words_that_nothing_holds_find_nothing(client):
    rows.make_article(title="Elections")
    answer = client.get("/articles.json", {"q": "xyzzy"}).json()
    assert (answer["count"], answer["results"], answer["next"]) == (0, [], None)


# One of each: what a query finds, by these names.
ARTICLES = {
    "free": {"title": "Free and fair elections", "body": "The council votes."},
    "fair": {"title": "A fair in the capital", "body": "Nothing about any vote; elections were free."},
    "court": {"title": "The constitutional court", "body": "Elections before the court."},
    "latvian": {"title": "Vēlēšanas Latvijā", "body": "Balsoja ciemos.", "language": "lv"},
    "polish": {"title": "Wybory", "body": "Przed wyborami głosował Sejm.", "language": "pl"},
    "thai": {"title": "การลงประชามติ", "body": "ร่างรัฐธรรมนูญฉบับใหม่", "language": "th"},
    "arabic": {"title": "الدُّسْتُور الجديد", "body": "وبالانتخابات المحلية", "language": "ar"},
    "by": {"title": "Budget", "body": "Money.", "byline": "Ann Elections"},
}


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("elections", ["by", "court", "fair", "free"]),
        ("ELECTION", ["by", "court", "fair", "free"]),
        ("elections court", ["court"]),
        ("court elections", ["court"]),
        ('"free elections"', []),
        ('"fair elections"', ["free"]),
        ('"elections fair"', []),
        ("budget OR court", ["by", "court"]),
        ("elections -court", ["by", "fair", "free"]),
        ("elections -court -free", ["by"]),
        ('elections -"fair elections"', ["by", "court", "fair"]),
        ("-elections", ["arabic", "latvian", "polish", "thai"]),
        ("constitu*", ["court"]),
        ("coun*", ["free"]),
        ("title:elections", ["free"]),
        ("title:elections OR title:court", ["court", "free"]),
        ('title:"fair elections"', ["free"]),
        ("byline:elections", ["by"]),
        ("byline:ann", ["by"]),
        ("byline:court", []),
        ("elections -byline:ann", ["court", "fair", "free"]),
        ("velesanam", ["latvian"]),
        ("Vēlēšanu", ["latvian"]),
        ("wyborów", ["polish"]),
        ("glosowal", ["polish"]),
        ("ประชามติ", ["thai"]),
        ("รัฐธรรมนูญ ประชามติ", ["thai"]),
        ("دستور", ["arabic"]),
        ("والدستور انتخابات", ["arabic"]),
        ("language:latvian", ["latvian"]),
        ("language:lv", ["latvian"]),
        ("language:ไทย", ["thai"]),
        ("elections language:polish", []),
        ("-language:english", ["arabic", "latvian", "polish", "thai"]),
        ('source:"Baltic Wire"', ["latvian"]),
        ("source:baltic-wire", ["latvian"]),
        ("elections -source:baltic-wire", ["by", "court", "fair", "free"]),
        ("tag:reform", ["court", "latvian"]),
        ("tag:reforma", ["court", "latvian"]),
        ("elections tag:reform", ["court"]),
        ("elections -tag:reform", ["by", "fair", "free"]),
        ("elections tag:reform OR tag:budget", ["by", "court"]),
    ],
)
def test_it_finds(query: str, wanted: list[str]):
    reform, budget = rows.make_tag("Reform"), rows.make_tag("Budget")
    called = [(reform, "en", "reform"), (reform, "lv", "reforma"), (budget, "en", "budget")]
    for tag, language, name in called:
        TagName.objects.create(tag=tag, language=language, name=name, tags_texts=False)
    tags = {"court": ["Reform"], "latvian": ["Reform"], "by": ["Budget"]}
    names = {
        rows.make_article(
            source="Baltic Wire" if name == "latvian" else "EU Reporter", tags=tags.get(name, []), **fields
        ).pk: name
        for name, fields in ARTICLES.items()
    }
    asked = ArticleFilter(urlencode({"q": query}))
    assert asked.warnings == []
    assert sorted(names[pk] for pk in every_id(asked)) == wanted
    assert found(asked).total() == counts.Total(len(wanted), True)


ANYTHING = (
    "\0",
    "elections\0",
    '"',
    '""',
    "NEAR(elections, 2) AND NOT {title} : ^x*",
    "'elections':A & !court | <2> \\ x",
    "คาซัคสถาน-คาซัคสถาน",
    "(คาซัคสถานใหม่)",
    "🗳️🗳️ \u202eelections",
    "ＥＬＥＣＴＩＯＮＳ",
    "%_'; DROP TABLE articles_article; --",
    "elections " * 1_000,
    "x" * 10_000,
    "ā" * 10_000,
    "-" * 10_000,
    '"' * 9_999,
    "()" * 5_000,
    "ก" * 1_000,
)


def test_any_text_is_answered(client, kazakhstan):
    rows.make_article(id=1, title="Vote", body="คาซัคสถาน")
    for text in ANYTHING:
        for path in ("/", "/articles.json", "/articles/1/vote/"):
            assert client.get(path, {"q": text}).status_code == 200, (path, text[:40])


EVERY_DATE = (
    "2022",
    "2023",
    "2024",
    "2022-12",
    "2023-01",
    "2023-05",
    "2023-06",
    "2022-12-31",
    "2023-01-01",
    "2023-05-18",
    "2023-05-19",
    "2023-05-19T00:00:00",
    "2023-05-19T20:45:29",
    "2023-05-20",
    "2023-05-31T23:59:59",
    "2024-02-29",
    None,
    None,
)

PERIODS = (
    "",
    "undated=1",
    "published_after=2023",
    "published_before=2023",
    "published_after=2023&published_before=2023",
    "published_after=2023-05",
    "published_before=2023-05",
    "published_after=2023-05&published_before=2023-05",
    "published_after=2023-05-19",
    "published_before=2023-05-19",
    "published_after=2023-05-19&published_before=2023-05-19",
    "published_after=2022-12-31&published_before=2023-01-01",
    "published_after=2023-05-20&published_before=2024&undated=1",
    "published_after=2023-06&undated=1",
    "published_before=2022&undated=1",
    "published_after=2025",
    "published_after=2023-02-02&published_before=2023-02-02",
)

OTHERS = (
    "",
    "language=lv",
    "language=lv&language=pl",
    "source=eu-reporter",
    "tag=reform",
    "tag=reform&tag=maksla",
    "language=lv&source=eu-reporter&tag=maksla",
    "language=th",
)


@pytest.fixture
def referendums() -> None:
    """Articles that all hold one word, of every kind of date; and hidden ones, which do too."""
    for number, published in enumerate(EVERY_DATE):
        rows.make_article(
            title="Referendum",
            body="x " * number,
            published=published,
            language=("lv", "pl", "en")[number % 3],
            source=("EU Reporter", "Baltic Wire")[number % 2],
            tags=[(), ("Reform",), ("Reform", "Māksla"), ("Māksla",)][number % 4],
        )
        rows.make_article(title="Referendum", published=published, status="hidden", tags=["Reform"])
    # Of which most periods have none.
    rows.make_article(title="Referendum", body="x", published="1999-12-31", language="th")


def test_a_word_that_every_article_holds_changes_nothing_but_the_order(referendums):
    """Lists without words walk the rows, and those with words the index: both mean the same by a filter."""
    for filters in (f"{period}&{other}".strip("&") for period in PERIODS for other in OTHERS):
        plain, worded = ArticleFilter(filters), ArticleFilter(f"q=referendum&{filters}")
        assert (plain.warnings, worded.warnings) == ([], [])
        assert found(worded).total() == found(plain).total(), filters
        assert facets_of(worded) == facets_of(plain), filters
        assert worded.sort == BEST
        assert sorted(every_id(worded)) == sorted(every_id(plain)), filters


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_by_date_articles_that_hold_a_word_stand_and_are_paged_as_without_it(referendums, sort: str):
    for filters in (f"{period}&sort={sort}".strip("&") for period in PERIODS):
        plain, worded = ArticleFilter(filters), ArticleFilter(f"q=referendum&{filters}")
        assert pages(worded, 5) == pages(plain, 5), filters
        assert pages(worded, 5, back=True) == pages(plain, 5, back=True), filters


def test_what_a_query_leaves_out_is_left_out_of_every_filter(referendums):
    """All of them are also what does not hold some other word."""
    for filters in ("", "undated=1", "language=lv&published_after=2023-05-19", "tag=reform&tag=maksla"):
        plain, worded = ArticleFilter(filters), ArticleFilter(f"q=-xyzzy&{filters}")
        assert not worded.meaning.is_empty
        assert found(worded).total() == found(plain).total()
        assert facets_of(worded) == facets_of(plain)


def test_facets_count_what_holds_the_words_each_without_its_own_values(client):
    rows.make_article(title="Elections", language="lv", tags=["Reform"], published="2023")
    rows.make_article(title="Elections", language="pl", tags=["Reform", "Māksla"], published="2022")
    rows.make_article(title="Elections", language="pl", source="Baltic Wire")
    rows.make_article(title="Referendum", language="pl", tags=["Reform"], published="2022")
    rows.make_article(title="Elections", language="pl", tags=["Reform"], status="hidden")
    page = read(client.get("/", {"q": "elections", "language": "pl"}))
    assert facet(page, "language") == {"Polski Polish": "2", "Latviešu Latvian": "1"}
    assert facet(page, "source") == {"EU Reporter": "1", "Baltic Wire": "1"}
    assert facet(page, "tag") == {"Reform": "1", "Māksla": "1"}
    timeline = page.one("section", "timeline")
    assert [bar["aria-label"] for bar in timeline.one("svg").all("a")] == ["2022: 1 article"]
    assert "Undated: 1" in timeline.text
    assert page.one("p", "count").text == "2 of 2"


def test_every_link_of_a_search_keeps_the_words(client):
    rows.make_article(title="Elections", language="lv", tags=["Reform"], published="2023")
    rows.make_article(title="Elections", language="lv")
    page = read(client.get("/", {"q": '"elections" OR vēlēšanas', "language": "lv", "expand": "0"}))
    kept = [
        *page.one("details", "filters").all("a"),
        *page.one("ul", "chips").all("a")[:-1],
        *(link for choices in page.all("ul", "choices") for link in choices.all("a")),
    ]
    kept += page.one("section", "timeline").all("a")
    assert len(kept) >= 12
    for link in kept:
        fields = dict(parse_qsl(urlsplit(link["href"]).query))
        assert (fields["q"], fields["expand"]) == ('"elections" OR vēlēšanas', "0"), link["href"]
    hidden = [(one["name"], one["value"]) for one in page.one("form", "period").all("input", type="hidden")]
    assert hidden == [("q", '"elections" OR vēlēšanas'), ("expand", "0"), ("language", "lv")]


def test_the_search_form_shows_the_words_and_keeps_the_filters(client):
    rows.make_article(title="Elections", language="lv")
    form = read(client.get("/", {"q": '<b>"elections"', "language": "lv", "sort": "oldest"})).one(
        "form", "search"
    )
    assert form.one("input", id="q")["value"] == '<b>"elections"'
    assert [(one["name"], one["value"]) for one in form.all("input", type="hidden")] == [
        ("language", "lv"),
        ("sort", "oldest"),
    ]


def test_the_window_is_titled_by_the_words_and_not_indexed_by_robots(client):
    rows.make_article(title="Elections")
    page = read(client.get("/", {"q": "elections \u202ecourt OR vote"}))
    assert page.one("title").text == "elections court OR vote · Reform Archive"
    assert page.one("meta", name="robots")["content"] == "noindex"
    assert read(client.get("/")).all("meta", name="robots") == []


def test_the_best_come_first_unless_another_order_is_asked_for(client):
    title = rows.make_article(title="Elections", body="x", published="2021")
    often = rows.make_article(title="Vote", body="Elections, elections, elections.", published="2022")
    once = rows.make_article(title="Vote", body="Elections " + "x " * 50, published="2023")
    undated = rows.make_article(title="Vote", body="Elections " + "x " * 500)
    orders = {
        "": [title, often, once, undated],
        "best": [title, often, once, undated],
        "newest": [once, often, title, undated],
        "oldest": [title, often, once, undated],
    }
    for sort, wanted in orders.items():
        answer = client.get("/articles.json", {"q": "elections", "sort": sort}).json()
        assert [result["id"] for result in answer["results"]] == [one.pk for one in wanted], sort


def test_of_equally_good_ones_the_newest_comes_first(client):
    dates = ["2021", None, "2023-05-19T20:45:29", "2022", "2023-05-19"]
    articles = {published: rows.make_article(title="Elections", published=published) for published in dates}
    answer = client.get("/articles.json", {"q": "elections"}).json()
    wanted = ["2023-05-19T20:45:29", "2023-05-19", "2022", "2021", None]
    assert [result["id"] for result in answer["results"]] == [articles[date].pk for date in wanted]


def test_without_words_nothing_is_best(client):
    rows.make_article()
    page = read(client.get("/?sort=best"))
    assert page.one("main").texts("a", "", **{"aria-current": "true"}) == ["Newest", "20"]
    words = read(client.get("/?q=constitution"))
    assert [link.text for link in words.all("ul", "choices")[0].all("a")] == ["Best", "Newest", "Oldest"]
    assert words.one("main").texts("a", "", **{"aria-current": "true"}) == ["Best", "20"]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 20])
@pytest.mark.parametrize("ranked", [1, 3, 8, 9, 100])
def test_behind_those_that_are_ranked_the_list_goes_on_by_date(monkeypatch, ranked: int, size: int):
    monkeypatch.setattr(matches, "RANKED", ranked)
    articles = make_nine()
    # The newest of them, the best first; then the rest, the newest first.
    ranked_ones = articles[:ranked]
    titled = [one for one in ranked_ones if one.title == "Elections"]
    good = titled + [one for one in ranked_ones if one.title == "Vote"]
    wanted = [article.pk for article in good + articles[ranked:]]
    asked = ArticleFilter("q=elections")
    assert [pk for page in pages(asked, size) for pk in page] == wanted
    assert [pk for page in pages(asked, size, back=True) for pk in page] == wanted
    assert {len(page) for page in pages(asked, size)[:-1]} <= {size}


def test_a_page_by_score_goes_on_behind_an_article_that_was_withdrawn(monkeypatch):
    monkeypatch.setattr(matches, "RANKED", 4)
    make_nine()
    asked = ArticleFilter("q=elections")
    order = every_id(asked)
    for number in (2, 6):
        first = found(asked).page(BEST, number, None)
        article = first.articles[-1]
        Article.objects.filter(pk=article.pk).update(status="hidden")
        indexing.refresh([article.pk])
        following = found(asked).page(BEST, 100, cursor_of(first.after))
        assert [one.pk for one in following.articles] == order[number:]
        Article.objects.filter(pk=article.pk).update(status="published")
        indexing.refresh([article.pk])


def test_page_links_of_a_search_lead_through_the_whole_list_and_back(client, monkeypatch):
    monkeypatch.setattr(matches, "RANKED", 10)
    monkeypatch.setattr(lists, "RANKED", 10)
    for number in range(45):
        rows.make_article(
            title="Elections" if number % 4 == 0 else f"Vote {number}",
            body="Elections",
            published=f"2023-{number // 28 + 1:02}-{number % 28 + 1:02}",
        )
    seen = list(followed(client, "/?q=elections", "next"))
    forth = [shown_ids(page) for page in seen]
    assert [len(ids) for ids in forth] == [20, 20, 5]
    assert len({pk for ids in forth for pk in ids}) == 45
    assert [page.one("p", "count").text for page in seen] == ["20 of 45", "20 of 45", "5 of 45"]
    assert seen[0].one("div", "results").texts("p", "hint")[-1:] == [
        "The newest 10 are ranked; behind them the list goes on by date."
    ]
    last = seen[-1].one("a", rel="prev")["href"]
    back = [forth[-1], *map(shown_ids, followed(client, last, "prev"))]
    assert back[::-1] == forth


def test_the_next_page_for_programs_goes_on_where_the_first_ends(client):
    articles = [rows.make_article(title=f"Elections {number}", published="2023") for number in range(25)]
    first = client.get("/articles.json", {"q": "elections", "language": "en"}).json()
    second = client.get(first["next"]).json()
    assert (first["count"], second["count"], second["next"]) == (25, 25, None)
    ids = [result["id"] for answer in (first, second) for result in answer["results"]]
    assert ids == [article.pk for article in articles[::-1]]


def test_a_page_beyond_the_end_says_so(client):
    rows.make_article(title="Elections")
    page = read(client.get("/?q=elections&after=1.1"))
    assert page.one("section", "empty").text == (
        "No more articles The list ends before this page. Go to its beginning"
    )
    assert page.one("section", "empty").one("a")["href"] == "/?q=elections"


def test_beyond_those_that_are_ranked_facets_count_the_newest_and_say_so(client, monkeypatch):
    monkeypatch.setattr(matches, "RANKED", 3)
    for year in range(2018, 2024):
        rows.make_article(title="Elections", published=str(year), language="lv" if year < 2022 else "pl")
    asked = ArticleFilter("q=elections")
    facets = found(asked).facets()
    assert facets[counts.YEAR] == counts.Facet({2023: 1, 2022: 1, 2021: 1}, False, 3)
    assert facets[counts.LANGUAGE] == counts.Facet({"pl": 2, "lv": 1}, False, 3)
    page = read(client.get("/?q=elections"))
    section = page.one("section", "facet", **{"aria-labelledby": "facet_language"})
    assert section.texts("p", "hint") == ["Among the newest 3 matches"]
    assert page.one("p", "count").text == "6 of 6"


@pytest.mark.parametrize(("cap", "total"), [(5, (5, False)), (6, (6, True)), (7, (6, True))])
@pytest.mark.parametrize("query", ["q=elections", "q=elections&published_after=2021-05&undated=1"])
def test_counting_stops_at_the_cap_and_says_so(monkeypatch, query: str, cap: int, total: tuple[int, bool]):
    monkeypatch.setattr(matches, "CAP", cap)
    monkeypatch.setattr(matches, "RANKED", 2)
    for published in ("2021", "2022", "2023", "2023-05", None, None):
        rows.make_article(title="Elections", published=published)
    assert found(ArticleFilter(query)).total() == counts.Total(*total)


def test_a_number_beyond_the_cap_is_said_to_be_more_than_that(client, monkeypatch):
    monkeypatch.setattr(matches, "CAP", 3)
    monkeypatch.setattr(matches, "RANKED", 2)
    for _ in range(5):
        rows.make_article(title="Elections")
    assert read(client.get("/?q=elections")).one("p", "count").text == "5 of more than 3"
    answer = client.get("/articles.json?q=elections").json()
    assert (answer["count"], answer["count_is_exact"]) == (3, False)


def test_a_search_costs_as_many_queries_with_thirty_articles_as_with_one(client, kazakhstan):
    asked = []
    for number in (1, 29):
        for _ in range(number):
            rows.make_article(title="Elections in Kazakhstan", tags=["Māksla"], published="2023")
        with CaptureQueriesContext(connection) as queries:
            client.get("/?q=elections+kazakhstan&language=en")
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.fixture
def kazakhstan() -> Tag:
    """A concept with names in many languages, and an article in each of three."""
    tag = Tag.objects.create(name="Kazakhstan", slug="kazakhstan", kind="place", territory="KZ")
    names = {
        "en": "Kazakhstan",
        "lv": "Kazahstāna",
        "pl": "Kazachstan",
        "th": "คาซัคสถาน",
        "ar": "كازاخستان",
        "ja": "カザフスタン",
    }
    for language, name in names.items():
        TagName.objects.create(tag=tag, language=language, name=name)
    TagName.objects.create(tag=tag, language="lv", name="Kazahija", is_shown=False)
    return tag


def test_a_name_finds_its_concept_in_every_language(client, kazakhstan):
    english = rows.make_article(title="Kazakhstan votes", body="")
    latvian = rows.make_article(title="Vēlēšanas Kazahstānā", body="", language="lv")
    thai = rows.make_article(title="ประชามติในคาซัคสถาน", body="", language="th")
    rows.make_article(title="Tunisia votes", body="")
    for typed, first in (("Kazakhstan", english), ("kazahstānas", latvian), ("คาซัคสถาน", thai)):
        answer = client.get("/articles.json", {"q": typed}).json()
        assert answer["concepts"] == ["Kazakhstan"]
        assert answer["results"][0]["id"] == first.pk
        assert {one["id"] for one in answer["results"]} == {english.pk, latvian.pk, thai.pk}


def test_the_page_says_by_which_names_it_searched_and_one_link_turns_them_off(client, kazakhstan):
    english = rows.make_article(title="Kazakhstan votes", body="")
    rows.make_article(title="Vēlēšanas Kazahstānā", body="", language="lv")
    rows.make_article(title="ประชามติในคาซัคสถาน", body="", language="th")
    page = read(client.get("/?q=Kazakhstan&sort=newest"))
    chip = page.one("p", "concept")
    assert chip.text == "Kazakhstan: also Kazahstāna, คาซัคสถาน. Search for the words alone"
    assert [(one.text, one.attributes.get("lang")) for one in chip.all("bdi")] == [
        ("Kazakhstan", None),
        ("Kazahstāna", "lv"),
        ("คาซัคสถาน", "th"),
    ]
    assert page.one("p", "count").text == "3 of 3"

    alone = read(client.get(chip.one("a")["href"]))
    assert shown_ids(alone) == [english.pk]
    assert alone.one("p", "concept").text == (
        "Searched for these words alone. Search for names in all languages"
    )
    assert alone.one("p", "concept").one("a")["href"] == "/?q=Kazakhstan&sort=newest"
    assert client.get("/articles.json?q=Kazakhstan&expand=0").json()["concepts"] == []


def test_of_many_names_one_of_each_language_is_shown_and_the_others_are_counted(client):
    tag = rows.make_tag("Elections")
    for language in ("lv", "pl"):
        rows.make_article(language=language)
        for number in range(5):
            TagName.objects.create(tag=tag, language=language, name=f"Nosaukums{language}{number}")
    page = read(client.get("/?q=Nosaukumslv0"))
    assert page.one("p", "concept").text == (
        "Elections: also Nosaukumslv0, Nosaukumspl0, Nosaukumslv1, Nosaukumslv2, Nosaukumslv3, "
        "Nosaukumslv4 and 4 more names. Search for the words alone"
    )


def test_an_article_that_has_the_tag_alone_is_found_and_comes_last(client, kazakhstan):
    tagged = rows.make_article(title="Astana votes", body="", tags=["Kazakhstan"], published="2023")
    named = rows.make_article(title="Text", body="x " * 200 + "Kazakhstan", published="2021")
    assert ids(client, q="Kazakhstan") == [named.pk, tagged.pk]
    assert ids(client, q="Kazakhstan", expand="0") == [named.pk]
    assert ids(client, q="title:Kazakhstan") == []


def test_words_alone_are_still_found_in_their_forms(client, kazakhstan):
    latvian = rows.make_article(title="Vēlēšanas Kazahstānā", body="", language="lv")
    rows.make_article(title="Kazakhstan votes", body="")
    assert ids(client, q="kazahstana", expand="0") == [latvian.pk]
    assert read(client.get("/?q=kazahstana")).one("p", "count").text == "2 of 2"


def test_a_phrase_is_no_name(client, kazakhstan):
    rows.make_article(title="Vēlēšanas Kazahstānā", body="", language="lv")
    english = rows.make_article(title="Kazakhstan votes", body="")
    assert ids(client, q='"Kazakhstan"') == [english.pk]


def test_without_words_nothing_is_said_of_names(client, kazakhstan):
    rows.make_article(title="Kazakhstan votes", body="")
    for query in ("", "?expand=0", "?q=xyzzy", "?q=votes"):
        assert read(client.get(f"/{query}")).all("p", "concept") == [], query


@pytest.mark.parametrize(
    ("language", "title", "body", "typed", "in_title", "in_text"),
    [
        ("en", "Free elections", "An election's day.", "elections", ["elections"], ["election's"]),
        ("lv", "Vēlēšanas", "Pirms vēlēšanām.", "velesanas", ["Vēlēšanas"], ["vēlēšanām"]),
        ("th", "การลงประชามติ", "ผลประชามติครั้งนี้", "ประชามติ", ["ประชามติ"], ["ประชามติ"]),
        ("ar", "الدُّسْتُور", "وبالدستور الجديد", "دستور", ["الدُّسْتُور"], ["وبالدستور"]),
        ("ja", "憲法改正", "新しい憲法の案", "憲法", ["憲法"], ["憲法"]),
    ],
)
def test_a_card_marks_the_words_where_they_stand(
    client, language: str, title: str, body: str, typed: str, in_title: list[str], in_text: list[str]
):
    article = rows.make_article(language=language, title=title, body=body)
    card = read(client.get("/", {"q": typed})).one("article", "card")
    assert card.one("h3").texts("mark") == in_title
    assert card.one("p", "excerpt").texts("mark") == in_text
    assert (card.one("h3").text, card.one("p", "excerpt").text) == (title, body)
    assert card.one("h3").one("a")["href"] == f"{article.get_absolute_url()}?{urlencode({'q': typed})}"


def test_a_card_shows_the_stretch_of_the_text_that_holds_the_words(client):
    rows.make_article(title="Vote", body=rows.paragraphs("One. " * 100, "Free elections.", "Two. " * 100))
    shown = read(client.get("/?q=elections")).one("p", "excerpt").text
    assert shown.startswith("…One.")
    assert "One. Free elections. Two." in shown
    assert shown.endswith("Two.…")


def test_a_card_shows_the_summary_or_the_section_if_the_words_stand_there(client):
    rows.make_article(title="Vote", excerpt="Of elections.", section="Reform", body="Free elections.")
    rows.make_article(title="Vote", section="On elections", body="Nothing.")
    shown = read(client.get("/?q=elections")).texts("p", "excerpt")
    assert sorted(shown) == ["Of elections.", "On elections"]


def test_a_card_of_words_in_the_headline_alone_shows_how_the_text_begins(client):
    rows.make_article(title="Elections", body="The council votes.")
    card = read(client.get("/?q=elections")).one("article", "card")
    assert card.one("p", "excerpt").text == "The council votes."
    assert card.one("p", "excerpt").all("mark") == []


def test_a_card_of_exact_words_leads_to_them(client, kazakhstan):
    article = rows.make_article(title="Kazakhstan votes")
    page = read(client.get("/?q=Kazakhstan&expand=0"))
    assert page.one("h3").one("a")["href"] == f"{article.get_absolute_url()}?q=Kazakhstan&expand=0"


HOSTILE = "<script>alert(1)</script> & <b>elections</b>"


@pytest.mark.parametrize("typed", ["script", "elections", "alert", '"script alert"', "b", HOSTILE])
def test_markup_around_and_inside_matches_is_text(client, typed: str):
    article = rows.make_article(title=HOSTILE, body=HOSTILE, byline=HOSTILE, section=HOSTILE)
    for path in ("/", article.get_absolute_url()):
        page = read(client.get(path, {"q": typed}))
        assert foreign_scripts(page) == page.all("b") == []
        marks = page.one("main").all("mark")
        assert marks
        assert [one for mark in marks for one in mark] == []
        assert HOSTILE in page.one("main").text
    (result,) = client.get("/articles.json", {"q": typed}).json()["results"]
    assert "<mark>" in result["snippet"]
    plain = result["snippet"].replace("<mark>", "").replace("</mark>", "")
    assert plain == "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;elections&lt;/b&gt;"


def test_what_was_typed_is_shown_as_text(client):
    article = rows.make_article(title="Vote")
    for path in ("/", article.get_absolute_url()):
        page = read(client.get(path, {"q": "<script>alert(1)</script>"}))
        assert foreign_scripts(page) == []


def test_hidden_articles_are_found_by_nothing(client, kazakhstan):
    shown = rows.make_article(title="Kazakhstan votes", body="Elections.")
    rows.make_article(
        title="Kept back: Kazakhstan votes",
        body="Elections unheardof.",
        byline="Secretauthor",
        source="Hidden Wire",
        status="hidden",
        tags=["Kept"],
    )
    withdrawn = rows.make_article(title="Kept too: Kazakhstan votes", body="Elections unheardof.")
    withdrawn.status = "hidden"
    withdrawn.save()
    indexing.refresh([withdrawn.pk])
    for typed in ("Kazakhstan", "elections", "votes -xyzzy", "elec*", "tag:Kazakhstan", "title:votes"):
        assert ids(client, q=typed) == [shown.pk], typed
    for typed in ("unheardof", "Secretauthor", 'source:"Hidden Wire"', "kept"):
        page = read(client.get("/", {"q": typed}))
        assert shown_ids(page) in ([], [shown.pk])
        assert "ept back" not in page.text
        assert "ept too" not in page.text


@pytest.mark.parametrize(
    ("query", "warnings"),
    [
        ("elections 🗳️", ["“🗳️” holds no word: it was left out."]),
        ("elections el*", ["“el*” is too short for a beginning: it was searched for as a word."]),
        ("elections source:Reuters", ["The archive has no source “Reuters”: it was left out."]),
        ("elections language:klingon", ["The archive has no language “klingon”: it was left out."]),
        ("elections tag:nothing", ["The archive has no tag “nothing”: it was left out."]),
        ("elections " * 200, ["Only the first 1,000 characters were searched for."]),
        ("elections " * 40, ["Only the first 32 words were searched for."]),
    ],
)
def test_what_was_left_out_is_said_above_the_results(client, query: str, warnings: list[str]):
    rows.make_article(title="Elections")
    page = read(client.get("/", {"q": query}))
    assert page.one("div", "warnings").texts("li")[: len(warnings)] == warnings
    assert client.get("/articles.json", {"q": query}).json()["warnings"][: len(warnings)] == warnings


def test_words_and_filters_that_mean_nothing_are_named_together(client):
    rows.make_article(title="Elections")
    query = {"q": "elections 🗳️", "language": "xx", "expand": "2", "colour": "1"}
    answer = client.get("/articles.json", query)
    assert answer.json()["warnings"] == [
        "“🗳️” holds no word: it was left out.",
        "The archive has no language “xx”: it was left out.",
        "“2” means nothing as expand: it was left out.",
        "“colour” is not a field of this list: it was left out.",
    ]
    assert answer.json()["count"] == 1


def test_a_query_of_no_word_is_the_whole_list(client):
    rows.make_article()
    page = read(client.get("/", {"q": "🗳️ …"}))
    assert page.one("p", "count").text == "1 of 1"
    assert page.one("div", "warnings").texts("li") == [
        "“🗳️” holds no word: it was left out.",
        "“…” holds no word: it was left out.",
    ]


@pytest.mark.parametrize(
    ("language", "title", "body", "typed", "marks"),
    [
        (
            "lv",
            "Vēlēšanas Kazahstānā",
            ("Pirms vēlēšanām. Vēlētāji gaida.", "Pēc vēlēšanu dienas"),
            "velesanas",
            ["Vēlēšanas", "vēlēšanām", "vēlēšanu"],
        ),
        (
            "th",
            "การลงประชามติ",
            ("ผลการลงประชามติครั้งนี้", "ผู้มีสิทธิออกเสียง", "ประชามติ"),
            "ประชามติ",
            ["ประชามติ", "ประชามติ", "ประชามติ"],
        ),
        (
            "ar",
            "الدُّسْتُور الجديد",
            ("وبالدستور بدأ كل شيء.", "لا شيء هنا"),
            "دستور",
            ["الدُّسْتُور", "وبالدستور"],
        ),
        ("ja", "憲法改正", ("新しい憲法の案", "国民投票"), "憲法", ["憲法", "憲法"]),
    ],
)
def test_every_match_in_an_article_is_marked_and_linked_to(
    client, language: str, title: str, body: tuple[str, ...], typed: str, marks: list[str]
):
    article = rows.make_article(language=language, title=title, body=rows.paragraphs(*body))
    page = read(client.get(article.get_absolute_url(), {"q": typed}))
    assert page.one("article").texts("mark") == marks
    assert [mark["id"] for mark in page.all("mark")] == [f"match-{n}" for n in range(1, len(marks) + 1)]
    matches = page.one("nav", "matches")
    assert [(link.text, link["href"]) for link in matches.all("a")] == [
        *((str(n), f"#match-{n}") for n in range(1, len(marks) + 1)),
        ("Back to the list", f"/?{urlencode({'q': typed})}"),
    ]
    # The words themselves are as they were.
    assert page.one("h1").text == title
    assert page.one("div", "body").texts("p") == list(body)


def test_an_article_opened_without_words_has_no_marks(client):
    article = rows.make_article(title="Elections", body="Elections.")
    for query in ("", "?q=", "?q=%20"):
        page = read(client.get(f"{article.get_absolute_url()}{query}"))
        assert page.all("mark") == page.all("nav", "matches") == []


def test_an_article_that_does_not_hold_the_words_says_so(client):
    article = rows.make_article(title="Elections", body="Elections.")
    page = read(client.get(article.get_absolute_url(), {"q": "referendum"}))
    assert page.one("nav", "matches").text == "“referendum” stands nowhere in this text. Back to the list"
    assert page.all("mark") == []


@pytest.mark.parametrize(
    ("typed", "marks"),
    [
        ("elections", ["Elections", "elections", "elections", "elections"]),
        ("title:elections", ["Elections"]),
        ("byline:elections", ["elections"]),
        ('"free elections"', ["free elections"]),
        ("elections -free", ["Elections", "elections", "elections", "elections"]),
        ("elec*", ["Elections", "elections", "elections", "elections"]),
        ("free OR section", ["section", "free"]),
    ],
)
def test_what_is_marked_is_what_was_searched_for(client, typed: str, marks: list[str]):
    """Headline, byline, section and text: each is searched, so each is marked."""
    article = rows.make_article(
        title="Elections", byline="Ann elections", section="The elections section", body="Of free elections."
    )
    page = read(client.get(article.get_absolute_url(), {"q": typed}))
    assert sorted(page.one("article").texts("mark")) == sorted(marks)
    assert len(page.one("nav", "matches").all("a")) == len(marks) + 1


def test_a_summary_that_stands_for_the_text_is_marked(client):
    article = rows.make_article(title="Vote", excerpt="Of free elections. […]", body="")
    page = read(client.get(article.get_absolute_url(), {"q": "elections"}))
    assert page.one("div", "body").texts("mark") == ["elections"]


def test_all_names_of_a_concept_are_marked_unless_the_words_alone_were_asked_for(client, kazakhstan):
    article = rows.make_article(language="lv", title="Kazahstāna", body="Kazakhstan, Kazahstānā, Kazahija.")
    page = read(client.get(article.get_absolute_url(), {"q": "Kazakhstan"}))
    assert page.one("article").texts("mark") == ["Kazahstāna", "Kazakhstan", "Kazahstānā", "Kazahija"]
    alone = read(client.get(article.get_absolute_url(), {"q": "Kazakhstan", "expand": "0"}))
    assert alone.one("article").texts("mark") == ["Kazakhstan"]
    assert alone.one("nav", "matches").one("a", "back")["href"] == "/?q=Kazakhstan&expand=0"


def test_beyond_a_hundred_matches_there_are_marks_without_links(client, monkeypatch):
    monkeypatch.setattr(reading, "LINKED_MATCHES", 3)
    article = rows.make_article(title="Vote", body="elections, " * 1_005)
    page = read(client.get(article.get_absolute_url(), {"q": "elections"}))
    assert len(page.all("mark")) == 1_005
    assert page.one("nav", "matches").text == (
        "“elections” stands here: 1 2 3 and 1,002 times more Back to the list"
    )


def test_the_way_back_leads_to_the_same_list(client):
    rows.make_language("lv")
    article = rows.make_article(title="Elections", language="lv")
    query = {"q": "elections", "language": "lv", "sort": "oldest", "after": "a1"}
    page = read(client.get(article.get_absolute_url(), query))
    assert page.one("a", "back")["href"] == "/?q=elections&language=lv&sort=oldest"


def test_a_match_in_right_to_left_text_keeps_the_direction_of_the_article(client):
    article = rows.make_article(language="ar", title="الدستور الجديد", body="الدستور")
    page = read(client.get(article.get_absolute_url(), {"q": "الدستور"}))
    for mark in page.all("mark"):
        assert (mark.inherited("lang"), mark.inherited("dir")) == ("ar", "rtl")
    assert [one.name for one in page.one("nav", "matches").holders("الدستور")] == ["bdi"]


def test_an_old_address_leads_on_with_the_words(client):
    article = rows.make_article(title="Elections")
    answer = client.get(f"/articles/{article.pk}/old/", {"q": "elections ประชามติ"})
    assert answer.status_code == 301
    assert answer["Location"] == f"{article.get_absolute_url()}?{urlencode({'q': 'elections ประชามติ'})}"


def test_the_one_address_of_an_article_has_no_words(client):
    article = rows.make_article(title="Elections")
    page = read(client.get(article.get_absolute_url(), {"q": "elections"}))
    assert page.one("link", rel="canonical")["href"] == f"http://testserver{article.get_absolute_url()}"


def make_nine() -> list[Article]:
    """Nine articles on elections, every third in its headline; the newest first, the last two undated."""
    dates = ["2023-05-19", "2023-05-18", "2023-05", "2023", "2022-12-31", "2022", "2021", None, None]
    articles = {}
    for number in reversed(range(9)):
        articles[number] = rows.make_article(
            title="Elections" if number % 3 == 2 else "Vote", body="Elections", published=dates[number]
        )
    return [articles[number] for number in range(9)]


def found(asked: ArticleFilter) -> Listing:
    return listing(asked.selection, asked.meaning, asked.sort)


def every_id(asked: ArticleFilter) -> list[int]:
    return [article.pk for article in found(asked).page(asked.sort, 1_000, None).articles]


def facets_of(asked: ArticleFilter) -> dict[str, tuple[dict[str | int, int], bool]]:
    return {name: (facet.articles, facet.is_exact) for name, facet in found(asked).facets().items()}


def pages(asked: ArticleFilter, size: int, *, back: bool = False) -> list[list[int]]:
    """The pages of a list, walked from the first on; or from the last one back."""
    return list(_pages_back(asked, size)) if back else [ids for ids, _ in _pages_forth(asked, size)]


def _pages_forth(asked: ArticleFilter, size: int) -> Iterator[tuple[list[int], str | None]]:
    token = None
    for _ in range(MOST_PAGES):
        page = found(asked).page(asked.sort, size, cursor_of(token) if token else None)
        yield [article.pk for article in page.articles], page.before
        token = page.after
        if token is None:
            return
    raise AssertionError("the list has no end")


def _pages_back(asked: ArticleFilter, size: int) -> Iterator[list[int]]:
    *_, (last, token) = _pages_forth(asked, size)
    walked = [last]
    while token is not None:
        assert len(walked) < MOST_PAGES, "the list has no beginning"
        page = found(asked).page(asked.sort, size, cursor_of(token, is_back=True))
        walked.append([article.pk for article in page.articles])
        token = page.before
    yield from reversed(walked)


def followed(client: Client, path: str, rel: str) -> Iterator[Element]:
    """A page, and those that its link of this kind leads to."""
    for _ in range(MOST_PAGES):
        page = read(client.get(path))
        yield page
        links = page.all("a", rel=rel)
        if not links:
            return
        path = links[0]["href"]
    raise AssertionError("the list has no end")


def ids(client: Client, **query: str) -> list[int]:
    answer = client.get("/articles.json", query).json()
    assert answer["warnings"] == []
    return [result["id"] for result in answer["results"]]


def shown_ids(page: Element) -> list[int]:
    """In the order of the page, those folded under another behind it."""
    return [
        int(link["href"].split("/")[2])
        for card in page.all("article", "card")
        for link in [card.one("h3").one("a"), *(one.one("a") for one in card.all("li"))]
    ]


def facet(page: Element, name: str) -> dict[str, str]:
    """The values of a filter and their counts, as the page shows them."""
    section = page.one("section", "facet", **{"aria-labelledby": f"facet_{name}"})
    return {link.one("span", "label").text: link.one("span", "number").text for link in section.all("a")}
