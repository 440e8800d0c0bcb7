"""Articles withdrawn, brought back and erased: what the public is told, what loads leave alone, and what is
left in the database."""

import sqlite3
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.urls import reverse

from articles import addresses, indexing
from articles.addresses import Gone
from articles.curation import merging, withdrawing
from articles.curation.withdrawing import CannotErase
from articles.models import (
    Article,
    Indexed,
    Operation,
    Refusal,
    Review,
    Tombstone,
    TombstoneKey,
    Withdrawal,
    WordForm,
)
from tests import rows
from tests.archives import Archive
from tests.pages import read
from tests.test_curation import act, edit, said
from tests.test_loader import COURT, VOTE, feed, item, load

pytestmark = pytest.mark.django_db

REASON = "The author asked for it, because a person is named who was not charged."

# A word that no other text has.
NAME = "Qaldybekova"
BODY = (
    f"The court heard {NAME} as a witness in the morning, and nobody else until the evening of that day. " * 3
)


@pytest.fixture(autouse=True)
def _quick_passwords(settings) -> None:
    """Nobody signs in with one here; the real hash takes half a second a test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def is_right() -> bool:
    """Counts and index hold what the articles say."""
    return indexing.wrong_counts() == [] and indexing.wrong_entries() == []


def delete_page(article: Article) -> str:
    return reverse("admin:articles_article_delete", args=[article.pk])


def test_to_delete_an_article_is_to_withdraw_it(admin_client, client):
    article = rows.make_article()
    assert "Withdraw" in admin_client.get(delete_page(article)).content.decode()

    response = admin_client.post(delete_page(article), {"reason": REASON}, follow=True)

    assert said(response) == [f"1 article withdrawn: {REASON}."]
    assert addresses.find(article.pk) == Gone(REASON, Withdrawal.objects.get().created_at)
    assert REASON in read(client.get(f"/articles/{article.pk}/"), status=410).text
    assert not Indexed.objects.exists()
    assert is_right()


@pytest.mark.parametrize("reason", ["", " \n "])
def test_no_article_is_withdrawn_without_a_reason(admin_client, reason: str):
    article = rows.make_article()
    assert admin_client.post(delete_page(article), {"reason": reason}).status_code == 200
    article.refresh_from_db()
    assert article.status == "published"


def test_a_withdrawal_is_lifted_and_undone(admin_client):
    article = rows.make_article()
    act(admin_client, "withdraw", article, reason=REASON)
    admin_client.post(reverse("admin:articles_article_lift", args=[article.pk]))
    article.refresh_from_db()
    assert article.status == "published"
    assert not Withdrawal.objects.exists()
    assert is_right()

    lifted, withdrawn = Operation.objects.all()
    merging.undo(lifted, None)
    assert Withdrawal.objects.get().reason == REASON
    merging.undo(withdrawn, None)
    article.refresh_from_db()
    assert (article.status, Withdrawal.objects.count()) == ("published", 0)
    assert is_right()


def test_neither_the_same_nor_a_changed_capture_brings_it_back(tmp_path: Path):
    load(tmp_path, feed(item()))
    article = Article.objects.get()
    withdrawing.withdraw([article], REASON, None)
    assert load(tmp_path, feed(item()), "again.txt").unchanged == 1
    assert load(tmp_path, feed(item(body=COURT)), "changed.txt").changed == 1
    article.refresh_from_db()
    assert article.status == "withdrawn"
    assert not Indexed.objects.exists()


# Erasing


def held(text: str) -> list[str]:
    """The columns of the database that hold a text, as "table.column"."""
    found = []
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            columns = [one.name for one in connection.introspection.get_table_description(cursor, table)]
            for column in columns:
                quoted, of = connection.ops.quote_name(column), connection.ops.quote_name(table)
                cursor.execute(
                    f"SELECT 1 FROM {of} WHERE lower(CAST({quoted} AS text)) LIKE %s LIMIT 1",  # noqa: S608
                    [f"%{text.lower()}%"],
                )
                found += [f"{table}.{column}"] if cursor.fetchone() else []
    return found


def erase(client, article: Article, **sent: str):
    return client.post(reverse("admin:articles_article_erase", args=[article.pk]), sent, follow=True)


def test_nothing_of_an_erased_article_is_left_but_hashes(admin_client, tmp_path: Path):
    load(tmp_path, feed(item(f"The {NAME} Case", body=BODY), item("Another", "another", "?p=2", VOTE)))
    article = Article.objects.get(title__contains=NAME)
    another = Article.objects.get(title="Another")
    edit(admin_client, article, excerpt=f"What {NAME} said.")
    act(admin_client, "retag", article, added=[rows.make_tag("Courts").pk])
    merging.merge_articles(another, [article], None)
    merging.undo(Operation.objects.first(), None)
    assert "articles_operation.summary" in held(NAME)

    response = erase(admin_client, article, is_sure="on")

    assert said(response) == [f"Article {article.pk} is erased."]
    assert held(NAME) == []
    assert not Article.history.filter(id=article.pk).exists()
    assert not LogEntry.objects.filter(object_id=str(article.pk)).exists()
    tombstone = Tombstone.objects.get()
    assert tombstone.article == article.pk
    assert tombstone.keys.filter(is_sure=True).count() >= 3
    assert Article.objects.get() == another
    assert is_right()


def test_the_words_that_others_use_too_are_kept(tmp_path: Path):
    load(tmp_path, feed(item("First", "first", "?p=1", BODY), item("Second", "second", "?p=2", COURT)))
    first = Article.objects.order_by("pk").first()
    others = set(WordForm.objects.filter(form="court").values_list("term", flat=True))
    assert others
    withdrawing.erase(first, None)
    assert set(WordForm.objects.filter(form="court").values_list("term", flat=True)) == others
    assert not WordForm.objects.filter(form=NAME.lower()).exists()


@pytest.mark.parametrize(
    "capture",
    [
        item("Case", "case", "?p=7", BODY),
        item("Case reopened", "case", "?p=7", VOTE),
        item("Case", "case", "?p=8", BODY),
    ],
)
def test_no_load_brings_an_erased_article_back(tmp_path: Path, capture: str):
    load(tmp_path, feed(item("Case", "case", "?p=7", BODY)))
    withdrawing.erase(Article.objects.get(), None)

    outcome = load(tmp_path, feed(capture, item()), "again.txt")

    assert (outcome.new, outcome.refused) == (1, 1)
    refusal = Refusal.objects.get()
    assert refusal.reason.startswith("this article was erased on ")
    assert refusal.lines == [(refusal.line_start, "")]
    assert not Review.objects.filter(kind="refusal").exists()
    assert NAME not in "".join(Article.objects.values_list("opening", flat=True))


def test_the_same_dump_read_anew_does_not_bring_it_back(tmp_path: Path, monkeypatch):
    from articles.readers import page_text

    page = Path(__file__).parent.parent / "fixtures" / "dumps" / "lv-page.txt"
    load(tmp_path, page.read_text(), "lv-page.txt")
    titles = list(Article.objects.order_by("pk").values_list("title", flat=True))
    withdrawing.erase(Article.objects.order_by("pk").first(), None)
    monkeypatch.setattr(page_text, "VERSION", page_text.VERSION + 1)
    assert load(tmp_path, page.read_text(), "lv-page.txt").refused == 1
    assert list(Article.objects.order_by("pk").values_list("title", flat=True)) == titles[1:]
    assert is_right()


def test_another_article_under_the_same_headline_is_loaded(tmp_path: Path):
    article = rows.make_article(title="Weekly summary", body=BODY)
    from articles.enrichment import sha256
    from articles.models import ArticleKey

    ArticleKey.objects.create(article=article, key=sha256("title of it"), is_sure=False)
    withdrawing.erase(article, None)
    assert TombstoneKey.objects.filter(is_sure=False).count() == 1
    assert load(tmp_path, feed(item("Weekly summary", "other", "?p=5", VOTE))).new == 1


def test_what_others_were_merged_into_is_not_erased_before_them(admin_client):
    kept, other = rows.make_article(title="Kept"), rows.make_article(title="Other")
    merging.merge_articles(kept, [other], None)
    with pytest.raises(CannotErase):
        withdrawing.erase(kept, None)
    assert "Other articles were merged into it" in said(erase(admin_client, kept, is_sure="on"))[0]
    withdrawing.erase(Article.objects.get(pk=other.pk), None)
    withdrawing.erase(kept, None)
    assert not Article.objects.exists()


def test_nothing_is_erased_that_nobody_confirmed(admin_client):
    article = rows.make_article()
    assert erase(admin_client, article).status_code == 200
    assert Article.objects.exists()


def test_the_file_itself_holds_nothing_of_it(tmp_path: Path):
    """What is deleted is overwritten on SQLite; PostgreSQL keeps it until a vacuum."""
    archive = Archive(f"sqlite:///{tmp_path / 'archive.sqlite3'}")
    archive.migrate()
    dump = tmp_path / "feed.txt"
    dump.write_text(feed(item(f"The {NAME} Case", body=BODY), item("Another", "another", "?p=2", VOTE)))
    archive.manage("load_dumps", dump)
    code = (
        "from articles.curation.withdrawing import erase; from articles.models import Article; "
        f"erase(Article.objects.get(title__contains='{NAME}'), None)"
    )
    archive.manage("shell", "--no-imports", "-c", code)
    path = tmp_path / "archive.sqlite3"
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert NAME.encode() not in path.read_bytes()
    assert NAME.lower().encode() not in path.read_bytes()
