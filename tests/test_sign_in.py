"""Signing in: a password is guessed five times at the most, and a desk that was left is shut."""

import logging
import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.conf import settings as project
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db.models import F
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from archive.clients import address
from archive.headers import CONTENT_SECURITY_POLICY
from tests import pages

pytestmark = pytest.mark.django_db

HOME, AWAY = "192.0.2.1", "192.0.2.2"
PASSWORD = "correct horse battery staple"  # noqa: S105


@pytest.fixture(autouse=True)
def _accounts(db, settings) -> None:
    """The real hash of a password takes half a second each time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    for name in ("ilze", "jan"):
        User.objects.create_user(name, password=PASSWORD, is_staff=True)


def sign_in(name: str, password: str, at: str = HOME, **headers: str) -> HttpResponse:
    """What the form sends, each time from a browser that knows of nothing before."""
    sent = {"username": name, "password": password, "next": "/admin/"}
    return Client().post(reverse("admin:login"), sent, REMOTE_ADDR=at, headers=headers)


def is_in(response: HttpResponse) -> bool:
    return response.status_code == 302


def guess(times: int, name: str = "ilze", at: str = HOME, **headers: str) -> list[int]:
    return [sign_in(name, f"guess {number}", at, **headers).status_code for number in range(times)]


def let_pass(**time: int) -> None:
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(**time))


def test_the_fifth_wrong_password_is_one_too_many() -> None:
    assert guess(6) == [200, 200, 200, 200, 429, 429]
    assert sign_in("ilze", PASSWORD).status_code == 429


def test_the_right_password_on_the_fifth_try_is_let_in() -> None:
    assert guess(4) == [200] * 4
    assert is_in(sign_in("ilze", PASSWORD))


def test_another_user_at_the_same_address_goes_on() -> None:
    guess(5)
    assert guess(4, "jan") == [200] * 4
    assert is_in(sign_in("jan", PASSWORD))


def test_the_same_user_at_another_address_goes_on() -> None:
    guess(5)
    assert guess(4, at=AWAY) == [200] * 4
    assert is_in(sign_in("ilze", PASSWORD, AWAY))
    assert sign_in("ilze", PASSWORD).status_code == 429


def test_another_browser_at_the_same_address_is_no_way_around() -> None:
    codes = [guess(1, user_agent=f"Browser {number}")[0] for number in range(5)]
    assert codes == [200, 200, 200, 200, 429]


def test_it_is_open_again_after_a_quarter_of_an_hour() -> None:
    guess(5)
    let_pass(minutes=14, seconds=30)
    assert sign_in("ilze", PASSWORD).status_code == 429
    let_pass(minutes=1)
    assert is_in(sign_in("ilze", PASSWORD))


def test_who_goes_on_trying_meanwhile_is_not_shut_out_longer() -> None:
    guess(5)
    let_pass(minutes=10)
    assert guess(20) == [429] * 20
    let_pass(minutes=6)
    assert is_in(sign_in("ilze", PASSWORD))


def test_the_right_password_lets_the_wrong_ones_be_forgotten() -> None:
    for _ in range(2):
        assert guess(4) == [200] * 4
        assert is_in(sign_in("ilze", PASSWORD))
    assert not AccessAttempt.objects.exists()


def test_a_name_that_nobody_has_is_shut_out_just_the_same() -> None:
    assert guess(5, "nobody") == guess(5, "ilze") == [200, 200, 200, 200, 429]
    assert sign_in("nobody", "x").content == sign_in("ilze", PASSWORD).content


def test_the_page_says_how_long_and_nothing_else() -> None:
    guess(4, "ilze")
    answer = sign_in("ilze", "guess 5")
    page = pages.read(answer, 429)
    assert page.one("h1").text == "Too many wrong passwords"
    assert page.one("main").one("a")["href"] == reverse("admin:login")
    assert "Wait 15 minutes before you try again." in page.one("main").text
    for told in ("ilze", "guess", HOME, "axes"):
        assert told not in answer.content.decode().lower()
    assert answer["Retry-After"] == "900"
    assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))
    assert answer["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert answer["X-Frame-Options"] == "DENY"
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", answer.content.decode())


def test_a_script_is_told_no_more_than_a_person() -> None:
    guess(4)
    answer = sign_in("ilze", "guess", x_requested_with="XMLHttpRequest")
    assert answer.status_code == 429
    assert "ilze" not in answer.content.decode()
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_no_password_and_no_token_is_kept_or_logged(caplog) -> None:
    caplog.set_level(logging.DEBUG)
    Client().post(
        reverse("admin:login") + "?password=asked",
        {"username": "ilze", "password": "hunter2", "csrfmiddlewaretoken": "t0ken"},
    )
    kept = AccessAttempt.objects.get()
    assert "password=****" in kept.post_data
    for secret in ("hunter2", "t0ken", "asked"):
        assert secret not in caplog.text + kept.post_data + kept.get_data


def test_who_signed_in_is_kept() -> None:
    sign_in("ilze", PASSWORD)
    assert AccessLog.objects.values_list("username", "ip_address").get() == ("ilze", HOME)


def test_a_desk_that_was_left_is_shut() -> None:
    answer = sign_in("ilze", PASSWORD)
    cookie = answer.cookies["sessionid"]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    lasts = Session.objects.get().expire_date - timezone.now()
    assert timedelta(hours=11, minutes=59) < lasts <= timedelta(hours=12)


# Whose address it is


def test_a_header_that_anybody_can_write_is_no_way_around() -> None:
    codes = [guess(1, x_forwarded_for=f"198.51.100.{number}")[0] for number in range(5)]
    assert codes == [200, 200, 200, 200, 429]


def test_behind_a_proxy_each_client_counts_by_itself(settings) -> None:
    settings.TRUSTED_PROXIES = 1
    codes = [guess(1, x_forwarded_for=f"198.51.100.{number}, {HOME}")[0] for number in range(5)]
    assert codes == [200, 200, 200, 200, 429]
    assert is_in(sign_in("ilze", PASSWORD, x_forwarded_for=AWAY))


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "client"),
    [
        (0, "192.0.2.1", None, "192.0.2.1"),
        (0, "192.0.2.1", "198.51.100.1", "192.0.2.1"),
        (1, "192.0.2.1", None, "192.0.2.1"),
        (1, "192.0.2.1", "198.51.100.1", "198.51.100.1"),
        (1, "192.0.2.1", "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        (2, "192.0.2.1", "203.0.113.9, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "192.0.2.1", "203.0.113.9,198.51.100.1 ,10.0.0.2", "198.51.100.1"),
        # One proxy less than there should be: the request came past the first of them.
        (2, "192.0.2.1", "198.51.100.1", "192.0.2.1"),
        (1, "192.0.2.1", "", "192.0.2.1"),
        (1, "192.0.2.1", "198.51.100.1, unknown", "192.0.2.1"),
        (1, "192.0.2.1", "<script>", "192.0.2.1"),
        (1, "192.0.2.1", "198.51.100.1,", "192.0.2.1"),
        (1, "192.0.2.1", "999.1.1.1", "192.0.2.1"),
        (1, "::1", "2001:DB8:0:0::1", "2001:db8::1"),
        (0, "::ffff:192.0.2.1", None, "192.0.2.1"),
        (0, "fe80::1%eth0", None, "fe80::1"),
        # Behind a socket of the machine.
        (0, "", None, None),
        (1, "", "198.51.100.1", "198.51.100.1"),
    ],
)
def test_the_address_is_the_one_that_the_last_trusted_proxy_saw(
    settings, proxies, peer, forwarded, client
) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {} if forwarded is None else {"x-forwarded-for": forwarded}
    assert address(RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers)) == client


def test_wrong_passwords_count_where_nobody_knows_the_address() -> None:
    assert guess(5, at="") == [200, 200, 200, 200, 429]
    assert is_in(sign_in("ilze", PASSWORD))


def test_the_store_is_the_database() -> None:
    """Workers share nothing else."""
    assert project.AXES_HANDLER == "axes.handlers.database.AxesDatabaseHandler"
    guess(3)
    assert AccessAttempt.objects.get().failures_since_start == 3
