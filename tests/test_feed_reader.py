"""Reading feeds in XML: what each item says, where it stands, and that nothing a feed holds does harm."""

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.readers import Capture, Refusal, choose, feed
from articles.readers.feed import MAX_ITEM_BYTES, NO_END, UNREADABLE_CHARACTERS
from articles.readers.feed_parsing import MAX_ATTRIBUTES, MAX_CATEGORIES, MAX_NAME_BYTES, MAX_NAMESPACES
from tests.dumps import read, stated, write_dump

# A section's feed as WordPress writes it.
LITHUANIAN = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
	<title>Konstitucija Archives &#8211; Reformų žinios</title>
	<atom:link href="https://reformos.example/tag/konstitucija/feed/" rel="self" type="application/rss+xml" />
	<link>https://reformos.example/tag/konstitucija/</link>
	<lastBuildDate>Mon, 08 Jan 2024 07:30:15 +0000</lastBuildDate>
	<language>lt-LT</language>
	<generator>https://wordpress.org/?v=6.4</generator>
	<item>
		<title>Merai &amp;amp; tarybos: kas keičiasi</title>
		<link>https://reformos.example/merai/</link>
		<dc:creator><![CDATA[Rūta Kalnietė]]></dc:creator>
		<pubDate>Mon, 08 Jan 2024 07:30:12 +0000</pubDate>
		<category><![CDATA[Savivalda]]></category>
		<category><![CDATA[Teisė &amp; tvarka]]></category>
		<guid isPermaLink="false">https://reformos.example/?p=11</guid>
		<description><![CDATA[<p>Tiesiogiai renkami merai tapo vykdomąja valdžia.</p>
<p>The post <a href="https://reformos.example/merai/">Merai &amp; tarybos: kas keičiasi</a> appeared first
on <a href="https://reformos.example">Reformų žinios</a>.</p>]]></description>
		<content:encoded><![CDATA[<p>Konstitucijos pataisą Seimas priėmė 2022 metais.</p>
<p>Ji leidžia merus rinkti <em>tiesiogiai</em>.</p>
<p>The post <a href="https://reformos.example/merai/">Merai &amp; tarybos: kas keičiasi</a> appeared first
on <a href="https://reformos.example">Reformų žinios</a>.</p>]]></content:encoded>
		<enclosure url="https://reformos.example/meras.jpg" length="4096" type="image/jpeg" />
	</item>
	<item>
		<title>Referendumo kartelė</title>
		<link>https://reformos.example/kartele/</link>
		<guid isPermaLink="false">https://reformos.example/?p=12</guid>
		<description>Pilietybės klausimu balsavo daugiau nei pusė rinkėjų.</description>
	</item>
</channel>
</rss>
"""

GEORGIAN = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ka" xml:base="https://reforma.example/news/">
 <title>რეფორმის მაცნე</title>
 <link href="https://reforma.example/"/>
 <updated>2024-05-14T09:00:00Z</updated>
 <entry>
  <title type="html">საარჩევნო &lt;b&gt;კოდექსი&lt;/b&gt; იცვლება</title>
  <link rel="enclosure" type="audio/mpeg" href="https://reforma.example/1.mp3"/>
  <link href="1.html"/>
  <id>tag:reforma.example,2024:1</id>
  <published>2024-05-14T12:00:00+04:00</published>
  <updated>2024-05-15T12:00:00+04:00</updated>
  <author><name>ნინო გელაშვილი</name><email>nino@reforma.example</email></author>
  <author><name>გია ლომიძე</name></author>
  <category term="elections" label="არჩევნები"/>
  <category term="http://schemas.google.com/blogger/2008/kind#post"
    scheme="http://schemas.google.com/g/2005#kind"/>
  <summary>ბარიერი ხუთი პროცენტია.</summary>
  <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
   <p>პარლამენტი სრულად პროპორციული წესით აირჩევა.</p>
   <p>ბარიერი ხუთი პროცენტია, <a href="2.html">ბლოკები</a> აკრძალულია.</p>
  </div></content>
 </entry>
 <entry xml:lang="hy" xml:base="https://barep.example/">
  <title>Բարեփոխումների տարեգրություն</title>
  <link href="/2.html"/>
  <id>tag:barep.example,2024:2</id>
  <updated>2024-05-16T12:00:00+04:00</updated>
  <source><title>Բարեփոխում</title><id>https://barep.example/</id></source>
 </entry>
</feed>
"""

