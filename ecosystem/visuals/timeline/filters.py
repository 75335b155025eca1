"""The filters of the timeline."""

from django.utils.translation import gettext_lazy as _

from ecosystem.models import Organisation, Theme
from ecosystem.models.changes import RECORD_KIND_CHOICES
from ecosystem.visuals.timeline.data import list_event_decades, list_event_years
from ecosystem.visuals.timeline.events import EventType
from ecosystem.web.filters.base import FacetedFilterSet
from ecosystem.web.filters.filters import DisplayOptionFilter, VocabularyFilter
from ecosystem.web.filters.form_fields import YearsField

EVENT_TYPE_CHOICES = [
    (EventType.ANNOUNCED.value, _("Announced")),
    (EventType.BEGAN.value, _("Started or founded")),
    (EventType.ENDED.value, _("Ended or closed")),
]


class TimelineFilterSet(FacetedFilterSet):
    theme = VocabularyFilter(field_name="themes", vocabulary=Theme, label=_("Theme"))
    kind = DisplayOptionFilter(choices=RECORD_KIND_CHOICES, label=_("Record type"))
    what = DisplayOptionFilter(choices=EVENT_TYPE_CHOICES, label=_("Event"))
    decade = DisplayOptionFilter(
        choices=lambda: [(str(year), _("%(decade)ss") % {"decade": year}) for year in list_event_decades()],
        label=_("Decade"),
    )
    year = DisplayOptionFilter(
        choices=lambda: [(str(year), str(year)) for year in list_event_years()],
        field_class=YearsField,
        label=_("Year"),
    )
    # A drawing cannot be searched.
    q = None

    class Meta:
        model = Organisation
        fields = ()
