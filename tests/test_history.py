"""History: who changed what at the desk and when, and a state put back as a decision of its own."""

import shutil
from pathlib import Path

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import history, indexing
from articles.catalogue import Catalogue
from articles.curation import bulk, merging, withdrawing
from articles.loader import Loader
from articles.models import Article, Language, Operation, Source, Tag, TagName
from articles.readers import DumpFile
from tests import pages, rows
from tests.roles import CURATOR, EDITOR, person
from tests.test_curation import edit

pytestmark = pytest.mark.django_db

DUMPS = Path(__file__).parent.parent / "fixtures" / "dumps"

FEED_TITLE = "Five Years of Open Voting: How Latvia Chooses Its President"

HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(2)> "\u202eciemos'


@pytest.fixture(autouse=True)
def _quick_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def ilze() -> User:
    return person(EDITOR, "ilze")


@pytest.fixture
def desk(ilze) -> Client:
    """A client that an editor has signed in with."""
    client = Client()
    client.force_login(ilze)
    return client


@pytest.fixture
def load(tmp_path: Path):
    """A function that loads a sample under its own name, with words replaced."""

    def load(name: str = "en-feed.txt", **replaced: str) -> None:
        path = tmp_path / name
        shutil.copy(DUMPS / name, path)
        for old, new in replaced.items():
            assert old in path.read_text()
            path.write_text(path.read_text().replace(old, new))
        with Loader() as loader:
            loader.load(DumpFile.open(path))

    return load


def loaded(**fields: object) -> Article:
    """An article as a load leaves it: without a history."""
    article = rows.make_article(**fields)
    Article.history.all().delete()
    return article


def told(row: Model) -> list[tuple[str | None, str | None]]:
    """Who left each state, and why, newest first."""
    return list(row.history.values_list("history_user__username", "history_change_reason"))


def address_of(row: Model, page: str = "history", *args: object) -> str:
    return reverse(f"admin:articles_{row._meta.model_name}_{page}", args=[row.pk, *args])


def entries(client: Client, row: Model) -> list[dict[str, object]]:
    """What the page says: of each entry who did it, what, and what differs by the thing it is about."""
    page = pages.read(client.get(address_of(row)))
    return [
        {
            "who": entry.all("td")[0].text,
            "what": [text.text for text in entry.all("td")[1].children if getattr(text, "name", "") == "p"],
            "differences": differences(entry),
        }
        for entry in page.one("table", "archive-history").one("tbody").all("tr")
    ]


def differences(part: pages.Element) -> dict[str, list[tuple[str, str]]]:
    """What was taken away and what was put, by label."""
    found: dict[str, list[tuple[str, str]]] = {}
    for listed in part.all("dl"):
        label = ""
        for element in listed:
            if element.name == "dt":
                label = element.text
            elif element.name in ("del", "ins"):
                found.setdefault(label, []).append((element.name, element.raw_text))
    return found


def restore(client: Client, row: Model, state: Model, **sent: str) -> HttpResponse:
    """Opens the page that asks, and confirms it."""
    address = address_of(row, "restore", state.history_id)
    mark = client.get(address).context["mark"]
    return client.post(address, {"mark": mark} | sent)


# What is written


def test_the_first_change_leaves_what_was_found_and_what_was_made_of_it(desk) -> None:
    article = loaded(title="Vote")
    assert edit(desk, article, title="Voting").status_code == 302
    assert told(article) == [("ilze", None), (None, history.AS_FOUND)]
    assert list(article.history.values_list("title", "history_type")) == [("Voting", "~"), ("Vote", "+")]
    assert article.history.last().history_date < article.history.first().history_date


def test_one_save_is_one_state_with_everything_that_belongs_to_it(desk) -> None:
    article = loaded(title="Vote", tags=["Kazakhstan"])
    uzbekistan = rows.make_tag("Uzbekistan")
    edit(desk, article, title="Voting", tag_names=[uzbekistan.pk], body="One.\r\n\r\nTwo.")
    found, made = article.history.order_by("history_id")
    assert (found.title, found.tags_then, found.wording) == ("Vote", ["kazakhstan"], 1)
    assert (made.title, made.tags_then, made.wording) == ("Voting", ["uzbekistan"], 2)
    assert made.curated == ["title", "body"]


