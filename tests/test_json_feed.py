"""Reading JSON Feed: what each item says, where it stands, and what is no item."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.readers import Capture, Refusal, choose, json_feed
from tests.dumps import read, stated, write_dump

PERSIAN = """{
 "version": "https://jsonfeed.org/version/1.1",
 "title": "دیده‌بان اصلاحات",
 "home_page_url": "https://eslah.example/",
 "language": "fa",
 "authors": [{"name": "دیده‌بان"}],
 "items": [
  {
   "id": "https://eslah.example/?p=1",
   "url": "https://eslah.example/1",
   "title": "دادگاه قانون اساسی &amp; مجلس",
   "content_html": "<p>دادگاه شکایت را پذیرفت.</p><p>رأی آن <em>قطعی</em> است.</p>",
   "content_text": "همان متن",
   "summary": "شکایت پذیرفته شد.",
   "date_published": "2024-05-14T09:00:00+03:30",
   "date_modified": "2024-05-15T09:00:00+03:30",
   "authors": [{"name": "مریم رضایی"}, {"url": "https://eslah.example/x"}, {"name": "علی نوری"}],
   "tags": ["دادگاه", " قانون  اساسی ", "دادگاه"],
   "attachments": [{"url": "https://eslah.example/1.mp3", "mime_type": "audio/mpeg"}]
  },
  {
   "id": 2,
   "external_url": "https://digar.example/2",
   "title": "همه‌پرسی",
   "content_text": "بند نخست.\\n\\nبند دوم\\nدنباله دارد.",
   "date_modified": "2024-05-15T09:00:00+03:30",
   "author": {"name": "سارا کریمی"},
   "language": "fa-AF"
  }
 ]
}
"""


def feed(*items: object, **own: object) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1", **own, "items": items})


def only(folder: Path, content: str) -> Capture:
    [found] = read(folder, content)
    assert isinstance(found, Capture), found
    return found


def test_it_reads_what_items_say(tmp_path: Path):
    assert [stated(one) for one in read(tmp_path, PERSIAN)] == [
        {
            "title": "دادگاه قانون اساسی & مجلس",
            "paragraphs": ("دادگاه شکایت را پذیرفت.", "رأی آن قطعی است."),
            "source": "دیده‌بان اصلاحات",
            "language": "fa",
            "published": "2024-05-14T09:00:00+03:30",
            "published_origin": "feed",
            "url": "https://eslah.example/1",
            "guid": "https://eslah.example/?p=1",
            "byline": "مریم رضایی, علی نوری",
            "excerpt": "شکایت پذیرفته شد.",
            "tags": ("دادگاه", "قانون اساسی"),
        },
        {
            "title": "همه‌پرسی",
            "paragraphs": ("بند نخست.", "بند دوم دنباله دارد."),
            "source": "دیده‌بان اصلاحات",
            "language": "fa-AF",
            "url": "https://digar.example/2",
            "guid": "2",
            "byline": "سارا کریمی",
        },
    ]


def test_it_says_where_every_item_stands(tmp_path: Path):
    written = PERSIAN.encode()
    found = read(tmp_path, PERSIAN)
    assert [(one.span.line_start, one.span.line_end) for one in found] == [(8, 20), (21, 29)]
    for one in found:
        assert one.raw == written[one.span.byte_start : one.span.byte_end]
        assert (one.raw[:1], one.raw[-1:]) == (b"{", b"}")


@pytest.mark.parametrize(
    "version", ["https://jsonfeed.org/version/1", "https:\\/\\/jsonfeed.org\\/version\\/1.1"]
)
def test_it_is_told_by_its_version(tmp_path: Path, version: str):
    dump = write_dump(tmp_path, f'\ufeff{{"version":"{version}","items":[{{"title":"T"}}]}}')
    assert choose(dump) is json_feed


@pytest.mark.parametrize(
    "content",
    ['{"version": "1", "items": [{"title": "T"}]}', '["https://jsonfeed.org/version/1"]', "", "{"],
)
def test_other_json_is_none(tmp_path: Path, content: str):
    assert not json_feed.matches(write_dump(tmp_path, content))


def test_a_feed_may_speak_of_itself_behind_its_items(tmp_path: Path):
    content = (
        '{"items": [{"title": "T", "tags": ["a"]}], "language": "lt", "authors": [{"name": "a"}], '
        '"title": "Žinios", "version": "https://jsonfeed.org/version/1"}'
    )
    found = only(tmp_path, content)
    assert (found.source, found.language, found.tags) == ("Žinios", "lt", ("a",))


def test_a_summary_alone_is_the_text(tmp_path: Path):
    found = only(tmp_path, feed({"title": "T", "summary": "Santrauka."}))
    assert (found.paragraphs, found.excerpt) == (("Santrauka.",), None)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("/1", "https://a.example/1"),
        ("javascript:alert(1)", None),
        ("http://[a", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_is_absolute(tmp_path: Path, url: str | None, said: str | None):
    content = feed({"title": "T", "url": url}, home_page_url="https://a.example/")
    assert only(tmp_path, content).url == said


def test_it_refuses_what_is_no_article(tmp_path: Path):
    content = feed(
        {"content_text": "Seimas posėdžiavo."},
        {"id": "1"},
        7,
        {"title": "T"},
    )
    assert [getattr(one, "reason", None) for one in read(tmp_path, content)] == [
        "an item without a title: Seimas posėdžiavo.",
        "an item with neither title nor text",
        "no object among the records",
        None,
    ]


def test_it_refuses_a_feed_without_items(tmp_path: Path):
    [found] = read(tmp_path, feed(title="Žinios"))
    assert (type(found), found.reason) == (Refusal, "a feed without an item")


def test_it_reads_a_feed_that_breaks_off_as_far_as_it_goes(tmp_path: Path):
    first, last = read(tmp_path, PERSIAN[: PERSIAN.index("سارا")])
    assert first.guid == "https://eslah.example/?p=1"
    assert last.reason == "the document breaks off"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "a"]), inner),
    max_leaves=5,
)
FIELDS = st.sampled_from(
    [
        *("id", "url", "external_url", "title", "content_html", "content_text", "summary", "date_published"),
        *("author", "authors", "tags", "language", "items"),
    ]
)


@given(
    items=st.lists(st.dictionaries(FIELDS, VALUES), min_size=1, max_size=3),
    own=st.dictionaries(FIELDS, VALUES),
)
@settings(max_examples=200, deadline=None, database=None)
def test_it_reads_or_refuses_any_values(tmp_path_factory, items: list[object], own: dict[str, object]):
    content = feed(*items, **{name: value for name, value in own.items() if name != "items"})
    dump = write_dump(tmp_path_factory.getbasetemp(), content)
    found = list(json_feed.read(dump))
    assert len(found) >= 1
    for one in found:
        assert one.raw == content.encode()[one.span.byte_start : one.span.byte_end]
        if isinstance(one, Capture):
            assert one.title
