"""Captures of WordPress feeds: what an HTML parser leaves of RSS 2.0."""

from pathlib import Path

import pytest

from articles.readers import Capture, Doubt, Refusal, Span, feed_text
from tests.dumps import page, read, stated, write_dump

SITE = "https://steppe-chronicle.example"
CHANNEL = (
    f"Reform Archives · Steppe Chronicle {SITE}/tag/reform/ Public Affairs Between Two Continents "
    "Mon, 08 Jan 2024 07:30:15 +0000 en-US hourly 1 "
)
IMAGE = f"{SITE}/icon-32x32.png Reform Archives · Steppe Chronicle {SITE}/tag/reform/ 32 32 "
GENERATOR = "https://wordpress.org/?v=6.4.3 "
VOTE = "Voters in Kazakhstan approved fifty-six amendments on 5 June 2022, and about 68 per cent took part."
COURT = "The Constitutional Court took up its work on 1 January 2023, and citizens may now turn to it."
TRAILER = "The post One Term of Seven Years appeared first on Steppe Chronicle."
HEADER = (
    f"One Term of Seven Years {SITE}/one-term/ Mon, 08 Jan 2024 07:30:12 +0000 {SITE}/?p=5127 "
    "Voters in Kazakhstan approved…"
)
FIRST = {
    "title": "One Term of Seven Years",
    "url": f"{SITE}/one-term/",
    "guid": f"{SITE}/?p=5127",
    "published": "Mon, 08 Jan 2024 07:30:12 +0000",
    "published_origin": "feed",
    "excerpt": "Voters in Kazakhstan approved…",
    "paragraphs": (VOTE, COURT),
    "source": "Steppe Chronicle",
    "language": "en-US",
    "tags": ("Reform",),
}
SECOND_TRAILER = "The post Akims Elected appeared first on Steppe Chronicle."
SECOND_HEADER = f"Akims Elected {SITE}/akims/ Tue, 06 Jun 2023 05:10:40 +0000 {SITE}/?p=4688"
SECOND = FIRST | {
    "title": "Akims Elected",
    "url": f"{SITE}/akims/",
    "guid": f"{SITE}/?p=4688",
    "published": "Tue, 06 Jun 2023 05:10:40 +0000",
    "paragraphs": (COURT,),
}
del SECOND["excerpt"]


def item(header: str = HEADER, trailer: str = TRAILER, *body: str) -> str:
    """An item as it stands in a feed; with an excerpt, "]]>" ends both that and the body."""
    return page(header, trailer, "]]>\n", *(body or (VOTE, COURT)), trailer, "]]>")


def without_excerpt(header: str = SECOND_HEADER, trailer: str = SECOND_TRAILER, *body: str) -> str:
    return page(header, *(body or (COURT,)), trailer, "]]>")


def articles(folder: Path, content: str) -> list[dict[str, object]]:
    return [stated(found) for found in read(folder, content)]


def test_it_says_all_that_a_feed_states_and_where(tmp_path: Path):
    opening = CHANNEL + item()
    second = without_excerpt()
    assert read(tmp_path, opening + second) == [
        Capture(span=Span(0, len(opening.encode()), 1, 14), raw=opening.encode(), **FIRST),
        Capture(
            span=Span(len(opening.encode()), len((opening + second).encode()), 15, 21),
            raw=second.encode(),
            **SECOND,
        ),
    ]


@pytest.mark.parametrize("between", [IMAGE, GENERATOR, GENERATOR + IMAGE, ""])
def test_it_parts_the_channel_from_its_first_item(tmp_path: Path, between: str):
    assert articles(tmp_path, CHANNEL + between + item()) == [FIRST]


def test_it_reads_a_channel_with_an_empty_tagline(tmp_path: Path):
    channel = CHANNEL.replace("Public Affairs Between Two Continents ", "")
    assert articles(tmp_path, channel + IMAGE + item()) == [FIRST]


@pytest.mark.parametrize("between", [IMAGE, GENERATOR, ""])
@pytest.mark.parametrize("title", ["100 Days of Reform", "2 32 and Counting", "1", "5+1: Talks Resume"])
def test_it_keeps_the_numbers_that_a_first_headline_begins_with(tmp_path: Path, title: str, between: str):
    content = item(HEADER.replace("One Term of Seven Years", title), f"{title} — Steppe Chronicle")
    assert articles(tmp_path, CHANNEL + between + content) == [FIRST | {"title": title}]


