"""The base of all filter sets."""

from functools import cached_property, reduce
from operator import and_, or_

import django_filters as filters
from django.core.validators import EMPTY_VALUES
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from pyroaring import FrozenBitMap

from ecosystem.models.cached_vocabulary import get_cached_vocabulary
from ecosystem.models.definitions import find_table_name, find_vocabulary_of_choices
from ecosystem.models.edition_cache import per_edition_by
from ecosystem.search.results import SearchResults
from ecosystem.web.filters.filters import ChoicesFilter, SearchFilter
from ecosystem.web.filters.form_fields import ChoicesField, IncompleteFilterError, RecordsField


class FacetedFilterSet(filters.FilterSet):
    """A filter set that can leave some of its filters out, and finds nothing if a value is invalid."""

    # Whether search results have an order of relevance.
    is_ranked = True
    # Whether rows are selected and counted by key sets, cached for the edition; for tables that change with it only.
    uses_key_sets = False
    # Filters that mean something only together.
    joint_filters: tuple[tuple[str, ...], ...] = ()

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
        return self.filter_queryset(self.queryset.all(), without=set(names))

    @cached_property
    def matching_keys(self) -> FrozenBitMap:
        return self.get_keys_without() if self.is_valid() else FrozenBitMap()

    def get_keys_without(self, *names: str) -> FrozenBitMap:
        joint = {name for group in self.joint_filters for name in group}
        groups = [*self.joint_filters, *((name,) for name in self.filters if name not in joint)]
        given = (tuple(name for name in group if name not in names and self._has_value(name)) for group in groups)
        return reduce(and_, (self._keys_by_filters[group] for group in given if group), self._keys_by_filters[()])

    @cached_property
    def _keys_by_filters(self) -> "_KeysByFilters":
        return _KeysByFilters(self)

    def _has_value(self, name):
        return self.form.cleaned_data.get(name) not in EMPTY_VALUES

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
        # As typed, so that remarks can name the words left out.
        typed = self.data.get("q", "") if self.is_valid() else ""
        return SearchResults(typed, self.searched_kind, self.build_search_filters())

    def build_search_filters(self):
        """Return the filters that the index of the search applies; a list applies its own to its records."""
        return ()

    @property
    def active_filters(self):
        """The cleaned values of the filters by name, without empty ones."""
        cleaned = getattr(self.form, "cleaned_data", {}) if self.is_valid() else {}
        return {name: value for name, value in cleaned.items() if value not in EMPTY_VALUES}


class _KeysByFilters(dict[tuple[str, ...], FrozenBitMap]):
    def __init__(self, filterset: FacetedFilterSet):
        super().__init__()
        self.filterset = filterset

    def __missing__(self, names: tuple[str, ...]) -> FrozenBitMap:
        values = [value for name in names for value in self._list_choices(name)]
        rows = self.filterset.filter_without(*(set(self.filterset.filters) - set(names)))
        if len(names) == len(values) <= 1:
            self[names] = _read_keys_of_choice(rows, type(self.filterset), (*names, *values))
        elif len(names) == 1 and values and self._keeps_any_value(names[0]):
            choice_filter, every = self.filterset.filters[names[0]], self.filterset.queryset.all()
            sets = (
                _read_keys_of_choice(choice_filter.filter(every, [value]), type(self.filterset), (*names, value))
                for value in values
            )
            self[names] = reduce(or_, sets)
        else:
            # Combinations of filters, and values that are no choices, are too many to be cached.
            self[names] = _read_keys(rows)
        return self[names]

    def _keeps_any_value(self, name):
        is_joint = any(name in group for group in self.filterset.joint_filters)
        return isinstance(self.filterset.filters[name], ChoicesFilter) and not is_joint

    def _list_choices(self, name):
        field = self.filterset.form.fields[name]
        is_choice = isinstance(field, ChoicesField) and not isinstance(field, RecordsField)
        return self.filterset.form.cleaned_data[name] if is_choice else []


# By day, because the states of initiatives change with it.
@per_edition_by(lambda _rows, filterset_class, choice: (filterset_class, choice, localdate()))
def _read_keys_of_choice(
    rows: QuerySet, filterset_class: type[FacetedFilterSet], choice: tuple[str, ...]
) -> FrozenBitMap:
    """`choice` is `(name, value)`, or `()` for all rows."""
    return _read_keys(rows)


def _read_keys(rows: QuerySet) -> FrozenBitMap:
    return FrozenBitMap(rows.order_by().values_list("pk", flat=True))