def test_a_save_that_changes_nothing_leaves_no_state(desk) -> None:
    article = loaded()
    edit(desk, article)
    assert told(article) == [(None, history.AS_FOUND)]
    edit(desk, article, byline="Ilze Kalniņa")
    edit(desk, article)
    assert len(told(article)) == 2


def test_loads_write_no_history(load) -> None:
    for model in (Tag, TagName):
        model.history.all().delete()
    for words in ({}, {"The rule itself is short.": "The rule itself is very short."}):
        load(**words)
        for model in (Article, Source, Tag, TagName):
            assert model.objects.exists()
            assert not model.history.exists()


def test_what_a_load_changed_between_two_edits_is_no_editors(desk, load) -> None:
    load()
    article = Article.objects.get(title=FEED_TITLE)
    edit(desk, article, byline="Ilze Kalniņa")
    load(**{"The rule itself is short.": "The rule itself is very short."})
    edit(desk, article, section="Constitution")
    assert told(article) == [("ilze", None), (None, history.AS_FOUND)] * 2
    second, changed, first, _ = entries(desk, article)
    assert first["differences"]["Byline"][-1] == ("ins", "Ilze Kalniņa")
    assert (changed["who"], changed["differences"]) == ("nobody at the desk", {"Text": [("ins", " very")]})
    assert second["differences"].keys() == {"Section", "Decided by an editor"}


def test_what_a_load_changed_after_the_last_edit_stands_above_it(desk, load) -> None:
    load()
    article = Article.objects.get(title=FEED_TITLE)
    edit(desk, article, byline="Ilze Kalniņa")
    load(**{"The rule itself is short.": "The rule itself is very short."})
    since, *_ = entries(desk, article)
    assert (since["who"], since["what"]) == ("nobody at the desk", ["Since then"])
    assert since["differences"] == {"Text": [("ins", " very")]}
    assert len(told(article)) == 2


def test_many_articles_are_noted_in_few_queries(ilze) -> None:
    def queries(number: int) -> int:
        ids = [loaded(tags=["Kazakhstan"]).pk for _ in range(number)]
        with CaptureQueriesContext(connection) as captured:
            history.remember_many(ids)
            Article.objects.filter(pk__in=ids).update(status="hidden")
            history.note_many(ids, ilze, "hidden together")
        assert Article.history.filter(id__in=ids).count() == 2 * number
        return len(captured)

    assert queries(1) == queries(30) <= 14


def test_of_many_articles_those_have_a_new_state_that_have_changed(ilze) -> None:
    changed, same = loaded(), loaded(status="hidden")
    bulk.hide([changed.pk, same.pk], ilze)
    operation = Operation.objects.get()
    assert told(changed) == [("ilze", f"done by operation {operation.pk}"), (None, history.AS_FOUND)]
    assert told(same) == [(None, history.AS_FOUND)]


def test_a_withdrawal_is_kept_with_its_reason(desk, ilze) -> None:
    article = loaded()
    withdrawing.withdraw([article], "The author asked for it.", ilze)
    (entry, _) = entries(desk, article)
    assert entry["differences"] == {
        "Status": [("del", "published"), ("ins", "withdrawn")],
        "Why it is withdrawn": [("ins", "The author asked for it.")],
    }


def test_a_reason_may_be_as_long_as_it_needs_to_be(ilze) -> None:
    article = loaded()
    reason = "Because " + "so it must be, " * 50
    history.note(article, ilze, reason)
    assert told(article) == [("ilze", reason)]


