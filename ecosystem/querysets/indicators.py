"""How indicators are read."""

from django.db.models import Prefetch

from ecosystem.querysets.keyed import KeyedQuerySet
from ecosystem.querysets.records import model


class IndicatorQuerySet(KeyedQuerySet):
    def published(self):
        """All of them: a series is public from the moment that a publisher enters it."""
        return self.all()

    def for_list(self):
        """Add what a row shows: the figures with their sources, and who publishes them."""
        figures = model("Observation").objects.select_related("source").order_by("-period")
        return self.select_related("organisation").prefetch_related(
            "themes", Prefetch("observations", figures, "newest_first")
        )
