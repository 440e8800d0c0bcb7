"""What becomes of captures that the archive has met before, in this dump or in another."""

import gzip
import json
from pathlib import Path

import pytest

from articles import indexing, loader
from articles.curation.editing import back_to_the_dump, decide
from articles.enrichment import Enriched, Hints
from articles.loader import Loader, Outcome
from articles.models import Article, Refusal, Review, Sighting, Tag
from articles.readers import DumpChanged, DumpFile, page_text
from tests.test_web_archive import Archive as WebArchive

pytestmark = pytest.mark.django_db

SITE = "https://steppe-chronicle.example"
VOTE = "Voters in Kazakhstan approved fifty-six amendments on 5 June 2022, and about 68 per cent took part."
COURT = "The Constitutional Court took up its work on 1 January 2023, and citizens may now turn to it."
PAGE = ("Connect with us", "Politics", "One Term of Seven Years", "Published", "on", VOTE, COURT)


def feed(*items: str, tag: str = "Reform") -> str:
    channel = (
        f"{tag} Archives · Steppe Chronicle {SITE}/tag/{tag.lower()}/ Between Two Continents "
        "Mon, 08 Jan 2024 07:30:15 +0000 en-US hourly 1 "
    )
    return channel + "".join(items)


def item(
    title: str = "One Term of Seven Years", path: str = "one-term", guid: str = "?p=1", body: str = VOTE
) -> str:
    header = f"{title} {SITE}/{path}/ Mon, 08 Jan 2024 07:30:12 +0000 {SITE}/{guid} Voters in Kazakhstan…"
    trailer = f"The post {title} appeared first on Steppe Chronicle."
    end = f"\n\n{body}\n\n{trailer}\n\n]]>\n" if body else "\n"
    return f"{header}\n\n{trailer}\n\n]]>{end}"


def load(folder: Path, content: str, name: str = "dump.txt", hints: Hints | None = None) -> Outcome:
    path = folder / name
    path.write_text(content)
    with Loader(hints) as run:
        return run.load(DumpFile.open(path))


def tags_of(article: Article) -> list[str]:
    return sorted(article.tags.values_list("name", flat=True))


def test_two_guids_with_one_address_are_two_articles(tmp_path: Path):
    """A post that was deleted and written again under its address."""
    again = item(title="One Term, Seven Years", guid="?p=2", body=COURT)
    assert load(tmp_path, feed(item(), again)) == Outcome(new=2)
    assert load(tmp_path, feed(item(), again), "again.txt") == Outcome(unchanged=2)


def test_a_guid_that_takes_over_an_address_changes_its_own_article(tmp_path: Path):
    second = item(title="The Court Opens", path="court", guid="?p=2", body=COURT)
    assert load(tmp_path, feed(item(), second)) == Outcome(new=2)
    moved = item(path="court", body=f"{VOTE} It was a Sunday.")
    assert load(tmp_path, feed(moved), "later.txt") == Outcome(changed=1)
    assert Article.objects.get(guid=f"{SITE}/?p=1").url == f"{SITE}/court/"
    assert Article.objects.count() == 2


def test_an_article_of_two_tag_feeds_has_both_tags(tmp_path: Path):
    load(tmp_path, feed(item(), tag="Reform"), "reform.txt")
    assert load(tmp_path, feed(item(), tag="Courts"), "courts.txt") == Outcome(unchanged=1)
    assert tags_of(Article.objects.get()) == ["Courts", "Reform"]
    assert indexing.wrong_counts() == []


def test_a_changed_capture_keeps_the_tags_of_another_dump(tmp_path: Path):
    load(tmp_path, feed(item(body=f"{VOTE}\n\n{COURT}")), "feed.txt")
    page = "\n\n".join([*PAGE, f"Share this article:\n\n{'x' * 5}"])
    assert load(tmp_path, page, "page.txt", Hints(source="Steppe Chronicle")).blocks == 1
    assert {name for article in Article.objects.all() for name in tags_of(article)} == {"Politics", "Reform"}


