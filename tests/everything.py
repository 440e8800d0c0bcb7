"""Rows of every model, as loads and the people at the desk would leave them."""

import zlib

from articles import languages, reviews
from articles.enrichment import UNREADABLE_DATE
from articles.folding import name_key
from articles.models import (
    ArticleKey,
    DuplicateGroup,
    Operation,
    Reading,
    Refusal,
    Sketch,
    SketchBucket,
    Story,
    TagName,
    TagRemoval,
    Tombstone,
    TombstoneKey,
    Withdrawal,
)
from articles.readers import Doubt
from tests import rows


def fill(number: int) -> None:
    """So many rows of every model, each with others around it."""
    codes = sorted(languages.IDENTIFIED)[:number]
    for at in range(number):
        article = rows.make_article(
            language=codes[at],
            source=f"Gazette {at}",
            tags=[f"Reform {at}", "Kazakhstan"],
            title=f"District {at} votes",
            curated=["title"],
        )
        reviews.doubt({article: [Doubt(UNREADABLE_DATE, "maijā", 3)]})
        sighting = rows.add_sighting(article.revisions.get(), "District\nvotes\n", dump=f"{at}.txt")
        place = {
            "dump": sighting.dump,
            "load": sighting.load,
            "reader": "page_text",
            "reader_version": 1,
        }
        Reading.objects.create(**place, blocks=2, new=1, refused=1)
        Refusal.objects.create(
            **place,
            byte_start=1,
            byte_end=9,
            line_start=1,
            line_end=2,
            raw=zlib.compress(b"District"),
            reason="a headline, and no text",
        )
        Operation.objects.create(kind="hide", summary=f"District {at} hidden")
        tombstone = Tombstone.objects.create(article=10_000 + Tombstone.objects.count(), hashes=b"")
        TombstoneKey.objects.create(tombstone=tombstone, key=f"{at:064x}", is_sure=True)
        ArticleKey.objects.create(article=article, key=f"{at:064x}", is_sure=True)
        tag = rows.make_tag(f"Reform {at}")
        TagName.objects.create(tag=tag, language=codes[at], name=tag.name, key=name_key(tag.name))
        TagRemoval.objects.create(article=article, tag=rows.make_tag(f"Sport {at}"))
        Withdrawal.objects.create(article=article, reason="The author asked for it.")
        Story.objects.create()
        DuplicateGroup.objects.create()
        Sketch.objects.get_or_create(article=article, defaults={"hashes": b"", "shingles": 0})
        SketchBucket.objects.get_or_create(hash=at, defaults={"articles": str(article.pk)})


def fill_up() -> None:
    """Thirty more rows of every model."""
    ArticleKey.objects.all().delete()
    TagName.objects.all().delete()
    fill(30)
