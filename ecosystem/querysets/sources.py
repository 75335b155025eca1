"""How sources are read: those that public records and series rest on."""

from datetime import timedelta

from django.db.models import F, Q, Subquery
from django.db.models.functions import Coalesce, Lower

from ecosystem.querysets.keyed import KeyedQuerySet
from ecosystem.querysets.records import model, ranked


class SourceQuerySet(KeyedQuerySet):
    def published(self):
        """The only door to the public side: a source that nothing public rests on is nobody's to see."""
        return self.filter(pk__in=model("Citation").objects.published().order_by().values("source"))

    def in_order(self):
        """By publisher, then by title."""
        return self.order_by(Lower("publisher"), Lower("title"), "url")

    def dead(self):
        """Keep those whose page no longer answers, as far as the last checks tell."""
        return self.filter(link_status__in=self.model.dead_statuses)

    def due_for_a_visit(self, today, older_than):
        """Keep those that no check has tried for so many days, and any whose last try failed once; the longest untried first.

        What failed once is tried again on another day, so that one bad hour never counts twice.
        """
        once = Q(link_failures=1, link_tried_on__lt=today)
        due = Q(link_tried_on__isnull=True) | Q(link_tried_on__lte=today - timedelta(days=older_than)) | once
        return self.filter(due).order_by(F("link_tried_on").asc(nulls_first=True), "pk")

    def by_grade(self):
        """The best grade first; within one by publisher, then by title."""
        grades = self.model._meta.get_field("grade").choices
        return self.order_by(
            ranked("grade", [value for value, _label in grades]), Lower("publisher"), Lower("title"), "url"
        )

    def for_list(self):
        """Add how many public records and series rest on each."""
        citations = model("Citation").objects.published()
        return self.annotate(citation_count=Coalesce(Subquery(citations.count_by("source")), 0))
