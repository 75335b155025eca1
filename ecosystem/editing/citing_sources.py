"""Operations on a record's citations when its fields change: cite, withdraw support, settle disputes."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from ecosystem.editing import field_values, publishing
from ecosystem.models import Citation, Indicator, Record, Source

# Each source supports a part of a running text, and it is not known which part was changed.
RUNNING_TEXT_FIELDS = frozenset({"summary", "eligibility"})


@dataclass(frozen=True)
class SourceWithdrawal:
    """`fields` are no longer supported or disputed; `is_removed` if the citation was left empty and deleted."""

    source: Source
    fields: list[str]
    is_removed: bool


def cite_source(record: Record, fields: Iterable[str], source: Mapping[str, Any]) -> Citation:
    """Create the source if no other has its address; raise ValidationError.

    `source` holds the URL and the other columns of a new source.
    """
    page = Source.objects.find_by_address(source["url"])
    if page is None:
        page = Source(**{"read_on": timezone.localdate()} | dict(source))
        page.full_clean()
        page.save()
    citation = record.citations.filter(source=page).first()
    if citation is None:
        last = max((other.position for other in record.citations.all()), default=0)
        citation = Citation(source=page, position=last + 1, **{record._meta.model_name: record})
    citation.support_fields(fields)
    citation.full_clean()
    citation.save()
    return citation


def capture_column_texts(record: Record) -> dict[str, str]:
    """Call before changing the record."""
    return {name: field_values.get_column_text(record, name) for name in field_values.list_all_columns(type(record))}


def withdraw_changed_support(
    record: Record,
    before: Mapping[str, str],
    *,
    confirmed: Collection[str] = (),
    stated: Mapping[int, Collection[str]] | None = None,
    carried: Collection[str] = (),
    spared: Collection[str] = RUNNING_TEXT_FIELDS,
) -> list[SourceWithdrawal]:
    """Withdraw the sources of changed and emptied fields; return what was withdrawn.

    The one rule for forms, proposals and files. Call after the record and its relations are saved, and before
    `publishing.conclude_record_change()`. A citation left without fields is deleted, because it would count as a
    source. Disputes about an emptied field are removed too.

    `before` is the result of `capture_column_texts()` before the change. A changed field keeps its sources if the
    user states that they support the new value as well (`confirmed`), if it was ticked at a citation in this change
    (`stated`, fields by the citation's primary key), if it is a list or name that only grew by what a new source
    supports (`carried`), or if it is `spared`.
    """
    stated = stated or {}
    changed = set(_find_changed_fields(record, before, carried)) - set(confirmed) - set(spared)
    emptied = set(_find_emptied_fields(record, before))
    withdrawn = []
    for citation in record.citations.select_related("source"):
        ticked = stated.get(citation.pk, ())
        # A dispute about a changed value stays; one about an emptied field has nothing left to dispute.
        gone = {name for name in citation.supports if name in changed and name not in ticked}
        gone |= emptied.intersection(citation.disputes) | set(citation.empty_fields)
        if gone:
            citation.withdraw_fields(gone)
            named = [name for name in record.bearable_fields if name in gone]
            withdrawn.append(SourceWithdrawal(citation.source, named, citation.has_no_fields))
    return withdrawn


def is_field_covered(record: Record, other: Record, field: str) -> bool:
    """Return whether `other` contains all of `record`'s value, so that the same sources support it."""
    model = type(record)
    return all(
        _is_text_contained(
            model, name, field_values.get_column_text(record, name), field_values.get_column_text(other, name)
        )
        for name in field_values.list_field_columns(model, field)
    )


def _find_changed_fields(record: Record, before: Mapping[str, str], carried: Collection[str]) -> Iterator[str]:
    """Leave out fields in `carried` that only grew."""
    model = type(record)
    for field, names in _find_columns_by_field(model, before):
        now = {name: field_values.get_column_text(record, name) for name in names}
        was = {name: before.get(name, text) for name, text in now.items()}
        if all(_parse_entries(model, name, was[name]) == _parse_entries(model, name, now[name]) for name in names):
            continue
        has_grown = any(was.values()) and all(_is_text_contained(model, name, was[name], now[name]) for name in names)
        if not (has_grown and field in carried):
            yield field


def _find_emptied_fields(record: Record, before: Mapping[str, str]) -> Iterator[str]:
    for field, names in _find_columns_by_field(type(record), before):
        if any(before.get(name) for name in names) and record.is_empty(field):
            yield field


def _find_columns_by_field(model: type[Record], before: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each field of the columns in `before`, with all columns that its sources support."""
    for field in model.bearable_fields:
        names = field_values.list_supported_columns(model, field)
        if not before.keys().isdisjoint(names):
            yield field, names


def _parse_entries(model: type[Record], name: str, text: str) -> str | set[str]:
    """Return a list as a set, because its order has no meaning."""
    return set(text.splitlines()) if _is_list(model, name) else text


def _is_text_contained(model: type[Record], name: str, text: str, by: str) -> bool:
    """A list may be longer in `by`; any other text must be equal unless empty."""
    if _is_list(model, name):
        return set(text.splitlines()) <= set(by.splitlines())
    return not text or text == by


def _is_list(model: type[Record], name: str) -> bool:
    return name in field_values.ROLE_RELATIONS or field_values.has_many_values(model, name)


def settle_agreed_disputes(record: Record) -> None:
    """Turn disputes into support where the record now has the source's value, in any language or format."""
    for citation in record.citations.all():
        shown = {
            field
            for field, claim in citation.disputed_claims
            if claim and field_values.is_displayed_as(record, field, claim.value)
        }
        if agreed := shown.union(citation.agreed_fields):
            citation.support_fields([field for field in citation.disputes if field in agreed])
            citation.save()


def find_unsupported_fields(record: Record) -> list[str]:
    supported = {name for citation in record.citations.all() for name in citation.supports}
    return [name for name in record.record_fields.sourced_fields if name not in supported and not record.is_empty(name)]


def withdraw_from_empty_fields(row: Record | Indicator) -> list[SourceWithdrawal]:
    return [
        SourceWithdrawal(citation.source, fields, citation.has_no_fields)
        for citation, fields in publishing.detach_from_empty_fields(row)
    ]
