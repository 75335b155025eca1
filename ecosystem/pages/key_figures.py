"""The ecosystem in numbers: what this directory itself holds, counted today, each count with the list behind it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ecosystem.models import Citation, Collaboration, Initiative, Organisation, Place
from ecosystem.models.application_relationships import Tie
from ecosystem.models.cached_relationships import triples
from ecosystem.visuals.network.graph import network
from ecosystem.visuals.network.metrics import Figures


@dataclass(frozen=True)
class Count:
    """A number with what it counts, how that is defined, how many of it are AI itself, and where each of it is listed."""

    slug: str
    title: str | Promise
    definition: str | Promise
    every: int
    core: int | None
    address: str


@dataclass(frozen=True)
class Question:
    """What is counted, and the list that is counted: a name of an address with a query."""

    slug: str
    title: str | Promise
    definition: str | Promise
    rows: Callable[[], QuerySet]
    view: str
    query: str = ""


def _published(model, **narrowing):
    return lambda: model.objects.published().filter(**narrowing)


def _in_state(*states):
    return lambda: Initiative.objects.published().with_state().filter(state__in=states)


ORGANISATIONS = (
    Question("organisations", _("Organisations"), _("Every public record of a body."), _published(Organisation), "organisation-list"),
    Question(
        "government", _("Government departments and public bodies"), _("Bodies of the kinds “Government” and “Public body”."),
        _published(Organisation, kind__in=["government", "public_body"]), "organisation-list", "kind=government&kind=public_body",
    ),
    Question(
        "research", _("Universities and research centres"), _("Bodies of the kinds “University” and “Research centre”."),
        _published(Organisation, kind__in=["university", "research_centre"]), "organisation-list", "kind=university&kind=research_centre",
    ),
    Question(
        "financial-institutions", _("Financial institutions"), _("Bodies of the kind “Financial institution”: banks, insurers, the exchange."),
        _published(Organisation, kind="financial_institution"), "organisation-list", "kind=financial_institution",
    ),
    Question(
        "startups", _("Start-ups"), _("Bodies of the kind “Start-up”; only those with a page of their own here."),
        _published(Organisation, kind="startup"), "organisation-list", "kind=startup",
    ),
)  # fmt: skip
INITIATIVES = (
    Question("initiatives", _("Initiatives"), _("Every public record of a scheme, a strategy, a guideline, a sandbox or a deployment."), _published(Initiative), "initiative-list"),
    Question("open", _("Open today"), _("Initiatives in the state “Open”: begun, with an end ahead or a word of the last 24 months that they run."), _in_state("open"), "initiative-list", "state=open"),
    Question("in-service", _("Systems in service"), _("Deployments that have begun and of which no end is known."), _in_state("in_service"), "initiative-list", "state=in_service"),
    Question("in-force", _("Strategies and guidelines in force"), _("Those whose date has come and of which no end is known."), _in_state("in_force"), "initiative-list", "state=in_force"),
)  # fmt: skip
COLLABORATIONS = (
    Question("collaborations", _("Collaborations"), _("Every public record of two or more bodies that do something together."), _published(Collaboration), "collaboration-list"),
    Question(
        "across", _("Collaborations beyond Hong Kong"), _("Those with a party whose home region is another one."),
        lambda: Collaboration.objects.published().reaching(["greater_bay_area", "mainland", "overseas"]),
        "collaboration-list", "reach=greater_bay_area&reach=mainland&reach=overseas",
    ),
    Question(
        "greater-bay-area", _("Collaborations with the Greater Bay Area"), _("Those with a party at home in one of its mainland cities or in Macao."),
        lambda: Collaboration.objects.published().reaching(["greater_bay_area"]), "collaboration-list", "reach=greater_bay_area",
    ),
)  # fmt: skip


def census() -> list[tuple[str | Promise, list[Count]]]:
    """Return the counts by what they are of; one query each, and what is kept for the edition."""
    return [
        (_("Organisations"), [_counted(question) for question in ORGANISATIONS]),
        (_("Initiatives"), [_counted(question) for question in INITIATIVES]),
        (_("Collaborations"), [_counted(question) for question in COLLABORATIONS]),
        (_("Use, ties and sources"), _others()),
    ]


def _counted(question: Question) -> Count:
    found = question.rows().counted()
    address = reverse(question.view) + (f"?{question.query}" if question.query else "")
    return Count(question.slug, question.title, question.definition, found["every"], found["core"], address)


def _others() -> list[Count]:
    ties = triples()
    used = {application for _body, application, tie in ties if tie == Tie.USES}
    using = {body for body, _application, tie in ties if tie == Tie.USES}
    figures = Figures(network())
    applications = reverse("application-list")
    return [
        Count("applications", _("Applications that somebody uses AI for"), _("Applications of the vocabulary to which a body has the tie “uses”."), len(used), None, f"{applications}?tie=uses"),
        Count("users", _("Bodies that use AI"), _("Bodies that lead, operate or use a deployment for any application, or lead a joint one."), len(using), Organisation.objects.published().core().filter(pk__in=using).count(), f"{reverse('organisation-list')}?tie=uses"),
        Count("links", _("Pairs of bodies that are tied"), _("By a collaboration, by an initiative that one leads and the other takes part in, or as whole and part."), figures.links, None, reverse("network")),
        Count("links-across", _("Pairs across the boundary"), _("Pairs of which one body is at home in Hong Kong and the other elsewhere."), len(figures.crossings), None, reverse("network")),
        Count("places", _("Sites"), _("Places whose very point is known."), Place.objects.filter(precision="site").count(), None, reverse("place-list")),
        Count("sources", _("Pages that were read"), _("Every source that a public record or a figure cites."), Citation.objects.published().sources().count(), None, reverse("about")),
    ]  # fmt: skip
