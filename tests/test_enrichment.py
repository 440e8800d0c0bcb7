"""What a capture means: language, honest date, concepts, doubts and the keys it is known by."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from articles.dates import Precision, StatedDate
from articles.enrichment import UNKNOWN_SOURCE, Enriched, Hints, canonical_url, enrich
from articles.languages import UNDETERMINED
from articles.readers import Capture, Doubt, Refusal, Span
from articles.vocabulary import Concept, Kind, NamedConcept, Vocabulary

LATVIAN = (
    "Konstitucionālā tiesa darbu atsāka 2023. gada 1. janvārī, un iedzīvotāji tajā var vērsties tieši.",
    "Lauku akimus kopš 2021. gada jūlija ievēl paši ciema ļaudis, nevis ieceļ augstāki ierēdņi.",
)
ARABIC = ("صوّت التونسيون يوم 25 يوليو في استفتاء على مشروع دستور جديد يحلّ محلّ دستور عام 2014.",)
CAPTURE = Capture(
    span=Span(21, 500, 3, 13),
    raw="Kazahstāna…".encode(),
    title="Kazahstāna atjauno Konstitucionālo tiesu",
    paragraphs=LATVIAN,
    section="Kazahstāna",
    source="EU Reporter",
    language="lv",
)
FEED_ITEM = replace(
    CAPTURE,
    section=None,
    source="Steppe Chronicle",
    published="Mon, 08 Jan 2024 09:30:12 +0200",
    published_origin="feed",
    url="https://steppe-chronicle.example/viens/",
    guid="https://steppe-chronicle.example/?p=1",
)
KAZAKHSTAN = Concept("Kazakhstan", Kind.PLACE, "KZ")
UNSURE = "the language is not certain"


def enriched(capture: Capture, hints: Hints | None = None, vocabulary: Vocabulary | None = None) -> Enriched:
    [one] = enrich([capture], vocabulary or Vocabulary(), hints)
    return one


def test_it_says_all_that_follows_from_a_capture():
    one = enriched(CAPTURE)
    assert one == Enriched(
        capture=CAPTURE,
        source="EU Reporter",
        language="lv",
        language_confidence=1.0,
        published=None,
        captured_at=None,
        concepts=(NamedConcept(KAZAKHSTAN, "Kazahstāna", "lv"),),
        doubts=(),
        body=f"{LATVIAN[0]}\n\n{LATVIAN[1]}",
        body_sha256=one.body_sha256,
        digest=one.digest,
        keys=(),
        title_key=one.title_key,
    )


def test_it_hashes_the_body_as_it_is_stored():
    assert enriched(replace(CAPTURE, paragraphs=("viens", "divi"))).body_sha256 == (
        "2f0187d7f8dcece667b24641fe8ac3b16837cda2e4f3df991598089239d9b5b9"
    )


@pytest.mark.parametrize(
    ("url", "hinted", "source"),
    [
        ("https://www.Steppe.example/one?x=1", None, "steppe.example"),
        ("https://steppe.example", "Steppe Chronicle", "Steppe Chronicle"),
        ("mailto:desk@steppe.example", None, None),
        (None, None, None),
    ],
)
def test_a_page_without_a_name_is_of_the_site_of_its_address(url, hinted, source):
    one = enriched(replace(CAPTURE, source=None, url=url), Hints(source=hinted))
    assert one.source == source
    assert any(doubt.reason == UNKNOWN_SOURCE for doubt in one.doubts) == (source is None)


def test_when_it_was_captured_is_a_moment_and_never_its_date():
    one = enriched(replace(CAPTURE, captured="2024-05-01T10:00:00Z"))
    assert one.captured_at == datetime(2024, 5, 1, 10, tzinfo=UTC)
    assert one.published is None
    assert enriched(replace(CAPTURE, captured="yesterday")).captured_at is None


def test_an_age_is_a_date_only_beside_a_known_capture():
    aged = replace(CAPTURE, published="pirms 3 dienām", published_origin="page")
    assert enriched(aged).published is None
    assert enriched(replace(aged, captured="2024-05-14")).published.isoformat() == "2024-05-11"


def test_it_lets_refusals_pass_and_keeps_the_order():
    refusal = Refusal("a heading without a body", Span(0, 9, 1, 2))
    second = replace(CAPTURE, title="Otrais virsraksts")
    found = list(enrich([CAPTURE, refusal, second], Vocabulary()))
    assert [found[0].capture, found[1], found[2].capture] == [CAPTURE, refusal, second]


def test_it_enriches_one_capture_at_a_time():
    def captures():
        yield CAPTURE
        raise AssertionError("the second was asked for too early")

    assert next(enrich(captures(), Vocabulary())).capture == CAPTURE


def test_it_keeps_the_doubts_of_the_reader():
    doubt = Doubt("a short line that is repeated", "Vīzas", 11)
    assert enriched(replace(CAPTURE, doubts=(doubt,))).doubts == (doubt,)


def test_it_believes_the_dump_about_its_source_before_the_operator():
    assert enriched(CAPTURE, Hints(source="Baltic Observer")).source == "EU Reporter"


def test_it_takes_the_source_from_the_operator_if_the_dump_names_none():
    one = enriched(replace(CAPTURE, source=None), Hints(source="Baltic Observer"))
    assert (one.source, one.doubts) == ("Baltic Observer", ())


def test_it_doubts_a_page_of_nobody():
    one = enriched(replace(CAPTURE, source=None))
    assert (one.source, one.doubts) == (
        None,
        (Doubt("the dump does not say whose page it is", "Kazahstāna atjauno Konstitucionālo tiesu", 3),),
    )


def test_it_believes_a_long_text_before_the_feed():
    one = enriched(replace(FEED_ITEM, language="en-US"))
    assert (one.language, one.language_confidence, one.doubts) == ("lv", 1.0, ())


def test_it_believes_a_long_text_before_the_operator():
    one = enriched(replace(CAPTURE, language=None), Hints(language="pl"))
    assert (one.language, one.language_confidence) == ("lv", 1.0)


def test_it_believes_the_dump_about_a_short_text():
    one = enriched(replace(FEED_ITEM, title="Visas", paragraphs=(), language="en-US"))
    assert (one.language, one.language_confidence, one.doubts) == ("en", None, ())


def test_it_believes_the_operator_about_a_short_text_before_the_article_above():
    short = replace(CAPTURE, title="Vīzas", paragraphs=(), language=None)
    _, one = enrich(
        [replace(CAPTURE, paragraphs=ARABIC * 3, title=ARABIC[0]), short], Vocabulary(), Hints(language="lv")
    )
    assert (one.language, one.language_confidence, one.doubts) == ("lv", None, ())


def test_it_guesses_a_short_text_by_the_article_above_and_says_so():
    _, one = enrich([CAPTURE, replace(CAPTURE, title="Vīzas", paragraphs=(), language=None)], Vocabulary())
    assert (one.language, one.language_confidence, one.doubts) == ("lv", None, (Doubt(UNSURE, "lv"),))


def test_it_guesses_a_short_text_that_stands_alone_and_says_so():
    one = enriched(replace(CAPTURE, title="สวัสดี", paragraphs=(), language=None, section=None))
    assert (one.language, one.doubts) == ("th", (Doubt(UNSURE, "th"),))


def test_it_does_not_guess_the_language_of_digits():
    one = enriched(replace(CAPTURE, title="2023", paragraphs=("5 + 1",), language=None, section=None))
    assert (one.language, one.language_confidence, one.doubts) == (
        UNDETERMINED,
        None,
        (Doubt(UNSURE, UNDETERMINED),),
    )


def test_it_believes_a_dump_in_a_language_that_is_never_identified():
    yiddish = ("די קאָנסטיטוציאָנעלע געריכט האָט ווידער אָנגעהויבן צו אַרבעטן דעם 1טן יאַנואַר 2023.",)
    one = enriched(replace(CAPTURE, title="קאזאכסטאן", paragraphs=yiddish, language="yi", section=None))
    assert (one.language, one.language_confidence, one.doubts) == ("yi", None, ())


@pytest.mark.parametrize(
    ("stated", "kept"), [("iw", "he"), ("en_GB", "en"), ("zh-Hans-CN", "zh"), ("nb-NO", "no")]
)
def test_it_keeps_one_code_for_a_language(stated: str, kept: str):
    assert (
        enriched(replace(CAPTURE, title="…", paragraphs=(), language=stated, section=None)).language == kept
    )


def test_it_reads_the_date_of_a_feed_in_utc():
    assert enriched(FEED_ITEM).published == StatedDate(
        datetime(2024, 1, 8, 7, 30, 12, tzinfo=UTC), Precision.TIME
    )


def test_it_reads_the_date_of_a_page_in_the_language_of_the_text():
    stated = replace(CAPTURE, published="2024. gada 14. maijs", published_origin="page")
    assert enriched(stated).published == StatedDate(datetime(2024, 5, 14, tzinfo=UTC), Precision.DAY)


def test_it_takes_no_date_from_the_body():
    assert enriched(CAPTURE).published is None


@pytest.mark.parametrize("text", ["05/06/2024", "nesen, 2024", "Mon, 99 Jan 2024 07:30:12 +0000"])
@pytest.mark.parametrize("origin", ["page", "feed"])
def test_it_doubts_a_date_that_it_cannot_read(text: str, origin: str):
    one = enriched(replace(CAPTURE, published=text, published_origin=origin))
    assert (one.published, one.doubts) == (None, (Doubt("a date that cannot be read", text),))


def test_it_doubts_a_date_beyond_the_calendar():
    text = "Fri, 31 Dec 9999 23:59:59 -0500"
    one = enriched(replace(FEED_ITEM, published=text))
    assert (one.published, one.doubts) == (None, (Doubt("a date that cannot be read", text),))


def test_it_makes_concepts_of_section_and_tags():
    named = replace(CAPTURE, tags=("Vēlēšanas", "Kazahstāna", "Tunisija"))
    assert enriched(named).concepts == (
        NamedConcept(KAZAKHSTAN, "Kazahstāna", "lv"),
        NamedConcept(Concept("Vēlēšanas", Kind.TOPIC), "Vēlēšanas", "lv"),
        NamedConcept(Concept("Tunisia", Kind.PLACE, "TN"), "Tunisija", "lv"),
    )


def test_it_asks_the_vocabulary_what_a_name_means():
    elections = Concept("Elections", Kind.TOPIC)
    vocabulary = Vocabulary({("lv", "velesanas"): elections})
    one = enriched(replace(CAPTURE, section=None, tags=("VĒLĒŠANAS",)), vocabulary=vocabulary)
    assert one.concepts == (NamedConcept(elections, "VĒLĒŠANAS", "lv"),)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Cits virsraksts"},
        {"section": "Māksla"},
        {"byline": "Anna Liepiņa"},
        {"published": "2024. gada 14. maijs"},
        {"excerpt": "Īsumā"},
        {"paragraphs": LATVIAN[:1]},
        {"paragraphs": tuple(reversed(LATVIAN))},
    ],
    ids=lambda change: next(iter(change)),
)
def test_it_digests_everything_a_capture_states(change: dict[str, object]):
    assert enriched(replace(CAPTURE, **change)).digest != enriched(CAPTURE).digest


@pytest.mark.parametrize(
    "change",
    [{"span": Span(0, 1, 1, 1)}, {"raw": b""}, {"doubts": (Doubt("x", "y"),)}, {"source": None}],
    ids=lambda change: next(iter(change)),
)
def test_it_digests_nothing_else(change: dict[str, object]):
    assert enriched(replace(CAPTURE, **change)).digest == enriched(CAPTURE).digest


def test_it_tells_an_empty_section_from_a_missing_one():
    assert enriched(replace(CAPTURE, section="")).digest != enriched(replace(CAPTURE, section=None)).digest


def test_it_knows_a_page_by_its_headline_only():
    assert enriched(CAPTURE).keys == ()


def test_it_knows_an_item_by_guid_and_address_the_surest_first():
    guid, address = enriched(FEED_ITEM).keys
    assert enriched(replace(FEED_ITEM, url=None)).keys == (guid,)
    assert enriched(replace(FEED_ITEM, guid=None)).keys == (address,)


def test_it_knows_articles_of_one_source_only_by_one_key():
    assert set(enriched(FEED_ITEM).keys).isdisjoint(enriched(replace(FEED_ITEM, source="Altai Post")).keys)
    assert enriched(FEED_ITEM).title_key != enriched(replace(FEED_ITEM, source="Altai Post")).title_key


@pytest.mark.parametrize(
    "title",
    [
        "KAZAHSTĀNA ATJAUNO KONSTITUCIONĀLO TIESU",
        " Kazahstāna  atjauno\u00a0Konstitucionālo tiesu!",
        "«Kazahstāna atjauno Konstitucionālo tiesu»",
    ],
)
def test_it_knows_a_headline_whatever_its_case_spaces_and_signs(title: str):
    assert enriched(replace(CAPTURE, title=title)).title_key == enriched(CAPTURE).title_key


def test_it_tells_headlines_of_two_languages_apart():
    arabic = replace(CAPTURE, paragraphs=ARABIC * 4, language="ar")
    assert enriched(arabic).title_key != enriched(CAPTURE).title_key


def test_it_tells_headlines_without_letters_apart():
    first, second = (enriched(replace(CAPTURE, title=title)).title_key for title in ("🎉", "🎊"))
    assert first != second


@pytest.mark.parametrize(
    "url",
    [
        "https://steppe.example/viens",
        "http://steppe.example/viens/",
        "https://STEPPE.example/viens/#respond",
        "https://www.steppe.example/viens/?utm_source=feed&utm_medium=rss",
        "HTTPS://steppe.example/viens/?fbclid=x&gclid=y&mc_cid=z",
    ],
)
def test_it_knows_one_address_in_many_forms(url: str):
    assert canonical_url(url) == "steppe.example/viens"


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://steppe.example", "steppe.example"),
        ("https://steppe.example/?p=5127&utm_source=x", "steppe.example?p=5127"),
        ("https://steppe.example/?p=&q", "steppe.example?p=&q="),
        ("https://steppe.example:8443/Viens", "steppe.example:8443/Viens"),
        ("https://steppe.example/%D0%BA/", "steppe.example/%D0%BA"),
    ],
)
def test_it_keeps_what_makes_an_address(url: str, canonical: str):
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "viens",
        "/viens/",
        "mailto:a@b.example",
        "javascript:alert(1)",
        "ftp://a.example/",
        "https://",
        "http://[a",
    ],
)
def test_it_takes_nothing_else_for_an_address(url: str | None):
    assert canonical_url(url) is None
