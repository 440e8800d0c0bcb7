"""Articles as a list shows them: headline and some of the text, with the words that were asked for marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.html import format_html, format_html_join

from .enrichment import PARAGRAPH_BREAK
from .models import Article, Revision
from .search.expression import TITLE
from .search.meaning import Meaning
from .search.snippets import Marker, Piece
from .templatetags.archive import opening

# How many of its tags a card shows.
SHOWN_TAGS = 6

# How much of a text a card shows that holds no match, in characters.
SHOWN_TEXT = 220


@dataclass(frozen=True, slots=True)
class Card:
    article: Article
    link: str
    title: Sequence[Piece]
    text: Sequence[Piece]

    @property
    def tags(self) -> Sequence[object]:
        return self.article.tags.all()[:SHOWN_TAGS]


def cards(articles: Sequence[Article], meaning: Meaning | None = None, expands: bool = True) -> list[Card]:
    """The cards of articles, in their order. With words, the text shown is where they stand."""
    if meaning is None or meaning.is_empty:
        return [Card(one, one.get_absolute_url(), [Piece(one.title)], _opening(one)) for one in articles]
    asked = urlencode([("q", meaning.query.text), *([] if expands else [("expand", "0")])])
    ids = [article.pk for article in articles]
    bodies = dict(Revision.objects.filter(article__in=ids, is_current=True).values_list("article", "body"))
    return [_marked(one, bodies.get(one.pk, ""), meaning, asked) for one in articles]


def html(pieces: Sequence[Piece]) -> str:
    """Pieces as HTML, each escaped by itself, the matches in <mark>."""
    return format_html_join(
        "",
        "{}",
        ((format_html("<mark>{}</mark>", one.text) if one.is_match else one.text,) for one in pieces),
    )


def _marked(article: Article, body: str, meaning: Meaning, asked: str) -> Card:
    marker = Marker(meaning, article.language_id)
    title = marker.marked(article.title, TITLE)
    link = f"{article.get_absolute_url()}?{asked}"
    texts = [
        text for text in (article.excerpt, " ".join(body.split(PARAGRAPH_BREAK)), article.section) if text
    ]
    for text in texts:
        pieces = marker.excerpt(text)
        if any(piece.is_match for piece in pieces):
            return Card(article, link, title, pieces)
    return Card(article, link, title, _opening(article))


def _opening(article: Article) -> list[Piece]:
    text = opening(article.excerpt or article.opening, SHOWN_TEXT)
    return [Piece(text)] if text else []
