"""Fill a database with made-up data, in one transaction."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from decimal import Decimal
from itertools import count
from multiprocessing import get_context

from django.core.management.color import no_style
from django.db import connection
from reversion.models import Revision

from ecosystem.core.markdown import RECORD_LINK_PATTERN
from ecosystem.management.benchmark_data.blocks import BlockBuilder, BlockRows, list_columns
from ecosystem.management.benchmark_data.deletion import SEARCH_MODELS, count_real_records, delete_made_up_data
from ecosystem.management.benchmark_data.plan import KEYED_MODELS, MADE_UP_PREFIX, Plan
from ecosystem.management.benchmark_data.templates import NAMED_MODELS, VOCABULARIES
from ecosystem.models import (
    Application,
    Edition,
    Place,
    SearchEntry,
    SearchKind,
    SearchWord,
    Sector,
    Source,
    Theme,
    editions,
)
from ecosystem.models.base import list_language_columns
from ecosystem.search import indexing
from ecosystem.search.documents import iter_search_documents

# Fewer blocks are built in this process, because starting others takes as long.
FEWEST_BLOCKS_FOR_PROCESSES = 4
# Forked, because all processes read the plan, which takes some hundred megabytes.
FORK = get_context("fork")
# What other rows refer to, and is therefore inserted first.
PARENT_TABLES = [model._meta.db_table for model in (Source, *NAMED_MODELS, Revision, SearchEntry)]
# Kinds of entries that are too few to need rows of ours.
SMALL_KINDS = (SearchKind.APPLICATION, SearchKind.THEME, SearchKind.PLACE)
SEARCH_TABLES = {model._meta.db_table for model in SEARCH_MODELS}
SQLITE_CACHE = 400_000  # kB


def fill_database(organisations: int, seed: int, report: Callable[[int], None]) -> None:
    """Replace all made-up data by so many organisations and what belongs to them; other records stay.

    Calls `report` with the number of organisations inserted so far.
    """
    plan = Plan(organisations, seed)
    has_real_records = bool(count_real_records())
    vocabulary, term_keys = _prepare_vocabularies(plan)
    if not has_real_records:
        for theme in vocabulary[Theme].values():
            _link_introduction(plan, theme)
    places = list(_iter_places(plan))
    builder = BlockBuilder(plan, vocabulary | {Place: {place.pk: place for place in places}}, term_keys)
    with _start_processes(builder, _count_processes(plan)) as readers:
        _speed_up_sqlite()
        with editions.edition_transaction():
            delete_made_up_data()
            full_text_indexes = _drop_full_text_indexes()
            _insert_shared_rows(vocabulary, places)
            # While other blocks are being built.
            _check_relations("IMMEDIATE")
            words: Counter[str] = Counter()
            done = 0
            for block in _iter_blocks(builder, readers):
                _insert_block(block, with_search=not has_real_records)
                words.update(block.word_counts)
                done += block.organisations
                report(done)
            _check_relations("DEFERRED")
            _reset_sequences()
            if has_real_records:
                indexing.rebuild_search_index()
            else:
                _complete_search_index(words)
            _create_indexes(full_text_indexes)
            editions.increment_edition()
    _tidy_database()


def _prepare_vocabularies(plan):
    """Return `{model: {primary key: row}}` and `{model: [primary key by position]}`; new rows are not saved yet."""
    rows, keys = {}, {}
    for model in VOCABULARIES:
        known = {row.slug: row for row in model.objects.all()}
        numbers = count(max((row.pk for row in known.values()), default=0) + 1)
        keys[model], rows[model] = [], {}
        for fields in plan.templates.rows[model]:
            row = known.get(fields["slug"])
            if row is None:
                row = model(pk=next(numbers), **{name: value for name, value in fields.items() if name != "sector"})
                if model is Application:
                    row.sector = rows[Sector][keys[Sector][plan.templates.find(Sector, fields["sector"])]]
            keys[model].append(row.pk)
            rows[model][row.pk] = row
    return rows, keys


def _link_introduction(plan, theme):
    """Link the introduction of a theme, as in the facts, to made-up records."""
    position = plan.templates.find(Theme, [theme.slug])
    models = {model._meta.model_name: model for model in NAMED_MODELS}

    def link(match):
        text, kind, slug = match.groups()
        index = plan.blocks[0].find(models[kind], plan.templates.find(models[kind], [slug])) or 0
        return f"[{text}]({kind}:{plan.names[models[kind]][index].slug})"

    for name in list_language_columns("introduction"):
        setattr(theme, name, RECORD_LINK_PATTERN.sub(link, plan.templates.rows[Theme][position][name]))


def _iter_places(plan):
    """Yield all places, in the order of `Plan.find_place()`."""
    key = count(plan.first_keys[Place])
    for block in plan.blocks:
        random = plan.open_random("places", block)
        positions = plan.templates.sites if block.number else range(plan.templates.count(Place))
        for position in positions:
            fields = plan.templates.rows[Place][position]
            place = Place(pk=next(key), **fields | {"slug": f"{MADE_UP_PREFIX}{fields['slug']}"[:50]})
            place.latitude, place.longitude = Decimal(place.latitude), Decimal(place.longitude)
            if block.number:
                place.slug += f"-{block.number}"
                place.name_en = f"{random.choice(plan.words.invented).capitalize()} {place.name_en}"
                place.name_zh_hant = random.choice(plan.words.pairs) + place.name_zh_hant
                place.name_zh_hans = ""
                place.latitude += Decimal(random.randrange(-150, 150)) / 10_000
                place.longitude += Decimal(random.randrange(-150, 150)) / 10_000
            yield place


def _count_processes(plan):
    """Return how many processes build blocks; 0 if this one does."""
    if len(plan.blocks) < FEWEST_BLOCKS_FOR_PROCESSES or connection.in_atomic_block:
        return 0
    # One for each processor, because this process waits for the database half of the time.
    return len(os.sched_getaffinity(0))


@contextmanager
def _start_processes(builder, number):
    """Yield the ends of pipes from which blocks come in turn, built by processes; open no transaction before."""
    if number:
        connection.close()
    readers = []
    for first in range(number):
        reader, writer = FORK.Pipe(duplex=False)
        readers.append(reader)
        blocks = range(first, len(builder.plan.blocks), number)
        FORK.Process(target=_send_blocks, args=(builder, blocks, list(readers), writer), daemon=True).start()
        writer.close()
    try:
        yield readers
    finally:
        for reader in readers:
            reader.close()


def _send_blocks(builder, numbers, readers, writer):
    """Build blocks and send each when the one before was taken; end when nobody is left to take one."""
    for reader in readers:
        reader.close()
    with suppress(BrokenPipeError, KeyboardInterrupt):
        for number in numbers:
            writer.send(builder.build(number))


def _iter_blocks(builder, readers) -> Iterator[BlockRows]:
    for number in range(len(builder.plan.blocks)):
        yield readers[number % len(readers)].recv() if readers else builder.build(number)


def _insert_shared_rows(vocabulary, places):
    for model in VOCABULARIES:
        known = set(model.objects.values_list("pk", flat=True))
        model.objects.bulk_create([row for key, row in vocabulary[model].items() if key not in known])
    Theme.objects.bulk_update(vocabulary[Theme].values(), list_language_columns("introduction"))
    Place.objects.bulk_create(places, batch_size=500)


def _check_relations(when):
    """Let PostgreSQL check foreign keys after each table (`IMMEDIATE`), or all at the end (`DEFERRED`)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS ALL {when}")


