"""A page of a list as a feed that can be subscribed to.

Atom (RFC 4287) and RSS 2.0, paged as RFC 5005 has it. No entry is given a date that nobody stated: the
undated have none, and a date known to its month or year stands in dcterms:issued, which may be that
short, because Atom's and RSS's own dates have seconds. What Atom calls updated is when the archive last
changed the article.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

from .cards import Card
from .citations import ARCHIVE
from .dates import Precision

# The language of what a feed says itself.
LANGUAGE = "en"

# When an empty feed was last changed: Atom wants a date, and now would be another at every look.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)

NAMESPACES = {
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:dcterms": "http://purl.org/dc/terms/",
}

# Everything but Char of XML 1.0 (section 2.2).
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Address:
    """The absolute addresses of a feed's page: of the list for people, of the feed without its page, of
    this page, and of those around it."""

    page: str
    feed: str
    here: str
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in a feed: its permanent address, and the one of its page."""

    card: Card
    permalink: str
    link: str
    source_link: str
    source_feed: str


def write(form: str, title: str, address: Address, entries: Sequence[Entry]) -> str:
    """The feed in one of FORMS. `title` says which list it is."""
    feed = FORMS[form].generator(
        title=f"{ARCHIVE}: {xml_text(title)}" if title else ARCHIVE,
        link=address.page,
        description="News of political reform in many languages.",
        language=LANGUAGE,
        author_name=ARCHIVE,
        feed_url=address.here,
        feed_guid=address.feed,
        beside=[("previous", address.before), ("next", address.after)],
    )
    for entry in entries:
        _add(feed, entry)
    return feed.writeString("utf-8")


def xml_text(text: str) -> str:
    """A text without the characters that no XML document may hold, not even escaped."""
    return _NOT_XML.sub("", text)


def _add(feed: SyndicationFeed, entry: Entry) -> None:
    article = entry.card.article
    published = article.published
    has_day = published is not None and published.precision in (Precision.TIME, Precision.DAY)
    feed.add_item(
        title=xml_text(article.title),
        link=entry.link,
        description=None,
        summary=xml_text("".join(piece.text for piece in entry.card.text)),
        author_name=xml_text(article.byline) if article.byline else None,
        pubdate=published.at if has_day else None,
        issued=published.isoformat() if published and not has_day else None,
        updateddate=article.updated_at,
        unique_id=entry.permalink,
        unique_id_is_permalink=True,
        categories=[xml_text(tag.name) for tag in article.tags.all()],
        language=article.language_id,
        source=xml_text(article.source.name),
        source_link=entry.source_link,
        source_feed=entry.source_feed,
    )


class _Paged:
    """What both kinds have in common."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=NEVER)

    def _add_issued(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        if item["issued"]:
            handler.addQuickElement("dcterms:issued", item["issued"])


class Atom(_Paged, Atom1Feed):
    def root_attributes(self) -> dict[str, str]:
        return super().root_attributes() | NAMESPACES

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for relation, link in self.feed["beside"]:
            if link:
                handler.addQuickElement("link", "", {"rel": relation, "href": link})

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """The publication is the source, and by that the author of what is unsigned. Django's summary
        would be HTML."""
        super().add_item_elements(handler, item)
        if item["summary"]:
            handler.addQuickElement("summary", item["summary"])
        self._add_issued(handler, item)
        handler.addQuickElement("dc:language", item["language"])
        handler.startElement("source", {})
        handler.addQuickElement("id", item["source_link"])
        handler.addQuickElement("title", item["source"])
        handler.addQuickElement("updated", rfc3339_date(item["updateddate"]))
        handler.addQuickElement("link", "", {"rel": "self", "href": item["source_feed"]})
        handler.startElement("author", {})
        handler.addQuickElement("name", item["source"])
        handler.endElement("author")
        handler.endElement("source")


class Rss(_Paged, Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | NAMESPACES

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for relation, link in self.feed["beside"]:
            if link:
                handler.addQuickElement("atom:link", "", {"rel": relation, "href": link})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """The description of an item is HTML by custom, so a plain text is escaped for that first."""
        super().add_item_elements(handler, item)
        if item["summary"]:
            handler.addQuickElement("description", escape(item["summary"]))
        self._add_issued(handler, item)
        handler.addQuickElement("dc:language", item["language"])
        handler.addQuickElement("source", item["source"], {"url": item["source_feed"]})


@dataclass(frozen=True, slots=True)
class Form:
    title: str
    content_type: str
    generator: Callable[..., SyndicationFeed]


FORMS = {
    "atom": Form("Atom", Atom.content_type, Atom),
    "rss": Form("RSS", Rss.content_type, Rss),
}