def test_an_undone_operation_stands_beside_the_one_that_was_done(desk, ilze) -> None:
    article = loaded()
    operation = bulk.hide([article.pk], ilze)
    merging.undo(operation, ilze)
    undone, done, _ = entries(desk, article)
    assert (undone["who"], undone["what"]) == ("ilze", ["Undone: 1 article now hidden"])
    assert undone["differences"] == {"Status": [("del", "hidden"), ("ins", "published")]}
    assert done["what"] == ["1 article now hidden"]
    page = pages.read(desk.get(address_of(article)))
    link = reverse("admin:articles_operation_change", args=[operation.pk])
    assert len(page.all("a", href=link)) == 2


def test_sources_tags_and_their_names_have_a_history_too(desk) -> None:
    source = Catalogue().source("EU Reporter")
    desk.post(address_of(source, "change"), {"name": "Reporter", "rights": "full"})
    (entry, _) = entries(desk, source)
    assert entry == {
        "who": "ilze",
        "what": [],
        "differences": {"Name": [("del", "EU Reporter"), ("ins", "Reporter")]},
    }

    tag = rows.make_tag("Art")
    name = TagName.objects.create(tag=tag, language="lv", name="Māksla")
    for model in (Tag, TagName):
        model.history.all().delete()
    desk.post(address_of(tag, "change"), tag_form(tag, name, name="Arts", **{"names-0-name": "Mākslas"}))
    assert [(one["who"], one["what"], one["differences"]) for one in entries(desk, tag)] == [
        ("ilze", [], {"Name": [("del", "Art"), ("ins", "Arts")]}),
        ("ilze", ["Name “Arts” (en), created"], {}),
        ("ilze", ["Name “Mākslas” (lv)"], {"Name": [("del", "Māksla"), ("ins", "Mākslas")]}),
        ("nobody at the desk", ["As found before the change"], {}),
    ]


def tag_form(tag: Tag, *names: TagName, **fields: object) -> dict[str, object]:
    form = {
        "name": tag.name,
        "name_language": "en",
        "kind": tag.kind,
        "slug": tag.slug,
        "names-TOTAL_FORMS": len(names),
        "names-INITIAL_FORMS": len(names),
    }
    for at, row in enumerate(names):
        form |= {f"names-{at}-id": row.pk, f"names-{at}-tag": tag.pk}
        form |= {f"names-{at}-language": row.language, f"names-{at}-name": row.name}
        form |= {f"names-{at}-is_shown": "on", f"names-{at}-tags_texts": "on"}
    return form | fields


def test_a_deleted_name_and_a_deleted_tag_say_who_deleted_them(desk) -> None:
    tag = rows.make_tag("Art")
    name = TagName.objects.create(tag=tag, language="lv", name="Māksla")
    desk.post(address_of(tag, "change"), tag_form(tag, name, **{"names-0-DELETE": "on"}))
    assert "Name “Māksla” (lv), deleted" in [what for one in entries(desk, tag) for what in one["what"]]
    desk.post(address_of(tag, "delete"), {"post": "yes"})
    last = Tag.history.first()
    assert (last.name, last.history_type, last.history_user.username) == ("Art", "-", "ilze")


# The page


def test_what_was_done_to_many_articles_stands_once(desk, ilze) -> None:
    article = loaded()
    chosen = {"action": "hide", "_selected_action": [article.pk]}
    asked = desk.post(reverse("admin:articles_article_changelist"), chosen)
    confirmed = chosen | {"asked": "1", "confirmed": asked.context["mark"]}
    desk.post(reverse("admin:articles_article_changelist"), confirmed)
    assert LogEntry.objects.filter(object_id=article.pk).count() == 1
    assert entries(desk, article) == [
        {
            "who": "ilze",
            "what": ["1 article now hidden"],
            "differences": {"Status": [("del", "published"), ("ins", "hidden")]},
        },
        {"who": "nobody at the desk", "what": ["As found before the change"], "differences": {}},
    ]


def test_what_only_the_log_knows_stands_between(desk, ilze) -> None:
    article = loaded()
    edit(desk, article, title="Voting")
    LogEntry.objects.log_actions(ilze.pk, [article], CHANGE, "Folded under another.")
    assert [entry["what"] for entry in entries(desk, article)] == [
        ["Folded under another."],
        [],
        ["As found before the change"],
    ]


