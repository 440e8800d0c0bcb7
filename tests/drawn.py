"""Articles and questions drawn by chance, the same every time, from the words of samples in many scripts.

A question is the query string of a list: words as people type them, in every sign of the query language,
with filters, orders and sizes of pages.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from random import Random
from urllib.parse import urlencode

from articles.concepts import starting_concepts
from articles.folding import slug_of
from articles.languages import names_of
from articles.search.analysis import is_dense, words_and_terms
from tests.archives import SAMPLES
from tests.dumps import EDITIONS

ARTICLES, QUESTIONS = 300, 2_000
SEED = 20_220_605

# What the samples and EDITIONS have no text of: a letter or two that stemmers and scripts differ by.
TEXTS = {
    "el": "Το Συνταγματικό Δικαστήριο άρχισε πάλι τις εργασίες του και οι πολίτες προσφεύγουν στο δικαστήριο",
    "fr": "Les électeurs ont approuvé l'élection du président et la réforme de la Constitution du Kazakhstan",
    "hi": "संवैधानिक न्यायालय ने फिर से काम शुरू किया और नागरिक सीधे न्यायालय में संविधान की रक्षा के लिए जा सकते हैं",
    "kk": "Қазақстан азаматтары Конституцияға өзгерістерді қолдады және сайлауда президентті сайлады",
    "ko": "헌법재판소는 업무를 재개했으며 시민들은 카자흐스탄 헌법을 위해 직접 제소할 수 있다",
    "tr": "Kazakistan'da seçmenler anayasa değişikliklerini onayladı, Cumhurbaşkanı seçimleri kazandı",
    "zh": "哈萨克斯坦恢复宪法法院，投票率约为百分之六十八，托卡耶夫总统赞成修改宪法和选举",
}

# Every other article is in one of these.
MAIN = ("ar", "en", "lv", "pl", "ru", "th")

# What texts of every language quote.
_QUOTED = """
    Kazakhstan Tokayev election Constitution Court EU referendum 2022 2023 OSCE human rights Astana
    Қазақстан Токаев выборы Конституция Kazahstāna vēlēšanas คาซัคสถาน カザフスタン كازاخستان
