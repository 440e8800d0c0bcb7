"""What every answer says to browsers and caches."""

import re

import pytest

from archive.headers import CONTENT_SECURITY_POLICY
from tests import rows

pytestmark = pytest.mark.django_db

PUBLIC = (
    "/",
    "/?language=lv&published_after=2021",
    "/?source=%00",
    "/articles/1/vote/",
    "/articles/1/",
    "/articles/1/original/",
    "/sources/",
    "/sources/eu-reporter/",
    "/languages/",
    "/tags/",
    "/tags/maksla/",
)
NOT_FOUND = ("/nowhere/", "/articles/9/", "/articles/9/vote/", "/sources/nobody/", "/tags/nothing/")
ADMIN = ("/admin/", "/admin/login/", "/admin/nowhere/")


@pytest.fixture(autouse=True)
def _article():
    rows.make_article(id=1, title="Vote", tags=["Māksla"])


@pytest.mark.parametrize("path", PUBLIC + NOT_FOUND + ADMIN)
def test_every_answer_has_the_policy_and_its_companions(client, path):
    answer = client.get(path)
    assert answer["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Permissions-Policy"] == "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


@pytest.mark.parametrize("method", ["post", "put", "options"])
def test_an_answer_to_a_method_that_is_not_for_pages_has_the_policy_too(client, method):
    answer = getattr(client, method)("/")
    assert answer.status_code == 405
    assert answer["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


def test_an_error_has_the_policy_too(client, monkeypatch):
    def fail(*_: object) -> None:
        raise RuntimeError("on purpose")

    monkeypatch.setattr("articles.counts.total", fail)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Something went wrong" in answer.content.decode()
    assert "on purpose" not in answer.content.decode()
    assert answer["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


def test_the_policy_lets_nothing_in_from_elsewhere_and_nothing_inline():
    policy = dict(part.split(" ", 1) for part in CONTENT_SECURITY_POLICY.split("; "))
    assert policy.pop("default-src") == "'none'"
    assert policy.pop("base-uri") == "'none'"
    assert policy.pop("frame-ancestors") == "'none'"
    assert set(policy) == {"style-src", "script-src", "img-src", "font-src", "connect-src", "form-action"}
    assert set(policy.values()) == {"'self'"}


@pytest.mark.parametrize("path", PUBLIC + NOT_FOUND)
def test_public_pages_set_no_cookie_and_do_not_differ_by_one(client, path):
    answer = client.get(path)
    assert not answer.cookies
    assert "cookie" not in answer.get("Vary", "").lower()


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_is_the_same_for_a_curator(client, admin_client, path):
    for_anyone, for_curator = client.get(path), admin_client.get(path)
    assert for_curator.content == for_anyone.content
    assert dict(for_curator.items()) == dict(for_anyone.items())


@pytest.mark.parametrize("path", PUBLIC)
def test_shared_caches_hold_a_public_page_for_a_minute_at_most(client, path):
    said = client.get(path)["Cache-Control"]
    ages = [int(age) for age in re.findall(r"(?:s-maxage|max-age|stale-[a-z-]+)=(\d+)", said)]
    assert "public" in said.split(", ")
    assert ages
    assert max(ages) <= 60


@pytest.mark.parametrize("path", NOT_FOUND)
def test_nothing_keeps_a_page_that_is_not_there_longer_than_a_minute(client, path):
    said = client.get(path).get("Cache-Control", "")
    assert all(int(age) <= 60 for age in re.findall(r"age=(\d+)", said))


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/articles/article/"])
def test_pages_of_curation_are_kept_by_no_cache(admin_client, path):
    said = admin_client.get(path)["Cache-Control"]
    assert {"no-cache", "no-store", "private"} <= set(said.split(", "))


@pytest.mark.parametrize("path", PUBLIC)
def test_no_page_holds_what_the_policy_would_block(client, path):
    page = client.get(path, follow=True).content.decode()
    # Data, which no browser runs.
    page = page.replace('<script type="application/ld+json">', "")
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:", page)
    assert not re.search(r'(?:src|href)="(?:https?:)?//(?!testserver)', page)


@pytest.mark.parametrize("path", ["/admin/?next=%00", "/admin/articles/tag/?kind__exact=%00", "/admin/%00/"])
def test_a_nul_means_nothing_to_the_admin(client, path):
    assert client.get(path).status_code == 400


def test_a_nul_in_a_session_means_nothing_to_the_admin(client):
    client.cookies["sessionid"] = "\0\0aaaa"
    assert client.get("/admin/").status_code == 400
