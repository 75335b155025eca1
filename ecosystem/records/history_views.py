"""The past of a record: its changes, how it stood after each of them, and a feed of both what changed and what came."""

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
from ecosystem.history.diff import told
from ecosystem.history.merged_records import with_mergers
from ecosystem.history.record_changes import Past
from ecosystem.history.row_names import Names
from ecosystem.models import Change, WithheldValue
from ecosystem.models.field_labels import change_title
from ecosystem.visuals.timeline.events import Happening, line
from ecosystem.web.page_title import Titled
from ecosystem.web.pagination import Paged
from ecosystem.web.redirects import PermanentMixin

PAGE_SIZE = 20


class PastPage(PermanentMixin, Titled, DetailView):
    """A page about the past of a public record."""

    context_object_name = "record"

    def get_queryset(self):
        return self.model.objects.published()

    def get_changes(self):
        return Change.objects.published().of(self.object)


class RecordHistory(Paged, PastPage):
    template_name = "ecosystem/record_history.html"

    def get_page_title(self):
        return _("History of %(record)s") % {"record": self.object.name}

    def get_page_description(self):
        return _("What was changed in “%(record)s”, when, in which role and why.") % {"record": self.object.name}

    def get_context_data(self, **kwargs):
        page = self.page_of(self.get_changes().newest_first(), PAGE_SIZE)
        start = (page.number - 1) * PAGE_SIZE
        past = Past(self.get_changes(), start, PAGE_SIZE)
        with_mergers(past.changes)
        withheld = WithheldValue.objects.of(self.object).published().newest_first()
        context = super().get_context_data(**kwargs) | {"page": page, "past": past, "withheld_values": withheld}
        if page.number > 1:
            context["page_title"] += " · " + _("page %(number)d") % {"number": page.number}
        return context


class PastState(PastPage):
    """A record as one of its changes left it."""

    template_name = "ecosystem/record_past.html"

    def get_page_title(self):
        return _("%(record)s as it stood on %(moment)s") % {
            "record": self.object.name,
            "moment": f"{localtime(self.change.made_at):%Y-%m-%d %H:%M} · {self.change.pk}",
        }

    def get_page_description(self):
        return _("What “%(record)s” said then, and what had been changed.") % {"record": self.object.name}

    def get_context_data(self, **kwargs):
        changes = self.get_changes()
        self.change = changes.filter(pk=self.kwargs["change"]).first()
        if self.change is None:
            raise Http404
        past = Past(changes.up_to(self.change), 0, 1)
        with_mergers(past.changes)
        entry = past.entries[0]
        state = snapshots.of_change(entry.change)
        return super().get_context_data(**kwargs) | {
            "entry": entry,
            "values": told(state, Names([state])),
            "earlier": past.before,
            "later": changes.after(self.change).for_list().first(),
        }


class RecordFeed(PermanentMixin, View):
    """Tells when a record changes, and when a day of its own comes: that it begins, closes to applications, ends."""

    model = None

    def get(self, request, slug):
        record = self.model.objects.published().filter(slug=slug).first()
        if record is None:
            raise Http404
        entries = sorted(chain(self.changes(record), self.days(record)), key=lambda entry: entry.updated, reverse=True)
        text = atom.atom(
            str(record.name),
            about=str(record.summary),
            page=record.get_absolute_url(),
            own=request.path,
            key=f"{record._meta.model_name}/{record.pk}/history",
            entries=entries[: atom.FED],
            updated=record.updated_at,
        )
        return HttpResponse(text, content_type=atom.CONTENT_TYPE)

    def changes(self, record):
        past = Past(Change.objects.published().of(record), 0, atom.FED)
        with_mergers(past.changes)
        for entry in past.entries:
            change = entry.change
            html = render_to_string("ecosystem/includes/change_told.html", {"change": change, "entry": entry})
            yield atom.Entry(
                f"{record.name} · {change_title(change)}",
                change.get_absolute_url(),
                f"change/{change.pk}",
                html,
                change.made_at,
                change.made_at,
            )

    def days(self, record):
        """Yield an entry for each date of the record that has come since it was published."""
        for event in line([record]):
            moment = make_aware(datetime.combine(_came_on(event), time.min))
            if event.has_come and record.published_at and moment >= record.published_at:
                address = record.get_absolute_url()
                title = f"{record.name} · {event.date.localized()} · {capfirst(str(event.what))}"
                key = f"{record._meta.model_name}/{record.pk}/{event.field}/{event.date.text}"
                yield atom.Entry(title, address, key, "", moment, moment)


def _came_on(event):
    """Return the day on which an event has come: the one after the last, of an end."""
    return event.date.last_day + timedelta(days=1) if event.happening == Happening.ENDED else event.date.first_day