@pytest.mark.parametrize(
    "title",
    [
        "Watch https://video.example/live Tonight",
        "Read This at https://other.example/",
        "Where Is C++ «Heading»: A/B, 50 % (or so)?",
        "Vote on Mon, 01 Jan 2024 10:00:00 +0000",
    ],
)
def test_it_reads_headlines_that_hold_addresses_dates_and_signs(tmp_path: Path, title: str):
    header = HEADER.replace("One Term of Seven Years", title)
    trailer = TRAILER.replace("One Term of Seven Years", title)
    expected = FIRST | {"title": title}
    assert articles(tmp_path, CHANNEL + item(header, trailer)) == [expected]
    assert articles(tmp_path, CHANNEL + without_excerpt() + item(header, trailer)) == [SECOND, expected]


def test_it_reads_an_excerpt_that_holds_an_address_and_a_date(tmp_path: Path):
    excerpt = "See https://other.example/ Tue, 02 Jan 2024 10:00:00 +0000 https://other.example/?p=7 for all…"
    header = HEADER.replace("Voters in Kazakhstan approved…", excerpt)
    assert articles(tmp_path, CHANNEL + item(header)) == [FIRST | {"excerpt": excerpt}]


def test_it_reads_a_body_that_opens_with_an_address_and_a_date(tmp_path: Path):
    opening = f"See {SITE}/akims/ Mon, 08 Jan 2024 07:30:12 +0000 {SITE}/?p=9"
    assert articles(tmp_path, CHANNEL + item(HEADER, TRAILER, opening, VOTE)) == [
        FIRST | {"paragraphs": (opening, VOTE)},
    ]


def test_it_reads_items_that_share_a_headline(tmp_path: Path):
    again = HEADER.replace("/one-term/", "/one-term-2/").replace("p=5127", "p=5128")
    assert articles(tmp_path, CHANNEL + item() + item(again)) == [
        FIRST,
        FIRST | {"url": f"{SITE}/one-term-2/", "guid": f"{SITE}/?p=5128"},
    ]


@pytest.mark.parametrize("guid", ["5127", "tag:steppe-chronicle.example,2024:5127", f"{SITE}/one-term/"])
def test_it_takes_a_guid_of_any_form(tmp_path: Path, guid: str):
    content = CHANNEL + item(HEADER.replace(f"{SITE}/?p=5127", guid))
    assert articles(tmp_path, content) == [FIRST | {"guid": guid}]


@pytest.mark.parametrize(
    "date",
    ["08 Jan 2024 07:30:12 GMT", "Mon, 8 Jan 2024 07:30 +0300", "Mon, 08 Jan 2024 07:30:12 EST"],
)
def test_it_takes_a_date_of_any_form_that_rfc_822_has(tmp_path: Path, date: str):
    content = CHANNEL + item(HEADER.replace("Mon, 08 Jan 2024 07:30:12 +0000", date))
    assert articles(tmp_path, content) == [FIRST | {"published": date}]


def test_it_leaves_the_addresses_and_the_number_of_comments_out(tmp_path: Path):
    header = HEADER.replace("/one-term/", f"/one-term/ {SITE}/one-term/#respond")
    content = CHANNEL + item(header) + f"{SITE}/one-term/feed/ 3 " + without_excerpt()
    assert articles(tmp_path, content + f"{SITE}/akims/feed/ 0\n") == [FIRST, SECOND]


def test_it_reads_a_headline_that_begins_with_a_number_behind_the_number_of_comments(tmp_path: Path):
    second = without_excerpt().replace("Akims Elected", "20 Akims Elected")
    content = CHANNEL + item() + f"{SITE}/one-term/feed/ 3 " + second
    assert articles(tmp_path, content) == [FIRST, SECOND | {"title": "20 Akims Elected"}]


def test_it_reads_on_behind_an_item_without_a_body(tmp_path: Path):
    bodyless = page(HEADER, TRAILER, "]]>")
    without_body = {name: value for name, value in FIRST.items() if name != "paragraphs"}
    assert articles(tmp_path, CHANNEL + bodyless + without_excerpt()) == [without_body, SECOND]


