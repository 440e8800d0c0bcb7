"""A load taken back: the archive is as if it had never run, but for what people did."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from articles import indexing
from articles.curation import bulk, dumps, editing, loads, merging, withdrawing
from articles.enrichment import Hints
from articles.loader import Loader, Outcome
from articles.models import Article, Dump, Load, Reading, Refusal, Review, Revision, Sighting, Source, Tag
from articles.readers import Capture, DumpFile, feed_text
from articles.readers import Refusal as RefusedBlock
from tests import rows, snapshot
from tests.readings import refusing
from tests.test_curation_dumps import (
    ONE,
    OTHER,
    PROSE,
    article,
    feed,
    held,
    is_sound,
    item,
    tags_of,
    titles,
)

pytestmark = pytest.mark.django_db

Run = Callable[..., Load]

# Of another source and another section.
PAGE = (
    "Jordania\nKraj głosuje na listy\n\nWe wtorek mieszkańcy Jordanii po raz pierwszy głosowali na krajowe "
    "listy partyjne, a obok nich na kandydatów w swoich okręgach.\n"
)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A function that runs a load over dumps, {name: content}, and answers its row."""

    def run(hints: Hints | None = None, retries: bool = False, **contents: str) -> Load:
        with Loader(hints, retries=retries) as loader:
            for name, content in contents.items():
                path = tmp_path / f"{name}.txt"
                path.write_text(content)
                loader.load(DumpFile.open(path))
        return Load.objects.latest("pk")

    return run


