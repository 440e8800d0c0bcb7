"""The search index: entries with their terms, and what each database keeps beside them.

SQLite keeps an FTS5 table over the entries by triggers, PostgreSQL a tsvector column under GIN. Django
knows neither: a later migration that remakes articles_indexed on SQLite has to make the triggers anew.
"""

import django.db.models.deletion
from django.db import migrations, models

import articles.fields
from articles.concepts import add_starting_vocabulary

SQLITE = [
    """
    CREATE VIRTUAL TABLE articles_search USING fts5(
        title, byline, body, facets,
        content='articles_indexed', content_rowid='position', columnsize=0, tokenize="ascii tokenchars ':'"
    )
    """,
    # What a batch adds is sorted in memory, up to this many bytes, before it is written.
    "INSERT INTO articles_search (articles_search, rank) VALUES ('hashsize', 67108864)",
    """
    CREATE TRIGGER articles_indexed_enters AFTER INSERT ON articles_indexed BEGIN
        INSERT INTO articles_search (rowid, title, byline, body, facets)
        VALUES (new.position, new.title, new.byline, new.body, new.facets);
    END
    """,
    """
    CREATE TRIGGER articles_indexed_leaves AFTER DELETE ON articles_indexed BEGIN
        INSERT INTO articles_search (articles_search, rowid, title, byline, body, facets)
        VALUES ('delete', old.position, old.title, old.byline, old.body, old.facets);
    END
    """,
    """
    CREATE TRIGGER articles_indexed_stays BEFORE UPDATE ON articles_indexed BEGIN
        SELECT RAISE(ABORT, 'an entry of the index is made and deleted, never changed');
    END
    """,
]

# Positions go on from part to part, one left free between them, so that no phrase spans two. ":" stands
# where a term was too many (search/entry.py).
POSTGRESQL = [
    """
    CREATE FUNCTION articles_length(part text) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT coalesce(cardinality(string_to_array(part, ' ')), 0)
    $$
    """,
    """
    CREATE FUNCTION articles_terms(part text, label text, before integer) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT coalesce(string_agg('''' || term || ''':' || (before + place) || label, ' '), '')
        FROM unnest(string_to_array(part, ' ')) WITH ORDINALITY AS terms(term, place)
        WHERE term <> ':'
    $$
    """,
    """
    CREATE FUNCTION articles_vector(title text, byline text, body text, facets text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT concat_ws(
            ' ',
            articles_terms(title, 'A', 0),
            articles_terms(byline, 'B', 1 + articles_length(title)),
            articles_terms(body, 'D', 2 + articles_length(title) + articles_length(byline)),
            '''' || replace(facets, ' ', ''' ''') || ''''
        )::tsvector
    $$
    """,
    """
    ALTER TABLE articles_indexed
    ADD COLUMN vector tsvector GENERATED ALWAYS AS (articles_vector(title, byline, body, facets)) STORED
    """,
    "CREATE INDEX article_search ON articles_indexed USING gin (vector)",
]


def make_index(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in POSTGRESQL if vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def add_vocabulary(apps, schema_editor):
    """The concepts that articles are tagged by from the first load on; what an archive has stays."""
    tags, names = apps.get_model("articles", "Tag"), apps.get_model("articles", "TagName")
    add_starting_vocabulary(tags, names)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0001_initial'),
    ]

    operations = [
        migrations.DeleteModel(name='Indexed'),
        migrations.CreateModel(
            name='Indexed',
            fields=[
                ('position', models.BigAutoField(primary_key=True, serialize=False)),
                ('language', models.CharField(max_length=12)),
                ('source', models.BigIntegerField()),
                ('year', models.SmallIntegerField()),
                ('tags', models.JSONField(default=list)),
                ('until', models.BigIntegerField(verbose_name='lowest position behind the period it is dated to')),
                ('title', models.TextField()),
                ('byline', models.TextField()),
                ('body', models.TextField()),
                ('facets', models.TextField()),
                ('article', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to='articles.article')),
            ],
            options={
                'verbose_name_plural': 'indexed articles',
            },
        ),
        migrations.CreateModel(
            name='IndexState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('analysis', models.CharField(max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name='WordForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=12)),
                ('written', models.CharField(max_length=64)),
                ('form', articles.fields.CodePointField(max_length=64)),
                ('term', models.CharField(max_length=64)),
            ],
        ),
        migrations.AddConstraint(
            model_name='wordform',
            constraint=models.UniqueConstraint(fields=('form', 'language', 'term'), name='a_form_of_a_term_once'),
        ),
        migrations.AddField(
            model_name='tagname',
            name='is_shown',
            field=models.BooleanField(default=True, help_text='Not shown, it is only searched by.', verbose_name='shown'),
        ),
        migrations.AddField(
            model_name='tagname',
            name='tags_texts',
            field=models.BooleanField(default=True, help_text='Articles whose text holds it are tagged. A label of a dump, such as “News”, does not.', verbose_name='tags'),
        ),
        migrations.AddField(
            model_name='tagname',
            name='terms',
            field=models.CharField(default='', editable=False, max_length=1000),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='articletag',
            name='origin',
            field=models.CharField(choices=[('dump', 'Dump'), ('names', 'Names'), ('editor', 'Editor')], max_length=6),
        ),
        migrations.AddIndex(
            model_name='tagname',
            index=models.Index(fields=['key'], name='tag_name_key'),
        ),
        migrations.AddIndex(
            model_name='tagname',
            index=models.Index(fields=['terms'], name='tag_name_terms'),
        ),
        # Counts follow from entries, and there are none until the index is rebuilt (checks.py says so).
        migrations.RunSQL('DELETE FROM articles_facetcount', migrations.RunSQL.noop),
        migrations.RunPython(make_index, migrations.RunPython.noop),
        migrations.RunPython(add_vocabulary, migrations.RunPython.noop),
    ]
