"""What every picture has: filters above it, itself as a file with its style and its credits."""

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
from ecosystem.core.control_characters import writable
from ecosystem.core.partial_dates import PartialDate
from ecosystem.models.edition_cache import kept
from ecosystem.visuals.geometry import svg_style
from ecosystem.visuals.network.drawing import drawn_small
from ecosystem.visuals.network.metrics import Figures

STYLES = settings.BASE_DIR / "static" / "css"
# Of a view whose answer is a picture: it asks for nothing, and brings its style along.
stands_alone = method_decorator(
    csp_override({"default-src": [CSP.NONE], "style-src": [CSP.UNSAFE_INLINE]}), name="dispatch"
)


@lru_cache
def picture_style(component: str) -> str:
    """Return the style sheet of a picture of this kind, without any token."""
    tokens, *rules = (
        (STYLES / name).read_text(encoding="utf-8")
        for name in ("tokens.css", "components/picture.css", f"components/{component}.css")
    )
    return svg_style.standalone(tokens, "".join(rules))


def picture_file(template: str, component: str, page: str, context: dict) -> HttpResponse:
    """Return a picture as a file; `page` is the address, below the site's, of the page that it is taken from."""
    day = PartialDate(localdate().isoformat())
    context = {
        "site": settings.SITE_URL,
        "style": picture_style(component),
        "lang": languages.LANG_TAGS[languages.current()],
        "credit": _("HKAI, %(address)s, %(date)s. CC BY 4.0")
        % {"address": settings.SITE_URL + page, "date": day.localized()},
    } | context
    return HttpResponse(writable(render_to_string(template, context)), content_type="image/svg+xml; charset=utf-8")


def selects(listing, *names):
    """Return `(name, label, choices)` of the filters that stand above a picture."""
    return [(name, listing.filterset.form.fields[name].label, listing.choices(name)) for name in names]


def file_addresses(listing, **changes):
    """Return the addresses of the same question as a picture and as a table."""
    address, path = listing.address(**changes), listing.path
    return {kind: address.replace(path, f"{path.rstrip('/')}.{kind}", 1) for kind in ("svg", "csv")}


def page_address(listing):
    """Return the address of the page that a file is the picture of."""
    return listing.address().replace(listing.path, f"{listing.path.rpartition('.')[0]}/", 1)


def small_network(name, whole, about=()):
    """Return what a page shows of the network: its picture and its table; None where nothing is tied.

    It is kept for the edition under its name, in the reader's language.
    """

    def draw():
        shown, drawing = drawn_small(whole, about)
        return {"drawing": drawing, "rows": Figures(shown).rows} if shown.keys else None

    if about and not any(pk in whole.neighbours for pk in about):
        return None
    return kept(f"network-{name}-{languages.current()}", draw)
