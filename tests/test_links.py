"""Which articles link to each other, or to the same address, by what stands in their texts."""

import pytest

from articles import indexing, links
from articles.enrichment import sure_keys
from articles.linked import MOST_OF_A_TEXT, is_link, terms_of_links
from articles.links import Link
from articles.models import Article, ArticleKey, Indexed
from articles.reviews import Pair
from tests import rows

pytestmark = pytest.mark.django_db

VOTE = "https://www.eureporter.co/world/vote/"


def make(body: str, url: str | None = None, **fields: object) -> Article:
    """An article as a load leaves it: known by its address."""
    article = rows.make_article(body=body, url=url, **fields)
    for key in sure_keys(article.source.name, None, url):
        ArticleKey.objects.create(article=article, key=key, is_sure=True)
    return article


def entries(*articles: Article) -> dict[int, Indexed]:
    return {row.article_id: row for row in Indexed.objects.filter(article__in=articles)}


def found(*articles: Article) -> dict[Pair, Link]:
    return links.links(entries(*articles))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        ("No address: eureporter.co/world, ftp://eureporter.co/world, 3://4", 0),
        ("A whole site: https://eureporter.co, https://eureporter.co/.", 0),
        (f"Told by {VOTE}.", 1),
        (f"({VOTE}), “{VOTE}?utm_source=feed”, <{VOTE.upper().replace('WORLD/VOTE', 'world/vote')}#top>", 1),
        (f"{VOTE} {VOTE}more https://eureporter.co/world/vote?page=2", 3),
        (" ".join(f"{VOTE}{number}" for number in range(1_000)), MOST_OF_A_TEXT),
    ],
)
def test_addresses_stand_in_an_entry_in_their_canonical_form(text: str, number: int):
    found = terms_of_links(text)
    assert len(found) == number + bool(number)
    assert all(map(is_link, found))


def test_an_entry_without_links_has_nothing_of_them():
    article = make("No address.", VOTE)
    assert "link:" not in Indexed.objects.get(article=article).facets


@pytest.mark.parametrize("linking_first", [True, False])
def test_an_article_is_linked_to_by_a_text_that_has_its_address(linking_first: bool):
    made = {}
    for is_linking in (linking_first, not linking_first):
        made[is_linking] = make(
            f"As told by {VOTE}." if is_linking else "It is told.", None if is_linking else VOTE
        )
    pair = tuple(sorted(article.pk for article in made.values()))
    for asked in ([made[True]], [made[False]], list(made.values())):
        assert found(*asked) == {pair: Link.TO}


def test_an_address_counts_in_whatever_source_and_not_that_of_the_text_itself():
    target = make("It is told.", VOTE, source="EU Reporter")
    linking = make(f"As told by {VOTE}", "https://vestnik.example/1", source="Vestnik")
    make(f"At https://vestnik.example/2 {VOTE}x", "https://vestnik.example/2", source="Vestnik")
    assert found(linking) == found(target) == {(target.pk, linking.pk): Link.TO}


def test_two_texts_that_link_to_the_same_address_are_linked():
    one, other = (make(f"{VOTE} {number}") for number in range(2))
    make("https://www.eureporter.co/world/other/")
    assert found(one) == found(other) == {(one.pk, other.pk): Link.SAME}


def test_an_address_that_many_link_to_is_furniture(monkeypatch):
    monkeypatch.setattr(links, "MOST_LINKING", 2)
    made = [make(f"{VOTE} {number}") for number in range(2)]
    assert len(found(made[0])) == 1
    make(f"{VOTE} and one more")
    assert found(made[0]) == {}


def test_a_link_that_is_gone_links_no_more():
    target, linking = make("It is told.", VOTE), make(f"As told by {VOTE}")
    rows.add_revision(linking, "As told by somebody.")
    indexing.refresh([linking.pk])
    assert found(target, linking) == {}


def test_links_stay_where_the_text_is_not_looked_at_again():
    linking = make(f"As told by {VOTE}")
    entry = Indexed.objects.get(article=linking)
    Article.objects.filter(pk=linking.pk).update(source=rows.make_source("Vestnik"))
    indexing.reclassify([linking.pk])
    moved = Indexed.objects.get(article=linking)
    assert moved.facets == entry.facets.replace(f"source:{entry.source}", f"source:{moved.source}")
    assert indexing.wrong_entries() == []


def test_where_nobody_links_one_query_says_so(django_assert_num_queries):
    article = make("It is told.", VOTE)
    asked = entries(article)
    with django_assert_num_queries(1):
        assert links.links(asked) == {}
