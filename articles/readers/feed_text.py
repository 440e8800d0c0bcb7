"""Reads the text capture of a WordPress feed: RSS 2.0 whose tags an HTML parser took away.

What is left of a CDATA section is its end, "]]>". An item is announced by one line that holds its
headline, address, date and guid; that line opens the file or follows a "]]>".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from urllib.parse import unquote, urlsplit

from articles.folding import comparable, fold

from . import furniture
from .capture import Capture, Doubt, Refusal, Span
from .dumpfile import DumpFile, Line
from .names import byline_in

NAME = "feed_text"
VERSION = 1

MARK = "]]>"

# A longer item is none: the longest real one has 9 kB.
MAX_ITEM_BYTES = 8 << 20

# How many dates of a line are looked at, how many words of a channel's title, how much of its address.
MAX_DATES = 2_000
MAX_TITLE_WORDS = 20
MAX_LINK = 500

# RFC 822, section 5, as RSS 2.0 writes it: English in every language.
_RFC822 = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} "
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}(?::\d{2})? "
    r"(?:[+-]\d{4}|UT|GMT|Z|[ECMP][SD]T)(?!\S)"
)
_URL = re.compile(r"https?://\S+")
_COMMENTS = ("#respond", "#comments")
_COMMENT_FEED = re.compile(r"https?://\S+ \d+(?= |$)")
_GUID = re.compile(r"[^\s:]+:\S+|\d+")
_PERIOD = re.compile(
    r"(?P<language>[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*) (?:hourly|daily|weekly|monthly|yearly) \d+ ?"
)
_GENERATOR = re.compile(r"https?://\S*\?v=\S* ?")
_SIZE = re.compile(r"\d+ \d+ ?")
_SEPARATORS = re.compile(r"\s+[·•|–—»«:/-]+\s+|\s*[»«|·]\s*")
_TAG_PATH = re.compile(r"/(?:tag|category|topics?)/(?:.*/)?(?P<slug>[^/]+)/?$")


def matches(dump: DumpFile) -> bool:
    head = dump.head
    return bool(head) and _header(one_spaced(head[0].text).removeprefix(MARK).strip()) is not None


def read(dump: DumpFile) -> Iterator[Capture | Refusal]:
    """The items of a feed, one at a time. Lines that no header introduces are refused."""
    channel = Channel()
    item: _Item | None = None
    stray: list[_Piece] = []
    after_mark = True
    for piece in _pieces(dump):
        if piece.mark:
            after_mark = True
            if item:
                item.close(piece)
            continue
        if not piece.key:
            # A blank line parts a body from the "]]>" before it; a header stands right behind.
            after_mark = after_mark and (item is None or item.complete)
            continue
        header = _header(one_spaced(piece.text)) if after_mark else None
        if header:
            if item:
                yield from item.finish(dump, channel, stray)
                stray = []
            channel = header.channel or channel
            item = _Item(header, piece)
        elif after_mark and _COMMENT_FEED.fullmatch(piece.key):
            # The address of an item's comments stands behind its last "]]>".
            pass
        elif item is None or (item.complete and after_mark):
            # The first and the last are enough to say where they stand.
            stray = [*stray[:1], piece]
        else:
            item.add(piece)
            after_mark = False
    if item:
        yield from item.finish(dump, channel, stray)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line, or the part of a line beside a "]]>"; a mark is the "]]>" itself."""

    line: Line
    start: int
    end: int
    text: str
    key: str
    mark: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    title: str = ""
    link: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class _Header:
    title: str
    url: str
    published: str
    guid: str
    excerpt: str | None
    channel: Channel | None = None


def _pieces(dump: DumpFile) -> Iterator[_Piece]:
    for line in dump.lines():
        yield from _split(line)


def _split(line: Line) -> Iterator[_Piece]:
    """Parts a line at the "]]>" it begins or ends with; one inside a sentence is a word of it."""
    text, start = line.text, line.start
    lead = len(text) - len(text.lstrip())
    if text.startswith(MARK, lead):
        behind = lead + len(MARK)
        cut = line.end if not text[behind:].strip() else start + len(text[:behind].encode())
        yield _Piece(line, start, cut, MARK, MARK, mark=True)
        text, start = text[behind:], cut
        if not text.strip():
            return
    body = text.rstrip()
    if body.endswith(MARK):
        body = body.removesuffix(MARK)
        cut = start + len(body.encode())
        yield _Piece(line, start, cut, body, comparable(body))
        yield _Piece(line, cut, line.end, MARK, MARK, mark=True)
    else:
        yield _Piece(line, start, line.end, text, comparable(text))


