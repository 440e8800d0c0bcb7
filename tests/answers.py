"""What an archive answers to the drawn questions, asked in a process of its own: `python -m tests.answers
fill` makes the articles, `python -m tests.answers ask` reads query strings as JSON and prints the answers.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import asdict
from unittest.mock import patch

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

# Ids, and the tokens of the page before and the page behind.
Page = tuple[list[int], str | None, str | None]


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
    """Indexed together: to read all names of concepts for each by itself would take minutes."""
    from articles import indexing
    from tests.rows import make_article

    with patch.object(indexing, "refresh"):
        made = [make_article(**asdict(drawn)).pk for drawn in articles()]
    indexing.refresh(made)


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
        **_pages(query_string, goes_on=total.articles > asked.per_page),
        "spellings": [] if total.articles else [similar(one.typed.text) for one in asked.meaning.operands],
        "warnings": asked.warnings,
        "concepts": [concept.preferred for concept in asked.meaning.concepts],
    }


def _pages(query_string: str, *, goes_on: bool) -> dict[str, list[Page]]:
    """The first pages of a list that has several, and those from the last of them back to the first."""
    forth, back = [_page(query_string)] if goes_on else [], []
    while forth and forth[-1][2] and len(forth) < PAGES:
        forth.append(_page(f"{query_string}&after={forth[-1][2]}"))
    page = forth[-1] if forth else ([], None, None)
    while page[1]:
        page = _page(f"{query_string}&before={page[1]}")
        back.append(page)
    return {"forth": forth, "back": back}


def _page(query_string: str) -> Page:
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
