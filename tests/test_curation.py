"""Curation: what an editor decides in the admin is written whole, counted, and outlives every load."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.forms import CheckboxSelectMultiple
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from articles import indexing
from articles.dates import Precision
from articles.loader import Loader, Outcome
from articles.models import Article, ArticleTag, FacetCount, Tag, TagRemoval
from articles.readers import DumpFile
from tests import rows

pytestmark = pytest.mark.django_db

DUMPS = Path(__file__).parent.parent / "fixtures" / "dumps"

FEED_TITLE = "Five Years of Open Voting: How Latvia Chooses Its President"
FEED_SENTENCE = "The rule itself is short."
PAGE_TITLE = "Kazahstānas ciemos akimus tagad ievēl paši iedzīvotāji"


@pytest.fixture(autouse=True)
def _quick_passwords(settings) -> None:
    """Nobody signs in with one here; the real hash takes half a second a test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def dump(tmp_path: Path):
    """A function that loads a sample under its own name, with words replaced."""

    def load(name: str = "en-feed.txt", **replaced: str) -> Outcome:
        path = tmp_path / name
        shutil.copy(DUMPS / name, path)
        for old, new in replaced.items():
            assert old in path.read_text()
            path.write_text(path.read_text().replace(old, new))
        with Loader() as loader:
            return loader.load(DumpFile.open(path))

    return load


def edit(client: Client, article: Article, **fields: object) -> HttpResponse:
    """Opens an article's form, changes these fields, and sends it as a browser would."""
    return client.post(page_of(article), filled_in(client, article) | fields)


def filled_in(client: Client, article: Article) -> dict[str, object]:
    """The form as it is when nobody has touched it, with the line ends of a browser."""
    form = client.get(page_of(article)).context["adminform"].form
    sent: dict[str, object] = {}
    for bound in form:
        value = bound.value()
        if isinstance(bound.field.widget, CheckboxSelectMultiple):
            continue
        if bound.name == "published_at":
            date, time = bound.field.widget.decompress(value)
            sent |= {"published_at_0": date or "", "published_at_1": time or ""}
        elif isinstance(value, bool):
            sent |= {bound.name: "on"} if value else {}
        else:
            sent[bound.name] = "" if value is None else value
    return {
        name: value.replace("\n", "\r\n") if isinstance(value, str) else value for name, value in sent.items()
    }


