"""Results of the support finder: schemes in groups, and organisations that give the support."""

from array import array
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_lazy
from pyroaring import FrozenBitMap

from ecosystem.core.key_sets import group_keys
from ecosystem.models import Initiative, Organisation
from ecosystem.models.edition_cache import per_edition
from ecosystem.models.initiative_states import CallStatus, State
from ecosystem.search.results import SearchResults
from ecosystem.support.offers import GROUPS, UNKNOWN_GROUP, SchemeDetails, SupportOffer, SupportQuery
from ecosystem.support.schemes import NEVER, get_cached_schemes

# The largest number of schemes of one group, and of organisations, that are shown.
MOST_SHOWN = 100
HEADINGS = {
    "accepting": CallStatus(CallStatus.OPEN).label,
    "open": gettext_lazy("Active"),
    "running": gettext_lazy("In use or in force"),
    "not_started": gettext_lazy("Not started yet"),
    "announced": gettext_lazy("Announced, start not confirmed"),
    "unconfirmed": gettext_lazy("Unconfirmed"),
    "undated": gettext_lazy("Date unknown"),
    UNKNOWN_GROUP: gettext_lazy("Not known whether they match"),
}
NOTES = {
    "accepting": gettext_lazy("The deadline has not passed."),
    "open": gettext_lazy(
        "Their end date has not passed, or a recent source shows that they are active. Check before you apply."
    ),
    "running": gettext_lazy("Available to use, as far as we know."),
    "not_started": gettext_lazy("Their start date is in the future."),
    "announced": gettext_lazy("Announced in the last two years. No source says that they have started."),
    "unconfirmed": gettext_lazy("We do not know if these are still active. Check before you apply."),
    "undated": gettext_lazy("No source gives a start date. Check before you apply."),
    UNKNOWN_GROUP: gettext_lazy("The amount or the deadline is not published, or is of another type."),
}


@dataclass(frozen=True)
class ShownOffer:
    offer: SupportOffer
    results: "SupportResults"

    @property
    def pk(self) -> int:
        return self.offer.scheme.pk

    @property
    def reasons_text(self) -> str:
        return self.offer.reasons_text

    @property
    def unknown_text(self) -> str:
        return self.offer.format_unknown(has_official_page=self.results.official_pages[self.pk].is_known)

    @property
    def details(self) -> SchemeDetails | None:
        """None if the scheme was archived while this page was made."""
        return self.results.details.get(self.pk)


@dataclass(frozen=True)
class OfferGroup:
    """The results of one group: by state, those with a known open call first."""

    name: str
    offers: list[SupportOffer]
    results: "SupportResults"

    @property
    def heading(self) -> str:
        return HEADINGS[self.name]

    @property
    def note(self) -> str:
        return NOTES[self.name]

    @property
    def is_folded(self) -> bool:
        return self.name == UNKNOWN_GROUP

    @property
    def sort_key(self) -> tuple[bool, int]:
        """Most of the asked kinds of support in one scheme first; what may match last."""
        return self.is_folded, -max(offer.support_count for offer in self.offers)

    @property
    def rows(self) -> list[ShownOffer]:
        return [ShownOffer(offer, self.results) for offer in self.offers[:MOST_SHOWN]]

    @property
    def has_more(self) -> bool:
        return len(self.offers) > MOST_SHOWN


@dataclass(frozen=True)
class OfficialPages:
    """Whether the official page of a scheme is known (`is_known`), and whether any next step is."""

    is_known: bool
    has_next_step: bool


@dataclass(frozen=True)
class SupportGiver:
    pk: int
    results: "SupportResults"

    @property
    def organisation(self) -> Organisation | None:
        """None if it was archived while this page was made."""
        return self.results.giver_details.get(self.pk)


