"""What makes the calendar events of a record permanent: the slug in their identifiers, and their sequence numbers."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max
from reversion.models import Version

from ecosystem.models import Change, FormerSlug, Record
from ecosystem.models.edition_cache import per_edition


@dataclass(frozen=True)
class CalendarIdentity:
    """`slug` is the first public one of the record, `sequence` the number of its changes since it was added.

    Changes are never deleted once a record was public, so the sequence never falls.
    """

    slug: str
    sequence: int = 0
    changed_at: datetime | None = None


def get_calendar_identity(record: Record) -> CalendarIdentity:
    """Return the identity of a record, from two or three queries for all records of its model in an edition."""
    count, changed_at = _count_changes(record._meta.model_name).get(record.pk, (1, None))
    slug = _map_first_public_slugs(type(record)).get(record.pk, record.slug)
    return CalendarIdentity(slug, count - 1, changed_at)


@per_edition
def _count_changes(kind: str) -> dict[int, tuple[int, datetime]]:
    """Return `(number, time of the last)` of the changes of each record."""
    rows = Change.objects.of_record_kind(kind).values_list(kind).order_by()
    return {key: (n, last) for key, n, last in rows.annotate(n=Count("pk"), last=Max("revision__date_created"))}


@per_edition
def _map_first_public_slugs(model: type[Record]) -> dict[int, str]:
    """Return the first public slug of each record with a redirect; other records never had another one.

    The slugs of merged records redirect too, so the stored versions are read instead of the redirects.
    """
    kind = model._meta.model_name
    renamed = FormerSlug.objects.filter(kind=kind).values(kind)
    # Of several changes of a record, the last in this order remains: the oldest.
    changes = Change.objects.for_records(kind, renamed).filter(is_public=True).order_by("-pk")
    revisions = dict(changes.values_list(kind, "revision"))
    rows = Version.objects.get_for_model(model).filter(revision__in=revisions.values())
    texts = rows.values_list("serialized_data", flat=True)
    return {row["pk"]: row["fields"]["slug"] for text in texts for row in json.loads(text)}
