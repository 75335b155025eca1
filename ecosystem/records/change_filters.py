"""The filters of the list of changes."""

from django.utils.translation import gettext_lazy as _

from ecosystem.models import Change, ChangeKind, Theme
from ecosystem.models.changes import RECORD_KIND_CHOICES, ChangeQuerySet
from ecosystem.web.filters.base import FacetedFilterSet
from ecosystem.web.filters.filters import QuerysetMethodFilter
from ecosystem.web.filters.form_fields import PartialDateFilterField


class ChangeFilterSet(FacetedFilterSet):
    theme = QuerysetMethodFilter(ChangeQuerySet.under_themes, vocabulary=Theme, label=_("Theme"))
    kind = QuerysetMethodFilter(ChangeQuerySet.of_record_kinds, choices=RECORD_KIND_CHOICES, label=_("Record type"))
    what = QuerysetMethodFilter(
        ChangeQuerySet.of_change_kinds,
        choices=[*ChangeKind.choices, ("correction", _("Corrects an error"))],
        label=_("Type of change"),
    )
    after = QuerysetMethodFilter(
        ChangeQuerySet.made_after, field_class=PartialDateFilterField, label=_("Changed on or after")
    )
    before = QuerysetMethodFilter(
        ChangeQuerySet.made_before, field_class=PartialDateFilterField, label=_("Changed on or before")
    )
    # Changes are not in the search index.
    q = None

    class Meta:
        model = Change
        fields = ()
