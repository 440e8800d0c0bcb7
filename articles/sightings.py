"""Where an article came from. What was merged into it is part of that."""

from django.db.models import Case, QuerySet, When

from .models import Article, Sighting


def sightings(article: Article) -> QuerySet[Sighting]:
    """Every place where the article was seen, its newest wording first; behind them those of the articles
    that were merged into it."""
    rows = Sighting.objects.filter(revision__article__in=_with_merged(article.pk))
    return (
        rows.select_related("dump", "revision__article__source")
        .defer("revision__body", "revision__stated")
        .order_by(
            Case(When(revision__article=article.pk, then=0), default=1),
            "revision__article_id",
            "-revision__number",
            "id",
        )
    )


def _with_merged(pk: int) -> list[int]:
    """The article and all that leads to it: a query, and one more for each step of the longest way."""
    found = step = [pk]
    while step:
        merged = Article.objects.filter(merged_into__in=step).exclude(pk__in=found)
        step = list(merged.order_by("pk").values_list("pk", flat=True))
        found = [*found, *step]
    return found
