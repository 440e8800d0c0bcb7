"""Tags, sources and articles merged, taken apart and merged again: nothing is lost on the way, and loads and
old addresses go on meaning what they meant."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.db.models import Model
from django.urls import reverse

from articles import addresses, indexing
from articles.addresses import Moved
from articles.curation import merging
from articles.curation.merging import CannotMerge
from articles.models import (
    Article,
    ArticleTag,
    FacetCount,
    Operation,
    Review,
    Source,
    Story,
    Tag,
    TagName,
    TagRemoval,
)
from tests import rows
from tests.test_curation import said, tags_of
from tests.test_loader import COURT, feed, item, load

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick_passwords(settings) -> None:
    """Nobody signs in with one here; the real hash takes half a second a test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def everything() -> dict[str, list[dict[str, object]]]:
    """All rows that a merge may touch, without when it was changed last, and the number of a link."""
    models = (Article, ArticleTag, TagRemoval, Tag, TagName, Source, Story, Review)
    found = {model.__name__: list(model.objects.order_by("pk").values()) for model in models}
    for row in found["Article"]:
        del row["updated_at"]
    for row in found["ArticleTag"]:
        del row["id"]
    cells = FacetCount.objects.order_by("tag", "period", "language", "source")
    return found | {"FacetCount": list(cells.values_list("tag", "period", "language", "source", "articles"))}


def is_right() -> bool:
    """Counts and index hold what the articles say."""
    return indexing.wrong_counts() == [] and indexing.wrong_entries() == []


def merged_undone_and_merged(merge: Callable[[], Operation]) -> None:
    """Whether taking a merge back leaves all as it was, and merging again as it became."""
    before = everything()
    operation = merge()
    after = everything()
    assert after != before
    assert is_right()
    assert merging.undo(operation, None) == 0
    assert everything() == before
    assert is_right()
    merge()
    assert everything() == after
    assert is_right()


def choose(client, model: type[Model], kept: Model, *others: Model, **sent: str):
    """Chooses rows in their list, to be merged, and of them the one that is kept."""
    address = reverse(f"admin:articles_{model._meta.model_name}_changelist")
    chosen = [row.pk for row in (kept, *others)]
    page = client.post(address, {"action": "merge", "_selected_action": chosen})
    assert {one.row for one in page.context["moving"]} == {kept, *others}
    return client.post(
        address,
        {"action": "merge", "_selected_action": chosen, "asked": "1", "kept": kept.pk},
        follow=True,
    )


# Tags


def two_tags() -> tuple[Tag, Tag]:
    """Two names of one concept as two tags, each on articles of its own and one on both."""
    rows.make_article(tags=["Courts"], published="2022")
    rows.make_article(tags=["Judiciary"], published="2023")
    rows.make_article(tags=["Courts", "Judiciary"])
    courts, judiciary = rows.make_tag("Courts"), rows.make_tag("Judiciary")
    TagName.objects.create(tag=courts, language="en", name="Courts")
    TagName.objects.create(tag=judiciary, language="en", name="Judiciary")
    TagName.objects.create(tag=judiciary, language="lv", name="Tiesas")
    return courts, judiciary


def test_a_merged_tag_gives_its_names_and_its_articles_and_takes_them_back():
    courts, judiciary = two_tags()
    merged_undone_and_merged(lambda: merging.merge_tags(courts, [judiciary], None))
    assert ArticleTag.objects.filter(tag=courts).count() == 3
    assert set(courts.names.values_list("name", flat=True)) == {"Courts", "Judiciary", "Tiesas"}
    judiciary.refresh_from_db()
    assert judiciary.merged_into == courts


def test_an_old_address_of_a_tag_leads_to_the_one_that_is_kept(client):
    courts, judiciary = two_tags()
    merging.merge_tags(courts, [judiciary], None)
    response = client.get("/lv/tags/judiciary/")
    assert (response.status_code, response["Location"]) == (301, "/lv/tags/courts/")
    assert client.get("/articles.json?tag=judiciary").json()["count"] == 3


def test_a_load_that_names_a_merged_tag_means_the_one_that_is_kept(tmp_path: Path):
    load(tmp_path, feed(item(), tag="Judiciary"))
    judiciary, courts = Tag.objects.get(name="Judiciary"), rows.make_tag("Courts")
    merging.merge_tags(courts, [judiciary], None)
    load(
        tmp_path, feed(item(), item("The Court Opens", "court", "?p=2", COURT), tag="Judiciary"), "later.txt"
    )
    assert [tags_of(article) for article in Article.objects.all()] == [{"Courts": "dump"}] * 2
    assert is_right()


