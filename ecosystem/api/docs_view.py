"""The page that explains the API, made from its description."""

import json

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy as _, override
from django.views.generic import TemplateView

from ecosystem.api import docs_reference
from ecosystem.api.lists import LISTS
from ecosystem.api.openapi import described
from ecosystem.api.pagination import LIMIT, MOST
from ecosystem.api.record_urls import api_url
from ecosystem.api.routes import api
from ecosystem.core.languages import ENGLISH
from ecosystem.exports.licence import LICENCE
from ecosystem.web import rate_limit
from ecosystem.web.page_cache import KeptMixin
from ecosystem.web.page_title import Titled
from ecosystem.web.problem_details import ADVICE, TITLES, problem

# A question that no list can answer, for showing how an error looks.
WRONG = QueryDict("kind=nonsense")


class Documentation(Titled, KeptMixin, TemplateView):
    template_name = "ecosystem/api_docs.html"
    page_title = _("The API")
    page_description = _(
        "The directory as JSON for other programs: every address, its parameters, the shape of its answers, errors, "
        "limits and licence."
    )

    def get_context_data(self, **kwargs):
        document = described(api)
        return super().get_context_data(**kwargs) | {
            "document": document,
            "operations": docs_reference.operations(document),
            "shapes": docs_reference.shapes(document),
            "errors": [(status, gettext(TITLES[status]), gettext(ADVICE[status])) for status in TITLES],
            "root_url": api_url(),
            "description_url": api_url("openapi.json"),
            "wrong_url": f"{api_url('organisations')}?{WRONG.urlencode()}",
            "wrong": docs_reference.written(_refused()),
            "licence_url": LICENCE,
            "requests": settings.API_REQUESTS_PER_MINUTE,
            "seconds": rate_limit.WINDOW,
            "limit": LIMIT,
            "most": MOST,
        }


def _refused():
    """Return how the question is refused, in English as all examples."""
    with override(ENGLISH):
        return json.loads(problem(400, LISTS["organisations"].asked(WRONG).faults).content)
