"""Whether readers find what the archive holds: queries, the articles that answer them, and floors.

The judgement stands in tests/relevance, and is a person's, made from the texts and not from results:

- `queries.tsv`: what is typed, the articles that have to be found (`relevant`), those that are no
  mistake either (`allowed`), and the forms of words by which the relevant ones are known: forms of one
  word with commas between them, words with plus signs. Kind `same`: typed in the language of the
  articles; articles in others, which a concept brings along, are allowed. Kind `cross`: whatever names
  the concept, in any language, is relevant.
- `concepts.tsv`: the articles that name a concept, and those that come near it. In the other list
  `@elections` stands for these: among the relevant for those that name it, among the allowed for both,
  and `@elections:lv` for those in Latvian. What comes near is always allowed.
- `distractors.tsv`: articles about other things in words that look alike.

An article is called by its dump and its number in it: `lv-page#2`.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

import pytest
from django.db import connection, transaction
from django.test import Client

from articles import indexing
from articles.concepts import add_starting_vocabulary
from articles.loader import Loader
from articles.models import Article, Revision, Sighting, Tag, TagName
from articles.readers import DumpFile
from articles.search import analysis
from tests.archives import SAMPLES
from tests.rows import make_article

pytestmark = pytest.mark.django_db

# What a search has to reach, over all queries of a kind. Recall is that of the first FIRST results.
FIRST = 10
RECALL = 0.98
RECIPROCAL_RANK = 0.95
PRECISION = 0.95

# Where there is no way from a concept to its names in other languages, cross-language recall is below this.
RECALL_OF_WORDS_ALONE = 0.60

SAME, CROSS = "same", "cross"

RELEVANCE = Path(__file__).parent / "relevance"


def test_the_suite_asks_enough_in_every_language():
    asked = [(row["kind"], row["language"]) for row in QUERIES]
    for language in ("ar", "en", "lv", "pl", "th"):
        assert asked.count((SAME, language)) >= 16
        assert asked.count((CROSS, language)) >= 9


def test_no_query_is_asked_twice():
    asked = [(row["kind"], row["query"]) for row in QUERIES]
    assert sorted(set(asked)) == sorted(asked)


def test_every_article_of_the_lists_is_in_the_archive(collection: "Collection"):
    listed = {key for row in (*QUERIES, *CONCEPTS.values()) for key in _keys(row)}
    assert {key for key in listed if collection.has_dump_of(key)} - collection.articles.keys() == set()


def test_every_relevant_article_holds_what_it_is_listed_for(collection: "Collection"):
    listed = [(row["query"], row["relevant"], row["forms"]) for row in QUERIES if row["forms"]]
    listed += [(name, row["named"], row["forms"]) for name, row in CONCEPTS.items()]
    assert [
        (name, key)
        for name, cell, forms in listed
        for key in sorted(collection.resolve(cell))
        if not _holds(collection.texts[key], forms)
    ] == []


def test_no_article_that_holds_as_much_is_missing_from_the_lists(collection: "Collection"):
    """Words alone, in scripts with spaces; short ones are words of other languages too."""
    listed = [
        (row["query"], f"{row['relevant']} {row['allowed']}", row["forms"])
        for row in QUERIES
        if row["forms"] and not re.search(r'[":]|(^| )-|\bOR\b', row["query"])
    ]
    listed += [(name, f"@{name}", row["forms"]) for name, row in CONCEPTS.items()]
    assert [
        (name, key)
        for name, cell, forms in listed
        if not analysis.is_dense(forms)
        for key in sorted(collection.articles.keys() - collection.resolve(cell, with_near=True))
        if _holds(collection.texts[key], forms, longer_than=3)
    ] == []


@pytest.mark.parametrize("kind", [SAME, CROSS])
def test_what_a_query_is_to_find_is_among_the_first(measured: "Measured", kind: str):
    """In any form, with or without diacritics, under any name, in any script."""
    assert measured.of(kind).recall >= RECALL, measured.of(kind).report()


def test_what_a_query_is_to_find_comes_first(measured: "Measured"):
    found = measured.of(SAME)
    assert found.reciprocal_rank >= RECIPROCAL_RANK, found.report()


@pytest.mark.parametrize("kind", [SAME, CROSS])
def test_what_a_query_finds_is_right(measured: "Measured", kind: str):
    assert measured.of(kind).precision >= PRECISION, measured.of(kind).report()


# A search that has lost something falls below the same floors, or they would be no measure.

ON_SAMPLES = pytest.mark.parametrize("collection", ["samples"], indirect=True)


@ON_SAMPLES
def test_without_stems_the_forms_of_a_word_are_not_found(collection: "Collection", monkeypatch):
    monkeypatch.setattr(analysis, "term_of", lambda word, language: analysis.solid(word))
    indexing.rebuild()
    found = measure(collection).of(SAME)
    assert found.recall < RECALL
    assert found.reciprocal_rank < RECIPROCAL_RANK


@ON_SAMPLES
def test_without_pairs_words_inside_unbroken_text_are_not_found(collection: "Collection", monkeypatch):
    def whole(run: str, start: int, *_: object) -> Iterator[analysis.Term]:
        yield analysis.Term(analysis.solid(run), start, start + len(run))

    monkeypatch.setattr(analysis, "_pairs", whole)
    indexing.rebuild()
    found = measure(collection)
    assert found.of(SAME).recall < RECALL
    assert found.of(CROSS).recall < RECALL


def test_without_concepts_other_languages_are_not_found(collection: "Collection"):
    assert measure(collection, expand="0").of(CROSS).recall < RECALL_OF_WORDS_ALONE


@dataclass(frozen=True)
class Collection:
    """What an archive holds, by the keys of the lists: ids, languages, and the text that is searched."""

    articles: dict[str, int]
    languages: dict[str, str]
    texts: dict[str, str]

    def has_dump_of(self, key: str) -> bool:
        """Whether the dump that a key names was loaded at all."""
        return key.partition("#")[0] in {own.partition("#")[0] for own in self.articles}

    def resolve(self, cell: str, *, with_near: bool = False) -> set[str]:
        """The articles of this archive that a cell of the lists names."""
        found = set()
        for name in cell.split():
            concept, _, language = name.removeprefix("@").partition(":")
            if not name.startswith("@"):
                found.add(name)
                continue
            row = CONCEPTS[concept]
            keys = {*row["named"].split(), *(row["near"].split() if with_near else ())}
            found |= {key for key in keys if not language or self.languages.get(key) == language}
        return found & self.articles.keys()


@dataclass(frozen=True)
class Answer:
    """What a query found, in order, beside what it should have."""

    query: str
    found: list[str]
    relevant: set[str]
    allowed: set[str]

    @property
    def recall(self) -> float:
        """Of the relevant ones that have room among the first, how many are there."""
        return len(self.relevant & set(self.found[:FIRST])) / min(FIRST, len(self.relevant))

    @property
    def reciprocal_rank(self) -> float:
        return next((1 / rank for rank, key in enumerate(self.found, 1) if key in self.relevant), 0.0)

    @property
    def wrong(self) -> list[str]:
        return [key for key in self.found if key not in self.relevant | self.allowed]

    @property
    def missing(self) -> list[str]:
        """The relevant ones that are not found, or behind the first though there is room."""
        here = self.found[:FIRST] if len(self.relevant) <= FIRST else self.found
        return sorted(self.relevant - set(here))

    def __str__(self) -> str:
        parts = [f"recall {self.recall:.2f}, first right 1/{round(1 / (self.reciprocal_rank or 1 / 99))}"]
        if self.missing:
            parts.append(f"missing {' '.join(self.missing)}")
        if self.wrong:
            parts.append(f"wrong {' '.join(self.wrong)}")
        return f"{self.query}: {'; '.join(parts)}"


@dataclass(frozen=True)
class Figures:
    """The means over the queries of a kind."""

    answers: list[Answer] = field(repr=False)

    @property
    def recall(self) -> float:
        return fmean(answer.recall for answer in self.answers)

    @property
    def reciprocal_rank(self) -> float:
        return fmean(answer.reciprocal_rank for answer in self.answers)

    @property
    def precision(self) -> float:
        """Of what is found, how much is relevant or allowed; a query that finds nothing has none."""
        return fmean(1 - len(answer.wrong) / len(answer.found) for answer in self.answers if answer.found)

    def report(self) -> str:
        """Every query that missed something, and how."""
        lines = [
            f"{len(self.answers)} queries: recall@{FIRST} {self.recall:.4f}, "
            f"reciprocal rank {self.reciprocal_rank:.4f}, precision {self.precision:.4f}"
        ]
        lines += [str(one) for one in self.answers if one.recall < 1 or one.reciprocal_rank < 1 or one.wrong]
        return "\n".join(lines)


@dataclass(frozen=True)
class Measured:
    answers: dict[str, list[Answer]] = field(repr=False)

    def of(self, kind: str) -> Figures:
        return Figures(self.answers[kind])


def measure(collection: Collection, **parameters: str) -> Measured:
    """Asks every query that has something to find in this archive."""
    keys = {pk: key for key, pk in collection.articles.items()}
    answers: dict[str, list[Answer]] = {SAME: [], CROSS: []}
    client = Client()
    for row in QUERIES:
        if not (relevant := collection.resolve(row["relevant"])):
            continue
        asked = {"q": row["query"], "per_page": "50"} | parameters
        answer = client.get("/articles.json", asked).json()
        found = [keys[result["id"]] for result in answer["results"]]
        allowed = collection.resolve(f"{row['relevant']} {row['allowed']}", with_near=True)
        answers[row["kind"]].append(Answer(row["query"], found, relevant, allowed))
    return Measured(answers)


@pytest.fixture(scope="module", params=["samples", pytest.param("real dumps", marks=pytest.mark.real_dumps)])
def collection(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker
) -> Iterator[Collection]:
    """An archive of the samples and the distractors, then one that has the real dumps besides; each is
    loaded once, and taken back at the end."""
    folders = [SAMPLES]
    if request.param != "samples":
        folders.append(request.getfixturevalue("real_dumps"))
    with django_db_blocker.unblock():
        # Django finds this out by a transaction of its own, which has no place within another.
        assert connection.features.supports_transactions
        with transaction.atomic():
            yield _load(folders)
            transaction.set_rollback(True)


@pytest.fixture(scope="module")
def measured(collection: Collection) -> Measured:
    return measure(collection)


def _load(folders: Iterable[Path]) -> Collection:
    add_starting_vocabulary(Tag, TagName)
    with Loader() as run:
        for path in [path for folder in folders for path in sorted(folder.glob("*.txt"))]:
            run.load(DumpFile.open(path))
    articles = {
        f"distractors#{number}": make_article(**row, source="Leisure Pages").pk
        for number, row in enumerate(_rows("distractors.tsv"), 1)
    }
    seen: dict[str, list[int]] = {}
    for name, pk in Sighting.objects.order_by("dump__name", "line_start").values_list(
        "dump__name", "revision__article"
    ):
        seen.setdefault(Path(name).stem, []).append(pk)
    articles |= {f"{dump}#{number}": pk for dump, pks in seen.items() for number, pk in enumerate(pks, 1)}
    keys = {pk: key for key, pk in articles.items()}
    bodies = dict(Revision.objects.filter(is_current=True).values_list("article", "body"))
    rows = {keys[row.pk]: row for row in Article.objects.all()}
    return Collection(
        articles,
        {key: row.language_id for key, row in rows.items()},
        {key: _plain("\n".join(_texts(row, bodies.get(row.pk, "")))) for key, row in rows.items()},
    )


def _texts(article: Article, body: str) -> list[str]:
    return [text for text in (article.title, article.byline, article.excerpt, body) if text]


def _holds(text: str, forms: str, *, longer_than: int = 0) -> bool:
    """Whether a text holds a form of every word; whole, where words have spaces between them."""
    return all(
        any(
            form in text if analysis.is_dense(form) else re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text)
            for form in word.split(", ")
            if len(form) > longer_than
        )
        for word in forms.split(" + ")
    )


def _plain(text: str) -> str:
    """Small letters; without harakat, tatweel, Hebrew points and marks of direction."""
    text = re.sub(
        "[\u064b-\u065f\u0670\u0640\u0591-\u05c7\u200e\u200f]", "", unicodedata.normalize("NFC", text)
    )
    return text.casefold()


def _keys(row: Mapping[str, str]) -> set[str]:
    cells = (row.get(column, "") for column in ("relevant", "allowed", "named", "near"))
    return {key for cell in cells for key in cell.split() if not key.startswith("@")}


def _rows(name: str) -> list[dict[str, str]]:
    with (RELEVANCE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


QUERIES = _rows("queries.tsv")
CONCEPTS = {row["concept"]: row for row in _rows("concepts.tsv")}