def test_it_reads_an_item_that_is_only_a_header(tmp_path: Path):
    content = CHANNEL + page(HEADER.removesuffix(" Voters in Kazakhstan approved…"), "]]>")
    only_header = {name: value for name, value in FIRST.items() if name not in ("paragraphs", "excerpt")}
    assert articles(tmp_path, content + without_excerpt()) == [only_header, SECOND]


@pytest.mark.parametrize("lines", ["\n", "\n\n\n"])
def test_it_reads_on_behind_blank_lines_between_items(tmp_path: Path, lines: str):
    assert articles(tmp_path, CHANNEL + item() + lines + without_excerpt()) == [FIRST, SECOND]


def test_it_parts_a_mark_from_what_shares_its_line(tmp_path: Path):
    content = (
        CHANNEL + item().replace("\n\n]]>\n", " ]]>\n").removesuffix("\n") + "\n]]> " + without_excerpt()
    )
    assert articles(tmp_path, content) == [FIRST, SECOND]


def test_it_gives_each_item_its_part_of_a_line_they_share(tmp_path: Path):
    content = CHANNEL + item().removesuffix("\n") + " " + without_excerpt()
    first, second = read(tmp_path, content)
    assert [stated(first), stated(second)] == [FIRST, SECOND]
    assert (first.span.line_end, second.span.line_start) == (14, 14)
    assert first.raw + second.raw == content.encode()


def test_it_keeps_a_mark_inside_a_sentence(tmp_path: Path):
    sentence = "In XML a section of character data ends at the first ]]> that stands in it."
    assert articles(tmp_path, CHANNEL + item(HEADER, TRAILER, sentence, COURT)) == [
        FIRST | {"paragraphs": (sentence, COURT)},
    ]


def test_it_reads_a_feed_without_trailers(tmp_path: Path):
    content = CHANNEL + page(HEADER, "]]>\n", VOTE, COURT, "]]>") + page(SECOND_HEADER, COURT, "]]>")
    assert articles(tmp_path, content) == [FIRST, SECOND]


def test_it_reads_a_feed_that_breaks_off(tmp_path: Path):
    content = CHANNEL + page(HEADER, TRAILER, "]]>\n", VOTE, COURT)
    [found] = read(tmp_path, content)
    assert stated(found) == FIRST
    assert found.raw == content.encode()


def test_it_keeps_a_line_between_excerpt_and_body_and_flags_it(tmp_path: Path):
    content = CHANNEL + page(HEADER, "with a second paragraph", TRAILER, "]]>\n", VOTE, COURT, TRAILER, "]]>")
    assert articles(tmp_path, content) == [
        FIRST
        | {
            "paragraphs": ("with a second paragraph", VOTE, COURT),
            "doubts": (Doubt("a line between excerpt and body", "with a second paragraph", 3),),
        }
    ]


def test_it_refuses_lines_that_no_header_introduces(tmp_path: Path):
    content = CHANNEL + item() + "Somebody wrote here.\n\nAnd here.\n\n]]>\n" + without_excerpt()
    first, refusal, second = read(tmp_path, content)
    start = content.encode().index(b"Somebody")
    assert [stated(first), stated(second)] == [FIRST, SECOND]
    assert first.raw == (CHANNEL + item()).encode()
    assert refusal == Refusal(
        "lines between two items that no header introduces",
        Span(start, start + 32, 15, 17),
        b"Somebody wrote here.\n\nAnd here.\n",
    )


def test_it_keeps_a_last_sentence_that_names_headline_and_site(tmp_path: Path):
    """The excerpt's own trailer says how this feed's trailers are worded."""
    last = "Reform is a word that Steppe Chronicle will hear again."
    content = CHANNEL + page(
        HEADER.replace("One Term of Seven Years", "Reform"),
        "The post Reform appeared first on Steppe Chronicle.",
        "]]>\n",
        VOTE,
        last,
        "]]>",
    )
    assert articles(tmp_path, content) == [FIRST | {"title": "Reform", "paragraphs": (VOTE, last)}]


def test_it_reads_the_feed_of_a_whole_site(tmp_path: Path):
    channel = CHANNEL.replace("Reform Archives · ", "").replace("/tag/reform/", "/")
    assert articles(tmp_path, channel + item()) == [{name: FIRST[name] for name in FIRST if name != "tags"}]


