"""The filters of the network: a part of it, the neighbourhood of an organisation, or paths between two."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from ecosystem.models import Organisation, OrganisationKind, Reach, Theme
from ecosystem.visuals.network.data import list_network_years
from ecosystem.web.filters.base import FacetedFilterSet
from ecosystem.web.filters.filters import ChoicesFilter, DisplayOptionFilter, VocabularyFilter
from ecosystem.web.filters.form_fields import RecordsField, YearsField

DEPTHS = [("1", _("Partners")), ("2", _("Partners and their partners"))]


class NetworkOrganisationFilter(DisplayOptionFilter):
    field_class = RecordsField

    def __init__(self, **kwargs):
        super().__init__(records=Organisation.objects.published, **kwargs)


class NetworkFilterSet(FacetedFilterSet):
    theme = VocabularyFilter(field_name="themes", vocabulary=Theme, label=_("Theme"))
    kind = ChoicesFilter(field_name="kind", choices=OrganisationKind.choices, label=_("Type"))
    reach = DisplayOptionFilter(choices=Reach.choices, label=_("Geographic reach"))
    year = DisplayOptionFilter(
        choices=lambda: [(str(year), str(year)) for year in list_network_years()],
        field_class=YearsField,
        label=_("Year connected (up to)"),
    )
    organisation = NetworkOrganisationFilter(label=pgettext_lazy("the middle of a picture", "Organisation"))
    depth = DisplayOptionFilter(choices=DEPTHS, label=_("Show"))
    # A drawing cannot be searched.
    q = None

    class Meta:
        model = Organisation
        fields = ()

    @classmethod
    def get_filters(cls):
        # `from` is a keyword, so it cannot be a class attribute.
        ends = {
            "from": NetworkOrganisationFilter(label=pgettext_lazy("an end of a way", "First organisation")),
            "to": NetworkOrganisationFilter(label=pgettext_lazy("an end of a way", "Second organisation")),
        }
        return super().get_filters() | ends
