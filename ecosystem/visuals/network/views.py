"""The network of bodies: the whole, what stands around one, how two are connected; as a page, a picture, a table."""

from functools import cached_property

from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext
from django.views.generic import TemplateView

from ecosystem.exports import csv_files
from ecosystem.models import Organisation, Theme
from ecosystem.models.cached_vocabulary import words
from ecosystem.visuals.network.drawing import short_name
from ecosystem.visuals.network.export import NETWORK, tied
from ecosystem.visuals.network.filters import NetworkFilterSet
from ecosystem.visuals.network.graph import network, slug_of
from ecosystem.visuals.network.metrics import Figures
from ecosystem.visuals.network.query import AskedNetwork
from ecosystem.visuals.svg_files import file_addresses, page_address, picture_file, selects, stands_alone
from ecosystem.web.filtered_pages import Asked, AskedFile

# Parameters that name a body.
BODIES = ("organisation", "from", "to")


class NetworkQuestion:
    filterset_class = NetworkFilterSet

    def get_queryset(self):
        return Organisation.objects.published()

    @cached_property
    def asked(self) -> AskedNetwork:
        listing = self.listing
        return AskedNetwork(network(), {} if listing.problems else listing.filterset.chosen)


def drawing_title(asked):
    """Return what the picture shows, in a few words."""
    if asked.ends:
        return _("From %(a)s to %(b)s") % {"a": asked.ends[0].name, "b": asked.ends[1].name}
    if asked.centre:
        return _("Around %(name)s") % {"name": asked.centre.name}
    return _("The network")


def described(asked):
    """Return what the picture shows, for those who do not see it."""
    shown = asked.shown
    rows = Figures(shown).most_connected[:5]
    separator = pgettext("between the parts of a title", ", ")
    bodies, links = len(shown.keys), len(shown.pairs)
    return _("%(bodies)s with %(links)s. Most connected: %(names)s. The tables below say the same.") % {
        "bodies": ngettext("%(n)s body", "%(n)s bodies", bodies) % {"n": bodies},
        "links": ngettext("%(n)s link among them", "%(n)s links among them", links) % {"n": links},
        "names": separator.join(short_name(row.body) for row in rows),
    }


class NetworkPage(NetworkQuestion, Asked, TemplateView):
    page_title = gettext_lazy("Network")
    page_description = gettext_lazy(
        "Who works with whom in Hong Kong’s AI: bodies, collaborations, shared initiatives, the bridges across the "
        "boundary, and how any two bodies are connected."
    )
    template_name = "ecosystem/network.html"
    is_kept = True

    def better_address(self):
        """Lead from the names of bodies, as a form sends them, to the address with their slugs."""
        named = {name: slug_of(values[-1]) for name, values in self.listing.parameters.items() if name in BODIES}
        if changes := {name: slug for name, slug in named.items() if slug and self.listing.parameters[name] != [slug]}:
            return self.listing.address(**changes)
        return super().better_address()

    def get_page_title(self):
        if self.asked.ends:
            a, b = self.asked.ends
            return _("How %(a)s and %(b)s are connected") % {"a": a.name, "b": b.name}
        return drawing_title(self.asked) if self.asked.centre else self.page_title

    def get_narrowed_title(self):
        # The bodies that it is about stand in the title itself.
        chips = [str(chip.label) for chip in self.listing.chips if chip.filter not in BODIES]
        return " · ".join([str(self.get_page_title()), *chips])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "asked": self.asked,
            "drawing": self.asked.drawing,
            "figures": Figures(self.asked.shown),
            "every_name": sorted({str(body.name) for body in self.asked.whole.bodies.values()}),
            "drawing_title": drawing_title(self.asked),
            "drawing_description": described(self.asked),
            "themes": words(Theme),
            "selects": selects(self.listing, "theme", "kind", "reach", "year"),
            "depths": self.listing.choices("depth"),
            "unfiltered": self.listing.address(theme=None, kind=None, reach=None, year=None),
            "files": file_addresses(self.listing),
        }


@stands_alone
class NetworkPicture(NetworkQuestion, AskedFile):
    """The picture as a file of its own, with its style and its credits."""

    def answer(self):
        context = {
            "asked": self.asked,
            "drawing": self.asked.drawing,
            "title": drawing_title(self.asked),
            "description": described(self.asked),
        }
        return picture_file("ecosystem/network.svg", "network", page_address(self.listing), context)


class NetworkTable(NetworkQuestion, AskedFile):
    """The ties of what is drawn, one a row."""

    def answer(self):
        return csv_files.download("hkai-network", NETWORK.header, NETWORK.rows(tied(self.asked.shown)))
