"""The ecosystem in numbers, counted from the records themselves."""

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from ecosystem.pages.key_figures import census
from ecosystem.web.page_cache import kept_page
from ecosystem.web.page_title import Titled


class Figures(Titled, TemplateView):
    page_title = _("The ecosystem in numbers")
    page_description = _(
        "How many bodies, schemes, systems, rules and partnerships of Hong Kong’s AI this directory holds today: each "
        "number with its definition and the list behind it."
    )
    template_name = "ecosystem/figures.html"

    def get(self, request, *args, **kwargs):
        return kept_page(request, "", lambda: super(Figures, self).get(request, *args, **kwargs))

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "groups": census(),
            "today": localdate(),
            "address": settings.SITE_URL + self.request.path,
        }
