"""The home page."""

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from ecosystem.core import languages
from ecosystem.exports.page_json_ld import build_site_node
from ecosystem.models import RECORD_MODELS, Change, Citation, Indicator, Theme
from ecosystem.models.edition_cache import per_edition, per_edition_by
from ecosystem.visuals.map.addresses import add_disc_addresses
from ecosystem.visuals.map.data import get_organisation_locations
from ecosystem.visuals.map.drawing import MapDrawing
from ecosystem.visuals.map.hong_kong import draw_hong_kong_map
from ecosystem.visuals.map.views import SMALL_MAP_WIDTH, list_tint_steps
from ecosystem.visuals.timeline import events
from ecosystem.web.page_title import PageTitleMixin

EVENTS_SHOWN = 10
FIGURES_SHOWN = 4
CHANGES_SHOWN = 5


@per_edition_by(languages.get_current_language)
def draw_home_map() -> MapDrawing:
    return add_disc_addresses(draw_hong_kong_map(get_organisation_locations(), width=SMALL_MAP_WIDTH))


class Home(PageTitleMixin, TemplateView):
    template_name = "ecosystem/home.html"
    page_title = _("Who does what with AI in Hong Kong")
    page_description = _(
        "A public directory of AI in Hong Kong, with sources: government initiatives, universities, "
        "banks, start-ups, government departments and their partners, in English and Chinese."
    )

    def get_context_data(self, **kwargs):
        return (
            super().get_context_data(**kwargs)
            | _read_content()
            | {
                "site_node": build_site_node(),
                "events": events.list_latest_events(EVENTS_SHOWN),
                "map": draw_home_map(),
                "districts": get_organisation_locations().districts,
                "steps": list_tint_steps(),
            }
        )


@per_edition
def _read_content() -> dict:
    changes = Change.objects.published().without_entered().newest_first().for_list()
    return {
        "counts": {model._meta.model_name: model.objects.published().count_all_and_core() for model in RECORD_MODELS},
        "source_count": Citation.objects.published().get_sources().count(),
        "themes": list(Theme.objects.with_counts()),
        "figures": list(Indicator.objects.published().newest_first()[:FIGURES_SHOWN]),
        "changes": list(changes[:CHANGES_SHOWN]),
    }
