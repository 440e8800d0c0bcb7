"""Endings off words, by language. Snowball's stemmers where they exist, light ones of our own where
they do not, and for Arabic, where light stemming finds more.

A language is one entry in STEMMERS; one without an entry keeps its words whole.
"""

import re
import threading
from collections.abc import Callable

# The classes themselves: the package's own factory silently takes PyStemmer if that is installed,
# whose version, and so whose stems, would be another.
from snowballstemmer.armenian_stemmer import ArmenianStemmer
from snowballstemmer.basque_stemmer import BasqueStemmer
from snowballstemmer.catalan_stemmer import CatalanStemmer
from snowballstemmer.czech_stemmer import CzechStemmer
from snowballstemmer.danish_stemmer import DanishStemmer
from snowballstemmer.dutch_stemmer import DutchStemmer
from snowballstemmer.english_stemmer import EnglishStemmer
from snowballstemmer.esperanto_stemmer import EsperantoStemmer
from snowballstemmer.estonian_stemmer import EstonianStemmer
from snowballstemmer.finnish_stemmer import FinnishStemmer
from snowballstemmer.french_stemmer import FrenchStemmer
from snowballstemmer.german_stemmer import GermanStemmer
from snowballstemmer.greek_stemmer import GreekStemmer
from snowballstemmer.hindi_stemmer import HindiStemmer
from snowballstemmer.hungarian_stemmer import HungarianStemmer
from snowballstemmer.indonesian_stemmer import IndonesianStemmer
from snowballstemmer.irish_stemmer import IrishStemmer
from snowballstemmer.italian_stemmer import ItalianStemmer
from snowballstemmer.lithuanian_stemmer import LithuanianStemmer
from snowballstemmer.nepali_stemmer import NepaliStemmer
from snowballstemmer.norwegian_stemmer import NorwegianStemmer
from snowballstemmer.persian_stemmer import PersianStemmer
from snowballstemmer.polish_stemmer import PolishStemmer
from snowballstemmer.portuguese_stemmer import PortugueseStemmer
from snowballstemmer.romanian_stemmer import RomanianStemmer
from snowballstemmer.russian_stemmer import RussianStemmer
from snowballstemmer.serbian_stemmer import SerbianStemmer
from snowballstemmer.spanish_stemmer import SpanishStemmer
from snowballstemmer.swedish_stemmer import SwedishStemmer
from snowballstemmer.tamil_stemmer import TamilStemmer
from snowballstemmer.turkish_stemmer import TurkishStemmer
from snowballstemmer.yiddish_stemmer import YiddishStemmer

Stemmer = Callable[[str], str]


def stemmer_of(language: str) -> Stemmer:
    """The function that takes a word, in small letters, to its stem."""
    return STEMMERS.get(language, _whole)


def _whole(word: str) -> str:
    return word


def _snowball(algorithm: type) -> Stemmer:
    """A Snowball stemmer; the object keeps the word it works on, so each thread has its own."""
    local = threading.local()

    def stem(word: str) -> str:
        if not hasattr(local, "stemmer"):
            local.stemmer = algorithm()
        return local.stemmer.stemWord(word)

    return stem


def _endings(*endings: str, leaving: int, times: int = 1) -> Stemmer:
    """Takes the longest of the endings off, `times` times at most, as long as `leaving` letters are left."""
    longest_first = sorted({ending for group in endings for ending in group.split()}, key=len, reverse=True)
    pattern = re.compile(rf"(?<=.{{{leaving}}})(?:{'|'.join(map(re.escape, longest_first))})$")

    def stem(word: str) -> str:
        for _ in range(times):
            shorter = pattern.sub("", word, count=1)
            if shorter == word:
                break
            word = shorter
        return word

    return stem


# Declensions one to six, definite and indefinite adjectives, the commonest verb endings
# (Latviešu valodas gramatika, 2013, tables of declension).
_latvian = _endings(
    "s š is us a e u i o ā ē ū ī as es os ai ei am em um im ām ēm ās ēs īm ij ies iem ajā ajai ajam ajām ajos ajās",
    "ais ajiem ošs oša ošu šana šanas šanai šanu šanā šanām šanās iska isks iskā isko iskās iskie",
    "iskas iski iskiem iskām iskajā iskais ību ība ības ībai ībā ībām ībās āja āji āju ājam ājiem ājus ātājs",
    leaving=3,
)

