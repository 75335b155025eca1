"""Past values of one record: what one of its stored states says that the record does not say any more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst

from ecosystem.core.languages import list_separator
from ecosystem.history import snapshots
from ecosystem.models import Organisation
from ecosystem.models.changes import FOLLOWED, JOINS
from ecosystem.models.field_labels import field_label
from ecosystem.models.fields import PartialDateField, WordsField

# An address leads on for ever, so it cannot be taken back.
NOT_WITHHELD = {"slug"}


@dataclass(frozen=True)
class PastValue:
    """One value as a state holds it; `key` names it in a form, `field` in the history of the record.

    `texts` are the ways in which somebody would write it in a sentence.
    """

    key: str
    field: str
    label: str
    text: str
    texts: tuple[str, ...]
    # Names of other rows, which a reason must not tell either.
    names: tuple[str, ...] = ()
    columns: tuple[tuple[str, Any], ...] = ()
    item: Any = None
    join: tuple[int, str] | None = None
    claim: tuple[int, str, str] | None = None

    def is_in(self, state: snapshots.State) -> bool:
        """Whether a state says so; of a text in several languages, whether it does in any of them."""
        if self.join:
            return self.join in state.joins
        if self.claim:
            source, field, said = self.claim
            return _serialize_claim(state.citations.get(source, {}), field) == said
        if self.item is not None:
            return self.item in (state.fields.get(self.field) or [])
        return any(state.fields.get(name) == value for name, value in self.columns)


def list_past_values(state: snapshots.State, names) -> list[PastValue]:
    """Return what can be withheld of a state, in the order of the page; `names` are those of the rows it names."""
    found = [value for name in snapshots.told_fields(state.model) for value in _of_field(state, name, names)]
    for name, relation in JOINS.items():
        if relation in FOLLOWED[state.model]:
            found += _of_joins(state, name, names)
    return [*found, *_of_claims(state)]


def _of_field(state, name, names) -> Iterator[PastValue]:
    if name in NOT_WITHHELD:
        return
    columns = snapshots.columns(state.model, name)
    f = state.model._meta.get_field(columns[0])
    if isinstance(f, models.BooleanField):
        return
    if isinstance(f, WordsField) or f.many_to_many:
        for item in state.fields.get(name) or []:
            label, key = str(capfirst(f.verbose_name)), f"item:{name}:{item}"
            if isinstance(f, WordsField):
                yield PastValue(key, name, label, item, (item,), item=item)
            else:
                text = _name_of(f.related_model, item, names)
                yield PastValue(key, name, label, text, (), (text,), item=item)
        return
    filled = tuple((each, value) for each in columns if (value := state.fields.get(each)) not in (None, ""))
    if len(filled) > 1:
        yield _of_columns(state, f"field:{name}", name, filled, capfirst(field_label(state.model, name)), names)
    for each, value in filled:
        label = capfirst(state.model._meta.get_field(each).verbose_name)
        yield _of_columns(state, f"column:{each}", name, ((each, value),), label, names)


def _of_columns(state, key, name, columns, label, names):
    shown, texts, others = [], [], []
    for each, value in columns:
        f = state.model._meta.get_field(each)
        if f.is_relation or f.choices:
            others.append(_name_of(f.related_model, value, names) if f.is_relation else _read_choice(f, value))
            shown.append(others[-1])
        else:
            texts += _spellings(f, value)
            shown.append(str(value))
    text = list_separator().join(shown)
    return PastValue(key, name, str(label), text, tuple(texts), tuple(others), columns=columns)


def _of_joins(state, name, names) -> Iterator[PastValue]:
    roles = dict(state.model._meta.get_field(name).remote_field.through._meta.get_field("role").choices)
    label = str(capfirst(field_label(state.model, name)))
    for organisation, role in sorted(state.joins):
        other = _name_of(Organisation, organisation, names)
        key, text = f"join:{organisation}:{role}", f"{other} · {roles[role]}"
        yield PastValue(key, name, label, text, (), (other,), join=(organisation, role))


def _of_claims(state) -> Iterator[PastValue]:
    for source, citation in state.citations.items():
        for field, parts in citation.get("claims", {}).items():
            said = [text for text in parts.values() if text]
            yield PastValue(
                f"claim:{source}:{field}",
                "citations",
                str(capfirst(field_label(state.model, "citations"))),
                f"{field_label(state.model, field)}: {list_separator().join(said)}",
                tuple(said),
                claim=(source, field, _serialize_claim(citation, field)),
            )


def _serialize_claim(citation, field):
    claim = citation.get("claims", {}).get(field)
    return json.dumps(claim, sort_keys=True) if claim else None


def _name_of(model, key, names):
    # What is not public is known to its editors by its number.
    return next(iter(names.of(model, [key])), f"{model._meta.verbose_name} {key}")


def _read_choice(f, value):
    return str(dict(f.flatchoices).get(value, value))


def _spellings(f, value) -> list[str]:
    if isinstance(f, models.IntegerField):
        return [str(value), f"{value:,}"]
    if isinstance(f, PartialDateField):
        return [str(value), f.to_python(value).localized()]
    return [str(value)]
