"""The list, as a reader gets it."""

import unicodedata

import pytest
from django.test import Client

from articles import counts
from tests import rows
from tests.pages import Element, read

pytestmark = pytest.mark.django_db

# The dates of every precision in the order of the list, newest first.
DATES = ("2024-02-29T23:59:59", "2023-05-19", "2023-05", "2023", None)


def test_an_empty_archive_says_how_it_is_filled(client):
    page = read(client.get("/"))
    assert page.one("section", "empty").text == (
        "Nothing found The archive is empty. An operator fills it with manage.py load_dumps."
    )
    assert page.all("article") == []


def test_a_card_shows_headline_opening_date_source_language_and_tags(client):
    article = rows.make_article(
        language="lv",
        source="Вестник реформ",
        tags=["Māksla", "Конституция"],
        published="2023-05-19T20:45:29",
    )
    card = read(client.get("/")).one("article", "card")
    assert card.one("h3").text == "Kazahstānas ciemos akimus tagad ievēl paši iedzīvotāji"
    assert card.one("p", "excerpt").text == rows.BODIES["lv"]
    assert card.one("p", "facts").text == ("19 May 2023 Вестник реформ Latviešu (Latvian) Māksla Конституция")
    assert card.one("time")["datetime"] == "2023-05-19T20:45:29+00:00"
    assert [(link.text, link["href"]) for link in card.all("a")] == [
        (article.title, f"/articles/{article.pk}/kazahstanas-ciemos-akimus-tagad-ievel-pasi-iedzivotaji/"),
        ("Вестник реформ", "/sources/vestnik-reform/"),
        ("Latviešu (Latvian)", "/?language=lv"),
        ("Māksla", "/tags/maksla/"),
        ("Конституция", "/tags/konstitutsiya/"),
    ]


def test_a_card_shows_the_excerpt_of_the_feed_rather_than_the_opening(client):
    rows.make_article(excerpt="Последний раз граждан спрашивали в августе 1995-го. […]", language="ru")
    card = read(client.get("/")).one("article", "card")
    assert card.one("p", "excerpt").text == "Последний раз граждан спрашивали в августе 1995-го. […]"


def test_an_article_without_excerpt_and_body_has_a_card_too(client):
    rows.make_article(body="")
    assert read(client.get("/")).one("article", "card").all("p", "excerpt") == []


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "word " * 60, f"{'word ' * 43}word…"),
        ("en", "x" * 221, f"{'x' * 220}…"),
        ("en", "x" * 220, "x" * 220),
    ],
    ids=["between words", "no space", "short enough"],
)
def test_a_long_opening_is_cut_where_it_does_no_harm(client, language, text, wanted):
    rows.make_article(excerpt=text, language=language)
    assert read(client.get("/")).one("p", "excerpt").text == wanted


@pytest.mark.parametrize("offset", [218, 219])
def test_an_opening_is_not_cut_between_a_consonant_and_its_marks(client, offset):
    text = "ก" * offset + "กี่" + "ก" * 20
    rows.make_article(excerpt=text, language="th")
    shown = read(client.get("/")).one("p", "excerpt").text.removesuffix("…")
    assert text.startswith(shown)
    assert unicodedata.category(text[len(shown)]) == "Lo"


def test_cards_stand_newest_first_and_state_what_is_known_of_the_date(client):
    for published in DATES[::-1]:
        rows.make_article(title=f"Vote {published}", published=published)
    assert dates(read(client.get("/"))) == ["29 February 2024", "19 May 2023", "May 2023", "2023", "undated"]
    assert dates(read(client.get("/?sort=oldest"))) == [
        "2023",
        "May 2023",
        "19 May 2023",
        "29 February 2024",
        "undated",
    ]


@pytest.mark.parametrize(
    ("language", "direction"), [("lv", "ltr"), ("th", "ltr"), ("ar", "rtl"), ("he", "rtl")]
)
def test_the_words_of_an_article_carry_its_language_and_direction(client, language, direction):
    rows.make_article(language=language)
    page = read(client.get("/"))
    for words in (rows.HEADLINES[language], rows.BODIES[language]):
        assert [(one.inherited("lang"), one.inherited("dir")) for one in page.holders(words)] == [
            (language, direction)
        ]
    assert (page.one("html")["lang"], page.one("html")["dir"]) == ("en", "ltr")


