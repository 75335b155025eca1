"""Load fact files into the database, all rows or none."""

import gc
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from ecosystem.core.web_addresses import fold_address
from ecosystem.editing.loading import other_tables, validation
from ecosystem.editing.loading.differences import iter_row_differences
from ecosystem.editing.loading.dump import FACT_FILES
from ecosystem.editing.loading.errors import LoadErrorDetail, LoadRefusedError, list_load_errors
from ecosystem.editing.loading.parse import (
    FactRow,
    is_natural_key,
    iter_table_rows,
    list_file_fields,
    list_filled_relations,
    read_fact_files,
)
from ecosystem.editing.loading.report import LoadReport
from ecosystem.editing.loading.withdrawals import PreviousFactValues, find_empty_support_errors
from ecosystem.history.revisions import ChangeAttribution
from ecosystem.models import RECORD_MODELS, ChangeRole, Citation, Edition, Source, editions
from ecosystem.models.base import KeyedModel
from ecosystem.search import indexing


@contextmanager
def _rare_garbage_collection() -> Iterator[None]:
    """Collect garbage less often: most objects of a load live to its end, and examining them took a fifth of it."""
    thresholds = gc.get_threshold()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)


@_rare_garbage_collection()
def load_fact_files(
    paths: list[Path],
    *,
    overwrite: bool = False,
    reason: str = "",
    is_correction: bool = False,
    progress: Callable[[str], None] = lambda step: None,
) -> LoadReport:
    """Load the files, in any order, in one transaction; raise LoadRefusedError with every error.

    An object equal to its row is not written. One that differs is refused, unless `overwrite`. Each record that is
    written, or whose relations or citations are, gets a change in its history with the `reason`; `is_correction`
    marks these as corrections of an error. `progress` is called with the name of each step after the first.
    """
    rows, foreign, errors = read_fact_files(paths)
    with editions.edition_transaction():
        loading = _FactLoader(rows, errors, overwrite=overwrite)
        loading.run()
        loading.errors += other_tables.load_other_tables(foreign)
        if loading.errors:
            raise LoadRefusedError(loading.errors)
        if loading.differences:
            raise LoadRefusedError(loading.differences, need_overwrite=True)
        report = loading.report
        report.left_out = other_tables.count_history_objects(foreign)
        if (report.created or report.changed) and not any(
            o["model"] == Edition._meta.label_lower for _file, o in foreign
        ):
            editions.increment_edition()
        progress(f"Recording the history of {len(loading.written):,} rows")
        by = ChangeAttribution(ChangeRole.FILES, reason=reason, is_correction=is_correction)
        validation.record_load_history(loading.written, loading.statuses, by)
        if report.created or report.changed or not indexing.is_search_index_current():
            progress("Rebuilding the search index")
            indexing.rebuild_search_index()
            _analyze_database()
    return report


class _StoredRows(dict):
    """Rows by table and natural key; a table is read when it is first asked for."""

    def __missing__(self, model: type[KeyedModel]) -> dict[tuple, KeyedModel]:
        return self.setdefault(model, {row.natural_key(): row for row in iter_table_rows(model)})


