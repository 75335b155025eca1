"""The filters of the pages that answer a question: applications, support, search."""

from django.utils.translation import gettext_lazy as _

from ecosystem.filtersets.faceted import FacetedFilterSet
from ecosystem.filtersets.fields import LARGEST_AMOUNT, AmountInput
from ecosystem.filtersets.filters import ChoicesFilter, MethodFilter, WayFilter, WordsFilter
from ecosystem.models import Application, Audience, Initiative, SearchEntry, SearchKind, Support, Theme
from ecosystem.models.application_relationships import Tie


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
