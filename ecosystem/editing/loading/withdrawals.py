"""Withdraw sources from fields that files change: a source supports a new value only if a file says so."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from ecosystem.editing import citing_sources
from ecosystem.editing.loading.errors import LoadErrorDetail
from ecosystem.editing.loading.parse import FactRow
from ecosystem.models import (
    RECORD_MODELS,
    Citation,
    Collaboration,
    Indicator,
    Initiative,
    InitiativeBody,
    Observation,
    Organisation,
    Participation,
)
from ecosystem.models.base import KeyedModel
from ecosystem.models.record_targets import RECORD_AND_INDICATOR_KINDS

# Rows that are part of another row's fields, with the relation to that row.
OWNER_FIELDS = {InitiativeBody: "initiative", Participation: "collaboration", Observation: "indicator"}
SOURCED_MODELS = (Organisation, Initiative, Collaboration, Indicator)


@dataclass
class PreviousFactValues:
    """The column texts, before the load, of the records that it changes."""

    texts: dict = field(default_factory=dict)
    # `(model, primary key)` of records that the load has created, which have no previous values.
    made: set = field(default_factory=set)

    def capture_owner_values(self, instance: KeyedModel) -> None:
        """Call before the row is written; its owner is the record that it belongs to."""
        record = _find_owner(instance)
        key = type(record), record.pk
        if isinstance(record, RECORD_MODELS) and record.pk and key not in self.made and key not in self.texts:
            self.texts[key] = citing_sources.capture_column_texts(type(record).objects.get(pk=record.pk))

    def withdraw_sources(self, citations: list[tuple[FactRow, Citation]]) -> list[str]:
        """Return a sentence for each withdrawal.

        `citations` are the `(row, citation)` of the files. These support the fields that they list; other citations
        were entered for the old values.
        """
        stated = {citation.pk: row.values["supports"] for row, citation in citations}
        sentences = []
        for (model, pk), before in self.texts.items():
            record = model.objects.get(pk=pk)
            keys = record.citations.values_list("pk", flat=True)
            carried = {name for key in keys for name in stated.get(key, ())}
            sentences += [
                f"{record.slug}: {each.source.url} no longer supports {', '.join(each.fields)}"
                for each in citing_sources.withdraw_changed_support(record, before, stated=stated, carried=carried)
            ]
        return sentences


def find_empty_support_errors(
    citations: list[tuple[FactRow, Citation]], written: list[tuple[FactRow, KeyedModel, bool]]
) -> list[LoadErrorDetail]:
    """Find fields that a citation of the files supports and that are empty in its record.

    Checks only citations that were written, or whose record was.
    """
    touched: dict[type, set[int]] = defaultdict(set)
    for _row, instance, _is_new in written:
        for each in (instance, _find_owner(instance)):
            touched[type(each)].add(each.pk)
    errors = []
    for name, model in zip(RECORD_AND_INDICATOR_KINDS, SOURCED_MODELS, strict=True):
        own = [
            (row, citation)
            for row, citation in citations
            if citation.pk in touched[Citation] or getattr(citation, f"{name}_id") in touched[model]
        ]
        relations = [f.name for f in model._meta.get_fields() if f.many_to_many or f.one_to_many]
        records = model.objects.prefetch_related(*(each for each in model.bearable_fields if each in relations))
        present = records.in_bulk({getattr(citation, f"{name}_id") for _row, citation in own} - {None})
        for row, citation in own:
            if record := present.get(getattr(citation, f"{name}_id")):
                setattr(citation, name, record)
                errors += [
                    row.build_error("supports", f"names “{field}”, which is empty in {record.slug}")
                    for field in citation.empty_fields
                ]
    return errors


def _find_owner(instance: Any) -> Any:
    return getattr(instance, OWNER_FIELDS[type(instance)]) if type(instance) in OWNER_FIELDS else instance
