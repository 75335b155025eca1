"""How words of the vocabulary are read."""

from django.db.models import Subquery
from django.db.models.functions import Coalesce

from ecosystem.querysets.keyed import KeyedQuerySet
from ecosystem.querysets.records import Status, model


class ThemeQuerySet(KeyedQuerySet):
    def with_counts(self):
        """Add how many public records of each kind belong to each theme."""
        counts = {}
        for name in ("organisation", "initiative", "collaboration"):
            joins = KeyedQuerySet(model(name).themes.through).filter(**{f"{name}__status": Status.PUBLISHED})
            counts[f"{name}_count"] = Coalesce(Subquery(joins.count_by("theme")), 0)
        return self.annotate(**counts)


class ApplicationQuerySet(KeyedQuerySet):
    def by_sector(self):
        """Each with its sector, in the order of both."""
        return self.select_related("sector").order_by("sector__position", "sector__slug", "position", "slug")
