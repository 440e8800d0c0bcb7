"""What a journalist does in the archive: search, narrow, read, compare, cite and take away. First without
scripts, then by keyboard alone."""

import csv
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.archive_site import COURT, REWRITTEN, UZBEKISTAN, VILLAGES, Site

pytestmark = pytest.mark.browser

DESK = {"width": 1280, "height": 900}

# Milliseconds. What takes longer to appear is not there.
PATIENCE = 10_000

# What has the focus: its place among all elements, whether that is shown, and whether something lies over it
# (WCAG 2.2, 2.4.7 and 2.4.11).
FOCUSED = """() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return null;
  const style = getComputedStyle(focused);
  const seen = [...focused.getClientRects()].some(box => {
    const found = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return found && (focused.contains(found) || found.contains(focused));
  });
  return {
    at: [...document.querySelectorAll("*")].indexOf(focused),
    text: focused.outerHTML.slice(0, 200),
    ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    hidden: !seen,
  };
}"""

NEVER_FOCUSED = """passed => [...document.querySelectorAll("*")]
  .filter((one, at) => one.matches("a[href], button, input:not([type=hidden]), summary, [tabindex='0']")
    && one.checkVisibility({visibilityProperty: true}) && !passed.includes(at))
  .map(one => one.outerHTML.slice(0, 200))"""

# More than a keyboard needs to pass everything on a page.
MANY_TABS = 400


@pytest.fixture
def reader(new_context: Callable[..., BrowserContext], site: Site) -> Page:
    """Somebody without scripts, on the first page."""
    page = new_context(java_script_enabled=False, viewport=DESK, base_url=site.url).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto("/")
    return page


@pytest.fixture
def typist(new_context: Callable[..., BrowserContext], site: Site) -> Page:
    """Somebody with scripts and without a mouse, on the first page."""
    page = new_context(viewport=DESK, base_url=site.url).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto("/")
    return page


# Without scripts


def test_a_word_in_another_form_is_found_and_marked_in_list_and_article(reader: Page) -> None:
    search(reader, "amend")
    expect(reader.locator(".concept")).to_have_count(0)
    expect(reader.locator(".count")).to_have_text("6 of 6")
    assert {mark.lower() for mark in reader.locator(".excerpt mark").all_inner_texts()} == {
        "amended",
        "amendment",
        "amendments",
    }

    reader.get_by_role("link", name=COURT).click()
    expect(reader.locator("h1")).to_have_text(COURT)
    expect(reader.locator(".body mark")).to_have_count(places(reader).count())
    places(reader).last.click()
    expect(reader.locator("mark:target")).to_have_text(re.compile("^amend", re.I))
    expect(reader.locator("mark:target")).to_be_in_viewport()


def test_accents_may_be_left_out(reader: Page) -> None:
    search(reader, "velesanas")
    expect(reader.locator(".card mark", has_text="Vēlēšan").first).to_be_visible()


def test_a_name_is_found_under_its_names_in_other_languages_until_one_asks_for_the_word_alone(
    reader: Page,
) -> None:
    search(reader, "Kazahstāna")
    concept = reader.locator(".concept")
    expect(concept).to_contain_text("Kazakhstan: also")
    expect(concept.locator("bdi[lang=ar]")).to_have_text("جمهورية كازاخستان")
    expect(reader.locator(".count")).to_have_text("16 of 16")
    for language, marked in (("ja", "カザフスタン"), ("ar", "كازاخستان"), ("pl", "Kazachstan")):
        marks = reader.locator(f".card :lang({language}) mark")
        assert any(marked in mark for mark in marks.all_inner_texts()), language

    reader.get_by_role("link", name="Search for the words alone").click()
    expect(reader.locator(".count")).to_have_text("2 of 2")
    expect(reader.locator(".card h3:lang(lv)")).to_have_count(2)
    reader.get_by_role("link", name="Search for names in all languages").click()
    expect(reader.locator(".count")).to_have_text("16 of 16")


