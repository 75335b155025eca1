"""How indicators are read."""

from django.db.models import Exists, Max, OuterRef, Prefetch, Subquery

from ecosystem.querysets.keyed import KeyedQuerySet
from ecosystem.querysets.records import model


class IndicatorQuerySet(KeyedQuerySet):
    def published(self):
        """All of them: a series is public from the moment that a publisher enters it."""
        return self.all()

    def with_figures(self):
        """Keep those that have any figure, as the list of them does."""
        return self.filter(Exists(model("Observation").objects.filter(indicator=OuterRef("pk"))))

    def with_newest_reading(self):
        """Add the newest day on which the source of a figure was read."""
        figures = model("Observation").objects.order_by().filter(indicator=OuterRef("pk")).values("indicator")
        return self.annotate(newest_reading=Subquery(figures.annotate(n=Max("source__read_on")).values("n")))

    def newest_first(self):
        """Those with the newest figure first, as far as an official or own page says so."""
        sound = model("Observation").objects.filter(indicator=OuterRef("pk"), source__grade__in=["official", "own"])
        newest = sound.order_by("-period").values("period")[:1]
        return (
            self.annotate(newest=Subquery(newest))
            .filter(newest__isnull=False)
            .order_by("-newest", "slug")
            .for_list()
            .prefetch_related("themes")
        )

    def for_detail(self):
        """Add what the page of a series shows of itself."""
        citations = Prefetch("citations", model("Citation").objects.with_source())
        return self.for_list().prefetch_related("themes", citations)

    def for_list(self):
        """Add what a row shows: the figures with their sources, and who publishes them."""
        figures = model("Observation").objects.select_related("source").order_by("-period")
        return self.select_related("organisation").prefetch_related(Prefetch("observations", figures, "newest_first"))

    def for_citing(self):
        """Add what a reference to a series says: when its sources were read."""
        return self.for_list()
