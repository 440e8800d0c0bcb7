"""What a page's markup states of its article, and what it does not."""

import json

import pytest
from lxml.html import HtmlElement, document_fromstring

from articles.readers import page_metadata
from articles.readers.page_metadata import Metadata

ADDRESS = "https://www.reform.example/en/courts/judges/"
NOTHING = Metadata(None, None, None, None, None, None, None, None, (), ())


def tree(head: str = "", body: str = "", html: str = "<html>") -> HtmlElement:
    return document_fromstring(f"<!DOCTYPE html>{html}<head>{head}</head><body>{body}</body></html>")


def stated(head: str = "", body: str = "", html: str = "<html>", url: str | None = None) -> Metadata:
    return page_metadata.stated(tree(head, body, html), url)


def json_ld(*nodes: object) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes)


def test_it_reads_the_graph_that_wordpress_writes():
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebPage", "@id": ADDRESS, "url": ADDRESS, "name": "Judges - Reform Monitor"},
            {
                "@type": ["Article", "NewsArticle"],
                "headline": "Judges &amp; juries",
                "mainEntityOfPage": {"@id": ADDRESS},
                "datePublished": "2024-05-14T06:00:00+00:00",
                "dateModified": "2024-05-15T06:00:00+00:00",
                "author": {"@id": "https://www.reform.example/#ruth"},
                "publisher": {"@id": "https://www.reform.example/#organization"},
                "keywords": ["judges", "juries"],
                "articleSection": ["Courts", "Analysis"],
                "inLanguage": "en-GB",
                "description": "Who may sit,\n and where.",
            },
            {"@type": "Person", "@id": "https://www.reform.example/#ruth", "name": "Ruth Okello"},
            {
                "@type": "Organization",
                "@id": "https://www.reform.example/#organization",
                "name": "Reform Monitor",
            },
        ],
    }
    assert stated(json_ld(graph)) == Metadata(
        title="Judges & juries",
        section="Courts",
        source="Reform Monitor",
        language="en-GB",
        published="2024-05-14T06:00:00+00:00",
        byline="Ruth Okello",
        excerpt="Who may sit, and where.",
        url=ADDRESS,
        tags=("judges", "juries", "Analysis"),
        alternates=(),
    )


def test_it_reads_open_graph():
    found = stated(
        f"""<meta property="og:title" content="Judges sit longer | Reform Monitor">
<meta property="og:site_name" content="Reform Monitor">
<meta property="og:url" content="{ADDRESS}">
<meta property="og:description" content="Who may sit.">
<meta property="og:locale" content="en_GB">
<meta property="article:published_time" content="2024-05-14">
<meta property="article:modified_time" content="2024-06-01">
<meta property="article:section" content="Courts">
<meta property="article:tag" content="judges"><meta property="article:tag" content="juries">
<meta property="article:author" content="https://social.example/reform">
<meta name="keywords" content="news, reform">"""
    )
    assert found == Metadata(
        title="Judges sit longer",
        section="Courts",
        source="Reform Monitor",
        language="en_GB",
        published="2024-05-14",
        byline=None,
        excerpt="Who may sit.",
        url=ADDRESS,
        tags=("judges", "juries"),
        alternates=(),
    )


def test_it_reads_microdata():
    found = stated(
        body="""<div itemscope itemtype="http://schema.org/NewsArticle">
<h1 itemprop="headline">Tiesneši paliek ilgāk</h1>
<span itemprop="author" itemscope itemtype="http://schema.org/Person">Raksta
<b itemprop="name">Ilze Kalniņa</b></span>
<time itemprop="datePublished" datetime="2024-05-14T09:00+03:00">vakar</time>
<meta itemprop="dateModified" content="2024-05-20">
<div itemprop="publisher" itemscope><meta itemprop="name" content="Reformu Vēstnesis"></div>
<span itemprop="articleSection">Tiesas</span>
<div itemprop="comment" itemscope itemtype="http://schema.org/Comment">
<time itemprop="datePublished" datetime="2024-05-16">16.05.</time><b itemprop="author">Lasītājs</b></div>
</div>""",
        html='<html lang="lv">',
    )
    assert (found.title, found.byline) == ("Tiesneši paliek ilgāk", "Ilze Kalniņa")
    assert (found.published, found.source) == ("2024-05-14T09:00+03:00", "Reformu Vēstnesis")
    assert (found.section, found.language) == ("Tiesas", "lv")


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="pubdate" content="2024-05-14">',
        '<meta name="DC.date.issued" content="2024-05-14">',
        '<time itemprop="datePublished">2024-05-14</time>',
        '<time pubdate datetime="2024-05-14">Tuesday</time>',
        '<meta itemprop="datePublished" content="2024-05-14">',
        json_ld({"@type": "WebPage", "datePublished": "2024-05-14"}),
        json_ld({"@type": "https://schema.org/OpinionNewsArticle", "datePublished": " 2024-05-14 "}),
    ],
)
def test_a_date_of_publication_is_taken_as_it_is_written(head: str):
    assert stated(head).published == "2024-05-14"


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:modified_time" content="2024-05-14">',
        '<meta name="date" content="2024-05-14">',
        '<meta name="last-modified" content="2024-05-14">',
        '<time datetime="2024-05-14">14 May 2024</time>',
        '<time itemprop="dateModified" datetime="2024-05-14"></time>',
        '<time itemprop="datePublished">2024-05-14</time><time itemprop="datePublished">2024-05-15</time>',
        json_ld({"@type": "NewsArticle", "dateModified": "2024-05-14", "dateCreated": "2024-05-14"}),
        json_ld({"@type": "Event", "datePublished": "2024-05-14"}),
        "<p>Published on 14 May 2024</p><footer>© 2024-05-14</footer>",
    ],
)
def test_another_date_is_none_of_publication(head: str):
    assert stated(head).published is None


