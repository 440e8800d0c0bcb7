"""Which concepts a text names: tags that no dump stated, found by the names of the vocabulary.

A name is found by the stems of its language. Written with a capital it must stand so in the text, and
a stem of few letters must stand there whole: "Chad" is no "chad", "US" is no "us".
"""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from .folding import fold
from .inserting import insert
from .languages import names_of
from .models import Article, ArticleTag, TagName, TagRemoval
from .search.analysis import terms_of
from .search.entry import Analysed
from .search.expression import Phrase
from .search.meaning import SHORTEST_STEM
from .search.smallwords import LINGUA_FRANCA, is_small


@dataclass(frozen=True, slots=True)
class _Name:
    tag: int
    text: str
    key: str
    terms: tuple[str, ...]

    def stands_at(self, at: int, part: Analysed) -> bool:
        end = at + len(self.terms)
        if tuple(part.terms[at:end]) != self.terms:
            return False
        written = " ".join(part.words[at:end])
        return self._has_its_capitals(written) and (
            sum(map(len, self.terms)) >= SHORTEST_STEM or fold(written) == self.key
        )

    def _has_its_capitals(self, written: str) -> bool:
        """Of a short name in capitals all of them, of any other the first."""
        if len(self.text) < SHORTEST_STEM and self.text.isupper():
            return written.isupper()
        return not self.text[0].isupper() or not written[0].islower()


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a name of a tag stands: from which term of which part of a text on, and over how many."""

    tag: int
    part: int
    at: int
    terms: int


class Names:
    """Names of concepts in some languages, all there are or these, by the first term, or by the first two."""

    def __init__(self, languages: Iterable[str], names: Iterable[TagName] | None = None):
        languages = set(languages)
        self._singles: dict[str, dict[str, list[_Name]]] = {language: {} for language in languages}
        self._longer: dict[str, dict[tuple[str, ...], list[_Name]]] = {one: {} for one in languages}
        if names is None and languages:
            rows = TagName.objects.filter(language__in={*languages, LINGUA_FRANCA}, tags_texts=True)
            names = rows.values_list("tag_id", "language", "name", "key", "terms", named=True)
        others = [language for language in languages if not _is_latin(language)]
        for row in names or ():
            for language, name in _looked_for(row, languages, others):
                self._add(language, name)

    def tags_of(self, language: str, parts: Sequence[Analysed]) -> set[int]:
        """The tags whose names stand in a text of this language."""
        return {stand.tag for stand in self.stands(language, parts)}

    def stands(self, language: str, parts: Sequence[Analysed]) -> Iterator[Stand]:
        """Where they stand, part by part."""
        for number, part in enumerate(parts):
            for beginnings, names in (
                (part.terms, self._singles[language]),
                (list(pairwise(part.terms)), self._longer[language]),
            ):
                # Most texts hold few of all names: which, is asked of the whole text at once.
                if held := names.keys() & set(beginnings):
                    for at, beginning in enumerate(beginnings):
                        if beginning in held:
                            for name in names[beginning]:
                                if name.stands_at(at, part):
                                    yield Stand(name.tag, number, at, len(name.terms))

    def _add(self, language: str, name: _Name) -> None:
        if len(name.terms) > 1:
            self._longer[language].setdefault(name.terms[:2], []).append(name)
        else:
            self._singles[language].setdefault(name.terms[0], []).append(name)


def _looked_for(
    row: TagName, languages: Collection[str], others: Iterable[str]
) -> Iterator[tuple[str, _Name]]:
    """A name with each of the languages in whose texts it is looked for: its own, and of an English one
    those that have no Latin letters, `others`, where it stands as it is."""
    found = [(row.language, tuple(row.terms.split()))] if row.language in languages else []
    if row.language == LINGUA_FRANCA and others:
        whole = terms_of(row.name, "")
        found += [(other, whole) for other in others]
    for language, terms in found:
        # "Того" is Togo in Ukrainian, and "that" at the beginning of a sentence.
        if len(terms) > 1 or (terms and not is_small(row.name.lower(), {language})):
            yield language, _Name(row.tag_id, row.name, row.key, terms)


def phrases(names: Iterable[TagName], languages: Iterable[str]) -> list[Phrase]:
    """What the index is asked for texts in which one of the names may stand: case is not in the index."""
    languages = set(languages)
    others = [language for language in languages if not _is_latin(language)]
    by_terms: dict[tuple[str, ...], list[str]] = {}
    for row in names:
        if row.tags_texts:
            for language, name in _looked_for(row, languages, others):
                by_terms.setdefault(name.terms, []).append(language)
    return [Phrase(terms, languages=tuple(sorted(found))) for terms, found in by_terms.items()]


def write(found: dict[int, set[int]]) -> None:
    """Makes the tags that articles have by names those found, {article: tags}. Those that dumps stated
    and editors added stay, and those that editors took off stay off."""
    had: dict[int, set[int]] = {article: set() for article in found}
    by_names: list[int] = []
    rows = ArticleTag.objects.filter(article__in=found)
    for pk, article, tag, origin in rows.values_list("pk", "article", "tag", "origin"):
        if origin == ArticleTag.Origin.NAMES and tag not in found[article]:
            by_names.append(pk)
        else:
            had[article].add(tag)
    for article, tag in TagRemoval.objects.filter(article__in=found).values_list("article", "tag"):
        had[article].add(tag)
    if by_names:
        ArticleTag.objects.filter(pk__in=by_names).delete()
    add(
        ((article, tag) for article, tags in found.items() for tag in sorted(tags - had[article])),
        ArticleTag.Origin.NAMES,
    )


def add(links: Iterable[tuple[int, int]], origin: str) -> None:
    """Gives articles tags that they have not, (article, tag)."""
    links = list(links)
    articles = Article.objects.filter(pk__in={article for article, _ in links})
    positions = dict(articles.values_list("pk", "position"))
    rows = [(article, tag, origin, positions[article]) for article, tag in links]
    insert(ArticleTag, ("article", "tag", "origin", "position"), rows)


def write_tag(tag: int, looked_at: Collection[int], named: Collection[int]) -> tuple[set[int], set[int]]:
    """The same for one tag, of articles that were looked at for its names alone: answers which gained the
    tag, and which lost it."""
    links = ArticleTag.objects.filter(tag=tag, article__in=looked_at)
    had = dict(links.values_list("article", "origin"))
    removals = TagRemoval.objects.filter(tag=tag, article__in=looked_at)
    gained = set(named) - had.keys() - set(removals.values_list("article", flat=True))
    lost = {article for article, origin in had.items() if origin == ArticleTag.Origin.NAMES} - set(named)
    links.filter(article__in=lost).delete()
    add(((article, tag) for article in sorted(gained)), ArticleTag.Origin.NAMES)
    return gained, lost


@cache
def _is_latin(language: str) -> bool:
    return unicodedata.name(names_of(language).name[:1], "").startswith("LATIN")