def test_names_of_other_scripts_are_isolated(client):
    article = rows.make_article(language="ar", source="الشرق الأوسط", tags=["تونس"])
    page = read(client.get("/", {"language": "ar", "source": article.source.slug, "tag": "twns"}))
    assert len(page.all("ul", "chips")) == 1
    for name in ("الشرق الأوسط", "تونس", "العربية"):
        assert {one.name for one in page.one("main").holders(name)} == {"bdi"}


def test_hidden_articles_are_not_shown(client):
    rows.make_article(title="Kept back", status="hidden", tags=["Māksla"], source="Tashkent Citizen")
    page = read(client.get("/"))
    assert "Kept back" not in page.text
    assert "Māksla" not in page.text
    assert "Tashkent Citizen" not in page.text


def test_the_list_says_how_many_of_how_many_it_shows(client):
    for day in range(1, 23):
        rows.make_article(published=f"2023-05-{day:02}")
    assert read(client.get("/")).one("p", "count").text == "20 of 22"
    assert read(client.get("/?per_page=50")).one("p", "count").text == "22 of 22"
    assert read(client.get("/?published_after=2023-05-20")).one("p", "count").text == "3 of 3"


def test_a_number_beyond_the_cap_is_said_to_be_more_than_that(client, monkeypatch):
    monkeypatch.setattr(counts, "CAP", 3)
    for day in range(1, 6):
        rows.make_article(published=f"2023-05-{day:02}")
    page = read(client.get("/?published_after=2023-05-02"))
    assert page.one("p", "count").text == "4 of more than 3"


def test_a_capped_facet_names_the_cap_that_is_in_force(client, monkeypatch):
    monkeypatch.setattr(counts, "CAP", 3)
    for day in range(1, 6):
        rows.make_article(published=f"2023-05-{day:02}")
    page = read(client.get("/?published_after=2023-05-02"))
    assert facet(page, "language").texts("p", "hint") == ["Among the newest 3 matches"]


def test_page_links_lead_through_the_whole_list_and_back(client):
    titles = [f"Nr. {number}" for number in range(45)]
    for number, title in enumerate(titles):
        rows.make_article(
            title=title, published=f"2023-01-01T00:{59 - number:02}:00" if number < 30 else None
        )
    wanted = titles[:30] + titles[:29:-1]

    first = read(client.get("/?sort=newest"))
    second = read(follow(client, first, "next"))
    third = read(follow(client, second, "next"))
    assert headlines(first) + headlines(second) + headlines(third) == wanted
    assert (first.all("a", rel="prev"), third.all("a", rel="next")) == ([], [])

    assert headlines(read(follow(client, third, "prev"))) == headlines(second)
    back = read(follow(client, read(follow(client, third, "prev")), "prev"))
    assert headlines(back) == headlines(first)
    assert back.all("a", rel="prev") == []


def test_page_links_keep_the_filters(client):
    for _ in range(21):
        rows.make_article(language="lv")
        rows.make_article(language="pl")
    first = read(client.get("/?language=lv&sort=oldest"))
    link = first.one("a", rel="next")["href"]
    assert link.startswith("/?language=lv&sort=oldest&after=")
    second = read(client.get(link))
    assert len(second.all("article")) == 1
    assert second.one("a", rel="prev")["href"].startswith("/?language=lv&sort=oldest&before=")


@pytest.mark.parametrize("query", ["after=0", "before=1y2p0ij32e8e7", "language=lv&after=0"])
def test_a_page_beyond_the_end_does_not_say_that_nothing_is_there(client, query):
    rows.make_article(language="lv", published="2023")
    page = read(client.get(f"/?{query}"))
    assert "The archive is empty" not in page.text
    assert "No single filter is the reason" not in page.text


@pytest.mark.parametrize("query", ["after=1y2p0ij32e8e7", "before=0"])
def test_a_page_that_holds_everything_leads_to_no_empty_one(client, query):
    rows.make_article(published="2023")
    page = read(client.get(f"/?{query}"))
    assert len(page.all("article")) == 1
    for link in page.all("a", rel="prev") + page.all("a", rel="next"):
        assert len(read(client.get(link["href"])).all("article")) == 1


