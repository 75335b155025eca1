"""The filters of the lists of organisations, initiatives and collaborations."""

from collections import defaultdict

from django import forms
from django.utils.translation import gettext_lazy as _, ngettext
from pyroaring import FrozenBitMap

from ecosystem.core.key_sets import group_keys
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
from ecosystem.models.cached_vocabulary import get_cached_vocabulary
from ecosystem.models.collaborations import CollaborationQuerySet
from ecosystem.models.edition_cache import per_edition
from ecosystem.models.initiative_states import State
from ecosystem.models.initiatives import InitiativeQuerySet
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
    uses_key_sets = True

    theme = VocabularyFilter(field_name="themes", vocabulary=Theme, label=_("Theme"))
    application = VocabularyFilter(field_name="applications", vocabulary=Application, label=_("Application area"))
    ai = ChoicesFilter(field_name="ai", choices=AI.choices, label=_("AI relevance"))

    @property
    def searched_kind(self):
        return self.queryset.model._meta.model_name


class OrganisationFilterSet(RecordFilterSet):
    joint_filters = (("application", "tie"),)

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


def count_by_relationship(filterset: OrganisationFilterSet, name: str) -> dict[str, int]:
    """Count organisations by `application` or `tie` (`name`), filtered by the other one of the two."""
    position, other = (0, "tie") if name == "application" else (1, "application")
    chosen = set(filterset.form.cleaned_data[other])
    keys = filterset.get_keys_without("application", "tie")
    members: defaultdict[str, FrozenBitMap] = defaultdict(FrozenBitMap)
    for pair, organisations in _get_organisations_by_relationship().items():
        if not chosen or pair[1 - position] in chosen:
            members[pair[position]] |= organisations
    return {value: n for value, organisations in members.items() if (n := organisations.intersection_cardinality(keys))}


@per_edition
def _get_organisations_by_relationship() -> dict[tuple[str, str], FrozenBitMap]:
    """Return the organisations by the slug of an application and their relationship to it."""
    slugs = {term.pk: term.slug for term in get_cached_vocabulary(Application)}
    rows = cached_relationships.get_cached_relationships()
    return group_keys((pk, (slugs[application], kind)) for pk, application, kind in rows)


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
    """Suggest the chosen bases, else the sum that one project can get."""
    suggestions = bases or [AmountBasis.PER_PROJECT_MAX]
    return IncompleteFilterError(message, names=names, missing="amount_basis", suggestions=suggestions)


class InitiativeFilterSet(RecordFilterSet):
    joint_filters = (AMOUNT_LIMITS,)

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
        if any(self.form.cleaned_data.get(name) is not None for name in AMOUNT_LIMITS if name not in without):
            queryset = self._exclude_foreign_amounts(queryset)
        return queryset

    def get_keys_without(self, *names):
        """Return the keys; a choice of basis counts what it would leave under the limits that wait for it."""
        keys = super().get_keys_without(*names)
        if "amount_basis" not in names or not self.form.pending_limits:
            return keys
        rows = self._exclude_foreign_amounts(self.queryset.all())
        for name, limit in self.form.pending_limits.items():
            rows = self.filters[name].filter(rows, limit)
        return keys & FrozenBitMap(rows.order_by().values_list("pk", flat=True))

    def _exclude_foreign_amounts(self, queryset):
        # Amounts in other currencies cannot be compared.
        return queryset.filter(currency="HKD")

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
