"""The properties of records: what they are called, how they are read, and how somebody's value is compared with them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy

from ecosystem.api.reconciliation import comparators, property_values
from ecosystem.api.reconciliation.comparators import Comparison, Value
from ecosystem.api.reconciliation.identifiers import KINDS
from ecosystem.api.reconciliation.requests import Refused
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
    compare: Comparison | None = comparators.same
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
            EVERY, property_values.in_language("name", code), comparators.alike, is_name=True,
        )
        for code in languages.LANG_TAGS
    ),
    _field(Organisation, "acronym", (BODIES, PROGRAMMES), property_values.text("acronym"), compare=comparators.alike, is_name=True),
    _field(Organisation, "aliases", (BODIES, PROGRAMMES), lambda record: [Value(name) for name in record.aliases],
           compare=comparators.alike, is_name=True),
    Property("kind", gettext_lazy("kind"), EVERY, lambda record: [property_values.choice(record.kinds(record.kind))]),
    Property("summary", gettext_lazy("summary"), EVERY, property_values.text("summary"), None),
    _field(Organisation, "website", EVERY, property_values.text("website"), compare=comparators.site),
    _field(Organisation, "ror", (BODIES,), property_values.text("ror"), compare=comparators.identifier, is_identifier=True),
    _field(Organisation, "wikidata", (BODIES,), property_values.text("wikidata"), compare=comparators.identifier, is_identifier=True),
    _field(Organisation, "founded", (BODIES,), property_values.date("founded"), compare=comparators.day),
    _field(Organisation, "closed", (BODIES,), property_values.date("closed"), compare=comparators.day),
    _field(Organisation, "parent", (BODIES,), property_values.other("parent"), compare=comparators.alike, needs="parent",
           refers_to=BODIES),
    Property("parts", gettext_lazy("parts"), (BODIES,), lambda body: [property_values.entity(part) for part in body.public_parts],
             comparators.alike, needs="parts", refers_to=BODIES),
    _field(Organisation, "place", (BODIES,), property_values.of_place(lambda place: [property_values.row(place)]), needs="place"),
    Property("district", gettext_lazy("district"), (BODIES,), property_values.of_place(
        lambda place: [property_values.choice(District(place.district))] if place.district else []), needs="place"),
    Property("region", gettext_lazy("region"), (BODIES,), property_values.of_place(
        lambda place: [property_values.choice(Region(place.region))]), needs="place"),
    _field(Organisation, "address", (BODIES,), property_values.text("address"), compare=comparators.alike),
    Property("state", gettext_lazy("state"), (PROGRAMMES,), lambda record: [property_values.choice(State(record.state))], needs="state"),
    _field(Initiative, "announced", (PROGRAMMES, PACTS), property_values.date("announced"), compare=comparators.day),
    _field(Initiative, "starts", (PROGRAMMES, PACTS), property_values.date("starts"), compare=comparators.day),
    _field(Initiative, "ends", (PROGRAMMES, PACTS), property_values.date("ends"), compare=comparators.day),
    _field(Initiative, "applications_close", (PROGRAMMES,), property_values.date("applications_close"), compare=comparators.day),
    _field(Initiative, "amount", (PROGRAMMES,), lambda record: [Value(str(record.amount), number=record.amount)]
           if record.amount else [], compare=comparators.quantity),
    _field(Initiative, "currency", (PROGRAMMES,), property_values.text("currency")),
    _field(Initiative, "amount_basis", (PROGRAMMES,), property_values.word("amount_basis", AmountBasis)),
    Property("lead", gettext_lazy("led or operated by"), (PROGRAMMES,),
             property_values.parties("public_involvements", ("lead", "operator")), comparators.alike, needs="bodies", refers_to=BODIES),
    _field(Initiative, "bodies", (PROGRAMMES,), property_values.parties("public_involvements"), compare=comparators.alike, needs="bodies",
           refers_to=BODIES),
    _field(Initiative, "part_of", (PROGRAMMES,), property_values.other("part_of"), compare=comparators.alike, needs="part_of",
           refers_to=PROGRAMMES),
    _field(Initiative, "audience", (PROGRAMMES,), property_values.rows("audience"), needs="audience"),
    _field(Initiative, "support", (BODIES, PROGRAMMES), property_values.rows("support"), needs="support"),
    Property("eligibility", gettext_lazy("conditions"), (PROGRAMMES,), property_values.text("eligibility"), None),
    _field(Initiative, "apply_url", (PROGRAMMES,), property_values.text("apply_url"), compare=comparators.site),
    _field(Collaboration, "participants", (PACTS,), property_values.parties("public_participations"), compare=comparators.alike,
           needs="participants", refers_to=BODIES),
    _field(Collaboration, "initiative", (PACTS,), property_values.other("initiative"), compare=comparators.alike, needs="initiative",
           refers_to=PROGRAMMES),
    Property("reach", gettext_lazy("reach"), (PACTS,), lambda record: [property_values.choice(Reach(reach)) for reach in record.reach],
             needs="participants"),
    _field(Organisation, "themes", EVERY, property_values.rows("themes"), needs="themes"),
    _field(Organisation, "applications", EVERY, property_values.rows("applications"), needs="applications"),
    _field(Organisation, "ai", EVERY, property_values.word("ai", AI)),
    Property("sources", gettext_lazy("sources"), EVERY,
             lambda record: [Value(citation.source.url) for citation in record.numbered_citations], comparators.site,
             needs="sources"),
    _field(Organisation, "verified_on", EVERY, property_values.day("verified_on"), compare=comparators.day),
    Property("updated_on", gettext_lazy("changed on"), EVERY, property_values.day("updated_on"), comparators.day),
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
