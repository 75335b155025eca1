"""What stands at an address at which no public record does: a way on, the memory of what was removed, or nothing."""

import json
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField
from django.db.models.functions import Cast
from reversion.models import Version

from ecosystem.core.control_characters import NOT_IN_TEXT
from ecosystem.models import Change, FormerSlug


@dataclass(frozen=True)
class Whereabouts:
    """`target` is the public record to which the address leads; `removal` the change that took its record away.

    Of what was removed before there was a history, no removal is on record.
    """

    target: Any = None
    is_removed: bool = False
    removal: Change | None = None


def whereabouts(model, slug: str) -> Whereabouts:
    """Look for a record that once stood at `slug`, under it or under a later one."""
    if NOT_IN_TEXT.search(slug):
        return Whereabouts()
    former = FormerSlug.objects.target_of(model._meta.model_name, slug)
    if former and former.is_public:
        return Whereabouts(target=former)
    removed = model.objects.removed()
    record = removed.filter(slug=slug).first() or (removed.filter(pk=former.pk).first() if former else None)
    return Whereabouts(is_removed=bool(record), removal=Change.objects.of(record).removal() if record else None)


def addresses_of_removed(model) -> set[str]:
    """Return the slugs of the records that were removed, those that they had before included, as far as it is on record."""
    removed = model.objects.removed()
    states = Version.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        object_id__in=removed.annotate(key=Cast("pk", CharField())).values("key"),
    )
    said = states.values_list("serialized_data", flat=True).iterator(chunk_size=200)
    former = {row["fields"]["slug"] for text in said for row in json.loads(text)}
    return former | set(removed.values_list("slug", flat=True))
