"""What may be one story: which articles a person is asked of, and that it follows their texts, dates and
languages, and what was decided."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import buckets, duplicates, indexing, stories
from articles.enrichment import sure_keys
from articles.loader import Loader
from articles.models import Article, ArticleKey, Indexed, Review, SketchBucket, Story, Tag, TagName
from articles.readers import DumpFile
from articles.vocabulary import Kind
from tests import rows
from tests.archives import SAMPLES

pytestmark = pytest.mark.django_db

OPEN, ACCEPTED, REJECTED = Review.Status.OPEN, Review.Status.ACCEPTED, Review.Status.REJECTED

REFERENDUM = {
    "ar": "شارك 68.06 في المائة، وأيد 77.18 في المائة 56 تعديلا على 33 مادة، وصوت 107 نواب من 200 و300.",
    "en": "Of 107 districts 68.06 percent took part; 77.18 percent backed 56 changes of 33 texts (400, 50).",
    "lv": "Piedalījās 68,06 procenti; 33 pantu 56 grozījumus atbalstīja 77,18 procenti, 107 (600, 700).",
    "th": "มีผู้มาใช้สิทธิร้อยละ ๖๘.๐๖ ร้อยละ ๗๗.๑๘ เห็นชอบการแก้ไข ๕๖ ข้อ ใน ๓๓ มาตรา ๑๐๗ เขต ๘๐๐ ๙๐๐",
}
SHARED = "share the numbers 107, 77.18, 68.06, 33 and 56"


def make(title: str, language: str = "en", published: str | None = "2022-06-06", **fields: object) -> Article:
    """An article about the referendum, unless its body is another."""
    body = fields.pop("body", REFERENDUM.get(language))
    return rows.make_article(language=language, title=title, body=body, published=published, **fields)


def make_tag(name: str, kind: Kind, **names: str) -> Tag:
    """A concept with its names by language."""
    tag = rows.make_tag(name)
    Tag.objects.filter(pk=tag.pk).update(kind=kind)
    for language, text in names.items():
        TagName.objects.create(tag=tag, language=language, name=text)
    return tag


def decide(one: Article, other: Article, status: str) -> None:
    Review.objects.filter(kind="story", article=one, other=other).update(status=status)


def reasons() -> dict[tuple[str, str], str]:
    """Why a person is asked of pairs, by their headlines."""
    asked = Review.objects.filter(kind=Review.Kind.STORY, status=OPEN)
    return {
        (one, other): why for one, other, why in asked.values_list("article__title", "other__title", "reason")
    }


def pairs() -> set[tuple[str, str]]:
    return set(reasons())


def refresh(article: Article, **fields: object) -> None:
    Article.objects.filter(pk=article.pk).update(**fields)
    Article.objects.get(pk=article.pk).save()
    indexing.refresh([article.pk])


def rewrite(article: Article, body: str) -> None:
    rows.add_revision(article, body)
    indexing.refresh([article.pk])


# What is proposed


@pytest.mark.usefixtures("vocabulary")
@pytest.mark.parametrize("order", [1, -1])
def test_of_the_samples_these_are_proposed(order: int):
    with Loader() as loader:
        for path in sorted(SAMPLES.iterdir())[::order]:
            loader.load(DumpFile.open(path))
    asked = Review.objects.filter(kind="story").values_list("article__language", "other__language", "reason")
    assert {tuple(sorted((one, other))): reason for one, other, reason in asked} == {
        ("ar", "ru"): "share the numbers 25, 30, 2011, 2014, 2018 and 2022; "
        "both name Kais Saied, Morocco and Tunisia; both headlines name constitution",
        ("ar", "de"): "share the numbers 33, 56, 68, 77, 2021 and 2022; "
        "both name Kassym-Jomart Tokayev and Kazakhstan; both headlines name constitutional court",
        ("ar", "ja"): "share the numbers 33, 56, 68, 69, 77 and 19; "
        "both name Kassym-Jomart Tokayev and Kazakhstan; both headlines name constitution",
        ("ar", "th"): "share nearly all numbers, such as 33, 56, 68, 69, 77 and 19; "
        "both name Kassym-Jomart Tokayev and Kazakhstan; both headlines name constitution",
        ("ja", "th"): "share the numbers 33, 56, 68, 69, 77 and 19; "
        "both name Kassym-Jomart Tokayev, Kazakhstan and Mazhilis (Kazakhstan); "
        "both headlines name constitution and referendum",
    }


@pytest.mark.parametrize(("one", "other"), [("en", "lv"), ("th", "en"), ("ar", "th")])
def test_two_languages_tell_the_same_numbers(one: str, other: str):
    make("First", one)
    make("Second", other, "2022-06-15")
    assert reasons() == {("First", "Second"): SHARED}
    [review] = Review.objects.filter(kind="story")
    assert review.article_id < review.other_id


def test_nobody_is_asked_of_articles_in_one_language_or_of_other_times():
    make("First")
    make("Second")
    make("Later", "lv", "2022-06-17")
    make("Earlier", "lv", "2022-04")
    make("Of another year", "lv", "2021")
    assert pairs() == set()


def test_dates_are_as_far_apart_as_the_time_between_them():
    make("In June", "lv", "2022-06")
    make("Day", "en", "2022-07-10")
    make("Time", "ar", "2022-05-22T12:00:00")
    assert pairs() == {("In June", "Day"), ("In June", "Time")}


def test_fewer_numbers_are_enough_with_a_name_that_few_have():
    make_tag("Kais Saied", Kind.PERSON, en="Kais Saied", lv="Kaiss Saīds")
    few = {"en": "Votes for 56 changes, 33 for, 25 against, 4", "lv": "Par 56 izmaiņām 33, pret 25, 8"}
    make("First", body=few["en"])
    make("Second", "lv", body=few["lv"])
    for number in range(20):
        make(f"Number {number}", body="Nothing.")
    rewrite(Article.objects.get(title="First"), f"{few['en']}, said Kais Saied.")
    assert pairs() == set()
    rewrite(Article.objects.get(title="Second"), f"{few['lv']}, sacīja Kaiss Saīds.")
    assert pairs() == set()
    for title in ("First", "Second"):
        refresh(
            Article.objects.get(title=title),
            title=f"{title}: {'Kaiss Saīds' if title == 'Second' else 'Kais Saied'}",
        )
    assert reasons() == {
        (
            "First: Kais Saied",
            "Second: Kaiss Saīds",
        ): "share the numbers 33, 56 and 25; both name Kais Saied; both headlines name Kais Saied"
    }


def test_without_a_date_the_headlines_have_to_name_the_same():
    make_tag("referendum", Kind.TOPIC, en="referendum", lv="referendums")
    for title, language in (
        ("Voters approve", "en"),
        ("الناخبون يوافقون", "ar"),
        ("Referendumā atbalsta", "lv"),
        ("The referendum", "en"),
    ):
        make(title, language, None, body=f"Referendum: {REFERENDUM[language]}")
    assert pairs() == {("Referendumā atbalsta", "The referendum")}


def test_without_a_date_all_numbers_of_a_translation_are_enough():
    make("First", published=None, body="Of 107 districts 56 took part on 5 June, 33 did not, 47 and 2 wait.")
    make("Second", "lv", None, body="No 107 apgabaliem 56 piedalījās 5. jūnijā, 33 ne, 47 un 2 gaidīja.")
    assert reasons() == {
        ("First", "Second"): "share nearly all numbers, such as 107, 33, 47, 56, 2 and 5",
    }


def test_a_place_that_both_headlines_name_is_no_story():
    make_tag("Tunisia", Kind.PLACE, en="Tunisia", lv="Tunisija")
    make("Tunisia votes", published=None, body=REFERENDUM["en"])
    make("Tunisija balso", "lv", None, body=REFERENDUM["lv"])
    assert pairs() == set()


def test_very_many_numbers_are_enough_at_any_time():
    numbers = " and ".join(map(str, range(101, 150, 11)))
    make("First", published=None, body=f"It was {numbers}.")
    make("Second", "lv", "2022", body=f"Tie bija {numbers}.")
    make("Third", "ar", "1999-05-05", body=numbers)
    make("Other", "lv", None, body=f"Tie bija {numbers.replace('101', '102')}.")
    assert pairs() == {("First", "Second"), ("First", "Third")}


def test_a_text_that_links_to_another_tells_the_same():
    url = "https://eureporter.example/world/referendum/"
    first = make("First", body="It is told.", url=url)
    for key in sure_keys(first.source.name, None, url):
        ArticleKey.objects.create(article=first, key=key, is_sure=True)
    second = make("Second", "lv", body=f"Kā rakstīts: {url}?utm_source=feed.")
    assert reasons() == {("First", "Second"): "the text of the one links to the other"}
    rewrite(second, "Kā rakstīts.")
    assert reasons() == {}


# What becomes of a proposal


def test_a_proposal_goes_when_the_text_says_something_else_and_comes_back():
    make("First")
    second = make("Second", "lv")
    rewrite(second, "Nekas.")
    assert pairs() == set()
    rewrite(second, REFERENDUM["lv"])
    assert pairs() == {("First", "Second")}


@pytest.mark.parametrize("status", [Article.Status.HIDDEN, Article.Status.MERGED, Article.Status.WITHDRAWN])
def test_a_proposal_goes_with_an_article_that_is_not_shown(status: str):
    first = make("First")
    make("Second", "lv")
    refresh(first, status=status)
    assert pairs() == set()
    refresh(first, status=Article.Status.PUBLISHED)
    assert pairs() == {("First", "Second")}


def test_a_proposal_goes_with_a_deleted_article():
    made = [make(title, language) for title, language in (("First", "en"), ("Second", "lv"), ("Third", "ar"))]
    ids = [article.pk for article in made]
    Article.objects.filter(pk__in=ids[:2]).delete()
    indexing.refresh([ids[2], *ids[:2]])
    assert pairs() == set()
    Article.objects.all().delete()
    indexing.refresh(ids)
    assert not SketchBucket.objects.exists()


def test_what_has_been_deleted_and_not_yet_told_is_not_proposed():
    first, second = make("First"), make("Second", "lv", body="Nekas.")
    Article.objects.filter(pk=first.pk).delete()
    rewrite(second, REFERENDUM["lv"])
    assert not Review.objects.filter(kind="story").exists()


def test_a_date_or_a_language_that_is_put_right_decides_anew():
    first, second = make("First"), make("Second", "lv", "2022-07-06")
    assert pairs() == set()
    stated = rows.stated_date("2022-06-10")
    Article.objects.filter(pk=second.pk).update(published_at=stated.at)
    Article.objects.get(pk=second.pk).save()
    indexing.reclassify([second.pk])
    assert pairs() == {("First", "Second")}
    refresh(first, language=rows.make_language("lv"))
    assert pairs() == set()


def test_what_still_holds_stays_as_it_was_asked():
    first, second = make("First"), make("Second", "lv")
    asked = Review.objects.get(kind="story")
    refresh(second, title="Another headline")
    assert Review.objects.get(kind="story") == asked
    rewrite(first, f"{REFERENDUM['en']} On 5 June 2022.")
    rewrite(second, f"{REFERENDUM['lv']} 2022. gada 5. jūnijā.")
    assert list(reasons().values()) == ["share the numbers 107, 77.18, 68.06, 33, 56 and 2022"]


@pytest.mark.parametrize("status", [ACCEPTED, REJECTED])
def test_what_was_decided_is_not_asked_again(status: str):
    first, second = make("First"), make("Second", "lv")
    decide(first, second, status)
    for body in ("Nekas.", REFERENDUM["lv"]):
        rewrite(second, body)
        assert Review.objects.get(kind="story").status == status
    indexing.rebuild()
    assert Review.objects.get(kind="story").status == status


def test_one_story_is_not_proposed_to_be_one():
    story = Story.objects.create()
    first, second = make("First", body="Nothing."), make("Second", "lv")
    Article.objects.filter(pk__in=[first.pk, second.pk]).update(story=story)
    rewrite(first, REFERENDUM["en"])
    assert pairs() == set()


def test_near_duplicates_are_not_proposed_to_be_one_story():
    numbers = " ".join(map(str, range(100, 200)))
    make("First", body=numbers)
    make("Second", "lv", body=numbers)
    assert Review.objects.get().kind == Review.Kind.DUPLICATE


LONG = " ".join(
    f"{word} and" for word in "abcdefghijklmnopqrstuvwxyz" for word in (word * 3, word * 4, word * 5)
)


def test_of_near_duplicates_and_of_a_story_is_asked_once():
    first, twin = (make(title, body=f"{LONG} {REFERENDUM['en']}") for title in ("First", "Twin"))
    assert list(Article.objects.twins_of(Article.objects.get(pk=first.pk))) == [twin]
    other = make("Other", "lv")
    assert pairs() == {("First", "Other")}
    told = make("Told", "ar", body="Nothing.")
    Article.objects.filter(pk__in=[other.pk, told.pk]).update(story=Story.objects.create())
    rewrite(told, REFERENDUM["ar"])
    assert pairs() == {("First", "Other")}


@pytest.mark.parametrize("status", [OPEN, ACCEPTED, REJECTED])
def test_what_was_asked_of_one_is_not_asked_of_its_near_duplicate(status: str):
    first = make("First", body=f"{LONG} {REFERENDUM['en']}")
    other = make("Other", "lv")
    decide(first, other, status)
    make("Twin", body=f"{LONG} {REFERENDUM['en']}")
    [review] = Review.objects.filter(kind="story")
    assert (review.article, review.other, review.status) == (first, other, status)


def test_of_what_many_tell_no_more_than_three_are_asked_of_each():
    made = [make(f"{language} {number}", language) for number in range(6) for language in ("en", "lv")]
    entries = {row.article_id: row for row in Indexed.objects.filter(article__in=made)}
    Review.objects.all().delete()
    stories.refresh({}, entries)
    number = Counter(title for pair in pairs() for title in pair)
    assert len(pairs()) == 18
    assert set(number.values()) == {3}


def test_what_is_kept_apart_is_asked_of_by_itself():
    first, twin = (make(title, body=f"{LONG} {REFERENDUM['en']}") for title in ("First", "Twin"))
    Review.objects.filter(kind="duplicate").update(status=REJECTED)
    duplicates.regroup([first.pk, twin.pk])
    make("Other", "lv")
    assert pairs() == {("First", "Other"), ("Twin", "Other")}


# How it is found


def test_numbers_of_a_dated_article_are_looked_up_among_those_close_in_time():
    for month in range(1, 13):
        make(f"Month {month}", "lv", f"2022-{month:02}-25")
    make("Christmas", "en", "2022-12-20")
    assert pairs() == {("Month 12", "Christmas")}


def test_a_number_that_very_many_have_is_not_looked_up(monkeypatch):
    monkeypatch.setattr(buckets, "MOST_IN_A_BUCKET", 3)
    made = [make(f"Number {number}", language) for number, language in enumerate(["en", "en", "lv"])]
    assert pairs() == {("Number 0", "Number 2"), ("Number 1", "Number 2")}
    make("Number 3", "ar")
    assert len(pairs()) == 2
    Article.objects.filter(pk=made[0].pk).delete()
    indexing.refresh([made[0].pk])
    indexing.rebuild()
    assert pairs() == {("Number 1", "Number 2"), ("Number 1", "Number 3"), ("Number 2", "Number 3")}


def test_a_rebuild_finds_the_same_anew(monkeypatch):
    for title, language in (("First", "en"), ("Second", "lv"), ("Third", "ar")):
        make(title, language)
    make("Undated", "th", None)
    wanted, stored = reasons(), dict(SketchBucket.objects.values_list("pk", "articles"))
    assert len(wanted) == 3
    Review.objects.all().delete()
    SketchBucket.objects.all().delete()
    monkeypatch.setattr(stories, "BATCH", 2)
    indexing.rebuild()
    assert reasons() == wanted
    assert dict(SketchBucket.objects.values_list("pk", "articles")) == stored


def test_what_says_the_same_is_not_looked_at_again():
    first = make("First")
    make("Second", "lv")
    with CaptureQueriesContext(connection) as asked:
        indexing.refresh([first.pk])
    assert not [query["sql"] for query in asked if "sketchbucket" in query["sql"] or "review" in query["sql"]]


def test_many_articles_are_compared_in_as_many_queries_as_two():
    make("Before", "th", body="900 vot 56 vot 77 vot 333 vot 888")
    asked = []
    for first, number in ((100, 2), (500, 30)):
        made = [
            make(
                f"Number {at}",
                ("en", "lv", "ar")[at % 3],
                "2022-06-06",
                body=f"{first + at} vot 56 vot 77 vot 333 vot 888",
            )
            for at in range(number)
        ]
        entries = {row.article_id: row for row in Indexed.objects.filter(article__in=made)}
        Review.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            stories.refresh({}, entries)
        assert Review.objects.exists()
        asked.append(len(queries))
    assert asked[0] == asked[1]
