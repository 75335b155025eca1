"""The filter set that all others are: it can leave a filter out, and finds nothing where one is not valid."""

from functools import cached_property

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from ecosystem.models.cached_vocabulary import words
from ecosystem.search.results import Finding
from ecosystem.web.filters.filters import SearchFilter


class FacetedFilterSet(filters.FilterSet):
    """A filter set that can leave one of its filters out, and finds nothing where one is not valid."""

    # Whether words have an order of relevance here.
    is_ranked = True

    q = SearchFilter(label=_("Words"))

    def __init__(self, data, queryset):
        super().__init__(data, queryset)
        vocabularies = {name: getattr(f, "words", None) for name, f in self.filters.items()}
        self.vocabularies = {name: words(model) for name, model in vocabularies.items() if model}
        for name, choices in self.vocabularies.items():
            self.filters[name].extra["choices"] = [(word.slug, word.name) for word in choices]

    @property
    def qs(self):
        # An invalid filter finds nothing, for pages, files and feeds alike.
        return self.filter_queryset(self.queryset.all()) if self.is_valid() else self.queryset.none()

    def filter_queryset(self, queryset, *, without=()):
        for name, value in self.form.cleaned_data.items():
            if name not in without and name in self.filters:
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    @cached_property
    def finding(self) -> Finding:
        """What the search finds among what this set filters."""
        # As it was typed, so that what is left out of it can be said.
        return Finding(self.data.get("q", "") if self.is_valid() else "", self.searched_kind)

    @property
    def chosen(self):
        """What narrows the list: the names of the filters with their cleaned values, the empty ones left out."""
        cleaned = getattr(self.form, "cleaned_data", {}) if self.is_valid() else {}
        return {name: value for name, value in cleaned.items() if value not in (None, "", [])}
