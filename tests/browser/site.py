"""The archive that browser tests read: its address, and a page of every kind."""

from dataclasses import dataclass
from urllib.parse import urlencode

REWRITTEN = "Kazakhstan Backs a Rewritten Constitution"
COURT = "Kazakhstan’s Constitutional Court Opens Its Doors to Citizens"
VILLAGES = "Kazahstānas ciemos akimus tagad ievēl paši iedzīvotāji"
ARABIC = "كازاخستان تعيد محكمتها الدستورية وتفتح بابها أمام المواطنين"


@dataclass(frozen=True)
class Site:
    """A running archive of the samples; `numbers` and `paths` are those of its articles, by headline."""

    url: str
    numbers: dict[str, int]
    paths: dict[str, str]

    def compare(self, one: str, other: str) -> str:
        return f"/compare/{self.numbers[one]}/{self.numbers[other]}/"

    @property
    def pages(self) -> dict[str, str]:
        """A page of every kind, by its path in the English interface."""
        arabic = self.paths[ARABIC]
        return {
            "home": "/",
            "list": "/?" + urlencode({"q": "Kazakhstan", "language": "en", "published_after": "2022"}),
            "later page": "/?per_page=20&sort=oldest&undated=1",
            "nothing found": "/?" + urlencode({"q": "konstitushon -court", "language": "th"}),
            "warning": "/?" + urlencode({"q": "vote", "source": "nobody", "published_after": "soon"}),
            "article": arabic,
            "article with words": f"{self.paths[REWRITTEN]}?q=constitution",
            "original": f"/articles/{self.numbers[VILLAGES]}/original/",
            "changes": f"/articles/{self.numbers[REWRITTEN]}/changes/",
            "compare": self.compare(REWRITTEN, ARABIC),
            "compare with differences": self.compare(REWRITTEN, COURT) + "?diff=1",
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

    def page(self, kind: str, language: str) -> str:
        """The address of a page in a language of the interface."""
        return f"{self.url}{'' if language == 'en' else '/' + language}{self.pages[kind]}"
