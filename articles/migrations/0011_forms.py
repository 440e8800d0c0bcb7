"""What forms other than text captures say: the encoding of a block, when it was captured, where in a folder or
an archive a dump was."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0010_admin_lists"),
    ]

    operations = [
        migrations.AddField(
            model_name="dump",
            name="path",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="refusal",
            name="encoding",
            field=models.CharField(default="utf-8", max_length=40),
        ),
        migrations.AddField(
            model_name="revision",
            name="captured_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="sighting",
            name="captured_at",
            field=models.DateTimeField(null=True, verbose_name="fetched or saved"),
        ),
        migrations.AddField(
            model_name="sighting",
            name="encoding",
            field=models.CharField(default="utf-8", max_length=40),
        ),
        migrations.AlterField(
            model_name="article",
            name="published_origin",
            field=models.CharField(blank=True, choices=[("feed", "Feed"), ("page", "Page"), ("record", "Record"), ("editor", "Editor")], editable=False, max_length=6, null=True),
        ),
        migrations.AlterField(
            model_name="historicalarticle",
            name="published_origin",
            field=models.CharField(blank=True, choices=[("feed", "Feed"), ("page", "Page"), ("record", "Record"), ("editor", "Editor")], editable=False, max_length=6, null=True),
        ),
    ]
