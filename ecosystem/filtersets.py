"""The filters of the lists, as the address contract names them."""

import re
from functools import cached_property

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ecosystem.models import (
    AI,
    AmountBasis,
    Application,
    Audience,
    Collaboration,
    CollaborationKind,
    District,
    Initiative,
    InitiativeKind,
    Organisation,
    OrganisationKind,
    Reach,
    Region,
    SearchEntry,
    SearchKind,
    Support,
    Theme,
)
from ecosystem.models.named import SLUG_PATTERN
from ecosystem.partial_dates import PartialDate
from ecosystem.querysets.initiatives import State
from ecosystem.querysets.ties import Tie
from ecosystem.search.finding import Finding
from ecosystem.search.questions import Question
from ecosystem.words import words

# More than any budget, and less than a column holds.
LARGEST_AMOUNT = 10**15 - 1


class ChoicesField(forms.MultipleChoiceField):
    """Any of the choices; every value that is none is named in an error of its own."""

    def validate(self, value):
        known = {str(choice) for choice, _label in self.choices}
        wrong = [v for v in value if v not in known]
        if wrong:
            raise ValidationError([self.unknown(value) for value in dict.fromkeys(wrong)])

    def unknown(self, value):
        return ValidationError(
            _("There is nothing called “%(value)s” under “%(label)s”."),
            code="unknown",
            params={"value": value, "label": self.label},
        )


class RecordsField(ChoicesField):
    """Public records by their slugs; cleaned to the records themselves."""

    def __init__(self, *, records, **kwargs):
        self.records = records
        super().__init__(**kwargs)

    def clean(self, value):
        slugs = list(dict.fromkeys(self.to_python(value)))
        if not slugs:
            return []
        # PostgreSQL refuses to look for what no text of its can hold, so only what may be a slug is looked for.
        wanted = [slug for slug in slugs if re.search(SLUG_PATTERN, slug)]
        found = {record.slug: record for record in self.records().filter(slug__in=wanted)}
        if wrong := [slug for slug in slugs if slug not in found]:
            raise ValidationError([self.unknown(slug) for slug in wrong])
        return [found[slug] for slug in slugs]


class PartialDateInput(forms.CharField):
    def clean(self, value):
        text = super().clean(value)
        try:
            return PartialDate(text) if text else None
        except ValueError as error:
            # The reason quotes what was typed, so it is no format of its own.
            raise ValidationError("%(reason)s", params={"reason": str(error), "value": text}) from error


class AmountInput(forms.IntegerField):
    def clean(self, value):
        try:
            return super().clean(value)
        except ValidationError as error:
            raise ValidationError(
                _("“%(value)s” is no amount; write a whole number, such as 1000000."), params={"value": value}
            ) from error


class QuestionField(forms.CharField):
    """Whatever somebody types; what cannot be searched for is left out, not refused."""

    default_validators = ()

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.validators = []

    def to_python(self, value):
        return Question(super().to_python(value)).text


class SearchFilter(filters.Filter):
    """Keep what the search finds; the filter set holds what it found, for its order and for what is said of it."""

    field_class = QuestionField

    def filter(self, queryset, value):
        return queryset.filter(pk__in=self.parent.finding.entries.values("target")) if value else queryset


class ChoicesFilter(filters.MultipleChoiceFilter):
    """Several values of a column widen."""

    field_class = ChoicesField

    def __init__(self, *args, **kwargs):
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


class FacetedFilterSet(filters.FilterSet):
    """A filter set that can leave one of its filters out, and finds nothing where one is not valid."""

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


class RecordFilterSet(FacetedFilterSet):
    theme = WordsFilter(field_name="themes", words=Theme, label=_("Theme"))
    application = WordsFilter(field_name="applications", words=Application, label=_("Application"))
    ai = ChoicesFilter(field_name="ai", choices=AI.choices, label=_("Nearness to AI"))

    @property
    def searched_kind(self):
        return self.queryset.model._meta.model_name


