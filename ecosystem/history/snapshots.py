"""Snapshots: a record's columns, lists, relations and citations at one time, as stored in a revision."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from ecosystem.core.languages import LANG_TAGS, get_language_column, split_language_column
from ecosystem.models import Citation, InitiativeBody, Organisation, Participation, Record, Source
from ecosystem.models.changes import ROLE_RELATIONS, VERSIONED_RELATIONS
from ecosystem.models.record_targets import RECORD_AND_INDICATOR_KINDS

# Workflow columns, which are not content.
EXCLUDED_FIELDS = {"status", "created_at", "updated_at", "published_at", "verified_on"}
# Changes of sources follow from other changes; they do not show that a source was wrong.
UNCORRECTABLE_FIELDS = {"citations"}
ROLE_MODEL_LABELS = {InitiativeBody._meta.label_lower, Participation._meta.label_lower}
CITATION_LABEL = Citation._meta.label_lower
# A key beside `fields` in a stored row, which Django and django-reversion ignore: the withheld values by column.
WITHHELD_KEY = "withheld"


@dataclass(frozen=True)
class RecordSnapshot:
    """A record's serialized values; other rows by primary key."""

    model: type[Record]
    # By column or list.
    fields: dict = field(default_factory=dict)
    # `(organisation, role)` of each relation with a role.
    joins: frozenset = frozenset()
    # The fields of the citation by source.
    citations: dict = field(default_factory=dict)
    # The primary keys of withheld values by column or relation.
    withheld: dict[str, list[int]] = field(default_factory=dict)


def collect_referenced_keys(state: RecordSnapshot) -> dict[type, set[int]]:
    keys = defaultdict(set)
    keys[Organisation] |= {organisation for organisation, _role in state.joins}
    keys[Source] |= set(state.citations)
    for f in [*(f for f in state.model._meta.local_fields if f.is_relation), *state.model.list_plain_m2m_fields()]:
        value = state.fields.get(f.name)
        keys[f.related_model] |= set(value if isinstance(value, list) else [value]) - {None}
    return keys


def build_snapshot(model, versions) -> RecordSnapshot:
    """`versions` are those of one revision."""
    snapshot = RecordSnapshot(model)
    joins = set()
    for version in versions:
        (serialized,) = json.loads(version.serialized_data)
        name, fields = serialized["model"], serialized["fields"]
        if name == model._meta.label_lower:
            snapshot.fields.update(fields)
            snapshot.withheld.update(serialized.get(WITHHELD_KEY, {}))
        elif name in ROLE_MODEL_LABELS:
            joins.add((fields["organisation"], fields["role"]))
        elif name == CITATION_LABEL:
            # Empty values are left out, because old versions lack newer columns.
            snapshot.citations[fields["source"]] = {
                key: value
                for key, value in fields.items()
                if value and key not in {"source", *RECORD_AND_INDICATOR_KINDS}
            }
    return RecordSnapshot(model, snapshot.fields, frozenset(joins), snapshot.citations, snapshot.withheld)


def build_change_snapshot(change) -> RecordSnapshot:
    """`change` must have been fetched by `with_versions()`."""
    return build_snapshot(type(change)._meta.get_field(change.record_kind).related_model, change.revision.rows)


def list_changed_fields(before: RecordSnapshot, after: RecordSnapshot) -> list[str]:
    """Return the names of the differing fields, without language, in the order of the page."""
    changed = [
        name
        for name in list_snapshot_fields(after.model)
        if _get_comparable_values(before, name) != _get_comparable_values(after, name)
    ]
    changed += [
        name
        for name, relation in ROLE_RELATIONS.items()
        if relation in VERSIONED_RELATIONS[after.model]
        and (before.joins != after.joins or before.withheld.get(name) != after.withheld.get(name))
    ]
    if before.citations != after.citations or before.withheld.get("citations") != after.withheld.get("citations"):
        changed.append("citations")
    return changed


@lru_cache
def list_snapshot_fields(model) -> tuple[str, ...]:
    """Return the field names of a record's content, without language."""
    own = [
        f.name for f in model._meta.local_fields if f.serialize and not f.primary_key and f.name not in EXCLUDED_FIELDS
    ]
    lists = [f.name for f in model.list_plain_m2m_fields()]
    return tuple(dict.fromkeys(split_language_column(name)[0] for name in [*own, *lists]))


@lru_cache
def list_snapshot_columns(model, name) -> tuple[str, ...]:
    names = {f.name for f in model._meta.get_fields()}
    three = tuple(get_language_column(name, language) for language in LANG_TAGS)
    return three if three[0] in names else (name,)


def _get_comparable_values(state, name):
    values = [state.fields.get(each) for each in list_snapshot_columns(state.model, name)]
    # Many-to-many relations have no order; lists of names have.
    f = state.model._meta.get_field(list_snapshot_columns(state.model, name)[0])
    values = [sorted(value) if f.many_to_many and value else value for value in values]
    return [*values, *(state.withheld.get(each) for each in list_snapshot_columns(state.model, name))]
