"""Every page for everybody: axe-core's rules in six languages, light and dark, on a phone and on a desk;
silence on the console, room on the smallest phone, on paper, and little to load."""

import gzip
import os
import re
import urllib.request
from collections import Counter
from collections.abc import Callable
from itertools import combinations, product
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.archive_site import PAGES, UZBEKISTAN, Site
from tests.pages import read_html

pytestmark = pytest.mark.browser

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
SCHEMES = ("light", "dark")
WIDTHS = (360, 1280)

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations", "incomplete"],
}

# What can be told of every page; where one of them finds nothing to look at, it is not what it was.
MUST_RUN = {
    "color-contrast",
    "html-lang-valid",
    "landmark-one-main",
    "page-has-heading-one",
    "region",
    "target-size",
}

SMALLEST_PHONE = {"width": 320, "height": 640}

# Bytes, compressed as a server in front does by default.
LIST_WEIGHS_AT_MOST = 40 * 1024
SERVERS_LEVEL = 6

OPEN_ALL = "document.querySelectorAll('details').forEach(one => one.open = true)"

INK = "drawn => getComputedStyle(drawn).fill"

# What moves by itself or with a delay.
MOVING = """[...document.querySelectorAll("*")].filter(one => {
  const {transitionDuration, animationName, scrollBehavior} = getComputedStyle(one);
  return !/^0s(, 0s)*$/.test(transitionDuration) || animationName !== "none" || scrollBehavior !== "auto";
}).map(one => one.outerHTML.slice(0, 100))"""

# A page, a language of the interface, a colour scheme and a width.
Sight = tuple[str, str, str, int]

EVERY_SIGHT: list[Sight] = list(product(PAGES, LANGUAGES, SCHEMES, WIDTHS))


def pairs(sight: Sight) -> set[tuple[object, object]]:
    """What meets what there. Of pages and languages only pages and scripts, which differ in direction and in
    size: every page in every language is for a soak."""
    page, language, scheme, width = sight
    script = {"ar": "Arabic", "th": "Thai"}.get(language, "Latin or Cyrillic")
    return set(combinations((page, script, scheme, width), 2)) | set(product((language,), (scheme, width)))


def pairwise() -> list[Sight]:
    """Few of all, but every pair is among them; the same ones every time."""
    shown = {sight: pairs(sight) for sight in EVERY_SIGHT}
    missing = set().union(*shown.values())
    chosen: list[Sight] = []
    languages: Counter[str] = Counter()
    while missing:
        best = max(shown, key=lambda sight: (len(missing & shown[sight]), -languages[sight[1]]))
        chosen.append(best)
        languages[best[1]] += 1
        missing -= shown[best]
    return chosen


SIGHTS = EVERY_SIGHT if os.environ.get("SOAK") else pairwise()


@pytest.fixture(scope="module")
def axe() -> Axe:
    return Axe()


@pytest.mark.parametrize(("kind", "language", "scheme", "width"), SIGHTS)
def test_a_page_breaks_no_rule_of_accessibility(
    new_context: Callable[..., BrowserContext],
    site: Site,
    axe: Axe,
    kind: str,
    language: str,
    scheme: str,
    width: int,
) -> None:
    page = new_context(
        bypass_csp=True,  # axe writes styles into the page.
        color_scheme=scheme,
        reduced_motion="reduce",
        viewport={"width": width, "height": 800},
    ).new_page()
    page.goto(site.page(kind, language))
    page.evaluate(OPEN_ALL)
    found = axe.run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    assert {rule["id"] for rule in found.response["passes"]} >= MUST_RUN
    untold = [(rule["id"], node["html"]) for rule in found.response["incomplete"] for node in rule["nodes"]]
    assert [one for one in untold if not is_told_elsewhere(*one, width)] == []


