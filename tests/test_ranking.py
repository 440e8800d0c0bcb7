"""How well an article answers a query: the score by itself."""

from collections.abc import Iterable

import pytest

from articles.search.entries import Candidate
from articles.search.expression import Facet, Phrase
from articles.search.meaning import Concept, Meaning, Name, Operand
from articles.search.query import Typed, read
from articles.search.ranking import Ranking

# A text of usual length, 2,600 characters with a space on either side: a word that is asked for, and others.
OTHERS = ["others", *["other"] * 431]
USUAL = " ".join(["elect", *OTHERS])

ELECT = Operand(Typed("elect", 0, 5), (Phrase(("elect",)),))
COUNCIL = Operand(Typed("council", 6, 13), (Phrase(("council",)),))


def test_a_word_in_a_text_of_usual_length_is_worth_what_the_formula_says():
    """Typed so: 4; once in the text: 1 / (1 + 1.5)."""
    assert score(ELECT, body=USUAL) == 4_400_000


def test_a_word_in_the_headline_is_worth_two_and_in_the_byline_a_half():
    assert score(ELECT, title="elect") == 6_000_000
    assert score(ELECT, byline="elect") == 4_500_000
    assert score(ELECT, title="elect", byline="elect", body=USUAL) == 6_900_000


def test_a_word_counts_once_in_a_headline_that_repeats_it():
    assert score(ELECT, title="elect elect elect") == score(ELECT, title="elect")


def test_the_headline_counts_for_more_than_any_number_of_times_in_the_text():
    assert score(ELECT, title="elect", body="other") > score(ELECT, body=" ".join(["other elect"] * 5_000))


def test_a_word_counts_for_less_each_time_it_is_repeated():
    once, twice, thrice = (
        score(ELECT, body=" ".join(["elect", "other"] * times + ["other"] * (400 - 2 * times)))
        for times in (1, 2, 3)
    )
    assert once < twice < thrice
    assert thrice - twice < twice - once


def test_a_word_counts_for_less_in_a_long_text():
    short, usual, long = (score(ELECT, body=" ".join(["elect", *OTHERS[:n]])) for n in (20, 200, 400))
    assert short > usual > long


def test_a_term_is_found_whole():
    assert score(ELECT, title="electorate preelect", body="council elect") == score(
        ELECT, title="reform voter", body="council elect"
    )


def test_a_beginning_is_found_at_the_beginning():
    beginning = Operand(Typed("elect", 0, 6, is_prefix=True), (Phrase(("elect",), is_prefix=True),))
    assert score(beginning, title="electorate") == 6_000_000
    assert score(beginning, title="preelect") == 1


def test_a_beginning_is_found_beside_the_words_that_are_known_to_begin_so():
    known = (Phrase(("elect",), is_prefix=True), Phrase(("elector",), None, ("en",)))
    beginning = Operand(Typed("elect", 0, 6, is_prefix=True), known)
    assert score(beginning, title="elector") == score(beginning, title="elect") == 6_000_000


def test_a_phrase_is_found_where_its_words_stand_one_behind_the_other():
    phrase = Operand(Typed("free elect", 0, 12, is_exact=True), (Phrase(("free", "elect")),))
    assert score(phrase, title="a free elect") == 6_000_000
    assert score(phrase, title="elect free", body="free and elect") == 1


@pytest.mark.parametrize(
    ("part", "scores"), [("title", (6_000_000, 4_000_000)), ("byline", (4_000_000, 4_500_000))]
)
def test_a_word_in_a_field_is_worth_what_that_part_is(part: str, scores: tuple[int, int]):
    operand = Operand(Typed("elect", 0, 11, field=part), (Phrase(("elect",), part),))
    assert (score(operand, title="elect", body="elect"), score(operand, byline="elect")) == scores


def test_a_stem_is_looked_for_in_articles_of_its_languages():
    stem = Operand(Typed("elections", 0, 9), (Phrase(("elections",)), Phrase(("elect",), None, ("en", "fr"))))
    assert score(stem, title="elect", language="en") == 6_000_000
    assert score(stem, title="elect", language="fr") == 6_000_000
    assert score(stem, title="elect", language="lv") == 1
    assert score(stem, title="elections", language="lv") == 6_000_000


KAZAKHSTAN = Concept(
    7,
    "Kazakhstan",
    (
        Name(7, "en", "Kazakhstan", "kazakhstan", "kazakhstan"),
        Name(7, "lv", "Kazahstāna", "kazahstana", "kazahstan"),
    ),
)
NAMED = Operand(
    Typed("Kazakhstan", 0, 10),
    (Phrase(("kazakhstan",)),),
    names=(
        Phrase(("republic",)),
        Phrase(("kazahstan",), None, ("lv",)),
        Phrase(("คา", "าซั"), None, ("th",)),
    ),
    facets=(Facet("tag", 7),),
    concepts=(KAZAKHSTAN,),
)


def test_what_was_typed_goes_before_other_names_and_names_before_the_tag_alone():
    typed = score(NAMED, title="kazakhstan", language="lv")
    named = score(NAMED, title="kazahstan", language="lv", tags=[7])
    tagged = score(NAMED, title="x", language="lv", tags=[7])
    assert (typed, named, tagged) == (6_000_000, 2_000_000, 250_000)


