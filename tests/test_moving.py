"""The whole archive moved to another database, and what is refused on the way."""

import base64
import hashlib
import json
import re
import shutil
import signal
import tarfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
import zstandard
from django.apps import apps
from django.core.management import CommandError, call_command

from articles.models import Article, Tag, TagName
from articles.moving import Damaged, import_archive
from articles.moving.manifest import VERSION
from articles.moving.tables import DERIVED, EXPORTED, FILLED_BY_MIGRATIONS, LEFT_BEHIND
from tests import snapshot
from tests.archives import SAMPLES, Archive
from tests.feeds import write_feed

NewArchive = Callable[[], Archive]

FURNISH = "from tests.furnished import furnish; furnish()"


@dataclass(frozen=True)
class Moved:
    """An archive with something in every table, its exports as a folder and as one file, the archive that was
    filled from the file, and what that one is exported to."""

    old: Archive
    folder: Path
    packed: Path
    new: Archive
    said: str
    again: Path


@pytest.fixture(scope="module")
def moved(_migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Moved:
    inside = tmp_path_factory.mktemp("moved")
    old, new = (Archive(f"sqlite:///{inside / name}") for name in ("old.sqlite3", "new.sqlite3"))
    for archive in (old, new):
        shutil.copy(_migrated.removeprefix("sqlite:///"), archive.file)
    old.load(SAMPLES)
    succeed(old, "shell", "-c", FURNISH)
    folder = exported(old, inside / "export")
    packed = exported(old, inside / "export.tar.zst")
    said = succeed(new, "import_archive", packed)
    return Moved(old, folder, packed, new, said, exported(new, inside / "again"))


@pytest.fixture
def export(archive: Archive, tmp_path: Path) -> Path:
    """The export of an archive with three articles, and without the vocabulary, which takes time."""
    with closing(archive.connect()) as connection:
        for table in ("articles_tagname", "articles_tag"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608
    archive.load(write_feed(tmp_path / "feed.txt", 3))
    return exported(archive, tmp_path / "export")


@pytest.fixture
def empty_database(db: None) -> None:
    """The tests' own database: that it lost its vocabulary is in its history."""
    Tag.history.all().delete()
    TagName.history.all().delete()


def succeed(archive: Archive, *arguments: str | Path) -> str:
    done = archive.manage(*arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def exported(archive: Archive, path: Path) -> Path:
    succeed(archive, "export_archive", path)
    return path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def rows_of(folder: Path, part: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / f"{part}.jsonl").read_bytes().splitlines()]


# The same archive elsewhere


def test_every_table_is_exported_or_derived_or_left_behind() -> None:
    named = [*(table.model for table in EXPORTED), *DERIVED, *LEFT_BEHIND]
    assert len(named) == len(set(named))
    assert set(named) == set(apps.get_models())
    assert {table.model for table in EXPORTED} >= set(FILLED_BY_MIGRATIONS)


def test_an_import_is_exported_to_the_same_bytes(moved: Moved) -> None:
    assert moved.said.endswith(f" rows of {len(EXPORTED)} tables were imported from {moved.packed}.\n")
    assert contents(moved.again) == contents(moved.folder)
    assert [name for name, content in contents(moved.folder).items() if not content] == []


def test_one_file_has_the_same_bytes_each_time(moved: Moved, tmp_path: Path) -> None:
    again = exported(moved.new, tmp_path / "again.tar.zst")
    assert again.read_bytes() == moved.packed.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["again.tar.zst"]


def test_what_is_derived_is_made_anew(moved: Moved) -> None:
    succeed(moved.new, "check_counts")
    succeed(moved.new, "rebuild_search", "--check")
    said = succeed(moved.new, "check", "--database", "default")
    assert said == "System check identified no issues (0 silenced).\n"
    succeed(moved.old, "rebuild_search")
    assert moved.new.snapshot() == moved.old.snapshot()


@pytest.mark.postgres
def test_an_archive_goes_to_postgresql_and_comes_back_the_same(postgres_url: str, tmp_path: Path) -> None:
    before, between, after = (
        Archive(f"sqlite:///{tmp_path / 'before.sqlite3'}"),
        Archive(postgres_url),
        Archive(f"sqlite:///{tmp_path / 'after.sqlite3'}"),
    )
    for one in (before, between, after):
        one.migrate()
    before.load(SAMPLES)
    succeed(before, "shell", "-c", FURNISH)
    exports = [exported(before, tmp_path / "0")]
    for number, one in enumerate((between, after), 1):
        succeed(one, "import_archive", exports[-1])
        exports.append(exported(one, tmp_path / str(number)))
    first, second, third = map(contents, exports)
    assert second == first
    assert third == first
    assert after.snapshot() == between.snapshot()


def test_a_load_goes_on_in_the_new_house_with_ids_that_were_never_given(moved: Moved, tmp_path: Path) -> None:
    feed = write_feed(tmp_path / "feed.txt", 1)
    [(highest,)] = moved.old.rows("SELECT max(id) FROM articles_article")
    for archive in (moved.old, moved.new):
        done = archive.manage("load_dumps", SAMPLES, feed)
        assert done.stdout.startswith("12 files, 22 blocks = 1 new + 0 changed + 21 unchanged + 0 refused\n")
        # The one behind the highest was deleted.
        assert archive.rows("SELECT max(id) FROM articles_article") == [(highest + 2,)]


def test_people_come_along_without_their_passwords(moved: Moved) -> None:
    [editor, operator] = rows_of(moved.folder, "auth.user")
    assert "password" not in editor
    assert (editor["username"], operator["is_superuser"]) == ("editor", True)
    assert editor["user_permissions"] == ["articles.article.erase_article"]
    assert len(editor["groups"]) == 2
    assert all(row[0].startswith("!") for row in moved.new.rows("SELECT password FROM auth_user"))


# The form


def test_an_export_is_written_in_the_form_that_is_documented(export: Path) -> None:
    manifest = json.loads((export / "manifest.json").read_bytes())
    assert (manifest["format"], manifest["version"]) == ("reform-archive", VERSION)
    parts = {part["name"]: part for part in manifest["parts"]}
    assert parts.keys() == {path.name for path in export.iterdir()} - {"manifest.json"}
    for name, part in parts.items():
        content = (export / name).read_bytes()
        assert (part["bytes"], part["rows"]) == (len(content), content.count(b"\n"))
        assert part["sha256"] == hashlib.sha256(content).hexdigest()
        for line in content.splitlines():
            assert line.decode() == json.dumps(
                json.loads(line), ensure_ascii=False, sort_keys=True, separators=(",", ":")
            )
    assert parts["articles.article.jsonl"]["last_id"] == 3
    [article, *_] = rows_of(export, "articles.article")
    assert article["published_at"] == "2001-01-01T10:00:00.000000Z"
    assert "position" not in article
    assert "duplicates_id" not in article
    [sighting, *_] = rows_of(export, "articles.sighting")
    assert base64.b64decode(sighting["raw"])[:1] == b"x"


def test_what_nobody_has_decided_of_a_pair_is_derived(moved: Moved) -> None:
    pairs = "SELECT count(*) FROM articles_review WHERE kind IN ('duplicate', 'story') AND status = 'open'"
    assert moved.old.rows(pairs)[0][0] > 0
    reviews = rows_of(moved.folder, "articles.review")
    assert [row["status"] for row in reviews if row["kind"] in ("duplicate", "story")] == ["rejected"]


# Where it is written


def test_an_export_is_not_written_over_anything(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("Dear editor,")
    (tmp_path / "file").write_text("Dear editor,")
    (tmp_path / "file.tar.zst").write_text("Dear editor,")
    for name in ("full", "file", "file.tar.zst"):
        done = archive.manage("export_archive", tmp_path / name)
        assert done.returncode == 2
        assert f"{name} exists, and is no empty folder" in done.stderr
    assert (tmp_path / "file").read_text() == (tmp_path / "file.tar.zst").read_text() == "Dear editor,"


def test_an_empty_folder_is_filled(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "export").mkdir()
    assert "manifest.json" in contents(exported(archive, tmp_path / "export"))


def test_a_folder_that_is_not_there_is_told(archive: Archive, tmp_path: Path) -> None:
    done = archive.manage("export_archive", tmp_path / "none" / "export")
    assert done.returncode == 2
    assert "No such file or directory" in done.stderr


def test_a_killed_export_leaves_nothing_under_its_name(archive: Archive, tmp_path: Path) -> None:
    with archive.running("export_archive", tmp_path / "export") as exporting:
        while not list(tmp_path.glob(".export-*/articles.tag.jsonl")):
            assert exporting.poll() is None, exporting.communicate()
            time.sleep(0.002)
        exporting.send_signal(signal.SIGKILL)
    assert not (tmp_path / "export").exists()
    assert "manifest.json" in contents(exported(archive, tmp_path / "export"))


@pytest.mark.sqlite
def test_an_export_waits_for_no_writer(archive: Archive, tmp_path: Path) -> None:
    with closing(archive.connect()) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE articles_tag SET name = 'Not yet'")
        export = exported(archive, tmp_path / "export")
    assert {row["name"] for row in rows_of(export, "articles.tag")} > {"Kazakhstan"}


def test_without_tables_the_database_cannot_be_used(bare_archive: Archive, export: Path) -> None:
    for command, path in (("export_archive", export.parent / "other"), ("import_archive", export)):
        done = bare_archive.manage(command, path)
        assert done.returncode == 3
        assert "run `manage.py migrate` first" in done.stderr


# What is refused


def test_a_database_with_something_in_it_is_not_filled(archive: Archive, export: Path) -> None:
    before = archive.snapshot()
    done = archive.manage("import_archive", export)
    assert done.returncode == 2
    assert "there is an archive in the database already" in done.stderr
    assert "3 articles" in done.stderr
    assert "1 dump," in done.stderr
    assert archive.snapshot() == before


def test_an_account_is_something_in_it(new_archive: NewArchive, export: Path) -> None:
    archive = new_archive()
    succeed(archive, "createsuperuser", "--noinput", "--username", "operator", "--email", "")
    done = archive.manage("import_archive", export)
    assert (done.returncode, "already: 1 user;" in done.stderr) == (2, True)


def test_a_path_that_is_not_there_is_a_wrong_call(archive: Archive, tmp_path: Path) -> None:
    done = archive.manage("import_archive", tmp_path / "none")
    assert (done.returncode, "no such file or folder" in done.stderr) == (2, True)


def put_right(folder: Path, part: str, content: bytes) -> None:
    """Another content of a part, and a manifest that says so."""
    (folder / part).write_bytes(content)
    manifest = json.loads((folder / "manifest.json").read_bytes())
    [said] = [one for one in manifest["parts"] if one["name"] == part]
    said |= {
        "bytes": len(content),
        "rows": content.count(b"\n"),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))


def change_line(number: int, **values: object) -> Callable[[bytes], bytes]:
    """A part with other values in one of its lines; ... takes a column out."""

    def change(content: bytes) -> bytes:
        lines = content.splitlines(keepends=True)
        row = json.loads(lines[number - 1]) | values
        kept = {name: value for name, value in row.items() if value is not ...}
        lines[number - 1] = json.dumps(kept).encode() + b"\n"
        return b"".join(lines)

    return change


def change_manifest(**values: object) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / "manifest.json"
        path.write_text(json.dumps(json.loads(path.read_bytes()) | values))

    return change


def change_part(part: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """A damage that the manifest does not know of."""
    return lambda folder: (folder / part).write_bytes(change((folder / part).read_bytes())) and None


def forge_part(part: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """One that it agrees with."""
    return lambda folder: put_right(folder, part, change((folder / part).read_bytes()))


def drop_from_manifest(folder: Path) -> None:
    parts = json.loads((folder / "manifest.json").read_bytes())["parts"]
    change_manifest(parts=[one for one in parts if one["name"] != "articles.dump.jsonl"])(folder)


def add_to_manifest(folder: Path) -> None:
    parts = json.loads((folder / "manifest.json").read_bytes())["parts"]
    change_manifest(parts=[*parts, parts[0] | {"name": "../letter.jsonl"}])(folder)


def lower_last_id(folder: Path) -> None:
    parts = json.loads((folder / "manifest.json").read_bytes())["parts"]
    change_manifest(
        parts=[one | ({"last_id": 2} if one["name"] == "articles.article.jsonl" else {}) for one in parts]
    )(folder)


ARTICLES, REVISIONS, DUMPS = "articles.article.jsonl", "articles.revision.jsonl", "articles.dump.jsonl"

DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "no manifest": (
        lambda folder: (folder / "manifest.json").unlink(),
        "manifest.json: cannot be read: No such file or directory",
    ),
    "no JSON": (
        lambda folder: (folder / "manifest.json").write_text("{"),
        "manifest.json: this is no JSON",
    ),
    "another format": (change_manifest(format="letters"), "manifest.json: this is no export of an archive"),
    "a later version": (
        change_manifest(version=2),
        "manifest.json: version 2 of the format is unknown; known is version 1",
    ),
    "no parts": (change_manifest(parts=None), "manifest.json: there are no parts in it"),
    "a strange part": (change_manifest(parts=[{"name": "x"}]), "manifest.json: a part is told otherwise"),
    "a part less": (drop_from_manifest, "manifest.json: articles.dump.jsonl is missing"),
    "a part more": (add_to_manifest, "manifest.json: ../letter.jsonl is no part of version 1"),
    "a part is gone": (
        lambda folder: (folder / ARTICLES).unlink(),
        f"{ARTICLES}: cannot be read: No such file or directory",
    ),
    "a part breaks off": (
        change_part(ARTICLES, lambda content: content[:-20]),
        f"{ARTICLES}, line 3: it breaks off",
    ),
    "lines are gone": (
        change_part(ARTICLES, lambda content: content.splitlines(keepends=True)[0]),
        f"{ARTICLES}: its SHA-256 is ",
    ),
    "a letter is another": (
        change_part(ARTICLES, lambda content: content.replace(b"District 2", b"District 7")),
        f"{ARTICLES}: its SHA-256 is ",
    ),
    "a line is no JSON": (
        change_part(REVISIONS, lambda content: content.replace(b'"', b"'", 1)),
        f"{REVISIONS}, line 1: this is no JSON",
    ),
    "bytes are no text": (
        change_part(ARTICLES, lambda content: content.replace(b"District 3", b"District \xff")),
        f"{ARTICLES}, line 3: this is no JSON",
    ),
    "a line is no object": (
        forge_part(ARTICLES, lambda content: content + b"[]\n"),
        f"{ARTICLES}, line 4: this is no object",
    ),
    "a column more": (
        forge_part(ARTICLES, change_line(2, colour="red")),
        f"{ARTICLES}, line 2: unknown column colour",
    ),
    "a column less": (
        forge_part(ARTICLES, change_line(2, slug=...)),
        f"{ARTICLES}, line 2: column slug is missing",
    ),
    "no time": (
        forge_part(ARTICLES, change_line(3, created_at="yesterday")),
        f"{ARTICLES}, line 3: created_at: 'yesterday' is no time in UTC",
    ),
    "a time without a zone": (
        forge_part(ARTICLES, change_line(3, created_at="2024-01-08T07:30:12")),
        f"{ARTICLES}, line 3: created_at: '2024-01-08T07:30:12' is no time in UTC",
    ),
    "no number": (
        forge_part(DUMPS, change_line(1, size="many")),
        f"{DUMPS}, line 1: size: 'many' is no whole number",
    ),
    "no truth": (
        forge_part(REVISIONS, change_line(1, is_current=1)),
        f"{REVISIONS}, line 1: is_current: '1' is no true or false",
    ),
    "no text": (forge_part(DUMPS, change_line(1, name=None)), f"{DUMPS}, line 1: name: 'None' is no text"),
    "no base64": (
        forge_part("articles.sighting.jsonl", change_line(1, raw="ß")),
        "articles.sighting.jsonl, line 1: raw: 'ß' is no base64",
    ),
    "no such permission": (
        forge_part("auth.group.jsonl", change_line(1, permissions=["articles.article.burn_article"])),
        "auth.group.jsonl, line 1: permissions: 'articles.article.burn_article' is not known here",
    ),
    "an id twice": (
        forge_part(ARTICLES, change_line(3, id=2)),
        f"{ARTICLES}, line 3: id 2 does not follow 2",
    ),
    "what must be one is two": (
        forge_part(REVISIONS, change_line(3, article_id=2)),
        f"{REVISIONS}, line 3: ",
    ),
    "what a column must not be": (
        forge_part(ARTICLES, change_line(2, status="burnt")),
        f"{ARTICLES}, line 2: ",
    ),
    "a row that is not there": (
        forge_part(REVISIONS, change_line(3, article_id=77)),
        f"{REVISIONS}: a row means one that is not there: ",
    ),
    "ids beyond the last": (lower_last_id, f"{ARTICLES}: there is a row 3, and the manifest's last_id is 2"),
}


@pytest.mark.usefixtures("empty_database")
def test_what_is_damaged_is_refused_with_its_place_and_leaves_nothing(export: Path, tmp_path: Path) -> None:
    before = snapshot.snapshot()
    for number, (name, (damage, reason)) in enumerate(DAMAGES.items()):
        folder = tmp_path / f"damaged-{number}"
        folder.mkdir()
        for part, content in contents(export).items():
            (folder / part).write_bytes(content)
        damage(folder)
        with pytest.raises(Damaged) as refused:
            import_archive(folder)
        assert str(refused.value).startswith(reason), name
    assert snapshot.snapshot() == before
    with pytest.raises(CommandError, match="the export is damaged: manifest") as ended:
        call_command("import_archive", tmp_path / "damaged-0")
    assert ended.value.returncode == 1
    import_archive(export)
    assert Article.objects.count() == 3


def pack(*members: tuple[str, bytes]) -> bytes:
    packed = BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, content in members:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, BytesIO(content))
    return zstandard.compress(packed.getvalue())


@pytest.mark.usefixtures("empty_database")
def test_a_damaged_file_is_refused_too(export: Path, tmp_path: Path) -> None:
    parts = contents(export)
    first = ("manifest.json", parts.pop("manifest.json"))
    others = list(parts.items())
    path = tmp_path / "export.tar.zst"
    for content, reason in (
        (b"Dear editor,", "it is no whole .tar.zst file"),
        (pack(first, *others)[:-2000], "it is no whole .tar.zst file"),
        (pack(*others), "bytes is not in the manifest, which stands first"),
        (pack(first, *others[1:]), f"{others[0][0]} is missing"),
        (pack(first, *others, ("../letter", b"Dear")), "'../letter' of 4 bytes is not in the manifest"),
        (pack(first, *others, others[0]), "is not in the manifest"),
        (pack(first, (others[0][0], b"1" * 9_999)), "of 9999 bytes is not in the manifest"),
        (pack(), "manifest.json is missing"),
    ):
        path.write_bytes(content)
        with pytest.raises(Damaged, match=f"^export.tar.zst: .*{re.escape(reason)}"):
            import_archive(path)
    path.write_bytes(pack(first, *others))
    import_archive(path)
    assert Article.objects.count() == 3


# The process of an import that stops when most of the rows are written.
HALF_WAY = """
import time
from django.db.backends.{}.base import DatabaseWrapper

def check(self, tables):
    if tables == ["articles_revision"]:
        print("half way", flush=True)
        time.sleep(600)

DatabaseWrapper.check_constraints = check
"""


def test_a_killed_import_leaves_nothing(export: Path, new_archive: NewArchive) -> None:
    archive = new_archive()
    empty = archive.snapshot()
    vendor = "sqlite3" if archive.url.startswith("sqlite") else "postgresql"
    with Archive(archive.url, before=HALF_WAY.format(vendor)).running("import_archive", export) as importing:
        assert importing.stdout.readline() == "half way\n"
        importing.send_signal(signal.SIGKILL)
    assert archive.snapshot() == empty
    succeed(archive, "import_archive", export)
