"""Templates without their indentation."""

import re

from django.template import Origin
from django.template.loaders.filesystem import Loader

INDENTATION = re.compile(r"\n[ \t]+")


class UnindentedLoader(Loader):
    """Loads pages and drawings without the indentation of their lines.

    Browsers show no white space after a line break, but it makes a page some 5 % larger, even compressed.
    Lines stay lines, so that errors name the right one. Texts (e-mails) are loaded as they are.
    """

    def get_contents(self, origin: Origin) -> str:
        contents = super().get_contents(origin)
        is_markup = origin.template_name.endswith((".html", ".svg"))
        return INDENTATION.sub("\n", contents) if is_markup else contents
