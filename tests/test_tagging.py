"""Which concepts a text names, and how that lives beside what dumps stated and editors decided."""

import pytest

from articles import indexing, tagging
from articles.models import Article, ArticleTag, FacetCount, Tag, TagName, TagRemoval
from tests import rows

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "name", "text"),
    [
        ("en", "elections", "The election's day"),
        ("lv", "Kazahstāna", "Vēlēšanas Kazahstānā"),
        ("lv", "vēlēšanas", "Pirms VĒLĒŠANĀM"),
        ("pl", "prawa człowieka", "O prawach człowieka"),
        ("ru", "Казахстан", "В Казахстане прошёл референдум"),
        ("uk", "Казахстан", "Вибори в Казахстані"),
        ("kk", "сайлау", "Сайлауда жеңді"),
        ("ar", "الدستور", "وبالدستور الجديد"),
        ("ar", "كازاخستان", "قال لكازاخستان"),
        ("he", "קזחסטן", "הבחירות בקזחסטן"),
        ("th", "คาซัคสถาน", "การลงประชามติในคาซัคสถานเมื่อวานนี้"),
        ("ja", "カザフスタン", "新生カザフスタンの憲法"),
        ("ko", "카자흐스탄", "카자흐스탄에서는"),
        ("de", "Wahlen", "Nach den Wahlen"),
        ("tr", "seçimler", "Seçimlerden sonra"),
        ("und", "Kazakhstan", "Kazakhstan"),
    ],
)
def test_a_name_is_found_in_the_forms_of_its_language(language: str, name: str, text: str):
    concept("wanted", (language, name))
    concept("other", (language, "Tunisia"))
    assert tags_of(rows.make_article(language=language, title="", body=text)) == {"wanted": "names"}


@pytest.mark.parametrize(
    ("language", "name", "text"),
    [
        ("en", "human rights", "Human dignity and the rights of humans"),
        ("en", "human rights", "rights human"),
        ("lv", "Kazahstāna", "Uzbekistānas vēlēšanas"),
        ("th", "คาซัคสถาน", "การลงประชามติในคาซัคเมื่อวานนี้"),
        ("ar", "كازاخستان", "جمهورية أوزبكستان"),
    ],
)
def test_a_text_with_a_part_of_a_name_does_not_name_it(language: str, name: str, text: str):
    concept("wanted", (language, name))
    assert tags_of(rows.make_article(language=language, title="", body=text)) == {}


@pytest.mark.parametrize("field", ["title", "section", "excerpt", "body"])
def test_a_name_is_looked_for_in_all_that_an_article_says(field: str):
    concept("Kazakhstan", ("en", "Kazakhstan"))
    article = rows.make_article(**{"title": "A referendum", "body": "Text.", field: "On Kazakhstan"})
    assert tags_of(article) == {"Kazakhstan": "names"}


def test_who_wrote_an_article_is_not_what_it_is_about():
    concept("Donald Tusk", ("en", "Donald Tusk"))
    article = rows.make_article(title="On power", body="A speech.", byline="Donald Tusk")
    assert tags_of(article) == {}


@pytest.mark.parametrize(
    ("name", "text", "is_named"),
    [
        ("Chad", "Chad votes", True),
        ("Chad", "CHAD VOTES", True),
        ("Chad", "A hanging chad", False),
        ("US", "The US votes", True),
        ("US", "Tell us more", False),
        ("US", "Tell Us More", False),
        ("elections", "Elections in autumn", True),
        ("elections", "elections in autumn", True),
        ("Human Rights Watch", "Human rights watch says", True),
        ("Human Rights Watch", "human rights watch says", False),
    ],
)
def test_a_name_with_a_capital_stands_so_in_the_text(name: str, text: str, is_named: bool):
    concept("wanted", ("en", name))
    assert tags_of(rows.make_article(title="", body=text)) == ({"wanted": "names"} if is_named else {})


def test_a_script_without_capitals_needs_none():
    concept("Georgia", ("ka", "საქართველო"))
    assert tags_of(rows.make_article(language="ka", title="საქართველოს არჩევნები", body="")) == {
        "Georgia": "names"
    }


