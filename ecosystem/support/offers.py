"""Schemes as results of a query: why they match, what is not known of them, and how they are sorted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _, pgettext

from ecosystem.core.languages import get_list_separator
from ecosystem.models import (
    AmountBasis,
    Application,
    Audience,
    Citation,
    Initiative,
    Organisation,
    Support,
)
from ecosystem.models.cached_vocabulary import get_cached_vocabulary
from ecosystem.models.initiative_states import CallStatus, State
from ecosystem.models.official_pages import CallToAction
from ecosystem.support.schemes import Scheme

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
GROUPS = ("accepting", "open", "running", "not_started", "announced", "unconfirmed", "undated", UNKNOWN_GROUP)
# What one can get, before what a fund has in total; any other basis is between the two.
BASIS_RANKS = {AmountBasis.PER_PROJECT_MAX: 0, AmountBasis.TOTAL: 2, "": 3}
# What one applicant can get. A sum for a year is mostly that of an institution.
COMPARABLE_BASES = {AmountBasis.PER_PROJECT_MAX, AmountBasis.PER_PERSON}
VOCABULARIES = {"audience": Audience, "support": Support, "applications": Application}


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
    scheme: Scheme
    query: SupportQuery

    @cached_property
    def group_name(self) -> str | None:
        """None for a closed scheme."""
        group = self.state_group_name
        return UNKNOWN_GROUP if group and not self._meets_conditions else group

    @property
    def state_group_name(self) -> str | None:
        scheme = self.scheme
        if scheme.call_status == CallStatus.OPEN:
            return "accepting"
        return (
            "not_started"
            if scheme.state == State.ANNOUNCED and scheme.has_start_date
            else STATE_GROUPS.get(scheme.state)
        )

    @property
    def _meets_conditions(self) -> bool:
        query = self.query
        has_call = not query.call_status or self.scheme.call_status in query.call_status
        return has_call and (query.amount is None or self._pays_enough)

    @property
    def reasons_text(self) -> str:
        query = self.query
        reasons = [
            self._format_matches("audience", query.audience, _("for %(names)s")),
            self._format_matches("support", query.support, _("offers %(names)s")),
            self._format_matches("applications", query.applications, _("covers %(names)s")),
        ]
        if query.applications and not self.scheme.applications:
            reasons.append(_("names no application area; may be open to any"))
        if query.amount is not None and self._pays_enough:
            reasons.append(self._format_amount_reason())
        return _join_clauses(reasons)

    def format_unknown(self, *, has_official_page: bool) -> str:
        scheme, asks_amount = self.scheme, self.query.amount is not None
        unknown = [
            "" if scheme.audience else _("who it is for"),
            "" if scheme.amount else _("amount"),
            _("whether it offers that amount") if scheme.amount and asks_amount and not self._pays_enough else "",
            _("deadline") if scheme.call_status == CallStatus.UNKNOWN else "",
            _("whether there will be another call") if scheme.is_last_call_over else "",
            "" if scheme.has_eligibility else _("eligibility"),
            "" if has_official_page else _("official page"),
        ]
        return _join_clauses(unknown)

    @property
    def _pays_enough(self) -> bool:
        """Whether it is known to give so much to one project or person."""
        scheme = self.scheme
        is_comparable = scheme.currency == "HKD" and scheme.amount_basis in COMPARABLE_BASES
        return is_comparable and scheme.amount >= self.query.amount

    def _format_amount_reason(self) -> str:
        scheme = self.scheme
        text = (
            _("offers up to %(amount)s per project")
            if scheme.amount_basis == AmountBasis.PER_PROJECT_MAX
            else _("offers %(amount)s (%(basis)s)")
        )
        return text % {"amount": scheme.money.format_localized(), "basis": AmountBasis(scheme.amount_basis).label}

    def _format_matches(self, field: str, slugs: Sequence[str], phrase: str) -> str:
        own = getattr(self.scheme, field)
        names = (
            [
                str(term.name)
                for term in get_cached_vocabulary(VOCABULARIES[field])
                if term.slug in slugs and term.slug in own
            ]
            if slugs
            else []
        )
        return phrase % {"names": pgettext("between the parts of a title", ", ").join(names)} if names else ""

    @cached_property
    def support_count(self) -> int:
        return len(set(self.query.support).intersection(self.scheme.support))

    @property
    def sort_key(self) -> tuple:
        """Most matches first, then the earliest deadline; a call that is over comes after those without a date."""
        scheme, query = self.scheme, self.query
        basis_rank = BASIS_RANKS.get(scheme.amount_basis, 1)
        return (
            *((GROUPS.index(self.state_group_name or ""),) if self.group_name == UNKNOWN_GROUP else ()),
            -len(set(query.applications).intersection(scheme.applications)),
            -self.support_count,
            basis_rank if query.amount is not None else 0,
            scheme.is_last_call_over,
            scheme.closes,
            basis_rank,
        )


@dataclass(frozen=True)
class SchemeDetails:
    """`initiative` is from `for_support_list()`."""

    initiative: Initiative

    @cached_property
    def providers(self) -> list[Organisation]:
        joins = [join for join in self.initiative.public_involvements if join.role in {"lead", "operator"}]
        return list(dict.fromkeys(join.organisation for join in joins))

    @cached_property
    def next_step(self) -> CallToAction:
        own = self.initiative.call_to_action
        websites = (CallToAction("giver", giver.website, giver.name) for giver in self.providers if giver.website)
        return own if own.kind else next(websites, own)

    @property
    def citation(self) -> Citation | None:
        return self.initiative.find_best_citation("amount", "eligibility", "summary")

    @property
    def deadline_text(self) -> str:
        match self.initiative.call_status:
            case CallStatus.OPEN:
                return self.initiative.applications_close.format_localized()
            case CallStatus.CLOSED:
                return self.initiative.call_label
        return ""

    @property
    def start_note(self) -> str:
        scheme = self.initiative
        if scheme.state != State.ANNOUNCED:
            return ""
        if scheme.starts:
            return _("not started yet")
        return _("start not confirmed; announced %(date)s") % {"date": scheme.announced.format_localized()}

    @property
    def citation_details(self) -> str:
        if not self.citation:
            return ""
        source = self.citation.source
        return get_list_separator().join(
            [source.get_grade_display(), *([source.published.format_localized()] if source.published else [])]
        )


def _join_clauses(clauses: Iterable[str]) -> str:
    return pgettext("between clauses", "; ").join(filter(None, clauses))