class SupportResults:
    """The results of a query, in a fixed number of database queries; `keys` are those of the matching initiatives.

    What rows show is fetched only if a row is not rendered yet.
    """

    def __init__(self, keys: FrozenBitMap, query: SupportQuery):
        self.query = query
        self._keys = keys

    @cached_property
    def _offers(self) -> list[SupportOffer]:
        schemes = get_cached_schemes()
        return [SupportOffer(schemes[key], self.query) for key in schemes if key in self._keys]

    @cached_property
    def groups(self) -> list[OfferGroup]:
        by_name = defaultdict(list)
        for offer in sorted(self._offers, key=lambda offer: offer.sort_key):
            by_name[offer.group_name].append(offer)
        groups = [OfferGroup(name, by_name[name], self) for name in GROUPS if name in by_name]
        return sorted(groups, key=lambda group: group.sort_key)

    def list_initiatives(self) -> list[Initiative]:
        keys = [offer.scheme.pk for group in self.groups for offer in group.offers]
        rows = Initiative.objects.published().for_calendar().in_bulk(keys)
        return [rows[key] for key in keys if key in rows]

    @cached_property
    def _shown_keys(self) -> list[int]:
        return [row.pk for group in self.groups for row in group.rows]

    @cached_property
    def details(self) -> dict[int, SchemeDetails]:
        rows = Initiative.objects.published().for_support_list().in_bulk(self._shown_keys)
        return {key: SchemeDetails(row) for key, row in rows.items()}

    @cached_property
    def official_pages(self) -> Mapping[int, OfficialPages]:
        known = _get_known_official_pages()
        for key in self._shown_keys:
            if key not in known:
                known[key] = self._find_official_pages(self.details.get(key))
        return known

    def _find_official_pages(self, details: SchemeDetails | None) -> OfficialPages:
        if details is None:
            return OfficialPages(is_known=False, has_next_step=False)
        return OfficialPages(bool(details.initiative.call_to_action.kind), bool(details.next_step.kind))

    @cached_property
    def count(self) -> int:
        return sum(len(group.offers) for group in self.groups)

    @cached_property
    def unknown_count(self) -> int:
        return sum(len(group.offers) for group in self.groups if group.name == UNKNOWN_GROUP)

    @property
    def matching_count(self) -> int:
        return self.count - self.unknown_count

    @cached_property
    def open_count(self) -> int:
        return sum(
            offer.scheme.state == State.OPEN
            for group in self.groups
            if group.name != UNKNOWN_GROUP
            for offer in group.offers
        )

    @property
    def closed_count(self) -> int:
        return len(self._offers) - self.count

    @cached_property
    def shown_count(self) -> int:
        return len(self._shown_keys)

    @cached_property
    def coverage_counts(self) -> dict[str, int]:
        schemes = [row.offer.scheme for group in self.groups for row in group.rows]
        return {
            "amount": sum(bool(scheme.amount) for scheme in schemes),
            "deadline": sum(scheme.closes != NEVER for scheme in schemes),
            "condition": sum(scheme.has_eligibility for scheme in schemes),
            "way_on": sum(self.official_pages[scheme.pk].has_next_step for scheme in schemes),
        }

    @cached_property
    def _giver_keys(self) -> list[int]:
        """Independent of schemes; empty for a query of audience only."""
        query = self.query
        if not query.has_need:
            return []
        by_support = _read_givers_by_support()
        keys = FrozenBitMap()
        for support in query.support or by_support:
            keys |= by_support.get(support, FrozenBitMap())
        rows = Organisation.objects.published()
        if query.applications:
            keys &= FrozenBitMap(rows.usable_for(query.applications).values_list("pk", flat=True))
        if query.text:
            entries = SearchResults(query.text, "organisation").entries
            keys &= FrozenBitMap(entries.values_list("target", flat=True))
        return [key for key in _read_giver_order() if key in keys]

    @property
    def giver_count(self) -> int:
        return len(self._giver_keys)

    @property
    def has_more_givers(self) -> bool:
        return self.giver_count > MOST_SHOWN

    @property
    def givers(self) -> list[SupportGiver]:
        return [SupportGiver(key, self) for key in self._giver_keys[:MOST_SHOWN]]

    @cached_property
    def giver_details(self) -> dict[int, Organisation]:
        return Organisation.objects.published().for_support_list().in_bulk(self._giver_keys[:MOST_SHOWN])


@per_edition
def _get_known_official_pages() -> dict[int, OfficialPages]:
    return {}


@per_edition
def _read_givers_by_support() -> dict[str, FrozenBitMap]:
    rows = Organisation.objects.published().filter(closed=None, support__isnull=False)
    return group_keys(rows.order_by().values_list("pk", "support__slug"))


@per_edition
def _read_giver_order() -> array:
    gives = Organisation.support.through.objects.values("organisation_id")
    rows = Organisation.objects.published().filter(closed=None, pk__in=gives).most_connected()
    return array("q", rows.values_list("pk", flat=True))
