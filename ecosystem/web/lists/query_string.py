"""What an address selects by filters: what narrows it, what is wrong with it, what it carries along."""

from dataclasses import dataclass
from functools import cached_property

from django.forms import MultipleChoiceField
from django.http import QueryDict
from django.utils.translation import gettext as _, pgettext

from ecosystem.web.lists.comparison_basket import Basket

# The parameter of a list that holds what is to be compared.
COMPARE = "compare"


@dataclass(frozen=True)
class Chip:
    """One thing that narrows the list, and the list without it."""

    filter: str
    label: str
    address: str


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with the question, and the list without it."""

    message: str
    address: str = ""


class Selection:
    """Reads a query string by the address contract; asks the database nothing but what the filters' words are."""

    # The parameters of a list with pages; what has none is asked by its filters alone.
    paging: tuple[str, ...] = ()

    def __init__(self, path: str, data: QueryDict, filterset_class, queryset, basket: Basket | None = None):
        self.path = path
        self.data = data
        self.filterset = filterset_class(data, queryset)
        # What is held for comparing goes along through the list but is no part of its question.
        self.basket = basket

    # The question

    @cached_property
    def known(self) -> list[str]:
        return [*self.filterset.filters, *self.paging]

    @property
    def better_address(self) -> str:
        """The address under which the same question belongs; empty where it is asked there.

        There no parameter is empty, and records go by their present slugs.
        """
        return self.address() if self.has_empty or self._led_on else ""

    @property
    def has_empty(self) -> bool:
        """Whether any parameter is empty, as a form sends those in which nothing was chosen."""
        return any(not value.strip() for _name, values in self.data.lists() for value in values)

    @cached_property
    def _led_on(self):
        """The present slugs of records, by parameter, where the address has a former one."""
        fields = self.filterset.form.fields
        present = {
            name: [record.slug for record in chosen]
            for name, chosen in self.filterset.chosen.items()
            if hasattr(fields[name], "records")
        }
        return {name: slugs for name, slugs in present.items() if set(slugs) != set(self._given[name])}

    @cached_property
    def parameters(self) -> dict[str, list[str]]:
        """What the address says in parameters that the list knows: no empty ones, and records by their present slugs."""
        return self._given | self._led_on | self._held

    @cached_property
    def _given(self):
        """What the address says in parameters that the list knows, the empty ones left out."""
        found = {}
        for name in self.known:
            values = dict.fromkeys(self.data.getlist(name) if self._may_repeat(name) else self.data.getlist(name)[-1:])
            if said := [value for value in values if value.strip()]:
                found[name] = said
        return found

    @property
    def _held(self) -> dict[str, list[str]]:
        return {COMPARE: self.basket.slugs} if self.basket and self.basket.slugs else {}

    def _may_repeat(self, name):
        """Whether several values of a parameter count; of any other the last one does."""
        return isinstance(self.filterset.form.fields.get(name), MultipleChoiceField)

    @property
    def query(self) -> str:
        """The question itself, by which the list is known in every language and to search engines."""
        return _encode({name: values for name, values in self.parameters.items() if name != COMPARE})

    def address(self, **changes) -> str:
        """Return this list with other parameters; a value of None takes a parameter away."""
        parameters = {
            name: [str(v) for v in values] if isinstance(values, list | tuple) else [str(values)]
            for name, values in (self.parameters | changes).items()
            if values not in (None, [], ())
        }
        query = _encode({name: parameters[name] for name in [*self.known, COMPARE] if name in parameters})
        return f"{self.path}?{query}" if query else self.path

    def without(self, name: str, value: str) -> str:
        rest = [v for v in self.parameters.get(name, ()) if v != value]
        return self.address(**{name: rest, "page": None})

    @property
    def cleared(self) -> str:
        """The whole list, in its own order, with what is held for comparing."""
        return self.path + (f"?{_encode(self._held)}" if self._held else "")

    @property
    def text(self) -> str:
        """What was typed into the search box, if it can be searched for."""
        return self.filterset.chosen.get("q", "")

    # What narrows it

    @cached_property
    def chips(self) -> list[Chip]:
        return [
            Chip(name, label, self.without(name, value))
            for name, chosen in self.filterset.chosen.items()
            for value, label in self._labels(name, chosen)
        ]

    @property
    def narrowing(self) -> list[Chip]:
        """The chips but for the words themselves, where these stand in a box of their own."""
        return [chip for chip in self.chips if chip.filter != "q"]

    @property
    def unnarrowed(self) -> str:
        """The same words among everything."""
        return f"{self.path}?{_encode({'q': self.parameters.get('q', [])})}"

    def _labels(self, name, chosen):
        """Return the values of a filter as the address has them, each with its word."""
        field = self.filterset.form.fields[name]
        if hasattr(field, "records"):
            return [(record.slug, record.name) for record in chosen]
        if isinstance(chosen, list):
            words = {str(value): label for value, label in field.choices}
            return [(value, self._told_apart(field, words[value])) for value in chosen]
        if name == "q":
            # What was typed may be longer than what is searched for.
            return [(value, _("“%(text)s”") % {"text": chosen}) for value in self.parameters.get(name, ())]
        said = chosen.localized() if hasattr(chosen, "localized") else f"{chosen:,}"
        label = pgettext("a filter", "%(label)s %(value)s") % {"label": field.label, "value": said}
        return [(value, label) for value in self.parameters.get(name, ())]

    def _told_apart(self, field, word):
        """Return a word of a filter, with the filter's name where another filter of the list has the same word."""
        fields = self.filterset.form.fields.values()
        same = sum(any(word == label for _value, label in getattr(other, "choices", ())) for other in fields)
        return f"{field.label} {word}" if same > 1 else word

    def choices(self, name: str) -> list[tuple[str, str, bool]]:
        """Return the values of a filter with their words, and whether each is chosen."""
        chosen = self.filterset.chosen.get(name, ())
        return [(value, label, value in chosen) for value, label in self.filterset.form.fields[name].choices]

    def titled(self, title: str, *more: str) -> str:
        """Return a title with what narrows the list, so that two lists are never titled alike."""
        labels = _listed([*self._said, *more])
        return f"{title} · {labels}" if labels else title

    @property
    def in_words(self) -> str:
        """What narrows the list, in the words of its chips; empty where nothing does."""
        return _listed(self._said)

    @property
    def _said(self) -> list[str]:
        return [str(chip.label) for chip in self.chips]

    # What is wrong with it

    @cached_property
    def problems(self) -> list[Problem]:
        """What keeps the list from being answered."""
        if self.filterset.is_valid():
            return []
        return [
            Problem(message, self._without_error(name, error))
            for name, errors in self.filterset.form.errors.as_data().items()
            for error in errors
            for message in error.messages
        ]

    def _without_error(self, name, error):
        if name not in self.parameters:
            return self.path
        value = (error.params or {}).get("value")
        return (
            self.without(name, value) if value in self.parameters[name] else self.address(**{name: None, "page": None})
        )

    # What its forms carry along

    @property
    def hidden_for_sort(self) -> list[tuple[str, str]]:
        """What the sort form carries along."""
        return self._pairs(but={"sort", "page"})

    @property
    def hidden_for_filters(self) -> list[tuple[str, str]]:
        """What the filter form carries along."""
        return [(name, value) for name, value in self._pairs(but={"page"}) if name in {"sort", "page_size", COMPARE}]

    @property
    def hidden_for_facets(self) -> list[tuple[str, str]]:
        """What a form of facets alone carries along."""
        return [(name, value) for name, value in self._pairs(but={"page"}) if name in {"q", "sort", "page_size"}]

    def _pairs(self, *, but):
        return [(name, value) for name, values in self.parameters.items() if name not in but for value in values]


def _listed(words: list[str]) -> str:
    return pgettext("between the parts of a title", ", ").join(words)


def _encode(parameters: dict[str, list[str]]) -> str:
    query = QueryDict(mutable=True)
    for name, values in parameters.items():
        query.setlist(name, values)
    return query.urlencode()
