"""The lists of the admin: what is found, sorted and filtered, and that none costs more when there is more."""

import json
import re
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.contrib.admin.filters import (
    AllValuesFieldListFilter,
    FieldListFilter,
    RelatedFieldListFilter,
    SimpleListFilter,
)
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import reviews
from articles.admin import finding, paging
from articles.admin.filters import ByReview
from articles.admin.paging import BoundedAdmin, BoundedPaginator, FoundPaginator, estimated_rows
from articles.enrichment import UNCERTAIN_LANGUAGE, UNREADABLE_DATE
from articles.models import Article, Load, Review, Revision, Source, Tag, TagName
from articles.readers import Doubt
from tests import pages, roles, rows
from tests.everything import fill, fill_up

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12

# Session, user, the number of rows, their keys, and the rows.
PLAIN = 5

# The queries of each list, and of a search in it that finds some rows: with one row as with thirty.
LISTS = {
    # The choices of its filters too.
    "articles/article": (6, 9),
    # What a search by the article asks: names of concepts, forms of words, languages, and the index.
    "articles/articlekey": (PLAIN, 8),
    "articles/articletag": (PLAIN, 8),
    "articles/indexed": (PLAIN, 8),
    "articles/revision": (PLAIN, 8),
    "articles/sighting": (PLAIN, 8),
    "articles/sketch": (PLAIN, 8),
    "articles/tagremoval": (PLAIN, 8),
    "articles/withdrawal": (PLAIN, 8),
    # Nothing is found of these: there are no rows to be fetched.
    "articles/duplicategroup": (PLAIN, 7),
    "articles/story": (PLAIN, 7),
    "articles/dump": (PLAIN, 3),
    "articles/indexstate": (PLAIN, 3),
    "articles/language": (PLAIN, 3),
    "articles/operation": (PLAIN, 3),
    "articles/reading": (PLAIN, 3),
    "articles/refusal": (PLAIN, 3),
    "articles/source": (PLAIN, 3),
    "articles/tagname": (PLAIN, 3),
    "articles/tombstone": (PLAIN, 3),
    "articles/tombstonekey": (PLAIN, 3),
    # Names that begin so, and names that hold it.
    "articles/tag": (PLAIN, 4),
    "articles/wordform": (PLAIN, 4),
    # What is typed cannot be one: nothing is asked.
    "articles/facetcount": (PLAIN, 2),
    "articles/sketchbucket": (PLAIN, 2),
    # They cannot be searched; reviews have the numbers of their kinds beside them.
    "articles/load": (PLAIN, 4),
    "articles/review": (6, 5),
}

# Django's own, of those who may sign in.
OF_OTHERS = {"auth/group", "auth/user", "axes/accessattempt", "axes/accesslog"}

WORD = "votes"

# Of the articles: the query string, and how many queries.
ARTICLES = {
    "o=4": 6,
    "status__exact=published": 6,
    "source={source}": 6,
    "dated=0": 6,
    "dated=0&o=4": 6,
    "decided=1": 6,
    # There is none of these, so no keys and no rows.
    "decided=0": 4,
    "review=any": 6,
    "review=date": 6,
    "review=nonsense": 6,
    "source=nonsense&tag=٣&language=%27%29": 6,
    "_popup=1": 6,
    "q={article}": 9,
    "q=votes&o=4": 9,
    "q=votes&dated=0&decided=1&review=any": 9,
    # The name of a concept is looked up with all it is called.
    "q=Reform+0": 10,
    "q=https://news.example/": 4,
}

COMPLETED = {"source": "gazette", "language": "a", "tags": "reform", "merged_into": "votes"}


@pytest.fixture(autouse=True)
def _quick_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def list_of(model: type[Model], **asked: object) -> str:
    return f"{reverse(f'admin:articles_{model._meta.model_name}_changelist')}?{urlencode(asked)}"


def completion(field: str, term: str) -> str:
    asked = {"app_label": "articles", "model_name": "article", "field_name": field, "term": term}
    return f"{reverse('admin:autocomplete')}?{urlencode(asked)}"


def listed(client: Client, model: type[Model] = Article, **asked: object) -> list[str]:
    response = client.get(list_of(model, **asked))
    assert response.status_code == 200
    return [str(row) for row in response.context["cl"].result_list]


