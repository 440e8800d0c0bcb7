"""Who may import whom: a module knows the layers below its own, and never one above it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archives import ROOT

# From the dump to the page. A module that stands nowhere here belongs to the last layer.
LAYERS = (
    {"folding", "batches", "notices", "positions", "cldr"},
    {"dates", "search.analysis", "search.stemmers"},
    {
        "concepts",
        "languages",
        "readers",
        "search.entries",
        "search.entry",
        "search.expression",
        "search.meaning",
        "search.query",
        "search.ranking",
        "search.smallwords",
        "search.snippets",
        "similarity",
        "vocabulary",
    },
    {"enrichment", "outlines"},
    {"linked"},
    {"wording"},
    {"preparing"},
    {"fields", "interface", "querysets", "models", "writing"},
    {
        "addresses",
        "buckets",
        "catalogue",
        "containers",
        "counts",
        "databases",
        "duplicates",
        "dumppaths",
        "evidence",
        "facets",
        "filters",
        "history",
        "identity",
        "indexing",
        "inserting",
        "labels",
        "links",
        "loader",
        "locks",
        "paging",
        "reports",
        "reviews",
        "rights",
        "search.index",
        "search.lexicon",
        "search.matches",
        "search.postgres",
        "search.spelling",
        "search.sqlite",
        "stories",
        "tagging",
        "tombstones",
    },
    {"curation", "moving"},
    {"translations", "timeline", "help", "checks", "citations", "cards", "listing", "ways_out"},
)
# How many of them, from the first on, know no Django.
WITHOUT_DJANGO = 7


def modules() -> dict[str, Path]:
    """The app's modules by their dotted names inside it; migrations belong to Django."""
    found = {}
    for path in sorted((ROOT / "articles").rglob("*.py")):
        parts = path.relative_to(ROOT / "articles").with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__")
        if parts[0] != "migrations":
            found[name] = path
    return found


MODULES = modules()


def imports(name: str) -> Iterator[str]:
    """All that a module imports, inside its functions too, by absolute dotted names."""
    path = MODULES[name]
    package = ["articles", *name.split(".")] if name else ["articles"]
    if path.name != "__init__.py":
        package.pop()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join([*parts, *([node.module] if node.module else [])])
            for alias in node.names:
                inner = f"{origin}.{alias.name}"
                yield inner if inner.removeprefix("articles.") in MODULES else origin


def known(name: str) -> set[str]:
    """The modules of the app that a module imports."""
    inside = {found for found in imports(name) if found.partition(".")[0] == "articles"}
    return {found.partition(".")[2] for found in inside}


def layer(name: str) -> int:
    """The layer of the module, or of the package it is in."""
    while name:
        for number, layer in enumerate(LAYERS):
            if name in layer:
                return number
        name = name.rpartition(".")[0]
    return len(LAYERS)


@pytest.mark.parametrize("name", [name for name in MODULES if name])
def test_a_module_imports_nothing_from_a_layer_above(name: str) -> None:
    assert {found for found in known(name) if layer(found) > layer(name)} == set()


@pytest.mark.parametrize("name", [name for name in MODULES if layer(name) < WITHOUT_DJANGO])
def test_what_reads_and_enriches_knows_no_django(name: str) -> None:
    assert {found for found in imports(name) if found.partition(".")[0] == "django"} == set()


@pytest.mark.parametrize("name", [name for name in MODULES if name.split(".")[0] == "readers"])
def test_readers_know_folding_dates_and_each_other(name: str) -> None:
    beside = {found for found in known(name) if found.split(".")[0] != "readers"}
    assert beside <= {"folding", "dates"}


def test_only_urls_import_views() -> None:
    importers = {name for name in MODULES if any(found.split(".")[0] == "views" for found in known(name))}
    assert {name for name in importers if name.split(".")[0] != "views"} == {"urls", "urls_machines"}


def test_nothing_imports_a_command_but_another_command() -> None:
    importers = {
        name for name in MODULES if any(found.startswith("management.commands.") for found in known(name))
    }
    assert {name for name in importers if not name.startswith("management.commands.")} == set()


def test_the_test_itself_sees_imports_inside_functions() -> None:
    assert "models" in known("loader")
    assert "views.lists" in known("urls")
    assert "folding" in known("readers.dumpfile")
    assert "readers.capture" in known("readers.page_text")
