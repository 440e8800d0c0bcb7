"""The archive that browser tests read: its address, some of its articles, and a page of every kind."""

from dataclasses import dataclass
from urllib.parse import urlencode

COURT = "Kazakhstan’s Constitutional Court Opens Its Doors to Citizens"
REWRITTEN = "Kazakhstan Backs a Rewritten Constitution"
UZBEKISTAN = "Uzbekistan Approves Its New Constitution by a Wide Margin"
VILLAGES = "Kazahstānas ciemos akimus tagad ievēl paši iedzīvotāji"
ARABIC = "كازاخستان تعيد محكمتها الدستورية وتفتح بابها أمام المواطنين"

HEADLINES = {
    "court": COURT,
    "rewritten": REWRITTEN,
    "uzbekistan": UZBEKISTAN,
    "villages": VILLAGES,
    "arabic": ARABIC,
}

# A page of every kind in the English interface, to be formatted with the articles above.
PAGES = {
    "home": "/",
    "list": "/?" + urlencode({"q": "Kazakhstan", "language": "en", "published_after": "2022"}),
    "nothing found": "/?" + urlencode({"q": "konstitushon -court", "language": "th"}),
    "warning": "/?" + urlencode({"q": "vote", "source": "nobody", "published_after": "soon"}),
    "article": "{arabic.path}",
    "article with words": "{uzbekistan.path}?q=constitution",
    "article with a twin": "{court.path}",
    "original": "/articles/{villages.number}/original/",
    "changes": "/articles/{uzbekistan.number}/changes/",
    "compare": "/compare/{rewritten.number}/{arabic.number}/",
    "differences": "/compare/{rewritten.number}/{court.number}/?diff=1",
    "coverage": "/coverage/?year=2023",
    "sources": "/sources/",
    "source": "/sources/reform-observer/",
    "languages": "/languages/",
    "tags": "/tags/",
    "tag": "/tags/kazakhstan/",
    "facet": "/facets/tag/?" + urlencode({"q": "Kazakhstan", "tag": "ombudsman"}),
    "help": "/help/",
    "about": "/about/",
    "not found": "/nothing/here/",
}


@dataclass(frozen=True)
class Held:
    """An article of the archive: its number, and its path in the English interface."""

    number: int
    path: str


@dataclass(frozen=True)
class Site:
    """A running archive of the samples, with its articles by their headlines."""

    url: str
    articles: dict[str, Held]

    def page(self, kind: str, language: str = "en") -> str:
        """The address of a page in a language of the interface."""
        known = {name: self.articles[headline] for name, headline in HEADLINES.items()}
        return f"{self.url}{'' if language == 'en' else '/' + language}{PAGES[kind].format_map(known)}"
