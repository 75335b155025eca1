"""Public querysets: published records, and of their relations only those to published records."""

import pytest

from ecosystem.models import (
    RECORD_MODELS,
    Citation,
    Collaboration,
    Initiative,
    InitiativeBody,
    Organisation,
    Participation,
    Theme,
)
from ecosystem.models.places import Place
from tests.support import factories

pytestmark = pytest.mark.django_db
HIDDEN = ["draft", "in_review", "archived"]
MAKE = {
    Organisation: factories.organisation,
    Initiative: factories.initiative,
    Collaboration: factories.collaboration,
}


@pytest.fixture(params=HIDDEN)
def hidden(request):
    """The status of an unpublished record."""
    return request.param


@pytest.mark.parametrize("model", RECORD_MODELS)
def test_published_queryset_leaves_unpublished_records_out(model):
    seen = MAKE[model](slug="seen")
    for status in HIDDEN:
        MAKE[model](status=status)
    assert seen in model.objects.published()
    assert set(model.objects.published().values_list("status", flat=True)) == {"published"}


class TestPublishedParticipations:
    def test_participations_in_an_unpublished_initiative_are_left_out(self, hidden):
        factories.initiative(status=hidden)
        assert not InitiativeBody.objects.published().exists()

    def test_participations_in_an_unpublished_collaboration_are_left_out(self, hidden):
        factories.collaboration(status=hidden)
        assert not Participation.objects.published().exists()

    def test_participations_of_an_unpublished_organisation_are_left_out(self, hidden):
        body = factories.organisation(status=hidden)
        factories.initiative(lead=body)
        factories.collaboration(parties=[body])
        assert not InitiativeBody.objects.published().exists()
        assert not Participation.objects.published().exists()


class TestPublishedRelationsOfInitiative:
    def test_unpublished_organisations_are_left_out(self, hidden):
        initiative = factories.initiative()
        factories.add_participant(initiative, factories.organisation(status=hidden), "partner")
        shown = Initiative.objects.for_detail().get(pk=initiative.pk)
        assert [join.role for join in shown.public_involvements] == ["lead"]

    def test_unpublished_related_initiatives_are_left_out(self, hidden):
        lead = factories.organisation()
        initiative = factories.initiative(lead=lead)
        factories.initiative(lead=lead, part_of=initiative, status=hidden)
        initiative.builds_on.add(factories.initiative(lead=lead, status=hidden))
        factories.initiative(lead=lead, status=hidden).builds_on.add(initiative)

        shown = Initiative.objects.for_detail().get(pk=initiative.pk)

        assert (shown.public_parts, shown.public_foundations, shown.public_builders) == ([], [], [])


class TestPublishedRelationsOfCollaboration:
    def test_unpublished_participants_are_left_out(self, hidden):
        parties = [factories.organisation(), factories.organisation(), factories.organisation(status=hidden)]
        collaboration = factories.collaboration(parties=parties)
        shown = Collaboration.objects.for_detail().get(pk=collaboration.pk)
        assert {join.organisation for join in shown.public_participations} == set(parties[:2])


class TestPublishedRelationsOfOrganisation:
    def test_unpublished_parts_and_predecessors_are_left_out(self, hidden):
        body = factories.organisation()
        factories.organisation(parent=body, status=hidden)
        factories.organisation(successor=body, status=hidden)
        shown = Organisation.objects.for_detail().get(pk=body.pk)
        assert (shown.public_parts, shown.public_predecessors) == ([], [])

    def test_records_of_an_unpublished_part_are_left_out(self, hidden):
        body = factories.organisation()
        part = factories.organisation(parent=body, status=hidden)
        factories.initiative(lead=part)
        factories.collaboration(parties=[part, factories.organisation()])
        assert not Initiative.objects.joined_by([body]).exists()
        assert not Collaboration.objects.joined_by([body]).exists()

    def test_records_of_a_published_part_are_included(self):
        body = factories.organisation()
        initiative = factories.initiative(lead=factories.organisation(parent=body))
        assert initiative in Initiative.objects.joined_by([body])


class TestPublishedRelationCounts:
    def test_counts_of_an_organisation_leave_unpublished_records_out(self, hidden):
        body, other = factories.organisation(), factories.organisation()
        for status in (hidden, "published"):
            factories.initiative(lead=body, status=status)
            factories.collaboration(parties=[body, other], status=status)
        counted = Organisation.objects.with_relation_counts().get(pk=body.pk)
        assert (counted.initiative_count, counted.collaboration_count) == (1, 1)

    def test_record_with_several_roles_is_counted_once(self):
        body = factories.organisation()
        factories.add_participant(factories.initiative(lead=body), body, "funder")
        assert Organisation.objects.with_relation_counts().get(pk=body.pk).initiative_count == 1

    def test_counts_of_a_theme_leave_unpublished_records_out(self, hidden):
        lead = factories.organisation(themes=[])
        for status in (hidden, "published"):
            factories.organisation(status=status)
            factories.initiative(lead=lead, status=status)
            factories.collaboration(parties=[lead], status=status)
        counted = Theme.objects.with_counts().get()
        assert (counted.organisation_count, counted.initiative_count, counted.collaboration_count) == (1, 1, 1)

    def test_counts_of_a_place_leave_unpublished_organisations_out(self, hidden):
        factories.organisation(status=hidden)
        factories.organisation()
        assert Place.objects.with_counts().get().organisation_count == 1


class TestPublishedCitations:
    def test_citations_of_unpublished_records_are_left_out(self, hidden):
        factories.organisation(status=hidden)
        factories.initiative(status=hidden, lead=False)
        factories.collaboration(status=hidden, parties=[])
        assert not Citation.objects.published().exists()

    def test_citations_of_indicators_are_included(self):
        factories.indicator()
        assert Citation.objects.published().get_sources().count() == 1
