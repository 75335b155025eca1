"""The rows of one block of made-up data, table by table, as the database stores them."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, lru_cache
from random import Random

from django.db import connection, models
from django.utils.dateparse import parse_datetime
from reversion.models import Revision, Version

from ecosystem.management.benchmark_data.history_rows import (
    CHANGE_COLUMNS,
    REVISION_COLUMNS,
    VERSION_COLUMNS,
    HistoryRows,
    adapt_moment,
    format_moment,
)
from ecosystem.management.benchmark_data.plan import RecordNames
from ecosystem.management.benchmark_data.search_rows import (
    ENTRY_COLUMNS,
    ENTRY_THEME_COLUMNS,
    MENTION_COLUMNS,
    TEXT_COLUMNS,
    SearchRows,
)
from ecosystem.management.benchmark_data.templates import NAMED_MODELS
from ecosystem.management.benchmark_data.words import WORD
from ecosystem.models import (
    Application,
    Audience,
    Change,
    Citation,
    Collaboration,
    Indicator,
    Initiative,
    InitiativeBody,
    Observation,
    Organisation,
    Participation,
    Place,
    SearchEntry,
    SearchMention,
    SearchText,
    Source,
    Support,
    Theme,
)
from ecosystem.models.fields import ComputedField
from ecosystem.models.record_targets import RECORD_AND_INDICATOR_KINDS

# The relations of a record to others of its kinds; one that is not among the made-up records is left empty.
RECORD_RELATIONS = {
    Organisation: {"parent": Organisation, "successor": Organisation},
    Initiative: {"part_of": Initiative, "builds_on": Initiative},
    Collaboration: {"initiative": Initiative},
    Indicator: {"organisation": Organisation, "initiatives": Initiative},
}
TERM_RELATIONS = {"themes": Theme, "applications": Application, "support": Support, "audience": Audience}
ROLE_MODELS = {Initiative: InitiativeBody, Collaboration: Participation}
# A publisher has as many sources as in the facts, times this.
BLOCKS_PER_PUBLISHER = 8
ROR_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


@dataclass
class MadeUpRecord:
    """`fields` are as versions store them."""

    model: type
    index: int
    key: int
    names: RecordNames
    fields: dict
    texts: list = field(default_factory=list)
    place: Place | None = None
    citation_count: int = 0
    observation_count: int = 0


@dataclass
class BlockRows:
    """The rows of a block by table, and the number of entries that contain each word."""

    organisations: int
    tables: dict
    word_counts: dict


class BlockBuilder:
    """`vocabulary` holds all shared rows by model and primary key, `term_keys` lists their keys."""

    def __init__(self, plan, vocabulary, term_keys):
        self.plan = plan
        self.templates = plan.templates
        self.vocabulary = vocabulary
        self.term_keys = term_keys
        self.history = HistoryRows(plan)

    def build(self, number):
        block = self.plan.blocks[number]
        tables = defaultdict(list)
        search = SearchRows(self.plan, self.vocabulary)
        random = self.plan.open_random("texts", block)
        self._add_sources(tables, random, block)
        citation_key = self.plan.first_keys[Citation] + number * self.templates.count(Citation)
        for model in NAMED_MODELS:
            for position in block.positions[model]:
                record = self._build_record(random, block, model, position)
                cited = self._build_citations(block, record, position, citation_key)
                citation_key += len(cited)
                record.citation_count = len(cited)
                self._add_record(tables, random, block, record, position, cited)
                search.add_entry(tables, record)
        return BlockRows(len(block.positions[Organisation]), dict(tables), dict(search.word_counts))

    def _build_record(self, random, block, model, position):
        plan = self.plan
        index = block.find(model, position)
        names = plan.names[model][index]
        fields = dict(self.templates.rows[model][position])
        fields |= {"slug": names.slug, "name_en": names.name_en, "name_zh_hant": names.name_zh_hant, "name_zh_hans": ""}
        record = MadeUpRecord(model, index, plan.key(model, index), names, fields)
        for name, related in RECORD_RELATIONS[model].items():
            fields[name] = self._resolve(block, related, fields[name])
        for name, related in TERM_RELATIONS.items():
            if name in fields:
                fields[name] = [self.term_keys[related][at] for at in self.templates.find_all(related, fields[name])]
        if model is not Indicator:
            self._write_texts(random, record)
        if model is Organisation:
            self._complete_organisation(random, block, record)
        return record

    def _resolve(self, block, model, value):
        """Return the primary key, or keys, of what a fact refers to."""
        plan = self.plan
        if value and isinstance(value[0], list):
            found = [plan.find_record(block, model, at) for at in self.templates.find_all(model, value)]
            return [plan.key(model, index) for index in found if index is not None]
        return plan.key(model, plan.find_record(block, model, self.templates.find(model, value))) if value else value

    def _write_texts(self, random, record):
        fields, names, words = record.fields, record.names, self.plan.words
        for name in ("summary", "eligibility"):
            if fields.get(f"{name}_en"):
                english = words.write_english(random, max(len(WORD.findall(fields[f"{name}_en"])), 3))
                chinese = words.write_chinese(random, len(fields[f"{name}_zh_hant"]))
                fields |= {f"{name}_en": english.text, f"{name}_zh_hant": chinese.text, f"{name}_zh_hans": ""}
                record.texts += [english, chinese]
        host = f"https://www.{names.slug}.example"
        fields["website"] = fields["website"] and f"{host}/"
        if fields.get("apply_url"):
            fields["apply_url"] = f"{host}/apply"
        if "aliases" in fields:
            fields |= {"aliases": names.aliases, "acronym": names.acronym}
        number = self.plan.number_record(record.model, record.index)
        entered = self.history.get_entry_moment(number)
        changed = self.history.get_later_moment(number) or entered
        fields |= {
            "created_at": format_moment(entered),
            "published_at": fields["published_at"] and format_moment(entered),
        }
        fields["updated_at"] = format_moment(changed)

    def _complete_organisation(self, random, block, record):
        fields = record.fields
        place = self.plan.find_place(block, self.templates.find(Place, fields["place"]))
        fields["place"] = self.plan.key(Place, place)
        record.place = place is not None and self.vocabulary[Place][fields["place"]]
        if fields["ror"]:
            fields["ror"] = _build_ror(record.index)
        if fields["wikidata"]:
            fields["wikidata"] = f"Q{9_000_000_000 + record.index}"
        if fields["address"]:
            fields["address"] = (
                f"{random.randrange(1, 400)} {random.choice(self.plan.words.invented).capitalize()} Road"
            )

    def _build_citations(self, block, record, position, first_key):
        """Return `(primary key, fields)` of the citations of a record."""
        empty = {name for name, value in record.fields.items() if value in (None, "", [])}
        cited = []
        kind = RECORD_AND_INDICATOR_KINDS[NAMED_MODELS.index(record.model)]
        for source, row in self.templates.citations[kind][position]:
            fields = (
                row
                | dict.fromkeys(RECORD_AND_INDICATOR_KINDS)
                | {kind: record.key, "source": self._find_source(block, source)}
            )
            fields["supports"] = [name for name in row["supports"] if name not in empty]
            cited.append((first_key + len(cited), fields))
        return cited

    def _find_source(self, block, position):
        return self.plan.key(Source, block.find(Source, position))

    def _add_record(self, tables, random, block, record, position, cited):
        model, fields = record.model, record.fields
        tables[model._meta.db_table].append(get_table_rows(model).build(record.key, fields, record.names))
        for relation in model.list_plain_m2m_fields():
            tables[relation.m2m_db_table()] += [(record.key, other) for other in fields[relation.name]]
        stored = [(model, record.key, fields)]
        if model in ROLE_MODELS:
            stored += self._add_roles(tables, record)
        for key, citation in cited:
            stored.append((Citation, key, citation))
            tables[Citation._meta.db_table].append(get_table_rows(Citation).build(key, citation))
        if model is Indicator:
            self._add_observations(tables, random, block, record, position)
        else:
            number = self.plan.number_record(model, record.index)
            earlier = fields
            if self.history.get_later_moment(number):
                earlier = fields | {"summary_en": self.plan.words.draw_words(random, 20)}
            self.history.add_history(tables, model, record.key, number, earlier, stored)

    def _add_roles(self, tables, record):
        plan, model = self.plan, ROLE_MODELS[record.model]
        first = plan.first_keys[model] + plan.role_offsets[model][record.index]
        name = record.model._meta.model_name
        stored = []
        for key, (organisation, role) in enumerate(plan.roles[model][record.index], start=first):
            organisation_key = plan.key(Organisation, organisation)
            stored.append((model, key, {name: record.key, "organisation": organisation_key, "role": role}))
            tables[model._meta.db_table].append((key, record.key, organisation_key, role))
        return stored

    def _add_observations(self, tables, random, block, record, position):
        for source, row in self.templates.observations[position]:
            value = float(row["value"])
            if record.fields["unit"] not in ("percent", "rank"):
                value = round(value * random.uniform(0.5, 2))
            tables[Observation._meta.db_table].append(
                (record.key, row["period"], str(value), row["qualifier"], self._find_source(block, source))
            )
            record.observation_count += 1

    def _add_sources(self, tables, random, block):
        words = self.plan.words
        for position in block.positions[Source]:
            row = self.templates.rows[Source][position]
            publisher = _name_publisher(words, row["publisher"], block.number // BLOCKS_PER_PUBLISHER)
            key = self._find_source(block, position)
            title = words.draw_words(random, max(len(WORD.findall(row["title"])), 3))[:200]
            address = f"{publisher.lower()}.example/{block.find(Source, position) + 1}"
            # The address is its own key (`fold_address()`), which would take as long to compute as all else.
            fields = row | {"title": title, "publisher": publisher, "url": f"https://{address}", "address_key": address}
            tables[Source._meta.db_table].append(get_table_rows(Source).build(key, fields))


class TableRows:
    """Turns fields, as versions store them, into rows of a table, as the database stores them."""

    def __init__(self, model):
        fields = model._meta.local_concrete_fields
        self.columns = tuple(f.column for f in fields)
        self._names = [f.name for f in fields]
        self._lists = [f.name for f in fields if isinstance(f, models.JSONField)]
        self._moments = [f.name for f in fields if isinstance(f, models.DateTimeField)]
        self._computed = [f for f in fields if isinstance(f, ComputedField)]
        # Of fields that fact files leave out.
        self._defaults = {f.name: f.get_db_prep_save(f.get_default(), connection) for f in fields if not f.serialize}

    def build(self, key, fields, computed_from=None):
        """Compute the computed columns from `computed_from`; without it, take them from `fields`."""
        values = self._defaults | fields | {"id": key}
        for name in self._lists:
            values[name] = json.dumps(values[name])
        for name in self._moments:
            values[name] = values[name] and _parse_moment(values[name])
        for f in self._computed if computed_from else ():
            values[f.name] = f.compute(computed_from)
        return tuple([values[name] for name in self._names])


get_table_rows = cache(TableRows)


def list_columns():
    """Return the columns of the rows of each table; a table without its primary key numbers its rows itself."""
    columns = {model._meta.db_table: get_table_rows(model).columns for model in (*NAMED_MODELS, Source, Citation)}
    for model in NAMED_MODELS:
        for relation in model.list_plain_m2m_fields():
            columns[relation.m2m_db_table()] = (relation.m2m_column_name(), relation.m2m_reverse_name())
    return columns | {
        InitiativeBody._meta.db_table: ("id", "initiative_id", "organisation_id", "role"),
        Participation._meta.db_table: ("id", "collaboration_id", "organisation_id", "role"),
        Observation._meta.db_table: ("indicator_id", "period", "value", "qualifier", "source_id"),
        Revision._meta.db_table: REVISION_COLUMNS,
        Version._meta.db_table: VERSION_COLUMNS,
        Change._meta.db_table: CHANGE_COLUMNS,
        SearchEntry._meta.db_table: ENTRY_COLUMNS,
        SearchText._meta.db_table: TEXT_COLUMNS,
        SearchMention._meta.db_table: MENTION_COLUMNS,
        SearchEntry.themes.through._meta.db_table: ENTRY_THEME_COLUMNS,
    }


@lru_cache(maxsize=16)
def _parse_moment(text):
    return adapt_moment(parse_datetime(text))


@cache
def _name_publisher(words, publisher, number):
    random = Random(f"{publisher} {number}")  # noqa: S311 - made-up data
    return f"{random.choice(words.invented)}{random.choice(words.invented)}".capitalize()


def _build_ror(index):
    """Return an identifier with a valid checksum; see `has_valid_ror_checksum()`."""
    digits, rest = "", index
    for _digit in range(6):
        rest, digit = divmod(rest, 32)
        digits = ROR_ALPHABET[digit] + digits
    return f"0{digits}{98 - index * 100 % 97:02d}"
