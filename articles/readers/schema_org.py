"""What a page states in the words of schema.org: the node of its JSON-LD, or the item of its microdata,
that is its article."""

import html
import json
from collections import deque
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from lxml.html import HtmlElement

# The properties of an item that are read.
PROPERTIES = frozenset({"headline", "datePublished", "author", "publisher", "articleSection"})

_COMMAS = str.maketrans({"،": ",", "、": ",", "，": ",", ";": ","})


class Graph:
    """The node of a page's JSON-LD that is its article, or else the page itself. `addresses` are those of
    the page."""

    def __init__(self, tree: HtmlElement, addresses: Iterable[str]) -> None:
        nodes = [node for script in _scripts(tree) for node in _nodes(script)]
        self._by_id = {
            identifier: node
            for node in nodes
            if isinstance(identifier := node.get("@id"), str) and len(node) > 1
        }
        articles = [node for node in nodes if _is_article(_types(node.get("@type")))]
        pages = [node for node in nodes if "WebPage" in _types(node.get("@type"))]
        own = {_comparable(url) for url in addresses}
        self._node = _of_page(articles, own) or _of_page(pages, own) or {}

    @property
    def address(self) -> str | None:
        return next(iter(_addresses(self._node)), None)

    @property
    def language(self) -> str | None:
        """A language is a code, or a thing whose other name is the code."""
        value = self._node.get("inLanguage")
        code = value.get("alternateName") if isinstance(value, dict) else value
        return next(iter(self._texts(code)), None)

    def text(self, name: str) -> str | None:
        """The first text of a property, or the name of the thing it is."""
        return next(iter(self._texts(self._node.get(name))), None)

    def names(self, name: str) -> str | None:
        """All the names of a property; an address is none."""
        found = (text for text in self._texts(self._node.get(name)) if "://" not in text)
        return ", ".join(dict.fromkeys(found)) or None

    def texts(self, name: str) -> list[str]:
        value = self._node.get(name)
        return parted([value]) if isinstance(value, str) else self._texts(value)

    def _texts(self, value: object) -> list[str]:
        found = []
        for one in value if isinstance(value, list) else [value]:
            text = self._name(one) if isinstance(one, dict) else one
            if isinstance(text, str) and (written := one_spaced(html.unescape(text))):
                found.append(written)
        return found

    def _name(self, thing: dict) -> object:
        """Of a thing, or of the node it points to."""
        identifier = thing.get("@id")
        whole = self._by_id.get(identifier, {}) if isinstance(identifier, str) else {}
        return thing.get("name") or whole.get("name") or thing.get("@value")


def microdata(tree: HtmlElement) -> dict[str, str]:
    """The properties of the item that is the page's article, the first of each; of several articles, the one
    with a headline of the first rank."""
    items = [one for one in tree.iter() if _is_item(one) and _is_article(_types(one.get("itemtype")))]
    if len(items) > 1:
        items = [item for item in items if item.find(".//h1") is not None]
    found: dict[str, str] = {}
    if len(items) != 1:
        return found
    for element in items[0].iterdescendants():
        wanted = PROPERTIES.intersection((element.get("itemprop") or "").split()) - found.keys()
        if wanted and _item_of(element) is items[0] and (text := _value(element)):
            found |= dict.fromkeys(wanted, text)
    return found


def date_of_no_item(tree: HtmlElement) -> str | None:
    """The date of publication that is marked as such and belongs to no item. If there are several, none is
    known to be the page's."""
    dates = {
        _value(element)
        for element in tree.iter("time", "meta", "span", "abbr")
        if ("datePublished" in (element.get("itemprop") or "").split() or element.get("pubdate") is not None)
        and _item_of(element) is None
    }
    return dates.pop() if len(dates) == 1 else None


def one_spaced(text: str | None) -> str | None:
    """The text with every run of white space as one space, None if nothing is written."""
    return " ".join((text or "").split()) or None


def parted(values: Iterable[str]) -> list[str]:
    """Keywords that stand with commas between them, in any script."""
    parts = (part for value in values for part in value.translate(_COMMAS).split(","))
    return [name for part in parts if (name := one_spaced(html.unescape(part)))]


def _scripts(tree: HtmlElement) -> Iterator[object]:
    for element in tree.iter("script"):
        if (element.get("type") or "").partition(";")[0].strip().lower() == "application/ld+json":
            try:
                yield _json(element.text or "")
            except (ValueError, RecursionError):
                continue


def _json(text: str) -> object:
    """Line ends inside a text are no JSON, and common. Halves of a character, which it may have, are no
    text: each becomes a question mark."""
    value = json.loads(text, strict=False)
    if "\\ud" in text.lower():
        value = json.loads(json.dumps(value, ensure_ascii=False).encode(errors="replace"))
    return value


def _nodes(script: object) -> Iterator[dict]:
    """In the order they stand: those of a list, of a graph, and what a page says it is about."""
    waiting = deque([script])
    while waiting:
        one = waiting.popleft()
        if isinstance(one, list):
            waiting.extendleft(reversed(one))
        elif isinstance(one, dict):
            yield one
            waiting.extendleft(one[name] for name in ("mainEntity", "@graph") if name in one)


def _of_page(nodes: list[dict], own: set[str]) -> dict | None:
    """The node with an address of the page; one that is alone need not have it. Of several without it,
    none is known to be the page's."""
    for node in nodes:
        if own.intersection(map(_comparable, _addresses(node))):
            return node
    return nodes[0] if len(nodes) == 1 else None


def _addresses(node: dict) -> list[str]:
    values = (node.get("mainEntityOfPage"), node.get("url"))
    texts = (value.get("@id") if isinstance(value, dict) else value for value in values)
    return [text for text in texts if isinstance(text, str)]


def _comparable(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"


def _types(value: object) -> set[str]:
    """Names of schema.org, in whatever way its address stands before them."""
    names = value if isinstance(value, list) else str(value or "").split()
    return {str(name).replace(":", "/").rpartition("/")[2] for name in names}


def _is_article(types: set[str]) -> bool:
    return any(name.endswith(("Article", "BlogPosting")) or name == "Report" for name in types)


def _is_item(element: HtmlElement) -> bool:
    return element.get("itemscope") is not None


def _item_of(element: HtmlElement) -> HtmlElement | None:
    """The item that a property belongs to."""
    return next(filter(_is_item, element.iterancestors()), None)


def _value(element: HtmlElement) -> str | None:
    if _is_item(element):
        names = (one for one in element.iterdescendants() if "name" in (one.get("itemprop") or "").split())
        element = next(names, element)
    written = element.get("content") or element.get("datetime")
    return one_spaced(written or element.text_content())
