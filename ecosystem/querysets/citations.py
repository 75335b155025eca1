"""How citations are read."""

from ecosystem.querysets.keyed import KeyedQuerySet


class CitationQuerySet(KeyedQuerySet):
    def with_source(self):
        """In the order of the numbers on the page, each with its source."""
        return self.select_related("source").order_by("position", "pk")
