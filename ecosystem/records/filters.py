"""The filters of the three lists of records."""

from django import forms
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
    Support,
    Theme,
)
from ecosystem.models.application_relationships import Tie
from ecosystem.models.initiatives import State
from ecosystem.web.filters.base import FacetedFilterSet
from ecosystem.web.filters.filters import AmountFilter, ChoicesFilter, MethodFilter, WordsFilter
from ecosystem.web.filters.form_fields import LARGEST_AMOUNT, PartialDateInput, RecordsField


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
