"""Names inside sentences: the author of an opening paragraph, the site of a disclaimer."""

import pytest

from articles.readers import furniture
from articles.readers.furniture import SITE_SLOT
from articles.readers.names import byline_in, site_in_disclaimer

DISCLAIMERS = sorted(
    (language, label) for language, label in furniture.words("disclaimer") if label.count(SITE_SLOT) > 1
)


@pytest.mark.parametrize(
    ("paragraph", "author"),
    [
        ("Solis ceļā uz demokrātiju, raksta Kolins Stīvenss.", "Kolins Stīvenss"),
        ("Krok ku demokracji – pisze Colin Stevens", "Colin Stevens"),
        ("Ein Schritt zur Demokratie, schreibt Johanna Weiß.\u00a0", "Johanna Weiß"),
        ("Шаг к демократии, пишет Иван Петров.", "Иван Петров"),
        ("Крок до демократії, пише Олена Коваленко.", "Олена Коваленко"),
        ("Ένα βήμα προς τη δημοκρατία, γράφει ο Κώστας Παπαδόπουλος.", "Κώστας Παπαδόπουλος"),
        ("خطوة نحو الديمقراطية، يكتب محمد بن سلمان.", "محمد بن سلمان"),
        ("צעד לעבר דמוקרטיה, כותבת רחל כהן.", "רחל כהן"),
        ("ก้าวสู่ประชาธิปไตย เขียนโดย ณัฐวดี เกียรติพนาสกุล", "ณัฐวดี เกียรติพนาสกุล"),
        ("Demokrasiye doğru bir adım, Ayşe Yılmaz yazıyor.", "Ayşe Yılmaz"),
        ("लोकतंत्र की ओर एक कदम — अनिता शर्मा लिखती हैं।", "अनिता शर्मा"),
        ("جمہوریت کی طرف ایک قدم، ابن انشا لکھتے ہیں۔", "ابن انشا"),
        ("ወደ ዴሞክራሲ አንድ እርምጃ, አበበ ቢቂላ ጽፏል።", "አበበ ቢቂላ"),
        ("ნაბიჯი დემოკრატიისკენ, წერს მარიამ ბერიძე.", "მარიამ ბერიძე"),
        ("Egy lépés a demokrácia felé, írja Nagy Péter.", "Nagy Péter"),
        ("Một bước tới dân chủ, viết bởi Nguyễn Văn An.", "Nguyễn Văn An"),
    ],
)
def test_it_finds_the_author_who_closes_a_paragraph(paragraph: str, author: str):
    assert byline_in([paragraph]) == author


@pytest.mark.parametrize(
    "author",
    [
        "Colin P. Stevens",
        "J. K. Rowling",
        "Anne-Marie O’Neill",
        "Pieter van den Berg",
        "Ursula von der Leyen",
        "Ahmad bin Hassan",
        "D’Angelo Russo",
        "María José de la Cruz",
    ],
)
def test_it_finds_authors_with_initials_and_particles(author: str):
    assert byline_in([f"A step towards democracy, writes {author}."]) == author


@pytest.mark.parametrize(
    "paragraph",
    [
        "",
        "A step towards democracy.",
        "A step towards democracy, writes Colin.",
        "A step towards democracy, writes colin stevens.",
        "A step towards democracy, writes the editor of a daily.",
        "A step towards democracy, writes Colin Stevens in a letter to the editor.",
        "A step towards democracy, writes Colin Stevens 2nd.",
        "A step towards democracy, writes EU Reporter.",
        "Konstitūcijā rakstīts, ko raksta likumdevējs.",
        "Writes and Wrongs is a book. Its Author Is Unknown.",
        "The typewrites Colin Stevens collects.",
    ],
)
def test_it_finds_no_author_where_none_is_named(paragraph: str):
    assert byline_in([paragraph]) is None


@pytest.mark.parametrize("close", ['"', "”", "»", ")", " (photo)"])
def test_it_gives_a_name_without_what_stands_around_it(close: str):
    assert byline_in([f"A step towards democracy, writes Colin Stevens.{close}"]) in (None, "Colin Stevens")
    assert byline_in([f"A step towards democracy, writes Colin Stevens{close}"]) in (None, "Colin Stevens")


def test_it_takes_the_first_paragraph_that_names_an_author():
    paragraphs = ["No name here.", "A step, writes Anna Liepiņa.", "Another, writes Colin Stevens."]
    assert byline_in(paragraphs) == "Anna Liepiņa"


def test_it_finds_no_author_without_paragraphs():
    assert byline_in([]) is None


@pytest.mark.parametrize("part", ["-", "—", "،", ", ", "a-", "writes ", "— a ", "a "])
def test_it_looks_through_a_long_paragraph_to_its_end(part: str):
    """A line may have a megabyte; a pattern that tries every pair of places in it would take hours."""
    assert byline_in([part * 10_000]) is None


@pytest.mark.parametrize("site", ["EU Reporter", "Baltic Observer", "The Altai Post"])
def test_it_finds_the_site_in_a_disclaimer_of_every_language(site: str):
    """Many glue an ending or a prefix to a name: "Baltic Observers artiklar", "I-Baltic Observer"."""
    found = [(language, site_in_disclaimer(text.replace(SITE_SLOT, site))) for language, text in DISCLAIMERS]
    assert [(language, name) for language, name in found if name != site] == []


@pytest.mark.parametrize(
    ("disclaimer", "site"),
    [
        (
            "Die Berliner Stimme veröffentlicht Artikel aus externen Quellen. Die in diesen Artikeln "
            "vertretenen Standpunkte sind nicht unbedingt die der Berliner Stimme.",
            "Berliner Stimme",
        ),
        (
            "Вестник Реформ публикует статьи из внешних источников. Мнения авторов могут не совпадать с "
            "позицией Вестник Реформ.",
            "Вестник Реформ",
        ),
        (
            "Вестник реформ публикует статьи из внешних источников. Мнения авторов могут не совпадать с "
            "позицией Вестник реформ.",
            "Вестник реформ",
        ),
        (
            "Reform Watchは、さまざまな外部ソースからの記事を公開しています。"
            "これらの記事での立場は、必ずしもReform Watchの立場ではありません。",
            "Reform Watch",
        ),
        (
            "Reform Watch发布了来自各种外部来源的文章，这些文章表达了广泛的观点。"
            "这些文章中的立场不一定是Reform Watch的立场。",
            "Reform Watch",
        ),
        ("Politiko публікує статті різних авторів. Їхні погляди не є позицією Politiko.", "Politiko"),
    ],
)
def test_it_finds_the_site_a_disclaimer_names_twice(disclaimer: str, site: str):
    assert site_in_disclaimer(disclaimer) == site


@pytest.mark.parametrize(
    "disclaimer",
    [
        "",
        "Wir veröffentlichen Artikel aus externen Quellen, deren Standpunkte wir nicht unbedingt teilen.",
        "ننشر مقالات من مصادر خارجية متنوعة، والمواقف الواردة فيها لا تعبّر بالضرورة عن رأينا.",
    ],
)
def test_it_finds_no_site_where_none_is_named(disclaimer: str):
    assert site_in_disclaimer(disclaimer) is None
