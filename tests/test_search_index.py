"""The search index: kept right by whatever changes an article, checked, and made anew."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core import checks
from django.core.management import CommandError, call_command
from django.db import DatabaseError, OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import counts, indexing
from articles.checks import ADVICE, search_index_is_current
from articles.listing import listing
from articles.models import (
    Article,
    ArticleTag,
    Indexed,
    IndexState,
    Tag,
    TagName,
    TagRemoval,
    WordForm,
)
from articles.positions import FIRST_DATED, first_position
from articles.search import postgres
from articles.search.analysis import FINGERPRINT
from articles.search.entries import Span
from articles.search.expression import Phrase
from articles.search.index import index
from articles.search.lexicon import StoredLexicon
from articles.search.meaning import meaning
from articles.search.query import read
from tests import rows
from tests.test_curation import act, edit

pytestmark = pytest.mark.django_db


def test_an_entry_holds_the_terms_of_each_part_and_what_filters_ask_for():
    article = rows.make_article(
        language="lv",
        source="EU Reporter",
        title="Vēlēšanas Kazahstānā",
        byline="Ilze Kalniņa",
        section="Konstitūcija",
        excerpt="Prezidenta vara",
        body=rows.paragraphs("Balsoja 2022. gadā.", "Tauta"),
        tags=["Māksla", "Reforma"],
        published="2023-05",
    )
    tags = sorted(Tag.objects.values_list("pk", flat=True))
    assert Indexed.objects.values().get() == {
        "position": Article.objects.get().position,
        "article_id": article.pk,
        "language": "lv",
        "source": article.source_id,
        "year": 2023,
        "tags": tags,
        "until": first_position(rows.stated_date("2023-06").at),
        "title": "velesan kazahstan",
        "byline": "ilz kalnin",
        "body": "konstitucij prezident var balso 2022 gad taut",
        "facets": f"all: language:lv source:{article.source_id} tag:{tags[0]} tag:{tags[1]}",
    }


def test_an_entry_of_an_undated_article_ends_nowhere():
    article = rows.make_article()
    entry = Indexed.objects.get()
    assert (entry.position, entry.year, entry.until) == (article.pk, 0, 0)
    assert entry.position < FIRST_DATED


@pytest.mark.parametrize("excerpt", ["The council votes", "The council votes. …", "The council votes."])
def test_a_summary_that_only_repeats_the_text_is_not_indexed_again(excerpt: str):
    rows.make_article(title="x", excerpt=excerpt, body="Today: The council votes. Tomorrow too.")
    assert Indexed.objects.get().body == "today the council vote tomorrow too"


def test_a_summary_without_a_text_is_the_text():
    rows.make_article(title="x", excerpt="The council votes", body="")
    assert Indexed.objects.get().body == "the council vote"


def test_the_words_of_an_article_can_be_looked_up():
    rows.make_article(language="lv", title="Vēlēšanas Rīgā", byline="Ilze", body="2022. gads: vēlēšanas")
    stored = WordForm.objects.order_by("form").values_list("form", "language", "term", "written")
    assert list(stored) == [
        ("gads", "lv", "gad", "gads"),
        ("ilze", "lv", "ilz", "ilze"),
        ("riga", "lv", "rig", "rīgā"),
        ("velesanas", "lv", "velesan", "vēlēšanas"),
    ]


def test_another_wording_takes_the_place_of_the_last():
    article = rows.make_article(title="A vote", body="In Astana.")
    rows.add_revision(article, "In Almaty.")
    assert (found("Astana"), found("Almaty")) == ([article], [])
    indexing.refresh([article.pk])
    assert (found("Astana"), found("Almaty")) == ([], [article])
    assert_right()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Referendums"),
        ("byline", "Anna Referendums"),
        ("section", "Referendums"),
        ("excerpt", "Referendums"),
    ],
)
def test_a_changed_field_is_found_by_its_new_words(field: str, value: str):
    article = rows.make_article(**{"title": "x", "body": "y", field: "Elections"})
    assert (found("elections"), found("referendum")) == ([article], [])
    setattr(article, field, value)
    article.save()
    indexing.refresh([article.pk])
    assert (found("elections"), found("referendum")) == ([], [article])
    assert_right()


def test_another_language_gives_other_terms():
    article = rows.make_article(language="pl", title="Vēlēšanām", body="")
    assert Indexed.objects.get().title != "velesan"
    article.language = rows.make_language("lv")
    article.save()
    indexing.refresh([article.pk])
    assert Indexed.objects.get().title == "velesan"
    assert_right()


def test_a_moved_date_moves_the_entry():
    first = rows.make_article(title="Elections one", published="2021")
    second = rows.make_article(title="Elections two", published="2022")
    assert found("elections") == [second, first]
    stated = rows.stated_date("2023-05-19")
    first.published_at, first.published_precision = stated.at, stated.precision
    first.save()
    indexing.refresh([first.pk])
    assert found("elections") == [first, second]
    assert Indexed.objects.get(article=first).year == 2023
    assert_right()


def test_a_hidden_article_is_not_in_the_index_and_comes_back():
    article, other = rows.make_article(title="Elections"), rows.make_article(title="More elections")
    set_status(article, Article.Status.HIDDEN)
    assert found("elections") == [other]
    assert not Indexed.objects.filter(article=article).exists()
    assert_right()
    set_status(article, Article.Status.PUBLISHED)
    assert found("elections") == [other, article]
    assert_right()


def test_an_article_that_is_hidden_from_the_start_is_not_in_the_index():
    rows.make_article(title="Elections kept back", status="hidden")
    assert Indexed.objects.count() == WordForm.objects.count() == 0
    assert_right()


def test_a_deleted_article_leaves_the_index():
    article, other = rows.make_article(title="Elections"), rows.make_article(title="More elections")
    pk = article.pk
    article.delete()
    indexing.refresh([pk])
    assert found("elections") == [other]
    assert Indexed.objects.get().article_id == other.pk
    assert_right()


def test_a_tag_that_comes_or_goes_changes_the_entry():
    article = rows.make_article(title="x")
    rows.add_tag(article, "Māksla")
    TagName.objects.create(tag=rows.make_tag("Māksla"), language="lv", name="māksla")
    assert found("tag:māksla") == []
    indexing.refresh([article.pk])
    assert found("tag:māksla") == [article]
    assert_right()
    article.article_tags.all().delete()
    indexing.refresh([article.pk])
    assert found("tag:māksla") == []
    assert_right()


def test_an_entry_that_says_the_same_is_not_written_again():
    article = rows.make_article(tags=["Māksla"])
    with CaptureQueriesContext(connection) as asked:
        indexing.refresh([article.pk, article.pk])
    written = [one["sql"] for one in asked if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [one for one in written if "articles_indexed" in one or "facetcount" in one] == []


def test_many_articles_are_indexed_in_as_many_queries_as_one():
    bodies = [f"District {number} has voted." for number in range(20)]
    articles = [rows.make_article(title="Elections", body=body) for body in bodies]
    asked = []
    for batch in (articles[:1], articles):
        Article.objects.filter(pk__in=[one.pk for one in batch]).update(title="A referendum")
        with CaptureQueriesContext(connection) as queries:
            indexing.refresh(one.pk for one in batch)
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert len(found("referendum")) == 20


def test_articles_beyond_a_batch_are_indexed_too(monkeypatch):
    articles = [rows.make_article(title=f"Elections {number}") for number in range(5)]
    Article.objects.update(title="A referendum")
    monkeypatch.setattr(indexing, "BATCH", 2)
    indexing.refresh(one.pk for one in articles)
    assert len(found("referendum")) == 5
    assert_right()


@pytest.mark.sqlite
def test_an_entry_is_made_and_deleted_and_never_changed():
    """FTS5 has to be told what goes before it goes."""
    rows.make_article()
    with pytest.raises(DatabaseError, match="never changed"):
        Indexed.objects.update(title="other")


def test_bulk_actions_take_articles_out_of_the_index_and_bring_them_back(admin_client):
    articles = [rows.make_article(title=f"Elections {number}") for number in range(3)]
    act(admin_client, "hide", *articles[:2])
    assert found("elections") == [articles[2]]
    assert_right()
    act(admin_client, "publish", *articles)
    assert found("elections") == articles[::-1]
    assert_right()


def test_an_edited_article_is_found_by_its_new_words_and_tags(admin_client):
    article = rows.make_article(title="Elections", tags=["Māksla"])
    art, budget = rows.make_tag("Māksla"), rows.make_tag("Budžets")
    TagName.objects.create(tag=art, language="lv", name="māksla")
    TagName.objects.create(tag=budget, language="lv", name="budžets")
    assert edit(admin_client, article, title="A referendum", tag_names=[budget.pk]).status_code == 302
    assert [found(text) for text in ("elections", "referendum")] == [[], [article]]
    assert [found(text) for text in ("tag:māksla", "tag:budžets")] == [[], [article]]
    assert_right()


def test_a_deleted_tag_leaves_the_entries(admin_client):
    article = rows.make_article(tags=["Māksla"])
    tag = Tag.objects.get()
    admin_client.post(reverse("admin:articles_tag_delete", args=[tag.pk]), {"post": "yes"})
    assert Indexed.objects.get().tags == []
    assert "tag:" not in Indexed.objects.get(article=article).facets
    assert_right()


def test_rebuild_makes_everything_anew(monkeypatch):
    monkeypatch.setattr(indexing, "BATCH", 2)
    tag = rows.make_tag("Kazakhstan")
    TagName.objects.create(tag=tag, language="en", name="Kazakhstan")
    articles = [rows.make_article(title=f"Kazakhstan votes {number}") for number in range(5)]
    before = [list(model.objects.order_by("pk").values()) for model in (Indexed, TagName)]
    forms = word_forms()

    entry = Indexed.objects.get(article=articles[0])
    entry.body = "referendum"
    Indexed.objects.filter(article__in=articles[:2]).delete()
    entry.save(force_insert=True)
    TagName.objects.update(terms="wrong")
    ArticleTag.objects.filter(article=articles[2]).delete()
    WordForm.objects.filter(form="kazakhstan").delete()
    WordForm.objects.create(language="en", written="gone", form="gone", term="gone")
    IndexState.objects.update(analysis="0")

    assert run("rebuild_search") == "The search index of 5 articles was made anew.\n"
    assert [list(model.objects.order_by("pk").values()) for model in (Indexed, TagName)] == before
    assert word_forms() == forms
    assert IndexState.objects.get().analysis == FINGERPRINT
    assert found("tag:kazakhstan") == articles[::-1]
    assert_right()


@pytest.mark.parametrize("ascending", [True, False])
@pytest.mark.parametrize(("matching", "number"), [(40, 5), (3, 5), (1, 1), (0, 5)])
def test_the_first_matches_are_the_same_however_they_are_looked_for(
    monkeypatch, ascending: bool, matching: int, number: int
):
    """PostgreSQL looks for what is frequent among the first entries, if it is right about that or not."""
    titles = ["Votes", *["Court"] * (40 - matching), *["Votes"] * matching][:40]
    for at, title in enumerate(titles):
        rows.make_article(title=f"{title} {at}", body="", published=f"20{10 + at % 10}-05-19")
    phrase, span = Phrase(("vote",)), Span(first_position(datetime(2012, 1, 1, tzinfo=UTC)))
    by_index = index().positions(phrase, span, ascending=ascending, number=number)
    told = [match.position for match in index().candidates(phrase, span, number, with_text=False)]
    monkeypatch.setattr(postgres, "_estimated", lambda sql, _: 900 if "vector" in sql else 1_000)
    assert index().positions(phrase, span, ascending=ascending, number=number) == by_index
    assert [match.position for match in index().candidates(phrase, span, number, with_text=False)] == told


def test_a_rebuild_that_was_killed_is_finished_by_the_next(monkeypatch):
    monkeypatch.setattr(indexing, "BATCH", 2)
    articles = [rows.make_article(title=f"Elections {number}") for number in range(5)]
    IndexState.objects.update(analysis="0")
    Indexed.objects.all().delete()

    def die(number: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        indexing.rebuild(die)
    assert Indexed.objects.count() == 2
    assert IndexState.objects.get().analysis == "0"
    indexing.rebuild()
    assert found("elections") == articles[::-1]
    assert_right()


def test_a_rebuild_takes_out_what_is_no_longer_public():
    gone, hidden, kept = (rows.make_article(title=f"Elections {number}") for number in range(3))
    Article.objects.filter(pk=hidden.pk).update(status="hidden")
    wrong = sorted([gone.pk, hidden.pk])
    gone.delete()
    assert indexing.wrong_entries() == wrong
    indexing.rebuild()
    assert Indexed.objects.get().article_id == kept.pk
    assert_right()


def test_a_rebuild_tells_how_far_it_is(monkeypatch):
    monkeypatch.setattr(indexing, "BATCH", 2)
    for _ in range(5):
        rows.make_article()
    told: list[int] = []
    indexing.rebuild(told.append)
    assert told == [2, 2, 1]


def test_a_right_index_is_said_to_be_right():
    rows.make_article()
    rows.make_article(status="hidden")
    assert run("rebuild_search", "--check") == "The search index of 2 articles is right.\n"


def test_an_empty_index_is_right():
    assert run("rebuild_search", "--check") == "The search index of 0 articles is right.\n"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("title", "referendum"),
        ("body", ""),
        ("facets", "all: language:pl"),
        ("year", 1999),
        ("tags", [99]),
        ("until", 7),
    ],
)
def test_an_entry_that_says_something_else_is_named(column: str, value: object):
    rows.make_article(title="Free elections")
    article = rows.make_article(title="More elections")
    entry = Indexed.objects.get(article=article)
    entry.delete()
    setattr(entry, column, value)
    entry.save(force_insert=True)
    assert failed_check() == [
        f"article {article.pk}: the index does not hold what the article says",
        "1 articles are indexed wrongly; without --check all are made anew",
    ]
    assert getattr(Indexed.objects.get(article=article), column) == value


def test_entries_that_are_missing_or_too_many_are_named():
    missing, hidden, gone = (rows.make_article(title=f"Elections {number}") for number in range(3))
    pk = gone.pk
    Indexed.objects.get(article=missing).delete()
    Article.objects.filter(pk=hidden.pk).update(status="hidden")
    gone.delete()
    assert failed_check() == [
        f"article {missing.pk}: the index does not hold what the article says",
        f"article {hidden.pk}: the index does not hold what the article says",
        f"article {pk}: the index does not hold what the article says",
        "3 articles are indexed wrongly; without --check all are made anew",
    ]


def test_of_very_many_wrong_entries_the_first_are_named(monkeypatch):
    rows.make_article()
    monkeypatch.setattr(indexing, "wrong_entries", lambda progress: list(range(1, 2_001)))
    said = failed_check()
    assert len(said) == 101
    assert said[99:] == [
        "article 100: the index does not hold what the article says",
        "2,000 articles are indexed wrongly; without --check all are made anew",
    ]


def test_an_index_that_lost_a_term_is_seen():
    """The entries are right: what the database keeps beside them is not."""
    rows.make_article(title="Free elections", body="")
    assert index().is_sound()
    lose_a_term()
    assert not index().is_sound()
    assert indexing.wrong_entries() == []
    assert failed_check() == [
        "The index itself is damaged.",
        "0 articles are indexed wrongly; without --check all are made anew",
    ]


@pytest.mark.sqlite
def test_a_rebuild_gives_the_index_back_what_it_lost():
    article = rows.make_article(title="Free elections", body="")
    lose_a_term()
    assert found("elections") == []
    run("rebuild_search")
    assert found("elections") == [article]
    assert_right()


@pytest.mark.parametrize("arguments", [(), ("--check",)])
def test_a_database_that_fails_ends_with_three(monkeypatch, arguments):
    def fail(progress: object) -> None:
        raise OperationalError("no such table: articles_indexed")

    monkeypatch.setattr(indexing, "rebuild", fail)
    monkeypatch.setattr(indexing, "wrong_entries", fail)
    with pytest.raises(CommandError) as error:
        run("rebuild_search", *arguments)
    assert error.value.returncode == 3
    assert str(error.value) == (
        "the database cannot be used: no such table: articles_indexed: run `manage.py migrate` first"
    )


def test_an_index_of_this_analysis_needs_nothing():
    rows.make_article()
    assert IndexState.objects.get().analysis == FINGERPRINT
    assert search_index_is_current() == []


def test_an_index_of_an_older_analysis_is_warned_of():
    rows.make_article()
    IndexState.objects.update(analysis="0, Unicode 13.0.0, Snowball 2.2.0")
    assert search_index_is_current() == [
        checks.Warning(
            "the search index was made by analysis 0, Unicode 13.0.0, Snowball 2.2.0, "
            f"and this is analysis {FINGERPRINT}",
            hint=ADVICE,
            id="articles.W001",
        )
    ]
    assert [one.id for one in checks.run_checks(databases=["default"])] == ["articles.W001"]


def test_the_warning_stays_until_everything_is_made_anew():
    article = rows.make_article()
    IndexState.objects.update(analysis="0")
    indexing.refresh([article.pk])
    rows.make_article()
    assert [one.id for one in search_index_is_current()] == ["articles.W001"]
    indexing.rebuild()
    assert search_index_is_current() == []


def test_an_index_nobody_knows_the_analysis_of_is_warned_of():
    rows.make_article()
    IndexState.objects.all().delete()
    assert [one.id for one in search_index_is_current()] == ["articles.W001"]


def test_an_archive_without_articles_has_no_index_to_warn_of():
    IndexState.objects.create(pk=1, analysis="0")
    assert search_index_is_current() == []


def test_retag_applies_new_names_and_takes_back_old_ones():
    kazakhstan, tunisia = rows.make_tag("Kazakhstan"), rows.make_tag("Tunisia")
    old = TagName.objects.create(tag=tunisia, language="en", name="Tunisia")
    both = [rows.make_article(title=f"Kazakhstan and Tunisia {number}", body="") for number in range(2)]
    rows.make_article(title="Tunisia votes", body="")
    old.delete()
    TagName.objects.create(tag=kazakhstan, language="en", name="Kazakhstan")
    assert found("tag:kazakhstan") == []

    assert run("retag") == (
        "Kazakhstan: on 2 articles, 0 before\nTunisia: on 0 articles, 3 before\n2 tags on 3 articles.\n"
    )
    assert found("tag:kazakhstan") == both[::-1]
    assert set(ArticleTag.objects.values_list("tag", "origin")) == {(kazakhstan.pk, "names")}
    assert_right()


def test_retag_leaves_what_editors_and_dumps_decided():
    kazakhstan, tunisia = rows.make_tag("Kazakhstan"), rows.make_tag("Tunisia")
    taken = rows.make_article(title="Kazakhstan votes", body="")
    TagRemoval.objects.create(article=taken, tag=kazakhstan)
    added = rows.make_article(title="Nothing", body="")
    ArticleTag.objects.create(article=added, tag=tunisia, origin=ArticleTag.Origin.EDITOR)
    stated = rows.make_article(title="Nothing", body="", tags=["Tunisia"])
    named = rows.make_article(title="Kazakhstan again", body="")
    TagName.objects.create(tag=kazakhstan, language="en", name="Kazakhstan")
    run("retag")
    assert set(ArticleTag.objects.values_list("article", "tag", "origin")) == {
        (added.pk, tunisia.pk, "editor"),
        (stated.pk, tunisia.pk, "dump"),
        (named.pk, kazakhstan.pk, "names"),
    }
    assert_right()


def test_retag_again_changes_nothing():
    TagName.objects.create(tag=rows.make_tag("Kazakhstan"), language="en", name="Kazakhstan")
    for number in range(2):
        rows.make_article(title=f"Kazakhstan votes {number}", body="")
    before = list(ArticleTag.objects.order_by("pk").values())
    assert run("retag") == "2 tags on 2 articles.\n"
    assert list(ArticleTag.objects.order_by("pk").values()) == before


def test_retag_says_what_is_wrong_with_the_database(monkeypatch):
    def fail(progress: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(indexing, "refresh_all", fail)
    with pytest.raises(CommandError) as error:
        run("retag")
    assert error.value.returncode == 3
    assert str(error.value) == (
        "the database cannot be used: database is locked: another program is writing to it; "
        "try again when it is done"
    )


# The words of both are those of no other test: a process remembers which ones it stored.
@pytest.mark.django_db(transaction=True)
def test_an_emptied_database_has_an_empty_index_and_fills_again():
    rows.make_article(language="lv", title="Zvirgzdupe", published="2023-05-19")
    call_command("flush", interactive=False, verbosity=0)
    assert found("Zvirgzdupe") == []
    assert index().is_sound()
    assert run("rebuild_search", "--check") == "The search index of 0 articles is right.\n"
    assert search_index_is_current() == []

    article = rows.make_article(language="lv", title="Zvirgzdupe", published="2023-05-19")
    assert found("Zvirgzdupe") == [article]
    assert WordForm.objects.filter(form="zvirgzdupe").exists()
    assert_right()


def test_words_are_stored_again_when_another_process_makes_the_index_anew(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        article = rows.make_article(language="lv", title="Zilupīte", body="")
    WordForm.objects.all().delete()
    indexing.refresh([article.pk])
    assert WordForm.objects.filter(form="zilupite").exists()


def found(text: str) -> list[Article]:
    """What a query finds, the newest first."""
    matches = listing(counts.EVERYTHING, meaning(read(text), StoredLexicon()))
    return matches.page("newest", 100, None).articles


def assert_right() -> None:
    assert indexing.wrong_entries() == []
    assert indexing.wrong_counts() == []
    assert index().is_sound()


def run(*arguments: str) -> str:
    """What a command says."""
    said = StringIO()
    call_command(*arguments, stdout=said)
    return said.getvalue()


def failed_check() -> list[str]:
    """What a check that fails says, and with what it ends."""
    said = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("rebuild_search", "--check", stdout=said)
    assert error.value.returncode == 1
    return [*said.getvalue().splitlines(), str(error.value)]


def lose_a_term() -> None:
    """Takes "elect" from what the database keeps beside the entries."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "INSERT INTO articles_search (articles_search, rowid, title, byline, body, facets)"
                " SELECT 'delete', position, 'elect', '', '', '' FROM articles_indexed"
            )
            return
        cursor.execute("ALTER TABLE articles_indexed DROP COLUMN vector")
        cursor.execute("ALTER TABLE articles_indexed ADD COLUMN vector tsvector")
        cursor.execute(
            "UPDATE articles_indexed"
            " SET vector = ts_delete(articles_vector(title, byline, body, facets), 'elect')"
        )


def word_forms() -> set[tuple[str, ...]]:
    return set(WordForm.objects.values_list("form", "language", "term", "written"))


def set_status(article: Article, status: str) -> None:
    article.status = status
    article.save()
    indexing.refresh([article.pk])
