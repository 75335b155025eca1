"""A withheld past value is removed from every stored version; readers see when and why."""

from itertools import cycle

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecosystem.editing import merging, publishing, reverting
from ecosystem.editing.withholding import find_remaining_traces, withhold_past_value
from ecosystem.history import revisions, snapshots
from ecosystem.models import Change, Organisation, Proposal, WithheldValue, editions
from tests.support import addresses, factories
from tests.support.html_pages import fetch_page
from tests.support.private_details import (
    CANARY,
    PRIVATE_TEXTS,
    change_record,
    find_traces,
    list_private_values,
    make_corrected_record,
    read_database_cells,
    withhold_all_values,
)
from tests.support.signatures import build_senior_editor_signature

pytestmark = pytest.mark.django_db
REASON = "At the wish of somebody."


@pytest.fixture
def record():
    """Create a record whose private address was corrected."""
    made = factories.organisation(slug="heron", address="Secret Lane 7", aliases=["Old Nick", "Heron"])
    revisions.begin_record_histories()
    change_record(made, "Moved.", acronym="HRN")
    change_record(made, "Private.", address="", aliases=["Heron"])
    return made


def get_value(record, key):
    return next(value for value in list_private_values(record) if value.key == key)


def list_past_addresses(record):
    """Return the URLs that show a record's history."""
    base = f"{record._meta.model_name}s/{record.slug}"
    pages = [f"{base}/history/", f"{base}/history.atom", "changes/", "changes/corrections/", "changes.atom"]
    pages += [f"{base}/history/{change.pk}/" for change in Change.objects.for_record(record)]
    pages += ["changes.csv", "contribute/log/"]
    pages += [f"contribute/log/{proposal.pk}/" for proposal in Proposal.objects.all()]
    return [*addresses.add_language_prefixes(pages), "/api/v1/changes"]


def list_addresses(record):
    """Return every public URL; those without history in one language each, in rotation."""
    base = f"{record._meta.model_name}s/{record.slug}"
    files = [f"{base}.json", "organisations.csv", "organisations.atom", "organisations.json", "initiatives.atom"]
    pages = [*addresses.PAGES, *addresses.FORM_PAGES, *addresses.CSV_FILES, *addresses.list_detail_paths(), *files]
    by_turns = [f"/{language}/{page}" for page, language in zip(pages, cycle(addresses.LANGUAGES), strict=False)]
    return [*list_past_addresses(record), *by_turns, *addresses.list_api_paths()]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="about files of SQLite")
class TestWithholdingSqliteFile:
    def test_secure_delete_is_on(self):
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)

    def test_write_ahead_log_is_truncated_after_withholding(self, record, django_capture_on_commit_callbacks):
        with CaptureQueriesContext(connection) as queries, django_capture_on_commit_callbacks(execute=True):
            withhold_past_value(record, get_value(record, "column:address"), reason=REASON)
        assert queries[-1]["sql"] == "PRAGMA wal_checkpoint(TRUNCATE)"


class TestWithheldValueRemoval:
    @pytest.mark.parametrize("kind", ["organisation", "initiative"])
    def test_withheld_values_are_nowhere_in_the_database(self, kind):
        record = make_corrected_record(kind)
        before = find_traces(read_database_cells())
        withhold_all_values(record)
        assert (find_traces(read_database_cells()), len(before) > 20) == ([], True)

    @pytest.mark.parametrize("kind", ["organisation", "initiative"])
    def test_withheld_values_are_on_no_public_page(self, client, kind):
        record = make_corrected_record(kind)
        before = [address for address in list_past_addresses(record) if self.read(client, address)]
        withhold_all_values(record)
        after = [address for address in list_addresses(record) if self.read(client, address)]
        assert (after, len(before) > 10) == ([], True)

    def read(self, client, address):
        response = client.get(address, headers={"Accept-Encoding": "identity"})
        assert response.status_code == 200, address
        return find_traces([response.getvalue().decode()])

    def test_withheld_values_are_not_found_by_search(self, client):
        withhold_all_values(make_corrected_record("organisation"))
        assert not fetch_page(client, f"/en/search/?q={CANARY}").content.select('a[href="/en/organisations/heron/"]')


