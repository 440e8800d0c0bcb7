"""What programs read: lists and articles in their forms, and what they ask of the site itself."""

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from django import db
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.feedgenerator import rfc3339_date
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from .. import addresses, cards, counts, exports, facets, feeds
from ..cards import Card
from ..citations import ARCHIVE
from ..exports import path_of
from ..facets import Address
from ..filters import ArticleFilter
from ..listing import listing
from ..models import Article, Source, Tag
from ..paging import NEWEST
from ..search.meaning import Meaning
from .common import asked_of, find_or_404, moved, public_page, site_of

# How many ids one file of the site map covers; the protocol allows 50,000 addresses (sitemaps.org).
IDS_A_FILE = 10_000

# The pages of the site map that are no article's, source's or tag's, by the names of their addresses.
PAGES = ("articles", "coverage", "sources", "languages", "tags", "help", "about")

XML = "application/xml; charset=utf-8"
OPENSEARCH = "application/opensearchdescription+xml; charset=utf-8"

# Whether the site is up is asked of the site, never of a cache.
uncached = cache_control(no_store=True)


@require_safe
@public_page
def article_list_json(request: HttpRequest) -> HttpResponse:
    """The same list for programs."""
    asked = asked_of(request)
    address = facets.Address(tuple(asked.pairs), request.path)
    found = listing(asked.selection, asked.meaning, asked.sort)
    page = found.page(asked.sort, asked.per_page, asked.cursor)
    total = found.total()
    following = page.after and request.build_absolute_uri(str(address.having("after", page.after)))
    answer = {
        "count": total.articles,
        "count_is_exact": total.is_exact,
        "warnings": asked.warnings,
        "concepts": [concept.preferred for concept in asked.meaning.concepts],
        "results": [
            exports.result(card, request.build_absolute_uri(card.article.get_absolute_url()))
            for card in _cards(page.articles, asked.meaning)
        ],
        "next": following,
    }
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


@require_safe
@public_page
def article_feed(request: HttpRequest, form: str) -> HttpResponse:
    """A page of the list as a feed. Newest first unless another order is asked for: who subscribes to a
    search waits for what is new, not for what is best."""
    asked = asked_of(request)
    sort = asked.sort if asked.values.get("sort") else NEWEST
    page = listing(asked.selection, asked.meaning, sort).page(sort, asked.per_page, asked.cursor)
    site = site_of(request)
    own = Address(tuple(asked.pairs), reverse(f"articles_{form}"))
    if sort != NEWEST:
        own = own.having("sort", sort)
    here = next(
        (own.having(name, asked.data[name]) for name in ("after", "before") if asked.values.get(name)), own
    )
    address = feeds.Address(
        page=f"{site}{Address(own.pairs, reverse('articles'))}",
        feed=f"{site}{own}",
        here=f"{site}{here}",
        before=page.before and f"{site}{own.having('before', page.before)}",
        after=page.after and f"{site}{own.having('after', page.after)}",
    )
    entries = [
        feeds.Entry(
            card,
            f"{site}{reverse('article_short', args=[card.article.pk])}",
            f"{site}{path_of(card.article)}",
            f"{site}{card.article.source.get_absolute_url()}",
            f"{site}{Address((('source', card.article.source.slug),), own.path)}",
        )
        for card in _cards(page.articles, asked.meaning)
    ]
    written = feeds.write(form, _title(asked, own), address, entries)
    return HttpResponse(written, content_type=feeds.FORMS[form].content_type)


