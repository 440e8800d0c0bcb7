"""An editor's words in place of a dump's, field by field, and back."""

from collections.abc import Collection, Iterable

from django.db import transaction

from .. import indexing
from ..catalogue import Catalogue
from ..enrichment import PARAGRAPH_BREAK, read_date, sha256
from ..identity import captured, was_captured_before
from ..loader import opening
from ..locks import wait_to_write
from ..models import Article, ArticleTag, Revision, Tag, TagRemoval

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


def write_body(article: Article, body: str) -> None:
    """The editor's text, with blank lines between paragraphs, in place of the captured one, which is kept, as
    is every text of an editor. The article itself is not saved."""
    paragraphs = [" ".join(lines.split()) for lines in body.split("\n\n")]
    body = PARAGRAPH_BREAK.join(filter(None, paragraphs))
    digest = sha256(f"editor\n{body}")
    revisions = list(article.revisions.defer("body", "stated"))
    article.revisions.update(is_current=False)
    if any(revision.digest == digest for revision in revisions):
        article.revisions.filter(digest=digest).update(is_current=True)
    else:
        Revision.objects.create(
            article=article,
            number=max(revision.number for revision in revisions) + 1,
            body=body,
            body_sha256=sha256(body),
            digest=digest,
            stated={},
            is_edited=True,
        )
    article.opening = opening(body.split(PARAGRAPH_BREAK))


def back_to_the_dump(article: Article, fields: Collection[str]) -> None:
    """What dumps say in place of what an editor decided of these fields. The article itself is not saved."""
    stated = stated_by_dumps(article)
    for field in fields:
        _RESTORED.get(field, _restore_words)(article, field, stated)
    if "body" in fields:
        current = captured(article.revisions.all())
        article.revisions.update(is_current=False)
        article.revisions.filter(pk=current.pk).update(is_current=True)
        article.opening = opening(current.paragraphs)
    article.curated = [field for field in article.curated if field not in fields]


def stated_by_dumps(article: Article) -> dict[str, object]:
    """What dumps say of an article beside its body; what the last wording does not say, an earlier may."""
    stated: dict[str, object] = {}
    last: Revision | None = None
    for revision in article.revisions.filter(is_edited=False).defer("body").order_by("number"):
        said = {name: value for name, value in revision.stated.items() if value is not None}
        if last and was_captured_before(revision, last):
            stated = said | stated
        else:
            stated, last = stated | said, revision
    return stated


def _restore_words(article: Article, field: str, stated: dict[str, object]) -> None:
    setattr(article, field, stated.get(field))


def _restore_source(article: Article, field: str, stated: dict[str, object]) -> None:
    article.source = Catalogue().source(stated.get("source"))


def _restore_language(article: Article, field: str, stated: dict[str, object]) -> None:
    article.language = Catalogue().language(stated["language"])


def _restore_date(article: Article, field: str, stated: dict[str, object]) -> None:
    article.published_text = stated.get("published")
    article.published_origin = stated.get("published_origin")
    last = captured(article.revisions.defer("body"))
    captured_at = last.captured_at if last else None
    date = read_date(article.published_text, article.published_origin, stated["language"], captured_at)
    article.published_at = date and date.at
    article.published_precision = date and date.precision


_RESTORED = {
    "body": lambda *_: None,
    "source": _restore_source,
    "language": _restore_language,
    "published": _restore_date,
}


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
def delete_tags(tags: Iterable[Tag]) -> None:
    """Deletes tags with their names, and takes them off the articles and out of the counts."""
    wait_to_write()
    ids = [tag.pk for tag in tags]
    articles = list(ArticleTag.objects.filter(tag__in=ids).values_list("article", flat=True))
    Tag.objects.filter(pk__in=ids).delete()
    indexing.refresh(articles)
