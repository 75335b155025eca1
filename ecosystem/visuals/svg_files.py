"""What all drawings share: filter selects, addresses of files, rendering as an SVG file."""

from collections.abc import Collection
from functools import lru_cache

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override

from ecosystem.core import languages
from ecosystem.core.control_characters import replace_control_characters
from ecosystem.core.partial_dates import PartialDate
from ecosystem.models.edition_cache import per_edition_by
from ecosystem.visuals.geometry import svg_style
from ecosystem.visuals.network.data import Network, get_network
from ecosystem.visuals.network.drawing import draw_small_network
from ecosystem.visuals.network.metrics import NetworkMetrics

STYLESHEETS_DIR = settings.BASE_DIR / "static" / "css"
# For views that return an SVG: it loads nothing and contains its style.
apply_svg_csp = method_decorator(
    csp_override({"default-src": [CSP.NONE], "style-src": [CSP.UNSAFE_INLINE]}), name="dispatch"
)


@lru_cache
def build_picture_css(component: str) -> str:
    tokens, *rules = (
        (STYLESHEETS_DIR / name).read_text(encoding="utf-8")
        for name in ("tokens.css", "components/picture.css", f"components/{component}.css")
    )
    return svg_style.build_standalone_css(tokens, "".join(rules))


def render_picture_file(template: str, component: str, page: str, context: dict) -> HttpResponse:
    """`page` is the path of the page that shows the drawing."""
    day = PartialDate(localdate().isoformat())
    context = {
        "site": settings.SITE_URL,
        "style": build_picture_css(component),
        "lang": languages.LANG_TAGS[languages.get_current_language()],
        "credit": _("HKAI, %(address)s, %(date)s. CC BY 4.0")
        % {"address": settings.SITE_URL + page, "date": day.format_localized()},
    } | context
    return HttpResponse(
        replace_control_characters(render_to_string(template, context)), content_type="image/svg+xml; charset=utf-8"
    )


def list_filter_selects(listing, *names):
    """Return `(name, label, choices)` of the filters above a drawing."""
    return [(name, listing.filterset.form.fields[name].label, listing.list_choices(name)) for name in names]


def get_picture_file_addresses(listing, **changes):
    address, path = listing.build_address(**changes), listing.path
    return {kind: address.replace(path, f"{path.rstrip('/')}.{kind}", 1) for kind in ("svg", "csv")}


def get_picture_page_address(listing):
    return listing.build_address().replace(listing.path, f"{listing.path.rpartition('.')[0]}/", 1)


def build_network_preview(name: str, *, themes: Collection[str] = (), about: Collection[int] = ()) -> dict | None:
    """Return drawing and table of the network of themes, or around organisations; None without connections.

    Cached under `name`, which stands for the themes or the organisations.
    """
    network = get_network()
    if about and not any(pk in network.neighbours for pk in about):
        return None
    return _build_cached_preview(name, network, themes, about)


@per_edition_by(lambda name, *_arguments: (name, languages.get_current_language()))
def _build_cached_preview(name: str, network: Network, themes: Collection[str], about: Collection[int]) -> dict | None:
    shown, drawing = draw_small_network(network.filter(themes=themes), about)
    return {"drawing": drawing, "rows": NetworkMetrics(shown).organisation_metrics} if shown.connected_keys else None
