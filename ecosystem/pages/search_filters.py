"""The filters of the search page."""

from django.utils.translation import gettext_lazy as _

from ecosystem.models import SearchEntry, SearchKind, Theme
from ecosystem.web.filters.base import FacetedFilterSet
from ecosystem.web.filters.filters import ChoicesFilter, WordsFilter


class SearchFilterSet(FacetedFilterSet):
    """What is searched for among everything that has a page; without words it finds nothing."""

    kind = ChoicesFilter(field_name="kind", choices=SearchKind.choices, label=_("Kind"))
    theme = WordsFilter(field_name="themes", words=Theme, label=_("Theme"))

    searched_kind = ""

    class Meta:
        model = SearchEntry
        fields = ()

    def filter_queryset(self, queryset, *, without=()):
        found = super().filter_queryset(queryset, without={*without, "q"})
        return found.filter(pk__in=self.finding.entries.values("pk"))
