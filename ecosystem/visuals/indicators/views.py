"""Indicators: the list by theme, the page of one, its chart as SVG, a CSV file."""

from collections import defaultdict

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import DetailView, TemplateView, View

from ecosystem.core import languages
from ecosystem.exports import csv_files
from ecosystem.exports.page_json_ld import build_table_node
from ecosystem.exports.references import build_page_reference
from ecosystem.models import Indicator, Theme
from ecosystem.models.cached_vocabulary import get_cached_vocabulary
from ecosystem.visuals.indicators.chart import build_indicator_chart
from ecosystem.visuals.indicators.export import INDICATORS_DATASET, iter_indicator_observations
from ecosystem.visuals.indicators.filters import IndicatorFilterSet
from ecosystem.visuals.svg_files import apply_svg_csp, render_picture_file
from ecosystem.web.filtered_pages import FilteredCsvView, FilteredPageMixin
from ecosystem.web.page_title import PageTitleMixin

# The number of other indicators of the theme on the page of one.
SIBLINGS = 10


class IndicatorQueryMixin:
    filterset_class = IndicatorFilterSet

    def get_queryset(self):
        return Indicator.objects.published()

    def list_indicators(self):
        rows = self.listing.filterset.qs.for_list().prefetch_related("themes")
        return [indicator for indicator in rows if indicator.newest_first]


class IndicatorList(IndicatorQueryMixin, FilteredPageMixin, TemplateView):
    page_title = gettext_lazy("Indicators")
    page_description = gettext_lazy(
        "Published figures on AI in Hong Kong over time: companies, funding, rankings, computing "
        "power and use. Each figure has its unit, date and source."
    )
    template_name = "ecosystem/indicator_list.html"

    def get_context_data(self, **kwargs):
        groups = self.group_by_theme()
        csv_address = self.listing.build_address().replace("/indicators/", "/indicators.csv", 1)
        return super().get_context_data(**kwargs) | {
            "groups": groups,
            "listed": [
                indicator for _theme, drawn, alone in groups for indicator in (*(row for row, _ in drawn), *alone)
            ],
            "table": build_table_node(
                name=self.page_title,
                description=self.page_description,
                address=settings.SITE_URL + self.listing.build_address(),
                path=csv_address,
            ),
            "ways": [
                (_("All themes"), self.listing.build_address(theme=None), not self.listing.parameters.get("theme")),
                *(
                    (
                        theme.name,
                        self.listing.build_address(theme=theme.slug),
                        self.listing.parameters.get("theme") == [theme.slug],
                    )
                    for theme in get_cached_vocabulary(Theme)
                ),
            ],
            "csv_address": csv_address,
        }

    def group_by_theme(self):
        """Return `(theme, indicators with charts, other indicators)` by the first selected theme."""
        selected = self.listing.filterset.active_filters.get("theme") or [
            theme.slug for theme in get_cached_vocabulary(Theme)
        ]
        by_theme = defaultdict(list)
        for indicator in self.list_indicators():
            own = {theme.slug for theme in indicator.themes.all()}
            by_theme[next((slug for slug in selected if slug in own), "")].append(indicator)
        groups = []
        for theme in get_cached_vocabulary(Theme):
            rows = [(indicator, build_indicator_chart(indicator, is_small=True)) for indicator in by_theme[theme.slug]]
            if rows:
                drawn = [(indicator, chart) for indicator, chart in rows if chart]
                groups.append((theme, drawn, [indicator for indicator, chart in rows if not chart]))
        return groups


class IndicatorDetail(PageTitleMixin, DetailView):
    template_name = "ecosystem/indicator_detail.html"
    context_object_name = "indicator"

    def get_queryset(self):
        return Indicator.objects.published().for_detail()

    def get_page_title(self):
        # An indicator may have the same name as the object that it counts.
        return f"{IndicatorList.page_title} · {self.object.name}"

    def get_page_description(self):
        return _("Published figures over time, each with its source: %(name)s.") % {"name": self.object.name}

    def get_context_data(self, **kwargs):
        indicator = self.object
        theme = next(iter(indicator.themes.all()), None)
        siblings = (
            Indicator.objects.published().related_to_any("themes", [theme] if theme else []).exclude(pk=indicator.pk)
        )
        return super().get_context_data(**kwargs) | {
            "chart": build_indicator_chart(indicator),
            "theme": theme,
            "siblings": siblings.order_by(
                languages.get_language_column("name", languages.get_current_language()), "slug"
            )[:SIBLINGS],
            "publisher": indicator.organisation
            if indicator.organisation and indicator.organisation.is_public
            else None,
            "today": localdate(),
            "reference": build_page_reference(indicator, localdate()),
            "address": settings.SITE_URL + indicator.get_absolute_url(),
        }


@apply_svg_csp
class IndicatorPicture(View):
    def get(self, request, slug):
        indicator = get_object_or_404(Indicator.objects.published().for_list(), slug=slug)
        chart = build_indicator_chart(indicator)
        # The heading above the chart and the credit below it.
        context = {"indicator": indicator, "chart": chart, "height": (chart.height if chart else 0) + 70}
        return render_picture_file("ecosystem/chart.svg", "chart", indicator.get_absolute_url(), context)


class IndicatorFigures(View):
    def get(self, request, slug):
        indicator = get_object_or_404(Indicator.objects.published().for_list(), slug=slug)
        return csv_files.build_csv_response(
            f"hkai-indicator-{slug}",
            INDICATORS_DATASET.header,
            INDICATORS_DATASET.iter_rows(iter_indicator_observations([indicator])),
        )


class IndicatorTable(IndicatorQueryMixin, FilteredCsvView):
    file_name = "hkai-indicators"
    table = INDICATORS_DATASET

    def iter_objects(self):
        return iter_indicator_observations(self.list_indicators())
