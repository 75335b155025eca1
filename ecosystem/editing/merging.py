"""Operations that leave a redirect: change a record's slug, or merge it into another record."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ecosystem.editing import citing_sources, publishing, theme_introductions
from ecosystem.history import revisions
from ecosystem.history.revisions import SITE_ATTRIBUTION, ChangeAttribution
from ecosystem.history.snapshots import RecordSnapshot
from ecosystem.models import (
    RECORD_MODELS,
    ChangeKind,
    Citation,
    DistinctPair,
    FormerSlug,
    Indicator,
    InitiativeBody,
    Participation,
    Proposal,
    Record,
    editions,
)
from ecosystem.search import indexing
from ecosystem.search.documents import list_row_names

# For each end of a relation with a role, the columns by which a duplicate is recognised.
JOIN_ENDS = {
    (InitiativeBody, "organisation"): ("initiative_id", "role"),
    (InitiativeBody, "initiative"): ("organisation_id", "role"),
    (Participation, "organisation"): ("collaboration_id", "role"),
    (Participation, "collaboration"): ("organisation_id", "role"),
}

# Primary keys of changed records by model.
ChangedKeys = dict[type[Record], set[int]]


@dataclass(frozen=True)
class MergePreview:
    """`before` and `after` are of the remaining record, `touched` are other records."""

    before: RecordSnapshot
    after: RecordSnapshot
    touched: list[Record]
    # Fields of the merged record whose value would be lost.
    lost_fields: list[str]


@editions.edition_transaction()
def change_record_slug(record: Record, slug: str, *, by: ChangeAttribution = SITE_ATTRIBUTION) -> None:
    """Redirect the old slug for ever if the record was ever public; raise ValidationError if the slug is not free."""
    record = type(record).objects.select_for_update().get(pk=record.pk)
    kind, old = record._meta.model_name, record.slug
    if slug == old:
        raise ValidationError(_("The record already has this address."))
    # Returning to a former slug of its own removes that redirect.
    FormerSlug.objects.filter(**{"kind": kind, "slug": slug, kind: record}).delete()
    record.slug = slug
    record.full_clean()
    if conflicts := list(publishing.find_address_conflicts(record)):
        raise ValidationError(conflicts)
    record.save(update_fields=["slug"])
    # The slug of a merged record goes on redirecting to the record that it was merged into.
    if record.was_ever_public and not FormerSlug.objects.filter(kind=kind, slug=old).exists():
        FormerSlug.objects.create(**{"kind": kind, "slug": old, kind: record})
    theme_introductions.update_introduction_links(kind, old, slug)
    publishing.conclude_record_change(record, ChangeKind.RENAMED, by=by)


@editions.edition_transaction()
def merge_records(record: Record, into: Record, *, by: ChangeAttribution = SITE_ATTRIBUTION) -> ChangedKeys:
    """Move the relations, citations and slug of `record` to `into`; then archive `record`, or delete it if unpublished.

    The other fields of `into` stay as they are, but it gets the names of `record` as aliases. Returns the primary keys
    of the other records that this changed, by model. Raises ValidationError.
    """
    model = type(record)
    if model is not type(into) or record.pk == into.pk:
        raise ValidationError(_("You can only merge a record with another of the same type."))
    locked = {
        row.pk: row for row in model.objects.select_for_update().filter(pk__in=[record.pk, into.pk]).order_by("pk")
    }
    record, into = locked[record.pk], locked[into.pk]
    if record.was_ever_public and not into.is_public:
        raise ValidationError(
            _("“%(record)s” is not public, so a public address cannot lead to it.") % {"record": into}
        )
    if conflicts := list(publishing.find_address_conflicts(record)):
        # It was merged before.
        raise ValidationError(conflicts)
    touched = _take_over_everything(record, into)
    kind = record._meta.model_name
    theme_introductions.update_introduction_links(kind, record.slug, into.slug)
    FormerSlug.objects.filter(**{kind: record}).update(**{kind: into})
    if record.was_ever_public:
        if record.is_public:
            publishing.archive_record(record, by=by)
        FormerSlug.objects.update_or_create(kind=kind, slug=record.slug, defaults={kind: into})
    else:
        publishing.delete_unpublished_record(record)
    publishing.conclude_record_change(into, ChangeKind.MERGED, by=by)
    if obstacles := list(_iter_lacking_records(touched)):
        raise ValidationError(obstacles)
    for other, keys in touched.items():
        other.objects.filter(pk__in=keys).update(updated_at=timezone.now())
        revisions.record_revisions(other, dict.fromkeys(sorted(keys), ChangeKind.CHANGED), by)
    changed = {(other._meta.model_name, key) for other, keys in touched.items() for key in keys}
    # Indicators are no records; what referred to a draft mentioned nothing.
    indexing.reindex_keys(changed | indexing.find_referring_keys({indexing.get_index_key(into)}))
    editions.increment_edition()
    return touched


def preview_record_merge(record: Record, into: Record, *, by: ChangeAttribution = SITE_ATTRIBUTION) -> MergePreview:
    """Merge, and roll back; raises ValidationError as merging does."""
    before = revisions.build_current_snapshot(into)
    with transaction.atomic():
        touched = merge_records(record, into, by=by)
        after = revisions.build_current_snapshot(into)
        merged = type(into).objects.get(pk=into.pk)
        fields = [field for field in record.bearable_fields if field not in _list_name_fields(record)]
        lost = [field for field in fields if not citing_sources.is_field_covered(record, merged, field)]
        transaction.set_rollback(True)
    others = [other for model, keys in touched.items() for other in model.objects.filter(pk__in=keys).in_order()]
    return MergePreview(before, after, others, lost)


def _take_over_everything(record: Any, into: Any) -> ChangedKeys:
    # Read before its relations and lists are moved.
    empty = [field for field in record.bearable_fields if record.is_empty(field)]
    before = citing_sources.capture_column_texts(into)
    touched = _take_over_relations(record, into)
    _take_over_lists(record, into)
    # The steps before have changed the row.
    into.refresh_from_db()
    _take_over_names(record, into)
    stated = _take_over_citations(record, into, empty)
    # The sources of `into` do not support what its lists have gained, unless a moved citation does.
    citing_sources.withdraw_changed_support(into, before, stated=stated, carried=set().union(*stated.values()))
    # A source that disputed `record` may agree with `into`.
    citing_sources.settle_agreed_disputes(into)
    Proposal.objects.open().for_record(record).move_to_record(into)
    DistinctPair.objects.move_to_record(record, into)
    return touched


def _take_over_relations(record: Record, into: Record) -> ChangedKeys:
    touched: ChangedKeys = defaultdict(set)
    for relation in record._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        if relation.many_to_many:
            _take_over_list(relation, record, into, touched)
        elif (model, name) in JOIN_ENDS:
            _take_over_joins(model, name, record, into, touched)
        elif model in (*RECORD_MODELS, Indicator):
            rows = model.objects.filter(**{name: record})
            if model is type(into):
                # A record cannot be part of itself.
                rows.filter(pk=into.pk).update(**{name: None})
            if model in RECORD_MODELS:
                touched[model] |= set(rows.values_list("pk", flat=True))
            rows.update(**{name: into})
    touched[type(into)].discard(into.pk)
    return touched


def _take_over_joins(model: Any, name: str, record: Record, into: Record, touched: ChangedKeys) -> None:
    columns = JOIN_ENDS[model, name]
    owner = model._meta.get_field("initiative" if model is InitiativeBody else "collaboration")
    present = set(model.objects.filter(**{name: into}).values_list(*columns))
    for row in model.objects.filter(**{name: record}):
        if name == "organisation":
            touched[owner.related_model].add(getattr(row, owner.attname))
        if tuple(getattr(row, column) for column in columns) in present:
            row.delete()
        else:
            setattr(row, name, into)
            row.save(update_fields=[name])


def _take_over_list(relation: Any, record: Record, into: Record, touched: ChangedKeys) -> None:
    """Replace `record` in other records' lists, such as `builds_on`; skip relations with a role."""
    model, name = relation.related_model, relation.field.name
    if relation.field not in model.list_plain_m2m_fields():
        return
    for row in model.objects.filter(**{name: record}):
        getattr(row, name).remove(record)
        if row.pk != into.pk:
            getattr(row, name).add(into)
            if model in RECORD_MODELS:
                touched[model].add(row.pk)


