"""What an archive answers to the drawn questions, asked in a process of its own: `python -m tests.answers
fill` makes the articles, `python -m tests.answers ask` reads query strings as JSON and prints the answers.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict

import django

from tests.archives import ROOT, SAMPLES, Archive
from tests.drawn import Question, articles

# Seconds. Thousands of questions take their time on a busy machine.
PATIENCE = 900

# More than the archive holds: one page is the whole list.
ALL = 1_000

# How far a list is paged through, there and back again.
PAGES = 3

# How many articles the samples hold.
SAMPLE_ARTICLES = 22

Answer = dict[str, object]


def fill(archive: Archive) -> None:
    """Loads the samples and makes the drawn articles, in this order: ids are the same in every archive."""
    archive.migrate()
    archive.load(SAMPLES)
    _run(archive, "fill")


def ask(archive: Archive, questions: Iterable[Question], *, ranked: int | None = None) -> list[Answer]:
    """The answer to each question, in their order. With `ranked` no more matches than that are ranked and
    counted."""
    query_strings = [question.query_string for question in questions]
    return json.loads(_run(archive, "ask", *([str(ranked)] if ranked else []), said=query_strings))


def is_sound(archive: Archive) -> bool:
    """Whether the index says of itself that it holds what the entries hold."""
    return json.loads(_run(archive, "is_sound"))


def pk_of(number: int) -> int:
    """The primary key of a drawn article: they were made behind those of the samples."""
    return SAMPLE_ARTICLES + number + 1


def _run(archive: Archive, *arguments: str, said: Sequence[str] = ()) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.answers", *arguments],
        input=json.dumps(said),
        capture_output=True,
        check=False,
        text=True,
        cwd=ROOT,
        env=archive.environment(),
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


# In the process of its own


def make_articles() -> None:
    from tests.rows import make_article

    for drawn in articles():
        make_article(**asdict(drawn))


def answer(query_string: str) -> Answer:
    """How many articles are found, of what, and which ones in which order; if they have no room on one
    page, also as one pages through them."""
    from articles.filters import ArticleFilter
    from articles.listing import listing
    from articles.search.spelling import similar

    asked = ArticleFilter(query_string)
    found = listing(asked.selection, asked.meaning, asked.sort)
    total = found.total()
    return {
        "count": total.articles,
        "count_is_exact": total.is_exact,
        "facets": {
            name: [{str(value): number for value, number in sorted(facet.articles.items())}, facet.is_exact]
            for name, facet in found.facets().items()
        },
        "ids": [article.pk for article in found.page(asked.sort, ALL, None).articles],
        "pages": list(_pages(query_string)) if total.articles > asked.per_page else [],
        "spellings": [] if total.articles else [similar(one.typed.text) for one in asked.meaning.operands],
        "warnings": asked.warnings,
        "concepts": [concept.preferred for concept in asked.meaning.concepts],
    }


def _pages(query_string: str) -> Iterator[tuple[list[int], str | None, str | None]]:
    """The first pages, and from the last of them back to the first: ids and the tokens around them."""
    page = _page(query_string)
    yield page
    for _ in range(PAGES - 1):
        if page[2] is None:
            break
        page = _page(f"{query_string}&after={page[2]}")
        yield page
    while page[1] is not None:
        page = _page(f"{query_string}&before={page[1]}")
        yield page


def _page(query_string: str) -> tuple[list[int], str | None, str | None]:
    from articles.filters import ArticleFilter
    from articles.listing import listing

    asked = ArticleFilter(query_string)
    page = listing(asked.selection, asked.meaning, asked.sort).page(asked.sort, asked.per_page, asked.cursor)
    return [article.pk for article in page.articles], page.before, page.after


def rank_at_most(number: int) -> None:
    """What is true of a large archive, in a small one: most matches are not ranked, and not all counted."""
    from articles.search import matches

    matches.RANKED, matches.CAP = number, 2 * number


def main(command: str, ranked: str = "") -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    django.setup()
    from django.db import connection

    from articles.search.index import index

    with closing(connection):
        if command == "fill":
            make_articles()
            return
        if command == "is_sound":
            json.dump(index().is_sound(), sys.stdout)
            return
        if ranked:
            rank_at_most(int(ranked))
        json.dump([answer(one) for one in json.load(sys.stdin)], sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
