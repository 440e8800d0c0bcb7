"""Records of data sets and of other tools: however they call their columns, what they say is the same."""

import pytest

from articles.readers import Capture, Doubt, Refusal, Span, records
from tests.dumps import stated

SPAN = Span(10, 20, 3, 3)
FIRST = "Satversmes tiesa atsāka darbu 2023. gada 1. janvārī, un iedzīvotāji var vērsties tajā tieši."
SECOND = "За поправки проголосовали 77 процентов пришедших на участки."
THIRD = "ผู้มีสิทธิเลือกตั้งร้อยละหกสิบแปดออกมาใช้สิทธิ"


def capture(record: dict[str, object], **columns: str) -> Capture | Refusal:
    return records.capture(record, SPAN, b"{}", columns)


def said(record: dict[str, object], **columns: str) -> dict[str, object]:
    return stated(capture(record, **columns))


def test_it_says_all_that_a_record_says_and_where():
    record = {
        "title": "Piecdesmit seši grozījumi",
        "text": f"{FIRST}\n\n{SECOND}",
        "url": "https://baltic-observer.example/56",
        "date": "2022-06-06",
        "timestamp": "2024-02-01T07:00:00Z",
        "language": "lv",
        "source": "Baltic Observer",
        "author": "Anna Liepiņa",
        "tags": ["reformas", "tiesas"],
        "section": "Ārvalstis",
        "summary": "Grozīta trešdaļa konstitūcijas.",
        "guid": "5127",
    }
    assert capture(record) == Capture(
        span=SPAN,
        raw=b"{}",
        title="Piecdesmit seši grozījumi",
        paragraphs=(FIRST, SECOND),
        url="https://baltic-observer.example/56",
        published="2022-06-06",
        published_origin="record",
        captured="2024-02-01T07:00:00Z",
        language="lv",
        source="Baltic Observer",
        byline="Anna Liepiņa",
        tags=("reformas", "tiesas"),
        section="Ārvalstis",
        excerpt="Grozīta trešdaļa konstitūcijas.",
        guid="5127",
    )


@pytest.mark.parametrize("column", ["date_published", "datePublished", "Date Published", "DATE-PUBLISHED"])
def test_case_and_punctuation_of_a_name_do_not_matter(column: str):
    assert said({"title": "A", column: "2024"})["published"] == "2024"


