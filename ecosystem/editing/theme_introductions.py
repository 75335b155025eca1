"""The introductions of themes, with links to the records and series that bear their figures."""

from django.apps import apps
from django.utils.safestring import SafeString, mark_safe

from ecosystem.core import markdown
from ecosystem.models import Theme
from ecosystem.search import indexing


def rendered(text: str) -> SafeString:
    """Return the HTML of an introduction; one query for each kind of thing that it links to."""
    # Cleaned by nh3.
    return mark_safe(markdown.render(text, _addresses(text)))  # noqa: S308


def linked(text: str, site: str) -> str:
    """Return the Markdown for readers elsewhere: its links lead to `site`, or are plain text where nothing is public."""
    addresses = {target: site + path for target, path in _addresses(text).items()}
    return markdown.resolved(text, addresses)


def lead_on(kind, old, new):
    """Let the links of introductions lead to the new address."""
    for theme in Theme.objects.all():
        changed = []
        for name in ("introduction_en", "introduction_zh_hant", "introduction_zh_hans"):
            text = getattr(theme, name)
            if (led := text.replace(f"({kind}:{old})", f"({kind}:{new})")) != text:
                setattr(theme, name, led)
                changed.append(name)
        if changed:
            theme.save(update_fields=changed)
            indexing.refresh(theme)


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
