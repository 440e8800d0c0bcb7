"""How an article is cited: records for reference managers, formatted references, and what its page says to
machines.

All are made of an article with its source, language and tags loaded, and its absolute address in the
archive; nothing here asks the database. A date is as precise as it was stated, and the undated have none.
Bylines stay as they are written: which part of a name is the family's is not known.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import quote

from babel.core import get_global
from babel.dates import format_date
from django.utils.encoding import iri_to_uri

from . import rights
from .dates import Precision, StatedDate
from .languages import UNDETERMINED
from .models import Article
from .writing import web_link

ARCHIVE = "Reform Archive"

# Text of a formatted reference, and whether it is set in italics.
Piece = tuple[str, bool]

_ENGLISH = "en"

# White space that would end a line, and characters that no form can hold: controls, halves of a pair.
_LINE_BREAKS = re.compile("[\t-\r\x1c-\x1f\x85\u2028\u2029]+")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

# Behind these a reference needs no full stop of its own.
_STOPS = tuple(".!?…。！？؟۔।։")

# BibTeX counts braces without looking at backslashes, so that a brace must not stand for itself.
_BIBTEX = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "^": r"{\textasciicircum}",
        "~": r"{\textasciitilde}",
        **{sign: f"\\{sign}" for sign in "%&$#_"},
    }
)

_BIBTEX_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# “ and ” inside a title become ‘ and ’ where the title is itself in quotation marks.
_INNER_QUOTES = str.maketrans("“”", "‘’")


def line(text: str | None) -> str:
    """A text on one line, without what cannot be seen and no form can hold; the marks that shape a script
    and direct it stay."""
    return _CONTROLS.sub("", _LINE_BREAKS.sub(" ", text or "")).strip()


def original_url(article: Article) -> str | None:
    """Where the article stood, if a browser may be sent there."""
    return line(web_link(article.url)) or None


def publication(article: Article) -> str:
    """Where the article was published; empty where the dump does not say."""
    return "" if article.source.is_unknown else line(article.source.name)


def ris(article: Article, url: str) -> str:
    """One record in RIS (Research Information Systems, "RIS Format Specifications"), of type NEWS; the
    archive and the place in it under DB and AN, where Zotero's RIS translator reads them."""
    fields = [
        ("TY", "NEWS"),
        ("ID", _key(article)),
        ("TI", line(article.title)),
        ("AU", line(article.byline)),
        ("T2", publication(article)),
        ("SE", line(rights.section(article))),
        *_ris_date(article.published),
        ("AB", line(rights.excerpt(article))),
        *(("KW", tag) for tag in _tags(article)),
        ("LA", article.language_id),
        ("UR", original_url(article) or url),
        ("DB", ARCHIVE),
        ("AN", url),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields if value) + "ER  - \r\n"


def bibtex(article: Article, url: str) -> str:
    """One entry in BibTeX, in UTF-8: @article, as its manual has it for newspapers too. The double braces
    keep the capitals of a headline, and a byline in one piece."""
    fields = {
        "title": _braced(article.title),
        "author": _braced(article.byline),
        "journal": _escaped(publication(article)),
        **_bibtex_date(article.published),
        "language": _escaped(article.language_id),
        "keywords": ", ".join(_escaped(tag) for tag in _tags(article)),
        "url": iri_to_uri(original_url(article) or url),
        "note": _escaped(f"{ARCHIVE}, {url}"),
    }
    # A month is one of BibTeX's own abbreviations: in braces it would be a text.
    lines = [
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n"
        for name, value in fields.items()
        if value
    ]
    return f"@article{{{_key(article)},\n{''.join(lines)}}}\n"


def csl(article: Article, url: str) -> dict[str, object]:
    """One item in CSL-JSON (Citation Style Language 1.0.2, csl-data.json)."""
    item = {
        "id": _key(article),
        "type": "article-newspaper",
        "title": line(article.title),
        "author": [{"literal": byline}] if (byline := line(article.byline)) else None,
        "container-title": publication(article),
        "section": line(rights.section(article)),
        "issued": {"date-parts": [_date_parts(article.published)]} if article.published else None,
        "abstract": line(rights.excerpt(article)),
        "language": article.language_id,
        "keyword": ", ".join(_tags(article)),
        "URL": original_url(article) or url,
        "archive": ARCHIVE,
        "archive_location": url,
    }
    return {name: value for name, value in item.items() if value}


