"""What the social picture of a record, of a theme and of the directory itself says."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _, pgettext

from ecosystem.models import Collaboration, Initiative, Organisation, Region, Theme
from ecosystem.visuals.geometry.card import Card

Facts = list[tuple[str, str]]


def record_card(record) -> Card:
    """Return the card of a record that `for_detail()` has fetched, and an organisation with its counts."""
    of_kind = {Organisation: _of_organisation, Initiative: _of_initiative, Collaboration: _of_collaboration}
    facts = [(str(label), str(value)) for label, value in of_kind[type(record)](record) if value not in ("", None)]
    themes = sorted(record.themes.all(), key=lambda theme: theme.position)
    return Card(
        kind=_kind(record),
        name=str(record.name),
        other_name=str(record.other_name or ""),
        facts=tuple(facts),
        themes=tuple((f"--hue-{theme.slug}", str(theme.name)) for theme in themes),
        site=_host(),
    )


def _kind(record) -> str:
    state = getattr(record, "state_label", "")
    return " · ".join([str(record.kind_label), *([str(state)] if state else [])])


def _of_organisation(body) -> Facts:
    return [
        (_("Stands in"), body.place.area if body.place else ""),
        (_("Founded"), body.founded.localized() if body.founded else ""),
        (_("Initiatives"), body.initiative_count or ""),
        (_("Collaborations"), body.collaboration_count or ""),
    ]


def _of_initiative(initiative) -> Facts:
    lead = next((join.organisation for join in initiative.public_involvements), None)
    date, label = initiative.starts or initiative.announced, _("Since")
    if not initiative.starts:
        label = _("Announced")
    closes = initiative.applications_close
    return [
        (_("Amount"), initiative.money.localized() if initiative.money else ""),
        (label, date.localized() if date else ""),
        (_("Last day to apply"), closes.localized() if closes else ""),
        (_("By"), (lead.acronym or lead.name) if lead else ""),
    ]


def _of_collaboration(collaboration) -> Facts:
    bodies = list({join.organisation.pk: join.organisation for join in collaboration.public_participations}.values())
    separator = pgettext("between the parts of a title", ", ")
    named = separator.join(str(body.name) for body in bodies[:2])
    regions = dict.fromkeys(body.region for body in bodies if body.region and body.region != Region.HONG_KONG)
    date, label = collaboration.announced or collaboration.starts, _("Announced")
    if not collaboration.announced:
        label = _("Since")
    return [
        (_("Parties"), named if len(bodies) <= 2 else f"{named} +{len(bodies) - 2}"),
        (label, date.localized() if date else ""),
        (_("Reach"), separator.join(str(_reached(region)) for region in regions) or Region.HONG_KONG.label),
    ]


def _reached(region):
    # Its full word says which cities it means, for which a picture has no room.
    return _("Greater Bay Area") if region == Region.GREATER_BAY_AREA else Region(region).label


def theme_card(theme: Theme, counts: dict[str, int]) -> Card:
    """Return the card of a theme, with how many public records of each kind it has."""
    return Card(
        kind=_("Theme"),
        name=str(theme.name),
        other_name=str(theme.other_name or ""),
        facts=_counts(counts),
        themes=((f"--hue-{theme.slug}", str(theme.name)),),
        site=_host(),
    )


def site_card(counts: dict[str, int], themes) -> Card:
    """Return the card of every page that has none of its own."""
    return Card(
        kind="",
        name=_("A public, sourced directory of artificial intelligence in Hong Kong"),
        facts=_counts(counts),
        themes=tuple((f"--hue-{theme.slug}", str(theme.name)) for theme in themes),
        site=_host(),
    )


def _counts(counts: dict[str, int]) -> tuple[tuple[str, str], ...]:
    labels = {
        "organisation": _("Organisations"),
        "initiative": _("Initiatives"),
        "collaboration": _("Collaborations"),
    }
    return tuple((label, f"{counts[kind]:,}") for kind, label in labels.items())


def _host() -> str:
    return urlsplit(settings.SITE_URL).netloc
