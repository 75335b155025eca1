"""What every address of the reconciliation service shares: who may ask, how often, in which language; what is wrong."""

import logging
from http import HTTPStatus

from django.http import JsonResponse
from django.utils import translation as django_translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from ecosystem.api.reconciliation import responses
from ecosystem.api.reconciliation.requests import Refused
from ecosystem.core import languages
from ecosystem.web import rate_limit
from ecosystem.web.problem_details import ADVICE, problem

logger = logging.getLogger(__name__)

# What a page of another site may read of an answer.
EXPOSED = "Retry-After, RateLimit, RateLimit-Policy"


# It changes nothing, and whoever uses it comes from elsewhere, without a cookie of ours.
@method_decorator(csrf_exempt, name="dispatch")
class Address(View):
    """What every address of the service shares: it is open to pages of other sites, whatever it answers."""

    def dispatch(self, request, *args, **kwargs):
        response = self.answered(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED
        return response

    def answered(self, request, *args, **kwargs):
        return super().dispatch(request, *args, **kwargs)

    def http_method_not_allowed(self, request, *args, **kwargs):
        methods = ", ".join(self._allowed_methods())
        return problem(
            HTTPStatus.METHOD_NOT_ALLOWED,
            detail=_("Ask with one of these: %(methods)s.") % {"methods": methods},
            headers={"Allow": methods},
        )

    def options(self, request, *args, **kwargs):
        response = super().options(request, *args, **kwargs)
        response["Access-Control-Allow-Methods"] = response["Allow"]
        # What a client of ours could want to send is no secret, and nothing but the form is read.
        response["Access-Control-Allow-Headers"] = "Content-Type, Accept, Accept-Language"
        response["Access-Control-Max-Age"] = "86400"
        return response


class Service(Address):
    """What answers questions: as often as is allowed, in the language asked for, faults in plain words."""

    def answered(self, request, *args, **kwargs):
        try:
            return self.counted(request, *args, **kwargs)
        except Exception:
            # A program that asks cannot read the page that people are shown.
            logger.exception("The reconciliation service failed")
            return problem(HTTPStatus.INTERNAL_SERVER_ERROR)

    def counted(self, request, *args, **kwargs):
        # What a browser asks beforehand is no question yet.
        allowance = None if request.method == "OPTIONS" else rate_limit.take(request)
        if allowance and allowance.is_exceeded:
            response = self.refuse(HTTPStatus.TOO_MANY_REQUESTS, _(ADVICE[HTTPStatus.TOO_MANY_REQUESTS]))
        else:
            response = self.understood(request, *args, **kwargs)
        for name, value in allowance.headers.items() if allowance else ():
            response[name] = value
        return response

    def understood(self, request, *args, **kwargs):
        try:
            language = self.language(request)
        except Refused as refused:
            return self.refuse(refused.status, str(refused))
        with django_translation.override(language):
            try:
                return super().answered(request, *args, **kwargs)
            except Refused as refused:
                return self.refuse(refused.status, str(refused))

    def language(self, request):
        """Return the language of the parameter `lang`, else that of the address or of the browser."""
        wanted = request.GET.get("lang", "").lower()
        if not wanted:
            return languages.current()
        if wanted not in languages.LANG_TAGS:
            raise responses.no_language("lang")
        return wanted

    def refuse(self, status, text):
        return problem(status, detail=text)

    def answer(self, said):
        return JsonResponse(said, json_dumps_params={"ensure_ascii": False})

    def text(self, name, default=""):
        said = self.request.GET.get(name, default)
        if "\0" in said:
            raise Refused(_("“%(name)s” holds characters that are none.") % {"name": name})
        return said

    def number(self, name, default, least=0):
        said = self.text(name)
        if not said:
            return default
        if not (said.isascii() and said.isdigit() and len(said) < 10 and int(said) >= least):
            raise Refused(_("“%(name)s” is to be a whole number of at least %(n)d.") % {"name": name, "n": least})
        return int(said)
