"""Files of facts leave history, and say why."""

import pytest
from reversion.models import Version

from ecosystem.editing import loading, merging, publishing
from ecosystem.editing.loading.dump import dump_fact_files
from ecosystem.history import revisions
from ecosystem.models import Change, Citation, Organisation
from tests.support import factories
from tests.support.signatures import build_senior_editor_signature


@pytest.mark.django_db
class TestLoad:
    def test_leaves_history_with_its_reason(self, tmp_path):
        record = factories.organisation(founded="1991")
        dump_fact_files(tmp_path)
        path = tmp_path / "07_organisations.json"
        path.write_text(path.read_text(encoding="utf-8").replace('"1991"', '"1990"'), encoding="utf-8")
        revisions.begin_record_histories()
        loading.load_fact_files(sorted(tmp_path.glob("*.json")), overwrite=True, reason="The register says so.")
        change = Organisation.objects.get(pk=record.pk).changes.newest_first().first()
        assert (change.kind, change.role, change.reason, change.fields) == (
            "changed",
            "files",
            "The register says so.",
            ["founded"],
        )

    def changed_file(self, folder, old, new):
        """Write the facts into files, and change one of organisations."""
        dump_fact_files(folder)
        revisions.begin_record_histories()
        path = folder / "07_organisations.json"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        return sorted(folder.glob("*.json"))

    def test_is_refused_without_a_reason_where_it_changes_what_is_public(self, tmp_path):
        factories.organisation(founded="1991")
        with pytest.raises(loading.LoadRefusedError) as refused:
            loading.load_fact_files(self.changed_file(tmp_path, '"1991"', '"1990"'), overwrite=True)
        assert "Enter the reason" in str(refused.value.errors[0])
        assert Organisation.objects.get().founded.text == "1991"

    def test_says_that_a_record_was_removed_and_why(self, tmp_path):
        record = factories.organisation()
        paths = self.changed_file(tmp_path, '"published"', '"archived"')
        loading.load_fact_files(paths, overwrite=True, reason="It was never founded.")
        change = record.changes.newest_first().first()
        assert (change.kind, change.reason, change.is_public) == ("archived", "It was never founded.", True)

    def test_makes_no_public_record_a_draft_again(self, tmp_path):
        factories.organisation()
        with pytest.raises(loading.LoadRefusedError) as refused:
            loading.load_fact_files(
                self.changed_file(tmp_path, '"published"', '"draft"'), overwrite=True, reason="Why not."
            )
        assert "archived, never made a draft again" in str(refused.value.errors[0])

    def test_puts_no_second_record_at_an_address_that_leads_on(self, tmp_path):
        record = factories.organisation(slug="old")
        dump_fact_files(tmp_path)
        merging.change_record_slug(record, "new", by=build_senior_editor_signature())
        with pytest.raises(loading.LoadRefusedError) as refused:
            loading.load_fact_files(sorted(tmp_path.glob("*.json")))
        assert "The address “old” always redirects to" in str(refused.value.errors[0])

    def test_tells_as_a_correction_what_was_wrong_and_nothing_that_is_new(self, tmp_path):
        record = factories.organisation(founded="1991")
        factories.organisation(slug="new")
        dump_fact_files(tmp_path)
        Organisation.objects.filter(slug="new").delete()
        revisions.begin_record_histories()
        record.founded = "1990"
        record.save()
        publishing.conclude_record_change(record, by=build_senior_editor_signature())
        options = {"overwrite": True, "reason": "The register says so.", "is_correction": True}
        loading.load_fact_files(sorted(tmp_path.glob("*.json")), **options)
        assert [change.record for change in Change.objects.corrections()] == [record]

    def test_leaves_none_for_what_it_did_not_touch(self, tmp_path):
        record = factories.organisation()
        dump_fact_files(tmp_path)
        revisions.begin_record_histories()
        loading.load_fact_files(sorted(tmp_path.glob("*.json")))
        assert record.changes.count() == 1

    def test_leaves_one_for_a_record_whose_citation_changed(self, tmp_path):
        record = factories.organisation()
        dump_fact_files(tmp_path)
        revisions.begin_record_histories()
        Citation.objects.filter(organisation=record).update(supports=["name"])
        publishing.conclude_record_change(record)
        loading.load_fact_files(sorted(tmp_path.glob("*.json")), overwrite=True, reason="The page says more.")
        assert record.changes.newest_first().first().fields == ["citations"]
        assert Version.objects.count() > 0
