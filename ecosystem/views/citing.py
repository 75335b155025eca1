"""How to cite a record or a series, as files for programs that keep references."""

from http import HTTPStatus

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.views.generic import View

from ecosystem.citing import reference_to
from ecosystem.models import Collaboration, Indicator, Initiative, Organisation
from ecosystem.views.records import was_public

TYPES = {
    "bib": ("bibtex", "application/x-bibtex; charset=utf-8"),
    "ris": ("ris", "application/x-research-info-systems; charset=utf-8"),
}
CITED = {
    "organisation": Organisation,
    "initiative": Initiative,
    "collaboration": Collaboration,
    "indicator": Indicator,
}


def cited(reference, form, name):
    """Return a reference as a file of one of the forms."""
    attribute, content_type = TYPES[form]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"', "Access-Control-Allow-Origin": "*"}
    return HttpResponse(getattr(reference, attribute), content_type=content_type, headers=headers)


class Cited(View):
    """A reference to one thing; what was public once is gone here as its page is."""

    model = None
    form = ""

    def get(self, request, slug):
        thing = self.model.objects.published().for_citing().filter(slug=slug).first()
        if thing is None:
            status = 410 if hasattr(self.model, "status") and was_public(self.model, slug) else 404
            return HttpResponse(
                f"{HTTPStatus(status).phrase}\n", status=status, content_type="text/plain; charset=utf-8"
            )
        return cited(reference_to(thing, localdate()), self.form, f"hkai-{slug}")
