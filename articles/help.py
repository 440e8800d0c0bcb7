"""The examples of the help page: queries of the interface, and what each finds."""

from dataclasses import dataclass

from .facets import Address


@dataclass(frozen=True, slots=True)
class Example:
    typed: str
    finds: str
    language: str = ""
    name: str = ""

    @property
    def link(self) -> str:
        return str(Address((("q", self.typed),)))


BY_LANGUAGE = (
    Example("local elections", "election of local councils, electing", "en", "English"),
    Example("velesanas Kazahstana", "vēlēšanu, vēlēšanām; Kazahstānā, Kazahstānas", "lv", "Latvian"),
    Example("prawa człowieka", "praw człowieka, prawami człowieka", "pl", "Polish"),
    Example("รัฐธรรมนูญ", "การแก้ไขรัฐธรรมนูญฉบับใหม่", "th", "Thai"),
    Example("الدستور", "دستور، والدستور، بالدستور", "ar", "Arabic"),
)

SIGNS = (
    Example('"death penalty"', "these words beside each other, in any of their forms"),
    Example("referendum OR plebiscite", "at least one of the two"),
    Example("constitution -court", "the first without the second"),
    Example("parliament*", "words that begin so"),
    Example("title:reform", "the word in the headline"),
    Example("byline:correspondent", "the word where the author is named"),
    Example("language:latvian", "articles in a language, by its name or its code"),
    Example('source:"EU Reporter"', "articles of a source"),
    Example('tag:"human rights"', "articles that have a tag, by any of its names"),
)
