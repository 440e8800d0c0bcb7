"""How the archive's values are written on a page."""

import unicodedata
from datetime import datetime
from urllib.parse import urlsplit

from django import template
from django.utils.dateformat import format as format_date

from articles.dates import Precision, StatedDate
from articles.folding import INVISIBLE

register = template.Library()

# A line this short that ends like no sentence is a heading inside the article.
CROSSHEAD = 80
_SENTENCE_ENDS = tuple(".!?…:;,。！？؟۔।॥։።»”\"'’」』)")


@register.filter
def stated(date: StatedDate) -> str:
    """A date as precisely as it was stated, in words."""
    pattern = {
        Precision.TIME: "j F Y, H:i",
        Precision.DAY: "j F Y",
        Precision.MONTH: "F Y",
        Precision.YEAR: "Y",
    }[date.precision]
    written = format_date(date.at, pattern)
    return f"{written} UTC" if date.precision is Precision.TIME else written


@register.filter
def stated_day(date: StatedDate) -> str:
    """The same for a list: the time of day left out."""
    if date.precision is Precision.TIME:
        return format_date(date.at, "j F Y")
    return stated(date)


@register.filter
def moment(at: datetime) -> str:
    return format_date(at, "j F Y, H:i") + " UTC"


@register.filter
def without_marks(text: str) -> str:
    """A text for where no element can keep its bidirectional marks inside: the window's title."""
    return INVISIBLE.sub("", text)


@register.filter
def web_link(url: str | None) -> str:
    """The address if a browser may be sent there, else nothing: only http and https lead out."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else ""


@register.filter
def is_crosshead(paragraph: str) -> bool:
    return len(paragraph) <= CROSSHEAD and not paragraph.endswith(_SENTENCE_ENDS)


@register.filter
def opening(excerpt: str | None, letters: int) -> str:
    """The beginning of a text, cut between words where its script has spaces, and never between a
    letter and its marks."""
    text = " ".join((excerpt or "").split())
    if len(text) <= letters:
        return text
    while letters > 1 and unicodedata.category(text[letters])[0] == "M":
        letters -= 1
    cut = text[:letters]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > letters // 2 else cut).rstrip(" .…,;:–—-") + "…"
