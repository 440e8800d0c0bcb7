"""What of an article the public may read: pages, lists, feeds, exports and citations all ask here.

Headline, source, date, language, byline, tags and the address of the original are shown of every article.
The rest goes by the rights of its source: all of it; its section and a short excerpt; or nothing. What a
source does not allow is searched, but never shown.
"""

from .models import Article, Revision, Source
from .writing import opening

# How long an excerpt is where no more may be read, in characters. Shorter than Article.opening at its
# longest, so that one which goes on ends in "…".
LONGEST_EXCERPT = 280


def has_text(article: Article) -> bool:
    """Whether the text may be read: the body, what changed in it, and the lines of the dumps."""
    return article.source.rights == Source.Rights.FULL


def paragraphs(article: Article, wording: Revision) -> list[str]:
    return wording.paragraphs if has_text(article) else []


def excerpt(article: Article) -> str | None:
    """What the dump gives as an excerpt. Where no more than one may be read, it is short, and there is one
    of every article that has a text."""
    match article.source.rights:
        case Source.Rights.FULL:
            return article.excerpt
        case Source.Rights.EXCERPT:
            return opening(article.excerpt, LONGEST_EXCERPT) or _beginning(article.opening) or None
    return None


def summary(article: Article) -> str:
    """What stands for the text where all of it has no room."""
    return excerpt(article) or (article.opening if has_text(article) else "")


def section(article: Article) -> str | None:
    return None if article.source.rights == Source.Rights.HEADLINE else article.section


def _beginning(text: str) -> str:
    """The first words, and never all of them: of a short text, half."""
    return opening(text, LONGEST_EXCERPT if len(text) > LONGEST_EXCERPT else len(text) // 2)
