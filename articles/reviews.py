"""What a person is asked: loads and what is derived from articles raise it, the admin decides it. What was
decided once is not asked again."""

from collections.abc import Collection, Iterable, Mapping

from django.db.models import Q
from django.utils import timezone

from .batches import in_batches
from .enrichment import UNCERTAIN_LANGUAGE, UNKNOWN_SOURCE, UNREADABLE_DATE, sha256
from .models import Article, Refusal, Review
from .readers import Doubt

BATCH = 500

UNSEEN = Doubt("no dump has it any more", "")

# The same of an article that is hidden for that alone.
HIDDEN_UNSEEN = Doubt(UNSEEN.reason, "it was public until then")

# Which field of an article a doubt is about; of any other, it is about a line of the text.
_ABOUT = {
    UNKNOWN_SOURCE: (Review.Kind.SOURCE, "source"),
    UNCERTAIN_LANGUAGE: (Review.Kind.LANGUAGE, "language"),
    UNREADABLE_DATE: (Review.Kind.DATE, "published"),
    UNSEEN.reason: (Review.Kind.UNSEEN, None),
}
_OF_A_LINE = (Review.Kind.LINE, None)

# What a load doubts of the wording it reads, so that another wording settles it.
_OF_A_WORDING = (Review.Kind.LINE, Review.Kind.LANGUAGE, Review.Kind.SOURCE, Review.Kind.DATE)

# Two articles, the older first.
Pair = tuple[int, int]


def pair_of(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def doubt(found: Mapping[Article, Iterable[Doubt]]) -> None:
    """Asks what a load doubts of articles in place of what was doubted of their last wording. What an
    editor has decided is in no doubt."""
    Review.objects.filter(
        article__in=[article.pk for article in found], kind__in=_OF_A_WORDING, status=Review.Status.OPEN
    ).delete()
    _raise((article, one) for article, doubts in found.items() for one in doubts)


def miss(articles: Collection[Article], hidden: Collection[Article] = ()) -> None:
    """Asks what to do with articles that no dump has any more, some of which are hidden until then."""
    Review.objects.filter(article__in=articles, kind=Review.Kind.UNSEEN).delete()
    _raise((article, HIDDEN_UNSEEN if article in hidden else UNSEEN) for article in articles)


def found_again(article_ids: Collection[int]) -> set[int]:
    """Asks no more what to do with articles that a dump has after all, and shows again those that were
    hidden until somebody would have decided it; answers which."""
    asked = Review.objects.filter(article__in=article_ids, kind=Review.Kind.UNSEEN, status=Review.Status.OPEN)
    hidden = asked.filter(text=HIDDEN_UNSEEN.text, article__status=Article.Status.HIDDEN)
    back = set(hidden.values_list("article", flat=True))
    Article.objects.filter(pk__in=back).update(status=Article.Status.PUBLISHED, updated_at=timezone.now())
    asked.delete()
    return back


def refuse(refusals: Iterable[Refusal]) -> None:
    """Asks a person to look at refused blocks. The rows have been written, and have their keys."""
    Review.objects.bulk_create(
        [Review(kind=Review.Kind.REFUSAL, refusal=row, reason=row.reason) for row in refusals],
        batch_size=BATCH,
        ignore_conflicts=True,
    )


def pair(kind: str, reasons: Mapping[Pair, str]) -> None:
    """Asks whether two articles are what `kind` says."""
    Review.objects.bulk_create(
        [
            Review(kind=kind, article_id=one, other_id=other, reason=reason)
            for (one, other), reason in sorted(reasons.items())
        ],
        batch_size=BATCH,
        ignore_conflicts=True,
    )


def settle_pairs(kind: str, article_ids: Collection[int], reasons: Mapping[Pair, str]) -> None:
    """Asks what is found of pairs, and of these articles nothing else any more of what nobody has decided:
    what is asked for the same reason stays as it is."""
    for ids in in_batches(sorted(article_ids), BATCH):
        either = Q(article__in=ids) | Q(other__in=ids)
        asked = Review.objects.filter(either, kind=kind, status=Review.Status.OPEN)
        gone = [
            pk
            for pk, one, other, reason in asked.values_list("pk", "article", "other", "reason")
            if reasons.get((one, other)) != reason
        ]
        Review.objects.filter(pk__in=gone).delete()
    pair(kind, reasons)


def forget_pairs(kind: str, article_ids: Collection[int]) -> None:
    """Asks no more of these articles what nobody has decided yet: what is derived of them has changed."""
    for ids in in_batches(sorted(article_ids), BATCH):
        either = Q(article__in=ids) | Q(other__in=ids)
        Review.objects.filter(either, kind=kind, status=Review.Status.OPEN).delete()


def forget_all(kind: str) -> None:
    """Asks nothing of this kind any more that nobody has decided yet, until it is found anew."""
    Review.objects.filter(kind=kind, status=Review.Status.OPEN).delete()


def rejected_pairs(kind: str, article_ids: Collection[int]) -> set[Pair]:
    """The pairs with one of these articles of which a person said no."""
    found: set[Pair] = set()
    for ids in in_batches(sorted(article_ids), BATCH):
        either = Q(article__in=ids) | Q(other__in=ids)
        rows = Review.objects.filter(either, kind=kind, status=Review.Status.REJECTED)
        found.update(rows.values_list("article", "other"))
    return found


def pairs_among(kind: str, article_ids: Collection[int]) -> dict[Pair, bool]:
    """The pairs of these articles that a person is asked or has decided, and whether it is open."""
    among = set(article_ids)
    found: dict[Pair, bool] = {}
    for ids in in_batches(sorted(among), BATCH):
        rows = Review.objects.filter(article__in=ids, kind=kind, other__isnull=False)
        for one, other, status in rows.values_list("article", "other", "status"):
            if other in among:
                found[one, other] = status == Review.Status.OPEN
    return found


def _raise(doubted: Iterable[tuple[Article, Doubt]]) -> None:
    rows = []
    for article, one in doubted:
        kind, field = _ABOUT.get(one.reason, _OF_A_LINE)
        if field is None or field not in article.curated:
            rows.append(
                Review(
                    article=article,
                    kind=kind,
                    reason=one.reason,
                    text=one.text,
                    # A source stays unknown under another headline.
                    mark=sha256("" if kind == Review.Kind.SOURCE else one.text),
                    line=one.line,
                )
            )
    Review.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
