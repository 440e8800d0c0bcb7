"""Reads the text capture of a news page: one or more articles, with the site's furniture around them.

The layout has one sure sign in every language: the line "on", which the theme never translates.
Above it stand the section, the headline and a few labels; below it the body. Where structure ends,
the table of labels helps; where that ends too, the line is kept and the article flagged.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise

from articles.dates import is_date

from . import furniture
from .capture import Capture, Doubt, Refusal, Span
from .dumpfile import DumpFile, Line
from .names import byline_in, site_in_disclaimer

NAME = "page_text"
VERSION = 1

ANCHOR = "on"

# A page is read as a whole, because its last lines say whose it is. The longest real one has 26 kB.
MAX_PAGE_BYTES = 4 << 20
MAX_PAGE_LINES = 20_000

# Lengths in characters: text-captures grammar, measured on some thirty captures.
SHARE_LABEL = 25
PROSE = 80
SHARE_THIS_LABEL = 40
PUBLISHED_LABEL = 30
AGE = 30
DATE = 30
BY = 12
AUTHOR = 40
SECTION = 60
LABEL = 25
SIDEBAR_AGE = 50
SIDEBAR_TITLE = 160
DISCLAIMER = 60

# How alike to the table a disclaimer has to be where nothing else speaks for it: Vietnamese prose,
# all of short syllables, comes to 0.46.
SURELY = 0.5

# With the full-width, Ethiopic, Khmer and small forms.
_COLONS = (":", "：", "፡", "፥", "፦", "៖", "﹕", "︓")
SENTENCE_ENDS = tuple(".!?…。！？؟۔।॥።։”»\"'’」』")
_CLOSING_QUOTES = tuple('”»"’」』')
_STOPS = tuple("!?…。！？؟۔।॥።။")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_NAME_OF_A_FILE = re.compile(r"[\w-]*\d[\w-]*(\.(jpe?g|png|gif|webp))?", re.IGNORECASE | re.ASCII)


def matches(dump: DumpFile) -> bool:
    head = dump.head
    return any(line.key == ANCHOR and _heading(head, at, 0) for at, line in enumerate(head))


def read(dump: DumpFile) -> Iterator[Capture | Refusal]:
    """The articles of a page, in order. Refuses a page over MAX_PAGE_BYTES as a whole."""
    lines = written_lines(dump)
    if lines is None:
        yield too_long(dump)
        return
    page = _Page(lines)
    if above := page.prose_above():
        first, last = above[0], above[-1]
        span = Span(first.start, last.end, first.number, last.number)
        raw = dump.bytes_between(span.byte_start, span.byte_end)
        yield Refusal("prose above the first headline", span, raw)
    bounds = [*(heading.first for heading in page.headings), len(page.lines)]
    stories = [
        _story(page, heading, following) for heading, following in zip(page.headings, bounds[1:], strict=True)
    ]
    source = next((story.source for story in reversed(stories) if story.source), page.known_site)
    for story in stories:
        yield _capture(dump, page, story, story.source or source)


def written_lines(dump: DumpFile) -> list[Line] | None:
    """The lines of a page, None if it has more bytes or lines than a page may have."""
    if dump.size > MAX_PAGE_BYTES:
        return None
    lines = list(islice(dump.written_lines(), MAX_PAGE_LINES + 1))
    return lines if len(lines) <= MAX_PAGE_LINES else None


def too_long(dump: DumpFile) -> Refusal:
    last = max(line.number for line in dump.lines())
    cap = f"{MAX_PAGE_BYTES:,} bytes or {MAX_PAGE_LINES:,} lines"
    return Refusal(f"a page longer than {cap}", Span(0, dump.size, 1, last))


@dataclass(frozen=True, slots=True)
class _Heading:
    """What stands around an anchor. Positions are indexes into the page's written lines."""

    first: int
    body: int
    title: Line
    section: Line | None
    published: str | None
    byline: str | None


@dataclass
class _Story:
    """An article being put together: its lines in `body`, and `end`, the last line that is its own."""

    heading: _Heading
    body: list[Line]
    end: Line
    source: str | None = None
    tags: tuple[str, ...] = ()
    doubts: list[Doubt] = field(default_factory=list)