RDF = """<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xml:lang="ja">
<channel rdf:about="https://kaikaku.example/">
 <title>改革通信</title><link>https://kaikaku.example/</link>
 <items><rdf:Seq><rdf:li rdf:resource="https://kaikaku.example/1"/></rdf:Seq></items>
</channel>
<image rdf:about="https://kaikaku.example/logo.png"><title>紋</title></image>
<item rdf:about="https://kaikaku.example/1">
 <title>憲法改正の国民投票</title><link>https://kaikaku.example/1</link>
 <description>投票率の下限は設けられていない。</description>
 <dc:creator>山田花子</dc:creator><dc:date>2024-05-14T09:00:00+09:00</dc:date><dc:subject>憲法</dc:subject>
</item>
</rdf:RDF>
"""

TITLE = "<title>Teismas</title>"


def rss(*items: str, head: str = "") -> str:
    return f"<rss version='2.0'><channel>{head}\n{''.join(items)}\n</channel></rss>"


def item(*elements: str) -> str:
    return f"<item>{''.join(elements)}</item>"


def only(folder: Path, content: str | bytes) -> Capture:
    [found] = read(folder, content)
    assert isinstance(found, Capture), found
    return found


def refusals(folder: Path, content: str | bytes) -> list[str]:
    found = read(folder, content)
    assert all(isinstance(one, Refusal) for one in found), found
    return [one.reason for one in found]


def test_it_reads_rss_of_wordpress(tmp_path: Path):
    assert [stated(one) for one in read(tmp_path, LITHUANIAN)] == [
        {
            "title": "Merai & tarybos: kas keičiasi",
            "paragraphs": (
                "Konstitucijos pataisą Seimas priėmė 2022 metais.",
                "Ji leidžia merus rinkti tiesiogiai.",
            ),
            "source": "Reformų žinios",
            "language": "lt-LT",
            "published": "Mon, 08 Jan 2024 07:30:12 +0000",
            "published_origin": "feed",
            "url": "https://reformos.example/merai/",
            "guid": "https://reformos.example/?p=11",
            "byline": "Rūta Kalnietė",
            "excerpt": "Tiesiogiai renkami merai tapo vykdomąja valdžia.",
            "tags": ("Savivalda", "Teisė & tvarka"),
        },
        {
            "title": "Referendumo kartelė",
            "paragraphs": ("Pilietybės klausimu balsavo daugiau nei pusė rinkėjų.",),
            "source": "Reformų žinios",
            "language": "lt-LT",
            "url": "https://reformos.example/kartele/",
            "guid": "https://reformos.example/?p=12",
        },
    ]


def test_it_reads_atom(tmp_path: Path):
    assert [stated(one) for one in read(tmp_path, GEORGIAN)] == [
        {
            "title": "საარჩევნო კოდექსი იცვლება",
            "paragraphs": (
                "პარლამენტი სრულად პროპორციული წესით აირჩევა.",
                "ბარიერი ხუთი პროცენტია, ბლოკები აკრძალულია.",
            ),
            "source": "რეფორმის მაცნე",
            "language": "ka",
            "published": "2024-05-14T12:00:00+04:00",
            "published_origin": "feed",
            "url": "https://reforma.example/news/1.html",
            "guid": "tag:reforma.example,2024:1",
            "byline": "ნინო გელაშვილი, გია ლომიძე",
            "excerpt": "ბარიერი ხუთი პროცენტია.",
            "tags": ("არჩევნები",),
        },
        {
            "title": "Բարեփոխումների տարեգրություն",
            "source": "Բարեփոխում",
            "language": "hy",
            "url": "https://barep.example/2.html",
            "guid": "tag:barep.example,2024:2",
        },
    ]


def test_it_reads_rss_in_rdf(tmp_path: Path):
    assert stated(only(tmp_path, RDF)) == {
        "title": "憲法改正の国民投票",
        "paragraphs": ("投票率の下限は設けられていない。",),
        "source": "改革通信",
        "language": "ja",
        "published": "2024-05-14T09:00:00+09:00",
        "published_origin": "feed",
        "url": "https://kaikaku.example/1",
        "guid": "https://kaikaku.example/1",
        "byline": "山田花子",
        "tags": ("憲法",),
    }


