"""How to cite a record or a series, as files for programs that keep references."""

from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.utils.timezone import localdate
from django.views.generic import View

from ecosystem.citing import reference_to
from ecosystem.models import RECORDS, Indicator
from ecosystem.problems import problem
from ecosystem.views.permanent import PermanentFileMixin

TYPES = {
    "bib": ("bibtex", "application/x-bibtex; charset=utf-8"),
    "ris": ("ris", "application/x-research-info-systems; charset=utf-8"),
}


def cited(reference, form, name):
    """Return a reference as a file of one of the forms."""
    attribute, content_type = TYPES[form]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"', "Access-Control-Allow-Origin": "*"}
    return HttpResponse(getattr(reference, attribute), content_type=content_type, headers=headers)


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


CITED = dict.fromkeys(RECORDS, CitedRecord) | {Indicator: CitedSeries}