def is_told_elsewhere(rule: str, html: str, width: int) -> bool:
    """What axe cannot tell: what is behind text that is drawn (see the timeline below), and on a phone what
    is behind text that is scrolled aside (see the same page on a desk)."""
    return rule == "color-contrast" and (html.startswith("<text") or width < max(WIDTHS))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_figures_of_a_timeline_stand_out_from_what_is_behind_them(
    new_context: Callable[..., BrowserContext], site: Site, scheme: str
) -> None:
    page = new_context(color_scheme=scheme, reduced_motion="reduce").new_page()
    page.goto(f"{site.url}/?published_after=2023-05&published_before=2023-05")
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    texts = page.locator(".timeline text")
    assert {contrast(paper, text.evaluate(INK)) >= 4.5 for text in texts.all()} == {True}
    assert {text.evaluate("text => getComputedStyle(text).opacity") for text in texts.all()} == {"1"}
    for bar in page.locator(".bars a").all():
        bar.hover()
        behind = bar.locator(".reach").evaluate(INK)
        assert behind != paper
        assert {contrast(behind, text.evaluate(INK)) >= 4.5 for text in bar.locator("text").all()} == {True}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_says_anything_on_the_console_or_is_wider_than_the_smallest_phone(
    quiet: Callable[..., Page], site: Site, language: str
) -> None:
    page = quiet(viewport=SMALLEST_PHONE)
    seen = {}
    for kind in PAGES:
        answer = page.goto(site.page(kind, language), wait_until="load")
        page.evaluate(OPEN_ALL)
        seen[kind] = (answer.status, page.evaluate("document.scrollingElement.scrollWidth - innerWidth"))
        assert page.evaluate("violations") == [], kind
    assert seen == dict.fromkeys(PAGES, (200, 0)) | {"not found": (404, 0)}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_printed_article_says_where_and_when_it_was_read_and_leaves_the_rest_out(
    page: Page, site: Site, language: str
) -> None:
    page.goto(site.page("article with words", language))
    printed = page.locator(".printed")
    expect(printed).not_to_be_visible()
    expect(page.get_by_role("navigation")).not_to_have_count(0)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_have_text(UZBEKISTAN)
    expect(printed).to_contain_text(site.url + site.articles[UZBEKISTAN].path)
    expect(printed).to_contain_text(re.compile(r"\b202\d-\d\d-\d\d\b"))
    expect(page.get_by_role("region", name=re.compile("Cite|الاستشهاد"))).to_be_visible()
    expect(page.locator("footer")).to_have_text(printed.inner_text(), use_inner_text=True)
    for role in ("navigation", "search", "button"):
        expect(page.get_by_role(role)).to_have_count(0)


def test_nothing_moves_for_who_does_not_want_it(
    new_context: Callable[..., BrowserContext], site: Site
) -> None:
    moving = {}
    for motion in ("reduce", "no-preference"):
        page = new_context(reduced_motion=motion).new_page()
        page.goto(site.page("list"))
        moving[motion] = page.evaluate(MOVING)
    assert moving["reduce"] == []
    assert moving["no-preference"] != []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_of_twenty_with_all_its_filters_weighs_little(site: Site, language: str) -> None:
    with urllib.request.urlopen(site.page("home", language)) as answer:  # noqa: S310
        text = answer.read()
    page = read_html(text.decode())
    assert len(page.all("article", "card")) + len(page.one("ol", "cards").all("li")) >= 20
    assert len(page.all("section", "facet")) == 3
    assert len(gzip.compress(text, SERVERS_LEVEL)) <= LIST_WEIGHS_AT_MOST


def test_a_page_loads_one_stylesheet_one_script_that_can_wait_and_its_icon(page: Page, site: Site) -> None:
    loaded = []
    page.on("request", lambda request: loaded.append(urlsplit(request.url)))
    page.goto(site.page("list"), wait_until="networkidle")
    assert {part.netloc for part in loaded} == {urlsplit(site.url).netloc}
    names = sorted(re.sub(r"\.[0-9a-f]{12}\.", ".", part.path) for part in loaded)
    assert [name for name in names if name != "/static/icon.svg"] == [
        "/",
        "/static/archive.css",
        "/static/archive.js",
    ]
    assert page.locator("script:not([defer])").count() == 0


def contrast(one: str, other: str) -> float:
    """Of two colours as the browser writes them, "rgb(1, 2, 3)": WCAG 2.2, "contrast ratio"."""
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def luminance(color: str) -> float:
    """From 0, black, to 1, white: WCAG 2.2, "relative luminance"."""
    parts = [int(part) / 255 for part in re.fullmatch(r"rgb\((\d+), (\d+), (\d+)\)", color).groups()]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
