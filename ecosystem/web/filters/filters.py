"""How a value of the address narrows a queryset."""

import django_filters as filters

from ecosystem.core.languages import fold
from ecosystem.web.filters.form_fields import AmountInput, ChoicesField, QuestionField


class SearchFilter(filters.Filter):
    """Keep what the search finds; the filter set holds what it found, for its order and for what is said of it."""

    field_class = QuestionField

    def filter(self, queryset, value):
        return queryset.filter(pk__in=self.parent.finding.entries.values("target")) if value else queryset


class WordsWithinFilter(filters.Filter):
    """Keep what holds every word somewhere; `texts` returns `(key, folded text)` of all rows, which must be few."""

    field_class = QuestionField

    def __init__(self, *args, texts, **kwargs):
        self.texts = texts
        super().__init__(*args, **kwargs)

    def filter(self, queryset, value):
        if not value:
            return queryset
        words = fold(value).split()
        return queryset.filter(pk__in=[key for key, text in self.texts() if all(word in text for word in words)])


class ChoicesFilter(filters.MultipleChoiceFilter):
    """Several values of a column widen."""

    field_class = ChoicesField

    def __init__(self, *args, field_class=None, **kwargs):
        self.field_class = field_class or self.field_class
        super().__init__(*args, distinct=False, **kwargs)

    def filter(self, queryset, value):
        return queryset.filter(**{f"{self.field_name}__in": value}) if value else queryset


class WordsFilter(ChoicesFilter):
    """Several words of a vocabulary widen; the choices are read once for each request."""

    def __init__(self, *args, words, **kwargs):
        self.words = words
        super().__init__(*args, choices=(), **kwargs)

    def filter(self, queryset, value):
        if not value:
            return queryset
        return queryset.related_to(self.field_name, self.words.objects.filter(slug__in=value))


class AmountFilter(filters.NumberFilter):
    field_class = AmountInput


class MethodFilter(filters.Filter):
    """A filter that is a queryset method of the model: `Organisation.objects.standing_in(regions)`.

    With `words` the choices are those of a vocabulary.
    """

    def __init__(self, queryset_method, *, field_class=ChoicesField, words=None, **kwargs):
        self.queryset_method = queryset_method
        self.field_class = field_class
        self.words = words
        super().__init__(**kwargs if words is None else kwargs | {"choices": ()})

    def filter(self, queryset, value):
        return getattr(queryset, self.queryset_method)(value) if value else queryset


class WayFilter(ChoicesFilter):
    """A choice of how rows are counted or shown; it keeps all of them."""

    def filter(self, queryset, value):
        return queryset
