"""Sources: the pages that were read, by publisher and grade; one with everything that rests on it."""

from collections import defaultdict
from itertools import groupby
from operator import attrgetter

from django.db.models import F
from django.utils.translation import gettext_lazy as _, npgettext_lazy
from django.views.generic import DetailView, TemplateView

from ecosystem.core.languages import Text, lang_of
from ecosystem.exports.record_columns import CHUNK, FORMS
from ecosystem.models import Citation, Source
from ecosystem.models.citations import TARGETS
from ecosystem.records.source_export import SOURCES
from ecosystem.records.source_filters import SourceFilterSet
from ecosystem.web.list_files import ExtractCsv
from ecosystem.web.lists import listing
from ecosystem.web.lists.facets import by_column
from ecosystem.web.page_title import Titled
from ecosystem.web.record_views import RecordList

HEADINGS = {
    "organisation": _("Organisations"),
    "initiative": _("Initiatives"),
    "collaboration": _("Collaborations"),
    "indicator": _("Indicators"),
}


def _newest(queryset):
    return queryset.order_by(F("published").desc(nulls_last=True), "publisher", "url")


class SourceList(RecordList):
    page_title = _("Sources")
    page_description = _(
        "Every public page that a fact of the directory rests on: who published it and when, what kind of page it is, "
        "and when it was read."
    )
    things = npgettext_lazy("after a number", "source", "sources", "n")
    model = Source
    filterset_class = SourceFilterSet
    sorts = (
        listing.Sort("publisher", _("Publisher"), lambda queryset: queryset.in_order()),
        listing.Sort("grade", _("Grade"), lambda queryset: queryset.by_grade()),
        listing.Sort("-published", _("Latest published"), _newest),
        listing.Sort(
            "-cited", _("Most relied on"), lambda queryset: queryset.for_list().order_by("-citation_count", "url")
        ),
    )
    forms = {"csv": FORMS["csv"]}
    facet_counters = {
        "grade": by_column("grade"),
        "publisher": by_column("publisher"),
        "link_status": by_column("link_status"),
    }
    template, facet_fields, results = "source_list.html", "source_facets.html", "source_results.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        is_by_grade = context["listing"].sort.value == "grade"
        # Under the publisher's name where the order is by publisher, else neighbours of one publisher together.
        key = attrgetter("grade" if is_by_grade else "publisher")
        groups = [list(sources) for _name, sources in groupby(context["records"], key=key)]
        return context | {"groups": groups, "is_by_grade": is_by_grade}

    def elsewhere(self):
        return []


class PublisherList(Titled, TemplateView):
    template_name = "ecosystem/publisher_list.html"
    page_title = _("Publishers of sources")
    page_description = _("On whose pages the directory rests: each publisher, the most relied on first.")

    def get_context_data(self, **kwargs):
        publishers = list(Citation.objects.published().by_publisher())
        for row in publishers:
            row["name"] = Text(row["publisher"], lang_of(row["publisher"]))
        return super().get_context_data(**kwargs) | {"publishers": publishers}


class SourceCsv(ExtractCsv):
    extract = SOURCES

    def things(self):
        return self.queryset.iterator(chunk_size=CHUNK)


class SourceDetail(Titled, DetailView):
    template_name = "ecosystem/source_detail.html"
    context_object_name = "source"

    def get_queryset(self):
        return Source.objects.published().for_list()

    def get_page_title(self):
        # Several pages may bear one title.
        return f"{SourceList.page_title} {self.object.pk} · {self.object.title}"

    def get_page_description(self):
        return _("What the directory knows from this page of %(publisher)s: %(title)s.") % {
            "publisher": self.object.publisher,
            "title": self.object.title,
        }

    def get_context_data(self, **kwargs):
        resting = Citation.objects.published().filter(source=self.object).with_record()
        by_kind = {name: [] for name in TARGETS}
        for citation in resting:
            name = next(name for name in TARGETS if getattr(citation, f"{name}_id"))
            by_kind[name].append(citation)
        if by_kind["indicator"]:
            figures = defaultdict(list)
            for figure in self.object.observations.order_by("-period"):
                figures[figure.indicator_id].append(figure)
            for citation in by_kind["indicator"]:
                citation.figures = figures[citation.indicator_id]
        siblings = Source.objects.published().filter(publisher=self.object.publisher).count() - 1
        return super().get_context_data(**kwargs) | {
            "groups": [(HEADINGS[name], citations) for name, citations in by_kind.items() if citations],
            "siblings": siblings,
        }
