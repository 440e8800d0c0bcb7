"""The original: the lines of the dumps as they stood there, whatever they hold."""

import hashlib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from articles.models import Article, Dump, Sighting
from tests import rows
from tests.pages import Element, read

pytestmark = pytest.mark.django_db

SAMPLES = settings.BASE_DIR / "fixtures" / "dumps"

# Nothing here may be lost or joined: blank lines, spaces at both ends, what only looks like a line's end.
LINES = [
    "  كازاخستان  ",
    "",
    "",
    "<b>ไทย</b> & \"quoted\" 'words'",
    "\ttab\u00a0no-break\u2028separator\u0085next line",
    "\u202eoverride",
    "\ufeffmark",
    "🗳️ e\u0301",
    "[ ]{.mark} ",
]


def test_the_lines_are_shown_as_they_stand_in_the_dump(client):
    article = rows.make_article()
    rows.add_sighting(article.revisions.get(), "".join(f"{line}\n" for line in LINES), line=1_204)
    page = read(client.get(f"/articles/{article.pk}/original/"))
    assert shown(page) == list(enumerate(LINES, 1_204))


def test_a_last_line_without_an_end_and_a_line_that_ends_as_windows_does_are_lines(client):
    article = rows.make_article()
    rows.add_sighting(article.revisions.get(), "viens\r\n\r\ndivi", line=7)
    page = read(client.get(f"/articles/{article.pk}/original/"))
    assert shown(page) == [(7, "viens"), (8, ""), (9, "divi")]


def test_a_blank_line_at_the_end_of_a_block_is_a_line(client):
    article = rows.make_article()
    rows.add_sighting(article.revisions.get(), "viens\n\n")
    assert shown(read(client.get(f"/articles/{article.pk}/original/"))) == [(1, "viens"), (2, "")]


def test_every_dump_the_article_was_seen_in_has_its_lines_the_newest_wording_first(client):
    article = rows.make_article()
    earlier = article.revisions.get()
    current = rows.add_revision(article, "Jauns teksts.")
    rows.add_sighting(earlier, "vecs\n", dump="2021.txt", line=5)
    rows.add_sighting(current, "jauns\nteksts\n", dump="2023.txt", line=3)
    rows.add_sighting(earlier, "vecs\n", dump="2022.txt", line=8)
    page = read(client.get(f"/articles/{article.pk}/original/"))
    sections = page.all("section", "original")
    assert [section.one("h2").text for section in sections] == [
        "2023.txt, lines 3–4",
        "2021.txt, line 5",
        "2022.txt, line 8",
    ]
    assert [shown(section) for section in sections] == [
        [(3, "jauns"), (4, "teksts")],
        [(5, "vecs")],
        [(8, "vecs")],
    ]
    assert [facts(section)["Wording"] for section in sections] == [
        "revision 2, the current one",
        "revision 1",
        "revision 1",
    ]


def test_the_lines_of_what_was_merged_into_the_article_stand_behind_its_own(client):
    article = rows.make_article(language="lv", source="Baltic Wire")
    merged = rows.make_article(language="th", title="ประชามติ", source="ข่าว")
    rows.add_sighting(merged.revisions.get(), "ประชามติ\n", dump="th.txt", line=9)
    rows.add_sighting(article.revisions.get(), "Balsojums\n", dump="lv.txt")
    Article.objects.filter(pk=merged.pk).update(status="merged", merged_into=article)
    sections = read(client.get(f"/articles/{article.pk}/original/")).all("section", "original")
    assert [section.one("h2").text for section in sections] == ["lv.txt, line 1", "th.txt, line 9"]
    assert [shown(section) for section in sections] == [[(1, "Balsojums")], [(9, "ประชามติ")]]
    assert [section.one("ol", "lines")["lang"] for section in sections] == ["lv", "th"]
    assert [facts(section).get("Merged article") for section in sections] == [None, "ประชามติ · ข่าว"]
    assert [facts(section)["Wording"] for section in sections] == [
        "revision 1, the current one",
        "revision 1",
    ]
    answer = client.get(f"/articles/{merged.pk}/original/")
    assert (answer.status_code, answer["Location"]) == (301, f"/articles/{article.pk}/original/")


def test_the_page_names_file_digest_bytes_reader_and_wording(client):
    article = rows.make_article()
    sighting = rows.add_sighting(article.revisions.get(), "ไทย\n", dump="ไทย.txt", line=3)
    found = facts(read(client.get(f"/articles/{article.pk}/original/")))
    loaded = f"{sighting.created_at:%-d %B %Y, %H:%M} UTC"
    assert found == {
        "File": "ไทย.txt, 110 bytes",
        "SHA-256": sighting.dump.sha256,
        "Bytes": "100–110",
        "Read by": "page_text, version 1",
        "Loaded": loaded,
        "Wording": "revision 1, the current one",
    }