class _Page:
    """The written lines of a page, and what they tell about it as a whole."""

    def __init__(self, lines: list[Line]):
        self.lines = lines
        self.headings = self._find_headings()
        self.known_site: str | None = None
        self._labels: Counter[str] = Counter()
        self._read_heading_labels()
        # A page prints its labels in its own language; some editions leave one in English.
        self._languages = self._leading_languages() | {"en"} if self._labels else None
        self.own_ads = _repeated_in_a_run(lines) | self._glued_to_a_button()

    def label(self, kind: str, line: Line, likeness: float = 0.0) -> bool:
        """Whether the line is a label of this kind in a language of the page's labels so far."""
        found = furniture.find(kind, line.key)
        if (
            found is None
            or found.likeness < likeness
            or (self._languages and not found.languages & self._languages)
        ):
            return False
        self._labels.update(found.languages)
        return True

    def is_button(self, line: Line) -> bool:
        """Whether the line is "Continue Reading", of which translations leave the second word."""
        half_translated = len(line.key) <= LABEL and "Reading" in line.key.split()
        return half_translated or self.label("continue", line)

    @property
    def language(self) -> str | None:
        """The language most of the page's labels are written in, if one leads."""
        leaders = self._leading_languages()
        return next(iter(leaders)) if len(leaders) == 1 else None

    def prose_above(self) -> list[Line]:
        """The lines above the first heading, from its first to its last that is longer than a label."""
        above = self.lines[: self.headings[0].first]
        long = [at for at, line in enumerate(above) if len(line.key) >= PROSE]
        return above[long[0] : long[-1] + 1] if long else []

    def _leading_languages(self) -> frozenset[str]:
        most = max(self._labels.values(), default=0)
        return frozenset(language for language, times in self._labels.items() if times == most)

    def _find_headings(self) -> list[_Heading]:
        headings: list[_Heading] = []
        floor = 0
        for at, line in enumerate(self.lines):
            if line.key == ANCHOR and (heading := _heading(self.lines, at, floor)):
                headings.append(heading)
                floor = heading.body
        return headings

    def _read_heading_labels(self) -> None:
        """Learns the page's language, and from its first line the site, if that is a known one."""
        first = self.headings[0].first if self.headings else 0
        if any(self._learn("chrome", line) for line in self.lines[:first]):
            self.known_site = furniture.KNOWN_SITE
        for heading in self.headings:
            for line in self.lines[heading.first : heading.body]:
                self._learn("published", line)
                self._learn("share", line)

    def _learn(self, kind: str, line: Line) -> bool:
        found = furniture.find(kind, line.key)
        if found:
            self._labels.update(found.languages)
        return found is not None

    def _glued_to_a_button(self) -> frozenset[str]:
        """Short lines with no blank line between them and "Continue Reading": advertisement labels."""
        labels = set()
        for line, following in pairwise(self.lines):
            if following.number == line.number + 1 and max(len(line.key), len(following.key)) <= LABEL:
                if self.is_button(line) and _may_be_label(following.key):
                    labels.add(following.key)
                if self.is_button(following) and _may_be_label(line.key):
                    labels.add(line.key)
        return frozenset(labels)


def _heading(lines: Sequence[Line], anchor: int, floor: int) -> _Heading | None:
    """The heading around the line "on" at `anchor`, or None if that is a word of a body.

    Nothing above `floor`, where the body before begins, belongs to it.
    """
    at = anchor - 1
    if at - 1 < floor:
        return None
    if _is_age(lines, at, floor):
        at -= 1
    if len(lines[at].key) > PUBLISHED_LABEL:
        return None
    at -= 1
    if at > floor and _is_share_label(lines[at].key):
        at -= 1
    title = at
    section = _section(lines, title, floor)
    date, byline, body = _date_and_author(lines, anchor + 1)
    return _Heading(
        first=title if section is None else section,
        body=body,
        title=lines[title],
        section=None if section is None else lines[section],
        published=date,
        byline=byline,
    )


def _is_age(lines: Sequence[Line], at: int, floor: int) -> bool:
    """Whether the line is "2 years ago", between the "published" label and the anchor.

    The label above it is short; a headline above it says that label and age are one line.
    """
    line, above = lines[at].key, lines[at - 1].key
    if at - 2 < floor or len(line) > AGE or len(above) > PUBLISHED_LABEL:
        return False
    if furniture.find("published", line):
        return False
    # Between a share label and the anchor stand two lines: whatever they say, they are label and age.
    if furniture.find("published", above) or _is_share_label(lines[at - 2].key):
        return True
    return _has_digit(line)


