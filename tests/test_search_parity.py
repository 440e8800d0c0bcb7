"""SQLite and PostgreSQL find the same articles in the same order; and this suite would see if they did not.

The PostgreSQL database sorts as a dictionary does (ICU), as most servers do: by itself it would not put
words in the order of their code points, which is SQLite's.
"""

import shutil
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from articles.search.analysis import is_dense, terms_of
from tests import answers
from tests.answers import Answer
from tests.archives import Archive
from tests.drawn import ARTICLES, KINDS, QUESTIONS, Question, articles, questions
from tests.postgres_server import fresh_database

# One worker of xdist makes the archives, and asks.
pytestmark = [pytest.mark.postgres, pytest.mark.xdist_group("parity")]

# How many of the questions find something, or the lists that are compared would be empty ones.
FOUND = 0.7

# So few are ranked that most lists go on behind them by date.
RANKED, ASKED_WITH_FEW_RANKED = 25, 500

SQLITE, POSTGRESQL = "sqlite", "postgresql"


@dataclass(frozen=True)
class Both:
    """The same articles in both databases, and what each answers to the questions."""

    archives: dict[str, Archive]
    answers: dict[str, list[Answer]] = field(repr=False)

    def asked(self, chosen: Sequence[Question], **options: int) -> dict[str, list[Answer]]:
        return _in_both(lambda archive: answers.ask(archive, chosen, **options), self.archives)


def differences(
    asked: Sequence[Question], one: Sequence[Answer], other: Sequence[Answer]
) -> list[tuple[str, dict[str, tuple[object, object]]]]:
    """Which questions are answered otherwise, and in what."""
    return [
        (
            question.query_string,
            {name: (here[name], there[name]) for name in here if here[name] != there[name]},
        )
        for question, here, there in zip(asked, one, other, strict=True)
        if here != there
    ]


def test_both_find_the_same_articles_in_the_same_order(both: "Both"):
    """Counts, facets, whole lists, pages there and back, spellings, concepts and warnings."""
    assert differences(questions(), both.answers[SQLITE], both.answers[POSTGRESQL]) == []


def test_both_go_on_by_date_alike_behind_what_is_ranked(both: "Both"):
    asked = questions()[:ASKED_WITH_FEW_RANKED]
    answered = both.asked(asked, ranked=RANKED)
    assert differences(asked, answered[SQLITE], answered[POSTGRESQL]) == []
    assert sum(answer["count"] > RANKED for answer in answered[SQLITE]) > 50
    assert not any(map(_strays, answered[SQLITE]))


def test_pages_are_the_list_in_pieces_there_and_back(both: "Both"):
    paged = [answer for answer in both.answers[SQLITE] if answer["back"]]
    assert not any(map(_strays, paged))
    assert len(paged) > 200


def test_most_questions_find_something(both: "Both"):
    pairs = zip(questions(), both.answers[SQLITE], strict=True)
    found = [question for question, answer in pairs if answer["count"]]
    assert len(found) > FOUND * QUESTIONS
    assert min(Counter(question.kind for question in found).values()) > 20


def test_there_are_questions_enough_of_every_kind():
    assert len({question.query_string for question in questions()}) == QUESTIONS
    assert len(articles()) == ARTICLES
    assert min(Counter(question.kind for question in questions()).values()) > 80
    assert set(KINDS) == {question.kind for question in questions()}
    filters = Counter(name for question in questions() for name in question.filters)
    assert min(filters.values()) > 100
    assert len(filters) == 9


def test_the_articles_are_of_all_sorts(both: "Both"):
    assert len({drawn.language for drawn in articles()}) > 25
    assert {len(drawn.published or "") for drawn in articles()} == {0, 4, 7, 10, 19}
    lengths, gaps = zip(
        *both.archives[SQLITE].rows(
            "SELECT length(body) - length(replace(body, ' ', '')), (' ' || body || ' ') LIKE '% : %'"
            " FROM articles_indexed"
        ),
        strict=True,
    )
    assert max(lengths) > 15_900
    assert sum(gaps) >= 3


# An index that has lost something gives other answers.


@dataclass(frozen=True)
class Entry:
    """The terms of one article as the index holds them."""

    article: int
    position: int
    title: tuple[str, ...]
    byline: tuple[str, ...]
    body: tuple[str, ...]
    facets: str

    @property
    def row(self) -> tuple[int | str, ...]:
        return (self.position, *map(" ".join, (self.title, self.byline, self.body)), self.facets)


