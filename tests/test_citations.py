"""How articles are cited: every form is read back by a program that is not ours."""

import codecs
import json
from datetime import date
from urllib.parse import parse_qsl

import latexcodec  # noqa: F401 - the codec of LaTeX's signs
import pybtex.database
import pytest
import rispy

from articles import citations
from articles.models import Article
from tests import rows

pytestmark = pytest.mark.django_db

URL = "https://archive.example/articles/7/vote/"
READ_ON = date(2025, 11, 3)

# A title, and the same as a record holds it: on one line, without what cannot be seen.
TITLES = {
    "lv": ("Kazahstānas ciemos akimus tagad ievēl paši", "Kazahstānas ciemos akimus tagad ievēl paši"),
    "ar": ("كازاخستان تعيد محكمتها الدستورية", "كازاخستان تعيد محكمتها الدستورية"),
    "he": ('צה"ל: \u200f"מה שינתה הרפורמה"', 'צה"ל: \u200f"מה שינתה הרפורמה"'),
    "th": ("เกือบหนึ่งปีหลังประชามติ", "เกือบหนึ่งปีหลังประชามติ"),
    "braces": ("A {vote}} on {{reform", "A {vote}} on {{reform"),
    "signs": (
        r"50% & $5 #1 snake_case ^up ~here \cite{x} \\",
        r"50% & $5 #1 snake_case ^up ~here \cite{x} \\",
    ),
    "lines": ("Vote\r\nER  - \nTY  - BOOK\u2028now", "Vote ER  -  TY  - BOOK now"),
    "unseen": ("Vo\x01te \x1b[31mred\x07\x7f", "Vote [31mred"),
    "entry": ("}, @misc{evil, title = {x", "}, @misc{evil, title = {x"),
    "at": ("@comment{ = + - ]]> <b>&amp;</b> 👩🏽‍🚀", "@comment{ = + - ]]> <b>&amp;</b> 👩🏽‍🚀"),
    "long": ("ปฏิรูป " * 3_000, "ปฏิรูป " * 2_999 + "ปฏิรูป"),
}


def make_article(**fields: object) -> Article:
    article = rows.make_article(**{"id": 7, "title": "Vote", "source": "EU Reporter"} | fields)
    return Article.objects.with_related().get(pk=article.pk)


def read_ris(text: str) -> dict[str, object]:
    (record,) = rispy.loads(text, newline="\r\n")
    return record


def read_bibtex(text: str) -> tuple[str, pybtex.database.Entry]:
    """The key and the entry; pybtex reports whatever else stands in the text as an error."""
    found = pybtex.database.parse_string(text, "bibtex")
    ((key, entry),) = found.entries.items()
    return key, entry


def plain(latex: str) -> str:
    """What LaTeX sets: latexcodec knows all its signs but these, and leaves braces that only group."""
    for name, sign in (("left", "⁅"), ("right", "⁆")):
        latex = latex.replace(rf"{{\textbrace{name}}}", sign)
    latex = latex.replace(r"{\textasciicircum}", "^")
    text = codecs.decode(latex, "ulatex").replace("{", "").replace("}", "").replace(r"\$", "$")
    return text.replace("⁅", "{").replace("⁆", "}")


def test_a_line_holds_what_is_seen_and_what_shapes_and_directs_it():
    kept = "\u200fע \u0e33 क\u094d\u200dष می\u200cخواهم a\u00a0b \ufeff👩🏽‍🚀"
    assert citations.line(f"\n{kept}\0\ud800\uffff\t\r\n") == kept
    assert citations.line("a\u2028\u2029b\x85c\vd") == "a b c d"
    assert citations.line(None) == ""


@pytest.mark.parametrize("name", TITLES)
def test_a_record_in_ris_is_one_record_whatever_its_title(name):
    title, wanted = TITLES[name]
    record = read_ris(citations.ris(make_article(title=title, byline=title, section=title), URL))
    assert (record["title"], record["authors"], record["section"]) == (wanted, [wanted], wanted)
    assert record["type_of_reference"] == "NEWS"


