"""The page of key figures."""

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from ecosystem.pages.key_figures import count_key_figures
from ecosystem.web.page_title import PageTitleMixin


class KeyFigures(PageTitleMixin, TemplateView):
    page_title = _("The AI ecosystem in numbers")
    page_description = _(
        "How many organisations, initiatives, systems, rules and collaborations this directory lists "
        "today. Each number has a definition and a list."
    )
    template_name = "ecosystem/figures.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "groups": count_key_figures(),
            "today": localdate(),
            "address": settings.SITE_URL + self.request.path,
        }
