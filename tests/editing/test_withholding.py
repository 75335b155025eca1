"""A past value that is withheld is gone from every stored state, and readers are told when and why."""

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
    """Make a record whose address was private and is corrected."""
    made = factories.organisation(slug="heron", address="Secret Lane 7", aliases=["Old Nick", "Heron"])
    revisions.begin_record_histories()
    change_record(made, "Moved.", acronym="HRN")
    change_record(made, "Private.", address="", aliases=["Heron"])
    return made


def get_value(record, key):
    return next(value for value in list_private_values(record) if value.key == key)


def list_past_addresses(record):
    """Return the addresses that tell of a record's past."""
    base = f"{record._meta.model_name}s/{record.slug}"
    pages = [f"{base}/history/", f"{base}/history.atom", "changes/", "changes/corrections/", "changes.atom"]
    pages += [f"{base}/history/{change.pk}/" for change in Change.objects.for_record(record)]
    pages += ["changes.csv", "contribute/log/"]
    pages += [f"contribute/log/{proposal.pk}/" for proposal in Proposal.objects.all()]
    return [*addresses.add_language_prefixes(pages), "/api/v1/changes"]


def list_addresses(record):
    """Return every public address with whole lists and files; what is not about the past in one language each, by turns."""
    base = f"{record._meta.model_name}s/{record.slug}"
    files = [f"{base}.json", "organisations.csv", "organisations.atom", "organisations.json", "initiatives.atom"]
    pages = [*addresses.PAGES, *addresses.FORM_PAGES, *addresses.CSV_FILES, *addresses.list_detail_paths(), *files]
    by_turns = [f"/{language}/{page}" for page, language in zip(pages, cycle(addresses.LANGUAGES), strict=False)]
    return [*list_past_addresses(record), *by_turns, *addresses.list_api_paths()]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="about files of SQLite")
class TestDatabaseFile:
    def test_overwrites_what_is_deleted(self):
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)

    def test_is_rid_of_its_log_after_a_value_was_withheld(self, record, django_capture_on_commit_callbacks):
        with CaptureQueriesContext(connection) as queries, django_capture_on_commit_callbacks(execute=True):
            withhold_past_value(record, get_value(record, "column:address"), reason=REASON)
        assert queries[-1]["sql"] == "PRAGMA wal_checkpoint(TRUNCATE)"


class TestCanary:
    @pytest.mark.parametrize("kind", ["organisation", "initiative"])
    def test_is_found_nowhere_in_the_database(self, kind):
        record = make_corrected_record(kind)
        before = find_traces(read_database_cells())
        withhold_all_values(record)
        assert (find_traces(read_database_cells()), len(before) > 20) == ([], True)

    @pytest.mark.parametrize("kind", ["organisation", "initiative"])
    def test_is_found_at_no_public_address(self, client, kind):
        record = make_corrected_record(kind)
        before = [address for address in list_past_addresses(record) if self.read(client, address)]
        withhold_all_values(record)
        after = [address for address in list_addresses(record) if self.read(client, address)]
        assert (after, len(before) > 10) == ([], True)

    def read(self, client, address):
        response = client.get(address, headers={"Accept-Encoding": "identity"})
        assert response.status_code == 200, address
        return find_traces([response.getvalue().decode()])

    def test_is_found_by_no_search(self, client):
        withhold_all_values(make_corrected_record("organisation"))
        assert not fetch_page(client, f"/en/search/?q={CANARY}").content.select('a[href="/en/organisations/heron/"]')


