"""Where the items of a feed stand: all of the text is told, in order, however it is read and broken."""

from io import BytesIO
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.readers import xml_items
from articles.readers.xml_items import LONGEST_TAG, blocks, holds_text, masked


def found(content: bytes) -> list[tuple[str, bytes]]:
    return [(one.kind.name, content[one.start : one.end]) for one in blocks(BytesIO(content))]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", []),
        (b"<rss/>", [("HEAD", b"<rss/>")]),
        (
            b"<rss><item>a</item> <item/></rss>",
            [
                ("HEAD", b"<rss>"),
                ("ITEM", b"<item>a</item>"),
                ("GAP", b" "),
                ("ITEM", b"<item/>"),
                ("GAP", b"</rss>"),
            ],
        ),
        (b"<items><Item a='>' />", [("HEAD", b"<items>"), ("ITEM", b"<Item a='>' />")]),
        (b"<item>a<item>b", [("OPEN", b"<item>a"), ("OPEN", b"<item>b")]),
        (b"<a:entry><entry/></a:entry>", [("ITEM", b"<a:entry><entry/></a:entry>")]),
        (b"</item><item>a</item>", [("HEAD", b"</item>"), ("ITEM", b"<item>a</item>")]),
        (b"<!--<item>--><item><![CDATA[</item>]]></item>", [
            ("HEAD", b"<!--<item>-->"),
            ("ITEM", b"<item><![CDATA[</item>]]></item>"),
        ]),
        (b"<item><!-- a</item><item/>", [("ITEM", b"<item><!-- a</item>"), ("ITEM", b"<item/>")]),
        (b"<item", [("HEAD", b"<item")]),
    ],
)  # fmt: skip
def test_items_stand_between_their_tags(content: bytes, expected: list[tuple[str, bytes]]):
    assert found(content) == expected


def test_a_tag_without_an_end_is_its_name(tmp_path):
    content = b"<item " + b"a" * (2 * LONGEST_TAG) + b"<item>b</item>"
    assert [kind for kind, _ in found(content)] == ["OPEN", "ITEM"]


PIECES = st.sampled_from(
    [
        *(
            b"<item>",
            b"</item>",
            b"<item/>",
            b"<item",
            b"<a:item>",
            b"<entry>",
            b"x",
            b"\n",
            b"'",
            b'"',
            b"<",
        ),
        *(b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?", b"?>", b">"),
    ]
)


@given(pieces=st.lists(PIECES, max_size=20))
@example(pieces=[b"<item>", b"<!--", b"\n", b"<item>", b"\n", b"<?"])
@settings(max_examples=300, deadline=None, database=None)
def test_all_of_a_text_is_told_in_pieces_of_any_size(pieces: list[bytes]):
    content = b"".join(pieces)
    whole = list(blocks(BytesIO(content)))
    end = 0
    for one in whole:
        assert one.start == end < one.end
        assert one.line_start == content[: one.start].count(b"\n") + 1
        assert one.line_end == content[: one.end - 1].count(b"\n") + 1
        end = one.end
    assert end == len(content)
    for size in (1, 2, 7):
        with patch.object(xml_items, "CHUNK_BYTES", size):
            assert list(blocks(BytesIO(content))) == whole


@pytest.mark.parametrize(
    "hostile", [b"<!--", b"<![CDATA[", b"<item ", b"<item '", b'<item "', b"<item>", b"<"]
)
def test_it_takes_linear_time(hostile: bytes):
    content = hostile * 50_000
    assert sum(one.end - one.start for one in blocks(BytesIO(content))) == len(content)
    assert len(masked(content)) == len(content)


def test_what_is_masked_is_as_long_and_holds_no_tag():
    content = b"<a><![CDATA[<b>]]><!-- <c> --><?d <e>?></a><!-- <f>"
    assert masked(content) == b"<a>" + b"x" * 15 + b" " * 21 + b"</a><!-- <f>"


@pytest.mark.parametrize(
    ("gap", "holds"),
    [
        (b" \n", False),
        (b"</channel></rss>", False),
        (b"<!-- a --><?b?>", False),
        (b"<textInput a='>'><title>b</title></textInput><br/>", False),
        (b"a", True),
        (b"<![CDATA[a]]>", True),
        (b"<title>a</title>b", True),
        (b"</channel>a", True),
        (b"<title>a", True),
        (b"<itm><title>a</title></item>", True),
        (b"<x:item><title>a</title></x:item>", True),
    ],
)
def test_a_gap_holds_text_unless_it_is_the_channels(gap: bytes, holds: bool):
    assert holds_text(gap) is holds
