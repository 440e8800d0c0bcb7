"""What to do when nothing is found: which word or filter to drop, and how a word may be spelt."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import counts
from .facets import PERIOD, UNDATED, Address
from .filters import ArticleFilter
from .listing import listing
from .search.lexicon import StoredLexicon
from .search.meaning import Operand, meaning
from .search.query import read
from .search.spelling import similar

# How many words are tried one by one; of more than these, dropping one seldom helps, and each try costs.
TRIED = 8

# How many words other spellings are looked for, and how many of those are offered.
SPELT = 3
OFFERED = 3

FIELDS = {
    "languages": (gettext_lazy("Without the language"), (counts.LANGUAGE,)),
    "sources": (gettext_lazy("Without the source"), (counts.SOURCE,)),
    "tags": (gettext_lazy("Without the tag"), (counts.TAG,)),
    "time": (gettext_lazy("Without the period"), (*PERIOD, UNDATED)),
}


@dataclass(frozen=True, slots=True)
class WayOut:
    """Another list to ask for, and how many articles it has. `words` are as they were typed."""

    label: str
    link: str
    total: counts.Total
    words: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do when nothing is found: words that stand nowhere in the archive, other spellings of
    them, and what dropping each word and each filter would show, the most first."""

    unknown: Sequence[str]
    spellings: Sequence[WayOut]
    ways: Sequence[WayOut]


def advice(asked: ArticleFilter, address: Address) -> Advice:
    unknown = [operand for operand in _tried(asked) if _stands_nowhere(operand)]
    ways = [*_without_a_filter(asked, address), *_without_a_word(asked, address)]
    if len(unknown) > 1:
        text = _text_without(asked, unknown)
        ways += _asking(asked, address, _("Without the words that stand nowhere"), text)
    if not asked.expands:
        text = asked.meaning.query.text
        ways += _asking(asked, address, _("All names of a concept"), text, expands=True)
    found = {way.link: way for way in ways if way.total.articles}
    return Advice(
        [operand.typed.text for operand in unknown],
        _spellings(asked, address, unknown),
        sorted(found.values(), key=lambda way: -way.total.articles),
    )


def _spellings(asked: ArticleFilter, address: Address, unknown: Sequence[Operand]) -> list[WayOut]:
    """The query with each word that stands nowhere replaced by one that does; if the nearest for one of
    them makes nothing found either, with the other unknown words left out."""
    found = []
    for operand in unknown[:SPELT]:
        for word in similar(operand.typed.text):
            text = asked.meaning.query.replacing(operand.typed, word)
            ways = [way for way in _asking(asked, address, word, text) if way.total.articles]
            if not ways and len(unknown) > 1:
                others = [other for other in unknown if other != operand]
                text = _text_without(asked, others, {operand: word})
                ways = [way for way in _asking(asked, address, text, text) if way.total.articles]
            found += ways
    return sorted(found, key=lambda way: -way.total.articles)[:OFFERED]


def _text_without(
    asked: ArticleFilter, dropped: Sequence[Operand], replaced: Mapping[Operand, str] | None = None
) -> str:
    """The typed text without some of its words, and with others in the place of some."""
    text = asked.meaning.query
    changes = {one.typed.start: (one, None) for one in dropped}
    changes |= {one.typed.start: (one, word) for one, word in (replaced or {}).items()}
    for _start, (operand, word) in sorted(changes.items(), reverse=True):
        # From the back, so that the places of what stands before stay right.
        left = text.without(operand.typed) if word is None else text.replacing(operand.typed, word)
        text = replace(text, text=left)
    return text.text


def _without_a_filter(asked: ArticleFilter, address: Address) -> Iterator[WayOut]:
    for field, (label, names) in FIELDS.items():
        selection = asked.selection.without(field)
        if selection != asked.selection:
            total = listing(selection, asked.meaning).total()
            yield WayOut(label, str(address.without(*names)), total)


def _without_a_word(asked: ArticleFilter, address: Address) -> Iterator[WayOut]:
    if not 2 <= len(asked.meaning.operands) + len(asked.meaning.excluded) <= TRIED:
        return
    query = asked.meaning.query
    for operand in (*_tried(asked), *asked.meaning.excluded[:TRIED]):
        label = _("Without the word") if operand in asked.meaning.operands else _("Without leaving out")
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


def _stands_nowhere(operand: Operand) -> bool:
    """Whether a single word stands nowhere in the archive."""
    if len(operand.typed.text.split()) > 1 or operand.typed.is_prefix:
        return False
    alone = meaning(read(operand.typed.text), StoredLexicon())
    return not alone.is_empty and not listing(counts.EVERYTHING, alone).total().articles
