"""Applications: who uses AI for what, as a matrix; and one application as an answer."""

from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, TemplateView

from ecosystem.applications import counts as uses
from ecosystem.applications.detail import Practice
from ecosystem.applications.export import APPLICATIONS, BY, counts
from ecosystem.applications.filters import ApplicationFilterSet
from ecosystem.exports import csv_files
from ecosystem.exports.record_columns import FORMS
from ecosystem.models import Application
from ecosystem.models.application_relationships import Tie
from ecosystem.visuals.svg_files import file_addresses
from ecosystem.web.filtered_pages import Asked, AskedFile
from ecosystem.web.page_title import Titled


class ApplicationQuestion:
    filterset_class = ApplicationFilterSet

    def get_queryset(self):
        return Application.objects.by_sector()

    @property
    def by(self):
        return self.listing.filterset.chosen.get("by", ["kind"])[-1]

    @property
    def ties(self):
        return self.listing.filterset.chosen.get("tie", [])


class ApplicationList(ApplicationQuestion, Asked, TemplateView):
    """Bodies counted by application and by kind or theme; each number leads to its list."""

    page_title = _("Who uses AI for what")
    page_description = _(
        "Fraud detection, traffic management, customer service and every other task: how many banks, departments, "
        "universities and companies of Hong Kong have to do with each, and which."
    )
    template_name = "ecosystem/application_list.html"

    def get_context_data(self, **kwargs):
        by, ties = self.by, self.ties
        return super().get_context_data(**kwargs) | {
            "matrix": BY[by](list(self.listing.filterset.qs), ties),
            "by": by,
            "files": [(FORMS["csv"], file_addresses(self.listing)["csv"])],
            "ways": [
                (_("By kind of body"), self.listing.address(by=None), by == "kind"),
                (_("By theme"), self.listing.address(by="theme"), by == "theme"),
            ],
            "ties": [
                (_("Any tie"), self.listing.address(tie=None), not ties),
                *((tie.label, self.listing.address(tie=tie.value), ties == [tie.value]) for tie in Tie),
            ],
        }


class ApplicationCsv(ApplicationQuestion, AskedFile):
    """Each number of the matrix, one a row."""

    def answer(self):
        found = counts(self.listing.filterset.qs, self.by, self.ties)
        return csv_files.download("hkai-applications", APPLICATIONS.header, APPLICATIONS.rows(found))


class ApplicationDetail(Titled, DetailView):
    template_name = "ecosystem/application_detail.html"
    context_object_name = "application"

    def get_queryset(self):
        return Application.objects.select_related("sector")

    def get_page_title(self):
        return _("Who uses AI for: %(application)s") % {"application": self.object.name}

    def get_page_description(self):
        return self.object.description

    def get_context_data(self, **kwargs):
        application = self.object
        ((_sector, [line]),) = uses.by_kind([application]).groups
        return super().get_context_data(**kwargs) | {
            "practice": Practice(application),
            "kinds": [cell for cell in line.cells if cell.count],
            "neighbours": uses.neighbours(application),
            "siblings": Application.objects.filter(sector=application.sector).exclude(pk=application.pk),
        }
