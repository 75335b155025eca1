"""Published series: all of them by theme, one with its chart and its sources; as pages, as a picture, as a table."""

from collections import defaultdict

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import DetailView, TemplateView, View

from ecosystem.core import languages
from ecosystem.exports import csv_files
from ecosystem.exports.references import reference_to
from ecosystem.models import Indicator, Theme
from ecosystem.models.cached_vocabulary import words
from ecosystem.visuals.indicators.chart import charted
from ecosystem.visuals.indicators.export import INDICATORS, figures
from ecosystem.visuals.indicators.filters import IndicatorFilterSet
from ecosystem.visuals.svg_files import picture_file, stands_alone
from ecosystem.web.filtered_pages import Asked, AskedFile
from ecosystem.web.page_title import Titled

# So many other series of the theme are named beside one.
SIBLINGS = 10


class Series:
    """Which series are asked for."""

    filterset_class = IndicatorFilterSet

    def get_queryset(self):
        return Indicator.objects.published()

    def chosen(self):
        rows = self.listing.filterset.qs.for_list().prefetch_related("themes")
        return [indicator for indicator in rows if indicator.newest_first]


class IndicatorList(Series, Asked, TemplateView):
    page_title = gettext_lazy("Indicators")
    page_description = gettext_lazy(
        "Published figures on AI in Hong Kong over time: companies, funding, ranks, computing, use; each with its unit, "
        "its date and the page that it comes from."
    )
    template_name = "ecosystem/indicator_list.html"
    is_kept = True

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "groups": self.groups(),
            "ways": [
                (_("All themes"), self.listing.address(theme=None), not self.listing.parameters.get("theme")),
                *(
                    (
                        theme.name,
                        self.listing.address(theme=theme.slug),
                        self.listing.parameters.get("theme") == [theme.slug],
                    )
                    for theme in words(Theme)
                ),
            ],
            "csv_address": self.listing.address().replace("/indicators/", "/indicators.csv", 1),
        }

    def groups(self):
        """Return the series by their first theme that was asked for: with a chart, and those of one figure."""
        asked = self.listing.filterset.chosen.get("theme") or [theme.slug for theme in words(Theme)]
        by_theme = defaultdict(list)
        for indicator in self.chosen():
            own = {theme.slug for theme in indicator.themes.all()}
            by_theme[next((slug for slug in asked if slug in own), "")].append(indicator)
        found = []
        for theme in words(Theme):
            rows = [(indicator, charted(indicator, is_small=True)) for indicator in by_theme[theme.slug]]
            if rows:
                drawn = [(indicator, chart) for indicator, chart in rows if chart]
                found.append((theme, drawn, [indicator for indicator, chart in rows if not chart]))
        return found


class IndicatorDetail(Titled, DetailView):
    template_name = "ecosystem/indicator_detail.html"
    context_object_name = "indicator"

    def get_queryset(self):
        return Indicator.objects.published().for_detail()

    def get_page_title(self):
        # A series may be called like what it counts, which has a page too.
        return f"{IndicatorList.page_title} · {self.object.name}"

    def get_page_description(self):
        return _("Published figures over time, each with its source: %(name)s.") % {"name": self.object.name}

    def get_context_data(self, **kwargs):
        indicator = self.object
        theme = next(iter(indicator.themes.all()), None)
        siblings = Indicator.objects.published().related_to("themes", [theme] if theme else []).exclude(pk=indicator.pk)
        return super().get_context_data(**kwargs) | {
            "chart": charted(indicator),
            "theme": theme,
            "siblings": siblings.order_by(languages.column("name", languages.current()), "slug")[:SIBLINGS],
            "publisher": indicator.organisation
            if indicator.organisation and indicator.organisation.is_public
            else None,
            "today": localdate(),
            "reference": reference_to(indicator, localdate()),
            "address": settings.SITE_URL + indicator.get_absolute_url(),
        }


@stands_alone
class IndicatorPicture(View):
    """The chart as a file of its own."""

    def get(self, request, slug):
        indicator = get_object_or_404(Indicator.objects.published().for_list(), slug=slug)
        context = {"indicator": indicator, "chart": charted(indicator)}
        return picture_file("ecosystem/chart.svg", "chart", indicator.get_absolute_url(), context)


class IndicatorTable(Series, AskedFile):
    """Every figure with its source, one a row."""

    def answer(self):
        return csv_files.download("hkai-indicators", INDICATORS.header, INDICATORS.rows(figures(self.chosen())))
