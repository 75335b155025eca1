"""The introductions of themes, with links to the records and series that bear their figures."""

from django.apps import apps
from django.utils.safestring import SafeString, mark_safe

from ecosystem import markdown


def rendered(text: str) -> SafeString:
    """Return the HTML of an introduction; one query for each kind of thing that it links to."""
    # Cleaned by nh3.
    return mark_safe(markdown.render(text, _addresses(text)))  # noqa: S308


def linked(text: str, site: str) -> str:
    """Return the Markdown for readers elsewhere: its links lead to `site`, or are plain text where nothing is public."""
    addresses = {target: site + path for target, path in _addresses(text).items()}
    return markdown.resolved(text, addresses)


def _addresses(text):
    """Return where each thing is that the text links to; one query for each kind."""
    wanted = {}
    for kind, slug in markdown.links(text):
        wanted.setdefault(kind, set()).add(slug)
    addresses = {}
    for kind, slugs in wanted.items():
        rows = apps.get_model("ecosystem", kind).objects.published().filter(slug__in=slugs)
        addresses |= {(kind, row.slug): row.get_absolute_url() for row in rows.only("slug")}
    return addresses
