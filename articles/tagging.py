"""Which concepts a text names: tags that no dump stated, found by the names of the vocabulary.

A name is found by the stems of its language. Written with a capital it must stand so in the text, and
a stem of few letters must stand there whole: "Chad" is no "chad", "US" is no "us".
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from .folding import fold
from .languages import names_of
from .models import ArticleTag, TagName, TagRemoval
from .search.analysis import terms_of
from .search.entry import Analysed
from .search.meaning import LINGUA_FRANCA, SHORTEST_STEM


@dataclass(frozen=True, slots=True)
class _Name:
    tag: int
    text: str
    key: str
    terms: tuple[str, ...]

    def stands_at(self, at: int, part: Analysed) -> bool:
        found = part.terms[at : at + len(self.terms)]
        if tuple(term.text for term in found) != self.terms:
            return False
        written = part.text[found[0].start : found[-1].end]
        return self._has_its_capitals(written) and (
            sum(map(len, self.terms)) >= SHORTEST_STEM or fold(written) == self.key
        )

    def _has_its_capitals(self, written: str) -> bool:
        """Of a short name in capitals all of them, of any other the first."""
        if len(self.text) < SHORTEST_STEM and self.text.isupper():
            return written.isupper()
        return not self.text[0].isupper() or not written[0].islower()


class Names:
    """The names of all concepts in some languages, by the first term or the first two."""

    def __init__(self, languages: Iterable[str]):
        languages = set(languages)
        self._by_terms: dict[str, dict[str | tuple[str, str], list[_Name]]] = {one: {} for one in languages}
        if not languages:
            return
        others = [language for language in languages if not _is_latin(language)]
        rows = TagName.objects.filter(language__in={*languages, LINGUA_FRANCA})
        for tag, language, text, key, terms in rows.values_list("tag", "language", "name", "key", "terms"):
            if language in languages:
                self._add(language, _Name(tag, text, key, tuple(terms.split())))
            if language == LINGUA_FRANCA and others:
                whole = _Name(tag, text, key, terms_of(text, ""))
                for other in others:
                    self._add(other, whole)

    def tags_of(self, language: str, parts: Sequence[Analysed]) -> set[int]:
        """The tags whose names stand in a text of this language."""
        by_terms = self._by_terms[language]
        tags = set()
        for part in parts:
            terms = [term.text for term in part.terms]
            for beginnings in (terms, pairwise(terms)):
                for at, beginning in enumerate(beginnings):
                    for name in by_terms.get(beginning, ()):
                        if name.tag not in tags and name.stands_at(at, part):
                            tags.add(name.tag)
        return tags

    def _add(self, language: str, name: _Name) -> None:
        if name.terms:
            beginning = name.terms[0] if len(name.terms) == 1 else name.terms[:2]
            self._by_terms[language].setdefault(beginning, []).append(name)


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
    ArticleTag.objects.bulk_create(
        [
            ArticleTag(article_id=article, tag_id=tag, origin=ArticleTag.Origin.NAMES)
            for article, tags in found.items()
            for tag in sorted(tags - had[article])
        ]
    )


@cache
def _is_latin(language: str) -> bool:
    return unicodedata.name(names_of(language).name[:1], "").startswith("LATIN")
