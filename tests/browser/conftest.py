"""What browser tests share: an archive of the samples behind a server, and a page that must stay silent."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import StringIO

import pytest
from django.core.management import call_command
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from articles.concepts import add_starting_vocabulary
from articles.models import Article, Revision, Tag, TagName
from tests import rows
from tests.archives import SAMPLES
from tests.browser.site import REWRITTEN, Site

NOTE_VIOLATIONS = """
  window.violations = [];
  addEventListener("securitypolicyviolation", event => violations.push(event.violatedDirective));
"""


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """The samples, loaded once for all tests of a module, which only read. One article was worded anew."""
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        stack.callback(call_command, "flush", interactive=False, verbosity=0)
        add_starting_vocabulary(Tag, TagName)
        call_command("load_dumps", str(SAMPLES), stdout=StringIO(), stderr=StringIO())
        _word_anew(Article.objects.get(title=REWRITTEN))
        server = LiveServer("localhost")
        stack.callback(server.stop)
        articles = Article.objects.all()
        yield Site(
            server.url,
            {article.title: article.pk for article in articles},
            {article.title: article.get_absolute_url() for article in articles},
        )


@pytest.fixture
def quiet(new_context: Callable[..., BrowserContext]) -> Iterator[Callable[..., Page]]:
    """Makes pages, scripts on, that must pass without an error, an alert or a broken policy."""
    said: list[str] = []

    def make(**options: object) -> Page:
        context = new_context(**options)
        context.add_init_script(NOTE_VIOLATIONS)
        page = context.new_page()
        page.on("console", lambda message: said.append(f"{page.url}: {message.type}: {message.text}"))
        page.on("pageerror", lambda error: said.append(f"{page.url}: error: {error}"))
        page.on("dialog", lambda dialog: (said.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        # Leaving a page cuts off what it still asked for: that is no failure of the page.
        page.on(
            "requestfailed",
            lambda request: request.failure == "net::ERR_ABORTED" or said.append(f"failed: {request.url}"),
        )
        return page

    yield make
    assert said == []


def _word_anew(article: Article) -> None:
    """A second wording: a paragraph more, one less, and a figure corrected."""
    first = Revision.objects.get(article=article, is_current=True)
    paragraphs = first.paragraphs
    paragraphs = [paragraphs[0].replace("77", "78"), *paragraphs[1:-1], "This article was corrected."]
    second = rows.add_revision(article, rows.paragraphs(*paragraphs))
    second.stated = first.stated
    second.save(update_fields=["stated"])