class TestValue:
    def test_is_taken_out_of_every_state(self, record):
        withhold_past_value(record, get_value(record, "column:address"), reason=REASON)
        said = [
            snapshots.build_change_snapshot(each).fields["address"]
            for each in Change.objects.for_record(record).with_versions()
        ]
        assert said == ["", "", ""]

    def test_leaves_what_else_a_state_says(self, record):
        before = snapshots.build_change_snapshot(Change.objects.for_record(record).with_versions().first()).fields
        withhold_past_value(record, get_value(record, "column:address"), reason=REASON)
        after = snapshots.build_change_snapshot(Change.objects.for_record(record).with_versions().first()).fields
        assert after == before | {"address": ""}

    def test_leaves_the_other_items_of_a_list(self, record):
        withhold_past_value(record, get_value(record, "item:aliases:Old Nick"), reason=REASON)
        said = [
            snapshots.build_change_snapshot(each).fields["aliases"]
            for each in Change.objects.for_record(record).with_versions()
        ]
        assert said == [["Heron"]] * 3

    def test_of_today_is_refused(self, record):
        value = get_value(record, "column:address")
        change_record(record, "Back.", address="Secret Lane 7")
        with pytest.raises(ValidationError, match="Correct it first"):
            withhold_past_value(record, value, reason=REASON)
        assert not WithheldValue.objects.exists()

    def test_that_no_state_holds_is_refused(self, record):
        value = get_value(record, "column:address")
        withhold_past_value(record, value, reason=REASON)
        with pytest.raises(ValidationError, match="No saved version of this record contains this"):
            withhold_past_value(record, value, reason=REASON)

    @pytest.mark.parametrize("reason", ["", "  ", "He lives in Secret Lane 7.", "secret  lane 7"])
    def test_is_not_repeated_by_the_reason(self, record, reason):
        with pytest.raises(ValidationError):
            withhold_past_value(record, get_value(record, "column:address"), reason=reason)
        assert "Secret Lane 7" in str(
            snapshots.build_change_snapshot(Change.objects.for_record(record).with_versions().first()).fields
        )

    def test_of_a_relation_is_taken_out(self):
        partner = factories.organisation(name_en="Partner")
        made = factories.collaboration(parties=[partner, factories.organisation(), factories.organisation()])
        revisions.begin_record_histories()
        made.participations.filter(organisation=partner).delete()
        change_record(made, "By mistake.")
        withhold_past_value(made, get_value(made, f"join:{partner.pk}:partner"), reason=REASON)
        first = snapshots.build_change_snapshot(Change.objects.for_record(made).with_versions().order_by("pk").first())
        assert (len(first.joins), list(first.withheld)) == (2, ["participants"])

    def test_of_a_relation_is_not_named_by_the_reason(self):
        parent = factories.organisation(name_en="Big Parent")
        made = factories.organisation(parent=parent)
        revisions.begin_record_histories()
        change_record(made, "It is not.", parent=None)
        with pytest.raises(ValidationError, match="Do not repeat"):
            withhold_past_value(made, get_value(made, "column:parent"), reason="Never of Big Parent.")

    def test_may_stay_in_words_that_mean_something_else(self, record):
        change_record(record, "See Secret Lane 7 nearby.", acronym="HR")
        withhold_past_value(record, get_value(record, "column:address"), reason=REASON, in_words=False)
        assert Change.objects.filter(reason="See Secret Lane 7 nearby.").exists()

    def test_is_taken_out_of_the_same_reason_with_other_records(self, record):
        other = factories.organisation()
        revisions.begin_record_histories()
        for each in (record, other):
            change_record(each, "Merged at Secret Lane 7.", acronym="HR")
        withhold_past_value(record, get_value(record, "column:address"), reason=REASON)
        assert {each.reason for each in Change.objects.filter(reason__startswith="Merged")} == {"Merged at […]."}

    def test_that_stands_in_another_field_is_told(self, record):
        value = get_value(record, "column:address")
        change_record(record, "Said.", summary_en="It is at Secret Lane 7.")
        withhold_past_value(record, value, reason=REASON)
        assert {each.record for each in find_remaining_traces(value)} == {record}


class TestProposals:
    def test_that_wait_no_longer_propose_it(self, record):
        waiting = factories.proposal(
            record, changes={"address": "Secret Lane 7", "acronym": "X"}, found={"address": "", "acronym": "HRN"}
        )
        withhold_past_value(record, get_value(record, "column:address"), reason=REASON)
        waiting.refresh_from_db()
        assert (waiting.changes, waiting.found) == ({"acronym": "X"}, {"address": "", "acronym": "HRN"})

    def test_that_were_accepted_say_that_it_was_withheld(self, client, record):
        values = {"fate": "accepted", "decided_at": "2026-11-01T00:00Z"}
        decided = factories.proposal(record, taken={"address": ["Secret Lane 7", "Public Road 1"]}, **values)
        withhold_past_value(record, get_value(record, "column:address"), reason=REASON)
        cells = [td.text for td in fetch_page(client, f"/en/contribute/log/{decided.pk}/").one("tbody").select("td")]
        assert cells == ["[withheld]", "Public Road 1"]

    def test_that_waited_and_went_along_with_a_merger_are_cleaned_too(self, record):
        heir = factories.organisation()
        factories.proposal(record, changes={"address": "Secret Lane 7"})
        merging.merge_records(record, heir, by=build_senior_editor_signature())
        record.refresh_from_db()
        withhold_past_value(record, get_value(record, "column:address"), reason=REASON)
        assert Proposal.objects.get().changes == {}


