"""From one record of a data set, which is column names and values, to a capture.

Every tool calls its columns otherwise; COLUMNS is the one place that knows the usual names, the first that
holds something wins. When a tool fetched or saved an article is `captured`, never `published`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from html import unescape
from typing import NamedTuple
from urllib.parse import urlsplit

from .capture import Capture, Doubt, Refusal, Span
from .html_text import paragraphs as paragraphs_of_html

ORIGIN = "record"

# A longer record is none; in bytes.
MAX_RECORD_BYTES = 8 << 20

# A value takes more memory than bytes: a record of very many would take all there is.
MAX_VALUES = 250_000

# Column names without case, spaces and punctuation; a dot leads into a nested object, or into each of a list.
# Beside what news sites and data sets call them, those of:
#   news-please and CC-News, CCNet, OSCAR, mC4 and FineWeb (corpora of Common Crawl);
#   ArchiveBox (index.json), wallabag (JSON export), Miniflux (/v1/entries), FreshRSS (Google Reader API);
#   Zotero: CSL-JSON 1.0, and RIS as rispy names its tags; schema.org NewsArticle; WordPress REST API v2.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "title": (
        *("title", "headline", "title.rendered", "articletitle", "newstitle", "posttitle", "primarytitle"),
        *("webtitle", "titlerss", "titlepage", "ogtitle"),
    ),
    "text": (
        *("maintext", "articlebody", "fulltext", "articletext", "bodytext", "text", "body", "content"),
        *("article", "plaintext", "rawcontent", "rawtext", "cleantext", "contenttext", "contenthtml"),
        *("bodyhtml", "contentencoded", "story", "paragraphs"),
        *("content.rendered", "content.content", "content.value", "summary.content"),
    ),
    "url": (
        *("url", "canonicalurl", "permalink", "link", "articleurl", "articlelink", "newsurl", "pageurl"),
        *("weburl", "sourceurl", "originalurl", "urls", "href", "uri", "warctargeturi"),
        *("warcheaders.warctargeturi", "canonical.href", "alternate.href", "mainentityofpage"),
        *("mainentityofpage.id", "guid", "id", "source"),
    ),
    "published": (
        *("published", "publishedat", "datepublished", "publicationdate", "publisheddate", "publishdate"),
        *("datepublish", "pubdate", "publishedon", "publishedtime", "publishtime", "publicationtime"),
        *("articlepublishedtime", "webpublicationdate", "firstpublished", "releasedate", "issued"),
        *("dategmt", "date", "articledate", "newsdate", "postdate", "publicationyear", "publishyear", "year"),
    ),
    "captured": (
        *("captured", "capturedat", "crawled", "crawledat", "crawldate", "crawltime", "crawltimestamp"),
        *("fetched", "fetchedat", "fetchdate", "fetchtime", "scraped", "scrapedat", "scrapedate"),
        *("scrapeddate", "retrieved", "retrievedat", "retrievaldate", "downloaded", "downloadedat"),
        *("downloaddate", "datedownload", "datedownloaded", "datecrawled", "datescraped", "accessed"),
        *("accessedat", "accessdate", "dateaccessed", "archivedat", "archivedate", "saved", "savedat"),
        *("datesaved", "addedat", "dateadded", "timeadded", "warcdate", "warcheaders.warcdate"),
        *("crawltimemsec", "timestampusec", "timestamp", "createdat"),
    ),
    "language": (
        *("language", "lang", "languagecode", "langcode", "inlanguage", "locale"),
        "metadata.identification.label",
    ),
    "source": (
        *("containertitle", "secondarytitle", "journalname", "alternatetitle3", "publicationtitle"),
        *("publicationname", "publication", "outlet", "newspaper"),
        *("publisher.name", "publisher", "source.name", "source.title", "sourcename", "source", "sitename"),
        *("site", "website", "provider.name", "provider", "origin.title", "feed.title", "feedtitle"),
        *("sourcedomain", "domainname", "domain", "hostname"),
    ),
    "byline": (
        *("byline", "author", "authors", "creator", "creators", "dccreator", "writer", "writers"),
        *("reporter", "journalist", "publishedby", "firstauthors"),
    ),
    "tags": ("tags", "tag", "keywords", "newskeywords", "categories", "topics", "subjects", "tagnames"),
    "section": ("section", "articlesection", "sectionname", "category", "rubric"),
    "excerpt": (
        *("excerpt", "summary", "description", "abstract", "notesabstract", "standfirst", "lead", "lede"),
        *("teaser", "snippet", "trailtext", "metadescription", "excerpt.rendered"),
    ),
    "guid": ("guid", "uuid", "id", "identifier"),
}
FIELDS = tuple(COLUMNS)

# What a writer puts where there is no value.
_MISSING = frozenset({"", "none", "null", "nan", "nat", "n/a", "\\n"})

LONGEST_MISSING = max(map(len, _MISSING))

# How objects in a list of authors, tags or addresses call their one name.
_NAMES = ("name", "literal", "label", "title", "term", "rendered", "href", "oid")

# What is called the source of a record in a collection of corpora: the corpus, which publishes nothing.
_CORPUS = re.compile(
    r"m?c4|oscar-\d+|cc-?news|cc-?net|cc-main.*|common ?crawl|culturax|fineweb.*", re.IGNORECASE
)

# Of a column called "id", in characters: shorter ones count rows, and two data sets count alike.
SHORTEST_ID = 16

MAX_TAGS = 100
MAX_TAG = 200
TOO_MANY_TAGS = f"more than {MAX_TAGS} tags: only the first are kept"

# A first line is a headline if it is no longer, and no sentence; in characters. Else so much of the text
# stands for one.
HEADLINE = 200
FIRST_WORDS = 80
_SENTENCE_ENDS = tuple(".,;:。।։።။۔、，；：")
NO_HEADLINE = "no headline is stated: the first words stand for it"

# No usual name of a column is longer.
LONGEST_COLUMN = 100

# How many columns a refusal names, and how much of each.
NAMED_COLUMNS = 20
NAMED_LENGTH = 40

# Seconds since 1970 that can be a date of news, from 1990 to 2099; a finer unit is told by the number's size.
_EPOCH = range(631_152_000, 4_102_444_800)
_EPOCH_UNITS = (1, 1_000, 1_000_000, 1_000_000_000)
_NUMBER = re.compile(r"[0-9]{4,20}(?:\.[0-9]{0,20})?")
# ISO 8601 without its signs, as the timestamps of web archives are.
_BASIC_DATE = re.compile(
    r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:([01]\d|2[0-3])([0-5]\d)([0-5]\d))?"
)
_YEAR_FIRST = re.compile(r"^([0-9]{4})/([0-9]{2})/([0-9]{2})(?![0-9])")

_PUNCTUATION = str.maketrans("", "", " _-:@/$")
_MARKUP = re.compile(
    r"</?(?:p|br|div|span|a|b|i|em|strong|ul|ol|li|h[1-6]|img|figure|blockquote|article|section|table|html|body"
    r"|iframe|script|style|!--)(?=[\s/>-])",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
_GREADER_STATE = re.compile(r"user/[^/]+/state/")
_GREADER_LABEL = re.compile(r"user/[^/]+/label/")


def capture(
    record: Mapping[str, object], span: Span, raw: bytes, columns: Mapping[str, str]
) -> Capture | Refusal:
    """What a record says. `columns` is what the operator knows of its names: field to column, and no other
    column is that field then, nor is that column any other field."""
    said = _Record(record, columns)
    title = _one_line(said.first("title", _text))
    paragraphs = tuple(paragraph for text in said.all("text", _text) for paragraph in _paragraphs(text))
    doubts: list[Doubt] = []
    if title is None and paragraphs:
        title, paragraphs = headline_of(paragraphs, doubts, span)
    if title is None:
        return Refusal(f"a record without title and text: {_named(record)}", span, raw)
    tags = tuple(dict.fromkeys(tag for text in said.all("tags", _name) for tag in _tags(text)))
    if len(tags) > MAX_TAGS:
        doubts.append(Doubt(TOO_MANY_TAGS, str(len(tags)), span.line_start))
    published = said.first("published", _moment)
    return Capture(
        span=span,
        raw=raw,
        title=title,
        paragraphs=paragraphs,
        section=_one_line(said.first("section", _name)),
        source=_one_line(said.first("source", _publisher)),
        language=said.first("language", _text),
        published=published,
        published_origin=ORIGIN if published else None,
        url=said.first("url", _address),
        guid=said.first("guid", _identifier),
        byline=_byline(said.all("byline", _name)),
        excerpt=_one_line(said.first("excerpt", _text)),
        tags=tags[:MAX_TAGS],
        doubts=tuple(doubts),
        captured=said.first("captured", _fetched),
    )


def plain(column: str) -> str:
    """A column's name as COLUMNS has it: "Date Published", "date_published" and "datePublished" are one."""
    return _plain(column) if len(column) <= LONGEST_COLUMN else column


