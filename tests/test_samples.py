"""Every sample dump, read and enriched, gives what a person wrote down beside it."""

import json
from pathlib import Path

import pytest

from articles.enrichment import Enriched, enrich
from articles.readers import LAYOUTS, DumpFile, choose
from articles.vocabulary import Vocabulary

FIXTURES = Path(__file__).parent.parent / "fixtures"
DUMPS = {path.stem: path for path in (FIXTURES / "dumps").iterdir()}
EXPECTED = {path.stem: path for path in (FIXTURES / "expected").iterdir()}

# Keys of an expected result. "paragraphs" are the numbers of the lines that make the body; "optional",
# which may be missing, are those a reader may keep or leave.
KEYS = {
    "line_start",
    "line_end",
    "title",
    "section",
    "source",
    "language",
    "published",
    "published_precision",
    "url",
    "guid",
    "byline",
    "excerpt",
    "tags",
    "paragraphs",
}


def test_it_finds_an_expected_result_beside_every_dump():
    assert sorted(DUMPS) == sorted(EXPECTED)


def test_there_is_a_sample_of_every_layout():
    claimed = {choose(DumpFile.open(path)) for path in DUMPS.values()}
    assert claimed == set(LAYOUTS)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_every_expected_result_states_every_field(name: str):
    assert [set(one) - {"optional"} for one in _expected(name)] == [KEYS] * len(_expected(name))


@pytest.mark.parametrize("name", sorted(DUMPS))
def test_it_reads_the_sample_as_a_person_does(name: str):
    dump = DumpFile.open(DUMPS[name])
    enriched = list(enrich(choose(dump).read(dump), Vocabulary()))
    lines = [line.strip() for line in DUMPS[name].read_bytes().decode("utf-8-sig").split("\n")]
    assert [_as_expected(one) for one in enriched] == [
        _with_paragraphs(one, lines, got.capture.paragraphs)
        for one, got in zip(_expected(name), enriched, strict=True)
    ]


@pytest.mark.parametrize("name", sorted(DUMPS))
def test_it_keeps_the_bytes_of_every_block(name: str):
    dump = DumpFile.open(DUMPS[name])
    content = DUMPS[name].read_bytes()
    for capture in choose(dump).read(dump):
        span = capture.span
        assert capture.raw == content[span.byte_start : span.byte_end]
        assert content[: span.byte_start].count(b"\n") + 1 == span.line_start
        assert content[: span.byte_end].removesuffix(b"\n").count(b"\n") + 1 == span.line_end


def _expected(name: str) -> list[dict[str, object]]:
    return json.loads(EXPECTED[name].read_text("utf-8"))


def _as_expected(enriched: Enriched) -> dict[str, object]:
    capture, published = enriched.capture, enriched.published
    return {
        "line_start": capture.span.line_start,
        "line_end": capture.span.line_end,
        "title": _one_spaced(capture.title),
        "section": capture.section,
        "source": enriched.source,
        "language": enriched.language,
        "published": published and published.isoformat(),
        "published_precision": published and published.precision,
        "url": capture.url,
        "guid": capture.guid,
        "byline": capture.byline,
        "excerpt": _one_spaced(capture.excerpt),
        "tags": [named.concept.name for named in enriched.concepts],
        "paragraphs": list(capture.paragraphs),
    }


def _with_paragraphs(
    expected: dict[str, object], lines: list[str], got: tuple[str, ...]
) -> dict[str, object]:
    optional = set(expected.get("optional", ()))
    numbers = sorted(set(expected["paragraphs"]) | optional)
    return {name: expected[name] for name in KEYS} | {
        "title": _one_spaced(expected["title"]),
        "excerpt": _one_spaced(expected["excerpt"]),
        "paragraphs": [
            lines[number - 1] for number in numbers if number not in optional or lines[number - 1] in got
        ],
    }


def _one_spaced(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())
