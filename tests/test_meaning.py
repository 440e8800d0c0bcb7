"""What a query asks an index, with a lexicon of a few words."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.folding import name_key
from articles.search.entry import stored_terms
from articles.search.expression import EVERYTHING, All, Any, Facet, Phrase
from articles.search.meaning import Concept, Form, Meaning, Name, Operand, meaning
from articles.search.query import Typed, read


def name(concept: int, language: str, text: str) -> Name:
    return Name(concept, language, text, name_key(text), stored_terms(text, language))


KAZAKHSTAN, RIGHTS, CONSTITUTION, COURT, REFORM, US = range(1, 7)

CONCEPTS = {
    KAZAKHSTAN: [
        name(KAZAKHSTAN, "en", "Kazakhstan"),
        name(KAZAKHSTAN, "lv", "Kazahstāna"),
        name(KAZAKHSTAN, "pl", "Kazachstan"),
        name(KAZAKHSTAN, "th", "คาซัคสถาน"),
        name(KAZAKHSTAN, "ar", "كازاخستان"),
        name(KAZAKHSTAN, "ja", "カザフスタン"),
    ],
    RIGHTS: [
        name(RIGHTS, "en", "human rights"),
        name(RIGHTS, "lv", "cilvēktiesības"),
        name(RIGHTS, "th", "สิทธิมนุษยชน"),
    ],
    CONSTITUTION: [name(CONSTITUTION, "en", "constitution"), name(CONSTITUTION, "th", "รัฐธรรมนูญ")],
    COURT: [name(COURT, "en", "constitutional court"), name(COURT, "th", "ศาลรัฐธรรมนูญ")],
    REFORM: [name(REFORM, "en", "reform"), name(REFORM, "th", "การปฏิรูป")],
    US: [name(US, "en", "US"), name(US, "lv", "ASV")],
}


@dataclass
class Words:
    """A lexicon in memory."""

    languages: Sequence[str] = ("en", "th")
    called: Mapping[int, Sequence[Name]] = field(default_factory=lambda: CONCEPTS)
    held: Sequence[Form] = ()
    facets: Mapping[tuple[str, str], Facet] = field(default_factory=dict)

    def names(self, terms: Collection[str], keys: Collection[str]) -> Iterable[Name]:
        every = (one for names in self.called.values() for one in names)
        return [one for one in every if one.terms in terms or one.key in keys]

    def concepts(self, ids: Collection[int]) -> Iterable[Concept]:
        return [Concept(id, self.called[id][0].text, tuple(self.called[id])) for id in sorted(ids)]

    def forms(self, forms: Collection[str]) -> Iterable[Form]:
        return [one for one in self.held if one.form in forms]

    def beginning(self, beginning: str) -> Iterable[Form]:
        return [one for one in self.held if one.form.startswith(beginning)]

    def facet(self, field: str, text: str) -> Facet | None:
        return self.facets.get((field, text))


def test_a_word_is_asked_for_as_it_is_and_under_the_rules_of_each_language():
    assert only("elections", Words(("en", "lv", "th"))) == Operand(
        Typed("elections", 0, 9),
        (
            Phrase(("elections",)),
            Phrase(("elect",), None, ("en",)),
            Phrase(("election",), None, ("lv",)),
        ),
    )


def test_languages_of_one_stem_are_asked_together():
    assert only("laws", Words(("en", "fr", "th"))).phrases == (
        Phrase(("laws",)),
        Phrase(("law",), None, ("en", "fr")),
    )


def test_a_word_in_a_field_is_held_to_that_part():
    assert only("title:elections").phrases == (
        Phrase(("elections",), "title"),
        Phrase(("elect",), "title", ("en",)),
    )
    assert only('byline:"Colin Stevens"').phrases == (
        Phrase(("colin", "stevens"), "byline"),
        Phrase(("colin", "steven"), "byline", ("en",)),
    )


def test_a_phrase_is_asked_for_word_behind_word():
    assert only('"free elections"') == Operand(
        Typed("free elections", 0, 16, is_exact=True),
        (Phrase(("free", "elections")), Phrase(("free", "elect"), None, ("en",))),
    )


def test_a_word_of_parts_is_asked_for_as_a_phrase():
    assert only("self-government").phrases == (
        Phrase(("self", "government")),
        Phrase(("self", "govern"), None, ("en",)),
    )


def test_a_word_without_spaces_is_asked_for_as_its_pairs():
    assert only("ประชามติ").phrases == (Phrase(("ปร", "ระ", "ะช", "ชา", "าม", "มติ")),)


def test_a_single_letter_of_a_script_without_spaces_is_a_beginning_of_pairs():
    assert only("法").phrases == (Phrase(("法",), is_prefix=True),)
    assert only("憲法").phrases == (Phrase(("憲法",), is_prefix=True),)
    assert only("x").phrases == (Phrase(("x",)),)


def test_a_word_the_archive_holds_with_other_accents_is_asked_for_as_it_is_held():
    held = [Form("akimu", "lv", "akima"), Form("akimi", "lv", "akim"), Form("akimu", "en", "akimu")]
    found = only("akimu", Words(("en", "th"), held=held))
    assert found.phrases == (Phrase(("akimu",)), Phrase(("akima",), None, ("lv",)))
    assert found.spoken == {"en", "lv"}


def test_a_word_that_no_article_holds_is_spoken_nowhere():
    assert only("akimu", Words(held=[Form("akimi", "lv", "akim")])).spoken == frozenset()


def test_a_beginning_is_asked_for_with_the_words_that_begin_so_and_are_stored_shorter():
    held = [
        Form("veletajs", "lv", "velet"),
        Form("veletaji", "lv", "velet"),
        Form("veletajtiesibas", "lv", "veletajtiesib"),
        Form("vara", "lv", "var"),
    ]
    assert only("vēlētāj*", Words(("en", "th"), held=held)).phrases == (
        Phrase(("veletaj",), is_prefix=True),
        Phrase(("velet",), None, ("lv",)),
    )


def test_a_name_stands_for_all_names_in_the_languages_of_the_archive():
    found = only("Kazakhstan", Words(("en", "lv", "th")))
    assert found.names == (
        Phrase(("kazahstana",), None, ("lv",)),
        Phrase(("kazahstan",), None, ("lv",)),
        Phrase(("คา", "าซั", "ซัค", "คส", "สถ", "ถา", "าน"), None, ("th",)),
    )
    assert found.facets == (Facet("tag", KAZAKHSTAN),)
    assert [concept.preferred for concept in found.concepts] == ["Kazakhstan"]


def test_the_english_name_is_asked_for_in_every_language():
    found = only("คาซัคสถาน", Words(("th", "ar")))
    assert found.names == (
        Phrase(("kazakhstan",)),
        Phrase(("คา", "าซั", "ซัค", "คส", "สถ", "ถา", "าน"), None, ("th",)),
        Phrase(("كازاخستان",), None, ("ar",)),
        Phrase(("كازاخست",), None, ("ar",)),
    )


def test_a_short_english_name_is_asked_for_in_english_alone():
    assert only("ASV", Words(("en", "lv"))).names == (
        Phrase(("us",), None, ("en",)),
        Phrase(("asv",), None, ("lv",)),
    )


@pytest.mark.parametrize(
    ("typed", "concept"),
    [
        ("Kazahstānai", KAZAKHSTAN),
        ("kazahstana", KAZAKHSTAN),
        ("Kazachstanie", KAZAKHSTAN),
        ("KAZAKHSTAN", KAZAKHSTAN),
        ("Kazakhstan's", KAZAKHSTAN),
        ("لكازاخستان", KAZAKHSTAN),
        ("カザフスタン", KAZAKHSTAN),
        ("human rights", RIGHTS),
        ("Human Right", RIGHTS),
        ("cilvektiesibam", RIGHTS),
        ("us", US),
    ],
)
def test_a_name_is_known_in_any_of_its_forms(typed: str, concept: int):
    assert [one.id for one in only(typed).concepts] == [concept]


@pytest.mark.parametrize("typed", ["Kazakh", "human", "rights of humans", "rights human", "Kazakhstan*"])
def test_what_is_only_like_a_name_is_no_name(typed: str):
    assert asked(typed).concepts == ()


def test_a_stem_of_few_letters_is_no_name():
    called = {1: [name(1, "en", "UK")], 2: [name(2, "en", "Cuba")]}
    assert (stored_terms("UKs", "en"), stored_terms("Cubas", "en")) == ("uk", "cuba")
    assert asked("UKs", Words(called=called)).concepts == ()
    assert [one.id for one in asked("Cubas", Words(called=called)).concepts] == [2]


def test_a_name_is_known_though_its_own_ending_looks_like_one_of_grammar():
    called = {1: [name(1, "ru", "Токаев")]}
    assert called[1][0].terms != "токаев"
    assert [one.id for one in only("Токаева", Words(("ru",), called)).concepts] == [1]


def test_a_name_that_is_typed_whole_goes_before_one_of_the_same_stem():
    called = {1: [name(1, "en", "election")], 2: [name(2, "en", "elections")]}
    assert [one.id for one in only("elections", Words(called=called)).concepts] == [2]
    assert [one.id for one in only("election", Words(called=called)).concepts] == [1]
    assert [one.id for one in only("elected", Words(called=called)).concepts] == [1, 2]


def test_a_name_of_two_concepts_stands_for_both():
    called = {1: [name(1, "en", "Georgia"), name(1, "th", "จอร์เจีย")], 2: [name(2, "lv", "Georgia")]}
    found = only("Georgia", Words(called=called))
    assert [one.id for one in found.concepts] == [1, 2]
    assert found.facets == (Facet("tag", 1), Facet("tag", 2))


def test_the_words_of_a_name_are_one_thing_that_may_stand_together_or_apart():
    found = only("human rights")
    assert found.typed == Typed("human rights", 0, 12)
    assert found.phrases == (Phrase(("human", "rights")), Phrase(("human", "right"), None, ("en",)))
    assert [word.phrases for word in found.words] == [
        (Phrase(("human",)),),
        (Phrase(("rights",)), Phrase(("right",), None, ("en",))),
    ]


def test_the_longest_name_is_taken():
    assert texts(asked("constitutional court")) == [["constitutional court"]]
    assert texts(asked("new constitutional court reform")) == [["new"], ["constitutional court"], ["reform"]]


def test_words_that_only_join_others_are_not_asked_for():
    assert texts(asked("human rights in Kazakhstan")) == [["human rights"], ["Kazakhstan"]]
    assert texts(asked("vēlēšanas un konstitūcija")) == [["vēlēšanas"], ["konstitūcija"]]
    assert texts(asked("الدستور في تونس")) == [["الدستور"], ["تونس"]]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("to be or not to be", [["to"], ["be"], ["or"], ["not"], ["to"], ["be"]]),
        ('"state of the union" vote', [["state of the union"], ["vote"]]),
        ("title:on vote", [["on"], ["vote"]]),
        ("law OR in", [["law", "in"]]),
        ("IN vote", [["IN"], ["vote"]]),
        ("us vote", [["us"], ["vote"]]),
    ],
    ids=["all of them", "in quotes", "in a field", "beside an OR", "in capitals", "a name"],
)
def test_a_small_word_is_asked_for_where_it_is_meant(text: str, groups: list[list[str]]):
    assert texts(asked(text)) == groups


def test_a_name_may_hold_small_words():
    called = {1: [name(1, "en", "rule of law")]}
    found = only("rule of law", Words(called=called))
    assert [one.id for one in found.concepts] == [1]
    assert [word.typed.text for word in found.words] == ["rule", "law"]


@pytest.mark.parametrize("word", ["war", "men", "need", "sense", "son", "ten"])
def test_a_small_word_of_one_language_is_asked_for_where_it_is_a_large_one_of_english(word: str):
    """“War” is German for “was”."""
    assert texts(asked(f"{word} crimes")) == [[word], ["crimes"]]


def test_of_two_names_that_share_a_word_the_longer_has_it():
    called = {1: [name(1, "en", "supreme court")], 2: [name(2, "en", "court of human rights")]}
    found = asked("supreme court of human rights", Words(called=called))
    assert texts(found) == [["supreme"], ["court of human rights"]]
    assert [one.id for one in found.concepts] == [2]


def test_a_run_without_spaces_is_parted_where_a_name_begins_and_ends():
    assert starts(asked("ศาลรัฐธรรมนูญคาซัคสถาน")) == [("ศาลรัฐธรรมนูญ", 0, 13), ("คาซัคสถาน", 13, 22)]
    assert starts(asked("ข่าวคาซัคสถานใหม่")) == [("ข่าว", 0, 4), ("คาซัคสถาน", 4, 13), ("ใหม่", 13, 17)]
    # What only joins a name to others is not asked for.
    assert starts(asked("reform ในคาซัคสถาน")) == [("reform", 0, 6), ("คาซัคสถาน", 9, 18)]
    assert starts(asked("ศาลรัฐธรรมนูญของคาซัคสถาน")) == [("ศาลรัฐธรรมนูญ", 0, 13), ("คาซัคสถาน", 16, 25)]


@pytest.mark.parametrize(
    "text",
    ["รัฐธรรมนูญ-คาซัคสถาน", "(คาซัคสถานใหม่", "ข่าวคาซัคสถาน)", "カザフスタン・憲法", "…คาซัคสถานใหม่…"],
    ids=["between names", "before", "behind", "between a name and a word", "on both sides"],
)
def test_what_stands_around_a_name_without_a_word_in_it_is_not_asked_for(text: str):
    found = asked(text)
    assert KAZAKHSTAN in [one.id for one in found.concepts]
    assert [phrase for operand in found.operands for phrase in operand.phrases if not phrase.terms] == []


def test_what_stands_in_quotation_marks_is_no_name_and_has_no_names_inside():
    found = only('"human rights"')
    assert (found.concepts, found.names, found.facets, found.words) == ((), (), (), ())
    assert texts(asked('"ศาลรัฐธรรมนูญคาซัคสถาน"')) == [["ศาลรัฐธรรมนูญคาซัคสถาน"]]


def test_words_beside_an_or_are_no_name_together():
    found = asked("human rights OR torture")
    assert texts(found) == [["human"], ["rights", "torture"]]
    assert found.concepts == ()


def test_a_name_beside_an_or_is_one():
    found = asked("Kazakhstan OR ASV")
    assert [one.id for one in found.concepts] == [KAZAKHSTAN, US]


def test_words_of_different_fields_are_no_name_together():
    assert asked("title:human rights").concepts == ()
    assert asked("title:human title:rights").concepts == ()


def test_a_name_in_a_field_is_asked_for_by_all_its_names_there_and_not_by_the_tag():
    found = only("title:Kazakhstan", Words(("en", "lv")))
    assert found.names == (
        Phrase(("kazahstana",), "title", ("lv",)),
        Phrase(("kazahstan",), "title", ("lv",)),
    )
    assert found.facets == ()
    assert [one.id for one in found.concepts] == [KAZAKHSTAN]


def test_a_name_of_eight_words_is_known_and_one_of_nine_is_not():
    eight, nine = "one two three four five six seven eight", "b c d e f g h i j"
    called = {1: [name(1, "en", eight)], 2: [name(2, "en", nine)]}
    assert [one.id for one in asked(f"{eight} {nine}", Words(called=called)).concepts] == [1]


def test_without_expansion_words_stand_for_themselves_alone():
    found = asked("human rights Kazakhstan", expands=False)
    assert texts(found) == [["human"], ["rights"], ["Kazakhstan"]]
    assert found.concepts == ()
    assert found.operands[2] == Operand(Typed("Kazakhstan", 13, 23), (Phrase(("kazakhstan",)),))
    assert texts(asked("ข่าวคาซัคสถาน", expands=False)) == [["ข่าวคาซัคสถาน"]]


def test_the_names_of_an_article_s_language_are_those_that_it_most_probably_holds():
    found = only("Kazakhstan", Words(("en", "lv")))
    assert found.names_in("lv") == (Phrase(("kazahstan",)), Phrase(("kazahstana",)))
    assert found.names_in("th") == (Phrase(("คา", "าซั", "ซัค", "คส", "สถ", "ถา", "าน")),)
    assert found.names_in("he") == ()
    assert only("title:Kazakhstan").names_in("en") == (Phrase(("kazakhstan",), "title"),)


def test_what_is_to_be_left_out_is_left_out_by_all_its_names():
    found = asked("reform -Kazakhstan")
    assert texts(found) == [["reform"]]
    assert found.excluded[0].names == (Phrase(("คา", "าซั", "ซัค", "คส", "สถ", "ถา", "าน"), None, ("th",)),)
    assert found.excluded[0].facets == (Facet("tag", KAZAKHSTAN),)
    assert [one.id for one in found.concepts] == [REFORM, KAZAKHSTAN]


def test_what_is_left_out_between_the_words_of_a_name_keeps_its_own_names():
    found = asked("human -Kazakhstan rights")
    assert [operand.facets for operand in found.excluded] == [(Facet("tag", KAZAKHSTAN),)]


def test_taking_out_a_name_takes_out_nothing_else():
    found = asked("human -Kazakhstan rights")
    for operand in found.operands:
        assert "-Kazakhstan" in found.query.without(operand.typed)


FACETS = {("language", "latvian"): Facet("language", "lv"), ("source", "EU Reporter"): Facet("source", 7)}


def test_a_language_or_a_source_is_asked_for_as_what_filters_ask_for():
    found = asked('language:latvian source:"EU Reporter"', Words(facets=FACETS))
    assert found.operands == (
        Operand(Typed("latvian", 0, 16, field="language"), facets=(Facet("language", "lv"),)),
        Operand(Typed("EU Reporter", 17, 37, field="source", is_exact=True), facets=(Facet("source", 7),)),
    )


@pytest.mark.parametrize(
    "text",
    ['tag:"human rights"', "tag:Kazakhstan", "tag:kazahstānā", "tag:คาซัคสถาน", "tag:us", "TAG:constitution"],
)
@pytest.mark.parametrize("expands", [True, False])
def test_a_tag_is_asked_for_by_any_of_its_names(text: str, expands: bool):
    found = asked(text, expands=expands)
    wanted = {"tag:us": US, 'tag:"human rights"': RIGHTS, "TAG:constitution": CONSTITUTION}
    assert [operand.facets for operand in found.operands] == [(Facet("tag", wanted.get(text, KAZAKHSTAN)),)]
    assert [operand.phrases + operand.names for operand in found.operands] == [()]
    assert found.left_out == ()


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("source:Reuters", "The archive has no source “Reuters”: it was left out."),
        ('language:"old norse"', "The archive has no language “old norse”: it was left out."),
        ("tag:nothing", "The archive has no tag “nothing”: it was left out."),
        ("-tag:nothing", "The archive has no tag “nothing”: it was left out."),
        (f"source:{'ā' * 50}", f"The archive has no source “{'ā' * 40}…”: it was left out."),
    ],
)
def test_a_value_the_archive_lacks_is_named_and_left_out(text: str, warning: str):
    found = asked(f"reform {text}")
    assert texts(found) == [["reform"]]
    assert found.excluded == ()
    assert tuple(map(str, found.left_out)) == (warning,)


def test_a_value_the_archive_lacks_takes_no_neighbour_of_an_or_with_it():
    assert texts(asked("reform OR source:Reuters")) == [["reform"]]
    assert asked("source:Reuters").is_empty


def test_warnings_of_the_query_come_first():
    assert tuple(map(str, asked("🗳️ source:Reuters eu*").left_out)) == (
        "“🗳️” holds no word: it was left out.",
        "“eu*” is too short for a beginning: it was searched for as a word.",
        "The archive has no source “Reuters”: it was left out.",
    )


def test_groups_are_joined_by_and_and_what_is_in_them_by_or():
    found = asked("ab OR cd ef -gh", Words(("th",)))
    ab, cd, ef, gh = (Phrase((word,)) for word in ("ab", "cd", "ef", "gh"))
    assert found.expression == All((Any((ab, cd)), ef), (gh,))


def test_a_query_that_only_leaves_out_asks_for_everything_else():
    assert asked("-gh", Words(("th",))).expression == All((EVERYTHING,), (Phrase(("gh",)),))


def test_a_name_is_found_by_its_words_its_names_its_tag_or_its_words_apart():
    assert only("human rights", Words(("th",))).expression == Any(
        (
            Phrase(("human", "rights")),
            Phrase(("สิท", "ทธิ", "ธิม", "มนุ", "นุษ", "ษย", "ยช", "ชน"), None, ("th",)),
            Facet("tag", RIGHTS),
            All((Phrase(("human",)), Phrase(("rights",)))),
        )
    )


PIECES = ["human", "rights", "คาซัคสถาน", "รัฐธรรมนูญ", "・", "(", "-", "*", '"', "x", "tag:", "title:"]


@given(st.lists(st.sampled_from([*PIECES, " ", "OR "]) | st.text(max_size=4)).map("".join))
def test_any_query_means_something_that_can_be_asked(text: str):
    found = asked(text, Words(("ar", "en", "ja", "lv", "pl", "th"), facets=FACETS))
    for operand in (*found.operands, *found.excluded):
        assert operand.phrases or operand.facets
        assert all(phrase.terms for phrase in operand.phrases + operand.names)


def asked(text: str, lexicon: Words | None = None, *, expands: bool = True) -> Meaning:
    return meaning(read(text), lexicon or Words(), expands=expands)


def only(text: str, lexicon: Words | None = None) -> Operand:
    """What is asked for where it is one thing."""
    (operand,) = asked(text, lexicon).operands
    return operand


def texts(found: Meaning) -> list[list[str]]:
    return [[operand.typed.text for operand in group] for group in found.groups]


def starts(found: Meaning) -> list[tuple[str, int, int]]:
    return [(one.typed.text, one.typed.start, one.typed.end) for one in found.operands]