@pytest.mark.parametrize("name", TITLES)
def test_an_entry_in_bibtex_is_one_entry_whatever_its_title(name):
    title, wanted = TITLES[name]
    key, entry = read_bibtex(citations.bibtex(make_article(title=title, byline=title), URL))
    assert (key, entry.type) == ("reform-archive-7", "article")
    (author,) = entry.persons["author"]
    assert [plain(text) for text in (entry.fields["title"], str(author))] == [" ".join(wanted.split())] * 2


def test_a_byline_stays_in_one_piece_in_bibtex():
    _, entry = read_bibtex(citations.bibtex(make_article(byline="Anna Bērziņa and Jānis Ozols, LETA"), URL))
    (author,) = entry.persons["author"]
    assert str(author) == "{Anna Bērziņa and Jānis Ozols, LETA}"


def test_all_fields_of_a_record_in_ris():
    article = make_article(
        language="lv",
        title="Vēlēšanas",
        byline="Anna Bērziņa",
        section="Politika",
        excerpt="Īsi.\nUn vēl.",
        published="2023-05-19T20:45:29",
        tags=["Māksla", "Конституция"],
        url="https://lv.example/a?b=1&c={d}",
    )
    assert citations.ris(article, URL) == (
        "TY  - NEWS\r\n"
        "ID  - reform-archive-7\r\n"
        "TI  - Vēlēšanas\r\n"
        "AU  - Anna Bērziņa\r\n"
        "T2  - EU Reporter\r\n"
        "SE  - Politika\r\n"
        "PY  - 2023\r\n"
        "DA  - 2023/05/19/\r\n"
        "AB  - Īsi. Un vēl.\r\n"
        "KW  - Māksla\r\n"
        "KW  - Конституция\r\n"
        "LA  - lv\r\n"
        "UR  - https://lv.example/a?b=1&c={d}\r\n"
        "DB  - Reform Archive\r\n"
        f"AN  - {URL}\r\n"
        "ER  - \r\n"
    )


def test_all_fields_of_an_entry_in_bibtex():
    article = make_article(
        language="lv",
        title="Vēlēšanas",
        byline="Anna Bērziņa",
        published="2023-05-19",
        tags=["Māksla", "R&D"],
        url="https://lv.example/a b?c=%41&d={e}\\_",
    )
    _, entry = read_bibtex(citations.bibtex(article, URL))
    assert dict(entry.fields) == {
        "title": "{Vēlēšanas}",
        "journal": "EU Reporter",
        "year": "2023",
        "month": "May",
        "day": "19",
        "language": "lv",
        "keywords": r"Māksla, R\&D",
        "url": "https://lv.example/a%20b?c=%41&d=%7Be%7D%5C_",
        "note": f"Reform Archive, {URL}",
    }


def test_all_fields_of_an_item_in_csl():
    article = make_article(
        language="th",
        title="ประชามติ",
        byline="สมชาย ใจดี",
        section="การเมือง",
        excerpt="สั้น",
        published="2023-05",
        tags=["Māksla", "Конституция"],
        url="https://th.example/1",
    )
    assert citations.csl(article, URL) == {
        "id": "reform-archive-7",
        "type": "article-newspaper",
        "title": "ประชามติ",
        "author": [{"literal": "สมชาย ใจดี"}],
        "container-title": "EU Reporter",
        "section": "การเมือง",
        "issued": {"date-parts": [[2023, 5]]},
        "abstract": "สั้น",
        "language": "th",
        "keyword": "Māksla, Конституция",
        "URL": "https://th.example/1",
        "archive": "Reform Archive",
        "archive_location": URL,
    }