def _insert_block(block, *, with_search):
    columns = list_columns()
    for table in sorted(block.tables, key=lambda table: table not in PARENT_TABLES):
        if with_search or table not in SEARCH_TABLES:
            _insert_rows(table, columns[table], block.tables[table])


def _insert_rows(table, columns, rows):
    """Insert rows in the fastest way that a database has: of millions, the ORM would take half an hour."""
    names = ", ".join(map(connection.ops.quote_name, columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608 - our own names


def _complete_search_index(words):
    for kind in SMALL_KINDS:
        indexing.write_entries(list(iter_search_documents(kind)), words)
    _insert_rows(SearchWord._meta.db_table, ("word", "entries"), sorted(words.items()))
    _reset_sequences()
    Edition.objects.update_or_create(pk=1, defaults={"search_method": indexing.INDEX_VERSION})


def _reset_sequences():
    """Set PostgreSQL's sequences above the primary keys that were given."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [*KEYED_MODELS, *VOCABULARIES]):
            cursor.execute(statement)


def _speed_up_sqlite():
    """Let this connection use more memory, and not overwrite what it deletes: nothing of it is private."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = OFF")
            cursor.execute(f"PRAGMA cache_size = -{SQLITE_CACHE}")


def _drop_full_text_indexes():
    """Drop PostgreSQL's full-text indexes and return their definitions: to add rows one by one takes ten times as long."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes"
            " WHERE schemaname = current_schema() AND indexdef LIKE '%% USING gin %%'"
        )
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
    return [definition for _name, definition in indexes]


def _create_indexes(definitions):
    with connection.cursor() as cursor:
        for definition in definitions:
            cursor.execute(definition)


def _tidy_database():
    """Do at once what the database would do in time: collect statistics, merge its log."""
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("VACUUM ANALYZE")
            else:
                cursor.execute("ANALYZE")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
