"""The examples of the help page: queries of the interface, and what each finds."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .facets import Address


@dataclass(frozen=True, slots=True)
class Example:
    typed: str
    finds: str
    language: str = ""

    @property
    def link(self) -> str:
        return str(Address((("q", self.typed),), reverse("articles")))


BY_LANGUAGE = (
    Example("local elections", "election of local councils, electing", "en"),
    Example("velesanas Kazahstana", "vēlēšanu, vēlēšanām; Kazahstānā, Kazahstānas", "lv"),
    Example("prawa człowieka", "praw człowieka, prawami człowieka", "pl"),
    Example("รัฐธรรมนูญ", "การแก้ไขรัฐธรรมนูญฉบับใหม่", "th"),
    Example("الدستور", "دستور، والدستور، بالدستور", "ar"),
)

BESIDE = Example("women in Tunisia", "", "en")

SIGNS = (
    Example('"death penalty"', _("these words beside each other, in any of their forms")),
    Example("referendum OR plebiscite", _("at least one of the two")),
    Example("constitution -court", _("the first without the second")),
    Example("parliament*", _("words that begin so")),
    Example("title:reform", _("the word in the headline")),
    Example("byline:correspondent", _("the word where the author is named")),
    Example("language:latvian", _("articles in a language, by its name or its code")),
    Example('source:"EU Reporter"', _("articles of a source")),
    Example('tag:"human rights"', _("articles that have a tag, by any of its names")),
)
