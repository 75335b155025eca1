"""Applications: the heat table as a page and a CSV file, and the page of one application."""

from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, TemplateView

from ecosystem.applications.counts import build_kind_heat_table, find_neighbour_applications
from ecosystem.applications.detail import ApplicationOverview
from ecosystem.applications.export import APPLICATIONS_DATASET, HEAT_TABLE_BUILDERS, iter_application_counts
from ecosystem.applications.filters import ANY_RELATIONSHIP, TIES, ApplicationFilterSet
from ecosystem.models import Application
from ecosystem.models.application_relationships import Tie
from ecosystem.visuals.svg_files import get_picture_file_addresses
from ecosystem.web.filtered_pages import FilteredCsvView, FilteredPageMixin
from ecosystem.web.list_files import FILE_FORMATS
from ecosystem.web.page_title import PageTitleMixin


class ApplicationQueryMixin:
    filterset_class = ApplicationFilterSet

    def get_queryset(self):
        return Application.objects.by_sector()

    @property
    def counted_by(self):
        return self.listing.filterset.active_filters.get("by", ["kind"])[-1]

    # Without a choice; a file has everything, as programs that read it expect.
    default_relationship = ANY_RELATIONSHIP

    @property
    def chosen_relationships(self):
        """The relationships to count; empty for any."""
        chosen = self.listing.filterset.active_filters.get("tie", [self.default_relationship])
        return [] if ANY_RELATIONSHIP in chosen else chosen


class ApplicationList(ApplicationQueryMixin, FilteredPageMixin, TemplateView):
    page_title = _("Application areas")
    default_relationship = Tie.USES.value
    page_description = _(
        "How many banks, government departments, universities and companies in Hong Kong are "
        "involved in fraud detection, traffic management, customer service and other AI application "
        "areas, and which ones."
    )
    template_name = "ecosystem/application_list.html"

    def get_context_data(self, **kwargs):
        by, relationships = self.counted_by, self.chosen_relationships
        applications = list(self.listing.filterset.qs)
        return super().get_context_data(**kwargs) | {
            "listed": applications,
            "matrix": HEAT_TABLE_BUILDERS[by](applications, relationships),
            "by": by,
            "files": [
                (FILE_FORMATS["csv"], get_picture_file_addresses(self.listing, tie=relationships or None)["csv"])
            ],
            "ways": [
                (_("By type of organisation"), self.listing.build_address(by=None), by == "kind"),
                (_("By theme"), self.listing.build_address(by="theme"), by == "theme"),
            ],
            "ties": [
                *(
                    (label, self._get_address(value), (relationships or [ANY_RELATIONSHIP]) == [value])
                    for value, label in TIES
                )
            ],
        }

    def _get_address(self, relationship):
        return self.listing.build_address(tie=None if relationship == self.default_relationship else relationship)


class ApplicationCsv(ApplicationQueryMixin, FilteredCsvView):
    file_name = "hkai-applications"
    table = APPLICATIONS_DATASET

    def iter_objects(self):
        return iter_application_counts(self.listing.filterset.qs, self.counted_by, self.chosen_relationships)


class ApplicationDetail(PageTitleMixin, DetailView):
    template_name = "ecosystem/application_detail.html"
    context_object_name = "application"

    def get_queryset(self):
        return Application.objects.select_related("sector")

    def get_page_title(self):
        return _("AI for %(application)s: users, suppliers and rules") % {"application": self.object.name}

    def get_page_description(self):
        return self.object.description

    def get_context_data(self, **kwargs):
        application = self.object
        ((_sector, [row]),) = build_kind_heat_table([application]).groups
        return super().get_context_data(**kwargs) | {
            "practice": ApplicationOverview(application),
            "kinds": [cell for cell in row.cells if cell.count],
            "neighbours": find_neighbour_applications(application),
            "siblings": Application.objects.filter(sector=application.sector).exclude(pk=application.pk),
        }
