"""The views of the reconciliation service, for OpenRefine and similar programs."""

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
from ecosystem.api.reconciliation.base_view import MachineView, ReconciliationView
from ecosystem.api.reconciliation.identifiers import parse_entity_id
from ecosystem.api.reconciliation.manifest import build_reconciliation_manifest
from ecosystem.api.reconciliation.requests import (
    MAX_PROPERTIES,
    parse_extension_query,
    parse_reconciliation_queries,
)
from ecosystem.core import languages
from ecosystem.web.problem_details import PROBLEM_ADVICE, ProblemError, build_problem_response

# The preview may be framed by other sites: it has no form, no script and nothing personal, so clickjacking is
# harmless. The rest of the policy is as strict as that of other pages, or stricter.
PREVIEW_CSP = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "form-action": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": ["*"],
}


class ReconciliationEndpoint(ReconciliationView):
    def get(self, request, **kwargs):
        manifest_path = request.path.rstrip("/")
        return self.answer_parameters(request.GET) or self.render_json(build_reconciliation_manifest(manifest_path))

    def post(self, request, **kwargs):
        try:
            form = request.POST
        except (BadRequest, SuspiciousOperation, MultiPartParserError, UnicodeError) as error:
            raise ProblemError(_("The form data is too large or cannot be read.")) from error
        if response := self.answer_parameters(form):
            return response
        raise ProblemError(
            _("Send a form with “%(first)s” or “%(second)s”.") % {"first": "queries", "second": "extend"}
        )

    def answer_parameters(self, parameters):
        """Return None if the request has neither `queries` nor `extend`."""
        if "queries" in parameters:
            queries = parse_reconciliation_queries(parameters["queries"])
            return self.render_json(responses.build_batch_response(queries))
        if "extend" in parameters:
            return self.render_json(responses.build_extension_response(parse_extension_query(parameters["extend"])))
        if "query" in parameters:
            message = _("The protocol no longer supports single queries. Use “%(name)s”.")
            raise ProblemError(message % {"name": "queries"})
        return None


class ReconciliationSuggestions(ReconciliationView):
    def get(self, request, **kwargs):
        typed, offset = self.get_text_parameter("prefix"), self.get_number_parameter("cursor", 0)
        return self.render_json(self.get_suggestions(typed, offset))

    def get_suggestions(self, typed, offset):
        raise NotImplementedError


class EntitySuggestions(ReconciliationSuggestions):
    def get_suggestions(self, typed, offset):
        return responses.suggest_entities(typed, offset, self.get_text_parameter("type"))


class TypeSuggestions(ReconciliationSuggestions):
    def get_suggestions(self, typed, offset):
        return responses.suggest_entity_types(typed, offset)


class PropertySuggestions(ReconciliationSuggestions):
    def get_suggestions(self, typed, offset):
        return responses.suggest_properties(typed, offset)


class ReconciliationPropertyList(ReconciliationView):
    def get(self, request, **kwargs):
        limit = self.get_number_parameter("limit", MAX_PROPERTIES, minimum=1)
        return self.render_json(responses.build_property_list_response(self.get_text_parameter("type"), limit))


class BaseReconciliationPreview(ReconciliationView):
    def get_preview_context(self):
        record = responses.find_previewed_record(self.get_text_parameter("id"))
        if record is None:
            raise ProblemError(_("Record not found."), 404)
        return self.base_context | {
            "record": record,
            "facts": f"ecosystem/includes/{record._meta.model_name}_facts.html",
        }

    @property
    def base_context(self):
        return {"lang_tag": languages.LANG_TAGS[languages.get_current_language()], "site": settings.SITE_URL}


@method_decorator([xframe_options_exempt, csp_override(PREVIEW_CSP)], name="dispatch")
class ReconciliationPreview(BaseReconciliationPreview):
    template = "ecosystem/reconciliation_preview.html"

    def get(self, request, **kwargs):
        return render(request, self.template, self.get_preview_context())

    def render_error(self, error):
        context = self.base_context | {"refusal": error.detail or _(PROBLEM_ADVICE[error.status])}
        return render(self.request, self.template, context, status=error.status)


class ReconciliationFlyout(BaseReconciliationPreview):
    """The preview as HTML in JSON, without links, shown by clients beside a suggestion."""

    def get(self, request, **kwargs):
        context = self.get_preview_context() | {"is_plain": True}
        html = render_to_string("ecosystem/includes/reconciliation_record.html", context)
        return self.render_json({"id": self.get_text_parameter("id"), "html": " ".join(html.split())})


class ReconciliationNotFound(ReconciliationView):
    def http_method_not_allowed(self, request, *args, **kwargs):
        return build_problem_response(HTTPStatus.NOT_FOUND)


class ReconciliationRecordRedirect(MachineView):
    def get(self, request, identifier):
        key = parse_entity_id(identifier)
        try:
            # That page handles renamed and removed records.
            return HttpResponseRedirect(reverse(f"{key[0]}-detail", args=[key[1]]))
        except (TypeError, NoReverseMatch):
            return build_problem_response(HTTPStatus.NOT_FOUND)