def _is_share_label(key: str) -> bool:
    return key.endswith(_COLONS) and len(key) <= SHARE_LABEL


def _section(lines: Sequence[Line], title: int, floor: int) -> int | None:
    at = title - 1
    if at < floor:
        return None
    key = lines[at].key
    if len(key) > SECTION or key.endswith(SENTENCE_ENDS) or key.endswith(_COLONS):
        return None
    if any(furniture.find(kind, key) for kind in ("continue", "ad", "trending")):
        return None
    alone = floor == 0 and at == 0
    return None if alone and furniture.find("chrome", key) else at


def _date_and_author(lines: Sequence[Line], at: int) -> tuple[str | None, str | None, int]:
    """Date line, author and the index of the first line behind them; nothing if none is there.

    A short line with a year may be a first paragraph: it is a date if the label and name of an
    author follow, or if nothing but a date is in it.
    """
    following = lines[at : at + 3]
    if not following or not _may_be_date(following[0].key):
        return None, None, at
    date = following[0].stripped
    is_signed = (
        len(following) == 3
        and len(following[1].key) <= BY
        and len(following[2].key) <= AUTHOR
        and not following[2].key.endswith(SENTENCE_ENDS)
    )
    if is_signed:
        return date, following[2].stripped, at + 3
    return (date, None, at + 1) if is_date(following[0].key) else (None, None, at)


def _may_be_date(key: str) -> bool:
    """At most 30 characters with a year of four digits, in any script's digits."""
    return len(key) <= DATE and _YEAR.search(key) is not None and not key.endswith(_STOPS)


def _story(page: _Page, heading: _Heading, following: int) -> _Story:
    lines = page.lines
    start = heading.body
    closing = _disclaimer(page, start, following)
    if closing:
        end, last = closing
        source = site_in_disclaimer(lines[last].key)
    else:
        end, last = _trim_trailer(page, start, following)
        source = None
    story = _Story(heading, [], lines[last], source)
    end = _take_tags(page, story, start, end)
    consent = _consent(page, start, end)
    repeated = Counter(line.key for line in lines[start:end])
    for at in range(start, end):
        line = lines[at]
        if at == consent or page.label("ad", line) or line.key in page.own_ads:
            continue
        if page.is_button(line):
            continue
        story.body.append(line)
        if len(line.key) <= PROSE and _NAME_OF_A_FILE.fullmatch(line.key):
            story.doubts.append(Doubt("looks like the name of a picture", line.stripped, line.number))
        elif repeated[line.key] > 1 and len(line.key) <= LABEL:
            story.doubts.append(Doubt("a short line that is repeated", line.stripped, line.number))
    return story


def _disclaimer(page: _Page, start: int, end: int) -> tuple[int, int] | None:
    """Where the body ends and where the disclaimer stands: "Share this article:", then a long line.

    Either may be missing: a label of the table at the very end, or a line worded as the disclaimer.
    """
    lines = page.lines
    last_prose = max((at for at in range(start, end) if _is_prose(lines[at])), default=-1)
    for at in range(start + 1, end):
        line = lines[at]
        if len(line.key) >= DISCLAIMER and page.label("disclaimer", line, SURELY):
            return at, at
        if not line.key.endswith(_COLONS) or len(line.key) > SHARE_THIS_LABEL:
            continue
        is_known = page.label("share_this", line)
        behind = lines[at + 1] if at + 1 < end else None
        if behind and len(behind.key) >= DISCLAIMER:
            named = behind.key.count(furniture.KNOWN_SITE)
            last = last_prose < at + 2
            is_worded = page.label("disclaimer", behind, 0.0 if is_known else SURELY)
            if is_worded or (is_known and (named or last)) or (named > 1 and last):
                return at, at + 1
        elif is_known and last_prose < at:
            return at, at
    return None


def _is_prose(line: Line) -> bool:
    """A line that reads as a sentence; in a sidebar there is none."""
    return len(line.key) >= DISCLAIMER and line.key.endswith((".", *_STOPS))


