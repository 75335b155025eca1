"""What sources say of a record whose fields were changed: which support them now, or no longer, and which still dispute them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils import timezone

from ecosystem.editing import field_values, publishing
from ecosystem.models import Citation, Source

# Of a running text each source supports a part, and nobody can tell which part was changed.
TEXTS = frozenset({"summary", "eligibility"})


@dataclass(frozen=True)
class Withdrawal:
    """Fields that a source no longer stands beside; `is_removed` where it says nothing else of the record."""

    source: Source
    fields: list[str]
    is_removed: bool


def cite(record, values, source):
    """Let a page, entered as a source if it is none yet, bear out the fields."""
    fields = field_values.fields_of(type(record), values)
    page = Source.objects.filter(url=source["url"]).first()
    if page is None:
        page = Source(read_on=timezone.localdate(), **source)
        page.full_clean()
        page.save()
    own = {record._meta.model_name: record}
    citation = Citation.objects.filter(source=page, **own).first()
    if citation is None:
        last = max((other.position for other in record.citations.all()), default=0)
        citation = Citation(source=page, position=last + 1, **own)
    citation.bear_out(fields)
    citation.full_clean()
    citation.save()


def capture_values(record) -> dict[str, str]:
    """Return what every column that a source can support holds, as text; to be kept while the record is changed."""
    return {name: field_values.written(record, name) for name in field_values.every_column(type(record))}


def withdraw(
    record,
    before: Mapping[str, str],
    *,
    confirmed: Collection[str] = (),
    stated: Mapping[int, Collection[str]] | None = None,
    carried: Collection[str] = (),
    spared: Collection[str] = TEXTS,
) -> list[Withdrawal]:
    """Let sources no longer support what was changed, nor anything that is empty now; return what was withdrawn.

    The one rule for forms, proposals and files; to be called when the record and its relations are
    written, and before `publishing.conclude()`. A citation that then says nothing of the record is
    deleted, for it would only count as a source. A dispute about a value that is gone goes with it.

    `before` holds the texts of columns before the change (see `capture_values`). Of what was changed
    stays supported: what somebody says that the present sources say as well (`confirmed`), what was
    ticked at a citation in this very change (`stated`, fields by the number of the citation), a list
    or name that only grew by what a new source supports (`carried`), and what is `spared`.
    """
    stated = stated or {}
    changed = set(_find_changed_fields(record, before, carried)) - set(confirmed) - set(spared)
    emptied = set(_find_emptied_fields(record, before))
    withdrawn = []
    for citation in record.citations.select_related("source"):
        kept = stated.get(citation.pk, ())
        # What disputes a changed value goes on disputing it; of one that is gone nothing is left to dispute.
        gone = {name for name in citation.supports if name in changed and name not in kept}
        gone |= emptied.intersection(citation.disputes) | set(citation.empty_fields)
        if gone:
            citation.detach(gone)
            named = [name for name in record.bearable_fields if name in gone]
            withdrawn.append(Withdrawal(citation.source, named, citation.is_bare))
    return withdrawn


def says_as_well(record, other, field):
    """Whether `other` says in a field all that `record` does, so that the same sources bear it out."""
    model = type(record)
    return all(
        _is_said(model, name, field_values.written(record, name), field_values.written(other, name))
        for name in field_values.columns(model, field)
    )


def _find_changed_fields(record, before, carried):
    """Yield the fields that say something else than before; one that a new source carries may have grown."""
    model = type(record)
    for field, names in _find_columns_by_field(model, before):
        now = {name: field_values.written(record, name) for name in names}
        was = {name: before.get(name, text) for name, text in now.items()}
        if all(_entries(model, name, was[name]) == _entries(model, name, now[name]) for name in names):
            continue
        has_grown = any(was.values()) and all(_is_said(model, name, was[name], now[name]) for name in names)
        if not (has_grown and field in carried):
            yield field


def _find_emptied_fields(record, before):
    """Yield the fields that said something before and say nothing now."""
    for field, names in _find_columns_by_field(type(record), before):
        if any(before.get(name) for name in names) and record.is_empty(field):
            yield field


def _find_columns_by_field(model, before):
    """Yield each field of whose columns `before` holds any, with all that a source of it vouches for."""
    for field in model.bearable_fields:
        names = field_values.supported_columns(model, field)
        if not before.keys().isdisjoint(names):
            yield field, names


def _entries(model, name, text):
    """Return what a column's text says: of a list its entries, whose order says nothing."""
    return set(text.splitlines()) if name in field_values.JOINS or field_values.takes_many(model, name) else text


def _is_said(model, name, text, by):
    """Whether a column's text still stands in another one: a list may have grown, all else is the same or was empty."""
    if name in field_values.JOINS or field_values.takes_many(model, name):
        return set(text.splitlines()) <= set(by.splitlines())
    return not text or text == by


def settle(record):
    """Let sources bear out what they disputed, where the record says by now what they say, in whatever words."""
    for citation in record.citations.all():
        said = {field: claim.value for field, claim in citation.disputed if claim}
        if agreed := {
            *citation.agreed,
            *(field for field, text in said.items() if field_values.reads(record, field, text)),
        }:
            citation.bear_out([field for field in citation.disputes if field in agreed])
            citation.save()


def find_unsupported_fields(record) -> list[str]:
    """Return the fields that want a source, say something, and have none."""
    supported = {name for citation in record.citations.all() for name in citation.supports}
    return [name for name in record.sourced_fields if name not in supported and not record.is_empty(name)]


def withdraw_from_empty_fields(row) -> list[Withdrawal]:
    """Let no source support a field in which a record or series says nothing; return what was withdrawn."""
    return [
        Withdrawal(citation.source, fields, citation.is_bare)
        for citation, fields in publishing.detach_from_empty_fields(row)
    ]