def page_of(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def act(client: Client, action: str, *articles: Article, **fields: object) -> HttpResponse:
    """Chooses articles in the list and an action, fills its form, and confirms what it says."""
    address = reverse("admin:articles_article_changelist")
    sent = {"action": action, "_selected_action": [article.pk for article in articles], **fields}
    page = client.post(address, sent | {"asked": "1"})
    if page.status_code != 200:
        return client.get(page["Location"])
    return client.post(address, sent | {"asked": "1", "confirmed": page.context["mark"]}, follow=True)


def said(response: HttpResponse) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def errors(response: HttpResponse) -> dict[str, list[str]]:
    assert response.status_code == 200
    return dict(response.context["adminform"].form.errors)


def shown(article: Article) -> dict[str, object]:
    """Everything of an article that an editor may decide."""
    article = Article.objects.get(pk=article.pk)
    beside = ("source", "language", "published", "body")
    columns = [name for name in Article.CURATED_FIELDS if name not in beside]
    return {name: getattr(article, name) for name in columns} | {
        "source": article.source.name,
        "language": article.language_id,
        "published": (article.published_at, article.published_precision),
    }


def tags_of(article: Article) -> dict[str, str]:
    return dict(article.article_tags.values_list("tag__name", "origin"))


EVERYTHING = {
    "title": "Latvia: five years of open voting",
    "section": "Constitution",
    "byline": "Ilze Kalniņa",
    "excerpt": "The curtain is gone.\nTwo presidents later, what has it changed?",
    "url": "https://steppe-chronicle.example/latvia/",
}


def test_an_edit_of_every_field_outlives_the_same_dump_and_a_changed_one(admin_client, dump) -> None:
    dump()
    article = Article.objects.get(title=FEED_TITLE)
    response = edit(
        admin_client,
        article,
        **EVERYTHING,
        source=rows.make_source("Baltic Review").pk,
        language=rows.make_language("lv").pk,
        published_at_0="2024-01-09",
        published_at_1="",
        published_precision="day",
    )
    assert response.status_code == 302
    decided = EVERYTHING | {
        "source": "Baltic Review",
        "language": "lv",
        "published": (datetime(2024, 1, 9, tzinfo=UTC), Precision.DAY),
    }
    assert shown(article) == decided
    assert Article.objects.get(pk=article.pk).curated == [
        field for field in Article.CURATED_FIELDS if field != "body"
    ]

    assert dump().unchanged == 6
    assert shown(article) == decided

    outcome = dump(**{FEED_SENTENCE: "The rule itself is very short."})
    assert (outcome.changed, outcome.unchanged) == (1, 5)
    assert shown(article) == decided
    current = article.revisions.get(is_current=True)
    assert current.number == 2
    assert "The rule itself is very short." in current.body
    assert indexing.wrong_counts() == []


def test_what_the_editor_left_alone_follows_the_dump(admin_client, dump) -> None:
    dump()
    article = Article.objects.get(title=FEED_TITLE)
    edit(admin_client, article, byline="Ilze Kalniņa")

    dump(**{FEED_TITLE: "Open Voting in Latvia"})

    article.refresh_from_db()
    assert article.curated == ["byline"]
    assert (article.title, article.byline) == ("Open Voting in Latvia", "Ilze Kalniņa")
    assert article.slug == "open-voting-in-latvia"


@pytest.mark.parametrize("name", sorted(path.name for path in DUMPS.iterdir()))
def test_opening_and_saving_decides_nothing(admin_client, dump, name: str) -> None:
    dump(name)
    before = list(Article.objects.order_by("pk").values())
    counted = list(FacetCount.objects.order_by("pk").values())
    for article in Article.objects.all():
        assert edit(admin_client, article).status_code == 302
    after = list(Article.objects.order_by("pk").values())
    assert [row | {"updated_at": None} for row in after] == [row | {"updated_at": None} for row in before]
    assert list(FacetCount.objects.order_by("pk").values()) == counted


def test_line_ends_and_seconds_are_no_change(admin_client) -> None:
    article = rows.make_article(
        published="2022-06-05T09:30:15",
        excerpt="First line\nsecond line",
        section=None,
        byline="",
    )
    edit(admin_client, article)
    article.refresh_from_db()
    assert (article.curated, article.excerpt) == ([], "First line\nsecond line")
    assert (article.section, article.byline) == (None, "")


def test_erasing_a_field_is_a_decision_too(admin_client, dump) -> None:
    dump()
    article = Article.objects.get(title=FEED_TITLE)
    edit(admin_client, article, excerpt="", published_at_0="", published_at_1="", published_precision="")
    dump(**{FEED_SENTENCE: "The rule itself is very short."})
    article.refresh_from_db()
    assert article.curated == ["excerpt", "published"]
    assert (article.excerpt, article.published_at, article.published_precision) == ("", None, None)
    assert article.published_text == "Mon, 08 Jan 2024 07:30:12 +0000"
    assert article.published_origin == "editor"
    assert indexing.wrong_counts() == []


def test_the_form_says_what_an_editor_decided_and_what_the_dump_said(admin_client, dump) -> None:
    dump()
    article = Article.objects.get(title=FEED_TITLE)
    edit(admin_client, article, title="Open voting")
    page = admin_client.get(page_of(article)).content.decode()
    assert page.count("Decided by an editor") == 1
    assert f'The dump says: <q dir="auto">{FEED_TITLE}</q>' in page


def test_an_edited_body_is_shown_and_found_and_outlives_every_load(admin_client, client, dump) -> None:
    dump()
    article = Article.objects.get(title=FEED_TITLE)
    captured = article.revisions.get()
    body = captured.body.replace(FEED_SENTENCE, "The rule is brief, says Zviedre.")
    assert edit(admin_client, article, body=body.replace("\n", "\r\n")).status_code == 302

    article.refresh_from_db()
    edited = article.revisions.get(is_current=True)
    assert (article.curated, edited.is_edited, edited.number) == (["body"], True, 2)
    assert (edited.body, edited.load) == (body, None)
    assert client.get("/articles.json?q=Zviedre").json()["count"] == 1
    assert "says Zviedre" in client.get(article.get_absolute_url()).content.decode()

    assert dump().unchanged == 6
    assert dump(**{FEED_SENTENCE: "The rule itself is very short."}).changed == 1
    assert article.revisions.get(is_current=True) == edited
    assert client.get("/articles.json?q=Zviedre").json()["count"] == 1
    assert indexing.wrong_counts() == []


def test_an_edited_body_has_paragraphs_where_an_empty_line_stands(admin_client) -> None:
    article = rows.make_article(body="One.\n\nTwo.")
    edit(admin_client, article, body="  One\r\nline. \r\n\r\n\r\n\r\nTwo.\r\n")
    assert article.revisions.get(is_current=True).paragraphs == ["One line.", "Two."]


def test_the_same_body_edited_back_is_the_same_wording(admin_client) -> None:
    article = rows.make_article(body="One.")
    for body in ("Two.", "Three.", "Two."):
        edit(admin_client, article, body=body)
    assert list(article.revisions.values_list("number", "body", "is_current")) == [
        (1, "One.", False),
        (2, "Two.", True),
        (3, "Three.", False),
    ]


@pytest.mark.parametrize("name", ["en-feed.txt", "lv-page.txt"])
def test_every_field_goes_back_to_what_the_dump_says(admin_client, dump, name: str) -> None:
    dump(name)
    article = Article.objects.order_by("pk").first()
    before = Article.objects.filter(pk=article.pk).values().get()
    wording = article.revisions.get(is_current=True)
    edit(
        admin_client,
        article,
        **EVERYTHING,
        source=rows.make_source("Baltic Review").pk,
        language=rows.make_language("ar").pk,
        published_at_0="2024-01-09",
        body="Another text.",
    )
    article.refresh_from_db()
    assert article.curated == list(Article.CURATED_FIELDS)

    assert edit(admin_client, article, back_to_dump=article.curated).status_code == 302

    after = Article.objects.filter(pk=article.pk).values().get()
    assert article.revisions.get(is_current=True) == wording
    beside = {"updated_at": None, "language_confidence": None}
    assert after | beside == before | beside
    assert indexing.wrong_counts() == []
    assert indexing.wrong_entries() == []


def test_a_field_that_went_back_follows_the_dump_again(admin_client, dump) -> None:
    dump()
    article = Article.objects.get(title=FEED_TITLE)
    edit(admin_client, article, title="Open voting", byline="Ilze Kalniņa", body="Another text.")
    dump(**{FEED_TITLE: "Open Voting in Latvia", FEED_SENTENCE: "The rule is short."})
    edit(admin_client, article, back_to_dump=["title", "body"])
    article.refresh_from_db()
    assert (article.title, article.curated) == ("Open Voting in Latvia", ["byline"])
    assert "The rule is short." in article.revisions.get(is_current=True).body
    assert dump().unchanged == 6


def test_a_tag_taken_off_stays_off_and_one_put_on_stays_on(admin_client, dump) -> None:
    dump("lv-page.txt")
    article = Article.objects.get(title=PAGE_TITLE)
    assert tags_of(article) == {"Kazakhstan": "dump"}
    self_rule = rows.make_tag("Local self-government")

    edit(admin_client, article, tag_names=[self_rule.pk])
    assert tags_of(article) == {"Local self-government": "editor"}
    assert dump("lv-page.txt").unchanged == 3
    assert dump("lv-page.txt", **{"Kas drīkst kandidēt": "Kurš drīkst kandidēt"}).changed == 1

    assert article.revisions.count() == 2
    assert tags_of(article) == {"Local self-government": "editor"}
    assert indexing.wrong_counts() == []
    page = admin_client.get(page_of(article)).content.decode()
    assert "Added by an editor: Local self-government. Taken off by an editor: Kazakhstan." in page


def test_a_tag_that_is_put_back_is_no_longer_kept_off(admin_client, dump) -> None:
    dump("lv-page.txt")
    article, kazakhstan = Article.objects.get(title=PAGE_TITLE), Tag.objects.get(name="Kazakhstan")
    edit(admin_client, article, tag_names=[])
    assert TagRemoval.objects.values_list("article", "tag").get() == (article.pk, kazakhstan.pk)

    edit(admin_client, article, tag_names=[kazakhstan.pk])

    assert not TagRemoval.objects.exists()
    assert tags_of(article) == {"Kazakhstan": "editor"}
    assert indexing.wrong_counts() == []


def test_a_moved_date_moves_the_article_in_every_list(admin_client) -> None:
    first = rows.make_article(published="2022-06-05", tags=["Kazakhstan"])
    rows.make_article(published="2023-01-01", tags=["Kazakhstan"])
    before = Article.objects.get(pk=first.pk).position

    edit(admin_client, first, published_at_0="2024-02-29", published_at_1="")

    after = Article.objects.get(pk=first.pk)
    assert after.position > before
    assert Article.objects.first() == first
    assert ArticleTag.objects.get(article=first).position == after.position
    assert FacetCount.objects.filter(period=2022).count() == 0
    assert indexing.wrong_counts() == []


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        (("2024-05-06", "", ""), (datetime(2024, 5, 6, tzinfo=UTC), "day")),
        (("2024-05-06", "14:20", ""), (datetime(2024, 5, 6, 14, 20, tzinfo=UTC), "time")),
        (("2024-05-06", "14:20", "time"), (datetime(2024, 5, 6, 14, 20, tzinfo=UTC), "time")),
        (("2024-05-01", "", "month"), (datetime(2024, 5, 1, tzinfo=UTC), "month")),
        (("2024-01-01", "00:00", "year"), (datetime(2024, 1, 1, tzinfo=UTC), "year")),
    ],
)
def test_a_date_is_stored_as_precisely_as_it_is_known(admin_client, sent, stored) -> None:
    article = rows.make_article()
    date, time, precision = sent
    edit(admin_client, article, published_at_0=date, published_at_1=time, published_precision=precision)
    article.refresh_from_db()
    assert (article.published_at, article.published_precision) == stored


