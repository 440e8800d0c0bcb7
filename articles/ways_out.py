"""What to do when nothing is found: which word or filter to drop, and how a word may be spelt."""

from collections.abc import Iterator
from dataclasses import dataclass

from . import counts
from .facets import PERIOD, UNDATED, Address
from .filters import ArticleFilter
from .listing import listing
from .search.lexicon import StoredLexicon
from .search.meaning import Operand, meaning
from .search.query import read
from .search.spelling import similar

# How many words are tried one by one.
TRIED = 8

FIELDS = {
    "languages": ("the language", (counts.LANGUAGE,)),
    "sources": ("the source", (counts.SOURCE,)),
    "tags": ("the tag", (counts.TAG,)),
    "time": ("the period", (*PERIOD, UNDATED)),
}


@dataclass(frozen=True, slots=True)
class WayOut:
    """Another list to ask for, and how many articles it has. `words` are as they were typed."""

    label: str
    link: str
    total: counts.Total
    words: str = ""


def ways_out(asked: ArticleFilter, address: Address) -> list[WayOut]:
    """What dropping each word and each filter would show, the most first; nothing that shows nothing."""
    found = [*_without_a_filter(asked, address), *_without_a_word(asked, address)]
    if not asked.expands:
        found += _asking(asked, address, "all names of a concept", asked.meaning.query.text, expands=True)
    return sorted((way for way in found if way.total.articles), key=lambda way: -way.total.articles)


def spellings(asked: ArticleFilter, address: Address) -> list[WayOut]:
    """The query with a word that the archive does not hold replaced by one that it does."""
    for operand in _tried(asked):
        if _finds_nothing(operand):
            query = asked.meaning.query
            ways = [
                way
                for word in similar(operand.typed.text)
                for way in _asking(asked, address, word, query.replacing(operand.typed, word))
                if way.total.articles
            ]
            if ways:
                return sorted(ways, key=lambda way: -way.total.articles)[:2]
    return []


def _without_a_filter(asked: ArticleFilter, address: Address) -> Iterator[WayOut]:
    for field, (label, names) in FIELDS.items():
        selection = asked.selection.without(field)
        if selection != asked.selection:
            total = listing(selection, asked.meaning).total()
            yield WayOut(f"without {label}", str(address.without(*names)), total)


def _without_a_word(asked: ArticleFilter, address: Address) -> Iterator[WayOut]:
    if len(asked.meaning.operands) + len(asked.meaning.excluded) < 2:
        return
    query = asked.meaning.query
    for operand in (*_tried(asked), *asked.meaning.excluded[:TRIED]):
        label = "without the word" if operand in asked.meaning.operands else "without leaving out"
        text = query.without(operand.typed)
        for way in _asking(asked, address, label, text):
            yield WayOut(way.label, way.link, way.total, operand.typed.text)


def _asking(
    asked: ArticleFilter, address: Address, label: str, text: str, *, expands: bool | None = None
) -> Iterator[WayOut]:
    """The same list with other words."""
    expands = asked.expands if expands is None else expands
    other = meaning(read(text), StoredLexicon(), expands=expands)
    if other.is_empty:
        return
    link = address.without("expand") if expands else address
    link = Address(
        tuple(("q", text) if name == "q" else (name, value) for name, value in link.pairs), link.path
    )
    yield WayOut(label, str(link), listing(asked.selection, other).total())


def _tried(asked: ArticleFilter) -> tuple[Operand, ...]:
    return tuple(operand for operand in asked.meaning.operands if operand.phrases)[:TRIED]


def _finds_nothing(operand: Operand) -> bool:
    """Whether a single word stands nowhere in the archive."""
    if len(operand.typed.text.split()) > 1 or operand.typed.is_prefix:
        return False
    alone = meaning(read(operand.typed.text), StoredLexicon())
    return not alone.is_empty and not listing(counts.EVERYTHING, alone).total().articles
