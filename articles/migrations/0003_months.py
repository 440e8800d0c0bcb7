"""Stored counts of months: the year of a count becomes its period, and months stand beside the years."""

from collections import Counter

from django.db import migrations, models

from articles.positions import FIRST_DATED, month_of

# As in models.FacetCount: whichever language, source or tag, and where the months begin.
ANY_TEXT, ANY_ID, MONTHS = '', 0, 10_000

BATCH = 1_000


def count_months(apps, schema_editor):
    """From the entries of the index, which hold what the other counts were made of."""
    Indexed, FacetCount = apps.get_model('articles', 'Indexed'), apps.get_model('articles', 'FacetCount')
    counts = Counter()
    dated = Indexed.objects.filter(position__gte=FIRST_DATED)
    for position, until, year, language, source in dated.values_list(
        'position', 'until', 'year', 'language', 'source'
    ).iterator():
        if month := month_of(position, until):
            counts[language, source, year * MONTHS + month] += 1
    for (language, source, period), articles in list(counts.items()):
        counts[ANY_TEXT, source, period] += articles
        counts[language, ANY_ID, period] += articles
        counts[ANY_TEXT, ANY_ID, period] += articles
    FacetCount.objects.bulk_create(
        (
            FacetCount(language=language, source=source, period=period, tag=ANY_ID, articles=articles)
            for (language, source, period), articles in sorted(counts.items())
        ),
        batch_size=BATCH,
    )


def drop_months(apps, schema_editor):
    apps.get_model('articles', 'FacetCount').objects.filter(period__gt=MONTHS).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0002_search'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='facetcount', name='facet_count_by_tag'),
        migrations.RemoveConstraint(model_name='facetcount', name='a_count_once'),
        migrations.RenameField(model_name='facetcount', old_name='year', new_name='period'),
        migrations.AlterField(model_name='facetcount', name='period', field=models.IntegerField()),
        migrations.AddConstraint(
            model_name='facetcount',
            constraint=models.UniqueConstraint(fields=('tag', 'period', 'language', 'source'), name='a_count_once'),
        ),
        migrations.AddIndex(
            model_name='facetcount',
            index=models.Index(fields=['period', 'source', 'language', 'tag'], name='facet_count_by_tag'),
        ),
        migrations.RunPython(count_months, drop_months),
    ]