# What other tools export, each as it writes it, with what it says of the same article.
ARTICLE = {"title": "Court of the Steppe", "url": "https://steppe.example/court"}
EXPORTS = {
    "mC4": (
        {"text": f"Court of the Steppe\n{FIRST}", "timestamp": "2019-04-25T12:57:54Z", "url": ARTICLE["url"]},
        ARTICLE | {"paragraphs": (FIRST,), "captured": "2019-04-25T12:57:54Z"},
    ),
    "OSCAR 2301": (
        {
            "content": f"Court of the Steppe\n{FIRST}\n{SECOND}",
            "warc_headers": {
                "warc-target-uri": ARTICLE["url"],
                "warc-record-id": "<urn:uuid:29eaa920-d299-4b1d-b687-c72bd8d68116>",
                "warc-date": "2022-11-26T09:45:47Z",
            },
            "metadata": {"identification": {"label": "lv", "prob": 0.89}, "quality_warnings": None},
        },
        ARTICLE | {"paragraphs": (FIRST, SECOND), "captured": "2022-11-26T09:45:47Z", "language": "lv"},
    ),
    "CulturaX": (
        {"text": f"Court of the Steppe\n{FIRST}", "timestamp": "2020/10/18 11:24:48", "source": "OSCAR-2109"},
        {"title": ARTICLE["title"], "paragraphs": (FIRST,), "captured": "2020-10-18 11:24:48"},
    ),
    "FineWeb": (
        {
            "text": f"Court of the Steppe\n{FIRST}",
            "id": "<urn:uuid:29eaa920-d299-4b1d-b687-c72bd8d68116>",
            "dump": "CC-MAIN-2013-20",
            "url": ARTICLE["url"],
            "date": "2013-05-18T07:24:47Z",
            "language_score": 0.97,
        },
        ARTICLE
        | {
            "paragraphs": (FIRST,),
            "captured": "2013-05-18T07:24:47Z",
            "guid": "<urn:uuid:29eaa920-d299-4b1d-b687-c72bd8d68116>",
        },
    ),
    "CCNet": (
        {
            "url": ARTICLE["url"],
            "date_download": "2019-01-16T00:32:20Z",
            "digest": "sha1:G4UHEYCPVGMKCO37M67XGN7Y5QJ7U7GM",
            "source_domain": "steppe.example",
            "title": ARTICLE["title"],
            "raw_content": FIRST,
        },
        ARTICLE | {"paragraphs": (FIRST,), "captured": "2019-01-16T00:32:20Z", "source": "steppe.example"},
    ),
    "news-please": (
        {
            "authors": ["Anna Liepiņa", "LETA"],
            "date_download": "2024-07-31 18:12:00+00:00",
            "date_modify": "2024-07-02 00:30:27",
            "date_publish": "2024-07-01 00:08:56",
            "description": "A new court.",
            "filename": "steppe.json",
            "language": "en",
            "maintext": f"{FIRST}\n{SECOND}",
            "source_domain": "steppe.example",
            "title": ARTICLE["title"],
            "title_page": None,
            "url": ARTICLE["url"],
        },
        ARTICLE
        | {
            "paragraphs": (FIRST, SECOND),
            "byline": "Anna Liepiņa, LETA",
            "published": "2024-07-01 00:08:56",
            "captured": "2024-07-31 18:12:00+00:00",
            "excerpt": "A new court.",
            "language": "en",
            "source": "steppe.example",
        },
    ),
    "ArchiveBox": (
        {
            "schema": "Link",
            "timestamp": "1610000000.123",
            "url": ARTICLE["url"],
            "title": ARTICLE["title"],
            "tags": "reform,courts",
            "sources": ["/data/sources/stdin.txt"],
            "domain": "steppe.example",
            "bookmarked_date": "2021-01-07 06:13",
            "history": {"title": [{"output": "x"}]},
        },
        ARTICLE
        | {"captured": "2021-01-07T06:13:20+00:00", "tags": ("reform", "courts"), "source": "steppe.example"},
    ),
    "wallabag": (
        {
            "is_archived": 0,
            "tags": ["reform"],
            "id": 17,
            "uid": None,
            "title": ARTICLE["title"],
            "url": ARTICLE["url"],
            "content": f"<p>{FIRST}</p><p>{SECOND}</p>",
            "created_at": "2024-05-02T10:00:00+0000",
            "published_at": "2024-05-01T06:00:00+0000",
            "published_by": ["Anna Liepiņa"],
            "language": "en",
            "domain_name": "steppe.example",
        },
        ARTICLE
        | {
            "paragraphs": (FIRST, SECOND),
            "captured": "2024-05-02T10:00:00+0000",
            "published": "2024-05-01T06:00:00+0000",
            "byline": "Anna Liepiņa",
            "language": "en",
            "source": "steppe.example",
            "tags": ("reform",),
        },
    ),
    "Miniflux": (
        {
            "id": 888,
            "feed_id": 42,
            "title": ARTICLE["title"],
            "url": ARTICLE["url"],
            "author": "Anna Liepiņa",
            "content": f"<p>{FIRST}</p>",
            "published_at": "2024-05-01T06:00:00Z",
            "changed_at": "2024-05-03T06:00:00Z",
            "created_at": "2024-05-02T10:00:00Z",
            "tags": ["reform"],
            "feed": {"id": 42, "title": "Steppe Chronicle", "site_url": "https://steppe.example/"},
        },
        ARTICLE
        | {
            "paragraphs": (FIRST,),
            "captured": "2024-05-02T10:00:00Z",
            "published": "2024-05-01T06:00:00Z",
            "byline": "Anna Liepiņa",
            "source": "Steppe Chronicle",
            "tags": ("reform",),
        },
    ),
    "FreshRSS": (
        {
            "id": "tag:google.com,2005:reader/item/0005f2a1b3c4d5e6",
            "crawlTimeMsec": "1714644000000",
            "timestampUsec": "1714644000000000",
            "published": 1714543200,
            "title": ARTICLE["title"],
            "canonical": [{"href": ARTICLE["url"]}],
            "alternate": [{"href": ARTICLE["url"], "type": "text/html"}],
            "categories": [
                "user/-/state/com.google/reading-list",
                "user/-/state/com.google/starred",
                "user/-/label/Central Asia",
                "courts",
            ],
            "origin": {
                "streamId": "feed/1",
                "title": "Steppe Chronicle",
                "htmlUrl": "https://steppe.example",
            },
            "summary": {"content": f"<p>{FIRST}</p>"},
            "author": "Anna Liepiņa",
        },
        ARTICLE
        | {
            "paragraphs": (FIRST,),
            "captured": "2024-05-02T10:00:00+00:00",
            "published": "2024-05-01T06:00:00+00:00",
            "guid": "tag:google.com,2005:reader/item/0005f2a1b3c4d5e6",
            "byline": "Anna Liepiņa",
            "source": "Steppe Chronicle",
            "tags": ("Central Asia", "courts"),
        },
    ),
    "CSL-JSON of Zotero": (
        {
            "id": "liepina2024",
            "type": "article-newspaper",
            "abstract": "A new court.",
            "accessed": {"date-parts": [["2024", 5, 2]]},
            "author": [{"family": "Liepiņa", "given": "Anna"}, {"literal": "LETA"}],
            "container-title": "Steppe Chronicle",
            "issued": {"date-parts": [["2024", 5]]},
            "language": "en",
            "section": "World",
            "source": "DOI.org (Crossref)",
            "title": ARTICLE["title"],
            "URL": ARTICLE["url"],
        },
        ARTICLE
        | {
            "captured": "2024-05-02",
            "published": "2024-05",
            "excerpt": "A new court.",
            "byline": "Anna Liepiņa, LETA",
            "source": "Steppe Chronicle",
            "language": "en",
            "section": "World",
        },
    ),
    "WordPress": (
        {
            "id": 5127,
            "date": "2024-05-01T12:00:00",
            "date_gmt": "2024-05-01T06:00:00",
            "guid": {"rendered": "https://steppe.example/?p=5127"},
            "link": ARTICLE["url"],
            "title": {"rendered": "Court of&#8217;the Steppe"},
            "content": {"rendered": f"<p>{FIRST}</p>", "protected": False},
            "excerpt": {"rendered": "<p>A new court.</p>"},
            "categories": [5, 7],
        },
        {
            "title": "Court of’the Steppe",
            "url": ARTICLE["url"],
            "paragraphs": (FIRST,),
            "published": "2024-05-01T06:00:00",
            "guid": "https://steppe.example/?p=5127",
            "excerpt": "A new court.",
        },
    ),
    "schema.org": (
        {
            "@type": "NewsArticle",
            "headline": ARTICLE["title"],
            "articleBody": FIRST,
            "mainEntityOfPage": {"@type": "WebPage", "@id": ARTICLE["url"]},
            "datePublished": "2024-05-01",
            "dateModified": "2024-05-04",
            "author": [{"@type": "Person", "name": "Anna Liepiņa"}],
            "publisher": {"@type": "Organization", "name": "Steppe Chronicle"},
            "inLanguage": "lv",
            "keywords": "reform, courts",
            "articleSection": ["World", "Asia"],
        },
        ARTICLE
        | {
            "paragraphs": (FIRST,),
            "published": "2024-05-01",
            "byline": "Anna Liepiņa",
            "source": "Steppe Chronicle",
            "language": "lv",
            "tags": ("reform", "courts"),
            "section": "World",
        },
    ),
    "mongoexport": (
        {
            "_id": {"$oid": "5f1e9a3b8c2d4e0012345678"},
            "title": ARTICLE["title"],
            "body": FIRST,
            "published": {"$date": "2024-05-01T06:00:00Z"},
            "fetched_at": {"$date": {"$numberLong": "1714644000000"}},
        },
        {
            "title": ARTICLE["title"],
            "paragraphs": (FIRST,),
            "guid": "5f1e9a3b8c2d4e0012345678",
            "published": "2024-05-01T06:00:00Z",
            "captured": "2024-05-02T10:00:00+00:00",
        },
    ),
}


