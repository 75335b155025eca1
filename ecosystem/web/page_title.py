"""The title, description and canonical query string of a page."""

from django.utils.text import Truncator

from ecosystem.web.page_context import PageContext

# Characters of a description that search engines show.
DESCRIPTION_LENGTH = 160


class PageTitleMixin:
    page_title = ""
    page_description = ""

    def get_page_title(self):
        return self.page_title

    def get_page_description(self):
        return self.page_description

    def get_canonical_query(self):
        return ""

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "page_title": self.get_page_title(),
            "page_description": Truncator(str(self.get_page_description())).chars(DESCRIPTION_LENGTH),
            "frame": PageContext(self.request, self.get_canonical_query()),
        }
