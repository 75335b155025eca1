"""The reach of collaborations: the regions outside Hong Kong that their public participants come from."""

import random

import pytest

from ecosystem.models import Collaboration, Region
from tests.support import factories

pytestmark = pytest.mark.django_db
REGIONS = [Region.GREATER_BAY_AREA, Region.MAINLAND, Region.OVERSEAS]


def build_organisation_in(region, **values):
    """Create an organisation in a region."""
    if region == "hong_kong":
        return factories.organisation(**values)
    return factories.organisation(place=factories.place_abroad(f"in-{region}", region=region), **values)


def get_collaboration_reach(*parties):
    made = factories.collaboration(parties=parties)
    return Collaboration.objects.for_list().get(pk=made.pk).reach


class TestCollaborationReach:
    def test_reach_within_hong_kong_is_empty(self):
        assert get_collaboration_reach(build_organisation_in("hong_kong"), build_organisation_in("hong_kong")) == []

    def test_every_other_region_is_listed_once_in_order(self):
        parties = [
            build_organisation_in(region)
            for region in ("overseas", "mainland", "hong_kong", "greater_bay_area", "overseas")
        ]
        assert get_collaboration_reach(*parties) == REGIONS

    def test_home_region_is_preferred_to_the_place(self):
        assert get_collaboration_reach(
            build_organisation_in("hong_kong"), build_organisation_in("hong_kong", home_region="overseas")
        ) == ["overseas"]

    def test_branch_of_a_hong_kong_organisation_counts_as_hong_kong(self):
        assert (
            get_collaboration_reach(
                build_organisation_in("hong_kong"), build_organisation_in("mainland", home_region="hong_kong")
            )
            == []
        )

    def test_participant_without_region_is_left_out(self):
        assert get_collaboration_reach(build_organisation_in("hong_kong"), factories.organisation(place=None)) == []

    @pytest.mark.parametrize("status", ["draft", "in_review", "archived"])
    def test_unpublished_participant_is_left_out(self, status):
        assert (
            get_collaboration_reach(
                build_organisation_in("hong_kong"),
                build_organisation_in("hong_kong"),
                build_organisation_in("overseas", status=status),
            )
            == []
        )


class TestCollaborationReachFilter:
    def kept(self, *regions):
        return {row.slug for row in Collaboration.objects.reaching(regions)}

    def test_any_of_the_regions_matches(self):
        home = build_organisation_in("hong_kong")
        for region in REGIONS:
            factories.collaboration(
                slug=f"to-{region}".replace("_", "-"), parties=[home, build_organisation_in(region)]
            )
        assert self.kept("mainland", "overseas") == {"to-mainland", "to-overseas"}

    def test_hong_kong_matches_collaborations_within_it(self):
        home = build_organisation_in("hong_kong")
        factories.collaboration(slug="within", parties=[home, factories.organisation(place=None)])
        factories.collaboration(slug="beyond", parties=[home, build_organisation_in("overseas")])
        assert self.kept("hong_kong") == {"within"}

    def test_filter_agrees_with_the_displayed_reach(self):
        chance = random.Random(20261124)  # noqa: S311 - the same rows every time
        bodies = [
            build_organisation_in(region, home_region=home, status=chance.choice(["published", "published", "draft"]))
            for region in ["hong_kong", *REGIONS]
            for home in ["", "hong_kong", *REGIONS]
        ] + [factories.organisation(place=None, home_region=home) for home in ["", "mainland"]]
        for _ in range(40):
            factories.collaboration(parties=chance.sample(bodies, chance.randint(1, 4)), is_sourced=False)

        shown = {row.slug: row.reach or ["hong_kong"] for row in Collaboration.objects.for_list()}

        for region in ["hong_kong", *REGIONS]:
            assert self.kept(region) == {slug for slug, regions in shown.items() if region in regions}
