"""A value changed by `loaddata` keeps only the sources that the loaded files say support it."""

import pytest

from ecosystem.models import Citation, Initiative, Organisation

pytestmark = pytest.mark.django_db


def get_supported_fields(slug):
    """Return the fields that the source of a record supports, or None if it is not cited."""
    found = Citation.objects.filter(source__url=f"https://www.example.org/{slug}").first()
    return found and found.supports


@pytest.fixture
def loaded(files):
    files.change("citations", "alpha", supports=["name", "founded"])
    files.change("citations", "fund", supports=["name", "bodies", "amount"])
    files.load()
    return files


class TestSupportOfChangedValue:
    def test_source_that_is_not_in_the_files_is_removed(self, loaded):
        loaded.change("organisations", "alpha", founded="2003")
        loaded.load(loaded.path("organisations"), overwrite=True)
        assert get_supported_fields("alpha") == ["name"]

    def test_removed_source_is_reported(self, loaded):
        loaded.change("organisations", "alpha", founded="2003")
        said = loaded.load(loaded.path("organisations"), overwrite=True)
        assert "alpha: https://www.example.org/alpha no longer supports founded" in said

    def test_source_in_the_files_is_kept(self, loaded):
        loaded.change("organisations", "alpha", founded="2003")
        loaded.load(overwrite=True)
        assert get_supported_fields("alpha") == ["name", "founded"]

    def test_sources_of_unchanged_fields_are_kept(self, loaded):
        loaded.change("organisations", "alpha", closed="2020")
        loaded.load(loaded.path("organisations"), overwrite=True)
        assert get_supported_fields("alpha") == ["name", "founded"]

    def test_history_lists_the_field_and_citations(self, loaded):
        loaded.change("organisations", "alpha", founded="2003")
        loaded.load(loaded.path("organisations"), overwrite=True)
        change = Organisation.objects.get(slug="alpha").changes.newest_first().first()
        assert change.fields == ["founded", "citations"]

    def test_source_of_a_changed_relation_is_removed(self, loaded):
        loaded.add("initiative_bodies", initiative=["fund"], organisation=["alpha"], role="partner")
        loaded.load(loaded.path("initiative_bodies"), overwrite=True)
        assert get_supported_fields("fund") == ["name", "amount"]

    def test_source_of_a_changed_list_is_removed(self, loaded):
        Citation.objects.filter(initiative__slug="fund").update(supports=["name", "support"])
        loaded.change("initiatives", "fund", support=[])
        loaded.load(loaded.path("initiatives"), overwrite=True)
        assert get_supported_fields("fund") == ["name"]

    def test_published_record_left_without_a_source_is_rejected(self, loaded, read_all_rows):
        Citation.objects.filter(organisation__slug="alpha").update(supports=["founded"])
        before = read_all_rows()
        loaded.change("organisations", "alpha", founded="2003")
        said, _error = loaded.refused(loaded.path("organisations"), overwrite=True, reason="So.")
        assert said == ["07_organisations.json: alpha: status: It has no source."]
        assert read_all_rows() == before


class TestSupportOfEmptyField:
    def test_new_citation_of_an_empty_field_is_rejected(self, files, load_invalid):
        files.change("citations", "alpha", supports=["name", "closed"])
        (said,) = load_invalid()
        assert said.endswith("supports: names “closed”, which is empty in alpha")

    def test_loaded_citation_of_an_emptied_field_is_rejected(self, loaded):
        loaded.change("organisations", "alpha", founded=None)
        said, _error = loaded.refused(overwrite=True, reason="So.")
        assert [line.partition("supports: ")[2] for line in said] == ["names “founded”, which is empty in alpha"]

    def test_support_outside_the_files_is_removed_with_the_value(self, loaded):
        loaded.change("organisations", "alpha", founded=None)
        loaded.load(loaded.path("organisations"), overwrite=True)
        assert get_supported_fields("alpha") == ["name"]

    @pytest.mark.parametrize("field", ["aliases", "support", "audience", "builds_on", "part_of", "eligibility"])
    def test_empty_field_of_every_type_is_rejected(self, files, load_invalid, field):
        files.change("initiatives", "fund", support=[])
        files.change("citations", "fund", supports=["name", field])
        assert [line.partition("supports: ")[2] for line in load_invalid()] == [
            f"names “{field}”, which is empty in fund"
        ]

    def test_field_filled_by_the_same_load_is_accepted(self, files):
        files.change("citations", "fund", supports=["name", "bodies", "support", "amount"])
        files.load()
        assert Initiative.objects.get(slug="fund").citations.get().supports == ["name", "bodies", "support", "amount"]