def offered(client: Client, field: str, term: str) -> list[str]:
    response = client.get(completion(field, term))
    return [one["text"] for one in json.loads(response.content)["results"]]


def said_below(client: Client, model: type[Model] = Article, **asked: object) -> str:
    """What stands under a list beside the numbers of its pages."""
    return pages.read(client.get(list_of(model, **asked))).one("p", "paginator").text


# What a list costs


def test_every_list_is_named_here() -> None:
    registered = {f"{model._meta.app_label}/{model._meta.model_name}" for model in admin.site._registry}
    assert registered == LISTS.keys() | OF_OTHERS


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_with_one_row_and_with_thirty(admin_client, name) -> None:
    addresses = [f"/admin/{name}/", f"/admin/{name}/?q={WORD}"]
    for address in addresses:
        assert queries_of(admin_client, address) <= MOST_QUERIES
    fill(1)
    queries_of(admin_client, addresses[0])
    assert tuple(queries_of(admin_client, address) for address in addresses) == LISTS[name]
    fill_up()
    assert tuple(queries_of(admin_client, address) for address in addresses) == LISTS[name]


def test_the_list_of_articles_costs_the_same_however_it_is_filtered(admin_client) -> None:
    fill(1)
    ids = {"source": Source.objects.get().pk, "article": Article.objects.order_by("pk").first().pk}
    addresses = {
        f"/admin/articles/article/?{query.format(**ids)}": queries for query, queries in ARTICLES.items()
    }
    queries_of(admin_client, list_of(Article))
    assert {address: queries_of(admin_client, address) for address in addresses} == addresses
    fill_up()
    assert {address: queries_of(admin_client, address) for address in addresses} == addresses


@pytest.mark.parametrize("role", roles.ROLES)
def test_nobody_s_list_costs_more_than_twelve_queries(client, role) -> None:
    fill(30)
    client.force_login(roles.person(role))
    chosen = {"tag": Tag.objects.get(name="Reform 0").pk, "source": Source.objects.order_by("pk")[0].pk}
    dearest = list_of(Article, **chosen, language="af", dated=0, review="any", decided=1, q="Reform 0")
    addresses = [
        dearest,
        *(f"/admin/{name}/{query}" for name in LISTS for query in ("", f"?q={WORD}")),
        *(f"/admin/articles/article/?{query}" for query in ARTICLES),
        *(completion(field, term) for field in COMPLETED for term in ("", COMPLETED[field])),
    ]
    queries_of(client, dearest)
    assert {address for address in addresses if queries_of(client, address) > MOST_QUERIES} == set()


@pytest.mark.parametrize("field", COMPLETED)
def test_a_completion_costs_the_same_with_one_row_and_with_thirty(admin_client, field) -> None:
    addresses = [completion(field, term) for term in ("", f"{COMPLETED[field]} 0", "nothing of the kind")]
    fill(1)
    queries_of(admin_client, addresses[0])
    one = [queries_of(admin_client, address) for address in addresses]
    fill_up()
    assert [queries_of(admin_client, address) for address in addresses] == one


def test_no_list_does_what_grows_with_the_archive() -> None:
    for model, list_admin in admin.site._registry.items():
        if model._meta.app_label != "articles":
            continue
        assert isinstance(list_admin, BoundedAdmin), model
        assert list_admin.date_hierarchy is None, model
        assert not list_admin.show_full_result_count, model
        for one in list_admin.list_filter:
            if isinstance(one, str):
                column = model._meta.get_field(one)
                kinds = (kind for fits, kind in FieldListFilter._field_list_filters if fits(column))
                assert next(kinds) not in (AllValuesFieldListFilter, RelatedFieldListFilter), (model, one)
            else:
                assert issubclass(one, SimpleListFilter), (model, one)


# An index stands behind what a list shows first. Tables of a test are small, so the planner chooses by the
# indexes there are: what it sorts here, it would sort with a million rows.

WALKED = [
    "",
    "o=4",
    "status__exact=hidden",
    "status__exact=hidden&o=4",
    "source=1",
    "source=1&o=4",
    "source=1&status__exact=hidden",
    "language=lv",
    "language=lv&o=4",
    "language=lv&dated=1",
    "tag=1",
    "tag=1&o=4",
    "dated=1",
    "dated=0",
    "dated=0&o=4",
    "decided=1",
]

