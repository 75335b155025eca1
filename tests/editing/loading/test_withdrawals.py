"""What files change keeps only those of its sources that a file says to support it."""

import pytest

from ecosystem.models import Citation, Initiative, Organisation

pytestmark = pytest.mark.django_db


def supported(slug):
    """Return what the one source of a record supports; None where it is no source any more."""
    found = Citation.objects.filter(source__url=f"https://www.example.org/{slug}").first()
    return found and found.supports


@pytest.fixture
def loaded(files):
    files.change("citations", "alpha", supports=["name", "founded"])
    files.change("citations", "fund", supports=["name", "bodies", "amount"])
    files.load()
    return files


class TestChangedValue:
    def test_loses_the_sources_that_are_not_in_the_load(self, loaded):
        loaded.change("organisations", "alpha", founded="2003")
        loaded.load(loaded.path("organisations"), overwrite=True)
        assert supported("alpha") == ["name"]

    def test_names_the_source_that_it_lost(self, loaded):
        loaded.change("organisations", "alpha", founded="2003")
        said = loaded.load(loaded.path("organisations"), overwrite=True)
        assert "alpha: https://www.example.org/alpha no longer supports founded" in said

    def test_keeps_a_source_whose_citation_in_the_load_says_so(self, loaded):
        loaded.change("organisations", "alpha", founded="2003")
        loaded.load(overwrite=True)
        assert supported("alpha") == ["name", "founded"]

    def test_keeps_the_sources_of_what_did_not_change(self, loaded):
        loaded.change("organisations", "alpha", closed="2020")
        loaded.load(loaded.path("organisations"), overwrite=True)
        assert supported("alpha") == ["name", "founded"]

    def test_is_in_the_history_with_its_sources(self, loaded):
        loaded.change("organisations", "alpha", founded="2003")
        loaded.load(loaded.path("organisations"), overwrite=True)
        change = Organisation.objects.get(slug="alpha").changes.newest_first().first()
        assert change.fields == ["founded", "citations"]

    def test_of_a_relation_loses_them_too(self, loaded):
        loaded.add("initiative_bodies", initiative=["fund"], organisation=["alpha"], role="partner")
        loaded.load(loaded.path("initiative_bodies"), overwrite=True)
        assert supported("fund") == ["name", "amount"]

    def test_of_a_list_loses_them_too(self, loaded):
        Citation.objects.filter(initiative__slug="fund").update(supports=["name", "support"])
        loaded.change("initiatives", "fund", support=[])
        loaded.load(loaded.path("initiatives"), overwrite=True)
        assert supported("fund") == ["name"]

    def test_is_refused_where_a_public_record_would_be_left_without_a_source(self, loaded, everything):
        Citation.objects.filter(organisation__slug="alpha").update(supports=["founded"])
        before = everything()
        loaded.change("organisations", "alpha", founded="2003")
        said, _error = loaded.refused(loaded.path("organisations"), overwrite=True, reason="So.")
        assert said == ["07_organisations.json: alpha: status: It has no source."]
        assert everything() == before


class TestEmptyField:
    def test_is_refused_as_what_a_new_citation_supports(self, files, refused):
        files.change("citations", "alpha", supports=["name", "closed"])
        (said,) = refused()
        assert said.endswith("supports: names “closed”, which is empty in alpha")

    def test_is_refused_as_what_a_citation_of_the_load_supports_still(self, loaded):
        loaded.change("organisations", "alpha", founded=None)
        said, _error = loaded.refused(overwrite=True, reason="So.")
        assert [line.partition("supports: ")[2] for line in said] == ["names “founded”, which is empty in alpha"]

    def test_takes_its_ticks_along_where_the_citation_is_not_in_the_load(self, loaded):
        loaded.change("organisations", "alpha", founded=None)
        loaded.load(loaded.path("organisations"), overwrite=True)
        assert supported("alpha") == ["name"]

    @pytest.mark.parametrize("field", ["aliases", "support", "audience", "builds_on", "part_of", "eligibility"])
    def test_of_every_sort_is_refused(self, files, refused, field):
        files.change("initiatives", "fund", support=[])
        files.change("citations", "fund", supports=["name", field])
        assert [line.partition("supports: ")[2] for line in refused()] == [f"names “{field}”, which is empty in fund"]

    def test_that_is_filled_by_the_load_may_be_supported(self, files):
        files.change("citations", "fund", supports=["name", "bodies", "support", "amount"])
        files.load()
        assert Initiative.objects.get(slug="fund").citations.get().supports == ["name", "bodies", "support", "amount"]
