"""Pages and files that are filtered by their query string, without pagination."""

from django.http import HttpResponseRedirect
from django.views.generic import View

from ecosystem.exports import csv_files
from ecosystem.web.lists.listing import FilterSelection
from ecosystem.web.page_title import PageTitleMixin
from ecosystem.web.problem_details import build_problem_response


class FilterSelectionMixin:
    filterset_class = None

    def build_selection(self, request):
        return FilterSelection(request.path, request.GET, self.filterset_class, self.get_queryset())


class FilteredPageMixin(FilterSelectionMixin, PageTitleMixin):
    """Redirects to the canonical address; shows filter errors on the page."""

    def get(self, request, *args, **kwargs):
        self.listing = self.build_selection(request)
        if address := self.get_canonical_address():
            return HttpResponseRedirect(address)
        return super().get(request, *args, **kwargs)

    def get_canonical_address(self):
        """Return empty if the request has the canonical address."""
        return self.listing.canonical_address

    def get_canonical_query(self):
        return self.listing.query

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "listing": self.listing,
            "form": self.listing.filterset.form,
            "narrowed_title": self.get_narrowed_title(),
        }

    def get_narrowed_title(self):
        return self.listing.format_title(self.get_page_title())


class FilteredFileView(FilterSelectionMixin, View):
    """Filter errors are answered with 400."""

    def get(self, request, **kwargs):
        self.listing = self.build_selection(request)
        # A former slug alone does not redirect: programs that follow no redirects keep working.
        if self.listing.has_empty_parameter:
            return HttpResponseRedirect(self.listing.canonical_address)
        if self.listing.problems:
            return build_problem_response(400, [(each.parameter, each.message) for each in self.listing.problems])
        return self.render_file()

    def render_file(self):
        raise NotImplementedError


class FilteredCsvView(FilteredFileView):
    file_name = ""
    table = None

    def iter_objects(self):
        raise NotImplementedError

    def render_file(self):
        rows = self.table.iter_rows(self.iter_objects())
        return csv_files.build_csv_response(self.file_name, self.table.header, rows)