@pytest.fixture
def killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A function that runs a load over a dump and ends it, as a power cut would, after so many batches of one
    block each."""

    def run(batches: int, name: str, content: str) -> Load:
        path = tmp_path / f"{name}.txt"
        path.write_text(content)
        seen = iter(range(batches))
        with monkeypatch.context() as patch:
            patch.setattr("articles.loader.BATCH", 1)

            def show(*_: object) -> None:
                if next(seen, None) is None:
                    raise PowerCut

            with pytest.raises(PowerCut), Loader() as loader:
                loader.load(DumpFile.open(path), show)
        return Load.objects.latest("pk")

    return run


class PowerCut(Exception):
    pass


def held_after(*runs: Callable[[], object]) -> dict[str, list[dict[str, object]]]:
    """What an archive would hold that had these loads alone."""
    with transaction.atomic():
        for one in runs:
            one()
        found = held()
        transaction.set_rollback(True)
    return found


def counted(row: Load | Reading) -> tuple[int, ...]:
    row.refresh_from_db()
    return row.blocks, row.new, row.changed, row.unchanged, row.refused


def read_again(tmp_path: Path, name: str) -> Outcome:
    with Loader() as loader:
        return loader.load(DumpFile.open(tmp_path / f"{name}.txt"))


# What it alone has read


@pytest.mark.parametrize("is_first", [True, False])
def test_what_is_left_is_an_archive_in_which_the_load_never_ran(run, is_first: bool) -> None:
    one, other = (lambda: run(one=ONE)), (lambda: run(other=OTHER))
    alone = held_after(other)
    if is_first:
        load = one()
        other()
    else:
        other()
        load = one()
    done = loads.unload(load)
    assert (done.stayed, done.gone.refused) == ({}, 1)
    assert len(done.gone.only) == 1
    assert len(done.gone.elsewhere) == 3
    assert held() == alone
    assert is_sound()
    assert [row.name for row in Dump.objects.all()] == ["other.txt"]
    assert not Load.objects.filter(pk=load.pk).exists()


def test_of_several_dumps_all_go(run) -> None:
    empty = held()
    loads.unload(run(one=ONE, other=OTHER))
    assert held() == empty
    assert Article.history.count() == Reading.objects.count() == Load.objects.count() == 0
    assert is_sound()


@pytest.mark.parametrize("is_first", [True, False])
def test_names_that_it_alone_brought_go_too(run, is_first: bool) -> None:
    one, other = (lambda: run(one=ONE)), (lambda: run(page=PAGE))
    with transaction.atomic():
        other()
        alone = everything()
        transaction.set_rollback(True)
    load = [one(), other()][0] if is_first else [other(), one()][1]
    assert everything() != alone
    loads.unload(load)
    assert everything() == alone
    assert Tag.history.filter(name="Reform").count() == Source.history.count() == 0


def everything() -> dict[str, list[dict[str, object]]]:
    """The words that were read are forgotten when the index is rebuilt."""
    return {model: said for model, said in snapshot.snapshot().items() if model != "WordForm"}


@pytest.mark.parametrize("change", [{"name": "Reforms"}, {"kind": "body"}])
def test_a_name_that_a_person_changed_stays(run, change: dict[str, str]) -> None:
    load = run(one=ONE)
    tag = Tag.objects.get(name="Reform")
    for field, value in change.items():
        setattr(tag, field, value)
    tag.save()
    loads.unload(load)
    assert Tag.objects.filter(pk=tag.pk).exists()
    assert not Source.objects.exists()


def test_loading_again_brings_everything_back(run, tmp_path: Path) -> None:
    load = run(one=ONE, other=OTHER)
    before = held()
    loads.unload(load)
    assert read_again(tmp_path, "one") == Outcome(new=4, refused=1)
    assert read_again(tmp_path, "other") == Outcome(new=1, changed=1, unchanged=2)
    assert held() == before
    assert is_sound()


def test_a_wording_of_another_load_becomes_the_current_one_again(run) -> None:
    first = run(one=feed("Reform", item("Court", "It sat twice.")))
    alone = held()
    last = run(other=feed("Courts", item("Court", "It sat three times.")))
    assert Revision.objects.get(is_current=True).body.endswith("It sat three times.")
    loads.unload(last)
    assert held() == alone
    assert Revision.objects.get().load == first


def test_a_wording_that_others_have_seen_too_is_theirs(run) -> None:
    first, second = run(one=ONE), run(other=OTHER)
    assert Revision.objects.get(article__title="Term").load == first
    loads.unload(first)
    assert Revision.objects.get(article__title="Term").load == second
    assert set(Revision.objects.values_list("load", flat=True)) == {second.pk}
    assert tags_of("Term") == {"Courts": "dump"}


def test_questions_that_the_load_raised_go(run) -> None:
    load = run(one=ONE)
    assert Review.objects.filter(kind=Review.Kind.REFUSAL).count() == 1
    loads.unload(load)
    assert not Review.objects.exists()


# What people did


WORK: dict[str, Callable[[Article], object]] = {
    "title": lambda one: decide_title(one),
    "hidden": lambda one: bulk.hide([one.pk], None),
    "tag off": lambda one: bulk.retag([one.pk], [], [Tag.objects.get(name="Reform")], None),
    "story": lambda one: merging.join_story([one, rows.make_article(title="The same elsewhere")], None),
    "withdrawn": lambda one: withdrawing.withdraw([one], "The author asked for it.", None),
}


def decide_title(one: Article) -> None:
    one.title = "In an editor’s words"
    editing.decide(one, ["title"])
    one.save()
    indexing.refresh([one.pk])


@pytest.mark.parametrize("work", WORK)
def test_what_a_person_worked_on_is_kept_aside_with_its_text(run, tmp_path: Path, work: str) -> None:
    load = run(one=ONE)
    one = article("Lists")
    WORK[work](one)
    one.refresh_from_db()
    before = one.status, one.title, one.curated, set(one.tag_removals.values_list("tag", flat=True))

    done = loads.unload(load)

    assert done.gone.worked_on == {one.pk}
    one.refresh_from_db()
    assert one.status == ("hidden" if before[0] == "published" else before[0])
    assert (one.title, one.curated) == before[1:3]
    assert set(one.tag_removals.values_list("tag", flat=True)) == before[3]
    assert one.reviews.get(kind=Review.Kind.UNSEEN).status == Review.Status.OPEN
    [wording] = one.revisions.all()
    assert (wording.body, wording.is_current, wording.load) == (PROSE["Lists"], True, None)
    assert titles(Article.objects.filter(title__in=["Term", "Court", "Villages"])) == []
    assert is_sound()

    read_again(tmp_path, "one")

    one.refresh_from_db()
    assert (one.status, one.title) == before[:2]
    assert one.revisions.get().sightings.get().dump.name == "one.txt"
    assert not one.reviews.filter(kind=Review.Kind.UNSEEN).exists()
    assert is_sound()


def test_the_history_tells_why_it_is_hidden(run, admin_user) -> None:
    load = run(one=ONE)
    one = article("Lists")
    decide_title(one)
    reason = f"load {load.pk} was taken back"
    loads.unload(load, admin_user)
    newest = Article.history.filter(id=one.pk).first()
    assert (newest.status, newest.history_user) == ("hidden", admin_user)
    assert newest.history_change_reason == reason


# What other loads have read too


def test_what_a_later_load_found_done_stays_and_is_its_own(run) -> None:
    first, again = run(one=ONE), run(one=ONE)
    before = held()
    done = loads.unload(first)
    assert (done.stayed, done.gone.only, done.gone.refused) == ({again.pk: 5}, set(), 0)
    assert held() == before
    assert {*Sighting.objects.values_list("load", flat=True)} == {again.pk}
    assert {*Refusal.objects.values_list("load", flat=True)} == {again.pk}
    assert {*Revision.objects.values_list("load", flat=True)} == {again.pk}
    loads.unload(again)
    assert not Article.objects.exists()
    assert not Dump.objects.exists()


def test_a_load_that_found_everything_done_takes_nothing_along(run) -> None:
    run(one=ONE)
    before = held()
    done = loads.unload(run(one=ONE))
    assert (done.stayed, done.gone.only) == ({}, set())
    assert held() == before


def test_what_a_killed_load_had_read_is_the_load_s_that_went_on(run, killed, tmp_path: Path) -> None:
    begun = killed(2, "one", ONE)
    assert counted(begun) == (2, 2, 0, 0, 0)
    ended = run(one=ONE)
    assert counted(ended) == (3, 2, 0, 0, 1)
    before = held()
    done = loads.unload(begun)
    assert done.stayed == {ended.pk: 2}
    assert held() == before
    assert counted(ended) == counted(Reading.objects.get()) == (5, 4, 0, 0, 1)
    assert read_again(tmp_path, "one") == Outcome(unchanged=4, refused=1)


def test_without_the_load_that_went_on_the_next_goes_on_there(run, killed, tmp_path: Path) -> None:
    begun = killed(2, "one", ONE)
    half = held()
    whole = held_after(lambda: run(one=ONE))
    loads.unload(run(one=ONE))
    assert held() == half
    assert counted(begun) == (2, 2, 0, 0, 0)
    done = read_again(tmp_path, "one")
    assert (done.blocks, done.resumed_at > 0) == (3, True)
    assert held() == whole


def test_of_a_killed_load_alone_nothing_is_left(run, killed) -> None:
    empty = held()
    loads.unload(killed(3, "one", ONE))
    assert held() == empty
    assert not Dump.objects.exists()


@pytest.mark.parametrize("hints", [Hints(source="The Wrong One"), Hints(language="pl")])
def test_a_load_that_was_told_something_wrong_is_taken_back(run, hints: Hints) -> None:
    first = run(page=PAGE, one=ONE)
    before = held()
    wrong = run(hints, page=PAGE, one=ONE)
    assert {*Sighting.objects.values_list("load", flat=True)} == {wrong.pk}
    done = loads.unload(wrong)
    assert (done.gone.only, done.stayed[first.pk]) == (set(), Sighting.objects.count() + 1)
    assert held() == before
    assert is_sound()


def test_what_a_newer_reader_made_of_a_block_is_forgotten(run, monkeypatch: pytest.MonkeyPatch) -> None:
    run(one=ONE)
    before = held()
    with monkeypatch.context() as newer:
        read = feed_text.read

        def read_better(dump: DumpFile) -> Iterator[Capture | RefusedBlock]:
            for one in read(dump):
                yield one if isinstance(one, RefusedBlock) else replace(one, byline="A. Writer")

        newer.setattr(feed_text, "VERSION", feed_text.VERSION + 1)
        newer.setattr(feed_text, "read", read_better)
        last = run(one=ONE)
        assert counted(last) == (5, 0, 4, 0, 1)
    assert Revision.objects.count() == 8
    loads.unload(last)
    assert without_version(held()) == without_version(before)
    assert is_sound()


def test_what_a_second_try_made_of_refused_blocks_is_to_be_tried_again(
    run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.setattr(feed_text, "read", refusing("Court"))
        first = run(one=ONE)
    before = held()
    last = run(one=ONE, retries=True)
    assert counted(last) == (5, 1, 0, 3, 1)
    whole = held()
    done = loads.unload(last)
    assert (len(done.gone.only), done.stayed) == (1, {first.pk: 4})
    assert {**held(), "Refusal": [], "Review": []} == {**before, "Refusal": [], "Review": []}
    assert counted(run(one=ONE)) == (5, 1, 0, 3, 1)
    assert held() == whole
    assert is_sound()


def without_version(said: dict[str, list[dict[str, object]]]) -> dict[str, list[dict[str, object]]]:
    return {
        name: [{key: value for key, value in row.items() if key != "reader_version"} for row in table]
        for name, table in said.items()
    }


# The command


def test_the_command_says_what_went(run, capsys: pytest.CaptureFixture[str]) -> None:
    load = run(one=ONE)
    decide_title(article("Lists"))
    later = run(other=OTHER)
    call_command("unload", str(load.pk))
    assert capsys.readouterr().out == (
        f"Load {load.pk} was taken back:\n"
        "  0 articles and 1 refused block that it alone had read: gone\n"
        "  1 article that people worked on: kept, hidden, for review\n"
        "  3 articles seen elsewhere too: kept\n"
    )
    assert list(Load.objects.all()) == [later]


def test_a_dry_run_says_it_and_changes_nothing(run, capsys: pytest.CaptureFixture[str]) -> None:
    load, again = run(one=ONE, other=feed("Courts", item("Dams"))), run(one=ONE)
    before = held()
    call_command("unload", str(load.pk), "--dry-run")
    assert capsys.readouterr().out == (
        f"Load {load.pk} would be taken back:\n"
        "  1 article and 0 refused blocks that it alone had read: gone\n"
        f"  5 blocks that load {again.pk} has read too: kept\n"
    )
    assert held() == before
    assert {*Sighting.objects.values_list("load", flat=True)} == {load.pk}


def test_a_load_that_is_not_there_is_a_wrong_call(run) -> None:
    load = run(one=ONE)
    call_command("unload", str(load.pk), verbosity=0)
    for number in (load.pk, 4_000):
        with pytest.raises(CommandError, match=f"there is no load {number}: none had this number") as told:
            call_command("unload", str(number))
        assert told.value.returncode == 2


def test_what_is_left_of_a_load_whose_dump_was_removed_goes(run) -> None:
    load = run(one=ONE, other=OTHER)
    dumps.remove(Dump.objects.get(name="one.txt"), None)
    loads.unload(load)
    assert not Article.objects.exists()
    assert not Dump.objects.exists()
