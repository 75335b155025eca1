"""Which records were merged into which, as former addresses and histories tell; worked out once for an edition."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from ecosystem.kept import kept
from ecosystem.models import RECORDS, Change, ChangeKind, FormerSlug, Record, Status

# What takes a record away and what lets the other take it over are of one transaction.
MOST_APART = timedelta(minutes=1)


@dataclass
class Merger:
    """`into` is the record that took over what a change removed; `slugs` are of those that a change took over."""

    into: Record | None = None
    slugs: list[str] = field(default_factory=list)


NONE = Merger()


def merger(change) -> Merger:
    """Return what a change has to do with a merger; what never was public is not named."""
    if change.kind not in {ChangeKind.ARCHIVED, ChangeKind.MERGED}:
        return NONE
    return kept("mergers", _by_change).get(change.pk, NONE)


def _by_change() -> dict[int, Merger]:
    found: dict[int, Merger] = defaultdict(Merger)
    for model in RECORDS:
        kind = model._meta.model_name
        removed = model.objects.removed().values("slug")
        formers = FormerSlug.objects.filter(**{"kind": kind, "slug__in": removed, f"{kind}__status": Status.PUBLISHED})
        # Of a slug that leads on, the record that still bears it.
        into = {former.slug: getattr(former, kind) for former in formers.select_related(kind)}
        if not into:
            continue
        slugs = model.objects.filter(slug__in=into).values_list("pk", "slug")
        taken_over = {pk: slug for pk, slug in slugs if slug in into}
        for change in _last_removals(kind, taken_over):
            slug = taken_over[getattr(change, f"{kind}_id")]
            found[change.pk].into = into[slug]
            if made_by := _taking_over(kind, into[slug], change):
                found[made_by.pk].slugs.append(slug)
    return dict(found)


def _last_removals(kind, keys):
    rows = Change.objects.filter(**{f"{kind}__in": keys, "kind": ChangeKind.ARCHIVED}).select_related("revision")
    return {getattr(change, f"{kind}_id"): change for change in rows.order_by("pk")}.values()


def _taking_over(kind, record, removal):
    """Return the change by which a record took over what was removed; None where it had been removed before."""
    changes = Change.objects.of(record).filter(kind=ChangeKind.MERGED)
    return changes.made_between(removal.made_at, removal.made_at + MOST_APART).order_by("pk").first()
