"""The list of changes, the list of corrections, their CSV file and feed."""

from itertools import groupby

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _, npgettext_lazy

from ecosystem.exports import atom
from ecosystem.exports.export_table import CHUNK_SIZE
from ecosystem.history.corrections import list_corrections
from ecosystem.models import Change
from ecosystem.models.field_labels import format_change_title
from ecosystem.records.change_export import CHANGES_DATASET
from ecosystem.records.change_filters import ChangeFilterSet
from ecosystem.web.list_files import FILE_FORMATS, ListAtom, TableCsv
from ecosystem.web.lists import listing
from ecosystem.web.lists.facets import count_by_change_kind, count_by_record_kind, count_by_record_theme
from ecosystem.web.record_views import RecordList

FILE_VIEWS = {"CSV": "change-csv", "Atom": "change-feed"}
NEWEST = listing.SortOption("-made", _("Newest first"), lambda queryset: queryset.newest_first())
OLDEST = listing.SortOption("made", _("Oldest first"), lambda queryset: queryset.newest_first().reverse())


class ChangeList(RecordList):
    page_title = _("Recent changes")
    page_description = _("Records added, changed, checked or removed, by whom and why.")
    count_label = npgettext_lazy("after a number", "change", "changes", "n")
    model = Change
    filterset_class = ChangeFilterSet
    sorts = (NEWEST, OLDEST)
    facet_counters = {"what": count_by_change_kind, "kind": count_by_record_kind, "theme": count_by_record_theme}
    file_formats = {form: FILE_FORMATS[form] for form in ("csv", "atom")}
    template, facet_template, results_template = "change_list.html", "change_facets.html", "change_results.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        by_day = groupby(context["records"], key=lambda change: change.made_on)
        return context | {
            "days": [(day, list(changes)) for day, changes in by_day],
            "has_corrections": self.model.objects.published().corrections().exists(),
        }

    def count_other_kinds(self):
        return []


class CorrectionList(ChangeList):
    page_title = _("Corrections")
    page_description = _("Errors we have corrected, since when they were wrong and when we corrected them.")
    count_label = npgettext_lazy("after a number", "correction", "corrections", "n")
    facet_counters = {}
    template, results_template = "correction_list.html", "correction_results.html"

    def get_queryset(self):
        return super().get_queryset().corrections()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        total = self.get_queryset().count()
        return context | {
            "total": total,
            "things": self.count_label % {"n": total},
            "corrections": list_corrections(context["records"]),
        }

    def list_files(self):
        return [(word, f"{reverse(name)}?what=correction") for word, name in FILE_VIEWS.items()]


class ChangeCsv(TableCsv):
    table = CHANGES_DATASET

    def iter_objects(self):
        return self.queryset.for_list().iterator(chunk_size=CHUNK_SIZE)


class ChangeFeed(ListAtom):
    def iter_entries(self):
        for change in self.listing.filterset.qs.newest_first().for_list()[: atom.MAX_FEED_ENTRIES]:
            html = render_to_string("ecosystem/includes/change_told.html", {"change": change})
            name = change.record.name if change.record.is_public else change.record.slug
            yield atom.AtomEntry(
                title=f"{name} · {format_change_title(change)}",
                address=change.get_absolute_url(),
                key=f"change/{change.pk}",
                html=html,
                published=change.made_at,
                updated=change.made_at,
            )