def test_what_loads_have_found_since_goes_back_with_the_name(tmp_path: Path):
    load(tmp_path, feed(item(), tag="Judiciary"))
    judiciary, courts = Tag.objects.get(name="Judiciary"), rows.make_tag("Courts")
    operation = merging.merge_tags(courts, [judiciary], None)
    load(tmp_path, feed(item("The Court Opens", "court", "?p=2", COURT), tag="Judiciary"), "later.txt")

    merging.undo(operation, None)

    assert [tags_of(article) for article in Article.objects.all()] == [{"Judiciary": "dump"}] * 2
    assert is_right()


def test_what_an_editor_took_off_stays_off_under_either_name():
    courts, judiciary = two_tags()
    article = Article.objects.filter(article_tags__tag=judiciary).exclude(article_tags__tag=courts).get()
    TagRemoval.objects.create(article=article, tag=courts)
    merged_undone_and_merged(lambda: merging.merge_tags(courts, [judiciary], None))
    assert tags_of(article) == {}
    assert TagRemoval.objects.get().tag == courts


def test_tags_are_merged_in_the_admin(admin_client):
    courts, judiciary = two_tags()
    assert said(choose(admin_client, Tag, courts, judiciary)) == ["“Judiciary” merged into “Courts”."]
    assert {entry.change_message for entry in LogEntry.objects.all()} == {"“Judiciary” merged into “Courts”."}


# Sources


def test_a_merged_source_gives_its_articles_and_takes_them_back(client):
    kept, other = rows.make_source("Baltic Review"), rows.make_source("The Baltic Review")
    rows.make_article(source=kept.name, tags=["Courts"])
    rows.make_article(source=other.name, tags=["Courts"], published="2023-05")
    merged_undone_and_merged(lambda: merging.merge_sources(kept, [other], None))
    assert kept.articles.count() == 2
    response = client.get(f"/sources/{other.slug}/")
    assert (response.status_code, response["Location"]) == (301, kept.get_absolute_url())
    assert client.get(f"/articles.json?source={other.slug}").json()["count"] == 2


def test_a_load_of_a_merged_source_is_of_the_one_that_is_kept_until_they_are_parted(tmp_path: Path):
    load(tmp_path, feed(item()))
    other, kept = Source.objects.get(), rows.make_source("The Review")
    operation = merging.merge_sources(kept, [other], None)
    load(tmp_path, feed(item(), item("The Court Opens", "court", "?p=2", COURT)), "later.txt")
    assert set(Article.objects.values_list("source", flat=True)) == {kept.pk}
    assert is_right()

    merging.undo(operation, None)

    assert set(Article.objects.values_list("source", flat=True)) == {other.pk}
    assert is_right()


def test_a_chain_of_merged_sources_leads_to_its_end(client, tmp_path: Path):
    load(tmp_path, feed(item()))
    first, second, third = Source.objects.get(), rows.make_source("Second"), rows.make_source("Third")
    merging.merge_sources(second, [first], None)
    merging.merge_sources(third, [second], None)
    assert client.get(f"/sources/{first.slug}/")["Location"] == third.get_absolute_url()
    load(tmp_path, feed(item("The Court Opens", "court", "?p=2", COURT)), "later.txt")
    assert set(Article.objects.values_list("source", flat=True)) == {third.pk}


def test_the_unknown_source_is_not_merged_into_another(admin_client):
    unknown, known = rows.make_source(Source.UNKNOWN), rows.make_source("Baltic Review")
    assert "can only be kept" in said(choose(admin_client, Source, known, unknown))[0]
    merging.merge_sources(unknown, [known], None)
    with pytest.raises(CannotMerge):
        merging.merge_sources(rows.make_source("Third"), [known], None)


# Articles