def _take_over_lists(record: Record, into: Record) -> None:
    for f in record.list_plain_m2m_fields():
        getattr(into, f.name).add(*(row for row in getattr(record, f.name).all() if row != into))


def _take_over_citations(record: Any, into: Any, empty: Collection[str]) -> dict[int, list[str]]:
    """Move citations to `into` for the fields that `into` covers; support of names becomes support of aliases.

    Support of an `empty` field of `record` is dropped. Returns the supported fields of `into` by primary key of the
    citation.
    """
    covered = {field for field in record.bearable_fields if citing_sources.is_field_covered(record, into, field)}
    becomes = dict.fromkeys(_list_name_fields(record), "aliases")
    kind = record._meta.model_name
    present = {citation.source_id: citation for citation in into.citations.all()}
    last = max((citation.position for citation in present.values()), default=0)
    stated: dict[int, list[str]] = {}
    for number, citation in enumerate(record.citations.order_by("position", "pk"), start=1):
        filled = [field for field in citation.supports if field not in empty]
        fields = [field if field in covered else becomes.get(field, "") for field in filled]
        citation.supports = list(dict.fromkeys(filter(None, fields)))
        if citation.has_no_fields:
            # It supports nothing in `into`, so it stays with `record`.
            continue
        known = present.get(citation.source_id)
        if known is None:
            columns = {kind: into, "position": last + number, "supports": citation.supports}
            Citation.objects.filter(pk=citation.pk).update(**columns)
            stated[citation.pk] = citation.supports
            continue
        stated[known.pk] = citation.supports
        known.supports = list(dict.fromkeys([*known.supports, *citation.supports]))
        known.disputes = [
            name for name in dict.fromkeys([*known.disputes, *citation.disputes]) if name not in known.supports
        ]
        claims = citation.claims | known.claims
        known.claims = {name: claims[name] for name in known.disputes if name in claims}
        known.outcome_only = known.outcome_only and citation.outcome_only
        known.save()
        citation.delete()
    return stated


def _take_over_names(record: Any, into: Any) -> None:
    if not _list_name_fields(into):
        return
    known = {*list_row_names(into), *into.aliases}
    names = dict.fromkeys([*list_row_names(record), *record.aliases])
    into.aliases = [*into.aliases, *(name for name in names if name not in known)]
    into.save()


def _iter_lacking_records(touched: Mapping[type[Record], set[int]]) -> Iterator[str]:
    for model, keys in touched.items():
        for other in model.objects.published().for_publishing_check().filter(pk__in=keys):
            for reason in publishing.find_publishing_obstacles(other):
                yield _("“%(record)s”: %(reason)s") % {"record": other, "reason": reason}


def _list_name_fields(record: Record) -> tuple[str, ...]:
    """Return the fields that become aliases of the remaining record."""
    return ("name", "acronym") if "aliases" in record.bearable_fields else ()
