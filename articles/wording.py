"""What an article's text comes to for the index, whatever the archive holds beside it. No database is asked,
so that worker processes can do it for a load."""

from collections.abc import Sequence
from dataclasses import dataclass

from .enrichment import PARAGRAPH_BREAK
from .linked import terms_of_links
from .outlines import Outline, outline
from .search.analysis import words_and_terms
from .search.entry import Analysed, analysed, columns


@dataclass(frozen=True, slots=True)
class Text:
    """What is looked at of an article. `body_sha256` stands for the body, which is not kept."""

    language: str
    title: str
    byline: str | None
    section: str | None
    excerpt: str | None
    body_sha256: str


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a text as they are written and as terms: of its headline, of its byline and of the rest;
    the terms of the addresses in it; and what it is compared by."""

    text: Text
    headline: Analysed
    byline: Analysed
    rest: Analysed
    links: frozenset[str]
    outline: Outline | None

    @property
    def parts(self) -> tuple[Analysed, Analysed, Analysed]:
        return self.headline, self.byline, self.rest

    @property
    def columns(self) -> Sequence[str]:
        """As the entry keeps them."""
        return columns(self.parts)

    @property
    def words(self) -> set[tuple[str, str, str]]:
        """Every word as it is written, with its language and its term."""
        return {
            (word, self.text.language, term)
            for part in self.parts
            for word, term in set(zip(part.words, part.terms, strict=True))
        }


def wording_of(text: Text, body: str) -> Wording:
    whole = whole_text(text.section, text.excerpt, body)
    headline, byline, rest = analysed((text.title, text.byline or "", whole), text.language)
    before = len(words_and_terms(whole[: len(whole) - len(body)], text.language)[1])
    return Wording(
        text=text,
        headline=headline,
        byline=byline,
        rest=rest,
        links=frozenset(terms_of_links(body)),
        outline=outline(headline.terms, rest.terms[before:]),
    )


def whole_text(section: str | None, excerpt: str | None, body: str) -> str:
    """The text, with its section and with a summary that does not only repeat it."""
    summary = "" if excerpt and excerpt.rstrip(".… ") in body else excerpt
    return PARAGRAPH_BREAK.join(filter(None, (section, summary, body)))
