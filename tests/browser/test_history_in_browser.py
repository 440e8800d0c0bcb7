"""Signing in, being shut out and the history of an article, in a browser: on a phone and a desk, light and
dark."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from articles import history
from articles.models import Article
from tests import rows
from tests.browser.test_accessible import RULES
from tests.roles import EDITOR, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 800}

PASSWORD = "correct horse battery staple"  # noqa: S105

Opened = Callable[..., Page]


@pytest.fixture
def opened(live_server, new_context: Callable[..., BrowserContext], settings) -> Iterator[Opened]:
    """Makes pages that may say nothing on the console but that an answer was one of refusal, and that who is
    as quick as a test was typing before the page could put the cursor there."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    complaints: list[str] = []

    def make(user: User | None = None, **options: object) -> Page:
        context = new_context(base_url=live_server.url, **({"viewport": DESK} | options))
        if user:
            client = Client()
            client.force_login(user)
            session = {"name": "sessionid", "value": client.cookies["sessionid"].value}
            context.add_cookies([session | {"url": live_server.url}])
        context.on("console", lambda message: complaints.append(f"{message.page.url}: {message.text}"))
        context.on("weberror", lambda error: complaints.append(f"{error.page.url}: {error.error}"))
        return context.new_page()

    yield make
    expected = ("status of 429", "Autofocus processing was blocked")
    assert [one for one in complaints if not any(part in one for part in expected)] == []


def is_accessible_and_fits(page: Page) -> None:
    """What is ours of it, or was asked for; around it stands Django's own frame."""
    found = Axe().run(page, context="#content", options=RULES)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0


def test_who_guesses_is_shut_out_and_told_for_how_long(opened: Opened) -> None:
    user = person(EDITOR, "ilze")
    user.set_password(PASSWORD)
    user.save()
    page = opened()
    for number in range(5):
        page.goto(reverse("admin:login"))
        page.get_by_label("Username:").fill("ilze")
        page.get_by_label("Password:").fill(f"guess {number}")
        page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Too many wrong passwords")
    page.get_by_role("link", name="To the sign-in").click()
    page.get_by_label("Username:").fill("ilze")
    page.get_by_label("Password:").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_text("Wait 15 minutes")).to_be_visible()
    expect(page.locator("#user-tools")).to_have_count(0)


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sign_in_and_what_shuts_it_break_no_rule_of_accessibility(
    opened: Opened, scheme: str, viewport: dict[str, int]
) -> None:
    page = opened(viewport=viewport, color_scheme=scheme, bypass_csp=True)  # axe writes styles into the page.
    page.goto(reverse("admin:login"))
    is_accessible_and_fits(page)
    for _ in range(5):
        page.goto(reverse("admin:login"))
        page.get_by_label("Username:").fill("nobody")
        page.get_by_label("Password:").fill("guess")
        page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Too many wrong passwords")
    is_accessible_and_fits(page)


def edited(user: User, language: str) -> Article:
    """An article that was changed in every way."""
    article = rows.make_article(language=language, tags=["Kazakhstan"], published="2022-06-05")
    Article.history.all().delete()
    history.remember(article)
    rows.add_revision(article, f"{rows.BODIES[language]} {rows.BODIES[language]}")
    rows.add_tag(article, "Uzbekistan")
    source = rows.make_source("Baltic Review")
    title = f"{article.title} {rows.HEADLINES[language]}"
    Article.objects.filter(pk=article.pk).update(title=title, source=source, url=f"https://{'a' * 90}.org/")
    history.note(article, user, "Put right.")
    return article


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["th", "ar"])
def test_the_history_breaks_no_rule_of_accessibility(
    opened: Opened, language: str, scheme: str, viewport: dict[str, int]
) -> None:
    user = person(EDITOR, "ilze")
    article = edited(user, language)
    page = opened(user, viewport=viewport, color_scheme=scheme, bypass_csp=True)
    page.goto(reverse("admin:articles_article_history", args=[article.pk]))
    expect(page.locator(".archive-history tbody tr")).to_have_count(2)
    is_accessible_and_fits(page)
    page.get_by_role("link", name="Restore").last.click()
    expect(page.get_by_role("button", name="Restore this state")).to_be_visible()
    is_accessible_and_fits(page)


def test_a_state_is_found_by_the_history_button_and_restored(opened: Opened) -> None:
    user = person(EDITOR, "ilze")
    article = edited(user, "lv")
    desk = opened(user)
    desk.goto(reverse("admin:articles_article_change", args=[article.pk]))
    desk.get_by_role("link", name="History").click()
    desk.get_by_role("link", name="Restore").last.click()
    expect(desk.locator("main")).to_contain_text("This would change")
    desk.get_by_role("button", name="Restore this state").click()
    expect(desk.locator(".messagelist")).to_contain_text("was restored.")
    expect(desk.locator(".archive-history tbody tr")).to_have_count(3)
    article.refresh_from_db()
    assert (article.title, article.source.name) == (rows.HEADLINES["lv"], "EU Reporter")
    assert article.revisions.get(is_current=True).body == rows.BODIES["lv"]
    assert article.history.first().history_user == user
