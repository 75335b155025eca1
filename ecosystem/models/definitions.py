"""Definitions of choices: what each value means, in one sentence, for readers, editors and API clients.

The terms of the tables `Support` and `Audience` carry their own, as columns.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Field, Model, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ecosystem.models.application_relationships import Tie
from ecosystem.models.base import Status
from ecosystem.models.collaborations import CollaborationKind, CollaborationRole
from ecosystem.models.edition_cache import per_edition
from ecosystem.models.initiative_states import CallStatus, State
from ecosystem.models.initiatives import InitiativeKind, InitiativeRole
from ecosystem.models.invitations import InvitationRole
from ecosystem.models.organisations import OrganisationKind
from ecosystem.models.records import AI
from ecosystem.models.sources import Grade
from ecosystem.models.vocabulary import Audience, DescribedTerm, Support


@dataclass(frozen=True)
class DefinedTerm:
    value: str
    label: str | Promise
    definition: str | Promise


@dataclass(frozen=True)
class DefinedVocabulary:
    """An enumeration with a definition of each value; `name` is its name in the API and anchor in the glossary.

    The title is empty if only editors see the values.
    """

    name: str
    title: str | Promise
    choices: type[TextChoices]
    definitions: dict[TextChoices, str | Promise]

    def list_terms(self) -> list[DefinedTerm]:
        return [DefinedTerm(choice.value, choice.label, self.definitions[choice]) for choice in self.choices]


VOCABULARIES = (
    DefinedVocabulary(
        "organisation-kinds",
        _("Types of organisation"),
        OrganisationKind,
        {
            OrganisationKind.GOVERNMENT: _(
                "A bureau, department, committee or office of a government, in Hong Kong or elsewhere."
            ),
            OrganisationKind.PUBLIC_BODY: _(
                "A statutory body, regulator or other public organisation that is not a government department."
            ),
            OrganisationKind.UNIVERSITY: _("A university or other institution that awards degrees."),
            OrganisationKind.RESEARCH_CENTRE: _(
                "A research institute or laboratory, or a research centre or college of a university."
            ),
            OrganisationKind.INNOVATION_HUB: _("A science park, incubator or shared workspace for start-ups."),
            OrganisationKind.FINANCIAL_INSTITUTION: _(
                "A bank, insurer, exchange or other licensed provider of financial services."
            ),
            OrganisationKind.COMPANY: _("A company that is neither a start-up nor a financial institution."),
            OrganisationKind.STARTUP: _("A young company built around a new product or technology."),
            OrganisationKind.INVESTOR: _("A fund or firm that invests in companies."),
            OrganisationKind.ASSOCIATION: _(
                "A trade, professional or non-profit association, or an alliance of organisations."
            ),
        },
    ),
    DefinedVocabulary(
        "initiative-kinds",
        _("Types of initiative"),
        InitiativeKind,
        {
            InitiativeKind.STRATEGY: _(
                "A plan or policy that sets out what a government or organisation intends to do."
            ),
            InitiativeKind.FUNDING: _("A fund, grant or subsidy for projects, companies or research."),
            InitiativeKind.TAX: _("A lower tax rate or an extra deduction, for example for research and development."),
            InitiativeKind.TALENT: _(
                "A course, training scheme or talent admission scheme for students or professionals."
            ),
            InitiativeKind.INFRASTRUCTURE: _(
                "A shared facility or platform, for example a supercomputing centre, a data platform or a science park."
            ),
            InitiativeKind.RESEARCH_PROGRAMME: _(
                "A research project, or a programme that funds or organises research."
            ),
            InitiativeKind.INCUBATION: _(
                "A programme that helps start-ups with space, mentoring, funding or access to investors."
            ),
            InitiativeKind.SANDBOX: _(
                "A controlled environment for testing new technology, usually with a regulator’s supervision."
            ),
            InitiativeKind.GUIDELINE: _("A law, code, set of principles or consultation on the use of AI or data."),
            InitiativeKind.DEPLOYMENT: _("A system or service that an organisation uses, operates or has tried out."),
        },
    ),
    DefinedVocabulary(
        "collaboration-kinds",
        _("Types of collaboration"),
        CollaborationKind,
        {
            CollaborationKind.JOINT_LABORATORY: _(
                "A laboratory or research centre that the participants run together."
            ),
            CollaborationKind.RESEARCH_PARTNERSHIP: _("Joint research without a joint laboratory."),
            CollaborationKind.INDUSTRY_PARTNERSHIP: _(
                "Work with a company, for example on a product, a service or a contract."
            ),
            CollaborationKind.MEMORANDUM: _(
                "A signed agreement on the intention to work together. The work may not have started."
            ),
            CollaborationKind.CO_FUNDING: _("A fund or project that several participants pay for."),
            CollaborationKind.DEPLOYMENT: _("A system that the participants use or try out together."),
            CollaborationKind.CROSS_BORDER_PLATFORM: _(
                "A lasting arrangement between Hong Kong and another region, for example a data channel, an alliance "
                "or a joint campus."
            ),
            CollaborationKind.TALENT_EXCHANGE: _("Joint training or teaching, or an exchange of students or staff."),
        },
    ),
    DefinedVocabulary(
        "states",
        _("Status of an initiative"),
        State,
        {
            State.OPEN: _(
                "It has started, and either its end date or deadline has not passed or a source from "
                "the last two years shows that it is active."
            ),
            State.ANNOUNCED: _(
                "Announced in the last two years and not known to have started, or due to start in the future."
            ),
            State.IN_FORCE: _("A strategy, guideline or law that has taken effect."),
            State.IN_SERVICE: _("A system that has started operating."),
            State.UNCONFIRMED: _(
                "It was started or announced more than two years ago, and no newer source shows that it is active."
            ),
            State.CLOSED: _("Its end date has passed."),
            State.UNDATED: _("No start, end or announcement date is known."),
        },
    ),
    DefinedVocabulary(
        "call-statuses",
        _("Calls for applications"),
        CallStatus,
        {
            CallStatus.OPEN: _("The application deadline of the latest known call has not passed."),
            CallStatus.CLOSED: _("The application deadline of the latest known call has passed."),
            CallStatus.UNKNOWN: _("It offers support, and no application deadline is known."),
        },
    ),
    DefinedVocabulary(
        "initiative-roles",
        _("Roles in an initiative"),
        InitiativeRole,
        {
            InitiativeRole.LEAD: _("The organisation responsible for the initiative."),
            InitiativeRole.FUNDER: _("An organisation that pays for all or part of it."),
            InitiativeRole.OPERATOR: _(
                "An organisation that runs it from day to day, for example by handling applications."
            ),
            InitiativeRole.PARTNER: _("An organisation that helps to build, supply or deliver it."),
            InitiativeRole.USER: _("An organisation that uses the system or service, or takes part in the sandbox."),
        },
    ),
    DefinedVocabulary(
        "collaboration-roles",
        _("Roles in a collaboration"),
        CollaborationRole,
        {
            CollaborationRole.LEAD: _("An organisation that leads the collaboration."),
            CollaborationRole.HOST: _("The organisation at which the laboratory or project is based."),
            CollaborationRole.PARTNER: _("Any other organisation that takes part."),
            CollaborationRole.FUNDER: _("An organisation that pays for all or part of it."),
        },
    ),
    DefinedVocabulary(
        "nearness",
        _("AI relevance"),
        AI,
        {
            AI.CORE: _("Mainly develops, funds, regulates or operates AI."),
            AI.ENABLING: _(
                "Provides data, computing, sensors, talent, funding or research "
                "infrastructure that AI in Hong Kong depends on."
            ),
            AI.CONTEXT: _("An organisation or measure listed because it takes part, without being mainly about AI."),
        },
    ),
    DefinedVocabulary(
        "ties",
        _("Relationship to an application area"),
        Tie,
        {
            Tie.USES: _("Leads, operates or uses a system in this area, or leads or hosts a joint deployment."),
            Tie.SUPPLIES: _("A company or start-up that is a partner in such a system."),
            Tie.REGULATES: _("Leads a guideline, law or sandbox for this area."),
            Tie.RESEARCHES: _(
                "A university or research centre working on it with others, or a participant in a research "
                "collaboration."
            ),
            Tie.SUPPORTS: _("Leads a support scheme, facility or programme for this area."),
            Tie.NAMED: _("The area is mentioned only in its summary or in other records it takes part in."),
        },
    ),
    DefinedVocabulary(
        "grades",
        _("Types of source"),
        Grade,
        {
            Grade.OFFICIAL: _("A page of a government, regulator, court or statutory body."),
            Grade.OWN: _("An organisation’s own website, annual report or filing about itself or its project."),
            Grade.ACADEMIC: _("A journal article, a thesis, or a university’s page about others."),
            Grade.PRESS: _("A news organisation or agency, including its press release service."),
            Grade.REFERENCE: _("An encyclopaedia, a company database, or a note by a law firm or analyst."),
            Grade.OTHER: _("A blog, a mirror, a repost or an aggregator, even where it carries an official text."),
        },
    ),
    DefinedVocabulary(
        "statuses",
        "",
        Status,
        {
            Status.DRAFT: _("Being written. Only editors can see it."),
            Status.IN_REVIEW: _("Submitted by an editor. A senior editor will publish it or send it back."),
            Status.PUBLISHED: _("Public, with a page of its own. Only senior editors can change it."),
            Status.ARCHIVED: _("Removed from the directory. Its page says so, and its history is kept."),
        },
    ),
    DefinedVocabulary(
        "editor-roles",
        "",
        InvitationRole,
        {
            InvitationRole.EDITOR: _("Writes drafts, submits them for review and checks records."),
            InvitationRole.SENIOR_EDITOR: _(
                "Also publishes, changes and archives records, decides on suggestions and invites editors."
            ),
        },
    ),
)
# Vocabularies in tables, by their name in the API.
DEFINED_TABLES: dict[str, type[DescribedTerm]] = {"support": Support, "audiences": Audience}
_VOCABULARIES_BY_CHOICES = {vocabulary.choices: vocabulary for vocabulary in VOCABULARIES}
_VOCABULARIES_BY_VALUES = {frozenset(vocabulary.choices.values): vocabulary for vocabulary in VOCABULARIES}


def get_defined_vocabulary(choices: type[TextChoices]) -> DefinedVocabulary:
    return _VOCABULARIES_BY_CHOICES[choices]


def find_definition(choice: TextChoices) -> str | Promise | None:
    vocabulary = _VOCABULARIES_BY_CHOICES.get(type(choice))
    return vocabulary.definitions[choice] if vocabulary else None


def find_vocabulary_of_values(values: Iterable[str]) -> DefinedVocabulary | None:
    return _VOCABULARIES_BY_VALUES.get(frozenset(values))


def find_vocabulary_of_choices(choices: Iterable[tuple]) -> DefinedVocabulary | None:
    """Return the vocabulary of the choices of a field, which keeps the values of an enumeration but not itself."""
    return find_vocabulary_of_values(value for value, _label in choices if value)


def find_table_name(model: type[Model] | None) -> str:
    """Return the name of a vocabulary in a table with definitions; empty for other models."""
    return next((name for name, table in DEFINED_TABLES.items() if table is model), "")


def list_table_terms(name: str) -> list[DefinedTerm]:
    return [DefinedTerm(row.slug, row.name, row.description) for row in _list_table_rows(name) if row.description]


@per_edition
def _list_table_rows(name: str) -> list[DescribedTerm]:
    return list(DEFINED_TABLES[name].objects.all())


def list_field_terms(field: Field) -> list[DefinedTerm]:
    if name := find_table_name(field.related_model):
        return list_table_terms(name)
    vocabulary = find_vocabulary_of_choices(field.choices or ())
    return vocabulary.list_terms() if vocabulary else []
