"""A page that answers a question which its address asks by filters, without being a list with pages."""

from django.http import HttpResponseRedirect

from ecosystem.listing import Selection
from ecosystem.views.titled import Titled


class Asked(Titled):
    """Reads the address as lists do: clean, with what is wrong said; `self.listing` is the question."""

    filterset_class = None

    def get(self, request, *args, **kwargs):
        self.listing = Selection(request.path, request.GET, self.filterset_class, self.get_queryset())
        if self.listing.has_empty_parameters:
            return HttpResponseRedirect(self.listing.address())
        request.clean_query = self.listing.query
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "listing": self.listing,
            "form": self.listing.filterset.form,
            "narrowed_title": self.listing.titled(self.page_title),
        }
