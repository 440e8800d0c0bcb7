"""Near-duplicates: what is alike, and that groups follow from the texts alone, whatever their order."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations, permutations
from zlib import crc32

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import buckets as bucketing
from articles import duplicates, indexing, outlines
from articles.loader import Loader
from articles.models import Article, DuplicateGroup, Review, Revision, Sketch, SketchBucket
from articles.outlines import Outline
from articles.readers import DumpFile
from articles.reviews import Pair
from tests import rows
from tests.archives import SAMPLES

TITLE = ("court", "opens")


def terms(numbers: Iterable[int]) -> list[str]:
    """A text of numbers: every one is a term of its own in any language."""
    return [str(number) for number in numbers]


def outline(numbers: Iterable[int], title: Iterable[str] = TITLE) -> Outline:
    found = outlines.outline(list(title), terms(numbers))
    assert found
    return found


def make(title: str, numbers: Iterable[int], **fields: object) -> Article:
    return rows.make_article(title=title, body=" ".join(terms(numbers)), **fields)


def rewrite(article: Article, numbers: Iterable[int]) -> None:
    rows.add_revision(article, " ".join(terms(numbers)))
    indexing.refresh([article.pk])


def decide(pair: Pair, status: str) -> None:
    """What a person says of two articles, whether they were asked or not."""
    one, other = pair
    Review.objects.update_or_create(
        kind=Review.Kind.DUPLICATE, article_id=one, other_id=other, defaults={"status": status}
    )


def asked() -> dict[tuple[str, str], str]:
    """The pairs of which a person is or was asked, by their headlines, and what became of it."""
    rows = Review.objects.filter(kind=Review.Kind.DUPLICATE)
    return {
        (one, other): status
        for one, other, status in rows.values_list("article__title", "other__title", "status")
    }


def groups() -> set[frozenset[str]]:
    """The headlines of every group, all of them of two or more. Sketches name the same ones."""
    found: dict[int, set[str]] = {}
    for title, group in Article.objects.exclude(duplicates=None).values_list("title", "duplicates"):
        found.setdefault(group, set()).add(title)
    assert set(found) == set(DuplicateGroup.objects.values_list("pk", flat=True))
    assert all(len(titles) > 1 for titles in found.values())
    sketched = Article.objects.filter(pk__in=Sketch.objects.values("pk"))
    assert dict(sketched.values_list("pk", "duplicates")) == dict(Sketch.objects.values_list("pk", "group"))
    return set(map(frozenset, found.values()))


# What is alike


def test_an_outline_is_the_smallest_hashes_of_three_terms_each():
    found = outlines.outline([], terms(range(300)))
    hashes = sorted(crc32(f"{n} {n + 1} {n + 2}".encode()) for n in range(298))
    assert found == Outline(b"".join(one.to_bytes(4, "little") for one in hashes[:128]), 298)
    assert found.numbers == tuple(hashes[:128])
    assert found.keys == tuple(hashes[:12])


def test_an_outline_is_the_same_on_every_machine():
    assert outline(range(32)).numbers[:3] == (34_502_490, 332_363_715, 466_314_034)
    assert outline(range(31)) == Outline(bytes.fromhex("9267dfd7cc8f61a4d57d2ed712c8ad57"), 0)


def test_a_text_without_a_body_has_none():
    assert outlines.outline(["court"], []) is None


def test_the_same_shingle_counts_once():
    assert outline([*range(100), *range(100)]).shingles == 100
    assert outline([1, 2, 3] * 100).shingles == 0


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (range(100), range(100), True),
        (range(1000), range(1000), True),
        (range(102), range(24, 126), True),
        (range(102), range(27, 129), False),
        (range(1000), range(150, 1150), True),
        (range(1000), range(400, 1400), False),
        (range(102), range(52), True),
        (range(102), range(51), False),
        (range(1000), range(510), True),
        (range(1000), range(490), False),
        (range(1000), [*range(300), *range(5000, 5300)], False),
        (range(1000), range(2000, 3000), False),
        (range(32), range(31), False),
    ],
)
def test_texts_are_alike_that_have_most_of_the_shorter_one_in_common(one, other, alike):
    assert outline(one).is_alike(outline(other)) is alike
    assert outline(other).is_alike(outline(one)) is alike


def test_a_text_that_shares_just_the_least_is_alike():
    """100 shingles each, 75 of them in both, and 74."""
    assert outline(range(102)).is_alike(outline(range(25, 127)))
    assert not outline(range(102)).is_alike(outline(range(26, 128)))


def test_short_texts_are_alike_only_as_wholes():
    assert outline(range(20)).is_alike(outline(range(20)))
    assert not outline(range(20)).is_alike(outline(range(21)))
    assert not outline(range(20)).is_alike(outline(reversed(range(20))))
    assert outline([1]).is_alike(outline([1]))


def test_a_stub_under_many_headlines_is_as_many_articles():
    assert not outline(range(20)).is_alike(outline(range(20), ["court", "closes"]))
    assert not outline([3, 4], ["1", "2"]).is_alike(outline([2, 3, 4], ["1"]))
    assert outline(range(40)).is_alike(outline(range(40), ["court", "closes"]))


# Groups in the archive


@pytest.mark.django_db
@pytest.mark.parametrize("order", [1, -1])
def test_two_items_of_a_feed_that_share_their_text_are_the_one_group_of_the_samples(order):
    with Loader() as loader:
        for path in sorted(SAMPLES.iterdir())[::order]:
            loader.load(DumpFile.open(path))
    assert groups() == {
        frozenset(
            {
                "Kazakhstan Backs a Rewritten Constitution",
                "Kazakhstan’s Constitutional Court Opens Its Doors to Citizens",
            }
        )
    }


@pytest.mark.django_db
def test_only_the_text_counts_and_not_what_stands_around_it():
    section, excerpt = (" ".join(terms(range(start, start + 80))) for start in (1_000, 2_000))
    around = {"section": section, "excerpt": excerpt, "byline": "Asel"}
    make("First", range(40), **around)
    make("Second", range(40), source="Vestnik")
    make("Third", range(100, 140), **around)
    assert groups() == {frozenset({"First", "Second"})}


@pytest.mark.django_db
def test_of_a_stub_the_headline_counts_too():
    for title, numbers in (("Vote", range(9)), ("Court", range(9)), ("Vote", range(8)), ("Strike", range(9))):
        make(title, numbers)
    assert groups() == set()
    make("Court", range(9), source="Vestnik")
    [group] = DuplicateGroup.objects.all()
    assert [article.title for article in group.articles.all()] == ["Court", "Court"]


@pytest.mark.django_db
def test_a_text_in_two_languages_is_no_duplicate():
    words = "Voters approved sweeping revisions of constitutional provisions governing presidential elections"
    for language in ("en", "pl"):
        rows.make_article(language=language, title="Vote", body=" ".join(words.split() * 5))
    assert groups() == set()


@pytest.mark.django_db
def test_what_is_alike_through_another_is_one_group_and_falls_apart_without_it():
    make("First", range(100))
    make("Last", range(40, 140))
    assert groups() == set()
    between = make("Between", range(20, 120))
    assert groups() == {frozenset({"First", "Between", "Last"})}
    rewrite(between, range(500, 600))
    assert groups() == set()
    rewrite(between, range(20, 120))
    assert groups() == {frozenset({"First", "Between", "Last"})}


@pytest.mark.django_db
def test_two_groups_become_one():
    for title, numbers in {
        "First": range(100),
        "Second": range(5, 105),
        "Third": range(45, 145),
        "Fourth": range(50, 150),
    }.items():
        make(title, numbers)
    assert groups() == {frozenset({"First", "Second"}), frozenset({"Third", "Fourth"})}
    make("Between", range(25, 125))
    assert groups() == {frozenset({"First", "Second", "Between", "Third", "Fourth"})}


@pytest.mark.django_db
def test_two_groups_become_one_with_members_that_nothing_new_is_like():
    starts = (0, 5, *range(45, 226, 20))
    for start in starts:
        make(f"From {start}", range(start, start + 100))
    assert len(groups()) == 2
    coming = {make(f"From {start}", [], status="hidden").pk: start for start in (25, 245)}
    outlines = {pk: outline(range(start, start + 100)) for pk, start in coming.items()}
    duplicates.refresh(list(coming), outlines)
    assert groups() == {frozenset(f"From {start}" for start in (*starts, 25, 245))}


@pytest.mark.django_db
@pytest.mark.parametrize("status", [Article.Status.HIDDEN, Article.Status.MERGED, Article.Status.WITHDRAWN])
def test_an_article_that_is_not_shown_is_in_no_group(status):
    make("First", range(100))
    second = make("Second", range(100))
    for now, wanted in ((status, set()), (Article.Status.PUBLISHED, {frozenset({"First", "Second"})})):
        Article.objects.filter(pk=second.pk).update(status=now)
        indexing.refresh([second.pk])
        assert groups() == wanted
        assert Sketch.objects.count() == 1 + len(wanted)


@pytest.mark.django_db
def test_a_deleted_article_leaves_its_group_and_takes_the_last_one_with_it():
    made = [make(title, range(100)) for title in ("First", "Second", "Third", "Fourth")]
    for gone, left in ((made[:1], {frozenset({"Second", "Third", "Fourth"})}), (made[1:3], set())):
        ids = [article.pk for article in gone]
        Article.objects.filter(pk__in=ids).delete()
        indexing.refresh(ids)
        assert groups() == left
    Article.objects.all().delete()
    indexing.refresh([made[3].pk])
    assert [model.objects.count() for model in (DuplicateGroup, Sketch, SketchBucket)] == [0, 0, 0]


@pytest.mark.django_db
def test_a_whole_group_that_is_deleted_at_once_leaves_nothing():
    ids = [make(title, range(100)).pk for title in ("First", "Second")]
    Article.objects.all().delete()
    indexing.refresh(ids)
    assert [model.objects.count() for model in (DuplicateGroup, Sketch, SketchBucket)] == [0, 0, 0]


@pytest.mark.django_db
def test_finding_a_duplicate_changes_nothing_that_an_editor_sees_as_a_change():
    first = make("First", range(100))
    make("Second", range(100))
    assert Article.objects.get(pk=first.pk).updated_at == first.updated_at


@pytest.mark.django_db
def test_an_article_that_has_not_changed_is_compared_with_nothing():
    first = make("First", range(100))
    make("Second", range(100))
    with CaptureQueriesContext(connection) as asked:
        indexing.refresh([first.pk])
    told = [query["sql"] for query in asked if "sketch" in query["sql"] or "duplicate" in query["sql"]]
    assert len(told) == 1


@pytest.mark.django_db
def test_many_articles_are_compared_in_as_many_queries_as_one():
    asked = []
    for number in (2, 100):
        first = 1_000 * number
        made = [make(f"Number {at}", [], status="hidden") for at in range(number)]
        texts = [range(start, start + 34) for start in range(first, first + 9 * number, 9)]
        outlines = {article.pk: outline(text) for article, text in zip(made, texts, strict=True)}
        with CaptureQueriesContext(connection) as queries:
            duplicates.refresh(list(outlines), outlines)
        asked.append(len(queries))
    assert asked[0] == asked[1]


# What a person is asked, and decides

OPEN, ACCEPTED, REJECTED = Review.Status.OPEN, Review.Status.ACCEPTED, Review.Status.REJECTED


@pytest.mark.django_db
def test_a_person_is_asked_of_every_tie_that_joins_and_not_of_every_pair():
    for title in ("First", "Second", "Third", "Fourth"):
        make(title, range(100))
    make("Alone", range(500, 600))
    assert asked() == {("First", "Second"): OPEN, ("First", "Third"): OPEN, ("First", "Fourth"): OPEN}
    assert set(Review.objects.values_list("reason", flat=True)) == {
        "most of the text of the one stands in the other"
    }


@pytest.mark.django_db
def test_what_joins_two_groups_is_asked_of_both():
    for title, numbers in {"First": range(100), "Last": range(40, 140), "Between": range(20, 120)}.items():
        make(title, numbers)
    assert asked() == {("First", "Between"): OPEN, ("Last", "Between"): OPEN}


@pytest.mark.django_db
def test_what_no_longer_holds_is_not_asked_any_more():
    make("First", range(100))
    second = make("Second", range(100))
    rewrite(second, range(500, 600))
    assert asked() == {}
    rewrite(second, range(100))
    assert asked() == {("First", "Second"): OPEN}
    Article.objects.filter(pk=second.pk).update(status="hidden")
    indexing.refresh([second.pk])
    assert asked() == {}


@pytest.mark.django_db
def test_what_goes_on_holding_without_another_is_still_asked():
    first, *_ = (make(title, range(100)) for title in ("First", "Second", "Third"))
    Article.objects.filter(pk=first.pk).update(status="hidden")
    indexing.refresh([first.pk])
    assert asked() == {("Second", "Third"): OPEN}


@pytest.mark.django_db
@pytest.mark.parametrize("status", [ACCEPTED, REJECTED])
def test_what_was_decided_is_not_asked_again(status):
    first, second = (make(title, range(100)) for title in ("First", "Second"))
    decide((first.pk, second.pk), status)
    for numbers in (range(500, 600), range(100)):
        rewrite(second, numbers)
        assert asked() == {("First", "Second"): status}
    indexing.rebuild()
    assert asked() == {("First", "Second"): status}


@pytest.mark.django_db
def test_what_is_kept_apart_is_no_group_and_stays_none():
    first, second = (make(title, range(100)) for title in ("First", "Second"))
    decide((first.pk, second.pk), REJECTED)
    duplicates.regroup([first.pk, second.pk])
    assert groups() == set()
    rewrite(second, range(5, 105))
    rewrite(first, range(5, 105))
    assert groups() == set()
    indexing.rebuild()
    assert groups() == set()


@pytest.mark.django_db
def test_what_is_kept_apart_is_not_together_through_a_third_either():
    first, second, _ = (make(title, range(100)) for title in ("First", "Second", "Third"))
    decide((first.pk, second.pk), REJECTED)
    duplicates.regroup([second.pk])
    assert groups() == {frozenset({"First", "Third"})}
    assert asked() == {("First", "Second"): REJECTED, ("First", "Third"): OPEN}
    make("Fourth", range(100))
    assert groups() == {frozenset({"First", "Third", "Fourth"})}
    indexing.rebuild()
    assert groups() == {frozenset({"First", "Third", "Fourth"})}


@pytest.mark.django_db
def test_groups_with_members_that_are_kept_apart_are_not_joined_by_another():
    made = {
        title: make(title, numbers)
        for title, numbers in {
            "First": range(100),
            "Second": range(5, 105),
            "Third": range(45, 145),
            "Fourth": range(50, 150),
        }.items()
    }
    decide((made["First"].pk, made["Fourth"].pk), REJECTED)
    make("Between", range(25, 125))
    assert groups() == {frozenset({"First", "Second", "Between"}), frozenset({"Third", "Fourth"})}


@pytest.mark.django_db
def test_what_is_kept_apart_no_more_is_a_group_again():
    pair = first, second = [make(title, range(100)).pk for title in ("First", "Second")]
    decide((first, second), REJECTED)
    duplicates.regroup(pair)
    decide((first, second), OPEN)
    duplicates.regroup(pair)
    assert groups() == {frozenset({"First", "Second"})}
    assert asked() == {("First", "Second"): OPEN}


@pytest.mark.django_db
def test_one_that_is_kept_apart_joins_when_the_other_goes():
    first, second, _ = (make(title, range(100)) for title in ("First", "Second", "Third"))
    decide((first.pk, second.pk), REJECTED)
    duplicates.regroup([first.pk])
    Article.objects.filter(pk=first.pk).update(status="hidden")
    indexing.refresh([first.pk])
    assert groups() == {frozenset({"Second", "Third"})}


@pytest.mark.django_db
@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_who_is_together_does_not_depend_on_who_came_first(order):
    made = [make(f"Number {number}", [], status="hidden").pk for number in range(3)]
    decide((made[0], made[2]), REJECTED)
    for number in order:
        duplicates.refresh([made[number]], {made[number]: outline(range(100))})
    assert groups() == {frozenset({"Number 0", "Number 1"})}


# Groups follow from the texts alone

POOL = [
    *(outline(range(start, start + 100)) for start in range(0, 90, 12)),
    *(outline([*range(at), 900 + at, *range(at + 1, 100)]) for at in (30, 50, 70)),
    outline(range(55)),
    outline(range(300, 360)),
    outline(range(300, 420)),
    outline(range(20)),
    outline(range(21)),
]
NUMBER = 9

Texts = Mapping[int, Outline]


def expected(
    texts: Texts, most: int = bucketing.MOST_IN_A_BUCKET, apart: Collection[Pair] = ()
) -> set[frozenset[int]]:
    """The groups, found the long way: every pair is looked at, of each article those with older ones."""
    held = Counter(key for one in texts.values() for key in one.keys)
    together = {pk: {pk} for pk in texts}
    for newer, older in sorted((max(pair), min(pair)) for pair in combinations(texts, 2)):
        keys = {key for key in {*texts[newer].keys} & {*texts[older].keys} if held[key] <= most}
        both = together[newer] | together[older]
        if any(both >= {*pair} for pair in apart):
            continue
        if len(keys) >= duplicates.SHARED_KEYS and texts[newer].is_alike(texts[older]):
            together |= dict.fromkeys(both, both)
    return {frozenset(members) for members in together.values() if len(members) > 1}


def found() -> set[frozenset[int]]:
    titles = dict(Article.objects.values_list("title", "pk"))
    return {frozenset(titles[title] for title in group) for group in groups()}


def buckets() -> dict[int, set[int]]:
    stored = SketchBucket.objects.exclude(articles=None).values_list("hash", "articles")
    return {key: {int(pk) for pk in articles.split()} for key, articles in stored}


@pytest.fixture
def ids(db: None) -> list[int]:
    """Articles without a text of their own, to be given outlines."""
    return [make(f"Number {number}", [], status="hidden").pk for number in range(NUMBER)]


STEPS = st.lists(
    st.dictionaries(st.integers(0, NUMBER - 1), st.none() | st.sampled_from(POOL), min_size=1), max_size=8
)

# Pairs of what is alike in one way or another.
APART = st.sets(
    st.tuples(st.integers(0, NUMBER - 1), st.integers(0, NUMBER - 1)).filter(lambda pair: pair[0] < pair[1]),
    max_size=4,
)


@given(steps=STEPS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_groups_follow_from_the_texts_whatever_came_before(ids: Sequence[int], steps):
    duplicates.forget()
    texts: dict[int, Outline] = {}
    for step in steps:
        changed = {ids[at]: one for at, one in step.items()}
        texts = {pk: one for pk, one in (texts | changed).items() if one}
        duplicates.refresh(list(changed), {pk: one for pk, one in changed.items() if one})
        assert found() == expected(texts)
        assert set(Sketch.objects.values_list("pk", flat=True)) == set(texts)
        held = {pk: {key for key, members in buckets().items() if pk in members} for pk in ids}
        assert held == {pk: set(texts[pk].keys) if pk in texts else set() for pk in ids}


@given(steps=STEPS, apart=APART)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_kept_apart_is_so_whatever_came_before(ids: Sequence[int], steps, apart):
    duplicates.forget()
    pairs = {(ids[one], ids[other]) for one, other in apart}
    Review.objects.all().delete()
    for pair in pairs:
        decide(pair, Review.Status.REJECTED)
    texts: dict[int, Outline] = {}
    for step in steps:
        changed = {ids[at]: one for at, one in step.items()}
        texts = {pk: one for pk, one in (texts | changed).items() if one}
        duplicates.refresh(list(changed), {pk: one for pk, one in changed.items() if one})
        assert found() == expected(texts, apart=pairs)


@given(
    texts=st.lists(st.sampled_from(POOL), min_size=NUMBER, max_size=NUMBER),
    steps=st.lists(APART, min_size=1, max_size=3),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_groups_follow_from_what_a_person_decides(ids: Sequence[int], texts, steps):
    duplicates.forget()
    Review.objects.all().delete()
    outlines = dict(zip(ids, texts, strict=True))
    duplicates.refresh(ids, outlines)
    before: set[Pair] = set()
    for apart in steps:
        pairs = {(ids[one], ids[other]) for one, other in apart}
        Review.objects.filter(status=Review.Status.REJECTED).update(status=Review.Status.OPEN)
        for pair in pairs:
            decide(pair, Review.Status.REJECTED)
        duplicates.regroup({pk for pair in pairs ^ before for pk in pair})
        assert found() == expected(outlines, apart=pairs)
        before = pairs


@given(
    texts=st.lists(st.sampled_from(POOL), min_size=NUMBER, max_size=NUMBER),
    order=st.permutations(range(NUMBER)),
    size=st.integers(1, NUMBER),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_too_many_have_is_left_out_in_whatever_order_they_come(ids: Sequence[int], texts, order, size):
    duplicates.forget()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bucketing, "MOST_IN_A_BUCKET", 3)
        for start in range(0, NUMBER, size):
            batch = [ids[at] for at in order[start : start + size]]
            duplicates.refresh(batch, {pk: texts[ids.index(pk)] for pk in batch})
    assert found() == expected(dict(zip(ids, texts, strict=True)), 3)


@pytest.mark.parametrize("shared", [1, 2])
def test_texts_are_compared_that_share_two_of_the_first_twelve_hashes(ids: Sequence[int], shared: int):
    begins = {0: range(1, 13), 1: [*range(1, 1 + shared), *range(20, 32 - shared)]}
    texts = {
        ids[at]: Outline(b"".join(one.to_bytes(4, "little") for one in (*begun, *range(100, 200))), 112)
        for at, begun in begins.items()
    }
    assert texts[ids[0]].is_alike(texts[ids[1]])
    duplicates.refresh(list(texts), texts)
    assert len(groups()) == shared - 1


@pytest.mark.django_db
def test_what_too_many_have_is_boilerplate_and_read_no_more(monkeypatch):
    monkeypatch.setattr(bucketing, "MOST_IN_A_BUCKET", 3)
    titles = ["First", "Second", "Third", "Fourth"]
    for title in titles[:3]:
        make(title, range(100))
    assert groups() == {frozenset(titles[:3])}
    fourth = make(titles[3], range(100))
    assert groups() == set()
    assert set(SketchBucket.objects.values_list("articles", flat=True)) == {None}
    Article.objects.filter(pk=fourth.pk).delete()
    indexing.refresh([fourth.pk])
    assert groups() == set()
    indexing.rebuild()
    assert groups() == {frozenset(titles[:3])}


# Repair


@pytest.mark.django_db
def test_a_rebuild_finds_everything_anew():
    for title in ("First", "Second", "Third"):
        make(title, range(100))
    stored = dict(SketchBucket.objects.values_list("pk", "articles"))
    SketchBucket.objects.all().delete()
    DuplicateGroup.objects.all().delete()
    Sketch.objects.all().delete()
    indexing.rebuild()
    assert groups() == {frozenset({"First", "Second", "Third"})}
    assert dict(SketchBucket.objects.values_list("pk", "articles")) == stored


@pytest.mark.django_db
def test_a_check_says_whose_sketch_is_not_that_of_its_text():
    made = [make(title, numbers) for title, numbers in (("First", range(100)), ("Second", range(90)))]
    assert indexing.wrong_entries() == []
    Revision.objects.filter(article=made[0]).update(body=" ".join(terms(range(1, 100))))
    Sketch.objects.filter(article=made[1]).delete()
    assert indexing.wrong_entries() == [article.pk for article in made]


@pytest.mark.django_db
def test_a_check_does_not_mend():
    make("First", range(100))
    Sketch.objects.all().delete()
    with pytest.raises(CommandError) as failed:
        call_command("rebuild_search", "--check")
    assert failed.value.returncode == 1
    assert not Sketch.objects.exists()