@pytest.mark.parametrize(
    ("published", "ris", "bibtex", "csl"),
    [
        ("2023-05-19T20:45:29", ("2023", "2023/05/19/"), ("2023", "May", "19"), [[2023, 5, 19]]),
        ("2023-05-19", ("2023", "2023/05/19/"), ("2023", "May", "19"), [[2023, 5, 19]]),
        ("2023-05", ("2023", "2023/05//"), ("2023", "May", None), [[2023, 5]]),
        ("2023", ("2023", "2023///"), ("2023", None, None), [[2023]]),
        (None, (None, None), (None, None, None), None),
    ],
)
def test_a_date_is_as_precise_as_it_was_stated(published, ris, bibtex, csl):
    article = make_article(published=published)
    record = read_ris(citations.ris(article, URL))
    assert (record.get("year"), record.get("date")) == ris
    _, entry = read_bibtex(citations.bibtex(article, URL))
    assert tuple(entry.fields.get(name) for name in ("year", "month", "day")) == bibtex
    assert citations.csl(article, URL).get("issued", {}).get("date-parts") == csl


def test_an_undated_article_has_no_date_in_any_form():
    article = make_article(title="Vote", url="https://example.org/vote/")
    year = str(article.created_at.year)
    said = [
        citations.ris(article, URL),
        citations.bibtex(article, URL),
        json.dumps(citations.csl(article, URL)),
        citations.coins(article, URL),
        json.dumps(citations.meta(article, URL)),
        json.dumps(citations.json_ld(article, URL)),
        "".join(text for text, _ in citations.chicago(article, URL, date(1999, 1, 1))),
        "".join(text for text, _ in citations.apa(article, URL, date(1999, 1, 1))),
    ]
    assert [text for text in said if year in text or "date" in text.lower()] == []


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://example.org/", "//example.org/", "http://[", None]
)
def test_only_an_address_of_the_web_is_given_as_one(url):
    article = make_article(url=url)
    assert read_ris(citations.ris(article, URL))["urls"] == [URL]
    assert read_bibtex(citations.bibtex(article, URL))[1].fields["url"] == URL
    assert citations.csl(article, URL)["URL"] == URL
    assert dict(parse_qsl(citations.coins(article, URL)))["rft.identifier"] == URL
    assert "isBasedOn" not in citations.json_ld(article, URL)
    assert "z:url" not in [key for _, key, _ in citations.meta(article, URL)]
    said = "".join(text for text, _ in citations.chicago(article, URL, READ_ON))
    assert said == "EU Reporter. “Vote.” n.d. Reform Archive, accessed November 3, 2025, " + URL + "."


CHICAGO = [
    (
        {
            "language": "lv",
            "title": "Vēlēšanas",
            "byline": "Anna Bērziņa",
            "published": "2023-05-19T20:45:29",
        },
        f"Anna Bērziņa. “Vēlēšanas” [in Latvian]. EU Reporter, May 19, 2023. "
        f"Reform Archive, accessed November 3, 2025, {URL}.",
    ),
    (
        {
            "title": "The “No” Vote",
            "byline": "J. Smith Jr.",
            "published": "2023-05",
            "url": "https://e.org/1",
        },
        f"J. Smith Jr. “The ‘No’ Vote.” EU Reporter, May 2023. https://e.org/1. "
        f"Reform Archive, accessed November 3, 2025, {URL}.",
    ),
    (
        {"title": "Why vote?", "published": "2023"},
        f"EU Reporter. “Why vote?” 2023. Reform Archive, accessed November 3, 2025, {URL}.",
    ),
    (
        {"language": "ar", "title": "لماذا نصوّت؟", "byline": "رويترز"},
        f"رويترز. “لماذا نصوّت؟” [in Arabic]. EU Reporter, n.d. "
        f"Reform Archive, accessed November 3, 2025, {URL}.",
    ),
    (
        {"language": "pl", "title": "Kto wygrał „wybory”", "published": "2023-05-01"},
        f"EU Reporter. “Kto wygrał „wybory”” [in Polish]. May 1, 2023. "
        f"Reform Archive, accessed November 3, 2025, {URL}.",
    ),
    (
        {"language": "und", "title": "123"},
        f"EU Reporter. “123.” n.d. Reform Archive, accessed November 3, 2025, {URL}.",
    ),
]