def field_of(column: str, columns: Mapping[str, str]) -> str | None:
    """The field that a column of a table is, if it is one."""
    name = plain(column)
    for field, own in columns.items():
        if plain(own) == name:
            return field
    return next((field for field in FIELDS if field not in columns and name in COLUMNS[field]), None)


@lru_cache(maxsize=4096)
def _plain(column: str) -> str:
    return column.casefold().translate(_PUNCTUATION)


class _Path(NamedTuple):
    """A name of COLUMNS, and where it leads: from a column into what is nested there."""

    column: str
    head: str
    rest: tuple[str, ...]

    @classmethod
    def of(cls, column: str) -> "_Path":
        head, *rest = column.split(".")
        return cls(column, head, tuple(rest))


_PATHS = {field: tuple(map(_Path.of, names)) for field, names in COLUMNS.items()}

# Takes a column's name and one of its values, and gives what it says in words; None if it says nothing.
Read = Callable[[str, object], str | None]


class _Record:
    """A record that is asked for fields, by whichever column holds them."""

    def __init__(self, record: Mapping[str, object], columns: Mapping[str, str]):
        self._record = record
        self._columns = columns
        self._taken = {plain(column) for column in columns.values()}
        self._values: dict[str, object] = {}
        for column, value in record.items():
            if value not in (None, "", [], {}):
                self._values.setdefault(plain(column), value)
        # FineWeb: the date is when Common Crawl fetched it, and "dump" names that crawl.
        self._is_crawl = str(self._values.get("dump", "")).startswith("CC-MAIN")

    def first(self, field: str, read: Read) -> str | None:
        return next(iter(self.all(field, read)), None)

    def all(self, field: str, read: Read) -> list[str]:
        """What the first column of a field says that says anything; one of many values says many things."""
        for column, values in self._candidates(field):
            if found := [text for value in values if (text := read(column, value))]:
                return found
        return []

    def _candidates(self, field: str) -> Iterator[tuple[str, Iterable[object]]]:
        if own := self._columns.get(field):
            yield field, _leaves(self._record[own]) if own in self._record else self._at(_Path.of(plain(own)))
            return
        for path in _PATHS[field]:
            if (path.column in self._values or path.head in self._values) and self._may_be(field, path):
                yield path.column, self._at(path)
        if self._is_crawl and field == "captured":
            yield "date", self._at(_Path.of("date"))

    def _may_be(self, field: str, path: _Path) -> bool:
        is_crawled = self._is_crawl and (field, path.column) == ("published", "date")
        return path.column not in self._taken and not is_crawled

    def _at(self, path: _Path) -> Iterator[object]:
        """The values at a name, which may lead into nested ones."""
        if path.column in self._values:
            yield from _leaves(self._values[path.column])
        elif path.rest and path.head in self._values:
            yield from _inside(self._values[path.head], path.rest)


