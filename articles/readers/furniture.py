"""The labels of sites: what a page prints around an article, by language.

The wordings stand in furniture.tsv, one a row; this module only answers whether a line is one of
them. Machine-translated labels change over the years, so a line may also be nearly one of them:
likeness is the Dice coefficient of letter trigrams.
"""

import csv
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from articles.folding import fold

TABLE = Path(__file__).with_name("furniture.tsv")

# The site whose editions the table was collected from.
KNOWN_SITE = "EU Reporter"
SITE_SLOT = "{site}"

# How alike a line has to be. Labels are short, and one word of a body must not pass for one; the
# newsletter box and the disclaimer are long, reworded often, and looked for in one place only.
LIKENESS = {"ad": 0.85, "consent": 0.5, "disclaimer": 0.35}
LABEL_LIKENESS = 0.75
SHORT = 6

# No wording of the table is longer; in characters.
LONGEST = 1_000


class Label(NamedTuple):
    """A wording of the table that a line is, or nearly is; likeness runs from 0 to 1."""

    kind: str
    languages: frozenset[str]
    likeness: float


def find(kind: str, line: str) -> Label | None:
    """The label of this kind that the line is, if it is one. `line` is in its comparable form."""
    return _find(kind, fold(line)) if len(line) <= LONGEST else None


def words(kind: str) -> list[tuple[str, str]]:
    """(language, wording) of a kind, as the table has them, longest first."""
    return sorted(
        ((row["language"], row["label"]) for row in _rows() if row["kind"] == kind),
        key=lambda row: -len(row[1]),
    )


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice coefficient of two sets of trigrams, 0 to 1."""
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 0.0


@lru_cache(maxsize=4096)
def trigrams(folded: str) -> frozenset[str]:
    padded = f"  {folded} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


@lru_cache(maxsize=4096)
def _find(kind: str, folded: str) -> Label | None:
    exact, wordings = _index(kind)
    if languages := exact.get(folded):
        return Label(kind, languages, 1.0)
    if len(folded) < SHORT:
        return None
    best, nearest = 0.0, None
    letters = trigrams(folded)
    for wording, languages in wordings:
        if abs(len(wording) - len(letters)) > max(len(wording), len(letters)) * 0.6:
            continue
        alike = likeness(letters, wording)
        if alike > best:
            best, nearest = alike, languages
    if nearest and best >= LIKENESS.get(kind, LABEL_LIKENESS):
        return Label(kind, nearest, best)
    return None


@cache
def _index(
    kind: str,
) -> tuple[dict[str, frozenset[str]], list[tuple[frozenset[str], frozenset[str]]]]:
    exact: dict[str, frozenset[str]] = {}
    for row in _rows():
        if row["kind"] == kind:
            folded = fold(row["label"].replace(SITE_SLOT, KNOWN_SITE))
            exact[folded] = exact.get(folded, frozenset()) | {row["language"]}
    return exact, [(trigrams(folded), languages) for folded, languages in exact.items()]


@cache
def _rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
