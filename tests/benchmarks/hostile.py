"""Typed texts that are as costly as a person can make them, the same at every call."""

import random
from collections.abc import Callable, Sequence

from .corpus import LANGUAGES, concepts, names
from .words import vocabulary

LONG = 10_000
MANY = 32
TEXTS = 200

SIGNS = "\"*:()^-+|&!<>'{}[]\\~@#$%_.,;?/\0\n\t “”„‟«»−😀\u200b\u202e\u0301"


def texts(number: int = TEXTS) -> list[tuple[str, str]]:
    """(what it is, the text)."""
    chance = random.Random("hostile")  # noqa: S311
    found = []
    while len(found) < number:
        found += [(kind, make(chance)) for kind, make in _KINDS.items()]
    return found[:number]


def _frequent(chance: random.Random, number: int) -> list[str]:
    return [vocabulary(chance.choice(LANGUAGES)).lexemes[chance.randrange(80)][0] for _ in range(number)]


def _middling(chance: random.Random, number: int) -> list[str]:
    return [vocabulary(chance.choice(LANGUAGES)).lexemes[chance.randrange(2_000)][0] for _ in range(number)]


def _letters(chance: random.Random, letters: Sequence[str], number: int) -> str:
    return "".join(chance.choices(letters, k=number))


def _prefixes(chance: random.Random, number: int) -> list[str]:
    """The shortest that are legal, of many words."""
    words = (word for word in _middling(chance, 20 * number) if len(word) > 2)
    return [f"{word[:3]}*" for word, _ in zip(words, range(number), strict=False)]


def _named(chance: random.Random, number: int) -> list[str]:
    return [
        chance.choice(names(chance.randrange(len(concepts())), chance.choice(LANGUAGES)))
        for _ in range(number)
    ]


def _misspelt(chance: random.Random, number: int) -> list[str]:
    words = []
    for word in _middling(chance, number):
        at = chance.randrange(len(word))
        words.append(f"{word[:at]}{chance.choice('qxwz')}{word[at + 1 :]}q")
    return words


def _thai(chance: random.Random) -> str:
    return "".join(vocabulary("th").draw(chance, LONG // 2))[:LONG]


_KINDS: dict[str, Callable[[random.Random], str]] = {
    "one word of 10,000 letters": lambda chance: _letters(chance, "abcdeilnorstu", LONG),
    "10,000 Thai letters without a space": _thai,
    "10,000 characters of frequent words": lambda chance: " ".join(_frequent(chance, LONG // 4))[:LONG],
    "10,000 signs": lambda chance: _letters(chance, SIGNS, LONG),
    "10,000 quotes": lambda chance: '"' * LONG,
    "signs among words": lambda chance: "".join(
        word + _letters(chance, SIGNS, 2) for word in _frequent(chance, 60)
    ),
    "32 frequent words with OR": lambda chance: " OR ".join(_frequent(chance, MANY)),
    "32 frequent words": lambda chance: " ".join(_frequent(chance, MANY)),
    "32 frequent words left out": lambda chance: " ".join(f"-{word}" for word in _frequent(chance, MANY)),
    "32 beginnings with OR": lambda chance: " OR ".join(_prefixes(chance, MANY)),
    "32 beginnings": lambda chance: " ".join(_prefixes(chance, MANY)),
    "a beginning left out": lambda chance: f"{_frequent(chance, 1)[0]} -{_prefixes(chance, 1)[0]}",
    "a phrase of 32 frequent words": lambda chance: f'"{" ".join(_frequent(chance, MANY))}"',
    "16 phrases of two frequent words with OR": lambda chance: " OR ".join(
        f'"{" ".join(_frequent(chance, 2))}"' for _ in range(MANY // 2)
    ),
    "names of concepts with OR": lambda chance: " OR ".join(_named(chance, MANY // 2)),
    "names of concepts": lambda chance: " ".join(_named(chance, MANY // 2)),
    "32 misspelt words": lambda chance: " ".join(_misspelt(chance, MANY)),
    "8 misspelt words with OR": lambda chance: " OR ".join(_misspelt(chance, 8)),
    "quotes that do not close": lambda chance: '"'.join(_frequent(chance, MANY)),
    "fields within fields": lambda chance: " ".join(
        f"title:byline:source:{word} -language:{word} tag:{word}" for word in _frequent(chance, 10)
    ),
}
