"""The paragraphs of a piece of HTML: every word of its text, no markup, and no text that is none."""

from html import escape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.readers.html_text import MAX_DEPTH, PIECE, paragraphs

LITHUANIAN = "Konstitucinis Teismas skundą priėmė liepos 3 dieną."
GEORGIAN = "საკონსტიტუციო სასამართლომ სარჩელი მიიღო."
PERSIAN = "دیوان قانون اساسی شکایت را پذیرفت."


@pytest.mark.parametrize(
    "html",
    [
        "<p>{}</p><p>{}</p>",
        "<p>{}<p>{}",
        "<div>{}<div>{}</div></div>",
        "{}<br><br>{}",
        "{} <br/>\n<br /> {}",
        "<h2>{}</h2>{}",
        "<ul><li>{}</li><li>{}</li></ul>",
        "<blockquote>{}</blockquote>{}",
        "<table><tr><td>{}<td>{}</table>",
        "{}<hr>{}",
    ],
)
def test_a_block_ends_a_paragraph(html: str):
    assert paragraphs(html.format(LITHUANIAN, GEORGIAN)) == (LITHUANIAN, GEORGIAN)


@pytest.mark.parametrize(
    "html",
    [
        '<p>{} <a href="https://a.example/?a=1&b=2">{}</a></p>',
        "<p><strong>{}</strong>\n<em>{}</em></p>",
        "<p>{}<br>{}</p>",
        "{}\n\n\t {}",
        "{}&nbsp;{}",
        "<p>{} <!-- a > b --><?php echo 1 ?>{}</p>",
        '<p>{} <img src="a.jpg" alt="Vilnius">{}</p>',
        "{} <o:p></o:p>{}",
    ],
)
def test_a_word_marked_up_stays_in_its_paragraph(html: str):
    assert paragraphs(html.format(PERSIAN, GEORGIAN)) == (f"{PERSIAN} {GEORGIAN}",)


@pytest.mark.parametrize(
    "html",
    [
        "<script>if (a < b) { '</p>' }</script>",
        "<style>p { color: red }</style>",
        "<figure><img><figcaption>Prezidentas <b>Vilniuje</b></figcaption></figure>",
        '<div class="wp-caption alignnone"><p class="wp-caption-text">Prezidentas Vilniuje</p></div>',
        "<noscript><img></noscript>",
        "<iframe src='https://a.example/'>Vaizdo įrašas</iframe>",
        "<svg><title>Žemėlapis</title><text>Vilnius</text></svg>",
        "<form><select><option>Vilnius</option></select><button>Ieškoti</button></form>",
        "<!-- Vilnius -->",
    ],
)
def test_what_is_no_part_of_the_text_is_left_out(html: str):
    assert paragraphs(f"<p>{LITHUANIAN}</p>{html}<p>{GEORGIAN}</p>") == (LITHUANIAN, GEORGIAN)


def test_a_whole_document_gives_its_body():
    html = f"<!DOCTYPE html><html><head><title>Vilnius</title></head><body><p>{LITHUANIAN}</p></body></html>"
    assert paragraphs(html) == (LITHUANIAN,)


def test_what_it_says_of_its_own_encoding_is_not_believed():
    html = f'<?xml version="1.0" encoding="latin-1"?><meta charset="windows-1257"><p>{LITHUANIAN}</p>'
    assert paragraphs(html) == (LITHUANIAN,)


def test_entities_are_decoded_once():
    assert paragraphs("<p>AT&amp;T &eacute;t&#233; &lt;b&gt; &amp;amp;</p>") == ("AT&T été <b> &amp;",)


@pytest.mark.parametrize("text", ["5 < 7 & 7 > 5", "a <- b", "R&D, Q&A", "žodis"])
def test_text_that_is_no_markup_is_text(text: str):
    assert paragraphs(text) == (text,)


@pytest.mark.parametrize("html", ["", " \n", "<p></p>", "<p>&nbsp;</p>", "<!-- -->", "<img>", "</p>", "<"])
def test_there_are_no_paragraphs_where_there_is_no_text(html: str):
    assert paragraphs(html) in ((), ("<",))


def test_characters_that_no_text_may_hold_are_spaces():
    assert paragraphs("a\x00b\x1bc\ud800d\uffffe&#0;&#xD800;f") == ("a b c d e\ufffd\ufffdf",)


def test_a_text_longer_than_a_piece_is_parted_at_its_blocks_only():
    written = [f"{number} {LITHUANIAN} <b>{GEORGIAN}</b>" for number in range(PIECE // 10)]
    html = "".join(f"<p>{one}</p>" for one in written)
    assert paragraphs(html) == tuple(f"{number} {LITHUANIAN} {GEORGIAN}" for number in range(PIECE // 10))


@pytest.mark.parametrize("depth", [MAX_DEPTH * 2, 200_000])
@pytest.mark.parametrize("tag", ["div", "blockquote", "ul", "b"])
def test_nothing_is_lost_however_deep_it_is_nested(tag: str, depth: int):
    html = f"<{tag}>" * depth + LITHUANIAN + f"</{tag}>" * depth + f"<p>{GEORGIAN}</p>"
    assert paragraphs(html) == (LITHUANIAN, GEORGIAN)


@pytest.mark.parametrize("repeated", ["<div></i>", "<b></i>", "<a ", "<", "&", "<!--", "<p>", "<table>"])
def test_hostile_markup_takes_linear_time(repeated: str):
    # Two of these took a minute and more before the depth was bounded.
    assert paragraphs(LITHUANIAN + "<p>" + repeated * 200_000)[0] == LITHUANIAN


@given(st.lists(st.text(max_size=60), max_size=8))
@settings(max_examples=150, deadline=None, database=None)
def test_every_word_of_a_text_is_kept(texts: list[str]):
    found = paragraphs("".join(f"<p>{escape(text)}</p>" for text in texts))
    words = [" ".join(text.split()) for text in texts if text.isprintable()]
    assert [one for one in words if one] == [one for one in found if one in words]


@given(st.text("<>/!-?&;=\"' apbrdiv\n", max_size=200) | st.text(max_size=100))
@example("<![CDATA[")
@example("</body></html>text")
@settings(max_examples=150, deadline=None, database=None)
def test_any_text_gives_one_spaced_paragraphs(html: str):
    for found in paragraphs(html):
        assert found
        assert found == " ".join(found.split())
