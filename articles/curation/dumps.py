"""A whole dump hidden, which can be undone, or taken out of the archive, which loading it again undoes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from .. import indexing, reviews
from ..batches import in_batches
from ..catalogue import Catalogue, StoredVocabulary
from ..locks import wait_to_write
from ..models import (
    Article,
    ArticleTag,
    Dump,
    Operation,
    Reading,
    Refusal,
    Review,
    Revision,
    Sighting,
    TagRemoval,
)
from ..vocabulary import NamedConcept
from ..writing import number_of
from .editing import back_to_the_dump
from .operations import BATCH, act, having


@dataclass(frozen=True, slots=True)
class Going:
    """What goes with a dump: ids of the articles that no other dump has, of those among them that people
    worked on, and of those that another dump has too; and how many blocks of it were refused."""

    only: set[int]
    worked_on: set[int]
    elsewhere: set[int]
    refused: int


def going(dump: Dump) -> Going:
    seen = set(Sighting.objects.filter(dump=dump).values_list("revision__article", flat=True))
    elsewhere: set[int] = set()
    for batch in in_batches(sorted(seen), BATCH):
        others = Sighting.objects.filter(revision__article__in=batch).exclude(dump=dump)
        elsewhere.update(others.values_list("revision__article", flat=True))
    only = seen - elsewhere
    return Going(only, _worked_on(only), elsewhere, Refusal.objects.filter(dump=dump).count())


def hide(dump: Dump, user: AbstractBaseUser | None) -> Operation | None:
    """Hides the articles that no other dump has."""
    with act(Operation.Kind.HIDE_DUMP, user, going(dump).only) as doing:
        shown = having(Article.objects.published(), "pk", doing.articles)
        hidden = doing.set(Article, shown, status=Article.Status.HIDDEN)
        doing.summary = f"{number_of(hidden, 'article', 'articles')} of {dump} hidden"
    return doing.operation


@transaction.atomic
def remove(dump: Dump) -> Going:
    """Takes out what the dump said: its articles, unless people worked on them, which are hidden and wait
    for a decision; what other dumps say of the rest is shown again."""
    wait_to_write()
    gone = going(dump)
    Sighting.objects.filter(dump=dump).delete()
    for batch in in_batches(sorted(gone.only - gone.worked_on), BATCH):
        Article.objects.filter(pk__in=batch).delete()
    for batch in in_batches(sorted(gone.worked_on), BATCH):
        articles = Article.objects.filter(pk__in=batch)
        reviews.miss(articles)
        articles.published().update(status=Article.Status.HIDDEN)
    for batch in in_batches(sorted(gone.elsewhere), BATCH):
        _fall_back(batch)
    for model in (Refusal, Reading):
        model.objects.filter(dump=dump).delete()
    dump.delete()
    indexing.refresh([*gone.only, *gone.elsewhere])
    return gone


def _worked_on(articles: Collection[int]) -> set[int]:
    """Those of which a person decided something."""
    of_article = {"article": OuterRef("pk")}
    by_hand = (
        ~Q(curated=[])
        | Q(status__in=[Article.Status.MERGED, Article.Status.WITHDRAWN])
        | Q(story__isnull=False)
        | Exists(ArticleTag.objects.filter(**of_article, origin=ArticleTag.Origin.EDITOR))
        | Exists(TagRemoval.objects.filter(**of_article))
        | Exists(Article.objects.filter(merged_into=OuterRef("pk")))
        | Exists(Review.objects.filter(**of_article).exclude(status=Review.Status.OPEN))
    )
    return set(having(Article.objects.filter(by_hand), "pk", articles))


def _fall_back(articles: Collection[int]) -> None:
    """Articles without the wordings that stand in no dump any more."""
    unseen = Revision.objects.filter(article__in=articles, is_edited=False, sightings=None)
    changed = set(unseen.values_list("article", flat=True))
    unseen.delete()
    catalogue, vocabulary = Catalogue(), StoredVocabulary()
    for article in Article.objects.filter(pk__in=changed):
        decided = list(article.curated)
        back_to_the_dump(article, [field for field in Article.CURATED_FIELDS if field not in decided])
        article.save_without_historical_record()
        _keep_tags(article, catalogue, vocabulary)


def _keep_tags(article: Article, catalogue: Catalogue, vocabulary: StoredVocabulary) -> None:
    """Of the tags that dumps gave it, those that the remaining ones give."""
    stated = article.revisions.filter(is_edited=False).values_list("stated", flat=True)
    kept = {
        catalogue.tag(NamedConcept(vocabulary.concept(label, one["language"]), label, one["language"])).pk
        for one in stated
        for label in _labels(one)
    }
    article.article_tags.filter(origin=ArticleTag.Origin.DUMP).exclude(tag__in=kept).delete()


def _labels(stated: dict[str, object]) -> Iterable[str]:
    return filter(None, (stated.get("section"), *stated.get("tags", [])))
