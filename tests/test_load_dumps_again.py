"""Loading what is known: nothing changes, a changed block becomes a revision, and a load that was
killed or had company leaves what one load alone would have left."""

import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from articles.preparing import WORTH_WORKERS
from tests import packed
from tests.archives import PATIENCE, SAMPLES, Archive
from tests.feeds import write_feed

# Several batches of the loader.
MANY = 1600

# How often a load is killed, whenever that is.
KILLS = 20

NewArchive = Callable[[], Archive]


def test_loading_twice_changes_nothing(archive: Archive) -> None:
    archive.load(SAMPLES)
    before, ids = archive.snapshot(), identities(archive)

    done = archive.manage("load_dumps", SAMPLES)

    assert done.stdout == "11 files, 22 blocks = 0 new + 0 changed + 22 unchanged + 0 refused\n"
    assert archive.snapshot() == before
    assert identities(archive) == ids


def test_the_order_of_loads_does_not_matter_to_what_is_unchanged(archive: Archive, tmp_path: Path) -> None:
    old = write_feed(tmp_path / "old.txt", 3)
    new = write_feed(tmp_path / "new.txt", 3, word="Then it rose.")
    archive.load(old, new)
    before = archive.snapshot()

    done = archive.manage("load_dumps", new, old)

    assert done.stdout == "2 files, 6 blocks = 0 new + 0 changed + 6 unchanged + 0 refused\n"
    assert archive.snapshot() == before


def test_a_dump_under_another_name_is_seen_and_adds_no_article(archive: Archive, tmp_path: Path) -> None:
    archive.load(write_feed(tmp_path / "first.txt", 3))
    articles = archive.snapshot()["Article"]

    done = archive.manage("load_dumps", write_feed(tmp_path / "second.txt", 3))

    assert done.stdout == "1 file, 3 blocks = 0 new + 0 changed + 3 unchanged + 0 refused\n"
    assert archive.snapshot()["Article"] == articles
    assert archive.count("dump") == 2
    assert archive.count("sighting") == 6


def test_a_changed_block_becomes_a_revision(archive: Archive, tmp_path: Path) -> None:
    old = write_feed(tmp_path / "feed.txt", 3)
    archive.load(old)
    new = tmp_path / "later.txt"
    new.write_text(old.read_text().replace("district 2000", "district 2222"))

    done = archive.manage("load_dumps", new)

    assert done.stdout == "1 file, 3 blocks = 0 new + 1 changed + 2 unchanged + 0 refused\n"
    assert archive.count("article") == 3
    revisions = archive.rows(
        "SELECT r.number, r.is_current, r.body LIKE '%district 2222%', d.name "
        "FROM articles_revision r JOIN articles_article a ON a.id = r.article_id "
        "JOIN articles_sighting s ON s.revision_id = r.id JOIN articles_dump d ON d.id = s.dump_id "
        "WHERE a.title = 'District 2 votes on the amendment' ORDER BY r.number"
    )
    assert revisions == [(1, False, False, "feed.txt"), (2, True, True, "later.txt")]
    assert archive.rows("SELECT opening LIKE '%district 2222%' FROM articles_article ORDER BY id") == [
        (False,),
        (True,),
        (False,),
    ]


def test_a_killed_load_goes_on_where_it_stopped(new_archive: NewArchive, tmp_path: Path) -> None:
    feed = write_feed(tmp_path / "feed.txt", MANY)
    whole, killed = new_archive(), new_archive()
    whole.load(feed)

    kill_when_begun(killed, feed)
    done = killed.manage("load_dumps", feed)

    assert done.returncode == 0
    assert done.stdout.endswith("\n1 went on where an earlier load had stopped\n")
    assert killed.snapshot() == whole.snapshot()
    assert sums(killed) == {"blocks": MANY, "new": MANY, "changed": 0, "unchanged": 0, "refused": 0}


def test_what_a_killed_load_left_is_whole(archive: Archive, tmp_path: Path) -> None:
    kill_when_begun(archive, write_feed(tmp_path / "feed.txt", MANY))

    articles = archive.count("article")
    assert 0 < articles < MANY
    assert archive.count("revision") == archive.count("sighting") == articles
    assert archive.rows("SELECT new, blocks FROM articles_load") == [(articles, articles)]
    assert archive.rows("SELECT count(*) FROM articles_load WHERE finished_at IS NULL") == [(1,)]
    assert archive.rows(
        "SELECT articles FROM articles_facetcount "
        "WHERE language = '' AND source = 0 AND period = -1 AND tag = 0"
    ) == [(articles,)]


def test_a_load_that_is_killed_again_and_again_ends_as_if_it_never_was(
    new_archive: NewArchive, tmp_path: Path
) -> None:
    dumps = [SAMPLES, *write_dumps(tmp_path)]
    whole, killed = new_archive(), new_archive()
    begun = time.monotonic()
    whole.load(*dumps)
    seconds = time.monotonic() - begun
    chance = random.Random(KILLS)  # noqa: S311

    for _ in range(KILLS):
        loads = killed.count("load")
        with killed.running("load_dumps", *dumps) as loading:
            # It has begun; now and then it is killed before that.
            while killed.count("load") == loads and chance.random() > 0.01:
                assert loading.poll() is None, loading.communicate()
                time.sleep(0.05)
            time.sleep(chance.uniform(0, 2 * seconds / KILLS))
            loading.send_signal(signal.SIGKILL)
            # Its output ends when its workers have ended too.
            loading.communicate(timeout=PATIENCE)
    done = killed.manage("load_dumps", *dumps)

    assert done.returncode == 0, done.stderr
    assert killed.snapshot() == whole.snapshot()
    assert sums(killed)["new"] == whole.count("article")


