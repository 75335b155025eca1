"""Load rows into the database, or refuse them all and leave it as it was."""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from ecosystem.editing.loading import other_tables, validation
from ecosystem.editing.loading.differences import differences_of
from ecosystem.editing.loading.errors import Fault, Refused, faults_of
from ecosystem.editing.loading.parse import Row, is_key, read, relations, rows_of, written_fields
from ecosystem.editing.loading.report import Report
from ecosystem.editing.loading.withdrawals import ValuesBefore, find_empty_support
from ecosystem.history.recording import Signature
from ecosystem.models import RECORDS, ChangeRole, Citation, Edition, editions
from ecosystem.models.base import KeyedModel
from ecosystem.search import indexing


def load(paths: list[Path], *, overwrite: bool = False, reason: str = "", is_correction: bool = False) -> Report:
    """Load the files, in any order, in one transaction; raise Refused with every fault otherwise.

    An object equal to its row is not written. One that differs from its row is
    refused, unless `overwrite` says that the file is right. Each record that
    was written, or whose relations or citations were, gets an entry in its
    history, with the `reason`; `is_correction` says that what stood there was an error.
    """
    rows, foreign, faults = read(paths)
    with editions.changing():
        loading = _Loading(rows, faults, overwrite=overwrite)
        loading.run()
        loading.faults += other_tables.load(foreign)
        if loading.faults:
            raise Refused(loading.faults)
        if loading.differences:
            raise Refused(loading.differences, need_overwrite=True)
        report = loading.report
        report.left_out = other_tables.history_in(foreign)
        if (report.created or report.changed) and not any(
            o["model"] == Edition._meta.label_lower for _file, o in foreign
        ):
            editions.renew()
        by = Signature(ChangeRole.FILES, reason=reason, is_correction=is_correction)
        validation.leave_history(loading.written, loading.statuses, by)
        if report.created or report.changed or not indexing.is_current():
            indexing.rebuild()
            _count_anew()
    return report


