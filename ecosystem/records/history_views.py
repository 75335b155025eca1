"""The history of a record: its changes, past versions, and a feed of changes and dates."""

from datetime import datetime, time, timedelta
from itertools import chain

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils.text import capfirst
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext as _
from django.views.generic import DetailView, View

from ecosystem.exports import atom
from ecosystem.history import snapshots
from ecosystem.history.diff import list_snapshot_values
from ecosystem.history.record_history import RecordHistorySlice
from ecosystem.history.row_names import SnapshotRowNames
from ecosystem.models import Change, WithheldValue
from ecosystem.models.field_labels import format_change_title
from ecosystem.visuals.timeline.events import EventType, list_record_events
from ecosystem.web.page_title import PageTitleMixin
from ecosystem.web.pagination import PaginatedViewMixin
from ecosystem.web.redirects import SlugRedirectMixin

PAGE_SIZE = 20


class RecordHistoryBase(SlugRedirectMixin, PageTitleMixin, DetailView):
    context_object_name = "record"

    def get_queryset(self):
        return self.model.objects.published()

    def get_changes(self):
        return Change.objects.published().for_record(self.object)


class RecordHistory(PaginatedViewMixin, RecordHistoryBase):
    template_name = "ecosystem/record_history.html"

    def get_page_title(self):
        return _("History of %(record)s") % {"record": self.object.name}

    def get_page_description(self):
        return _("What changed in “%(record)s”, when, by whom and why.") % {"record": self.object.name}

    def get_context_data(self, **kwargs):
        page = self.get_page(self.get_changes().newest_first(), PAGE_SIZE)
        start = (page.number - 1) * PAGE_SIZE
        past = RecordHistorySlice(self.get_changes(), start, PAGE_SIZE)
        withheld = WithheldValue.objects.for_record(self.object).published().newest_first()
        context = super().get_context_data(**kwargs) | {"page": page, "past": past, "withheld_values": withheld}
        if page.number > 1:
            context["page_title"] += " · " + _("page %(number)d") % {"number": page.number}
        return context


class RecordPast(RecordHistoryBase):
    """A record as it was after one of its changes."""

    template_name = "ecosystem/record_past.html"

    def get_page_title(self):
        return _("%(record)s: version of %(moment)s") % {
            "record": self.object.name,
            "moment": f"{localtime(self.change.made_at):%Y-%m-%d %H:%M} · {self.change.pk}",
        }

    def get_page_description(self):
        return _("“%(record)s” at that time, and what changed.") % {"record": self.object.name}

    def get_context_data(self, **kwargs):
        changes = self.get_changes()
        self.change = changes.filter(pk=self.kwargs["change"]).first()
        if self.change is None:
            raise Http404
        past = RecordHistorySlice(changes.up_to(self.change), 0, 1)
        entry = past.entries[0]
        state = snapshots.build_change_snapshot(entry.change)
        return super().get_context_data(**kwargs) | {
            "entry": entry,
            "values": list_snapshot_values(state, SnapshotRowNames([state])),
            "earlier": past.previous_change,
            "later": changes.after(self.change).for_list().first(),
        }


class RecordFeed(SlugRedirectMixin, View):
    model = None

    def get(self, request, slug):
        record = self.model.objects.published().filter(slug=slug).first()
        if record is None:
            raise Http404
        entries = sorted(
            chain(self.iter_change_entries(record), self.iter_date_entries(record)),
            key=lambda entry: entry.updated,
            reverse=True,
        )
        text = atom.render_atom_feed(
            str(record.name),
            description=str(record.summary),
            page_path=record.get_absolute_url(),
            feed_path=request.path,
            key=f"{record._meta.model_name}/{record.pk}/history",
            entries=entries[: atom.MAX_FEED_ENTRIES],
            updated=record.updated_at,
        )
        return HttpResponse(text, content_type=atom.CONTENT_TYPE)

    def iter_change_entries(self, record):
        past = RecordHistorySlice(Change.objects.published().for_record(record), 0, atom.MAX_FEED_ENTRIES)
        for entry in past.entries:
            change = entry.change
            html = render_to_string("ecosystem/includes/change_told.html", {"change": change, "entry": entry})
            yield atom.AtomEntry(
                f"{record.name} · {format_change_title(change)}",
                change.get_absolute_url(),
                f"change/{change.pk}",
                html,
                change.made_at,
                change.made_at,
            )

    def iter_date_entries(self, record):
        """Yield an entry for each date of the record that has been reached since its publication."""
        for event in list_record_events([record]):
            moment = make_aware(datetime.combine(_get_event_day(event), time.min))
            if event.is_past and record.published_at and moment >= record.published_at:
                address = record.get_absolute_url()
                title = f"{record.name} · {event.date.format_localized()} · {capfirst(str(event.label))}"
                key = f"{record._meta.model_name}/{record.pk}/{event.field}/{event.date.text}"
                yield atom.AtomEntry(title, address, key, "", moment, moment)


def _get_event_day(event):
    return event.date.last_day + timedelta(days=1) if event.event_type == EventType.ENDED else event.date.first_day
