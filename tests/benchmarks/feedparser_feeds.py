"""feedparser's own test feeds, as our reader reads them and as feedparser does:

    pip download --no-binary :all: --no-deps feedparser
    python -m tests.benchmarks.feedparser_feeds FOLDER     # of the unpacked source package

A test feed says in a comment what feedparser finds in it. Of those about a field that a capture has, and that
feedparser fulfils, we count where the capture says the same, as text.
"""

import io
import re
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import feedparser

from articles.readers import Capture, DumpFile, Refusal, choose
from articles.readers.html_text import paragraphs, plain_paragraphs

# What a test expects, up to a second expectation in the same comment.
EXPECTED = re.compile(rb"Description:\s*(.*?)\s*Expect:\s*(.*)\s*-->")

# A capture is of an item that has a title: where a test feed has none, it gets one, behind what it has.
ITEM_END = re.compile(rb"</(?:[\w-]+:)?(?:item|entry)>")
FEED_END = re.compile(rb"</(?:[\w-]+:)?(?:channel|feed|RDF)>")
TITLE = b"<title>Teismas</title>"

Entry = feedparser.FeedParserDict
Compare = Callable[[Capture, Entry, Entry], tuple[object, object]]


def text_of(detail: Entry) -> str:
    value = detail.get("value") or ""
    is_html = detail.get("type") in ("text/html", "application/xhtml+xml")
    return " ".join(paragraphs(value) if is_html else plain_paragraphs(value))


def texts(capture: Capture) -> set[str]:
    return {" ".join(capture.paragraphs), capture.excerpt or ""}


def content(capture: Capture, entry: Entry, _: Entry) -> tuple[object, object]:
    said = text_of(entry.content[0])
    return said if said in texts(capture) else texts(capture), said


def summary(capture: Capture, entry: Entry, _: Entry) -> tuple[object, object]:
    said = text_of(entry.get("summary_detail") or entry.content[0])
    return said if said in texts(capture) else texts(capture), said


def language(capture: Capture, entry: Entry, feed: Entry) -> tuple[object, object]:
    said = (entry.get("content") or [{}])[0].get("language") or entry.get("summary_detail", {}).get(
        "language"
    )
    said = said or entry.get("title_detail", {}).get("language")
    return capture.language, entry.get("language") or said or feed.get("language") or None


def words(text: str | None) -> str | None:
    return " ".join(unescape(text).split()) if text else None


def byline(capture: Capture, entry: Entry, _: Entry) -> tuple[object, object]:
    names = [words(author.get("name")) for author in entry.get("authors", [])]
    return capture.byline, ", ".join(dict.fromkeys(name for name in names if name)) or None


def tags(capture: Capture, entry: Entry, _: Entry) -> tuple[object, object]:
    names = [words(tag.label or tag.term) for tag in entry.get("tags", [])]
    return capture.tags, tuple(dict.fromkeys(name for name in names if name))


# What an expectation is about, by its words; the first that is found.
FIELDS: dict[str, tuple[str, Compare]] = {
    "title": (
        r"entries\[0\](\.title|\['title(_detail'\]\['value)?'\])",
        lambda capture, entry, _: (capture.title, text_of(entry.title_detail) or None),
    ),
    "link": (
        r"entries\[0\](\.link\b|\['link'\]|\['links'\]\[0\]\['href'\])",
        lambda capture, entry, _: (capture.url, entry.get("link")),
    ),
    "id": (
        r"entries\[0\](\.id\b|\['(id|guid)'\])",
        lambda capture, entry, _: (capture.guid, words(entry.get("id"))),
    ),
    "author": (r"entries\[0\](\.author|\['author(s'\]\[0\]|_detail'\])?(\['name'\]|'\] ==))", byline),
    "published": (
        r"entries\[0\](\.published\b|\['published'\])",
        lambda capture, entry, _: (capture.published, words(entry.get("published"))),
    ),
    "content": (r"entries\[0\](\.content|\['content'\])\[0\](\.value|\['value'\])", content),
    "summary": (r"entries\[0\](\.summary|\['(summary|description)(_detail'\]\['value)?'\])", summary),
    "tags": (r"entries\[0\](\.tags|\['(tags|category)'\])", tags),
    "language": (r"(entries\[0\]\S*|feed)(\.language|\['language'\])", language),
    "source": (
        r"entries\[0\](\.source|\['source'\])(\.title|\['title'\])",
        lambda capture, entry, _: (capture.source, words(entry.source.title)),
    ),
    "channel": (
        r"feed(\.title|\['title(_detail'\]\['value)?'\])",
        lambda capture, _, feed: (capture.source, text_of(feed.title_detail) or None),
    ),
}


def main(folder: Path) -> int:
    passed, compared = Counter(), Counter()
    for path in sorted((folder / "tests").rglob("*.xml")):
        for field, ours, theirs in comparisons(path):
            compared[field] += 1
            if ours == theirs:
                passed[field] += 1
            else:
                print(f"{path.relative_to(folder)}: {field}: {ours!r} is not {theirs!r}")
    for field in FIELDS:
        print(f"{field:10} {passed[field]:5} of {compared[field]:5}")
    share = passed.total() / compared.total()
    print(f"{'all':10} {passed.total():5} of {compared.total():5}  {share:.1%}")
    return 0 if share >= 0.95 else 1


def comparisons(path: Path) -> Iterator[tuple[str, object, object]]:
    """The field that a test feed is about, what our capture has in it, and what feedparser finds."""
    written = path.read_bytes()
    expected = EXPECTED.search(written)
    expectation = expected[2].decode("utf-8", "replace") if expected else ""
    field = next((name for name, (about, _) in FIELDS.items() if re.search(about, expectation)), None)
    if field is None:
        return
    completed = complete(written)
    found = feedparser.parse(io.BytesIO(completed))
    if not fulfils(feedparser.parse(io.BytesIO(written)), expectation) or not found.entries:
        return
    capture = read(completed)
    if isinstance(capture, Capture):
        yield field, *FIELDS[field][1](capture, found.entries[0], found.feed)
    else:
        yield field, capture and capture.reason, expectation


def complete(written: bytes) -> bytes:
    """The feed with an item, and that with a title."""
    if not ITEM_END.search(written) and (ends := FEED_END.search(written)):
        name = b"entry" if b"feed" in ends[0] else b"item"
        item = b"<%s>%s</%s>" % (name, TITLE, name)
        return written[: ends.start()] + item + written[ends.start() :]
    found = feedparser.parse(io.BytesIO(written))
    ends = ITEM_END.search(written)
    if ends and found.entries and not text_of(found.entries[0].get("title_detail", {})):
        return written[: ends.start()] + TITLE + written[ends.start() :]
    return written


def fulfils(found: Entry, expectation: str) -> bool:
    try:
        return bool(eval(expectation, {}, found))  # noqa: S307 - tests that feedparser runs so itself
    except Exception:
        return False


def read(written: bytes) -> Capture | Refusal | None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "feed.xml"
        path.write_bytes(written)
        dump = DumpFile.open(path)
        reader = choose(dump)
        return reader if isinstance(reader, Refusal) else next(iter(reader.read(dump)), None)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    sys.exit(main(Path(sys.argv[1])))
