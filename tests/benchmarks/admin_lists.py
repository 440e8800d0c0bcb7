"""Builds an archive by plain SQL in the empty database that DATABASE_URL names, and times lists of its admin
beside those of stock Django.

`python -m tests.benchmarks.admin_lists SIZE` writes its figures to standard output, as JSON. A database that
was built before is measured as it is.
"""

import json
import statistics
import sys
import time
from contextlib import closing
from dataclasses import asdict, dataclass, field
from urllib.parse import urlencode

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from .one_archive import STORAGES, version
from .timing import Run, run

# Of every list, so many runs of each admin by turns; of what takes long fewer, but never less than LEAST.
RUNS, LEAST, SECONDS = 9, 3, 40

# What stock Django has to skip on the way to its date hierarchy, which an archive with one would have.
_DATES = "CREATE INDEX IF NOT EXISTS benchmark_dates ON articles_article (published_at)"


@dataclass(frozen=True, slots=True)
class Question:
    """A list that is asked for: what it is of, and the query string of ours and of stock Django's."""

    name: str
    path: str
    ours: dict[str, object] = field(default_factory=dict)
    stock: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """Medians, the number of queries of ours, and what ours says of how many rows there are."""

    question: str
    queries: int
    ours: Run
    stock: Run
    lean: Run


def measure(size: int) -> dict[str, object]:
    # Django's models can be imported when it is set up.
    from articles.models import Article

    from . import by_sql

    if not Article.objects.exists():
        by_sql.build(size)
    with closing(connection.cursor()) as cursor:
        cursor.execute(_DATES)
    client = _client()
    return {
        "size": size,
        "database": version(),
        "figures": [asdict(_figure(client, question)) for question in _questions()],
    }


def _questions() -> list[Question]:
    from articles.models import Article, Source, Tag

    source = Source.objects.order_by("pk").first().pk
    frequent = Tag.objects.get(slug="concept-0").pk
    rare = Tag.objects.order_by("-pk").first().pk
    title = Article.objects.filter(language="en", status="published").order_by("pk").first().title
    *words, number = title.split()
    articles = "articles/article/"
    return [
        Question("first page", articles),
        Question("page 150", articles, {"p": 150}, {"p": 150}),
        Question("oldest first", articles, {"o": 4}, {"o": 4}),
        Question("hidden", articles, {"status__exact": "hidden"}, {"status__exact": "hidden"}),
        Question("of a source", articles, {"source": source}, {"source__id__exact": source}),
        Question("in Latvian", articles, {"language": "lv"}, {"language__code__exact": "lv"}),
        Question("of a frequent tag", articles, {"tag": frequent}, {"tags__id__exact": frequent}),
        Question("of a rare tag", articles, {"tag": rare}, {"tags__id__exact": rare}),
        Question("undated", articles, {"dated": 0}, {"published_at__isnull": "True"}),
        Question("waiting for a review", articles, {"review": "date"}, {"reviews__kind__exact": "date"}),
        Question("a frequent word", articles, {"q": words[0]}, {"q": words[0]}),
        Question("two words", articles, {"q": " ".join(words[:2])}, {"q": " ".join(words[:2])}),
        Question("the words of one headline", articles, {"q": title}, {"q": title}),
        Question("a number", articles, {"q": number}, {"q": number}),
        Question(
            "an address",
            articles,
            {"q": f"https://news.example/{number}"},
            {"q": f"https://news.example/{number}"},
        ),
        Question(
            "a frequent word, in Latvian",
            articles,
            {"q": words[0], "language": "lv"},
            {"q": words[0], "language__code__exact": "lv"},
        ),
        Question("revisions", "articles/revision/"),
        Question("sightings", "articles/sighting/"),
        Question("tags", "articles/tag/"),
        *(
            Question(f"autocomplete, {what}", "autocomplete/", asked, asked)
            for what, asked in (
                ("tags, two letters", _completing("tags", "st")),
                ("tags, a word", _completing("tags", "kazakh")),
                ("tags, nothing typed", _completing("tags", "")),
                ("sources", _completing("source", "gazette 12")),
                ("articles", _completing("merged_into", words[0])),
            )
        ),
    ]


def _completing(name: str, term: str) -> dict[str, object]:
    return {"app_label": "articles", "model_name": "article", "field_name": name, "term": term}


def _figure(client: Client, question: Question) -> Figure:
    addresses = {
        site: f"/{site}/{question.path}?{urlencode(question.ours if site == 'admin' else question.stock)}"
        for site in ("admin", "stock", "lean")
    }
    runs: dict[str, list[Run]] = {site: [] for site in addresses}
    for address in addresses.values():
        _get(client, address)
    with CaptureQueriesContext(connection) as captured:
        _get(client, addresses["admin"])
    queries = len(captured)
    deadline = time.perf_counter() + SECONDS
    while len(runs["admin"]) < LEAST or (len(runs["admin"]) < RUNS and time.perf_counter() < deadline):
        for site, address in addresses.items():
            runs[site].append(run(lambda address=address: _get(client, address)))
    ours, stock, lean = (_median(runs[site]) for site in addresses)
    print(f"{question.name}: {stock.clock / ours.clock:.1f}", file=sys.stderr)
    return Figure(question.name, queries, ours, stock, lean)


def _median(runs: list[Run]) -> Run:
    return Run(statistics.median(one.clock for one in runs), statistics.median(one.processor for one in runs))


def _get(client: Client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answers {response.status_code}")


def _client() -> Client:
    """Signed in as one who may do everything."""
    from django.contrib.auth.models import User

    user, _ = User.objects.get_or_create(username="benchmark", is_staff=True, is_superuser=True)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


if __name__ == "__main__":
    django.setup()
    with override_settings(
        STORAGES=STORAGES, STATIC_ROOT=settings.STATICFILES_DIRS[0], ROOT_URLCONF="tests.benchmarks.stock"
    ):
        call_command("migrate", verbosity=0)
        json.dump(measure(int(sys.argv[1])), sys.stdout)