class OrganisationFilterSet(RecordFilterSet):
    kind = ChoicesFilter(field_name="kind", choices=OrganisationKind.choices, label=_("Kind"))
    tie = ChoicesFilter(choices=Tie.choices, label=_("How it stands to the application"))
    support = WordsFilter(field_name="support", words=Support, label=_("Gives"))
    region = MethodFilter("standing_in", choices=Region.choices, label=_("Region"))
    district = ChoicesFilter(field_name="place__district", choices=District.choices, label=_("District"))
    parent = MethodFilter(
        "parts_of",
        field_class=RecordsField,
        records=lambda: Organisation.objects.published(),
        label=_("Part of"),
    )
    founded_after = MethodFilter("founded_after", field_class=PartialDateInput, label=_("Founded in or after"))
    founded_before = MethodFilter("founded_before", field_class=PartialDateInput, label=_("Founded in or before"))

    class Meta:
        model = Organisation
        fields = ()

    def filter_queryset(self, queryset, *, without=()):
        """Take `application` and `tie` as one question: a body with this tie to that application."""
        queryset = super().filter_queryset(queryset, without={*without, "application", "tie"})
        applications = self.form.cleaned_data["application"] if "application" not in without else []
        ties = self.form.cleaned_data["tie"] if "tie" not in without else []
        if not applications and not ties:
            return queryset
        wanted = Application.objects.filter(slug__in=applications) if applications else None
        return queryset.tied_to(wanted, ties)


class InitiativeForm(forms.Form):
    def clean(self):
        """Amounts compare within one way of counting only."""
        cleaned = super().clean()
        for name in ("amount_min", "amount_max"):
            if cleaned.get(name) is not None and len(cleaned.get("amount_basis", ())) != 1:
                self.add_error(name, _("Choose one way in which amounts are counted: they only compare within one."))
        return cleaned


class InitiativeFilterSet(RecordFilterSet):
    kind = ChoicesFilter(field_name="kind", choices=InitiativeKind.choices, label=_("Kind"))
    state = ChoicesFilter(field_name="state", choices=State.choices, label=_("State"))
    support = WordsFilter(field_name="support", words=Support, label=_("Gives"))
    audience = WordsFilter(field_name="audience", words=Audience, label=_("For"))
    body = MethodFilter(
        "led_by", field_class=RecordsField, records=lambda: Organisation.objects.published(), label=_("Body")
    )
    amount_basis = ChoicesFilter(
        field_name="amount_basis", choices=AmountBasis.choices, label=_("How the amount is counted")
    )
    amount_min = AmountFilter(
        field_name="amount", lookup_expr="gte", label=_("At least"), min_value=0, max_value=LARGEST_AMOUNT
    )
    amount_max = AmountFilter(
        field_name="amount", lookup_expr="lte", label=_("At most"), min_value=0, max_value=LARGEST_AMOUNT
    )

    class Meta:
        model = Initiative
        fields = ()
        form = InitiativeForm

    def filter_queryset(self, queryset, *, without=()):
        queryset = super().filter_queryset(queryset, without=without)
        asked = {"amount_min", "amount_max"} - set(without)
        if any(self.form.cleaned_data[name] is not None for name in asked):
            # Other currencies do not compare.
            queryset = queryset.filter(currency="HKD")
        return queryset


class SupportFilterSet(FacetedFilterSet):
    """Who somebody is, what they need and for what; what is not known of a scheme never leaves it out."""

    audience = MethodFilter("open_to", words=Audience, label=_("For"))
    support = MethodFilter("giving", words=Support, label=_("Gives"))
    application = MethodFilter("usable_for", words=Application, label=_("Application"))
    amount_min = MethodFilter(
        "paying_at_least", field_class=AmountInput, label=_("At least"), min_value=0, max_value=LARGEST_AMOUNT
    )

    searched_kind = "initiative"

    class Meta:
        model = Initiative
        fields = ()


class CollaborationFilterSet(RecordFilterSet):
    kind = ChoicesFilter(field_name="kind", choices=CollaborationKind.choices, label=_("Kind"))
    reach = MethodFilter("reaching", choices=Reach.choices, label=_("Reach"))
    organisation = MethodFilter(
        "joined_by", field_class=RecordsField, records=lambda: Organisation.objects.published(), label=_("Party")
    )
    initiative = MethodFilter(
        "under",
        field_class=RecordsField,
        records=lambda: Initiative.objects.published(),
        label=_("Under the initiative"),
    )

    class Meta:
        model = Collaboration
        fields = ()


class ApplicationFilterSet(FacetedFilterSet):
    """Which applications are shown, and which bodies are counted for each, by what."""

    tie = WayFilter(choices=Tie.choices, label=_("How it stands to the application"))
    by = WayFilter(choices=[("kind", _("Kind")), ("theme", _("Theme"))], label=_("Counted by"))

    searched_kind = "application"

    class Meta:
        model = Application
        fields = ()


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
