"""Applications: who uses AI for what, as a matrix; and one application as an answer."""

from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, TemplateView

from ecosystem import uses
from ecosystem.filtersets import ApplicationFilterSet
from ecosystem.models import Application
from ecosystem.practice import Practice
from ecosystem.querysets.ties import Tie
from ecosystem.views.asked import Asked
from ecosystem.views.titled import Titled


class ApplicationList(Asked, TemplateView):
    """Bodies counted by application and by kind or theme; each number leads to its list."""

    page_title = _("Who uses AI for what")
    page_description = _(
        "Fraud detection, traffic management, customer service and every other task: how many banks, departments, "
        "universities and companies of Hong Kong have to do with each, and which."
    )
    template_name = "ecosystem/application_list.html"
    filterset_class = ApplicationFilterSet

    def get_queryset(self):
        return Application.objects.by_sector()

    def get_context_data(self, **kwargs):
        asked = self.listing.filterset.chosen
        by, ties = asked.get("by", ["kind"])[-1], asked.get("tie", [])
        count = uses.by_theme if by == "theme" else uses.by_kind
        return super().get_context_data(**kwargs) | {
            "matrix": count(list(self.listing.filterset.qs), ties),
            "by": by,
            "ways": [
                (_("By kind of body"), self.listing.address(by=None), by == "kind"),
                (_("By theme"), self.listing.address(by="theme"), by == "theme"),
            ],
            "ties": [
                (_("Any tie"), self.listing.address(tie=None), not ties),
                *((tie.label, self.listing.address(tie=tie.value), ties == [tie.value]) for tie in Tie),
            ],
        }


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
