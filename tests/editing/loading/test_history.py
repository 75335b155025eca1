"""The history that loading fact files records, with its reason."""

import pytest
from reversion.models import Version

from ecosystem.editing import loading, merging, publishing
from ecosystem.editing.loading.dump import dump_fact_files
from ecosystem.history import revisions
from ecosystem.models import Change, Citation, Organisation
from tests.support import factories
from tests.support.signatures import build_senior_editor_signature


@pytest.mark.django_db
class TestLoadedFactHistory:
    def test_change_is_recorded_with_its_reason(self, tmp_path):
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
        """Dump the fact files, replace a text in that of organisations, and return the paths."""
        dump_fact_files(folder)
        revisions.begin_record_histories()
        path = folder / "07_organisations.json"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        return sorted(folder.glob("*.json"))

    def test_change_of_a_published_record_needs_a_reason(self, tmp_path):
        factories.organisation(founded="1991")
        with pytest.raises(loading.LoadRefusedError) as refused:
            loading.load_fact_files(self.changed_file(tmp_path, '"1991"', '"1990"'), overwrite=True)
        assert "Enter the reason" in str(refused.value.errors[0])
        assert Organisation.objects.get().founded.text == "1991"

    def test_archiving_is_recorded_with_its_reason(self, tmp_path):
        record = factories.organisation()
        paths = self.changed_file(tmp_path, '"published"', '"archived"')
        loading.load_fact_files(paths, overwrite=True, reason="It was never founded.")
        change = record.changes.newest_first().first()
        assert (change.kind, change.reason, change.is_public) == ("archived", "It was never founded.", True)

    def test_published_record_cannot_become_a_draft(self, tmp_path):
        factories.organisation()
        with pytest.raises(loading.LoadRefusedError) as refused:
            loading.load_fact_files(
                self.changed_file(tmp_path, '"published"', '"draft"'), overwrite=True, reason="Why not."
            )
        assert "archived, never made a draft again" in str(refused.value.errors[0])

    def test_record_at_a_former_slug_is_rejected(self, tmp_path):
        record = factories.organisation(slug="old")
        dump_fact_files(tmp_path)
        merging.change_record_slug(record, "new", by=build_senior_editor_signature())
        with pytest.raises(loading.LoadRefusedError) as refused:
            loading.load_fact_files(sorted(tmp_path.glob("*.json")))
        assert "The address “old” always redirects to" in str(refused.value.errors[0])

    def test_only_changed_records_are_marked_as_corrections(self, tmp_path):
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

    def test_unchanged_record_gets_no_change(self, tmp_path):
        record = factories.organisation()
        dump_fact_files(tmp_path)
        revisions.begin_record_histories()
        loading.load_fact_files(sorted(tmp_path.glob("*.json")))
        assert record.changes.count() == 1

    def test_changed_citation_is_recorded(self, tmp_path):
        record = factories.organisation()
        dump_fact_files(tmp_path)
        revisions.begin_record_histories()
        Citation.objects.filter(organisation=record).update(supports=["name"])
        publishing.conclude_record_change(record)
        loading.load_fact_files(sorted(tmp_path.glob("*.json")), overwrite=True, reason="The page says more.")
        assert record.changes.newest_first().first().fields == ["citations"]
        assert Version.objects.count() > 0
