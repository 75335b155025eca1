"""The documentation page of the API, built from its OpenAPI document."""

import json

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy as _, override
from django.views.generic import TemplateView

from ecosystem.api import docs_reference
from ecosystem.api.lists import LISTS
from ecosystem.api.openapi import get_openapi_document
from ecosystem.api.pagination import DEFAULT_LIMIT, MAX_LIMIT
from ecosystem.api.record_urls import build_api_url
from ecosystem.api.routes import api
from ecosystem.core.languages import ENGLISH
from ecosystem.exports.licence import LICENCE
from ecosystem.web import rate_limit
from ecosystem.web.page_title import PageTitleMixin
from ecosystem.web.problem_details import PROBLEM_ADVICE, PROBLEM_TITLES, build_problem_response

# An invalid query, to show an example of an error.
WRONG_QUERY = QueryDict("kind=nonsense")


class ApiDocs(PageTitleMixin, TemplateView):
    template_name = "ecosystem/api_docs.html"
    page_title = _("API")
    page_description = _(
        "The directory as JSON for developers: endpoints, parameters, response formats, errors, rate "
        "limits and licence."
    )

    def get_context_data(self, **kwargs):
        document = get_openapi_document(api)
        return super().get_context_data(**kwargs) | {
            "document": document,
            "operations": docs_reference.list_api_operations(document),
            "shapes": docs_reference.list_api_schemas(document),
            "errors": [
                (status, gettext(PROBLEM_TITLES[status]), gettext(PROBLEM_ADVICE[status])) for status in PROBLEM_TITLES
            ],
            "root_url": build_api_url(),
            "description_url": build_api_url("openapi.json"),
            "wrong_url": f"{build_api_url('organisations')}?{WRONG_QUERY.urlencode()}",
            "wrong": docs_reference.format_example_json(_build_error_example()),
            "licence_url": LICENCE,
            "requests": settings.API_REQUESTS_PER_MINUTE,
            "seconds": rate_limit.WINDOW_SECONDS,
            "limit": DEFAULT_LIMIT,
            "most": MAX_LIMIT,
        }


def _build_error_example():
    # In English, as all examples.
    with override(ENGLISH):
        return json.loads(build_problem_response(400, LISTS["organisations"].build_query(WRONG_QUERY).errors).content)