"""
QUOTED = _QUOTED.split()

SOURCES = ("EU Reporter", "Baltic Wire", "Время", "Głos Lokalny", "صوت الإصلاح", "改革新聞")
TAGS = ("Māksla", "Budget 2024", "Референдум-2022", "Reforma")
BYLINES = (
    "Anna Liepiņa",
    "J. R. van der Berg",
    "Ілона Коваль",
    "ณัฐวดี เกียรติพนาสกุล",
    "سارة المنصوري",
    "Jan Kowalski",
    None,
    None,
)
DATES = (
    "2021",
    "2022",
    "2023",
    "2022-06",
    "2022-12",
    "2023-01",
    "2022-06-05",
    "2022-12-31",
    "2023-01-01",
    "2024-02-29",
    "2022-06-05T12:00:00",
    "2023-03-19T23:59:59",
    "2024-05-14T08:30:00",
)

# More terms than an entry holds, and one of them more often than it counts.
MANY, REPEATED = 17_000, 400


@dataclass(frozen=True)
class Drawn:
    """An article as tests.rows.make_article takes it."""

    language: str
    source: str
    tags: tuple[str, ...]
    published: str | None
    title: str
    body: str
    byline: str | None = None
    section: str | None = None
    excerpt: str | None = None
    status: str = "published"

    @property
    def texts(self) -> tuple[str, ...]:
        """What a person remembers of it: most of the body, of a very long one the beginning and the end."""
        body = self.body[:3_000]
        return tuple(
            filter(None, (self.title, self.byline, self.section, body, body, body, self.body[3_000:][-500:]))
        )


@dataclass(frozen=True)
class Question:
    """The query string of a list; the words in it, how they were made of those of an article, by its
    number among the drawn."""

    words: str
    kind: str
    article: int
    filters: Mapping[str, str | Sequence[str]] = field(default_factory=dict)

    @property
    def query_string(self) -> str:
        return urlencode({"q": self.words, **self.filters}, doseq=True)


# Articles


@cache
def texts() -> dict[str, list[str]]:
    """The words of a language as they follow each other; of one without spaces, runs between signs."""
    found = {path.stem.partition("-")[0]: path.read_text() for path in sorted(SAMPLES.glob("*.txt"))}
    found |= {code: " ".join((edition.headline, *edition.body)) for code, edition in EDITIONS.items()}
    found |= TEXTS
    return {code: text.split() for code, text in sorted(found.items())}


@cache
def articles() -> tuple[Drawn, ...]:
    """The same every time: of all kinds, then pairs that are equal but for date or place, and long ones."""
    luck = Random(SEED)  # noqa: S311
    found = [_article(luck) for _ in range(ARTICLES - 26)]
    for number in range(18):
        twin = found[number]
        date = twin.published if number % 2 else luck.choice(DATES)
        found.append(Drawn(twin.language, SOURCES[0], (), date, twin.title, twin.body, twin.byline))
    return (*found, *_long_ones(luck))


def _article(luck: Random) -> Drawn:
    own = luck.choice(MAIN if luck.random() < 0.5 else sorted(texts()))
    # Now and then a language is taken for another one, or is one that nobody has a stemmer for.
    language = own if luck.random() < 0.9 else luck.choice(["en", "nl", "bg", "gsw", "th"])
    stretches = [_stretch(luck, own, 4, 18) for _ in range(luck.randint(1, 9))]
    if luck.random() < 0.5:
        stretches.append(" ".join(luck.sample(QUOTED, 4)))
    if luck.random() < 0.2:
        stretches.append(_stretch(luck, luck.choice(sorted(texts())), 4, 10))
    luck.shuffle(stretches)
    body = "".join(stretch + luck.choice([". ", ", ", "\n\n"]) for stretch in stretches).strip()
    return Drawn(
        language,
        luck.choice(SOURCES),
        tuple(luck.sample(TAGS, luck.choice([0, 0, 1, 2]))),
        luck.choice(DATES) if luck.random() < 0.85 else None,
        _stretch(luck, own, 2, 7),
        body if luck.random() < 0.97 else "",
        luck.choice(BYLINES),
        _stretch(luck, own, 1, 2) if luck.random() < 0.2 else None,
        luck.choice([body[:60], _stretch(luck, own, 5, 9)]) if luck.random() < 0.2 else None,
        "hidden" if luck.random() < 0.04 else "published",
    )


def _stretch(luck: Random, language: str, least: int, most: int) -> str:
    """Words that stand behind each other in the samples."""
    words = texts()[language]
    first = luck.randrange(max(1, len(words) - least))
    stretch = " ".join(words[first : first + luck.randint(least, most)])
    if not is_dense(stretch):
        return stretch
    # A run without spaces is as long as a sentence: of it, too, only some is taken.
    at = luck.randrange(max(1, len(stretch) - 100))
    return stretch[at : at + luck.randint(10, 100)].strip()


def _long_ones(luck: Random) -> Iterator[Drawn]:
    """Articles of more than an entry holds. What stands behind its end is in none of the others."""
    for language in ("en", "ru", "th"):
        words = [luck.choice(texts()[language]) for _ in range(MANY)]
        behind = {"en": "zyxwvut behindtheend", "ru": "щщщэээ запределом", "th": "ฃฅฃฅฃฅ"}[language]
        yield Drawn(language, SOURCES[1], (), "2022-06-05", "Everything", f"{' '.join(words)} {behind}")
    often = [luck.choice(["Kazakhstan", luck.choice(texts()["en"])]) for _ in range(2 * REPEATED)]
    yield Drawn("en", SOURCES[0], (), "2023", " ".join(["Kazakhstan"] * 20), " ".join(often))
    yield Drawn("lv", SOURCES[0], (), None, " ".join(texts()["lv"][:300]), "vēlēšanas " * 260 + "tiesa")
    yield Drawn("en", SOURCES[2], (), "2024-05", "W" * 90 + " Election", f"{'w' * 64} {'w' * 63} election")
    # Names of one country, in a language that has no names of its own.
    long, short = "Democratic People's Republic of Korea", "DPRK"
    yield Drawn("gsw", SOURCES[2], (), "2024-05", "Eis", f"{short} und {f'{long} und ' * 4}meh")
    yield Drawn("gsw", SOURCES[2], (), "2024-05", "Zwöi", f"{short} und {short} und no meh")


# Questions


@cache
def questions() -> tuple[Question, ...]:
    """The same every time."""
    luck = Random(SEED + 1)  # noqa: S311
    found = {question.query_string: question for question in PARTICULAR}
    while len(found) < QUESTIONS:
        question = _question(luck)
        found.setdefault(question.query_string, question)
    return tuple(found.values())


def _question(luck: Random) -> Question:
    number = luck.choice([at for at, drawn in enumerate(articles()) if drawn.status == "published"])
    drawn = articles()[number]
    kind = luck.choice(list(KINDS))
    words = KINDS[kind](luck, drawn)
    if luck.random() < 0.05:
        words = f"{words} {luck.choice(STRAY_SIGNS)}"
    return Question(words, kind, number, dict(_filters(luck, drawn)))


def _filters(luck: Random, drawn: Drawn) -> Iterator[tuple[str, str | Sequence[str]]]:
    """Mostly such as leave the article that the words were drawn from."""
    if luck.random() < 0.15:
        yield "language", [drawn.language, *luck.sample(MAIN, luck.choice([0, 1]))]
    if luck.random() < 0.12:
        yield "source", [slug_of(name, "source") for name in (drawn.source, *luck.sample(SOURCES, 1))]
    if luck.random() < 0.1:
        yield "tag", [slug_of(tag, "tag") for tag in drawn.tags or (luck.choice(TAGS),)]
    day = (drawn.published or luck.choice(DATES))[:10]
    if luck.random() < 0.15:
        yield "published_after", luck.choice([day, day[:4], f"{day[:4]}-03", "2022-06-05", "2021"])
    if luck.random() < 0.15:
        yield "published_before", luck.choice([day, day[:4], f"{day[:4]}-12-31", "2024", "2022-06"])
    if luck.random() < (0.15 if drawn.published else 0.5):
        yield "undated", "1"
    if luck.random() < 0.2:
        yield "expand", "0"
    if sort := luck.choice(["", "", "best", "newest", "oldest"]):
        yield "sort", sort
    if luck.random() < 0.1:
        yield "per_page", "50"


def _word(luck: Random, drawn: Drawn) -> str:
    """A word as it stands in an article, longer ones sooner; of a run without spaces a part."""
    words = words_and_terms(luck.choice(drawn.texts), drawn.language)[0] or ["election"]
    word = max(luck.choices(words, k=2), key=len)
    if not is_dense(word):
        return word
    runs = [run for run in re.findall(r"\w+", luck.choice(drawn.texts)) if is_dense(run)] or [word]
    run = luck.choice(runs)
    at = luck.randrange(max(1, len(run) - 4))
    return run[at : at + luck.randint(1, 9)]


def _inflected(luck: Random, drawn: Drawn) -> str:
    """Another word that begins so: mostly a form of the same."""
    word = _word(luck, drawn)
    front = word[: max(4, len(word) - 3)]
    every = (other.strip(".,:;«»“”()") for other in texts().get(drawn.language, ()))
    others = sorted({other for other in every if other.startswith(front) and other != word})
    return luck.choice(others) if others else word


def _cut(luck: Random, drawn: Drawn) -> str:
    word = _word(luck, drawn)
    return word[: max(3, len(word) - luck.randint(1, 2))]


def _misspelt(luck: Random, drawn: Drawn) -> str:
    word = _word(luck, drawn)
    at = luck.randrange(len(word))
    return luck.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
        ]
    )


def _without_accents(luck: Random, drawn: Drawn) -> str:
    letters = unicodedata.normalize("NFD", _word(luck, drawn))
    return "".join(letter for letter in letters if unicodedata.category(letter) != "Mn")


def _shouted(luck: Random, drawn: Drawn) -> str:
    return luck.choice([str.upper, str.title])(_word(luck, drawn))


def _several(luck: Random, drawn: Drawn) -> str:
    return " ".join(_word(luck, drawn) for _ in range(luck.randint(2, 5)))


def _phrase(luck: Random, drawn: Drawn) -> str:
    """Words that stand behind each other, in one of the quotation marks of the world."""
    words = luck.choice(drawn.texts).split()
    if luck.random() < 0.1:
        # The end of the headline and the beginning of the text, between which no phrase stands.
        words = [*drawn.title.split()[-1:], *drawn.body.split()[:1]]
    at = luck.randrange(max(1, len(words) - 1))
    text = " ".join(words[at : at + luck.randint(2, 4)])
    text = text[:40] if is_dense(text) else text
    first, last = luck.choice(['""', "“”", "„“", "«»"])
    return f"{first}{text.strip('«»“”„')}{last}"


def _either(luck: Random, drawn: Drawn) -> str:
    others = (luck.choice([drawn, luck.choice(articles())]) for _ in range(luck.randint(2, 3)))
    return " OR ".join(luck.choice([_word, _word, _phrase])(luck, other) for other in others)


def _without(luck: Random, drawn: Drawn) -> str:
    return f"{_word(luck, drawn)} -{luck.choice([_word, _phrase])(luck, luck.choice(articles()))}"


def _beginning(luck: Random, drawn: Drawn) -> str:
    word = _word(luck, drawn)
    ends = [at for at, letter in enumerate(word, 1) if at > 2 and letter in LAST_LETTERS]
    return f"{word[: luck.choice([*ends, luck.randint(2, max(3, len(word)))])]}*"


def _in_title(luck: Random, drawn: Drawn) -> str:
    made = luck.choice([_word, _inflected, _phrase, _beginning])
    titled = Drawn(drawn.language, drawn.source, (), None, drawn.title or "x", "")
    return f"title:{made(luck, titled)}"


def _by_line(luck: Random, drawn: Drawn) -> str:
    byline = drawn.byline or luck.choice([name for name in BYLINES if name])
    name = luck.choice([*byline.split(), f'"{byline}"'])
    return f"byline:{name}"


def _of_a_kind(luck: Random, drawn: Drawn) -> str:
    """A source, language or tag that was typed, and a word or none."""
    names = names_of(drawn.language)
    asked = luck.choice(
        [
            f'source:"{drawn.source}"',
            f"source:{slug_of(drawn.source, 'source')}",
            f"language:{drawn.language}",
            f"language:{names.name}",
            f'language:"{names.english_name}"',
            f'tag:"{luck.choice(drawn.tags or TAGS)}"',
            f"-source:{slug_of(luck.choice(SOURCES), 'source')}",
            f"-language:{luck.choice(MAIN)}",
            f'tag:"{luck.choice(concept_names())}"',
        ]
    )
    return f"{asked} {luck.choice([_word(luck, drawn), ''])}".strip()


def _concept(luck: Random, drawn: Drawn) -> str:
    return luck.choice(concept_names())


def _concept_and_word(luck: Random, drawn: Drawn) -> str:
    return f"{luck.choice(QUOTED)} {luck.choice([_concept, _word])(luck, drawn)}"


KINDS: dict[str, Callable[[Random, Drawn], str]] = {
    "word": _word,
    "inflected": _inflected,
    "cut": _cut,
    "misspelt": _misspelt,
    "without accents": _without_accents,
    "shouted": _shouted,
    "several": _several,
    "phrase": _phrase,
    "either": _either,
    "without": _without,
    "beginning": _beginning,
    "title": _in_title,
    "byline": _by_line,
    "of a kind": _of_a_kind,
    "concept": _concept,
    "concept and word": _concept_and_word,
}

# Behind these no other letter comes in the order of a dictionary, or others than by their numbers.
LAST_LETTERS = "zžźżяьёіїยहيیת"

# What chance would hardly ask: the names in _long_ones, the phrase that a term too many parts, and
# beginnings behind which a dictionary goes on otherwise than the letters' numbers.
PARTICULAR = tuple(
    Question(words, kind, ARTICLES - 1)
    for kind, words in (
        ("concept", "Ziemeļkoreja"),
        ("concept", "Северная Корея"),
        ("phrase", '"Kazakhstan Kazakhstan"'),
        ("phrase", '"vēlēšanas tiesa"'),
        ("beginning", "Kaz*"),
        ("beginning", "применя*"),
        ("beginning", "украї*"),
        ("beginning", "verletz*"),
        ("beginning", "تسجي*"),
        ("cut", "dzię"),
        ("several", "(คาซัคสถานและ"),
    )
)

# What means something to FTS5 or tsquery, and nothing here.
STRAY_SIGNS = ("NEAR(", "a:*", "^", "{title}:", "& |", "<->", "!", "(", '"', "\\", "'", ":A", "AND NOT", "😀")


@cache
def concept_names() -> list[str]:
    """All names of the concepts of which one stands in the samples, and one in a hundred of the others."""
    held = " ".join(word for words in texts().values() for word in words)
    found: list[str] = []
    for at, concept in enumerate(sorted(starting_concepts(), key=lambda concept: concept.name)):
        names = sorted({name.text for name in concept.names})
        if any(name in held for name in names if len(name) > 3):
            found += names
        else:
            found += names[at % 100 :: 100]
    return found