def test_the_page_says_where_a_dump_was_in_a_folder_or_an_archive(client):
    article = rows.make_article()
    sighting = rows.add_sighting(article.revisions.get(), "ไทย\n", dump="lv.xml")
    Dump.objects.filter(pk=sighting.dump_id).update(path="batch/2024.zip/feeds/lv.xml")
    page = read(client.get(f"/articles/{article.pk}/original/"))
    assert facts(page)["File"].startswith("batch/2024.zip/feeds/lv.xml, ")


def test_the_lines_of_other_articles_of_the_dump_are_not_shown(client):
    article, other = rows.make_article(), rows.make_article()
    rows.add_sighting(article.revisions.get(), "mine\n")
    rows.add_sighting(other.revisions.get(), "theirs\n")
    assert "theirs" not in read(client.get(f"/articles/{article.pk}/original/")).text


@pytest.mark.parametrize(("language", "direction"), [("th", "ltr"), ("ar", "rtl")])
def test_lines_carry_the_language_of_the_article_and_a_direction_each(client, language, direction):
    article = rows.make_article(language=language)
    rows.add_sighting(article.revisions.get(), f"SHARE:\n{rows.BODIES[language]}\n")
    page = read(client.get(f"/articles/{article.pk}/original/"))
    lines = page.one("ol", "lines")
    assert [(line.inherited("lang"), line["dir"]) for line in lines.all("span")] == [(language, "auto")] * 2
    headline = page.one("p", "lead").holders(article.title)
    assert [(one.inherited("lang"), one.inherited("dir")) for one in headline] == [(language, direction)]


def test_the_page_leads_back_to_the_article_and_is_not_for_search_engines(client):
    article = rows.make_article()
    page = read(client.get(f"/articles/{article.pk}/original/"))
    assert page.one("main").all("a")[0]["href"] == article.get_absolute_url()
    assert page.one("meta", name="robots")["content"] == "noindex"


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("*.txt")))
def test_the_lines_of_every_sample_are_those_of_its_file(client, name):
    assert_lines_are_those_of(client, SAMPLES / name)


@pytest.mark.real_dumps
def test_the_lines_of_every_real_dump_are_those_of_its_file(client, real_dumps):
    for path in sorted(real_dumps.glob("*.txt")):
        assert_lines_are_those_of(client, path)


def test_an_article_of_two_dumps_shows_the_lines_of_both(client, tmp_path):
    sample = (SAMPLES / "lv-page.txt").read_bytes()
    later = tmp_path / "later.txt"
    later.write_bytes(b"\n\n" + sample)
    load(SAMPLES / "lv-page.txt", later)
    article = Article.objects.order_by("pk").first()
    sections = read(client.get(f"/articles/{article.pk}/original/")).all("section", "original")
    first, second = (shown(section) for section in sections)
    assert [text for _, text in first] == [text for _, text in second]
    assert second[0][0] == first[0][0] + 2


def assert_lines_are_those_of(client, path: Path) -> None:
    load(path)
    content = path.read_bytes()
    lines = content.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    sightings = Sighting.objects.filter(dump__name=path.name).select_related("revision")
    assert sightings
    for sighting in sightings:
        page = read(client.get(f"/articles/{sighting.revision.article_id}/original/"))
        section = next(one for one in page.all("section", "original") if path.name in one.one("h2").text)
        assert facts(section)["SHA-256"] == hashlib.sha256(content).hexdigest()
        wanted = lines[sighting.line_start - 1 : sighting.line_end]
        assert shown(section) == list(enumerate(wanted, sighting.line_start))
        block = content[sighting.byte_start : sighting.byte_end].replace(b"\r\n", b"\n")
        assert block.removesuffix(b"\n") == "\n".join(wanted).encode()


def load(*paths: Path) -> None:
    call_command("load_dumps", *map(str, paths))


def shown(page: Element) -> list[tuple[int, str]]:
    """The numbered lines of the page."""
    return [
        (int(line["value"]), line.one("span").raw_text)
        for line in page.all("li")
        if "value" in line.attributes
    ]


def facts(page: Element) -> dict[str, str]:
    return {row.one("dt").text: row.one("dd").text for row in page.one("dl", "facts").all("div")}
