"""The admin in a browser: its own scripts work under the policy, and the console stays silent."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from articles import indexing
from articles.folding import name_key
from articles.models import Article, Tag, TagName
from tests import rows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def desk(live_server, page: Page, admin_client: Client) -> Iterator[Page]:
    """A page that is signed in. No window may complain: a violation of the policy is an error in the
    console."""
    complaints: list[str] = []
    page.context.on("console", lambda message: complaints.append(f"{message.page.url}: {message.text}"))
    page.context.on("weberror", lambda error: complaints.append(f"{error.page.url}: {error.error}"))
    page.context.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    session = {"name": "sessionid", "value": admin_client.cookies["sessionid"].value}
    page.context.add_cookies([session | {"url": live_server.url}])
    yield page
    assert complaints == []


def test_no_page_breaks_the_policy(live_server, desk: Page) -> None:
    article = rows.make_article(title=HOSTILE, tags=["Kazakhstan", HOSTILE], published="2022")
    rows.add_sighting(article.revisions.get(), HOSTILE, dump=HOSTILE)
    addresses = [reverse("admin:index"), reverse("admin:articles_tag_add")]
    for model in filter(admin.site.is_registered, apps.get_app_config("articles").get_models()):
        name = f"admin:articles_{model._meta.model_name}"
        addresses.append(reverse(f"{name}_changelist"))
        if row := model.objects.first():
            addresses.append(reverse(f"{name}_change", args=[row.pk]))
    for address in addresses:
        assert desk.goto(live_server.url + address).status == 200
        expect(desk.locator("#site-name")).to_be_visible()


def test_an_article_is_corrected(live_server, desk: Page) -> None:
    article = rows.make_article(language="ar", tags=["Uzbekistan"])
    kazakhstan = rows.make_tag("Kazakhstan")
    name = "Kazahstāna"
    TagName.objects.create(tag=kazakhstan, language="lv", name=name, key=name_key(name))

    desk.goto(live_server.url + reverse("admin:articles_article_changelist"))
    desk.get_by_role("link", name=article.title).click()
    desk.get_by_label("Title:").fill("المحكمة الدستورية")
    tags = desk.locator(".field-tag_names")
    tags.locator(".select2-selection__choice__remove").click()
    tags.get_by_role("searchbox").fill("kazahst")
    desk.locator(".select2-results__option", has_text="Kazakhstan").click()
    desk.get_by_role("link", name="Today").click()
    desk.get_by_role("button", name="Save and continue editing").click()

    expect(desk.locator(".messagelist")).to_contain_text("was changed successfully")
    expect(desk.locator(".field-title .decided")).to_be_visible()
    article.refresh_from_db()
    assert (article.title, article.curated) == ("المحكمة الدستورية", ["title", "published"])
    assert list(article.tags.all()) == [kazakhstan]
    assert indexing.wrong_counts() == []


def test_a_tag_is_made_beside_the_article(live_server, desk: Page) -> None:
    article = rows.make_article()
    desk.goto(live_server.url + reverse("admin:articles_article_change", args=[article.pk]))
    with desk.expect_popup() as opened:
        desk.locator("#add_id_tag_names").click()
    window = opened.value
    window.get_by_label("Name:", exact=True).fill("Judicial reform")
    window.get_by_role("button", name="Save").click()
    expect(desk.locator(".field-tag_names")).to_contain_text("Judicial reform")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator(".messagelist")).to_be_visible()
    assert list(article.tags.all()) == [Tag.objects.get(name="Judicial reform")]


def test_articles_are_hidden_together(live_server, desk: Page) -> None:
    for number in range(3):
        rows.make_article(title=f"District {number} votes")
    desk.goto(live_server.url + reverse("admin:articles_article_changelist"))
    desk.get_by_role("row", name="District 0").get_by_role("checkbox").check()
    desk.get_by_role("row", name="District 2").get_by_role("checkbox").check()
    desk.get_by_label("Action:").select_option("Hide from the public…")
    desk.get_by_role("button", name="Go").click()
    desk.get_by_role("button", name="Hide from the public").click()
    expect(desk.locator(".messagelist")).to_have_text("2 articles now hidden.")
    assert Article.objects.published().get().title == "District 1 votes"
    assert indexing.wrong_counts() == []
