"""Records of every kind that pages distinguish, with no Latin letters in their Chinese texts."""

from datetime import date

from django.utils import timezone

from ecosystem.models import Audience, OrganisationKind, Status, Support
from ecosystem.models.proposals import DECIDED_FATES, Fate
from tests.support import factories


def create_interface_records():
    theme = factories.theme(
        tagline_zh_hant="金融業怎樣用人工智能。", introduction_zh_hant="導言。", introduction_en="In."
    )
    application = factories.application()
    support = Support.objects.create(slug="funding", name_en="Funding", name_zh_hant="資金")
    audience = Audience.objects.create(slug="startups", name_en="Start-ups", name_zh_hant="初創企業")
    body, part, parent, abroad = _create_organisations(application, support)
    scheme = _create_initiatives(body, part, parent, application=application, support=support, audience=audience)
    _create_collaborations(body, part, parent, abroad, application=application, scheme=scheme)
    factories.organisation(slug="gone", status=Status.ARCHIVED)
    factories.organisation(slug="english", name_en="Body", name_zh_hant="", summary_en="Summary.", summary_zh_hant="")
    factories.indicator(organisation=body, values=(("2023", 5), ("2024-05", 7), ("2025-10", 9)))
    factories.indicator(unit="rank", unit_en="place", unit_zh_hant="位", values=(("2025", 3),))
    factories.indicator(unit="HKD", unit_en="HK$", unit_zh_hant="港元", values=(("2025", 46_000_000_000),))
    for fate in Fate:
        decided = {"decided_at": timezone.now()} if fate in DECIDED_FATES else {}
        factories.proposal(body, fate=fate, changes={"founded": "1986", "kind": "company"}, **decided)
    factories.proposal()
    for number in range(30):
        factories.organisation(kind=OrganisationKind.values[number % 10], themes=[theme])


def _create_organisations(application, support):
    site = factories.place(
        "park", name_en="Park", name_zh_hant="園區", precision="site", latitude="22.26", longitude="114.13"
    )
    factories.place_abroad()
    parent = factories.organisation(kind="university", place=site)
    successor = factories.organisation()
    body = factories.organisation(
        slug="body",
        kind="research_centre",
        applications=[application],
        place=site,
        parent=parent,
        successor=successor,
        founded="2003",
        closed="2025-03",
        home_region="mainland",
        address="香港數碼港道",
        aliases=["別名"],
        website="https://lab.example.hk/",
        ror="00q4vv597",
        wikidata="Q1234",
        verified_on=date(2026, 11, 1),
    )
    body.support.add(support)
    factories.cite(body, "name", "founded", "place", grade="other", published="2024-05-01")
    part = factories.organisation(parent=body, kind="startup")
    abroad = factories.organisation(place=factories.place_abroad())
    return body, part, parent, abroad


def _create_initiatives(body, part, parent, *, application, support, audience):
    scheme = factories.initiative(
        slug="scheme",
        lead=body,
        applications=[application],
        amount=3_000_000_000,
        amount_basis="total",
        currency="HKD",
        announced="2024-02-28",
        starts="2024-10-07",
        ends="2027-12",
        applications_close="2026-12-31",
        apply_url="https://apply.example.hk/scheme",
        website="https://lab.example.hk/",
        eligibility_en="Local bodies.",
        eligibility_zh_hant="本地機構。",
        aliases=["別名"],
    )
    scheme.support.add(support)
    scheme.audience.add(audience)
    factories.cite(scheme, "amount", "bodies", "starts", "eligibility")
    factories.dispute(scheme, "announced", "2024-03", reason="Later.", reason_zh_hant="較遲。")
    factories.add_participant(scheme, part, "user")
    factories.initiative(slug="below", lead=part, part_of=scheme, kind="deployment", starts="2025")
    later = factories.initiative(
        slug="later", lead=parent, kind="strategy", announced="2025-09", applications_close="2025"
    )
    later.builds_on.add(scheme)
    factories.initiative(slug="undated", lead=False, kind="sandbox")
    return scheme


def _create_collaborations(body, part, parent, abroad, *, application, scheme):
    work = factories.collaboration(
        slug="work",
        kind="research_partnership",
        applications=[application],
        parties=[body, part, abroad],
        initiative=scheme,
        announced="2025-06-01",
        website="https://lab.example.hk/",
        name_en_is_descriptive=True,
        name_zh_hant_is_descriptive=True,
    )
    factories.cite(work, "participants")
    factories.collaboration(parties=[body, part], starts="2024")
    factories.collaboration(parties=[parent, abroad])
