"""Themes: the six, and one with its figures, bodies, initiatives and collaborations."""

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, ListView

from ecosystem.applications import counts
from ecosystem.core import languages
from ecosystem.editing.theme_introductions import rendered
from ecosystem.models import RECORDS, Collaboration, Indicator, Initiative, Organisation, OrganisationKind, Theme
from ecosystem.models.edition_cache import kept
from ecosystem.models.initiatives import ROW
from ecosystem.pages.system_dependencies import foundations
from ecosystem.visuals.indicators.chart import charted
from ecosystem.visuals.map.addresses import addressed
from ecosystem.visuals.map.data import atlas
from ecosystem.visuals.map.hong_kong import territory
from ecosystem.visuals.map.views import MAP_WIDTH
from ecosystem.visuals.network.graph import network
from ecosystem.visuals.svg_files import small_network
from ecosystem.visuals.timeline.data import Timeline
from ecosystem.visuals.timeline.drawing import drawn
from ecosystem.visuals.timeline.views import closer
from ecosystem.web.page_cache import KeptMixin
from ecosystem.web.page_title import Titled

ROWS_SHOWN = 8


class ThemeList(Titled, ListView):
    page_title = _("Themes")
    page_description = _("The six parts of the directory, each with its introduction, its bodies and its figures.")
    queryset = Theme.objects.with_counts()
    template_name = "ecosystem/theme_list.html"
    context_object_name = "themes"


class ThemeDetail(KeptMixin, Titled, DetailView):
    model = Theme
    template_name = "ecosystem/theme_detail.html"
    context_object_name = "theme"

    def get_page_title(self):
        return self.object.name

    def get_page_description(self):
        return self.object.tagline

    def get_context_data(self, **kwargs):
        theme = [self.object]
        bodies = Organisation.objects.published().related_to("themes", theme)
        initiatives = Initiative.objects.published().related_to("themes", theme)
        collaborations = Collaboration.objects.published().related_to("themes", theme)
        rows = Indicator.objects.published().filter(themes=self.object).for_list()
        series = [(indicator, charted(indicator, is_small=True)) for indicator in rows if indicator.newest_first]
        return super().get_context_data(**kwargs) | {
            "introduction": rendered(self.object.introduction),
            "counts": {
                model._meta.model_name: model.objects.published().related_to("themes", theme).counted()
                for model in RECORDS
            },
            "kinds": [
                {"value": kind, "label": OrganisationKind(kind).label, "count": count}
                for kind, count in bodies.order_by().values_list("kind").annotate(n=Count("pk")).order_by("-n", "kind")
            ],
            "matrix": counts.of_theme(self.object),
            "bodies": bodies.most_connected().only_names()[:ROWS_SHOWN],
            "initiatives": initiatives.only_names(*ROW).with_state().by_date()[:ROWS_SHOWN],
            "collaborations": collaborations.only_names("announced", "starts").with_parties().by_date()[:ROWS_SHOWN],
            "network": small_network(f"theme-{self.object.slug}", network().narrowed(themes=[self.object.slug])),
            "places": kept(f"theme-map-{self.object.slug}-{languages.current()}", self.places),
            "times": kept(f"theme-timeline-{self.object.slug}-{languages.current()}", self.times),
            "foundations": foundations(self.object),
            "drawn": [(indicator, chart) for indicator, chart in series if chart],
            "indicators": [indicator for indicator, chart in series if not chart],
        }

    def places(self):
        """Return the map of the theme's bodies and the districts that any of them stands in."""
        slug = self.object.slug
        own = atlas().narrowed(themes=[slug])
        return {
            "sheet": addressed(territory(own, width=MAP_WIDTH), [("theme", slug)]),
            "districts": [row for row in own.districts if row.number],
            "carried": f"&theme={slug}",
        }

    def times(self):
        """Return the theme's line of time, and where each of its columns leads."""
        timeline = Timeline.asked(themes=[self.object.slug])
        return (
            {"drawing": drawn(timeline), "addresses": closer(timeline, self.object.slug)} if timeline.events else None
        )
