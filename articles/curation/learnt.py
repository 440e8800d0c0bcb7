"""Sources, languages and tags that loads have made, by names in dumps, when no article has them any more."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from .. import languages
from ..batches import in_batches
from ..models import Article, ArticleTag, Language, Sighting, Source, Tag, TagName, TagRemoval
from .operations import BATCH


@dataclass(frozen=True, slots=True)
class Learnt:
    """Ids of sources and tags, codes of languages."""

    sources: set[int]
    languages: set[str]
    tags: set[int]


def learnt_at(places: Q) -> Learnt:
    """What the articles are of that were seen at these places."""
    seen = Sighting.objects.filter(places).order_by().values("revision__article")
    articles = Article.objects.filter(pk__in=seen).order_by()
    links = ArticleTag.objects.filter(article__in=seen, origin=ArticleTag.Origin.DUMP).order_by()
    return Learnt(
        set(articles.values_list("source", flat=True).distinct()),
        set(articles.values_list("language", flat=True).distinct()),
        set(links.values_list("tag", flat=True).distinct()),
    )


def forget(learnt: Learnt) -> None:
    """Deletes those of them that no article has, unless a person made them or changed them. No history is
    left of it, as there was none before."""
    for batch in in_batches(sorted(learnt.sources), BATCH):
        pks = _ids(_unused_sources(batch))
        Source.objects.filter(pk__in=pks).delete()
        Source.history.filter(id__in=pks).delete()
    for batch in in_batches(sorted(learnt.tags), BATCH):
        pks = _ids(_unused_tags(batch))
        Tag.objects.filter(pk__in=pks).delete()
        Tag.history.filter(id__in=pks).delete()
        TagName.history.filter(tag_id__in=pks).delete()
    for language in Language.objects.filter(~_is_of("language"), pk__in=learnt.languages):
        names = languages.names_of(language.code)
        own = language.name, language.english_name, language.direction
        if own == (names.name, names.english_name, names.direction):
            language.delete()


def _unused_sources(pks: Collection[int]) -> QuerySet:
    unused = Source.objects.filter(~_is_of("source"), pk__in=pks, merged_into=None, merged=None)
    return unused.exclude(pk__in=Source.history.filter(id__in=pks).values("id"))


def _unused_tags(pks: Collection[int]) -> QuerySet:
    """What a dump calls its sections is a name that is shown and that no text is tagged by; those that an
    archive starts with are others, and so are those of countries."""
    own = {"tag": OuterRef("pk")}
    known = TagName.objects.filter(**own).exclude(is_shown=True, tags_texts=False)
    used = (model.objects.filter(**own) for model in (ArticleTag, TagRemoval))
    unused = Tag.objects.filter(pk__in=pks, territory=None, merged_into=None, merged=None)
    for rows in (known, *used, TagName.history.filter(tag_id=OuterRef("pk"))):
        unused = unused.filter(~Exists(rows))
    return unused.exclude(pk__in=Tag.history.filter(id__in=pks).values("id"))


def _is_of(column: str) -> Exists:
    return Exists(Article.objects.filter(**{column: OuterRef("pk")}))


def _ids(rows: QuerySet) -> list[int]:
    return list(rows.values_list("pk", flat=True))