def without_the_term(entry: Entry, terms: Sequence[str]) -> Entry:
    """As if the first of the terms stood nowhere, with the others where they were."""
    title, byline, body = (
        tuple(":" if term == terms[0] else term for term in part)
        for part in (entry.title, entry.byline, entry.body)
    )
    return Entry(entry.article, entry.position, title, byline, body, entry.facets)


def in_another_place(entry: Entry, terms: Sequence[str]) -> Entry:
    """As if the first two of the terms stood the other way round where they follow each other."""
    title, byline, body = (
        _replaced(part, terms[:2], terms[1::-1]) for part in (entry.title, entry.byline, entry.body)
    )
    return Entry(entry.article, entry.position, title, byline, body, entry.facets)


def without_the_weight(entry: Entry, terms: Sequence[str]) -> Entry:
    """As if the words of the headline were but words of the text."""
    body = (*entry.body, *entry.title)
    return Entry(entry.article, entry.position, (), entry.byline, body, entry.facets)


# What an index can lose, and the kind of question that it is asked for by.
LOSSES: dict[str, tuple[str, Callable[[Entry, Sequence[str]], Entry]]] = {
    "a term": ("word", without_the_term),
    "a position": ("phrase", in_another_place),
    "a weight": ("title", without_the_weight),
}


ON_EITHER = pytest.mark.parametrize("database", [SQLITE, POSTGRESQL])


@ON_EITHER
@pytest.mark.parametrize("loss", LOSSES)
def test_an_index_that_loses_it_of_one_article_answers_otherwise(
    both: "Both", copied: Callable[[Archive], Archive], loss: str, database: str
):
    kind, change = LOSSES[loss]
    archive = copied(both.archives[database])
    question, entry = _telling(both, archive, kind)
    assert answers.is_sound(archive)

    damage(archive, entry, change(entry, _terms(question)))

    asked, right = _about(both, entry.article)
    found = answers.ask(archive, asked)
    assert entry.article not in found[asked.index(question)]["ids"]
    assert question.query_string in dict(differences(asked, right, found))
    assert not answers.is_sound(archive)


@ON_EITHER
def test_rebuild_search_sees_what_an_index_has_lost_and_makes_it_anew(
    both: "Both", copied: Callable[[Archive], Archive], database: str
):
    archive = copied(both.archives[database])
    question, entry = _telling(both, archive, "title")
    damage(archive, entry, without_the_weight(entry, _terms(question)))
    checked = archive.manage("rebuild_search", "--check")
    assert (checked.returncode, checked.stdout) == (1, "The index itself is damaged.\n")

    assert archive.manage("rebuild_search").returncode == 0

    assert archive.manage("rebuild_search", "--check").returncode == 0
    asked, right = _about(both, entry.article)
    assert differences(asked, right, answers.ask(archive, asked)) == []


def damage(archive: Archive, entry: Entry, damaged: Entry) -> None:
    """Makes the index hold something else than the entry of an article, which stays as it is."""
    assert damaged != entry
    with closing(archive.connect()) as connection:
        if archive.url.startswith(SQLITE):
            places = "(articles_search, rowid, title, byline, body, facets) VALUES (?, ?, ?, ?, ?, ?)"
            connection.execute(f"INSERT INTO articles_search {places}", ("delete", *entry.row))
            places = "(rowid, title, byline, body, facets) VALUES (?, ?, ?, ?, ?)"
            connection.execute(f"INSERT INTO articles_search {places}", damaged.row)
            return
        # The database makes the vector by a function: for the time of a change, by another one.
        [right] = connection.execute("SELECT pg_get_functiondef('articles_vector'::regproc)").fetchone()
        [vector] = connection.execute(
            "SELECT articles_vector(%s, %s, %s, %s)::text", damaged.row[1:]
        ).fetchone()
        body = sql.SQL("SELECT {}::tsvector").format(vector).as_string(connection)
        head, _, _ = right.partition("\nAS ")
        connection.execute(sql.SQL("{} AS {}").format(sql.SQL(head), body).as_string(connection))
        connection.execute("UPDATE articles_indexed SET title = title WHERE article_id = %s", [entry.article])
        connection.execute(right)


