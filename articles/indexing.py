"""What is derived from articles and kept: the only writer of the search index, of facet counts, of tag
positions, of the tags that articles have by the names in their text, of near-duplicates, and of what may be
one story.

Loader, admin and commands call refresh(ids) in the transaction that changed the articles.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, product
from types import MappingProxyType

from django.db import connection, transaction
from django.db.models import F, OuterRef, Subquery

from . import duplicates, stories, tagging
from .batches import in_batches
from .linked import is_link
from .locks import wait_to_write
from .models import (
    Article,
    ArticleTag,
    FacetCount,
    Indexed,
    IndexState,
    Revision,
    TagName,
    WordForm,
)
from .outlines import Outline
from .positions import first_position, month_of
from .search.analysis import FINGERPRINT
from .search.entry import word_forms
from .search.expression import EVERYTHING, LANGUAGE, SOURCE, TAG, Facet
from .search.index import index
from .tagging import Names
from .wording import Text, Wording, wording_of

BATCH = 500

Cell = tuple[str, int, int, int]
Wordings = Mapping[int, Wording]

NONE_READY: Wordings = MappingProxyType({})


@transaction.atomic
def refresh(article_ids: Iterable[int], wordings: Wordings = NONE_READY) -> None:
    """Brings everything derived from these articles up to date, deleted and hidden ones included. A wording
    that is ready is made no more, if it still is of the article's text."""
    wait_to_write()
    IndexState.objects.get_or_create(pk=1, defaults={"analysis": FINGERPRINT})
    for ids in in_batches(dict.fromkeys(article_ids), BATCH):
        words = _words(ids, wordings)
        tagging.write({pk: found.tags for pk, found in words.items()})
        _refresh_positions(ids)
        before = {row.article_id: row for row in Indexed.objects.filter(article__in=ids)}
        after = _entries(ids, words)
        _add_to_counts(_deltas(before.values(), after.values()))
        _replace(before, after)
        _remember_forms(set().union(*(found.words for found in words.values())))
        duplicates.refresh(ids, _outlines(words))
        stories.refresh(before, after)


@transaction.atomic
def reclassify(article_ids: Iterable[int]) -> None:
    """The same for articles of which only source, tags or date have changed: their texts are not looked
    at again, which is most of the work."""
    wait_to_write()
    for ids in in_batches(dict.fromkeys(article_ids), BATCH):
        _refresh_positions(ids)
        before = {row.article_id: row for row in Indexed.objects.filter(article__in=ids)}
        after = {row.article_id: row for row in _current(ids)}
        if after.keys() - before.keys():
            refresh(ids)
            continue
        for pk, row in after.items():
            row.title, row.byline, row.body = before[pk].title, before[pk].byline, before[pk].body
            _add_links(row, filter(is_link, before[pk].facets.split()))
        _add_to_counts(_deltas(before.values(), after.values()))
        _replace(before, after)
        stories.refresh(before, after)


def rebuild(progress: Callable[[int], object] = lambda number: None) -> None:
    """Makes everything derived anew from the articles, a transaction a batch: pages are served
    meanwhile, and what a killed run left is done by the next. `progress` is told the size of each batch."""
    WordForm.objects.all().delete()
    for name in TagName.objects.iterator():
        terms = name.terms
        name.set_derived()
        if name.terms != terms:
            name.save(update_fields=["terms"])
    index().rebuild()
    duplicates.forget()
    refresh_all(progress)
    _recount()
    stories.rebuild()
    IndexState.objects.update_or_create(pk=1, defaults={"analysis": FINGERPRINT})


def refresh_all(progress: Callable[[int], object] = lambda number: None) -> None:
    """Refreshes every article, and every entry of one that is no more."""
    gone = Indexed.objects.exclude(article__in=Article.objects.published().values("pk"))
    articles = Article.objects.order_by("position").values_list("pk", flat=True)
    for ids in in_batches(chain(gone.values_list("article", flat=True), articles.iterator()), BATCH):
        refresh(ids)
        progress(len(ids))