@dataclass
class _FactLoader:
    rows: list[FactRow]
    errors: list[LoadErrorDetail]
    overwrite: bool
    differences: list[LoadErrorDetail] = field(default_factory=list)
    report: LoadReport = field(default_factory=LoadReport)
    written: list = field(default_factory=list)
    # The status of records before they were written, by model and primary key.
    statuses: dict = field(default_factory=dict)
    before: PreviousFactValues = field(default_factory=PreviousFactValues)

    def __post_init__(self):
        self.by_model = defaultdict(list)
        for row in self.rows:
            self.by_model[row.model].append(row)
        self.models = [model for model in FACT_FILES.values() if model in self.by_model]
        self.stored = _StoredRows()
        # The keys that the files contain.
        self.promised = {(row.model, row.key) for row in self.rows}
        broken = {(error.file, error.record) for error in self.errors}
        self.broken = {(row.model, row.key) for row in self.rows if (row.file, row.name) in broken}

    def run(self):
        for model in self.models:
            for row in self.by_model[model]:
                self._check_relations(row)
        for model in self.models:
            self._save_rows([row for row in self.by_model[model] if not self._is_broken(row)])
        self._save_relations()
        citations = [
            (row, citation) for row in self.by_model[Citation] if (citation := self.stored[Citation].get(row.key))
        ]
        if not self.errors:
            self.errors += find_empty_support_errors(citations, self.written)
        if not self.errors:
            self.report.withdrawn = self.before.withdraw_sources(citations)
            self.errors += validation.find_load_errors(self.written, self.statuses, self.promised)

    def _is_broken(self, row):
        """A row with an error is not written, nor is one that refers to it."""
        needed = [
            (f.related_model, tuple(row.fields[f.name])) for f in list_filled_relations(row) if not _is_self_relation(f)
        ]
        if (row.model, row.key) in self.broken or not self.broken.isdisjoint(needed):
            self.broken.add((row.model, row.key))
            return True
        return False

    def _check_relations(self, row):
        for f in list_file_fields(row.model):
            if not f.is_relation or not isinstance(value := row.fields.get(f.name), list):
                continue
            for key in filter(is_natural_key, value if f.many_to_many else [value]):
                target = tuple(key)
                if (f.related_model, target) not in self.promised and target not in self.stored[f.related_model]:
                    name = f.related_model._meta.verbose_name
                    what = f"there is no {name} “{' / '.join(map(str, target))}”{self._describe_same_page(f, target)}"
                    self._add_errors(row, row.build_error(f.name, what))

    def _describe_same_page(self, f, target):
        if f.related_model is not Source or not (key := fold_address(target[0])):
            return ""
        urls = [row.key[0] for row in self.by_model[Source]] + [url for (url,) in self.stored[Source]]
        same = next((url for url in urls if fold_address(url) == key), "")
        return same and f"; the same page is the source {same}"

    def _add_errors(self, row, *errors):
        self.errors += errors
        self.broken.add((row.model, row.key))

    def _save_rows(self, rows):
        new = []
        for row in rows:
            instance = self.stored[row.model].get(row.key)
            if instance is None:
                instance = row.model()
                self._set_values(instance, row)
                if self._has_valid_fields(instance, row):
                    self.before.capture_owner_values(instance)
                    new.append((row, instance))
            else:
                self._update_if_different(instance, row)
        for row, instance in self._insert(new):
            self.stored[row.model][row.key] = instance
            self.written.append((row, instance, True))
            self.before.made.add((row.model, instance.pk))
            self.report.created += 1

    def _insert(self, new):
        try:
            with transaction.atomic():
                for model in {row.model for row, _instance in new}:
                    model.objects.bulk_create([instance for _row, instance in new], batch_size=500)
        except IntegrityError as error:
            # Checking beforehand would take a query for each constraint of each row.
            for _row, instance in new:
                # The primary key of the rolled-back insert.
                instance.pk = None
            sound = [(row, instance) for row, instance in new if self._satisfies_constraints(instance, row)]
            if len(sound) == len(new):
                raise LoadRefusedError([*self.errors, LoadErrorDetail(new[0][0].file, "", "", str(error))]) from error
            return self._insert(sound)
        return new

    def _set_values(self, instance, row, *, with_self=False):
        measured = row.model.measured_fields if instance.pk else ()
        for name, value in row.values.items():
            if name not in measured:
                setattr(instance, name, value)
        for f in list_filled_relations(row):
            if with_self or not _is_self_relation(f):
                setattr(instance, f.name, self.stored[f.related_model].get(tuple(row.fields[f.name])))
        for f in row.model._meta.local_fields:
            if f.is_relation and row.fields.get(f.name) is None and f.name in row.fields:
                setattr(instance, f.name, None)

    def _has_valid_fields(self, instance, row):
        """Add the errors of all fields but the relations."""
        try:
            instance.clean_fields(exclude={f.name for f in row.model._meta.local_fields if f.is_relation})
        except ValidationError as error:
            self._add_errors(row, *list_load_errors(error, file=row.file, record=row.name))
            return False
        return True

    def _satisfies_constraints(self, instance, row):
        try:
            instance.validate_constraints()
        except ValidationError as error:
            self._add_errors(row, *list_load_errors(error, file=row.file, record=row.name))
            return False
        return True

    def _update_if_different(self, instance, row):
        differences = list(iter_row_differences(instance, row))
        if not differences:
            self.report.unchanged += 1
            return
        if not self.overwrite:
            self.differences += differences
            return
        self.before.capture_owner_values(instance)
        if isinstance(instance, RECORD_MODELS):
            self.statuses[row.model, instance.pk] = instance.status
        self._set_values(instance, row)
        if self._has_valid_fields(instance, row):
            self.written.append((row, instance, False))
            self.report.changed += 1

    def _save_relations(self):
        """Save what needs all rows to exist: relations within a table, changed rows, many-to-many relations."""
        for row, instance, is_new in self.written:
            self._set_values(instance, row, with_self=True)
            if is_new and not any(_is_self_relation(f) for f in list_filled_relations(row)):
                continue
            try:
                with transaction.atomic():
                    instance.save()
            except IntegrityError as error:
                if self._satisfies_constraints(instance, row):
                    self._add_errors(row, row.build_error("", str(error)))
        for model in self.models:
            for f in model.list_plain_m2m_fields():
                self._save_many_to_many(model, f)

    def _save_many_to_many(self, model, f):
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


def _analyze_database() -> None:
    """Without statistics, queries are planned for empty tables."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _is_self_relation(f) -> bool:
    return f.related_model is f.model