# Few rows are sorted.
FEW = {"articles/language", "articles/source"}


def keys_of(client: Client, address: str) -> str:
    """The statement that a list takes the keys of its page by."""
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    walks = [one["sql"] for one in captured if re.match(r'SELECT "\w+"\."\w+" AS "pk" FROM', one["sql"])]
    assert len(walks) == 1, captured.captured_queries
    return walks[0]


def plan_of(statement: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
        return [row[-1] for row in cursor.fetchall()]


@pytest.mark.sqlite
@pytest.mark.parametrize("query", WALKED)
def test_a_filtered_list_is_the_walk_of_an_index(admin_client, query) -> None:
    tag = rows.make_tag("Constitution")
    source = rows.make_source("EU Reporter")
    for status in ("published", "hidden"):
        for published in (None, "2022"):
            rows.make_article(
                language="lv", tags=[tag.name], published=published, status=status, curated=["title"]
            )
    query = query.replace("tag=1", f"tag={tag.pk}").replace("source=1", f"source={source.pk}")
    plan = plan_of(keys_of(admin_client, f"/admin/articles/article/?{query}"))
    assert not [step for step in plan if step.startswith("USE TEMP B-TREE FOR ORDER BY")], plan
    assert not [step for step in plan if step in ("SCAN articles_article", "SCAN articles_articletag")], plan


@pytest.mark.sqlite
@pytest.mark.parametrize("name", sorted(LISTS.keys() - FEW))
def test_every_list_is_the_walk_of_an_index(admin_client, name) -> None:
    fill(3)
    plan = plan_of(keys_of(admin_client, f"/admin/{name}/"))
    assert not [step for step in plan if step.startswith("USE TEMP B-TREE FOR ORDER BY")], plan


# How many rows there are


def make_loads(number: int) -> None:
    Load.objects.bulk_create(Load() for _ in range(number))


def test_few_rows_are_counted(admin_client) -> None:
    make_loads(1_234)
    assert said_below(admin_client, Load).endswith("1,234 loads")


def test_of_many_rows_the_database_s_estimate_is_told(admin_client, monkeypatch) -> None:
    monkeypatch.setattr(BoundedPaginator, "most", 100)
    make_loads(1_234)
    assert "more than 100 loads" in said_below(admin_client, Load)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_load")
    assert "about 1,200 loads" in said_below(admin_client, Load)
    assert "more than 100 loads" in said_below(admin_client, Load, finished=0)


def test_an_estimate_is_never_less_than_what_can_be_seen(admin_client, monkeypatch) -> None:
    make_loads(50)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_load")
    monkeypatch.setattr(BoundedPaginator, "most", 100)
    make_loads(100)
    assert "more than 100 loads" in said_below(admin_client, Load)


def test_a_table_without_statistics_has_no_estimate() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE fresh (number integer)")
    fresh = SimpleNamespace(_meta=SimpleNamespace(db_table="fresh"))
    assert estimated_rows(fresh) is None


def test_pages_end_at_a_bound_and_the_other_end_is_reached_by_sorting(admin_client, monkeypatch) -> None:
    monkeypatch.setattr(BoundedPaginator, "most", 100)
    for number in range(1, 152):
        rows.make_article(title=f"Day {number}", published=f"{2000 + number // 12}-{1 + number % 12:02}")
    assert listed(admin_client, p=2)[-1] == "Day 52"
    assert admin_client.get(list_of(Article, p=3)).url == f"{list_of(Article).rstrip('?')}?e=1"
    assert listed(admin_client, o=4)[0] == "Day 1"
    said = said_below(admin_client)
    assert (
        "Pages end here after 100 rows: filter or search for what lies behind, or sort the other way" in said
    )


def test_a_list_that_ends_before_the_bound_says_nothing_of_it(admin_client) -> None:
    rows.make_article()
    assert said_below(admin_client) == "1 article"


def test_the_offer_to_select_all_says_how_many_that_is(admin_client, monkeypatch) -> None:
    monkeypatch.setattr(BoundedPaginator, "most", 60)
    for number in range(61):
        rows.make_article(title=f"Day {number}")
    actions = pages.read(admin_client.get(list_of(Article))).one("div", "actions")
    assert actions.one("span", "question").text == "Select all articles of this list: more than 60"


# Sorting


def test_only_what_an_index_serves_can_be_sorted_by_whatever_an_address_says(admin_client) -> None:
    rows.make_article(title="B", published="2021")
    rows.make_article(title="A", published="2022")
    rows.make_article(title="C")
    page = pages.read(admin_client.get(list_of(Article)))
    sortable = page.one("table", id="result_list").one("thead").all("th", "sortable")
    assert [header.one("div", "text").text for header in sortable] == ["Published"]
    for order in ("1", "-1", "2", "5", "1.5", "99", "x"):
        assert listed(admin_client, o=order) == ["A", "B", "C"], order
    assert listed(admin_client, o="4") == ["C", "B", "A"]


def test_a_tag_s_articles_are_sorted_both_ways(admin_client) -> None:
    for title, published in (("Old", "2001"), ("New", "2021"), ("Undated", None)):
        rows.make_article(title=title, published=published, tags=["Courts"])
    rows.make_article(title="Untagged", published="2010")
    tag = Tag.objects.get().pk
    assert listed(admin_client, tag=tag) == ["New", "Old", "Undated"]
    assert listed(admin_client, tag=tag, o=4) == ["Undated", "Old", "New"]


# Finding articles


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("KAZAHSTĀNAS ciemos", rows.HEADLINES["lv"]),
        ("ciemos lauku", rows.HEADLINES["lv"]),
        ("конституция", rows.HEADLINES["ru"]),
        ("ประชามติ", rows.HEADLINES["th"]),
        ("المحكمة", rows.HEADLINES["ar"]),
        ("byline:Kalniņa", rows.HEADLINES["lv"]),
        ('"sweeping revision"', rows.HEADLINES["en"]),
    ],
)
def test_articles_are_found_as_on_the_site(admin_client, typed, title) -> None:
    for code in ("lv", "ru", "th", "ar", "en"):
        rows.make_article(language=code, byline="Ilze Kalniņa" if code == "lv" else None)
    assert listed(admin_client, q=typed) == [title]


