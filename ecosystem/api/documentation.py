"""The page that explains the API, made from its description."""

import json

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy as _, override
from django.views.generic import TemplateView

from ecosystem import allowances
from ecosystem.api import manual
from ecosystem.api.addresses import api_url
from ecosystem.api.description import described
from ecosystem.api.lists import LISTS
from ecosystem.api.pages import LIMIT, MOST
from ecosystem.api.routes import api
from ecosystem.core.languages import ENGLISH
from ecosystem.problems import ADVICE, TITLES, problem
from ecosystem.structured_data import LICENCE
from ecosystem.views.kept_pages import KeptMixin
from ecosystem.views.titled import Titled

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
            "operations": manual.operations(document),
            "shapes": manual.shapes(document),
            "errors": [(status, gettext(TITLES[status]), gettext(ADVICE[status])) for status in TITLES],
            "root_url": api_url(),
            "description_url": api_url("openapi.json"),
            "wrong_url": f"{api_url('organisations')}?{WRONG.urlencode()}",
            "wrong": manual.written(_refused()),
            "licence_url": LICENCE,
            "requests": settings.API_REQUESTS_PER_MINUTE,
            "seconds": allowances.WINDOW,
            "limit": LIMIT,
            "most": MOST,
        }


def _refused():
    """Return how the question is refused, in English as all examples."""
    with override(ENGLISH):
        return json.loads(problem(400, LISTS["organisations"].asked(WRONG).faults).content)