def chicago(article: Article, url: str, accessed: date) -> Sequence[Piece]:
    """A bibliography entry in Chicago's notes-bibliography style (The Chicago Manual of Style, 17th ed.,
    14.191 to 14.200). The newspaper stands for the author of what is unsigned; the date of access is
    given because what an archive shows may change, and for the undated it must be."""
    title = line(article.title)
    if article.language_id.partition("-")[0] == _ENGLISH:
        title = title.translate(_INNER_QUOTES)
    language = _bracketed_language(article)
    stop = "" if language or title.endswith(_STOPS) else "."
    headline = [("“", False), (title, False), (f"{stop}”{language}{'. ' if language else ' '}", False)]
    source = (publication(article), True)
    when = _words(article.published, "MMMM d, y", "MMMM y")
    byline = line(article.byline)
    if byline and source[0]:
        signed = [(byline, False), (_stop_behind(byline), False), *headline, source, (f", {when}", False)]
    elif lead := (source if source[0] else (byline, False))[0]:
        signed = [(lead, lead == source[0]), (_stop_behind(lead), False), *headline, (when, False)]
    else:
        signed = [*headline, (when, False)]
    return [
        *signed,
        (_stop_behind(when), False),
        *([(original, False), (". ", False)] if (original := original_url(article)) else []),
        (f"{ARCHIVE}, accessed {_american(accessed, 'MMMM d, y')}, ", False),
        (url, False),
        (".", False),
    ]


def apa(article: Article, url: str, accessed: date) -> Sequence[Piece]:
    """An entry of a reference list in APA style (Publication Manual of the American Psychological
    Association, 7th ed., 10.1, example 16). The title stands for the author of what is unsigned; one
    address is given, that of the copy which was read, with the date (9.16), because it may change."""
    title = line(article.title)
    language = _bracketed_language(article)
    headline = [(title, False), (f"{language}. " if language else _stop_behind(title), False)]
    when = (f"({_words(article.published, 'y, MMMM d', 'y, MMMM')}). ", False)
    if byline := line(article.byline):
        signed = [(byline, False), (_stop_behind(byline), False), when, *headline]
    else:
        signed = [*headline, when]
    source = publication(article)
    return [
        *signed,
        *([(source, True), (_stop_behind(source), False)] if source else []),
        (f"{ARCHIVE}. Retrieved {_american(accessed, 'MMMM d, y')}, from ", False),
        (url, False),
    ]


def coins(article: Article, url: str) -> str:
    """An OpenURL ContextObject (ANSI/NISO Z39.88-2004) for the title of a <span class="Z3988">, to be
    escaped there. In Dublin Core, with the type that Zotero's parseContextObject looks for: the formats
    for journals have no newspapers. Of two addresses it keeps the second, that of the original."""
    fields = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rft_id", url),
        ("rft.type", "newspaperArticle"),
        ("rft.title", line(article.title)),
        ("rft.creator", line(article.byline)),
        ("rft.source", publication(article)),
        ("rft.date", _day(article.published)),
        ("rft.language", article.language_id),
        *(("rft.subject", tag) for tag in _tags(article)),
        ("rft.identifier", original_url(article) or url),
    ]
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in fields if value)


def meta(article: Article, url: str) -> list[tuple[str, str, str]]:
    """What the head of an article's page says of it, as (attribute, key, content): Dublin Core, Open Graph
    (ogp.me), and what Zotero needs to save a newspaperArticle.

    Read off Zotero's translators "Embedded Metadata.js" (2024-06-13) and "RDF.js". z:itemType decides the
    type, where og:type alone makes a web page; every other z: property is written over the item's field
    of that name, so that url is the original and archiveLocation this page, as in RIS. No citation_*
    (Highwire) is given: citation_title stands for a journal, citation_author is cut at commas. One
    DC.identifier, this archive's: each is searched for eight digits in a row that could be an ISSN, and
    news addresses have dates in them.
    """
    published = article.published.isoformat() if article.published else ""
    title, source, byline = line(article.title), publication(article), line(article.byline)
    found = [
        ("name", "z:itemType", "newspaperArticle"),
        ("name", "z:archive", ARCHIVE),
        ("name", "z:archiveLocation", url),
        ("name", "z:url", original_url(article) or ""),
        ("name", "DC.title", title),
        ("name", "DC.creator", byline),
        ("name", "DC.date", published),
        ("name", "DC.language", article.language_id),
        ("name", "DC.source", source),
        ("name", "DC.publisher", source),
        ("name", "DC.identifier", url),
        ("property", "og:type", "article"),
        ("property", "og:title", title),
        ("property", "og:url", url),
        ("property", "og:site_name", ARCHIVE),
        ("property", "og:description", line(rights.summary(article))),
        ("property", "og:locale", _og_locale(article.language_id)),
        ("property", "article:published_time", published),
        ("property", "article:section", line(rights.section(article))),
        *(("property", "article:tag", tag) for tag in _tags(article)),
    ]
    return [entry for entry in found if entry[2]]


