"""The base views of the reconciliation service: methods, rate limit, language, errors."""

from http import HTTPStatus

from django.http import JsonResponse
from django.utils import translation as django_translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from ecosystem.api.reconciliation import responses
from ecosystem.core import languages
from ecosystem.core.typed_numbers import parse_whole_number
from ecosystem.web import rate_limit
from ecosystem.web.problem_details import ProblemError, build_problem_response


class MachineView(View):
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
    def dispatch(self, request, *args, **kwargs):
        # The preflight request of a browser does not count.
        if request.method == "OPTIONS":
            return self.get_localized_response(request, *args, **kwargs)
        return rate_limit.respond_within_quota(
            request,
            lambda: self.get_localized_response(request, *args, **kwargs),
            lambda: self.render_error(ProblemError(status=HTTPStatus.TOO_MANY_REQUESTS)),
        )

    def get_localized_response(self, request, *args, **kwargs):
        try:
            language = self.get_language(request)
        except ProblemError as error:
            return self.render_error(error)
        with django_translation.override(language):
            try:
                return super().dispatch(request, *args, **kwargs)
            except ProblemError as error:
                return self.render_error(error)

    def get_language(self, request):
        language = request.GET.get("lang", "").lower()
        if not language:
            return languages.get_current_language()
        if language not in languages.LANG_TAGS:
            raise responses.build_language_error("lang")
        return language

    def render_error(self, error):
        return error.build_response()

    def render_json(self, data):
        return JsonResponse(data, json_dumps_params={"ensure_ascii": False})

    def get_text_parameter(self, name):
        text = self.request.GET.get(name, "")
        if "\0" in text:
            raise ProblemError(_("“%(name)s” contains invalid characters.") % {"name": name})
        return text

    def get_number_parameter(self, name, default, minimum=0):
        text = self.get_text_parameter(name)
        if not text:
            return default
        number = parse_whole_number(text)
        if number is None or number < minimum:
            message = _("“%(name)s” must be an integer of %(n)d or more.")
            raise ProblemError(message % {"name": name, "n": minimum})
        return number
