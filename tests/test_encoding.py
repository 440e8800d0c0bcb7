"""The encoding of a page: a byte order mark, UTF-8, what is stated, what is likely."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.readers.encoding import decoded
from tests.saved_pages import STORIES


def page(language: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body>{' '.join(STORIES[language].body)}</body></html>"


@pytest.mark.parametrize(
    ("language", "stated", "codec"),
    [
        ("ru", "windows-1251", "cp1251"),
        ("ru", "KOI8-R", "koi8-r"),
        ("lv", "windows-1257", "cp1257"),
        ("pl", "iso-8859-2", "iso8859-2"),
        ("de", "iso-8859-1", "cp1252"),
        ("ar", "windows-1256", "cp1256"),
        ("th", "tis-620", "cp874"),
        ("zh", "gb2312", "gb18030"),
        ("ja", "Shift_JIS", "cp932"),
        ("ja", "euc-jp", "euc_jp"),
        ("ja", "iso-2022-jp", "iso2022_jp"),
    ],
)
def test_what_a_page_or_a_server_states_is_believed(language: str, stated: str, codec: str):
    for head in (
        f'<meta charset="{stated}">',
        f'<meta http-equiv="Content-Type" content="text/html; charset={stated}">',
    ):
        text = page(language, head).replace("–", "-")
        assert decoded(text.encode(codec)) == (text, codec)
    text = page(language).replace("–", "-")
    assert decoded(text.encode(codec), stated) == (text, codec)


@pytest.mark.parametrize(
    "stated", ["iso-8859-1", "windows-1251", "utf-16", "no-such-encoding", "rot13", "idna"]
)
def test_what_is_utf_8_is_nothing_else(stated: str):
    text = page("lv", f'<meta charset="{stated}">')
    assert decoded(text.encode(), stated) == (text, "utf-8")


@pytest.mark.parametrize(
    ("mark", "codec", "name"),
    [
        (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
    ],
)
def test_a_byte_order_mark_is_sure(mark: bytes, codec: str, name: str):
    text = page("th", '<meta charset="windows-1252">')
    assert decoded(mark + text.encode(codec), "koi8-r") == (text, name)


def test_a_server_may_say_that_it_is_utf_16():
    text = page("ru")
    assert decoded(text.encode("utf-16-le"), "utf-16le") == (text, "utf-16-le")


@pytest.mark.parametrize(
    ("language", "codec"), [("ru", "cp1251"), ("de", "cp1252"), ("ja", "euc_jp"), ("zh", "gb18030")]
)
def test_what_nobody_states_is_told_by_the_text(language: str, codec: str):
    text = page(language).replace("–", "-")
    assert decoded(text.encode(codec))[0] == text


def test_an_accident_is_no_other_encoding():
    content = page("ru", '<meta charset="windows-1251">').encode("cp1251")
    text, encoding = decoded(content.replace(b"</body>", b"\x98</body>"))
    assert encoding == "cp1251"
    assert text.count("\ufffd") == 1


def test_a_page_that_is_cut_inside_a_character_is_still_utf_8():
    content = page("th", '<meta charset="utf-8">').encode()
    cut = content[: content.index(STORIES["th"].body[3].encode()) + 4]
    text, encoding = decoded(cut)
    assert encoding == "utf-8"
    assert text.endswith("\ufffd")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([None, "utf-16", "hz", "big5", "punycode", "\0", "é"]))
def test_any_bytes_are_decoded_as_what_is_said(content: bytes, charset: str | None):
    text, encoding = decoded(content, charset)
    assert content.decode(encoding, errors="replace") == text
    assert len(encoding) <= 40
