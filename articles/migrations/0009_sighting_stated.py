"""What a place states of a wording that was seen elsewhere first. Of the places before, nothing is known
but what their revisions say."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("articles", "0008_roles")]

    operations = [
        migrations.AddField(
            model_name="sighting",
            name="stated",
            field=models.JSONField(null=True, verbose_name="what is stated there and not in the revision"),
        ),
    ]