def test_facets_show_names_counts_and_links(client):
    rows.make_article(language="lv", source="EU Reporter", tags=["Māksla"], published="2023")
    rows.make_article(language="th", source="EU Reporter")
    page = read(client.get("/"))
    assert facet_rows(page, "language") == [
        ("Latviešu Latvian 1", "/?language=lv"),
        ("ไทย Thai 1", "/?language=th"),
    ]
    assert facet_rows(page, "source") == [("EU Reporter 2", "/?source=eu-reporter")]
    assert facet_rows(page, "tag") == [("Māksla 1", "/?tag=maksla")]
    timeline = page.one("section", "timeline")
    [bar] = timeline.one("svg").all("a")
    assert (bar["aria-label"], bar["href"]) == (
        "2023: 1 article",
        "/?published_after=2023&published_before=2023",
    )
    assert [(row.one("th").text, row.one("td").text) for row in timeline.one("tbody").all("tr")] == [
        ("2023", "1")
    ]
    [undated] = [link for link in timeline.one("div", "beside").all("a") if "Undated" in link.text]
    assert (undated.text, undated["href"]) == ("Undated: 1", "/?undated=1")


def test_a_chosen_value_is_marked_for_eye_and_ear(client):
    rows.make_article(language="lv")
    link = facet(read(client.get("/?language=lv")), "language").one("a")
    assert (link["class"], link["aria-current"]) == ("selected", "true")
    assert link.text == "Latviešu Latvian 1 (selected: take off)"


def test_chips_name_what_is_on_and_take_it_off(client):
    rows.make_article(language="lv", published="2023-05")
    chips = read(client.get("/?language=lv&published_after=2023-05")).one("ul", "chips")
    assert [(link.text, link["href"]) for link in chips.all("a")] == [
        ("Language: Latviešu ×take off", "/?published_after=2023-05"),
        ("From: 2023-05 ×take off", "/?language=lv"),
        ("Clear all", "/"),
    ]


def test_an_unfiltered_list_has_no_chips_and_no_warnings(client):
    rows.make_article()
    page = read(client.get("/"))
    assert (page.all("ul", "chips"), page.all("div", "warnings")) == ([], [])


def test_the_period_form_keeps_the_other_filters_and_what_was_asked(client):
    rows.make_article(language="lv", tags=["Māksla"], published="2023-05")
    page = read(client.get("/?language=lv&tag=maksla&published_after=2023-05&sort=oldest&after=a1"))
    form = page.one("form", "period")
    fields = [(field["name"], field["value"]) for field in form.all("input")]
    assert (form["method"], form["action"]) == ("get", "/")
    assert fields == [
        ("language", "lv"),
        ("tag", "maksla"),
        ("sort", "oldest"),
        ("published_after", "2023-05"),
        ("published_before", ""),
    ]
    answer = read(client.get("/", dict(fields)))
    assert answer.all("div", "warnings") == []
    assert len(answer.all("article")) == 1


def test_the_period_form_keeps_what_could_not_be_read_to_be_corrected(client):
    rows.make_article()
    page = read(client.get("/?published_after=19.05.2023"))
    assert page.one("input", id="published_after")["value"] == "19.05.2023"


def test_sort_and_size_are_links_that_keep_the_filters(client):
    rows.make_article(language="lv")
    page = read(client.get("/?language=lv&sort=oldest&per_page=50"))
    assert [(link.text, link["href"], "aria-current" in link.attributes) for link in choices(page)] == [
        ("Newest", "/?language=lv&per_page=50", False),
        ("Oldest", "/?language=lv&per_page=50&sort=oldest", True),
        ("20", "/?language=lv&sort=oldest&per_page=20", False),
        ("50", "/?language=lv&sort=oldest&per_page=50", True),
        ("100", "/?language=lv&sort=oldest&per_page=100", False),
    ]


