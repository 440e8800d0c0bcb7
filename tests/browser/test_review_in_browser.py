"""The review queue in a browser: by keys and without a script, on a phone and a desk, in every direction."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from articles import indexing
from articles.models import Article, Review, Source
from tests import rows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Kind, Status = Review.Kind, Review.Status

PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 800}

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}

ADVERTISEMENT = {"th": "โฆษณา", "ar": "إعلان", "en": "Advertisement"}

Opened = Callable[..., Page]


@pytest.fixture
def opened(live_server, new_context: Callable[..., BrowserContext], admin_client: Client) -> Iterator[Opened]:
    """Makes pages that are signed in. None may complain: a broken policy is an error in the console."""
    complaints: list[str] = []
    session = {"name": "sessionid", "value": admin_client.cookies["sessionid"].value}

    def make(**options: object) -> Page:
        context = new_context(base_url=live_server.url, **({"viewport": DESK} | options))
        context.add_cookies([session | {"url": live_server.url}])
        context.on("console", lambda message: complaints.append(f"{message.page.url}: {message.text}"))
        context.on("weberror", lambda error: complaints.append(f"{error.page.url}: {error.error}"))
        return context.new_page()

    yield make
    assert complaints == []


@pytest.fixture
def desk(opened: Opened) -> Page:
    return opened()


def ask_of_lines(language: str, number: int) -> list[Review]:
    """Reviews of a line in the middle of long texts, each a little different."""
    asked = []
    for at in range(number):
        paragraphs = [f"{rows.BODIES[language]} {at}-{count}." for count in range(40)]
        paragraphs.insert(30, ADVERTISEMENT[language])
        article = rows.make_article(language=language, body=rows.paragraphs(*paragraphs))
        rows.add_sighting(article.revisions.get(), "\n\n".join(paragraphs) + "\n", line=100)
        asked.append(ask(Kind.LINE, article, "a short line that is repeated", ADVERTISEMENT[language], 160))
    return asked


def ask(
    kind: str, article: Article, reason: str, text: str = "", line: int | None = None, **fields: object
) -> Review:
    return Review.objects.create(
        kind=kind, article=article, reason=reason, text=text, mark=f"{len(text):064}", line=line, **fields
    )


def address_of(review: Review) -> str:
    return reverse("admin:articles_review_change", args=[review.pk])


def statuses(reviews: list[Review]) -> list[str]:
    return [Review.objects.get(pk=review.pk).status for review in reviews]


def test_lines_are_decided_by_keys_one_after_the_other(desk: Page) -> None:
    asked = ask_of_lines("th", 4)
    desk.goto("/admin/")
    desk.get_by_role("link", name="4 lines that may be furniture").click()
    desk.locator("#result_list tbody th a").first.click()
    mark = desk.locator("tr#asked mark")
    expect(mark).to_be_in_viewport()
    expect(desk.locator(".archive-body mark")).to_be_in_viewport()
    expect(desk.get_by_role("button", name="Keep the line")).to_be_in_viewport()

    desk.keyboard.press("a")
    expect(desk.locator(".messagelist")).to_contain_text("Keep the line: decided.")
    desk.keyboard.press("n")
    desk.wait_for_url(f"**{address_of(asked[2])}*")
    desk.keyboard.press("p")
    desk.wait_for_url(f"**{address_of(asked[1])}*")
    desk.keyboard.press("r")
    expect(desk.locator(".messagelist")).to_contain_text("Take the line out: decided.")
    desk.wait_for_url(f"**{address_of(asked[2])}*")
    assert statuses(asked) == [Status.ACCEPTED, Status.REJECTED, Status.OPEN, Status.OPEN]
    body = asked[1].article.revisions.get(is_current=True).body
    assert ADVERTISEMENT["th"] not in body.split("\n\n")
    assert indexing.wrong_entries() == []

    desk.keyboard.press("o")
    desk.wait_for_url("**/admin/articles/article/*/change/")
    desk.go_back()
    desk.keyboard.press("a")
    desk.wait_for_url(f"**{address_of(asked[3])}*")
    desk.keyboard.press("a")
    expect(desk.locator(".messagelist")).to_contain_text("No other line that may be furniture is waiting")
    expect(desk.locator("#changelist")).to_be_visible()


def test_a_line_is_where_it_is_asked_for_without_a_script(opened: Opened) -> None:
    asked = ask_of_lines("ar", 2)
    page = opened(java_script_enabled=False)
    page.goto("/admin/articles/review/?kind=line")
    page.locator("#result_list tbody th a").first.click()
    expect(page.locator("tr#asked mark")).to_be_in_viewport()
    expect(page.locator(".review-keys")).to_be_hidden()
    page.get_by_role("button", name="Take the line out").click()
    expect(page.locator(".messagelist")).to_contain_text("Take the line out: decided.")
    expect(page.locator("tr#asked mark")).to_be_in_viewport()
    page.get_by_role("button", name="Keep the line").click()
    expect(page.locator("#changelist")).to_be_visible()
    assert statuses(asked) == [Status.REJECTED, Status.ACCEPTED]


def test_a_field_is_reached_by_a_key_and_left_by_another(desk: Page) -> None:
    article = rows.make_article(source=Source.UNKNOWN)
    rows.make_article(source="Baltic Review")
    date = ask(Kind.DATE, article, "a date that cannot be read", "5 Whitsun 2022")
    source = ask(Kind.SOURCE, article, "the dump does not say whose page it is", article.title)

    desk.goto(address_of(date))
    desk.keyboard.press("r")
    desk.keyboard.type("2022-06-a")
    desk.keyboard.press("Enter")
    expect(desk.locator(".errorlist")).to_have_text("That is no year, month or day.")
    expect(desk.get_by_label("It was stated")).to_have_value("2022-06-a")
    desk.get_by_label("It was stated").fill("2022-06")
    desk.keyboard.press("Enter")
    expect(desk.locator(".messagelist")).to_contain_text("Set the date: decided.")

    desk.goto(address_of(source))
    desk.keyboard.press("r")
    expect(desk.get_by_label("It is from")).to_be_focused()
    desk.keyboard.press("Escape")
    expect(desk.get_by_label("It is from")).not_to_be_focused()
    desk.keyboard.press("r")
    desk.keyboard.type("baltic review")
    desk.keyboard.press("Enter")
    expect(desk.locator(".messagelist")).to_contain_text("Set the source: decided.")
    article.refresh_from_db()
    assert (article.source.name, article.published_precision) == ("Baltic Review", "month")


def test_keys_can_be_turned_off_and_stay_off(desk: Page) -> None:
    asked = ask_of_lines("en", 2)
    desk.goto(address_of(asked[0]))
    desk.get_by_role("button", name="Keys are on").click()
    desk.locator("h1").click()
    desk.keyboard.press("n")
    desk.reload()
    expect(desk.get_by_role("button", name="Keys are off")).to_be_visible()
    expect(desk.locator(".review kbd").first).to_be_hidden()
    desk.keyboard.press("a")
    desk.reload()
    assert address_of(asked[0]) in desk.url
    assert statuses(asked) == [Status.OPEN, Status.OPEN]


def test_a_key_is_where_it_is_on_a_keyboard_of_another_script(desk: Page) -> None:
    asked = ask_of_lines("en", 2)
    desk.goto(address_of(asked[0]))
    desk.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'ф', code: 'KeyA', bubbles: true}))"
    )
    desk.wait_for_url(f"**{address_of(asked[1])}*")
    assert statuses(asked) == [Status.ACCEPTED, Status.OPEN]


def test_many_are_accepted_together(desk: Page) -> None:
    asked = ask_of_lines("ar", 3)
    desk.goto("/admin/articles/review/?kind=line")
    boxes = desk.locator("#result_list tbody").get_by_role("checkbox")
    boxes.nth(0).check()
    boxes.nth(2).check()
    desk.get_by_label("Action:").select_option("Accept: it is right as it stands…")
    desk.get_by_role("button", name="Go").click()
    expect(desk.locator("h1")).to_have_text("Accept 2 reviews")
    desk.get_by_role("button", name="Accept them").click()
    expect(desk.locator(".messagelist")).to_have_text("Accepted: 2 reviews.")
    assert statuses(asked) == [Status.ACCEPTED, Status.OPEN, Status.ACCEPTED]


def every_kind(language: str) -> dict[str, Review]:
    """A review of every kind that is about articles in this language."""
    line = ask_of_lines(language, 1)[0]
    article = rows.make_article(language=language, source=Source.UNKNOWN, language_confidence=0.41)
    rows.add_sighting(article.revisions.get(), f"{article.title}\n\n{rows.BODIES[language]}\n")
    beside = rows.make_article(language=language, body=line.article.revisions.get().body[200:])
    in_english = rows.make_article(language="en", tags=["Kazakhstan"])
    return {
        "line": line,
        "language": ask(Kind.LANGUAGE, article, "the language is not certain", language),
        "source": ask(Kind.SOURCE, article, "the dump does not say whose page it is", article.title, 1),
        "date": ask(Kind.DATE, article, "a date that cannot be read", "5 Whitsun 2022"),
        "unseen": ask(Kind.UNSEEN, article, "no dump has it any more"),
        "duplicate": ask_of_a_pair(Kind.DUPLICATE, line.article, beside),
        "story": ask_of_a_pair(Kind.STORY, article, in_english),
    }


def ask_of_a_pair(kind: str, one: Article, other: Article) -> Review:
    made, _ = Review.objects.get_or_create(
        kind=kind, article=one, other=other, defaults={"reason": "both have 2022, 2565 and 77"}
    )
    return made


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["th", "ar"])
def test_no_page_breaks_a_rule_of_accessibility_or_is_too_wide(
    opened: Opened, language: str, scheme: str, viewport: dict[str, int]
) -> None:
    page = opened(viewport=viewport, color_scheme=scheme, bypass_csp=True)  # axe writes styles into the page.
    addresses = {name: address_of(review) for name, review in every_kind(language).items()}
    addresses |= {"index": reverse("admin:index")}
    for name, address in addresses.items():
        page.goto(address)
        expect(page.locator("h1")).to_be_visible()
        found = Axe().run(page, context="#content", options=RULES)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0, name


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_queue_is_no_wider_than_the_screen(opened: Opened, viewport: dict[str, int]) -> None:
    for language in ("th", "ar"):
        every_kind(language)
    page = opened(viewport=viewport)
    page.goto("/admin/articles/review/")
    expect(page.locator("#result_list tbody tr")).to_have_count(Review.objects.count())
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
