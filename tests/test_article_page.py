"""The page of one article."""

import pytest

from articles.models import Article
from articles.sightings import sightings
from tests import rows
from tests.pages import Element, foreign_scripts, read

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(1)>'

# Right-to-left override, left-to-right isolate and embedding, none of them closed.
OVERRIDE, ISOLATE, EMBEDDING = "\u202e", "\u2066", "\u202b"


def test_the_page_shows_all_the_article_says(client):
    article = rows.make_article(
        language="lv",
        title="Kazahstānas ciemos akimus tagad ievēl paši iedzīvotāji",
        section="Kazahstāna",
        byline="Colin Stevens",
        body=rows.paragraphs("Vēlētāji devās pie urnām.", "Pirmās vēlēšanas", "“Tas ir solis.”"),
        source="EU Reporter",
        tags=["Kazakhstan", "Māksla"],
        published="2023-05-19",
        url="https://lv.eureporter.co/kazakhstan/2023/05/19/akimi/",
    )
    page = read(client.get(article.get_absolute_url()))
    assert page.one("header", lang="lv").text == (
        "Kazahstāna Kazahstānas ciemos akimus tagad ievēl paši iedzīvotāji Colin Stevens"
    )
    assert page.one("h1").text == "Kazahstānas ciemos akimus tagad ievēl paši iedzīvotāji"
    assert facts(page) == {
        "Published": "19 May 2023",
        "Source": "EU Reporter",
        "Language": "Latviešu (Latvian)",
        "Tags": "Kazakhstan, Māksla",
        "Web address": "https://lv.eureporter.co/kazakhstan/2023/05/19/akimi/",
    }
    body = page.one("div", "body")
    assert body.texts("p") == ["Vēlētāji devās pie urnām.", "Pirmās vēlēšanas", "“Tas ir solis.”"]
    assert body.texts("p", "crosshead") == ["Pirmās vēlēšanas"]
    assert [(link.text, link["href"]) for link in page.one("dl", "facts").all("a")] == [
        ("EU Reporter", "/sources/eu-reporter/"),
        ("Latviešu (Latvian)", "/?language=lv"),
        ("Kazakhstan", "/tags/kazakhstan/"),
        ("Māksla", "/tags/maksla/"),
        (article.url, article.url),
    ]


def test_what_the_article_lacks_has_no_label(client):
    article = rows.make_article(language="en")
    assert facts(read(client.get(article.get_absolute_url()))) == {
        "Published": "Undated in the capture",
        "Source": "EU Reporter",
        "Language": "English",
    }


@pytest.mark.parametrize("slug", ["", "another-headline/", "KAZAKHSTAN/"])
def test_any_other_address_of_an_article_leads_to_the_one_with_its_headline(client, slug):
    article = rows.make_article()
    answer = client.get(f"/articles/{article.pk}/{slug}")
    assert answer.status_code == 301
    assert answer["Location"] == f"/articles/{article.pk}/kazakhstan-backs-a-rewritten-constitution/"


