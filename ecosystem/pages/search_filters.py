"""The filters of the search page."""

from django.utils.translation import gettext_lazy as _

from ecosystem.models import SearchEntry, SearchKind, Theme
from ecosystem.web.filters.base import FacetedFilterSet
from ecosystem.web.filters.filters import ChoicesFilter, VocabularyFilter


class SearchFilterSet(FacetedFilterSet):
    """The filters of the search; without search text nothing is found."""

    kind = ChoicesFilter(field_name="kind", choices=SearchKind.choices, label=_("Type"))
    theme = VocabularyFilter(field_name="themes", vocabulary=Theme, label=_("Theme"))

    searched_kind = ""

    class Meta:
        model = SearchEntry
        fields = ()

    def filter_queryset(self, queryset, *, without=()):
        rows = super().filter_queryset(queryset, without={*without, "q"})
        return rows.filter(pk__in=self.search_results.entries.values("pk"))
