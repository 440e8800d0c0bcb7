"""The admin: every row can be found and read, hostile words are words, and provenance is not to be edited."""

import json
import zlib

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive.headers import CONTENT_SECURITY_POLICY
from articles import indexing, reviews
from articles.catalogue import Catalogue, StoredVocabulary
from articles.enrichment import UNCERTAIN_LANGUAGE
from articles.folding import name_key
from articles.models import (
    Article,
    ArticleKey,
    ArticleTag,
    Dump,
    FacetCount,
    Indexed,
    Language,
    Load,
    Reading,
    Refusal,
    Review,
    Revision,
    Sighting,
    Source,
    Tag,
    TagName,
    TagRemoval,
)
from articles.readers import Doubt
from articles.vocabulary import NamedConcept
from tests import pages, rows
from tests.everything import fill, fill_up

pytestmark = pytest.mark.django_db

# Of every model but those of the history, which stands on the pages of what it is of.
MODELS = sorted(
    (model for model in apps.get_app_config("articles").get_models() if not hasattr(model, "instance_type")),
    key=lambda model: model._meta.model_name,
)

# What can be put right by hand; all else is what a dump said, or follows from it.
EDITABLE = {Article, Language, Review, Source, Tag}
CAN_BE_ADDED = {Language, Source, Tag}
READ_ONLY = [model for model in MODELS if model not in EDITABLE]

HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(2)> "\u202eciemos'