def test_a_coarser_precision_moves_a_date_to_the_first_moment_of_its_period(admin_client) -> None:
    article = rows.make_article(published="2022-06-05T09:30:15")
    edit(admin_client, article, published_precision="month")
    article.refresh_from_db()
    assert article.published_at == datetime(2022, 6, 1, tzinfo=UTC)
    assert article.curated == ["published"]


def test_a_date_that_says_more_than_its_precision_is_refused(admin_client) -> None:
    article = rows.make_article(published="2022")
    response = edit(admin_client, article, published_at_0="2024-05-06", published_at_1="")
    assert errors(response) == {
        "published_precision": [
            "Only the year would be kept of this date: choose a finer one, or make it 2024-01-01 00:00."
        ]
    }


def test_another_source_and_another_language_are_counted_anew(admin_client) -> None:
    article = rows.make_article(language="en", source="EU Reporter", language_confidence=0.41)
    lithuanian, review = rows.make_language("lt"), rows.make_source("Baltic Review")
    edit(admin_client, article, language=lithuanian.pk, source=review.pk)
    counted = FacetCount.objects.filter(period=FacetCount.ANY_PERIOD, tag=FacetCount.ANY_ID)
    assert set(counted.values_list("language", "source", "articles")) == {
        ("", 0, 1),
        ("lt", 0, 1),
        ("", review.pk, 1),
        ("lt", review.pk, 1),
    }
    article.refresh_from_db()
    assert article.language_confidence is None
    assert indexing.wrong_counts() == []


