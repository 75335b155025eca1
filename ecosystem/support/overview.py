"""The overview of support: schemes by audience and kind of support."""

from collections import Counter
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localdate

from ecosystem.models import Audience, Support
from ecosystem.models.cached_vocabulary import get_cached_vocabulary
from ecosystem.models.edition_cache import per_edition_by
from ecosystem.models.initiative_states import State
from ecosystem.support.schemes import get_cached_schemes
from ecosystem.visuals.heat_table import HeatTable, HeatTableHeading, build_heat_table


def build_support_overview() -> HeatTable:
    counts = _count_schemes()
    path = reverse("find-support")
    return build_heat_table(
        [
            (
                "",
                [
                    HeatTableHeading(term.slug, term.name, f"{path}?{urlencode({'audience': term.slug})}")
                    for term in get_cached_vocabulary(Audience)
                ],
            )
        ],
        [HeatTableHeading(term.slug, term.name) for term in get_cached_vocabulary(Support)],
        lambda row, column: counts[row.value, column.value],
        lambda row, column: f"{path}?{urlencode({'audience': row.value, 'support': column.value})}",
    )


@per_edition_by(localdate)
def _count_schemes() -> Counter[tuple[str, str]]:
    """Count by `(audience, support)`; a scheme without an audience counts for all."""
    all_audiences = [term.slug for term in get_cached_vocabulary(Audience)]
    return Counter(
        (audience, support)
        for scheme in get_cached_schemes().values()
        if scheme.state != State.CLOSED
        for audience in scheme.audience or all_audiences
        for support in scheme.support
    )