def test_a_list_is_narrowed_by_a_bar_a_filter_and_a_period_and_widened_by_its_chips(reader: Page) -> None:
    search(reader, "constitution")
    whole = reader.locator(".count").inner_text()
    reader.get_by_role("link", name="2023: 4 articles").click()
    expect(reader.get_by_role("heading", name="By month in 2023")).to_be_visible()
    expect(reader.locator(".count")).to_have_text("4 of 4")
    reader.get_by_role("link", name="May 2023: 2 articles").click()
    expect(reader.locator(".card h3")).to_have_count(2)
    expect(chips(reader)).to_have_text(["Published: 2023-05 ×take off", "Clear all"])

    value(reader, "Language", "ไทย").click()
    expect(reader.locator(".card h3")).to_have_count(1)
    expect(reader.locator(".card h3:lang(th)")).to_be_visible()
    reader.get_by_role("link", name="Published: 2023-05 take off").click()
    expect(chips(reader)).to_have_text(["Language: ไทย ×take off", "Clear all"])
    expect(reader.locator(".count")).to_have_text("2 of 2")
    expect(value(reader, "Language", "ไทย")).to_have_attribute("aria-current", "true")
    value(reader, "Language", "ไทย").click()
    expect(reader.locator(".count")).to_have_text(whole)

    reader.get_by_label("From").fill("2024")
    reader.get_by_role("button", name="Show").click()
    expect(chips(reader)).to_have_text(["From: 2024 ×take off", "Clear all"])
    expect(reader.get_by_role("searchbox")).to_have_value("constitution")
    reader.get_by_role("link", name="Clear all").click()
    expect(chips(reader)).to_have_count(0)
    expect(reader.locator(".count")).to_have_text(whole)
    expect(reader.get_by_role("searchbox")).to_have_value("constitution")


def test_the_figures_of_a_timeline_stand_in_a_table_too(reader: Page) -> None:
    table = reader.locator(".timeline table")
    expect(table).not_to_be_visible()
    reader.get_by_text("As a table").click()
    expect(table.locator("tbody tr")).to_have_text(
        [re.compile(rf"{year}\s*{number}") for year, number in ((2021, 1), (2022, 3), (2023, 4), (2024, 3))]
    )
    table.get_by_role("link", name="2021").click()
    expect(reader.locator(".count")).to_have_text("1 of 1")


def test_all_values_of_a_filter_stand_by_letters_and_lead_back_into_the_list(reader: Page) -> None:
    search(reader, "Kazakhstan")
    shown = reader.get_by_role("region", name="Tag").locator("li").count()
    reader.get_by_role("link", name=re.compile(r"Show all \(\d+\)")).click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Tag · Kazakhstan")
    assert shown < reader.locator(".index li").count()

    reader.get_by_role("navigation", name="Letters").get_by_role("link", name="O", exact=True).click()
    letter = reader.get_by_role("region", name="O", exact=True)
    expect(letter).to_be_in_viewport()
    letter.get_by_role("link", name="ombudsman").click()
    expect(chips(reader)).to_have_text(["Tag: ombudsman ×take off", "Clear all"])
    expect(reader.locator(".count")).to_have_text("3 of 3")
    expect(reader.get_by_role("searchbox")).to_have_value("Kazakhstan")


def test_the_order_is_changed_and_pages_go_forth_and_back(reader: Page) -> None:
    order = reader.get_by_role("list", name="Order")
    expect(order.locator("[aria-current]")).to_have_text("Newest")
    expect(reader.locator(".count")).to_have_text("20 of 22")
    first = headlines(reader)
    reader.get_by_role("link", name="Next page").click()
    expect(reader.locator(".count")).to_have_text("2 of 22")
    assert not set(first) & set(headlines(reader))
    reader.get_by_role("link", name="Previous page").click()
    expect(reader.locator(".count")).to_have_text("20 of 22")
    assert headlines(reader) == first

    order.get_by_role("link", name="Oldest").click()
    expect(order.locator("[aria-current]")).to_have_text("Oldest")
    assert headlines(reader)[0] == "Bangkok’s Unfinished Argument Over the 2017 Constitution"
    reader.get_by_role("list", name="Articles a page").get_by_role("link", name="50").click()
    expect(reader.locator(".count")).to_have_text("22 of 22")
    expect(reader.get_by_role("link", name="Next page")).to_have_count(0)

    search(reader, "elections")
    expect(order.locator("[aria-current]")).to_have_text("Oldest")
    order.get_by_role("link", name="Best").click()
    expect(order.locator("[aria-current]")).to_have_text("Best")


def test_an_article_knows_the_list_it_was_opened_from(reader: Page) -> None:
    search(reader, "municipality language:lv OR language:pl")
    list_address = reader.url
    wanted = headlines(reader)
    assert len(wanted) > 2
    reader.get_by_role("link", name=wanted[0]).click()
    expect(beside(reader).get_by_role("link", name="Previous article")).to_have_count(0)
    for headline in wanted[1:]:
        beside(reader).get_by_role("link", name="Next article").click()
        expect(reader.locator("h1")).to_have_text(headline)
    expect(beside(reader).get_by_role("link", name="Next article")).to_have_count(0)
    beside(reader).get_by_role("link", name="Previous article").click()
    expect(reader.locator("h1")).to_have_text(wanted[-2])
    beside(reader).get_by_role("link", name="Back to the list").click()
    expect(reader).to_have_url(list_address)

    reader.get_by_role("link", name=wanted[0]).click()
    beside(reader).get_by_role("link", name="Side by side with the next").click()
    expect(reader.locator(".sides h2")).to_have_text(wanted[:2])


