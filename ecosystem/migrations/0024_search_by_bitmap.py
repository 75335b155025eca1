"""PostgreSQL: a narrow table of the search, which is read by bitmap only."""

from django.db import migrations

# Wide columns are in TOAST, so that the rows of 10,000 matches are on a few hundred pages. The index of terms finds
# them without reading a vector. The planner does not know what a vector in TOAST costs to read, 36 times as much as a
# row that the index found, and would nearly always filter the rows in the order of their keys; so the functions turn
# its other plans off, but for few keys of very common terms. The query is part of the statement, for its terms decide
# whether several processes share the work.
TABLE = """
    CREATE TEMPORARY TABLE texts ON COMMIT DROP AS
        SELECT rowid, names, aliases, summary, related, keywords FROM ecosystem_searchtext;
    DROP TABLE ecosystem_searchtext;
    CREATE TABLE ecosystem_searchtext (
        rowid bigint PRIMARY KEY,
        names text NOT NULL,
        aliases text NOT NULL,
        summary text NOT NULL,
        related text NOT NULL,
        keywords text NOT NULL,
        vector tsvector GENERATED ALWAYS AS (
            ecosystem_vector(names || ' ǁ ' || aliases || ' ǁ ' || summary || ' ǁ ' || related || ' ǁ ' || keywords, '')
            || ecosystem_vector(names || ' ǁ ' || aliases, 'ǀ')
        ) STORED
    ) WITH (toast_tuple_target = {toast_tuple_target});
    ALTER TABLE ecosystem_searchtext ALTER COLUMN vector SET STATISTICS 1000;
    INSERT INTO ecosystem_searchtext (rowid, names, aliases, summary, related, keywords)
        SELECT * FROM texts ORDER BY rowid;
    DROP TABLE texts;
    CREATE INDEX ecosystem_searchtext_vector ON ecosystem_searchtext USING gin (vector) WITH (fastupdate = off);
"""
FUNCTIONS = """
    CREATE FUNCTION ecosystem_matching_keys(query text, most integer) RETURNS SETOF bigint
    LANGUAGE plpgsql ROWS 10000
    SET enable_indexscan = off SET enable_indexonlyscan = off SET enable_seqscan = off SET jit = off AS $$
    DECLARE plan json; matches float; entries float;
    BEGIN
        EXECUTE format('EXPLAIN (FORMAT JSON) SELECT 1 FROM ecosystem_searchtext WHERE vector @@ %L::tsquery', query)
            INTO plan;
        matches := greatest((plan -> 0 -> 'Plan' ->> 'Plan Rows')::float, 1);
        SELECT reltuples INTO entries FROM pg_class WHERE oid = 'ecosystem_searchtext'::regclass;
        IF most * entries / matches * 36 < matches THEN
            PERFORM set_config('enable_indexscan', 'on', true);
        END IF;
        RETURN QUERY EXECUTE format(
            'SELECT rowid FROM ecosystem_searchtext WHERE vector @@ %L::tsquery ORDER BY rowid LIMIT %s',
            query, coalesce(most::text, 'ALL')
        );
    END $$;
    CREATE FUNCTION ecosystem_count_matching(query text, most integer) RETURNS bigint
    LANGUAGE plpgsql STABLE
    SET enable_indexscan = off SET enable_indexonlyscan = off SET enable_seqscan = off SET jit = off AS $$
    DECLARE found bigint;
    BEGIN
        EXECUTE format(
            'SELECT count(*) FROM (SELECT 1 FROM ecosystem_searchtext WHERE vector @@ %L::tsquery LIMIT %s) AS found',
            query, coalesce(most::text, 'ALL')
        ) INTO found;
        RETURN found;
    END $$;
"""
DROP_FUNCTIONS = """
    DROP FUNCTION ecosystem_matching_keys(text, integer);
    DROP FUNCTION ecosystem_count_matching(text, integer);
"""


def make_narrow_table(apps, schema_editor):
    _execute(schema_editor, TABLE.format(toast_tuple_target=128), FUNCTIONS)


def make_wide_table(apps, schema_editor):
    _execute(schema_editor, DROP_FUNCTIONS, TABLE.format(toast_tuple_target=8160))


def _execute(schema_editor, *statements):
    if schema_editor.connection.vendor == "postgresql":
        for statement in statements:
            # Without parameters, so that a percent sign is one.
            schema_editor.execute(statement, None)


class Migration(migrations.Migration):
    dependencies = [("ecosystem", "0023_list_order_indexes")]

    operations = [migrations.RunPython(make_narrow_table, make_wide_table)]
