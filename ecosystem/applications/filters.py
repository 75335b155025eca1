"""The filters of the list of applications."""

from django.utils.translation import gettext_lazy as _

from ecosystem.models import Application
from ecosystem.models.application_relationships import Tie
from ecosystem.web.filters.base import FacetedFilterSet
from ecosystem.web.filters.filters import DisplayOptionFilter


class ApplicationFilterSet(FacetedFilterSet):
    tie = DisplayOptionFilter(choices=Tie.choices, label=_("How it stands to the application"))
    by = DisplayOptionFilter(choices=[("kind", _("Kind")), ("theme", _("Theme"))], label=_("Counted by"))

    searched_kind = "application"

    class Meta:
        model = Application
        fields = ()
