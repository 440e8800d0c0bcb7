"""Places in dumps taken out of the archive, with all that nothing else says: what goes with them, what people
worked on and is kept, and what the places that are left say of the rest."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from .. import history, indexing, languages, reviews
from ..batches import in_batches
from ..catalogue import Catalogue, StoredVocabulary
from ..enrichment import identified_by, sure_keys, title_key
from ..models import (
    Article,
    ArticleKey,
    ArticleTag,
    Operation,
    Refusal,
    Review,
    Revision,
    Sighting,
    TagRemoval,
)
from ..vocabulary import NamedConcept
from .editing import back_to_the_dump, stated_by_dumps
from .operations import BATCH

# Behind the number of every wording, so that numbers can change places.
_BEYOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Going:
    """What goes with some places: ids of the articles that are seen nowhere else, of those among them that
    the public sees, and of those that people worked on; of the articles that are seen elsewhere too; and how
    many refused blocks."""

    only: set[int]
    shown: set[int]
    worked_on: set[int]
    elsewhere: set[int]
    refused: int


@dataclass(frozen=True, slots=True)
class Unsaid:
    """What a place no longer says of an article, though it stays: its wording, and what was stated there."""

    article: int
    revision: int
    said: Mapping[str, object]


def going(places: Q) -> Going:
    """`places` tells which sightings and refusals. As many rows are looked at as there are of them, in few
    queries."""
    others = Sighting.objects.filter(revision__article=OuterRef("pk")).exclude(places)
    seen = Sighting.objects.filter(places).order_by().values("revision__article")
    articles = Article.objects.filter(pk__in=seen).order_by()
    only = articles.filter(~Exists(others))
    return Going(
        only=_ids(only),
        shown=_ids(only.published()),
        worked_on=_ids(only.filter(_BY_HAND)) | (_ids(only.filter(status=_HIDDEN)) - _hidden_with_dumps()),
        elsewhere=_ids(articles.filter(Exists(others))),
        refused=Refusal.objects.filter(places).count(),
    )


def take_out(places: Q, reason: str, user: AbstractBaseUser | None, unsaid: Collection[Unsaid] = ()) -> Going:
    """Takes out what these places said, as if nobody had read them: their articles, unless people worked on
    them, which are hidden and wait for a decision; the others are what the places that are left say. A part
    of a transaction that holds the writer's lock."""
    gone = going(places)
    rest = _Rest(places, unsaid)
    elsewhere = gone.elsewhere | {one.article for one in unsaid} - gone.only
    changed = [pk for batch in in_batches(sorted(elsewhere), BATCH) for pk in rest.fall_back(batch)]
    Sighting.objects.filter(places).delete()
    for batch in in_batches(sorted(gone.only - gone.worked_on), BATCH):
        Article.objects.filter(pk__in=batch).delete()
    for batch in in_batches(sorted(gone.worked_on), BATCH):
        _leave_to_a_person(batch, reason, user)
    Refusal.objects.filter(places).defer("raw").delete()
    indexing.refresh([*sorted(gone.only), *changed])
    return gone


_HIDDEN = Article.Status.HIDDEN

_OF_ARTICLE = {"article": OuterRef("pk")}

# What a person decided of an article. To hide it is such a decision too, unless it was hidden with a dump.
_BY_HAND = (
    ~Q(curated=[])
    | Q(status__in=[Article.Status.MERGED, Article.Status.WITHDRAWN])
    | Q(story__isnull=False)
    | Exists(Revision.objects.filter(**_OF_ARTICLE, is_edited=True))
    | Exists(ArticleTag.objects.filter(**_OF_ARTICLE, origin=ArticleTag.Origin.EDITOR))
    | Exists(TagRemoval.objects.filter(**_OF_ARTICLE))
    | Exists(Article.objects.filter(merged_into=OuterRef("pk")))
    | Exists(Review.objects.filter(**_OF_ARTICLE).exclude(status=Review.Status.OPEN))
    | Exists(Review.objects.filter(other=OuterRef("pk")).exclude(status=Review.Status.OPEN))
)


def _hidden_with_dumps() -> set[int]:
    operations = Operation.objects.filter(kind=Operation.Kind.HIDE_DUMP, undone_at=None)
    return {
        pk
        for steps in operations.values_list("steps", flat=True)
        for step in steps
        if step["model"] == Article._meta.model_name
        for pk in step["rows"]
    }


def _ids(articles: QuerySet) -> set[int]:
    return set(articles.values_list("pk", flat=True))


def _leave_to_a_person(pks: Collection[int], reason: str, user: AbstractBaseUser | None) -> None:
    history.remember_many(pks)
    articles = list(Article.objects.filter(pk__in=pks))
    shown = [article for article in articles if article.status == Article.Status.PUBLISHED]
    reviews.miss(articles, shown)
    Article.objects.published().filter(pk__in=pks).update(status=_HIDDEN, updated_at=timezone.now())
    history.note_many(pks, user, reason)


