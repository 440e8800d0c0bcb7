"""Articles as a list shows them: headline and some of the text, with the words that were asked for marked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.html import format_html, format_html_join

from . import citations, labels, rights
from .enrichment import PARAGRAPH_BREAK
from .labels import Label
from .models import Article, Revision
from .querysets import folded
from .search.expression import TITLE
from .search.meaning import Meaning
from .search.snippets import Marker, Piece
from .writing import opening

# How many of its tags a card shows.
SHOWN_TAGS = 6

# How much of a text a card shows that holds no match, in characters.
SHOWN_TEXT = 220


@dataclass(frozen=True, slots=True)
class Card:
    """An article of a list. `tags` are labels with their links; `folded` are those of the same list that
    have nearly the same text."""

    article: Article
    link: str
    title: Sequence[Piece]
    text: Sequence[Piece]
    language: Label
    tags: Sequence[tuple[Label, str]]
    coins: str = ""
    folded: Sequence["Card"] = ()


def cards(
    articles: Sequence[Article],
    meaning: Meaning | None = None,
    asked: Sequence[tuple[str, str]] = (),
    permalink: Callable[[Article], str] | None = None,
) -> list[Card]:
    """The cards of articles, in their order; near-duplicates fold under the first of them. With words, the
    text shown is where they stand. The links carry what was asked for, so that an article knows the list
    it was opened from. With permanent links each card can be saved by a reference manager."""
    words = None if meaning is None or meaning.is_empty else meaning
    texts = bodies(articles) if words else {}
    tags = linked_tags(articles)
    query = f"?{urlencode(asked)}" if asked else ""

    def card(article: Article, others: Sequence[Article] = ()) -> Card:
        title, text = _marked(article, texts.get(article.pk, ""), words) if words else _plain(article)
        return Card(
            article,
            f"{article.get_absolute_url()}{query}",
            title,
            text,
            labels.language(article.language),
            tags[article.pk][:SHOWN_TAGS],
            citations.coins(article, permalink(article)) if permalink else "",
            list(map(card, others)),
        )

    return [card(article, others) for article, others in folded(articles)]


def linked_tags(articles: Sequence[Article]) -> dict[int, list[tuple[Label, str]]]:
    """What the tags of articles are called here, and the pages of them."""
    rows = {tag.pk: tag for article in articles for tag in article.tags.all()}
    known = labels.tag_labels(rows.values())
    links = {pk: tag.get_absolute_url() for pk, tag in rows.items()}
    return {one.pk: [(known[tag.pk], links[tag.pk]) for tag in one.tags.all()] for one in articles}


def html(pieces: Sequence[Piece]) -> str:
    """Pieces as HTML, each escaped by itself, the matches in <mark>."""
    return format_html_join(
        "",
        "{}",
        ((format_html("<mark>{}</mark>", one.text) if one.is_match else one.text,) for one in pieces),
    )


def bodies(articles: Sequence[Article]) -> dict[int, str]:
    """The current wordings of those articles whose text may be read."""
    ids = [article.pk for article in articles if rights.has_text(article)]
    return dict(Revision.objects.filter(article__in=ids, is_current=True).values_list("article", "body"))


def _marked(article: Article, body: str, meaning: Meaning) -> tuple[Sequence[Piece], Sequence[Piece]]:
    marker = Marker(meaning, article.language_id)
    title = marker.marked(article.title, TITLE)
    texts = rights.excerpt(article), " ".join(body.split(PARAGRAPH_BREAK)), rights.section(article)
    for text in filter(None, texts):
        pieces = marker.excerpt(text)
        if any(piece.is_match for piece in pieces):
            return title, pieces
    return title, _opening(article)


def _plain(article: Article) -> tuple[Sequence[Piece], Sequence[Piece]]:
    return [Piece(article.title)], _opening(article)


def _opening(article: Article) -> list[Piece]:
    text = opening(rights.summary(article), SHOWN_TEXT)
    return [Piece(text)] if text else []