@pytest.mark.parametrize("tool", EXPORTS)
def test_it_reads_what_tools_export_and_tells_when_it_was_published_from_when_it_was_saved(tool: str):
    record, expected = EXPORTS[tool]
    dated = {"published_origin": "record"} if "published" in expected else {}
    assert said(record) == expected | dated


@pytest.mark.parametrize(
    ("written", "stated"),
    [
        ("14 May 2024", "14 May 2024"),
        (" ۱۴ مه ۲۰۲۴ ", "۱۴ مه ۲۰۲۴"),
        (1714543200, "2024-05-01T06:00:00+00:00"),
        (1714543200.5, "2024-05-01T06:00:00+00:00"),
        ("1714543200", "2024-05-01T06:00:00+00:00"),
        (1714543200000, "2024-05-01T06:00:00+00:00"),
        ("1714543200000000", "2024-05-01T06:00:00+00:00"),
        ("20240501", "2024-05-01"),
        (20240501, "2024-05-01"),
        ("20240501060000", "2024-05-01T06:00:00"),
        ("20241399", "20241399"),
        (2024, "2024"),
        ("2024.0", "2024"),
        ({"date-parts": [[2024]]}, "2024"),
        ({"date-parts": [[2024, 5, 1], [2024, 5, 3]]}, "2024-05-01"),
        ({"date-parts": [["2024", "May"]]}, None),
        ({"date-parts": [[]]}, None),
        ({"date-parts": 7}, None),
        ({"raw": "1 May 2024"}, "1 May 2024"),
        (0, None),
        (-1, None),
        (1e300, None),
        (True, None),
        (None, None),
        ("", None),
        ("NaN", None),
        ([], None),
        (["2024-05-01", "2024-05-02"], "2024-05-01"),
    ],
)
def test_a_date_is_as_written_and_a_number_as_the_time_it_counts(written: object, stated: str | None):
    assert capture({"title": "A", "published": written}).published == stated


