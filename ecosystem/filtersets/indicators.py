"""Which published series are shown."""

from django.utils.translation import gettext_lazy as _

from ecosystem.filtersets.faceted import FacetedFilterSet
from ecosystem.filtersets.filters import WordsFilter
from ecosystem.models import Indicator, Theme


class IndicatorFilterSet(FacetedFilterSet):
    theme = WordsFilter(field_name="themes", words=Theme, label=_("Theme"))
    q = None

    class Meta:
        model = Indicator
        fields = ()
