"""The encoding of a page: what its bytes, the server and the page itself say of it."""

import codecs
import re

from trafilatura.utils import detect_encoding

from .dumpfile import HEAD_BYTES

# How much of a page that names no encoding is looked at, in bytes of its lines that are not ASCII.
DETECTED_BYTES = 1 << 15

# What pages name is often the superset of it (WHATWG Encoding Standard, "names and labels").
SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
# The beginnings of the names of Python's codecs for text; all bytes of the first may be ASCII.
ASCII_LIKE = ("iso2022", "hz", "utf-16", "utf-32")
CODECS = (
    *("utf-8", "cp", "iso8859", "koi8", "mac", "gb", "big5", "euc", "shift_jis", "johab"),
    *("kz1048", "ptcp154", *ASCII_LIKE),
)
# One wrong character among so many that are not ASCII is an accident, and not another encoding.
ACCIDENT = 50

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")

_META_CHARSET = re.compile(
    rb"<meta\s[^>]{0,500}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})", re.IGNORECASE
)
_XML_ENCODING = re.compile(rb"<\?xml\s[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,40})", re.IGNORECASE)


def decoded(content: bytes, charset: str | None = None) -> tuple[str, str]:
    """The text and the encoding it is in. A byte order mark says it for sure; what is UTF-8 is nothing else,
    whatever is stated; then what is stated, by the server before the page; then what is most likely."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace"), encoding
    names = [name for one in (charset, *_declared(content)) if one and (name := _codec(one))]
    for encoding in names:
        if encoding.startswith(ASCII_LIKE):
            text = content.decode(encoding, errors="replace")
            if "<" in text and _is_nearly(text):
                return text, encoding
    try:
        return content.decode(), "utf-8"
    except UnicodeDecodeError:
        pass
    for encoding in names:
        text = content.decode(encoding, errors="replace")
        if not encoding.startswith(ASCII_LIKE) and _is_nearly(text):
            return text, encoding
    encoding = next((name for one in _detected(content) if (name := _codec(one))), "utf-8")
    return content.decode(encoding, errors="replace"), encoding


def _declared(content: bytes) -> list[str]:
    start = content[:HEAD_BYTES]
    found = (pattern.search(start) for pattern in (_META_CHARSET, _XML_ENCODING))
    return [match[1].decode() for match in found if match]


def _codec(name: str) -> str | None:
    """The Python codec of an encoding's name, or None if it is none for text."""
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    codec = SUPERSETS.get(codec, codec)
    return codec if codec.startswith(CODECS) else None


def _is_nearly(text: str) -> bool:
    """Whether hardly a character of a text could not be decoded."""
    wrong = text.count("\ufffd")
    return not wrong or wrong * ACCIDENT <= sum(1 for _ in _NOT_ASCII.finditer(text))


def _detected(content: bytes) -> list[str]:
    written = (line for line in content.splitlines() if not line.isascii())
    return detect_encoding(b"\n".join(written)[:DETECTED_BYTES])
