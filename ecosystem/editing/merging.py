"""The verbs of addresses: a record gets another one, or becomes a part of another record; old addresses lead on."""

from collections import defaultdict
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ecosystem.editing import citing_sources, publishing, theme_introductions
from ecosystem.history import recording
from ecosystem.history.recording import SITE
from ecosystem.history.snapshots import State
from ecosystem.models import (
    RECORDS,
    ChangeKind,
    Citation,
    FormerSlug,
    Indicator,
    InitiativeBody,
    Participation,
    Proposal,
    Record,
    editions,
)
from ecosystem.search import indexing
from ecosystem.search.documents import names_of

# For each end of a join, what tells whether the other record has such a join already.
ENDS = {
    (InitiativeBody, "organisation"): ("initiative_id", "role"),
    (InitiativeBody, "initiative"): ("organisation_id", "role"),
    (Participation, "organisation"): ("collaboration_id", "role"),
    (Participation, "collaboration"): ("organisation_id", "role"),
}


@dataclass(frozen=True)
class Foreseen:
    """What merging would make of the record that stays, which others it would change, and what nobody would say any more."""

    before: State
    after: State
    touched: list[Record]
    # Fields of the record that goes.
    lost: list[str]


@editions.changing()
def rename(record, slug, *, by=SITE):
    """Give a record another address; the old one leads to it for ever, if it ever was public."""
    record = type(record).objects.select_for_update().get(pk=record.pk)
    kind, old = record._meta.model_name, record.slug
    if slug == old:
        raise ValidationError(_("This is its address already."))
    # Back at an address of its own, which then leads nowhere else.
    FormerSlug.objects.filter(**{"kind": kind, "slug": slug, kind: record}).delete()
    record.slug = slug
    record.full_clean()
    if taken := list(publishing.address_taken(record)):
        raise ValidationError(taken)
    record.save(update_fields=["slug"])
    # The address of what was merged goes on leading to what it was merged into.
    if record.was_ever_public and not FormerSlug.objects.filter(kind=kind, slug=old).exists():
        FormerSlug.objects.create(**{"kind": kind, "slug": old, kind: record})
    theme_introductions.lead_on(kind, old, slug)
    publishing.conclude(record, ChangeKind.RENAMED, by=by)


@editions.changing()
def merge(record, into, *, by=SITE):
    """Let `into` take over the relations, the citations and the address of `record`, which is then archived.

    A record that never was public is deleted. What the two say in their own
    fields is not mixed: `into` keeps what it says, and is found by the names of both.
    Returns the numbers of the other records that this changed, by model.
    """
    model = type(record)
    if model is not type(into) or record.pk == into.pk:
        raise ValidationError(_("A record is merged with another one of its own kind."))
    locked = {
        row.pk: row for row in model.objects.select_for_update().filter(pk__in=[record.pk, into.pk]).order_by("pk")
    }
    record, into = locked[record.pk], locked[into.pk]
    if record.was_ever_public and not into.is_public:
        raise ValidationError(_("“%(record)s” is not public, so no public address can lead to it.") % {"record": into})
    if merged := list(publishing.address_taken(record)):
        # It was merged before, and its address leads to where all that it had went.
        raise ValidationError(merged)
    touched = _take_over(record, into)
    kind = record._meta.model_name
    theme_introductions.lead_on(kind, record.slug, into.slug)
    FormerSlug.objects.filter(**{kind: record}).update(**{kind: into})
    if record.was_ever_public:
        if record.is_public:
            publishing.archive(record, by=by)
        FormerSlug.objects.update_or_create(kind=kind, slug=record.slug, defaults={kind: into})
    else:
        publishing.delete(record)
    publishing.conclude(into, ChangeKind.MERGED, by=by)
    if left := list(_left_lacking(touched)):
        raise ValidationError(left)
    for other, keys in touched.items():
        other.objects.filter(pk__in=keys).update(updated_at=timezone.now())
        recording.leave_many(other, dict.fromkeys(sorted(keys), ChangeKind.CHANGED), by)
    indexing.refresh_keys({(other._meta.model_name, key) for other, keys in touched.items() for key in keys})
    editions.renew()
    return touched


def foresee(record, into, *, by=SITE) -> Foreseen:
    """Say what merging would do by doing it and taking it back; what merging refuses, this refuses alike."""
    before = recording.present(into)
    with transaction.atomic():
        touched = merge(record, into, by=by)
        after = recording.present(into)
        stays = type(into).objects.get(pk=into.pk)
        fields = [field for field in record.bearable_fields if field not in _names(record)]
        lost = [field for field in fields if not citing_sources.says_as_well(record, stays, field)]
        transaction.set_rollback(True)
    others = [other for model, keys in touched.items() for other in model.objects.filter(pk__in=keys).in_order()]
    return Foreseen(before, after, others, lost)


