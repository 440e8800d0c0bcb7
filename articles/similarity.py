"""How much of one text stands in another, in any script."""

from .folding import fold

SHINGLE = 12

Shingles = frozenset[int]


def shingles_of(text: str) -> Shingles:
    """Every run of SHINGLE folded characters, spaces left out, so that scripts with and without word
    breaks are treated alike."""
    letters = fold(text).replace(" ", "")
    return frozenset(
        hash(letters[at : at + SHINGLE]) for at in range(max(1, len(letters) - SHINGLE + 1)) if letters
    )


def containment(one: Shingles, other: Shingles) -> float:
    """The share, 0 to 1, of the shorter text's shingles that the longer one has too."""
    if not one or not other:
        return float(one == other)
    return len(one & other) / min(len(one), len(other))
