"""What browser tests share: a running archive of the samples, and pages that must stay silent."""

import fcntl
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from tests.archives import ROOT, SAMPLES, Archive
from tests.browser.archive_site import Held, Site

# Seconds until the site answers.
STARTS_WITHIN = 120

# Milliseconds until what is expected stands on a page of a busy machine.
expect.set_options(timeout=15_000)

NOTE_VIOLATIONS = """
  window.violations = [];
  addEventListener("securitypolicyviolation", event => violations.push(event.violatedDirective));
"""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The samples in an archive of their own, as quickstart serves it, for tests that only read."""
    folder = tmp_path_factory.mktemp("site")
    archive = Archive(f"sqlite:///{folder / 'archive.sqlite3'}")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = archive.command("quickstart", "--port", str(port), SAMPLES, _worded_anew(folder))
    with ExitStack() as stack:
        log = stack.enter_context((folder / "log").open("w"))
        with _alone(tmp_path_factory.getbasetemp().parent):
            process = stack.enter_context(
                subprocess.Popen(command, stdout=log, stderr=log, cwd=ROOT, env=archive.environment())
            )
            stack.callback(process.terminate)
            _wait_for(f"{url}/healthz", process, folder / "log")
        rows = archive.rows("SELECT title, id, slug FROM articles_article")
        yield Site(url, {title: Held(pk, f"/articles/{pk}/{slug}/") for title, pk, slug in rows})


@pytest.fixture
def quiet(new_context: Callable[..., BrowserContext]) -> Iterator[Callable[..., Page]]:
    """Makes pages, scripts on, that must pass without an error, an alert or a broken policy."""
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # The browser's own word about a page that was asked for to be missing.
        if message.text.endswith("404 (Not Found)") and message.location["url"] == message.page.url:
            return
        said.append(f"{message.page.url}: {message.type}: {message.text}")

    def make(**options: object) -> Page:
        context = new_context(**options)
        context.add_init_script(NOTE_VIOLATIONS)
        page = context.new_page()
        page.on("console", note)
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


def _worded_anew(folder: Path) -> Path:
    """A sample captured a second time: one of its articles has another figure and a paragraph more."""
    text = (SAMPLES / "en-feed.txt").read_text()
    for before, after in (
        ("put turnout at almost 85 per cent", "put turnout at almost 84 per cent"),
        ("but on very different questions.", "but on very different questions.\n\nThe count was corrected."),
    ):
        assert text.count(before) == 1
        text = text.replace(before, after)
    anew = folder / "en-feed-anew.txt"
    anew.write_text(text)
    return anew


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One worker after the other: all of them write into the one folder of collected static files."""
    with (folder / "static-files.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while True:
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        try:
            with urllib.request.urlopen(address, timeout=20):  # noqa: S310
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