def test_a_summary_does_not_take_the_place_of_the_text(tmp_path: Path):
    load(tmp_path, feed(item()), "full.txt")
    assert load(tmp_path, feed(item(body="")), "summary.txt") == Outcome(changed=1)
    article = Article.objects.get()
    assert [(row.body, row.is_current) for row in article.revisions.all()] == [(VOTE, True), ("", False)]
    assert article.opening == VOTE


def test_what_the_operator_says_later_makes_no_second_article(tmp_path: Path):
    text = f"Politik\nEine Amtszeit\n\n{VOTE}\n{COURT}\n"
    load(tmp_path, text, "bare.txt")
    assert load(tmp_path, text, "bare.txt", Hints(source="Der Steppenbote")).new == 0
    assert [article.revisions.count() for article in Article.objects.all()] == [1]
    assert Sighting.objects.count() == 1


def test_an_article_that_a_newer_reader_does_not_find_is_hidden_and_flagged(tmp_path: Path, monkeypatch):
    text = "\n\n".join(PAGE)
    load(tmp_path, text, "page.txt")
    monkeypatch.setattr(page_text, "VERSION", page_text.VERSION + 1)
    monkeypatch.setattr(page_text, "MAX_PAGE_BYTES", 10)
    assert load(tmp_path, text, "page.txt") == Outcome(refused=1)
    article = Article.objects.get()
    assert (article.status, [one.kind for one in article.reviews.all()]) == ("hidden", ["unseen"])
    assert (Sighting.objects.count(), Refusal.objects.count()) == (0, 1)
    assert indexing.wrong_counts() == []
    assert load(tmp_path, text, "page.txt") == Outcome(refused=1)


@pytest.mark.parametrize("status", ["published", "hidden"])
def test_an_article_that_is_found_again_is_as_public_as_it_was(tmp_path: Path, monkeypatch, status: str):
    text = "\n\n".join(PAGE)
    load(tmp_path, text, "page.txt")
    Article.objects.update(status=status)
    with monkeypatch.context() as patch:
        patch.setattr(page_text, "VERSION", page_text.VERSION + 1)
        patch.setattr(page_text, "MAX_PAGE_BYTES", 10)
        load(tmp_path, text, "page.txt")
    article = Article.objects.get()
    assert (article.status, [one.kind for one in article.reviews.all()]) == ("hidden", ["unseen"])
    assert load(tmp_path, text, "again.txt") == Outcome(unchanged=1)
    article.refresh_from_db()
    assert (article.status, article.reviews.count()) == (status, 0)
    assert indexing.wrong_counts() == indexing.wrong_entries() == []


def test_one_name_in_two_cases_is_one_tag(tmp_path: Path):
    load(tmp_path, feed(item(), tag="Reform"), "one.txt")
    with Loader() as run:
        for name, tag in (("two.txt", "Courts"), ("three.txt", "COURTS")):
            path = tmp_path / name
            path.write_text(feed(item(guid=f"?p={name}", path=name, body=COURT), tag=tag))
            run.load(DumpFile.open(path))
    assert sorted(Tag.objects.values_list("slug", flat=True)) == ["courts", "reform"]


def test_a_tag_deleted_during_a_load_does_not_stop_it(tmp_path: Path):
    with Loader() as run:
        for number, name in enumerate(("one.txt", "two.txt")):
            path = tmp_path / name
            path.write_text(feed(item(guid=f"?p={number}", path=name)))
            assert run.load(DumpFile.open(path)).new == 1
            Tag.objects.all().delete()


def test_a_file_that_is_written_to_meanwhile_is_not_loaded_under_its_old_hash(tmp_path: Path):
    path = tmp_path / "dump.txt"
    path.write_text(feed(item()))
    file = DumpFile.open(path)
    path.write_text(feed(item(body=COURT)))
    with Loader() as run, pytest.raises(DumpChanged):
        run.load(file)
    assert Article.objects.count() == 0


