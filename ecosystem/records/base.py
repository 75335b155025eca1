"""What the pages of the three kinds of record share."""

from django.http import Http404, JsonResponse
from django.utils.timezone import localdate
from django.views.generic import DetailView, View

from ecosystem.exports import json_ld
from ecosystem.exports.references import reference_to
from ecosystem.records.related import POINTS, related
from ecosystem.visuals.timeline.events import line
from ecosystem.web.lists.comparison_basket import KINDS
from ecosystem.web.page_title import Titled
from ecosystem.web.redirects import PermanentFileMixin, PermanentMixin


class RecordDetail(PermanentMixin, Titled, DetailView):
    """The page of one record."""

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
            "related": related(self.object),
            "points": POINTS,
            "reference": reference_to(self.object, localdate()),
            "record_kind": kind,
            "line": line([self.object, *self.get_others_in_line()]),
            # Under which name the comparison takes it, if it takes its kind at all.
            "compared_as": kind if kind in KINDS else "",
        }

    def get_others_in_line(self):
        """Return the records whose dates stand on this one's line of time beside its own."""
        return []


class RecordJson(PermanentFileMixin, View):
    """A record in the words of schema.org, for whoever asks, from whatever page."""

    model = None

    def get(self, request, slug):
        record = self.model.objects.published().for_detail().filter(slug=slug).first()
        if record is None:
            raise Http404
        response = JsonResponse(
            json_ld.document(record),
            content_type="application/ld+json",
            json_dumps_params={"ensure_ascii": False, "indent": 1},
        )
        response["Access-Control-Allow-Origin"] = "*"
        return response