def _trim_trailer(page: _Page, start: int, end: int) -> tuple[int, int]:
    """Takes labels, sidebar and "trending" off the end of an article that has no disclaimer.

    Returns the index behind the body and that of the last line that is the article's own. Between
    two articles that is all up to the next; at the end of the page it is the "continue" button,
    else the body's last line, and what follows is the page's.
    """
    lines = page.lines
    is_last = end == len(lines)
    if end - start > 1 and page.label("trending", lines[end - 1]):
        end -= 1
    end = _before_sidebar(lines, start, end)
    if is_last:
        end = _behind_last_button(page, start, end)
    own = None if is_last else end - 1
    while end - start > 1:
        line = lines[end - 1]
        if page.is_button(line):
            own = end - 1 if own is None else own
        elif not (page.label("ad", line) or line.key in page.own_ads):
            break
        end -= 1
    return end, own if own is not None else max(end - 1, start - 1)


def _behind_last_button(page: _Page, start: int, end: int) -> int:
    """Nothing of an article stands behind its own "Continue Reading": only labels, all of them short."""
    for at in range(end - 1, start, -1):
        if page.is_button(page.lines[at]):
            return at + 1
        if not _may_be_label(page.lines[at].key):
            break
    return end


def _before_sidebar(lines: Sequence[Line], start: int, end: int) -> int:
    """Where a list of (category and age, headline) pairs begins at the end of the lines.

    Three pairs make a list; so do two whose ages end or begin alike.
    """
    at = end
    ages: list[str] = []
    while at - 2 > start and _is_sidebar_pair(lines[at - 2].key, lines[at - 1].key):
        at -= 2
        ages.append(lines[at].key)
    alike = len(ages) == 2 and (ages[0][-4:] == ages[1][-4:] or ages[0][:4] == ages[1][:4])
    return at if len(ages) >= 3 or alike else end


def _is_sidebar_pair(age: str, title: str) -> bool:
    """A short line with a digit inside it, and a headline; "2. Step two" and its paragraph are none."""
    return (
        len(age) <= SIDEBAR_AGE
        and _has_digit(age)
        and not _has_digit(age[0] + age[-1])
        and not age.endswith((".", ",", ";", *_STOPS))
        and len(title) <= SIDEBAR_TITLE
        and not title.endswith((".", *_STOPS, *_CLOSING_QUOTES))
    )


def _take_tags(page: _Page, story: _Story, start: int, end: int) -> int:
    """Reads the "Related Topics:" line at the end of a body and what is glued to it; returns the
    index behind the body that is left."""
    for at in range(max(start, end - 4), end):
        key = page.lines[at].key
        label, colon, behind = key.partition(next((colon for colon in _COLONS if colon in key), ":"))
        if colon and len(label) <= SHARE_THIS_LABEL and furniture.find("related", label + ":"):
            glued = [line for line in page.lines[at + 1 : end] if not page.label("ad", line)]
            named = [behind, *(line.stripped for line in glued)]
            story.tags = tuple(
                tag for text in named for part in re.split("[,،、，]", text) if (tag := part.strip())
            )
            return at
    return end


def _consent(page: _Page, start: int, end: int) -> int | None:
    """The index of the newsletter box: one of the first lines, behind a caption at the most."""
    for at in range(start, min(start + 4, end)):
        if page.label("consent", page.lines[at]):
            return at
    return None


def _capture(dump: DumpFile, page: _Page, story: _Story, source: str | None) -> Capture | Refusal:
    heading = story.heading
    first = heading.section or heading.title
    span = Span(first.start, story.end.end, first.number, story.end.number)
    raw = dump.bytes_between(span.byte_start, span.byte_end)
    paragraphs = tuple(line.stripped for line in story.body)
    if not paragraphs:
        return Refusal("a heading without a body", span, raw)
    return Capture(
        span=span,
        raw=raw,
        title=heading.title.stripped,
        section=heading.section.stripped if heading.section else None,
        paragraphs=paragraphs,
        source=source,
        language=page.language,
        published=heading.published,
        published_origin="page" if heading.published else None,
        byline=heading.byline or byline_in(paragraphs),
        tags=story.tags,
        doubts=tuple(story.doubts),
    )


def _repeated_in_a_run(lines: Sequence[Line]) -> frozenset[str]:
    """Short lines that stand twice in a row with no blank line between.

    Only buttons and advertisement labels do that: they come from spans, paragraphs do not.
    """
    return frozenset(
        line.key
        for line, following in pairwise(lines)
        if line.key == following.key and following.number == line.number + 1 and _may_be_label(line.key)
    )


def _may_be_label(key: str) -> bool:
    return len(key) <= LABEL and not key.endswith(SENTENCE_ENDS)


def _has_digit(text: str) -> bool:
    return any(unicodedata.category(character) == "Nd" for character in text)
