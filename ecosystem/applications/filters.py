"""The filters of the list of applications."""

from django.utils.translation import gettext_lazy as _

from ecosystem.models import Application
from ecosystem.models.application_relationships import Tie
from ecosystem.web.filters.base import FacetedFilterSet
from ecosystem.web.filters.filters import DisplayOptionFilter

ANY_RELATIONSHIP = "any"
TIES = [*Tie.choices, (ANY_RELATIONSHIP, _("Any relationship"))]


class ApplicationFilterSet(FacetedFilterSet):
    tie = DisplayOptionFilter(choices=TIES, label=_("Relationship to application area"))
    by = DisplayOptionFilter(choices=[("kind", _("Type")), ("theme", _("Theme"))], label=_("Count organisations by"))

    searched_kind = "application"

    class Meta:
        model = Application
        fields = ()
