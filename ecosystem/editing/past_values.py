"""Past values of a record: the values in one of its stored versions, which can be withheld."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst

from ecosystem.core.languages import get_list_separator
from ecosystem.history import snapshots
from ecosystem.history.row_names import SnapshotRowNames
from ecosystem.models import Organisation
from ecosystem.models.changes import ROLE_RELATIONS, VERSIONED_RELATIONS
from ecosystem.models.field_labels import get_field_label
from ecosystem.models.fields import PartialDateField, WordsField

# A slug redirects for ever, so it cannot be withheld.
FIELDS_NEVER_WITHHELD = {"slug"}


@dataclass(frozen=True)
class PastValue:
    """One value in a snapshot; `key` identifies it in a form, `field` in the record's history.

    `texts` are its spellings in prose. One of `columns` (name and value), `item` (of a list), `join` (organisation and
    role) and `claim` (source, field, serialized claim) is set.
    """

    key: str
    field: str
    label: str
    text: str
    texts: tuple[str, ...]
    # Names of other rows, which the public reason must not contain either.
    names: tuple[str, ...] = ()
    columns: tuple[tuple[str, Any], ...] = ()
    item: Any = None
    join: tuple[int, str] | None = None
    claim: tuple[int, str, str] | None = None

    def is_in(self, state: snapshots.RecordSnapshot) -> bool:
        """Find a text in several languages in any of them."""
        if self.join:
            return self.join in state.joins
        if self.claim:
            source, field, serialized = self.claim
            return _serialize_claim(state.citations.get(source, {}), field) == serialized
        if self.item is not None:
            return self.item in (state.fields.get(self.field) or [])
        return any(state.fields.get(name) == value for name, value in self.columns)


def list_past_values(state: snapshots.RecordSnapshot, names: SnapshotRowNames) -> list[PastValue]:
    """Return the values that can be withheld, in the order of the page."""
    values = [
        value
        for name in snapshots.list_snapshot_fields(state.model)
        for value in _iter_field_values(state, name, names)
    ]
    for name, relation in ROLE_RELATIONS.items():
        if relation in VERSIONED_RELATIONS[state.model]:
            values += _iter_role_values(state, name, names)
    return [*values, *_iter_claim_values(state)]


def _iter_field_values(state, name, names) -> Iterator[PastValue]:
    if name in FIELDS_NEVER_WITHHELD:
        return
    columns = snapshots.list_snapshot_columns(state.model, name)
    f = state.model._meta.get_field(columns[0])
    if isinstance(f, models.BooleanField):
        return
    if isinstance(f, WordsField) or f.many_to_many:
        for item in state.fields.get(name) or []:
            label, key = str(capfirst(f.verbose_name)), f"item:{name}:{item}"
            if isinstance(f, WordsField):
                yield PastValue(key, name, label, item, (item,), item=item)
            else:
                text = _get_row_name(f.related_model, item, names)
                yield PastValue(key, name, label, text, (), (text,), item=item)
        return
    filled = tuple((each, value) for each in columns if (value := state.fields.get(each)) not in (None, ""))
    if len(filled) > 1:
        yield _build_column_value(
            state, f"field:{name}", name, filled, capfirst(get_field_label(state.model, name)), names
        )
    for each, value in filled:
        label = capfirst(state.model._meta.get_field(each).verbose_name)
        yield _build_column_value(state, f"column:{each}", name, ((each, value),), label, names)


def _build_column_value(state, key, name, columns, label, names):
    shown, texts, others = [], [], []
    for each, value in columns:
        f = state.model._meta.get_field(each)
        if f.is_relation or f.choices:
            others.append(
                _get_row_name(f.related_model, value, names) if f.is_relation else _get_choice_label(f, value)
            )
            shown.append(others[-1])
        else:
            texts += _list_spellings(f, value)
            shown.append(str(value))
    text = get_list_separator().join(shown)
    return PastValue(key, name, str(label), text, tuple(texts), tuple(others), columns=columns)


def _iter_role_values(state, name, names) -> Iterator[PastValue]:
    roles = dict(state.model._meta.get_field(name).remote_field.through._meta.get_field("role").choices)
    label = str(capfirst(get_field_label(state.model, name)))
    for organisation, role in sorted(state.joins):
        other = _get_row_name(Organisation, organisation, names)
        key, text = f"join:{organisation}:{role}", f"{other} · {roles[role]}"
        yield PastValue(key, name, label, text, (), (other,), join=(organisation, role))


def _iter_claim_values(state) -> Iterator[PastValue]:
    for source, citation in state.citations.items():
        for field, parts in citation.get("claims", {}).items():
            texts = [text for text in parts.values() if text]
            yield PastValue(
                f"claim:{source}:{field}",
                "citations",
                str(capfirst(get_field_label(state.model, "citations"))),
                f"{get_field_label(state.model, field)}: {get_list_separator().join(texts)}",
                tuple(texts),
                claim=(source, field, _serialize_claim(citation, field)),
            )


def _serialize_claim(citation, field):
    claim = citation.get("claims", {}).get(field)
    return json.dumps(claim, sort_keys=True) if claim else None


def _get_row_name(model, key, names):
    # `names` lacks unpublished rows; editors see these by primary key.
    return next(iter(names.list_names(model, [key])), f"{model._meta.verbose_name} {key}")


def _get_choice_label(f, value):
    return str(dict(f.flatchoices).get(value, value))


def _list_spellings(f, value) -> list[str]:
    if isinstance(f, models.IntegerField):
        return [str(value), f"{value:,}"]
    if isinstance(f, PartialDateField):
        return [str(value), f.to_python(value).format_localized()]
    return [str(value)]
