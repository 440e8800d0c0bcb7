"""Whatever a dump holds: no reader raises, loses a line of prose, invents one, or says where wrongly."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from babel.dates import format_date
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.enrichment import enrich
from articles.readers import LAYOUTS, Capture, DumpFile, Refusal, choose, furniture
from articles.vocabulary import Vocabulary
from tests.dumps import EDITIONS, page, read, write_dump

CHECKED = settings(max_examples=120, deadline=None, database=None)

PROSE = [line for edition in EDITIONS.values() for line in edition.body] + [
    "Konstitucionālā tiesa darbu atsāka 2023. gada 1. janvārī, un iedzīvotāji tajā var vērsties tieši.",
    "Kalendarz był nietypowy: poprzednich radnych wybrano jesienią 2018 roku na pięć lat, nie na cztery.",
    "Чужий досвід уважно вивчали: Польща відновила самоврядування ще 1990 року, Латвія — пізніше.",
    "Το Συνταγματικό Δικαστήριο άρχισε πάλι τις εργασίες του την 1η Ιανουαρίου 2023, έπειτα από χρόνια.",
    "وفي سبتمبر 2022 عُدّل الدستور مرة أخرى، فأصبحت ولاية الرئيس سبع سنوات غير قابلة للتجديد.",
    "בפועל נותרו רוב האזרחים בבית: שיעור ההצבעה עמד על כ-32 אחוזים, ולאף מפלגה אין רוב משל עצמה.",
    "संवैधानिक न्यायालय ने 1 जनवरी 2023 को फिर से काम शुरू किया और नागरिक सीधे वहाँ जा सकते हैं।",
    "ศาลรัฐธรรมนูญตั้งขึ้นใหม่แทนสภารัฐธรรมนูญเดิม ประชาชนที่เห็นว่ากฎหมายละเมิดสิทธิของตนร้องต่อศาลได้โดยตรง",
    "2022年9月の再改正で大統領の任期は7年、1期限りと定められた。2023年3月19日に前倒しで実施された"
    "下院の選挙では、比例名簿と小選挙区で議席が争われた。",
    "投票率约为百分之六十八，约百分之七十七的投票者赞成修改宪法，修正案涉及三十三条，共五十六处，"
    "包括限制总统权力、加强议会作用和禁止死刑等内容。",
    "헌법재판소는 2023년 1월 1일 업무를 재개했으며, 시민들은 이제 자신의 권리가 침해되었다고 "
    "생각하면 직접 제소할 수 있다.",
]
HEADLINES = [edition.headline for edition in EDITIONS.values()] + [
    "Kazahstāna sadarbosies ar ES klimata konferencē",
    "No 119 līdz 43: ko deva teritoriālā reforma",
    "Тунис: конституция, за которую проголосовали немногие",
    "คาซัคสถานฟื้นศาลรัฐธรรมนูญ",
    "哈萨克斯坦恢复宪法法院",
    "تونس أمام دستور جديد بعد استفتاء قاطعه كثيرون",
    "Five Years of Open Voting",
]
CROSSHEADS = [edition.crosshead for edition in EDITIONS.values()] + [
    "Vīzas",
    "Nauda un pilnvaras",
    "Чужий досвід",
    "กระจายอำนาจ",
    "قضاء أقرب إلى النـــاس",
    "死刑廃止",
    "What Remains?",
]
SECTIONS = [edition.section for edition in EDITIONS.values()] + [
    "Kazahstāna",
    "Pilsoniskā sabiedrība",
    "カザフスタン",
]
AUTHORS = [edition.date[2] for edition in EDITIONS.values()] + ["J. R. van der Berg", "Anna Liepiņa"]
LANGUAGES = sorted({language for language, _ in furniture.words("published")})


@dataclass(frozen=True)
class Told:
    """What a capture has to say of a drawn article."""

    title: str
    paragraphs: tuple[str, ...]
    section: str | None = None
    published: str | None = None
    byline: str | None = None
    url: str | None = None
    guid: str | None = None
    excerpt: str | None = None

    @classmethod
    def by(cls, found: Capture | Refusal) -> "Told":
        assert isinstance(found, Capture), found
        return cls(**{name: getattr(found, name) for name in cls.__dataclass_fields__})


def label(kind: str, language: str) -> st.SearchStrategy[str]:
    wordings = [wording for of, wording in furniture.words(kind) if of == language]
    return st.sampled_from(sorted(wordings)).map(lambda text: text.replace("{site}", furniture.KNOWN_SITE))


@st.composite
def bodies(draw: st.DrawFn) -> list[str]:
    """Prose with a crosshead here and there, never at the end."""
    prose = draw(st.lists(st.sampled_from(PROSE), min_size=1, max_size=5, unique=True))
    crossheads = draw(
        st.lists(st.none() | st.sampled_from(CROSSHEADS), min_size=len(prose), max_size=len(prose))
    )
    return [line for pair in zip(crossheads, prose, strict=True) for line in pair if line]


@st.composite
def pages(draw: st.DrawFn) -> tuple[str, list[Told]]:
    """A page of one to three articles and what it tells, every part that may be missing so or so."""
    language = draw(st.sampled_from(LANGUAGES))
    lines: list[str] = []
    told = []
    if draw(st.booleans()):
        lines.append(draw(label("chrome", language)))
    for number in range(draw(st.integers(1, 3))):
        article, said = draw(page_articles(language, first=number == 0))
        lines += article
        told.append(said)
    if draw(st.booleans()):
        for number in range(1, 4):
            lines += [
                f"{draw(st.sampled_from(SECTIONS))}{number} {language}",
                draw(st.sampled_from(HEADLINES)),
            ]
    if draw(st.booleans()):
        lines.append(draw(label("trending", language)))
    return page(*lines), told


@st.composite
def page_articles(draw: st.DrawFn, language: str, first: bool) -> tuple[list[str], Told]:
    section = draw(st.sampled_from(SECTIONS)) if first or draw(st.booleans()) else None
    title = draw(st.sampled_from(HEADLINES))
    body = draw(bodies())
    lines = [section, title] if section else [title]
    if draw(st.booleans()):
        lines.append(draw(label("share", language)))
    lines.append(draw(label("published", language)))
    if draw(st.booleans()):
        lines.append(f"{draw(st.integers(1, 12))} {language}")
    lines.append("on")
    date = byline = None
    if draw(st.booleans()):
        date = format_date(draw(st.dates()).replace(year=2024), "d. MM. y", locale="de")
        byline = draw(st.sampled_from(AUTHORS))
        lines += [date, "By", byline]
    if draw(st.booleans()):
        lines.append(draw(label("consent", language)))
    advertisement = draw(label("ad", language))
    for paragraph in body:
        lines.append(paragraph)
        if draw(st.booleans()):
            lines.append(advertisement)
    end = draw(st.sampled_from(["disclaimer", "continue", "nothing"]))
    if end == "disclaimer":
        lines += [draw(label("share_this", language)), draw(label("disclaimer", language))]
    elif end == "continue":
        lines.append(draw(label("continue", language)) + f"\n{advertisement}" * draw(st.integers(0, 3)))
    return lines, Told(title, tuple(body), section=section, published=date, byline=byline)


@st.composite
def feeds(draw: st.DrawFn) -> tuple[str, list[Told]]:
    """A feed of one to four items and what it tells."""
    site = draw(st.sampled_from(["Steppe Chronicle", "Вестник реформ", "مرصد الإصلاح", "改革观察"]))
    name = f"{draw(st.sampled_from(SECTIONS))} Archives · {site}"
    link = "https://news.example/tag/t/"
    tagline = draw(st.sampled_from(["", "Public Affairs ", "Новости и мнения "]))
    content = f"{name} {link} {tagline}Mon, 08 Jan 2024 07:30:15 +0000 en-US hourly 1 "
    content += draw(st.sampled_from(["", "https://wordpress.org/?v=6.4 "]))
    content += draw(st.sampled_from(["", f"https://news.example/icon.png {name} {link} 32 32 "]))
    trailer = draw(
        st.sampled_from(["The post {} appeared first on {}.", "{}最先出现在{}。", "Запись {} – {}", None])
    )
    told = []
    for number in range(draw(st.integers(1, 4))):
        item, said = draw(feed_items(site, number, trailer))
        content += item
        told.append(said)
    return content, told


@st.composite
def feed_items(draw: st.DrawFn, site: str, number: int, trailer: str | None) -> tuple[str, Told]:
    title = draw(st.sampled_from(HEADLINES))
    if draw(st.booleans()):
        title = f"{draw(st.integers(1, 100))} {title}"
    excerpt = draw(st.none() | st.sampled_from(PROSE).map(lambda text: text[:40].strip() + "…"))
    body = draw(bodies()) if excerpt is None or draw(st.booleans()) else []
    url, guid = f"https://news.example/{number}/", f"https://news.example/?p={number}"
    date = "Tue, 06 Jun 2023 05:10:40 +0000"
    comments = draw(st.booleans())
    header = f"{title} {url} {url + '#respond ' if comments else ''}{date} {guid}"
    end = [trailer.format(title, site), "]]>"] if trailer else ["]]>"]
    lines = page(header, *body, *end) if excerpt is None else page(f"{header} {excerpt}", *end)
    if excerpt is not None and body:
        lines += "\n" * draw(st.integers(1, 3)) + page(*body, *end)
    if comments:
        lines += f"https://news.example/{number}/feed/ {draw(st.integers(0, 40))} "
    return lines, Told(title, tuple(body), published=date, url=url, guid=guid, excerpt=excerpt)


@st.composite
def bare_texts(draw: st.DrawFn) -> tuple[str, list[Told]]:
    section, title = draw(st.sampled_from(SECTIONS)), draw(st.sampled_from(HEADLINES))
    body = draw(bodies())
    text = "\n".join([section, title, "", *body]) + "\n"
    return text, [Told(title, tuple(body), section=section)]


# Changes that a way through the web may do to a text, none of which changes what it says.
WRITINGS: list[Callable[[str], str]] = [
    lambda text: text,
    lambda text: "\ufeff" + text,
    lambda text: text.replace("\n", "\r\n"),
    lambda text: text.replace("\n", "\u00a0\n"),
    lambda text: text.rstrip("\n"),
    lambda text: text + "\n\n\n",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dumps")


@given(drawn=pages(), write=st.sampled_from(WRITINGS))
@CHECKED
def test_a_page_tells_every_line_of_its_articles_and_no_other(folder: Path, drawn, write):
    _check(folder, *drawn, write)


@given(drawn=feeds(), write=st.sampled_from(WRITINGS))
@CHECKED
def test_a_feed_tells_every_line_of_its_items_and_no_other(folder: Path, drawn, write):
    _check(folder, *drawn, write)


@given(drawn=bare_texts(), write=st.sampled_from(WRITINGS))
@CHECKED
def test_a_bare_text_tells_every_line_it_has_and_no_other(folder: Path, drawn, write):
    _check(folder, *drawn, write)


# What layouts are recognised by, and what has misled a reader before.
MARKS = [
    "on",
    "On",
    "]]>",
    "]]> x",
    "x ]]>",
    "Izdots",
    "SHARE:",
    "Kopīgojiet šo rakstu:",
    "reklāma",
    "Turpināt Reading",
    "trending",
    "Saistītās tēmas:a, b",
    "EU Reporter",
    "2 years ago",
    "14 May 2024",
    "By",
    ":",
    "：",
    "\u2028",
    "\u200b",
    "\u202e",
    "\ufeff",
    "Title https://a.example/ Mon, 08 Jan 2024 07:30:12 +0000 https://a.example/?p=1",
    "Title https://a.example/ Mon, 08 Jan 2024 07:30:12 +0000 https://a.example/?p=1 Excerpt",
    "A · B https://a.example/tag/a/ C Mon, 08 Jan 2024 07:30:15 +0000 en hourly 1 "
    "Title https://a.example/ Mon, 08 Jan 2024 07:30:12 +0000 https://a.example/?p=1",
    "https://a.example/feed/ 3",
    "The post Title appeared first on B.",
    "http://[a.example/ Mon, 08 Jan 2024 07:30:12 +0000 http://[a",
    "Fri, 31 Dec 9999 23:59:59 -0500",
]
LINES = st.sampled_from(MARKS) | st.text(max_size=80) | st.sampled_from(PROSE + CROSSHEADS)
TEXTS = st.lists(st.lists(LINES, max_size=3).map(" ".join) | LINES, max_size=25).flatmap(
    lambda lines: st.sampled_from(["\n", "\n\n", "\r\n"]).map(lambda end: end.join(lines))
)


@given(content=TEXTS)
@example("")
@example("on")
@example("a\nb\non")
@example("a\nb\non\n2024\nBy\n")
@example("]]>")
@example(f"{MARKS[23]}\n\n{MARKS[26]}\n\n]]>\n")
@example(f"T http://[a Mon, 08 Jan 2024 07:30:12 +0000 https://a.example/?p=1\n\n{MARKS[26]}\n\n]]>\n")
@CHECKED
def test_it_reads_or_refuses_any_text(folder: Path, content: str):
    _check_any(folder, content.encode())


@given(content=st.binary(max_size=200))
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfea\x00")
@CHECKED
def test_it_reads_or_refuses_any_bytes(folder: Path, content: bytes):
    _check_any(folder, content)


@given(
    drawn=pages() | feeds() | bare_texts(),
    at=st.floats(0, 1),
    put=st.binary(max_size=3),
    cut=st.integers(0, 9),
)
@CHECKED
def test_it_reads_or_refuses_any_damaged_dump(folder: Path, drawn, at: float, put: bytes, cut: int):
    whole = drawn[0].encode()
    place = int(at * len(whole))
    _check_any(folder, whole[:place] + put + whole[place + cut :])


@given(drawn=pages() | feeds() | bare_texts(), at=st.floats(0, 1))
@CHECKED
def test_it_reads_or_refuses_a_dump_that_breaks_off(folder: Path, drawn, at: float):
    whole = drawn[0].encode()
    _check_any(folder, whole[: int(at * len(whole))])


def _check(folder: Path, content: str, told: list[Told], write: Callable[[str], str]) -> None:
    content = write(content)
    found = read(folder, content)
    assert [Told.by(one) for one in found] == told
    _check_spans(found, content.encode())


def _check_any(folder: Path, content: bytes) -> None:
    dump = write_dump(folder, content)
    reader = choose(dump)
    if isinstance(reader, Refusal):
        assert reader.reason
        assert 0 <= reader.span.byte_start <= reader.span.byte_end <= len(content)
        assert 1 <= reader.span.line_start <= reader.span.line_end
        return
    if reader not in LAYOUTS:
        # A form is told by a sign of its own, and its own tests say so of it.
        return
    assert [one for one in LAYOUTS if one.matches(dump)] == [reader]
    found = list(reader.read(dump))
    assert found
    _check_spans(found, content)
    _check_origin(dump, found)
    for one in enrich(found, Vocabulary()):
        assert isinstance(one, Refusal) or (one.language and one.digest and one.title_key)


def _check_spans(found: list[Capture | Refusal], content: bytes) -> None:
    """Blocks follow each other, hold the bytes they say, and stand in the lines they say."""
    end = 0
    for one in found:
        span = one.span
        assert end <= span.byte_start < span.byte_end <= len(content)
        assert one.raw == content[span.byte_start : span.byte_end]
        assert content[: span.byte_start].count(b"\n") + 1 == span.line_start
        assert content[: span.byte_end - 1].count(b"\n") + 1 == span.line_end
        end = span.byte_end


def _check_origin(dump: DumpFile, found: list[Capture | Refusal]) -> None:
    """Every word that a capture says stands in its own block, paragraphs in the order they stand there."""
    for one in found:
        text = one.raw.decode().removeprefix("\ufeff")
        if isinstance(one, Refusal):
            assert one.reason
            continue
        one_spaced = " ".join(text.split())
        assert one.title
        assert " ".join(one.title.split()) in one_spaced
        place = 0
        for paragraph in one.paragraphs:
            assert paragraph == paragraph.strip() != ""
            place = text.index(paragraph, place) + len(paragraph)
        for said in (one.section, one.published, one.byline, one.url, one.guid, one.excerpt):
            assert said is None or " ".join(said.split()) in one_spaced