def _inside(value: object, path: Sequence[str]) -> Iterator[object]:
    if not path:
        yield from _leaves(value)
        return
    for one in _leaves(value):
        if isinstance(one, Mapping):
            for column, inner in one.items():
                if plain(column) == path[0]:
                    yield from _inside(inner, path[1:])


def _leaves(value: object) -> Iterator[object]:
    yield from value if isinstance(value, list) else [value]


def _text(_: str, value: object) -> str | None:
    if not isinstance(value, str):
        return None
    text = value.replace("\0", "\ufffd").strip()
    return None if len(text) <= LONGEST_MISSING and text.casefold() in _MISSING else text


def _name(column: str, value: object) -> str | None:
    """A person, a tag or a section, which may be an object with a name; a number is none."""
    if not isinstance(value, Mapping):
        return _text(column, value)
    named = {plain(key): inner for key, inner in value.items() if isinstance(inner, str)}
    for key in _NAMES:
        if text := _text(column, named.get(key)):
            return text
    given = named.get("given") or named.get("firstname") or ""
    family = named.get("family") or named.get("lastname") or ""
    return _text(column, f"{given} {family}")


def _publisher(column: str, value: object) -> str | None:
    """Whose page it is: a name or a domain as stated, of an address the host."""
    text = _text(column, value)
    if text is None or _CORPUS.fullmatch(text):
        return None
    return _host(text) if _is_address(text) else text


def _address(column: str, value: object) -> str | None:
    text = _name(column, value)
    return text if text and _is_address(text) else None


def _is_address(text: str) -> bool:
    return text.lower().startswith(("http://", "https://")) and not any(map(str.isspace, text))


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _identifier(column: str, value: object) -> str | None:
    """What names an article wherever it stands; the number of a row in one data set does not."""
    text = _name(column, value)
    if text is None or column.startswith("guid") or len(text) >= SHORTEST_ID:
        return text
    return text if ":" in text else None


