"""What a record was at one time: its own columns and lists, its relations and its citations, as a revision holds them."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from ecosystem.core.languages import LANG_TAGS, column, parted
from ecosystem.models import Citation, InitiativeBody, Organisation, Participation, Source
from ecosystem.models.changes import FOLLOWED, JOINS
from ecosystem.models.citations import TARGETS

# What tells of the life of a record rather than of the thing, or is computed.
UNTOLD = {"status", "created_at", "updated_at", "published_at", "verified_on"}
# Sources come and go with what they bear out; that does not make them wrong.
NEVER_WRONG = {"citations"}
TABLES_OF_JOINS = {InitiativeBody._meta.label_lower, Participation._meta.label_lower}
CITATION = Citation._meta.label_lower
# Beside the fields of a stored record, where Django and django-reversion pass it over: which withheld values stood where.
WITHHELD = "withheld"


@dataclass(frozen=True)
class State:
    """Plain values, as they are serialized; rows of other tables by their numbers."""

    model: type
    # Column or list -> value.
    fields: dict = field(default_factory=dict)
    # `(organisation, role)` of each relation.
    joins: frozenset = frozenset()
    # Source -> what the citation says.
    citations: dict = field(default_factory=dict)
    # Column or relation -> the numbers of the withheld values that stood there.
    withheld: dict[str, list[int]] = field(default_factory=dict)


def named(state: State) -> dict[type, set[int]]:
    """Return the rows of other tables that a state names: their numbers, by model."""
    found = defaultdict(set)
    found[Organisation] |= {organisation for organisation, _role in state.joins}
    found[Source] |= set(state.citations)
    for f in [*(f for f in state.model._meta.local_fields if f.is_relation), *state.model.plain_lists()]:
        value = state.fields.get(f.name)
        found[f.related_model] |= set(value if isinstance(value, list) else [value]) - {None}
    return found


def of(model, versions) -> State:
    """Return the state that the rows of one revision make; these are the record and what belongs to it."""
    found = State(model)
    joins = set()
    for version in versions:
        (serialized,) = json.loads(version.serialized_data)
        name, fields = serialized["model"], serialized["fields"]
        if name == model._meta.label_lower:
            found.fields.update(fields)
            found.withheld.update(serialized.get(WITHHELD, {}))
        elif name in TABLES_OF_JOINS:
            joins.add((fields["organisation"], fields["role"]))
        elif name == CITATION:
            # What is empty is left out, for an older row has not every column.
            told = {key: value for key, value in fields.items() if value and key not in {"source", *TARGETS}}
            found.citations[fields["source"]] = told
    return State(model, found.fields, frozenset(joins), found.citations, found.withheld)


def of_change(change) -> State:
    """Return the state that a change has left; its rows were fetched by `with_states()`."""
    return of(type(change)._meta.get_field(change.record_kind).related_model, change.revision.rows)


def changed(before: State, after: State) -> list[str]:
    """Return the names of what differs, without their languages, in the order of the page."""
    found = [name for name in told_fields(after.model) if _values(before, name) != _values(after, name)]
    found += [
        name
        for name, relation in JOINS.items()
        if relation in FOLLOWED[after.model]
        and (before.joins != after.joins or before.withheld.get(name) != after.withheld.get(name))
    ]
    if before.citations != after.citations or before.withheld.get("citations") != after.withheld.get("citations"):
        found.append("citations")
    return found


@lru_cache
def told_fields(model) -> tuple[str, ...]:
    """Return the names of what a record tells, texts without their language."""
    own = [f.name for f in model._meta.local_fields if f.serialize and not f.primary_key and f.name not in UNTOLD]
    lists = [f.name for f in model.plain_lists()]
    return tuple(dict.fromkeys(parted(name)[0] for name in [*own, *lists]))


@lru_cache
def columns(model, name) -> tuple[str, ...]:
    """Return the columns that hold a field: three of a text, one of anything else."""
    names = {f.name for f in model._meta.get_fields()}
    three = tuple(column(name, language) for language in LANG_TAGS)
    return three if three[0] in names else (name,)


def _values(state, name):
    values = [state.fields.get(each) for each in columns(state.model, name)]
    # Lists of relations have no order of their own; lists of names have.
    f = state.model._meta.get_field(columns(state.model, name)[0])
    values = [sorted(value) if f.many_to_many and value else value for value in values]
    return [*values, *(state.withheld.get(each) for each in columns(state.model, name))]
