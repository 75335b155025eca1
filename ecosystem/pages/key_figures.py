"""Key figures: counts of the directory, each with its definition and the counted list."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ecosystem.models import Citation, Collaboration, Initiative, Organisation, Place
from ecosystem.models.application_relationships import Tie
from ecosystem.models.cached_relationships import get_cached_relationships
from ecosystem.visuals.network.data import get_network
from ecosystem.visuals.network.metrics import NetworkMetrics


@dataclass(frozen=True)
class KeyFigure:
    """A count (`every`), how many of it have nearness `core`, its definition and the address of its list."""

    slug: str
    title: str | Promise
    definition: str | Promise
    every: int
    core: int | None
    address: str


@dataclass(frozen=True)
class KeyFigureDefinition:
    """`view` and `query` are the URL name and query string of the list."""

    slug: str
    title: str | Promise
    definition: str | Promise
    get_queryset: Callable[[], QuerySet]
    view: str
    query: str = ""


def _build_published_query(model, **filters) -> Callable[[], QuerySet]:
    return lambda: model.objects.published().filter(**filters)


def _build_state_query(*states: str) -> Callable[[], QuerySet]:
    return lambda: Initiative.objects.published().with_state().filter(state__in=states)


ORGANISATIONS = (
    KeyFigureDefinition(
        "organisations",
        _("Organisations"),
        _("All public records of organisations."),
        _build_published_query(Organisation),
        "organisation-list",
    ),
    KeyFigureDefinition(
        "government",
        _("Government departments and public bodies"),
        _("Organisations of the types “Government” and “Public body”."),
        _build_published_query(Organisation, kind__in=["government", "public_body"]),
        "organisation-list",
        "kind=government&kind=public_body",
    ),
    KeyFigureDefinition(
        "research",
        _("Universities and research centres"),
        _("Organisations of the types “University” and “Research centre”."),
        _build_published_query(Organisation, kind__in=["university", "research_centre"]),
        "organisation-list",
        "kind=university&kind=research_centre",
    ),
    KeyFigureDefinition(
        "financial-institutions",
        _("Financial institutions"),
        _("Organisations of the type “Financial institution”: banks, insurers and the stock exchange."),
        _build_published_query(Organisation, kind="financial_institution"),
        "organisation-list",
        "kind=financial_institution",
    ),
    KeyFigureDefinition(
        "startups",
        _("Start-ups"),
        _("Organisations of the type “Start-up” that have their own page in this directory."),
        _build_published_query(Organisation, kind="startup"),
        "organisation-list",
        "kind=startup",
    ),
)
INITIATIVES = (
    KeyFigureDefinition(
        "initiatives",
        _("Initiatives"),
        _("All public records of initiatives, such as schemes, strategies, guidelines, sandboxes and systems."),
        _build_published_query(Initiative),
        "initiative-list",
    ),
    KeyFigureDefinition(
        "open",
        _("Active initiatives"),
        _(
            "Initiatives with the status “Active”: they have started, and either their end date or "
            "deadline has not passed or a source from the last two years shows that they are active."
        ),
        _build_state_query("open"),
        "initiative-list",
        "state=open",
    ),
    KeyFigureDefinition(
        "in-service",
        _("Systems in use"),
        _("Systems that have started and have no known end date."),
        _build_state_query("in_service"),
        "initiative-list",
        "state=in_service",
    ),
    KeyFigureDefinition(
        "in-force",
        _("Strategies, guidelines and laws in force"),
        _("Strategies, guidelines and laws that have taken effect and have no known end date."),
        _build_state_query("in_force"),
        "initiative-list",
        "state=in_force",
    ),
)
COLLABORATIONS = (
    KeyFigureDefinition(
        "collaborations",
        _("Collaborations"),
        _("All public records of two or more organisations working together."),
        _build_published_query(Collaboration),
        "collaboration-list",
    ),
    KeyFigureDefinition(
        "across",
        _("Collaborations with organisations outside Hong Kong"),
        _("Collaborations with a participant based outside Hong Kong."),
        lambda: Collaboration.objects.published().reaching(["greater_bay_area", "mainland", "overseas"]),
        "collaboration-list",
        "reach=greater_bay_area&reach=mainland&reach=overseas",
    ),
    KeyFigureDefinition(
        "greater-bay-area",
        _("Collaborations with the Greater Bay Area"),
        _("Collaborations with a participant based in one of the area’s Mainland cities or Macao."),
        lambda: Collaboration.objects.published().reaching(["greater_bay_area"]),
        "collaboration-list",
        "reach=greater_bay_area",
    ),
)


def count_key_figures() -> list[tuple[str | Promise, list[KeyFigure]]]:
    """Return the key figures by group; one query each, apart from what is cached for the edition."""
    return [
        (_("Organisations"), [_count_key_figure(definition) for definition in ORGANISATIONS]),
        (_("Initiatives"), [_count_key_figure(definition) for definition in INITIATIVES]),
        (_("Collaborations"), [_count_key_figure(definition) for definition in COLLABORATIONS]),
        (_("AI use, relationships and sources"), _count_other_figures()),
    ]


def _count_key_figure(definition: KeyFigureDefinition) -> KeyFigure:
    counts = definition.get_queryset().count_all_and_core()
    address = reverse(definition.view) + (f"?{definition.query}" if definition.query else "")
    return KeyFigure(definition.slug, definition.title, definition.definition, counts["every"], counts["core"], address)


def _count_other_figures() -> list[KeyFigure]:
    relationships = get_cached_relationships()
    used = {application for _organisation, application, tie in relationships if tie == Tie.USES}
    using = {organisation for organisation, _application, tie in relationships if tie == Tie.USES}
    metrics = NetworkMetrics(get_network())
    applications = reverse("application-list")
    return [
        KeyFigure(
            "applications",
            _("Application areas where AI is in use"),
            _("Application areas in which at least one organisation uses AI."),
            len(used),
            None,
            f"{applications}?tie=uses",
        ),
        KeyFigure(
            "users",
            _("Organisations that use AI"),
            _("Organisations that lead, operate or use a system for any application area, or lead a joint deployment."),
            len(using),
            Organisation.objects.published().core().filter(pk__in=using).count(),
            f"{reverse('organisation-list')}?tie=uses",
        ),
        KeyFigure(
            "links",
            _("Pairs of connected organisations"),
            _(
                "Connected by a collaboration, by an initiative one leads and the other takes part in, "
                "or because one is part of the other."
            ),
            metrics.link_count,
            None,
            reverse("network"),
        ),
        KeyFigure(
            "links-across",
            _("Cross-border pairs"),
            _("Pairs in which one organisation is based in Hong Kong and the other elsewhere."),
            len(metrics.boundary_crossings),
            None,
            reverse("network"),
        ),
        KeyFigure(
            "places",
            _("Exact sites"),
            _("Locations with known coordinates."),
            Place.objects.filter(precision="site").count(),
            None,
            reverse("place-list"),
        ),
        KeyFigure(
            "sources",
            _("Source pages"),
            _("All sources cited by a public record or figure."),
            Citation.objects.published().get_sources().count(),
            None,
            reverse("about"),
        ),
    ]
