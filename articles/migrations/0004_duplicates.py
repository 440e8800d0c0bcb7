"""Near-duplicates, stories in several languages, merged and withdrawn articles."""

import django.db.models.deletion
from django.db import migrations, models


def ask_for_a_rebuild(apps, schema_editor):
    """Texts have no sketches until everything derived is made anew (checks.py says so)."""
    apps.get_model('articles', 'IndexState').objects.update(analysis='0')


def leave_the_reserved_slug(apps, schema_editor):
    """What changed in an article stands at this address from now on."""
    apps.get_model("articles", "Article").objects.filter(slug="changes").update(slug="changes-article")


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0003_months'),
    ]

    operations = [
        migrations.CreateModel(
            name='DuplicateGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='found')),
            ],
        ),
        migrations.CreateModel(
            name='Story',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name_plural': 'stories',
            },
        ),
        migrations.AddField(
            model_name='article',
            name='duplicates',
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='articles', to='articles.duplicategroup'),
        ),
        migrations.AddField(
            model_name='article',
            name='story',
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='articles', to='articles.story'),
        ),
        migrations.AddField(
            model_name='article',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged', to='articles.article'),
        ),
        migrations.AlterField(
            model_name='article',
            name='status',
            field=models.CharField(choices=[('published', 'Published'), ('hidden', 'Hidden'), ('merged', 'Merged'), ('withdrawn', 'Withdrawn')], default='published', max_length=9),
        ),
        migrations.RemoveConstraint(model_name='article', name='article_status_is_known'),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['published', 'hidden', 'merged', 'withdrawn'])), name='article_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('status', 'merged'), models.Q(('merged_into', models.F('id')), _negated=True)), _connector='OR'), name='only_merged_articles_lead_elsewhere'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('duplicates__isnull', False)), fields=['duplicates'], name='article_duplicates'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('story__isnull', False)), fields=['story'], name='article_story'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='article_merged_into'),
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='withdrawal', to='articles.article')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_withdrawal_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Sketch',
            fields=[
                ('article', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='+', serialize=False, to='articles.article')),
                ('hashes', models.BinaryField()),
                ('shingles', models.PositiveIntegerField()),
                ('group', models.BigIntegerField(null=True)),
            ],
            options={
                'verbose_name_plural': 'sketches',
            },
        ),
        migrations.CreateModel(
            name='SketchBucket',
            fields=[
                ('hash', models.BigAutoField(primary_key=True, serialize=False)),
                ('articles', models.TextField(null=True)),
            ],
        ),
        migrations.RunPython(leave_the_reserved_slug, migrations.RunPython.noop),
        migrations.RunPython(ask_for_a_rebuild, migrations.RunPython.noop),
    ]
