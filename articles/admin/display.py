"""How values are written on admin pages: words of any script, links between rows, tables.

Everything is escaped by a template or by format_html; nothing here is marked safe by hand.
"""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from django.db import models
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator

from ..models import Article, Block, Language, Reading
from ..querysets import ArticleQuerySet
from ..writing import web_link

# Characters of a headline in a list, and rows of a table inside a page.
LIST_LENGTH = 120
TABLE_ROWS = 20

EMPTY = "—"


def words(text: str | None, language: Language | None = None) -> str:
    """A dump's words in a list: cut, and in a direction of their own."""
    if not text:
        return EMPTY
    shown = Truncator(text).chars(LIST_LENGTH)
    if language:
        return format_html('<span lang="{}" dir="auto">{}</span>', language.code, shown)
    return format_html('<span dir="auto">{}</span>', shown)


def row_link(row: models.Model | None, text: str | None = None) -> str:
    """A link to the row's own admin page."""
    if row is None:
        return EMPTY
    address = reverse(f"admin:articles_{row._meta.model_name}_change", args=[row.pk])
    shown = Truncator(text or str(row)).chars(LIST_LENGTH)
    return format_html('<a href="{}" dir="auto">{}</a>', address, shown)


def list_link(model: type[models.Model], text: str, **lookups: object) -> str:
    """A link to the list of the rows that the lookups leave."""
    address = reverse(f"admin:articles_{model._meta.model_name}_changelist")
    return format_html('<a href="{}?{}">{}</a>', address, urlencode(lookups), text)


def original_link(article: Article) -> str:
    """A link to the article's original lines, which are public as long as the article is."""
    if article.status != Article.Status.PUBLISHED:
        return "not public while the article is hidden"
    return format_html('<a href="{}">original lines</a>', reverse("original", args=[article.pk]))


def outside_link(url: str | None) -> str:
    """An address as a link, if it is http or https; as text otherwise."""
    if not url:
        return EMPTY
    if not web_link(url):
        return format_html('<span dir="ltr">{}</span>', url)
    return format_html('<a href="{}" dir="ltr" rel="noopener noreferrer">{}</a>', url, url)


def links(articles: ArticleQuerySet, behind: str = "") -> str:
    """Links to articles' own pages, and behind them, if there are any, something else."""
    found = format_html_join(
        ", ", "{}", ((row_link(article),) for article in articles.oldest_first()[:TABLE_ROWS])
    )
    return format_html("{} {}", found, behind) if found else EMPTY


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], rest: str = "") -> str:
    """A table inside a page; `rest` leads to what it leaves out."""
    context = {"columns": columns, "rows": list(rows), "rest": rest}
    return render_to_string("admin/articles/table.html", context)


def short_hash(digest: str) -> str:
    return format_html('<code title="{}">{}</code>', digest, digest[:12])


def lines_of(first: int, last: int) -> str:
    return f"{first:,}" if first == last else f"{first:,}–{last:,}"


def reader_of(row: Block | Reading) -> str:
    return f"{row.reader} {row.reader_version}" if row.reader else "none could read it"
