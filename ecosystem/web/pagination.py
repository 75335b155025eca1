"""Pagination, and the page shown for a page number that is out of range."""

from django.core.paginator import InvalidPage, Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _, ngettext

from ecosystem.web.page_context import PageContext


class PageOutOfRangeError(Exception):
    """Raised for a page number that a list of `page_count` pages does not have."""

    def __init__(self, page_count):
        super().__init__(page_count)
        self.page_count = page_count


def render_page_out_of_range(request, page_count, last_address, whole_address, *, query=""):
    """Return the page (404) that links to the last page of the list."""
    context = {
        "page_title": _("This page does not exist"),
        "page_description": ngettext("The list has %(n)s page.", "The list has %(n)s pages.", page_count)
        % {"n": page_count},
        "last_address": last_address,
        "whole_address": whole_address,
        "frame": PageContext(request, query),
    }
    return render(request, "ecosystem/page_beyond.html", context, status=404)


class PaginatedViewMixin:
    """Paginates a view whose only query parameter is `page`; goes before PageTitleMixin."""

    page_number = 1

    def get(self, request, *args, **kwargs):
        try:
            return super().get(request, *args, **kwargs)
        except PageOutOfRangeError as error:
            last = f"{request.path}?page={error.page_count}" if error.page_count > 1 else request.path
            return render_page_out_of_range(request, error.page_count, last, request.path)

    def get_page(self, rows, size):
        """Return the requested page of `rows`, and remember its number for the canonical query string."""
        paginator = Paginator(rows, size)
        try:
            page = paginator.page(self.request.GET.get("page", 1))
        except InvalidPage as error:
            raise PageOutOfRangeError(paginator.num_pages) from error
        self.page_number = page.number
        return page

    def get_canonical_query(self):
        return f"page={self.page_number}" if self.page_number > 1 else ""