def test_a_name_of_few_letters_stands_whole_in_the_text():
    concept("EU", ("pl", "UE"))
    concept("Iran", ("pl", "Iran"))
    assert tags_of(rows.make_article(language="pl", title="Decyzja UE", body="")) == {"EU": "names"}
    assert tags_of(rows.make_article(language="pl", title="Wybory w Iranie", body="")) == {"Iran": "names"}
    assert tags_of(rows.make_article(language="pl", title="Film UEM i Ira", body="")) == {}


def test_a_name_is_found_in_articles_of_its_own_language():
    """“Rada” is a body in Ukrainian texts and joy in Czech ones."""
    concept("Verkhovna Rada", ("uk", "Рада"), ("pl", "Rada"))
    assert tags_of(rows.make_article(language="pl", title="Rada Najwyższa", body="")) == {
        "Verkhovna Rada": "names"
    }
    assert tags_of(rows.make_article(language="cs", title="Rada města", body="")) == {}


def test_english_names_are_found_in_texts_of_other_scripts_as_they_are():
    concept("OSCE", ("en", "OSCE"))
    concept("elections", ("en", "elections"))
    named = {"OSCE": "names"}
    assert tags_of(rows.make_article(language="th", title="ผู้สังเกตการณ์จากOSCEและelection", body="")) == named
    assert tags_of(rows.make_article(language="ar", title="بعثة OSCE", body="")) == named
    assert tags_of(rows.make_article(language="lv", title="OSCE misija", body="")) == {}


def test_a_name_that_is_only_searched_by_tags_too_and_a_label_does_not():
    tag = concept("elections")
    TagName.objects.create(tag=tag, language="en", name="polls", is_shown=False)
    TagName.objects.create(tag=tag, language="en", name="News", tags_texts=False)
    assert tags_of(rows.make_article(title="To the polls", body="")) == {"elections": "names"}
    assert tags_of(rows.make_article(title="News of the day", body="")) == {}


def test_a_text_names_every_concept_in_it_and_each_once():
    concept("constitutional court", ("en", "constitutional court"))
    concept("constitution", ("en", "constitution"))
    concept("Kazakhstan", ("en", "Kazakhstan"), ("en", "Republic of Kazakhstan"))
    article = rows.make_article(
        title="The Constitutional Court of the Republic of Kazakhstan",
        body="Kazakhstan has a constitution, and the constitutional court keeps the constitution.",
    )
    assert tags_of(article) == {
        "Kazakhstan": "names",
        "constitution": "names",
        "constitutional court": "names",
    }


def test_a_name_across_two_parts_of_an_article_is_none():
    concept("human rights", ("en", "human rights"))
    assert tags_of(rows.make_article(title="To be human", body="Rights matter.")) == {}


def test_a_tag_by_a_name_is_counted_and_stands_where_its_article_does():
    tag = concept("Kazakhstan", ("en", "Kazakhstan"))
    article = rows.make_article(title="Kazakhstan votes", body="", published="2023-05-19")
    link = ArticleTag.objects.get(article=article)
    assert (link.tag, link.position) == (tag, Article.objects.get().position)
    counted = FacetCount.objects.get(
        tag=tag.pk, language="", source=FacetCount.ANY_ID, period=FacetCount.ANY_PERIOD
    )
    assert counted.articles == 1
    assert indexing.wrong_counts() == []


def test_a_tag_goes_with_the_name_in_the_text():
    concept("Kazakhstan", ("en", "Kazakhstan"))
    concept("Tunisia", ("en", "Tunisia"))
    article = rows.make_article(title="Kazakhstan votes", body="")
    article.title = "Tunisia votes"
    article.save()
    indexing.refresh([article.pk])
    assert tags_of(article) == {"Tunisia": "names"}
    assert indexing.wrong_counts() == []


def test_only_the_current_wording_names_anything():
    concept("Kazakhstan", ("en", "Kazakhstan"))
    article = rows.make_article(title="A vote", body="In Kazakhstan.")
    rows.add_revision(article, "In Tunisia.")
    indexing.refresh([article.pk])
    assert tags_of(article) == {}


