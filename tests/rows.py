"""Articles written straight into the database, as a load would have left them."""

import hashlib
import itertools
import random
import zlib
from collections.abc import Iterable
from datetime import UTC, datetime

from articles import indexing, languages
from articles.dates import Precision, StatedDate
from articles.enrichment import PARAGRAPH_BREAK
from articles.folding import fold, slug_of
from articles.models import (
    Article,
    ArticleTag,
    Dump,
    Language,
    Load,
    Revision,
    Sighting,
    Source,
    Tag,
)
from articles.vocabulary import Kind

# Headlines of real length in real scripts, for tests that need some article and no other.
HEADLINES = {
    "ar": "كازاخستان تعيد محكمتها الدستورية وتفتح بابها أمام المواطنين",
    "en": "Kazakhstan Backs a Rewritten Constitution",
    "he": "ירדן מצביעה לרשימות: מה שינתה הרפורמה המפלגתית",
    "lv": "Kazahstānas ciemos akimus tagad ievēl paši iedzīvotāji",
    "pl": "Samorząd wybiera gospodarzy: druga tura już 21 kwietnia",
    "ru": "Тунис: конституция, за которую проголосовали немногие",
    "th": "เกือบหนึ่งปีหลังประชามติ รัฐธรรมนูญฉบับแก้ไขของคาซัคสถานเปลี่ยนอะไรไปบ้าง",
}

BODIES = {
    "ar": "شكر الرئيس الكازاخستاني قاسم جومارت توكاييف الرئيس الأمريكي جو بايدن على دعوته.",
    "en": "Voters have approved a sweeping revision of their basic law in a referendum held on 5 June 2022.",
    "he": "בספטמבר 2024 הצביעו אזרחי ירדן לראשונה לרשימות מפלגתיות ארציות לצד הרשימות המחוזיות.",
    "lv": "Vēlētāji Kazahstānas lauku rajonos nedēļas nogalē devās pie vēlēšanu urnām.",
    "pl": "W niedzielę 7 kwietnia Polacy wybierali radnych gmin, powiatów i sejmików wojewódzkich.",
    "ru": "25 июля 2022 года, ровно через год, в Тунисе прошёл референдум по новой конституции.",
    "th": "เมื่อวันที่ 5 มิถุนายน 2565 ชาวคาซัคสถานออกไปลงประชามติว่าจะรับร่างแก้ไขรัฐธรรมนูญหรือไม่",
}

_numbers = itertools.count(1)


def make_article(
    *,
    language: str = "en",
    source: str = "EU Reporter",
    tags: Iterable[str] = (),
    published: str | None = None,
    title: str | None = None,
    body: str | None = None,
    status: str = Article.Status.PUBLISHED,
    **fields: object,
) -> Article:
    """An article with its one wording, counted. `published` is a year, a month, a day or a time, and as
    precise as it is written; `body` has a blank line between paragraphs."""
    stated = stated_date(published) if published else None
    body = BODIES.get(language, "") if body is None else body
    article = Article(
        title=HEADLINES[language] if title is None else title,
        language=make_language(language),
        source=make_source(source),
        published_at=stated and stated.at,
        published_precision=stated and stated.precision,
        status=status,
        opening=body[:300],
        **fields,
    )
    article.save()
    add_revision(article, body)
    for name in tags:
        add_tag(article, name)
    indexing.refresh([article.pk])
    return article


def stated_date(text: str) -> StatedDate:
    """2023, 2023-05, 2023-05-19 or 2023-05-19T20:45:29, as precise as that (UTC)."""
    precision = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}.get(len(text), Precision.TIME)
    full = text if precision is Precision.TIME else f"{text}-01-01"[:10]
    return StatedDate(datetime.fromisoformat(full).replace(tzinfo=UTC), precision)


def make_language(code: str) -> Language:
    names = languages.names_of(code)
    fields = {"name": names.name, "english_name": names.english_name, "direction": names.direction}
    return Language.objects.get_or_create(code=code, defaults=fields)[0]


def make_source(name: str) -> Source:
    fields = {"name": name, "slug": slug_of(name, "source")}
    return Source.objects.get_or_create(key=fold(name) or name, defaults=fields)[0]


def make_tag(name: str) -> Tag:
    fields = {"name": name, "kind": Kind.TOPIC}
    return Tag.objects.get_or_create(slug=slug_of(name, "tag"), defaults=fields)[0]


def add_tag(article: Article, name: str) -> None:
    """The tag, not yet counted."""
    ArticleTag.objects.create(article=article, tag=make_tag(name), origin=ArticleTag.Origin.DUMP)


def add_revision(article: Article, body: str) -> Revision:
    """Another wording, and the current one."""
    article.revisions.update(is_current=False)
    number = article.revisions.count() + 1
    return Revision.objects.create(
        article=article,
        number=number,
        body=body,
        body_sha256=hashlib.sha256(body.encode()).hexdigest(),
        digest=hashlib.sha256(f"{number}{body}".encode()).hexdigest(),
        stated={},
    )


def add_sighting(revision: Revision, raw: str, *, dump: str = "page.txt", line: int = 1) -> Sighting:
    """The wording seen in a dump of this name, `raw` from this line on."""
    block = raw.encode()
    digest = hashlib.sha256(f"{dump}{next(_numbers)}".encode()).hexdigest()
    return Sighting.objects.create(
        revision=revision,
        dump=Dump.objects.create(name=dump, sha256=digest, size=len(block) + 100),
        load=Load.objects.create(),
        byte_start=100,
        byte_end=100 + len(block),
        line_start=line,
        line_end=line + raw.removesuffix("\n").count("\n"),
        reader="page_text",
        reader_version=1,
        raw=zlib.compress(block),
    )


def paragraphs(*texts: str) -> str:
    """A body of these paragraphs."""
    return PARAGRAPH_BREAK.join(texts)


def chance(seed: int) -> random.Random:
    """Chance that falls the same way every time."""
    return random.Random(seed)  # noqa: S311
