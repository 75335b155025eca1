"""Applications: who uses AI for what, as a matrix; and one application as an answer."""

from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, TemplateView

from ecosystem import uses
from ecosystem.downloads import FORMS
from ecosystem.exports import table
from ecosystem.extracts.applications import APPLICATIONS, BY, counts
from ecosystem.filtersets import ApplicationFilterSet
from ecosystem.models import Application
from ecosystem.models.application_relationships import Tie
from ecosystem.practice import Practice
from ecosystem.views.asked import Asked, AskedFile
from ecosystem.views.pictures import file_addresses
from ecosystem.views.titled import Titled


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
        return table.download("hkai-applications", APPLICATIONS.header, APPLICATIONS.rows(found))


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
