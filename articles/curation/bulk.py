"""One decision for many articles at once. Each answers with the Operation, None where all was so already."""

from collections.abc import Collection, Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet

from ..batches import in_batches
from ..models import Article, ArticleTag, Language, Operation, Source, Tag, TagRemoval
from ..writing import number_of
from .operations import BATCH, Act, act, having

Kind = Operation.Kind

# What a person decided for one article and its reason is not changed for many at once.
SHUT = (Article.Status.MERGED, Article.Status.WITHDRAWN)


def publish(articles: Collection[int], user: AbstractBaseUser | None) -> Operation | None:
    return _set_status(Kind.PUBLISH, articles, Article.Status.PUBLISHED, user)


def hide(articles: Collection[int], user: AbstractBaseUser | None) -> Operation | None:
    return _set_status(Kind.HIDE, articles, Article.Status.HIDDEN, user)


def set_language(
    articles: Collection[int], language: Language, user: AbstractBaseUser | None
) -> Operation | None:
    with act(Kind.LANGUAGE, user, articles) as doing:
        decide(doing, articles, "language")
        changed = doing.set(Article, articles, language_id=language.pk, language_confidence=None)
        doing.summary = f"{language} is the language of {_articles(changed)}"
    return doing.operation


def set_source(articles: Collection[int], source: Source, user: AbstractBaseUser | None) -> Operation | None:
    with act(Kind.SOURCE, user, articles) as doing:
        decide(doing, articles, "source")
        changed = doing.set(Article, articles, source_id=source.pk)
        doing.summary = f"{source} is the source of {_articles(changed)}"
    return doing.operation


def retag(
    articles: Collection[int], added: Iterable[Tag], removed: Iterable[Tag], user: AbstractBaseUser | None
) -> Operation | None:
    """Gives articles tags and takes some off; what is taken off, no load puts back."""
    added, removed = list(added), list(removed)
    with act(Kind.RETAG, user, articles) as doing:
        changed = {article for tag in added for article in _add_tag(doing, articles, tag)}
        changed |= {article for tag in removed for article in _remove_tag(doing, articles, tag)}
        names = [*(f"+{tag}" for tag in added), *(f"−{tag}" for tag in removed)]
        doing.summary = f"{', '.join(names)} on {_articles(len(changed))}"
    return doing.operation


def decide(doing: Act, articles: Collection[int], field: str) -> None:
    """Marks a field of articles as an editor's."""
    by_marks: dict[tuple[str, ...], list[int]] = {}
    for batch in in_batches(articles, BATCH):
        for pk, curated in Article.objects.filter(pk__in=batch).values_list("pk", "curated"):
            by_marks.setdefault(tuple(curated), []).append(pk)
    for marks, pks in by_marks.items():
        decided = [name for name in Article.CURATED_FIELDS if name == field or name in marks]
        doing.set(Article, pks, curated=decided)


def _set_status(
    kind: Kind, articles: Collection[int], status: Article.Status, user: AbstractBaseUser | None
) -> Operation | None:
    with act(kind, user, articles) as doing:
        free = having(Article.objects.exclude(status__in=SHUT), "pk", articles)
        changed = doing.set(Article, free, status=status)
        doing.summary = f"{_articles(changed)} now {status}"
    return doing.operation


def _add_tag(doing: Act, articles: Collection[int], tag: Tag) -> set[int]:
    links = ArticleTag.objects.filter(tag=tag)
    missing = sorted(set(articles) - _articles_of(links, articles))
    doing.remove(TagRemoval, having(TagRemoval.objects.filter(tag=tag), "article", missing))
    origin = ArticleTag.Origin.EDITOR
    doing.add(ArticleTag(article_id=article, tag=tag, origin=origin) for article in missing)
    return set(missing)


def _remove_tag(doing: Act, articles: Collection[int], tag: Tag) -> set[int]:
    links, removals = ArticleTag.objects.filter(tag=tag), TagRemoval.objects.filter(tag=tag)
    had = _articles_of(links, articles)
    doing.remove(ArticleTag, having(links, "article", had))
    noted = _articles_of(removals, had)
    doing.add(TagRemoval(article_id=article, tag=tag) for article in sorted(had - noted))
    return had


def _articles_of(rows: QuerySet, articles: Collection[int]) -> set[int]:
    """Those of the articles that have such a row."""
    found: set[int] = set()
    for batch in in_batches(articles, BATCH):
        found.update(rows.filter(article__in=batch).values_list("article", flat=True))
    return found


def _articles(number: int) -> str:
    return number_of(number, "article", "articles")