def test_an_edit_that_fails_leaves_nothing_half_done(admin_client, monkeypatch) -> None:
    article = rows.make_article(title="Constitution", tags=["Kazakhstan"])
    sent = filled_in(admin_client, article) | {"title": "Another", "tag_names": []}

    def fail(_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(indexing, "refresh", fail)
    with pytest.raises(RuntimeError):
        admin_client.post(page_of(article), sent)
    article.refresh_from_db()
    assert (article.title, article.curated) == ("Constitution", [])
    assert tags_of(article) == {"Kazakhstan": "dump"}


def test_a_hidden_article_stays_hidden_when_its_dump_changes(admin_client, dump) -> None:
    dump()
    article = Article.objects.get(title=FEED_TITLE)
    edit(admin_client, article, status="hidden")
    assert indexing.wrong_counts() == []
    assert dump(**{FEED_SENTENCE: "The rule itself is very short."}).changed == 1
    article.refresh_from_db()
    assert article.status == "hidden"
    assert indexing.wrong_counts() == []


def test_a_form_that_was_opened_before_a_load_does_not_overwrite_it(admin_client, dump) -> None:
    dump()
    article = Article.objects.get(title=FEED_TITLE)
    sent = filled_in(admin_client, article) | {"byline": "Ilze Kalniņa"}
    dump(**{FEED_TITLE: "Open Voting in Latvia"})

    response = admin_client.post(page_of(article), sent)

    assert errors(response) == {
        "__all__": [
            "A load or another editor has changed this article since you opened it. "
            "Open it again, and repeat what you changed."
        ]
    }
    article.refresh_from_db()
    assert (article.title, article.byline, article.curated) == ("Open Voting in Latvia", None, [])


def test_only_a_web_address_can_be_typed(admin_client) -> None:
    article = rows.make_article()
    for address in ("javascript:alert(1)", "data:text/html,<script>", "//example.org", "example.org"):
        response = edit(admin_client, article, url=address)
        assert errors(response) == {"url": ["An address starts with http:// or https://."]}
    assert edit(admin_client, article, url="https://example.org/a").status_code == 302


def test_a_strange_address_out_of_a_dump_stops_no_other_edit(admin_client) -> None:
    article = rows.make_article(url="javascript:alert(1)")
    assert edit(admin_client, article, title="Constitution").status_code == 302
    article.refresh_from_db()
    assert (article.url, article.curated) == ("javascript:alert(1)", ["title"])


def test_a_title_is_never_empty_and_always_one_line(admin_client) -> None:
    article = rows.make_article()
    assert errors(edit(admin_client, article, title=" \r\n ")) == {"title": ["This field is required."]}
    edit(admin_client, article, title=" Конституция\r\n и реформа ")
    article.refresh_from_db()
    assert (article.title, article.slug) == ("Конституция и реформа", "konstitutsiya-i-reforma")


def test_a_deleted_tag_leaves_its_articles_and_the_counts_right(admin_client) -> None:
    article = rows.make_article(tags=["Kazakhstan", "Māksla"])
    rows.make_article(tags=["Māksla"], language="lv")
    art = Tag.objects.get(name="Māksla")

    address = reverse("admin:articles_tag_delete", args=[art.pk])
    assert "Māksla: 0 names, on 2 articles" in admin_client.get(address).content.decode()
    assert admin_client.post(address, {"post": "yes"}).status_code == 302

    assert Article.objects.count() == 2
    assert tags_of(article) == {"Kazakhstan": "dump"}
    assert not FacetCount.objects.filter(tag=art.pk).exists()
    assert indexing.wrong_counts() == []


def test_tags_deleted_from_the_list_leave_the_counts_right(admin_client) -> None:
    rows.make_article(tags=["Kazakhstan", "Māksla"])
    admin_client.post(
        reverse("admin:articles_tag_changelist"),
        {
            "action": "delete_selected",
            "_selected_action": list(Tag.objects.values_list("pk", flat=True)),
            "post": "yes",
        },
    )
    assert not Tag.objects.exists()
    assert set(FacetCount.objects.values_list("tag", flat=True)) == {FacetCount.ANY_ID}
    assert indexing.wrong_counts() == []