def json_ld(article: Article, url: str, dumps: Sequence[str] = ()) -> dict[str, object]:
    """The article as schema.org's NewsArticle. It is based on the original, or, where no address of that
    is known, on the dumps of these names. The author is of no type: a byline names people or agencies."""
    based_on: object = original_url(article)
    if not based_on and dumps:
        based_on = [{"@type": "CreativeWork", "name": line(name)} for name in dumps]
    found = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": line(article.title),
        "url": url,
        "inLanguage": article.language_id,
        "datePublished": article.published.isoformat() if article.published else None,
        "author": {"name": byline} if (byline := line(article.byline)) else None,
        "publisher": {"@type": "Organization", "name": source} if (source := publication(article)) else None,
        "articleSection": line(rights.section(article)),
        "description": line(rights.excerpt(article)),
        "keywords": _tags(article),
        "isBasedOn": based_on,
        "isAccessibleForFree": rights.has_text(article),
    }
    return {name: value for name, value in found.items() if value}


def _key(article: Article) -> str:
    return f"reform-archive-{article.pk}"


def _tags(article: Article) -> list[str]:
    return [line(tag.name) for tag in article.tags.all()]


def _day(published: StatedDate | None) -> str:
    """ISO 8601, a day at the most."""
    return published.isoformat()[:10] if published else ""


def _date_parts(published: StatedDate) -> list[int]:
    return [int(part) for part in _day(published).split("-")]


def _ris_date(published: StatedDate | None) -> Iterator[tuple[str, str]]:
    """PY and DA: YYYY/MM/DD/other, where what is not known is left blank and its slashes stay."""
    if published:
        parts = _day(published).split("-")
        yield "PY", parts[0]
        yield "DA", "/".join([*parts, *[""] * (4 - len(parts))])


def _bibtex_date(published: StatedDate | None) -> dict[str, str]:
    if not published:
        return {}
    parts = _date_parts(published)
    fields = {"year": f"{parts[0]:04}"}
    if len(parts) > 1:
        fields["month"] = _BIBTEX_MONTHS[parts[1] - 1]
    if len(parts) > 2:
        fields["day"] = str(parts[2])
    return fields


def _escaped(text: str | None) -> str:
    return line(text).translate(_BIBTEX)


def _braced(text: str | None) -> str:
    return f"{{{escaped}}}" if (escaped := _escaped(text)) else ""


def _words(published: StatedDate | None, day: str, month: str) -> str:
    """A date in the words of a style, as precise as it was stated."""
    if published is None:
        return "n.d."
    patterns = {Precision.MONTH: month, Precision.YEAR: "y"}
    return _american(published.at.date(), patterns.get(published.precision, day))


def _american(day: date, pattern: str) -> str:
    """The styles are American, whatever the language of the page."""
    return format_date(day, pattern, locale="en_US")


def _bracketed_language(article: Article) -> str:
    """The language behind a title that is not English: " [in Latvian]"."""
    if article.language_id.partition("-")[0] in (_ENGLISH, UNDETERMINED):
        return ""
    return f" [in {article.language.english_name}]"


def _stop_behind(text: str) -> str:
    return " " if text.endswith(_STOPS) else ". "


def _og_locale(code: str) -> str:
    """language_TERRITORY by CLDR's likely subtags; empty where it knows none."""
    likely = "" if code == UNDETERMINED else get_global("likely_subtags").get(code.replace("-", "_"), "")
    language, _, territory = likely.partition("_")
    return f"{language}_{territory.rpartition('_')[2]}" if territory else ""