def test_a_number_is_a_date_only_where_the_name_says_a_time():
    assert said({"title": "A", "views": 1714543200, "id": 1714543200}) == {"title": "A"}


@pytest.mark.parametrize(
    "column", ["timestamp", "crawl_date", "fetched_at", "date_download", "saved_at", "created_at"]
)
def test_when_it_was_fetched_or_saved_is_never_when_it_was_published(column: str):
    assert said({"title": "A", column: "2024-05-01"}) == {"title": "A", "captured": "2024-05-01"}


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        (f"{FIRST}\n\n{SECOND}", (FIRST, SECOND)),
        (f"{FIRST}\r\n \r\n{SECOND}\r\n", (FIRST, SECOND)),
        (f"{FIRST}\n{SECOND}\n{THIRD}", (FIRST, SECOND, THIRD)),
        (f"{FIRST}\n{SECOND}\n\n{THIRD}", (f"{FIRST} {SECOND}", THIRD)),
        (f"  {FIRST}\t \u00a0{SECOND} ", (f"{FIRST} {SECOND}",)),
        (f"<p>{FIRST}</p>\n<div>{SECOND}</div>", (FIRST, SECOND)),
        (f"{FIRST}<br><br>{SECOND}", (FIRST, SECOND)),
        (
            "5 < 7 and 7 > 5\n\nR&amp;D costs&nbsp;more &c. &copy=1",
            ("5 < 7 and 7 > 5", "R&D costs more &c. &copy=1"),
        ),
        ([FIRST, 5, f"{SECOND}\n\n{THIRD}"], (FIRST, SECOND, THIRD)),
        ("a\0b", ("a\ufffdb",)),
        ("&#0;&#55357;", ("\ufffd\ufffd",)),
    ],
)
def test_a_text_becomes_its_paragraphs(text: object, paragraphs: tuple[str, ...]):
    assert capture({"title": "A", "text": text}).paragraphs == paragraphs


def test_a_title_is_one_line_without_markup():
    assert capture({"title": " Court\n of <i>the</i>&nbsp;Steppe "}).title == "Court of the Steppe"


def test_a_short_first_line_is_the_headline_of_a_text_that_states_none():
    assert said({"text": f"คำพิพากษาใหม่\n{THIRD}"}) == {"title": "คำพิพากษาใหม่", "paragraphs": (THIRD,)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            f"{FIRST}\n{SECOND}",
            "Satversmes tiesa atsāka darbu 2023. gada 1. janvārī, un iedzīvotāji var vērsties…",
        ),
        ("投票率约为百分之六十八。" * 20, ("投票率约为百分之六十八。" * 7)[:80] + "…"),
        ("Īss teksts", "Īss teksts"),
        ("Jā.\nNē.", "Jā."),
    ],
)
def test_else_its_first_words_stand_for_one_which_is_doubtful_and_nothing_is_taken_away(
    text: str, words: str
):
    found = capture({"text": text})
    assert (found.title, found.paragraphs) == (words, tuple(text.split("\n")))
    assert found.doubts == (Doubt(records.NO_HEADLINE, words, 3),)


