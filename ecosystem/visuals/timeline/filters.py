"""Which of what happened is shown, and which part of the time."""

from django.utils.translation import gettext_lazy as _

from ecosystem.models import Organisation, Theme
from ecosystem.models.changes import KIND_CHOICES
from ecosystem.visuals.timeline.data import decades, years
from ecosystem.visuals.timeline.events import Happening
from ecosystem.web.filters.base import FacetedFilterSet
from ecosystem.web.filters.filters import WayFilter, WordsFilter

WHAT = [
    (Happening.ANNOUNCED.value, _("Announced")),
    (Happening.BEGAN.value, _("Began, opened, was founded")),
    (Happening.ENDED.value, _("Ended, closed")),
]


class TimelineFilterSet(FacetedFilterSet):
    theme = WordsFilter(field_name="themes", words=Theme, label=_("Theme"))
    kind = WayFilter(choices=KIND_CHOICES, label=_("Kind of record"))
    what = WayFilter(choices=WHAT, label=_("What"))
    decade = WayFilter(
        choices=lambda: [(str(year), _("%(decade)ss") % {"decade": year}) for year in decades()], label=_("Decade")
    )
    year = WayFilter(choices=lambda: [(str(year), str(year)) for year in years()], label=_("Year"))
    # Nobody searches for words in a picture.
    q = None

    class Meta:
        model = Organisation
        fields = ()
