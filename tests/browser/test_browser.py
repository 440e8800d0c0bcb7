"""That the suite's browser and its server work together."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_admin_asks_for_a_name_and_a_password(live_server, page: Page) -> None:
    page.goto(f"{live_server.url}/admin/")

    expect(page.get_by_label("Username")).to_be_visible()
    expect(page.get_by_role("button", name="Log in")).to_have_css("cursor", "pointer")
