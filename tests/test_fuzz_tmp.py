"""Pages saved as HTML: the article that trafilatura finds, and what the markup states of it."""

from pathlib import Path

import pytest
import trafilatura
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.enrichment import Enriched, Hints, enrich
from articles.readers import Capture, Refusal, Span, saved_page
from articles.readers.saved_page import MAX_DEPTH, MAX_PAGE_BYTES
from articles.vocabulary import Vocabulary
from tests import saved_pages
from tests.dumps import read, write_dump
from tests.saved_pages import SHAPES, STORIES

FULL_BOX = f"<div>{'<p><b><i>a</i></b></p>' * 100}</div>"


def only(folder: Path, content: str | bytes) -> Capture | Refusal:
    [found] = read(folder, content)
    return found


def enriched(capture: Capture) -> Enriched:
    [one] = enrich([capture], Vocabulary(), Hints())
    return one


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("language", STORIES)
def test_the_text_is_that_of_trafilatura_without_the_headline(tmp_path: Path, language: str, shape: str):
    content = saved_pages.saved_page(language, shape=shape)
    found = only(tmp_path, content)
    tree = trafilatura.load_html(content)
    extracted = saved_page.article_text(tree).split("\n")
    story = STORIES[language]
    assert found.title == story.headline
    assert [text for text in extracted if text and text != story.headline] == list(found.paragraphs)
    for furniture in (story.cookies, story.comment, *story.related):
        assert furniture not in "\n".join(found.paragraphs)


@pytest.mark.parametrize("language", STORIES)
def test_all_of_an_article_comes_out_of_its_markup(tmp_path: Path, language: str):
    story = STORIES[language]
    found = only(tmp_path, saved_pages.saved_page(language))
    assert found.paragraphs == story.body
    assert (found.title, found.section, found.byline) == (story.headline, story.section, story.author)
    assert (found.source, found.language, found.published_origin) == (story.site, language, "record")
    assert (found.span.byte_start, found.span.line_start) == (0, 1)
    assert found.raw == saved_pages.saved_page(language).encode()
    one = enriched(found)
    assert one.published.isoformat() == "2024-05-14T06:00:00+00:00"
    assert one.language == language


def test_a_date_that_nobody_states_is_none(tmp_path: Path):
    """Neither the last change nor the one in the footer."""
    head = '<meta property="article:modified_time" content="2024-05-20T10:00:00+03:00">'
    assert only(tmp_path, saved_pages.saved_page("en", head)).published is None


def test_it_knows_its_address_and_its_translations(tmp_path: Path):
    head = """<link rel="canonical" href="https://reform.example/en/votes/">
<link rel="alternate" hreflang="lv" href="https://reform.example/lv/balso/">
<meta property="og:url" content="https://reform.example/en/votes/?utm_source=x">"""
    found = only(tmp_path, saved_pages.saved_page("en", head))
    assert found.url == "https://reform.example/en/votes/"
    assert found.alternates == (("lv", "https://reform.example/lv/balso/"),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1257", "utf-16"])
def test_it_reads_the_encoding_that_a_page_states(tmp_path: Path, encoding: str):
    stated = encoding.removesuffix("-sig")
    content = saved_pages.saved_page("lv").replace('charset="utf-8"', f'charset="{stated}"')
    found = only(tmp_path, content.encode(encoding))
    assert found.paragraphs == STORIES["lv"].body
    assert STORIES["lv"].headline in found.raw.decode(found.encoding)


@pytest.mark.parametrize(
    "content",
    [
        "Of <html> and <body> this text only speaks.",
        "<p>A part of a page.</p>",
        "<?xml version='1.0'?><rss><channel><item/></channel></rss>",
        "<!-- <html> -->",
        "",
    ],
)
def test_it_claims_no_other_file(tmp_path: Path, content: str):
    assert not saved_page.matches(write_dump(tmp_path, content))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<html><body></body></html>", "a page without"),
        (f"<html><body>{'<div>' * 200_000}text", f"a page with elements nested deeper than {MAX_DEPTH}"),
        (f"<html><body>{'<p>a' * 40_000}", "a page with too many elements side by side"),
        ("<html>" + f"<div>{'<p><b>a</b></p>' * 2_000}</div>" * 8, "a page with more than 30,000 elements"),
        (f"<html><p>{'x' * 2_500_000}<p>{'y' * 2_500_000}", "a page with more than 4,000,000 characters"),
        (f"<html><body>{'x' * MAX_PAGE_BYTES}", "a page of "),
        (f"<html><body {' '.join(f'a{at}=1' for at in range(2_000))}>", "a page with an element with"),
    ],
)
def test_a_hostile_page_is_refused(tmp_path: Path, content: str, reason: str):
    found = only(tmp_path, content)
    assert isinstance(found, Refusal)
    assert found.reason.startswith(reason)


PARTS = (
    *("<div>", "</div>", "<p>", "</p>", "<table><tr><td>", "<ul><li>", "<a href='//x'>", "<br>"),
    *("<script type='application/ld+json'>", '{"@type": "NewsArticle", "headline": ', "[[{", "}"),
    *(
        "</script>",
        "<meta property='og:title' content='",
        "'>",
        "<h1>",
        "<title>",
        "&#0;",
        '"',
        "<!--",
        "-->",
    ),
    *("<time itemprop='datePublished'>", "<div itemscope itemtype='Article'>", "<base href='//['>"),
    *("<link rel='alternate canonical' hreflang='lv' href='http://[", "<meta charset='hz'>"),
    *("\x00", "\ufffe", "<?xml encoding='utf-16'?>", STORIES["th"].body[0]),
)
ENCODINGS = ("utf-8", "utf-16", "cp1252", "shift_jis")


@settings(max_examples=6000, deadline=None)
@given(
    st.lists(st.sampled_from(PARTS), max_size=40), st.sampled_from(["utf-8", "utf-16", "cp1252", "shift_jis"])
)
def test_any_page_is_read_or_refused(parts: list[str], encoding: str):
    content = f"<html>{''.join(parts)}".encode(encoding, errors="ignore")
    span = Span(0, max(1, len(content)), 1, 1)
    found = saved_page.page(content, span, content, url="https://reforma.example/a")
    assert isinstance(found, Capture | Refusal)
    assert (found.span, found.raw) == (span, content)
    found.raw.decode(found.encoding, errors="replace")
    if isinstance(found, Capture):
        assert found.title.strip()
        assert all(paragraph.strip() for paragraph in found.paragraphs)
