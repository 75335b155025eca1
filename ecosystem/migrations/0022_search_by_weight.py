"""The index of the search by weight, with whole names and the values of filters as terms."""

from importlib import import_module

from django.db import migrations

import ecosystem.models.search

# PostgreSQL can only check a phrase by reading each row that has its terms. As most texts have most of the usual Han
# characters, two adjacent ones are one more term; terms of names have a mark, because the index knows no weights.
# Rows are not moved into TOAST, where each check of a common term would have to fetch them, and the planner needs
# the frequencies of many terms to choose between the index of terms and the order of the keys.
TABLES = {
    "sqlite": """
        CREATE VIRTUAL TABLE ecosystem_searchtext USING fts5(
            names, aliases, summary, related, keywords, tokenize = 'ascii', prefix = '2 3'
        )
    """,
    "postgresql": """
        CREATE FUNCTION ecosystem_vector(terms text, mark text) RETURNS tsvector
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
            SELECT coalesce(string_agg(quote_literal(mark || lexeme) || ':' || least(place, 16383), ' '), '')::tsvector
            FROM (
                SELECT term, place, lead(term) OVER (ORDER BY place) AS next
                FROM unnest(string_to_array(terms, ' ')) WITH ORDINALITY AS cut (term, place)
            ) AS pairs,
            LATERAL (VALUES (term), (
                CASE WHEN length(term) = 1 AND length(next) = 1 AND least(ascii(term), ascii(next)) >= 11904
                THEN term || next END
            )) AS lexemes (lexeme)
            WHERE lexeme NOT IN ('', 'ǁ')
        $$;
        CREATE TABLE ecosystem_searchtext (
            rowid bigint PRIMARY KEY,
            names text NOT NULL,
            aliases text NOT NULL,
            summary text NOT NULL,
            related text NOT NULL,
            keywords text NOT NULL,
            vector tsvector GENERATED ALWAYS AS (
                ecosystem_vector(
                    names || ' ǁ ' || aliases || ' ǁ ' || summary || ' ǁ ' || related || ' ǁ ' || keywords, ''
                )
                || ecosystem_vector(names || ' ǁ ' || aliases, 'ǀ')
            ) STORED
        ) WITH (toast_tuple_target = 8160);
        ALTER TABLE ecosystem_searchtext ALTER COLUMN vector SET STATISTICS 1000;
        CREATE INDEX ecosystem_searchtext_vector ON ecosystem_searchtext USING gin (vector) WITH (fastupdate = off);
    """,
}


def make_table(apps, schema_editor):
    _replace_table(apps, schema_editor, TABLES)


def make_earlier_table(apps, schema_editor):
    _replace_table(apps, schema_editor, import_module("ecosystem.migrations.0003_search").TABLES)


def _replace_table(apps, schema_editor, tables):
    """Replace the table by an empty one; the index must be rebuilt, as it is derived."""
    vendor = schema_editor.connection.vendor
    schema_editor.execute("DROP TABLE ecosystem_searchtext")
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION ecosystem_vector")
    # Without parameters, so that a percent sign is one.
    schema_editor.execute(tables[vendor], None)
    apps.get_model("ecosystem", "Edition").objects.using(schema_editor.connection.alias).update(search_method=0)


class Migration(migrations.Migration):
    dependencies = [("ecosystem", "0021_edition_token")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(make_table, make_earlier_table)],
            state_operations=[
                migrations.AddField(
                    model_name="searchtext",
                    name="keywords",
                    field=ecosystem.models.search.TermsField(default=""),
                    preserve_default=False,
                )
            ],
        ),
        migrations.RemoveIndex(model_name="searchentry", name="searchentry_prominence"),
    ]