def one_spaced(text: str) -> str:
    """The text with every run of white space as one space; a headline keeps all its other marks."""
    return " ".join(text.removeprefix("\ufeff").split())


def _header(text: str) -> _Header | None:
    """The item a line announces; the channel may stand before it."""
    if parted := _part_channel(text):
        channel, rest = parted
        item = _item_header(rest)
        return item and replace(item, channel=channel)
    return _item_header(text)


def _item_header(text: str) -> _Header | None:
    dates = islice(_RFC822.finditer(text), MAX_DATES)
    found = [header for date in dates if (header := _header_around(text, date))]
    # A headline or an excerpt may itself hold an address and a date: the item's guid is of its site.
    own = [header for header in found if (host := _host(header.url)) and host in header.guid]
    return next(iter(own or found), None)


def _header_around(text: str, date: re.Match[str]) -> _Header | None:
    title, _, url = text[: date.start()].rstrip().rpartition(" ")
    if url.endswith(_COMMENTS):
        title, _, url = title.rpartition(" ")
    guid, _, excerpt = text[date.end() :].lstrip().partition(" ")
    if not _URL.fullmatch(url) or not _GUID.fullmatch(guid):
        return None
    if behind := _COMMENT_FEED.match(title):
        title = title[behind.end() :]
    title = title.strip()
    return _Header(title, url, date[0], guid, excerpt.strip() or None) if comparable(title) else None


def _host(url: str) -> str:
    """The host of an address, empty if it is none."""
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _part_channel(text: str) -> tuple[Channel, str] | None:
    """The channel's fields at the head of the first line, and the rest of that line."""
    link = _URL.search(text)
    date = _RFC822.search(text, link.end()) if link else None
    period = _PERIOD.match(text, date.end() + 1) if date else None
    if not period:
        return None
    channel = Channel(text[: link.start()].strip(), link[0], period["language"])
    rest = text[period.end() :]
    if generator := _GENERATOR.match(rest):
        rest = rest[generator.end() :]
    image = _URL.match(rest)
    again = f"{image[0]} {channel.title} " if image else ""
    if image and rest.startswith(again):
        behind = _URL.match(rest, len(again))
        rest = rest[behind.end() + 1 :] if behind else rest
        if size := _SIZE.match(rest):
            rest = rest[size.end() :]
    return channel, rest


