"""Results of the support finder: schemes and organisations, with reasons and unknown facts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _, gettext_lazy, pgettext

from ecosystem.core.languages import get_list_separator
from ecosystem.models import AmountBasis, Citation, Initiative, Organisation, Support
from ecosystem.models.cached_vocabulary import get_cached_vocabulary
from ecosystem.models.initiatives import CallStatus, State
from ecosystem.models.official_pages import CallToAction
from ecosystem.search.results import SearchResults

# The group of each state; closed schemes are not shown.
STATE_GROUPS = {
    State.OPEN: "open",
    State.IN_SERVICE: "running",
    State.IN_FORCE: "running",
    State.ANNOUNCED: "announced",
    State.UNCONFIRMED: "unconfirmed",
    State.UNDATED: "undated",
}
# The group of schemes that may match: without a comparable amount or a known deadline, where these are asked for.
UNKNOWN_GROUP = "unknown"
# In the order of the page.
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
# What one can get, before what a fund has in total; any other basis is between the two.
BASIS_RANKS = {AmountBasis.PER_PROJECT_MAX: 0, AmountBasis.TOTAL: 2, "": 3}
# What one applicant can get. A sum for a year is mostly that of an institution.
COMPARABLE_BASES = {AmountBasis.PER_PROJECT_MAX, AmountBasis.PER_PERSON}
GROUP_ORDER = {name: position for position, name in enumerate(HEADINGS)}
# Sorts after any deadline.
NEVER = "9999"


@dataclass(frozen=True)
class SupportQuery:
    """The criteria, as slugs; `amount` in whole Hong Kong dollars."""

    audience: Sequence[str] = ()
    support: Sequence[str] = ()
    applications: Sequence[str] = ()
    amount: int | None = None
    text: str = ""
    call_status: Sequence[str] = ()

    @property
    def has_criteria(self) -> bool:
        return bool(self.audience or self.support or self.applications or self.text or self.has_conditions)

    @property
    def has_conditions(self) -> bool:
        """Whether an amount or an open call is asked for, which many schemes do not publish."""
        return self.amount is not None or bool(self.call_status)

    @property
    def has_need(self) -> bool:
        """Whether organisations can be filtered; their audience is not recorded."""
        return bool(self.support or self.applications or self.text)


@dataclass(frozen=True)
class SupportOffer:
    """A scheme as a result of a query."""

    initiative: Initiative
    query: SupportQuery

    @cached_property
    def group_name(self) -> str | None:
        """The group that shows the scheme; None for a closed one."""
        group = self.state_group_name
        return UNKNOWN_GROUP if group and not self._meets_conditions else group

    @property
    def state_group_name(self) -> str | None:
        scheme = self.initiative
        if scheme.call_status == CallStatus.OPEN:
            return "accepting"
        return "not_started" if scheme.state == State.ANNOUNCED and scheme.starts else STATE_GROUPS.get(scheme.state)

    @property
    def _meets_conditions(self) -> bool:
        """Whether the amount and the open call that are asked for are known."""
        query = self.query
        has_call = not query.call_status or self.initiative.call_status in query.call_status
        return has_call and (query.amount is None or self._pays_enough)

    @cached_property
    def providers(self) -> list[Organisation]:
        """The organisations that lead or operate the scheme."""
        joins = [join for join in self.initiative.public_involvements if join.role in {"lead", "operator"}]
        return list(dict.fromkeys(join.organisation for join in joins))

    @cached_property
    def next_step(self) -> CallToAction:
        """The call to action of the scheme, else the website of a provider."""
        own = self.initiative.call_to_action
        websites = (CallToAction("giver", giver.website, giver.name) for giver in self.providers if giver.website)
        return own if own.kind else next(websites, own)

    @cached_property
    def citation(self) -> Citation | None:
        """The best citation for its amount, else for its conditions or summary."""
        return self.initiative.find_best_citation("amount", "eligibility", "summary")

    @cached_property
    def deadline_text(self) -> str:
        """The deadline of an open call, else that the last one has closed; empty if no call is known."""
        match self.initiative.call_status:
            case CallStatus.OPEN:
                return self.initiative.applications_close.format_localized()
            case CallStatus.CLOSED:
                return self.initiative.call_label
        return ""

    @cached_property
    def start_note(self) -> str:
        """What the start date, or its lack, means."""
        scheme = self.initiative
        if scheme.state != State.ANNOUNCED:
            return ""
        if scheme.starts:
            return _("not started yet")
        return _("start not confirmed; announced %(date)s") % {"date": scheme.announced.format_localized()}

    @property
    def citation_details(self) -> str:
        """The type and the publication date of the cited source."""
        if not self.citation:
            return ""
        source = self.citation.source
        return get_list_separator().join(
            [source.get_grade_display(), *([source.published.format_localized()] if source.published else [])]
        )

    @cached_property
    def reasons_text(self) -> str:
        """Why the scheme matches the query."""
        query = self.query
        reasons = [
            self._format_matches("audience", query.audience, _("for %(names)s")),
            self._format_matches("support", query.support, _("offers %(names)s")),
            self._format_matches("applications", query.applications, _("covers %(names)s")),
        ]
        if query.applications and not self.initiative.applications.all():
            reasons.append(_("names no application area; may be open to any"))
        if query.amount is not None and self._pays_enough:
            reasons.append(self._format_amount_reason())
        return _join_clauses(reasons)

    @cached_property
    def unknown_text(self) -> str:
        """What the sources do not say."""
        scheme, query = self.initiative, self.query
        unknown = [
            "" if scheme.audience.all() else _("who it is for"),
            "" if scheme.money else _("amount"),
            _("whether it offers that amount")
            if scheme.money and query.amount is not None and not self._pays_enough
            else "",
            _("deadline") if scheme.call_status == CallStatus.UNKNOWN else "",
            _("whether there will be another call") if scheme.is_last_call_over else "",
            "" if scheme.eligibility else _("eligibility"),
            "" if scheme.call_to_action.kind else _("official page"),
        ]
        return _join_clauses(unknown)

    @cached_property
    def _pays_enough(self) -> bool:
        """Whether it is known to give so much to one project or person."""
        scheme = self.initiative
        is_comparable = scheme.currency == "HKD" and scheme.amount_basis in COMPARABLE_BASES
        return is_comparable and scheme.amount >= self.query.amount

    def _format_amount_reason(self) -> str:
        scheme = self.initiative
        text = (
            _("offers up to %(amount)s per project")
            if scheme.amount_basis == AmountBasis.PER_PROJECT_MAX
            else _("offers %(amount)s (%(basis)s)")
        )
        return text % {"amount": scheme.money.format_localized(), "basis": scheme.get_amount_basis_display()}

    def _format_matches(self, field: str, slugs: Sequence[str], phrase: str) -> str:
        names = self._list_matching_names(field, slugs)
        return phrase % {"names": pgettext("between the parts of a title", ", ").join(names)} if names else ""

    def _list_matching_names(self, field: str, slugs: Sequence[str]) -> list[str]:
        return [str(term.name) for term in getattr(self.initiative, field).all() if term.slug in slugs] if slugs else []

    @cached_property
    def support_count(self) -> int:
        """The number of the asked kinds of support that it offers."""
        return len(self._list_matching_names("support", self.query.support))

    @property
    def sort_key(self) -> tuple:
        """Most matches first, then the earliest deadline; a call that is over comes after those without a date."""
        scheme = self.initiative
        close = scheme.applications_close or scheme.ends
        basis_rank = BASIS_RANKS.get(scheme.amount_basis, 1)
        return (
            *((GROUP_ORDER[self.state_group_name or ""],) if self.group_name == UNKNOWN_GROUP else ()),
            -len(self._list_matching_names("applications", self.query.applications)),
            -self.support_count,
            basis_rank if self.query.amount is not None else 0,
            scheme.is_last_call_over,
            close.text if close else NEVER,
            basis_rank,
            scheme.order_en,
            scheme.slug,
        )


@dataclass(frozen=True)
class OfferGroup:
    """The results of one group: by state, those with a known open call first."""

    name: str
    offers: list[SupportOffer]

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


class SupportResults:
    """The results of a query, in a fixed number of database queries; `schemes` is the filtered queryset."""

    def __init__(self, schemes, query: SupportQuery):
        self.query = query
        self._schemes = schemes

    @cached_property
    def _offers(self) -> list[SupportOffer]:
        schemes = self._schemes.for_support_list()
        if self.query.applications:
            schemes = schemes.prefetch_related("applications")
        return [SupportOffer(scheme, self.query) for scheme in schemes]

    @cached_property
    def groups(self) -> list[OfferGroup]:
        by_name = defaultdict(list)
        for offer in sorted(self._offers, key=lambda offer: offer.sort_key):
            by_name[offer.group_name].append(offer)
        groups = [OfferGroup(name, by_name[name]) for name in HEADINGS if name in by_name]
        return sorted(groups, key=lambda group: group.sort_key)

    @cached_property
    def shown_offers(self) -> list[SupportOffer]:
        return [offer for group in self.groups for offer in group.offers]

    @property
    def count(self) -> int:
        return len(self.shown_offers)

    @property
    def unknown_count(self) -> int:
        """The number of schemes that may match."""
        return sum(offer.group_name == UNKNOWN_GROUP for offer in self.shown_offers)

    @property
    def matching_count(self) -> int:
        return self.count - self.unknown_count

    @property
    def open_count(self) -> int:
        """The number of matching schemes that are known to be active."""
        return sum(
            offer.initiative.state == State.OPEN and offer.group_name != UNKNOWN_GROUP for offer in self.shown_offers
        )

    @property
    def closed_count(self) -> int:
        return len(self._offers) - self.count

    @cached_property
    def coverage_counts(self) -> dict[str, int]:
        """How many of the shown schemes have an amount, a deadline, conditions and a call to action."""
        schemes = [offer.initiative for offer in self.shown_offers]
        return {
            "amount": sum(bool(scheme.money) for scheme in schemes),
            "deadline": sum(bool(scheme.applications_close or scheme.ends) for scheme in schemes),
            "condition": sum(bool(scheme.eligibility) for scheme in schemes),
            "way_on": sum(bool(offer.next_step.kind) for offer in self.shown_offers),
        }

    @cached_property
    def organisations(self):
        """Organisations that give the support, independently of schemes; none for a query of audience only."""
        query = self.query
        rows = Organisation.objects.published().filter(closed=None)
        if not query.has_need:
            return rows.none()
        rows = rows.giving_support(query.support or [term.slug for term in get_cached_vocabulary(Support)])
        if query.applications:
            rows = rows.usable_for(query.applications)
        if query.text:
            rows = rows.filter(pk__in=SearchResults(query.text, "organisation").entries.values("target"))
        return rows.for_support_list().most_connected()


def _join_clauses(clauses: Iterable[str]) -> str:
    return pgettext("between clauses", "; ").join(filter(None, clauses))
