"""Made-up vocabularies in the letters and with the endings of five languages, their words as frequent
as Zipf's law has it: no text of anybody's, and the same at every call."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

# Lexemes a language; with their endings they are 110,000 to 360,000 words, in Thai no more than they are.
LEXEMES = 30_000

# How often a lexeme stands in texts, by its rank r from 1 on: 1 / (r + SHIFT) ** SLOPE (Mandelbrot, 1953).
# So steep, the rarest stand in one of some 8,000 articles of all languages.
SHIFT, SLOPE = 2.7, 1.2

# The most frequent words are short, and have no endings.
PARTICLES = 60
SHORT = 1_500


@dataclass(frozen=True, slots=True)
class Sounds:
    """What syllables of a language are put together from, and the endings of its lexemes: one row is
    one way to inflect. `before` stands in front of a word ("and", "the" in Arabic)."""

    onsets: Sequence[str]
    nuclei: Sequence[str]
    codas: Sequence[str]
    endings: Sequence[Sequence[str]]
    before: Sequence[str] = ("",)
    has_spaces: bool = True


def _row(text: str) -> tuple[str, ...]:
    """Parts with a space between them; "-" is an empty one."""
    return tuple("" if part == "-" else part for part in text.split())


SOUNDS = {
    "ar": Sounds(
        _row("ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ع غ ف ق ك ل م ن ه"),
        _row("- - ا ي و"),
        _row("ب ت ج ح د ر س ش ص ط ع ف ق ل م ن"),
        (_row("- ة ات ها ين هم"), _row("- ي ية ون ه كم")),
        before=_row("- ال و وال بال لل ب"),
    ),
    "en": Sounds(
        _row("b c d f g h l m n p r s t v w bl br ch cl cr dr fl gr pl pr sh sp st str th tr qu"),
        _row("a e i o u ai ea ee oa ou"),
        _row("b ck d g l m n nd ng nt p r rd rt s st t x"),
        (_row("- s ed ing"), _row("- s er ers"), _row("- ly ness")),
    ),
    "lv": Sounds(
        _row("b d dz g ģ j k ķ l ļ m n ņ p r s š t v z ž st sk sl sp tr kr gr pr"),
        _row("a ā e ē i ī u ū ai au ei ie o"),
        _row("b d g k l m n p r s š t v z st rt nt lk rs"),
        (
            _row("s a am u ā i iem us os"),
            _row("a as ai u ā ām ās"),
            _row("t ju ja s sim ot ts"),
            _row("e es ei i ē ēm ēs"),
        ),
    ),
    "pl": Sounds(
        _row("b c ch cz d dz f g h j k l ł m n p r rz s sz ś t w z ż br dr gr kr pr prz st tr zd"),
        _row("a e i o ó u y ia ie io"),
        _row("b c ch cz d g j k l ł m n ń p r rz s sz t w z st nt"),
        (
            _row("- a owi em y ów om ami ach"),
            _row("a y ę ą o om ami ach"),
            _row("y a e ego emu ym ych ymi"),
        ),
    ),
    "th": Sounds(
        _row("ก ข ค ง จ ช ซ ด ต ถ ท น บ ป ผ พ ฟ ม ย ร ล ว ส ห อ เก เข เจ เด เล แก แต โด โร โล ไป ไม ให"),
        _row("- ะ า ิ ี ึ ื ุ ู ั ่า ้า ี่ ้ ่"),
        _row("- - ก ง ด น บ ม ย ว ร ล"),
        (_row("-"),),
        has_spaces=False,
    ),
}


class Vocabulary:
    """The words of one language. `lexemes` go from the most frequent to the rarest, each with its forms,
    the plain one first."""

    def __init__(self, language: str, lexemes: Sequence[Sequence[str]]):
        self.language = language
        self.has_spaces = SOUNDS[language].has_spaces
        self.lexemes = lexemes
        weights = [1 / (rank + SHIFT) ** SLOPE for rank in range(1, len(lexemes) + 1)]
        self._total = sum(weights)
        self._words = [form for forms in lexemes for form in forms]
        self._cumulated = list(accumulate(_shared(weights, lexemes)))

    def share(self, rank: int) -> float:
        """What part of all words of a text is the lexeme of this rank, from 0 on."""
        return 1 / (rank + 1 + SHIFT) ** SLOPE / self._total

    def draw(self, chance: random.Random, number: int) -> list[str]:
        """Words as they may stand in a text, by their frequency."""
        return chance.choices(self._words, cum_weights=self._cumulated, k=number)


@cache
def vocabulary(language: str) -> Vocabulary:
    chance = random.Random(f"words of {language}")  # noqa: S311
    sounds = SOUNDS[language]
    lexemes: dict[str, tuple[str, ...]] = {}
    while len(lexemes) < LEXEMES:
        stem = _stem(sounds, chance, len(lexemes))
        if stem not in lexemes:
            lexemes[stem] = tuple(_forms(stem, sounds, chance, len(lexemes)))
    return Vocabulary(language, list(lexemes.values()))


def _stem(sounds: Sounds, chance: random.Random, rank: int) -> str:
    if rank < PARTICLES:
        syllables = 1
    elif rank < SHORT:
        syllables = 2
    else:
        syllables = chance.choice((2, 2, 3, 3, 4))
    inner = [chance.choice(sounds.onsets) + chance.choice(sounds.nuclei) for _ in range(syllables - 1)]
    last = chance.choice(sounds.onsets) + chance.choice(sounds.nuclei) + chance.choice(sounds.codas)
    return "".join(inner) + last


def _forms(stem: str, sounds: Sounds, chance: random.Random, rank: int) -> Iterator[str]:
    if rank < PARTICLES:
        yield stem
        return
    endings = chance.choice(sounds.endings)
    for ending in endings:
        yield stem + ending
    # One more word for everything that may stand in front, each with an ending of its own.
    for before in sounds.before[1:]:
        yield before + stem + chance.choice(endings)


def _shared(weights: Sequence[float], lexemes: Sequence[Sequence[str]]) -> Iterator[float]:
    """The weight of each form: the second of a lexeme is half as frequent as the first, and so on."""
    for weight, forms in zip(weights, lexemes, strict=True):
        whole = sum(1 / place for place in range(1, len(forms) + 1))
        for place in range(1, len(forms) + 1):
            yield weight / place / whole
