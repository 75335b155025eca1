"""A page that answers a question which its address asks by filters, without being a list with pages."""

from http import HTTPStatus

from django.http import HttpResponse, HttpResponseRedirect
from django.views.generic import View

from ecosystem.web.lists.listing import Selection
from ecosystem.web.page_cache import kept_page
from ecosystem.web.page_title import Titled


class Asking:
    """Reads the address as lists do; `self.listing` is what it selects."""

    filterset_class = None

    def select(self, request):
        return Selection(request.path, request.GET, self.filterset_class, self.get_queryset())


class Asked(Asking, Titled):
    """Leads to the clean address, and answers there with what is wrong said."""

    # Whether an answer is kept until the next edition: what takes long to draw is.
    is_kept = False

    def get(self, request, *args, **kwargs):
        self.listing = self.select(request)
        if address := self.better_address():
            return HttpResponseRedirect(address)
        request.clean_query = self.listing.query
        page = super().get
        # Of what is wrong there is no end, and it is soon said.
        if self.is_kept and not self.listing.problems:
            return kept_page(request, self.listing.query, lambda: page(request, *args, **kwargs))
        return page(request, *args, **kwargs)

    def better_address(self):
        return self.listing.better_address

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "listing": self.listing,
            "form": self.listing.filterset.form,
            "narrowed_title": self.get_narrowed_title(),
        }

    def get_narrowed_title(self):
        return self.listing.titled(self.get_page_title())


def instead_of_file(listing):
    """Return what a question is answered with before its file: the way to its clean address, or what is wrong with it.

    None where nothing keeps the file from being written.
    """
    # A former slug alone leads nowhere else: a program that follows no redirects goes on reading what it always read.
    if listing.has_empty:
        return HttpResponseRedirect(listing.better_address)
    if listing.problems:
        said = "\n".join(problem.message for problem in listing.problems)
        return HttpResponse(f"{said}\n", status=HTTPStatus.BAD_REQUEST, content_type="text/plain; charset=utf-8")
    return None


class AskedFile(Asking, View):
    """The same answer for a machine: a question that is not valid is refused in the words of the page."""

    def get(self, request):
        self.listing = self.select(request)
        return instead_of_file(self.listing) or kept_page(request, self.listing.query, self.answer)

    def answer(self):
        """Return the file."""
        raise NotImplementedError