def test_nearly_the_same_text_is_folded_and_set_side_by_side(reader: Page) -> None:
    search(reader, "amend")
    twin = reader.get_by_role("link", name=REWRITTEN)
    expect(twin).not_to_be_visible()
    reader.get_by_text("1 article with nearly the same text").click()
    twin.click()
    expect(reader.locator("h1")).to_have_text(REWRITTEN)
    reader.get_by_text("1 article with nearly the same text").click()
    reader.get_by_role("link", name="Side by side", exact=True).click()
    expect(reader.locator(".sides h2")).to_have_text([REWRITTEN, COURT])


def test_an_article_leads_to_the_lines_it_came_from(reader: Page) -> None:
    search(reader, "akimi")
    reader.get_by_role("link", name=VILLAGES).click()
    expect(reader.get_by_role("region", name="Where it came from")).to_contain_text("lv-page.txt, lines")
    reader.get_by_role("link", name="Show the original lines").click()
    expect(reader.locator("dl.facts")).to_contain_text("SHA-256")
    expect(reader.locator(".lines li").filter(has_text=VILLAGES).first).to_be_visible()
    reader.get_by_role("link", name="Back to the article").click()
    expect(reader.locator("h1")).to_have_text(VILLAGES)


def test_an_article_says_how_to_cite_it(reader: Page, site: Site) -> None:
    reader.get_by_role("link", name=UZBEKISTAN).click()
    cite = reader.get_by_role("region", name="Cite this")
    address = site.url + site.articles[UZBEKISTAN].path
    expect(cite.locator(".permalink a")).to_have_attribute("href", address)
    expect(cite.locator("dt")).to_have_text(["Chicago", "APA"])
    for reference in cite.locator("dd").all():
        expect(reference).to_contain_text(UZBEKISTAN)
        expect(reference).to_contain_text("Steppe Chronicle")
        expect(reference).to_contain_text("2023")
        expect(reference).to_contain_text(address)
    expect(cite.get_by_role("button")).to_have_count(0)
    with reader.expect_download() as download:
        cite.get_by_role("link", name="BibTeX", exact=True).click()
    assert "Uzbekistan" in download.value.path().read_text()


def test_what_changed_between_two_wordings_is_shown(reader: Page) -> None:
    reader.get_by_role("link", name=UZBEKISTAN).click()
    reader.get_by_role("link", name="2 wordings: what changed").click()
    expect(reader.get_by_role("heading", name="From revision 1 to revision 2")).to_be_visible()
    assert "85" in " ".join(reader.locator("del").all_inner_texts())
    assert "84" in " ".join(reader.locator("ins").all_inner_texts())
    assert "The count was corrected." in " ".join(reader.locator("ins").all_inner_texts())
    reader.get_by_role("link", name="Back to the article").click()
    expect(reader.locator("h1")).to_have_text(UZBEKISTAN)


def test_two_articles_in_different_languages_stand_side_by_side(reader: Page, site: Site) -> None:
    reader.goto(site.page("compare"))
    left, right = reader.locator(".sides > article").all()
    expect(left).to_have_attribute("lang", "en")
    expect(right).to_have_attribute("lang", "ar")
    expect(right.locator(".body p").first).to_have_css("direction", "rtl")
    one, other = left.bounding_box(), right.bounding_box()
    assert one["x"] + one["width"] <= other["x"]
    assert one["y"] == other["y"]
    expect(reader.get_by_role("link", name="Mark what differs")).to_have_count(0)
    reader.get_by_role("link", name="Change sides").click()
    expect(reader.locator(".sides > article").first).to_have_attribute("lang", "ar")


def test_what_differs_between_two_articles_in_one_language_is_marked(reader: Page, site: Site) -> None:
    reader.goto(site.page("differences").removesuffix("?diff=1"))
    reader.get_by_role("link", name="Mark what differs").click()
    expect(reader).to_have_url(re.compile(r"\?diff=1$"))
    differs = reader.get_by_role("region", name="What differs")
    expect(differs.locator("del").first).to_be_visible()
    expect(differs.locator("ins").first).to_be_visible()
    reader.get_by_role("link", name="Show both texts").click()
    expect(reader.locator(".sides .body")).to_have_count(2)