def wrong_entries(progress: Callable[[int], object] = lambda number: None) -> list[int]:
    """Articles of which the index does not hold what they say, in the order of their ids."""
    wrong = []
    gone = Indexed.objects.exclude(article__in=Article.objects.published().values("pk"))
    articles = Article.objects.order_by("pk").values_list("pk", flat=True)
    for ids in in_batches(chain(gone.values_list("article", flat=True), articles.iterator()), BATCH):
        with transaction.atomic():
            wait_to_write()
            before = {row.article_id: row for row in Indexed.objects.filter(article__in=ids)}
            words = _words(ids, NONE_READY)
            after = _entries(ids, words)
            wrong += duplicates.wrong(ids, _outlines(words))
        wrong += [
            pk
            for pk in before.keys() | after.keys()
            if pk not in before or pk not in after or _values(before[pk]) != _values(after[pk])
        ]
        progress(len(ids))
    return sorted(set(wrong))


@transaction.atomic
def wrong_counts() -> list[tuple[Cell, int, int]]:
    """Cells whose stored count is not what the articles give: (cell, stored, right)."""
    wait_to_write()
    right: Counter[Cell] = Counter()
    for ids in in_batches(Article.objects.values_list("pk", flat=True).iterator(), BATCH):
        for row in _current(ids):
            right.update(_cells(row))
    stored = {
        (row.language, row.source, row.period, row.tag): row.articles for row in FacetCount.objects.iterator()
    }
    return [
        (cell, stored.get(cell, 0), right[cell])
        for cell in sorted(stored.keys() | right.keys())
        if stored.get(cell, 0) != right[cell]
    ]


@transaction.atomic
def _recount() -> None:
    """All counts from the entries of the index."""
    wait_to_write()
    FacetCount.objects.all().delete()
    counts: Counter[Cell] = Counter()
    for row in Indexed.objects.only("language", "source", "year", "tags", "until").iterator():
        counts.update(_cells(row))
    _add_to_counts(counts)


def _refresh_positions(ids: Iterable[int]) -> None:
    position = Article.objects.filter(pk=OuterRef("article")).values("position")
    moved = ArticleTag.objects.filter(article__in=ids).exclude(position=F("article__position"))
    moved.update(position=Subquery(position))


def _current(ids: Iterable[int]) -> list[Indexed]:
    """What the counts should hold of those of the articles that the public may see."""
    tags: dict[int, list[int]] = {}
    links = ArticleTag.objects.filter(article__in=ids).order_by("tag").values_list("article", "tag")
    for article, tag in links:
        tags.setdefault(article, []).append(tag)
    rows = Article.objects.published().filter(pk__in=ids)
    return [
        Indexed(
            position=article.position,
            article_id=article.pk,
            language=article.language_id,
            source=article.source_id,
            year=article.published_at.year if article.published_at else FacetCount.UNDATED,
            tags=tags.get(article.pk, []),
            until=first_position(article.published.end) if article.published else 0,
            facets=_facets(article, tags.get(article.pk, [])),
        )
        for article in rows.only("position", "language", "source", "published_at", "published_precision")
    ]


def _entries(ids: Iterable[int], words: "Mapping[int, _Words]") -> dict[int, Indexed]:
    """What the index should hold of those of the articles that the public may see."""
    entries = {row.article_id: row for row in _current(ids)}
    for pk, row in entries.items():
        row.title, row.byline, row.body = words[pk].columns
        _add_links(row, words[pk].links)
    return entries


def _add_links(row: Indexed, links: Iterable[str]) -> None:
    row.facets = " ".join((row.facets, *sorted(links)))


def _facets(article: Article, tags: Iterable[int]) -> str:
    facets = [
        EVERYTHING,
        Facet(LANGUAGE, article.language_id),
        Facet(SOURCE, article.source_id),
        *(Facet(TAG, tag) for tag in tags),
    ]
    return " ".join(facet.term for facet in facets)


def _replace(before: dict[int, Indexed], after: dict[int, Indexed]) -> None:
    """Writes the entries that have changed, in the order of positions, as the index likes them."""
    same = {pk for pk, row in after.items() if pk in before and _values(row) == _values(before[pk])}
    Indexed.objects.filter(position__in=[row.pk for pk, row in before.items() if pk not in same]).delete()
    fresh = [row for pk, row in after.items() if pk not in same]
    Indexed.objects.bulk_create(sorted(fresh, key=lambda row: row.position))


