"""What a page's markup states of its article: schema.org, Open Graph, meta names, links and headings.

Nothing is taken out of the running text. A publication date is only what is stated to be one: when a page was
changed, crawled or saved is none.
"""

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from articles.folding import fold

from .schema_org import Graph, date_of_no_item, microdata, one_spaced, parted

# Names of meta elements, in small letters, the surest first.
PUBLISHED = (
    *("article:published_time", "og:article:published_time", "pubdate", "publishdate", "publish-date"),
    *("dc.date.issued", "dcterms.issued", "citation_publication_date", "parsely-pub-date"),
)
AUTHOR = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "citation_author")
EXCERPT = ("og:description", "description", "dc.description", "twitter:description")
PUBLISHER = ("dc.publisher", "application-name")
TITLE = ("og:title", "dc.title", "twitter:title", "citation_title")
LANGUAGE = ("og:locale", "content-language", "dc.language")

# What stands between a headline and the name of the site.
_MARKS_BEFORE = re.compile(r"(?: [-–—·:/>]+|[ ]?[|»«•]+) ?$")
_MARKS_BEHIND = re.compile(r" ?(?:[-–—·:/>]+ |[|»«•]+ ?)")


@dataclass(frozen=True, slots=True)
class Metadata:
    """None is "the page does not say". `url` is absolute, and so are those of `alternates`."""

    title: str | None
    section: str | None
    source: str | None
    language: str | None
    published: str | None
    byline: str | None
    excerpt: str | None
    url: str | None
    tags: tuple[str, ...]
    alternates: tuple[tuple[str, str], ...]


def stated(tree: HtmlElement, url: str | None = None) -> Metadata:
    """What a page says of itself. `url` is where it was fetched from: its relative links start there."""
    named = _Named(tree)
    base = _base(tree, url)
    canonical = _canonical(tree, base)
    shared = _article_address(base, named.first("og:url"))
    graph = Graph(tree, filter(None, (canonical, shared, url)))
    marked = microdata(tree)
    source = (
        named.first("og:site_name")
        or graph.text("publisher")
        or marked.get("publisher")
        or named.first(*PUBLISHER)
    )
    title = (
        graph.text("headline")
        or named.first(*TITLE)
        or marked.get("headline")
        or _heading(tree, source)
        or one_spaced(tree.findtext(".//title"))
    )
    own = canonical or shared or _article_address(base, graph.address)
    return Metadata(
        title=_without_site(title, source),
        section=graph.text("articleSection")
        or named.first("article:section")
        or marked.get("articleSection"),
        source=source,
        language=graph.language or _language_of_root(tree) or named.first(*LANGUAGE),
        published=graph.text("datePublished")
        or named.first(*PUBLISHED)
        or marked.get("datePublished")
        or date_of_no_item(tree),
        byline=graph.names("author") or _name(named.first(*AUTHOR)) or marked.get("author"),
        excerpt=graph.text("description") or named.first(*EXCERPT),
        url=own,
        tags=_tags(graph, named),
        alternates=_alternates(tree, base, own or url),
    )


def same_host(one: str, other: str) -> bool:
    return _host(one) == _host(other)


class _Named:
    """The meta elements of a page by their names."""

    def __init__(self, tree: HtmlElement) -> None:
        self._contents: dict[str, list[str]] = {}
        for element in tree.iter("meta"):
            name = element.get("property") or element.get("name") or element.get("http-equiv")
            content = one_spaced(element.get("content"))
            if name and content:
                self._contents.setdefault(name.strip().lower(), []).append(content)

    def all(self, name: str) -> list[str]:
        return self._contents.get(name, [])

    def first(self, *names: str) -> str | None:
        return next((self._contents[name][0] for name in names if name in self._contents), None)


def _base(tree: HtmlElement, url: str | None) -> str | None:
    """What relative links are relative to."""
    stated = (_address(url, element.get("href")) for element in tree.iter("base"))
    return next(filter(None, stated), url)


def _canonical(tree: HtmlElement, base: str | None) -> str | None:
    links = (link for link in tree.iter("link") if "canonical" in _relations(link))
    return next(filter(None, (_article_address(base, link.get("href")) for link in links)), None)


def _relations(link: HtmlElement) -> list[str]:
    return (link.get("rel") or "").lower().split()


def _article_address(base: str | None, href: str | None) -> str | None:
    """An address without a path is the site's own; some pages have it on every article."""
    url = _address(base, href)
    return url if url and (urlsplit(url).path.strip("/") or urlsplit(url).query) else None


def _address(base: str | None, href: str | None) -> str | None:
    if not href or not href.strip():
        return None
    try:
        url = urljoin(base or "", href.strip())
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower().removeprefix("www.")
    except ValueError:
        return ""


def _alternates(tree: HtmlElement, base: str | None, own: str | None) -> tuple[tuple[str, str], ...]:
    """The same article in other languages; x-default is the name of none."""
    found: dict[str, str] = {}
    for link in tree.iter("link"):
        language = one_spaced(link.get("hreflang"))
        if language and language.lower() != "x-default" and "alternate" in _relations(link):
            url = _address(base, link.get("href"))
            if url and url != own:
                found.setdefault(url, language)
    return tuple((language, url) for url, language in found.items())


def _language_of_root(tree: HtmlElement) -> str | None:
    root = tree.getroottree().getroot()
    return one_spaced(root.get("lang") or root.get("xml:lang"))


def _heading(tree: HtmlElement, source: str | None) -> str | None:
    """The first heading of the first rank that is not the site's name; those in an article come first."""
    for path in (".//article//h1", ".//main//h1", ".//h1"):
        for heading in tree.iterfind(path):
            text = one_spaced(heading.text_content())
            if text and fold(text) != fold(source or ""):
                return text
    return None


def _without_site(title: str | None, source: str | None) -> str | None:
    """A headline without the site's name, and the marks between them."""
    if not title or not source or len(title) <= len(source):
        return title
    name = source.casefold()
    before, behind = title[: -len(source)], title[len(source) :]
    if title[-len(source) :].casefold() == name and (marks := _MARKS_BEFORE.search(before)):
        return before[: marks.start()] or title
    if title[: len(source)].casefold() == name and (marks := _MARKS_BEHIND.match(behind)):
        return behind[marks.end() :] or title
    return title


def _name(author: str | None) -> str | None:
    """Some pages give the address of an author's profile."""
    return None if author and "://" in author else author


def _tags(graph: Graph, named: _Named) -> tuple[str, ...]:
    """Meta keywords are often the site's, the same on every page: they count where nothing else is said."""
    found = [*graph.texts("keywords"), *named.all("article:tag"), *graph.texts("articleSection")[1:]]
    return tuple(dict.fromkeys(found or parted(named.all("news_keywords")) or parted(named.all("keywords"))))
