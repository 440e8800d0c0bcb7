"""What a word that finds nothing may have been meant to be: words the archive holds that are nearly it."""

from django.db.models import Q

from ..models import WordForm
from .analysis import solid

# Letters that may be wrong: one in a short word, two in a longer one; shorter ones could be anything.
SHORTEST = 4
LONG = 7

# How many words of the same beginning are looked at, and how many of the nearest are offered.
LOOKED_AT = 5_000
OFFERED = 5


def similar(word: str) -> list[str]:
    """Words of the archive, in small letters, that differ from this one by a slip or two; the nearest
    first. Only words that begin with the same three letters are looked at, or with two of them exchanged."""
    form = solid(word)
    if len(form) < SHORTEST:
        return []
    slips = 1 if len(form) < LONG else 2
    one, two, three = form[:3]
    beginnings = {one + two + three, two + one + three, one + three + two, form[1:4]}
    alike = Q()
    for beginning in sorted(beginnings):
        alike |= Q(form__gte=beginning, form__lt=beginning[:-1] + chr(ord(beginning[-1]) + 1))
    rows = WordForm.objects.filter(alike).order_by("form").values_list("form", "written")[:LOOKED_AT]
    near: dict[str, int] = {}
    for other, written in rows:
        if other != form and abs(len(other) - len(form)) <= slips:
            distance = _distance(form, other, slips)
            if distance <= slips:
                near.setdefault(written, distance)
    return sorted(near, key=lambda written: (near[written], written))[:OFFERED]


def _distance(one: str, other: str, most: int) -> int:
    """Letters left out, put in, replaced, or exchanged with their neighbour (optimal string alignment);
    more than `most` is answered as soon as it is certain."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        older, before, row = before, row, [at]
        for to, wanted in enumerate(other, 1):
            cost = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (letter != wanted))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == wanted:
                cost = min(cost, older[to - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
