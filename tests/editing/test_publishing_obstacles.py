"""Obstacles that keep a record from being published."""

import pytest

from ecosystem.editing import publishing
from ecosystem.models import Collaboration, Initiative, Organisation
from tests.support import factories

pytestmark = pytest.mark.django_db
MAKE = {
    "organisation": factories.organisation,
    "initiative": factories.initiative,
    "collaboration": factories.collaboration,
}


@pytest.fixture(params=MAKE)
def make(request):
    """The factory of a kind of record."""
    return MAKE[request.param]


class TestPublishingObstacles:
    def test_complete_record_has_none(self, make):
        assert list(publishing.find_publishing_obstacles(make(status="draft"))) == []

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"summary_en": ""}, "It has no English summary."),
            ({"summary_zh_hant": ""}, "It has no Chinese summary."),
            ({"is_sourced": False}, "It has no source."),
            ({"themes": []}, "It has no theme."),
        ],
    )
    def test_missing_part_is_named(self, make, values, sentence):
        assert list(publishing.find_publishing_obstacles(make(**values))) == [sentence]

    def test_chinese_name_is_optional(self, make):
        assert list(publishing.find_publishing_obstacles(make(name_zh_hant=""))) == []

    def test_all_obstacles_are_listed_at_once(self):
        bare = factories.organisation(summary_en="", summary_zh_hant="", themes=[], is_sourced=False, place=None)
        assert len(list(publishing.find_publishing_obstacles(bare))) == 5

    def test_organisation_needs_a_place(self):
        assert list(publishing.find_publishing_obstacles(factories.organisation(place=None))) == ["It has no location."]

    @pytest.mark.parametrize(
        ("role", "is_enough"),
        [("lead", True), ("operator", True), ("funder", False), ("partner", False), ("user", False)],
    )
    def test_initiative_needs_a_lead_or_operator(self, role, is_enough):
        initiative = factories.initiative(lead=False)
        factories.add_participant(initiative, factories.organisation(), role)
        assert (not list(publishing.find_publishing_obstacles(initiative))) is is_enough

    @pytest.mark.parametrize("status", ["draft", "in_review", "archived"])
    def test_lead_of_an_initiative_must_be_published(self, status):
        initiative = factories.initiative(lead=factories.organisation(status=status))
        assert list(publishing.find_publishing_obstacles(initiative)) == [
            "No published organisation leads or operates it."
        ]

    def test_collaboration_needs_two_published_participants(self):
        parties = [factories.organisation(), factories.organisation(status="draft")]
        collaboration = factories.collaboration(parties=parties)
        assert list(publishing.find_publishing_obstacles(collaboration)) == [
            "It has fewer than two published participants."
        ]

    def test_two_roles_of_one_participant_count_once(self):
        collaboration = factories.collaboration(parties=[])
        body = factories.organisation()
        factories.add_participant(collaboration, body, "lead")
        factories.add_participant(collaboration, body, "host")
        assert len(list(publishing.find_publishing_obstacles(collaboration))) == 1

    def test_query_count_does_not_grow_with_the_records(self, django_assert_num_queries):
        for model, queries in ((Organisation, 3), (Initiative, 5), (Collaboration, 5)):
            for _ in range(3):
                MAKE[model._meta.model_name]()
            with django_assert_num_queries(queries):
                for record in model.objects.for_publishing_check():
                    list(publishing.find_publishing_obstacles(record))
