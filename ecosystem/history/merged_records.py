"""Merges of records, derived from former slugs and histories; cached per edition."""

from collections import defaultdict
from dataclasses import dataclass, field

from ecosystem.history.revisions import MAX_TRANSACTION_DURATION
from ecosystem.models import RECORD_MODELS, Change, ChangeKind, FormerSlug, Record, Status
from ecosystem.models.edition_cache import per_edition


@dataclass
class RecordMerge:
    """For a removal, `into` is the record that it was merged into; for a merge, `slugs` are those of merged records."""

    into: Record | None = None
    slugs: list[str] = field(default_factory=list)


NO_MERGE = RecordMerge()


def get_change_merge(change) -> RecordMerge:
    """Return the merge that a change belongs to, without records that were never public; else `NO_MERGE`."""
    if change.kind not in {ChangeKind.ARCHIVED, ChangeKind.MERGED}:
        return NO_MERGE
    return _map_merges_by_change().get(change.pk, NO_MERGE)


@per_edition
def _map_merges_by_change() -> dict[int, RecordMerge]:
    merges: dict[int, RecordMerge] = defaultdict(RecordMerge)
    for model in RECORD_MODELS:
        kind = model._meta.model_name
        removed = model.objects.removed().values("slug")
        formers = FormerSlug.objects.filter(**{"kind": kind, "slug__in": removed, f"{kind}__status": Status.PUBLISHED})
        # Slugs that redirect and are still those of an archived record.
        into = {former.slug: getattr(former, kind) for former in formers.select_related(kind)}
        if not into:
            continue
        slugs = model.objects.filter(slug__in=into).values_list("pk", "slug")
        taken_over = {pk: slug for pk, slug in slugs if slug in into}
        taking_over = _group_merge_changes(kind, {record.pk for record in into.values()})
        for removal in _find_last_removals(kind, taken_over):
            slug = taken_over[getattr(removal, f"{kind}_id")]
            merges[removal.pk].into = into[slug]
            ends = removal.made_at + MAX_TRANSACTION_DURATION
            made = (change for change in taking_over[into[slug].pk] if removal.made_at <= change.made_at < ends)
            if change := next(made, None):
                merges[change.pk].slugs.append(slug)
    return dict(merges)


def _find_last_removals(kind, keys):
    rows = Change.objects.for_records(kind, keys).filter(kind=ChangeKind.ARCHIVED).select_related("revision")
    return {getattr(change, f"{kind}_id"): change for change in rows.order_by("pk")}.values()


def _group_merge_changes(kind, keys):
    changes = defaultdict(list)
    rows = Change.objects.for_records(kind, keys).filter(kind=ChangeKind.MERGED).select_related("revision")
    for change in rows.order_by("pk"):
        changes[getattr(change, f"{kind}_id")].append(change)
    return changes
