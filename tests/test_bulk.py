"""Decisions for many articles at once: shown before they are done, counted, logged, and taken back."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from articles import indexing
from articles.admin import deciding
from articles.curation import bulk, merging, operations
from articles.models import Article, FacetCount, Operation, TagRemoval
from tests import rows
from tests.test_curation import act, edit, said, tags_of

pytestmark = pytest.mark.django_db

LIST = reverse("admin:articles_article_changelist")


@pytest.fixture(autouse=True)
def _quick_passwords(settings) -> None:
    """Nobody signs in with one here; the real hash takes half a second a test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def total() -> int:
    cell = FacetCount.objects.filter(language="", source=0, period=FacetCount.ANY_PERIOD, tag=0)
    return sum(cell.values_list("articles", flat=True))


def is_right() -> bool:
    """Counts and index hold what the articles say."""
    return indexing.wrong_counts() == [] and indexing.wrong_entries() == []


def stored() -> list[dict[str, object]]:
    """All that people can decide of articles, as it is stored."""
    articles = Article.objects.order_by("pk").values()
    return [
        {name: value for name, value in row.items() if name != "updated_at"}
        | {"tags": tags_of(Article(pk=row["id"]))}
        for row in articles
    ]


def test_hiding_takes_articles_out_of_the_counts_and_publishing_brings_them_back(admin_client):
    articles = [rows.make_article(tags=["Kazakhstan"], published="2022-06-05") for _ in range(3)]

    assert said(act(admin_client, "hide", *articles[:2])) == ["2 articles now hidden."]
    assert Article.objects.published().get() == articles[2]
    assert total() == 1
    assert is_right()

    assert said(act(admin_client, "publish", *articles)) == ["2 articles now published."]
    assert total() == 3
    assert is_right()


def test_what_will_change_is_shown_before_anything_does(admin_client):
    lv, pl = rows.make_article(language="lv"), rows.make_article(language="pl")
    latvian = lv.language_id
    sent = {"action": "set_language", "_selected_action": [lv.pk, pl.pk]}

    page = admin_client.post(LIST, sent)
    assert [(article, now) for article, now, _ in page.context["rows"]] == [(pl, "Polish"), (lv, "Latvian")]
    assert not page.context["is_ready"]

    page = admin_client.post(LIST, sent | {"asked": "1", "language": latvian})
    assert page.context["rows"] == [(pl, "Polish", "Latvian")]
    assert (page.context["number"], page.context["unchanged"]) == (1, 1)
    assert set(Article.objects.values_list("language", flat=True)) == {"lv", "pl"}

    admin_client.post(LIST, sent | {"asked": "1", "language": latvian, "confirmed": page.context["mark"]})
    assert set(Article.objects.values_list("language", flat=True)) == {"lv"}
    pl.refresh_from_db()
    assert (pl.curated, pl.language_confidence) == (["language"], None)
    assert is_right()


def test_what_was_confirmed_is_what_is_done(admin_client):
    """Another article that the filter leaves by now was not on the page that was confirmed."""
    first = rows.make_article(language="lv")
    address = LIST + "?language=lv"
    sent = {"action": "hide", "_selected_action": [first.pk], "select_across": "1", "asked": "1"}
    mark = admin_client.post(address, sent).context["mark"]
    rows.make_article(language="lv")

    page = admin_client.post(address, sent | {"confirmed": mark})

    assert page.context["number"] == 2
    assert Article.objects.published().count() == 2


def test_an_action_on_everything_a_filter_leaves_reaches_no_further(admin_client):
    latvian = [rows.make_article(language="lv") for _ in range(3)]
    english = rows.make_article(language="en")
    address = LIST + "?language=lv"
    sent = {"action": "hide", "_selected_action": [latvian[0].pk], "select_across": "1", "asked": "1"}
    admin_client.post(address, sent | {"confirmed": admin_client.post(address, sent).context["mark"]})
    assert Article.objects.published().get() == english


def test_more_than_a_person_can_look_through_is_refused(admin_client, monkeypatch):
    monkeypatch.setattr(deciding, "MOST_AT_ONCE", 2)
    articles = [rows.make_article() for _ in range(3)]
    sent = {"action": "hide", "_selected_action": [article.pk for article in articles]}
    response = admin_client.post(LIST, sent, follow=True)
    assert said(response) == ["More than 2 articles at once are too many to look through: filter the list."]


def test_tags_are_given_and_taken_off(admin_client):
    first, second = rows.make_article(tags=["Kazakhstan"]), rows.make_article(tags=["Courts"])
    kazakhstan, courts = rows.make_tag("Kazakhstan"), rows.make_tag("Courts")
    before = stored()

    response = act(admin_client, "retag", first, second, added=[courts.pk], removed=[kazakhstan.pk])

    assert said(response) == ["+Courts, −Kazakhstan on 1 article."]
    assert [tags_of(article) for article in (first, second)] == [{"Courts": "editor"}, {"Courts": "dump"}]
    assert TagRemoval.objects.values_list("article", "tag").get() == (first.pk, kazakhstan.pk)
    assert is_right()
    merging.undo(Operation.objects.get(), None)
    assert stored() == before
    assert not TagRemoval.objects.exists()
    assert is_right()