@pytest.fixture(autouse=True)
def _quick_passwords(settings) -> None:
    """Nobody signs in with one here; the real hash takes half a second a test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def address_of(model: type[Model], page: str = "changelist", *args: object) -> str:
    return reverse(f"admin:articles_{model._meta.model_name}_{page}", args=args)


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def inputs(page: pages.Element, name: str) -> list[pages.Element]:
    """What a form sends under this name."""
    return [element for element in page if element.attributes.get("name") == name]


# Everything is there, and costs the same however much of it there is.


def test_every_model_is_registered() -> None:
    assert {model for model in MODELS if admin.site.is_registered(model)} == set(MODELS)


def test_the_index_lists_what_people_look_for_and_not_the_machinery(admin_client) -> None:
    index = pages.read(admin_client.get(reverse("admin:index")))
    assert [row.text for row in index.one("div", "app-articles").all("th", scope="row")] == [
        "Articles",
        "Dumps",
        "Languages",
        "Loads",
        "Operations",
        "Refusals",
        "Reviews",
        "Revisions",
        "Sightings",
        "Sources",
        "Tags",
        "Tombstones",
    ]


@pytest.mark.parametrize("model", MODELS)
def test_a_list_costs_the_same_with_one_row_and_with_thirty(admin_client, model) -> None:
    fill(1)
    address = address_of(model)
    queries_of(admin_client, address)
    one = queries_of(admin_client, address)
    fill_up()
    assert queries_of(admin_client, address) == one
    assert one <= 12


@pytest.mark.parametrize("model", MODELS)
def test_a_row_can_be_opened(admin_client, model) -> None:
    fill(1)
    for row in model.objects.all():
        assert admin_client.get(address_of(model, "change", row.pk)).status_code == 200


def test_an_article_costs_the_same_in_one_dump_and_in_thirty(admin_client) -> None:
    article = rows.make_article(tags=["Kazakhstan"])
    rows.add_sighting(article.revisions.get(), "Constitution\n")
    address = address_of(Article, "change", article.pk)
    queries_of(admin_client, address)
    one = queries_of(admin_client, address)
    for number in range(29):
        rows.add_sighting(rows.add_revision(article, f"Wording {number}"), "Constitution\n")
        rows.add_tag(article, f"Reform {number}")
    assert queries_of(admin_client, address) == one


def test_a_tag_costs_the_same_with_one_name_and_with_thirty(admin_client) -> None:
    tag = rows.make_tag("Kazakhstan")
    TagName.objects.create(tag=tag, language="lv", name="Kazahstāna", key="kazahstana")
    address = address_of(Tag, "change", tag.pk)
    queries_of(admin_client, address)
    one = queries_of(admin_client, address)
    for number in range(29):
        TagName.objects.create(tag=tag, language="lv", name=f"Kazahija {number}", key=f"kazahija {number}")
    assert queries_of(admin_client, address) == one


def test_articles_stand_newest_first_and_the_undated_last(admin_client) -> None:
    rows.make_article(title="Undated")
    rows.make_article(title="Year", published="2021")
    rows.make_article(title="Day", published="2022-06-05")
    listed = admin_client.get(address_of(Article)).context["cl"].result_list
    assert [article.title for article in listed] == ["Day", "Year", "Undated"]


# Finding


def found(client: Client, model: type[Model], query: str) -> list[str]:
    response = client.get(f"{address_of(model)}?{query}")
    assert response.status_code == 200
    return sorted(str(row) for row in response.context["cl"].result_list)


@pytest.mark.parametrize(
    ("query", "language"),
    [
        ("KAZAHSTĀNAS ciemos", "lv"),
        ("kazahstanas", "lv"),
        ("РЕФОРМА", "ru"),
        ("الدستور", "ar"),
        ("ประชามติ", "th"),
    ],
)
def test_a_headline_is_found_in_any_script_whatever_its_case(admin_client, query, language) -> None:
    titles = rows.HEADLINES | {"ru": "Конституционная реформа в Тунисе"}
    titles["ar"] = "استفتاء على الدستور"
    for code in ("lv", "ru", "ar", "th", "en"):
        rows.make_article(language=code, title=titles[code])
    assert found(admin_client, Article, f"q={query}") == [titles[language]]


def test_an_article_is_found_by_its_address(admin_client) -> None:
    rows.make_article(title="Here", url="https://example.org/?p=17")
    rows.make_article(title="There", url="https://example.org/?p=18")
    assert found(admin_client, Article, "q=https://example.org/%3Fp=17") == ["Here"]


def test_articles_are_filtered(admin_client) -> None:
    rows.make_article(title="Dated", published="2022", tags=["Kazakhstan"], source="EU Reporter")
    rows.make_article(title="Decided", curated=["title"], source="Вестник реформ")
    rows.make_article(title="Hidden", status="hidden", language="lv")
    kazakhstan, reporter = Tag.objects.get(name="Kazakhstan"), Source.objects.get(name="EU Reporter")
    for query, titles in {
        "": ["Dated", "Decided", "Hidden"],
        "status__exact=hidden": ["Hidden"],
        "language__code__exact=lv": ["Hidden"],
        "dated=1": ["Dated"],
        "dated=0": ["Decided", "Hidden"],
        "decided=1": ["Decided"],
        "decided=0": ["Dated", "Hidden"],
        f"tag={kazakhstan.pk}": ["Dated"],
        f"source={reporter.pk}": ["Dated", "Hidden"],
        f"source={reporter.pk}&tag={kazakhstan.pk}&dated=1": ["Dated"],
        "source=nonsense&tag=٣": ["Dated", "Decided", "Hidden"],
        "tag=99999999999999999999": ["Dated", "Decided", "Hidden"],
    }.items():
        assert found(admin_client, Article, query) == titles, query


def test_the_filters_offer_the_most_used_tags_and_the_chosen_one(admin_client) -> None:
    for number in range(32):
        for _ in range(2 if number == 31 else 1):
            rows.make_article(tags=[f"Reform {number:02}"])
    rare = rows.make_tag("Reform 30")

    def offered(query: str) -> list[str]:
        page = pages.read(admin_client.get(f"{address_of(Article)}?{query}"))
        filters = page.one("nav", "", id="changelist-filter")
        return [link.text for link in filters.all("a") if link.text.startswith("Reform ")]

    assert offered("") == ["Reform 31", *(f"Reform {number:02}" for number in range(29))]
    assert offered(f"tag={rare.pk}")[-1] == "Reform 30"


@pytest.mark.parametrize("word", ["kazachstan", "KAZAHSTĀNA", "Қазақстан", "كازاخستان", "คาซัค"])
def test_tags_are_completed_by_any_of_their_names(admin_client, word) -> None:
    tag = rows.make_tag("Kazakhstan")
    rows.make_tag("Uzbekistan")
    for language, name in {
        "pl": "Kazachstan",
        "lv": "Kazahstāna",
        "kk": "Қазақстан",
        "ar": "كازاخستان",
        "th": "คาซัคสถาน",
    }.items():
        TagName.objects.create(tag=tag, language=language, name=name, key=name_key(name))
    response = admin_client.get(
        reverse("admin:autocomplete"),
        {"app_label": "articles", "model_name": "article", "field_name": "tags", "term": word},
    )
    assert [one["text"] for one in json.loads(response.content)["results"]] == ["Kazakhstan"]


@pytest.mark.parametrize(
    ("field", "term", "text"),
    [("source", "vestnik", []), ("source", "ВЕСТНИК", ["Вестник реформ"]), ("language", "latv", ["Latvian"])],
)
def test_sources_and_languages_are_completed(admin_client, field, term, text) -> None:
    rows.make_article(language="lv", source="Вестник реформ")
    rows.make_article(language="en", source="EU Reporter")
    response = admin_client.get(
        reverse("admin:autocomplete"),
        {"app_label": "articles", "model_name": "article", "field_name": field, "term": term},
    )
    assert [one["text"] for one in json.loads(response.content)["results"]] == text


# Provenance


def test_an_article_shows_where_it_comes_from(admin_client) -> None:
    article = rows.make_article(language="ar")
    reviews.doubt({article: [Doubt(UNCERTAIN_LANGUAGE, "ar")]})
    sighting = rows.add_sighting(article.revisions.get(), "عنوان\nنص\n", dump="ar-page.txt", line=35)
    page = pages.read(admin_client.get(address_of(Article, "change", article.pk)))

    body = page.one("div", "archive-body")
    assert (body["lang"], body["dir"], body.text) == ("ar", "rtl", rows.BODIES["ar"])
    seen = page.one("div", "field-places").one("tbody")
    assert seen.texts("td") == [
        "ar-page.txt",
        sighting.dump.sha256[:12],
        "35–36",
        "page_text 1",
        "revision 1",
        f"load {sighting.load_id}",
    ]
    assert seen.one("code")["title"] == sighting.dump.sha256
    assert page.one("div", "field-original").one("a")["href"] == f"/articles/{article.pk}/original/"
    waiting = page.one("div", "field-waiting").one("a")
    assert waiting["href"] == address_of(Review, "change", Review.objects.get().pk)
    assert waiting.text == "The language is not certain: Arabic"


def test_a_hidden_article_has_no_link_to_the_public_site(admin_client) -> None:
    article = rows.make_article(status="hidden")
    page = pages.read(admin_client.get(address_of(Article, "change", article.pk)))
    assert page.all("a", href=f"/articles/{article.pk}/original/") == []
    assert page.all("a", href=article.get_absolute_url()) == []
    assert "not public while the article is hidden" in page.one("div", "field-original").text


def test_a_sighting_shows_its_lines_as_they_stood(admin_client) -> None:
    sighting = rows.add_sighting(
        rows.make_article().revisions.get(), "<b>Izdots</b>\n\n  on\n", dump="lv.txt", line=7
    )
    page = pages.read(admin_client.get(address_of(Sighting, "change", sighting.pk)))
    assert [
        (line.one("th").text, line.one("td").raw_text)
        for line in page.one("table", "archive-lines").all("tr")
    ] == [("7", "<b>Izdots</b>"), ("8", ""), ("9", "  on")]
    assert page.one("div", "field-bytes").one("div", "readonly").text == (
        "100 to 120, from 0, the end excluded"
    )


def test_a_load_shows_how_its_blocks_ended(admin_client) -> None:
    fill(1)
    load = Load.objects.get()
    Load.objects.update(blocks=2, new=1, refused=1)
    page = pages.read(admin_client.get(address_of(Load, "change", load.pk)))
    assert page.one("div", "field-sum_of").one("div", "readonly").text == (
        "2 = 1 new + 0 changed + 0 unchanged + 1 refused"
    )
    assert page.one("div", "field-took").one("div", "readonly").text == (
        "stopped before its end, or still running"
    )
    for link in page.one("fieldset").all("a"):
        assert admin_client.get(link["href"]).status_code == 200


@pytest.mark.parametrize("model", [Article, Dump, Load, Revision, Sighting, Refusal, Source, Language, Tag])
def test_every_link_of_a_page_leads_somewhere(admin_client, model) -> None:
    fill(2)
    page = pages.read(admin_client.get(address_of(model, "change", model.objects.last().pk)))
    links = [link.attributes.get("href") for fieldset in page.all("fieldset") for link in fieldset.all("a")]
    assert any(links)
    for link in filter(None, links):
        assert admin_client.get(link).status_code == 200, link


# Who may do what


@pytest.mark.parametrize("model", MODELS)
def test_who_is_not_signed_in_is_asked_to(client, model) -> None:
    fill(1)
    row = model.objects.first()
    for address in (address_of(model), address_of(model, "change", row.pk), address_of(model, "add")):
        assert client.get(address).url == f"{reverse('admin:login')}?next={address}"
        assert client.post(address, {"action": "hide", "_selected_action": [row.pk]}).status_code == 302
    assert Article.objects.published().count() == Article.objects.count()


def test_an_account_that_is_not_staff_gets_no_further(client) -> None:
    client.force_login(User.objects.create_user("reader"))
    article = rows.make_article()
    for address in (reverse("admin:index"), address_of(Article), address_of(Article, "change", article.pk)):
        assert client.get(address).status_code == 302
    client.post(address_of(Article), {"action": "hide", "_selected_action": [article.pk]})
    assert Article.objects.published().count() == 1


def test_staff_without_rights_gets_nothing(client) -> None:
    client.force_login(User.objects.create_user("guest", is_staff=True))
    for model in MODELS:
        assert client.get(address_of(model)).status_code == 403


def test_who_may_look_can_open_everything_and_change_nothing(client) -> None:
    fill(1)
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(viewer)
    before = Article.objects.values().get()
    for model in MODELS:
        assert client.get(address_of(model)).status_code == 200
        for row in model.objects.all():
            address = address_of(model, "change", row.pk)
            page = pages.read(client.get(address))
            assert inputs(page, "_save") == []
            assert client.post(address, {"title": "Taken over", "name": "Taken over"}).status_code == 403
    client.post(address_of(Article), {"action": "hide", "_selected_action": [before["id"]]})
    assert Article.objects.values().get() == before


@pytest.mark.parametrize("model", [model for model in MODELS if model not in CAN_BE_ADDED])
def test_what_comes_from_a_dump_is_not_added_by_hand(admin_client, model) -> None:
    assert admin_client.get(address_of(model, "add")).status_code == 403
    assert admin_client.post(address_of(model, "add"), {}).status_code == 403


@pytest.mark.parametrize("model", READ_ONLY)
def test_provenance_is_not_changed_by_hand(admin_client, model) -> None:
    fill(1)
    row = model.objects.first()
    before = model.objects.filter(pk=row.pk).values().get()
    response = admin_client.post(address_of(model, "change", row.pk), {"name": "x", "reason": "x"})
    assert response.status_code == 403
    assert model.objects.filter(pk=row.pk).values().get() == before


@pytest.mark.parametrize("model", [model for model in MODELS if model is not Tag])
def test_nothing_that_is_in_use_can_be_deleted(admin_client, model) -> None:
    """To delete an article is to withdraw it, which its row outlives."""
    fill(1)
    for row in [] if model is Article else model.objects.all():
        address = address_of(model, "delete", row.pk)
        assert admin_client.get(address).status_code == 403
        assert admin_client.post(address, {"post": "yes"}).status_code == 403
    row = model.objects.first()
    chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    admin_client.post(address_of(model), chosen)
    assert model.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("make", [rows.make_source, rows.make_language])
def test_a_source_and_a_language_without_articles_can_be_deleted(admin_client, make) -> None:
    row = make("lt")
    response = admin_client.post(address_of(type(row), "delete", row.pk), {"post": "yes"})
    assert response.status_code == 302
    assert not type(row).objects.exists()


# Hostile words


def hostile_article() -> Article:
    article = rows.make_article(
        title=HOSTILE,
        body=HOSTILE,
        source=HOSTILE,
        tags=[HOSTILE],
        section=HOSTILE,
        byline=HOSTILE,
        excerpt=HOSTILE,
        url="javascript:alert(1)",
        guid=HOSTILE,
        published="2022",
        published_text=HOSTILE,
        published_origin="page",
        curated=["title", "published"],
    )
    reviews.doubt({article: [Doubt(HOSTILE, HOSTILE, 1)]})
    revision = article.revisions.get()
    revision.stated = {"title": HOSTILE, "published": HOSTILE, "tags": [HOSTILE]}
    revision.save()
    sighting = rows.add_sighting(revision, HOSTILE, dump=HOSTILE)
    Refusal.objects.create(
        dump=sighting.dump,
        load=sighting.load,
        byte_start=1,
        byte_end=9,
        line_start=1,
        line_end=1,
        reader=HOSTILE[:40],
        reader_version=1,
        raw=zlib.compress(HOSTILE.encode()),
        reason=HOSTILE,
    )
    Reading.objects.create(
        dump=sighting.dump,
        load=sighting.load,
        reader=HOSTILE[:40],
        reader_version=1,
        hints={"source": HOSTILE},
    )
    tag = Tag.objects.get()
    TagName.objects.create(tag=tag, language="lv", name=HOSTILE, key=name_key(HOSTILE))
    TagRemoval.objects.create(article=article, tag=tag)
    ArticleKey.objects.create(article=article, key="f" * 64, is_sure=False)
    return article


def every_page(client: Client) -> dict[str, pages.Element]:
    addresses = [
        reverse("admin:index"),
        *(address_of(model) for model in MODELS),
        *(address_of(model, "add") for model in CAN_BE_ADDED),
        *(
            address_of(model, page, row.pk)
            for model in MODELS
            for row in model.objects.all()
            for page in ("change", "history")
        ),
        *(address_of(Tag, "delete", tag.pk) for tag in Tag.objects.all()),
    ]
    return {address: pages.read(client.get(address)) for address in addresses}


def test_hostile_words_are_words_on_every_page(admin_client, admin_user) -> None:
    article = hostile_article()
    LogEntry.objects.log_actions(admin_user.pk, [article], 2, HOSTILE)
    for address, page in every_page(admin_client).items():
        for element in page:
            assert not (element.name == "script" and "alert" in element.raw_text), address
            assert not [name for name in element.attributes if name.startswith("on")], address
            link = element.attributes.get("href") or element.attributes.get("src") or ""
            assert "javascript:" not in link, address
            assert link != "x", address
    listed = pages.read(admin_client.get(address_of(Article)))
    assert listed.one("th", "field-headline").text == " ".join(HOSTILE.split())
    form = pages.read(admin_client.get(address_of(Article, "change", article.pk)))
    assert [field.raw_text.strip() for field in inputs(form, "title")] == [HOSTILE]


def test_an_address_that_is_not_of_the_web_is_shown_and_not_linked(admin_client) -> None:
    article = rows.make_article(url="javascript:alert(1)")
    page = pages.read(admin_client.get(address_of(Article, "change", article.pk)))
    shown = page.one("div", "field-page")
    assert shown.one("div", "readonly").text == "javascript:alert(1)"
    assert shown.all("a") == []

    Article.objects.update(url="https://example.org/a?b=1&c=2")
    page = pages.read(admin_client.get(address_of(Article, "change", article.pk)))
    link = page.one("div", "field-page").one("a")
    assert (link["href"], link["rel"]) == ("https://example.org/a?b=1&c=2", "noopener noreferrer")


def test_headlines_have_a_direction_of_their_own(admin_client) -> None:
    rows.make_article(language="ar", tags=["الدستور"])
    rows.make_article(language="lv")
    page = pages.read(admin_client.get(address_of(Article)))
    spans = [cell.one("span") for cell in page.all("th", "field-headline")]
    assert {(span["lang"], span["dir"]) for span in spans} == {("ar", "auto"), ("lv", "auto")}
    for holder in pages.read(admin_client.get(address_of(Tag))).holders("الدستور"):
        assert holder.inherited("dir") == "auto"


def test_no_page_needs_more_than_the_policy_allows(admin_client) -> None:
    """default-src 'none', and everything else from this host: nothing inline, nothing from elsewhere."""
    fill(1)
    response = admin_client.get(reverse("admin:index"))
    assert response["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    for address, page in every_page(admin_client).items():
        assert page.all("style") == page.all("iframe") == [], address
        for element in page:
            assert "style" not in element.attributes, address
            if element.name == "script" and element.attributes.get("type") != "application/json":
                assert element["src"].startswith("/"), address
            if element.name == "link":
                assert element["href"].startswith("/"), address


# Tags, sources and languages


def tag_form(*names: tuple[str, str], **fields: str) -> dict[str, object]:
    management = {"names-TOTAL_FORMS": len(names), "names-INITIAL_FORMS": 0}
    inline = {
        f"names-{at}-{field}": value
        for at, (language, name) in enumerate(names)
        for field, value in (("language", language), ("name", name))
    }
    start = {"name": "Judicial reform", "name_language": "en", "kind": "topic", "slug": "", "territory": ""}
    return start | management | inline | fields


def names_of(tag: Tag) -> set[tuple[str, str, str]]:
    return set(tag.names.values_list("language", "name", "key"))


def test_a_new_tag_gets_its_slug_and_its_keys(admin_client) -> None:
    sent = tag_form(("lv", "Tiesu reforma"), ("ar", "إصلاح القضاء"), ("th", "การปฏิรูปศาล"))
    assert admin_client.post(address_of(Tag, "add"), sent).status_code == 302
    tag = Tag.objects.get()
    assert (tag.name, tag.slug, tag.kind, tag.territory) == (
        "Judicial reform",
        "judicial-reform",
        "topic",
        None,
    )
    assert names_of(tag) == {
        ("en", "Judicial reform", "judicial reform"),
        ("lv", "Tiesu reforma", "tiesu reforma"),
        ("ar", "إصلاح القضاء", name_key("إصلاح القضاء")),
        ("th", "การปฏิรูปศาล", name_key("การปฏิรูปศาล")),
    }
    concept = StoredVocabulary().concept("TIESU REFORMA", "lv")
    assert Catalogue().tag(NamedConcept(concept, "TIESU REFORMA", "lv")) == tag


def test_a_tag_of_a_name_in_any_script_gets_a_slug_that_is_free(admin_client) -> None:
    rows.make_tag("Konstitutsiya")
    admin_client.post(address_of(Tag, "add"), tag_form(name="Конституция", name_language="ru"))
    assert Tag.objects.get(name="Конституция").slug == "konstitutsiya-2"


@pytest.mark.parametrize(
    ("names", "fields", "where"),
    [
        ([("lv", "Māksla"), ("lv", "MAKSLA")], {}, "names"),
        ([("pl", "Kazachstan")], {}, "names"),
        ([("xx", "Reforma")], {}, "names"),
        ([], {"name": "kazachstan", "name_language": "pl"}, "form"),
        ([], {"name_language": "klingon"}, "form"),
        ([], {"territory": "QQ"}, "form"),
    ],
)
def test_a_name_that_would_mean_two_things_is_refused(admin_client, names, fields, where) -> None:
    kazakhstan = rows.make_tag("Kazakhstan")
    TagName.objects.create(tag=kazakhstan, language="pl", name="Kazachstan", key="kazachstan")
    response = admin_client.post(address_of(Tag, "add"), tag_form(*names, **fields))
    assert response.status_code == 200
    form, inline = response.context["adminform"].form, response.context["inline_admin_formsets"][0].formset
    assert (bool(form.errors), any(inline.errors)) == (where == "form", where == "names")
    assert Tag.objects.get() == kazakhstan


def test_a_renamed_tag_is_still_known_to_loads(admin_client) -> None:
    named = NamedConcept(StoredVocabulary().concept("Māksla", "lv"), "Māksla", "lv")
    tag = Catalogue().tag(named)
    name = tag.names.get()
    sent = tag_form(name="Art", slug=tag.slug) | {
        "names-TOTAL_FORMS": 1,
        "names-INITIAL_FORMS": 1,
        "names-0-id": name.pk,
        "names-0-tag": tag.pk,
        "names-0-language": "lv",
        "names-0-name": "Māksla",
    }
    assert admin_client.post(address_of(Tag, "change", tag.pk), sent).status_code == 302
    tag.refresh_from_db()
    assert (tag.name, tag.slug) == ("Art", "maksla")
    assert names_of(tag) == {("en", "Art", "art"), ("lv", "Māksla", "maksla")}
    for word, language in (("Māksla", "lv"), ("Art", "en")):
        concept = StoredVocabulary().concept(word, language)
        assert Catalogue().tag(NamedConcept(concept, word, language)) == tag
    assert Tag.objects.count() == 1


def test_a_country_keeps_its_code(admin_client) -> None:
    tag = rows.make_tag("Kazakhstan")
    Tag.objects.update(territory="KZ")
    admin_client.post(address_of(Tag, "change", tag.pk), tag_form(name="Kazakhstan", territory="UZ"))
    tag.refresh_from_db()
    assert tag.territory == "KZ"


def test_a_renamed_source_keeps_its_address_and_is_still_known_to_loads(admin_client) -> None:
    source = Catalogue().source("Вестник реформ")
    address = address_of(Source, "change", source.pk)
    sent = {"name": "Reform Herald", "rights": "full", "slug": "other", "key": "other"}
    assert admin_client.post(address, sent).status_code == 302
    renamed = Source.objects.get()
    assert (renamed.name, renamed.slug, renamed.key) == ("Reform Herald", source.slug, source.key)
    assert Catalogue().source("Вестник реформ") == source


def test_a_new_source_is_the_one_that_loads_will_find(admin_client) -> None:
    assert admin_client.post(address_of(Source, "add"), {"name": "Baltic  Review"}).status_code == 302
    source = Source.objects.get()
    assert (source.slug, source.key) == ("baltic-review", "baltic review")
    assert Catalogue().source("BALTIC REVIEW") == source


def test_two_sources_of_one_name_are_refused(admin_client) -> None:
    rows.make_source("EU Reporter")
    response = admin_client.post(address_of(Source, "add"), {"name": "eu reporter"})
    assert response.context["adminform"].form.errors == {"name": ["There is a source of this name already."]}


def test_the_unknown_source_keeps_its_name(admin_client) -> None:
    source = Catalogue().source(None)
    admin_client.post(address_of(Source, "change", source.pk), {"name": "EU Reporter"})
    assert Source.objects.get().name == Source.UNKNOWN


@pytest.mark.parametrize(
    ("code", "stored"),
    [
        ("lt", ("lt", "Lietuvių", "Lithuanian", "ltr")),
        ("iw", ("he", "עברית", "Hebrew", "rtl")),
        ("KK-Cyrl", ("kk", "Қазақ тілі", "Kazakh", "ltr")),
    ],
)
def test_a_new_language_needs_its_code_only(admin_client, code, stored) -> None:
    assert admin_client.post(address_of(Language, "add"), {"code": code}).status_code == 302
    assert Language.objects.values_list("code", "name", "english_name", "direction").get() == stored


def test_a_language_that_is_none_or_is_there_already_is_refused(admin_client) -> None:
    rows.make_language("lv")
    for code in ("xx", "lv", ""):
        response = admin_client.post(address_of(Language, "add"), {"code": code})
        assert list(response.context["adminform"].form.errors) == ["code"]


def test_lists_know_how_many_published_articles_there_are(admin_client) -> None:
    for status in ("published", "published", "hidden"):
        rows.make_article(language="lv", source="EU Reporter", tags=["Kazakhstan"], status=status)
    rows.make_language("lt")
    for model, counted in ((Source, [2]), (Tag, [2]), (Language, [2, 0])):
        listed = admin_client.get(address_of(model)).context["cl"].result_list
        assert [row.published_articles for row in listed] == counted
    assert indexing.wrong_counts() == []
    assert ArticleTag.objects.count() == 3
    assert Indexed.objects.count() == 2
    assert FacetCount.objects.exists()
