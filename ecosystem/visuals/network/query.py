"""What is asked of the network: all of it, a part, what stands around a body, the ways between two."""

from functools import cached_property

from ecosystem.models import Organisation
from ecosystem.visuals.geometry.graph import MOST_WAYS
from ecosystem.visuals.network.drawing import Drawing, drawn, drawn_around, drawn_ways
from ecosystem.visuals.network.graph import Network, Tie
from ecosystem.visuals.network.paths import Way, ways


class AskedNetwork:
    """`chosen` is what narrows the network, as the filters of its page clean it."""

    def __init__(self, whole: Network, chosen: dict):
        self.whole = whole
        self.chosen = chosen

    @property
    def centre(self) -> Organisation | None:
        return self._body("organisation") if not self.ends else None

    @property
    def depth(self) -> int:
        return int(self.chosen.get("depth", ["1"])[-1])

    @property
    def ends(self) -> tuple[Organisation, Organisation] | None:
        """The two bodies between which a way is asked for."""
        a, b = self._body("from"), self._body("to")
        return (a, b) if a and b else None

    def _body(self, name):
        found = self.chosen.get(name)
        return self.whole.bodies.get(found[-1].pk) if found else None

    @cached_property
    def narrowed(self) -> Network:
        """What the filters keep of the whole."""
        return self.whole.narrowed(
            themes=self.chosen.get("theme", ()),
            kinds=self.chosen.get("kind", ()),
            reaches=self.chosen.get("reach", ()),
            year=max((int(year) for year in self.chosen.get("year", ())), default=None),
        )

    @cached_property
    def ways(self) -> list[Way]:
        if not self.ends:
            return []
        a, b = self.ends
        return ways(self.narrowed, a.pk, b.pk)

    @property
    def distance(self) -> int:
        """How many ties lie between the two ends."""
        return len(self.ways[0].steps) if self.ways else 0

    @property
    def is_same(self) -> bool:
        return bool(self.ends and self.ends[0].pk == self.ends[1].pk)

    @property
    def has_more_ways(self) -> bool:
        return len(self.ways) == MOST_WAYS

    @cached_property
    def shown(self) -> Network:
        """The part of the network that is drawn."""
        narrowed = self.narrowed
        if self.ends:
            keys = {body.pk for way in self.ways for body in way.bodies}
            return Network({key: narrowed.bodies[key] for key in keys}, narrowed.ties)
        if self.centre:
            return narrowed.around(self.centre.pk, self.depth) if self.centre.pk in narrowed.bodies else Network({}, [])
        return narrowed

    @property
    def alone(self) -> int:
        """How many of the bodies that the filters keep are tied to none of the others."""
        return len(self.narrowed.bodies) - len(self.narrowed.keys)

    @cached_property
    def drawing(self) -> Drawing:
        if self.ends:
            return drawn_ways(self.shown, [[body.pk for body in way.bodies] for way in self.ways])
        if self.centre and self.depth == 1 and self.centre.pk in self.shown.neighbours:
            return drawn_around(self.shown, self.centre.pk)
        return drawn(self.shown, centres={self.centre.pk} if self.centre else ())

    @property
    def partners(self) -> list[tuple[Organisation, list[Tie]]]:
        """The partners of the body in the middle, those with most ties first, each with what ties the two."""
        if not self.centre:
            return []
        shown, centre = self.shown, self.centre.pk
        found = [(shown.bodies[key], shown.ties_between(centre, key)) for key in shown.neighbours.get(centre, ())]
        return sorted(found, key=lambda row: (-len(row[1]), row[0].slug))
