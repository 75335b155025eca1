"""Theme introductions: Markdown with links to records and indicators."""

from collections import defaultdict

from django.utils.safestring import SafeString, mark_safe

from ecosystem.core import markdown
from ecosystem.models import RECORD_MODELS, Indicator, Theme
from ecosystem.models.base import list_language_columns
from ecosystem.search import indexing

LINKABLE_MODELS = {model._meta.model_name: model for model in (*RECORD_MODELS, Indicator)}


def render_introduction(text: str) -> SafeString:
    """Use one query for each kind of linked object."""
    # Cleaned by nh3.
    return mark_safe(markdown.render_markdown(text, _map_link_urls(text)))  # noqa: S308


def resolve_introduction_links(text: str, site: str) -> str:
    """Make URLs absolute at `site`; links to unpublished records become plain text."""
    addresses = {target: site + path for target, path in _map_link_urls(text).items()}
    return markdown.resolve_markdown_links(text, addresses)


def update_introduction_links(kind: str, old: str, new: str) -> None:
    for theme in Theme.objects.all():
        changed = []
        for name in list_language_columns("introduction"):
            text = getattr(theme, name)
            if (updated := text.replace(f"({kind}:{old})", f"({kind}:{new})")) != text:
                setattr(theme, name, updated)
                changed.append(name)
        if changed:
            theme.save(update_fields=changed)
            indexing.reindex_rows(theme)


def _map_link_urls(text: str) -> dict[tuple[str, str], str]:
    """Return public URLs by `(kind, slug)`; one query for each kind."""
    slugs_by_kind = defaultdict(set)
    for kind, slug in markdown.find_markdown_links(text):
        slugs_by_kind[kind].add(slug)
    addresses: dict[tuple[str, str], str] = {}
    for kind, slugs in slugs_by_kind.items():
        rows = LINKABLE_MODELS[kind].objects.published().filter(slug__in=slugs)
        addresses |= {(kind, row.slug): row.get_absolute_url() for row in rows.only("slug")}
    return addresses
