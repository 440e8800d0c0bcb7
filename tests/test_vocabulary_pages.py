"""Concepts and their names at the desk: what a name would tag, and articles that follow the names."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import indexing
from articles.curation import bulk, merging, names
from articles.curation.names import Retagged
from articles.models import Article, ArticleTag, FacetCount, Tag, TagName, TagRemoval
from tests import pages, rows
from tests.roles import ADMINISTRATOR, CURATOR, EDITOR, VIEWER, person

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def tokayev() -> Tag:
    tag = rows.make_tag("Tokayev")
    TagName.objects.create(tag=tag, language="en", name="Tokayev")
    return tag


def of(tag: Tag, page: str, *args: object) -> str:
    return reverse(f"admin:articles_tag_{page}", args=[tag.pk, *args])


def tried(client: Client, tag: Tag, language: str, name: str) -> pages.Element:
    return pages.read(client.get(of(tag, "try"), {"language": language, "name": name}))


def add(client: Client, tag: Tag, language: str, name: str) -> HttpResponse:
    return client.post(of(tag, "try"), {"language": language, "name": name}, follow=True)


def said(response: HttpResponse) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def heading(page: pages.Element) -> str:
    return page.texts("h2")[-1]


def examples(page: pages.Element) -> list[tuple[str, str]]:
    """The headlines of a preview, each with what is marked in its words."""
    return [
        (row.all("a")[0].text, " ".join(row.texts("mark")))
        for row in page.one("table", "archive-examples").one("tbody").all("tr")
    ]


def tagged(tag: Tag, origin: str = ArticleTag.Origin.NAMES) -> set[str]:
    return set(ArticleTag.objects.filter(tag=tag, origin=origin).values_list("article__title", flat=True))


def is_as_tagged_from_the_start(tag: Tag) -> bool:
    """Whether tagging every article anew changes nothing."""
    before = list(ArticleTag.objects.order_by("article", "tag").values_list("article", "tag", "origin"))
    assert (indexing.wrong_counts(), indexing.wrong_entries()) == ([], [])
    indexing.refresh(Article.objects.values_list("pk", flat=True))
    return before == list(
        ArticleTag.objects.order_by("article", "tag").values_list("article", "tag", "origin")
    )


# Before a name is added


@pytest.mark.parametrize(
    ("language", "name", "body", "marked"),
    [
        (
            "lv",
            "Tokajevs",
            "Reformas ierosināja prezidents Tokajevam, un parlaments tās pieņēma.",
            "Tokajevam",
        ),
        ("pl", "Tokajew", "Prezydentowi Tokajewowi podziękowano.", "Tokajewowi"),
        ("ru", "Токаев", "Президенту Токаеву вручили закон о местном самоуправлении.", "Токаеву"),
        ("ar", "توكاييف", "وقّع الرئيس وتوكاييف القانون الجديد أمس.", "وتوكاييف"),
        ("th", "โตกาเยฟ", "ประธานาธิบดีโตกาเยฟลงนามในกฎหมาย", "โตกาเยฟ"),
        ("en", "Kassym-Jomart", "President Kassym-Jomart signed the law.", "Kassym-Jomart"),
    ],
)
def test_what_a_name_would_tag_is_shown_with_the_words_around_it(
    admin_client, tokayev, language, name, body, marked
) -> None:
    rows.make_article(language=language, title="Virsraksts", body=body)
    rows.make_article(language=language, title="Other", body="")
    page = tried(admin_client, tokayev, language, name)
    assert heading(page) == f"{name}: 1 article would newly get the tag Tokayev"
    assert examples(page) == [("Virsraksts", marked)]
    cell = page.one("table", "archive-examples").one("tbody").all("td")[-1]
    assert (cell["lang"], cell["dir"], cell.text) == (language, "rtl" if language == "ar" else "ltr", body)
    assert TagName.objects.count() == 1

    response = add(admin_client, tokayev, language, name)

    assert said(response) == ["1 name was added. 1 article gained the tag."]
    assert tagged(tokayev) == {"Virsraksts"}
    assert FacetCount.objects.get(tag=tokayev.pk, language="", source=0, period=-1).articles == 1
    assert is_as_tagged_from_the_start(tokayev)


def test_the_preview_is_exactly_what_tagging_does(admin_client, tokayev) -> None:
    bodies = {
        "A country": "The government of Chad resigned.",
        "A slip of paper": "The hanging chad was counted.",
        "By its author only": "Nothing of it.",
        "In the headline: Chad": "Nothing of it.",
        "Hidden": "The government of Chad resigned.",
        "In Polish": "Rząd Chad ustąpił.",
        "Has it already": "The government of Chad resigned.",
        "Taken off": "The government of Chad resigned.",
    }
    made = {
        title: rows.make_article(
            title=title,
            body=body,
            language="pl" if title == "In Polish" else "en",
            byline="Chad Smith" if title == "By its author only" else None,
            status="hidden" if title == "Hidden" else "published",
            tags=["Chad"] if title == "Has it already" else [],
        )
        for title, body in bodies.items()
    }
    chad = rows.make_tag("Chad")
    TagRemoval.objects.create(article=made["Taken off"], tag=chad)

    page = tried(admin_client, chad, "en", "Chad")
    assert heading(page) == "Chad: 2 articles would newly get the tag Chad"
    assert examples(page) == [("In the headline: Chad", "Chad"), ("A country", "Chad")]
    assert "1 article that holds these words has the tag already." in page.text
    assert "From 1 more an editor took the tag off: it stays without." in page.text

    add(admin_client, chad, "en", "Chad")
    assert tagged(chad) == {"A country", "In the headline: Chad"}
    assert is_as_tagged_from_the_start(chad)


def test_an_english_name_is_looked_for_in_texts_of_other_scripts_too(admin_client, tokayev) -> None:
    rows.make_article(language="th", title="ข่าว", body="ประธานาธิบดี Kassym กล่าวว่า")
    rows.make_article(language="lv", title="Ziņa", body="Prezidents Kassym teica.")
    assert examples(tried(admin_client, tokayev, "en", "Kassym")) == [("ข่าว", "Kassym")]
    add(admin_client, tokayev, "en", "Kassym")
    assert tagged(tokayev) == {"ข่าว"}


def test_no_more_articles_are_looked_at_than_is_said(admin_client, tokayev, monkeypatch) -> None:
    for number in range(6):
        rows.make_article(title=f"{number}", body="Kassym spoke.")
    monkeypatch.setattr(names, "PREVIEWED", 4)
    monkeypatch.setattr(names, "SHOWN", 3)
    monkeypatch.setattr(names, "RETAGGED", 5)
    page = tried(admin_client, tokayev, "en", "Kassym")
    assert heading(page) == "Kassym: 4 articles would newly get the tag Tokayev"
    assert "Of the newest 4 that may hold it: there are more." in page.text
    assert "These are the newest 3 of them." in page.text
    assert [title for title, _ in examples(page)] == ["5", "4", "3"]

    response = add(admin_client, tokayev, "en", "Kassym")

    assert said(response) == [
        "1 name was added. 5 articles gained the tag. More than 5 articles may hold the words: the newest of "
        "them were looked at. “manage.py retag” looks at all."
    ]
    assert tagged(tokayev) == {"1", "2", "3", "4", "5"}
    assert indexing.wrong_counts() == []


def test_a_word_as_common_as_that_tags_nothing(admin_client) -> None:
    rows.make_article(language="uk", title="Слова", body="Того дня нічого не сталося.")
    togo = rows.make_tag("Togo")
    page = tried(admin_client, togo, "uk", "Того")
    assert heading(page) == "Того: no article would newly get the tag Togo"
    assert "which no text is tagged by" in page.text
    assert said(add(admin_client, togo, "uk", "Того")) == ["1 name was added."]
    assert tagged(togo) == set()


def test_a_name_of_another_concept_is_refused_with_a_link_to_it(admin_client, tokayev) -> None:
    tokaj = rows.make_tag("Tokaj")
    TagName.objects.create(tag=tokaj, language="pl", name="Tokajew")
    rows.make_article(language="pl", title="", body="Prezydent Tokajew mówił.")
    for page in (
        tried(admin_client, tokayev, "pl", "TOKAJEW"),
        pages.read(add(admin_client, tokayev, "pl", "TOKAJEW")),
    ):
        error = page.one("ul", "errorlist")
        assert error.text == "In this language it is a name of the tag Tokaj already."
        assert error.one("a")["href"] == of(tokaj, "change")
        assert page.all("button", "default") == []
    assert list(tokayev.names.values_list("name", flat=True)) == ["Tokayev"]


def test_a_name_that_it_has_is_none_to_add(admin_client, tokayev) -> None:
    rows.make_article()
    page = tried(admin_client, tokayev, "en", "tokayev")
    assert page.one("ul", "errorlist").text == "It is a name of this tag already."


@pytest.mark.parametrize(
    "query", ["", "?language=xx&name=Y", "?language=en", "?name=Y", "?language=en&name=%20"]
)
def test_what_is_no_name_has_no_preview(admin_client, tokayev, query: str) -> None:
    rows.make_article()
    page = pages.read(admin_client.get(of(tokayev, "try") + query))
    assert page.all("button", "default") == []
    assert page.all("ul", "errorlist") != []


def test_hostile_words_are_words(admin_client, tokayev) -> None:
    rows.make_article(title=SCRIPT, body=f"{SCRIPT} Kassym {SCRIPT}")
    page = tried(admin_client, tokayev, "en", "Kassym")
    assert page.one("table", "archive-examples").texts("td")[-1] == f"{SCRIPT} Kassym {SCRIPT}"
    page = tried(admin_client, tokayev, "en", SCRIPT)
    assert SCRIPT in heading(page)
    assert [one for one in page.all("script") if "src" not in one.attributes] == []


def test_a_preview_costs_the_same_for_one_article_and_for_thirty(admin_client, tokayev) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            tried(admin_client, tokayev, "en", "Kassym")
        return len(captured)

    rows.make_article(title="0", body="Kassym spoke.")
    queries()
    one = queries()
    for number in range(29):
        rows.make_article(title=f"{number}", body="Kassym spoke.")
    assert queries() == one


def test_a_name_that_could_not_be_followed_is_not_added(admin_client, tokayev, monkeypatch) -> None:
    rows.make_article(title="A", body="Kassym spoke.")
    with monkeypatch.context() as patch:
        patch.setattr(indexing, "reclassify", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            add(admin_client, tokayev, "en", "Kassym")
    assert (TagName.objects.count(), tagged(tokayev)) == (1, set())
    assert not LogEntry.objects.exists()


def test_who_added_a_name_is_in_the_log_and_in_the_history(admin_client, admin_user, tokayev) -> None:
    rows.make_article(language="pl")
    add(admin_client, tokayev, "pl", "Tokajew")
    entry = LogEntry.objects.get()
    assert (entry.object_repr, entry.get_change_message()) == ("Tokayev", "Added name “Tokajew (pl)”.")
    state = TagName.history.first()
    assert (state.name, state.history_type, state.history_user) == ("Tokajew", "+", admin_user)


# Names that go and change


def three_with_the_tag(tokayev: Tag) -> TagName:
    """Of the three by names, one holds the Polish name alone, one both, and one the English one; a fourth has
    the tag from its dump."""
    polish = TagName.objects.create(tag=tokayev, language="pl", name="Tokajew")
    for title, body, tags in (
        ("one", "Mówił Tokajew.", []),
        ("both", "Mówił Tokajew i Nazarbajew.", []),
        ("stated", "Mówił Tokajew.", ["Tokayev"]),
    ):
        rows.make_article(language="pl", title=title, body=body, tags=tags)
    rows.make_article(title="english", body="Tokayev spoke.")
    TagName.objects.create(tag=tokayev, language="pl", name="Nazarbajew")
    indexing.refresh(Article.objects.values_list("pk", flat=True))
    assert tagged(tokayev) == {"one", "both", "english"}
    return polish


def test_the_page_of_a_name_says_what_it_alone_tags(admin_client, tokayev) -> None:
    polish = three_with_the_tag(tokayev)
    page = pages.read(admin_client.get(of(tokayev, "name", polish.pk)))
    assert heading(page) == "1 article has the tag by this name alone"
    assert examples(page) == [("one", "Tokajew")]
    assert "2 others that hold it have the tag anyhow" in page.text


def test_a_name_that_is_removed_takes_the_tag_along(admin_client, admin_user, tokayev) -> None:
    polish = three_with_the_tag(tokayev)
    address = of(tokayev, "name_remove", polish.pk)
    page = pages.read(admin_client.get(address))
    assert page.one("button", name="confirmed").text == "Remove the name, and the tag from them"
    assert heading(page) == "1 article has the tag by this name alone"
    admin_client.post(address)
    assert TagName.objects.filter(pk=polish.pk).exists()

    response = admin_client.post(address, {"confirmed": "1"}, follow=True)

    assert said(response) == ["The name was removed. 1 article lost it."]
    assert tagged(tokayev) == {"both", "english"}
    assert tagged(tokayev, ArticleTag.Origin.DUMP) == {"stated"}
    assert LogEntry.objects.get().get_change_message() == "Deleted name “Tokajew (pl)”."
    assert TagName.history.filter(id=polish.pk).first().history_user == admin_user
    assert is_as_tagged_from_the_start(tokayev)


def test_what_a_tag_is_called_is_not_removed(admin_client, tokayev) -> None:
    name = tokayev.names.get()
    address = of(tokayev, "name_remove", name.pk)
    assert "call the tag something else first" in pages.read(admin_client.get(address)).text
    admin_client.post(address, {"confirmed": "1"})
    assert tokayev.names.get() == name


def test_articles_follow_a_name_that_is_changed(admin_client, admin_user, tokayev) -> None:
    polish = three_with_the_tag(tokayev)
    rows.make_article(language="pl", title="premier", body="Mówił premier Tusk.")
    address = of(tokayev, "name", polish.pk)
    sent = {"language": "pl", "name": "Tusk", "is_shown": "on", "tags_texts": "on"}

    response = admin_client.post(address, sent, follow=True)

    assert said(response) == ["The name was changed. 1 article gained the tag. 1 article lost it."]
    assert tagged(tokayev) == {"both", "english", "premier"}
    polish.refresh_from_db()
    assert (polish.name, polish.key, polish.terms) == ("Tusk", "tusk", "tusk")
    states = TagName.history.filter(id=polish.pk)
    assert [(state.name, state.history_type) for state in states] == [("Tusk", "~"), ("Tokajew", "+")]
    assert is_as_tagged_from_the_start(tokayev)


def test_a_name_that_does_not_tag_any_more_takes_the_tag_along(admin_client, tokayev) -> None:
    polish = three_with_the_tag(tokayev)
    sent = {"language": "pl", "name": "Tokajew", "is_shown": "on"}
    response = admin_client.post(of(tokayev, "name", polish.pk), sent, follow=True)
    assert said(response) == ["The name was changed. 1 article lost it."]
    assert tagged(tokayev) == {"both", "english"}
    assert heading(pages.read(admin_client.get(of(tokayev, "name", polish.pk)))) == (
        "No article has the tag by this name alone"
    )


def test_a_name_cannot_become_another_concept_s_nor_a_second_of_its_own(admin_client, tokayev) -> None:
    polish = three_with_the_tag(tokayev)
    TagName.objects.create(tag=rows.make_tag("Tokaj"), language="pl", name="Tokaj")
    for name, error in (
        ("Tokaj", "In this language it is a name of the tag Tokaj already."),
        ("Nazarbajew", "It is a name of this tag already."),
    ):
        sent = {"language": "pl", "name": name, "tags_texts": "on"}
        page = pages.read(admin_client.post(of(tokayev, "name", polish.pk), sent))
        assert page.one("ul", "errorlist").text == error
    polish.refresh_from_db()
    assert polish.name == "Tokajew"


def test_saving_a_name_as_it_is_changes_nothing(admin_client, tokayev) -> None:
    polish = three_with_the_tag(tokayev)
    sent = {"language": "pl", "name": "Tokajew", "is_shown": "on", "tags_texts": "on"}
    response = admin_client.post(of(tokayev, "name", polish.pk), sent, follow=True)
    assert said(response) == []
    assert not LogEntry.objects.exists()


# The tag's own page


def tag_form(tag: Tag, *called: tuple[str, str], **fields: str) -> dict[str, object]:
    """The page's form, all its names as they are, these beside them."""
    stored = list(tag.names.all())
    form = {
        "name": tag.name,
        "name_language": "en",
        "kind": tag.kind,
        "slug": tag.slug,
        "names-TOTAL_FORMS": len(stored) + len(called),
        "names-INITIAL_FORMS": len(stored),
    }
    for at, row in enumerate(stored):
        form |= {f"names-{at}-id": row.pk, f"names-{at}-tag": tag.pk}
    shown = [*((row.language, row.name) for row in stored), *called]
    for at, (language, name) in enumerate(shown):
        form |= {f"names-{at}-language": language, f"names-{at}-name": name}
        form |= {f"names-{at}-is_shown": "on", f"names-{at}-tags_texts": "on"}
    return form | fields


