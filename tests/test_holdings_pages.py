"""What the archive holds: sources, languages, tags, each with its number of articles."""

import pytest

from articles.models import Source, Tag, TagName
from tests import rows
from tests.pages import Element, read

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/sources/", "/languages/", "/tags/"])
def test_an_empty_archive_holds_none_yet(client, path):
    assert read(client.get(path)).texts("td") == ["None yet"]


def test_sources_are_listed_with_what_they_have(client):
    for name, number in (("Вестник реформ", 1), ("EU Reporter", 2)):
        for _ in range(number):
            rows.make_article(source=name)
    assert table(read(client.get("/sources/"))) == [
        ("EU Reporter", "/sources/eu-reporter/", "2", "/?source=eu-reporter"),
        ("Вестник реформ", "/sources/vestnik-reform/", "1", "/?source=vestnik-reform"),
    ]


def test_languages_are_listed_by_their_own_and_their_english_name(client):
    for code in ("th", "lv", "en", "ar"):
        rows.make_article(language=code)
    page = read(client.get("/languages/"))
    assert table(page) == [
        ("العربية Arabic", "/?language=ar", "1", "/?language=ar"),
        ("English", "/?language=en", "1", "/?language=en"),
        ("Latviešu Latvian", "/?language=lv", "1", "/?language=lv"),
        ("ไทย Thai", "/?language=th", "1", "/?language=th"),
    ]
    assert [name["lang"] for name in page.one("main").all("bdi")] == ["ar", "en", "lv", "th"]


def test_tags_are_listed_with_what_they_are_on(client):
    rows.make_article(tags=["Māksla", "Kazakhstan"])
    rows.make_article(tags=["Kazakhstan"])
    assert table(read(client.get("/tags/"))) == [
        ("Kazakhstan", "/tags/kazakhstan/", "2", "/?tag=kazakhstan"),
        ("Māksla", "/tags/maksla/", "1", "/?tag=maksla"),
    ]


def test_what_only_hidden_articles_have_is_not_listed(client):
    rows.make_article(language="th", source="Tashkent Citizen", tags=["Māksla"], status="hidden")
    for path in ("/sources/", "/languages/", "/tags/"):
        assert read(client.get(path)).texts("td") == ["None yet"]


@pytest.mark.parametrize("path", ["/sources/tashkent-citizen/", "/tags/maksla/"])
def test_a_source_or_tag_that_only_hidden_articles_have_is_not_public(client, path):
    rows.make_article(title="Kept back", source="Tashkent Citizen", tags=["Māksla"], status="hidden")
    assert client.get(path).status_code == 404


def test_a_number_of_thousands_has_its_comma(client, monkeypatch):
    article = rows.make_article()
    monkeypatch.setattr(
        "articles.counts.facet",
        lambda *_: type("Facet", (), {"articles": {article.source_id: 12_345}}),
    )
    assert [row[2] for row in table(read(client.get("/sources/")))] == ["12,345"]


def test_the_page_of_a_source_shows_its_newest_and_leads_to_all(client):
    for day in range(1, 23):
        rows.make_article(source="Вестник реформ", title=f"Nr. {day}", published=f"2023-05-{day:02}")
    rows.make_article(source="EU Reporter", title="Other")
    page = read(client.get("/sources/vestnik-reform/"))
    assert page.one("h1").text == "Вестник реформ"
    assert (page.one("p", "lead").text, page.one("p", "lead").one("a")["href"]) == (
        "22 articles",
        "/?source=vestnik-reform",
    )
    assert page.texts("h3") == [f"Nr. {day}" for day in range(22, 2, -1)]


def test_one_article_is_one_article(client):
    rows.make_article(source="EU Reporter", tags=["Māksla"])
    assert read(client.get("/sources/eu-reporter/")).one("p", "lead").text == "1 article"
    assert read(client.get("/tags/maksla/")).one("p", "lead").text == "1 article"


def test_the_page_of_a_tag_gives_its_names_in_the_languages_of_the_archive(client):
    rows.make_article(language="ar", title="Tagged", tags=["Tunisia"])
    rows.make_article(language="th", title="Other")
    rows.make_article(language="pl", status="hidden")
    tag = rows.make_tag("Tunisia")
    for language, name in (("ar", "تونس"), ("pl", "Tunezja"), ("th", "ตูนิเซีย")):
        TagName.objects.create(tag=tag, language=language, name=name, key=name)
    page = read(client.get("/tags/tunisia/"))
    names = page.one("ul", "names")
    assert names.texts("li") == ["تونس Arabic", "ตูนิเซีย Thai"]
    assert [(name["lang"], name["dir"]) for name in names.all("bdi")] == [("ar", "rtl"), ("th", "ltr")]
    assert page.texts("h3") == ["Tagged"]
    assert page.one("p", "lead").one("a")["href"] == "/?tag=tunisia"


@pytest.fixture
def merged() -> None:
    """A source and a tag that were merged, each over another, into those that the articles have."""
    rows.make_article(title="Vote", source="District Gazette", tags=["Elections"], published="2023-05-19")
    rows.make_article(title="Hidden", source="Kept Back", tags=["Unseen"], status="hidden")
    for model, make, kept in (
        (Source, rows.make_source, "district-gazette"),
        (Tag, rows.make_tag, "elections"),
    ):
        old, older = make("Old name"), make("Older name")
        model.objects.filter(pk=old.pk).update(merged_into=model.objects.get(slug=kept))
        model.objects.filter(pk=older.pk).update(merged_into=old)


