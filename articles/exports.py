"""Articles in the forms that programs read."""

from .cards import Card, html


def result(card: Card, url: str) -> dict[str, object]:
    """One article of a list. `snippet` is HTML: escaped text with the matches in <mark>."""
    article = card.article
    return {
        "id": article.pk,
        "title": article.title,
        "url": url,
        "original_url": article.url,
        "source": article.source.name,
        "language": article.language_id,
        "published": article.published.isoformat() if article.published else None,
        "published_precision": article.published_precision,
        "byline": article.byline,
        "tags": [tag.name for tag in article.tags.all()],
        "snippet": html(card.text),
    }