@pytest.mark.parametrize("content", [LITHUANIAN, GEORGIAN, RDF, LITHUANIAN.replace("\n", "\r\n")])
def test_it_says_where_every_item_stands(tmp_path: Path, content: str):
    written = content.encode()
    for found in read(tmp_path, content):
        span = found.span
        assert found.raw == written[span.byte_start : span.byte_end]
        assert found.raw.startswith((b"<item", b"<entry"))
        assert found.raw.endswith((b"</item>", b"</entry>"))
        assert span.line_start == written[: span.byte_start].count(b"\n") + 1
        assert span.line_end == written[: span.byte_end].count(b"\n") + 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "windows-1257", "utf-16", "utf-16-be", "utf-32"])
def test_it_reads_any_encoding_that_a_feed_states(tmp_path: Path, encoding: str):
    written = LITHUANIAN.replace('encoding="UTF-8"', f'encoding="{encoding}"').encode(encoding)
    found = read(tmp_path, written)
    expected = read(tmp_path, LITHUANIAN)
    assert [(one.title, one.paragraphs, one.tags) for one in found] == [
        (one.title, one.paragraphs, one.tags) for one in expected
    ]
    for one, utf8 in zip(found, expected, strict=True):
        assert one.raw == written[one.span.byte_start : one.span.byte_end]
        assert one.raw.decode(one.encoding) == utf8.raw.decode()
        assert (one.span.line_start, one.span.line_end) == (utf8.span.line_start, utf8.span.line_end)


def test_it_believes_bytes_more_than_what_a_feed_says_of_them(tmp_path: Path):
    content = LITHUANIAN.replace('encoding="UTF-8"', 'encoding="iso-8859-1"')
    assert read(tmp_path, content)[0].byline == "Rūta Kalnietė"


def test_it_doubts_an_item_with_a_character_of_another_encoding(tmp_path: Path):
    body = "Žmogaus teisių gynėjai į posėdį nebuvo pakviesti. " * 10
    content = rss(item(TITLE, f"<description>{body}@</description>")).encode().replace(b"@", b"\xfe")
    found = only(tmp_path, content)
    assert [doubt.reason for doubt in found.doubts] == [UNREADABLE_CHARACTERS]
    assert found.paragraphs == (f"{body}\ufffd",)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("AT&amp;T", "AT&T"),
        ("AT&amp;amp;T", "AT&T"),
        ("<![CDATA[Seimas &#8211; <i>rytoj</i>]]>", "Seimas – rytoj"),
        ("5 &lt; 7", "5 < 7"),
        ("Teismas\n  ir Seimas", "Teismas ir Seimas"),
    ],
)
def test_a_title_is_plain_text(tmp_path: Path, title: str, said: str):
    assert only(tmp_path, rss(item(f"<title>{title}</title>"))).title == said


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("<link>https://a.example/1?a=1&amp;copy=2</link>", "https://a.example/1?a=1&copy=2"),
        ("<link>/1</link>", "https://a.example/1"),
        ("<link>https://a.example/a b</link>", "https://a.example/a%20b"),
        ("<guid>https://a.example/2</guid>", "https://a.example/2"),
        ("<guid isPermaLink='false'>https://a.example/2</guid>", None),
        ("<link>javascript:alert(1)</link>", None),
        ("<link>http://[a</link>", None),
        ("<link>https://a.example/\n1</link>", "https://a.example/%201"),
        ("<link/>", None),
        (
            "<link>https://count.example/1</link>"
            "<o:origLink xmlns:o='http://rssnamespace.org/feedburner/ext/1.0'>https://a.example/1</o:origLink>",
            "https://a.example/1",
        ),
    ],
)
def test_an_address_is_the_items_own_and_absolute(tmp_path: Path, link: str, url: str | None):
    content = rss(item(TITLE, link), head="<link>https://a.example/</link>")
    assert only(tmp_path, content).url == url


def test_the_date_of_a_change_is_not_when_it_was_published(tmp_path: Path):
    content = rss(
        item(TITLE, "<updated xmlns='http://www.w3.org/2005/Atom'>2024-05-14T09:00:00Z</updated>"),
        head="<pubDate>Mon, 08 Jan 2024 07:30:15 +0000</pubDate>",
    )
    assert stated(only(tmp_path, content)) == {"title": "Teismas"}