def _values(row: Indexed) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in Indexed._meta.concrete_fields}


@dataclass(frozen=True, slots=True)
class _Words:
    """What an article's text comes to: the columns of its entry, the links in it, the tags that it names,
    its words as they are written, by language and term, and what it is compared by."""

    columns: Sequence[str]
    links: frozenset[str]
    tags: set[int]
    words: set[tuple[str, str, str]]
    outline: Outline | None

    @classmethod
    def of(cls, wording: Wording, names: Names) -> "_Words":
        # Who wrote an article is not what it is about.
        tags = names.tags_of(wording.text.language, (wording.headline, wording.rest))
        return cls(wording.columns, wording.links, tags, wording.words, wording.outline)


def _words(ids: Iterable[int], wordings: Wordings) -> dict[int, _Words]:
    """The words of those of the articles that the public may see. One text is analysed at a time: the
    terms of a batch of long ones would fill the memory."""
    rows = Article.objects.published().filter(pk__in=ids)
    fields = ("pk", "language", "title", "byline", "section", "excerpt")
    articles = {pk: row for pk, *row in rows.values_list(*fields)}
    current = Revision.objects.filter(article__in=articles, is_current=True)
    texts = {pk: Text(*articles[pk], body) for pk, body in current.values_list("article", "body_sha256")}
    names = Names({text.language for text in texts.values()})
    ready = {pk for pk, text in texts.items() if pk in wordings and wordings[pk].text == text}
    found = {pk: _Words.of(wordings[pk], names) for pk in ready}
    bodies = current.exclude(article__in=ready).values_list("article", "body")
    for pk, body in bodies.iterator(chunk_size=50) if texts.keys() - ready else ():
        found[pk] = _Words.of(wording_of(texts[pk], body), names)
    return found


def _outlines(words: "Mapping[int, _Words]") -> dict[int, Outline]:
    return {pk: found.outline for pk, found in words.items() if found.outline}


def _remember_forms(written: Iterable[tuple[str, str, str]]) -> None:
    """Stores words as they are written, by language and term; most are there already."""
    forms = word_forms(written)
    WordForm.objects.bulk_create(
        [WordForm(written=forms[key], form=key[0], language=key[1], term=key[2]) for key in sorted(forms)],
        ignore_conflicts=True,
    )


def _deltas(before: Iterable[Indexed], after: Iterable[Indexed]) -> Counter[Cell]:
    deltas: Counter[Cell] = Counter()
    for row in after:
        deltas.update(_cells(row))
    for row in before:
        deltas.subtract(_cells(row))
    return deltas


def _cells(row: Indexed) -> Iterator[Cell]:
    """Every count an article is part of: each of its values, and "whichever" in its place; its month only
    where the tag may be any."""
    languages = (row.language, FacetCount.ANY_TEXT)
    sources = (row.source, FacetCount.ANY_ID)
    yield from product(languages, sources, (row.year, FacetCount.ANY_PERIOD), (*row.tags, FacetCount.ANY_ID))
    if month := month_of(row.position, row.until):
        yield from product(languages, sources, (FacetCount.month(row.year, month),), (FacetCount.ANY_ID,))


_ADD_TO_COUNT = """
    INSERT INTO articles_facetcount (language, source, period, tag, articles) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (tag, period, language, source)
    DO UPDATE SET articles = articles_facetcount.articles + excluded.articles
"""

_DROP_EMPTY_COUNT = """
    DELETE FROM articles_facetcount
    WHERE language = %s AND source = %s AND period = %s AND tag = %s AND articles = 0
"""


def _add_to_counts(deltas: Counter[Cell]) -> None:
    """Adds to the stored counts. The ORM's upsert replaces a value; this one adds to it."""
    rows = [(*cell, number) for cell, number in sorted(deltas.items()) if number]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.executemany(_ADD_TO_COUNT, rows)
        if lessened := [row[:-1] for row in rows if row[-1] < 0]:
            cursor.executemany(_DROP_EMPTY_COUNT, lessened)