def test_a_headline_in_any_script_has_an_address_in_ascii(client):
    for language in ("th", "ar", "he", "ru", "lv"):
        article = rows.make_article(language=language)
        assert article.get_absolute_url().isascii()
        assert client.get(article.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("title", ["🗳️", "…", "", "original", "ORIGINAL!"])
def test_a_headline_that_gives_no_address_of_its_own_has_a_page_too(client, title):
    article = rows.make_article(title=title)
    page = read(client.get(f"/articles/{article.pk}/", follow=True))
    assert page.one("h1").text == title
    assert read(client.get(f"/articles/{article.pk}/original/")).one("h1").text == "The original lines"


def test_a_hidden_article_is_not_found_under_any_address(client):
    article = rows.make_article(title="Kept back", status="hidden")
    for path in (
        f"/articles/{article.pk}/",
        article.get_absolute_url(),
        f"/articles/{article.pk}/other/",
        f"/articles/{article.pk}/original/",
    ):
        answer = client.get(path)
        assert read(answer, status=404).one("h1").text == "There is nothing at this address"
        assert "ept back" not in answer.content.decode()
        assert "kept-back" not in answer.content.decode()


@pytest.mark.parametrize("pk", ["0", "999", "9" * 30, "-1", "x", "1.5", "١"])
def test_an_article_that_is_not_there_is_not_found(client, pk):
    rows.make_article()
    for path in (f"/articles/{pk}/", f"/articles/{pk}/some-headline/", f"/articles/{pk}/original/"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("published", "datetime", "words"),
    [
        ("2023-05-19T20:45:29", "2023-05-19T20:45:29+00:00", "19 May 2023, 20:45 UTC"),
        ("2023-05-19T00:00:00", "2023-05-19T00:00:00+00:00", "19 May 2023, 00:00 UTC"),
        ("2023-05-19", "2023-05-19", "19 May 2023"),
        ("2023-05", "2023-05", "May 2023 (only the month is known)"),
        ("2023", "2023", "2023 (only the year is known)"),
    ],
)
def test_a_date_is_told_as_precisely_as_it_was_stated(client, published, datetime, words):
    article = rows.make_article(published=published)
    page = read(client.get(article.get_absolute_url()))
    assert facts(page)["Published"] == words
    assert page.one("dl", "facts").one("time")["datetime"] == datetime


def test_a_date_nobody_stated_is_said_to_be_unknown(client):
    page = read(client.get(rows.make_article().get_absolute_url()))
    assert facts(page)["Published"] == "Undated in the capture"
    assert page.one("dl", "facts").all("time") == []


def test_a_date_that_could_not_be_read_is_shown_as_it_was_written(client):
    article = rows.make_article(language="th", published_text="๑๔ พฤษภาคม", published_origin="page")
    page = read(client.get(article.get_absolute_url()))
    assert facts(page)["Published"] == "The page says: “๑๔ พฤษภาคม”. This could not be read as a date."
    assert page.one("dl", "facts").all("time") == []


def test_a_date_of_a_feed_that_could_not_be_read_is_not_said_to_be_of_a_page(client):
    article = rows.make_article(published_text="Someday, 32 May 2023", published_origin="feed")
    page = read(client.get(article.get_absolute_url()))
    assert facts(page)["Published"] == (
        "The feed says: “Someday, 32 May 2023”. This could not be read as a date."
    )


def test_a_title_alone_says_that_the_capture_holds_no_more(client):
    page = read(client.get(rows.make_article(body="").get_absolute_url()))
    assert page.one("div", "body").text == ""
    assert "The capture holds no more of this article." in page.texts("p", "hint")


def test_an_excerpt_stands_in_for_a_body_that_is_not_there(client):
    article = rows.make_article(language="ru", body="", excerpt="Последний раз граждан спрашивали. […]")
    page = read(client.get(article.get_absolute_url()))
    assert page.one("div", "body").text == "Последний раз граждан спрашивали. […]"
    assert "The capture holds no more of this article." in page.texts("p", "hint")


def test_only_the_current_wording_is_shown(client):
    article = rows.make_article(body="Pirmais teksts.", language="lv")
    rows.add_revision(article, "Otrais teksts.")
    page = read(client.get(article.get_absolute_url()))
    assert page.one("div", "body").text == "Otrais teksts."


def test_the_page_says_where_the_article_came_from(client):
    article = rows.make_article()
    earlier = article.revisions.get()
    current = rows.add_revision(article, "Rewritten.")
    rows.add_sighting(earlier, "a\nb\n", dump="2023-05.txt", line=1_200)
    rows.add_sighting(current, "a\nc\n", dump="صفحة.txt", line=3)
    provenance = read(client.get(article.get_absolute_url())).one("section", "provenance")
    lines = [text.partition(", read by")[0] for text in provenance.texts("li")]
    assert lines == ["صفحة.txt, lines 3–4", "2023-05.txt, lines 1,200–1,201"]
    assert [text.endswith("(an earlier wording)") for text in provenance.texts("li")] == [False, True]
    assert "An editor" not in provenance.text
    links = [link["href"] for link in provenance.all("a")]
    assert links == [f"/articles/{article.pk}/original/", f"/articles/{article.pk}/changes/"]


def test_what_was_merged_into_an_article_is_where_it_came_from_too(client):
    article, merged, over = (rows.make_article(title=title) for title in ("Kept", "Merged", "Over another"))
    for one, dump in ((over, "over.txt"), (article, "kept.txt"), (merged, "merged.txt")):
        rows.add_sighting(one.revisions.get(), "a line\n", dump=dump)
    merge(merged, article)
    merge(over, merged)
    page = read(client.get(article.get_absolute_url()))
    told = [text.partition(", read by") for text in page.one("section", "provenance").texts("li")]
    assert [
        (place, rest.endswith("(of an article that was merged into this one)")) for place, _, rest in told
    ] == [
        ("kept.txt, line 1", False),
        ("merged.txt, line 1", True),
        ("over.txt, line 1", True),
    ]
    record = client.get(f"/articles/{article.pk}.json").json()
    assert [(one["article"], one["dump"]) for one in record["provenance"]] == [
        (article.pk, "kept.txt"),
        (merged.pk, "merged.txt"),
        (over.pk, "over.txt"),
    ]


def test_an_article_that_leads_to_itself_over_another_is_read_once(client):
    article, other = rows.make_article(title="Kept"), rows.make_article(title="Merged")
    rows.add_sighting(article.revisions.get(), "a line\n")
    merge(other, article)
    Article.objects.filter(pk=article.pk).update(status="merged", merged_into=other)
    assert [one.revision.article_id for one in sightings(article)] == [article.pk]


def test_what_an_editor_corrected_is_marked(client):
    article = rows.make_article(title="Vote", body="Captured.")
    rows.add_sighting(article.revisions.get(), "Captured.\n")
    article.revisions.update(stated={"title": "Vote"})
    edit(article, "Corrected.")
    page = read(client.get(article.get_absolute_url()))
    assert page.one("div", "body").text == "Corrected."
    provenance = page.one("section", "provenance")
    assert provenance.texts("p")[0] == (
        "An editor corrected this text. What was captured stands among the original lines."
    )
    assert "an earlier wording" not in provenance.text
    assert "Captured." in read(client.get(f"/articles/{article.pk}/original/")).text
    assert client.get(f"/articles/{article.pk}.json").json()["is_edited"] is True

    steps = read(client.get(f"/articles/{article.pk}/changes/")).all("section", "changes")
    assert [step.one("p", "hint").text.partition(", the current one")[2] for step in steps] == [
        ", changed by an editor"
    ]
    # The headline of the dump is not the editor's to leave out.
    assert [(step.texts("del"), step.texts("ins")) for step in steps] == [(["Captured"], ["Corrected"])]


def test_a_wording_that_a_dump_brings_later_is_not_the_editors(client):
    article = rows.make_article(title="Vote", body="Captured.")
    edit(article, "Corrected.")
    later = rows.add_revision(article, "Captured later.")
    article.revisions.update(is_current=False)
    article.revisions.filter(is_edited=True).update(is_current=True)
    rows.add_sighting(later, "Captured later.\n")
    hints = [
        step.one("p", "hint").text
        for step in read(client.get(f"/articles/{article.pk}/changes/")).all("section", "changes")
    ]
    assert [("an editor" in hint, "the current one" in hint) for hint in hints] == [
        (False, False),
        (True, True),
    ]
    provenance = read(client.get(article.get_absolute_url())).one("section", "provenance")
    assert "an earlier wording" not in provenance.text


def edit(article: Article, body: str) -> None:
    revision = rows.add_revision(article, body)
    article.revisions.filter(pk=revision.pk).update(is_edited=True)


def merge(article: Article, target: Article) -> None:
    Article.objects.filter(pk=article.pk).update(status="merged", merged_into=target)


@pytest.mark.parametrize("field", ["title", "section", "byline", "excerpt", "url", "published_text"])
@pytest.mark.parametrize("attack", [SCRIPT, IMAGE])
def test_markup_in_what_the_dump_says_is_shown_as_text(client, field, attack):
    article = rows.make_article(**{"body": "", field: attack})
    page = read(client.get(article.get_absolute_url()))
    assert is_harmless(page)
    assert any(attack in one.raw_text for one in page.one("main").all("*"))
    for path in ("/", f"/articles/{article.pk}/original/"):
        assert is_harmless(read(client.get(path)))


@pytest.mark.parametrize("attack", [SCRIPT, IMAGE])
def test_markup_in_body_tag_and_source_is_shown_as_text(client, attack):
    article = rows.make_article(body=rows.paragraphs(attack, "x"), tags=[attack], source=attack)
    revision = article.revisions.get()
    rows.add_sighting(revision, f"{attack}\nx\n", dump=f"{attack}.txt")
    tag, source = article.tags.get(), article.source
    page = read(client.get(article.get_absolute_url()))
    assert page.one("div", "body").texts("p")[0] == attack
    assert facts(page)["Tags"] == attack
    assert facts(page)["Source"] == attack
    for path in (
        article.get_absolute_url(),
        f"/articles/{article.pk}/original/",
        f"/?tag={tag.slug}&source={source.slug}",
        tag.get_absolute_url(),
        source.get_absolute_url(),
        "/tags/",
        "/sources/",
    ):
        page = read(client.get(path))
        assert is_harmless(page), path
        assert attack in page.one("main").raw_text, path


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "java\tscript:alert(1)",
        "\x01javascript:alert(1)",
        "javascript://example.org/%0Aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
        "vbscript:msgbox(1)",
        "file:///etc/passwd",
        "ftp://example.org/",
        "mailto:a@example.org",
        "//example.org/",
        "/admin/logout/",
        "example.org",
        "https:",
        "https:///path",
        "https://[",
        "http:javascript:alert(1)",
        "",
    ],
)
def test_only_an_address_of_the_web_is_a_link(client, url):
    article = rows.make_article(url=url)
    page = read(client.get(article.get_absolute_url()))
    assert is_harmless(page)
    assert page.all("a", "address") == []
    if url:
        assert page.one("bdi", "address").text == " ".join(url.split())