@pytest.mark.parametrize(
    ("author", "byline"),
    [
        ("<author>redakcija@a.example (Jonas Petraitis)</author>", "Jonas Petraitis"),
        ("<author>redakcija@a.example</author>", None),
        ("<author>Jonas Petraitis</author>", "Jonas Petraitis"),
        (f"<author/><category>{'a' * 2_000}</category><author>Jonas Petraitis</author>", "Jonas Petraitis"),
    ],
)
def test_a_byline_is_a_name_and_no_address(tmp_path: Path, author: str, byline: str | None):
    assert only(tmp_path, rss(item(TITLE, author))).byline == byline


@pytest.mark.parametrize(
    ("head", "source"),
    [
        ("<title>Pasaulis | Žinių tarnyba</title>", "Pasaulis | Žinių tarnyba"),
        (
            "<title>Pasaulis | Žinių tarnyba</title><generator>https://wordpress.org/?v=6.4</generator>",
            "Žinių tarnyba",
        ),
        ("<image><title>Ženklas</title></image>", None),
        ("", None),
    ],
)
def test_the_source_is_the_channel(tmp_path: Path, head: str, source: str | None):
    assert only(tmp_path, rss(item(TITLE), head=head)).source == source


def test_an_item_may_name_another_source(tmp_path: Path):
    named = "<source url='https://b.example/feed'>Kita tarnyba</source>"
    assert only(tmp_path, rss(item(TITLE, named), head="<title>Žinios</title>")).source == "Kita tarnyba"


def test_it_finds_the_channels_title_behind_the_items(tmp_path: Path):
    content = f"<rss><channel><language>lt</language>{item(TITLE)}<title>Žinios</title></channel></rss>"
    found = only(tmp_path, content)
    assert (found.source, found.language) == ("Žinios", "lt")


def test_it_refuses_an_item_without_a_title(tmp_path: Path):
    found = read(tmp_path, rss(item("<description>Seimas posėdžiavo.</description>"), item(), item(TITLE)))
    assert [getattr(one, "reason", None) for one in found] == [
        "an item without a title: Seimas posėdžiavo.",
        "an item with neither title nor text",
        None,
    ]


def test_it_refuses_a_feed_without_items(tmp_path: Path):
    content = rss(head="<title>Žinios</title>")
    [found] = read(tmp_path, content)
    assert (found.reason, found.span.byte_end) == ("a feed without an item", len(content.encode()))


@pytest.mark.parametrize(
    "body",
    ["AT&T ir <b>Seimas", "Seimas &nbsp;&hellip; &bogus;", "<p>Seimas", "\x0bSeimas", "<z:a>Seimas</z:a>"],
)
def test_it_reads_an_item_that_is_not_well_formed(tmp_path: Path, body: str):
    content = rss(item(TITLE, f"<description>{body}</description>"), item("<title>Antras</title>"))
    first, second = read(tmp_path, content)
    assert first.title == "Teismas"
    assert any("Seimas" in paragraph for paragraph in first.paragraphs)
    assert second.title == "Antras"


def test_an_item_without_an_end_ends_where_the_next_begins(tmp_path: Path):
    content = rss("<item><title>Pirmas</title>\n", "<item><title>Antras</title></item>", "<item>" + TITLE)
    found = read(tmp_path, content)
    assert [one.title for one in found] == ["Pirmas", "Antras", "Teismas"]
    assert [[doubt.reason for doubt in one.doubts] for one in found] == [[NO_END], [], [NO_END]]
    assert found[0].raw == b"<item><title>Pirmas</title>"


def test_it_refuses_the_item_in_which_a_feed_breaks_off(tmp_path: Path):
    first, last = read(tmp_path, LITHUANIAN[: LITHUANIAN.index("Pilietybės")])
    assert first.title == "Merai & tarybos: kas keičiasi"
    assert last.reason == "the feed breaks off inside an item"
    assert last.raw.startswith(b"<item>\n\t\t<title>Referendumo")


def test_it_refuses_text_between_items(tmp_path: Path):
    content = rss(item(TITLE), "\n<b>Warning</b>: database\n", item(TITLE), "<!-- žodis -->", item(TITLE))
    found = read(tmp_path, content)
    assert [getattr(one, "reason", None) for one in found] == [None, "text between two items", None, None]
    assert (found[1].raw, found[1].span.line_start) == (b"<b>Warning</b>: database", 3)