def test_articles_follow_the_names_that_are_saved_with_the_tag(admin_client, tokayev) -> None:
    polish = three_with_the_tag(tokayev)
    rows.make_article(language="lv", title="latvian", body="Runāja Tokajevs.")
    form = tag_form(tokayev, ("lv", "Tokajevs"))
    gone = next(name for name, value in form.items() if value == polish.pk).replace("-id", "-DELETE")

    response = admin_client.post(of(tokayev, "change"), form | {gone: "on"}, follow=True)

    assert "1 article gained the tag. 1 article lost it." in said(response)
    assert tagged(tokayev) == {"both", "english", "latvian"}
    assert is_as_tagged_from_the_start(tokayev)


def test_a_new_tag_is_given_to_the_articles_its_names_stand_in(admin_client) -> None:
    rows.make_article(language="lv", title="latvian", body="Runāja Tokajevs.")
    sent = {"name": "Tokayev", "name_language": "en", "kind": "person", "slug": ""}
    inline = {"names-TOTAL_FORMS": 1, "names-INITIAL_FORMS": 0}
    inline |= {"names-0-language": "lv", "names-0-name": "Tokajevs", "names-0-tags_texts": "on"}
    admin_client.post(reverse("admin:articles_tag_add"), sent | inline)
    assert tagged(Tag.objects.get()) == {"latvian"}


