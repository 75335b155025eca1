"""What was changed in the directory, by date: all of it, and what was wrong."""

from itertools import groupby

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _, npgettext_lazy

from ecosystem.exports import atom
from ecosystem.exports.record_columns import CHUNK, FORMS
from ecosystem.history.corrections import corrections
from ecosystem.history.merged_records import with_mergers
from ecosystem.models import Change
from ecosystem.models.field_labels import change_title
from ecosystem.records.change_export import CHANGES
from ecosystem.records.change_filters import ChangeFilterSet
from ecosystem.web.list_files import ExtractCsv, ListAtom
from ecosystem.web.lists import listing
from ecosystem.web.lists.facets import by_kind_of_record, by_theme_of_record, by_what_was_done
from ecosystem.web.record_views import RecordList

FILES = {"CSV": "change-csv", "Atom": "change-feed"}
NEWEST = listing.Sort("-made", _("Newest first"), lambda queryset: queryset.newest_first())
OLDEST = listing.Sort("made", _("Oldest first"), lambda queryset: queryset.newest_first().reverse())


class ChangeList(RecordList):
    page_title = _("Changes")
    page_description = _("What was entered, changed, checked and removed in the directory, by whom and why.")
    things = npgettext_lazy("after a number", "change", "changes", "n")
    model = Change
    filterset_class = ChangeFilterSet
    sorts = (NEWEST, OLDEST)
    facet_counters = {"what": by_what_was_done, "kind": by_kind_of_record, "theme": by_theme_of_record}
    forms = {form: FORMS[form] for form in ("csv", "atom")}
    template, facet_fields, results = "change_list.html", "change_facets.html", "change_results.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        by_day = groupby(context["records"], key=lambda change: change.made_on)
        return context | {"days": [(day, with_mergers(changes)) for day, changes in by_day]}

    def elsewhere(self):
        return []


class CorrectionList(ChangeList):
    page_title = _("Corrections")
    page_description = _("What was wrong in the directory, since when, and since when it is right.")
    things = npgettext_lazy("after a number", "correction", "corrections", "n")
    facet_counters = {}
    template, results = "correction_list.html", "correction_results.html"

    def get_queryset(self):
        return super().get_queryset().corrections()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        total = self.get_queryset().count()
        own = {"total": total, "things": self.things % {"n": total}, "corrections": corrections(context["records"])}
        return context | own

    def files(self):
        return [(word, f"{reverse(name)}?what=correction") for word, name in FILES.items()]


class ChangeCsv(ExtractCsv):
    extract = CHANGES

    def things(self):
        return self.queryset.for_list().iterator(chunk_size=CHUNK)


class ChangeFeed(ListAtom):
    """The latest of what the list of changes holds by the same filters."""

    def entries(self):
        for change in with_mergers(self.listing.filterset.qs.newest_first().for_list()[: atom.FED]):
            html = render_to_string("ecosystem/includes/change_told.html", {"change": change})
            yield atom.Entry(
                title=f"{change.record.name if change.record.is_public else change.record.slug} · {change_title(change)}",
                address=change.get_absolute_url(),
                key=f"change/{change.pk}",
                html=html,
                published=change.made_at,
                updated=change.made_at,
            )
