"""The public schemes, with what filters, groups and sorts them; read once for an edition and a day."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate
from pyroaring import FrozenBitMap

from ecosystem.core.money import Money
from ecosystem.models import Initiative
from ecosystem.models.base import list_language_columns
from ecosystem.models.edition_cache import per_edition_by
from ecosystem.models.initiative_states import CallStatus, State, find_call_status
from ecosystem.models.initiatives import InitiativeQuerySet

TERMS = ("audience", "support", "applications")
# Sorts after any deadline.
NEVER = "9999"


@dataclass(frozen=True, slots=True)
class Scheme:
    """An initiative that gives support; `closes` is its deadline, else its end date, or `NEVER`.

    `audience`, `support` and `applications` are slugs.
    """

    pk: int
    state: str
    has_start_date: bool
    has_eligibility: bool
    call_status: CallStatus | None
    closes: str
    amount: int | None
    amount_basis: str
    currency: str
    audience: tuple[str, ...]
    support: tuple[str, ...]
    applications: tuple[str, ...]

    @property
    def money(self) -> Money | None:
        return Money(self.amount, self.currency) if self.amount else None

    @property
    def is_last_call_over(self) -> bool:
        """Whether the deadline of the last known call has passed, also where the scheme has ended since."""
        return self.call_status == CallStatus.CLOSED


def get_support_schemes() -> InitiativeQuerySet:
    return Initiative.objects.published().giving_support()


@per_edition_by(localdate)
def get_cached_lasting_keys() -> FrozenBitMap:
    return FrozenBitMap(key for key, scheme in get_cached_schemes().items() if scheme.state != State.CLOSED)


@per_edition_by(localdate)
def get_cached_schemes() -> Mapping[int, Scheme]:
    """Sort by English name; three queries for an edition and day."""
    terms = {name: _map_slugs(name) for name in TERMS}
    lacks_eligibility = Q(**dict.fromkeys(list_language_columns("eligibility"), ""))
    rows = get_support_schemes().with_state().annotate(has_eligibility=~lacks_eligibility).order_by("order_en", "slug")
    columns = (
        "pk", "state", "starts", "has_eligibility", "applications_close", "ends", "amount", "amount_basis", "currency"
    )  # fmt: skip
    return {
        pk: Scheme(
            pk,
            state,
            bool(starts),
            has_eligibility,
            find_call_status(state, deadline, gives_support=True),
            (deadline or ends).text if deadline or ends else NEVER,
            *amount,
            *(terms[name].get(pk, ()) for name in TERMS),
        )
        for pk, state, starts, has_eligibility, deadline, ends, *amount in rows.values_list(*columns)
    }


def _map_slugs(name: str) -> dict[int, tuple[str, ...]]:
    """Return slugs by initiative, in the order of the terms."""
    slugs = defaultdict(list)
    through = getattr(Initiative, name).through
    term = getattr(Initiative, name).field.related_model._meta.model_name
    gives = Initiative.support.through.objects.filter(initiative=OuterRef("initiative"))
    rows = through.objects.filter(Exists(gives)).order_by(f"{term}__position", f"{term}__slug")
    for pk, slug in rows.values_list("initiative_id", f"{term}__slug"):
        slugs[pk].append(slug)
    return {pk: tuple(each) for pk, each in slugs.items()}