def write_dumps(folder: Path) -> list[Path]:
    """A dump that is worth worker processes, and many small ones in an archive."""
    large = write_feed(folder / "large.txt", 700, paragraphs=30)
    assert large.stat().st_size > WORTH_WORKERS
    small = {
        f"{number}.txt": write_feed(
            folder / "small.txt", 15, word=f"It was told {number} times."
        ).read_bytes()
        for number in range(40)
    }
    (folder / "small.zip").write_bytes(packed.zipped(small))
    return [large, folder / "small.zip"]


def test_two_loaders_of_one_dump_do_no_harm(new_archive: NewArchive, tmp_path: Path) -> None:
    feed = write_feed(tmp_path / "feed.txt", MANY)
    alone, shared = new_archive(), new_archive()
    alone.load(feed)

    load_at_once(shared, [feed], [feed])

    assert shared.snapshot() == alone.snapshot()
    assert sums(shared)["new"] == MANY


def test_two_loaders_of_dumps_that_share_articles_and_tags_do_no_harm(
    new_archive: NewArchive, tmp_path: Path
) -> None:
    """Both meet the same articles under the same names, and each the other's half way."""
    half = write_feed(tmp_path / "half.txt", MANY // 2)
    whole = write_feed(tmp_path / "whole.txt", MANY)
    alone, shared = new_archive(), new_archive()
    alone.load(SAMPLES, half, whole)

    load_at_once(shared, [half, SAMPLES, whole], [whole, SAMPLES, half])

    assert without_places(shared.snapshot()) == without_places(alone.snapshot())
    assert shared.manage("check_counts").returncode == 0


@pytest.mark.postgres
def test_the_samples_give_the_same_rows_on_both_databases(postgres_url: str, tmp_path: Path) -> None:
    assert_same_on_both(postgres_url, tmp_path, SAMPLES)


@pytest.mark.postgres
@pytest.mark.real_dumps
def test_the_real_dumps_give_the_same_rows_on_both_databases(
    postgres_url: str, real_dumps: Path, tmp_path: Path
) -> None:
    assert_same_on_both(postgres_url, tmp_path, real_dumps)


def assert_same_on_both(postgres_url: str, folder: Path, dumps: Path) -> None:
    """Loaded twice on SQLite and twice on PostgreSQL: four times the same."""
    snapshots = []
    for url in (f"sqlite:///{folder / 'archive.sqlite3'}", postgres_url):
        archive = Archive(url)
        archive.migrate()
        for _ in range(2):
            archive.load(dumps)
            snapshots.append(archive.snapshot())
    first, *others = snapshots
    assert first["Article"]
    assert all(other == first for other in others)


def kill_when_begun(archive: Archive, feed: Path) -> None:
    """Ends a load as a power cut would, when its first batch is committed and its last is not."""
    with archive.running("load_dumps", feed) as loading:
        while archive.count("article") == 0:
            assert loading.poll() is None, loading.communicate()
            time.sleep(0.02)
        loading.send_signal(signal.SIGKILL)
    assert archive.count("article") < MANY


def load_at_once(archive: Archive, one: list[Path], other: list[Path]) -> None:
    with archive.running("load_dumps", *one) as first, archive.running("load_dumps", *other) as second:
        ended = [first.communicate(), second.communicate()]
        assert (first.returncode, second.returncode) == (0, 0), ended


def identities(archive: Archive) -> list[list[tuple[object, ...]]]:
    """Every id, with what an editor's links hang on."""
    return [
        archive.rows("SELECT id, slug FROM articles_article ORDER BY id"),
        archive.rows("SELECT id, article_id, number FROM articles_revision ORDER BY id"),
        archive.rows("SELECT id, revision_id, dump_id, load_id FROM articles_sighting ORDER BY id"),
        archive.rows("SELECT id, slug FROM articles_tag ORDER BY id"),
        archive.rows("SELECT id, article_id, tag_id FROM articles_articletag ORDER BY id"),
        archive.rows("SELECT id, slug FROM articles_source ORDER BY id"),
    ]


def sums(archive: Archive) -> dict[str, int]:
    """How the blocks of all loads ended."""
    names = ["blocks", "new", "changed", "unchanged", "refused"]
    [row] = archive.rows(f"SELECT {', '.join(f'sum({name})' for name in names)} FROM articles_load")  # noqa: S608
    return dict(zip(names, map(int, row), strict=True))


def without_places(snapshot: dict[str, list[dict[str, object]]]) -> dict[str, list[dict[str, object]]]:
    """Which of two dumps a wording was first seen in depends on who came first."""
    return {name: rows for name, rows in snapshot.items() if name != "Sighting"}
