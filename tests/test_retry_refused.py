"""load_dumps --retry-refused: what was refused is read again, once it can be."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.curation import dumps
from articles.loader import Loader, Outcome
from articles.models import Article, Dump, Load, Refusal, Review, Sighting
from articles.readers import DumpFile, feed_text
from tests.readings import refusing
from tests.test_curation_dumps import ONE, feed, held, is_sound, item

pytestmark = pytest.mark.django_db


@pytest.fixture
def dump(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dump of five blocks that is loaded. Two were refused, and one of them can be read now."""
    path = tmp_path / "one.txt"
    path.write_text(ONE)
    with monkeypatch.context() as older:
        older.setattr(feed_text, "read", refusing("Court"))
        assert load(path) == Outcome(new=3, refused=2)
    return path


def load(path: Path, retries: bool = False) -> Outcome:
    with Loader(retries=retries) as loader:
        return loader.load(DumpFile.open(path))


def test_what_can_be_read_now_is(dump: Path) -> None:
    assert load(dump) == Outcome(unchanged=3, refused=2)
    assert load(dump, retries=True) == Outcome(new=1, unchanged=3, refused=1)
    assert Article.objects.filter(title="Court").count() == 1
    assert Refusal.objects.count() == 1
    assert load(dump) == Outcome(unchanged=4, refused=1)
    assert is_sound()


def test_it_is_then_the_archive_of_a_load_that_could_read_it(dump: Path) -> None:
    load(dump, retries=True)
    tried_twice = held()
    dumps.remove(Dump.objects.get(), None)
    load(dump)
    assert held() == tried_twice


def test_what_a_person_decided_of_a_block_that_is_refused_again_stays(dump: Path) -> None:
    stray = Refusal.objects.latest("byte_start")
    Review.objects.filter(refusal=stray).update(status=Review.Status.ACCEPTED)
    load(dump, retries=True)
    assert Review.objects.get(refusal=stray).status == Review.Status.ACCEPTED
    assert Review.objects.filter(kind=Review.Kind.REFUSAL).count() == 1


def test_a_dump_of_which_nothing_was_refused_is_not_read_again(tmp_path: Path) -> None:
    path = tmp_path / "whole.txt"
    path.write_text(feed("Reform", item("Term")))
    load(path)
    first = Load.objects.get()
    assert load(path, retries=True) == Outcome(unchanged=1)
    assert Sighting.objects.get().load == first


def test_the_command_tells_what_became_of_it(dump: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match="1 refused, the rest was read") as ended:
        call_command("load_dumps", str(dump), "--retry-refused")
    assert ended.value.returncode == 1
    assert capsys.readouterr().out == "1 file, 5 blocks = 1 new + 0 changed + 3 unchanged + 1 refused\n"