def test_it_reads_a_second_channel_in_the_same_dump(tmp_path: Path):
    altai = (
        "Выборы Архивы - Алтайская почта "
        "https://altai.example/tag/%D0%B2%D1%8B%D0%B1%D0%BE%D1%80%D1%8B/ Газета "
        "Tue, 09 Jan 2024 07:30:15 +0000 ru-RU hourly 1 "
    )
    header = "Акимы избраны https://altai.example/akimy/ Mon, 08 Jan 2024 07:30:12 +0000 https://altai.example/?p=2"
    body = "С июля 2021 года жители сёл и посёлков сами выбирают акимов, которых прежде избирали маслихаты."
    content = altai + page(header, body, "Запись Акимы избраны впервые появилась Алтайская почта.", "]]>")
    assert articles(tmp_path, CHANNEL + item() + content) == [
        FIRST,
        {
            "title": "Акимы избраны",
            "url": "https://altai.example/akimy/",
            "guid": "https://altai.example/?p=2",
            "published": "Mon, 08 Jan 2024 07:30:12 +0000",
            "published_origin": "feed",
            "paragraphs": (body,),
            "source": "Алтайская почта",
            "language": "ru-RU",
            "tags": ("Выборы",),
        },
    ]


def test_it_reads_a_feed_without_a_channel(tmp_path: Path):
    """What a capture keeps that lost its first line. The trailer alone does not say where a name "
    "begins."""
    expected = {name: FIRST[name] for name in FIRST if name not in ("source", "language", "tags")}
    found = articles(tmp_path, page(HEADER, "]]>\n", VOTE, COURT, "]]>"))
    assert found == [expected]


def test_it_loses_nothing_of_a_feed_without_a_channel_but_with_trailers(tmp_path: Path):
    [found] = read(tmp_path, item())
    assert found.title == "One Term of Seven Years"
    assert {VOTE, COURT} <= set(found.paragraphs)


@pytest.mark.parametrize(
    "part", ["https://", "https://a.example/ ", "Mon, 08 Jan 2024 07:30:12 +0000 ", "A - "]
)
def test_it_looks_through_a_long_header_to_its_end(tmp_path: Path, part: str):
    """A line may have a megabyte; a pattern that tries every pair of places in it would take hours."""
    header = HEADER.replace("One Term", f"One {part * (40_000 // len(part))} Term")
    [found] = read(tmp_path, CHANNEL + page(header, "]]>\n", VOTE, "]]>"))
    assert found.paragraphs == (VOTE,)


