"""The page that tells how to search, and whether what it promises is so."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from articles import counts, help
from articles.models import TagName
from articles.search.matches import RANKED
from articles.search.query import MOST_WORDS, SHORTEST_PREFIX
from tests import rows
from tests.pages import read

pytestmark = pytest.mark.django_db

# By language, what its example finds, and what is only like it.
FOUND = {
    "en": ("Election of local councils: electing a mayor", "Local news of the council"),
    "lv": ("Vēlēšanām gatavojas Kazahstānā", "Vēlēšanas Latvijā"),
    "pl": ("O prawach człowieka", "Prawo i porządek"),
    "th": ("การแก้ไขรัฐธรรมนูญฉบับใหม่", "การแก้ไขธรรมนูญฉบับใหม่"),
    "ar": ("والدستور الجديد", "الدستة الجديدة"),
}

# The same of every sign.
PROOFS = (
    ('"death penalty"', {"title": "The death penalties"}, {"title": "A penalty of death"}),
    ("referendum OR plebiscite", {"title": "A plebiscite"}, {"title": "A poll"}),
    ("constitution -court", {"title": "A constitution"}, {"title": "Constitution and court"}),
    ("parliament*", {"title": "A parliamentarian"}, {"title": "A parlour"}),
    ("title:reform", {"title": "Reforms"}, {"title": "x", "body": "Reform"}),
    ("byline:correspondent", {"byline": "Our correspondents"}, {"title": "Correspondent"}),
    ("language:latvian", {"language": "lv"}, {"title": "Latvian"}),
    ('source:"EU Reporter"', {"source": "EU Reporter"}, {"title": "EU Reporter"}),
    ('tag:"human rights"', {"title": "Cilvēktiesības", "language": "lv"}, {"title": "Humans"}),
)


LANGUAGES = ["English", "Latvian", "Polish", "Thai", "Arabic"]


def test_the_page_has_examples_in_five_languages_and_of_every_sign(client):
    page = read(client.get("/help/"))
    assert page.one("h1").text == "How to search"
    languages, signs = (table.one("tbody").all("tr") for table in page.all("table"))
    assert [(row.one("th").text, *row.texts("td")) for row in languages] == [
        (name, one.typed, one.finds) for name, one in zip(LANGUAGES, help.BY_LANGUAGE, strict=True)
    ]
    assert [row.texts("td") for row in signs] == [[one.typed, one.finds] for one in help.SIGNS]
    typed = " ".join(one.typed for one in help.SIGNS)
    for sign in ('"', " OR ", " -", "*", "title:", "byline:", "language:", "source:", "tag:"):
        assert sign in typed


def test_words_of_other_languages_carry_their_language(client):
    page = read(client.get("/help/"))
    for example in help.BY_LANGUAGE:
        for words in (example.typed, example.finds):
            for holder in page.one("main").holders(words):
                assert (holder.name, holder["lang"]) == ("bdi", example.language)


def test_every_example_leads_to_its_list(client):
    rows.make_article()
    page = read(client.get("/help/"))
    for example in (*help.BY_LANGUAGE, *help.SIGNS):
        (link,) = [one for one in page.one("main").all("a") if one.text == example.typed]
        assert dict(parse_qsl(urlsplit(link["href"]).query)) == {"q": example.typed}
        assert read(client.get(link["href"])).one("input", id="q")["value"] == example.typed


def test_every_link_of_the_page_answers(client):
    rows.make_article()
    for link in read(client.get("/help/")).one("main").all("a"):
        assert client.get(link["href"]).status_code == 200, link["href"]


@pytest.mark.parametrize("example", help.BY_LANGUAGE, ids=FOUND)
def test_the_examples_find_what_they_are_said_to(client, example: help.Example):
    wanted, other = FOUND[example.language]
    article = rows.make_article(language=example.language, title=wanted, body="")
    rows.make_article(language=example.language, title=other, body="")
    said = rows.make_article(language=example.language, title="", body=example.finds)
    answer = client.get("/articles.json", {"q": example.typed}).json()
    assert {result["id"] for result in answer["results"]} == {article.pk, said.pk}


@pytest.mark.parametrize(("typed", "found", "other"), PROOFS, ids=[typed for typed, _, _ in PROOFS])
def test_the_signs_mean_what_is_said_of_them(
    client, typed: str, found: dict[str, str], other: dict[str, str]
):
    rights = rows.make_tag("Human rights")
    for language, name in (("en", "human rights"), ("lv", "cilvēktiesības")):
        TagName.objects.create(tag=rights, language=language, name=name)
    usual = {"title": "x", "body": "", "source": "Baltic Wire"}
    article = rows.make_article(**usual | found)
    rows.make_article(**usual | other)
    answer = client.get("/articles.json", {"q": typed}).json()
    assert [result["id"] for result in answer["results"]] == [article.pk]


def test_every_sign_of_the_page_is_proved():
    assert [typed for typed, _, _ in PROOFS] == [example.typed for example in help.SIGNS]
    assert list(FOUND) == [example.language for example in help.BY_LANGUAGE]


def test_the_numbers_of_the_page_are_those_in_force(client):
    said = read(client.get("/help/")).one("main").text
    cap = f"{counts.CAP:,}"
    assert (
        f"needs at least {SHORTEST_PREFIX} letters, and the first {MOST_WORDS} words of a query count."
        in said
    )
    assert f"The newest {RANKED:,} matches are ranked" in said
    assert f"Up to {cap} matches are counted; beyond that the page says “more than”" in said


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