@require_safe
@public_page
def article_export(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """The whole list, streamed: `bom=1` puts a byte order mark before CSV, which Excel asks for."""
    asked = asked_of(request)
    made = exports.FORMS[form]
    chunks: Iterable[str] = ()
    # Not every server leaves the body of an answer to HEAD unread.
    if request.method != "HEAD":
        site = site_of(request)
        found = listing(asked.selection, asked.meaning, asked.sort)
        chunks = exports.stream(made, found, asked.sort, lambda article: f"{site}{path_of(article)}")
        if form == "csv" and asked.data.get("bom") == "1":
            chunks = _behind(exports.BYTE_ORDER_MARK, chunks)
    headers = {"Content-Disposition": f'attachment; filename="{made.file_name}"'}
    return StreamingHttpResponse(chunks, content_type=made.content_type, headers=headers)


@require_safe
@public_page
def article(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """One article in a form."""
    match find_or_404(pk):
        case addresses.Moved(other):
            return moved(reverse(f"article_{form}", args=[other.pk]))
        case addresses.Gone(reason):
            return _gone(reason)
        case addresses.Erased():
            return _gone("This article was erased.")
        case addresses.Found(found):
            pass
    made = exports.ARTICLE_FORMS[form]
    text = exports.article(form, found, f"{site_of(request)}{path_of(found)}")
    name = f"{exports.FILE_NAME}-{pk}.{made.extension}"
    # JSON is looked at, the others are opened by a program.
    kind = "inline" if form == "json" else "attachment"
    headers = {"Content-Disposition": f'{kind}; filename="{name}"'}
    return HttpResponse(text, content_type=made.content_type, headers=headers)


@require_safe
@public_page
def opensearch(request: HttpRequest) -> HttpResponse:
    """How a browser searches here (OpenSearch 1.1 Draft 6)."""
    site = site_of(request)
    text, xml = _xml()
    xml.startElement("OpenSearchDescription", {"xmlns": "http://a9.com/-/spec/opensearch/1.1/"})
    xml.addQuickElement("ShortName", ARCHIVE)
    xml.addQuickElement("Description", "News of political reform in many languages.")
    xml.addQuickElement("InputEncoding", "UTF-8")
    for content_type, name in (
        ("text/html", "articles"),
        ("application/atom+xml", "articles_atom"),
        ("application/rss+xml", "articles_rss"),
    ):
        xml.addQuickElement(
            "Url", attrs={"type": content_type, "template": f"{site}{reverse(name)}?q={{searchTerms}}"}
        )
    own = {"type": OPENSEARCH.partition(";")[0], "rel": "self", "template": f"{site}{reverse('opensearch')}"}
    xml.addQuickElement("Url", attrs=own)
    xml.endElement("OpenSearchDescription")
    return HttpResponse(text.getvalue(), content_type=OPENSEARCH)


@require_safe
@public_page
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The files of the site map: one of the pages, and one of every range of ids that has articles. A
    query each, so that nothing is counted."""
    site = site_of(request)
    files = [reverse("sitemap_pages"), *(reverse("sitemap_articles", args=[part]) for part in _parts())]
    return _sitemap("sitemapindex", "sitemap", ((f"{site}{path}", None) for path in files))


@require_safe
@public_page
def sitemap_of_pages(request: HttpRequest) -> HttpResponse:
    """The pages beside the articles: sources and tags that have any."""
    site = site_of(request)
    paths = [reverse(name) for name in PAGES]
    for dimension, rows in ((counts.SOURCE, Source.objects), (counts.TAG, Tag.objects)):
        held = counts.facet(dimension).articles
        paths += [row.get_absolute_url() for row in rows.order_by("pk") if held.get(row.pk)]
    return _sitemap("urlset", "url", ((f"{site}{path}", None) for path in paths))


@require_safe
@public_page
def sitemap_of_articles(request: HttpRequest, part: int) -> HttpResponse:
    """The articles of a range of ids, and when each was last changed."""
    site = site_of(request)
    found = list(_articles_of(part).only("pk", "slug", "updated_at"))
    if not found:
        raise Http404
    return _sitemap(
        "urlset", "url", ((f"{site}{path_of(one)}", rfc3339_date(one.updated_at)) for one in found)
    )


@require_safe
@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read but the admin, and the forms of lists that were asked for: there is no end of
    those (RFC 9309)."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        f"Disallow: {reverse('articles_csv').removesuffix('csv')}*?",
        "",
        f"Sitemap: {site_of(request)}{reverse('sitemap')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@uncached
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the process answers; the database is not asked."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
@uncached
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether the archive can be read."""
    try:
        Article.objects.exists()
    except db.Error:
        return HttpResponse("no database\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def _gone(reason: str) -> HttpResponse:
    return HttpResponse(reason, status=410, content_type="text/plain; charset=utf-8")


def _cards(articles: Sequence[Article], meaning: Meaning) -> list[Card]:
    """The cards of a page in its order, also those that a page for people folds under another."""
    made = cards.cards(articles, meaning)
    found = {card.article.pk: card for first in made for card in (first, *first.folded)}
    return [found[article.pk] for article in articles]


def _title(asked: ArticleFilter, address: Address) -> str:
    """Which list it is: its words and its filters."""
    words = [] if asked.meaning.is_empty else [f"“{asked.meaning.query.text}”"]
    return ", ".join([*words, *(f"{chip.title}: {chip.label}" for chip in facets.chips(asked, address))])


def _behind(first: str, chunks: Iterable[str]) -> Iterator[str]:
    yield first
    yield from chunks


def _parts() -> list[int]:
    """The ranges of ids that hold published articles, by one walk of an index."""
    parts = Article.objects.published().order_by().annotate(part=F("pk") / IDS_A_FILE)
    return sorted(parts.values_list("part", flat=True).distinct())


def _articles_of(part: int) -> QuerySet[Article]:
    first = part * IDS_A_FILE
    return Article.objects.published().filter(pk__gte=first, pk__lt=first + IDS_A_FILE).order_by("pk")


def _sitemap(root: str, element: str, places: Iterable[tuple[str, str | None]]) -> HttpResponse:
    """Addresses, with the time of their last change where it is known."""
    text, xml = _xml()
    xml.startElement(root, {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"})
    for address, changed in places:
        xml.startElement(element, {})
        xml.addQuickElement("loc", address)
        if changed:
            xml.addQuickElement("lastmod", changed)
        xml.endElement(element)
    xml.endElement(root)
    return HttpResponse(text.getvalue(), content_type=XML)


def _xml() -> tuple[StringIO, SimplerXMLGenerator]:
    text = StringIO()
    xml = SimplerXMLGenerator(text, "utf-8", short_empty_elements=True)
    xml.startDocument()
    return text, xml