def _telling(both: "Both", archive: Archive, kind: str) -> tuple[Question, Entry]:
    """A question that asks for words of an article as they stand there, without any filter, and finds it by
    nothing but them; and the entry of that article."""
    for question, answer in zip(questions(), both.answers[SQLITE], strict=True):
        terms = _terms(question)
        if (
            question.kind != kind
            or is_dense(question.words)
            or question.filters.keys() - {"sort"}
            or answer["concepts"]
            or not 1 < answer["count"] < 20
        ):
            continue
        entry = _entry(archive, answers.pk_of(question.article))
        if kind == "title" and set(terms) <= set(entry.title):
            return question, entry
        if kind == "phrase" and len(terms) == 2 and _replaced(entry.body, terms, terms[::-1]) != entry.body:
            return question, entry
        if kind == "word" and set(terms) <= set(entry.body) and len(terms[0]) > 3:
            return question, entry
    raise LookupError(f"no question of the kind {kind} tells as much")


def _terms(question: Question) -> tuple[str, ...]:
    """The terms of a typed word or phrase in the language of its article."""
    return terms_of(question.words.removeprefix("title:"), articles()[question.article].language)


def _about(both: "Both", article: int) -> tuple[list[Question], list[Answer]]:
    """The questions that find an article, and the right answers to them."""
    pairs = zip(questions(), both.answers[SQLITE], strict=True)
    found = [(question, answer) for question, answer in pairs if article in answer["ids"]]
    return [question for question, _ in found], [answer for _, answer in found]


def _entry(archive: Archive, article: int) -> Entry:
    [(position, title, byline, body, facets)] = archive.rows(
        "SELECT position, title, byline, body, facets FROM articles_indexed"  # noqa: S608
        f" WHERE article_id = {article}"
    )
    parts = (tuple(part.split()) for part in (title, byline, body))
    return Entry(article, position, *parts, facets)


def _replaced(terms: Sequence[str], pair: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """Terms with another pair in the place of one, wherever that stands."""
    text = f" {' '.join(terms)} ".replace(f" {' '.join(pair)} ", f" {' '.join(other)} ")
    return tuple(text.split())


def _strays(answer: Answer) -> bool:
    """Whether the pages forth are not the beginning of the list, or those back not the same again."""
    forth, back = ([ids for ids, _, _ in answer[way]] for way in ("forth", "back"))
    together = list(chain.from_iterable(forth))
    return together != answer["ids"][: len(together)] or back != forth[-2::-1]


@pytest.fixture(scope="module")
def both(_postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """Filled and asked at the same time, because either takes a minute."""
    with dictionary_ordered_database(_postgres) as url:
        file = tmp_path_factory.mktemp("parity") / "archive.sqlite3"
        archives = {SQLITE: Archive(f"sqlite:///{file}"), POSTGRESQL: Archive(url)}
        _in_both(answers.fill, archives)
        yield Both(archives, _in_both(lambda archive: answers.ask(archive, questions()), archives))


@pytest.fixture
def copied(_postgres: str, tmp_path: Path) -> Iterator[Callable[[Archive], Archive]]:
    """Copies an archive that nobody is using."""
    with ExitStack() as stack:

        def copy(archive: Archive) -> Archive:
            if archive.url.startswith(SQLITE):
                return Archive(f"sqlite:///{shutil.copy(archive.file, tmp_path / 'copy.sqlite3')}")
            return Archive(stack.enter_context(fresh_database(_postgres, template_url=archive.url)))

        yield copy


@contextmanager
def dictionary_ordered_database(server_url: str) -> Iterator[str]:
    """The address of an empty database that sorts as English dictionaries do, gone at the end."""
    name = f"archive_{uuid.uuid4().hex}"
    create = "CREATE DATABASE {} TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'"
    with closing(psycopg.connect(server_url, autocommit=True)) as connection:
        connection.execute(sql.SQL(create).format(sql.Identifier(name)))
        yield urlsplit(server_url)._replace(path=f"/{name}").geturl()
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _in_both(work: Callable[[Archive], object], archives: dict[str, Archive]) -> dict[str, object]:
    with ThreadPoolExecutor() as pool:
        return dict(zip(archives, pool.map(work, archives.values()), strict=True))
