"""The filters of the lists of organisations, initiatives and collaborations."""

from collections import Counter
from functools import cached_property

from django import forms
from django.utils.translation import gettext_lazy as _, ngettext

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
    cached_relationships,
)
from ecosystem.models.application_relationships import Tie
from ecosystem.models.collaborations import CollaborationQuerySet
from ecosystem.models.initiatives import InitiativeQuerySet, State
from ecosystem.models.organisations import OrganisationQuerySet
from ecosystem.web.filters.base import FacetedFilterSet
from ecosystem.web.filters.filters import AmountFilter, ChoicesFilter, QuerysetMethodFilter, VocabularyFilter
from ecosystem.web.filters.form_fields import (
    LARGEST_AMOUNT,
    IncompleteFilterError,
    PartialDateFilterField,
    RecordsField,
)


class RecordFilterSet(FacetedFilterSet):
    theme = VocabularyFilter(field_name="themes", vocabulary=Theme, label=_("Theme"))
    application = VocabularyFilter(field_name="applications", vocabulary=Application, label=_("Application area"))
    ai = ChoicesFilter(field_name="ai", choices=AI.choices, label=_("AI relevance"))

    @property
    def searched_kind(self):
        return self.queryset.model._meta.model_name


class OrganisationFilterSet(RecordFilterSet):
    kind = ChoicesFilter(field_name="kind", choices=OrganisationKind.choices, label=_("Type"))
    tie = ChoicesFilter(choices=Tie.choices, label=_("Relationship to application area"))
    support = VocabularyFilter(field_name="support", vocabulary=Support, label=_("Support offered"))
    region = QuerysetMethodFilter(OrganisationQuerySet.in_regions, choices=Region.choices, label=_("Region"))
    district = ChoicesFilter(field_name="place__district", choices=District.choices, label=_("District"))
    parent = QuerysetMethodFilter(
        OrganisationQuerySet.parts_of,
        field_class=RecordsField,
        records=Organisation.objects.published,
        label=_("Part of"),
    )
    founded_after = QuerysetMethodFilter(
        OrganisationQuerySet.founded_after, field_class=PartialDateFilterField, label=_("Founded in or after")
    )
    founded_before = QuerysetMethodFilter(
        OrganisationQuerySet.founded_before, field_class=PartialDateFilterField, label=_("Founded in or before")
    )

    class Meta:
        model = Organisation
        fields = ()

    def filter_queryset(self, queryset, *, without=()):
        """Combine `application` and `tie`: an organisation with this relationship to that application."""
        queryset = super().filter_queryset(queryset, without={*without, "application", "tie"})
        applications = self.form.cleaned_data["application"] if "application" not in without else []
        relationships = self.form.cleaned_data["tie"] if "tie" not in without else []
        if not applications and not relationships:
            return queryset
        terms = Application.objects.filter(slug__in=applications) if applications else None
        return queryset.related_to_applications(terms, relationships)

    @cached_property
    def relationships_for_facets(self) -> list[tuple[int, int, str]]:
        """The relationships to applications of the organisations that match all other filters."""
        keys = self.list_keys_without("application", "tie")
        return [row for row in cached_relationships.get_cached_relationships() if row[0] in keys]


def count_by_relationship(filterset: OrganisationFilterSet, name: str) -> dict[str, int]:
    """Count organisations by `application` or `tie` (`name`), filtered by the other one of the two."""
    position, other = (1, "tie") if name == "application" else (2, "application")
    chosen = set(filterset.form.cleaned_data[other])
    slugs = {term.pk: term.slug for term in filterset.vocabularies["application"]}
    rows = [(pk, slugs[application], kind) for pk, application, kind in filterset.relationships_for_facets]
    pairs = {(row[0], row[position]) for row in rows if not chosen or row[3 - position] in chosen}
    return Counter(value for _pk, value in pairs)


AMOUNT_LIMITS = ("amount_min", "amount_max")


class InitiativeFilterForm(forms.Form):
    # The limits that wait for an amount basis.
    pending_limits: dict[str, int] = {}

    def clean(self):
        """Require one amount basis; amounts compare only within one."""
        cleaned = super().clean()
        limits = {name: cleaned[name] for name in AMOUNT_LIMITS if cleaned.get(name) is not None}
        bases = cleaned.get("amount_basis")
        if not limits or bases is None or len(bases) == 1:
            return cleaned
        self.pending_limits = limits
        message = _("Choose one amount type. You can only compare amounts of the same type.")
        error = _build_missing_basis_error(message, list(limits), bases)
        self.add_error(next(iter(limits)), error)
        return {name: value for name, value in cleaned.items() if name not in limits}