@pytest.mark.parametrize(
    "url",
    [
        "https://lv.eureporter.co/2023/05/19/akimi/?a=1&b=2",
        "HTTP://example.org/",
        "https://президент.рф/новости",
        "https://example.org/\"onmouseover='alert(1)",
    ],
)
def test_an_address_of_the_web_is_a_link_that_gives_nothing_away(client, url):
    link = read(client.get(rows.make_article(url=url).get_absolute_url())).one("a", "address")
    assert (link["href"], link.text) == (url, url)
    assert set(link["rel"].split()) == {"nofollow", "noopener", "noreferrer"}
    assert link["dir"] == "ltr"
    assert is_harmless(link)


@pytest.mark.parametrize("mark", [OVERRIDE, ISOLATE, EMBEDDING])
def test_bidi_marks_stay_inside_an_element_of_its_own_direction(client, mark):
    words = f"abc{mark}def"
    article = rows.make_article(
        title=words,
        section=words,
        byline=words,
        body=words,
        source=words,
        tags=[words],
        url=f"https://example.org/{words}",
    )
    rows.add_sighting(article.revisions.get(), f"{words}\n", dump=f"{words}.txt")
    unread = rows.make_article(title=words, published_text=words, url=words, body="")
    paths = (
        "/",
        f"/?tag={article.tags.get().slug}&source={article.source.slug}&colour{mark}=1",
        article.get_absolute_url(),
        unread.get_absolute_url(),
        f"/articles/{article.pk}/original/",
        "/tags/",
        "/sources/",
        article.source.get_absolute_url(),
        article.tags.get().get_absolute_url(),
    )
    for path in paths:
        page = read(client.get(path))
        for holder in page.one("body").holders(mark):
            assert is_isolated(holder, mark), f"{path}: {holder.name} in {holder.parent.name}"


