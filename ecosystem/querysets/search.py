"""How the index of the search is read."""

from django.db.models.functions import Length

from ecosystem.querysets.history import KINDS
from ecosystem.querysets.keyed import BY_POSITION, KeyedQuerySet, by_position
from ecosystem.querysets.records import model


class SearchEntryQuerySet(KeyedQuerySet):
    def published(self):
        """All of them: the index holds nothing that may not be seen."""
        return self.all()

    def matching(self, expression):
        """Keep entries whose terms match an expression of the search."""
        return self.filter(pk__in=model("SearchText").objects.filter(names__matches=expression).values("pk"))

    def of(self, kind):
        return self.filter(kind=kind)

    def of_records(self):
        return self.filter(kind__in=KINDS)

    def best_known(self):
        """Those that take part in most first."""
        return self.order_by("-prominence", "pk")

    def shortest_named(self):
        """Those with the shortest names first, as a name that is just what was typed would be."""
        return self.order_by(Length("text__names"), "-prominence", "pk")

    def in_found_order(self, candidates):
        """As the search weighed these candidates; what it did not weigh follows, the best known first."""
        found = by_position(self, [candidate.pk for candidate in candidates])
        return found.order_by(*BY_POSITION, "-prominence", "pk")

    def for_list(self):
        return self