def test_saving_a_tag_with_its_names_as_they_are_looks_at_no_article(admin_client, tokayev) -> None:
    three_with_the_tag(tokayev)
    with CaptureQueriesContext(connection) as captured:
        admin_client.post(of(tokayev, "change"), tag_form(tokayev, kind="person"))
    assert Tag.objects.get(pk=tokayev.pk).kind == "person"
    assert [one["sql"] for one in captured if "articles_revision" in one["sql"]] == []


def test_names_stand_by_language_under_its_own_name(admin_client, tokayev) -> None:
    for language, name in (("th", "โตกาเยฟ"), ("lv", "Tokajevs"), ("lv", "Kasims"), ("ar", "توكاييف")):
        TagName.objects.create(tag=tokayev, language=language, name=name)
    page = pages.read(admin_client.get(of(tokayev, "change")))
    group = page.one("div", "", id="names-group")
    assert group.texts("strong", "archive-language") == ["Arabic", "English", "Latvian", "Thai"]
    typed = [one for one in group.all("input") if (one["name"] or "").endswith("-name")]
    values = [one["value"] for one in typed if one.attributes.get("value")]
    assert values == ["توكاييف", "Tokayev", "Kasims", "Tokajevs", "โตกาเยฟ"]
    links = [link["href"] for link in group.all("a") if link.text.startswith("What it tags")]
    assert links == [of(tokayev, "name", name.pk) for name in tokayev.names.all()]


