"""How bodies stand to applications: each rule, what makes none, and that all ways of asking agree."""

import random

import pytest
from django.test import TestCase

from ecosystem.models import (
    AI,
    Application,
    CollaborationKind,
    CollaborationRole,
    InitiativeKind,
    InitiativeRole,
    Organisation,
    OrganisationKind,
    application_relationships,
)
from ecosystem.models.application_relationships import Tie
from tests.support import factories

pytestmark = pytest.mark.django_db
RULED = [tie.value for tie in Tie if tie != Tie.NAMED]


def stands(body):
    """Return the ties of a body, to whatever application."""
    return sorted(tie for _body, _application, tie in application_relationships.list_relationships([body.pk]))


def in_initiative(role, *, kind="deployment", body_kind="financial_institution", **values):
    body = factories.organisation(kind=body_kind)
    initiative = factories.initiative(kind=kind, lead=False, applications=[factories.application()], **values)
    factories.add_participant(initiative, body, role)
    return stands(body)


def in_collaboration(role, *, kind="deployment", body_kind="financial_institution", **values):
    body = factories.organisation(kind=body_kind)
    made = factories.collaboration(kind=kind, parties=[], applications=[factories.application()], **values)
    factories.add_participant(made, body, role)
    return stands(body)


class TestUses:
    @pytest.mark.parametrize("role", ["lead", "operator", "user"])
    def test_is_made_by_running_a_deployment(self, role):
        assert in_initiative(role) == ["uses"]

    @pytest.mark.parametrize("role", ["funder", "partner"])
    def test_is_not_made_by_another_part_in_a_deployment(self, role):
        assert in_initiative(role) == ["named"]

    @pytest.mark.parametrize("role", ["lead", "host"])
    def test_is_made_by_hosting_a_joint_deployment(self, role):
        assert in_collaboration(role) == ["uses"]

    @pytest.mark.parametrize("role", ["partner", "funder"])
    def test_is_not_made_by_another_part_in_a_joint_deployment(self, role):
        assert in_collaboration(role) == ["named"]

    @pytest.mark.parametrize("take_part", [in_initiative, in_collaboration])
    def test_is_not_made_by_a_system_that_no_source_calls_ai(self, take_part):
        assert take_part("lead", ai="context") == ["named"]

    @pytest.mark.parametrize("kind", ["funding", "sandbox", "infrastructure"])
    def test_is_not_made_by_leading_anything_else(self, kind):
        assert "uses" not in in_initiative("lead", kind=kind)


class TestSupplies:
    @pytest.mark.parametrize("take_part", [in_initiative, in_collaboration])
    @pytest.mark.parametrize("body_kind", ["company", "startup"])
    def test_is_made_by_a_company_that_is_partner_in_a_deployment(self, take_part, body_kind):
        assert take_part("partner", body_kind=body_kind) == ["supplies"]

    @pytest.mark.parametrize("take_part", [in_initiative, in_collaboration])
    def test_is_not_made_by_a_partner_of_another_kind(self, take_part):
        assert take_part("partner", body_kind="public_body") == ["named"]

    def test_is_not_made_by_a_company_that_leads(self):
        assert in_initiative("lead", body_kind="company") == ["uses"]


class TestRegulates:
    @pytest.mark.parametrize("kind", ["guideline", "sandbox"])
    def test_is_made_by_leading_a_rule_or_a_sandbox(self, kind):
        assert in_initiative("lead", kind=kind, body_kind="public_body") == ["regulates"]

    @pytest.mark.parametrize("role", ["partner", "operator", "user"])
    def test_is_not_made_by_another_part_in_one(self, role):
        assert in_initiative(role, kind="guideline") == ["named"]


class TestResearches:
    @pytest.mark.parametrize("body_kind", ["university", "research_centre"])
    @pytest.mark.parametrize("role", ["lead", "operator", "partner"])
    def test_is_made_by_a_scholarly_body_in_a_programme(self, body_kind, role):
        assert "researches" in in_initiative(role, kind="research_programme", body_kind=body_kind)

    def test_is_not_made_by_a_company_in_a_programme(self):
        assert in_initiative("partner", kind="research_programme", body_kind="company") == ["named"]

    @pytest.mark.parametrize("kind", ["joint_laboratory", "research_partnership"])
    def test_is_made_by_anybody_in_a_research_collaboration(self, kind):
        assert in_collaboration("partner", kind=kind) == ["researches"]

    def test_is_made_by_a_scholarly_body_in_any_collaboration(self):
        assert in_collaboration("partner", kind="memorandum", body_kind="university") == ["researches"]

    def test_is_not_made_by_anybody_else_in_another_collaboration(self):
        assert in_collaboration("partner", kind="memorandum", body_kind="company") == ["named"]


