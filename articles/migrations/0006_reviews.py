"""Doubts become reviews, and every revision names the load that first saw it."""

import hashlib

from django.db import migrations
from django.db.models import Min, OuterRef, Subquery

BATCH = 1_000

KINDS = {
    "the dump does not say whose page it is": "source",
    "the language is not certain": "language",
    "a date that cannot be read": "date",
    "no dump has it any more": "unseen",
}


def ask_for_reviews(apps, schema_editor):
    """A doubt of an article that needs no review any more was looked at."""
    Article, Review = (apps.get_model("articles", name) for name in ("Article", "Review"))
    rows = Article.objects.exclude(doubts=[]).values_list("pk", "doubts", "needs_review")
    reviews = [
        Review(
            article_id=pk,
            kind=KINDS.get(doubt["reason"], "line"),
            status="open" if is_open else "accepted",
            reason=doubt["reason"],
            text=doubt["text"],
            mark=_mark(KINDS.get(doubt["reason"]), doubt["text"]),
            line=doubt.get("line"),
        )
        for pk, doubts, is_open in rows.iterator()
        for doubt in doubts
    ]
    Review.objects.bulk_create(reviews, batch_size=BATCH, ignore_conflicts=True)
    Refusal = apps.get_model("articles", "Refusal")
    Review.objects.bulk_create(
        (
            Review(refusal_id=pk, kind="refusal", reason=reason)
            for pk, reason in Refusal.objects.values_list("pk", "reason").iterator()
        ),
        batch_size=BATCH,
        ignore_conflicts=True,
    )


def _mark(kind, text):
    return hashlib.sha256(b"" if kind == "source" else text.encode()).hexdigest()


def name_the_loads(apps, schema_editor):
    Revision, Sighting = (apps.get_model("articles", name) for name in ("Revision", "Sighting"))
    seen = Sighting.objects.filter(revision=OuterRef("pk")).order_by().values("revision")
    Revision.objects.update(load=Subquery(seen.annotate(first=Min("load")).values("first")))


class Migration(migrations.Migration):

    dependencies = [("articles", "0005_curation")]

    operations = [
        migrations.RunPython(ask_for_reviews, migrations.RunPython.noop),
        migrations.RunPython(name_the_loads, migrations.RunPython.noop),
    ]