class TestWithholdPastValue:
    def test_value_is_removed_from_every_version(self, record):
        withhold_past_value(record, get_value(record, "column:address"), reason=REASON)
        said = [
            snapshots.build_change_snapshot(each).fields["address"]
            for each in Change.objects.for_record(record).with_versions()
        ]
        assert said == ["", "", ""]

    def test_other_fields_are_kept(self, record):
        before = snapshots.build_change_snapshot(Change.objects.for_record(record).with_versions().first()).fields
        withhold_past_value(record, get_value(record, "column:address"), reason=REASON)
        after = snapshots.build_change_snapshot(Change.objects.for_record(record).with_versions().first()).fields
        assert after == before | {"address": ""}

    def test_other_items_of_the_list_are_kept(self, record):
        withhold_past_value(record, get_value(record, "item:aliases:Old Nick"), reason=REASON)
        said = [
            snapshots.build_change_snapshot(each).fields["aliases"]
            for each in Change.objects.for_record(record).with_versions()
        ]
        assert said == [["Heron"]] * 3

    def test_current_value_is_rejected(self, record):
        value = get_value(record, "column:address")
        change_record(record, "Back.", address="Secret Lane 7")
        with pytest.raises(ValidationError, match="Correct it first"):
            withhold_past_value(record, value, reason=REASON)
        assert not WithheldValue.objects.exists()

    def test_value_in_no_version_is_rejected(self, record):
        value = get_value(record, "column:address")
        withhold_past_value(record, value, reason=REASON)
        with pytest.raises(ValidationError, match="No saved version of this record contains this"):
            withhold_past_value(record, value, reason=REASON)

    @pytest.mark.parametrize("reason", ["", "  ", "He lives in Secret Lane 7.", "secret  lane 7"])
    def test_reason_must_not_be_empty_or_repeat_the_value(self, record, reason):
        with pytest.raises(ValidationError):
            withhold_past_value(record, get_value(record, "column:address"), reason=reason)
        assert "Secret Lane 7" in str(
            snapshots.build_change_snapshot(Change.objects.for_record(record).with_versions().first()).fields
        )

    def test_past_relation_is_removed(self):
        partner = factories.organisation(name_en="Partner")
        made = factories.collaboration(parties=[partner, factories.organisation(), factories.organisation()])
        revisions.begin_record_histories()
        made.participations.filter(organisation=partner).delete()
        change_record(made, "By mistake.")
        withhold_past_value(made, get_value(made, f"join:{partner.pk}:partner"), reason=REASON)
        first = snapshots.build_change_snapshot(Change.objects.for_record(made).with_versions().order_by("pk").first())
        assert (len(first.joins), list(first.withheld)) == (2, ["participants"])

    def test_reason_must_not_name_the_related_record(self):
        parent = factories.organisation(name_en="Big Parent")
        made = factories.organisation(parent=parent)
        revisions.begin_record_histories()
        change_record(made, "It is not.", parent=None)
        with pytest.raises(ValidationError, match="Do not repeat"):
            withhold_past_value(made, get_value(made, "column:parent"), reason="Never of Big Parent.")

    def test_value_in_change_reasons_can_be_kept(self, record):
        change_record(record, "See Secret Lane 7 nearby.", acronym="HR")
        withhold_past_value(record, get_value(record, "column:address"), reason=REASON, in_words=False)
        assert Change.objects.filter(reason="See Secret Lane 7 nearby.").exists()

    def test_value_is_removed_from_reasons_shared_with_other_records(self, record):
        other = factories.organisation()
        revisions.begin_record_histories()
        for each in (record, other):
            change_record(each, "Merged at Secret Lane 7.", acronym="HR")
        withhold_past_value(record, get_value(record, "column:address"), reason=REASON)
        assert {each.reason for each in Change.objects.filter(reason__startswith="Merged")} == {"Merged at […]."}

    def test_value_remaining_in_another_field_is_reported(self, record):
        value = get_value(record, "column:address")
        change_record(record, "Said.", summary_en="It is at Secret Lane 7.")
        withhold_past_value(record, value, reason=REASON)
        assert {each.record for each in find_remaining_traces(value)} == {record}


class TestWithholdingInProposals:
    def test_value_is_removed_from_pending_proposals(self, record):
        waiting = factories.proposal(
            record, changes={"address": "Secret Lane 7", "acronym": "X"}, found={"address": "", "acronym": "HRN"}
        )
        withhold_past_value(record, get_value(record, "column:address"), reason=REASON)
        waiting.refresh_from_db()
        assert (waiting.changes, waiting.found) == ({"acronym": "X"}, {"address": "", "acronym": "HRN"})

    def test_accepted_proposal_shows_value_as_withheld(self, client, record):
        values = {"fate": "accepted", "decided_at": "2026-11-01T00:00Z"}
        decided = factories.proposal(record, taken={"address": ["Secret Lane 7", "Public Road 1"]}, **values)
        withhold_past_value(record, get_value(record, "column:address"), reason=REASON)
        cells = [td.text for td in fetch_page(client, f"/en/contribute/log/{decided.pk}/").one("tbody").select("td")]
        assert cells == ["[withheld]", "Public Road 1"]

    def test_value_is_removed_from_proposals_moved_by_a_merge(self, record):
        heir = factories.organisation()
        factories.proposal(record, changes={"address": "Secret Lane 7"})
        merging.merge_records(record, heir, by=build_senior_editor_signature())
        record.refresh_from_db()
        withhold_past_value(record, get_value(record, "column:address"), reason=REASON)
        assert Proposal.objects.get().changes == {}


