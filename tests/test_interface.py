"""The languages of the pages: chosen by the address, and the same for everybody who asks for it."""

import pytest
from django.conf import settings
from django.utils import translation

from articles import interface
from articles.models import TagName
from articles.notices import Notice
from tests import rows
from tests.pages import read

pytestmark = pytest.mark.django_db

CODES = [code for code, _ in settings.LANGUAGES]


@pytest.mark.parametrize("code", CODES)
def test_the_prefix_of_an_address_is_the_language_of_its_page(client, code: str):
    rows.make_article(tags=["Māksla"])
    prefix = "" if code == "en" else f"/{code}"
    for path in ("/", "/coverage/", "/sources/eu-reporter/", "/tags/maksla/", "/help/", "/about/"):
        answer = client.get(prefix + path)
        html = read(answer).one("html")
        assert (html["lang"], html["dir"]) == (code, "rtl" if code == "ar" else "ltr")
        assert answer["Content-Language"] == code
        links = {link["href"] for link in html.one("main").all("a") if link["href"].startswith("/")}
        machines = {link for link in links if link.startswith("/articles.")}
        assert all(link.startswith(f"{prefix}/") for link in links - machines), links


@pytest.mark.parametrize("asked", ["ar", "lv,en;q=0.5", ""])
def test_what_the_browser_asks_for_changes_nothing(client, asked: str):
    answer = client.get("/", headers={"accept-language": asked})
    assert read(answer).one("html")["lang"] == "en"
    assert "Accept-Language" not in answer.get("Vary", "")
    assert "Cookie" not in answer.get("Vary", "")


def test_every_page_links_itself_in_all_languages(client):
    article = rows.make_article(language="lv", tags=["Māksla"])
    for path in ("/?tag=maksla&sort=oldest", article.get_absolute_url(), "/lv/?tag=maksla&sort=oldest"):
        links = read(client.get(path)).one("nav", "tongues").all("a")
        inside = path.removeprefix("/lv")
        assert [(link["hreflang"], link["href"], link.text) for link in links] == [
            (code, ("" if code == "en" else f"/{code}") + inside, name) for code, name in settings.LANGUAGES
        ]
        assert [link["hreflang"] for link in links if "aria-current" in link.attributes] == [
            "lv" if path.startswith("/lv") else "en"
        ]


def test_a_page_is_one_page_for_search_engines(client):
    article = rows.make_article(language="lv")
    for code in ("en", "ar"):
        prefix = "" if code == "en" else f"/{code}"
        page = read(client.get(prefix + article.get_absolute_url()))
        assert page.one("link", rel="canonical")["href"] == f"http://testserver{article.get_absolute_url()}"
        page = read(client.get(f"{prefix}/?language=lv"))
        assert page.one("link", rel="canonical")["href"] == f"http://testserver{prefix}/?language=lv"
        alternates = [link for link in page.all("link", rel="alternate") if "hreflang" in link.attributes]
        assert {link["hreflang"] for link in alternates} == set(CODES)


@pytest.mark.parametrize(
    "path", ["/en/", "/de/", "/LV/", "/lvx/", "/lv/articles.json", "/ar/admin/", "/lv/lv/", "/ar/sitemap.xml"]
)
def test_other_prefixes_lead_nowhere(client, path: str):
    assert client.get(path).status_code == 404


def test_what_is_not_found_is_said_in_the_language_of_its_address(client):
    page = read(client.get("/lv/nowhere/"), status=404)
    assert page.one("html")["lang"] == "lv"
    assert page.one("h1").text != "There is nothing at this address"


def test_one_page_leaves_no_language_to_the_next(client):
    client.get("/ar/")
    assert translation.get_language() == "en"
    assert client.get("/articles.json?language=xx").json()["warnings"] == [
        "The archive has no language “xx”: it was left out."
    ]
    warning = read(client.get("/lv/?language=xx")).one("div", "warnings").text
    assert "xx" in warning
    assert "archive" not in warning


def test_tags_and_languages_are_called_as_the_reader_calls_them(client):
    article = rows.make_article(language="th", tags=["Kazakhstan", "Māksla"])
    tag = rows.make_tag("Kazakhstan")
    TagName.objects.create(tag=tag, language="lv", name="Kazahijas zeme", is_shown=False)
    TagName.objects.create(tag=tag, language="lv", name="Kazahstāna")
    TagName.objects.create(tag=tag, language="ar", name="كازاخستان")
    for path in ("/lv/", "/lv" + article.get_absolute_url()):
        main = read(client.get(path)).one("main")
        assert [(one.name, one["lang"]) for one in main.holders("Kazahstāna")][:1] == [("bdi", "lv")]
        assert main.holders("Māksla")
        assert not main.holders("Kazahijas zeme")
        assert "ไทย (taju)" in main.text
    assert read(client.get("/ar/tags/kazakhstan/")).one("h1").text == "كازاخستان"
    assert read(client.get("/pl/tags/kazakhstan/")).one("h1").text == "Kazakhstan"


def test_thai_readers_count_years_by_their_own_calendar_beside_iso(client):
    rows.make_article(title="Day", published="2023-05-19")
    rows.make_article(title="Month", published="2022-05")
    rows.make_article(title="Year", published="2021")
    cards = read(client.get("/th/")).all("article", "card")
    assert [card.one("time").text for card in cards] == [
        "19 พฤษภาคม 2566 (2023-05-19)",
        "พฤษภาคม 2565 (2022-05)",
        "2564 (2021)",
    ]
    assert [card.one("time")["datetime"] for card in cards] == ["2023-05-19", "2022-05", "2021"]


def test_numbers_and_dates_are_written_by_the_language(client):
    rows.make_article(published="2023-05-19")
    written = {
        code: read(client.get("/" if code == "en" else f"/{code}/")).one("article", "card").one("time").text
        for code in CODES
    }
    assert written["en"] == "19 May 2023"
    assert written["lv"] == "2023. gada 19. maijs"
    assert written["pl"] == "19 maja 2023"
    assert written["ru"].startswith("19 мая 2023")
    assert written["ar"] == "19 مايو 2023"


def test_a_notice_is_said_in_the_language_of_the_page():
    notice = Notice("Only the first %(number)s words were searched for.").of(number=1_000)
    assert str(notice) == "Only the first 1,000 words were searched for."
    with translation.override("pl"):
        said = interface.said(notice)
    assert said not in (str(notice), notice.text)
    assert "1\N{NO-BREAK SPACE}000" in said
