"""Names of concepts: which articles one would give its tag, and names that come and go with the tags that
articles have by them."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from .. import history, indexing, languages, tagging
from ..batches import in_batches
from ..counts import CAP
from ..folding import name_key
from ..locks import wait_to_write
from ..models import Article, ArticleTag, Indexed, Language, Revision, Tag, TagName, TagRemoval
from ..search.analysis import terms_and_places
from ..search.entries import Span
from ..search.entry import analysed
from ..search.expression import TAG, All, Expression, Facet, any_of
from ..search.index import index
from ..search.snippets import Piece, around
from ..tagging import Names, Stand
from ..wording import whole_text

BATCH = 500

# Of how many articles the texts are in memory together.
READ_AT_ONCE = 50

# How many of the newest articles that may hold a name are looked at before it comes or goes, and how many
# when it does; how many of them are shown.
PREVIEWED, RETAGGED = 2_000, 5_000
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Example:
    """An article, and the words around a name in it."""

    article: Article
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a name would do, or does: to `number` articles, of which `examples` are the newest. `goes_on`
    says that more may hold it than were looked at. Of the others that it stands in, `beside` have the tag
    anyhow (more than CAP are not counted), and `kept_off` are those that an editor took it off."""

    number: int
    examples: Sequence[Example]
    goes_on: bool
    beside: int
    kept_off: int = 0

    @property
    def is_beside_capped(self) -> bool:
        return self.beside > CAP


@dataclass(frozen=True, slots=True)
class Retagged:
    """How many articles gained or lost a tag; `is_cut`, if only the newest that may were looked at."""

    gained: int = 0
    lost: int = 0
    is_cut: bool = False


def owner(language: str, text: str) -> TagName | None:
    """The name of a concept that is called so in this language."""
    rows = TagName.objects.filter(language=language, key=name_key(text))
    return rows.select_related("tag").first()


def drafted(tag: Tag, language: str, text: str) -> TagName:
    """A name that is not stored."""
    name = TagName(tag=tag, language=language, name=text)
    name.set_derived()
    return name


def would_tag(name: TagName) -> Preview:
    """The articles that a name which is not stored would give its tag."""
    stands_in = _stands_in([name])
    if stands_in is None:
        return Preview(0, (), False, 0)
    facet = Facet(TAG, name.tag_id)
    found = _newest(All((stands_in,), (facet,)), PREVIEWED + 1)
    removals = TagRemoval.objects.filter(tag=name.tag_id, article__in=found)
    kept_off = set(removals.values_list("article", flat=True))
    gaining, kept = _Gathered(), _Gathered()
    for one in _looked_at(found[:PREVIEWED], Names(_languages(), [name])):
        (kept if one.pk in kept_off else gaining).add(one)
    beside = index().count(All((stands_in, facet)), Span(), CAP + 1)
    return Preview(gaining.number, gaining.examples(), len(found) > PREVIEWED, beside, kept.number)


def would_untag(name: TagName) -> Preview:
    """The articles that would lose their tag with a stored name: no other name of it stands in them."""
    stands_in = _stands_in([name])
    if stands_in is None:
        return Preview(0, (), False, 0)
    found = _newest(All((stands_in, Facet(TAG, name.tag_id))), PREVIEWED + 1)
    links = ArticleTag.objects.filter(tag=name.tag_id, article__in=found, origin=ArticleTag.Origin.NAMES)
    by_names = set(links.values_list("article", flat=True))
    others = Names(_languages(), _tagging(name.tag_id).exclude(pk=name.pk))
    by_others = {one.pk for one in _looked_at([pk for pk in found if pk in by_names], others)}
    losing, kept = _Gathered(), _Gathered()
    for one in _looked_at(found[:PREVIEWED], Names(_languages(), [name])):
        (losing if one.pk in by_names - by_others else kept).add(one)
    return Preview(losing.number, losing.examples(), len(found) > PREVIEWED, kept.number)


@transaction.atomic
def add(tag: Tag, chosen: Iterable[tuple[str, str]]) -> tuple[list[TagName], Retagged]:
    """Adds names to a concept, each a language and a text, and tags by them; one that means something in its
    language already is left out."""
    wait_to_write()
    before, added = list(tag.names.all()), []
    for language, text in chosen:
        code, text = languages.primary(language), text.strip()[:200]
        if code and text and owner(code, text) is None:
            added.append(TagName.objects.create(tag=tag, language=code, name=text))
    return added, follow(tag, before)


@transaction.atomic
def change(name: TagName) -> Retagged:
    """Saves what was changed of a name."""
    wait_to_write()
    before = list(name.tag.names.all())
    history.remember(name)
    name.save()
    return follow(name.tag, before)


