"""What the lists of the admin walk: all articles of a language or source whatever their status, those that
the public does not see, those of which an editor decided something, and tags by name; and what is looked
up as it is typed: addresses, guids, and beginnings of names."""

from django.db import migrations, models
from django.db.models import PROTECT, Q

from articles.fields import Beginning, CodePointField


class Migration(migrations.Migration):
    dependencies = [("articles", "0009_sighting_stated")]

    operations = [
        migrations.AlterField(
            model_name="article",
            name="language",
            field=models.ForeignKey(
                "articles.language", on_delete=PROTECT, db_index=False, related_name="articles"
            ),
        ),
        migrations.AlterField(
            model_name="article",
            name="source",
            field=models.ForeignKey(
                "articles.source", on_delete=PROTECT, db_index=False, related_name="articles"
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["language", "position"], name="article_language_any"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["source", "position"], name="article_source_any"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["position"], condition=~Q(status="published"), name="article_unseen"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["position"], condition=~Q(curated=[]), name="article_decided"),
        ),
        migrations.AddIndex(model_name="article", index=models.Index(Beginning("url"), name="article_url")),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(Beginning("guid"), condition=Q(guid__isnull=False), name="article_guid"),
        ),
        migrations.AddIndex(model_name="tag", index=models.Index(fields=["name"], name="tag_name")),
        migrations.AlterField(
            model_name="tagname", name="key", field=CodePointField(max_length=200, editable=False)
        ),
    ]
