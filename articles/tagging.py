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


class Names:
    """The names of all concepts in some languages, by the first term, or by the first two."""

    def __init__(self, languages: Iterable[str]):
        languages = set(languages)
        self._singles: dict[str, dict[str, list[_Name]]] = {language: {} for language in languages}
        self._longer: dict[str, dict[tuple[str, ...], list[_Name]]] = {one: {} for one in languages}
        if not languages:
            return
        others = [language for language in languages if not _is_latin(language)]
        rows = TagName.objects.filter(language__in={*languages, LINGUA_FRANCA}, tags_texts=True)
        for tag, language, text, key, terms in rows.values_list("tag", "language", "name", "key", "terms"):
            if language in languages:
                self._add(language, _Name(tag, text, key, tuple(terms.split())))
            if language == LINGUA_FRANCA and others:
                whole = _Name(tag, text, key, terms_of(text, ""))
                for other in others:
                    self._add(other, whole)

    def tags_of(self, language: str, parts: Sequence[Analysed]) -> set[int]:
        """The tags whose names stand in a text of this language."""
        tags: set[int] = set()
        for part in parts:
            for beginnings, names in (
                (part.terms, self._singles[language]),
                (list(pairwise(part.terms)), self._longer[language]),
            ):
                # Most texts hold few of all names: which, is asked of the whole text at once.
                if held := names.keys() & set(beginnings):
                    for at, beginning in enumerate(beginnings):
                        if beginning in held:
                            tags.update(name.tag for name in names[beginning] if name.stands_at(at, part))
        return tags

    def _add(self, language: str, name: _Name) -> None:
        if len(name.terms) > 1:
            self._longer[language].setdefault(name.terms[:2], []).append(name)
        elif name.terms and not is_small(name.text.lower(), {language}):
            # "Того" is Togo in Ukrainian, and "that" at the beginning of a sentence.
            self._singles[language].setdefault(name.terms[0], []).append(name)


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
