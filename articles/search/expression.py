"""What an index is asked: phrases of terms and facets, joined. Each database renders it its own way."""

from __future__ import annotations

from dataclasses import dataclass

# The parts of an article's text that are searched. FACETS holds no text but what filters ask for.
TITLE, BYLINE, BODY = "title", "byline", "body"
FACETS = "facets"

LANGUAGE, SOURCE, TAG, LINK = "language", "source", "tag", "link"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms that stand one behind the other: anywhere, or in one part; in articles of any language,
    or of these. With `is_prefix` the last is but a beginning."""

    terms: tuple[str, ...]
    part: str | None = None
    languages: tuple[str, ...] = ()
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """What every article of a language, source or tag has in its index entry, or with a link in its text."""

    name: str
    value: str | int

    @property
    def term(self) -> str:
        """A colon, which no word's term has, keeps it apart from the text."""
        return f"{self.name}:{self.value}"


@dataclass(frozen=True, slots=True)
class Any:
    """At least one of the parts; of none, nothing."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Every one of the parts and none of `without`; of no parts, everything."""

    parts: tuple[Expression, ...]
    without: tuple[Expression, ...] = ()


Expression = Phrase | Facet | Any | All

# What every entry has, for a query that only leaves out; and what none has.
EVERYTHING = Facet("all", "")
NOTHING = Facet("none", "")


def any_of(parts: tuple[Expression, ...]) -> Expression:
    return parts[0] if len(parts) == 1 else Any(parts)