def test_words_are_compared_in_their_own_direction(desk) -> None:
    article = loaded(language="ar", title="المحكمة الدستورية")
    edit(desk, article, title="المحكمة الدستورية العليا")
    page = pages.read(desk.get(address_of(article)))
    (put,) = [one for one in page.one("dl").all("ins") if "العليا" in one.text]
    assert put.parent["dir"] == "auto"
    assert put.inherited("lang") == "ar"


def test_hostile_words_are_words(desk, ilze) -> None:
    article = loaded(title="Vote", tags=["Kazakhstan"])
    body = f"{HOSTILE}\r\n\r\n{HOSTILE}"
    edit(desk, article, title=HOSTILE, byline=HOSTILE, url="https://example.org/<b>", body=body, tag_names=[])
    User.objects.filter(pk=ilze.pk).update(username=HOSTILE)
    history.note(article, ilze, HOSTILE)
    LogEntry.objects.log_actions(ilze.pk, [article], CHANGE, HOSTILE)
    first = article.history.last()
    for address in (address_of(article), address_of(article, "restore", first.history_id)):
        page = pages.read(desk.get(address))
        assert HOSTILE.split("\u202e")[0].rstrip('" ') in page.text
        for element in page:
            assert not (element.name == "script" and "alert" in element.raw_text)
            assert not [name for name in element.attributes if name.startswith("on") or name == "style"]
            assert element.attributes.get("src") != "x"


def test_the_page_costs_the_same_with_one_entry_and_with_many(desk, ilze) -> None:
    article = loaded(tags=["Kazakhstan"])

    def change(number: int) -> None:
        history.remember(article)
        revision = rows.add_revision(article, f"Wording {number}")
        source = rows.make_source(f"Gazette {number}")
        Article.objects.filter(pk=article.pk).update(title=f"Vote {number}", source=source)
        history.note(article, ilze, f"change {number}")
        LogEntry.objects.log_actions(ilze.pk, [article], CHANGE, f"Said {number}.")
        assert revision.is_current

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(address_of(article)).status_code == 200
        return len(captured)

    change(1)
    queries()
    one = queries()
    for number in range(2, 9):
        change(number)
    assert queries() == one


def test_old_entries_stand_on_pages_of_their_own(desk, ilze) -> None:
    article = loaded()
    for number in range(25):
        history.remember(article)
        Article.objects.filter(pk=article.pk).update(title=f"Vote {number}")
        history.note(article, ilze)
    first, second = (pages.read(desk.get(f"{address_of(article)}?page={number}")) for number in (1, 2))
    for page, listed, link in ((first, 20, "Older"), (second, 6, "Newer")):
        assert len(page.one("table", "archive-history").one("tbody").all("tr")) == listed
        assert link in page.texts("a")
    assert differences(second)["Title"][0] == ("del", "3")


def test_what_nobody_has_changed_has_no_history(desk) -> None:
    article = loaded()
    assert "Nobody at the desk has changed" in pages.read(desk.get(address_of(article))).one("main").text


# Restoring


def test_a_state_that_is_restored_is_a_decision_that_outlives_the_next_load(desk, load) -> None:
    load()
    article = Article.objects.get(title=FEED_TITLE)
    load(**{"Open Voting": "Secret Voting"})
    article.refresh_from_db()
    assert "Secret" in article.title
    edit(desk, article, title="Latvia votes", byline="Ilze Kalniņa", tag_names=[], body="Nothing is left.")
    found = article.history.last()
    body = article.revisions.get(number=found.wording).body

    assert restore(desk, article, found).url == address_of(article)

    article.refresh_from_db()
    assert (article.title, article.byline) == (found.title, found.byline)
    assert set(article.curated) == {"title", "byline", "body"}
    assert sorted(article.tags.values_list("slug", flat=True)) == found.tags_then
    assert article.revisions.get(is_current=True).body == body
    assert indexing.wrong_counts() == indexing.wrong_entries() == []

    load(**{"Open Voting": "No Voting"})
    article.refresh_from_db()
    assert article.title == found.title
    (entry, *_) = entries(desk, article)
    assert entry["who"] == "ilze"
    assert entry["what"] == [f"The state of {found.history_date:%Y-%m-%d %H:%M} UTC was restored."]