APA = [
    (
        {
            "language": "lv",
            "title": "Vēlēšanas",
            "byline": "Anna Bērziņa",
            "published": "2023-05-19T20:45:29",
        },
        "Anna Bērziņa. (2023, May 19). Vēlēšanas [in Latvian]. EU Reporter. Reform Archive. "
        f"Retrieved November 3, 2025, from {URL}",
    ),
    (
        {
            "title": "The “No” Vote",
            "byline": "J. Smith Jr.",
            "published": "2023-05",
            "url": "https://e.org/1",
        },
        "J. Smith Jr. (2023, May). The “No” Vote. EU Reporter. Reform Archive. "
        f"Retrieved November 3, 2025, from {URL}",
    ),
    (
        {"title": "Why vote?", "published": "2023"},
        f"Why vote? (2023). EU Reporter. Reform Archive. Retrieved November 3, 2025, from {URL}",
    ),
    (
        {"language": "ar", "title": "لماذا نصوّت؟", "byline": "رويترز"},
        "رويترز. (n.d.). لماذا نصوّت؟ [in Arabic]. EU Reporter. Reform Archive. "
        f"Retrieved November 3, 2025, from {URL}",
    ),
    (
        {"language": "th", "title": "ประชามติ"},
        f"ประชามติ [in Thai]. (n.d.). EU Reporter. Reform Archive. Retrieved November 3, 2025, from {URL}",
    ),
]


@pytest.mark.parametrize(("fields", "wanted"), CHICAGO)
def test_a_reference_in_chicago_style(fields, wanted):
    pieces = citations.chicago(make_article(**fields), URL, READ_ON)
    assert "".join(text for text, _ in pieces) == wanted
    assert [text for text, is_italic in pieces if is_italic] == ["EU Reporter"]


@pytest.mark.parametrize(("fields", "wanted"), APA)
def test_a_reference_in_apa_style(fields, wanted):
    pieces = citations.apa(make_article(**fields), URL, READ_ON)
    assert "".join(text for text, _ in pieces) == wanted
    assert [text for text, is_italic in pieces if is_italic] == ["EU Reporter"]


def test_what_is_written_in_another_script_is_a_piece_by_itself():
    article = make_article(language="ar", title="لماذا", byline="رويترز", source="الشرق الأوسط")
    for style in (citations.chicago, citations.apa):
        texts = [text for text, _ in style(article, URL, READ_ON)]
        assert {"لماذا", "رويترز", "الشرق الأوسط"} < set(texts)


def test_references_are_english_in_every_language_of_the_pages(settings):
    settings.LANGUAGE_CODE = "lv"
    said = citations.apa(make_article(published="2023-05-19"), URL, READ_ON)
    assert "(2023, May 19)" in "".join(text for text, _ in said)


def test_a_context_object_is_read_back_as_it_was():
    article = make_article(
        language="ar",
        title="لماذا & كيف = ؟ +1%",
        byline="رويترز; AFP",
        published="2023-05",
        tags=["تونس", "R&D"],
        url="https://ar.example/?a=1&b=2",
    )
    text = citations.coins(article, URL)
    assert parse_qsl(text, strict_parsing=True) == [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rft_id", URL),
        ("rft.type", "newspaperArticle"),
        ("rft.title", "لماذا & كيف = ؟ +1%"),
        ("rft.creator", "رويترز; AFP"),
        ("rft.source", "EU Reporter"),
        ("rft.date", "2023-05"),
        ("rft.language", "ar"),
        ("rft.subject", "R&D"),
        ("rft.subject", "تونس"),
        ("rft.identifier", "https://ar.example/?a=1&b=2"),
    ]
    # A "+" would be a space to Zotero, and "&amp;" is the template's.
    assert not set(text) & set(" +\"'<>;")


