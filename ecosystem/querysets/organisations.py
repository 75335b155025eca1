"""How organisations are read: by region, by their ties, with what a row or a page shows."""

from django.db.models import F, Prefetch, Subquery
from django.db.models.functions import Coalesce

from ecosystem.querysets import ties
from ecosystem.querysets.records import RecordQuerySet, model, texts


class OrganisationQuerySet(RecordQuerySet):
    def standing_in(self, regions):
        return self.filter(place__region__in=regions)

    def giving(self, support):
        """Keep bodies that give any of these kinds of support."""
        return self.related_to("support", model("Support").objects.filter(slug__in=support))

    def parts_of(self, organisations):
        return self.filter(parent__in=organisations)

    def founded_after(self, date):
        """Keep bodies whose founding, as far as it is known, lies in the date or after it."""
        return self.filter(founded__reaches=date.first_day.isoformat())

    def founded_before(self, date):
        return self.filter(founded__begun_by=date.last_day.isoformat())

    def tied_to(self, applications, chosen=()):
        """Keep bodies with any of the chosen ties, or any at all, to one of the applications, or to any."""
        return self.filter(ties.condition(applications, chosen))

    def with_relation_counts(self):
        bodies = model("InitiativeBody").objects.published()
        parties = model("Participation").objects.published()
        return self.annotate(
            initiative_count=Coalesce(Subquery(bodies.count_by("organisation", "initiative")), 0),
            collaboration_count=Coalesce(Subquery(parties.count_by("organisation", "collaboration")), 0),
        )

    def most_connected(self):
        """Those first that take part in most; AI itself before the rest where that is equal."""
        rows = self.with_relation_counts()
        return rows.order_by(-(F("initiative_count") + F("collaboration_count")), "ai", "order_en", "slug")

    def for_list(self, *columns):
        """Add what a row shows: place, themes, and how much it takes part in; and these columns."""
        place = ("place__slug", "place__district", *texts("place__name"), *texts("place__city"))
        rows = self.select_related("place").only_rows("founded", *place, *columns)
        return rows.prefetch_related("themes").with_relation_counts()

    def for_offer(self):
        """Add what an answer says of a body to somebody who seeks support."""
        return self.for_list("website").prefetch_related("support").with_sources()

    def for_detail(self):
        """Add what the page of a body shows of itself."""
        public = self.model.objects.published()
        return (
            self.select_related("place", "parent", "successor")
            .prefetch_related(
                "themes",
                "support",
                Prefetch("parts", public.in_order(), "public_parts"),
                Prefetch("predecessors", public.in_order(), "public_predecessors"),
            )
            .with_sources()
        )