def _build_missing_basis_error(message, names, bases):
    """Return the error that one amount basis is missing: one of the chosen, else the sum that one project can get."""
    suggestions = bases or [AmountBasis.PER_PROJECT_MAX]
    return IncompleteFilterError(message, names=names, missing="amount_basis", suggestions=suggestions)


class InitiativeFilterSet(RecordFilterSet):
    kind = ChoicesFilter(field_name="kind", choices=InitiativeKind.choices, label=_("Type"))
    state = ChoicesFilter(field_name="state", choices=State.choices, label=_("Status"))
    support = VocabularyFilter(field_name="support", vocabulary=Support, label=_("Support offered"))
    audience = VocabularyFilter(field_name="audience", vocabulary=Audience, label=_("Who it is for"))
    body = QuerysetMethodFilter(
        InitiativeQuerySet.joined_by,
        field_class=RecordsField,
        records=Organisation.objects.published,
        label=_("Organisation"),
    )
    amount_basis = ChoicesFilter(field_name="amount_basis", choices=AmountBasis.choices, label=_("Amount type"))
    amount_min = AmountFilter(
        field_name="amount", lookup_expr="gte", label=_("Minimum amount (HK$)"), min_value=0, max_value=LARGEST_AMOUNT
    )
    amount_max = AmountFilter(
        field_name="amount", lookup_expr="lte", label=_("Maximum amount (HK$)"), min_value=0, max_value=LARGEST_AMOUNT
    )

    begun_after = QuerysetMethodFilter(
        InitiativeQuerySet.begun_after,
        field_class=PartialDateFilterField,
        label=_("Announced or started in or after"),
    )
    begun_before = QuerysetMethodFilter(
        InitiativeQuerySet.begun_before,
        field_class=PartialDateFilterField,
        label=_("Announced or started in or before"),
    )

    class Meta:
        model = Initiative
        fields = ()
        form = InitiativeFilterForm

    def filter_queryset(self, queryset, *, without=()):
        queryset = super().filter_queryset(queryset, without=without)
        names = [name for name in AMOUNT_LIMITS if name not in without]
        # A choice of basis counts what it would leave under the limits that wait for it.
        pending = self.form.pending_limits if "amount_basis" in without else {}
        for name, limit in pending.items():
            queryset = self.filters[name].filter(queryset, limit)
        if pending or any(self.form.cleaned_data.get(name) is not None for name in names):
            # Amounts in other currencies cannot be compared.
            queryset = queryset.filter(currency="HKD")
        return queryset

    def keeps_empty_choices(self, name):
        return name == "amount_basis" and any(self.data.get(limit) for limit in AMOUNT_LIMITS)

    @property
    def remarks(self):
        if not any(name in self.active_filters for name in AMOUNT_LIMITS):
            return []
        number = self.filter_without(*AMOUNT_LIMITS).exclude(currency__in=["", "HKD"]).count()
        text = ngettext(
            "%(n)s initiative with an amount in another currency is left out.",
            "%(n)s initiatives with an amount in another currency are left out.",
            number,
        )
        return [text % {"n": number}] if number else []

    @property
    def amount_sort_error(self) -> IncompleteFilterError | None:
        """The error of sorting by amount without one amount basis, with the order used instead as `%(label)s`."""
        bases = self.active_filters.get("amount_basis", ())
        return (
            None
            if len(bases) == 1
            else _build_missing_basis_error(
                _(
                    "Choose one amount type to sort by amount. You can only compare amounts of the same type. "
                    "The list is sorted by “%(label)s”."
                ),
                ["sort"],
                bases,
            )
        )


class CollaborationFilterSet(RecordFilterSet):
    kind = ChoicesFilter(field_name="kind", choices=CollaborationKind.choices, label=_("Type"))
    reach = QuerysetMethodFilter(CollaborationQuerySet.reaching, choices=Reach.choices, label=_("Geographic reach"))
    organisation = QuerysetMethodFilter(
        CollaborationQuerySet.joined_by,
        field_class=RecordsField,
        records=Organisation.objects.published,
        label=_("Participant"),
    )
    initiative = QuerysetMethodFilter(
        CollaborationQuerySet.under_initiatives,
        field_class=RecordsField,
        records=Initiative.objects.published,
        label=_("Part of initiative"),
    )

    begun_after = QuerysetMethodFilter(
        CollaborationQuerySet.begun_after,
        field_class=PartialDateFilterField,
        label=_("Announced or started in or after"),
    )
    begun_before = QuerysetMethodFilter(
        CollaborationQuerySet.begun_before,
        field_class=PartialDateFilterField,
        label=_("Announced or started in or before"),
    )

    class Meta:
        model = Collaboration
        fields = ()
