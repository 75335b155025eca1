"""Which records were merged into which, as former addresses and histories tell; worked out once for an edition."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from ecosystem.history.recording import MOST_APART
from ecosystem.models import RECORDS, Change, ChangeKind, FormerSlug, Record, Status
from ecosystem.models.edition_cache import kept


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


def with_mergers(changes: Iterable[Change]) -> list[Change]:
    """Return changes, each with its `merger`, as their rows and feeds tell it."""
    told = list(changes)
    for change in told:
        change.merger = merger(change)
    return told


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
        taking_over = _taking_over(kind, {record.pk for record in into.values()})
        for removal in _last_removals(kind, taken_over):
            slug = taken_over[getattr(removal, f"{kind}_id")]
            found[removal.pk].into = into[slug]
            ends = removal.made_at + MOST_APART
            made = (change for change in taking_over[into[slug].pk] if removal.made_at <= change.made_at < ends)
            if change := next(made, None):
                found[change.pk].slugs.append(slug)
    return dict(found)


def _last_removals(kind, keys):
    rows = Change.objects.filter(**{f"{kind}__in": keys, "kind": ChangeKind.ARCHIVED}).select_related("revision")
    return {getattr(change, f"{kind}_id"): change for change in rows.order_by("pk")}.values()


def _taking_over(kind, keys):
    """Return the changes by which records took others over, the first ones first, by the record's number."""
    found = defaultdict(list)
    rows = Change.objects.filter(**{f"{kind}__in": keys, "kind": ChangeKind.MERGED}).select_related("revision")
    for change in rows.order_by("pk"):
        found[getattr(change, f"{kind}_id")].append(change)
    return found
