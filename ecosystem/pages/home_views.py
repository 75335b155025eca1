"""The home page: what this is, where to begin, what happened last."""

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from ecosystem.core import languages
from ecosystem.history.merged_records import with_mergers
from ecosystem.models import RECORDS, Change, Citation, Indicator, Theme
from ecosystem.models.edition_cache import kept
from ecosystem.visuals.map.addresses import addressed
from ecosystem.visuals.map.data import atlas
from ecosystem.visuals.map.hong_kong import territory
from ecosystem.visuals.map.views import MAP_WIDTH, steps
from ecosystem.visuals.timeline import events
from ecosystem.web.page_title import Titled

EVENTS_SHOWN = 10
FIGURES_SHOWN = 4
CHANGES_SHOWN = 5


def small_map():
    return addressed(territory(atlas(), width=MAP_WIDTH))


class Home(Titled, TemplateView):
    template_name = "ecosystem/home.html"
    page_title = _("Who does what with AI in Hong Kong")
    page_description = _(
        "A public, sourced directory of Hong Kong’s AI: government schemes, universities, banks, start-ups, city "
        "departments and their partners, in English and Chinese."
    )

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "counts": {model._meta.model_name: model.objects.published().counted() for model in RECORDS},
            "source_count": Citation.objects.published().sources().count(),
            "themes": Theme.objects.with_counts(),
            "figures": Indicator.objects.published().newest_first()[:FIGURES_SHOWN],
            "events": events.latest(EVENTS_SHOWN),
            "changes": with_mergers(Change.objects.published().told().newest_first().for_list()[:CHANGES_SHOWN]),
            "map": kept(f"home-map-{languages.current()}", small_map),
            "districts": atlas().districts,
            "steps": steps(),
        }