def test_a_name_can_be_tried_from_the_tag_s_page(admin_client, tokayev) -> None:
    rows.make_article(language="lv")
    TagName.objects.create(tag=tokayev, language="th", name="โตกาเยฟ")
    form = pages.read(admin_client.get(of(tokayev, "change"))).one("form", "archive-try")
    assert form["action"] == of(tokayev, "try")
    assert [one["name"] for one in form.all("*") if one.name in ("input", "select")] == ["language", "name"]
    assert form.texts("option") == ["English (en)", "Latvian (lv)", "Thai (th)"]
    assert of(tokayev, "names") in [link["href"] for link in form.all("a")]


# Who may


def test_a_curator_adds_and_changes_names_and_an_editor_removes_them(client: Client, tokayev) -> None:
    polish = three_with_the_tag(tokayev)
    client.force_login(person(CURATOR))
    add(client, tokayev, "pl", "Kasym")
    client.post(of(tokayev, "name", polish.pk), {"language": "pl", "name": "Tokajewa", "tags_texts": "on"})
    assert set(tokayev.names.filter(language="pl").values_list("name", flat=True)) == {
        "Kasym",
        "Nazarbajew",
        "Tokajewa",
    }
    assert client.post(of(tokayev, "name_remove", polish.pk), {"confirmed": "1"}).status_code == 403
    assert "Remove it" not in pages.read(client.get(of(tokayev, "name", polish.pk))).text
    client.force_login(person(EDITOR))
    assert "Remove it" in pages.read(client.get(of(tokayev, "name", polish.pk))).text
    client.post(of(tokayev, "name_remove", polish.pk), {"confirmed": "1"})
    assert not TagName.objects.filter(pk=polish.pk).exists()