class TestWithholdingNotices:
    @pytest.fixture(autouse=True)
    def withheld(self, record):
        with time_machine.travel("2026-11-30 04:00Z"):
            withhold_past_value(record, get_value(record, "column:address"), reason=REASON)

    def test_history_shows_date_and_reason(self, client):
        text = fetch_page(client, "/en/organisations/heron/history/").content.text
        assert "[withheld on 30 November 2026: At the wish of somebody.]" in text
        assert "Address · 30 November 2026 · At the wish of somebody." in " ".join(text.split())

    def test_past_version_shows_date_and_reason(self, client, record):
        first = Change.objects.for_record(record).order_by("pk").first()
        page = fetch_page(client, f"/en/organisations/heron/history/{first.pk}/").content.text
        assert "[withheld on 30 November 2026: At the wish of somebody.]" in page

    def test_diff_of_equal_versions_leaves_the_field_out(self, client, record):
        second = Change.objects.for_record(record).order_by("pk")[1]
        page = fetch_page(client, f"/en/organisations/heron/history/{second.pk}/")
        assert [dt.text for dt in page.one("dl.changed").select("dt")] == ["Acronym"]

    def test_feed_shows_the_date(self, client, record):
        assert b"withheld on 30 November 2026" in client.get(record.feed_url).content


class TestWithholdingFromDraft:
    def test_value_that_was_never_public_has_no_notice(self, client):
        draft = factories.organisation(slug="heron", status="draft", address="Secret Lane 7")
        revisions.begin_record_histories()
        change_record(draft, "", address="")
        withhold_past_value(draft, get_value(draft, "column:address"), reason=REASON)
        publishing.publish_record(Organisation.objects.get(pk=draft.pk), by=build_senior_editor_signature())
        assert "withheld" not in fetch_page(client, "/en/organisations/heron/history/").content.text.casefold()


class TestOperationsAfterWithholding:
    def test_version_with_a_withheld_value_cannot_be_restored(self, record):
        withhold_past_value(record, get_value(record, "column:address"), reason=REASON)
        first = Change.objects.for_record(record).order_by("pk").first()
        with pytest.raises(ValidationError, match="been withheld: address"):
            reverting.revert_record(record, first, by=build_senior_editor_signature())
        record.refresh_from_db()
        assert record.acronym == "HRN"

    def test_version_without_the_value_can_be_restored(self, record):
        withhold_past_value(record, get_value(record, "column:address"), reason=REASON)
        last = Change.objects.for_record(record).newest_first().first()
        change_record(record, "Once more.", acronym="X")
        reverting.revert_record(Organisation.objects.get(pk=record.pk), last, by=build_senior_editor_signature())
        record.refresh_from_db()
        assert record.acronym == "HRN"

    def test_record_can_be_merged(self, record):
        withhold_past_value(record, get_value(record, "column:address"), reason=REASON)
        merging.merge_records(record, factories.organisation(slug="heir"), by=build_senior_editor_signature())
        assert Organisation.objects.get(slug="heron").status == "archived"

    @pytest.mark.parametrize("end", ["archive", "rename", "merge"])
    def test_value_of_archived_renamed_or_merged_record_is_withheld(self, record, end):
        heir = factories.organisation(slug="heir")
        if end == "archive":
            publishing.archive_record(record, by=build_senior_editor_signature())
        elif end == "rename":
            merging.change_record_slug(record, "egret", by=build_senior_editor_signature())
        else:
            merging.merge_records(record, heir, by=build_senior_editor_signature())
        record.refresh_from_db()
        row = withhold_past_value(record, get_value(record, "column:address"), reason=REASON)
        # The state after the correction never held it.
        assert (row.states, [text for text in read_database_cells() if "Secret Lane 7" in text]) == (2, [])

    def test_log_counts_the_changed_versions(self, record):
        row = withhold_past_value(record, get_value(record, "column:address"), reason=REASON)
        assert (row.field, row.states, row.was_public, row.record) == ("address", 2, True, record)

    def test_withholding_increments_the_edition(self, record):
        before = editions.read_edition_number()
        withhold_past_value(record, get_value(record, "column:address"), reason=REASON)
        assert editions.read_edition_number() > before


def test_canary_texts_of_withholding_are_all_found():
    assert find_traces(str(text) for text in PRIVATE_TEXTS.values()) == [str(text) for text in PRIVATE_TEXTS.values()]