def test_an_article_is_found_by_what_another_language_calls_its_concept(admin_client) -> None:
    tag = rows.make_tag("Constitutional court")
    for language, name in (("en", "Constitutional court"), ("lv", "Satversmes tiesa")):
        TagName.objects.create(tag=tag, language=language, name=name)
    rows.make_article(language="lv", title="Satversmes tiesa lemj", body="Tiesneši lemj.")
    rows.make_article(language="en", title="Nothing of it")
    assert listed(admin_client, q="constitutional court") == ["Satversmes tiesa lemj"]


@pytest.mark.parametrize("status", ["hidden", "merged", "withdrawn"])
@pytest.mark.parametrize("typed", ["velesanas", "VĒLĒŠANAS", "ciemos vēlē", '"ciemos"'])
def test_what_the_public_does_not_see_is_found_by_words_of_its_headline(admin_client, status, typed) -> None:
    rows.make_article(language="lv", title="Vēlēšanas ciemos", status=status)
    rows.make_article(language="lv", title="Māksla pilsētās", status=status)
    assert listed(admin_client, q=typed) == ["Vēlēšanas ciemos"]


def test_among_what_the_public_does_not_see_the_newest_are_looked_through(admin_client, monkeypatch) -> None:
    monkeypatch.setattr(finding, "UNSEEN", 2)
    for year in ("2020", "2021", "2022"):
        rows.make_article(title=f"Votes {year}", published=year, status="hidden")
    assert listed(admin_client, q="votes") == ["Votes 2022", "Votes 2021"]


@pytest.mark.parametrize(
    "typed",
    [
        "https://example.org/a?p=17",
        "  https://example.org/a?p=17  ",
        "tag:example.org,2024:17",
        f"https://example.org/{'long/' * 100}a",
    ],
)
@pytest.mark.parametrize("status", ["published", "hidden"])
def test_an_article_is_found_by_its_address_and_its_guid(admin_client, typed, status) -> None:
    long = f"https://example.org/{'long/' * 100}"
    rows.make_article(title="Here", url="https://example.org/a?p=17", status=status)
    rows.make_article(title="Here", guid="tag:example.org,2024:17", status=status)
    rows.make_article(title="Here", url=f"{long}a", guid=f"{long}a", status=status)
    rows.make_article(title="There", url="https://example.org/a?p=18", guid="tag:example.org,2024:18")
    rows.make_article(title="There", url=f"{long}b", guid=f"{long}b")
    assert listed(admin_client, q=typed) == ["Here"]


