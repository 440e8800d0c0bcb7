"""Where an article's address leads: to it, to what it was merged into, to why it was withdrawn, or to that it
was erased; that no load brings any back; and which source or tag a slug means."""

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q

from articles import addresses, indexing, querysets
from articles.addresses import Erased, Found, Gone, Moved
from articles.models import (
    Article,
    FacetCount,
    Indexed,
    Language,
    Sighting,
    Source,
    Story,
    Tag,
    Tombstone,
    Withdrawal,
)
from articles.querysets import folded
from articles.readers import page_text
from tests import rows
from tests.pages import read
from tests.test_loader import COURT, PAGE, VOTE, feed, item, load

pytestmark = pytest.mark.django_db

REASON = "The author asked for it, because a person is named who was not charged."


@pytest.fixture(autouse=True)
def _quick_passwords(settings) -> None:
    """Nobody signs in with one here; the real hash takes half a second a test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def make(title: str, **fields: object) -> Article:
    """An article with a text of its own."""
    return rows.make_article(
        title=title, body=f"{title}: the votes were counted until the morning.", **fields
    )


def merge(article: Article, target: Article | None) -> None:
    Article.objects.filter(pk=article.pk).update(status=Article.Status.MERGED, merged_into=target)
    indexing.refresh([article.pk])


def withdraw(article: Article, reason: str = REASON) -> Withdrawal:
    Article.objects.filter(pk=article.pk).update(status=Article.Status.WITHDRAWN)
    indexing.refresh([article.pk])
    return Withdrawal.objects.create(article=article, reason=reason)


def tell_the_same(*articles: Article) -> None:
    story = Story.objects.create()
    Article.objects.filter(pk__in=[article.pk for article in articles]).update(story=story)


def states() -> dict[str, tuple[str, str | None, str | None]]:
    """Status, headline of the target and reason of every article."""
    found = Article.objects.order_by("pk").select_related("merged_into", "withdrawal")
    return {
        article.title: (
            article.status,
            article.merged_into and article.merged_into.title,
            article.withdrawal.reason if hasattr(article, "withdrawal") else None,
        )
        for article in found
    }


def stories() -> set[frozenset[str]]:
    told: dict[int, set[str]] = {}
    for title, story in Article.objects.exclude(story=None).values_list("title", "story"):
        told.setdefault(story, set()).add(title)
    assert set(told) == set(Story.objects.values_list("pk", flat=True))
    return set(map(frozenset, told.values()))


# Addresses


def test_a_published_article_is_found_in_one_query_and_its_tags(django_assert_num_queries):
    pk = make("Vote", tags=["Kazakhstan"]).pk
    with django_assert_num_queries(2):
        match addresses.find(pk):
            case Found(article):
                shown = (article.title, article.source.name, article.language.code)
                assert (*shown, [tag.name for tag in article.tags.all()]) == (
                    "Vote",
                    "EU Reporter",
                    "en",
                    ["Kazakhstan"],
                )


def test_there_is_nothing_where_no_article_is_or_a_hidden_one():
    hidden = make("Vote", status="hidden")
    for pk in (hidden.pk, hidden.pk + 1):
        with pytest.raises(Article.DoesNotExist):
            addresses.find(pk)


def test_a_merged_article_leads_to_the_end_of_the_way():
    first, second, third = (make(title) for title in ("First", "Second", "Third"))
    merge(first, second)
    assert addresses.find(first.pk) == Moved(second)
    merge(second, third)
    assert addresses.find(first.pk) == addresses.find(second.pk) == Moved(third)
    assert addresses.find(third.pk) == Found(third)


def test_a_way_that_ends_at_nothing_leads_nowhere():
    first, second = make("First"), make("Second")
    merge(first, second)
    Article.objects.filter(pk=second.pk).update(status="hidden")
    with pytest.raises(Article.DoesNotExist):
        addresses.find(first.pk)
    Article.objects.filter(pk=second.pk).delete()
    assert states() == {"First": ("merged", None, None)}
    with pytest.raises(Article.DoesNotExist):
        addresses.find(first.pk)


def test_a_way_in_a_circle_leads_nowhere():
    first, second, third = (make(title) for title in ("First", "Second", "Third"))
    for article, target in ((first, second), (second, third), (third, second)):
        merge(article, target)
    for article in (first, second, third):
        with pytest.raises(Article.DoesNotExist):
            addresses.find(article.pk)


def test_a_withdrawn_article_says_why_also_to_who_comes_from_a_merged_one():
    first, second = make("First"), make("Second")
    merge(first, second)
    withdrawal = withdraw(second)
    for article in (first, second):
        assert addresses.find(article.pk) == Gone(REASON, withdrawal.created_at)


def test_the_addresses_of_both_answer_as_the_web_expects(client):
    merged, kept, withdrawn = (make(title) for title in ("Merged", "Kept", "Withdrawn"))
    merge(merged, kept)
    withdraw(withdrawn)
    for address in (f"/articles/{merged.pk}/", f"/articles/{merged.pk}/merged/"):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (301, kept.get_absolute_url())
    for address in (f"/articles/{withdrawn.pk}/", f"/articles/{withdrawn.pk}/withdrawn/"):
        page = read(client.get(address), status=410)
        assert REASON in page.one("main").text
    assert client.get(f"/articles/{withdrawn.pk}/original/").status_code == 410


def test_an_erased_article_says_no_more_than_that(client):
    erased, other = make("Erased of all things"), make("Other")
    pk = erased.pk
    tombstone = Tombstone.objects.create(article=pk, hashes=b"")
    erased.delete()
    indexing.refresh([pk])
    assert addresses.find(pk) == Erased(tombstone.erased_at)
    for address in ("", "erased-of-all-things/", "original/", "changes/"):
        page = read(client.get(f"/articles/{pk}/{address}"), status=410)
        assert page.one("h1").text == "This article was erased"
        assert "all things" not in page.text
    assert read(client.get(f"/lv/articles/{pk}/"), status=410).one("h1").text == "Šis raksts ir dzēsts"
    for pair in ((pk, other.pk), (other.pk, pk)):
        assert client.get("/compare/{}/{}/".format(*pair)).status_code == 410
    for form in ("json", "ris", "bib", "csl.json"):
        answer = client.get(f"/articles/{pk}.{form}")
        assert (answer.status_code, answer.content) == (410, b"This article was erased.")
        assert answer["Content-Type"] == "text/plain; charset=utf-8"


# Slugs


def merge_into(row: Source | Tag, target: Source | Tag) -> None:
    type(row).objects.filter(pk=row.pk).update(merged_into=target)


def meant(model: type[Source | Language | Tag], *slugs: str) -> dict[str, str]:
    by = "code" if model is Language else "slug"
    found = addresses.named(model, Q(**{f"{by}__in": slugs}))
    return {getattr(row, by): getattr(end, by) for row, end in found}


def test_a_slug_means_what_published_articles_have(django_assert_num_queries):
    make("First", source="Shown", tags=["Seen"], language="lv")
    make("Second", source="Kept back", tags=["Unseen"], language="th", status="hidden")
    rows.make_source("Empty")
    with django_assert_num_queries(3):
        assert meant(Source, "shown", "kept-back", "empty", "nobody") == {"shown": "shown"}
        assert meant(Tag, "seen", "unseen", "nothing") == {"seen": "seen"}
        assert meant(Language, "lv", "th", "xx") == {"lv": "lv"}


@pytest.mark.parametrize("model", [Source, Tag])
def test_what_was_merged_means_the_end_of_the_way(model):
    make("Vote", source="Third", tags=["Third"])
    named = rows.make_source if model is Source else rows.make_tag
    first, second, third = (named(name) for name in ("First", "Second", "Third"))
    merge_into(first, second)
    merge_into(second, third)
    assert meant(model, "first", "second", "third") == dict.fromkeys(["first", "second", "third"], "third")


@pytest.mark.parametrize("model", [Source, Tag])
def test_a_way_to_what_is_not_public_and_one_in_a_circle_mean_nothing(model):
    make("Vote", source="Hidden", tags=["Hidden"], status="hidden")
    named = rows.make_source if model is Source else rows.make_tag
    hidden, first, second, third = (named(name) for name in ("Hidden", "First", "Second", "Third"))
    merge_into(first, hidden)
    merge_into(second, third)
    merge_into(third, second)
    assert meant(model, "hidden", "first", "second", "third") == {}


PLACES = ["/", "/?q=morning", "/?source=eu-reporter", "/articles.json", "/articles.atom", "/articles.csv"]
PLACES += ["/articles.json?q=morning", "/sources/eu-reporter/", "/tags/reform/", "/sitemap-articles-0.xml"]


@pytest.mark.parametrize("status", ["merged", "withdrawn"])
def test_neither_stands_in_any_list(client, status: str):
    kept, other = (make(title, tags=["Reform"], published="2022") for title in ("Kept", "Elsewhere"))
    before = {place: _content(client, place) for place in PLACES}
    assert {place for place, content in before.items() if "elsewhere" in content} == set(PLACES)
    if status == "merged":
        merge(other, kept)
    else:
        withdraw(other)
    after = {place: _content(client, place) for place in PLACES}
    assert {place for place, content in after.items() if "elsewhere" in content} == set()
    assert {place for place, content in after.items() if "kept" in content} == set(PLACES)
    assert Indexed.objects.get().article_id == kept.pk
    assert set(FacetCount.objects.values_list("articles", flat=True)) == {1}
    assert indexing.wrong_counts() == indexing.wrong_entries() == []


def _content(client, place: str) -> str:
    response = client.get(place)
    assert response.status_code == 200, place
    return b"".join(response).decode().casefold()


# Loads


def both_states() -> None:
    """The article of `item()` withdrawn, and that of `item(guid="?p=2")` merged into a third."""
    first, second, third = Article.objects.order_by("guid")
    withdraw(first)
    merge(second, third)


ITEMS = (
    item(),
    item(title="The Court Opens", path="court", guid="?p=2", body=COURT),
    item(title="Kept", path="kept", guid="?p=3", body="The text that stays."),
)
STATES = {
    "One Term of Seven Years": ("withdrawn", None, REASON),
    "The Court Opens": ("merged", "Kept", None),
    "Kept": ("published", None, None),
}


def test_the_same_captures_again_revive_nothing(tmp_path: Path):
    load(tmp_path, feed(*ITEMS))
    both_states()
    assert load(tmp_path, feed(*ITEMS), "again.txt").unchanged == 3
    assert states() == STATES
    assert Sighting.objects.count() == 6
    assert Indexed.objects.count() == 1


def test_changed_captures_are_kept_and_revive_nothing(tmp_path: Path):
    load(tmp_path, feed(*ITEMS))
    both_states()
    changed = [
        one.replace(old, f"{old} Amended.") for one, old in zip(ITEMS, (VOTE, COURT, "stays."), strict=True)
    ]
    assert load(tmp_path, feed(*changed), "changed.txt").changed == 3
    assert states() == STATES
    for title, article in {article.title: article for article in Article.objects.all()}.items():
        current = article.revisions.get(is_current=True)
        assert (current.number, "Amended." in current.body) == (2, True), title
        assert current.sightings.get().dump.name == "changed.txt"
    assert Indexed.objects.count() == 1
    assert indexing.wrong_counts() == indexing.wrong_entries() == []


@pytest.mark.parametrize("status", ["merged", "withdrawn"])
def test_what_no_dump_has_any_more_stays_merged_or_withdrawn(tmp_path: Path, monkeypatch, status: str):
    text = "\n\n".join(PAGE)
    load(tmp_path, text, "page.txt")
    article = Article.objects.get()
    if status == "merged":
        merge(article, make("Kept"))
    else:
        withdraw(article)
    monkeypatch.setattr(page_text, "VERSION", page_text.VERSION + 1)
    monkeypatch.setattr(page_text, "MAX_PAGE_BYTES", 10)
    assert load(tmp_path, text, "page.txt").refused == 1
    article.refresh_from_db()
    assert (article.status, [one.kind for one in article.reviews.all()]) == (status, ["unseen"])


# What the database refuses


def test_only_a_merged_article_leads_elsewhere_and_never_to_itself():
    article, other = make("First"), make("Second")
    for fields in (
        {"merged_into": other},
        {"merged_into": other, "status": "withdrawn"},
        {"merged_into": article, "status": "merged"},
        {"status": "lost"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Article.objects.filter(pk=article.pk).update(**fields)


def test_a_withdrawal_has_a_reason():
    with pytest.raises(IntegrityError):
        Withdrawal.objects.create(article=make("First"), reason="")


# Others beside an article


def test_twins_are_named_oldest_first_and_the_undated_last():
    article = rows.make_article(published="2022")
    for published, source in (
        (None, "Undated"),
        ("2023", "Newest"),
        ("2021-05", "Oldest"),
        ("2020", "Hidden"),
    ):
        rows.make_article(published=published, source=source)
    # Its group has not been told yet.
    Article.objects.filter(source__name="Hidden").update(status="hidden")
    article.refresh_from_db()
    assert [twin.source.name for twin in querysets.twins(article)] == ["Oldest", "Newest", "Undated"]


def test_a_story_is_told_by_its_published_articles(django_assert_num_queries):
    made = [
        make(code, language=code, published=day)
        for code, day in (("lv", None), ("pl", "2023"), ("th", "2022"))
    ]
    tell_the_same(*made, make("hidden", status="hidden"))
    article = Article.objects.get(pk=made[0].pk)
    with django_assert_num_queries(2):
        others = querysets.same_story(article)
        assert [(one.title, one.language.code, list(one.tags.all())) for one in others] == [
            ("th", "th", []),
            ("pl", "pl", []),
        ]


def test_an_article_without_others_asks_for_none(django_assert_num_queries):
    article = Article.objects.get(pk=make("Vote").pk)
    make("Elections")
    with django_assert_num_queries(0):
        assert (querysets.twins(article), querysets.same_story(article)) == ([], [])


def test_no_more_are_named_than_a_page_has_room_for(monkeypatch):
    monkeypatch.setattr(querysets, "MOST_NAMED", 2)
    made = [rows.make_article() for _ in range(4)]
    tell_the_same(*made)
    article = Article.objects.get(pk=made[0].pk)
    wanted = [one.pk for one in made[1:3]]
    assert [one.pk for one in querysets.twins(article)] == wanted
    assert [one.pk for one in querysets.same_story(article)] == wanted


def test_duplicates_of_a_page_fold_under_the_first_of_them(django_assert_num_queries):
    page = [Article(pk=pk, duplicates_id=group) for pk, group in enumerate([None, 7, None, 8, 7, 9, 8, 7])]
    with django_assert_num_queries(0):
        found = [(one.pk, [other.pk for other in others]) for one, others in folded(page)]
    assert found == [(0, []), (1, [4, 7]), (2, []), (3, [6]), (5, [])]