class TestSupports:
    @pytest.mark.parametrize("kind", ["funding", "tax", "talent", "infrastructure", "research_programme", "incubation"])
    def test_is_made_by_leading_a_scheme(self, kind):
        assert in_initiative("lead", kind=kind) == ["supports"]

    @pytest.mark.parametrize("role", ["funder", "operator", "partner", "user"])
    def test_is_not_made_by_another_part_in_one(self, role):
        assert in_initiative(role, kind="funding") == ["named"]

    def test_is_not_made_by_leading_a_strategy(self):
        assert in_initiative("lead", kind="strategy") == ["named"]


class TestNamed:
    def test_is_all_that_a_bodys_own_tag_makes(self):
        assert stands(factories.organisation(applications=[factories.application()])) == ["named"]

    def test_is_left_out_beside_another_tie_to_the_same_application(self):
        application = factories.application()
        body = factories.organisation(applications=[application])
        factories.initiative(kind="deployment", lead=body, applications=[application])
        assert stands(body) == ["uses"]

    def test_stays_beside_a_tie_to_another_application(self):
        fraud, traffic = factories.application(), factories.application("traffic-management")
        body = factories.organisation(applications=[fraud])
        factories.initiative(kind="deployment", lead=body, applications=[traffic])
        assert application_relationships.list_relationships([body.pk]) == {
            (body.pk, fraud.pk, "named"),
            (body.pk, traffic.pk, "uses"),
        }


class TestNothing:
    @pytest.mark.parametrize("take_part", [in_initiative, in_collaboration])
    @pytest.mark.parametrize("status", ["draft", "in_review", "archived"])
    def test_is_made_by_a_record_that_is_not_public(self, take_part, status):
        assert take_part("lead", status=status) == []

    def test_is_made_by_a_body_that_is_not_public(self):
        body = factories.organisation(status="draft", applications=[factories.application()])
        factories.initiative(kind="deployment", lead=body, applications=[factories.application()])
        assert stands(body) == []

    def test_is_made_by_a_record_without_an_application(self):
        body = factories.organisation()
        factories.initiative(kind="deployment", lead=body)
        assert stands(body) == []


class AgreementTests(TestCase):
    """The same random rows, asked in every way."""

    @classmethod
    def setUpTestData(cls):
        chance = random.Random(20261124)  # noqa: S311 - the same rows every time
        cls.applications = [factories.application(f"application-{n}") for n in range(3)]

        def some():
            status = chance.choice(["published"] * 4 + ["draft"])
            return {"status": status, "applications": chance.sample(cls.applications, chance.choice([0, 1, 1, 2]))}

        cls.bodies = [factories.organisation(kind=kind, **some()).pk for kind in OrganisationKind.values * 2]
        for make, kinds, roles, without in [
            (factories.initiative, InitiativeKind.values, InitiativeRole.values, {"lead": False}),
            (factories.collaboration, CollaborationKind.values, CollaborationRole.values, {"parties": []}),
        ]:
            for kind in kinds * 2:
                record = make(kind=kind, ai=chance.choice(AI.values), is_sourced=False, **some(), **without)
                for body in Organisation.objects.filter(pk__in=chance.sample(cls.bodies, 4)):
                    for role in chance.sample(roles, chance.choice([1, 1, 2])):
                        factories.add_participant(record, body, role)
        cls.rows = application_relationships.list_relationships(cls.bodies)

    def test_rows_hold_every_tie(self):
        self.assertEqual({tie for _body, _application, tie in self.rows}, set(Tie.values))

    def test_rows_take_one_query(self):
        with self.assertNumQueries(1):
            application_relationships.list_relationships(self.bodies)

    def test_tied_to_finds_the_bodies_of_the_rows(self):
        every = {application.pk for application in self.applications}
        for chosen in [[], *[[tie.value] for tie in Tie], ["uses", "named"], ["supplies", "supports"], RULED]:
            for pks in [every, *({pk} for pk in every), set(sorted(every)[:2])]:
                with self.subTest(chosen=chosen, applications=len(pks)):
                    wanted = None if pks == every else Application.objects.filter(pk__in=pks)
                    found = Organisation.objects.related_to_applications(wanted, chosen).values_list("pk", flat=True)
                    expected = {
                        body
                        for body, application, tie in self.rows
                        if application in pks and (not chosen or tie in chosen)
                    }
                    self.assertEqual(set(found), expected)

    def test_evidence_makes_every_row_and_no_other(self):
        evidence = {row[:3] for row in application_relationships.list_relationship_evidence(self.bodies)}
        self.assertEqual(
            {row for row in evidence if row[2] != Tie.NAMED}, {row for row in self.rows if row[2] != Tie.NAMED}
        )
        self.assertEqual({row[:2] for row in evidence}, {row[:2] for row in self.rows})
