"""The page that tells how to search, and whether what it promises is so."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from articles import counts, help
from articles.search.matches import RANKED
from articles.search.meaning import meaning
from articles.search.query import MOST_WORDS, SHORTEST_PREFIX, read as read_query
from tests import rows
from tests.pages import read

pytestmark = pytest.mark.django_db

EXAMPLES = (*help.BY_LANGUAGE, *help.SIGNS)

# What each example finds of these, and what it must not.
FOUND_BY_LANGUAGE = {
    "en": ("Election of local councils: electing a mayor", "Local news of the election-free council"),
    "lv": ("Vēlēšanām gatavojas Kazahstānā", "Vēlēšanas Latvijā"),
    "pl": ("O prawach człowieka", "Prawo i człowiek"),
    "th": ("การแก้ไขรัฐธรรมนูญฉบับใหม่", "การแก้ไขธรรมนูญฉบับใหม่"),
    "ar": ("والدستور الجديد", "الدستة الجديدة"),
}


def test_the_page_has_examples_in_five_languages_and_of_every_sign(client):
    page = read(client.get("/help/"))
    assert page.one("h1").text == "How to search"
    languages, signs = page.all("table")
    assert [
        (row.one("th").text, row.all("td")[0].text, row.all("td")[1].text)
        for row in languages.one("tbody").all("tr")
    ] == [(one.name, one.typed, one.finds) for one in help.BY_LANGUAGE]
    assert [example.name for example in help.BY_LANGUAGE] == [
        "English",
        "Latvian",
        "Polish",
        "Thai",
        "Arabic",
    ]
    assert [(row.all("td")[0].text, row.all("td")[1].text) for row in signs.one("tbody").all("tr")] == [
        (one.typed, one.finds) for one in help.SIGNS
    ]
    typed = " ".join(one.typed for one in help.SIGNS)
    for sign in ('"', " OR ", " -", "*", "title:", "byline:", "language:", "source:", "tag:"):
        assert sign in typed


def test_words_of_other_languages_carry_their_language(client):
    page = read(client.get("/help/"))
    for example in help.BY_LANGUAGE:
        (holder,) = page.one("main").holders(example.typed)
        assert (holder.name, holder["lang"]) == ("bdi", example.language)


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_every_example_leads_to_a_list(client, vocabulary, example: help.Example):
    rows.make_article()
    page = read(client.get("/help/"))
    (link,) = [one for one in page.one("main").all("a") if one.text == example.typed]
    assert dict(parse_qsl(urlsplit(link["href"]).query)) == {"q": example.typed}
    found = read(client.get(link["href"]))
    assert found.one("input", id="q")["value"] == example.typed


def test_every_link_of_the_page_answers(client):
    rows.make_article()
    for link in read(client.get("/help/")).one("main").all("a"):
        assert client.get(link["href"]).status_code == 200, link["href"]


@pytest.mark.parametrize("example", help.BY_LANGUAGE, ids=[one.language for one in help.BY_LANGUAGE])
def test_the_examples_find_what_they_are_said_to(client, example: help.Example):
    wanted, other = FOUND_BY_LANGUAGE[example.language]
    article = rows.make_article(language=example.language, title=wanted, body="")
    rows.make_article(language=example.language, title=other, body="")
    said = rows.make_article(language=example.language, title="", body=example.finds)
    answer = client.get("/articles.json", {"q": example.typed}).json()
    assert {result["id"] for result in answer["results"]} == {article.pk, said.pk}


@pytest.mark.parametrize(
    ("typed", "found", "not_found"),
    [
        ('"death penalty"', {"title": "The death penalties"}, {"title": "A penalty of death"}),
        ("referendum OR plebiscite", {"title": "A plebiscite"}, {"title": "A poll"}),
        ("constitution -court", {"title": "A constitution"}, {"title": "Constitution and court"}),
        ("parliament*", {"title": "A parliamentarian"}, {"title": "A parlour"}),
        ("title:reform", {"title": "Reforms"}, {"title": "x", "body": "Reform"}),
        (
            "byline:correspondent",
            {"title": "x", "byline": "Our correspondents"},
            {"title": "Correspondent"},
        ),
        ("language:latvian", {"language": "lv"}, {"title": "Latvian"}),
        ('source:"EU Reporter"', {"source": "EU Reporter"}, {"source": "Wire", "title": "EU Reporter"}),
        ('tag:"human rights"', {"title": "Human rights"}, {"title": "Humans"}),
    ],
)
def test_the_signs_mean_what_is_said_of_them(
    client, vocabulary, typed: str, found: dict[str, str], not_found: dict[str, str]
):
    assert typed in {example.typed for example in help.SIGNS}
    article = rows.make_article(**{"source": "Baltic Wire"} | found)
    rows.make_article(**{"source": "Baltic Wire"} | not_found)
    answer = client.get("/articles.json", {"q": typed}).json()
    assert [result["id"] for result in answer["results"]] == [article.pk]


def test_every_sign_has_its_proof():
    """Those of the test above, and no others."""
    proofs = test_the_signs_mean_what_is_said_of_them.pytestmark
    proved = [typed for mark in proofs if mark.name == "parametrize" for typed, *_ in mark.args[1]]
    assert proved == [example.typed for example in help.SIGNS]


def test_the_numbers_of_the_page_are_those_in_force(client):
    said = read(client.get("/help/")).one("main").text
    assert f"A beginning needs {SHORTEST_PREFIX} letters, a query may have {MOST_WORDS} words." in said
    assert f"The newest {RANKED:,} matches are ranked" in said
    assert (
        f"Up to {counts.CAP:,} matches are counted; of more the page says “more than {counts.CAP:,}”" in said
    )


def test_every_page_leads_to_it(client):
    rows.make_article()
    for path in ("/", "/?q=xyzzy", "/sources/"):
        assert "/help/" in [link["href"] for link in read(client.get(path)).all("a")]


def test_the_page_asks_the_database_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/help/")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_page_is_only_read(client, method: str):
    assert getattr(client, method)("/help/").status_code == 405