@dataclass
class _Loading:
    """The state of one load."""

    rows: list[Row]
    faults: list[Fault]
    overwrite: bool
    differences: list[Fault] = field(default_factory=list)
    report: Report = field(default_factory=Report)
    written: list = field(default_factory=list)
    # The status that a record had before its row was written.
    statuses: dict = field(default_factory=dict)
    before: ValuesBefore = field(default_factory=ValuesBefore)

    def __post_init__(self):
        self.by_model = defaultdict(list)
        for row in self.rows:
            self.by_model[row.model].append(row)
        # Natural key -> row of the database, and the keys that the files promise.
        self.stored = {model: {row.natural_key(): row for row in rows_of(model)} for model in _tables(self.by_model)}
        self.promised = {(row.model, row.key) for row in self.rows}
        broken = {(fault.file, fault.record) for fault in self.faults}
        self.broken = {(row.model, row.key) for row in self.rows if (row.file, row.name) in broken}

    def run(self):
        for model in self.stored:
            for row in self.by_model[model]:
                self._refer(row)
        for model in self.stored:
            self._save([row for row in self.by_model[model] if not self._is_broken(row)])
        self._relate()
        citations = [(row, self.stored[Citation].get(row.key)) for row in self.by_model[Citation]]
        citations = [(row, citation) for row, citation in citations if citation]
        if not self.faults:
            self.faults += find_empty_support(citations, self.written)
        if not self.faults:
            self.report.withdrawn = self.before.withdraw_sources(citations)
            self.faults += validation.faults(self.written, self.statuses)

    def _is_broken(self, row):
        """Whether the row, or one that it cannot do without, was found wrong; it is then left out."""
        needed = [(f.related_model, tuple(row.fields[f.name])) for f in relations(row) if not _is_self(f)]
        if (row.model, row.key) in self.broken or not self.broken.isdisjoint(needed):
            self.broken.add((row.model, row.key))
            return True
        return False

    def _refer(self, row):
        """Find out whether every relation of the row leads somewhere."""
        for f in written_fields(row.model):
            if not f.is_relation or not isinstance(value := row.fields.get(f.name), list):
                continue
            for key in filter(is_key, value if f.many_to_many else [value]):
                target = tuple(key)
                if (f.related_model, target) not in self.promised and target not in self.stored[f.related_model]:
                    name = f.related_model._meta.verbose_name
                    self._blame(row, row.fault(f.name, f"there is no {name} “{' / '.join(map(str, target))}”"))

    def _blame(self, row, *faults):
        self.faults += faults
        self.broken.add((row.model, row.key))

    def _save(self, rows):
        """Write the rows of one table: new ones at once, changed ones each for itself."""
        new = []
        for row in rows:
            instance = self.stored[row.model].get(row.key)
            if instance is None:
                instance = row.model()
                self._fill(instance, row)
                if self._passes(instance, row):
                    self.before.remember(instance)
                    new.append((row, instance))
            else:
                self._compare(instance, row)
        for row, instance in self._insert(new):
            self.stored[row.model][row.key] = instance
            self.written.append((row, instance, True))
            self.before.made.add((row.model, instance.pk))
            self.report.created += 1

    def _insert(self, new):
        """Insert the rows and return them; where the database refuses, find out which it refused and why."""
        try:
            with transaction.atomic():
                for model in {row.model for row, _instance in new}:
                    model.objects.bulk_create([instance for _row, instance in new], batch_size=500)
        except IntegrityError as error:
            # Asking each row beforehand would take a query for every rule of every row.
            for _row, instance in new:
                # The number of a row that was taken back.
                instance.pk = None
            sound = [(row, instance) for row, instance in new if self._keeps_rules(instance, row)]
            if len(sound) == len(new):
                raise Refused([*self.faults, Fault(new[0][0].file, "", "", str(error))]) from error
            return self._insert(sound)
        return new

    def _fill(self, instance, row, *, with_self=False):
        measured = row.model.measured_fields if instance.pk else ()
        for name, value in row.values.items():
            if name not in measured:
                setattr(instance, name, value)
        for f in relations(row):
            if with_self or not _is_self(f):
                setattr(instance, f.name, self.stored[f.related_model].get(tuple(row.fields[f.name])))
        for f in row.model._meta.local_fields:
            if f.is_relation and row.fields.get(f.name) is None and f.name in row.fields:
                setattr(instance, f.name, None)

    def _passes(self, instance, row):
        """Whether each field is sound; the relations are looked at when all rows are there."""
        try:
            instance.clean_fields(exclude={f.name for f in row.model._meta.local_fields if f.is_relation})
        except ValidationError as error:
            self._blame(row, *faults_of(error, file=row.file, record=row.name))
            return False
        return True

    def _keeps_rules(self, instance, row):
        try:
            instance.validate_constraints()
        except ValidationError as error:
            self._blame(row, *faults_of(error, file=row.file, record=row.name))
            return False
        return True

    def _compare(self, instance, row):
        """Write a row that differs from its object, if that is wanted."""
        differences = list(differences_of(instance, row))
        if not differences:
            self.report.unchanged += 1
            return
        if not self.overwrite:
            self.differences += differences
            return
        self.before.remember(instance)
        if isinstance(instance, RECORDS):
            self.statuses[row.model, instance.pk] = instance.status
        self._fill(instance, row)
        if self._passes(instance, row):
            self.written.append((row, instance, False))
            self.report.changed += 1

    def _relate(self):
        """Write what needs both its ends: relations within a table, changed rows, lists of relations."""
        for row, instance, is_new in self.written:
            self._fill(instance, row, with_self=True)
            if is_new and not any(_is_self(f) for f in relations(row)):
                continue
            try:
                with transaction.atomic():
                    instance.save()
            except IntegrityError as error:
                if self._keeps_rules(instance, row):
                    self._blame(row, row.fault("", str(error)))
        for model in self.stored:
            for f in model.plain_lists():
                self._relate_lists(model, f)

    def _relate_lists(self, model, f):
        """Put the rows of a many-to-many field as the files have them."""
        through = f.remote_field.through
        written = [(row, instance) for row, instance, _is_new in self.written if row.model is model]
        through.objects.filter(**{f"{f.m2m_field_name()}__in": [i.pk for _row, i in written]}).delete()
        through.objects.bulk_create(
            [
                through(
                    **{
                        f"{f.m2m_field_name()}_id": instance.pk,
                        f"{f.m2m_reverse_field_name()}_id": self.stored[f.related_model][tuple(key)].pk,
                    }
                )
                for row, instance in written
                for key in row.fields[f.name]
                if tuple(key) in self.stored[f.related_model]
            ],
            batch_size=500,
        )


def _count_anew():
    """Let PostgreSQL know how much was loaded; until its own count came round it would plan for empty tables."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _tables(models) -> list[type[KeyedModel]]:
    """Return these tables and those that they refer to, each after all that it refers to itself."""
    ordered = []

    def add(model):
        if model in ordered or not issubclass(model, KeyedModel):
            return
        for f in written_fields(model):
            if f.is_relation and f.related_model is not model:
                add(f.related_model)
        ordered.append(model)

    for model in models:
        add(model)
    return ordered


def _is_self(f) -> bool:
    return f.related_model is f.model