@pytest.mark.parametrize(
    ("channel", "trailer", "body", "source", "tag"),
    [
        (
            "الدستور Archives - مرصد الإصلاح "
            "https://m.example/tag/%D8%A7%D9%84%D8%AF%D8%B3%D8%AA%D9%88%D8%B1/ شؤون",
            "ظهرت المقالة {title} أولاً على مرصد الإصلاح.",
            "توجّه الناخبون في كازاخستان إلى صناديق الاقتراع للتصويت في استفتاء على تعديل الدستور.",
            "مرصد الإصلاح",
            "الدستور",
        ),
        (
            "宪法 归档 - 改革观察 https://m.example/tag/%E5%AE%AA%E6%B3%95/ 新闻",
            "{title}最先出现在改革观察。",
            "投票率约为百分之六十八，约百分之七十七的投票者赞成修改宪法。",
            "改革观察",
            "宪法",
        ),
        (
            "รัฐธรรมนูญ Archives - ข่าวปฏิรูป https://m.example/tag/constitution/ ข่าว",
            "The post {title} appeared first on ข่าวปฏิรูป.",
            "ศาลรัฐธรรมนูญตั้งขึ้นใหม่แทนสภารัฐธรรมนูญเดิม ประชาชนร้องต่อศาลได้โดยตรง",
            "ข่าวปฏิรูป",
            "รัฐธรรมนูญ",
        ),
        (
            "Archives des Constitution - Le Courrier des steppes https://m.example/tag/constitution/ Journal",
            "L’article {title} est apparu en premier sur Le Courrier des steppes.",
            "Depuis le 1er janvier 2023, le Kazakhstan a de nouveau une cour constitutionnelle.",
            "Le Courrier des steppes",
            "Constitution",
        ),
        (
            "Архіви Конституція | Вісник реформ https://m.example/category/konstytutsiia/ Газета",
            "Запис {title} спершу з’явиться на Вісник реформ.",
            "З 1 січня 2023 року Казахстан знову має Конституційний суд, до якого можуть звернутися "
            "громадяни.",
            "Вісник реформ",
            "Конституція",
        ),
        (
            "Verfassung Archive - Steppenpost https://m.example/tag/verfassung/feed/ Blatt",
            "Der Beitrag {title} erschien zuerst auf Steppenpost.",
            "Seit dem 1. Januar 2023 hat Kasachstan wieder ein Verfassungsgericht, an das sich "
            "Bürger wenden.",
            "Steppenpost",
            "Verfassung",
        ),
    ],
)
def test_it_tells_site_and_tag_of_feeds_in_other_scripts(
    tmp_path: Path, channel: str, trailer: str, body: str, source: str, tag: str
):
    title = "28-4: 宪法 – Конституция"
    header = f"{title} https://m.example/1/ Mon, 08 Jan 2024 07:30:12 +0000 https://m.example/?p=1"
    content = f"{channel} Mon, 08 Jan 2024 07:30:15 +0000 xx weekly 1 {GENERATOR}" + page(
        header, body, trailer.format(title=title), "]]>"
    )
    assert articles(tmp_path, content) == [
        {
            "title": title,
            "url": "https://m.example/1/",
            "guid": "https://m.example/?p=1",
            "published": "Mon, 08 Jan 2024 07:30:12 +0000",
            "published_origin": "feed",
            "paragraphs": (body,),
            "source": source,
            "language": "xx",
            "tags": (tag,),
        }
    ]


def test_it_reads_a_feed_with_byte_order_mark_and_crlf(tmp_path: Path):
    content = "\ufeff" + (CHANNEL + IMAGE + item() + without_excerpt()).replace("\n", "\r\n")
    assert articles(tmp_path, content) == [FIRST, SECOND]


def test_it_keeps_what_only_looks_like_a_line_end(tmp_path: Path):
    paragraph = "Article 33\u2028first\u0085second\x0bthird paragraph"
    assert articles(tmp_path, CHANNEL + item(HEADER, TRAILER, paragraph)) == [
        FIRST | {"paragraphs": (paragraph,)},
    ]


@pytest.mark.parametrize(
    "address",
    ["http://[steppe", "http://[::1/one/", "https://\u2100steppe.example/one/", "http://user@[x]y/one/"],
)
def test_it_reads_an_item_whose_address_is_none(tmp_path: Path, address: str):
    content = CHANNEL + item(HEADER.replace(f"{SITE}/one-term/", address))
    assert articles(tmp_path, content) == [FIRST | {"url": address}]


def test_it_reads_a_channel_whose_address_is_none(tmp_path: Path):
    [found] = read(tmp_path, CHANNEL.replace(f"{SITE}/tag/reform/", "http://[steppe/tag/reform/") + item())
    assert (found.title, found.source, found.paragraphs) == (
        "One Term of Seven Years",
        "Steppe Chronicle",
        (VOTE, COURT),
    )


@pytest.mark.parametrize(
    "line",
    [
        VOTE,
        f"One Term of Seven Years {SITE}/one-term/",
        f"One Term of Seven Years Mon, 08 Jan 2024 07:30:12 +0000 {SITE}/?p=5127",
        f"{SITE}/one-term/ Mon, 08 Jan 2024 07:30:12 +0000 {SITE}/?p=5127",
        f"One Term {SITE}/one-term/ on Mon, 08 Jan 2024 07:30:12 +0000 {SITE}/?p=5127",
        f"One Term of Seven Years {SITE}/one-term/ Mon, 08 Jan 2024 07:30:12 +0000 and not before",
        f"One Term of Seven Years {SITE}/one-term/ Montag, 08. Januar 2024 {SITE}/?p=5127",
        CHANNEL,
        "]]>",
    ],
)
def test_it_claims_no_text_whose_first_line_announces_no_item(tmp_path: Path, line: str):
    assert not feed_text.matches(write_dump(tmp_path, page(line, VOTE, COURT)))
