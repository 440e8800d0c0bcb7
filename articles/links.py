"""Which articles link to each other, or to the same address, by the addresses in their texts.

An article's entry in the index has a term for each address in its text; few texts have any.
"""

from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from itertools import chain, combinations, product

from .batches import in_batches
from .enrichment import canonical_url, sure_keys
from .linked import ANY_LINK, addresses_in, is_link, term_of_link
from .models import Article, ArticleKey, Indexed, Revision, Source
from .reviews import Pair, pair_of
from .search.entries import Span
from .search.expression import Any, Facet
from .search.index import index

# An address to which more articles link is furniture; so many articles with links are asked for at once.
MOST_LINKING = 20
LINKING_AT_ONCE = 2_000

# Values of one statement.
ASKED_AT_ONCE = 2_000


class Link(StrEnum):
    """How two articles are linked, in words."""

    TO = "the text of the one links to the other"
    SAME = "both link to the same address"


def links(articles: Mapping[int, Indexed]) -> dict[Pair, Link]:
    """How the articles of these entries are linked with others, and with each other."""
    if not index().positions(ANY_LINK, Span(), ascending=False, number=1):
        return {}
    terms = {pk: set(filter(is_link, row.facets.split())) - {ANY_LINK.term} for pk, row in articles.items()}
    at = _at(articles)
    found: dict[Pair, Link] = {}
    for term, linking in _linking({*at, *chain(*terms.values())}).items():
        pairs = combinations(sorted(linking), 2)
        found |= {pair: Link.SAME for pair in pairs if terms.keys() & pair}
        found |= {pair_of(one, other): Link.TO for one in at.get(term, ()) for other in linking - {one}}
    return found | dict.fromkeys(_linked_to([pk for pk in terms if terms[pk]]), Link.TO)


def _at(articles: Collection[int]) -> dict[str, set[int]]:
    """By the term of an address, which of the articles are there."""
    found: dict[str, set[int]] = {}
    rows = Article.objects.filter(pk__in=articles).exclude(url=None)
    for pk, url in rows.values_list("pk", "url"):
        if address := canonical_url(url):
            found.setdefault(term_of_link(address), set()).add(pk)
    return found


def _linking(terms: Collection[str]) -> dict[str, set[int]]:
    """By the term of an address, which articles link there."""
    if not terms:
        return {}
    facets = tuple(Facet(*term.split(":")) for term in sorted(terms))
    matches = index().candidates(Any(facets), Span(), LINKING_AT_ONCE, with_text=False)
    held = {match.position: terms & set(match.facets.split()) for match in matches}
    if not held:
        return {}
    found: dict[str, set[int]] = {}
    for pk, position in Indexed.objects.filter(position__in=held).values_list("article", "position"):
        for term in held[position]:
            found.setdefault(term, set()).add(pk)
    return {term: linking for term, linking in found.items() if len(linking) <= MOST_LINKING}


def _linked_to(articles: Collection[int]) -> Iterator[Pair]:
    """These articles with those that they link to, if loads know the address, in whatever source."""
    if not articles:
        return
    sources = [None, *Source.objects.values_list("name", flat=True)]
    linking: dict[str, set[int]] = {}
    bodies = Revision.objects.filter(article__in=articles, is_current=True).values_list("article", "body")
    for pk, body in bodies:
        for address, source in product(addresses_in(body), sources):
            [key] = sure_keys(source, None, f"https://{address}")
            linking.setdefault(key, set()).add(pk)
    for keys in in_batches(sorted(linking), ASKED_AT_ONCE):
        for key, other in ArticleKey.objects.filter(key__in=keys).values_list("key", "article"):
            yield from (pair_of(one, other) for one in linking[key] - {other})
