"""Base views of the pages of organisations, initiatives and collaborations."""

from django.http import Http404, JsonResponse
from django.utils.timezone import localdate
from django.views.generic import DetailView, View

from ecosystem.exports import json_ld
from ecosystem.exports.references import build_page_reference
from ecosystem.records.related import TRAIT_POINTS, find_related_records
from ecosystem.visuals.timeline.events import list_record_events
from ecosystem.web.lists.comparison_basket import COMPARABLE_MODELS
from ecosystem.web.page_title import PageTitleMixin
from ecosystem.web.redirects import SlugRedirectMixin


class RecordDetail(SlugRedirectMixin, PageTitleMixin, DetailView):
    context_object_name = "record"

    def get_page_title(self):
        return self.object.name

    def get_page_description(self):
        return self.object.summary

    def get_queryset(self):
        return self.model.objects.published().for_detail()

    def get_context_data(self, **kwargs):
        kind = self.model._meta.model_name
        return super().get_context_data(**kwargs) | {
            "related": find_related_records(self.object),
            "points": TRAIT_POINTS,
            "reference": build_page_reference(self.object, localdate()),
            "record_kind": kind,
            "line": list_record_events([self.object, *self.get_related_timeline_records()]),
            # The parameter of the comparison; empty if records of this kind are not compared.
            "compared_as": kind if kind in COMPARABLE_MODELS else "",
        }

    def get_related_timeline_records(self):
        return []


class RecordJson(SlugRedirectMixin, View):
    model = None

    def get(self, request, slug):
        record = self.model.objects.published().for_detail().filter(slug=slug).first()
        if record is None:
            raise Http404
        return JsonResponse(
            json_ld.build_json_ld_document(json_ld.build_json_ld_node(record)),
            content_type="application/ld+json",
            json_dumps_params={"ensure_ascii": False, "indent": 1},
        )
