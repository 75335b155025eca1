"""What keeps a record from the public."""

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
    """What makes a record of a kind."""
    return MAKE[request.param]


class TestObstacles:
    def test_are_none_for_a_whole_record(self, make):
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
    def test_name_what_is_missing(self, make, values, sentence):
        assert list(publishing.find_publishing_obstacles(make(**values))) == [sentence]

    def test_are_no_missing_chinese_name(self, make):
        assert list(publishing.find_publishing_obstacles(make(name_zh_hant=""))) == []

    def test_name_every_one_at_once(self):
        bare = factories.organisation(summary_en="", summary_zh_hant="", themes=[], is_sourced=False, place=None)
        assert len(list(publishing.find_publishing_obstacles(bare))) == 5

    def test_of_a_body_are_a_missing_place(self):
        assert list(publishing.find_publishing_obstacles(factories.organisation(place=None))) == ["It has no location."]

    @pytest.mark.parametrize(
        ("role", "is_enough"),
        [("lead", True), ("operator", True), ("funder", False), ("partner", False), ("user", False)],
    )
    def test_of_an_initiative_are_a_missing_lead_or_operator(self, role, is_enough):
        initiative = factories.initiative(lead=False)
        factories.add_participant(initiative, factories.organisation(), role)
        assert (not list(publishing.find_publishing_obstacles(initiative))) is is_enough

    @pytest.mark.parametrize("status", ["draft", "in_review", "archived"])
    def test_of_an_initiative_are_a_lead_that_is_not_public(self, status):
        initiative = factories.initiative(lead=factories.organisation(status=status))
        assert list(publishing.find_publishing_obstacles(initiative)) == [
            "No published organisation leads or operates it."
        ]

    def test_of_a_collaboration_are_fewer_than_two_public_parties(self):
        parties = [factories.organisation(), factories.organisation(status="draft")]
        collaboration = factories.collaboration(parties=parties)
        assert list(publishing.find_publishing_obstacles(collaboration)) == [
            "It has fewer than two published participants."
        ]

    def test_of_a_collaboration_are_two_roles_of_one_party(self):
        collaboration = factories.collaboration(parties=[])
        body = factories.organisation()
        factories.add_participant(collaboration, body, "lead")
        factories.add_participant(collaboration, body, "host")
        assert len(list(publishing.find_publishing_obstacles(collaboration))) == 1

    def test_take_the_same_queries_for_many_records_as_for_few(self, django_assert_num_queries):
        for model, queries in ((Organisation, 3), (Initiative, 5), (Collaboration, 5)):
            for _ in range(3):
                MAKE[model._meta.model_name]()
            with django_assert_num_queries(queries):
                for record in model.objects.for_publishing_check():
                    list(publishing.find_publishing_obstacles(record))