def test_bidi_marks_do_not_turn_the_title_of_the_window_round(client):
    article = rows.make_article(title=f"abc{OVERRIDE}def")
    for path in (article.get_absolute_url(), f"/articles/{article.pk}/original/"):
        assert OVERRIDE not in read(client.get(path)).one("title").text


@pytest.mark.parametrize(
    ("language", "direction"), [("lv", "ltr"), ("th", "ltr"), ("ar", "rtl"), ("he", "rtl")]
)
def test_every_word_of_the_article_carries_its_language_and_direction(client, language, direction):
    words = {
        "title": f"T {rows.HEADLINES[language]}",
        "section": f"S {rows.HEADLINES[language]}",
        "byline": f"B {rows.HEADLINES[language]}",
        "excerpt": f"E {rows.HEADLINES[language]}",
        "published_text": f"P {rows.HEADLINES[language]}",
    }
    article = rows.make_article(language=language, body="", **words)
    main = read(client.get(article.get_absolute_url())).one("main")
    references = main.one("section", "citing")
    for field, said in words.items():
        outside = [one for one in spoken(main, said) if one not in spoken(references, said)]
        assert outside == [(language, direction)], field


@pytest.mark.parametrize(("language", "direction"), [("lv", "ltr"), ("ar", "rtl")])
def test_every_paragraph_carries_its_language_and_direction(client, language, direction):
    body = rows.paragraphs(rows.BODIES[language], rows.HEADLINES[language])
    article = rows.make_article(language=language, title="X", body=body)
    main = read(client.get(article.get_absolute_url())).one("main")
    assert spoken(main, rows.BODIES[language]) == [(language, direction)]
    assert spoken(main, rows.HEADLINES[language]) == [(language, direction)]


