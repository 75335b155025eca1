"""The comparison of records: a row for each fact, and whether the records differ in it."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _, ngettext

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
from ecosystem.models.cached_vocabulary import get_cached_vocabulary
from ecosystem.models.organisation_tree import get_organisation_tree
from ecosystem.models.record_fields import FieldType, RecordField
from ecosystem.records.shared_organisations import ComparedPartners, SharedOrganisations

# Without `named`, which says too little for a comparison.
RELATIONSHIPS = tuple(map(Tie, ("uses", "supplies", "regulates", "researches", "supports")))
ROLE_LABELS = {
    ("lead", "operator"): _("Led or operated by"),
    ("funder",): _("Funded by"),
    ("partner",): _("Partners"),
    ("user",): _("Users"),
}
# Further partners are counted, with a link to all.
SHOWN_PARTNERS = 10
UNKNOWN = _("not known")
NEXT_STEPS = {"apply": _("Apply"), "website": _("Website"), "source": _("Official page")}


@dataclass(frozen=True)
class ComparedValue:
    """A text, a link, a date or a URL without text; `detail` is shown below it.

    `sharing_text` says in how many of the compared records it is, if in more than one.
    """

    text: str = ""
    url: str = ""
    date: PartialDate | date | None = None
    detail: str = ""
    sharing_text: str = ""

    @property
    def comparison_key(self) -> tuple[str, ...]:
        """What values are compared by; the URL of a text does not count."""
        return str(self.text or self.url), str(self.date or ""), str(self.detail)


@dataclass(frozen=True)
class ComparisonCell:
    """The notes are those of `field`."""

    record: Record
    pieces: list[ComparedValue]
    field: str

    @property
    def has_notes(self) -> bool:
        return bool(self.pieces and self.field)

    @property
    def note_id_prefix(self) -> str:
        """A prefix that makes ids of notes unique among the records."""
        return f"{self.record.slug}-"


@dataclass(frozen=True)
class ComparisonRow:
    label: str
    cells: list[ComparisonCell]
    # The text for a record without values.
    lack: str

    @property
    def has_differences(self) -> bool:
        """Whether the records differ; no value differs from any value."""
        return len({frozenset(piece.comparison_key for piece in cell.pieces) for cell in self.cells}) > 1


@dataclass(frozen=True)
class ComparedFact:
    """A fact to compare: how to read it from a record, and the field with its notes."""

    label: str
    read: Callable[..., Iterable[ComparedValue]]
    field: str = ""
    lack: str = UNKNOWN


def build_comparison_rows(records: Sequence[Record]) -> list[ComparisonRow]:
    """`records` are of one kind and from `for_detail()`."""
    if isinstance(records[0], Organisation):
        facts = build_organisation_facts(records)
    else:
        facts = build_initiative_facts(records)
    rows = (
        ComparisonRow(
            fact.label, [ComparisonCell(record, list(fact.read(record)), fact.field) for record in records], fact.lack
        )
        for fact in [*facts, *COMMON_FACTS]
    )
    return [row for row in rows if any(cell.pieces for cell in row.cells)]


def build_organisation_facts(organisations: Sequence[Organisation]) -> list[ComparedFact]:
    initiatives = _count_involvements(InitiativeBody, "initiative_id", organisations)
    collaborations = _count_involvements(Participation, "collaboration_id", organisations)
    partners = ComparedPartners(organisations)
    return [
        *list_field_facts(Organisation),
        *(ComparedFact(tie.heading, partial(_read_related_applications, tie)) for tie in RELATIONSHIPS),
        ComparedFact(_("Themes"), _read_themes),
        ComparedFact(_("AI relevance"), _read_nearness),
        ComparedFact(_("Initiatives"), partial(_read_count, initiatives, "initiative", "body")),
        ComparedFact(_("Collaborations"), partial(_read_count, collaborations, "collaboration", "organisation")),
        ComparedFact(_("Partners"), partial(_read_others, partners.list_partners, partners)),
        ComparedFact(_("Users of its initiatives"), partial(_read_others, partners.list_users, partners)),
        ComparedFact(_("Website"), lambda body: [ComparedValue(url=body.website)] if body.website else [], "website"),
    ]


def build_initiative_facts(initiatives: Sequence[Initiative]) -> list[ComparedFact]:
    sharing = SharedOrganisations(
        [{join.organisation_id for join in initiative.public_involvements} for initiative in initiatives]
    )
    kind, *others = list_field_facts(Initiative)
    return [
        ComparedFact(_("Status"), lambda initiative: [ComparedValue(initiative.state_label)]),
        kind,
        *(
            ComparedFact(label, partial(_read_participants, sharing, role), "bodies")
            for role, label in ROLE_LABELS.items()
        ),
        *others,
        ComparedFact(
            _("Application area"), lambda one: _link_terms(one.applications.all(), "initiative", "application")
        ),
        ComparedFact(_("Themes"), _read_themes),
        ComparedFact(_("AI relevance"), _read_nearness),
        ComparedFact(_("Find out more"), _read_next_step),
    ]


def list_field_facts(model: type[Record]) -> list[ComparedFact]:
    """Return the facts that are fields, in the order of the page."""
    fields = (model.record_fields.by_name[name] for name in model.bearable_fields)
    return [
        # A deadline that is not known says nothing.
        ComparedFact(
            field.heading, _get_field_reader(field), field.name, "–" if field.name == "applications_close" else UNKNOWN
        )
        for field in fields
        if field.heading
    ]


def _get_field_reader(field: RecordField) -> Callable[..., Iterable[ComparedValue]]:
    return FIELD_READERS.get(field.name) or partial(TYPE_READERS[field.type], field.name)


def _count_involvements(join, record: str, organisations: Sequence[Organisation]) -> Counter[int]:
    """Count the records of each organisation and its units, as the lists do."""
    tree = get_organisation_tree()
    rows = join.objects.published().of_organisations_and_parts(organisations).order_by()
    pairs = {
        (key, row[0])
        for row in rows.values_list(record, "organisation_id")
        for key in (row[1], *tree.list_ancestors(row[1]))
    }
    return Counter(key for key, _record in pairs)


def _read_count(counts: Counter[int], kind: str, parameter: str, body: Organisation) -> list[ComparedValue]:
    if not any(counts.values()):
        return []
    query = urlencode({parameter: body.slug})
    number = counts[body.pk]
    return [ComparedValue(f"{number:,}", f"{reverse(f'{kind}-list')}?{query}" if number else "")]


def _read_related_applications(tie: Tie, body: Organisation) -> list[ComparedValue]:
    organisations = [body.pk, *get_organisation_tree().find_units(body.pk)]
    related = {
        application
        for _organisation, application, kind, *_rest in cached_relationships.get_cached_evidence(organisations)
        if kind == tie
    }
    applications = [term for term in get_cached_vocabulary(Application) if term.pk in related]
    return _link_terms(applications, "organisation", "application", tie=tie.value)


def _read_related_record(name: str, record: Record) -> list[ComparedValue]:
    other = getattr(record, name)
    return [ComparedValue(other.name, other.get_absolute_url())] if other and other.is_public else []


def _read_place(body: Organisation) -> list[ComparedValue]:
    place = body.place
    if not place:
        return []
    return [ComparedValue(place.name, place.get_absolute_url(), detail=place.area if place.area != place.name else "")]


def _read_headquarters(body: Organisation) -> list[ComparedValue]:
    return [ComparedValue(body.region_label)] if body.is_from_elsewhere else []


def _read_participants(
    sharing: SharedOrganisations, roles: tuple[str, ...], initiative: Initiative
) -> list[ComparedValue]:
    """Return the organisations with one of the roles, each once; those that take part in several records first."""
    joins = [join for join in initiative.public_involvements if join.role in roles]
    return _list_organisations(dict.fromkeys(join.organisation for join in joins), sharing)


def _read_others(
    list_others: Callable[[Organisation], list[Organisation]], partners: ComparedPartners, body: Organisation
) -> list[ComparedValue]:
    others = list_others(body)
    values = _list_organisations(others[:SHOWN_PARTNERS], partners.sharing)
    if (more := len(others) - SHOWN_PARTNERS) > 0:
        text = ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more}
        values.append(ComparedValue(text, f"{reverse('network')}?{urlencode({'organisation': body.slug})}"))
    return values


def _list_organisations(organisations: Iterable[Organisation], sharing: SharedOrganisations) -> list[ComparedValue]:
    shown = sorted(organisations, key=lambda organisation: -sharing.counts[organisation.pk])
    return [
        ComparedValue(
            organisation.name, organisation.get_absolute_url(), sharing_text=sharing.format_sharing(organisation.pk)
        )
        for organisation in shown
    ]


def _read_amount(initiative: Initiative) -> list[ComparedValue]:
    if not initiative.money:
        return []
    return [ComparedValue(initiative.money.format_localized(), detail=initiative.get_amount_basis_display())]


def _read_text(name: str, record: Record) -> list[ComparedValue]:
    return [ComparedValue(text)] if (text := getattr(record, name)) else []


def _read_next_step(initiative: Initiative) -> list[ComparedValue]:
    step = initiative.call_to_action
    return [ComparedValue(url=step.url, detail=NEXT_STEPS[step.kind])] if step.kind else []


def _read_call(initiative: Initiative) -> list[ComparedValue]:
    return [ComparedValue(initiative.call_label)] if initiative.call_label else []


def _read_date(day: PartialDate | date | None) -> list[ComparedValue]:
    return [ComparedValue(date=day)] if day else []


def _read_partial_date(name: str, record: Record) -> list[ComparedValue]:
    return _read_date(getattr(record, name))


def _read_terms(name: str, record: Record) -> list[ComparedValue]:
    return _link_terms(getattr(record, name).all(), record._meta.model_name, name)


def _link_terms(terms: Iterable, kind: str, parameter: str, **others: str) -> list[ComparedValue]:
    address = reverse(f"{kind}-list")
    return [ComparedValue(term.name, f"{address}?{urlencode({parameter: term.slug} | others)}") for term in terms]


def _read_themes(record: Record) -> list[ComparedValue]:
    return [ComparedValue(theme.name, theme.get_absolute_url()) for theme in record.themes.all()]


def _read_nearness(record: Record) -> list[ComparedValue]:
    return [ComparedValue(record.get_ai_display())]


FIELD_READERS: dict[str, Callable[..., list[ComparedValue]]] = {
    "amount": _read_amount,
    "applications_close": _read_call,
    "home_region": _read_headquarters,
    "kind": lambda record: [ComparedValue(record.get_kind_display())],
    "place": _read_place,
}
# The first argument is the name of the field.
TYPE_READERS: dict[FieldType, Callable[..., list[ComparedValue]]] = {
    FieldType.PARTIAL_DATE: _read_partial_date,
    FieldType.PROSE: _read_text,
    FieldType.RECORD: _read_related_record,
    FieldType.TERMS: _read_terms,
}
COMMON_FACTS = [
    ComparedFact(_("Sources accessed"), lambda record: _read_date(record.last_read_on)),
    ComparedFact(_("Last checked"), lambda record: _read_date(record.verified_on), lack=_("not yet checked")),
]
