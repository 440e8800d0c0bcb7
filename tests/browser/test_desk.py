"""A day at the desk, in a browser: each role signs in with a password, does what it may, and is refused the
rest by the server, not only by a missing button."""

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from articles import indexing
from articles.loader import Loader
from articles.models import (
    Article,
    ArticleTag,
    Dump,
    Load,
    Operation,
    Source,
    Tag,
    TagName,
    Tombstone,
    Withdrawal,
)
from articles.readers import DumpFile
from tests import rows
from tests.archives import SAMPLES
from tests.browser.test_accessible import RULES
from tests.roles import ADMINISTRATOR, CURATOR, EDITOR, VIEWER, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "twelve wet horses"  # noqa: S105

LIST = reverse("admin:articles_article_changelist")

# What the console says of a page that is refused or gone, and of axe-core's own try at styling the page.
KNOWN = ("Failed to load resource", "Applying inline style", "(index 0)")

# Django's own widgets.
STOCK = [[".select2"], [".datetime"]]

SignIn = Callable[[str], Page]


@pytest.fixture
def sign_in(live_server, page: Page, settings) -> Iterator[SignIn]:
    """Signs somebody of a role in, through the form. The console stays silent, but for pages that are refused
    and for what axe tries out."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(f"{message.page.url}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))

    def sign(role: str) -> Page:
        user = person(role)
        user.set_password(PASSWORD)
        user.save()
        page.goto(f"{live_server.url}{reverse('admin:login')}?next={reverse('admin:index')}")
        page.get_by_label("Username:").fill(user.username)
        page.get_by_label("Password:").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        expect(page.locator("#user-tools")).to_contain_text(user.username)
        return page

    yield sign
    assert [one for one in complaints if not any(known in one for known in KNOWN)] == []


def choose(desk: Page, base: str, model: str, action: str, *names: str) -> None:
    """Chooses rows in their list, and an action."""
    desk.goto(base + reverse(f"admin:articles_{model}_changelist"))
    for name in names:
        desk.get_by_role("row", name=name).get_by_role("checkbox").check()
    desk.get_by_label("Action:").select_option(action)
    desk.get_by_role("button", name="Go").click()


def tell(desk: Page, text: str) -> None:
    expect(desk.locator(".messagelist")).to_contain_text(text)


def is_accessible(desk: Page) -> None:
    found = Axe().run(desk, context={"include": ["#content"], "exclude": STOCK}, options=RULES)
    assert {one["id"]: [node["html"] for node in one["nodes"]] for one in found.response["violations"]} == {}


def open_page(desk: Page, base: str, name: str, pk: int) -> int:
    return desk.goto(base + reverse(f"admin:articles_{name}", args=[pk])).status


def is_right() -> bool:
    return indexing.wrong_counts() == [] and indexing.wrong_entries() == []


def test_a_curator_changes_many_at_once_and_an_editor_takes_it_back(live_server, sign_in: SignIn) -> None:
    for number in range(3):
        rows.make_article(title=f"District {number} votes", language="th")
    rows.make_language("lo")
    desk = sign_in(CURATOR)
    choose(desk, live_server.url, "article", "Set the language…", "District 0", "District 2")
    is_accessible(desk)
    desk.get_by_label("Language:").select_option("Lao")
    desk.get_by_role("button", name="See what will change").click()
    expect(desk.get_by_role("heading", name="2 articles will change")).to_be_visible()
    is_accessible(desk)
    assert set(Article.objects.values_list("language", flat=True)) == {"th"}
    desk.get_by_role("button", name="Set the language").click()
    tell(desk, "Lao is the language of 2 articles.")
    assert Article.objects.filter(language="lo").count() == 2

    operation = Operation.objects.get()
    assert open_page(desk, live_server.url, "operation_undo", operation.pk) == 403
    desk.context.clear_cookies()
    desk = sign_in(EDITOR)
    open_page(desk, live_server.url, "operation_change", operation.pk)
    is_accessible(desk)
    desk.get_by_role("link", name="Undo it").click()
    is_accessible(desk)
    desk.get_by_role("button", name="Undo").click()
    tell(desk, "Undone: Lao is the language of 2 articles.")
    assert set(Article.objects.values_list("language", flat=True)) == {"th"}
    assert is_right()


def test_an_editor_merges_tags_undoes_it_and_merges_again(live_server, sign_in: SignIn) -> None:
    rows.make_article(tags=["Courts"])
    rows.make_article(tags=["Judiciary"])
    desk = sign_in(EDITOR)
    for _ in range(2):
        choose(desk, live_server.url, "tag", "Merge into one of them…", "Courts", "Judiciary")
        is_accessible(desk)
        desk.get_by_label("Courts", exact=True).check()
        desk.get_by_role("button", name="Merge into the chosen one").click()
        tell(desk, "“Judiciary” merged into “Courts”.")
        assert ArticleTag.objects.filter(tag__name="Courts").count() == 2
        desk.goto(f"{live_server.url}/tags/judiciary/")
        expect(desk).to_have_url(re.compile("/tags/courts/$"))
        if Operation.objects.count() == 1:
            open_page(desk, live_server.url, "operation_undo", Operation.objects.get().pk)
            desk.get_by_role("button", name="Undo").click()
            tell(desk, "Undone")
            assert not Tag.objects.exclude(merged_into=None).exists()
    assert is_right()


def test_an_editor_merges_sources(live_server, sign_in: SignIn) -> None:
    rows.make_article(source="Baltic Review")
    rows.make_article(source="The Baltic Review")
    desk = sign_in(EDITOR)
    choose(
        desk,
        live_server.url,
        "source",
        "Merge into one of them…",
        "Baltic Review baltic",
        "The Baltic Review",
    )
    desk.get_by_label("Baltic Review", exact=True).check()
    desk.get_by_role("button", name="Merge into the chosen one").click()
    tell(desk, "“The Baltic Review” merged into “Baltic Review”.")
    assert Source.objects.get(name="Baltic Review").articles.count() == 2


def test_an_editor_withdraws_an_article_and_lifts_it(live_server, sign_in: SignIn) -> None:
    article = rows.make_article(language="ar")
    desk = sign_in(EDITOR)
    open_page(desk, live_server.url, "article_change", article.pk)
    desk.get_by_role("link", name="Delete").click()
    is_accessible(desk)
    desk.get_by_label("Why:").fill("A court ordered it.")
    desk.get_by_role("button", name="Withdraw").click()
    tell(desk, "1 article withdrawn: A court ordered it.")
    assert Withdrawal.objects.get().reason == "A court ordered it."
    desk.get_by_role("link", name="Lift the withdrawal").click()
    desk.get_by_role("button", name="Lift the withdrawal of").click()
    tell(desk, "1 article shown again.")
    article.refresh_from_db()
    assert article.status == "published"


def test_a_curator_edits_the_text_beside_the_capture_and_goes_back(live_server, sign_in: SignIn) -> None:
    article = rows.make_article(language="th")
    captured = article.revisions.get()
    captured.stated = {"title": article.title, "language": "th"}
    captured.save()
    desk = sign_in(CURATOR)
    open_page(desk, live_server.url, "article_change", article.pk)
    is_accessible(desk)
    desk.get_by_label("Body:").fill("ข้อความใหม่")
    desk.get_by_role("button", name="Save and continue editing").click()
    tell(desk, "was changed successfully")
    expect(desk.locator(".fieldBox.field-captured_text")).to_contain_text(captured.body[:40])
    assert article.revisions.get(is_current=True).body == "ข้อความใหม่"
    desk.get_by_label("body", exact=True).check()
    desk.get_by_role("button", name="Save and continue editing").click()
    tell(desk, "was changed successfully")
    assert article.revisions.get(is_current=True) == captured
    desk.get_by_role("link", name="History").click()
    is_accessible(desk)


def test_only_an_administrator_erases(live_server, sign_in: SignIn) -> None:
    article = rows.make_article()
    desk = sign_in(EDITOR)
    open_page(desk, live_server.url, "article_change", article.pk)
    expect(desk.get_by_role("link", name="Erase for good")).to_have_count(0)
    assert open_page(desk, live_server.url, "article_erase", article.pk) == 403
    desk.context.clear_cookies()
    desk = sign_in(ADMINISTRATOR)
    open_page(desk, live_server.url, "article_change", article.pk)
    desk.get_by_role("link", name="Erase for good").click()
    is_accessible(desk)
    desk.get_by_label("It is to be gone for good").check()
    desk.get_by_role("button", name="Erase").click()
    tell(desk, f"Article {article.pk} is erased.")
    assert Tombstone.objects.get().article == article.pk
    assert desk.goto(f"{live_server.url}/articles/{article.pk}/").status == 410


def test_a_viewer_sees_everything_and_changes_nothing(live_server, sign_in: SignIn) -> None:
    article = rows.make_article(tags=["Courts"])
    desk = sign_in(VIEWER)
    assert desk.goto(live_server.url + LIST).status == 200
    expect(desk.get_by_label("Action:")).to_have_count(0)
    assert open_page(desk, live_server.url, "article_change", article.pk) == 200
    expect(desk.get_by_role("button", name="Save", exact=True)).to_have_count(0)
    is_accessible(desk)
    for name in ("article_delete", "article_erase"):
        assert open_page(desk, live_server.url, name, article.pk) == 403
    token = next(one["value"] for one in desk.context.cookies() if one["name"] == "csrftoken")
    sent = {"csrfmiddlewaretoken": token, "action": "hide", "_selected_action": str(article.pk), "asked": "1"}
    desk.request.post(live_server.url + LIST, form=sent, headers={"Referer": live_server.url + LIST})
    assert Article.objects.get().status == "published"
    assert not Operation.objects.exists()


def test_an_editor_hides_a_dump_and_an_administrator_takes_it_out(live_server, sign_in: SignIn) -> None:
    def load() -> None:
        with Loader() as run:
            for name in ("th-page.txt", "ar-page.txt"):
                run.load(DumpFile.open(SAMPLES / name))

    load()
    dump = Dump.objects.get(name="th-page.txt")
    desk = sign_in(EDITOR)
    open_page(desk, live_server.url, "load_change", Load.objects.get().pk)
    is_accessible(desk)
    desk.get_by_role("link", name="th-page.txt", exact=True).first.click()
    expect(desk.get_by_role("link", name="Take it out of the archive")).to_have_count(0)
    assert open_page(desk, live_server.url, "dump_remove", dump.pk) == 403
    open_page(desk, live_server.url, "dump_change", dump.pk)
    is_accessible(desk)
    desk.get_by_role("link", name="Hide its articles").click()
    expect(desk.get_by_role("heading", name="2 articles that no other dump has are hidden")).to_be_visible()
    is_accessible(desk)
    desk.get_by_role("button", name="Hide its articles").click()
    tell(desk, "2 articles of “th-page.txt” hidden.")
    assert set(Article.objects.published().values_list("language", flat=True)) == {"ar"}
    open_page(desk, live_server.url, "operation_undo", Operation.objects.get().pk)
    desk.get_by_role("button", name="Undo").click()
    tell(desk, "Undone")
    assert Article.objects.published().count() == 4

    desk.context.clear_cookies()
    desk = sign_in(ADMINISTRATOR)
    open_page(desk, live_server.url, "dump_change", dump.pk)
    desk.get_by_role("link", name="Take it out of the archive").click()
    is_accessible(desk)
    desk.get_by_role("button", name="Take it out of the archive").click()
    tell(desk, "Taken out: 2 articles deleted, 0 hidden, 0 left to other dumps.")
    assert list(Dump.objects.values_list("name", flat=True)) == ["ar-page.txt"]
    assert is_right()
    load()
    assert Article.objects.published().count() == 4
    assert is_right()


@pytest.mark.parametrize(
    ("language", "name", "body"),
    [
        ("th", "โตกาเยฟ", "ประธานาธิบดีโตกาเยฟลงนามในกฎหมาย"),
        ("ar", "توكاييف", "وقّع الرئيس توكاييف القانون الجديد أمس."),
    ],
)
def test_a_curator_tries_a_name_and_adds_it(
    live_server, sign_in: SignIn, language: str, name: str, body: str
) -> None:
    article = rows.make_article(language=language, body=body)
    tag = rows.make_tag("Tokayev")
    TagName.objects.create(tag=tag, language="en", name="Tokayev")
    desk = sign_in(CURATOR)
    open_page(desk, live_server.url, "tag_change", tag.pk)
    form = desk.locator("#try")
    form.get_by_label("Language:").select_option(language)
    form.get_by_label("Name:").fill(name)
    form.get_by_role("button", name="See what it would tag").click()
    expect(desk.get_by_role("heading", name="1 article would newly get the tag Tokayev")).to_be_visible()
    expect(desk.locator("mark")).to_have_text(name)
    is_accessible(desk)
    assert list(tag.articles.all()) == []
    desk.get_by_role("button", name="Add the name and tag them").click()
    tell(desk, "1 name was added. 1 article gained the tag.")
    assert list(tag.articles.all()) == [article]
    open_page(desk, live_server.url, "tag_names", tag.pk)
    is_accessible(desk)
    added = TagName.objects.get(language=language)
    assert desk.goto(f"{live_server.url}{reverse('admin:articles_tag_name', args=[tag.pk, added.pk])}").ok
    is_accessible(desk)
    remove = live_server.url + reverse("admin:articles_tag_name_remove", args=[tag.pk, added.pk])
    assert desk.goto(remove).status == 403

    desk.context.clear_cookies()
    desk = sign_in(EDITOR)
    desk.goto(remove)
    is_accessible(desk)
    desk.get_by_role("button", name="Remove the name, and the tag from them").click()
    tell(desk, "The name was removed. 1 article lost it.")
    assert list(tag.articles.all()) == []
    assert is_right()
