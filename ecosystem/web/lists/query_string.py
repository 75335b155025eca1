"""A list as its query string selects it: filters, errors, addresses with changed parameters."""

from dataclasses import dataclass
from functools import cached_property

from django.forms import MultipleChoiceField
from django.http import QueryDict
from django.utils.translation import gettext as _, pgettext

from ecosystem.core.partial_dates import PartialDate
from ecosystem.web.filters.form_fields import IncompleteFilterError, RecordsField
from ecosystem.web.lists.comparison_basket import ComparisonBasket

# The query parameter of a list with the records to compare.
COMPARE_PARAMETER = "compare"


@dataclass(frozen=True)
class FilterChip:
    filter: str
    label: str
    address: str


@dataclass(frozen=True)
class FilterError:
    """An error of a parameter, and the address of the list without it.

    `corrections` are `(label, address)` of values that would complete the query.
    """

    parameter: str
    message: str
    address: str = ""
    corrections: tuple[tuple[str, str], ...] = ()


class FilterSelection:
    """Reads the query string of a list; queries only the vocabularies of its filters."""

    # The known parameters that are not filters.
    paging_parameters: tuple[str, ...] = ()

    def __init__(self, path: str, data: QueryDict, filterset_class, queryset, basket: ComparisonBasket | None = None):
        self.path = path
        self.data = data
        self.filterset = filterset_class(data, queryset)
        # The basket is carried along through the list, but is not part of its canonical query.
        self.basket = basket

    # The query

    @cached_property
    def known_parameters(self) -> list[str]:
        return [*self.filterset.filters, *self.paging_parameters]

    @property
    def canonical_address(self) -> str:
        """The address without empty parameters and with current slugs; empty if it is the requested one."""
        return self.build_address() if self.has_empty_parameter or self._current_slugs else ""

    @property
    def has_empty_parameter(self) -> bool:
        """Whether any parameter is empty; forms send empty fields too."""
        return any(not value.strip() for _name, values in self.data.lists() for value in values)

    @cached_property
    def _current_slugs(self):
        """Current slugs by parameter, for parameters with a former slug."""
        fields = self.filterset.form.fields
        current = {
            name: [record.slug for record in chosen]
            for name, chosen in self.filterset.active_filters.items()
            if isinstance(fields[name], RecordsField)
        }
        return {name: slugs for name, slugs in current.items() if set(slugs) != set(self._url_parameters[name])}

    @cached_property
    def parameters(self) -> dict[str, list[str]]:
        """The known parameters without empty values, in canonical form, with the comparison basket."""
        return self._url_parameters | self._canonical_values | self._basket_parameters

    @cached_property
    def _canonical_values(self):
        """The values of filters in canonical form, by parameter: current slugs, 2024-10 for 2024年10月."""
        values = {}
        for name, chosen in self.filterset.active_filters.items():
            if name != "q":
                each = chosen if isinstance(chosen, list) else [chosen]
                values[name] = [getattr(value, "slug", str(value)) for value in each]
        return {name: each for name, each in values.items() if set(each) != set(self._url_parameters[name])}

    @cached_property
    def _url_parameters(self):
        parameters = {}
        for name in self.known_parameters:
            values = dict.fromkeys(self.data.getlist(name) if self._may_repeat(name) else self.data.getlist(name)[-1:])
            if given := [value for value in values if value.strip()]:
                parameters[name] = given
        return parameters

    @property
    def _basket_parameters(self) -> dict[str, list[str]]:
        return {COMPARE_PARAMETER: self.basket.slugs} if self.basket and self.basket.slugs else {}

    def _may_repeat(self, name):
        """Whether a parameter takes several values; otherwise the last one counts."""
        return isinstance(self.filterset.form.fields.get(name), MultipleChoiceField)

    @property
    def query(self) -> str:
        """The canonical query string: all parameters except the comparison basket."""
        return _encode_query({name: values for name, values in self.parameters.items() if name != COMPARE_PARAMETER})

    def build_address(self, **changes) -> str:
        """Return the address with changed parameters; None removes a parameter."""
        parameters = {
            name: [str(v) for v in values] if isinstance(values, list | tuple) else [str(values)]
            for name, values in (self.parameters | changes).items()
            if values not in (None, [], ())
        }
        query = _encode_query(
            {name: parameters[name] for name in [*self.known_parameters, COMPARE_PARAMETER] if name in parameters}
        )
        return f"{self.path}?{query}" if query else self.path

    def build_address_without(self, name: str, value: str) -> str:
        rest = [v for v in self.parameters.get(name, ()) if v != value]
        return self.build_address(**{name: rest, "page": None})

    @property
    def cleared_address(self) -> str:
        return self.path + (f"?{_encode_query(self._basket_parameters)}" if self._basket_parameters else "")

    @property
    def search_text(self) -> str:
        """The searchable part of the search text."""
        return self.filterset.active_filters.get("q", "")

    # Active filters

    @cached_property
    def chips(self) -> list[FilterChip]:
        return [
            FilterChip(name, label, self.build_address_without(name, value))
            for name, chosen in self.filterset.active_filters.items()
            for value, label in self._labels(name, chosen)
        ]

    @property
    def filter_chips(self) -> list[FilterChip]:
        return [chip for chip in self.chips if chip.filter != "q"]

    @property
    def unfiltered_search_address(self) -> str:
        return f"{self.path}?{_encode_query({'q': self.parameters.get('q', [])})}"

    def _labels(self, name, chosen):
        """Return `(value, label)` of the values of a filter, values as in the address."""
        field = self.filterset.form.fields[name]
        if isinstance(field, RecordsField):
            return [(record.slug, record.name) for record in chosen]
        if isinstance(chosen, list):
            labels = {str(value): label for value, label in field.choices}
            return [(value, self._disambiguate_label(field, labels[value])) for value in chosen]
        if name == "q":
            # The typed text may be longer than the searched one.
            return [(value, _("“%(text)s”") % {"text": chosen}) for value in self.parameters.get(name, ())]
        text = chosen.format_localized() if isinstance(chosen, PartialDate) else f"{chosen:,}"
        label = pgettext("a filter", "%(label)s %(value)s") % {"label": field.label, "value": text}
        return [(value, label) for value in self.parameters.get(name, ())]

    def _disambiguate_label(self, field, choice):
        """Return the label of a choice, prefixed with the filter's label if another filter has the same choice."""
        fields = self.filterset.form.fields.values()
        same = sum(any(choice == label for _value, label in getattr(other, "choices", ())) for other in fields)
        if same < 2:
            return choice
        return pgettext("a filter", "%(label)s %(value)s") % {"label": field.label, "value": choice}

    def list_choices(self, name: str) -> list[tuple[str, str, bool]]:
        """Return `(value, label, is chosen)`."""
        chosen = self.filterset.active_filters.get(name, ())
        return [(value, label, value in chosen) for value, label in self.filterset.form.fields[name].choices]

    def format_title(self, title: str, *more: str) -> str:
        """Titles of filtered lists must differ."""
        labels = _join_labels([*self._chip_labels, *more])
        return f"{title} · {labels}" if labels else title

    @property
    def filter_summary(self) -> str:
        return _join_labels(self._chip_labels)

    @property
    def _chip_labels(self) -> list[str]:
        return [str(chip.label) for chip in self.chips]

    # Errors

    @cached_property
    def problems(self) -> list[FilterError]:
        if self.filterset.is_valid():
            return []
        return [
            FilterError(name, message, self._build_address_without_error(name, error), self.list_corrections(error))
            for name, errors in self.filterset.form.errors.as_data().items()
            for error in errors
            for message in error.messages
        ]

    def _build_address_without_error(self, name, error):
        if isinstance(error, IncompleteFilterError):
            return self.build_address(**dict.fromkeys(error.names), page=None)
        if name not in self.parameters:
            return self.path
        value = (error.params or {}).get("value")
        return (
            self.build_address_without(name, value)
            if value in self.parameters[name]
            else self.build_address(**{name: None, "page": None})
        )

    def list_corrections(self, error):
        """Return `(label, address)` of the values that complete an incomplete filter."""
        if not isinstance(error, IncompleteFilterError):
            return ()
        labels = {str(value): label for value, label in self.filterset.form.fields[error.missing].choices}
        return tuple(
            (labels[value], self.build_address(**{error.missing: [value]}, page=None)) for value in error.suggestions
        )

    # Hidden fields of forms

    @property
    def hidden_for_sort(self) -> list[tuple[str, str]]:
        return self._list_parameter_pairs(but={"sort", "page"})

    @property
    def hidden_for_filters(self) -> list[tuple[str, str]]:
        return [
            (name, value)
            for name, value in self._list_parameter_pairs(but={"page"})
            if name in {"sort", "page_size", COMPARE_PARAMETER}
        ]

    @property
    def hidden_for_facets(self) -> list[tuple[str, str]]:
        """The hidden fields of a form that has facets but no search box."""
        return [
            (name, value)
            for name, value in self._list_parameter_pairs(but={"page"})
            if name in {"q", "sort", "page_size"}
        ]

    def _list_parameter_pairs(self, *, but):
        return [(name, value) for name, values in self.parameters.items() if name not in but for value in values]


def _join_labels(words: list[str]) -> str:
    return pgettext("between the parts of a title", ", ").join(words)


def _encode_query(parameters: dict[str, list[str]]) -> str:
    query = QueryDict(mutable=True)
    for name, values in parameters.items():
        query.setlist(name, values)
    return query.urlencode()
