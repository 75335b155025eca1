"""Citations of sources that only report an outcome: marked in the form, kept in history, pages, the API and files."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from ecosystem.editing import loading, merging
from ecosystem.history import revisions
from ecosystem.models import Citation, Initiative
from tests.support import factories, users
from tests.support.admin_pages import AdminTestCase, build_admin_form_data, get_admin_url
from tests.support.html_pages import fetch_page


class OutcomeReportTests(AdminTestCase):
    def setUp(self):
        self.sign_in(users.create_senior_editor())
        self.fund = factories.initiative(slug="fund", starts="2018")

    def mark(self, **changes):
        address = get_admin_url(self.fund)
        changes = {"citations-0-outcome_only": "on"} | changes
        return self.client.post(address, build_admin_form_data(self.client.get(address), **changes))

    def test_is_marked_in_the_form(self):
        self.mark()
        self.assertTrue(self.fund.citations.get().outcome_only)

    def test_is_no_choice_for_an_organisation(self):
        page = self.client.get(get_admin_url(factories.organisation()))
        self.assertNotContains(page, "outcome_only")

    def test_is_in_the_history(self):
        revisions.begin_record_histories()
        self.mark()
        text = fetch_page(self.client, "/en/initiatives/fund/history/").content.text
        self.assertIn("reports only an outcome", text)

    def test_is_said_beside_the_source(self):
        self.mark()
        sources = fetch_page(self.client, "/en/initiatives/fund/").one("ol.sources")
        self.assertIn("Reports only an outcome", sources.text)

    def test_is_in_the_api(self):
        self.mark()
        (citation,) = self.client.get("/api/v1/initiatives/fund").json()["citations"]
        self.assertIs(citation["outcome_only"], True)

    def test_is_dumped_and_loaded_and_left_out_of_files_where_it_is_not_set(self):
        factories.cite(self.fund, "name")
        self.mark()
        before = sorted(Citation.objects.values_list("source__url", "outcome_only"))
        with TemporaryDirectory() as folder:
            paths = loading.dump_fact_files(Path(folder))
            rows = json.loads(next(path for path in paths if path.stem.endswith("citations")).read_text())
            self.assertEqual([row["fields"].get("outcome_only") for row in rows].count(True), 1)
            self.assertEqual(sum("outcome_only" in row["fields"] for row in rows), 1)
            Citation.objects.all().delete()
            loading.load_fact_files(paths, reason="They were lost.")
        self.assertEqual(sorted(Citation.objects.values_list("source__url", "outcome_only")), before)

    def test_of_two_merged_citations_is_kept_only_if_both_are_marked(self):
        other = factories.initiative(slug="other", is_sourced=False)
        factories.cite(other, "name", page=self.fund.citations.get().source)
        self.mark()
        merging.merge_records(other, self.fund)
        self.assertFalse(Initiative.objects.get(slug="fund").citations.get().outcome_only)
