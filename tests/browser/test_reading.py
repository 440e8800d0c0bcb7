"""The archive in a browser: read without scripts, by keyboard, on a phone, in the dark."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from articles.models import Article
from tests import rows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 900}

SCRIPTS = ("lv", "th", "ar")

# Words without a space, wider than a phone.
LONG = {
    "lv": "pretvalstiskāksnepretvalstiskums" * 4,
    "th": "ประชาธิปไตยรัฐธรรมนูญ" * 12,
    "ar": "فسيستخدمونهاوالديمقراطية" * 6,
}

# Text and what is behind it; WCAG 2.2, 1.4.3 asks for 4.5.
CONTRAST = """selector => {
  const parse = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const part = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const ratios = [...document.querySelectorAll(selector)].map(element => {
    let behind = element;
    let color;
    do {
      color = parse(getComputedStyle(behind).backgroundColor);
      behind = behind.parentElement;
    } while (behind && color[3] === 0);
    const [low, high] = [light(parse(getComputedStyle(element).color)), light(color)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  });
  return Math.min(...ratios);
}"""

# What a page has none of by itself: it runs one script of its own, and draws timelines.
INJECTED = (
    "img, [onerror], [onload], svg:not(.timeline svg),"
    " script:not([src='/static/archive.js'], [type='application/ld+json'])"
)

WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


@pytest.fixture
def no_scripts(new_context: Callable[..., BrowserContext], base_url: str) -> Page:
    return new_context(java_script_enabled=False, viewport=DESK).new_page()


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext]) -> Page:
    return new_context(viewport=PHONE, is_mobile=True, has_touch=True).new_page()


def test_a_reader_without_scripts_finds_filters_and_follows_an_article_to_its_lines(no_scripts, live_server):
    fill_archive()
    page = no_scripts
    page.goto(live_server.url)
    expect(page).to_have_title("Reform Archive")
    expect(page.locator(".count")).to_have_text("20 of 28")

    page.get_by_role("link", name="Latviešu Latvian").click()
    expect(page.locator(".count")).to_have_text("20 of 25")
    page.get_by_role("link", name="ไทย Thai").click()
    expect(page.locator(".count")).to_have_text("20 of 26")
    page.get_by_role("link", name="Language: ไทย take off").click()
    expect(page.locator(".count")).to_have_text("20 of 25")

    page.get_by_role("link", name="Next page").click()
    expect(page.locator(".count")).to_have_text("5 of 25")
    page.get_by_role("link", name="Previous page").click()
    expect(page.locator("h3").first).to_have_text("Nr. 25")

    page.get_by_label("From").fill("2023-05-03")
    page.get_by_label("Until").fill("2023-05-04")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("h3")).to_have_text(["Nr. 4", "Nr. 3"])
    expect(page).to_have_url(
        f"{live_server.url}/?language=lv&published_after=2023-05-03&published_before=2023-05-04"
    )

    page.get_by_role("link", name="Nr. 3").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nr. 3")
    page.get_by_role("link", name="Show the original lines").click()
    expect(page.locator("ol.lines li")).to_have_text(["Kazahstāna", "", "Nr. 3", "", rows.BODIES["lv"]])
    page.get_by_role("link", name="Back to the article").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nr. 3")


def test_a_reader_on_a_phone_opens_the_filters_without_scripts(new_context, live_server):
    fill_archive()
    page = new_context(java_script_enabled=False, viewport=PHONE).new_page()
    page.goto(live_server.url)
    facet = page.get_by_role("link", name="ไทย Thai")
    expect(facet).not_to_be_visible()
    page.get_by_text("Filters", exact=True).click()
    facet.click()
    expect(page.locator(".count")).to_have_text("1 of 1")


def test_a_filter_that_leaves_nothing_offers_a_way_out(no_scripts, live_server):
    fill_archive()
    page = no_scripts
    page.goto(f"{live_server.url}/?language=th&published_after=2024")
    expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()
    page.get_by_role("link", name="Without the period").click()
    expect(page.locator(".count")).to_have_text("1 of 1")


def test_the_keyboard_skips_to_the_content_and_reaches_a_filter(page, live_server):
    fill_archive()
    page.set_viewport_size(DESK)
    page.goto(live_server.url)
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_text("Skip to content")
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

    reached = tab_to(page, "Latviešu Latvian")
    assert "From" in reached
    assert is_ringed(page)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/?language=lv")
    chip = tab_to(page, "Language: Latviešu")
    assert chip
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/")


def test_the_keyboard_opens_the_filters_on_a_phone(page, live_server):
    fill_archive()
    page.set_viewport_size(PHONE)
    page.goto(live_server.url)
    tab_to(page, "Filters")
    page.keyboard.press("Enter")
    tab_to(page, "العربية Arabic")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/?language=ar")


def test_no_page_says_anything_on_the_console_or_breaks_the_policy(quiet, live_server):
    fill_archive()
    page = quiet()
    article = Article.objects.get(language="ar")
    for path in (
        "/",
        "/?language=lv&sort=oldest",
        "/?source=%00",
        "/?language=th&published_after=2024",
        article.get_absolute_url(),
        f"/articles/{article.pk}/original/",
        "/sources/",
        "/sources/eu-reporter/",
        "/languages/",
        "/tags/",
        "/tags/maksla/",
        "/admin/login/",
    ):
        answer = page.goto(f"{live_server.url}{path}")
        assert answer.status == 200, path
        assert page.evaluate("violations") == [], path
        assert page.evaluate("document.styleSheets.length") > 0, path


@pytest.mark.parametrize("language", SCRIPTS)
def test_nothing_of_list_article_and_original_sticks_out_on_a_phone(phone, live_server, language):
    article = make_long_article(language)
    for path in (
        "/",
        f"/?language={language}&tag={article.tags.get().slug}&source={article.source.slug}&undated=1",
        f"/?source={'x' * 80}",
        article.get_absolute_url(),
        f"/articles/{article.pk}/original/",
    ):
        phone.goto(f"{live_server.url}{path}")
        phone.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        assert phone.evaluate(WIDTHS) == [PHONE["width"]] * 2, path


@pytest.mark.parametrize("language", SCRIPTS)
@pytest.mark.parametrize("name", ["sources", "tags", "languages", "source", "tag"])
def test_no_name_sticks_out_of_the_holdings_on_a_phone(phone, live_server, name, language):
    article = make_long_article(language)
    one = {"source": article.source, "tag": article.tags.get()}
    path = one[name].get_absolute_url() if name in one else f"/{name}/"
    phone.goto(f"{live_server.url}{path}")
    assert phone.evaluate(WIDTHS) == [PHONE["width"]] * 2


@pytest.mark.parametrize("language", ["ar", "he"])
def test_headline_and_opening_of_a_right_to_left_card_begin_at_one_edge(page, live_server, language):
    rows.make_article(language=language, body=rows.BODIES[language] * 4)
    page.set_viewport_size(DESK)
    page.goto(live_server.url)
    headline, opening = (page.locator(part).bounding_box() for part in (".card h3", ".card .excerpt"))
    assert abs(headline["x"] + headline["width"] - opening["x"] - opening["width"]) < 1


@pytest.mark.parametrize("language", SCRIPTS)
def test_the_words_of_an_article_run_in_its_direction(page, live_server, language):
    article = rows.make_article(language=language, section=rows.HEADLINES[language])
    rows.add_sighting(article.revisions.get(), f"{rows.BODIES[language]}\nSHARE:\n")
    wanted = "rtl" if language == "ar" else "ltr"
    page.goto(f"{live_server.url}{article.get_absolute_url()}")
    for part in ("h1", ".section", ".body p"):
        assert page.locator(part).evaluate("element => getComputedStyle(element).direction") == wanted
    assert page.locator(".facts").evaluate("element => getComputedStyle(element).direction") == "ltr"
    page.goto(f"{live_server.url}/articles/{article.pk}/original/")
    directions = page.locator(".lines span").evaluate_all(
        "lines => lines.map(line => getComputedStyle(line).direction)"
    )
    assert directions == [wanted, "ltr"]


def test_markup_in_a_headline_is_read_and_not_run(quiet, live_server):
    attack = '<script>alert(1)</script><img src=x onerror="alert(2)"><svg onload=alert(3)>'
    article = rows.make_article(
        title=attack,
        section=attack,
        byline=attack,
        body=attack,
        source=attack,
        tags=[attack],
        url="javascript:alert(4)",
    )
    rows.add_sighting(article.revisions.get(), f"{attack}\n", dump=f"{attack}.txt")
    page = quiet()
    for path in (
        "/",
        f"/?tag={article.tags.get().slug}&source=%3Cscript%3Ealert(5)%3C/script%3E",
        article.get_absolute_url(),
        f"/articles/{article.pk}/original/",
        "/sources/",
        "/tags/",
        article.tags.get().get_absolute_url(),
        article.source.get_absolute_url(),
    ):
        page.goto(f"{live_server.url}{path}")
        assert page.locator(INJECTED).count() == 0, path
        assert page.evaluate("violations") == [], path
        expect(page.get_by_text(attack, exact=False).first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["list", "article", "original"])
def test_words_stand_out_from_what_is_behind_them(new_context, live_server, scheme, path):
    fill_archive()
    article = Article.objects.get(language="ar")
    address = {
        "list": "/?language=ar&source=nobody",
        "article": article.get_absolute_url(),
        "original": f"/articles/{article.pk}/original/",
    }[path]
    page = new_context(color_scheme=scheme, viewport=DESK).new_page()
    page.goto(f"{live_server.url}{address}")
    background = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    brightness = sum(int(part) for part in re.findall(r"\d+", background)[:3]) / 3
    assert brightness < 64 if scheme == "dark" else brightness > 192
    assert page.evaluate(CONTRAST, "p, h1, h2, h3, li, dt, dd, a, bdi, time, .number, .note, label") >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_printed_article_is_dark_on_white_whatever_the_screen_is(new_context, live_server, scheme):
    article = rows.make_article(language="lv", section="Kazahstāna", byline="Colin Stevens", tags=["Māksla"])
    page = new_context(color_scheme=scheme).new_page()
    page.goto(f"{live_server.url}{article.get_absolute_url()}")
    page.emulate_media(media="print", color_scheme=scheme)
    assert page.evaluate(CONTRAST, "p, h1, h2, dt, dd, dd a, bdi") >= 4.5


def fill_archive() -> None:
    """Twenty-five articles in Latvian, of one day of May 2023 each, and one in Arabic, Thai and English."""
    for day in range(1, 26):
        article = rows.make_article(language="lv", title=f"Nr. {day}", published=f"2023-05-{day:02}")
        raw = f"Kazahstāna\n\nNr. {day}\n\n{rows.BODIES['lv']}\n"
        rows.add_sighting(article.revisions.get(), raw, dump=f"{day}.txt", line=3)
    for language in ("ar", "th", "en"):
        article = rows.make_article(language=language, tags=["Māksla"], section=rows.HEADLINES[language])
        rows.add_sighting(article.revisions.get(), f"{rows.BODIES[language]}\n")


def make_long_article(language: str) -> Article:
    """One whose every text has a word that is wider than a phone."""
    article = rows.make_article(
        language=language,
        title=f"{rows.HEADLINES[language]} {LONG[language]}",
        section=LONG[language],
        byline=LONG[language],
        body=rows.paragraphs(LONG[language], rows.BODIES[language]),
        source=LONG[language][:190],
        tags=[LONG[language][:190]],
        published_text=LONG[language],
        url="https://example.org/" + "a" * 300,
    )
    rows.add_sighting(article.revisions.get(), f"{LONG[language]}\n{'=' * 300}\n", dump=f"{'x' * 120}.txt")
    return article


def tab_to(page: Page, name: str) -> list[str]:
    """Tabs on until something of this name has the focus; what was passed, by its own or its label's text."""
    passed = []
    for _ in range(60):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "() => { const at = document.activeElement;"
            " const said = at.ariaLabel ?? (at.labels?.[0] ?? at).innerText;"
            " return said.replace(/\\s+/g, ' ').trim() }"
        )
        if here.startswith(name):
            return passed
        passed.append(here)
    raise AssertionError(f"{name} is not reached: {passed}")


def is_ringed(page: Page) -> bool:
    """Whether what has the focus shows it."""
    return page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth) >= 2")
