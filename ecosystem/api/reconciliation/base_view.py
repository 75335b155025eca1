"""The base views of the reconciliation service: methods, rate limit, language, errors."""

import logging
from http import HTTPStatus

from django.http import JsonResponse
from django.utils import translation as django_translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from ecosystem.api.reconciliation import responses
from ecosystem.api.reconciliation.requests import ReconciliationError
from ecosystem.core import languages
from ecosystem.core.typed_numbers import parse_whole_number
from ecosystem.web import rate_limit
from ecosystem.web.problem_details import PROBLEM_ADVICE, build_problem_response

logger = logging.getLogger(__name__)


class MachineView(View):
    """Answers other methods with problem details."""

    @classmethod
    def as_view(cls, **initkwargs):
        # Exempt from CSRF protection: it changes nothing, and its clients have no cookie of this site.
        return csrf_exempt(super().as_view(**initkwargs))

    def http_method_not_allowed(self, request, *args, **kwargs):
        methods = ", ".join(self._allowed_methods())
        return build_problem_response(
            HTTPStatus.METHOD_NOT_ALLOWED,
            detail=_("Use one of these methods: %(methods)s.") % {"methods": methods},
            headers={"Allow": methods},
        )


class ReconciliationView(MachineView):
    """Counts requests, sets the language, and returns errors as problem details."""

    def dispatch(self, request, *args, **kwargs):
        try:
            return self.get_rate_limited_response(request, *args, **kwargs)
        except Exception:
            # A program cannot read the HTML page of errors.
            logger.exception("The reconciliation service failed")
            return build_problem_response(HTTPStatus.INTERNAL_SERVER_ERROR)

    def get_rate_limited_response(self, request, *args, **kwargs):
        # The preflight request of a browser does not count.
        quota = None if request.method == "OPTIONS" else rate_limit.count_request(request)
        if quota and quota.is_exceeded:
            response = self.render_error(HTTPStatus.TOO_MANY_REQUESTS, _(PROBLEM_ADVICE[HTTPStatus.TOO_MANY_REQUESTS]))
        else:
            response = self.get_localized_response(request, *args, **kwargs)
        for name, value in quota.headers.items() if quota else ():
            response[name] = value
        return response

    def get_localized_response(self, request, *args, **kwargs):
        try:
            language = self.get_language(request)
        except ReconciliationError as error:
            return self.render_error(error.status, str(error))
        with django_translation.override(language):
            try:
                return super().dispatch(request, *args, **kwargs)
            except ReconciliationError as error:
                return self.render_error(error.status, str(error))

    def get_language(self, request):
        """Return the language of the parameter `lang`, else that of the URL or of the browser."""
        language = request.GET.get("lang", "").lower()
        if not language:
            return languages.get_current_language()
        if language not in languages.LANG_TAGS:
            raise responses.build_language_error("lang")
        return language

    def render_error(self, status, text):
        return build_problem_response(status, detail=text)

    def render_json(self, data):
        return JsonResponse(data, json_dumps_params={"ensure_ascii": False})

    def get_text_parameter(self, name):
        text = self.request.GET.get(name, "")
        if "\0" in text:
            raise ReconciliationError(_("“%(name)s” contains invalid characters.") % {"name": name})
        return text

    def get_number_parameter(self, name, default, minimum=0):
        text = self.get_text_parameter(name)
        if not text:
            return default
        number = parse_whole_number(text)
        if number is None or number < minimum:
            message = _("“%(name)s” must be an integer of %(n)d or more.")
            raise ReconciliationError(message % {"name": name, "n": minimum})
        return number
