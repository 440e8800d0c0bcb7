"""What an editor decides, written so that it stays decided: no load undoes it.

Each function is a part of a transaction that holds the writer's lock and ends with indexing.refresh.
"""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone

from .. import indexing, languages
from ..batches import in_batches
from ..folding import name_key
from ..locks import wait_to_write
from ..models import Article, ArticleTag, Tag, TagName, TagRemoval
from ..querysets import ArticleQuerySet

BATCH = 500

# What is stored in two columns is decided as one.
_DECIDED_AS = {"published_at": "published", "published_precision": "published"}


def decide(article: Article, columns: Collection[str]) -> None:
    """Marks what the editor changed as decided. Saves nothing."""
    decided = {_DECIDED_AS.get(column, column) for column in columns}
    if "published" in decided:
        article.published_origin = Article.Origin.EDITOR
    if "language" in decided:
        article.language_confidence = None
    article.curated = [
        field for field in Article.CURATED_FIELDS if field in decided or field in article.curated
    ]


def set_tags(article: Article, tags: Iterable[Tag]) -> None:
    """Gives the article exactly these tags. What is taken off is noted, so that no load puts it back."""
    chosen = {tag.pk for tag in tags}
    present = set(article.article_tags.values_list("tag", flat=True))
    removed, added = present - chosen, chosen - present
    article.article_tags.filter(tag__in=removed).delete()
    TagRemoval.objects.bulk_create(
        [TagRemoval(article=article, tag_id=tag) for tag in sorted(removed)],
        ignore_conflicts=True,
    )
    article.tag_removals.filter(tag__in=added).delete()
    ArticleTag.objects.bulk_create(
        [ArticleTag(article=article, tag_id=tag, origin=ArticleTag.Origin.EDITOR) for tag in sorted(added)]
    )


@transaction.atomic
def set_status(articles: ArticleQuerySet, status: str) -> list[Article]:
    """Publishes or hides, and answers which articles were not so before."""
    wait_to_write()
    changed = list(articles.select_related(None).exclude(status=status).only("title"))
    for batch in in_batches((article.pk for article in changed), BATCH):
        Article.objects.filter(pk__in=batch).update(status=status, updated_at=timezone.now())
    indexing.refresh(article.pk for article in changed)
    return changed


@transaction.atomic
def delete_tags(tags: Iterable[Tag]) -> None:
    """Deletes tags with their names, and takes them off the articles and out of the counts."""
    wait_to_write()
    ids = [tag.pk for tag in tags]
    articles = list(ArticleTag.objects.filter(tag__in=ids).values_list("article", flat=True))
    Tag.objects.filter(pk__in=ids).delete()
    indexing.refresh(articles)


@transaction.atomic
def add_names(tag: Tag, chosen: Iterable[str]) -> list[TagName]:
    """Adds names to a concept, each written "language:name"; one that means something in its language
    already is left out."""
    wait_to_write()
    added = []
    for one in chosen:
        language, _, text = one.partition(":")
        code, text = languages.primary(language), text.strip()[:200]
        if code and text and not TagName.objects.filter(language=code, key=name_key(text)).exists():
            added.append(TagName.objects.create(tag=tag, language=code, name=text))
    return added