def test_the_head_of_a_page_says_all_that_zotero_saves():
    article = make_article(
        language="lv",
        title="Vēlē\x01šanas\n2023",
        byline="Anna Bērziņa",
        section="Politika",
        excerpt="Īsi.",
        published="2023-05-19T20:45:29",
        tags=["Māksla", "Конституция"],
        url="https://lv.example/20230519/",
    )
    assert citations.meta(article, URL) == [
        ("name", "z:itemType", "newspaperArticle"),
        ("name", "z:archive", "Reform Archive"),
        ("name", "z:archiveLocation", URL),
        ("name", "z:url", "https://lv.example/20230519/"),
        ("name", "DC.title", "Vēlēšanas 2023"),
        ("name", "DC.creator", "Anna Bērziņa"),
        ("name", "DC.date", "2023-05-19T20:45:29+00:00"),
        ("name", "DC.language", "lv"),
        ("name", "DC.source", "EU Reporter"),
        ("name", "DC.publisher", "EU Reporter"),
        ("name", "DC.identifier", URL),
        ("property", "og:type", "article"),
        ("property", "og:title", "Vēlēšanas 2023"),
        ("property", "og:url", URL),
        ("property", "og:site_name", "Reform Archive"),
        ("property", "og:description", "Īsi."),
        ("property", "og:locale", "lv_LV"),
        ("property", "article:published_time", "2023-05-19T20:45:29+00:00"),
        ("property", "article:section", "Politika"),
        ("property", "article:tag", "Māksla"),
        ("property", "article:tag", "Конституция"),
    ]


@pytest.mark.parametrize(
    ("language", "locale"), [("en", ["en_US"]), ("th", ["th_TH"]), ("zh", ["zh_CN"]), ("und", []), ("xx", [])]
)
def test_the_locale_of_a_page_is_given_where_it_is_known(language, locale):
    found = citations.meta(make_article(language=language, body="…"), URL)
    assert [content for _, key, content in found if key == "og:locale"] == locale


def test_structured_data_tells_the_article_and_what_it_is_based_on():
    article = make_article(
        language="lv",
        title="Vēlēšanas",
        byline="Anna Bērziņa",
        section="Politika",
        excerpt="Īsi.",
        published="2023-05",
        tags=["Māksla"],
        url="https://lv.example/1",
    )
    assert citations.json_ld(article, URL) == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Vēlēšanas",
        "url": URL,
        "inLanguage": "lv",
        "datePublished": "2023-05",
        "author": {"name": "Anna Bērziņa"},
        "publisher": {"@type": "Organization", "name": "EU Reporter"},
        "articleSection": "Politika",
        "description": "Īsi.",
        "keywords": ["Māksla"],
        "isBasedOn": "https://lv.example/1",
        "isAccessibleForFree": True,
    }


def test_structured_data_names_the_dumps_where_the_original_has_no_address():
    article = make_article(url="guid:1")
    assert citations.json_ld(article, URL, ["page.txt", "feed.txt"])["isBasedOn"] == [
        {"@type": "CreativeWork", "name": "page.txt"},
        {"@type": "CreativeWork", "name": "feed.txt"},
    ]
    assert citations.json_ld(make_article(id=8, url="https://e.org/"), URL, ["page.txt"])["isBasedOn"] == (
        "https://e.org/"
    )


def test_citing_asks_the_database_nothing(django_assert_num_queries):
    article = make_article(language="lv", title="Vēlēšanas", tags=["Māksla"], byline="A", published="2023")
    with django_assert_num_queries(0):
        for form in (citations.ris, citations.bibtex, citations.csl, citations.coins, citations.meta):
            form(article, URL)
        citations.json_ld(article, URL)
        citations.chicago(article, URL, READ_ON)
        citations.apa(article, URL, READ_ON)
