"""Pages of a list, and the answer to a page number that is out of range."""

from django.core.paginator import InvalidPage, Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _, ngettext

from ecosystem.web.page_context import PageContext


class PaginatedViewMixin:
    """Shows a page (404) with a link to the last one for a page number that the list does not have.

    Goes before PageTitleMixin. The rows of the list come from `get_page()`, or `paginator` is overridden.
    """

    paginator = None
    page_number = 1

    def get(self, request, *args, **kwargs):
        try:
            return super().get(request, *args, **kwargs)
        except InvalidPage:
            return self.render_page_out_of_range()

    def get_page(self, rows, size):
        """Remember the page number for the canonical query string."""
        self.paginator = Paginator(rows, size)
        page = self.paginator.page(self.request.GET.get("page", 1))
        self.page_number = page.number
        return page

    def get_canonical_query(self):
        return f"page={self.page_number}" if self.page_number > 1 else ""

    def get_last_address(self):
        number = self.paginator.num_pages
        return f"{self.request.path}?page={number}" if number > 1 else self.request.path

    def render_page_out_of_range(self):
        number = self.paginator.num_pages
        context = {
            "page_title": _("This page does not exist"),
            "page_description": ngettext("The list has %(n)s page.", "The list has %(n)s pages.", number)
            % {"n": number},
            "last_address": self.get_last_address(),
            "whole_address": self.request.path,
            "frame": PageContext(self.request, self.get_canonical_query()),
        }
        return render(self.request, "ecosystem/page_beyond.html", context, status=404)
