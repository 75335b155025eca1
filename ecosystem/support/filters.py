"""The filters of the pages that answer a question: applications, support, search."""

from django.utils.translation import gettext_lazy as _

from ecosystem.models import Application, Audience, Initiative, Support
from ecosystem.web.filters.base import FacetedFilterSet
from ecosystem.web.filters.filters import MethodFilter
from ecosystem.web.filters.form_fields import LARGEST_AMOUNT, AmountInput


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
