"""Apply update files as an editor would: all entries or none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from ecosystem.editing import citing_sources, field_values, publishing
from ecosystem.editing.citing_sources import SourceWithdrawal
from ecosystem.editing.duplicates import COMPARED_COLUMNS, PossibleDuplicate, find_similar_records
from ecosystem.editing.loading.errors import LoadRefusedError, list_load_errors
from ecosystem.editing.updates.parse import CITED_SOURCE_KEYS, RecordUpdate, read_update_files
from ecosystem.history.revisions import ChangeAttribution
from ecosystem.models import ChangeRole, Citation, FormerSlug, Record, Source, editions


@dataclass
class AppliedUpdate:
    name: str
    reason: str
    record: Record
    # `{column: (text before, text after)}`.
    values: dict[str, tuple[str, str]] = field(default_factory=dict)
    # `{URL: fields that the source now supports as well}`.
    supported: dict[str, list[str]] = field(default_factory=dict)
    withdrawn: list[SourceWithdrawal] = field(default_factory=list)
    possible_duplicates: list[PossibleDuplicate] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.values or self.supported or self.withdrawn)


def apply_update_files(paths: list[Path], *, reason: str = "", dry_run: bool = False) -> list[AppliedUpdate]:
    """Apply the entries of the files in one transaction; raise LoadRefusedError with every error.

    `reason` is for entries that give none. A `dry_run` does the same and rolls it back. An entry that changes nothing
    leaves no trace, so files can be applied again.
    """
    updates, errors = read_update_files(paths, reason)
    applied = []
    with editions.edition_transaction():
        for update in updates:
            try:
                with transaction.atomic():
                    applied.append(_apply_update(update))
            except ValidationError as error:
                errors += list_load_errors(error, file=update.file, record=update.name)
        if errors:
            raise LoadRefusedError(errors)
        _find_possible_duplicates(applied)
        if dry_run:
            transaction.set_rollback(True)
    return applied


def _apply_update(update: RecordUpdate) -> AppliedUpdate:
    record = _get_record(update)
    result = AppliedUpdate(update.name, update.reason, record)
    before = citing_sources.capture_column_texts(record)
    previous = {name: field_values.get_column_text(record, name) for name in update.texts}
    field_values.save_column_texts(record, update.texts)
    for name, text in previous.items():
        if (now := field_values.get_column_text(record, name)) != text:
            result.values[name] = (text, now)
    stated = _cite_sources(record, update, result)
    carried = {name for fields in stated.values() for name in fields}
    # Nothing is spared: a file lists every source of a new text again.
    result.withdrawn = citing_sources.withdraw_changed_support(
        record, before, stated=stated, carried=carried, spared=()
    )
    citing_sources.settle_agreed_disputes(record)
    if not result.is_empty:
        by = ChangeAttribution(ChangeRole.FILES, reason=update.reason, is_correction=update.is_correction)
        publishing.conclude_record_change(record, by=by)
    return result


def _find_possible_duplicates(applied: list[AppliedUpdate]) -> None:
    """Call once all entries are applied."""
    for update in applied:
        if COMPARED_COLUMNS & update.values.keys():
            update.possible_duplicates = find_similar_records(update.record)


def _get_record(update: RecordUpdate) -> Record:
    model = update.model
    if record := model.objects.filter(slug=update.slug).first():
        return record
    if target := FormerSlug.objects.find_target(model._meta.model_name, update.slug):
        raise ValidationError({"slug": f"is now “{target.slug}”"})
    raise ValidationError({"slug": f"there is no such {model._meta.model_name}"})


def _cite_sources(record: Record, update: RecordUpdate, result: AppliedUpdate) -> dict[int, list[str]]:
    """Call before support is withdrawn; return fields by primary key of the citation."""
    stated: dict[int, list[str]] = {}
    for number, source in enumerate(update.sources, start=1):
        try:
            citation, added = _cite_source(record, source)
        except ValidationError as error:
            raise _locate_error(error, f"source {number}") from error
        stated.setdefault(citation.pk, []).extend(source["supports"])
        if added:
            result.supported[citation.source.url] = added
    return stated


def _cite_source(record: Record, source: Mapping[str, Any]) -> tuple[Citation, list[str]]:
    """Return the citation and the fields that it did not support yet."""
    page = Source.objects.find_by_address(source["url"])
    present = record.citations.filter(source=page).select_related("source").first() if page else None
    if present is None and source.keys() == CITED_SOURCE_KEYS:
        raise ValidationError(f"the record does not cite {source['url']}; give its title, publisher and so on")
    supported = set(present.supports) if present else set()
    columns = {name: value for name, value in source.items() if name != "supports"}
    citation = citing_sources.cite_source(record, source["supports"], columns)
    if empty := citation.empty_fields:
        raise ValidationError(f"supports {', '.join(empty)}, which the record does not have")
    _set_later_reading(citation.source, source.get("read_on"))
    return citation, [name for name in source["supports"] if name not in supported]


def _set_later_reading(page: Source, read_on: str | None) -> None:
    day = Source._meta.get_field("read_on").to_python(read_on)
    if day and day > page.read_on:
        page.read_on = day
        page.save(update_fields=["read_on"])
        publishing.conclude_shared_row(page)


def _locate_error(error: ValidationError, where: str) -> ValidationError:
    if not hasattr(error, "error_dict"):
        return ValidationError({where: error})
    return ValidationError({f"{where}: {name}": errors for name, errors in error.error_dict.items()})
