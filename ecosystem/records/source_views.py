"""Sources: the list, its CSV file, the list of publishers, and the page of one."""

from collections import defaultdict
from itertools import groupby
from operator import attrgetter

from django.db.models import F, Value
from django.utils.translation import gettext_lazy as _, npgettext_lazy
from django.views.generic import DetailView, TemplateView

from ecosystem.core.languages import LocalizedText, detect_lang_tag
from ecosystem.exports.export_table import CHUNK_SIZE
from ecosystem.exports.releases.tables import SOURCES_TABLE
from ecosystem.models import Citation, Source
from ecosystem.models.record_targets import RECORD_AND_INDICATOR_KINDS
from ecosystem.records.source_filters import SourceFilterSet
from ecosystem.web.list_files import FILE_FORMATS, TableCsv
from ecosystem.web.lists import listing
from ecosystem.web.lists.facets import count_by_column
from ecosystem.web.page_title import PageTitleMixin
from ecosystem.web.record_views import RecordList

HEADINGS = {
    "organisation": _("Organisations"),
    "initiative": _("Initiatives"),
    "collaboration": _("Collaborations"),
    "indicator": _("Indicators"),
}


def _sort_newest_first(queryset):
    return queryset.order_by(F("published").desc(nulls_last=True), "publisher", "url")


class SourceList(RecordList):
    page_title = _("Sources")
    page_description = _(
        "All public pages cited in the directory: publisher, publication date, source type and date accessed."
    )
    count_label = npgettext_lazy("after a number", "source", "sources", "n")
    model = Source
    filterset_class = SourceFilterSet
    sorts = (
        listing.SortOption("publisher", _("Publisher"), lambda queryset: queryset.in_order()),
        listing.SortOption("grade", _("Source type"), lambda queryset: queryset.by_grade()),
        listing.SortOption("-published", _("Latest published first"), _sort_newest_first),
        listing.SortOption(
            "-cited", _("Most cited"), lambda queryset: queryset.for_list().order_by("-citation_count", "url")
        ),
    )
    file_formats = {"csv": FILE_FORMATS["csv"]}
    facet_counters = {
        "grade": count_by_column("grade"),
        "publisher": count_by_column("publisher"),
        "link_status": count_by_column("link_status"),
    }
    template, facet_template, results_template = "source_list.html", "source_facets.html", "source_results.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        is_by_grade = context["listing"].sort.value == "grade"
        # Neighbours with the same publisher, or the same grade, form a group.
        key = attrgetter("grade" if is_by_grade else "publisher")
        groups = [list(sources) for _name, sources in groupby(context["records"], key=key)]
        return context | {"groups": groups, "is_by_grade": is_by_grade}

    def count_other_kinds(self):
        return []


class PublisherList(PageTitleMixin, TemplateView):
    template_name = "ecosystem/publisher_list.html"
    page_title = _("Source publishers")
    page_description = _("The publishers of our sources, most cited first.")

    def get_context_data(self, **kwargs):
        publishers = list(Citation.objects.published().count_by_publisher())
        for row in publishers:
            row["name"] = LocalizedText(row["publisher"], detect_lang_tag(row["publisher"]))
        return super().get_context_data(**kwargs) | {"publishers": publishers}


class SourceCsv(TableCsv):
    table = SOURCES_TABLE

    def iter_objects(self):
        # Whatever is listed has a page.
        return self.queryset.annotate(has_page=Value(True)).iterator(chunk_size=CHUNK_SIZE)


class SourceDetail(PageTitleMixin, DetailView):
    template_name = "ecosystem/source_detail.html"
    context_object_name = "source"

    def get_queryset(self):
        return Source.objects.published().for_list()

    def get_page_title(self):
        # Several sources may have the same title.
        return f"{SourceList.page_title} {self.object.pk} · {self.object.title}"

    def get_page_description(self):
        return _("What the directory cites from this page by %(publisher)s: %(title)s.") % {
            "publisher": self.object.publisher,
            "title": self.object.title,
        }

    def get_context_data(self, **kwargs):
        citations = list(Citation.objects.published().filter(source=self.object).with_record())
        observations = defaultdict(list)
        if any(citation.indicator_id for citation in citations):
            for observation in self.object.observations.order_by("-period"):
                observations[observation.indicator_id].append(observation)
        # `(citation, observations)` by kind of record.
        by_kind = {name: [] for name in RECORD_AND_INDICATOR_KINDS}
        for citation in citations:
            by_kind[citation.record_kind].append((citation, observations.get(citation.indicator_id, [])))
        siblings = Source.objects.published().filter(publisher=self.object.publisher).count() - 1
        return super().get_context_data(**kwargs) | {
            "groups": [(HEADINGS[name], rows) for name, rows in by_kind.items() if rows],
            "siblings": siblings,
        }
