"""Resolve slugs without a public record: a redirect (301), a removed record (410), or nothing (404)."""

import json
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField
from django.db.models.functions import Cast
from reversion.models import Version

from ecosystem.core.control_characters import CONTROL_CHARACTERS
from ecosystem.models import Change, FormerSlug


@dataclass(frozen=True)
class SlugResolution:
    """`target` is the public record to redirect to; `removal` the change that archived the record.

    `removal` is None for records that were archived before there was a history.
    """

    target: Any = None
    is_removed: bool = False
    removal: Change | None = None


def resolve_former_slug(model, slug: str) -> SlugResolution:
    if CONTROL_CHARACTERS.search(slug):
        return SlugResolution()
    former = FormerSlug.objects.find_target(model._meta.model_name, slug)
    if former and former.is_public:
        return SlugResolution(target=former)
    removed = model.objects.removed()
    record = removed.filter(slug=slug).first() or (removed.filter(pk=former.pk).first() if former else None)
    return SlugResolution(
        is_removed=bool(record), removal=Change.objects.for_record(record).get_removal() if record else None
    )


def list_removed_slugs(model) -> set[str]:
    """Return all slugs, as far as recorded, that archived records have or had."""
    removed = model.objects.removed()
    states = Version.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        object_id__in=removed.annotate(key=Cast("pk", CharField())).values("key"),
    )
    texts = states.values_list("serialized_data", flat=True).iterator(chunk_size=200)
    former = {row["fields"]["slug"] for text in texts for row in json.loads(text)}
    return former | set(removed.values_list("slug", flat=True))
