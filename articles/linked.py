"""The addresses in a text, and the terms that an article's entry in the index has of them."""

import re

from .enrichment import canonical_url, sha256
from .search.expression import LINK, Facet

# A text with more addresses is a list of them; only the first count.
MOST_OF_A_TEXT = 50

# What every entry with a link has.
ANY_LINK = Facet(LINK, "")

_URL = re.compile(r"https?://[^\s<>\"'“”„«»()\[\]{}|]+")
_ENDS_A_SENTENCE = ".,:;!?…"


def addresses_in(text: str) -> list[str]:
    """In their canonical form, without those of whole sites."""
    if "://" not in text:
        return []
    found = (canonical_url(url.rstrip(_ENDS_A_SENTENCE)) for url in _URL.findall(text))
    return list(dict.fromkeys(url for url in found if url and "/" in url))[:MOST_OF_A_TEXT]


def terms_of_links(text: str) -> set[str]:
    """What an article's entry has of the addresses in its text: a term for each, and one for any."""
    addresses = addresses_in(text)
    return {ANY_LINK.term, *map(term_of_link, addresses)} if addresses else set()


def term_of_link(address: str) -> str:
    return Facet(LINK, sha256(address)[:16]).term


def is_link(term: str) -> bool:
    """Whether a term of an entry is of a link."""
    return term.startswith(f"{LINK}:")