def test_of_several_articles_the_one_with_the_pages_address_speaks():
    other = {"@type": "NewsArticle", "url": "https://reform.example/other/", "headline": "Mayors"}
    own = {"@type": "NewsArticle", "url": ADDRESS.replace("www.", ""), "headline": "Judges"}
    canonical = f'<link rel="canonical" href="{ADDRESS}">'
    assert stated(json_ld(other, own) + canonical).title == "Judges"
    assert stated(json_ld([other, own]), url=ADDRESS).title == "Judges"
    assert stated(json_ld(other, own)).title is None


def test_related_articles_in_microdata_say_nothing_of_the_page():
    related = '<div itemscope itemtype="https://schema.org/Article"><h3 itemprop="headline">Mayors</h3></div>'
    own = '<div itemscope itemtype="https://schema.org/Article"><h1 itemprop="headline">Judges</h1></div>'
    assert stated(body=related * 2) == NOTHING
    assert stated(body=related + own + related).title == "Judges"


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Judges — Reform Monitor</title>", "", "Judges"),
        ("<title>Reform Monitor: Judges</title>", "", "Judges"),
        ("<title>Judges|REFORM MONITOR</title>", "", "Judges"),
        ("<title>Inside Reform Monitor</title>", "", "Inside Reform Monitor"),
        ("<title>Reform Monitor</title>", "", "Reform Monitor"),
        ("<title>Judges - Courts</title>", "<h1>Reform Monitor</h1><h1> Judges\n stay </h1>", "Judges stay"),
        ("", "<h1>Menu</h1><article><h1>Judges</h1></article>", "Judges"),
    ],
)
def test_a_headline_is_without_the_name_of_the_site(head: str, body: str, title: str):
    assert stated(f'<meta property="og:site_name" content="Reform Monitor">{head}', body).title == title


@pytest.mark.parametrize(
    ("links", "url"),
    [
        ('<link rel="canonical" href="/en/judges">', "https://www.reform.example/en/judges"),
        ('<base href="https://cdn.example/x/"><link rel="canonical" href="y">', "https://cdn.example/x/y"),
        ('<link rel="Canonical" href="https://a.example/?p=7">', "https://a.example/?p=7"),
        ('<link rel="canonical" href="https://www.reform.example/">', None),
        ('<link rel="canonical" href="javascript:alert(1)">', None),
        ('<link rel="canonical" href="http://[">', None),
        ('<link rel="canonical" href="">', None),
    ],
)
def test_an_address_is_absolute_and_of_an_article(links: str, url: str | None):
    assert stated(links, url=ADDRESS).url == url


def test_translations_are_told_apart_from_the_page_and_from_other_links():
    found = stated(
        f"""<link rel="canonical" href="{ADDRESS}">
<link rel="alternate" hreflang="en" href="{ADDRESS}">
<link rel="alternate" hreflang="lv" href="/lv/tiesas/tiesnesi/">
<link rel="alternate" hreflang="pt-BR" href="https://pt.reform.example/juizes/">
<link rel="alternate" hreflang="x-default" href="https://www.reform.example/judges/">
<link rel="alternate" type="application/rss+xml" href="/feed/">""",
        url=ADDRESS,
    )
    assert found.alternates == (
        ("lv", "https://www.reform.example/lv/tiesas/tiesnesi/"),
        ("pt-BR", "https://pt.reform.example/juizes/"),
    )


def test_keywords_stand_with_any_comma_between_them():
    assert stated('<meta name="keywords" content="قضاة، محاكم ,إصلاح">').tags == ("قضاة", "محاكم", "إصلاح")
    node = {"@type": "Article", "keywords": "法官、法院, reform"}
    assert stated(json_ld(node)).tags == ("法官", "法院", "reform")


@pytest.mark.parametrize(
    "script",
    [
        "{",
        "[" * 100_000,
        "7",
        "null",
        '[[{"@type": {}}], {"@graph": 3}]',
        '{"@type": "Article", "headline": {"name": 3}, "author": [[], {"@id": []}, 5], "url": 7}',
        '{"@type": "Article", "mainEntityOfPage": {"@id": "http://["}, "keywords": {"a": 1}}',
        '{"@type": "Article", "wordCount": ' + "9" * 5_000 + "}",
    ],
)
def test_json_that_is_none_or_says_nothing_is_left_out(script: str):
    assert stated(f'<script type="application/ld+json">{script}</script>') == NOTHING


def test_json_with_line_ends_inside_a_text_is_read():
    script = '{"@type": "Article", "headline": "Judges\n\tstay", "inLanguage": {"alternateName": "en"}}'
    found = stated(f'<script type="application/ld+json; charset=utf-8">{script}</script>')
    assert (found.title, found.language) == ("Judges stay", "en")


@pytest.mark.parametrize(
    ("written", "read"), [(r"Judges \ud83d\ude00", "Judges 😀"), (r"\uD800Judges\udc00", "?Judges?")]
)
def test_half_a_character_is_none(written: str, read: str):
    node = f'{{"@type": "NewsArticle", "headline": "{written}"}}'
    assert stated(f'<script type="application/ld+json">{node}</script>').title == read