def _moment(column: str, value: object) -> str | None:
    """A date as written. Numbers are written as ISO 8601: seconds since 1970 or finer, or a date's digits."""
    if isinstance(value, Mapping):
        return _moment_in(value)
    if isinstance(value, int | float):
        number = f"{value:.0f}"
        return _numeric_moment(number) if _NUMBER.fullmatch(number) else None
    text = _text(column, value)
    return _numeric_moment(text) if text and _NUMBER.fullmatch(text) else text


def _fetched(column: str, value: object) -> str | None:
    """When it was fetched or saved, as ISO 8601 writes a date that has its year first."""
    text = _moment(column, value)
    return _YEAR_FIRST.sub(r"\1-\2-\3", text) if text else None


def _moment_in(value: Mapping[str, object]) -> str | None:
    """A date of CSL-JSON, as precise as its parts are, or of MongoDB (extended JSON)."""
    inner = {plain(key): one for key, one in value.items()}
    parts = inner.get("dateparts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        numbers = [str(part).zfill(2) for part in parts[0][:3] if isinstance(part, int | str) and str(part)]
        return "-".join(numbers) if numbers and all(number.isdecimal() for number in numbers) else None
    for key in ("raw", "literal", "date", "numberlong"):
        if found := _moment(key, inner.get(key)):
            return found
    return None


def _numeric_moment(text: str) -> str:
    whole = text.partition(".")[0]
    for unit in _EPOCH_UNITS:
        if int(whole) // unit in _EPOCH:
            return datetime.fromtimestamp(int(whole) // unit, UTC).isoformat()
    if basic := _BASIC_DATE.fullmatch(whole):
        year, month, day, hour, minute, second = basic.groups()
        return f"{year}-{month}-{day}" + (f"T{hour}:{minute}:{second}" if hour else "")
    return whole


def _paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of HTML, or of plain text: blank lines part them, or where there is none, line ends."""
    if _MARKUP.search(text):
        return paragraphs_of_html(text)
    lines = _without_entities(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    has_blank = any(not line.strip() for line in lines)
    written: list[list[str]] = [[]]
    for line in lines:
        words = line.split()
        if not words or not has_blank:
            written.append([])
        written[-1].extend(words)
    return tuple(" ".join(words) for words in written if words)


def _one_line(text: str | None) -> str | None:
    return " ".join(_paragraphs(text)) or None if text else None


def _without_entities(text: str) -> str:
    return _ENTITY.sub(lambda entity: unescape(entity[0]), text).replace("\0", "\ufffd")


def _byline(names: Sequence[str]) -> str | None:
    """The names one after another, between semicolons where a comma parts family and given name."""
    return _one_line(("; " if any("," in name for name in names) else ", ").join(names))


def _tags(text: str) -> Iterator[str]:
    """The tags in one value: one, or many between semicolons or commas. What a feed reader calls a state of
    an item is none, what it calls a label is."""
    if _GREADER_STATE.match(text):
        return
    text = _GREADER_LABEL.sub("", text)
    for part in text.split(";" if ";" in text else ","):
        # A list of Python's in a cell of a table: ['reform', 'courts'].
        tag = _one_line(part.strip(" \t\r\n[]\"'#"))
        if tag and len(tag) <= MAX_TAG:
            yield tag


def headline_of(paragraphs: tuple[str, ...], doubts: list[Doubt], span: Span) -> tuple[str, tuple[str, ...]]:
    """A headline for a text that states none, and the body: its first line if that can be one, as corpora
    have it, else its first words, which is doubtful and stays in the body."""
    first = paragraphs[0]
    if len(paragraphs) > 1 and len(first) <= HEADLINE and not first.endswith(_SENTENCE_ENDS):
        return first, paragraphs[1:]
    words = first
    if len(first) > FIRST_WORDS:
        words = (first[: FIRST_WORDS + 1].rpartition(" ")[0] or first[:FIRST_WORDS]) + "…"
    doubts.append(Doubt(NO_HEADLINE, words, span.line_start))
    return words, paragraphs


def _named(record: Iterable[str]) -> str:
    names = [column[:NAMED_LENGTH] for column in record]
    if not names:
        return "it has no columns"
    shown = ", ".join(repr(name) for name in names[:NAMED_COLUMNS])
    more = len(names) - NAMED_COLUMNS
    return f"it has {shown}" + (f" and {more} more" if more > 0 else "")
