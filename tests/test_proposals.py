"""Further names of a concept, found by their sound in the archive's own texts, accepted by a person."""

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Tag, TagName
from articles.proposals import Proposal, _most_shared, _shared, proposals
from tests import pages, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def tokayev() -> Tag:
    tag = rows.make_tag("Kassym-Jomart Tokayev")
    for language, name in (("en", "Kassym-Jomart Tokayev"), ("en", "Tokayev")):
        TagName.objects.create(tag=tag, language=language, name=name)
    return tag


@pytest.mark.parametrize(
    ("language", "body", "name"),
    [
        ("lv", "Reformas ierosināja prezidents Tokajevs, un parlaments tās pieņēma.", "Tokajevs"),
        ("pl", "Prezydent Tokajew zapowiedział nowe wybory.", "Tokajew"),
        ("ru", "Президент Токаев подписал закон о местном самоуправлении.", "Токаев"),
        ("kk", "Президент Тоқаев жаңа заңға қол қойды.", "Тоқаев"),
        ("ar", "وقّع الرئيس توكاييف القانون الجديد أمس.", "توكاييف"),
        ("he", "הנשיא טוקאייב חתם על החוק.", "טוקאייב"),
        ("th", "ประธานาธิบดีโตกาเยฟลงนามในกฎหมาย", "โตกาเยฟ"),
    ],
)
def test_a_name_is_proposed_as_another_language_writes_it(tokayev, language, body, name):
    article = rows.make_article(language=language, title="", body=body)
    [proposal] = proposals(tokayev)
    assert (proposal.language, proposal.text, proposal.articles, proposal.example) == (
        language,
        name,
        1,
        article,
    )
    assert proposal.like in {"Tokayev", "Kassym-Jomart Tokayev"}


def test_what_only_looks_a_little_like_a_name_is_not_proposed(tokayev):
    rows.make_article(
        title="", body="Today a Tokyo court took a token vote, the Toyota takeover failed, Kayak."
    )
    assert proposals(tokayev) == []


def test_names_it_has_are_not_proposed_in_any_of_their_forms(tokayev):
    rows.make_article(title="", body="Tokayev spoke. It was Tokayev’s plan.")
    assert proposals(tokayev) == []


def test_a_word_in_small_letters_is_no_proper_name(tokayev):
    rows.make_article(language="pl", title="", body="To jest tokajew.")
    assert proposals(tokayev) == []


def test_the_word_of_more_articles_comes_first_among_equals(tokayev):
    for body in ("Prezydent Tokajew mówił.", "Wrócił Tokajew.", "Prezydent Tokaiew mówił."):
        rows.make_article(language="pl", title="", body=body)
    assert [(one.text, one.articles) for one in proposals(tokayev)][:1] == [("Tokajew", 2)]


def test_hidden_articles_propose_nothing(tokayev):
    rows.make_article(language="pl", title="", body="Prezydent Tokajew mówił.", status="hidden")
    assert proposals(tokayev) == []


def test_a_concept_without_a_name_that_could_be_heard_gets_no_proposals():
    rows.make_article(language="pl", title="", body="Prezydent Tokajew mówił.")
    assert proposals(rows.make_tag("EU")) == []


def test_of_texts_without_spaces_those_that_have_the_tag_are_looked_through_first(tokayev, monkeypatch):
    body = "โตกาเยฟลงนามในกฎหมาย"
    tagged = rows.make_article(language="th", title="", body=body, tags=["Kassym-Jomart Tokayev"])
    rows.make_article(language="th", title="", body="โตกาเยฟเดินทาง")
    monkeypatch.setattr("articles.proposals.DENSE", len(f"\n{body}"))
    [proposal] = proposals(tokayev)
    assert (proposal.text, proposal.articles, proposal.example) == ("โตกาเยฟ", 1, tagged)
    monkeypatch.setattr("articles.proposals.DENSE", 0)
    assert proposals(tokayev) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tokayev", "tokajew"),
        ("tokayev", "vykat"),
        ("abab", "baba"),
        ("a", "b"),
        ("kkk", "k"),
        ("aab", "abb"),
    ],
)
def test_no_two_words_share_more_than_is_reckoned_with(one: str, other: str):
    assert _shared(one, other) <= _most_shared(one, other) <= 1
    assert _most_shared(one, one) == 1


def test_an_accepted_proposal_finds_articles_at_once_and_tags_them(admin_client: Client, tokayev):
    article = rows.make_article(language="pl", title="", body="Prezydent Tokajew mówił.")
    address = reverse("admin:articles_tag_names", args=[tokayev.pk])
    look = reverse("admin:articles_tag_try", args=[tokayev.pk])
    page = pages.read(admin_client.get(address))
    assert [box.attributes["value"] for box in page.all("input", type="checkbox")] == ["pl:Tokajew"]
    assert f"{look}?language=pl&name=Tokajew" in [link["href"] for link in page.all("a")]
    assert admin_client.get("/articles.json?q=Tokayev").json()["count"] == 0

    admin_client.post(address, {"name": "pl:Tokajew"})

    assert list(tokayev.names.filter(language="pl").values_list("name", flat=True)) == ["Tokajew"]
    assert list(article.tags.all()) == [tokayev]
    assert [row["id"] for row in admin_client.get("/articles.json?q=Tokayev").json()["results"]] == [
        article.pk
    ]


def test_who_may_not_change_a_tag_sees_no_proposals(client: Client, tokayev, django_user_model):
    client.force_login(django_user_model.objects.create_user("reader", is_staff=True))
    assert client.get(reverse("admin:articles_tag_names", args=[tokayev.pk])).status_code == 403


def test_a_name_that_means_something_else_already_is_not_taken(admin_client: Client, tokayev):
    other = rows.make_tag("Tokaj")
    TagName.objects.create(tag=other, language="pl", name="Tokajew")
    admin_client.post(
        reverse("admin:articles_tag_names", args=[tokayev.pk]), {"name": ["pl:Tokajew", "xx:Y", "pl: "]}
    )
    assert tokayev.names.count() == 2


def test_a_proposal_says_what_it_is_like(tokayev):
    article = rows.make_article(language="pl", title="", body="Prezydent Tokajew mówił.")
    [proposal] = proposals(tokayev)
    assert proposal == Proposal("pl", "Tokajew", "Tokayev", proposal.likeness, 1, article)
    assert 0.72 <= proposal.likeness < 1
