"""Relationships ("ties") of organisations to applications: the rule of each, and that all queries agree."""

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


def list_ties(body):
    """Return the ties of an organisation to any application."""
    return sorted(tie for _body, _application, tie in application_relationships.list_relationships([body.pk]))


def list_ties_from_initiative(role, *, kind="deployment", body_kind="financial_institution", **values):
    body = factories.organisation(kind=body_kind)
    initiative = factories.initiative(kind=kind, lead=False, applications=[factories.application()], **values)
    factories.add_participant(initiative, body, role)
    return list_ties(body)


def list_ties_from_collaboration(role, *, kind="deployment", body_kind="financial_institution", **values):
    body = factories.organisation(kind=body_kind)
    made = factories.collaboration(kind=kind, parties=[], applications=[factories.application()], **values)
    factories.add_participant(made, body, role)
    return list_ties(body)


class TestUsesRelationship:
    @pytest.mark.parametrize("role", ["lead", "operator", "user"])
    def test_lead_operator_or_user_of_a_deployment_uses(self, role):
        assert list_ties_from_initiative(role) == ["uses"]

    @pytest.mark.parametrize("role", ["funder", "partner"])
    def test_other_roles_in_a_deployment_do_not_use(self, role):
        assert list_ties_from_initiative(role) == ["named"]

    @pytest.mark.parametrize("role", ["lead", "host"])
    def test_lead_or_host_of_a_joint_deployment_uses(self, role):
        assert list_ties_from_collaboration(role) == ["uses"]

    @pytest.mark.parametrize("role", ["partner", "funder"])
    def test_other_roles_in_a_joint_deployment_do_not_use(self, role):
        assert list_ties_from_collaboration(role) == ["named"]

    @pytest.mark.parametrize("take_part", [list_ties_from_initiative, list_ties_from_collaboration])
    def test_deployment_without_ai_does_not_count(self, take_part):
        assert take_part("lead", ai="context") == ["named"]

    @pytest.mark.parametrize("kind", ["funding", "sandbox", "infrastructure"])
    def test_lead_of_another_kind_does_not_use(self, kind):
        assert "uses" not in list_ties_from_initiative("lead", kind=kind)


class TestSuppliesRelationship:
    @pytest.mark.parametrize("take_part", [list_ties_from_initiative, list_ties_from_collaboration])
    @pytest.mark.parametrize("body_kind", ["company", "startup"])
    def test_partner_company_in_a_deployment_supplies(self, take_part, body_kind):
        assert take_part("partner", body_kind=body_kind) == ["supplies"]

    @pytest.mark.parametrize("take_part", [list_ties_from_initiative, list_ties_from_collaboration])
    def test_partner_of_another_kind_does_not_supply(self, take_part):
        assert take_part("partner", body_kind="public_body") == ["named"]

    def test_leading_company_does_not_supply(self):
        assert list_ties_from_initiative("lead", body_kind="company") == ["uses"]


class TestRegulatesRelationship:
    @pytest.mark.parametrize("kind", ["guideline", "sandbox"])
    def test_lead_of_a_guideline_or_sandbox_regulates(self, kind):
        assert list_ties_from_initiative("lead", kind=kind, body_kind="public_body") == ["regulates"]

    @pytest.mark.parametrize("role", ["partner", "operator", "user"])
    def test_other_roles_do_not_regulate(self, role):
        assert list_ties_from_initiative(role, kind="guideline") == ["named"]


class TestResearchesRelationship:
    @pytest.mark.parametrize("body_kind", ["university", "research_centre"])
    @pytest.mark.parametrize("role", ["lead", "operator", "partner"])
    def test_research_organisation_in_a_programme_researches(self, body_kind, role):
        assert "researches" in list_ties_from_initiative(role, kind="research_programme", body_kind=body_kind)

    def test_company_in_a_programme_does_not_research(self):
        assert list_ties_from_initiative("partner", kind="research_programme", body_kind="company") == ["named"]

    @pytest.mark.parametrize("kind", ["joint_laboratory", "research_partnership"])
    def test_participant_of_a_research_collaboration_researches(self, kind):
        assert list_ties_from_collaboration("partner", kind=kind) == ["researches"]

    def test_university_in_any_collaboration_researches(self):
        assert list_ties_from_collaboration("partner", kind="memorandum", body_kind="university") == ["researches"]

    def test_company_in_another_collaboration_does_not_research(self):
        assert list_ties_from_collaboration("partner", kind="memorandum", body_kind="company") == ["named"]


class TestSupportsRelationship:
    @pytest.mark.parametrize("kind", ["funding", "tax", "talent", "infrastructure", "research_programme", "incubation"])
    def test_lead_of_a_scheme_supports(self, kind):
        assert list_ties_from_initiative("lead", kind=kind) == ["supports"]

    @pytest.mark.parametrize("role", ["funder", "operator", "partner", "user"])
    def test_other_roles_in_a_scheme_do_not_support(self, role):
        assert list_ties_from_initiative(role, kind="funding") == ["named"]

    def test_lead_of_a_strategy_does_not_support(self):
        assert list_ties_from_initiative("lead", kind="strategy") == ["named"]


class TestNamedRelationship:
    def test_application_of_an_organisation_itself_is_named(self):
        assert list_ties(factories.organisation(applications=[factories.application()])) == ["named"]

    def test_named_is_left_out_with_another_tie_to_the_application(self):
        application = factories.application()
        body = factories.organisation(applications=[application])
        factories.initiative(kind="deployment", lead=body, applications=[application])
        assert list_ties(body) == ["uses"]

    def test_named_is_kept_with_a_tie_to_another_application(self):
        fraud, traffic = factories.application(), factories.application("traffic-management")
        body = factories.organisation(applications=[fraud])
        factories.initiative(kind="deployment", lead=body, applications=[traffic])
        assert application_relationships.list_relationships([body.pk]) == {
            (body.pk, fraud.pk, "named"),
            (body.pk, traffic.pk, "uses"),
        }


class TestNoRelationship:
    @pytest.mark.parametrize("take_part", [list_ties_from_initiative, list_ties_from_collaboration])
    @pytest.mark.parametrize("status", ["draft", "in_review", "archived"])
    def test_unpublished_record_makes_none(self, take_part, status):
        assert take_part("lead", status=status) == []

    def test_unpublished_organisation_has_none(self):
        body = factories.organisation(status="draft", applications=[factories.application()])
        factories.initiative(kind="deployment", lead=body, applications=[factories.application()])
        assert list_ties(body) == []

    def test_record_without_application_makes_none(self):
        body = factories.organisation()
        factories.initiative(kind="deployment", lead=body)
        assert list_ties(body) == []


class ApplicationRelationshipConsistencyTests(TestCase):
    """Checks the same random rows through every query."""

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

    def test_rows_include_every_tie(self):
        self.assertEqual({tie for _body, _application, tie in self.rows}, set(Tie.values))

    def test_rows_need_one_query(self):
        with self.assertNumQueries(1):
            application_relationships.list_relationships(self.bodies)

    def test_related_to_applications_finds_the_organisations_of_the_rows(self):
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

    def test_evidence_agrees_with_the_rows(self):
        evidence = {row[:3] for row in application_relationships.list_relationship_evidence(self.bodies)}
        self.assertEqual(
            {row for row in evidence if row[2] != Tie.NAMED}, {row for row in self.rows if row[2] != Tie.NAMED}
        )
        self.assertEqual({row[:2] for row in evidence}, {row[:2] for row in self.rows})