def test_a_merged_article_leads_to_the_other_which_has_its_tags_and_its_story(client):
    kept = rows.make_article(title="Kept", tags=["Courts"])
    other = rows.make_article(title="Other", tags=["Kazakhstan"], body="The votes were counted.")
    third = rows.make_article(title="Third", language="lv")
    story = Story.objects.create()
    Article.objects.filter(pk__in=[other.pk, third.pk]).update(story=story)

    merged_undone_and_merged(lambda: merging.merge_articles(Article.objects.get(pk=kept.pk), [other], None))

    assert tags_of(kept) == {"Courts": "dump", "Kazakhstan": "dump"}
    kept.refresh_from_db()
    assert kept.story == story
    found = addresses.find(other.pk)
    assert found == Moved(kept)
    assert client.get(f"/articles/{other.pk}/").status_code == 301


def test_a_changed_capture_of_a_merged_article_leaves_it_merged(tmp_path: Path):
    load(tmp_path, feed(item(), item("The Court Opens", "court", "?p=2", COURT)))
    kept, other = Article.objects.order_by("pk")
    operation = merging.merge_articles(kept, [other], None)
    load(tmp_path, feed(item(), item("The Court Opens Again", "court", "?p=2", COURT)), "later.txt")
    other.refresh_from_db()
    assert (other.status, other.merged_into, other.title) == ("merged", kept, "The Court Opens Again")
    merging.undo(operation, None)
    other.refresh_from_db()
    assert (other.status, other.merged_into) == ("published", None)
    assert is_right()


@pytest.mark.parametrize("status", ["merged", "withdrawn"])
def test_what_is_shut_is_not_merged(status: str):
    kept, other = rows.make_article(), rows.make_article(status=status)
    for one, another in ((kept, other), (other, kept)):
        with pytest.raises(CannotMerge):
            merging.merge_articles(one, [another], None)
    with pytest.raises(CannotMerge):
        merging.merge_articles(kept, [kept], None)
    with pytest.raises(CannotMerge):
        merging.merge_articles(kept, [], None)


def test_articles_are_merged_in_the_admin_by_who_may(admin_client):
    kept, other = rows.make_article(title="Kept"), rows.make_article(title="Other")
    assert said(choose(admin_client, Article, kept, other)) == ["“Other” merged into “Kept”."]
    other.refresh_from_db()
    assert other.merged_into == kept
    address = reverse("admin:articles_article_changelist")
    response = admin_client.post(address, {"action": "merge", "_selected_action": [kept.pk]}, follow=True)
    assert said(response) == ["Choose two or more to merge, 50 at the most."]


# Stories, and near-duplicates that are none


def test_articles_are_said_to_be_one_story_and_taken_out_of_it():
    lv, pl, th = (rows.make_article(language=language, title=language) for language in ("lv", "pl", "th"))
    before = everything()
    joined = merging.join_story([lv, pl], None)
    merging.join_story([pl, th], None)
    assert len(set(Article.objects.values_list("story", flat=True))) == 1
    th.refresh_from_db()
    merging.leave_story(th, None)
    lv.refresh_from_db()
    assert set(Article.objects.filter(story=lv.story)) == {lv, pl}
    assert joined.articles == 2

    for operation in Operation.objects.order_by("-pk"):
        merging.undo(operation, None)

    assert everything() == before
    assert not Story.objects.exists()


def test_a_story_is_told_by_two_at_least():
    lv, pl = (rows.make_article(language=language) for language in ("lv", "pl"))
    with pytest.raises(CannotMerge):
        merging.join_story([lv], None)
    merging.join_story([lv, pl], None)
    lv.refresh_from_db()
    merging.leave_story(lv, None)
    assert set(Article.objects.values_list("story", flat=True)) == {None}


def test_near_duplicates_are_kept_apart_and_put_together_again(admin_client, tmp_path: Path):
    first, second, third = (rows.make_article(title="Twin") for _ in range(3))
    Article.objects.get(pk=first.pk)
    assert Article.objects.exclude(duplicates=None).count() == 3

    address = reverse("admin:articles_article_apart", args=[first.pk])
    assert admin_client.get(address).status_code == 200
    admin_client.post(address, {"others": [second.pk, third.pk]})

    apart = dict(Article.objects.values_list("pk", "duplicates"))
    assert apart[first.pk] is None
    assert apart[second.pk] == apart[third.pk] is not None
    rejected = Review.objects.filter(kind="duplicate", status="rejected")
    assert set(rejected.values_list("article", "other")) == {(first.pk, second.pk), (first.pk, third.pk)}
    merging.undo(Operation.objects.get(), None)
    assert Article.objects.exclude(duplicates=None).count() == 3