def test_a_dump_that_is_done_is_not_read_again(tmp_path: Path, monkeypatch):
    load(tmp_path, feed(item()))
    monkeypatch.setattr(loader, "enrich", None)
    assert load(tmp_path, feed(item())) == Outcome(unchanged=1)


def test_a_place_that_is_read_again_says_by_whom_and_in_which_load(tmp_path: Path, monkeypatch):
    text = "\n\n".join(PAGE)
    load(tmp_path, text)
    before = Sighting.objects.get()
    monkeypatch.setattr(page_text, "VERSION", page_text.VERSION + 1)
    assert load(tmp_path, text) == Outcome(unchanged=1)
    after = Sighting.objects.get()
    assert (after.pk, after.reader_version) == (before.pk, before.reader_version + 1)
    assert after.load_id > before.load_id
    assert after.created_at > before.created_at


def record(body: str, captured: str, **said: str) -> str:
    """A record of a crawl."""
    stated = {"url": f"{SITE}/one-term/", "title": "One Term", "text": body, "timestamp": captured}
    return f"{json.dumps(stated | said)}\n"


@pytest.mark.parametrize("newer_first", [True, False])
def test_what_was_captured_last_is_shown_whichever_is_loaded_first(tmp_path: Path, newer_first: bool):
    older, newer = record(VOTE, "2024-01-02T03:04:05Z"), record(COURT, "2024-05-06T07:08:09Z")
    for number, content in enumerate([newer, older] if newer_first else [older, newer]):
        load(tmp_path, content, f"{number}.jsonl")
    article = Article.objects.get()
    assert article.revisions.count() == 2
    assert article.revisions.get(is_current=True).body == COURT
    assert article.opening == COURT
    assert article.published_at is None
    found = Sighting.objects.order_by("captured_at").values_list("captured_at__month", flat=True)
    assert list(found) == [1, 5]
    assert indexing.wrong_entries() == []


def test_an_older_capture_says_only_what_the_newer_does_not(tmp_path: Path):
    newer = record(COURT, "2024-05-06T07:08:09Z", author="Ruth Okello")
    older = record(
        VOTE, "2024-01-02T03:04:05Z", author="R. O.", title="Term", date="no day", section="Courts"
    )
    load(tmp_path, newer, "newer.jsonl")
    load(tmp_path, older, "older.jsonl")
    article = Article.objects.get()
    told = (article.title, article.byline, article.section, article.published_text)
    assert told == ("One Term", "Ruth Okello", "Courts", "no day")
    assert not Review.objects.filter(kind=Review.Kind.DATE).exists()
    decide(article, ["title", "byline", "section"])
    article.title, article.byline, article.section = "Mine", "Mine", "Mine"
    back_to_the_dump(article, ["title", "byline", "section", "published"])
    assert (article.title, article.byline, article.section, article.published_text) == told


def test_a_load_that_was_killed_within_a_packed_record_goes_on_there(tmp_path: Path, monkeypatch):
    """All items of a feed in it end where the record ends."""
    monkeypatch.setattr(loader, "BATCH", 2)
    items = "".join(f"<item><title>Vote {at}</title><guid>{at}</guid></item>" for at in range(7))
    feed = f"<rss version='2.0'><channel><title>Steppe</title>{items}</channel></rss>"
    packed = ("Content-Type", "application/rss+xml"), ("Content-Encoding", "gzip")
    path = tmp_path / "feed.warc"
    path.write_bytes(WebArchive().add(gzip.compress(feed.encode()), *packed).content)
    file = DumpFile.open(path)

    def die(_file: DumpFile, _layout: str, one: object) -> None:
        if isinstance(one, Enriched) and one.capture.title == "Vote 5":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), Loader() as run:
        run.load(file, die)
    assert Article.objects.count() == 4
    with Loader() as run:
        assert run.load(file).new == 3
    assert Article.objects.count() == 7
