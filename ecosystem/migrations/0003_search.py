"""The index of the search: entries, their terms, the words that are known, and what was not found."""

import django.db.models.deletion
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

import ecosystem.models.search

# The terms come cut by our own function, parted by spaces, so both databases only have to hold them:
# `ascii` takes every character beyond ASCII for a part of a word. PostgreSQL's parser would part 4e2c5 and pass over
# rare characters, so the vector is made of the terms as they are; each text ends with the separator, or a phrase
# would reach from the last of one column to the first of the next.
TABLES = {
    "sqlite": """
        CREATE VIRTUAL TABLE ecosystem_searchtext USING fts5(
            names, aliases, summary, related, tokenize = 'ascii', prefix = '2 3'
        )
    """,
    "postgresql": """
        CREATE FUNCTION ecosystem_vector(terms text) RETURNS tsvector
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
            SELECT coalesce(string_agg(quote_literal(term) || ':' || least(place, 16383), ' '), '')::tsvector
            FROM unnest(string_to_array(terms || ' ǁ', ' ')) WITH ORDINALITY AS cut (term, place)
            WHERE term <> ''
        $$;
        CREATE TABLE ecosystem_searchtext (
            rowid bigint PRIMARY KEY,
            names text NOT NULL,
            aliases text NOT NULL,
            summary text NOT NULL,
            related text NOT NULL,
            vector tsvector GENERATED ALWAYS AS (
                setweight(ecosystem_vector(names), 'A')
                || setweight(ecosystem_vector(aliases), 'B')
                || setweight(ecosystem_vector(summary), 'C')
                || setweight(ecosystem_vector(related), 'D')
            ) STORED
        );
        CREATE INDEX ecosystem_searchtext_vector ON ecosystem_searchtext USING gin (vector);
    """,
}


def make_table(apps, schema_editor):
    # Without parameters, so that a percent sign is one.
    schema_editor.execute(TABLES[schema_editor.connection.vendor], None)


def drop_table(apps, schema_editor):
    schema_editor.execute("DROP TABLE ecosystem_searchtext")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION ecosystem_vector")


def show_misses(apps, schema_editor):
    """Let both roles see what was not found."""
    database = schema_editor.connection.alias
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    kind, _made = ContentType.objects.using(database).get_or_create(app_label="ecosystem", model="searchmiss")
    permission, _made = Permission.objects.using(database).get_or_create(
        content_type=kind, codename="view_searchmiss", defaults={"name": "Can view search without a result"}
    )
    for group in apps.get_model("auth", "Group").objects.using(database).filter(name__in=["Editors", "Publishers"]):
        group.permissions.add(permission)


class Migration(migrations.Migration):

    dependencies = [
        ('ecosystem', '0002_roles'),
    ]

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('organisation', 'Organisation'), ('initiative', 'Initiative'), ('collaboration', 'Collaboration'), ('application', 'Application'), ('theme', 'Theme'), ('place', 'Place')], max_length=15)),
                ('target', models.BigIntegerField()),
                ('slug', models.CharField(max_length=60)),
                ('name_en', models.CharField(max_length=200)),
                ('name_zh_hant', models.CharField(blank=True, max_length=200)),
                ('name_zh_hans', models.CharField(blank=True, max_length=200)),
                ('prominence', models.PositiveIntegerField(default=0)),
                ('words', models.TextField(blank=True)),
                ('themes', models.ManyToManyField(related_name='+', to='ecosystem.theme')),
            ],
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=60, unique=True)),
                ('entries', models.PositiveIntegerField()),
            ],
            options={
                'ordering': ['word'],
            },
        ),
        # To Django the table is one like any other, so that it is emptied with the others; only it is made otherwise.
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(make_table, drop_table)],
            state_operations=[
                migrations.CreateModel(
                    name='SearchText',
                    fields=[
                        ('entry', models.OneToOneField(db_column='rowid', db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='text', serialize=False, to='ecosystem.searchentry')),
                        ('names', ecosystem.models.search.TermsField()),
                        ('aliases', ecosystem.models.search.TermsField()),
                        ('summary', ecosystem.models.search.TermsField()),
                        ('related', ecosystem.models.search.TermsField()),
                    ],
                ),
            ],
        ),
        migrations.CreateModel(
            name='SearchMention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=15)),
                ('target', models.BigIntegerField()),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='ecosystem.searchentry')),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'target'], name='searchmention_target')],
            },
        ),
        migrations.CreateModel(
            name='SearchMiss',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('text', models.CharField(max_length=100)),
                ('count', models.PositiveIntegerField(default=1)),
                ('wanted', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'search without a result',
                'verbose_name_plural': 'searches without a result',
                'ordering': ['-day', '-count', 'text'],
                'constraints': [models.UniqueConstraint(fields=('day', 'text'), name='ecosystem_searchmiss_once_a_day')],
            },
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=models.Index(fields=['-prominence', 'id'], name='searchentry_prominence'),
        ),
        migrations.AddConstraint(
            model_name='searchentry',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['organisation', 'initiative', 'collaboration', 'application', 'theme', 'place'])), name='ecosystem_searchentry_kind_known', violation_error_code='kind', violation_error_message='This value is not in the vocabulary.'),
        ),
        migrations.AddConstraint(
            model_name='searchentry',
            constraint=models.UniqueConstraint(fields=('kind', 'target'), name='ecosystem_searchentry_once'),
        ),
        migrations.AddField(
            model_name='edition',
            name='search_method',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.RunPython(show_misses, migrations.RunPython.noop),
    ]
