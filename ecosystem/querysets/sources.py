"""How sources are read: those that public records and series rest on."""

from django.db.models import Subquery
from django.db.models.functions import Coalesce, Lower

from ecosystem.querysets.keyed import KeyedQuerySet
from ecosystem.querysets.records import model


class SourceQuerySet(KeyedQuerySet):
    def published(self):
        """The only door to the public side: a source that nothing public rests on is nobody's to see."""
        return self.filter(pk__in=model("Citation").objects.published().order_by().values("source"))

    def in_order(self):
        """By publisher, then by title."""
        return self.order_by(Lower("publisher"), Lower("title"), "url")

    def for_list(self):
        """Add how many public records and series rest on each."""
        citations = model("Citation").objects.published()
        return self.annotate(citation_count=Coalesce(Subquery(citations.count_by("source")), 0))
