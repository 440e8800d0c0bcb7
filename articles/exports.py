"""Articles in the forms that programs read: whole lists, streamed, and single articles.

A list is walked page by page, so that what one costs in memory is a batch, however long it is. An error
on the way is not caught: the answer breaks off, and no client takes the part for the whole.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from . import citations, feeds, paging, rights
from .cards import Card, html
from .listing import Listing
from .models import Article, Revision
from .sightings import sightings

# How many articles are held at once.
BATCH = 500

FILE_NAME = "reform-archive"

COLUMNS = (
    "id",
    "title",
    "source",
    "language",
    "published",
    "published_precision",
    "byline",
    "section",
    "tags",
    "url",
    "original_url",
    "excerpt",
)

# Makes a spreadsheet read a file as UTF-8.
BYTE_ORDER_MARK = "\ufeff"

# The field that asks for it, and the program that needs it.
BOM, EXCEL = ("bom", "1"), "CSV (Excel)"

# What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection"), and the full-width
# forms that some read alike.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NOT_IN_A_CELL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

# The columns of a wording that are taken away.
_OF_A_WORDING = ("article_id", "body", "body_sha256", "is_edited")

# An article's absolute address.
Link = Callable[[Article], str]


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a list: `write` makes the text of one batch, `opening` stands before the first."""

    title: str
    content_type: str
    extension: str
    write: Callable[[Sequence[Article], Link], str]
    opening: str = ""

    @property
    def file_name(self) -> str:
        return f"{FILE_NAME}.{self.extension}"


@dataclass(frozen=True, slots=True)
class ArticleForm:
    """A form of one article: `write` makes all of it."""

    title: str
    content_type: str
    extension: str
    write: Callable[[Article, str], str]


@dataclass(frozen=True, slots=True)
class FormLink:
    """A form as a page offers it."""

    title: str
    content_type: str
    link: str
    is_feed: bool = False


def stream(form: Form, found: Listing, sort: str, link: Link) -> Iterator[str]:
    """The whole list in a form, a batch at a time."""
    if form.opening:
        yield form.opening
    for articles in batches(found, sort):
        yield form.write(articles, link)


def walk(found: Listing, sort: str) -> Iterator[Article]:
    """All articles of a list in their order, of which a batch is held at once."""
    return chain.from_iterable(batches(found, sort))


def batches(found: Listing, sort: str) -> Iterator[list[Article]]:
    """The same, batch by batch."""
    cursor = None
    while True:
        page = found.page(sort, BATCH, cursor)
        if page.articles:
            yield page.articles
        if page.after is None:
            return
        cursor = paging.cursor_of(page.after)


def article(form: str, article: Article, url: str) -> str:
    """One article in one of ARTICLE_FORMS, `url` being its address."""
    return ARTICLE_FORMS[form].write(article, url)


def path_of(article: Article) -> str:
    """An article's own address, in whatever language the page is that gives it."""
    with translation.override(settings.LANGUAGE_CODE):
        return article.get_absolute_url()


def links(pairs: Sequence[tuple[str, str]]) -> list[FormLink]:
    """The forms of a list that was asked for with these fields."""
    forms = feeds.FORMS | {"json": ARTICLE_FORMS["json"]} | FORMS
    found = [
        FormLink(form.title, form.content_type, _address(name, pairs), name in feeds.FORMS)
        for name, form in forms.items()
    ]
    return [*found, FormLink(EXCEL, FORMS["csv"].content_type, _address("csv", [*pairs, BOM]))]


def _address(form: str, pairs: Sequence[tuple[str, str]]) -> str:
    path = reverse(f"articles_{form}")
    return f"{path}?{urlencode(pairs)}" if pairs else path


def article_links(article: Article) -> list[FormLink]:
    return [
        FormLink(form.title, form.content_type, reverse(f"article_{name}", args=[article.pk]))
        for name, form in ARTICLE_FORMS.items()
    ]


def result(card: Card, url: str) -> dict[str, object]:
    """One article of a list. `snippet` is HTML: escaped text with the matches in <mark>."""
    return {**_stated(card.article, url), "snippet": html(card.text)}


def _stated(article: Article, url: str) -> dict[str, object]:
    return {
        "id": article.pk,
        "title": article.title,
        "url": url,
        "original_url": citations.original_url(article),
        "source": article.source.name,
        "language": article.language_id,
        "published": article.published.isoformat() if article.published else None,
        "published_precision": article.published_precision,
        "byline": article.byline,
        "tags": [tag.name for tag in article.tags.all()],
        "rights": article.source.rights,
    }