def test_coverage_leads_from_a_cell_to_its_articles(reader: Page) -> None:
    menu(reader, "Coverage").click()
    reader.get_by_role("region", name="By year").get_by_role("link", name="2023", exact=True).click()
    expect(reader.get_by_role("heading", name="By month in 2023")).to_be_visible()
    reader.get_by_role("link", name="Thai, May 2023: 1").click()
    expect(reader.locator(".count")).to_have_text("1 of 1")
    expect(chips(reader)).to_have_text(
        ["Language: ไทย ×take off", "Published: 2023-05 ×take off", "Clear all"]
    )


def test_a_tag_and_a_source_have_pages_that_lead_on(reader: Page) -> None:
    menu(reader, "Tags").click()
    reader.get_by_role("link", name="Kazakhstan", exact=True).click()
    expect(reader.get_by_role("region", name="Its names")).to_contain_text("Kazachstan")
    expect(reader.get_by_role("region", name="What appears with it most")).to_contain_text("referendum")
    reader.get_by_role("link", name="16 articles", exact=True).click()
    expect(chips(reader)).to_have_text(["Tag: Kazakhstan ×take off", "Clear all"])

    menu(reader, "Sources").click()
    reader.get_by_role("link", name="Вестник реформ").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Вестник реформ")
    expect(reader.locator(".card h3")).to_have_count(2)
    reader.get_by_role("region", name="Languages").get_by_role("link", name="Русский").click()
    expect(reader.locator(".count")).to_have_text("2 of 2")


def test_help_has_examples_that_search_and_about_says_what_the_archive_is(reader: Page) -> None:
    menu(reader, "Help").click()
    reader.get_by_role("link", name="velesanas Kazahstana").click()
    expect(reader.locator(".card h3:lang(lv)").first).to_be_visible()
    menu(reader, "About").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("About this archive")


def test_the_interface_turns_to_arabic_and_the_list_stays(reader: Page) -> None:
    search(reader, "Kazakhstan")
    value(reader, "Language", "Polski").click()
    query = reader.url.partition("?")[2]
    wanted = headlines(reader)
    reader.get_by_role("link", name="العربية", exact=True).first.click()
    expect(reader).to_have_url(re.compile(rf"/ar/\?{re.escape(query)}$"))
    expect(reader.locator("html")).to_have_attribute("dir", "rtl")
    expect(reader.locator("html")).to_have_attribute("lang", "ar")
    assert headlines(reader) == wanted
    filters, results = (reader.locator(part).bounding_box() for part in (".filters", ".results"))
    assert filters["x"] > results["x"]

    reader.locator(".card h3 a").first.click()
    expect(reader.locator("html")).to_have_attribute("dir", "rtl")
    expect(reader.locator("h1")).to_have_text(wanted[0])
    expect(reader.locator("h1")).to_have_css("direction", "ltr")
    reader.get_by_role("link", name="English", exact=True).click()
    expect(reader.locator("html")).to_have_attribute("dir", "ltr")
    expect(reader.locator("h1")).to_have_text(wanted[0])


def test_a_list_is_taken_away_as_a_table(reader: Page) -> None:
    search(reader, "Kazakhstan language:pl")
    wanted = headlines(reader)
    with reader.expect_download() as download:
        reader.get_by_role("region", name="Take this list away").get_by_role(
            "link", name="CSV", exact=True
        ).click()
    with download.value.path().open(newline="", encoding="utf-8") as stream:
        taken = list(csv.DictReader(stream))
    assert [row["title"] for row in taken] == wanted
    assert {row["language"] for row in taken} == {"pl"}


# By keyboard alone


def test_the_skip_link_is_first_and_leads_past_the_menus(typist: Page) -> None:
    typist.keyboard.press("Tab")
    skip = typist.locator(":focus")
    expect(skip).to_have_text("Skip to content")
    expect(skip).to_be_in_viewport(ratio=1)
    typist.keyboard.press("Enter")
    expect(typist.locator("main")).to_be_focused()
    typist.keyboard.press("Tab")
    expect(typist.get_by_role("searchbox")).to_be_focused()