# Nominal and adjectival endings, hard and soft (Ukrainian orthography, 2019).
_ukrainian = _endings(
    "а я у ю і ї е є о и й ь ів їв ей ам ям ах ях ом ем ам ами ями ою ею єю ові еві єві ого ему ому им ім их",
    "ими ій ої ою ий ія ії ію ією іях іями іям ення енню енням еннях ання анню анням аннях ість ості істю",
    "ськ ський ська ське ські ського ській ських ським ському ськими ську ською",
    leaving=3,
)

# The article, which stands behind the word, plurals, and adjectives by gender and number.
_bulgarian = _endings(
    "ът ят та то те а я о е и ия ият ите ата ото ове овете еве евете ища ищата ни на но ен ният ната ното ните",
    "ски ска ско ския ският ската ското ските ане ането ание анието ания анията ение ението ения енията ост остта",
    leaving=3,
)

# Kazakh adds plural, possessive and case in this order, each by vowel harmony; Kyrgyz likewise.
_kazakh = _endings(
    "лар лер дар дер тар тер ның нің дың дің тың тің ға ге қа ке на не а е ны ні ды ді ты ті н да де та те нда нде",
    "дан ден тан тен нан нен мен бен пен ы і сы сі ым ім м ың ің ң ымыз іміз мыз міз лық лік дық дік тық тік",
    "дағы дегі тағы тегі лы лі ды ді ты ті шы ші",
    leaving=3,
    times=3,
)

_HARAKAT = re.compile("[\u064b-\u065f\u0670\u0640]")
_ARABIC_LETTERS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي"}
)
_ARABIC_PREFIX = re.compile(r"^(?:(?:وال|بال|كال|فال|ال|لل)(?=..)|و(?=...))")
_ARABIC_SUFFIX = re.compile(r"(?<=..)(?:ها|ان|ات|ون|ين|يه|ه|ي)$")


def _arabic(word: str) -> str:
    """Light stemming in the manner of light10 (Larkey, Ballesteros and Connell, 2007): letters that are
    written either way made one, the article and "and" off the front, common endings off the back."""
    word = _HARAKAT.sub("", word).translate(_ARABIC_LETTERS)
    return _ARABIC_SUFFIX.sub("", _ARABIC_PREFIX.sub("", word))


_HEBREW_POINTS = re.compile("[\u0591-\u05c7\"'׳״]")
_HEBREW_PREFIX = re.compile(r"^(?:ו?[שכלבמ]?ה|ו?[בלכמש]|ו)(?=...)")
_HEBREW_SUFFIX = re.compile(r"(?<=...)(?:יות|ים|ות|ית|יה|ה|ת)$")


def _hebrew(word: str) -> str:
    """Points off, one cluster of the letters that are prefixed, and the endings of number and gender."""
    word = _HEBREW_POINTS.sub("", word)
    return _HEBREW_SUFFIX.sub("", _HEBREW_PREFIX.sub("", word))


STEMMERS: dict[str, Stemmer] = {
    "ar": _arabic,
    "bg": _bulgarian,
    "ca": _snowball(CatalanStemmer),
    "cs": _snowball(CzechStemmer),
    "da": _snowball(DanishStemmer),
    "de": _snowball(GermanStemmer),
    "el": _snowball(GreekStemmer),
    "en": _snowball(EnglishStemmer),
    "eo": _snowball(EsperantoStemmer),
    "es": _snowball(SpanishStemmer),
    "et": _snowball(EstonianStemmer),
    "eu": _snowball(BasqueStemmer),
    "fa": _snowball(PersianStemmer),
    "fi": _snowball(FinnishStemmer),
    "fr": _snowball(FrenchStemmer),
    "ga": _snowball(IrishStemmer),
    "he": _hebrew,
    "hi": _snowball(HindiStemmer),
    "hu": _snowball(HungarianStemmer),
    "hy": _snowball(ArmenianStemmer),
    "id": _snowball(IndonesianStemmer),
    "it": _snowball(ItalianStemmer),
    "kk": _kazakh,
    "ky": _kazakh,
    "lt": _snowball(LithuanianStemmer),
    "lv": _latvian,
    "mk": _bulgarian,
    "ms": _snowball(IndonesianStemmer),
    "ne": _snowball(NepaliStemmer),
    "nl": _snowball(DutchStemmer),
    "no": _snowball(NorwegianStemmer),
    "pl": _snowball(PolishStemmer),
    "pt": _snowball(PortugueseStemmer),
    "ro": _snowball(RomanianStemmer),
    "ru": _snowball(RussianStemmer),
    "sr": _snowball(SerbianStemmer),
    "sv": _snowball(SwedishStemmer),
    "ta": _snowball(TamilStemmer),
    "tr": _snowball(TurkishStemmer),
    "uk": _ukrainian,
    "yi": _snowball(YiddishStemmer),
}
