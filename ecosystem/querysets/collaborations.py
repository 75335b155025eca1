"""How collaborations are read: their parties, their reach, with what a row or a page shows."""

from django.db.models import F, Prefetch, Q
from django.db.models.functions import Coalesce

from ecosystem.querysets.records import RecordQuerySet, RelationQuerySet, model, ranked, texts

ROLES = ("lead", "host", "partner", "funder")
WITHIN = "hong_kong"


class CollaborationQuerySet(RecordQuerySet):
    def joined_by(self, organisations):
        """Keep collaborations in which one of the bodies, or one of their public parts, takes part."""
        joins = model("Participation").objects.published().of(organisations)
        return self.filter(pk__in=joins.values("collaboration_id"))

    def under(self, initiatives):
        return self.filter(initiative__in=initiatives)

    def reaching(self, regions):
        """Keep those that reach any of the regions; `hong_kong` keeps those within Hong Kong."""
        joins = model("Participation").objects.published()
        found = Q(pk__in=joins.from_regions(set(regions) - {WITHIN}).values("collaboration_id"))
        if WITHIN in regions:
            found |= ~Q(pk__in=joins.from_beyond().values("collaboration_id"))
        return self.filter(found)

    def by_date(self):
        """The newest first, by the announcement, else the start; those without a date last."""
        return self.annotate(_when=Coalesce("announced", "starts")).order_by(
            F("_when").desc(nulls_last=True), "order_en", "slug"
        )

    def with_parties(self, *columns):
        """Fetch the parties, and these columns of theirs."""
        joins = model("Participation").objects.published().in_order(*columns)
        return self.prefetch_related(Prefetch("participations", joins, "public_participations"))

    def for_list(self):
        """Add what a row shows: parties with their regions, themes."""
        return self.only_rows("announced", "starts").with_parties().prefetch_related("themes")

    def for_answer(self):
        """Add what an answer says of each: what it is, its parties, its sources."""
        return self.only_rows("announced", "starts").with_parties().with_sources()

    def for_detail(self):
        """Add what the page of a collaboration shows of itself."""
        return (
            self.with_parties().select_related("initiative").prefetch_related("themes", "applications").with_sources()
        )


class ParticipationQuerySet(RelationQuerySet):
    record_field = "collaboration"

    def in_order(self, *columns):
        """The leading parties first, each kind of part by name; with these columns of the bodies."""
        names = ("slug", "kind", "home_region", *texts("name"), *columns)
        body = [f"organisation__{name}" for name in names]
        rows = self.select_related("organisation__place")
        rows = rows.only("collaboration_id", "role", "organisation__place__region", *body)
        return rows.order_by(ranked("role", ROLES), "organisation__order_en")

    def from_regions(self, regions):
        """Keep parties whose home region, the one set or else that of the place, is one of `regions`."""
        return self.filter(
            Q(organisation__home_region__in=regions)
            | Q(organisation__home_region="", organisation__place__region__in=regions)
        )

    def from_beyond(self):
        return (
            self.exclude(organisation__home_region=WITHIN)
            .exclude(organisation__home_region="", organisation__place__region=WITHIN)
            .exclude(organisation__home_region="", organisation__place__isnull=True)
        )
