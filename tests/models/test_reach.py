"""How far collaborations reach: the regions other than Hong Kong that their public parties come from."""

import random

import pytest

from ecosystem.models import Collaboration, Region
from tests.support import factories

pytestmark = pytest.mark.django_db
REGIONS = [Region.GREATER_BAY_AREA, Region.MAINLAND, Region.OVERSEAS]


def party(region, **values):
    """Make a body that stands in a region."""
    if region == "hong_kong":
        return factories.organisation(**values)
    return factories.organisation(place=factories.place_abroad(f"in-{region}", region=region), **values)


def reach(*parties):
    made = factories.collaboration(parties=parties)
    return Collaboration.objects.for_list().get(pk=made.pk).reach


class TestReach:
    def test_is_empty_within_hong_kong(self):
        assert reach(party("hong_kong"), party("hong_kong")) == []

    def test_names_every_other_region_once_in_order(self):
        parties = [party(region) for region in ("overseas", "mainland", "hong_kong", "greater_bay_area", "overseas")]
        assert reach(*parties) == REGIONS

    def test_goes_by_the_home_region_before_the_place(self):
        assert reach(party("hong_kong"), party("hong_kong", home_region="overseas")) == ["overseas"]

    def test_takes_a_branch_of_a_hong_kong_body_for_hong_kong(self):
        assert reach(party("hong_kong"), party("mainland", home_region="hong_kong")) == []

    def test_leaves_out_a_party_of_no_known_region(self):
        assert reach(party("hong_kong"), factories.organisation(place=None)) == []

    @pytest.mark.parametrize("status", ["draft", "in_review", "archived"])
    def test_leaves_out_a_party_that_is_not_public(self, status):
        assert reach(party("hong_kong"), party("hong_kong"), party("overseas", status=status)) == []


class TestReaching:
    def kept(self, *regions):
        return {row.slug for row in Collaboration.objects.reaching(regions)}

    def test_keeps_what_reaches_any_of_the_regions(self):
        home = party("hong_kong")
        for region in REGIONS:
            factories.collaboration(slug=f"to-{region}".replace("_", "-"), parties=[home, party(region)])
        assert self.kept("mainland", "overseas") == {"to-mainland", "to-overseas"}

    def test_keeps_what_stays_within_hong_kong(self):
        home = party("hong_kong")
        factories.collaboration(slug="within", parties=[home, factories.organisation(place=None)])
        factories.collaboration(slug="beyond", parties=[home, party("overseas")])
        assert self.kept("hong_kong") == {"within"}

    def test_agrees_with_the_reach_that_is_shown(self):
        chance = random.Random(20261124)  # noqa: S311 - the same rows every time
        bodies = [
            party(region, home_region=home, status=chance.choice(["published", "published", "draft"]))
            for region in ["hong_kong", *REGIONS]
            for home in ["", "hong_kong", *REGIONS]
        ] + [factories.organisation(place=None, home_region=home) for home in ["", "mainland"]]
        for _ in range(40):
            factories.collaboration(parties=chance.sample(bodies, chance.randint(1, 4)), is_sourced=False)

        shown = {row.slug: row.reach or ["hong_kong"] for row in Collaboration.objects.for_list()}

        for region in ["hong_kong", *REGIONS]:
            assert self.kept(region) == {slug for slug, regions in shown.items() if region in regions}