def _csv(articles: Sequence[Article], link: Link) -> str:
    return _rows(_row(article, link(article)) for article in articles)


def _row(article: Article, url: str) -> list[str]:
    stated = _stated(article, url) | {
        "section": rights.section(article),
        "excerpt": rights.summary(article),
        "tags": "; ".join(tag.name for tag in article.tags.all()),
    }
    return [_cell(stated[column]) for column in COLUMNS]


def _cell(value: object) -> str:
    """What is not known is blank. An apostrophe keeps a spreadsheet from taking a text for a formula."""
    text = "" if value is None else _NOT_IN_A_CELL.sub("", str(value))
    return f"'{text}" if text.startswith(_FORMULA) else text


def _rows(rows: Iterable[Sequence[str]]) -> str:
    """Rows as RFC 4180 has them."""
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue()


def _json_lines(articles: Sequence[Article], link: Link) -> str:
    found = Revision.objects.filter(article__in=[one.pk for one in articles], is_current=True).order_by()
    wordings = {wording.article_id: wording for wording in found.only(*_OF_A_WORDING)}
    # What was deleted since its batch was read has no wording any more, and is left out.
    return "".join(
        f"{_json(_full(one, link(one), wordings[one.pk]))}\n" for one in articles if one.pk in wordings
    )


def _full(article: Article, url: str, wording: Revision) -> dict[str, object]:
    """All of an article but where it came from; `body` as its paragraphs, none where `rights` keep them."""
    return {
        **_stated(article, url),
        "section": rights.section(article),
        "excerpt": rights.excerpt(article),
        "body": rights.paragraphs(article, wording),
        "body_sha256": wording.body_sha256,
        "is_edited": wording.is_edited,
    }


def _json(value: object, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _ris(articles: Sequence[Article], link: Link) -> str:
    return "".join(f"{citations.ris(one, link(one))}\r\n" for one in articles)


def _bibtex(articles: Sequence[Article], link: Link) -> str:
    return "".join(f"{citations.bibtex(one, link(one))}\n" for one in articles)


def _json_with_provenance(article: Article, url: str) -> str:
    wording = article.revisions.only(*_OF_A_WORDING).get(is_current=True)
    found = _full(article, url, wording) | {
        "revisions": article.revisions.count(),
        "provenance": list(_provenance(article)),
    }
    return f"{_json(found, indent=2)}\n"


def _provenance(article: Article) -> Iterator[dict[str, object]]:
    """Everywhere the article was seen, and what was merged into it; bytes and lines as in Sighting."""
    for row in sightings(article).defer("raw"):
        yield {
            "article": row.revision.article_id,
            "revision": row.revision.number,
            "dump": row.dump.name,
            "dump_sha256": row.dump.sha256,
            "byte_start": row.byte_start,
            "byte_end": row.byte_end,
            "line_start": row.line_start,
            "line_end": row.line_end,
            "reader": row.reader,
            "reader_version": row.reader_version,
            "loaded_at": row.created_at.isoformat(),
        }


def _csl(article: Article, url: str) -> str:
    """A list of one item: csl-data.json has no item by itself."""
    return f"{_json([citations.csl(article, url)], indent=2)}\n"


RIS_TYPE = "application/x-research-info-systems; charset=utf-8"
BIBTEX_TYPE = "application/x-bibtex; charset=utf-8"

FORMS = {
    "csv": Form("CSV", "text/csv; charset=utf-8; header=present", "csv", _csv, _rows([COLUMNS])),
    "jsonl": Form("JSON Lines", "application/jsonl; charset=utf-8", "jsonl", _json_lines),
    "ris": Form("RIS", RIS_TYPE, "ris", _ris),
    "bib": Form("BibTeX", BIBTEX_TYPE, "bib", _bibtex),
}

ARTICLE_FORMS = {
    "json": ArticleForm("JSON", "application/json", "json", _json_with_provenance),
    "ris": ArticleForm("RIS", RIS_TYPE, "ris", citations.ris),
    "bib": ArticleForm("BibTeX", BIBTEX_TYPE, "bib", citations.bibtex),
    "csl": ArticleForm("CSL-JSON", "application/vnd.citationstyles.csl+json", "csl.json", _csl),
}
