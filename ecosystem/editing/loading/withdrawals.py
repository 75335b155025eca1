"""What files do to the sources of what they change: a source supports a new value only where a file says so."""

from collections import defaultdict
from dataclasses import dataclass, field

from ecosystem.editing import citing_sources
from ecosystem.editing.loading.errors import Fault
from ecosystem.models import (
    RECORDS,
    Citation,
    Collaboration,
    Indicator,
    Initiative,
    InitiativeBody,
    Observation,
    Organisation,
    Participation,
)
from ecosystem.models.citations import TARGETS

# Rows that are a part of what another row says, each with the name of that row.
PARTS = {InitiativeBody: "initiative", Participation: "collaboration", Observation: "indicator"}
SOURCED = (Organisation, Initiative, Collaboration, Indicator)


@dataclass
class ValuesBefore:
    """What records said before a load, as far as it changes them."""

    texts: dict = field(default_factory=dict)
    # Records that the load itself has made, which said nothing before: model and number of each.
    made: set = field(default_factory=set)

    def remember(self, instance):
        """Keep what the record that a row belongs to says in the database; to be called before the row is written."""
        record = _find_owner(instance)
        key = type(record), record.pk
        if isinstance(record, RECORDS) and record.pk and key not in self.made and key not in self.texts:
            self.texts[key] = citing_sources.capture_values(type(record).objects.get(pk=record.pk))

    def withdraw_sources(self, citations) -> list[str]:
        """Take sources off what the load has changed; return a sentence for each.

        `citations` are the citations of the files, each with its row. Such a one says itself what it
        supports; any other was written for the old value.
        """
        stated = {citation.pk: row.values["supports"] for row, citation in citations}
        told = []
        for (model, pk), before in self.texts.items():
            record = model.objects.get(pk=pk)
            keys = record.citations.values_list("pk", flat=True)
            carried = {name for key in keys for name in stated.get(key, ())}
            told += [
                f"{record.slug}: {each.source.url} no longer supports {', '.join(each.fields)}"
                for each in citing_sources.withdraw(record, before, stated=stated, carried=carried)
            ]
        return told


def find_empty_support(citations, written) -> list[Fault]:
    """Return a fault for each citation of the files that names a field in which its record says nothing.

    Only those are looked at that were written, or whose record was.
    """
    touched = defaultdict(set)
    for _row, instance, _is_new in written:
        for each in (instance, _find_owner(instance)):
            touched[type(each)].add(each.pk)
    found = []
    for name, model in zip(TARGETS, SOURCED, strict=True):
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
                found += [
                    row.fault("supports", f"names “{field}”, which is empty in {record.slug}")
                    for field in citation.empty_fields
                ]
    return found


def _find_owner(instance):
    return getattr(instance, PARTS[type(instance)]) if type(instance) in PARTS else instance
