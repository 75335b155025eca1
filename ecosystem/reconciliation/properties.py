"""The properties of records: what they are called, how they are read, and how somebody's value is compared with them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy

from ecosystem.core import languages
from ecosystem.models import (
    AI,
    AmountBasis,
    Collaboration,
    District,
    Initiative,
    Organisation,
    Reach,
    Region,
)
from ecosystem.models.initiatives import State
from ecosystem.reconciliation import comparing, reading
from ecosystem.reconciliation.comparing import Comparison, Value
from ecosystem.reconciliation.entities import KINDS
from ecosystem.reconciliation.questions import Refused

BODIES, PROGRAMMES, PACTS = "organisation", "initiative", "collaboration"
EVERY = (BODIES, PROGRAMMES, PACTS)
# What a property needs read with the records of a kind, beyond their own columns.
NEEDS: dict[str, Callable] = {
    "themes": lambda rows: rows.prefetch_related("themes"),
    "applications": lambda rows: rows.prefetch_related("applications"),
    "support": lambda rows: rows.prefetch_related("support"),
    "audience": lambda rows: rows.prefetch_related("audience"),
    "place": lambda rows: rows.select_related("place"),
    "parent": lambda rows: rows.select_related("parent"),
    "part_of": lambda rows: rows.select_related("part_of"),
    "initiative": lambda rows: rows.select_related("initiative"),
    "parts": lambda rows: rows.prefetch_related(
        Prefetch("parts", rows.model.objects.published().in_order(), "public_parts")
    ),
    "state": lambda rows: rows.with_state(),
    "bodies": lambda rows: rows.with_bodies("acronym", "aliases"),
    "participants": lambda rows: rows.with_parties("acronym", "aliases"),
    "sources": lambda rows: rows.with_sources(),
}


@dataclass(frozen=True)
class Property:
    """What can be asked of a record; `refers_to` is the type of the entities that are its values."""

    id: str
    label: object
    kinds: tuple[str, ...]
    read: Callable[[object], list[Value]]
    # Running text is there to be read, not to be compared.
    compare: Comparison | None = comparing.same
    needs: str = ""
    refers_to: str = ""
    # An identifier of another register: one that agrees decides.
    is_identifier: bool = False
    # Another name of the record itself, by which it may be searched for.
    is_name: bool = False

    @property
    def said(self) -> dict:
        return {"id": self.id, "name": capfirst(str(self.label))}


def values(prop: Property, record) -> list[Value]:
    """Return the values that a record has, in the reader's language; none where it has no such property."""
    return prop.read(record) if record._meta.model_name in prop.kinds else []


def property_of(pid: str) -> Property:
    if pid not in PROPERTIES:
        raise Refused(_("There is no property “%(property)s”.") % {"property": pid[:60]})
    return PROPERTIES[pid]


def of_type(kind: str) -> list[Property]:
    return [prop for prop in PROPERTIES.values() if kind in prop.kinds]


def _field(model, name, kinds, read, **others) -> Property:
    """Return a property with the name of a column."""
    return Property(name, model._meta.get_field(name).verbose_name, kinds, read, **others)