def test_a_viewer_sees_the_names_and_can_do_nothing_with_them(client: Client, tokayev) -> None:
    name = tokayev.names.get()
    client.force_login(person(VIEWER))
    page = pages.read(client.get(of(tokayev, "change")))
    assert "Tokayev" in page.one("div", "", id="names-group").text
    assert page.all("form", "archive-try") == []
    assert "What it tags" not in page.text
    for address in (of(tokayev, "try"), of(tokayev, "names"), of(tokayev, "name", name.pk)):
        assert client.post(address, {"language": "en", "name": "X"}).status_code == 403
    assert list(tokayev.names.all()) == [name]


def test_of_a_merged_tag_no_names_are_added(client: Client, tokayev) -> None:
    kept = rows.make_tag("Kassym-Jomart Tokayev")
    merging.merge_tags(kept, [tokayev], None)
    client.force_login(person(ADMINISTRATOR))
    for page in ("try", "names"):
        assert client.get(of(tokayev, page)).status_code == 404
        assert client.post(of(tokayev, page), {"language": "en", "name": "X"}).status_code == 404
    assert pages.read(client.get(of(tokayev, "change"))).all("form", "archive-try") == []
    assert client.get(of(kept, "try")).status_code == 200


# Beside the pages


def test_names_that_are_merged_away_in_between_are_told_as_none(tokayev) -> None:
    assert names.add(tokayev, [("xx", "Y"), ("pl", " "), ("en", "TOKAYEV")]) == ([], Retagged())


def test_an_editor_s_own_tags_stay_whatever_the_names_do(tokayev) -> None:
    article = rows.make_article(title="kept", body="Tokayev spoke.")
    assert tagged(tokayev) == {"kept"}
    bulk.retag([article.pk], [], [tokayev], None)
    bulk.retag([article.pk], [tokayev], [], None)
    assert names.remove(tokayev.names.get()) == Retagged()
    assert tagged(tokayev, ArticleTag.Origin.EDITOR) == {"kept"}