class TestReaders:
    @pytest.fixture(autouse=True)
    def withheld(self, record):
        with time_machine.travel("2026-11-30 04:00Z"):
            withhold_past_value(record, get_value(record, "column:address"), reason=REASON)

    def test_see_in_the_history_when_and_why(self, client):
        text = fetch_page(client, "/en/organisations/heron/history/").content.text
        assert "[withheld on 30 November 2026: At the wish of somebody.]" in text
        assert "Address · 30 November 2026 · At the wish of somebody." in " ".join(text.split())

    def test_see_in_a_past_state_when_and_why(self, client, record):
        first = Change.objects.for_record(record).order_by("pk").first()
        page = fetch_page(client, f"/en/organisations/heron/history/{first.pk}/").content.text
        assert "[withheld on 30 November 2026: At the wish of somebody.]" in page

    def test_see_no_change_between_two_states_that_said_the_same(self, client, record):
        second = Change.objects.for_record(record).order_by("pk")[1]
        page = fetch_page(client, f"/en/organisations/heron/history/{second.pk}/")
        assert [dt.text for dt in page.one("dl.changed").select("dt")] == ["Acronym"]

    def test_see_it_in_the_feed(self, client, record):
        assert b"withheld on 30 November 2026" in client.get(record.feed_url).content


class TestDraft:
    def test_says_nothing_to_readers_of_what_was_never_public(self, client):
        draft = factories.organisation(slug="heron", status="draft", address="Secret Lane 7")
        revisions.begin_record_histories()
        change_record(draft, "", address="")
        withhold_past_value(draft, get_value(draft, "column:address"), reason=REASON)
        publishing.publish_record(Organisation.objects.get(pk=draft.pk), by=build_senior_editor_signature())
        assert "withheld" not in fetch_page(client, "/en/organisations/heron/history/").content.text.casefold()


class TestOperations:
    def test_state_with_a_withheld_value_is_not_brought_back(self, record):
        withhold_past_value(record, get_value(record, "column:address"), reason=REASON)
        first = Change.objects.for_record(record).order_by("pk").first()
        with pytest.raises(ValidationError, match="been withheld: address"):
            reverting.revert_record(record, first, by=build_senior_editor_signature())
        record.refresh_from_db()
        assert record.acronym == "HRN"

    def test_state_without_it_is_brought_back(self, record):
        withhold_past_value(record, get_value(record, "column:address"), reason=REASON)
        last = Change.objects.for_record(record).newest_first().first()
        change_record(record, "Once more.", acronym="X")
        reverting.revert_record(Organisation.objects.get(pk=record.pk), last, by=build_senior_editor_signature())
        record.refresh_from_db()
        assert record.acronym == "HRN"

    def test_record_is_merged(self, record):
        withhold_past_value(record, get_value(record, "column:address"), reason=REASON)
        merging.merge_records(record, factories.organisation(slug="heir"), by=build_senior_editor_signature())
        assert Organisation.objects.get(slug="heron").status == "archived"

    @pytest.mark.parametrize("end", ["archive", "rename", "merge"])
    def test_value_of_a_record_at_its_end_is_withheld(self, record, end):
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

    def test_log_counts_the_states(self, record):
        row = withhold_past_value(record, get_value(record, "column:address"), reason=REASON)
        assert (row.field, row.states, row.was_public, row.record) == ("address", 2, True, record)

    def test_new_edition_drops_what_was_cached(self, record):
        before = editions.read_edition_number()
        withhold_past_value(record, get_value(record, "column:address"), reason=REASON)
        assert editions.read_edition_number() > before


def test_every_text_of_the_canary_is_private():
    assert find_traces(str(text) for text in PRIVATE_TEXTS.values()) == [str(text) for text in PRIVATE_TEXTS.values()]