def test_where_nothing_is_found_it_says_which_filter_to_drop(client):
    rows.make_article(language="lv", published="2023")
    rows.make_article(language="lv", published="2022")
    rows.make_article(language="pl", published="2021")
    empty = read(client.get("/?language=lv&published_before=2021")).one("section", "empty")
    assert empty.texts("li") == ["Without the period: 2 articles", "Without the language: 1 article"]
    assert [link["href"] for link in empty.all("a")] == ["/?language=lv", "/?published_before=2021"]


def test_where_no_single_filter_is_the_reason_it_says_so(client):
    rows.make_article(language="lv", source="EU Reporter")
    rows.make_article(language="pl", source="Tashkent Citizen")
    rows.make_article(language="th", source="Вестник реформ", tags=["Māksla"])
    path = "/?language=lv&source=tashkent-citizen&tag=maksla"
    empty = read(client.get(path)).one("section", "empty")
    assert empty.text == "Nothing found No single filter is the reason. Clear all filters"
    assert empty.one("a")["href"] == "/"


@pytest.mark.parametrize(
    ("query", "warning"),
    [
        ("source=%00", "The archive has no source “�”: it was left out."),
        ("tag=%3Cb%3E%D7%90%3C/b%3E", "The archive has no tag “<b>א</b>”: it was left out."),
        ("tag=" + "x" * 10_000, f"The archive has no tag “{'x' * 40}…”: it was left out."),
        ("published_after=2023-99", "“2023-99” is no year, month or day: it was left out."),
        ("after=%27", "“'” means nothing as after: it was left out."),
        ("per_page=1000000", "“1000000” means nothing as per_page: it was left out."),
        ("x%5B%24ne%5D=1", "“x[$ne]” is not a field of this list: it was left out."),
    ],
)  # fmt: skip
def test_nonsense_is_answered_with_the_list_and_a_visible_warning(client, query, warning):
    rows.make_article()
    page = read(client.get(f"/?{query}"))
    assert page.one("div", "warnings").texts("li") == [warning]
    assert page.one("p", "count").text == "1 of 1"


def test_five_thousand_fields_are_answered(client):
    rows.make_article()
    page = read(client.get("/?" + "&".join(f"a{number}=1" for number in range(5_000))))
    assert page.one("div", "warnings").texts("li")[0] == "Only the first 200 fields of the address were read."
    assert page.one("p", "count").text == "1 of 1"


def test_an_address_that_was_typed_without_escapes_is_read_as_utf_8(client):
    raw = "source=Māksla".encode().decode("latin-1")
    page = read(client.get("/", QUERY_STRING=raw))
    assert page.one("div", "warnings").text == "The archive has no source “Māksla”: it was left out."


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_list_is_only_read(client, method):
    assert getattr(client, method)("/").status_code == 405


def test_a_head_request_is_answered_without_a_body(client):
    answer = client.head("/")
    assert (answer.status_code, answer.content) == (200, b"")


def test_the_title_names_the_filters(client):
    rows.make_article(language="lv", published="2023")
    assert read(client.get("/")).one("title").text == "Reform Archive"
    page = read(client.get("/?language=lv&published_before=2023"))
    assert page.one("title").text == "Language: Latviešu · Until: 2023 · Reform Archive"


def test_an_article_of_unknown_language_is_shown(client):
    rows.make_article(language="und", title="123", body="456")
    card = read(client.get("/")).one("article", "card")
    assert card.one("p", "facts").text == "undated EU Reporter Unknown language"


def dates(page: Element) -> list[str]:
    facts = [card.one("p", "facts") for card in page.all("article", "card")]
    return [(one.all("time") or one.all("span", "undated"))[0].text for one in facts]


def headlines(page: Element) -> list[str]:
    return page.texts("h3")


def follow(client: Client, page: Element, rel: str):
    return client.get(page.one("a", rel=rel)["href"])


def facet(page: Element, name: str) -> Element:
    return page.one("section", "facet", **{"aria-labelledby": f"facet_{name}"})


def facet_rows(page: Element, name: str) -> list[tuple[str, str]]:
    return [(link.text, link["href"]) for link in facet(page, name).one("ul").all("a")]


def choices(page: Element) -> list[Element]:
    return [link for one in page.all("ul", "choices") for link in one.all("a")]