def _take_over(record, into):
    """Let `into` have everything that belongs to `record`; return the numbers of the records that this changed, by model."""
    # Read before its relations and lists go to the other one.
    empty = [field for field in record.bearable_fields if record.is_empty(field)]
    before = citing_sources.capture_values(into)
    touched = _take_over_relations(record, into)
    _take_over_lists(record, into)
    # As the steps before have left it.
    into.refresh_from_db()
    _take_over_names(record, into)
    stated = _take_over_citations(record, into, empty)
    # Its own sources vouch for no list that grew by what no source of the other one says.
    citing_sources.withdraw(into, before, stated=stated, carried=set().union(*stated.values()))
    # What disputed the one record may say what the other says.
    citing_sources.settle(into)
    Proposal.objects.open().of(record).hand_over(into)
    return touched


def _take_over_relations(record, into):
    """Let whatever refers to `record` refer to `into`; return the numbers of the records that this changed, by model."""
    touched = defaultdict(set)
    for relation in record._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        if relation.many_to_many:
            _take_over_list(relation, record, into, touched)
        elif (model, name) in ENDS:
            _take_over_joins(model, name, record, into, touched)
        elif model in (*RECORDS, Indicator):
            rows = model.objects.filter(**{name: record})
            if model is type(into):
                # Nothing is a part of itself.
                rows.filter(pk=into.pk).update(**{name: None})
            if model in RECORDS:
                touched[model] |= set(rows.values_list("pk", flat=True))
            rows.update(**{name: into})
    touched[type(into)].discard(into.pk)
    return touched


def _take_over_joins(model, name, record, into, touched):
    columns = ENDS[model, name]
    owner = model._meta.get_field("initiative" if model is InitiativeBody else "collaboration")
    has = set(model.objects.filter(**{name: into}).values_list(*columns))
    for row in model.objects.filter(**{name: record}):
        if name == "organisation":
            touched[owner.related_model].add(getattr(row, owner.attname))
        if tuple(getattr(row, column) for column in columns) in has:
            row.delete()
        else:
            setattr(row, name, into)
            row.save(update_fields=[name])


def _take_over_list(relation, record, into, touched):
    """Let what lists `record` list `into`, such as the initiatives that build on it; relations by joins are no lists."""
    model, name = relation.related_model, relation.field.name
    if relation.field not in model.plain_lists():
        return
    for row in model.objects.filter(**{name: record}):
        getattr(row, name).remove(record)
        if row.pk != into.pk:
            getattr(row, name).add(into)
            touched[model].add(row.pk)


def _take_over_lists(record, into):
    """Add what `record` is tagged with to `into`."""
    for f in record.plain_lists():
        getattr(into, f.name).add(*(row for row in getattr(record, f.name).all() if row != into))


def _take_over_citations(record, into, empty):
    """Let the sources of `record` bear out what `into` says as well; the names of `record` are other names of it now.

    A source that was ticked at a field of `record` that is `empty` vouches for nothing that `into` says there.
    Return the fields of `into` that they vouch for, by the number of each citation.
    """
    said = {field: citing_sources.says_as_well(record, into, field) for field in record.bearable_fields}
    becomes = dict.fromkeys(_names(record), "aliases")
    kind = record._meta.model_name
    has = {citation.source_id: citation for citation in into.citations.all()}
    last = max((citation.position for citation in has.values()), default=0)
    stated: dict[int, list[str]] = {}
    for number, citation in enumerate(record.citations.order_by("position", "pk"), start=1):
        filled = [field for field in citation.supports if field not in empty]
        fields = [field if said[field] else becomes.get(field, "") for field in filled]
        citation.supports = list(dict.fromkeys(filter(None, fields)))
        if citation.is_bare:
            # It stays with what it was read for.
            continue
        known = has.get(citation.source_id)
        if known is None:
            own = {kind: into, "position": last + number, "supports": citation.supports}
            Citation.objects.filter(pk=citation.pk).update(**own)
            stated[citation.pk] = citation.supports
            continue
        stated[known.pk] = citation.supports
        known.supports = list(dict.fromkeys([*known.supports, *citation.supports]))
        known.disputes = [
            name for name in dict.fromkeys([*known.disputes, *citation.disputes]) if name not in known.supports
        ]
        claims = citation.claims | known.claims
        known.claims = {name: claims[name] for name in known.disputes if name in claims}
        known.save()
        citation.delete()
    return stated


def _take_over_names(record, into):
    """Let `into` be found by the names of `record`, where its kind has other names."""
    if not _names(into):
        return
    known = {*names_of(into), *into.aliases}
    names = dict.fromkeys([*names_of(record), *record.aliases])
    into.aliases = [*into.aliases, *(name for name in names if name not in known)]
    into.save()


def _left_lacking(touched):
    """Yield what public records would lack, such as a second party where both were parties of one collaboration."""
    for model, keys in touched.items():
        for other in model.objects.published().with_what_obstacles_need().filter(pk__in=keys):
            for reason in publishing.obstacles(other):
                yield _("“%(record)s”: %(reason)s") % {"record": other, "reason": reason}


def _names(record):
    """Return the fields that become other names of the record that stays, where its kind has such."""
    return ("name", "acronym") if "aliases" in record.bearable_fields else ()