def test_a_text_full_of_another_name_comes_behind_one_with_the_typed_name_in_passing():
    full = score(NAMED, title="kazahstan", byline="kazahstan", body="kazahstan x " * 200, language="lv")
    passing = score(NAMED, body=" ".join(["kazakhstan", *OTHERS * 5]), language="lv")
    assert passing > full


def test_names_in_the_language_of_the_article_are_added_up():
    both = Concept(
        8, "elections", (Name(8, "en", "polls", "polls", "poll"), Name(8, "en", "vote", "vote", "vote"))
    )
    operand = Operand(
        Typed("vēlēšanas", 0, 9),
        (Phrase(("velesan",)),),
        names=(Phrase(("poll",), None, ("en",)), Phrase(("vote",), None, ("en",))),
        concepts=(both,),
    )
    one = score(operand, body="poll x seat other")
    two = score(operand, body="poll x vote other")
    assert two > one


def test_a_name_that_all_languages_use_counts_where_none_of_its_own_stands():
    assert score(NAMED, title="republic", language="lv") == 2_000_000
    assert score(NAMED, title="republic", body="kazahstan", language="lv") < 2_000_000
    assert score(NAMED, title="คา าซั", language="lv") == 1


def test_the_typed_word_counts_for_more_in_the_languages_that_write_it_so():
    """“Kazakhstan” in an English text is the word; in a Latvian one it is a foreign name."""
    spoken = Operand(Typed("kazakhstan", 0, 10), (Phrase(("kazakhstan",)),), spoken=frozenset({"en", "fr"}))
    assert score(spoken, title="kazakhstan", language="en") == 6_000_000
    assert score(spoken, title="kazakhstan", language="lv") == 4_000_000


def test_the_words_of_a_name_that_stand_apart_are_worth_half_the_least_of_them():
    name = Operand(
        Typed("elect council", 0, 13),
        (Phrase(("elect", "council")),),
        words=(ELECT, Operand(Typed("council", 0, 13), (Phrase(("council",)),))),
    )
    together = score(name, title="elect council")
    apart = score(name, title="council x elect")
    in_part = score(name, title="council x", body="elect")
    assert together == 6_000_000
    assert apart == 3_000_000
    assert 2_000_000 < in_part < apart
    assert score(name, title="council") == 1


def test_words_that_stand_beside_each_other_as_typed_are_worth_more():
    in_order = score(ELECT, COUNCIL, title="elect council")
    turned = score(ELECT, COUNCIL, title="council elect")
    parted = score(ELECT, COUNCIL, title="elect a council")
    assert in_order - turned == 1_500_000
    assert turned == parted == 12_000_000


def test_words_beside_each_other_in_the_text_are_worth_half_as_much_as_in_the_headline():
    in_order = score(ELECT, COUNCIL, body="elect council other")
    parted = score(ELECT, COUNCIL, body="elect other council")
    assert in_order - parted == 750_000


def test_the_end_of_the_headline_and_the_beginning_of_the_text_are_not_beside_each_other():
    assert score(ELECT, COUNCIL, title="elect", body="council x") == score(
        ELECT, COUNCIL, title="elect", body="x council"
    )


def test_either_of_two_words_beside_an_or_counts_and_both_count_for_more():
    either = meaning_of((ELECT, COUNCIL))
    assert Ranking(either).score(candidate(title="elect")) == 6_000_000
    assert Ranking(either).score(candidate(title="council")) == 6_000_000
    assert Ranking(either).score(candidate(title="council elect")) == 12_000_000


def test_what_only_a_filter_finds_has_the_least_score():
    language = Operand(Typed("latvian", 0, 16, field="language"), facets=(Facet("language", "lv"),))
    assert score(language, title="elect", language="lv") == 1
    assert Ranking(Meaning(read("-court"))).score(candidate(title="elect")) == 1


def test_what_a_tag_was_asked_for_by_is_worth_what_the_tag_is():
    tag = Operand(Typed("Kazakhstan", 0, 14, field="tag"), facets=(Facet("tag", 7),))
    assert score(tag, tags=[3, 7]) == 250_000


def test_a_score_follows_from_the_words_alone():
    """Wherever the article stands in the archive, and whatever was scored before."""
    ranking = Ranking(meaning_of((NAMED,)))
    first = candidate(title="kazahstan", language="lv")
    other = first._replace(position=9_999, year=1999, facets="all: language:lv source:5 tag:17")
    assert ranking.score(first) == 2_000_000
    assert ranking.score(candidate(title="republic", language="pl")) == 2_000_000
    assert ranking.score(other) == ranking.score(first) == 2_000_000


def test_a_tag_is_known_by_its_whole_number():
    assert score(NAMED, title="x", tags=[71, 17]) == 1


def test_scores_are_whole_numbers():
    assert type(score(ELECT, body="elect x y")) is int


def candidate(
    *, title: str = "", byline: str = "", body: str = "", language: str = "en", tags: Iterable[int] = ()
) -> Candidate:
    facets = " ".join(["all:", f"language:{language}", *(f"tag:{tag}" for tag in tags)])
    return Candidate(1, language, 2023, facets, title, byline, body)


def meaning_of(*groups: tuple[Operand, ...]) -> Meaning:
    return Meaning(read(""), groups)


def score(*operands: Operand, **fields: object) -> int:
    """The score of one article for operands that are joined by AND."""
    return Ranking(meaning_of(*((operand,) for operand in operands))).score(candidate(**fields))