def test_a_keyboard_searches_narrows_reads_and_returns(typist: Page) -> None:
    tab_to(typist, typist.get_by_role("searchbox"))
    typist.keyboard.type("referendum")
    typist.keyboard.press("Enter")
    expect(typist.locator(".concept").first).to_be_visible()

    press(typist, value(typist, "Language", "English"))
    expect(chips(typist)).to_have_text(["Language: English ×take off", "Clear all"])
    press(typist, typist.get_by_role("link", name=re.compile("^2023: ")))
    expect(typist.get_by_role("heading", name="By month in 2023")).to_be_visible()
    list_address = typist.url
    press(typist, typist.get_by_role("link", name=UZBEKISTAN))
    expect(typist.locator("h1")).to_have_text(UZBEKISTAN)
    press(typist, places(typist).last)
    expect(typist.locator("mark:target")).to_be_in_viewport()
    press(typist, beside(typist).get_by_role("link", name="Back to the list"))
    expect(typist).to_have_url(list_address)

    press(typist, typist.get_by_role("link", name="Published: 2023 take off"))
    expect(chips(typist)).to_have_text(["Language: English ×take off", "Clear all"])
    press(typist, typist.get_by_role("list", name="Order").get_by_role("link", name="Oldest"))
    expect(typist.locator(".choices [aria-current]").first).to_have_text("Oldest")
    press(typist, typist.get_by_role("link", name="العربية", exact=True).first)
    expect(typist.locator("html")).to_have_attribute("dir", "rtl")


def test_a_keyboard_opens_what_is_folded_and_scrolls_what_is_wide(typist: Page) -> None:
    tab_to(typist, typist.get_by_text("As a table"))
    typist.keyboard.press("Enter")
    expect(typist.locator(".timeline table")).to_be_visible()
    typist.keyboard.press("Space")
    expect(typist.locator(".timeline table")).not_to_be_visible()

    typist.set_viewport_size({"width": 360, "height": 640})
    press(typist, menu(typist, "Coverage"))
    table = typist.get_by_role("region", name="By month in")
    tab_to(typist, table)
    before = table.evaluate("wide => wide.scrollLeft")
    typist.keyboard.press("ArrowRight")
    typist.wait_for_function(
        "([wide, before]) => wide.scrollLeft > before", arg=[table.element_handle(), before]
    )


@pytest.mark.parametrize(
    "kind",
    ["home", "article with words", "original", "changes", "compare", "coverage", "tag", "facet", "help"],
)
def test_a_keyboard_passes_everything_is_seen_everywhere_and_never_caught(
    typist: Page, site: Site, kind: str
) -> None:
    typist.goto(site.page(kind))
    typist.locator("main details").evaluate_all("all => all.forEach(one => one.open = true)")
    passed = list(iter_focused(typist))
    assert [one for one in passed if not one["ringed"]] == []
    assert [one for one in passed if one["hidden"]] == []
    missed = typist.evaluate(NEVER_FOCUSED, [one["at"] for one in passed])
    assert missed == []


# What is done above


def search(page: Page, words: str) -> None:
    """Types the words and sends them, wherever the search box is."""
    page.get_by_role("searchbox").fill(words)
    page.get_by_role("button", name="Search").click()


def headlines(page: Page) -> list[str]:
    return page.locator(".cards > li h3").all_inner_texts()


def chips(page: Page) -> Locator:
    return page.get_by_role("list", name="Filters that are on").get_by_role("listitem")


def value(page: Page, group: str, name: str) -> Locator:
    """A value of a filter."""
    return page.get_by_role("region", name=group, exact=True).get_by_role("link", name=name)


def menu(page: Page, name: str) -> Locator:
    return page.get_by_role("navigation", name="Archive").get_by_role("link", name=name)


def places(page: Page) -> Locator:
    """The links to where the words of a query stand in an article."""
    return page.get_by_role("navigation", name="Where the words stand").get_by_role(
        "link", name=re.compile(r"^\d+$")
    )


def beside(page: Page) -> Locator:
    """What leads from an article to others of the list it was opened from."""
    return page.get_by_role("navigation", name="In the list")


def tab_to(page: Page, wanted: Locator) -> None:
    """Tabs on until it has the focus."""
    expect(wanted).to_be_visible()
    element = wanted.element_handle()
    for _ in range(MANY_TABS):
        page.keyboard.press("Tab")
        if element.evaluate("element => element === document.activeElement"):
            assert page.evaluate(FOCUSED)["ringed"]
            return
    raise AssertionError(f"not reached: {wanted}")


def press(page: Page, wanted: Locator) -> None:
    tab_to(page, wanted)
    page.keyboard.press("Enter")


def iter_focused(page: Page) -> Iterator[dict[str, object]]:
    """What has the focus, one thing after the other, from the first of the page to the last."""
    seen = set()
    while True:
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None or focused["at"] in seen:
            return
        seen.add(focused["at"])
        assert len(seen) < MANY_TABS, focused
        yield focused
