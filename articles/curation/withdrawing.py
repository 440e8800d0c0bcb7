"""Articles that the public is shown no more: withdrawn, which can be lifted, and erased, which cannot."""

from collections.abc import Iterable, Sequence

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Replace

from .. import indexing
from ..locks import wait_to_write
from ..models import Article, Operation, Sighting, Tombstone, TombstoneKey, Withdrawal, WordForm
from ..search.entries import Span
from ..search.entry import analysed, word_forms
from ..search.expression import Phrase
from ..search.index import index
from ..tombstones import outline_of, place_key
from ..writing import number_of
from .operations import REMOVED, Step, act, having, quote

Kind = Operation.Kind


def withdraw(articles: Sequence[Article], reason: str, user: AbstractBaseUser | None) -> Operation | None:
    """Takes articles from everywhere the public looks, and leaves a reason at their addresses."""
    taken = [article for article in articles if article.status != Article.Status.WITHDRAWN]
    with act(Kind.WITHDRAW, user, [article.pk for article in taken]) as doing:
        doing.set(Article, doing.articles, status=Article.Status.WITHDRAWN, merged_into_id=None)
        doing.add(Withdrawal(article=article, reason=reason) for article in taken)
        doing.summary = f"{number_of(len(taken), 'article', 'articles')} withdrawn: {reason}"
    return doing.operation


def lift(articles: Sequence[Article], user: AbstractBaseUser | None) -> Operation | None:
    """Publishes withdrawn articles again."""
    lifted = [article for article in articles if article.status == Article.Status.WITHDRAWN]
    with act(Kind.LIFT, user, [article.pk for article in lifted]) as doing:
        doing.remove(Withdrawal, having(Withdrawal.objects, "article", doing.articles))
        doing.set(Article, doing.articles, status=Article.Status.PUBLISHED)
        doing.summary = f"{number_of(len(lifted), 'article', 'articles')} shown again"
    return doing.operation


class CannotErase(Exception):
    """Says why to the administrator."""


@transaction.atomic
def erase(article: Article, user: AbstractBaseUser | None) -> Tombstone:
    """Takes an article out of the archive for good: its texts, its history, what was noted of it, and the
    raw blocks it was read from. What is left are hashes, by which no load brings it back; dump files and
    backups are not the archive's to change."""
    wait_to_write()
    if article.merged.exists():
        raise CannotErase("Other articles were merged into it: undo that first, or erase them before it.")
    _overwrite_what_is_deleted()
    pk, quoted, forms = article.pk, quote(article), _forms_of(article)
    tombstone = _mark(article, user)
    article.delete()
    Article.history.filter(id=pk).delete()
    _take_out_of_the_log(pk, quoted)
    indexing.refresh([pk])
    _forget_forms(forms)
    index().forget_deleted()
    return tombstone


def _mark(article: Article, user: AbstractBaseUser | None) -> Tombstone:
    body = article.revisions.get(is_current=True).body
    outline = outline_of(article.title, body, article.language_id)
    tombstone = Tombstone.objects.create(
        article=article.pk,
        hashes=outline.hashes if outline else b"",
        shingles=outline.shingles if outline else 0,
        erased_by=user,
    )
    sure = set(article.revisions.values_list("digest", flat=True))
    places = Sighting.objects.filter(revision__article=article).select_related("dump").defer("raw")
    sure |= {place_key(row.dump, row.byte_start) for row in places}
    keys = dict.fromkeys(sure, True) | dict(article.keys.values_list("key", "is_sure"))
    TombstoneKey.objects.bulk_create(
        TombstoneKey(tombstone=tombstone, key=key, is_sure=is_sure) for key, is_sure in sorted(keys.items())
    )
    return tombstone


def _take_out_of_the_log(article: int, quoted: str) -> None:
    """What others did that names it goes on standing there, without its headline."""
    kind = ContentType.objects.get_for_model(Article)
    LogEntry.objects.filter(content_type=kind, object_id=str(article)).delete()
    for model, column in (
        (LogEntry, "change_message"),
        (Operation, "summary"),
    ):
        rows = model.objects.filter(**{f"{column}__contains": quoted})
        rows.update(**{column: Replace(F(column), Value(quoted), Value("“an erased article”"))})
    for operation in Operation.objects.filter(steps__isnull=False).iterator():
        steps = [_without(step, article) for step in operation.steps]
        if steps != operation.steps:
            Operation.objects.filter(pk=operation.pk).update(steps=[step for step in steps if step["rows"]])


def _without(step: Step, article: int) -> Step:
    if step["did"] == REMOVED:
        return step | {"rows": [row for row in step["rows"] if row.get("article_id") != article]}
    if step["model"] == "article":
        return step | {"rows": [pk for pk in step["rows"] if pk != article]}
    return step


def _forms_of(article: Article) -> set[tuple[str, str]]:
    """(language, term) of the words that look-ups know, of all of its wordings."""
    language = article.language_id
    texts = [article.title, article.byline or "", article.section or "", article.excerpt or ""]
    texts += article.revisions.values_list("body", flat=True)
    found = {
        (word, language, term)
        for part in analysed(texts, language)
        for word, term in set(zip(part.words, part.terms, strict=True))
    }
    return {(language, term) for _, language, term in word_forms(found)}


def _forget_forms(forms: Iterable[tuple[str, str]]) -> None:
    """Takes away the words that no article holds any more."""
    for language, term in sorted(forms):
        if not index().count(Phrase((term,), languages=(language,)), Span(), 1):
            WordForm.objects.filter(language=language, term=term).delete()


def _overwrite_what_is_deleted() -> None:
    """SQLite leaves it in the file until the room is needed; PostgreSQL until it has been vacuumed."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")