@dataclass
class _Item:
    """An item being read: its pieces, and where among them each "]]>" stood."""

    header: _Header
    opening: _Piece
    pieces: list[_Piece] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    last: _Piece | None = None

    def add(self, piece: _Piece) -> None:
        self.last = piece
        if self.is_too_long:
            self.pieces.clear()
        else:
            self.pieces.append(piece)

    @property
    def is_too_long(self) -> bool:
        return bool(self.last and self.last.end - self.opening.start > MAX_ITEM_BYTES)

    def close(self, mark: _Piece) -> None:
        """Notes a "]]>"; one behind a complete item is not its own."""
        if not self.complete:
            self.marks.append(len(self.pieces))
            self.last = mark

    @property
    def complete(self) -> bool:
        """Whether every "]]>" the item needs has been seen: two with an excerpt, else one."""
        return len(self.marks) >= (2 if self.header.excerpt else 1)

    def finish(
        self, dump: DumpFile, channel: Channel, stray: Sequence[_Piece]
    ) -> Iterator[Capture | Refusal]:
        if self.is_too_long:
            span = _span(self.opening, self.last)
            yield Refusal(f"an item longer than {MAX_ITEM_BYTES:,} bytes", span)
        else:
            yield self._capture(dump, channel)
        if stray:
            span = _span(stray[0], stray[-1])
            raw = dump.bytes_between(span.byte_start, min(span.byte_end, span.byte_start + MAX_ITEM_BYTES))
            yield Refusal("lines between two items that no header introduces", span, raw)

    def _capture(self, dump: DumpFile, channel: Channel) -> Capture:
        lead, body = self._lead_and_body()
        site = site_name(
            channel,
            [piece.key for piece in (*lead[-1:], *body[-1:])],
            self.header.title,
        )
        body, doubts = self._without_trailer(lead, body, site)
        span = _span(self.opening, self.last or self.opening)
        tag = _tag(channel, site)
        return Capture(
            span=span,
            raw=dump.bytes_between(span.byte_start, span.byte_end),
            title=self.header.title,
            paragraphs=tuple(piece.text.strip() for piece in body),
            source=site,
            language=channel.language,
            published=self.header.published,
            published_origin="feed",
            url=self.header.url,
            guid=self.header.guid,
            byline=byline_in([piece.text for piece in body]),
            excerpt=self.header.excerpt,
            tags=(tag,) if tag else (),
            doubts=tuple(doubts),
        )

    def _lead_and_body(self) -> tuple[list[_Piece], list[_Piece]]:
        """What stands before the excerpt's "]]>", which is its trailer only, and the body."""
        if self.header.excerpt and self.marks:
            return self.pieces[: self.marks[0]], self.pieces[self.marks[0] :]
        return [], self.pieces

    def _without_trailer(
        self, lead: list[_Piece], body: list[_Piece], site: str | None
    ) -> tuple[list[_Piece], list[Doubt]]:
        """Takes "The post ... appeared first on ..." off; what else stands in the excerpt is kept."""
        doubts = []
        kept = [piece for piece in lead if not self._is_trailer(piece, site)]
        for piece in kept:
            doubts.append(
                Doubt(
                    "a line between excerpt and body",
                    piece.text.strip(),
                    piece.line.number,
                )
            )
        # The excerpt's own trailer says how this feed words it; without one, likeness has to do.
        trailers = {piece.key for piece in lead if piece not in kept}
        if body and (body[-1].key in trailers if trailers else self._is_trailer(body[-1], site)):
            body = body[:-1]
        return [*kept, *body], doubts

    def _is_trailer(self, piece: _Piece, site: str | None) -> bool:
        return is_trailer(piece.key, self.header.title, site)


# "The post appeared first on": the longest translations of the plug-in's sentence, in characters.
TRAILER_WORDS = 80


def is_trailer(key: str, title: str, site: str | None) -> bool:
    """Whether a line says no more than that the item appeared on the site."""
    rest = key.replace(comparable(title), "", 1)
    if rest == key or not site or site not in rest:
        return False
    return len(rest) - len(site) <= TRAILER_WORDS


def site_name(channel: Channel, last_lines: Sequence[str], title: str) -> str | None:
    """The site: the longest tail of the channel's title that the trailer names too.

    Without a trailer it is what stands behind the title's last separator.
    """
    words = channel.title.split(" ")[-MAX_TITLE_WORDS:]
    for line in last_lines:
        if comparable(title) not in line:
            continue
        rest = line.replace(comparable(title), " ", 1)
        for start in range(len(words)):
            tail = " ".join(words[start:])
            if tail[:1].isalnum() and tail in rest:
                return tail
    parts = [part for part in _SEPARATORS.split(channel.title) if part.strip()]
    return parts[-1].strip() if parts else None


def _tag(channel: Channel, site: str | None) -> str | None:
    """What the feed is a feed of: its title without the site and without the word "Archives"."""
    try:
        path = _TAG_PATH.search(unquote(urlsplit(channel.link[:MAX_LINK]).path).removesuffix("feed/"))
    except ValueError:
        return None
    if not path:
        return None
    title = channel.title.removesuffix(site or "")
    name = _SEPARATORS.split(title + " ")[0].strip(" \u00a0·•|–—»«:/-")
    slug = fold(path["slug"].replace("-", " "))
    words = name.split(" ")[:MAX_TITLE_WORDS]
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            if fold(" ".join(words[start:end])) == slug:
                return " ".join(words[start:end])
    for _, wording in furniture.words("archives"):
        if name.casefold().endswith(" " + wording.casefold()):
            return name[: -len(wording)].strip() or None
        if name.casefold().startswith(wording.casefold() + " "):
            return name[len(wording) :].strip(" :") or None
    return name or None


def _span(first: _Piece, last: _Piece) -> Span:
    return Span(first.start, last.end, first.line.number, last.line.number)