def test_a_text_in_another_language_is_read_by_the_names_of_that():
    concept("vote", ("lv", "balsojums"))
    article = rows.make_article(language="en", title="Balsojuma diena", body="")
    assert tags_of(article) == {}
    article.language = rows.make_language("lv")
    article.save()
    indexing.refresh([article.pk])
    assert tags_of(article) == {"vote": "names"}


def test_what_a_dump_stated_or_an_editor_added_stays_when_the_text_no_longer_says_so():
    stated, added, named = (concept(name, ("en", name)) for name in ("Kazakhstan", "Tunisia", "Jordan"))
    article = rows.make_article(title="Kazakhstan, Tunisia, Jordan", body="", tags=["Kazakhstan"])
    ArticleTag.objects.filter(article=article, tag=added).update(origin=ArticleTag.Origin.EDITOR)
    assert tags_of(article) == {stated.name: "dump", added.name: "editor", named.name: "names"}
    article.title = "Nothing"
    article.save()
    indexing.refresh([article.pk])
    assert tags_of(article) == {stated.name: "dump", added.name: "editor"}


def test_what_an_editor_took_off_stays_off():
    taken, left = concept("Kazakhstan", ("en", "Kazakhstan")), concept("Tunisia", ("en", "Tunisia"))
    article = rows.make_article(title="Kazakhstan and Tunisia", body="")
    ArticleTag.objects.filter(article=article, tag=taken).delete()
    TagRemoval.objects.create(article=article, tag=taken)
    other = rows.make_article(title="Kazakhstan again", body="")
    indexing.refresh([article.pk, other.pk])
    assert tags_of(article) == {left.name: "names"}
    assert tags_of(other) == {taken.name: "names"}


def test_finding_the_same_again_writes_nothing():
    concept("Kazakhstan", ("en", "Kazakhstan"))
    article = rows.make_article(title="Kazakhstan votes", body="")
    before = list(ArticleTag.objects.values())
    indexing.refresh([article.pk])
    assert list(ArticleTag.objects.values()) == before


def test_a_hidden_article_is_tagged_when_it_is_published():
    concept("Kazakhstan", ("en", "Kazakhstan"))
    article = rows.make_article(title="Kazakhstan votes", body="", status="hidden")
    assert tags_of(article) == {}
    article.status = Article.Status.PUBLISHED
    article.save()
    indexing.refresh([article.pk])
    assert tags_of(article) == {"Kazakhstan": "names"}


def test_tags_are_written_for_the_articles_that_were_looked_at_alone():
    first, second = rows.make_article(title="One", body=""), rows.make_article(title="Two", body="")
    tags = [concept(name).pk for name in ("Kazakhstan", "Tunisia")]
    tagging.write({first.pk: set(tags), second.pk: {tags[0]}})
    tagging.write({first.pk: {tags[1]}})
    assert tags_of(first) == {"Tunisia": "names"}
    assert tags_of(second) == {"Kazakhstan": "names"}


def test_the_concepts_that_ship_are_found_in_real_headlines(vocabulary):
    wanted = {
        "en": {"Kazakhstan", "constitution"},
        "lv": {"Kazakhstan"},
        "ru": {"Tunisia", "constitution"},
        "th": {"Kazakhstan", "constitution", "referendum"},
        "ar": {"Kazakhstan", "constitutional court"},
        "he": {"Jordan"},
    }
    found = {language: rows.make_article(language=language, body="") for language in wanted}
    assert {language: wanted[language] - tags_of(one).keys() for language, one in found.items()} == {
        language: set() for language in wanted
    }
    assert set(tags_of(found["lv"])) == {"Kazakhstan"}


def concept(name: str, *names: tuple[str, str]) -> Tag:
    """A tag, and what languages call it."""
    tag = rows.make_tag(name)
    for language, text in names:
        TagName.objects.create(tag=tag, language=language, name=text)
    return tag


def tags_of(article: Article) -> dict[str, str]:
    return dict(article.article_tags.values_list("tag__name", "origin"))
