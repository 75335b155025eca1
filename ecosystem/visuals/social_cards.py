"""The content of social cards of records, themes and the directory."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _, pgettext

from ecosystem.models import Collaboration, Initiative, Organisation, Region, Theme
from ecosystem.models.initiative_states import CallStatus
from ecosystem.visuals.geometry.card import SocialCard

Facts = list[tuple[str, str]]


def build_record_card(record) -> SocialCard:
    """The record is from `for_detail()`, an organisation also from `with_relation_counts()`."""
    list_facts = {
        Organisation: _list_organisation_facts,
        Initiative: _list_initiative_facts,
        Collaboration: _list_collaboration_facts,
    }
    facts = [(str(label), str(value)) for label, value in list_facts[type(record)](record) if value not in ("", None)]
    themes = sorted(record.themes.all(), key=lambda theme: theme.position)
    return SocialCard(
        kind=_format_kind(record),
        name=str(record.name),
        other_name=str(record.other_name or ""),
        facts=tuple(facts),
        themes=tuple((f"--hue-{theme.slug}", str(theme.name)) for theme in themes),
        site=_get_site_host(),
    )


def _format_kind(record) -> str:
    state = getattr(record, "state_label", "")
    return " · ".join([str(record.get_kind_display()), *([str(state)] if state else [])])


def _list_organisation_facts(organisation) -> Facts:
    return [
        (_("Location"), organisation.place.area if organisation.place else ""),
        (_("Founded"), organisation.founded.format_localized() if organisation.founded else ""),
        (_("Initiatives"), organisation.initiative_count or ""),
        (_("Collaborations"), organisation.collaboration_count or ""),
    ]


def _list_initiative_facts(initiative) -> Facts:
    lead = next((join.organisation for join in initiative.public_involvements), None)
    date, label = initiative.starts or initiative.announced, _("Start date") if initiative.starts else _("Announced")
    closes = initiative.applications_close
    deadline_label = CallStatus.CLOSED.label if initiative.is_last_call_over else _("Application deadline")
    return [
        (_("Amount"), initiative.money.format_localized() if initiative.money else ""),
        (label, date.format_localized() if date else ""),
        (deadline_label, closes.format_localized() if closes else ""),
        (_("Led by"), lead.short_name if lead else ""),
    ]


def _list_collaboration_facts(collaboration) -> Facts:
    organisations = list(
        {join.organisation.pk: join.organisation for join in collaboration.public_participations}.values()
    )
    separator = pgettext("between the parts of a title", ", ")
    named = separator.join(str(organisation.name) for organisation in organisations[:2])
    regions = dict.fromkeys(
        organisation.region
        for organisation in organisations
        if organisation.region and organisation.region != Region.HONG_KONG
    )
    date, label = collaboration.announced or collaboration.starts, _("Announced")
    if not collaboration.announced:
        label = _("Since")
    return [
        (_("Participants"), named if len(organisations) <= 2 else f"{named} +{len(organisations) - 2}"),
        (label, date.format_localized() if date else ""),
        (
            _("Geographic reach"),
            separator.join(str(_get_region_label(region)) for region in regions) or Region.HONG_KONG.label,
        ),
    ]


def _get_region_label(region):
    # The full label lists the cities, for which a card has no room.
    return _("Greater Bay Area") if region == Region.GREATER_BAY_AREA else Region(region).label


def build_theme_card(theme: Theme, counts: dict[str, int]) -> SocialCard:
    """`counts` are the public records by kind."""
    return SocialCard(
        kind=_("Theme"),
        name=str(theme.name),
        other_name=str(theme.other_name or ""),
        facts=_list_count_facts(counts),
        themes=((f"--hue-{theme.slug}", str(theme.name)),),
        site=_get_site_host(),
    )


def build_site_card(counts: dict[str, int], themes) -> SocialCard:
    """Return the card for all pages without their own."""
    return SocialCard(
        kind="",
        name=_("The public directory of artificial intelligence in Hong Kong, with sources"),
        facts=_list_count_facts(counts),
        themes=tuple((f"--hue-{theme.slug}", str(theme.name)) for theme in themes),
        site=_get_site_host(),
    )


def _list_count_facts(counts: dict[str, int]) -> tuple[tuple[str, str], ...]:
    labels = {
        "organisation": _("Organisations"),
        "initiative": _("Initiatives"),
        "collaboration": _("Collaborations"),
    }
    return tuple((label, f"{counts[kind]:,}") for kind, label in labels.items())


def _get_site_host() -> str:
    return urlsplit(settings.SITE_URL).netloc
