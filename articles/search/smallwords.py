"""Small words: those that join others and that no search is for, unless they stand in quotes.

"Human rights in Kazakhstan" is about Thai articles too, which hold no "in". Prepositions, conjunctions,
articles and pronouns, and no verb but "to be". What is small in one language may not be in another: "war"
is, in German.
"""

from collections.abc import Collection

from ..folding import fold
from .entry import SHORTEST_FORM

# The language whose words texts of all languages use.
LINGUA_FRANCA = "en"

_WORDS = """
en: a an the of in on at to for from by with and or but as is are was were be been it its this that
    these those about into over under after before between their his her our your than then so such
    not no
lv: un vai bet par ar no uz pie pēc pret bez līdz starp zem pirms kopš caur ir bija kas ka kā tā to
    tās tie šī šis tas viņa viņš savu arī vēl nav
pl: i a w z ze we o u na do od za po pod nad przed przez dla bez ku oraz lub albo ale jest są był
    była było były to ten ta te że się jak czy nie jego jej ich przy
ru: того тому этого этому и в во на с со к ко у о об от до за из по под над при для без но а или что
    как это не его ее их
    он она они был была были быть
uk: того тому цього цьому і й та в у на з зі до від за по під над при для без але або що як це не
    його її їх був була були
    про
be: і й ў у на з са да ад за па пад над пры для без але ці што як гэта не яго яе іх пра
bg: и в във на с със към от до за из по под над при без но или че как това не е са беше са
mk: и во на со кон од до за по под над при без но или дека како ова не е се беше
sr: и у на са од до за по под над при без али или да како ово не је су био i u na sa od do po pod
    nad pri bez ali ili je su
de: der die das den dem des ein eine einen einem einer eines und oder aber in im an am auf aus bei
    mit nach von vom vor zu zum zur für über unter um ist sind war waren nicht als wie auch dass
    sich
nl: de het een en of maar in op aan van voor met bij naar uit over onder om is zijn was waren niet
    als ook dat
fr: le la les l un une des du de d et ou mais à au aux en dans par pour sur sous avec sans est sont
    été ce cette ces que qui se son sa ses leur ne pas
es: el la los las un una unos unas y e o u pero de del a al en por para con sin sobre es son fue que
    se su sus lo no
it: il lo la i gli le un uno una e o ma di del della dei delle a al alla in nel nella da dal con su
    per tra fra è sono che si non
pt: o a os as um uma e ou mas de do da dos das em no na nos nas por para com sem sobre é são foi que
    se seu sua não
ca: el la els les un una i o però de del dels a al als en per amb sense sobre és són que se no
ro: un o și sau dar de la în din pe cu pentru fără peste sub este sunt a al ale că se nu
sv: en ett och eller men i på av för med från till om under över är var den det de att som inte
da: en et og eller men i på af for med fra til om under over er var den det de at som ikke
no: en et og eller men i på av for med fra til om under over er var den det de at som ikke
fi: ja tai mutta on ovat oli että se ne ei kun kuin
et: ja või aga on oli et see need ei kui
lt: ir ar bet apie su iš į prie po prieš be iki tarp yra buvo kad kaip tai jo jos ne
cs: a i v ve z ze na do od za po pod nad před při pro bez o u s se k ke ale nebo je jsou byl byla
    bylo že jak to ne
sk: a i v vo z zo na do od za po pod nad pred pri pre bez o u s sa k ku ale alebo je sú bol bola
    bolo že ako to nie
sl: in v na z s od do za po pod nad pri brez o k ali pa je so da se ne
hr: i u na s sa od do za po pod nad pri bez o k ili ali je su da se ne
hu: a az egy és vagy de hogy nem is van volt
el: ο η το οι τα του της των και ή σε με για από στο στη στην στον είναι να που δεν
tr: ve veya ile için bir bu şu o da de ki mi gibi kadar değil
az: və ya ilə üçün bir bu o da də ki kimi deyil
kk: және мен бен пен үшін бір бұл сол туралы да де ма ме
ky: жана менен үчүн бир бул ошол жөнүндө да
uz: va bilan uchun bir bu shu u haqida ham
ar: في من على إلى عن مع أو و ثم أن إن ما لا هذا هذه ذلك التي الذي بين بعد قبل حول
fa: و در به از با که این آن را برای تا بر یا است
ur: اور کے کی کا میں سے کو پر نے یہ وہ ہے ہیں
he: של את על עם אל או אך כי לא הוא היא זה זו אשר גם בין
hi: और के की का में से को पर ने यह वह है हैं
id: dan atau di ke dari untuk dengan yang ini itu pada adalah
"""


def _by_language(lines: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for word in lines.split():
        if word.endswith(":"):
            words = found.setdefault(word.removesuffix(":"), set())
        else:
            words.add(fold(word))
    return {language: frozenset(words) for language, words in found.items()}


SMALL_WORDS = _by_language(_WORDS)


# What joins names in scripts without spaces, where it stands between them in one run: of, in, and.
_IN_RUNS = frozenset(
    fold(word)
    for word in [
        "ของ",
        "แห่ง",
        "ใน",
        "และ",
        "หรือ",
        "กับ",
        "จาก",
        "โดย",
        "ที่",
        "ต่อ",
        "เรื่อง",
        "เกี่ยวกับ",
        "ໃນ",
        "ຂອງ",
        "ແລະ",
        "နှင့်",
        "၏",
        "របស់",
        "និង",
        "ក្នុង",
        "の",
        "と",
        "や",
        "に",
        "で",
        "を",
        "は",
        "が",
        "も",
        "へ",
        "から",
        "まで",
        "における",
        "的",
        "在",
        "和",
        "与",
        "與",
        "及",
        "或",
        "之",
    ]
)


def joins_names(text: str) -> bool:
    """Whether what is left of a run without spaces, beside a name, only joins it to others."""
    return fold(text) in _IN_RUNS


def is_small(word: str, languages: Collection[str]) -> bool:
    """Whether a word that was typed only joins others, in all of the languages that write it; one that
    none is known to write, if it does in English or is shorter than words that are known. In capitals
    it is a name: "UN" is no "un"."""
    if len(word) > 1 and word.isupper():
        return False
    folded = fold(word)
    small = {language for language, words in SMALL_WORDS.items() if folded in words}
    if languages:
        return small.issuperset(languages)
    return LINGUA_FRANCA in small or bool(small and len(folded) < SHORTEST_FORM)