def test_a_record_without_title_and_text_is_refused_with_the_names_it_has():
    assert capture({"score": 5, "comment": "x", "text": " "}) == Refusal(
        "a record without title and text: it has 'score', 'comment', 'text'", SPAN, b"{}"
    )
    assert capture({}).reason == "a record without title and text: it has no columns"
    many = capture({f"column{number}{'x' * 60}": 1 for number in range(25)})
    assert many.reason.endswith(" and 5 more")
    assert len(many.reason) < 1_000


def test_a_column_that_the_operator_names_is_that_field_and_no_other():
    record = {
        "Überschrift": "Ein Gericht",
        "title": "Row 7",
        "date": "2024-05-02",
        "erschienen": "1. Mai 2024",
    }
    assert said(record, title="Überschrift", captured="date", published="erschienen") == {
        "title": "Ein Gericht",
        "published": "1. Mai 2024",
        "published_origin": "record",
        "captured": "2024-05-02",
    }
    assert said({"title": "A", "date": "2024-05-02"}, captured="date") == {
        "title": "A",
        "captured": "2024-05-02",
    }


def test_a_column_that_the_operator_names_may_be_nested_or_hold_a_dot():
    assert said({"meta": {"Titel": "A"}}, title="meta.Titel") == {"title": "A"}
    assert said({"meta.Titel": "A"}, title="meta.Titel") == {"title": "A"}


def test_a_record_without_the_column_that_the_operator_names_does_not_say_that_field():
    assert said({"title": "A", "date": "2024-05-02"}, published="erschienen") == {"title": "A"}


@pytest.mark.parametrize("value", ["7", 7, "liepina2024", True])
def test_a_number_that_counts_rows_names_no_article(value: object):
    assert said({"title": "A", "id": value}) == {"title": "A"}


@pytest.mark.parametrize(
    ("written", "host"),
    [
        ("https://www.steppe.example/world/", "www.steppe.example"),
        ("www.steppe.example", "www.steppe.example"),
        ("Степная хроника", "Степная хроника"),
        ({"id": None, "name": "Steppe Chronicle"}, "Steppe Chronicle"),
        ("mC4", None),
        ("http://[::1", None),
    ],
)
def test_a_source_is_a_name_or_a_host(written: object, host: str | None):
    assert capture({"title": "A", "source": written}).source == host


@pytest.mark.parametrize(
    "value", ["n/a", "/world/court", "javascript:alert(1)", "ftp://steppe.example/", 5, ["x"]]
)
def test_what_is_no_address_of_the_web_is_none(value: object):
    assert capture({"title": "A", "url": value}).url is None


@pytest.mark.parametrize(
    ("written", "tags"),
    [
        ("reform, courts,,reform", ("reform", "courts")),
        ("reform; courts, new", ("reform", "courts, new")),
        ("['reform', 'courts']", ("reform", "courts")),
        (["reform", {"name": "courts"}, {"term": "law"}, 7, None, ""], ("reform", "courts", "law")),
        ("x" * 201, ()),
    ],
)
def test_tags_stand_in_a_list_or_between_commas(written: object, tags: tuple[str, ...]):
    assert capture({"title": "A", "tags": written}).tags == tags


def test_more_tags_than_an_article_has_are_cut_and_that_is_said():
    found = capture({"title": "A", "tags": ",".join(map(str, range(10_000)))})
    assert found.tags == tuple(map(str, range(records.MAX_TAGS)))
    assert found.doubts == (Doubt(records.TOO_MANY_TAGS, "10000", 3),)


@pytest.mark.parametrize(
    ("written", "byline"),
    [
        (["Anna Liepiņa", "LETA"], "Anna Liepiņa, LETA"),
        (["Liepiņa, Anna", "LETA"], "Liepiņa, Anna; LETA"),
        ([{"firstName": "Anna", "lastName": "Liepiņa"}], "Anna Liepiņa"),
        ("None", None),
        ([{}, 5], None),
    ],
)
def test_a_byline_is_all_who_wrote(written: object, byline: str | None):
    assert capture({"title": "A", "author": written}).byline == byline


ANY = [None, True, 0, -5, 1e308, "", "\0", [], {}, [[[]]], [{}], {"name": []}, {"date-parts": [5]}]


@pytest.mark.parametrize("value", ANY, ids=repr)
def test_values_of_any_kind_in_any_column_are_no_harm(value: object):
    columns = {name.split(".")[0] for names in records.COLUMNS.values() for name in names} - {"title"}
    assert capture(dict.fromkeys(columns, value) | {"title": "A"}).title == "A"
    for column in columns:
        assert capture({column: value, "title": "A"}).title == "A"
