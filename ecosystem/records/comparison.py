"""Records side by side: a line for each fact that any of them has, and whether they differ in it."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ecosystem.core.partial_dates import PartialDate
from ecosystem.models import (
    Application,
    Initiative,
    InitiativeBody,
    Organisation,
    Participation,
    Record,
    cached_relationships,
)
from ecosystem.models.application_relationships import Tie
from ecosystem.models.cached_vocabulary import words

# To be named with an application is too little to be compared by.
TIES = tuple(map(Tie, ("uses", "supplies", "regulates", "researches", "supports")))
LEADING, FUNDING = ("lead", "operator"), ("funder",)
WAYS = {"apply": _("Apply"), "website": _("Website"), "source": _("Best official page")}


@dataclass(frozen=True)
class Piece:
    """One value: a text, a link, a date, or a bare address; `detail` is what stands under it."""

    text: str = ""
    url: str = ""
    date: PartialDate | date | None = None
    detail: str = ""

    @property
    def value(self) -> tuple[str, ...]:
        """What two records are compared by; where a text leads to is not part of it."""
        return str(self.text or self.url), str(self.date or ""), str(self.detail)


@dataclass(frozen=True)
class Cell:
    """What one record has of a fact; its notes are those of `field`."""

    record: Record
    pieces: list[Piece]
    field: str

    @property
    def has_notes(self) -> bool:
        return bool(self.pieces and self.field)

    @property
    def prefix(self) -> str:
        """What tells the notes of this record from those of the others."""
        return f"{self.record.slug}-"


@dataclass(frozen=True)
class Line:
    label: str
    cells: list[Cell]
    # What stands where a record has nothing.
    lack: str

    @property
    def differs(self) -> bool:
        """Whether the records are not all alike in it; to have none is to be unlike those that have."""
        return len({frozenset(piece.value for piece in cell.pieces) for cell in self.cells}) > 1


@dataclass(frozen=True)
class Fact:
    """A line before it is filled: how it is read from a record, and the field that bears its notes."""

    label: str
    read: Callable[..., Iterable[Piece]]
    field: str = ""
    lack: str = _("not known")


def lines(records: Sequence[Record]) -> list[Line]:
    """Return what is known of any of these records of one kind, fetched by `for_detail()`."""
    facts = organisation_facts(records) if isinstance(records[0], Organisation) else INITIATIVE_FACTS
    found = (
        Line(fact.label, [Cell(record, list(fact.read(record)), fact.field) for record in records], fact.lack)
        for fact in [*facts, *COMMON_FACTS]
    )
    return [line for line in found if any(cell.pieces for cell in line.cells)]


def organisation_facts(bodies: Sequence[Organisation]) -> list[Fact]:
    initiatives = _counts(InitiativeBody, "initiative_id", bodies)
    collaborations = _counts(Participation, "collaboration_id", bodies)
    return [
        Fact(_("Kind"), lambda body: [Piece(body.kind_label)], "kind"),
        Fact(_("Part of"), _part_of, "parent"),
        Fact(_("Founded"), lambda body: _dated(body.founded), "founded"),
        Fact(_("Closed"), lambda body: _dated(body.closed), "closed"),
        Fact(_("Stands in"), _place, "place"),
        Fact(_("Headquarters"), _headquarters, "home_region"),
        Fact(_("Offers"), lambda body: _words(body.support.all(), "organisation", "support"), "support"),
        *(Fact(tie.heading, partial(_tied, tie)) for tie in TIES),
        Fact(_("Themes"), _themes),
        Fact(_("Nearness to AI"), _nearness),
        Fact(_("Initiatives"), partial(_counted, initiatives, "initiative", "body")),
        Fact(_("Collaborations"), partial(_counted, collaborations, "collaboration", "organisation")),
        Fact(_("Website"), lambda body: [Piece(url=body.website)] if body.website else [], "website"),
    ]


def _counts(join, record: str, bodies: Sequence[Organisation]) -> Counter[int]:
    """Count, as the lists do, what each of the bodies takes part in, itself or through a public part."""
    rows = join.objects.published().of(bodies).order_by()
    rows = rows.values_list(record, "organisation_id", "organisation__parent_id")
    return Counter(body for body, _record in {(body, row[0]) for row in rows for body in row[1:]})


def _counted(counts: Counter[int], kind: str, parameter: str, body: Organisation) -> list[Piece]:
    if not any(counts.values()):
        return []
    query = urlencode({parameter: body.slug})
    number = counts[body.pk]
    return [Piece(f"{number:,}", f"{reverse(f'{kind}-list')}?{query}" if number else "")]


def _tied(tie: Tie, body: Organisation) -> list[Piece]:
    """Return the applications that a body, itself or through its parts, has this tie to."""
    bodies = [body.pk, *(part.pk for part in body.public_parts)]
    tied = {application for _body, application, kind, *_rest in cached_relationships.evidence(bodies) if kind == tie}
    applications = [word for word in words(Application) if word.pk in tied]
    return _words(applications, "organisation", "application", tie=tie.value)


def _part_of(body: Organisation) -> list[Piece]:
    whole = body.parent
    return [Piece(whole.name, whole.get_absolute_url())] if whole and whole.is_public else []


def _place(body: Organisation) -> list[Piece]:
    place = body.place
    if not place:
        return []
    return [Piece(place.name, place.get_absolute_url(), detail=place.area if place.area != place.name else "")]


def _headquarters(body: Organisation) -> list[Piece]:
    return [Piece(body.region_label)] if body.is_from_elsewhere else []


def _taking_part(roles: tuple[str, ...], initiative: Initiative) -> list[Piece]:
    """Return the bodies that have one of the roles, each once."""
    joins = [join for join in initiative.public_involvements if join.role in roles]
    bodies = dict.fromkeys(join.organisation for join in joins)
    return [Piece(body.name, body.get_absolute_url()) for body in bodies]


def _amount(initiative: Initiative) -> list[Piece]:
    if not initiative.money:
        return []
    return [Piece(initiative.money.localized(), detail=initiative.get_amount_basis_display())]


def _conditions(initiative: Initiative) -> list[Piece]:
    return [Piece(initiative.eligibility)] if initiative.eligibility else []


def _way_on(initiative: Initiative) -> list[Piece]:
    way = initiative.way_on
    return [Piece(url=way.url, detail=WAYS[way.kind])] if way.kind else []


def _dated(day: PartialDate | date | None) -> list[Piece]:
    return [Piece(date=day)] if day else []


def _words(found: Iterable, kind: str, parameter: str, **others: str) -> list[Piece]:
    """Return words of a vocabulary, each leading to the list that it narrows."""
    address = reverse(f"{kind}-list")
    return [Piece(word.name, f"{address}?{urlencode({parameter: word.slug} | others)}") for word in found]


def _themes(record: Record) -> list[Piece]:
    return [Piece(theme.name, theme.get_absolute_url()) for theme in record.themes.all()]


def _nearness(record: Record) -> list[Piece]:
    return [Piece(record.get_ai_display())]


INITIATIVE_FACTS = [
    Fact(_("State"), lambda initiative: [Piece(initiative.state_label)]),
    Fact(_("Kind"), lambda initiative: [Piece(initiative.kind_label)], "kind"),
    Fact(_("Leads or operates it"), partial(_taking_part, LEADING), "bodies"),
    Fact(_("Funds it"), partial(_taking_part, FUNDING), "bodies"),
    Fact(_("Amount"), _amount, "amount"),
    Fact(_("Announced"), lambda initiative: _dated(initiative.announced), "announced"),
    Fact(_("Began"), lambda initiative: _dated(initiative.starts), "starts"),
    Fact(_("Ends"), lambda initiative: _dated(initiative.ends), "ends"),
    Fact(_("Applications close"), lambda one: _dated(one.applications_close), "applications_close"),
    Fact(_("For"), lambda one: _words(one.audience.all(), "initiative", "audience"), "audience"),
    Fact(_("Gives"), lambda one: _words(one.support.all(), "initiative", "support"), "support"),
    Fact(_("Conditions"), _conditions, "eligibility"),
    Fact(_("Application"), lambda one: _words(one.applications.all(), "initiative", "application")),
    Fact(_("Themes"), _themes),
    Fact(_("Nearness to AI"), _nearness),
    Fact(_("Way on"), _way_on),
]
COMMON_FACTS = [
    Fact(_("Sources read"), lambda record: _dated(record.last_read_on)),
    Fact(_("Checked as a whole"), lambda record: _dated(record.verified_on), lack=_("not yet")),
]