def test_the_frame_of_the_page_is_english(client):
    page = read(client.get(rows.make_article(language="ar").get_absolute_url()))
    assert (page.one("html")["lang"], page.one("html")["dir"]) == ("en", "ltr")
    for words in ("Published", "Where it came from", "Show the original lines"):
        assert spoken(page, words) == [("en", "ltr")]


def test_a_canonical_link_names_the_one_address(client):
    article = rows.make_article()
    page = read(client.get(article.get_absolute_url() + "?utm_source=mail"))
    assert page.one("link", rel="canonical")["href"] == f"http://testserver{article.get_absolute_url()}"


def test_an_article_moves_when_its_headline_does(client):
    article = rows.make_article(title="Old words")
    before = article.get_absolute_url()
    article.title = "New words"
    article.save()
    assert client.get(before)["Location"] == f"/articles/{article.pk}/new-words/"
    assert Article.objects.get().slug == "new-words"


def facts(page: Element) -> dict[str, str]:
    """The labelled facts under the headline."""
    labelled = page.one("article").one("dl", "facts").all("div")
    return {row.one("dt").text: row.one("dd").text for row in labelled}


def spoken(page: Element, words: str) -> list[tuple[str | None, str | None]]:
    """Language and direction in which these words are shown, wherever they are."""
    return [(one.inherited("lang"), one.inherited("dir")) for one in page.holders(words)]


def is_harmless(page: Element) -> bool:
    """Nothing in it that a browser would run or load from a text."""
    handlers = [one for one in page if any(name.startswith("on") for name in one.attributes)]
    links = [one for one in page.all("a") if not one["href"].startswith(("/", "http", "HTTP", "#"))]
    return not (handlers or links or foreign_scripts(page) or page.all("img") or page.all("iframe"))


# Blocks, and elements with a direction, end what a mark in them began (HTML, 15.3.5, unicode-bidi).
BLOCKS = {"p", "h1", "h2", "h3", "li", "div", "header", "section", "article", "dd", "dt", "th", "td"}


def is_isolated(holder: Element, mark: str) -> bool:
    """Whether what stands behind the mark, up to the end of the element that isolates it, is of the same
    words."""
    while holder.name not in BLOCKS | {"bdi"} and "dir" not in holder.attributes:
        holder = holder.parent
    return {part.strip() for part in holder.raw_text.split(mark)[1:]} <= {"def", "def.txt", "def”"}