def test_elements_of_the_channel_between_items_are_no_text(tmp_path: Path):
    content = rss(item(TITLE), "<textInput><title>Ieškoti</title></textInput>", item(TITLE))
    assert [one.title for one in read(tmp_path, content)] == ["Teismas", "Teismas"]


def test_a_tag_in_cdata_or_a_comment_is_none(tmp_path: Path):
    content = rss(
        "<!-- <item> -->",
        item(TITLE, "<description><![CDATA[<p>Kodas: &lt;/item></item><item></p>]]></description>"),
    )
    assert only(tmp_path, content).paragraphs == ("Kodas: </item>",)


@pytest.mark.parametrize("sign", ["<![CDATA[", "<!--", "<?"])
def test_an_aside_without_an_end_takes_no_item_with_it(tmp_path: Path, sign: str):
    content = rss(item("<title>Pirmas</title>", sign), item("<title>Antras</title>"))
    assert [one.span.byte_start for one in read(tmp_path, content)] == [
        content.index("<item>"),
        content.rindex("<item>"),
    ]


def test_it_reads_items_with_a_prefix(tmp_path: Path):
    content = GEORGIAN.replace("xmlns=", "xmlns:a=", 1)
    for name in ("feed", "entry", "title", "link", "id", "updated", "source"):
        content = content.replace(f"<{name}", f"<a:{name}").replace(f"</{name}", f"</a:{name}")
    assert [one.url for one in read(tmp_path, content)] == [
        "https://reforma.example/news/1.html",
        "https://barep.example/2.html",
    ]


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY % a PUBLIC "a" "https://a.example/a.dtd"> %a;]>',
        '<!DOCTYPE rss [<!ENTITY lol "lol"><!ENTITY a "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>',
        f'<!DOCTYPE rss [<!ENTITY a "{"a" * 10_000}">]>',
    ],
)
def test_it_refuses_a_feed_with_entities_that_are_no_characters(tmp_path: Path, doctype: str):
    [reason] = refusals(tmp_path, doctype + rss(item("<title>Teismas &a;</title>")))
    assert reason.startswith("it declares an entity that is no character: ")


def test_it_reads_entities_that_are_characters(tmp_path: Path):
    doctype = '<?xml version="1.0"?><!DOCTYPE rss [\n<!ENTITY z "ž">\n<!ENTITY e \'&#279;\'>\n]>\n'
    assert only(tmp_path, doctype + rss(item("<title>&z;inut&e;</title>"))).title == "žinutė"


def test_it_fetches_no_document_type(tmp_path: Path):
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "https://a.example/rss-0.91.dtd">'
    assert only(tmp_path, doctype + rss(item("<title>Teismas &hellip;</title>"))).title == "Teismas …"


@pytest.mark.parametrize(
    ("hostile", "reason"),
    [
        (f"<author>{'a' * MAX_NAME_BYTES}a</author>", "a person's name of more than 1,000 bytes"),
        (
            f"<author><name/><creator></creator>{'a' * MAX_NAME_BYTES}</author>",
            "a person's name of more than 1,000 bytes",
        ),
        (
            f"<author><![CDATA[</author>{'a' * MAX_NAME_BYTES}]]></author>",
            "a person's name of more than 1,000 bytes",
        ),
        ("<category>a</category>" * (MAX_CATEGORIES + 1), "more than 1,000 categories"),
        (f"<keywords>{'a,' * (MAX_CATEGORIES + 1)}</keywords>", "more than 1,000 categories"),
        (
            "<z " + "".join(f"a{number}='' " for number in range(MAX_ATTRIBUTES + 1)) + "/>",
            "an element with more than 100 attributes",
        ),
        (
            "".join(f"<z:a xmlns:z='{number}'/>" for number in range(MAX_NAMESPACES + 1)),
            "more than 200 namespaces",
        ),
        ("<b>" * 50_000, "more than 50,000 times '<'"),
        ("<b " + "b=" * 50_001, "more than 50,000 times '='"),
        ("&amp;" * 500_001, "more than 500,000 times '&'"),
        ("\n" * 500_001, "more than 500,000 times '\\n'"),
        ("<![CDATA[]]>" * 10_001, "more than 10,000 CDATA sections"),
        ("<b " + "b " * 40_000, "not well-formed, and a tag of more than 65,536 bytes"),
        ("&&#99999999999;", "feedparser fails at it: OverflowError"),
    ],
)
def test_it_refuses_an_item_that_would_take_long(tmp_path: Path, hostile: str, reason: str):
    first, second = read(tmp_path, rss(item(TITLE, hostile), item(TITLE)))
    assert first.reason == f"an item that cannot be read: {reason}"
    assert second.title == "Teismas"