_DEFINED = (
    *(
        Property(
            languages.column("name", code), Organisation._meta.get_field(languages.column("name", code)).verbose_name,
            EVERY, reading.in_language("name", code), comparing.alike, is_name=True,
        )
        for code in languages.LANG_TAGS
    ),
    _field(Organisation, "acronym", (BODIES, PROGRAMMES), reading.text("acronym"), compare=comparing.alike, is_name=True),
    _field(Organisation, "aliases", (BODIES, PROGRAMMES), lambda record: [Value(name) for name in record.aliases],
           compare=comparing.alike, is_name=True),
    Property("kind", gettext_lazy("kind"), EVERY, lambda record: [reading.choice(record.kinds(record.kind))]),
    Property("summary", gettext_lazy("summary"), EVERY, reading.text("summary"), None),
    _field(Organisation, "website", EVERY, reading.text("website"), compare=comparing.site),
    _field(Organisation, "ror", (BODIES,), reading.text("ror"), compare=comparing.identifier, is_identifier=True),
    _field(Organisation, "wikidata", (BODIES,), reading.text("wikidata"), compare=comparing.identifier, is_identifier=True),
    _field(Organisation, "founded", (BODIES,), reading.date("founded"), compare=comparing.day),
    _field(Organisation, "closed", (BODIES,), reading.date("closed"), compare=comparing.day),
    _field(Organisation, "parent", (BODIES,), reading.other("parent"), compare=comparing.alike, needs="parent",
           refers_to=BODIES),
    Property("parts", gettext_lazy("parts"), (BODIES,), lambda body: [reading.entity(part) for part in body.public_parts],
             comparing.alike, needs="parts", refers_to=BODIES),
    _field(Organisation, "place", (BODIES,), reading.of_place(lambda place: [reading.row(place)]), needs="place"),
    Property("district", gettext_lazy("district"), (BODIES,), reading.of_place(
        lambda place: [reading.choice(District(place.district))] if place.district else []), needs="place"),
    Property("region", gettext_lazy("region"), (BODIES,), reading.of_place(
        lambda place: [reading.choice(Region(place.region))]), needs="place"),
    _field(Organisation, "address", (BODIES,), reading.text("address"), compare=comparing.alike),
    Property("state", gettext_lazy("state"), (PROGRAMMES,), lambda record: [reading.choice(State(record.state))], needs="state"),
    _field(Initiative, "announced", (PROGRAMMES, PACTS), reading.date("announced"), compare=comparing.day),
    _field(Initiative, "starts", (PROGRAMMES, PACTS), reading.date("starts"), compare=comparing.day),
    _field(Initiative, "ends", (PROGRAMMES, PACTS), reading.date("ends"), compare=comparing.day),
    _field(Initiative, "applications_close", (PROGRAMMES,), reading.date("applications_close"), compare=comparing.day),
    _field(Initiative, "amount", (PROGRAMMES,), lambda record: [Value(str(record.amount), number=record.amount)]
           if record.amount else [], compare=comparing.quantity),
    _field(Initiative, "currency", (PROGRAMMES,), reading.text("currency")),
    _field(Initiative, "amount_basis", (PROGRAMMES,), reading.word("amount_basis", AmountBasis)),
    Property("lead", gettext_lazy("led or operated by"), (PROGRAMMES,),
             reading.parties("public_involvements", ("lead", "operator")), comparing.alike, needs="bodies", refers_to=BODIES),
    _field(Initiative, "bodies", (PROGRAMMES,), reading.parties("public_involvements"), compare=comparing.alike, needs="bodies",
           refers_to=BODIES),
    _field(Initiative, "part_of", (PROGRAMMES,), reading.other("part_of"), compare=comparing.alike, needs="part_of",
           refers_to=PROGRAMMES),
    _field(Initiative, "audience", (PROGRAMMES,), reading.rows("audience"), needs="audience"),
    _field(Initiative, "support", (BODIES, PROGRAMMES), reading.rows("support"), needs="support"),
    Property("eligibility", gettext_lazy("conditions"), (PROGRAMMES,), reading.text("eligibility"), None),
    _field(Initiative, "apply_url", (PROGRAMMES,), reading.text("apply_url"), compare=comparing.site),
    _field(Collaboration, "participants", (PACTS,), reading.parties("public_participations"), compare=comparing.alike,
           needs="participants", refers_to=BODIES),
    _field(Collaboration, "initiative", (PACTS,), reading.other("initiative"), compare=comparing.alike, needs="initiative",
           refers_to=PROGRAMMES),
    Property("reach", gettext_lazy("reach"), (PACTS,), lambda record: [reading.choice(Reach(reach)) for reach in record.reach],
             needs="participants"),
    _field(Organisation, "themes", EVERY, reading.rows("themes"), needs="themes"),
    _field(Organisation, "applications", EVERY, reading.rows("applications"), needs="applications"),
    _field(Organisation, "ai", EVERY, reading.word("ai", AI)),
    Property("sources", gettext_lazy("sources"), EVERY,
             lambda record: [Value(citation.source.url) for citation in record.numbered_citations], comparing.site,
             needs="sources"),
    _field(Organisation, "verified_on", EVERY, reading.day("verified_on"), compare=comparing.day),
    Property("updated_on", gettext_lazy("changed on"), EVERY, reading.day("updated_on"), comparing.day),
)  # fmt: skip
PROPERTIES = {prop.id: prop for prop in _DEFINED}


def read_with(kind: str, properties) -> Callable:
    """Return what adds to a set of records of a kind all that these properties need."""
    needs = dict.fromkeys(prop.needs for prop in properties if prop.needs and kind in prop.kinds)

    def add(rows):
        for need in needs:
            rows = NEEDS[need](rows)
        return rows

    return add


def public(kind: str):
    """Return the public records of a kind, which alone the service knows."""
    return KINDS[kind].objects.published()