@pytest.mark.parametrize("stored", ["https://example.org/a", "https://example.org/a/"])
@pytest.mark.parametrize("typed", ["https://example.org/a", "https://example.org/a/"])
def test_the_slash_at_the_end_of_an_address_does_not_count(admin_client, stored, typed) -> None:
    rows.make_article(title="Here", url=stored)
    assert listed(admin_client, q=typed) == ["Here"]


def test_an_article_is_found_by_its_id(admin_client) -> None:
    article = rows.make_article(title="Here", status="withdrawn")
    rows.make_article(title=f"Of {article.pk} districts")
    rows.make_article(title="There")
    assert sorted(listed(admin_client, q=article.pk)) == ["Here", f"Of {article.pk} districts"]
    assert listed(admin_client, q="9" * 30) == []


@pytest.mark.parametrize(
    "typed", [" ", "☂", '"', "-", "source:", "%", "\\", "' OR 1=1 --", "\u202e", "a" * 5_000]
)
def test_whatever_is_typed_is_answered(admin_client, typed) -> None:
    fill(1)
    for name in LISTS:
        assert admin_client.get(f"/admin/{name}/", {"q": typed}).status_code == 200, name


def test_a_search_keeps_to_the_filters_and_the_order(admin_client) -> None:
    for title, published, language, source, status in (
        ("Votes of old", "2001", "en", "Gazette", "published"),
        ("Votes anew", "2021", "en", "Gazette", "published"),
        ("Votes in silence", "2011", "en", "Gazette", "hidden"),
        ("Votes undated", None, "en", "Herald", "published"),
        ("Votes abroad", "2022", "lv", "Herald", "published"),
    ):
        rows.make_article(title=title, published=published, language=language, source=source, status=status)
    everything = ["Votes abroad", "Votes anew", "Votes in silence", "Votes of old", "Votes undated"]
    gazette = Source.objects.get(name="Gazette").pk
    assert listed(admin_client, q="votes") == everything
    assert listed(admin_client, q="votes", o=4) == everything[::-1]
    assert listed(admin_client, q="votes", source=gazette) == everything[1:4]
    assert listed(admin_client, q="votes", language="lv") == ["Votes abroad"]
    assert listed(admin_client, q="votes", dated=0) == ["Votes undated"]
    assert listed(admin_client, q="votes", dated=1, o=4) == everything[3::-1]
    assert listed(admin_client, q="votes", status__exact="hidden") == ["Votes in silence"]


def test_of_many_matches_the_first_of_the_list_are_found(admin_client, monkeypatch) -> None:
    for module in (finding, paging):
        monkeypatch.setattr(module, "MOST_FOUND", 2)
    monkeypatch.setattr(FoundPaginator, "most", 2)
    for year in range(2001, 2006):
        rows.make_article(title=f"Votes {year}", published=str(year), tags=["Courts"] if year < 2003 else [])
    tag = Tag.objects.get().pk
    assert listed(admin_client, q="votes") == ["Votes 2005", "Votes 2004"]
    assert listed(admin_client, q="votes", o=4) == ["Votes 2001", "Votes 2002"]
    assert listed(admin_client, q="votes", tag=tag) == ["Votes 2002", "Votes 2001"]
    assert "more than 2 articles" in said_below(admin_client, q="votes")
    assert said_below(admin_client, q="votes", tag=tag) == "2 articles"


def test_what_stands_beside_an_article_is_found_by_what_finds_it(admin_client) -> None:
    here = rows.make_article(language="lv")
    rows.make_article(language="en")
    rows.add_sighting(here.revisions.get(), "Vēlētāji\n")
    (revision,) = admin_client.get(list_of(Revision, q="vēlētāji lauku")).context["cl"].result_list
    assert revision.article == here
    sightings = admin_client.get("/admin/articles/sighting/?q=vēlētāji").context["cl"].result_list
    assert [sighting.revision.article for sighting in sightings] == [here]


# Filters of the articles


