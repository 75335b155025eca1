"""Every page has a title and a description of its own."""

from django.utils.text import Truncator

# As much of a description as search engines show.
DESCRIPTION_LENGTH = 160


class Titled:
    """Puts `page_title` and `page_description` into the context of a view."""

    page_title = ""
    page_description = ""

    def get_page_title(self):
        return self.page_title

    def get_page_description(self):
        return self.page_description

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "page_title": self.get_page_title(),
            "page_description": Truncator(str(self.get_page_description())).chars(DESCRIPTION_LENGTH),
        }
