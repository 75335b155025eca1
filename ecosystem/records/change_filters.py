"""Which changes of the directory are listed."""

from django.utils.translation import gettext_lazy as _

from ecosystem.models import Change, ChangeKind, Theme
from ecosystem.models.changes import KIND_CHOICES
from ecosystem.web.filters.base import FacetedFilterSet
from ecosystem.web.filters.filters import MethodFilter
from ecosystem.web.filters.form_fields import PartialDateInput


class ChangeFilterSet(FacetedFilterSet):
    theme = MethodFilter("under", words=Theme, label=_("Theme"))
    kind = MethodFilter("of_kinds", choices=KIND_CHOICES, label=_("Kind of record"))
    what = MethodFilter(
        "that_did", choices=[*ChangeKind.choices, ("correction", _("Correction of an error"))], label=_("What was done")
    )
    after = MethodFilter("made_after", field_class=PartialDateInput, label=_("Changed in or after"))
    before = MethodFilter("made_before", field_class=PartialDateInput, label=_("Changed in or before"))
    # Changes are not in the search's index.
    q = None

    class Meta:
        model = Change
        fields = ()
