"""The review queue: what the machine was unsure of is decided by a person, alone or with others, and no load
asks it again."""

import re
import shutil
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import indexing
from articles.admin.review_words import open_reviews
from articles.curation import reviewing
from articles.loader import Loader, Outcome
from articles.models import Article, Dump, Load, Refusal, Review, Source
from articles.readers import DumpFile
from tests import pages, rows

pytestmark = pytest.mark.django_db

DUMPS = Path(__file__).parent.parent / "fixtures" / "dumps"

Kind, Status = Review.Kind, Review.Status

HEADLINE = "Kazahstānas ciemos akimus tagad ievēl paši iedzīvotāji"
CROSSHEAD = "Kas drīkst kandidēt"
PICTURE = "akims_2023-11.jpg"
QUEUE = "/admin/articles/review/"


@pytest.fixture(autouse=True)
def _quick_passwords(settings) -> None:
    """Nobody signs in with one here; the real hash takes half a second a test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def dump(tmp_path: Path) -> Callable[..., Outcome]:
    """A function that loads the Latvian sample with the name of a picture in a text, and words replaced."""

    def load(**replaced: str) -> Outcome:
        path = tmp_path / "lv-page.txt"
        shutil.copy(DUMPS / path.name, path)
        for old, new in {CROSSHEAD: f"{PICTURE}\n\n{CROSSHEAD}", **replaced}.items():
            assert old in path.read_text()
            path.write_text(path.read_text().replace(old, new))
        with Loader() as loader:
            return loader.load(DumpFile.open(path))

    return load


@pytest.fixture
def signed_in() -> Callable[..., Client]:
    """A function that signs a person in who has these permissions and no others."""

    def sign_in(*names: str) -> Client:
        user = User.objects.create_user(f"person {User.objects.count()}", is_staff=True)
        user.user_permissions.add(*Permission.objects.filter(codename__in=names))
        client = Client()
        client.force_login(user)
        return client

    return sign_in


def long_body(number: int = 0) -> str:
    """A text that is long enough to have near-duplicates; another number, another text."""
    return " ".join(f"The deputy of district {number + at} spoke about it." for at in range(60))


def ask(kind: str, article: Article | None = None, **fields: object) -> Review:
    """A review of this kind that is open."""
    number = Review.objects.count()
    words = {
        Kind.LINE: ("a short line that is repeated", rows.BODIES["en"]),
        Kind.LANGUAGE: ("the language is not certain", "en"),
        Kind.SOURCE: ("the dump does not say whose page it is", f"Headline {number}"),
        Kind.DATE: ("a date that cannot be read", "5 Whitsun 2022"),
    }
    reason, text = words.get(kind, (Kind(kind).label, ""))
    made = {"reason": reason, "text": text, "mark": f"{number:064}", **fields}
    return Review.objects.create(kind=kind, article=article, **made)


def ask_of_a_pair(kind: str, other_language: str = "en") -> Review:
    body = long_body(1_000 * Article.objects.count())
    one, other = rows.make_article(body=body), rows.make_article(body=body, language=other_language)
    one.reviews.all().delete()
    return ask(kind, one, other=other)


def ask_of_a_refusal(raw: str = "Share\nMore news\n") -> Review:
    number = Dump.objects.count()
    refusal = Refusal.objects.create(
        dump=Dump.objects.create(name=f"{number}.txt", sha256=f"{number:064}", size=len(raw)),
        load=Load.objects.create(),
        byte_start=0,
        byte_end=len(raw),
        line_start=7,
        line_end=6 + len(raw.splitlines()),
        reader="page_text",
        reader_version=1,
        raw=zlib.compress(raw.encode()),
        reason="a heading without a body",
    )
    return ask(Kind.REFUSAL, refusal=refusal, reason=refusal.reason)


def ask_anything(kind: str) -> Review:
    if kind == Kind.REFUSAL:
        return ask_of_a_refusal()
    return ask_of_a_pair(kind) if kind in reviewing.PAIRS else ask(kind, rows.make_article())


def address_of(review: Review, query: str = "") -> str:
    return reverse("admin:articles_review_change", args=[review.pk]) + query


def page_of(client: Client, review: Review, query: str = "") -> pages.Element:
    return pages.read(client.get(address_of(review, query)))


def decide(client: Client, review: Review, decision: str, query: str = "", **fields: str) -> HttpResponse:
    """Opens the page of a review and presses a button, with what was filled in."""
    seen = page_of(client, review, query).all("input", name="seen")[0]["value"]
    return send(client, review, decision, seen, query, **fields)


def send(
    client: Client, review: Review, decision: str, seen: str, query: str = "", **fields: str
) -> HttpResponse:
    return client.post(address_of(review, query), {"decision": decision, "seen": seen, **fields})


def buttons(page: pages.Element) -> list[str]:
    """What can be decided, in words; the key that presses it stands behind them."""
    return [one.all("bdi")[0].text if one.all("bdi") else one.text for one in page.all("button", "button")]


def state_of(review: Review) -> str:
    return Review.objects.get(pk=review.pk).status


def body_of(article: Article) -> str:
    return article.revisions.get(is_current=True).body


def said(response: HttpResponse) -> list[str]:
    return [re.sub("<.*?>", "", str(message)) for message in response.context["messages"]]


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def asked_again(article: Article) -> list[str]:
    return list(Review.objects.filter(article=article, status=Status.OPEN).values_list("kind", flat=True))


# What is decided stays decided


def test_a_line_that_is_kept_is_not_asked_again_by_any_load(admin_client, admin_user, dump) -> None:
    dump()
    article = Article.objects.get(title=HEADLINE)
    review = article.reviews.get()
    assert (review.kind, review.text) == (Kind.LINE, PICTURE)

    assert decide(admin_client, review, "accept").status_code == 302
    review.refresh_from_db()
    assert (review.status, review.decided_by) == (Status.ACCEPTED, admin_user)
    assert review.decided_at is not None
    assert PICTURE in body_of(article)

    assert dump().unchanged == 3
    assert dump(**{CROSSHEAD: f"{PICTURE}\n\nKurš drīkst kandidēt"}).changed == 1
    assert asked_again(article) == []
    article.refresh_from_db()
    assert article.curated == []


def test_a_line_that_is_taken_out_stays_out_whatever_is_loaded(admin_client, admin_user, dump) -> None:
    dump()
    article = Article.objects.get(title=HEADLINE)
    before = body_of(article)
    assert decide(admin_client, article.reviews.get(), "take_out").status_code == 302

    edited = before.replace(f"{PICTURE}\n\n", "")
    assert body_of(article) == edited != before
    assert article.reviews.get().status == Status.REJECTED
    assert dump().unchanged == 3
    assert dump(**{CROSSHEAD: f"{PICTURE}\n\nKurš drīkst kandidēt"}).changed == 1

    article.refresh_from_db()
    assert (body_of(article), article.curated) == (edited, ["body"])
    assert asked_again(article) == []
    assert indexing.wrong_entries() == []
    newest = article.history.first()
    assert (newest.history_user, newest.wording, newest.history_change_reason) == (
        admin_user,
        2,
        "Review: a line that may be furniture",
    )


def test_a_line_is_taken_out_wherever_it_stands(admin_client) -> None:
    body = rows.paragraphs("Photo: Press", "Villages vote.", "Photo:  Press", "Photo: Press service")
    article = rows.make_article(body=body)
    review = ask(Kind.LINE, article, text="Photo: Press")
    assert buttons(page_of(admin_client, review)) == ["Keep the line", "Take the line out, all 2 times"]
    decide(admin_client, review, "take_out")
    assert body_of(article) == rows.paragraphs("Villages vote.", "Photo: Press service")


def test_a_line_that_stands_in_the_text_no_more_cannot_be_taken_out(admin_client) -> None:
    article = rows.make_article(body="Villages vote.")
    review = ask(Kind.LINE, article, text="Photo: Press")
    assert buttons(page_of(admin_client, review)) == ["Keep the line"]
    assert decide(admin_client, review, "take_out").status_code == 400
    with pytest.raises(reviewing.CannotDecide):
        reviewing.take_out(review, None)
    assert (state_of(review), body_of(article)) == (Status.OPEN, "Villages vote.")


def test_a_language_that_is_right_is_an_editors_from_then_on(admin_client, admin_user) -> None:
    article = rows.make_article(language="lv", language_confidence=0.41)
    review = ask(Kind.LANGUAGE, article, text="lv")
    assert buttons(page_of(admin_client, review)) == ["It is Latvian", "Set the language"]
    decide(admin_client, review, "accept")
    article.refresh_from_db()
    assert (article.language_id, article.language_confidence, article.curated) == ("lv", None, ["language"])
    assert state_of(review) == Status.ACCEPTED
    assert article.history.first().history_user == admin_user


def test_another_language_is_set_and_counted(admin_client) -> None:
    article = rows.make_article(language="lv")
    lithuanian = rows.make_language("lt")
    review = ask(Kind.LANGUAGE, article, text="lv")
    decide(admin_client, review, "set", language=lithuanian.pk)
    article.refresh_from_db()
    assert (article.language, article.curated, state_of(review)) == (
        lithuanian,
        ["language"],
        Status.REJECTED,
    )
    assert indexing.wrong_counts() == []


@pytest.mark.parametrize("typed", ["Baltic Review", " baltic  review ", "The Baltic Review"])
def test_a_source_is_set_by_its_name_or_one_that_was_merged_into_it(admin_client, typed: str) -> None:
    source = rows.make_source("Baltic Review")
    Source.objects.filter(pk=rows.make_source("The Baltic Review").pk).update(merged_into=source)
    article = rows.make_article(source=Source.UNKNOWN)
    review = ask(Kind.SOURCE, article)
    decide(admin_client, review, "set", source=typed)
    article.refresh_from_db()
    assert (article.source, article.curated, state_of(review)) == (source, ["source"], Status.REJECTED)
    assert indexing.wrong_counts() == []


@pytest.mark.parametrize("typed", ["Nobody's Gazette", Source.UNKNOWN, ""])
def test_a_source_that_is_none_is_refused_and_what_was_typed_stays(admin_client, typed: str) -> None:
    review = ask(Kind.SOURCE, rows.make_article(source=Source.UNKNOWN))
    page = pages.read(decide(admin_client, review, "set", source=typed))
    assert page.one("input", name="source").attributes.get("value", "") == typed
    assert len(page.all("ul", "errorlist")) == 1
    assert state_of(review) == Status.OPEN


def test_a_source_nobody_knows_stays_open_to_what_a_dump_may_say(admin_client) -> None:
    article = rows.make_article(source=Source.UNKNOWN)
    review = ask(Kind.SOURCE, article)
    assert buttons(page_of(admin_client, review))[0] == "Nobody knows: leave it so"
    decide(admin_client, review, "accept")
    article.refresh_from_db()
    assert (article.curated, state_of(review)) == ([], Status.ACCEPTED)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2022", (datetime(2022, 1, 1, tzinfo=UTC), "year")),
        ("2022-06", (datetime(2022, 6, 1, tzinfo=UTC), "month")),
        (" 2022-06-05 ", (datetime(2022, 6, 5, tzinfo=UTC), "day")),
    ],
)
def test_a_date_is_set_as_precisely_as_it_is_typed(admin_client, typed: str, stored: object) -> None:
    article = rows.make_article()
    review = ask(Kind.DATE, article)
    decide(admin_client, review, "set", published=typed)
    article.refresh_from_db()
    assert (article.published_at, article.published_precision) == stored
    assert (article.curated, article.published_origin) == (["published"], "editor")
    assert state_of(review) == Status.REJECTED
    assert indexing.wrong_counts() == []


@pytest.mark.parametrize("typed", ["5 June 2022", "2022-13", "0000", "2022-06-05-07", ""])
def test_a_date_that_is_none_is_refused_and_what_was_typed_stays(admin_client, typed: str) -> None:
    review = ask(Kind.DATE, rows.make_article())
    page = pages.read(decide(admin_client, review, "set", published=typed))
    assert page.one("input", name="published").attributes.get("value", "") == typed
    assert len(page.all("ul", "errorlist")) == 1
    assert state_of(review) == Status.OPEN


def test_a_date_nobody_stated_stays_open_to_what_a_dump_may_say(admin_client) -> None:
    article = rows.make_article(published_text="5 Whitsun 2022")
    review = ask(Kind.DATE, article)
    assert buttons(page_of(admin_client, review)) == ["Nobody stated it", "Set the date"]
    decide(admin_client, review, "accept")
    article.refresh_from_db()
    assert (article.published_at, article.curated, state_of(review)) == (None, [], Status.ACCEPTED)


@pytest.mark.parametrize(
    ("status", "offered", "then"),
    [
        ("hidden", ["Leave it hidden", "Publish it"], "published"),
        ("published", ["Leave it published", "Hide it"], "hidden"),
    ],
)
def test_an_article_that_no_dump_has_is_published_or_hidden(admin_client, status, offered, then) -> None:
    article = rows.make_article(status=status)
    review = ask(Kind.UNSEEN, article)
    assert buttons(page_of(admin_client, review)) == offered
    decide(admin_client, review, "set")
    article.refresh_from_db()
    assert (article.status, state_of(review)) == (then, Status.REJECTED)
    assert indexing.wrong_counts() == []
    decide(admin_client, review, "accept")
    assert (Article.objects.get(pk=article.pk).status, state_of(review)) == (then, Status.ACCEPTED)


def test_a_withdrawn_article_is_left_so(admin_client) -> None:
    review = ask(Kind.UNSEEN, rows.make_article(status="withdrawn"))
    assert buttons(page_of(admin_client, review)) == ["Leave it withdrawn"]
    with pytest.raises(reviewing.CannotDecide):
        reviewing.set_status(review, Article.Status.PUBLISHED, None)


def test_near_duplicates_are_kept_apart_and_put_together_again(admin_client) -> None:
    one, other = rows.make_article(body=long_body()), rows.make_article(body=f"{long_body()} More.")
    review = Review.objects.get(kind=Kind.DUPLICATE, article=one, other=other)

    def groups() -> list[int | None]:
        return list(Article.objects.order_by("pk").values_list("duplicates", flat=True))

    assert len(set(groups())) == 1
    decide(admin_client, review, "reject")
    assert (groups(), state_of(review)) == ([None, None], Status.REJECTED)
    rows.add_revision(other, f"{long_body()} And more.")
    indexing.refresh([one.pk, other.pk])
    assert (groups(), state_of(review)) == ([None, None], Status.REJECTED)

    decide(admin_client, review, "accept")
    assert None not in groups()
    assert (len(set(groups())), state_of(review)) == (1, Status.ACCEPTED)


def test_a_pair_becomes_one_story(admin_client) -> None:
    review = ask_of_a_pair(Kind.STORY, "lv")
    decide(admin_client, review, "accept")
    one, other = (Article.objects.get(pk=pk) for pk in (review.article_id, review.other_id))
    assert one.story is not None
    assert (one.story, state_of(review)) == (other.story, Status.ACCEPTED)
    page = pages.read(decide(admin_client, review, "reject"))
    assert page.one("p", "errornote").text.startswith("They are told as one story by now")
    assert state_of(review) == Status.ACCEPTED


def test_a_pair_is_no_story(admin_client) -> None:
    review = ask_of_a_pair(Kind.STORY, "lv")
    decide(admin_client, review, "reject")
    assert state_of(review) == Status.REJECTED
    assert not Article.objects.exclude(story=None).exists()


def test_a_refused_block_is_seen(admin_client) -> None:
    review = ask_of_a_refusal()
    page = page_of(admin_client, review)
    assert buttons(page) == ["Seen"]
    assert [row.text for row in page.one("table", "archive-lines").all("tr")] == ["7 Share", "8 More news"]
    decide(admin_client, review, "accept")
    assert state_of(review) == Status.ACCEPTED


def test_what_is_no_pair_cannot_be_rejected_as_it_stands(admin_client) -> None:
    review = ask(Kind.LINE, rows.make_article())
    assert decide(admin_client, review, "reject").status_code == 400
    with pytest.raises(reviewing.CannotDecide):
        reviewing.reject([review], None)
    assert state_of(review) == Status.OPEN


def test_a_decision_is_in_the_log(admin_client, admin_user) -> None:
    review = ask(Kind.LINE, rows.make_article())
    decide(admin_client, review, "accept")
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id, entry.change_message) == (
        admin_user,
        str(review.pk),
        "Keep the line.",
    )


def test_a_decision_that_fails_leaves_nothing_half_done(admin_client, monkeypatch) -> None:
    article = rows.make_article(body="Villages vote.\n\nPhoto: Press")
    review = ask(Kind.LINE, article, text="Photo: Press")

    def fail(_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(indexing, "refresh", fail)
    with pytest.raises(RuntimeError):
        decide(admin_client, review, "take_out")
    assert (state_of(review), body_of(article)) == (Status.OPEN, "Villages vote.\n\nPhoto: Press")
    assert not LogEntry.objects.exists()


# From one to the next


def test_a_decision_leads_on_to_the_next_of_its_kind(admin_client) -> None:
    article = rows.make_article()
    first, _, second = ask(Kind.DATE, article), ask(Kind.SOURCE, article), ask(Kind.DATE, article)
    filtered = "?_changelist_filters=kind%3Ddate"
    page = page_of(admin_client, first, filtered)
    (skip,) = page.all("a", accesskey="n")
    assert skip["href"] == f"{address_of(second, filtered)}#asked"
    assert page.all("a", accesskey="p") == []

    response = decide(admin_client, first, "accept", filtered)
    assert response["Location"] == f"{address_of(second, filtered)}#asked"
    response = admin_client.get(response["Location"])
    assert said(response) == ["Nobody stated it: decided. Look at it again"]
    assert f'href="{address_of(first, filtered)}#asked"' in str(next(iter(response.context["messages"])))


def test_behind_the_last_one_stands_the_queue_as_it_was_filtered(admin_client) -> None:
    review = ask(Kind.DATE, rows.make_article())
    response = decide(admin_client, review, "accept", "?_changelist_filters=kind%3Ddate%26o%3D5")
    assert response["Location"] == f"{QUEUE}?kind=date&o=5"
    assert said(admin_client.get(response["Location"])) == [
        "Nobody stated it: decided. Look at it again",
        "No other doubtful date is waiting behind it.",
    ]


def test_a_queue_that_was_sorted_is_gone_through_the_other_way(admin_client) -> None:
    article = rows.make_article()
    oldest, middle, newest = (ask(Kind.DATE, article) for _ in range(3))
    filtered = "?_changelist_filters=o%3D-5"
    listed = admin_client.get(f"{QUEUE}?o=-5").context["cl"].result_list
    assert list(listed) == [newest, middle, oldest]
    page = page_of(admin_client, middle, filtered)
    assert page.one("a", accesskey="n")["href"] == f"{address_of(oldest, filtered)}#asked"
    assert page.one("a", accesskey="p")["href"] == f"{address_of(newest, filtered)}#asked"


def test_what_another_editor_decided_meanwhile_is_said_and_not_undone(admin_client) -> None:
    review = ask(Kind.DATE, rows.make_article())
    seen = page_of(admin_client, review).all("input", name="seen")[0]["value"]
    other = User.objects.create_user("Ilze")
    reviewing.accept([review], other)

    page = pages.read(send(admin_client, review, "set", seen, published="2022-06"))
    assert page.one("p", "errornote").text == "Ilze has decided it since you opened this: accepted."
    assert page.one("input", name="published")["value"] == "2022-06"
    assert Review.objects.get().decided_by == other

    seen = page.all("input", name="seen")[0]["value"]
    assert send(admin_client, review, "set", seen, published="2022-06").status_code == 302
    assert state_of(review) == Status.REJECTED


def test_an_article_that_a_load_changed_meanwhile_is_looked_at_again(admin_client, dump) -> None:
    dump()
    review = Review.objects.get(article__title=HEADLINE)
    seen = page_of(admin_client, review).all("input", name="seen")[0]["value"]
    Article.objects.get(title=HEADLINE).save()
    page = pages.read(send(admin_client, review, "take_out", seen))
    assert page.one("p", "errornote").text.startswith("A load or another editor has changed the article")
    assert state_of(review) == Status.OPEN
    assert PICTURE in body_of(review.article)


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_not_asked_any_more_leads_back_to_the_queue(admin_client, method: str) -> None:
    review = ask(Kind.DATE, rows.make_article())
    address = address_of(review, "?_changelist_filters=kind%3Ddate")
    review.delete()
    response = getattr(admin_client, method)(address, {"decision": "accept", "seen": ""})
    assert response.status_code == 302
    response = admin_client.get(response["Location"])
    assert [words.partition(":")[0] for words in said(response)] == ["It is not asked any more"]


# Who may


def test_who_may_only_look_sees_no_button_and_is_refused(signed_in) -> None:
    client = signed_in("view_review")
    review = ask(Kind.LINE, rows.make_article())
    page = page_of(client, review)
    assert buttons(page) == []
    assert page.all("input", name="seen") == []
    assert client.post(address_of(review), {"decision": "accept"}).status_code == 403
    assert act(client, "accept", review).status_code == 200
    assert state_of(review) == Status.OPEN


def test_who_may_not_look_is_refused(signed_in) -> None:
    client = signed_in("view_article")
    review = ask(Kind.LINE, rows.make_article())
    assert client.get(address_of(review)).status_code == 403
    assert client.get(QUEUE).status_code == 403
    assert client.get(f"{QUEUE}add/").status_code == 403


@pytest.mark.parametrize(
    ("kind", "decision", "needed"),
    [
        (Kind.LINE, "take_out", "change_article"),
        (Kind.LANGUAGE, "accept", "change_article"),
        (Kind.LANGUAGE, "set", "change_article"),
        (Kind.SOURCE, "set", "change_article"),
        (Kind.DATE, "set", "change_article"),
        (Kind.UNSEEN, "set", "change_article"),
        (Kind.STORY, "accept", "merge_article"),
    ],
)
def test_what_changes_articles_needs_that_permission_too(signed_in, kind, decision, needed) -> None:
    review = ask_anything(kind)
    fields = {"source": "EU Reporter", "published": "2022", "language": rows.make_language("lv").pk}
    client = signed_in("change_review")
    seen = pages.read(signed_in("change_review", needed).get(address_of(review)))
    seen = seen.all("input", name="seen")[0]["value"]
    page = page_of(client, review)
    assert decision not in [one.attributes.get("value") for one in page if one.name in ("button", "input")]
    assert send(client, review, decision, seen, **fields).status_code == 403
    assert state_of(review) == Status.OPEN
    assert send(signed_in("change_review", needed), review, decision, seen, **fields).status_code == 302
    assert state_of(review) != Status.OPEN


def test_what_changes_no_article_needs_no_more(signed_in) -> None:
    client = signed_in("change_review")
    for kind, decision in (
        (Kind.LINE, "accept"),
        (Kind.SOURCE, "accept"),
        (Kind.DATE, "accept"),
        (Kind.UNSEEN, "accept"),
        (Kind.DUPLICATE, "reject"),
        (Kind.STORY, "reject"),
        (Kind.REFUSAL, "accept"),
    ):
        assert decide(client, ask_anything(kind), decision).status_code == 302
    assert not Review.objects.filter(status=Status.OPEN).exclude(kind=Kind.DUPLICATE).exists()


# Many at once


def act(client: Client, action: str, *reviews: Review, query: str = "", **fields: object) -> HttpResponse:
    """Chooses reviews in the queue, and an action."""
    sent = {"action": action, "_selected_action": [review.pk for review in reviews], **fields}
    return client.post(QUEUE + query, sent, follow=True)


def confirm(client: Client, action: str, *reviews: Review, **more: object) -> HttpResponse:
    page = pages.read(act(client, action, *reviews, **more))
    return act(client, action, *reviews, **more, confirmed=page.one("button", name="confirmed")["value"])


def test_many_are_accepted_after_a_page_that_lists_them(admin_client, admin_user) -> None:
    article = rows.make_article(language="lv")
    asked = [ask(Kind.LINE, article, text="Reklāma"), ask(Kind.LANGUAGE, article, text="lv")]
    left = ask(Kind.DATE, article)

    page = pages.read(act(admin_client, "accept", *asked))
    assert [[cell.text for cell in row.all("td")] for row in page.one("tbody").all("tr")] == [
        [article.title, "A short line that is repeated: Reklāma", "Keep the line"],
        [article.title, "The language is not certain: Latvian", "It is Latvian"],
    ]
    assert set(map(state_of, asked)) == {Status.OPEN}

    response = confirm(admin_client, "accept", *asked)
    assert said(response) == ["Accepted: 2 reviews."]
    assert set(map(state_of, asked)) == {Status.ACCEPTED}
    assert state_of(left) == Status.OPEN
    article.refresh_from_db()
    assert article.curated == ["language"]
    assert {(entry.user, entry.object_id) for entry in LogEntry.objects.all()} == {
        (admin_user, str(review.pk)) for review in asked
    }


def test_all_that_a_filter_leaves_is_accepted_and_no_more(admin_client) -> None:
    article = rows.make_article()
    dates, line = [ask(Kind.DATE, article) for _ in range(3)], ask(Kind.LINE, article)
    confirm(admin_client, "accept", dates[0], query="?kind=date", select_across="1")
    assert set(map(state_of, dates)) == {Status.ACCEPTED}
    assert state_of(line) == Status.OPEN


def test_only_pairs_are_rejected_together(admin_client) -> None:
    pairs = [ask_of_a_pair(Kind.STORY, "lv"), ask_of_a_pair(Kind.STORY, "pl")]
    line = ask(Kind.LINE, rows.make_article())
    page = pages.read(act(admin_client, "reject", *pairs, line))
    assert [row.all("td")[2].text for row in page.one("tbody").all("tr")] == ["Not the same story"] * 2
    confirm(admin_client, "reject", *pairs, line)
    assert set(map(state_of, pairs)) == {Status.REJECTED}
    assert state_of(line) == Status.OPEN
    assert said(act(admin_client, "reject", line)) == [
        "Choose open ones that can be decided so, 10,000 at the most."
    ]


def test_what_was_decided_meanwhile_is_listed_anew_and_not_decided_over(admin_client) -> None:
    article = rows.make_article()
    asked = [ask(Kind.DATE, article) for _ in range(2)]
    mark = pages.read(act(admin_client, "accept", *asked)).one("button", name="confirmed")["value"]
    Review.objects.filter(pk=asked[0].pk).update(status=Status.REJECTED)
    page = pages.read(act(admin_client, "accept", *asked, confirmed=mark))
    assert len(page.all("p", "errornote")) == 1
    assert len(page.one("tbody").all("tr")) == 1
    assert [state_of(review) for review in asked] == [Status.REJECTED, Status.OPEN]


def test_of_many_only_those_are_decided_that_this_person_may(signed_in) -> None:
    client = signed_in("change_review")
    article = rows.make_article()
    date, language = ask(Kind.DATE, article), ask(Kind.LANGUAGE, article)
    confirm(client, "accept", date, language)
    assert (state_of(date), state_of(language)) == (Status.ACCEPTED, Status.OPEN)
    assert act(client, "accept", language).status_code == 403


def test_many_that_fail_leave_nothing_half_done(admin_client, monkeypatch) -> None:
    asked = [ask_of_a_pair(Kind.STORY, "lv"), ask(Kind.DATE, rows.make_article())]

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(LogEntry.objects, "log_actions", fail)
    with pytest.raises(RuntimeError):
        confirm(admin_client, "accept", *asked)
    assert set(map(state_of, asked)) == {Status.OPEN}
    assert not Article.objects.exclude(story=None).exists()


# What is shown


def test_the_queue_is_what_is_open(admin_client) -> None:
    article = rows.make_article()
    waiting, _ = ask(Kind.LINE, article), ask(Kind.DATE, article, status=Status.ACCEPTED)
    apart = ask(Kind.DATE, article, status=Status.REJECTED)
    for query, listed in (
        ("", [waiting]),
        ("?kind=line", [waiting]),
        ("?kind=date", []),
        ("?status=rejected", [apart]),
        ("?status=nonsense", [waiting]),
        ("?kind=nonsense", [waiting]),
    ):
        assert list(admin_client.get(QUEUE + query).context["cl"].result_list) == listed, query


def test_the_queue_shows_what_is_asked_of_what(admin_client) -> None:
    article = rows.make_article(language="ar")
    review = ask(Kind.LINE, article, text="إعلان", line=12)
    page = pages.read(admin_client.get(QUEUE))
    row = page.one("table", id="result_list").one("tbody").one("tr")
    assert [cell.text for cell in row.all("td")][1:4] == [
        article.title,
        "A short line that is repeated: إعلان",
        "12",
    ]
    assert row.one("span", lang="ar")["dir"] == "auto"
    assert row.one("th").one("a")["href"] == f"{address_of(review)}#asked"


def test_the_filter_counts_what_is_open_up_to_a_bound(admin_client, monkeypatch) -> None:
    article = rows.make_article()
    for _ in range(3):
        ask(Kind.DATE, article)
    ask(Kind.DATE, article, status=Status.ACCEPTED)
    ask(Kind.LINE, article)

    def offered() -> list[str]:
        page = pages.read(admin_client.get(f"{QUEUE}?kind=line"))
        links = page.one("nav", "", id="changelist-filter").all("a")
        return [link.text for link in links if "ine" in link.text or "date" in link.text]

    assert offered() == ["Lines that may be furniture (1)", "Doubtful dates (3)"]
    monkeypatch.setattr(reviewing, "MOST_COUNTED", 2)
    monkeypatch.setattr("articles.admin.review_words.MOST_COUNTED", 2)
    assert offered() == ["Lines that may be furniture (1)", "Doubtful dates (more than 2)"]


def test_the_line_is_marked_in_the_text_and_in_the_dump(admin_client) -> None:
    article = rows.make_article(language="lv", body="Ciemos vēlē.\n\nReklāma\n\nRezultāti rīt.")
    raw = "Dalīties:\n\nCiemos vēlē.\n\nReklāma\n\nReklāma \nRezultāti rīt.\n"
    rows.add_sighting(article.revisions.get(), raw, line=40)
    page = page_of(admin_client, ask(Kind.LINE, article, text="Reklāma", line=46))
    text, lines = page.all("div", "review-panel")
    assert text.texts("mark") == ["Reklāma"]
    marked = [(row.one("th").text, row.one("mark").text) for row in lines.all("tr") if row.all("mark")]
    assert marked == [("44", "Reklāma"), ("46", "Reklāma")]
    assert page.one("tr", id="asked").one("th").text == "46"
    assert [row.one("td")["lang"] for row in lines.all("tr")][:1] == ["lv"]
    assert "Dalīties:" in lines.text
    assert page.one("section", "review-desk").all("a")[0].text == "line 46"


def test_the_place_is_shown_where_the_words_stand_not_the_newest(admin_client) -> None:
    article = rows.make_article()
    rows.add_sighting(article.revisions.get(), "Published: 5 Whitsun 2022\n", dump="with.txt")
    rows.add_sighting(
        rows.add_revision(article, "Another wording."), "Another wording.\n", dump="without.txt"
    )
    page = page_of(admin_client, ask(Kind.DATE, article))
    assert page.one("tr", id="asked").text == "1 Published: 5 Whitsun 2022"
    page = page_of(admin_client, ask(Kind.LANGUAGE, article))
    assert page.one("table", "archive-lines").text == "1 Another wording."


def test_of_a_long_block_what_is_around_the_line_is_shown(admin_client) -> None:
    article = rows.make_article()
    lines = [f"Paragraph {number}" for number in range(1, 2001)]
    rows.add_sighting(article.revisions.get(), "\n".join(lines) + "\n")
    page = page_of(admin_client, ask(Kind.LINE, article, text="Paragraph 1500", line=1500))
    shown = [row.one("th").text for row in page.one("table", "archive-lines").all("tr")]
    assert (shown[0], shown[-1], len(shown)) == ("1200", "1799", 600)
    assert page.texts("p", "archive-rest") == ["1199 lines before these", "201 lines behind these"]


def test_near_duplicates_stand_beside_each_other_with_what_differs(admin_client) -> None:
    one = rows.make_article(body="Turnout was 77 per cent.\n\nPolls closed at eight.")
    other = rows.make_article(body="Turnout was 78 per cent.\n\nPolls closed at eight.")
    page = page_of(admin_client, ask(Kind.DUPLICATE, one, other=other))
    differs = page.one("section", "review-differences")
    assert [paragraph.text for paragraph in differs.all("p")] == [
        "Turnout was 77 per cent.",
        "Turnout was 78 per cent.",
        "1 paragraph is the same",
    ]
    assert (differs.texts("del"), differs.texts("ins")) == (["77"], ["78"])
    assert buttons(page) == ["They are near-duplicates", "Keep them apart", "Merge one into the other…"]


def test_the_same_text_is_said_to_be_the_same(admin_client) -> None:
    review = ask_of_a_pair(Kind.DUPLICATE)
    differs = page_of(admin_client, review).one("section", "review-differences")
    assert differs.texts("p") == ["1 paragraph is the same"]


def test_a_story_in_two_languages_stands_side_by_side_with_what_it_shares(admin_client) -> None:
    one, other = rows.make_article(language="th"), rows.make_article(language="ar")
    review = ask(Kind.STORY, one, other=other, reason="both have 2565, 5 and “Tokayev”")
    page = page_of(admin_client, review)
    assert "both have 2565, 5 and “Tokayev”" in page.one("p", "review-question").text.lower().replace(
        "tokayev", "Tokayev"
    )
    assert [(panel["lang"], panel["dir"], panel.text) for panel in page.all("div", "review-panel")] == [
        ("th", "ltr", rows.BODIES["th"]),
        ("ar", "rtl", rows.BODIES["ar"]),
    ]


def test_near_duplicates_can_be_merged_by_who_may(admin_client, signed_in) -> None:
    review = ask_of_a_pair(Kind.DUPLICATE)
    form = page_of(admin_client, review).one("form", action=reverse("admin:articles_article_changelist"))
    sent: dict[str, list[str]] = {}
    for field in form.all("input"):
        sent.setdefault(field["name"], []).append(field["value"])
    page = pages.read(admin_client.post(form["action"], sent))
    assert len(page.all("input", name="kept")) == 2
    assert "Merge one into the other…" not in buttons(page_of(signed_in("change_review"), review))


def test_what_is_in_doubt_is_marked_among_the_facts(admin_client) -> None:
    article = rows.make_article(language="lv", language_confidence=0.41, source=Source.UNKNOWN)
    for kind, marked in (
        (Kind.LANGUAGE, "Latvian, 41% certain"),
        (Kind.SOURCE, "Unknown source"),
        (Kind.DATE, "not stated"),
        (Kind.UNSEEN, "published"),
    ):
        facts = page_of(admin_client, ask(kind, article)).one("dl", "review-facts")
        assert facts.texts("mark") == [marked]


def test_hostile_words_are_words(admin_client) -> None:
    hostile = '<script>alert(1)</script><img src=x onerror=alert(2)> "\u202eciemos'
    article = rows.make_article(title=hostile, body=hostile, source=hostile, byline=hostile, url=hostile)
    rows.add_sighting(article.revisions.get(), hostile, dump=hostile)
    asked = [ask(kind, article, text=hostile, reason=hostile) for kind in Kind.values[:5]]
    asked.append(ask(Kind.STORY, article, other=rows.make_article(title=hostile), reason=hostile))
    asked.append(ask_of_a_refusal(hostile))
    for response in [
        *(admin_client.get(address_of(review)) for review in asked),
        admin_client.get(QUEUE),
        act(admin_client, "accept", *asked),
    ]:
        page = pages.read(response)
        assert [script for script in page.all("script") if "src" not in script.attributes] == []
        assert [one for one in page if {"onerror", "onclick", "style"} & one.attributes.keys()] == []
        assert "<script>alert(1)</script>" in page.raw_text


# Where it is found


def test_the_first_page_says_what_is_waiting_for_a_person(admin_client, signed_in) -> None:
    article = rows.make_article()
    for kind in (Kind.DATE, Kind.DATE, Kind.LINE):
        ask(kind, article)
    ask(Kind.SOURCE, article, status=Status.ACCEPTED)
    waiting = pages.read(admin_client.get(reverse("admin:index"))).one("section", "archive-waiting")
    assert {link.text: link["href"] for link in waiting.all("a")} == {
        "1 line that may be furniture": f"{QUEUE}?kind=line",
        "2 doubtful dates": f"{QUEUE}?kind=date",
    }
    page = pages.read(signed_in("view_article").get(reverse("admin:index")))
    assert page.all("section", "archive-waiting") == []


def test_nothing_waiting_is_not_mentioned(admin_client) -> None:
    page = pages.read(admin_client.get(reverse("admin:index")))
    assert page.all("section", "archive-waiting") == []


def test_an_article_leads_to_what_is_asked_of_it() -> None:
    one, other, third = (rows.make_article(body=f"Wording {number}.") for number in range(3))
    asked = [
        ask(Kind.LINE, one, text="Reklāma"),
        ask(Kind.STORY, one, other=other, reason="they share much"),
    ]
    ask(Kind.DATE, one, status=Status.ACCEPTED)
    assert [link["href"] for link in pages.read_html(open_reviews(one)).all("a")] == [
        address_of(review) for review in asked
    ]
    assert [link.text for link in pages.read_html(open_reviews(other)).all("a")] == ["They share much"]
    assert open_reviews(third) == "—"


# What it costs


def test_the_queue_costs_the_same_with_few_and_with_many(admin_client) -> None:
    def fill() -> None:
        for kind in Kind.values:
            ask_anything(kind)

    fill()
    queries_of(admin_client, QUEUE)
    few = queries_of(admin_client, QUEUE)
    for _ in range(5):
        fill()
    assert queries_of(admin_client, QUEUE) == few
    assert few <= 12


@pytest.mark.parametrize("kind", Kind.values)
def test_a_page_costs_little_however_much_there_is(admin_client, kind) -> None:
    review = ask_anything(kind)
    if review.article:
        rows.add_sighting(review.article.revisions.get(), "Villages vote.\n")
    queries_of(admin_client, address_of(review))
    one = queries_of(admin_client, address_of(review))
    for _ in range(5):
        ask_anything(kind)
        if review.article:
            rows.add_sighting(rows.add_revision(review.article, f"Wording {_}"), "Villages vote.\n")
    assert queries_of(admin_client, address_of(review)) == one
    assert one <= 12


def test_the_first_page_costs_little(admin_client) -> None:
    for kind in Kind.values:
        ask_anything(kind)
    queries_of(admin_client, reverse("admin:index"))
    assert queries_of(admin_client, reverse("admin:index")) <= 12


def test_the_page_of_many_costs_the_same_with_few_and_with_more(admin_client) -> None:
    article = rows.make_article()

    def cost(*reviews: Review) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert act(admin_client, "accept", *reviews).status_code == 200
        return len(captured)

    asked = [ask(Kind.DATE, article) for _ in range(2)]
    cost(*asked)
    few = cost(*asked)
    assert cost(*asked, *(ask(Kind.DATE, article) for _ in range(20))) == few
    assert few <= 14
