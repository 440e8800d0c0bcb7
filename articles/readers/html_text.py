"""The paragraphs of a piece of HTML: what a feed's item or a record holds as its text."""

import re
from collections.abc import Iterator

from lxml import etree

# fmt: off
# Elements that a browser shows as blocks of their own (HTML Standard, 15.3 "Flow content"), and table cells.
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "hr", "html", "legend", "li", "listing", "main", "menu", "nav", "ol", "p",
    "plaintext", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul", "xmp",
}

# Elements whose words are no part of the text: code, what stands in for an embedded thing, labels of a
# form, what a picture shows, how a word is pronounced.
_LEFT_OUT = {
    "audio", "button", "canvas", "figcaption", "frameset", "head", "iframe", "noembed",
    "noframes", "noscript", "picture", "rp", "rt", "script", "select", "style", "svg", "template",
    "textarea", "title", "video",
}
# fmt: on
# WordPress marked the caption of a picture by this class before there was an element for it.
_CAPTION = "wp-caption-text"

# What neither HTML nor XML allows in a text.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

# An end tag that closes nothing is looked for among all open elements. Nobody nests as many: beyond
# MAX_DEPTH the parser begins anew with the next piece, so that the time stays linear.
MAX_DEPTH = 256
PIECE = 1 << 13


def paragraphs(html: str) -> tuple[str, ...]:
    """The text of each block, in order, white space as one space; none if there is no text.

    `<br>` is a space, two of them end a paragraph. Takes any text: what is no markup is text.
    """
    # Events instead of a tree: a tree is cut off where its elements are nested too deep.
    target = _Paragraphs()
    parser = _parser(target)
    for piece in _pieces(_CONTROLS.sub(" ", html)):
        if target.depth > MAX_DEPTH:
            parser.close()
            parser = _parser(target)
        parser.feed(piece.encode())
    return parser.close()


def plain_paragraphs(text: str) -> tuple[str, ...]:
    """Those of a text without markup: blank lines part them."""
    written: list[list[str]] = [[]]
    for line in _CONTROLS.sub(" ", text).split("\n"):
        if words := line.split():
            written[-1] += words
        elif written[-1]:
            written.append([])
    return tuple(" ".join(words) for words in written if words)


def _parser(target: "_Paragraphs") -> etree.HTMLParser:
    parser = etree.HTMLParser(encoding="utf-8", target=target, huge_tree=True)
    parser.feed(b"<body>")
    return parser


def _pieces(html: str) -> Iterator[str]:
    """The text in pieces of about PIECE characters, parted where a tag may begin."""
    start = 0
    while start < len(html):
        end = html.find("<", start + PIECE)
        end = len(html) if end < 0 else end
        yield html[start:end]
        start = end


class _Paragraphs:
    """Gathers the paragraphs from a parser's events; `close` gives them."""

    def __init__(self) -> None:
        self.depth = 0
        self._done: list[str] = []
        self._text: list[str] = []
        self._left_out = 0
        self._is_behind_break = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self._left_out or tag in _LEFT_OUT or _CAPTION in attributes.get("class", "").split():
            self._left_out += 1
        elif tag == "br":
            if self._is_behind_break:
                self._end_paragraph()
            self._text.append(" ")
            self._is_behind_break = True
        elif tag in _BLOCKS:
            self._end_paragraph()

    def end(self, tag: str) -> None:
        # The parser ends every element, whether its end is written or not.
        self.depth -= 1
        if self._left_out:
            self._left_out -= 1
        elif tag in _BLOCKS:
            self._end_paragraph()

    def data(self, text: str) -> None:
        if not self._left_out:
            self._text.append(text)
            self._is_behind_break = self._is_behind_break and not text.strip()

    def close(self) -> tuple[str, ...]:
        self._end_paragraph()
        self.depth = self._left_out = 0
        return tuple(self._done)

    def _end_paragraph(self) -> None:
        if text := " ".join("".join(self._text).split()):
            self._done.append(text)
        self._text.clear()
        self._is_behind_break = False
