"""Fixtures for the whole suite. What a machine lacks is a skip with its reason; with CI set, an error."""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db.models.signals import post_migrate
from django.test import override_settings
from hypothesis import settings
from pytest_django.plugin import DjangoDbBlocker

from articles import translations
from articles.concepts import add_starting_vocabulary
from articles.models import Tag, TagName
from tests.archives import Archive
from tests.postgres_server import NoPostgres, PostgresServer, fresh_database
from tests.roles import make_roles
from tests.surroundings import database

CHROMIUM = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)

# No sandbox, because it does not work for root; nothing that asks the network for anything.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# A slow machine is no failure: nothing here is timed.
settings.register_profile("archive", deadline=None)
settings.load_profile("archive")


def pytest_configure(config: pytest.Config) -> None:
    """Once, not in every worker."""
    if not hasattr(config, "workerinput") and translations.stale():
        translations.compile_all()


@pytest.fixture(scope="session", autouse=True)
def _plain_static_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Static files by their own names: the suite needs no collectstatic."""
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(STORAGES=storages, STATIC_ROOT=tmp_path_factory.mktemp("static")):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The tests' own database begins without the vocabulary, so that the tags of a test are its own. A test
    with transactions of its own empties all tables: the roles are made again after it."""
    with django_db_blocker.unblock():
        TagName.objects.all().delete()
        Tag.objects.all().delete()
    post_migrate.connect(make_roles, sender=apps.get_app_config("articles"))
    yield
    post_migrate.disconnect(make_roles, sender=apps.get_app_config("articles"))


@pytest.fixture
def vocabulary(db: None) -> None:
    """The concepts that an archive starts with."""
    add_starting_vocabulary(Tag, TagName)


@pytest.fixture(scope="session")
def real_dumps() -> Path:
    """The folder of the real dumps, which are not part of the project."""
    folder = os.environ.get("REAL_DUMPS", "")
    if not folder:
        pytest.skip("REAL_DUMPS does not name the folder of the real dumps")
    if not list(Path(folder).glob("*.txt")):
        pytest.skip(f"REAL_DUMPS={folder}: no dump is there")
    return Path(folder)


@pytest.fixture(scope="session")
def _postgres() -> Iterator[str]:
    """The address of a running server: the suite's, or one that is started for who asks first."""
    if database() == "postgres":
        yield os.environ["DATABASE_URL"]
        return
    try:
        server = PostgresServer.start()
    except NoPostgres as lack:
        pytest.skip(str(lack))
    yield server.url("postgres")
    server.stop()


@pytest.fixture
def postgres_url(_postgres: str) -> Iterator[str]:
    """DATABASE_URL of an empty PostgreSQL database."""
    with fresh_database(_postgres) as url:
        yield url


@pytest.fixture(scope="session")
def _migrated(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[str]:
    """DATABASE_URL of an empty archive of the suite's kind, to be copied."""
    if database() == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('migrated') / 'archive.sqlite3'}"
        Archive(url).migrate()
        yield url
        return
    with fresh_database(request.getfixturevalue("_postgres")) as url:
        Archive(url).migrate()
        yield url


@pytest.fixture
def new_archive(
    _migrated: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[[], Archive]]:
    """Makes empty archives, each on a database of its own of the kind that the suite runs on."""
    with ExitStack() as stack:

        def make() -> Archive:
            if database() == "sqlite":
                copy = tmp_path / f"{uuid.uuid4().hex}.sqlite3"
                shutil.copy(_migrated.removeprefix("sqlite:///"), copy)
                return Archive(f"sqlite:///{copy}")
            server = request.getfixturevalue("_postgres")
            return Archive(stack.enter_context(fresh_database(server, template_url=_migrated)))

        yield make


@pytest.fixture
def archive(new_archive: Callable[[], Archive]) -> Archive:
    """An empty archive on a database of its own."""
    return new_archive()


@pytest.fixture
def bare_archive(tmp_path: Path, request: pytest.FixtureRequest) -> Archive:
    """An archive whose database has no tables yet, and on SQLite no file."""
    if database() == "sqlite":
        return Archive(f"sqlite:///{tmp_path / 'none-yet.sqlite3'}")
    return Archive(request.getfixturevalue("postgres_url"))


@pytest.fixture(scope="session")
def base_url() -> None:
    """Tests name live_server.url. The plugin's own fixture is written in a way pytest 9 warns of."""


@pytest.fixture(scope="session")
def _pw_artifacts_folder(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """Where Playwright keeps what it recorded. A worker of xdist never removes the plugin's own folder,
    and Python complains of that when it ends."""
    return SimpleNamespace(name=str(tmp_path_factory.mktemp("recorded")))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """The machine's own Chromium: Playwright's download is not part of the environment."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not found:
        pytest.skip(f"no browser: none of {', '.join(CHROMIUM)}")
    return browser_type_launch_args | {"executable_path": found, "args": CHROMIUM_ARGUMENTS}