@pytest.mark.parametrize("prefix", ["", "/lv", "/ar"])
@pytest.mark.parametrize("slug", ["old-name", "older-name"])
def test_the_page_of_what_was_merged_leads_to_what_it_was_merged_into(client, merged, prefix, slug):
    for path, target in (("sources", "district-gazette"), ("tags", "elections")):
        answer = client.get(f"{prefix}/{path}/{slug}/")
        assert (answer.status_code, answer["Location"]) == (301, f"{prefix}/{path}/{target}/")
        assert read(client.get(answer["Location"])).texts("h3") == ["Vote"]


@pytest.mark.parametrize("path", ["/", "/sources/", "/tags/", "/facets/source/", "/facets/tag/"])
def test_what_was_merged_stands_in_no_list(client, merged, path):
    text = client.get(path).content.decode()
    assert "District Gazette" in text or "Elections" in text
    for name in ("Old name", "Older name", "old-name", "older-name"):
        assert name not in text
        assert name not in client.get("/sitemap-pages.xml").content.decode()


@pytest.mark.parametrize("slug", ["old-name", "older-name"])
@pytest.mark.parametrize(("name", "target"), [("source", "district-gazette"), ("tag", "elections")])
def test_a_list_by_what_was_merged_is_that_of_what_it_was_merged_into(client, merged, name, target, slug):
    rows.make_article(title="Other", source="EU Reporter")
    for form in ("json", "csv", "jsonl", "ris", "bib", "atom", "rss"):
        old, new = (
            b"".join(client.get(f"/articles.{form}?{name}={value}")).decode() for value in (slug, target)
        )
        assert old == new
        assert "Vote" in new
        assert "Other" not in new
    page = read(client.get(f"/?{name}={slug}&{name}={target}"))
    assert page.all("div", "warnings") == []
    assert [chip.text for chip in page.one("ul", "chips").all("bdi")] == [
        {"source": "District Gazette", "tag": "Elections"}[name]
    ]
    assert page.one("link", rel="canonical")["href"] == f"http://testserver/?{name}={target}"
    assert [value["href"] for value in page.all("a", "selected")] == ["/"]


def test_an_old_name_of_a_source_is_searched_for_as_the_new_one(client, merged):
    for typed in ("source:old-name", 'source:"Older name"', "source:district-gazette"):
        answer = client.get("/articles.json", {"q": typed}).json()
        assert ([one["title"] for one in answer["results"]], answer["warnings"]) == (["Vote"], [])


@pytest.mark.parametrize(
    ("query", "warning"),
    [
        ("source=kept-back", "The archive has no source “kept-back”: it was left out."),
        ("tag=unseen", "The archive has no tag “unseen”: it was left out."),
        ("language=th", "The archive has no language “th”: it was left out."),
        ("q=source%3Akept-back", "The archive has no source “kept-back”: it was left out."),
        ("q=language%3Ath", "The archive has no language “th”: it was left out."),
    ],
)
def test_what_only_hidden_articles_have_is_unknown_to_every_list(client, merged, query, warning):
    rows.make_article(title="Hidden too", language="th", status="hidden")
    page = read(client.get(f"/?{query}"))
    assert page.one("div", "warnings").texts("li") == [warning]
    assert page.all("ul", "chips") == []
    assert client.get(f"/articles.json?{query}").json()["warnings"] == [warning]
    for form in ("atom", "rss"):
        assert "Kept Back" not in client.get(f"/articles.{form}?{query}").content.decode()
    text = client.get(f"/facets/source/?{query}").content.decode()
    assert "Kept Back" not in text


@pytest.mark.parametrize("path", ["/sources/nobody/", "/tags/nothing/", "/languages/lv/", "/nowhere/"])
def test_what_is_not_there_is_not_found(client, path):
    page = read(client.get(path), status=404)
    assert page.one("h1").text == "There is nothing at this address"
    assert page.one("main").one("a")["href"] == "/"


def test_the_frame_leads_to_every_list(client):
    nav = read(client.get("/")).one("nav", **{"aria-label": "Archive"})
    assert [(link.text, link["href"]) for link in nav.all("a")] == [
        ("Coverage", "/coverage/"),
        ("Sources", "/sources/"),
        ("Languages", "/languages/"),
        ("Tags", "/tags/"),
        ("Help", "/help/"),
        ("About", "/about/"),
    ]


@pytest.mark.parametrize("path", ["/sources/", "/languages/", "/tags/", "/"])
def test_every_link_of_a_page_leads_to_a_page(client, path):
    rows.make_article(language="ar", source="الشرق الأوسط", tags=["تونس"], published="2023-05-19")
    rows.make_article(language="th", source="EU Reporter", tags=["Māksla"])
    links = {link["href"] for link in read(client.get(path)).all("a")}
    for link in sorted(links - {"#content"}):
        answer = client.get(link)
        assert answer.status_code == 200, link
        if answer["Content-Type"].startswith("text/html"):
            assert read(answer).all("div", "warnings") == [], link


def table(page: Element) -> list[tuple[str, str, str, str]]:
    """What each row is called, where that leads, how many it has, where that leads."""
    return [
        (
            row.one("th").text,
            row.one("th").one("a")["href"],
            row.one("td").text,
            row.one("td").one("a")["href"],
        )
        for row in page.one("tbody").all("tr")
    ]