def test_articles_are_filtered_by_what_waits_for_a_review(admin_client) -> None:
    dated, spoken, settled, older, newer = (
        rows.make_article(title=title) for title in ("Dated", "Spoken", "Settled", "Older", "Newer")
    )
    reviews.doubt(
        {dated: [Doubt(UNREADABLE_DATE, "maijā", 3)], spoken: [Doubt(UNCERTAIN_LANGUAGE, "lv", None)]}
    )
    reviews.doubt({settled: [Doubt(UNREADABLE_DATE, "jūnijā", 4)]})
    Review.objects.filter(article=settled).update(status=Review.Status.ACCEPTED)
    reviews.pair(Review.Kind.STORY, {(older.pk, newer.pk): "names, numbers and links in common"})
    assert sorted(listed(admin_client, review="any")) == ["Dated", "Newer", "Older", "Spoken"]
    assert listed(admin_client, review="date") == ["Dated"]
    assert listed(admin_client, review="language") == ["Spoken"]
    assert sorted(listed(admin_client, review="story")) == ["Newer", "Older"]
    assert listed(admin_client, review="line") == []


def test_of_very_many_reviews_the_newest_are_looked_at(admin_client, monkeypatch) -> None:
    monkeypatch.setattr(ByReview, "MOST", 2)
    for number in range(3):
        reviews.doubt({rows.make_article(title=f"Day {number}"): [Doubt(UNREADABLE_DATE, "maijā", 3)]})
    assert sorted(listed(admin_client, review="date")) == ["Day 1", "Day 2"]


def test_every_language_is_offered_and_the_most_used_first(admin_client) -> None:
    for code in ("lv", "ar", "ar"):
        rows.make_article(language=code)
    rows.make_language("th")
    filters = pages.read(admin_client.get(list_of(Article))).one("nav", "", id="changelist-filter")
    names = [link.text for link in filters.all("a")]
    assert [name for name in names if name in ("Arabic", "Latvian", "Thai")] == ["Arabic", "Latvian", "Thai"]


# Completing what is typed


def make_names(*names: str, language: str = "en") -> None:
    for name in names:
        TagName.objects.create(tag=rows.make_tag(name), language=language, name=name)


def test_tags_that_begin_so_are_offered_and_where_those_are_few_what_holds_it(
    admin_client, monkeypatch
) -> None:
    make_names("Reform of courts", "Judicial reform", "Taxes")
    assert offered(admin_client, "tags", "REFORM") == ["Judicial reform", "Reform of courts"]
    monkeypatch.setattr("articles.admin.tags.FEW", 1)
    assert offered(admin_client, "tags", "REFORM") == ["Reform of courts"]
    assert offered(admin_client, "tags", "courts") == ["Reform of courts"]


def test_what_was_merged_is_listed_and_not_offered(admin_client) -> None:
    make_names("Courts", "Courts of law")
    kept, merged = Tag.objects.order_by("name")
    Tag.objects.filter(pk=merged.pk).update(merged_into=kept)
    gazette, herald = rows.make_source("Gazette"), rows.make_source("Gazette of old")
    Source.objects.filter(pk=herald.pk).update(merged_into=gazette)
    for term in ("", "courts"):
        assert offered(admin_client, "tags", term) == ["Courts"]
        assert sorted(listed(admin_client, Tag, q=term)) == ["Courts", "Courts of law"]
    for term in ("", "gazette"):
        assert offered(admin_client, "source", term) == ["Gazette"]
        assert sorted(listed(admin_client, Source, q=term)) == ["Gazette", "Gazette of old"]


def test_an_article_is_offered_by_what_finds_it(admin_client) -> None:
    here = rows.make_article(language="lv", url="https://example.org/a")
    rows.make_article(language="en")
    for term in ("ciemos", "https://example.org/a", str(here.pk)):
        assert offered(admin_client, "merged_into", term) == [here.title]


def test_a_dropdown_goes_on_behind_its_first_page(admin_client) -> None:
    make_names(*(f"Reform {number:02}" for number in range(25)))
    first = json.loads(admin_client.get(completion("tags", "reform")).content)
    second = json.loads(admin_client.get(f"{completion('tags', 'reform')}&page=2").content)
    assert first["pagination"] == {"more": True}
    assert second["pagination"] == {"more": False}
    texts = [one["text"] for one in (*first["results"], *second["results"])]
    assert texts == [f"Reform {number:02}" for number in range(25)]
