"""A whole dump hidden or taken out: what goes with it, what stays, and loading it again."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from django.db import transaction

from articles import history, indexing
from articles.curation import bulk, dumps, editing, merging, operations, withdrawing
from articles.loader import Loader, Outcome
from articles.models import (
    Article,
    ArticleTag,
    Dump,
    Load,
    Operation,
    Reading,
    Refusal,
    Review,
    Revision,
    Sighting,
    Tag,
)
from articles.readers import DumpFile
from tests import rows, snapshot

pytestmark = pytest.mark.django_db

SITE = "https://steppe-chronicle.example"

# One for each article, so that none is taken for another.
PROSE = {
    "Term": "Voters in Kazakhstan approved fifty-six amendments on 5 June 2022, and 68 per cent took part.",
    "Court": "The judges took up their work on 1 January 2023, and every citizen may now turn to them.",
    "Villages": "Residents of rural districts chose the heads of their settlements by a direct ballot.",
    "Lists": "Seats are handed out by party lists once more, after sixteen years of single districts.",
    "Quotas": "Three seats of every ten on a list are to go to women, to the young and to the disabled.",
    "Dams": "Engineers warned that the reservoir above the capital loses more water than it gains.",
}

# All that loads leave of articles and dumps, and all that is derived of it. The catalogue keeps the names it
# has learnt, and the words that were read are forgotten when the index is rebuilt.
COMPARED = (
    "Article",
    "ArticleKey",
    "ArticleTag",
    "Dump",
    "DuplicateGroup",
    "FacetCount",
    "Indexed",
    "Refusal",
    "Review",
    "Revision",
    "Sighting",
    "Sketch",
    "SketchBucket",
)

Load_ = Callable[[str, str], Outcome]


@pytest.fixture
def load(tmp_path: Path) -> Load_:
    """A function that loads a dump of this name and content."""

    def load(name: str, content: str) -> Outcome:
        path = tmp_path / name
        path.write_text(content)
        with Loader() as run:
            return run.load(DumpFile.open(path))

    return load


def feed(tag: str, *items: str) -> str:
    return (
        f"{tag} Archives · Steppe Chronicle {SITE}/tag/{tag.lower()}/ Between Two Continents "
        f"Mon, 08 Jan 2024 07:30:15 +0000 en-US hourly 1 {''.join(items)}"
    )


def item(name: str, *added: str, path: str = "") -> str:
    """An article of PROSE; `added` are more paragraphs, by which it is another wording."""
    body = "\n\n".join([PROSE[name], *added])
    trailer = f"The post {name} appeared first on Steppe Chronicle."
    url, guid = f"{SITE}/{path or name.lower()}/", f"{SITE}/?p={list(PROSE).index(name)}"
    return (
        f"{name} {url} Mon, 08 Jan 2024 07:30:12 +0000 {guid} A summary…\n\n"
        f"{trailer}\n\n]]>\n\n{body}\n\n{trailer}\n\n]]>\n"
    )


STRAY = "Some lines that belong to no item.\n\n]]>\n"

# Two dumps that share three articles: in the same words, in other words, and under another address.
ONE = feed(
    "Reform",
    item("Term"),
    item("Court", "It sat twice."),
    item("Villages", path="old-address"),
    item("Lists"),
    STRAY,
)
OTHER = feed("Courts", item("Term"), item("Court", "It sat three times."), item("Villages"), item("Dams"))


def held() -> dict[str, list[dict[str, object]]]:
    said = snapshot.snapshot()
    return {model: said[model] for model in COMPARED}


def held_after(*loads: Callable[[], Outcome]) -> dict[str, list[dict[str, object]]]:
    """What an archive would hold that had these loads alone."""
    with transaction.atomic():
        for run in loads:
            run()
        found = held()
        transaction.set_rollback(True)
    return found


def dump(name: str) -> Dump:
    return Dump.objects.get(name=name)


def article(title: str) -> Article:
    return Article.objects.get(title=title)


def titles(pks: Iterable[int]) -> list[str]:
    return sorted(Article.objects.filter(pk__in=pks).values_list("title", flat=True))


def tags_of(title: str) -> dict[str, str]:
    return dict(article(title).article_tags.values_list("tag__name", "origin"))


def is_sound() -> bool:
    return indexing.wrong_counts() == [] and indexing.wrong_entries() == []


# What goes


def test_what_goes_with_a_dump_is_told_before(load) -> None:
    load("one.txt", ONE)
    load("other.txt", OTHER)
    gone = dumps.going(dump("one.txt"))
    assert titles(gone.only) == titles(gone.shown) == ["Lists"]
    assert titles(gone.elsewhere) == ["Court", "Term", "Villages"]
    assert (gone.worked_on, gone.refused) == (set(), 1)
    assert titles(dumps.going(dump("other.txt")).only) == ["Dams"]


def test_the_same_file_under_another_name_has_all_of_it_too(load) -> None:
    load("one.txt", ONE)
    load("again.txt", ONE)
    gone = dumps.going(dump("one.txt"))
    assert (gone.only, len(gone.elsewhere)) == (set(), 4)


@pytest.mark.parametrize("names", [["Lists"], list(PROSE)])
def test_what_goes_is_told_in_as_many_queries_for_a_longer_dump(
    load, names: list[str], django_assert_num_queries
) -> None:
    load("one.txt", feed("Reform", *map(item, names)))
    load("other.txt", OTHER)
    one = dump("one.txt")
    with django_assert_num_queries(7):
        dumps.going(one)


# Out of the archive


@pytest.mark.parametrize("is_first", [True, False])
def test_what_is_left_is_an_archive_that_never_had_the_dump(load, is_first: bool) -> None:
    one, other = (lambda: load("one.txt", ONE)), (lambda: load("other.txt", OTHER))
    alone = held_after(other)
    for run in (one, other) if is_first else (other, one):
        run()
    dumps.remove(dump("one.txt"), None)
    assert held() == alone
    assert is_sound()


@pytest.mark.parametrize("is_first", [True, False])
def test_loading_the_file_again_brings_everything_back(load, is_first: bool) -> None:
    one, other = (lambda: load("one.txt", ONE)), (lambda: load("other.txt", OTHER))
    both = held_after(other, one)
    for run in (one, other) if is_first else (other, one):
        run()
    dumps.remove(dump("one.txt"), None)
    assert one() == Outcome(new=1, changed=1, unchanged=2, refused=1)
    assert held() == both
    assert is_sound()


def test_of_a_dump_that_is_alone_nothing_is_left(load) -> None:
    empty = held()
    load("one.txt", ONE)
    gone = dumps.remove(dump("one.txt"), None)
    assert len(gone.only) == 4
    assert held() == empty
    assert Article.history.count() == Reading.objects.count() == 0
    assert Load.objects.get().blocks == 5


def test_a_wording_of_three_dumps_goes_with_the_last_of_them(load) -> None:
    for number in range(3):
        load(f"{number}.txt", feed("Reform", item("Term"), item("Court", f"It sat {number} times.")))
    court = article("Court")
    for number in range(2):
        dumps.remove(dump(f"{number}.txt"), None)
    assert [(row.number, row.is_current) for row in court.revisions.all()] == [(1, True)]
    assert court.revisions.get().body.endswith("It sat 2 times.")
    assert article("Term").revisions.get().sightings.get().dump.name == "2.txt"
    load("later.txt", feed("Reform", item("Court", "It sat daily.")))
    assert [row.number for row in court.revisions.all()] == [1, 2]


def test_wordings_are_numbered_as_the_dumps_that_are_left_have_them(load) -> None:
    early, late = item("Court", "It sat once."), item("Court", "It sat twice.")
    alone = held_after(lambda: load("both.txt", feed("Reform", early, late)))
    load("late.txt", feed("Reform", late))
    load("both.txt", feed("Reform", early, late))
    assert article("Court").revisions.get(is_current=True).body.endswith("It sat once.")
    dumps.remove(dump("late.txt"), None)
    assert held() == alone
    assert article("Court").revisions.get(is_current=True).body.endswith("It sat twice.")


def test_a_tag_goes_with_the_only_dump_that_gave_it(load) -> None:
    load("one.txt", ONE)
    load("other.txt", OTHER)
    assert tags_of("Term") == {"Reform": "dump", "Courts": "dump"}
    dumps.remove(dump("one.txt"), None)
    assert tags_of("Term") == {"Courts": "dump"}


def test_a_tag_that_the_text_names_stays_by_that(load) -> None:
    load("one.txt", feed("Kazakhstan", item("Term")))
    load("other.txt", OTHER)
    assert tags_of("Term")["Kazakhstan"] == "dump"
    dumps.remove(dump("one.txt"), None)
    assert tags_of("Term") == {"Kazakhstan": "names", "Courts": "dump"}


def test_a_tag_that_an_editor_has_merged_goes_under_its_new_name(load) -> None:
    load("one.txt", ONE)
    load("other.txt", OTHER)
    kept = Tag.objects.create(name="Reforms", slug="reforms", kind="topic")
    merging.merge_tags(kept, [Tag.objects.get(name="Reform")], None)
    assert tags_of("Term") == {"Reforms": "dump", "Courts": "dump"}
    dumps.remove(dump("one.txt"), None)
    assert tags_of("Term") == {"Courts": "dump"}


def test_a_deleted_tag_is_not_made_again(load) -> None:
    load("one.txt", ONE)
    load("other.txt", OTHER)
    editing.delete_tags([Tag.objects.get(name="Reform")])
    dumps.remove(dump("one.txt"), None)
    assert not Tag.objects.filter(name="Reform").exists()


# People's work


def give_tag(one: Article) -> None:
    bulk.retag([one.pk], [rows.make_tag("Ombudsman")], [], None)


def take_tag_off(one: Article) -> None:
    bulk.retag([one.pk], [], [Tag.objects.get(name="Reform")], None)


def rewrite_and_go_back(one: Article) -> None:
    editing.write_body(one, "An editor's own words.")
    editing.back_to_the_dump(one, ["body"])
    one.save()


def merge_into_it(one: Article) -> None:
    merging.merge_articles(one, [rows.make_article(title="A copy")], None)


def merge_away(one: Article) -> None:
    merging.merge_articles(rows.make_article(title="A copy"), [one], None)


def tell_a_story(one: Article) -> None:
    merging.join_story([one, rows.make_article(title="The same elsewhere")], None)


def keep_apart(one: Article) -> None:
    other = rows.make_article(title="Another")
    Review.objects.create(
        article=one, other=other, kind=Review.Kind.DUPLICATE, reason="alike", status=Review.Status.REJECTED
    )


def keep_an_older_one_apart(one: Article) -> None:
    older = Article.objects.exclude(pk=one.pk).order_by("pk").first()
    Review.objects.create(
        article=older, other=one, kind=Review.Kind.DUPLICATE, reason="alike", status=Review.Status.REJECTED
    )


WORK = {
    "language": lambda one: bulk.set_language([one.pk], rows.make_language("kk"), None),
    "hidden": lambda one: bulk.hide([one.pk], None),
    "tag": give_tag,
    "tag off": take_tag_off,
    "body and back": rewrite_and_go_back,
    "merged into it": merge_into_it,
    "merged away": merge_away,
    "withdrawn": lambda one: withdrawing.withdraw([one], "The author asked for it.", None),
    "story": tell_a_story,
    "kept apart": keep_apart,
    "kept apart from an older one": keep_an_older_one_apart,
}


@pytest.mark.parametrize("work", WORK)
def test_what_a_person_worked_on_stays_hidden_and_waits(load, work: str) -> None:
    load("one.txt", ONE)
    one = article("Lists")
    WORK[work](one)
    one.refresh_from_db()
    before = one.status
    gone = dumps.going(dump("one.txt"))
    assert one.pk in gone.only & gone.worked_on

    dumps.remove(dump("one.txt"), None)

    one.refresh_from_db()
    assert one.status == ("hidden" if before == "published" else before)
    assert one.reviews.get(kind=Review.Kind.UNSEEN).status == Review.Status.OPEN
    assert is_sound()

    load("one.txt", ONE)
    one.refresh_from_db()
    assert one.status == before
    assert not one.reviews.filter(kind=Review.Kind.UNSEEN).exists()
    assert one.revisions.filter(is_edited=False).get().sightings.get().dump.name == "one.txt"
    assert Article.objects.filter(title="Lists").count() == 1
    assert is_sound()


def test_the_history_tells_why_an_article_is_hidden(load, admin_user) -> None:
    load("one.txt", ONE)
    one = article("Lists")
    give_tag(one)
    dumps.remove(dump("one.txt"), admin_user)
    newest = Article.history.filter(id=one.pk).first()
    assert (newest.status, newest.history_user) == ("hidden", admin_user)
    assert newest.history_change_reason == "“one.txt” was taken out of the archive"


def test_what_a_person_left_hidden_stays_so_when_the_file_is_loaded_again(load) -> None:
    load("one.txt", ONE)
    one = article("Lists")
    give_tag(one)
    dumps.remove(dump("one.txt"), None)
    one.reviews.filter(kind=Review.Kind.UNSEEN).update(status=Review.Status.ACCEPTED)
    load("one.txt", ONE)
    one.refresh_from_db()
    assert one.status == "hidden"


def test_an_article_of_another_dump_keeps_what_an_editor_decided(load) -> None:
    load("one.txt", ONE)
    load("other.txt", OTHER)
    court = article("Court")
    court.title = "The court, in an editor’s words"
    editing.decide(court, ["title", "body"])
    editing.write_body(court, "An editor's own words.")
    court.save()
    give_tag(court)
    take_tag_off(court)
    indexing.refresh([court.pk])

    dumps.remove(dump("one.txt"), None)

    court.refresh_from_db()
    assert (court.title, court.curated) == ("The court, in an editor’s words", ["title", "body"])
    assert court.opening == "An editor's own words."
    assert tags_of(court.title) == {"Courts": "dump", "Ombudsman": "editor"}
    assert [(row.number, row.is_edited, row.is_current) for row in court.revisions.all()] == [
        (1, False, False),
        (2, True, True),
    ]
    assert is_sound()
    editing.back_to_the_dump(court, ["title", "body"])
    assert (court.title, court.opening) == ("Court", PROSE["Court"])


def test_the_history_follows_the_numbers_of_wordings(load, admin_user) -> None:
    load("one.txt", ONE)
    load("other.txt", OTHER)
    court = article("Court")
    for words in ("First draft.", "Second draft."):
        history.remember(court)
        editing.decide(court, ["body"])
        editing.write_body(court, words)
        court.save_without_historical_record()
        history.note(court, admin_user)
    states = Article.history.filter(id=court.pk).order_by("history_id")
    assert list(states.values_list("wording", flat=True)) == [2, 3, 4]

    dumps.remove(dump("one.txt"), None)
    assert list(states.values_list("wording", flat=True)) == [1, 2, 3]
    dumps.remove(dump("other.txt"), None)
    assert set(states.values_list("wording", flat=True)[2:]) == {3}


def test_a_source_that_was_merged_stays_so(load) -> None:
    load("one.txt", ONE)
    load("other.txt", OTHER)
    kept = rows.make_source("The Chronicle")
    merging.merge_sources(kept, [article("Court").source], None)
    dumps.remove(dump("other.txt"), None)
    assert article("Court").source == kept


def test_a_confidence_is_that_of_the_wording_that_is_left(load) -> None:
    load("one.txt", ONE)
    alone = article("Court").language_confidence
    load("other.txt", feed("Courts", item("Court", "Trzy razy zebrał się sąd w tym roku.")))
    assert article("Court").language_confidence != alone
    dumps.remove(dump("other.txt"), None)
    assert article("Court").language_confidence == alone


# Hidden


def test_a_hidden_dump_takes_along_what_no_other_dump_has(load, admin_user) -> None:
    load("one.txt", ONE)
    load("other.txt", OTHER)
    before = held()
    operation = dumps.hide(dump("one.txt"), admin_user)
    assert (operation.kind, operation.articles, operation.made_by) == ("hide dump", 1, admin_user)
    assert operation.summary == "1 article of “one.txt” hidden"
    assert titles(Article.objects.published()) == ["Court", "Dams", "Term", "Villages"]
    assert is_sound()

    load("one.txt", ONE)
    assert article("Lists").status == "hidden"
    assert operations.undo(operation, admin_user) == 0
    assert held() == before
    assert is_sound()


def test_hiding_a_dump_that_shows_nothing_by_itself_leaves_no_operation(load) -> None:
    load("one.txt", ONE)
    load("again.txt", ONE)
    assert dumps.hide(dump("one.txt"), None) is None
    assert not Operation.objects.exists()


def test_what_was_hidden_with_its_dump_is_nobody_s_decision(load) -> None:
    load("one.txt", ONE)
    bulk.hide([article("Villages").pk], None)
    dumps.hide(dump("one.txt"), None)
    gone = dumps.going(dump("one.txt"))
    assert titles(gone.worked_on) == ["Villages"]
    dumps.remove(dump("one.txt"), None)
    assert titles(Article.objects.all()) == ["Villages"]
    load("one.txt", ONE)
    assert titles(Article.objects.published()) == ["Court", "Lists", "Term"]


# What loads note of it


def test_a_place_holds_what_it_states_beside_a_known_wording(load) -> None:
    load("one.txt", ONE)
    load("other.txt", OTHER)
    stated = dict(
        Sighting.objects.filter(dump=dump("other.txt")).values_list("revision__article__title", "stated")
    )
    assert (stated["Court"], stated["Dams"]) == (None, None)
    assert stated["Term"]["tags"] == ["Courts"]
    assert stated["Villages"]["url"] == f"{SITE}/villages/"
    term = Revision.objects.get(article__title="Term")
    assert [place.says["tags"] for place in term.sightings.all()] == [["Reform"], ["Courts"]]


def test_of_places_from_before_that_the_tags_they_may_have_given_stay(load) -> None:
    load("one.txt", ONE)
    load("other.txt", OTHER)
    Sighting.objects.update(stated=None)
    dumps.remove(dump("other.txt"), None)
    assert tags_of("Term") == {"Reform": "dump", "Courts": "dump"}
    assert ArticleTag.objects.filter(article__title="Court", tag__name="Courts").count() == 0
    assert Refusal.objects.count() == 1
    assert is_sound()