def test_every_field_can_be_restored(desk) -> None:
    article = loaded(
        title="Vote",
        section="Politics",
        byline="Ilze Kalniņa",
        excerpt="Short.",
        url="https://example.org/1",
        published="2022-06",
        tags=["Kazakhstan"],
    )
    changed = {
        "title": "Voting",
        "section": "",
        "byline": "",
        "excerpt": "Shorter.",
        "url": "https://example.org/2",
        "source": rows.make_source("Gazette").pk,
        "language": rows.make_language("lv").pk,
        "published_at_0": "2023-01-09",
        "published_at_1": "",
        "published_precision": "day",
        "status": "hidden",
        "tag_names": [rows.make_tag("Uzbekistan").pk],
        "body": "Another text.",
    }
    assert edit(desk, article, **changed).status_code == 302
    found = article.history.last()
    restore(desk, article, found)
    now = history.current(article)
    for name in ("title", "section", "byline", "excerpt", "url", "source_id", "language_id", "tags_then"):
        assert getattr(now, name) == getattr(found, name), name
    assert (now.published_at, now.published_precision, now.status) == (
        found.published_at,
        "month",
        "published",
    )
    assert article.revisions.get(is_current=True).body == rows.BODIES["en"]
    assert set(Article.objects.get().curated) == set(Article.CURATED_FIELDS)
    assert indexing.wrong_counts() == indexing.wrong_entries() == []


def test_the_page_that_asks_says_what_would_change_and_changes_nothing(desk) -> None:
    article = loaded(title="Vote", tags=["Kazakhstan"])
    edit(desk, article, title="Voting", tag_names=[])
    written = told(article)
    page = pages.read(desk.get(address_of(article, "restore", article.history.last().history_id)))
    assert differences(page) == {
        "Title": [("del", "Voting"), ("ins", "Vote")],
        "Tags": [("ins", "kazakhstan")],
    }
    assert told(article) == written


def test_what_has_changed_since_it_was_asked_is_asked_again(desk) -> None:
    article = loaded(title="Vote")
    edit(desk, article, title="Voting")
    address = address_of(article, "restore", article.history.last().history_id)
    mark = desk.get(address).context["mark"]
    edit(desk, article, byline="Ilze Kalniņa")
    again = desk.post(address, {"mark": mark})
    assert "It has been changed since" in again.content.decode()
    assert Article.objects.get().title == "Voting"
    assert desk.post(address, {"mark": again.context["mark"]}).status_code == 302
    assert (Article.objects.get().title, Article.objects.get().byline) == ("Vote", None)


def test_a_state_that_is_so_already_is_not_restored(desk) -> None:
    article = loaded()
    edit(desk, article, title="Voting")
    state = article.history.first()
    assert "Nothing would change" in restore(desk, article, state).content.decode()
    assert len(told(article)) == 2


def test_withdrawal_and_merging_are_not_restored(desk, ilze) -> None:
    article, other = loaded(title="Vote"), loaded(title="Poll")
    withdrawing.withdraw([article], "The author asked for it.", ilze)
    edit(desk, article, title="Voting")
    restore(desk, article, article.history.last())
    article.refresh_from_db()
    assert (article.title, article.status) == ("Vote", "withdrawn")

    withdrawn = article.history.filter(status="withdrawn").first()
    withdrawing.lift([article], ilze)
    edit(desk, article, title="Voting")
    restore(desk, article, withdrawn)
    article.refresh_from_db()
    assert (article.title, article.status) == ("Vote", "published")
    page = desk.get(address_of(article, "restore", withdrawn.history_id)).content.decode()
    assert "Merging, withdrawal and stories are left alone" in page

    merging.merge_articles(article, [other], ilze)
    restore(desk, other, other.history.last())
    other.refresh_from_db()
    assert (other.status, other.merged_into) == ("merged", article)


