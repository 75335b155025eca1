"""The filters of filter sets: how a query parameter filters a queryset."""

from collections.abc import Callable

import django_filters as filters
from django.db.models import QuerySet

from ecosystem.core.languages import fold_text
from ecosystem.web.filters.form_fields import AmountFilterField, ChoicesField, SearchQueryField


class SearchFilter(filters.Filter):
    """Keeps the search results, which the filter set holds for their order and for remarks on the search."""

    field_class = SearchQueryField

    def filter(self, queryset, value):
        return queryset.filter(pk__in=self.parent.search_results.entries.values("target")) if value else queryset


class ContainsWordsFilter(filters.Filter):
    """Keeps rows that contain every word; `texts` returns `(key, folded text)` of all rows, which must be few."""

    field_class = SearchQueryField

    def __init__(self, *args, texts, **kwargs):
        self.texts = texts
        super().__init__(*args, **kwargs)

    def filter(self, queryset, value):
        if not value:
            return queryset
        words = fold_text(value).split()
        return queryset.filter(pk__in=[key for key, text in self.texts() if all(word in text for word in words)])


class ChoicesFilter(filters.MultipleChoiceFilter):
    field_class = ChoicesField

    def __init__(self, *args, field_class=None, **kwargs):
        self.field_class = field_class or self.field_class
        super().__init__(*args, distinct=False, **kwargs)

    def filter(self, queryset, value):
        return queryset.filter(**{f"{self.field_name}__in": value}) if value else queryset


class VocabularyFilter(ChoicesFilter):
    """The filter set fills in the choices."""

    def __init__(self, *args, vocabulary, **kwargs):
        self.vocabulary = vocabulary
        super().__init__(*args, choices=(), **kwargs)

    def filter(self, queryset, value):
        if not value:
            return queryset
        return queryset.related_to_any(self.field_name, self.vocabulary.objects.filter(slug__in=value))


class AmountFilter(filters.NumberFilter):
    field_class = AmountFilterField


class QuerysetMethodFilter(filters.Filter):
    """Filters by a method of the queryset, passed unbound: `CollaborationQuerySet.reaching`.

    With `vocabulary` its terms are the choices.
    """

    def __init__(
        self, queryset_method: Callable[..., QuerySet], *, field_class=ChoicesField, vocabulary=None, **kwargs
    ):
        self.queryset_method = queryset_method
        self.field_class = field_class
        self.vocabulary = vocabulary
        super().__init__(**kwargs if vocabulary is None else kwargs | {"choices": ()})

    def filter(self, queryset, value):
        return self.queryset_method(queryset, value) if value else queryset


class DisplayOptionFilter(ChoicesFilter):
    """Chooses how rows are counted or shown; keeps all of them."""

    def filter(self, queryset, value):
        return queryset
