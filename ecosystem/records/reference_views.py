"""How to cite a record or a series, as files for programs that keep references."""

from http import HTTPStatus

from django.http import Http404
from django.utils.timezone import localdate
from django.views.generic import View

from ecosystem.exports.references import cited, reference_to
from ecosystem.web.problem_details import problem
from ecosystem.web.redirects import PermanentFileMixin


class Cited(View):
    """A reference to one thing."""

    model = None
    form = ""

    def get(self, request, slug):
        thing = self.model.objects.published().for_citing().filter(slug=slug).first()
        if thing is None:
            raise Http404
        return cited(reference_to(thing, localdate()), self.form, f"hkai-{slug}")


class CitedRecord(PermanentFileMixin, Cited):
    """A reference to a record, which leads on or is gone where the page of the record is."""


class CitedSeries(Cited):
    """A reference to a series; where there is none, machines are told as of records."""

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            return problem(HTTPStatus.NOT_FOUND)