@pytest.mark.parametrize("chosen", [{}, {"added": "one", "removed": "one"}])
def test_a_form_that_says_nothing_or_two_things_changes_nothing(admin_client, chosen: dict[str, str]):
    article, tag = rows.make_article(), rows.make_tag("Courts")
    sent = {"action": "retag", "_selected_action": [article.pk], "asked": "1"}
    page = admin_client.post(LIST, sent | dict.fromkeys(chosen, tag.pk))
    assert page.context["form"].non_field_errors()
    assert not page.context["is_ready"]
    assert not Operation.objects.exists()


def test_a_source_is_set_and_set_back(admin_client, admin_user):
    article = rows.make_article(source="EU Reporter", tags=["Kazakhstan"], published="2023-05")
    before = stored()
    review = rows.make_source("Baltic Review")

    act(admin_client, "set_source", article, source=review.pk)

    article.refresh_from_db()
    assert (article.source, article.curated) == (review, ["source"])
    assert is_right()
    operation = Operation.objects.get()
    assert (operation.kind, operation.articles, operation.made_by) == ("source", 1, admin_user)
    merging.undo(operation, admin_user)
    assert stored() == before
    assert is_right()


def test_merged_and_withdrawn_articles_are_left_alone_and_the_page_says_so(admin_client):
    hidden = rows.make_article(status="hidden")
    withdrawn = rows.make_article(status="withdrawn")
    sent = {"action": "publish", "_selected_action": [hidden.pk, withdrawn.pk], "asked": "1"}
    page = admin_client.post(LIST, sent)
    assert page.context["rows"] == [(hidden, "hidden", "published")]
    act(admin_client, "publish", hidden, withdrawn)
    withdrawn.refresh_from_db()
    assert withdrawn.status == "withdrawn"


def test_what_was_so_already_leaves_no_trace(admin_client):
    article = rows.make_article()
    page = admin_client.post(
        LIST, {"action": "publish", "_selected_action": [article.pk], "asked": "1"}
    ).content.decode()
    assert "Nothing will change" in page
    assert not Operation.objects.exists()


def test_a_bulk_action_is_in_the_log_and_the_history_of_each_article_it_changed(admin_client, admin_user):
    visible, hidden = rows.make_article(), rows.make_article(status="hidden")
    act(admin_client, "hide", visible, hidden)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (admin_user, str(visible.pk))
    assert entry.change_message == "1 article now hidden."
    newest, before = visible.history.all()[:2]
    assert (newest.status, newest.history_user) == ("hidden", admin_user)
    assert (before.status, before.history_user) == ("published", None)
    assert newest.history_change_reason == f"done by operation {Operation.objects.get().pk}"


def test_a_bulk_action_that_fails_leaves_nothing_half_done(admin_client, monkeypatch):
    articles = [rows.make_article() for _ in range(2)]

    def fail(_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(indexing, "refresh", fail)
    with pytest.raises(RuntimeError):
        act(admin_client, "hide", *articles)
    assert Article.objects.published().count() == 2
    assert not LogEntry.objects.exists()
    assert not Operation.objects.exists()


def test_undoing_leaves_what_somebody_has_changed_since(admin_client, admin_user):
    first, second = rows.make_article(language="lv"), rows.make_article(language="pl")
    rows.make_language("lt")
    act(admin_client, "set_language", first, second, language="lt")
    edit(admin_client, second, language=rows.make_language("en").pk)

    assert merging.undo(Operation.objects.get(), admin_user) == 1

    assert list(Article.objects.order_by("pk").values_list("language", flat=True)) == ["lv", "en"]
    assert is_right()


def test_nothing_is_undone_twice(admin_client, admin_user):
    act(admin_client, "hide", rows.make_article())
    operation = Operation.objects.get()
    address = reverse("admin:articles_operation_undo", args=[operation.pk])
    assert said(admin_client.post(address, follow=True)) == ["Undone: 1 article now hidden."]
    assert Article.objects.published().exists()
    with pytest.raises(operations.CannotUndo):
        merging.undo(operation, admin_user)
    operation.refresh_from_db()
    assert operation.undone_by == admin_user


def test_more_rows_than_a_statement_takes(admin_user, monkeypatch):
    monkeypatch.setattr(operations, "BATCH", 2)
    articles = [rows.make_article(tags=["Kazakhstan"]) for _ in range(5)]
    before = stored()

    ids = [article.pk for article in articles]
    bulk.retag(ids, [rows.make_tag("Courts")], [rows.make_tag("Kazakhstan")], admin_user)
    assert all(tags_of(article) == {"Courts": "editor"} for article in articles)
    merging.undo(Operation.objects.get(), admin_user)
    assert stored() == before
    assert is_right()