def test_it_reads_an_item_with_a_long_tag_that_is_well_formed(tmp_path: Path):
    picture = f"<img xmlns='http://www.w3.org/1999/xhtml' src='data:image/png;base64,{'A' * 100_000}'/>"
    body = f"<description><![CDATA[Seimas]]></description><content type='xhtml'>{picture} Seimas</content>"
    assert only(tmp_path, rss(item(TITLE, body))).paragraphs == ("Seimas",)


def test_it_refuses_an_item_that_is_too_long(tmp_path: Path):
    long = item(TITLE, "<description>", "žodis " * (MAX_ITEM_BYTES // 6), "</description>")
    first, second = read(tmp_path, rss(long, item(TITLE)))
    assert (first.reason, first.raw) == ("an item longer than 4,194,304 bytes", b"")
    assert second.title == "Teismas"


def test_its_memory_does_not_grow_with_the_feed(tmp_path: Path):
    dump = write_dump(tmp_path, rss(*[item(TITLE, f"<!-- {'Seimas ' * 100_000}-->")] * 40))
    assert dump.size > 26 << 20
    tracemalloc.start()
    try:
        assert sum(isinstance(one, Capture) for one in feed.read(dump)) == 40
        assert tracemalloc.get_traced_memory()[1] < 12 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "content",
    [
        "<html><body><item>a</item></body></html>",
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><item/></rdf:RDF>",
        "<opml><body/></opml>",
        "Apie <rss> ir <item>",
        "<!-- <rss><item/></rss> -->",
        "",
    ],
)
def test_what_is_no_feed_is_not_read_as_one(tmp_path: Path, content: str):
    assert not feed.matches(write_dump(tmp_path, content))


PIECES = st.sampled_from(
    [
        *(
            "<item>",
            "</item>",
            "<item/>",
            "<item ",
            "<entry>",
            "</entry>",
            "<a:item>",
            "</channel>",
            "</rss>",
        ),
        *(
            TITLE,
            "<title>",
            "</title>",
            "<description>",
            "</description>",
            "<link href='/a'/>",
            "<p>",
            "</p>",
        ),
        *("<![CDATA[", "]]>", "<!--", "-->", "<?", "?>", "<", ">", "&", "&amp;", "&#0;", "&#xD800;", "&a;"),
        *("'", '"', "=", "\n", "\r\n", "\x00", "\x0b", "\ufeff", "xml:base='https://[a'", "Žinios", "ლ"),
    ]
)
HEADS = st.sampled_from(
    ["<rss><channel>", "<rss>\n<channel><title>Žinios</title>", "<feed xmlns='http://www.w3.org/2005/Atom'>"]
)


@given(head=HEADS, pieces=st.lists(PIECES, max_size=30), cut=st.binary(max_size=3))
@example(head="<rss>", pieces=["<item>", "<title>", "&#0;", "</title>", "</item>"], cut=b"")
@settings(max_examples=300, deadline=None, database=None)
def test_it_reads_or_refuses_any_feed(tmp_path_factory, head: str, pieces: list[str], cut: bytes):
    content = (head + "".join(pieces)).encode() + cut
    dump = write_dump(tmp_path_factory.getbasetemp(), content)
    assert choose(dump) is feed
    end = 0
    for found in feed.read(dump):
        span = found.span
        assert end <= span.byte_start < span.byte_end <= len(content)
        assert content[: span.byte_start].count(b"\n") + 1 == span.line_start
        assert content[: span.byte_end - 1].count(b"\n") + 1 == span.line_end
        assert found.raw in (b"", content[span.byte_start : span.byte_end])
        assert found.raw.decode(found.encoding, errors="replace") or not found.raw
        end = span.byte_end
    assert end
