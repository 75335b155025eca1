"""Which published series are shown."""

from django.utils.translation import gettext_lazy as _

from ecosystem.models import Indicator, Theme
from ecosystem.web.filters.base import FacetedFilterSet
from ecosystem.web.filters.filters import WordsFilter


class IndicatorFilterSet(FacetedFilterSet):
    theme = WordsFilter(field_name="themes", words=Theme, label=_("Theme"))
    q = None

    class Meta:
        model = Indicator
        fields = ()
