"""What of the network is drawn: a part of it by filters, what stands around a body, or the ways between two."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from ecosystem.models import Organisation, OrganisationKind, Reach, Theme
from ecosystem.visuals.network.graph import years
from ecosystem.web.filters.base import FacetedFilterSet
from ecosystem.web.filters.filters import ChoicesFilter, WayFilter, WordsFilter
from ecosystem.web.filters.form_fields import RecordsField

DEPTHS = [("1", _("Its partners")), ("2", _("Its partners and theirs"))]


class BodyFilter(WayFilter):
    """A body that the picture is about, by its slug."""

    field_class = RecordsField

    def __init__(self, **kwargs):
        super().__init__(records=Organisation.objects.published, **kwargs)


class NetworkFilterSet(FacetedFilterSet):
    theme = WordsFilter(field_name="themes", words=Theme, label=_("Theme"))
    kind = ChoicesFilter(field_name="kind", choices=OrganisationKind.choices, label=_("Kind"))
    reach = WayFilter(choices=Reach.choices, label=_("Reach"))
    year = WayFilter(choices=lambda: [(str(year), str(year)) for year in years()], label=_("Tied by the end of"))
    organisation = BodyFilter(label=pgettext_lazy("the middle of a picture", "Around"))
    depth = WayFilter(choices=DEPTHS, label=_("How far"))
    # Nobody searches for words in a picture.
    q = None

    class Meta:
        model = Organisation
        fields = ()

    @classmethod
    def get_filters(cls):
        # `from` is no name for an attribute.
        ends = {
            "from": BodyFilter(label=pgettext_lazy("an end of a way", "From")),
            "to": BodyFilter(label=pgettext_lazy("an end of a way", "To")),
        }
        return super().get_filters() | ends
