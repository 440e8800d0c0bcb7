"""What must stand before Django reads its settings: the environment and the database of a test run.

A plugin (`-p tests.surroundings` in pyproject.toml), because pytest-django sets Django up before the
first conftest is read. With ARCHIVE_TEST_DATABASE=postgres the suite runs on a server of its own.
"""

import atexit
import os
from collections.abc import Generator

import pytest

from .postgres_server import NoPostgres, PostgresServer

# Whoever runs the suite may have these set for their own archive.
FOREIGN = (
    "ALLOWED_HOSTS",
    "CONTACT",
    "CSRF_TRUSTED_ORIGINS",
    "DATABASE_URL",
    "DEBUG",
    "HTTPS",
    "REPLICA_DATABASE_URL",
    "SECRET_KEY",
    "TRUSTED_PROXIES",
)

DATABASES = ("sqlite", "postgres")

# What a test asks for that works on rows.
DATABASE_FIXTURES = {"db", "transactional_db", "archive", "bare_archive", "new_archive", "live_server"}


def is_ci() -> bool:
    """Whether a skip is an error."""
    return os.environ.get("CI", "").lower() in ("true", "1")


def database() -> str:
    """What the suite runs on: one of DATABASES."""
    return os.environ.get("ARCHIVE_TEST_DATABASE", "sqlite")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        return  # It has the environment, and the server, of the process that started it.
    for name in FOREIGN:
        os.environ.pop(name, None)
        os.environ.pop(f"{name}_FILE", None)
    os.environ["SECRET_KEY"] = "for tests only, and long enough for check --deploy to be content"  # noqa: S105
    # A browser test's page and its database work are in one thread, in which Playwright runs a loop.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    if database() not in DATABASES:
        raise pytest.UsageError(f"ARCHIVE_TEST_DATABASE={database()}: one of {', '.join(DATABASES)}")
    if database() == "postgres":
        os.environ["DATABASE_URL"] = _start_server().url("archive")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "sqlite: says something of SQLite only; left out on PostgreSQL")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if database() == "sqlite":
        return
    kept = [item for item in items if _asks_a_database(item) and not item.get_closest_marker("sqlite")]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def _asks_a_database(item: pytest.Item) -> bool:
    """Whether a test can end otherwise on another database."""
    asked = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or asked & DATABASE_FIXTURES)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where nothing may be skipped, a test that was has failed."""
    report = yield
    if is_ci() and report.skipped and not hasattr(report, "wasxfail"):
        _fail(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a module that skips itself."""
    report = yield
    if is_ci() and report.skipped:
        _fail(report)
    return report


def _fail(report: pytest.TestReport | pytest.CollectReport) -> None:
    report.outcome = "failed"
    report.longrepr = f"skipped, and CI is set: {report.longrepr[2].removeprefix('Skipped: ')}"


def _start_server() -> PostgresServer:
    try:
        server = PostgresServer.start()
    except NoPostgres as lack:
        raise pytest.UsageError(f"ARCHIVE_TEST_DATABASE=postgres: {lack}") from lack
    atexit.register(server.stop)
    return server
