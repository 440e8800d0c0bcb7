"""What an item or a channel says, out of what feedparser found in it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from urllib.parse import urljoin, urlsplit

from articles.folding import comparable

from . import feed_text
from .html_text import paragraphs, plain_paragraphs

_HTML = ("text/html", "application/xhtml+xml")

_PLAIN = "text/plain"

_CUT_ADDRESS = re.compile(r"\.[a-z]{4}\Z")
_CUT_OFF = re.compile(r"[a-z]{1,20}(?: \((?P<name>[^()]+)\)?)?")

# Blogger says of every item what kind of thing an item is.
_KIND = "#kind"


@dataclass(frozen=True, slots=True)
class Channel:
    title: str | None = None
    url: str = ""
    language: str | None = None
    is_of_wordpress: bool = False

    @classmethod
    def of(cls, found: Mapping[str, object]) -> "Channel":
        said = _Said(found)
        title = said.one("title_detail")
        return cls(
            " ".join(title.paragraphs) or None,
            said.text("link") or "",
            said.text("language") or title.text("language"),
            "wordpress" in (said.text("generator") or "").lower(),
        )


class Entry:
    """An item of a channel. `base` is what its address is relative to, if the feed says so."""

    def __init__(self, found: Mapping[str, object], channel: Channel, base: str):
        self._said = _Said(found)
        self._channel = channel
        self._base = base

    @cached_property
    def title(self) -> str | None:
        return " ".join(self._said.one("title_detail").paragraphs) or None

    @cached_property
    def paragraphs(self) -> tuple[str, ...]:
        """The longest text there is, without the sentence that says where it appeared."""
        return self._without_trailer(self._full or self._summary)

    @property
    def excerpt(self) -> str | None:
        """The summary, where there is a text beside it."""
        if not self._full or self._summary == self._full:
            return None
        return " ".join(self._without_trailer(self._summary)) or None

    @property
    def source(self) -> str | None:
        """Whom the item names, else the channel. The title of a channel of WordPress holds more than that."""
        if named := self._said.one("source").words("title"):
            return named
        channel = self._channel
        if not channel.title or not channel.is_of_wordpress:
            return channel.title
        last_lines = [comparable(text[-1]) for text in (self._summary, self._full) if text]
        return feed_text.site_name(
            feed_text.Channel(channel.title, channel.url, channel.language), last_lines, self.title or ""
        )

    @property
    def language(self) -> str | None:
        """What the item says, of itself or of its texts, else what the channel says."""
        said = (
            self._said,
            *self._said.all("content"),
            self._said.one("summary_detail"),
            self._said.one("title_detail"),
        )
        own = (one.text("language") for one in said)
        return next((language for language in own if language), self._channel.language)

    @property
    def url(self) -> str | None:
        """Where the item is, and not where a service counts who follows its link."""
        stated = self._said.text("feedburner_origlink") or self._said.text("link")
        return stated and absolute(self._base or self._channel.url, stated)

    @property
    def guid(self) -> str | None:
        return self._said.text("id")

    @property
    def published(self) -> str | None:
        return self._said.text("published")

    @property
    def byline(self) -> str | None:
        names = [_person(author) for author in self._said.all("authors")]
        return ", ".join(dict.fromkeys(name for name in names if name)) or None

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._tags()))

    def _tags(self) -> Iterator[str]:
        for tag in self._said.all("tags"):
            name = tag.words("label") or tag.words("term")
            if name and not (tag.text("scheme") or "").endswith(_KIND):
                yield name

    @cached_property
    def _full(self) -> tuple[str, ...]:
        texts = [content.paragraphs for content in self._said.all("content")]
        return max(texts, key=lambda text: sum(map(len, text)), default=())

    @cached_property
    def _summary(self) -> tuple[str, ...]:
        return self._said.one("summary_detail").paragraphs

    def _without_trailer(self, text: tuple[str, ...]) -> tuple[str, ...]:
        if text and feed_text.is_trailer(comparable(text[-1]), self.title or "", self.source):
            return text[:-1]
        return text


def absolute(base: str, stated: str) -> str | None:
    """The address of a page, if that is what is stated."""
    try:
        url = urljoin(base, stated.replace(" ", "%20"))
        return url if urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


def _person(author: "_Said") -> str | None:
    """feedparser knows no top-level domain of more than four letters: of "desk@a.online (Jonas Petraitis)" it
    makes the address desk@a.onli and the name "ne (Jonas Petraitis"."""
    name, address = author.words("name"), author.text("email")
    if name and address and (cut := _CUT_OFF.fullmatch(name)) and _CUT_ADDRESS.search(address):
        return cut["name"]
    return name


class _Said:
    """A dictionary of feedparser's, asked for what it holds and not for what else might be meant."""

    def __init__(self, found: Mapping[str, object]):
        self._found = found

    def text(self, key: str) -> str | None:
        """What is written, as it is written."""
        value = dict.get(self._found, key)
        return " ".join(value.replace("\0", "\ufffd").split()) or None if isinstance(value, str) else None

    def words(self, key: str) -> str | None:
        """What is written by those who write entities twice."""
        text = self.text(key)
        return text and unescape(text)

    def one(self, key: str) -> "_Said":
        return _Said(dict.get(self._found, key) or {})

    def all(self, key: str) -> list["_Said"]:
        return [_Said(one) for one in dict.get(self._found, key) or ()]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text of a title, a summary or a content, as its type says; of a picture there is none."""
        kind = dict.get(self._found, "type") or _PLAIN
        text = dict.get(self._found, "value") or ""
        if kind in _HTML:
            return paragraphs(text)
        return plain_paragraphs(text) if kind.startswith("text/") else ()
