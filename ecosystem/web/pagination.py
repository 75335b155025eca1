"""The pages of a list: the one that is asked for, and what is said where there is no such page."""

from django.core.paginator import InvalidPage, Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _, ngettext


class PageBeyond(Exception):
    """There is no such page; `pages` is how many there are."""

    def __init__(self, pages):
        super().__init__(pages)
        self.pages = pages


def page_beyond(request, pages, last_address, whole_address):
    """Answer a page that a list does not have with the way to its last."""
    context = {
        "page_title": _("This list has no such page."),
        "page_description": ngettext("It has %(n)s page.", "It has %(n)s pages.", pages) % {"n": pages},
        "last_address": last_address,
        "whole_address": whole_address,
    }
    return render(request, "ecosystem/page_beyond.html", context, status=404)


class Paged:
    """For a view with a list on pages, of which the address says nothing but the number of the page."""

    def get(self, request, *args, **kwargs):
        try:
            return super().get(request, *args, **kwargs)
        except PageBeyond as beyond:
            last = f"{request.path}?page={beyond.pages}" if beyond.pages > 1 else request.path
            return page_beyond(request, beyond.pages, last, request.path)

    def page_of(self, rows, size):
        """Return the page of these rows that the address asks for, by which it is then known."""
        paginator = Paginator(rows, size)
        try:
            page = paginator.page(self.request.GET.get("page", 1))
        except InvalidPage as error:
            raise PageBeyond(paginator.num_pages) from error
        if page.number > 1:
            self.request.clean_query = f"page={page.number}"
        return page
