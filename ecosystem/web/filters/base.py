"""The base of all filter sets."""

from functools import cached_property

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ecosystem.models.cached_vocabulary import get_cached_vocabulary
from ecosystem.models.definitions import find_table_name, find_vocabulary_of_choices
from ecosystem.search.results import SearchResults
from ecosystem.web.filters.filters import SearchFilter
from ecosystem.web.filters.form_fields import IncompleteFilterError


class FacetedFilterSet(filters.FilterSet):
    """A filter set that can leave some of its filters out, and finds nothing if a value is invalid."""

    # Whether search results have an order of relevance.
    is_ranked = True

    q = SearchFilter(label=_("Keywords"))

    def __init__(self, data, queryset):
        super().__init__(data, queryset)
        models = {name: getattr(f, "vocabulary", None) for name, f in self.filters.items()}
        self.vocabularies = {name: get_cached_vocabulary(model) for name, model in models.items() if model}
        for name, terms in self.vocabularies.items():
            self.filters[name].extra["choices"] = [(term.slug, term.name) for term in terms]

    @property
    def qs(self):
        return self.filter_queryset(self.queryset.all()) if self.is_valid() else self.queryset.none()

    def filter_without(self, *names) -> QuerySet:
        """Return the rows that match all other filters."""
        return self.filter_queryset(self.queryset.all(), without=set(names))

    def list_keys_without(self, *names) -> set[int]:
        """Return the primary keys of the rows that match all other filters.

        Read separately, because PostgreSQL may evaluate a subquery again for every join.
        """
        return set(self.filter_without(*names).order_by().values_list("pk", flat=True))

    def filter_queryset(self, queryset, *, without=()):
        for name, value in self.form.cleaned_data.items():
            if name not in without and name in self.filters:
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    @property
    def is_incomplete(self) -> bool:
        """Whether a filter only lacks the value of another one, whose choices must be offered."""
        errors = [error for errors in self.form.errors.as_data().values() for error in errors]
        return bool(errors) and all(isinstance(error, IncompleteFilterError) for error in errors)

    def keeps_empty_choices(self, name: str) -> bool:
        """Return whether a facet offers choices that count nothing, because another filter needs one of them."""
        return False

    @property
    def remarks(self) -> list[str]:
        """What readers should know of rows that the filters leave out."""
        return []

    def get_definitions_anchor(self, name: str) -> str:
        """Return the section of the glossary that defines the choices of a filter; empty if none does."""
        if name in self.vocabularies:
            return find_table_name(self.filters[name].vocabulary)
        vocabulary = find_vocabulary_of_choices(getattr(self.form.fields[name], "choices", ()))
        return vocabulary.name if vocabulary else ""

    @cached_property
    def search_results(self) -> SearchResults:
        """The results of the search for `q` among the kind of row that is filtered."""
        # As typed, so that remarks can name the words left out.
        return SearchResults(self.data.get("q", "") if self.is_valid() else "", self.searched_kind)

    @property
    def active_filters(self):
        """The cleaned values of the filters by name, without empty ones."""
        cleaned = getattr(self.form, "cleaned_data", {}) if self.is_valid() else {}
        return {name: value for name, value in cleaned.items() if value not in (None, "", [])}
