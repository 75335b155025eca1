"""Queries of the network: all of it, a filtered part, the neighbourhood of an organisation, paths between two."""

from functools import cached_property

from ecosystem.models import Organisation
from ecosystem.visuals.geometry.graph import MAX_PATHS
from ecosystem.visuals.network.data import Network, NetworkEdge
from ecosystem.visuals.network.drawing import NetworkDrawing, draw_ego_network, draw_network, draw_network_paths
from ecosystem.visuals.network.paths import NetworkPath, find_network_paths

# More could not be told apart in a drawing.
MAX_SHOWN = 1_000


class NetworkQuery:
    """`active_filters` are the cleaned filters of the network page."""

    def __init__(self, whole_network: Network, active_filters: dict):
        self.whole_network = whole_network
        self.active_filters = active_filters

    @property
    def centre(self) -> Organisation | None:
        return self._get_organisation("organisation") if not self.ends else None

    @property
    def depth(self) -> int:
        return int(self.active_filters.get("depth", ["1"])[-1])

    @property
    def ends(self) -> tuple[Organisation, Organisation] | None:
        return (self.start, self.destination) if self.start and self.destination else None

    @property
    def start(self) -> Organisation | None:
        return self._get_organisation("from")

    @property
    def destination(self) -> Organisation | None:
        return self._get_organisation("to")

    @property
    def only_end(self) -> Organisation | None:
        """The one to find paths from or to, where the other is missing."""
        return None if self.ends else self.start or self.destination

    def _get_organisation(self, name: str) -> Organisation | None:
        organisations = self.active_filters.get(name)
        return self.whole_network.organisations.get(organisations[-1].pk) if organisations else None

    @cached_property
    def filtered_network(self) -> Network:
        return self.whole_network.filter(
            themes=self.active_filters.get("theme", ()),
            kinds=self.active_filters.get("kind", ()),
            reaches=self.active_filters.get("reach", ()),
            year=max((int(year) for year in self.active_filters.get("year", ())), default=None),
        )

    @cached_property
    def paths(self) -> list[NetworkPath]:
        if not self.ends:
            return []
        a, b = self.ends
        return find_network_paths(self.filtered_network, a.pk, b.pk)

    @property
    def distance(self) -> int:
        """Measured in edges."""
        return len(self.paths[0].steps) if self.paths else 0

    @property
    def has_same_ends(self) -> bool:
        return bool(self.ends and self.ends[0].pk == self.ends[1].pk)

    @property
    def has_more_paths(self) -> bool:
        return len(self.paths) == MAX_PATHS

    @cached_property
    def selected_network(self) -> Network:
        network = self.filtered_network
        if self.ends:
            return network.get_subnetwork(
                {organisation.pk for path in self.paths for organisation in path.organisations}
            )
        if not self.centre:
            return network
        if self.centre.pk not in network.organisations:
            return network.get_subnetwork([])
        return network.get_neighbourhood(self.centre.pk, self.depth)

    @cached_property
    def shown_network(self) -> Network:
        return self.selected_network.limit(MAX_SHOWN, keep={self.centre.pk} if self.centre else ())

    @property
    def is_limited(self) -> bool:
        return self.shown_network is not self.selected_network

    @property
    def unconnected_count(self) -> int:
        return len(self.filtered_network.organisations) - len(self.filtered_network.connected_keys)

    @cached_property
    def drawing(self) -> NetworkDrawing:
        if self.ends:
            paths = [[organisation.pk for organisation in path.organisations] for path in self.paths]
            return draw_network_paths(self.shown_network, paths)
        if self.centre and self.depth == 1 and self.centre.pk in self.shown_network.neighbours:
            return draw_ego_network(self.shown_network, self.centre.pk)
        return draw_network(self.shown_network, centres={self.centre.pk} if self.centre else ())

    @cached_property
    def partners(self) -> list[tuple[Organisation, list[NetworkEdge]]]:
        """Those with most edges first."""
        if not self.centre:
            return []
        network, centre = self.shown_network, self.centre.pk
        partners = [
            (network.organisations[key], network.get_edges_between(centre, key))
            for key in network.neighbours.get(centre, ())
        ]
        return sorted(partners, key=lambda row: (-len(row[1]), row[0].slug))