def test_what_the_archive_has_no_more_is_not_restored(desk, ilze) -> None:
    article = loaded(title="Vote", source="Gazette", language="lt", tags=["Art", "Sport", "Poll"])
    gazette, reporter = Source.objects.get(name="Gazette"), rows.make_source("EU Reporter")
    art, sport, poll = (Tag.objects.get(name=name) for name in ("Art", "Sport", "Poll"))
    changed = {"source": reporter.pk, "language": rows.make_language("lv").pk, "tag_names": []}
    edit(desk, article, title="Voting", **changed)
    arts = rows.make_tag("Arts")
    merging.merge_tags(arts, [art], ilze)
    sport.delete()
    gazette.delete()
    Language.objects.filter(code="lt").delete()

    restore(desk, article, article.history.order_by("history_id").first())

    article.refresh_from_db()
    assert (article.title, article.source, article.language_id) == ("Vote", reporter, "lt")
    assert set(article.tags.all()) == {arts, poll}


def test_a_source_is_restored_through_the_checks_of_its_form(desk) -> None:
    source = Catalogue().source("EU Reporter")
    address = address_of(source, "change")
    desk.post(address, {"name": "Reporter", "rights": "headline"})
    found = source.history.last()
    rows.make_source("EU Reporter, weekly")
    Source.objects.filter(name="EU Reporter, weekly").update(name="EU Reporter", slug="b")
    asked = restore(desk, source, found)
    assert "There is a source of this name already." in pages.read(asked).text
    assert Source.objects.get(pk=source.pk).name == "Reporter"

    Source.objects.filter(slug="b").delete()
    assert restore(desk, source, found).status_code == 302
    source.refresh_from_db()
    assert (source.name, source.rights) == ("EU Reporter", "full")
    assert told(source)[0][0] == "ilze"


def test_rights_are_restored_by_who_may_set_them(desk, ilze) -> None:
    source = Catalogue().source("EU Reporter")
    desk.post(address_of(source, "change"), {"name": "Reporter", "rights": "headline"})
    ilze.groups.get().permissions.remove(*ilze.groups.get().permissions.filter(codename="set_rights"))
    restore(desk, source, source.history.last())
    source.refresh_from_db()
    assert (source.name, source.rights) == ("EU Reporter", "headline")


def test_a_tag_is_restored_and_its_name_is_known_in_its_language(desk) -> None:
    tag = rows.make_tag("Māksla")
    name = TagName.objects.create(tag=tag, language="lv", name="Māksla")
    sent = tag_form(tag, name, name="Art", kind="person", **{"names-0-DELETE": "on"})
    assert desk.post(address_of(tag, "change"), sent).status_code == 302
    assert restore(desk, tag, tag.history.last()).status_code == 302
    tag.refresh_from_db()
    assert (tag.name, tag.kind) == ("Māksla", "topic")
    assert set(tag.names.values_list("language", "name")) == {("en", "Art"), ("lv", "Māksla")}


def test_who_may_change_no_article_restores_none() -> None:
    article = loaded(title="Vote")
    curator = Client()
    curator.force_login(person(CURATOR))
    edit(curator, article, title="Voting")
    viewer = Client()
    viewer.force_login(person("Viewer"))
    page = pages.read(viewer.get(address_of(article)))
    assert [link for link in page.texts("a") if "Restore" in link] == []
    address = address_of(article, "restore", article.history.last().history_id)
    assert viewer.get(address).status_code == viewer.post(address, {}).status_code == 403
    assert Article.objects.get().title == "Voting"


def test_a_state_of_another_row_is_none_of_this_one(desk) -> None:
    article, other = loaded(), loaded()
    edit(desk, other, title="Voting")
    assert desk.get(address_of(article, "restore", other.history.first().history_id)).status_code == 404


def test_the_page_of_a_row_that_is_no_more_leads_back(desk) -> None:
    assert desk.get(reverse("admin:articles_article_history", args=[99])).url == reverse("admin:index")
