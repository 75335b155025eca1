"""The reconciliation service: matches lists of names with our records, for OpenRefine and its like."""

from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpResponseRedirect
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override

from ecosystem.api.reconciliation import responses
from ecosystem.api.reconciliation.base_view import Address, Service
from ecosystem.api.reconciliation.identifiers import key_of
from ecosystem.api.reconciliation.manifest import manifest
from ecosystem.api.reconciliation.requests import MOST_PROPERTIES, Refused, read_extension, read_queries
from ecosystem.core import languages
from ecosystem.web.problem_details import problem

# A small page that other sites may show in a frame: it has no form, no script and nothing that is anybody's own,
# so that nobody can be led to press something in it. All else is as strict as everywhere, or more so.
FRAMEABLE = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "form-action": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": ["*"],
}


class Endpoint(Service):
    """The manifest; what is asked with `queries` or `extend`, in the address or as a form."""

    def get(self, request, **kwargs):
        return self.ask(request.GET) or self.answer(manifest(request.path.rstrip("/")))

    def post(self, request, **kwargs):
        try:
            form = request.POST
        except (BadRequest, SuspiciousOperation, MultiPartParserError, UnicodeError) as error:
            raise Refused(_("The form that was sent cannot be read, or is too large.")) from error
        if answer := self.ask(form):
            return answer
        raise Refused(_("Send a form with “%(first)s” or “%(second)s”.") % {"first": "queries", "second": "extend"})

    def ask(self, parameters):
        """Return the answer to what the parameters ask; None where they ask nothing."""
        if "queries" in parameters:
            return self.answer(responses.results(read_queries(parameters["queries"])))
        if "extend" in parameters:
            return self.answer(responses.extended(read_extension(parameters["extend"])))
        if "query" in parameters:
            told = {"name": "queries"}
            raise Refused(_("Single queries are no longer part of the protocol; send “%(name)s”.") % told)
        return None


class Suggestions(Service):
    """What may be about to be typed: records, types or properties."""

    suggest = None

    def get(self, request, **kwargs):
        return self.answer(self.suggested(self.text("prefix"), self.number("cursor", 0)))

    def suggested(self, typed, skipped):
        raise NotImplementedError


class EntitySuggestions(Suggestions):
    def suggested(self, typed, skipped):
        return responses.suggested_entities(typed, skipped, self.text("type"))


class TypeSuggestions(Suggestions):
    def suggested(self, typed, skipped):
        return responses.suggested_types(typed, skipped)


class PropertySuggestions(Suggestions):
    def suggested(self, typed, skipped):
        return responses.suggested_properties(typed, skipped)


class Properties(Service):
    """Which properties records of a type may have."""

    def get(self, request, **kwargs):
        return self.answer(responses.proposed(self.text("type"), self.number("limit", MOST_PROPERTIES, least=1)))


class Previewing(Service):
    """Shows one record, small."""

    def shown(self):
        record = responses.record_of(self.text("id"))
        if record is None:
            raise Refused(_("There is no such record."), 404)
        return self.framed | {"record": record, "facts": f"ecosystem/includes/{record._meta.model_name}_facts.html"}

    @property
    def framed(self):
        """What the page needs, whatever stands in it."""
        return {"lang_tag": languages.LANG_TAGS[languages.current()], "site": settings.SITE_URL}


@method_decorator([xframe_options_exempt, csp_override(FRAMEABLE)], name="dispatch")
class Preview(Previewing):
    """A page of a record for a frame of another site."""

    template = "ecosystem/reconciliation_preview.html"

    def get(self, request, **kwargs):
        return render(request, self.template, self.shown())

    def refuse(self, status, text):
        return render(self.request, self.template, self.framed | {"refusal": text}, status=status)


class Flyout(Previewing):
    """The same as a piece of HTML within JSON, without links, for clients that show it beside a suggestion."""

    def get(self, request, **kwargs):
        html = render_to_string("ecosystem/includes/reconciliation_record.html", self.shown() | {"is_plain": True})
        return self.answer({"id": self.text("id"), "html": " ".join(html.split())})


class Nothing(Service):
    """Any other address below the service."""

    def http_method_not_allowed(self, request, *args, **kwargs):
        return problem(HTTPStatus.NOT_FOUND)


class Record(Address):
    """The permanent address of an identifier: leads to the record's page in the reader's language."""

    def get(self, request, identifier):
        key = key_of(identifier)
        try:
            # Whether it was renamed or removed, the page itself knows best.
            return HttpResponseRedirect(reverse(f"{key[0]}-detail", args=[key[1]]))
        except (TypeError, NoReverseMatch):
            return problem(HTTPStatus.NOT_FOUND)