@transaction.atomic
def remove(name: TagName) -> Retagged:
    """Takes a name from its concept, and the tag off the articles that have it by this name alone."""
    wait_to_write()
    before = list(name.tag.names.all())
    history.remember(name)
    name.delete()
    return follow(name.tag, before)


@transaction.atomic
def follow(tag: Tag, before: Collection[TagName]) -> Retagged:
    """Has articles follow the names of a tag, which were these before: of those in which a name stands that
    has come or gone, the newest RETAGGED are looked at."""
    wait_to_write()
    were, are = ({_sense(name): name for name in names} for names in (before, tag.names.all()))
    facet = Facet(TAG, tag.pk)
    come = _stands_in(name for sense, name in are.items() if sense not in were)
    gone = _stands_in(name for sense, name in were.items() if sense not in are)
    found = _newest(All((come,), (facet,)), RETAGGED + 1) if come else []
    found += _newest(All((gone, facet)), RETAGGED + 1) if gone else []
    if not found:
        return Retagged()
    names = Names(_languages(), _tagging(tag.pk))
    gained, lost = set(), set()
    for batch in in_batches(dict.fromkeys(found[:RETAGGED]), BATCH):
        named = [one.pk for one in _looked_at(batch, names)]
        more, less = tagging.write_tag(tag.pk, batch, named)
        gained |= more
        lost |= less
    indexing.reclassify(sorted(gained | lost))
    return Retagged(len(gained), len(lost), len(found) > RETAGGED)


def _sense(name: TagName) -> tuple[str, str, str, bool]:
    """What of a name decides on the texts it is found in."""
    return name.language, name.name, name.terms, name.tags_texts


def _languages() -> list[str]:
    return list(Language.objects.order_by("code").values_list("code", flat=True))


def _tagging(tag: int) -> QuerySet:
    return TagName.objects.filter(tag=tag, tags_texts=True)


def _stands_in(names: Iterable[TagName]) -> Expression | None:
    """What the index is asked for the texts in which one of the names may stand; None if none tags any."""
    phrases = tagging.phrases(names, _languages())
    return any_of(tuple(phrases)) if phrases else None


def _newest(expression: Expression, number: int) -> list[int]:
    """The newest articles that match, so many at the most."""
    positions = index().positions(expression, Span(), ascending=False, number=number)
    found: dict[int, int] = {}
    for batch in in_batches(positions, BATCH):
        found |= dict(Indexed.objects.filter(position__in=batch).values_list("position", "article"))
    return [found[position] for position in positions]


@dataclass(frozen=True, slots=True)
class _Found:
    """An article in which a name stands, with the texts that are looked at, and where the first is."""

    pk: int
    language: str
    texts: Sequence[str]
    stand: Stand


def _looked_at(articles: Iterable[int], names: Names) -> Iterator[_Found]:
    """Those of the articles in which one of the names stands, in their order: read as tagging reads them."""
    for batch in in_batches(articles, READ_AT_ONCE):
        rows = Article.objects.published().filter(pk__in=batch)
        fields = ("pk", "language", "title", "byline", "section", "excerpt")
        told = {pk: row for pk, *row in rows.values_list(*fields)}
        current = Revision.objects.filter(article__in=told, is_current=True)
        bodies = dict(current.values_list("article", "body"))
        for pk in batch:
            if pk not in bodies:
                continue
            language, title, byline, section, excerpt = told[pk]
            text = whole_text(section, excerpt, bodies[pk])
            of_title, _, of_text = analysed((title, byline or "", text), language)
            stands = names.stands(language, (of_title, of_text))
            if first := min(stands, key=lambda stand: (stand.part, stand.at), default=None):
                yield _Found(pk, language, (title, text), first)


class _Gathered:
    """Articles, counted as they are found, the first with the words around the name."""

    def __init__(self) -> None:
        self.number = 0
        self._shown: dict[int, list[Piece]] = {}

    def add(self, found: _Found) -> None:
        self.number += 1
        if len(self._shown) < SHOWN:
            self._shown[found.pk] = _around(found)

    def examples(self) -> list[Example]:
        articles = Article.objects.select_related("language").in_bulk(self._shown)
        return [Example(articles[pk], pieces) for pk, pieces in self._shown.items()]


def _around(found: _Found) -> list[Piece]:
    text = found.texts[found.stand.part]
    _, places = terms_and_places(text, found.language)
    last = found.stand.at + found.stand.terms - 1
    return around(text, places[found.stand.at][0], places[last][1])
