"""The network of organisations as a page, a drawing and a CSV file."""

from functools import cached_property

from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext
from django.views.generic import TemplateView

from ecosystem.models import Organisation, Theme
from ecosystem.models.cached_vocabulary import get_cached_vocabulary
from ecosystem.visuals.network.data import find_organisation_slug, get_network
from ecosystem.visuals.network.export import NETWORK_DATASET, iter_network_edge_rows
from ecosystem.visuals.network.filters import NetworkFilterSet
from ecosystem.visuals.network.metrics import NetworkMetrics
from ecosystem.visuals.network.query import NetworkQuery
from ecosystem.visuals.svg_files import (
    apply_svg_csp,
    get_picture_file_addresses,
    get_picture_page_address,
    list_filter_selects,
    render_picture_file,
)
from ecosystem.web.filtered_pages import FilteredCsvView, FilteredFileView, FilteredPageMixin

# Parameters with an organisation.
ORGANISATION_PARAMETERS = ("organisation", "from", "to")
MAX_SUGGESTED_NAMES = 2_000


class NetworkQueryMixin:
    filterset_class = NetworkFilterSet

    def get_queryset(self):
        return Organisation.objects.published()

    @cached_property
    def network_query(self) -> NetworkQuery:
        listing = self.listing
        return NetworkQuery(get_network(), {} if listing.problems else listing.filterset.active_filters)


def get_network_drawing_title(query: NetworkQuery) -> str:
    if query.ends:
        return _("From %(a)s to %(b)s") % {"a": query.ends[0].name, "b": query.ends[1].name}
    if query.centre:
        return _("%(name)s and its partners") % {"name": query.centre.name}
    return _("Full network")


def describe_network_drawing(query: NetworkQuery) -> str:
    """Return the text alternative of the drawing."""
    network = query.shown_network
    rows = NetworkMetrics(network).most_connected[:5]
    separator = pgettext("between the parts of a title", ", ")
    bodies, links = len(network.connected_keys), len(network.edges_by_pair)
    return _("%(bodies)s with %(links)s. Most connected: %(names)s. The tables below give the same information.") % {
        "bodies": ngettext("%(n)s organisation", "%(n)s organisations", bodies) % {"n": bodies},
        "links": ngettext("%(n)s connection", "%(n)s connections", links) % {"n": links},
        "names": separator.join(row.organisation.short_name for row in rows),
    }


class NetworkPage(NetworkQueryMixin, FilteredPageMixin, TemplateView):
    page_title = gettext_lazy("Network")
    page_description = gettext_lazy(
        "Who works with whom on AI in Hong Kong: organisations, collaborations, shared initiatives, "
        "cross-border connections, and how any two organisations are connected."
    )
    template_name = "ecosystem/network.html"

    def get_canonical_address(self):
        """Replace names of organisations, which the form sends, by slugs."""
        slugs = {
            name: find_organisation_slug(values[-1])
            for name, values in self.listing.parameters.items()
            if name in ORGANISATION_PARAMETERS
        }
        if changes := {name: slug for name, slug in slugs.items() if slug and self.listing.parameters[name] != [slug]}:
            return self.listing.build_address(**changes)
        return super().get_canonical_address()

    def get_page_title(self):
        if self.network_query.ends:
            a, b = self.network_query.ends
            return _("How %(a)s and %(b)s are connected") % {"a": a.name, "b": b.name}
        return get_network_drawing_title(self.network_query) if self.network_query.centre else self.page_title

    def get_narrowed_title(self):
        # The title itself names the organisations.
        chips = [str(chip.label) for chip in self.listing.chips if chip.filter not in ORGANISATION_PARAMETERS]
        return " · ".join([str(self.get_page_title()), *chips])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "asked": self.network_query,
            "drawing": self.network_query.drawing,
            "figures": NetworkMetrics(self.network_query.shown_network),
            "suggested_names": self.network_query.whole_network.list_names(MAX_SUGGESTED_NAMES),
            "drawing_title": get_network_drawing_title(self.network_query),
            "drawing_description": describe_network_drawing(self.network_query),
            "themes": get_cached_vocabulary(Theme),
            "selects": list_filter_selects(self.listing, "theme", "kind", "reach", "year"),
            "depths": self.listing.list_choices("depth"),
            "unfiltered": self.listing.build_address(theme=None, kind=None, reach=None, year=None),
            "files": get_picture_file_addresses(self.listing),
        }


@apply_svg_csp
class NetworkPicture(NetworkQueryMixin, FilteredFileView):
    def render_file(self):
        context = {
            "asked": self.network_query,
            "drawing": self.network_query.drawing,
            "title": get_network_drawing_title(self.network_query),
            "description": describe_network_drawing(self.network_query),
        }
        return render_picture_file("ecosystem/network.svg", "network", get_picture_page_address(self.listing), context)


class NetworkTable(NetworkQueryMixin, FilteredCsvView):
    file_name = "hkai-network"
    table = NETWORK_DATASET

    def iter_objects(self):
        return iter_network_edge_rows(self.network_query.selected_network)
