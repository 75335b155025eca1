"""Themes: the list, and the page of one with its records, indicators and charts."""

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, ListView

from ecosystem.applications.counts import build_heat_table_within_theme
from ecosystem.core import languages
from ecosystem.editing.theme_introductions import render_introduction
from ecosystem.models import RECORD_MODELS, Collaboration, Indicator, Initiative, Organisation, OrganisationKind, Theme
from ecosystem.models.edition_cache import per_edition_by
from ecosystem.models.initiatives import INITIATIVE_LIST_COLUMNS
from ecosystem.pages.system_dependencies import build_system_dependencies
from ecosystem.visuals.indicators.chart import build_indicator_chart
from ecosystem.visuals.map.addresses import add_disc_addresses
from ecosystem.visuals.map.data import get_organisation_locations
from ecosystem.visuals.map.hong_kong import draw_hong_kong_map
from ecosystem.visuals.map.views import SMALL_MAP_WIDTH
from ecosystem.visuals.svg_files import build_network_preview
from ecosystem.visuals.timeline.data import Timeline
from ecosystem.visuals.timeline.drawing import draw_timeline
from ecosystem.visuals.timeline.views import get_period_addresses
from ecosystem.web.page_title import PageTitleMixin

ROWS_SHOWN = 8
# The rest are a link away.
INDICATORS_SHOWN = 60


class ThemeList(PageTitleMixin, ListView):
    page_title = _("Themes")
    page_description = _("The six themes of the directory, with an introduction, organisations and figures for each.")
    queryset = Theme.objects.with_counts()
    template_name = "ecosystem/theme_list.html"
    context_object_name = "themes"


class ThemeDetail(PageTitleMixin, DetailView):
    model = Theme
    template_name = "ecosystem/theme_detail.html"
    context_object_name = "theme"

    def get_page_title(self):
        return self.object.name

    def get_page_description(self):
        return self.object.tagline

    def get_context_data(self, **kwargs):
        theme = [self.object]
        organisations = Organisation.objects.published().related_to_any("themes", theme)
        initiatives = Initiative.objects.published().related_to_any("themes", theme)
        collaborations = Collaboration.objects.published().related_to_any("themes", theme)
        rows = Indicator.objects.published().filter(themes=self.object).for_list()
        indicators = [
            (indicator, build_indicator_chart(indicator, is_small=True))
            for indicator in rows.with_observations()[:INDICATORS_SHOWN]
        ]
        return super().get_context_data(**kwargs) | {
            "introduction": render_introduction(self.object.introduction),
            "counts": {
                model._meta.model_name: model.objects.published().related_to_any("themes", theme).count_all_and_core()
                for model in RECORD_MODELS
            },
            "kinds": [
                {"value": kind, "label": OrganisationKind(kind).label, "count": count}
                for kind, count in organisations.order_by()
                .values_list("kind")
                .annotate(n=Count("pk"))
                .order_by("-n", "kind")
            ],
            "matrix": build_heat_table_within_theme(self.object),
            "bodies": organisations.most_connected().only_names()[:ROWS_SHOWN],
            "initiatives": initiatives.only_names(*INITIATIVE_LIST_COLUMNS).with_state().by_date()[:ROWS_SHOWN],
            "collaborations": collaborations.only_names("announced", "starts")
            .with_participations()
            .by_date()[:ROWS_SHOWN],
            "network": build_network_preview(f"theme-{self.object.slug}", themes=[self.object.slug]),
            "places": _build_map_context(self.object.slug),
            "times": _build_timeline_context(self.object.slug),
            "foundations": build_system_dependencies(self.object),
            "drawn": [(indicator, chart) for indicator, chart in indicators if chart],
            "indicators": [indicator for indicator, chart in indicators if not chart],
        }


def _get_key_in_language(slug: str) -> tuple[str, str]:
    return slug, languages.get_current_language()


@per_edition_by(_get_key_in_language)
def _build_map_context(slug: str) -> dict:
    locations = get_organisation_locations().filter(themes=[slug])
    return {
        "sheet": add_disc_addresses(draw_hong_kong_map(locations, width=SMALL_MAP_WIDTH), [("theme", slug)]),
        "districts": [row for row in locations.districts if row.number],
        "carried": f"&theme={slug}",
    }


@per_edition_by(_get_key_in_language)
def _build_timeline_context(slug: str) -> dict | None:
    timeline = Timeline.from_filters(themes=[slug])
    if not timeline.events:
        return None
    return {"drawing": draw_timeline(timeline), "addresses": get_period_addresses(timeline, slug)}
