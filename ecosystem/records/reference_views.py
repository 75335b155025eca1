"""Citations of records and indicators as BibTeX and RIS files."""

from django.http import Http404
from django.utils.timezone import localdate
from django.views.generic import View

from ecosystem.exports.references import build_page_reference, build_reference_response
from ecosystem.web.redirects import SlugRedirectMixin


class ReferenceFile(View):
    model = None
    reference_format = ""

    def get(self, request, slug):
        thing = self.model.objects.published().for_citing().filter(slug=slug).first()
        if thing is None:
            raise Http404
        return build_reference_response(build_page_reference(thing, localdate()), self.reference_format, f"hkai-{slug}")


class RecordReferenceFile(SlugRedirectMixin, ReferenceFile):
    """A reference to a record, with the redirects and 410 of its page."""
