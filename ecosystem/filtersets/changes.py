"""Which changes of the directory are listed."""

from django.utils.translation import gettext_lazy as _

from ecosystem.filtersets.faceted import FacetedFilterSet
from ecosystem.filtersets.fields import PartialDateInput
from ecosystem.filtersets.filters import MethodFilter
from ecosystem.filtersets.timeline import KINDS
from ecosystem.models import Change, ChangeKind, Theme


class ChangeFilterSet(FacetedFilterSet):
    theme = MethodFilter("under", words=Theme, label=_("Theme"))
    kind = MethodFilter("of_kinds", choices=KINDS, label=_("Kind of record"))
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
