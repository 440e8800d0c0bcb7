"""Whatever is typed, the archive answers, shows nothing of it as HTML, and asks its index only so much.

Ten thousand texts a run: 5,300 + 3,500 + 350 + 150 + 700.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.filters import ArticleFilter
from articles.listing import listing
from articles.models import Article, TagName, WordForm
from articles.search.analysis import terms_of
from articles.search.expression import All, Any, Expression
from articles.search.index import index
from articles.search.lexicon import MOST_FORMS, StoredLexicon
from articles.search.meaning import meaning
from articles.search.query import FIELDS, LONGEST_QUERY, MOST_WORDS, PAIRS_A_WORD, read
from articles.search.stemmers import STEMMERS
from articles.views import lists, machines
from tests.rows import HEADLINES, make_article, make_language, make_tag

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_articles")]

# How many phrases an index may be asked for at once. Most come of beginnings, each of which stands for
# lexicon.MOST_FORMS words, and of names, which a concept has in every language.
MOST_PHRASES = 20_000

MARKUP = "<i id=typed>\"onclick=typed'onclick=typed"

# What means something to FTS5, to tsquery, to SQL, to a template, to a terminal.
SIGNS = (
    *(
        "NEAR(",
        "NEAR/2",
        "^",
        "{title body}:",
        "title:",
        "facets:",
        "*",
        "-",
        "+",
        "!",
        "&",
        "|",
        "<->",
        "<2>",
    ),
    *(
        ":A",
        ":*",
        ":",
        "(",
        ")",
        "((",
        "))",
        "\\",
        "\\\\",
        "'",
        "''",
        '"',
        '""',
        "“",
        "”",
        "„",
        "‟",
        "«",
        "»",
    ),
    *("AND", "OR", "NOT", "and", "or", "not", " OR ", " -", " −", "--", "/*", ";", "%", "_", "?", "{{", "{%"),
    *(f"{name}:" for name in FIELDS),
    *("\0", "\n", "\t", "\r", "\x0b", "\x1b", "\x85", "\xa0", "\u2028", "\ufeff", "\ufffd", "\uffff"),
    *("\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202e", "\u2066", "\u2069", "\xad", "\u0640"),
    *("\u0301", "\u064b", "\u0e31", "\u0e48", "\u05b0", "\u20dd", "\ufe0f", "\U000e0100"),
    *(
        "😀",
        "👩‍👩‍👧‍👦",
        "🇰🇿",
        "ﷺ",
        "ǅ",
        "ß",
        "İ",
        "ı",
        "ſ",
        "ﬃ",
        "ª",
        "²",
        "Ⅷ",
        "½",
        "𝔎",
        "𐎀",
        "𠀀",
        "\U0010ffff",
    ),
    *("’", "ʼ", "`", "״", "׳", "·", "・", "ー", "々", "〇", "가", "ㄱ", "ᄀ", "క్ష", "ကို", "ខ្ញុំ"),
)
WORDS = (
    *("constitution", "Kazakhstan", "Tokayev’s", "vēlēšanas", "ustawą", "выборами", "Қазақстан", "الدستور"),
    *(
        "בחוקה",
        'ארה"ב',
        "รัฐธรรมนูญ",
        "คาซัคสถาน",
        "憲法",
        "カザフスタン",
        "헌법",
        "संविधान",
        "l'élection",
        "a",
        "2022",
    ),
)

NAMES = {
    "ar": "كازاخستان",
    "en": "Kazakhstan",
    "he": "קזחסטן",
    "ja": "カザフスタン",
    "lv": "Kazahstāna",
    "pl": "Kazachstan",
    "ru": "Казахстан",
    "th": "คาซัคสถาน",
}

ANYTHING = st.text(max_size=24)
SYNTAX = st.builds(
    str.join,
    st.sampled_from(["", " "]),
    st.lists(st.sampled_from(SIGNS) | st.sampled_from(WORDS) | st.characters(codec="utf-8"), max_size=10),
)
# A little of something, very often.
LONG = st.builds(
    lambda piece, times: (piece * times)[:10_000],
    st.lists(st.sampled_from(SIGNS) | st.sampled_from(WORDS) | st.characters(codec="utf-8"), max_size=4).map(
        "".join
    ),
    st.integers(2, 10_000),
)
TYPED = ANYTHING | SYNTAX | LONG

MONSTROUS = {
    "10,000 letters": "a" * 10_000,
    "10,000 different letters": "".join(map(chr, range(0x4E00, 0x4E00 + 10_000))),
    "1,000 words": " ".join(f"word{number}" for number in range(1_000)),
    "500 hyphens between letters": "-".join("abcde" * 100),
    "thousands of quotes": '"' * 5_000,
    "quotes around quotes": '"a" ' * 250 + '"' * 999,
    "32 beginnings": " ".join(f"{word[:3]}*" for word in WORDS if len(word) > 3),
    "a long Thai run": "คาซัคสถานแก้ไขรัฐธรรมนูญ" * 5,
    "a longer Thai run": "คาซัคสถานแก้ไขรัฐธรรมนูญ" * 400,
    "a long Japanese run": "カザフスタン憲法改正国民投票" * 8,
    "signs around a name in a run": "(คาซัคสถาน)^คาซัคสถานNEAR(",
    "Thai marks piled up": "ก" + "่" * 999,
    "Latin marks piled up": "a" + "\u0301" * 999,
    "marks without a letter": "่" * 999,
    "a letter that folds to eighteen": "ﷺ" * 999,
    "directions piled up": "\u202e" * 300 + "abc" + "\u2066" * 300,
    "a long phrase and words behind it": f'"{"vote " * 40}" again and again',
    "a long phrase of signs": f'"{"! " * 40}vote" again',
    "OR and nothing else": "OR " * 300,
    "excluded and nothing else": "-a " * 300,
    "fields in fields": "title:byline:source:tag:" * 40,
    "brackets": "(" * 500 + "a" + ")" * 500,
}


# Sixteen thousand words that are as long as a word can be.
MOST_BYTES = " ".join(f"{number:064}" for number in range(16_000))


# One for all examples: each would read the middleware anew.
CLIENT = Client()


def answered(path: str, **fields: str) -> HttpResponse:
    """What the view answers, asked past the middleware, which costs more than all the rest. In a
    transaction of its own, so that an error is not an error of all that come after it."""
    request = RequestFactory().get(path, fields)
    with transaction.atomic():
        return {"/": lists.article_list, "/articles.json": machines.article_list_json}[path](request)


def checked(examples: int) -> settings:
    return settings(max_examples=examples, database=None, suppress_health_check=list(HealthCheck))


@checked(5_300)
@given(ANYTHING)
def test_any_text_is_answered(typed: str):
    assert_found(typed)


@checked(3_500)
@given(SYNTAX)
def test_any_signs_are_answered(typed: str):
    assert_found(typed)


@checked(350)
@given(LONG)
def test_any_length_is_answered(typed: str):
    assert answered("/articles.json", q=typed).status_code == 200


@checked(150)
@given(SYNTAX, SYNTAX)
def test_the_page_shows_what_was_typed_as_text(before: str, behind: str):
    page = answered("/", q=f"{before}{MARKUP}{behind}")
    assert page.status_code == 200
    html = page.content.decode()
    assert "<i id=typed" not in html
    assert not re.search(r"[\"']onclick=typed", html)


@checked(700)
@given(SYNTAX, st.dictionaries(st.sampled_from(sorted(ArticleFilter("").form.fields)), ANYTHING, max_size=3))
def test_any_values_of_the_other_fields_are_answered(typed: str, fields: dict[str, str]):
    assert CLIENT.get("/articles.json", {"q": typed} | fields).status_code == 200


@pytest.mark.parametrize("path", ["/", "/articles.json"])
@pytest.mark.parametrize("typed", MONSTROUS.values(), ids=MONSTROUS)
def test_monstrous_texts_are_answered(client: Client, path: str, typed: str):
    assert client.get(path, {"q": typed}).status_code == 200


@pytest.mark.parametrize("text", [*MONSTROUS.values(), MOST_BYTES], ids=[*MONSTROUS, "more than a tsvector"])
def test_articles_of_monstrous_texts_are_indexed(text: str):
    for title, body in ((text, "Text"), ("Headline", text)):
        make_article(language="th", title=title, body=body)
    assert index().is_sound()


# Bounds


@checked(300)
@given(TYPED)
def test_no_more_than_so_many_words_are_searched_for(typed: str):
    query = read(typed)
    things = [one for group in (*query.groups, query.excluded) for one in group]
    assert sum(len(one.text.split()) for one in things) <= MOST_WORDS
    assert sum(len(terms_of(one.text, "")) // PAIRS_A_WORD for one in things) <= MOST_WORDS
    assert len(query.text) <= LONGEST_QUERY


def test_words_beyond_the_limit_are_told_of():
    words = [f"word{number}" for number in range(MOST_WORDS + 1)]
    assert len(read(" ".join(words[:-1])).groups) == MOST_WORDS
    assert read(" ".join(words[:-1])).left_out == ()
    assert len(read(" ".join(words)).groups) == MOST_WORDS
    assert tuple(map(str, read(" ".join(words)).left_out)) == (
        f"Only the first {MOST_WORDS} words were searched for.",
    )


@pytest.mark.parametrize("typed", ["-".join("abcde" * 100), "คาซัคสถาน" * 40, f'"{"vote " * 40}"'])
def test_of_one_endless_word_or_phrase_the_beginning_is_searched_for(typed: str):
    """To leave it out as a whole would list everything."""
    query = read(typed)
    assert [len(group) for group in query.groups] == [1]
    assert tuple(map(str, query.left_out)) == (f"Only the first {MOST_WORDS} words were searched for.",)


def test_a_query_in_every_language_of_words_with_every_ending_asks_for_a_bounded_number_of_phrases():
    """Thirty-two beginnings, each of more words than are looked at, whose terms do not begin so, in an
    archive of all languages."""
    for code in STEMMERS:
        make_language(code)
    beginnings = [f"{first}{second}xyz" for first in "abcd" for second in "abcdefgh"]
    endings = [f"{number:09b}".translate({48: "o", 49: "i"}) for number in range(MOST_FORMS + 50)]
    WordForm.objects.bulk_create(
        WordForm(language="en", written=beginning + ending, form=beginning + ending, term=ending)
        for beginning in beginnings
        for ending in endings
    )
    typed = " ".join(f"{beginning}*" for beginning in beginnings)
    phrases = phrases_of(meaning(read(typed), StoredLexicon()).expression)
    assert MOST_WORDS * MOST_FORMS < phrases <= MOST_PHRASES
    assert answered("/articles.json", q=typed).status_code == 200


def test_a_query_of_nothing_but_signs_warns_and_lists_everything(client: Client):
    for typed in ("!!! ((( ''", "***", '"', "«»", "-", "…—·", "😀 😀"):
        answer = client.get("/articles.json", {"q": typed}).json()
        assert answer["count"] == Article.objects.count() > 0
        assert answer["warnings"]
        assert all("holds no word: it was left out." in warning for warning in answer["warnings"])


# Nothing that was typed or stored is HTML


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", "alert", "vote", "title:script", '"><svg onload=x>']
)
def test_no_markup_comes_out_as_it_was_typed_or_stored(client: Client, typed: str):
    article = make_article(
        title="<script>alert(1)</script> & <b>vote</b>",
        body="<img src=x onerror=alert(2)> they vote &amp; vote again",
        byline="<u>Anna</u>",
    )
    pages = [client.get(path, {"q": typed}) for path in ("/", article.get_absolute_url())]
    for html in (page.content.decode() for page in pages):
        assert [tag for tag in ("<script>alert", "<b>", "<img src=x", "<u>", "<svg") if tag in html] == []
    assert "&lt;b&gt;" in pages[1].content.decode()

    [found] = client.get("/articles.json", {"q": typed}).json()["results"] or [None]
    if found:
        assert re.findall(r"</?\w+", found["snippet"].replace("<mark>", "").replace("</mark>", "")) == []


def assert_found(typed: str) -> None:
    """The list of what was typed, without its page, is counted and walked within its bounds."""
    asked = ArticleFilter(urlencode({"q": typed}))
    found = listing(asked.selection, asked.meaning, asked.sort)
    with transaction.atomic():
        articles = found.page(asked.sort, asked.per_page, None).articles
        total = found.total().articles
    assert len(articles) == min(total, asked.per_page)
    assert total == Article.objects.count() if asked.meaning.is_empty else True
    assert phrases_of(asked.meaning.expression) <= MOST_PHRASES


def phrases_of(expression: Expression) -> int:
    """How many phrases and facets an index is asked for."""
    match expression:
        case Any(parts):
            return sum(map(phrases_of, parts))
        case All(parts, without):
            return sum(map(phrases_of, (*parts, *without)))
    return 1


@pytest.fixture(scope="module")
def few_articles(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """An article in each of some languages, and a concept with a name in each; taken back at the end."""
    with django_db_blocker.unblock():
        # Django finds this out by a transaction of its own, which has no place within another.
        assert connection.features.supports_transactions
        with transaction.atomic():
            tag = make_tag("Kazakhstan")
            for language, name in NAMES.items():
                TagName.objects.create(tag=tag, language=language, name=name)
            for language in HEADLINES:
                make_article(language=language, tags=["Māksla"], published="2022-06-05")
            make_article(title="a b c", body="word1 word2")
            yield
            transaction.set_rollback(True)