class _Rest:
    """What the places that are left say of articles that had others too."""

    def __init__(self, places: Q, unsaid: Iterable[Unsaid]):
        self._places = places
        self._unsaid: dict[int, list[Unsaid]] = {}
        for one in unsaid:
            self._unsaid.setdefault(one.article, []).append(one)
        self._catalogue = Catalogue()
        self._vocabulary = StoredVocabulary()
        self._tags: dict[tuple[str, str], int | None] = {}

    def fall_back(self, pks: Collection[int]) -> list[int]:
        """Takes the places out of what is kept of articles; answers which of them may be others by that: one
        of a single wording, of which all places state the same, is not."""
        rows = Sighting.objects.filter(revision__article__in=pks).annotate(goes=self._places)
        places: dict[int, list[Sighting]] = {}
        rows = rows.select_related("revision").defer("raw", "revision__body")
        for place in rows.order_by("pk"):
            places.setdefault(place.revision.article_id, []).append(place)
        changed = [
            pk
            for pk, found in places.items()
            if pk in self._unsaid
            or len({place.revision_id for place in found}) > 1
            or any(place.stated is not None for place in found)
        ]
        for article in Article.objects.filter(pk__in=changed):
            self._take_out(article, places[article.pk])
        return changed

    def _take_out(self, article: Article, places: Sequence[Sighting]) -> None:
        left = [place for place in places if not place.goes]
        altered = self._unsaid.get(article.pk, ())
        unsaid = [*(place.says for place in places if place.goes), *(one.said for one in altered)]
        said = [place.says for place in left]
        captured = article.revisions.filter(is_edited=False).order_by("-number")
        last = captured.values_list("pk", flat=True).first()
        seen = {place.revision_id for place in places} | {one.revision for one in altered}
        lost = seen - {place.revision_id for place in left}
        article.revisions.filter(pk__in=lost).delete()
        _renumber(article, left)
        _restate(left)
        undecided = [field for field in Article.CURATED_FIELDS if field not in article.curated]
        back_to_the_dump(article, undecided)
        article.guid = stated_by_dumps(article).get("guid")
        newest = captured.first()
        if newest.pk != last:
            reviews.doubt({article: ()})
            if "language" in undecided:
                article.language_confidence = _confidence(newest)
        article.save_without_historical_record()
        keys = _keys(unsaid) - _keys(said)
        ArticleKey.objects.filter(article=article, key__in=keys).delete()
        tags = self._tags_of(unsaid) - self._tags_of(said)
        article.article_tags.filter(tag__in=tags, origin=ArticleTag.Origin.DUMP).delete()

    def _tags_of(self, said: Iterable[Mapping[str, object]]) -> set[int | None]:
        return {
            self._tag(label, one["language"])
            for one in said
            for label in (one.get("section"), *one.get("tags", ()))
            if label
        }

    def _tag(self, label: str, language: str) -> int | None:
        if (label, language) not in self._tags:
            named = NamedConcept(self._vocabulary.concept(label, language), label, language)
            tag = self._catalogue.known_tag(named)
            self._tags[label, language] = tag and tag.pk
        return self._tags[label, language]


def _renumber(article: Article, places: Iterable[Sighting]) -> None:
    """Numbers the wordings that are left from 1, in the order in which the places that are left were seen.
    An editor's keep their turn."""
    first_seen = {place.revision_id: place.pk for place in reversed(list(places))}
    rows = list(article.revisions.only("number").order_by("number"))
    captured = iter(sorted((row for row in rows if row.pk in first_seen), key=lambda row: first_seen[row.pk]))
    in_turn = [next(captured) if row.pk in first_seen else row for row in rows]
    numbers = {row.number: number for number, row in enumerate(in_turn, 1)}
    if any(old != new for old, new in numbers.items()):
        article.revisions.update(number=F("number") + _BEYOND)
        for row in in_turn:
            Revision.objects.filter(pk=row.pk).update(number=numbers[row.number])
    for state in Article.history.filter(id=article.pk, wording__isnull=False).only("wording"):
        state.wording = numbers.get(state.wording)
        state.save(update_fields=["wording"])


def _restate(places: Iterable[Sighting]) -> None:
    """Lets a wording say what was stated at the first of the places that are left."""
    of_wording: dict[int, list[Sighting]] = {}
    for place in places:
        of_wording.setdefault(place.revision_id, []).append(place)
    for same in of_wording.values():
        first = same[0].says
        for place in same:
            stated = None if place.says == first else place.says
            if stated != place.stated:
                Sighting.objects.filter(pk=place.pk).update(stated=stated)
        Revision.objects.filter(pk=same[0].revision_id).update(stated=first)


def _confidence(revision: Revision) -> float | None:
    """How sure a load was that this wording is in its language: None where it went by something else."""
    stated = revision.stated
    text = identified_by(stated["title"], revision.paragraphs, stated["excerpt"])
    identified = languages.identify(text)
    is_own = identified and identified.code == stated["language"] and languages.is_sure(identified, text)
    return identified.confidence if is_own else None


def _keys(said: Iterable[Mapping[str, object]]) -> set[str]:
    return {
        key
        for one in said
        for key in (
            *sure_keys(one["source"], one["guid"], one["url"]),
            title_key(one["source"], one["language"], one["title"]),
        )
    }
