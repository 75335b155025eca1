"""The filters of the list of indicators."""

from django.utils.translation import gettext_lazy as _

from ecosystem.models import Indicator, Theme
from ecosystem.web.filters.base import FacetedFilterSet
from ecosystem.web.filters.filters import VocabularyFilter


class IndicatorFilterSet(FacetedFilterSet):
    theme = VocabularyFilter(field_name="themes", vocabulary=Theme, label=_("Theme"))
    q = None

    class Meta:
        model = Indicator
        fields = ()
