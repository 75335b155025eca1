"""The filters of the support finder."""

from django.utils.translation import gettext_lazy as _

from ecosystem.models import Application, Audience, Initiative, Support
from ecosystem.models.initiative_states import CallStatus
from ecosystem.models.initiatives import InitiativeQuerySet
from ecosystem.web.filters.base import FacetedFilterSet
from ecosystem.web.filters.filters import QuerysetMethodFilter
from ecosystem.web.filters.form_fields import LARGEST_AMOUNT, AmountFilterField


class SupportFilterSet(FacetedFilterSet):
    """A scheme with unknown values is never excluded."""

    audience = QuerysetMethodFilter(InitiativeQuerySet.open_to, vocabulary=Audience, label=_("Who it is for"))
    support = QuerysetMethodFilter(InitiativeQuerySet.giving_support, vocabulary=Support, label=_("Support offered"))
    application = QuerysetMethodFilter(
        InitiativeQuerySet.usable_for, vocabulary=Application, label=_("Application area")
    )
    amount_min = QuerysetMethodFilter(
        InitiativeQuerySet.paying_at_least,
        field_class=AmountFilterField,
        label=_("Minimum amount (HK$)"),
        min_value=0,
        max_value=LARGEST_AMOUNT,
    )

    call_status = QuerysetMethodFilter(
        lambda initiatives, _statuses: initiatives.without_closed_call(),
        choices=[(CallStatus.OPEN.value, CallStatus.OPEN.label)],
        label=_("Applications"),
    )

    searched_kind = "initiative"

    class Meta:
        model = Initiative
        fields = ()
