"""How citations are read."""

from collections import defaultdict
from functools import reduce
from operator import or_

from django.db.models import Count, F, Q

from ecosystem.querysets.keyed import KeyedQuerySet
from ecosystem.querysets.records import Status, model, texts

TARGETS = ("organisation", "initiative", "collaboration", "indicator")


class CitationQuerySet(KeyedQuerySet):
    def published(self):
        """Keep citations of public records and of series."""
        kinds = ("organisation", "initiative", "collaboration")
        public = (Q(**{f"{kind}__status": Status.PUBLISHED}) for kind in kinds)
        return self.filter(reduce(or_, public, Q(indicator__isnull=False)))

    def sources(self):
        """Return the sources that are cited, each once."""
        return model("Source").objects.filter(pk__in=self.values("source"))

    def by_publisher(self):
        """Return `publisher`, how many `sources` of it are cited and how many `records` and series rest on these; the most first."""
        records = sum((Count(kind, distinct=True) for kind in TARGETS[1:]), Count(TARGETS[0], distinct=True))
        rows = self.order_by().values(publisher=F("source__publisher"))
        return rows.annotate(sources=Count("source", distinct=True), records=records).order_by("-records", "publisher")

    def with_source(self):
        """In the order of the numbers on the page, each with its source."""
        return self.select_related("source").order_by("position", "pk")

    def addresses_by_field(self, kind):
        """Return `{(key of the record, field): addresses}`: the pages that bear out each field, the best first."""
        found = defaultdict(tuple)
        rows = self.filter(**{f"{kind}__isnull": False}).order_by("position", "pk")
        for key, fields, url in rows.values_list(f"{kind}_id", "supports", "source__url"):
            for field in fields:
                found[key, field] += (url,)
        return dict(found)

    def with_record(self):
        """Each with the name of what rests on the source, the records before the series."""
        columns = [f"{kind}__{column}" for kind in TARGETS for column in ("slug", *texts("name"))]
        kinds = [f"{kind}__kind" for kind in TARGETS[:3]]
        rows = self.select_related(*TARGETS).only(
            "source_id", "supports", "disputes", "claims", *TARGETS, *columns, *kinds
        )
        return rows.order_by(*(F(f"{kind}__name_en").asc(nulls_last=True) for kind in TARGETS), "pk")
