"""The filters of the search page."""

from django.utils.translation import gettext_lazy as _

from ecosystem.models import SearchEntry, SearchKind, Theme
from ecosystem.search.expressions import KeywordExpression
from ecosystem.web.filters.base import FacetedFilterSet
from ecosystem.web.filters.filters import ChoicesFilter, VocabularyFilter


class SearchFilterSet(FacetedFilterSet):
    """Without search text, nothing is found."""

    kind = ChoicesFilter(field_name="kind", choices=SearchKind.choices, label=_("Type"))
    theme = VocabularyFilter(field_name="themes", vocabulary=Theme, label=_("Theme"))

    searched_kind = ""

    class Meta:
        model = SearchEntry
        fields = ()

    @property
    def qs(self):
        return self.search_results.found

    def build_search_filters(self, *without):
        """Return the filters as expressions for the index, which counts only up to a bound."""
        chosen = {name: values for name, values in self.active_filters.items() if name not in {"q", *without}}
        return [KeywordExpression(name, self._list_keyword_values(name, chosen[name])) for name in sorted(chosen)]

    def _list_keyword_values(self, name, values):
        themes = {term.slug: term.pk for term in self.vocabularies["theme"]}
        return tuple(themes[value] if name == "theme" else value for value in values)

    @property
    def has_bounded_counts(self):
        """Whether more entries match than were counted, in the list or a facet."""
        return any(self.find_entries_without(*names).has_more for names in ((), ("kind",), ("theme",)))

    def find_entries_without(self, *names):
        """Return the entries that match all other filters, as far as they are counted."""
        return self.search_results.find_entries(self.build_search_filters(*names))


def count_found_by_kind(filterset, name):
    return filterset.find_entries_without(name).count_by_kind()


def count_found_by_theme(filterset, name):
    themes = {term.pk: term.slug for term in filterset.vocabularies["theme"]}
    return {themes[key]: n for key, n in filterset.find_entries_without(name).count_by_theme().items()}
