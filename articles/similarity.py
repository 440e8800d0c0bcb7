"""How much of one text stands in another, in any script."""

from .folding import fold

SHINGLE = 12


def containment(one: str, other: str) -> float:
    """The share, 0 to 1, of the shorter text's shingles that the longer one has too.

    A shingle is SHINGLE folded characters without spaces, so that scripts with and without word
    breaks are treated alike.
    """
    first, second = _shingles(one), _shingles(other)
    if not first or not second:
        return float(first == second)
    return len(first & second) / min(len(first), len(second))


def _shingles(text: str) -> set[int]:
    letters = fold(text).replace(" ", "")
    return {hash(letters[at : at + SHINGLE]) for at in range(max(1, len(letters) - SHINGLE + 1)) if letters}
