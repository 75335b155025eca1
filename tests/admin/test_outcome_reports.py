"""Citations of sources that only report an outcome: in the form, history, pages, API and fact files."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from ecosystem.editing import loading, merging
from ecosystem.history import revisions
from ecosystem.models import Citation, Initiative
from tests.support import factories, users
from tests.support.admin_pages import AdminTestCase, build_admin_form_data, get_admin_url
from tests.support.html_pages import fetch_page


class OutcomeOnlyCitationTests(AdminTestCase):
    def setUp(self):
        self.sign_in(users.create_senior_editor())
        self.fund = factories.initiative(slug="fund", starts="2018")

    def mark(self, **changes):
        address = get_admin_url(self.fund)
        changes = {"citations-0-outcome_only": "on"} | changes
        return self.client.post(address, build_admin_form_data(self.client.get(address), **changes))

    def test_checkbox_in_the_form_sets_it(self):
        self.mark()
        self.assertTrue(self.fund.citations.get().outcome_only)

    def test_organisation_form_has_no_checkbox(self):
        page = self.client.get(get_admin_url(factories.organisation()))
        self.assertNotContains(page, "outcome_only")

    def test_history_mentions_it(self):
        revisions.begin_record_histories()
        self.mark()
        text = fetch_page(self.client, "/en/initiatives/fund/history/").content.text
        self.assertIn("reports only an outcome", text)

    def test_list_of_sources_mentions_it(self):
        self.mark()
        sources = fetch_page(self.client, "/en/initiatives/fund/").one("ol.sources")
        self.assertIn("Reports only an outcome", sources.text)

    def test_api_includes_it(self):
        self.mark()
        (citation,) = self.client.get("/api/v1/initiatives/fund").json()["citations"]
        self.assertIs(citation["outcome_only"], True)

    def test_fact_files_include_it_only_when_set_and_load_it(self):
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

    def test_merged_citation_keeps_it_only_if_both_are_marked(self):
        other = factories.initiative(slug="other", is_sourced=False)
        factories.cite(other, "name", page=self.fund.citations.get().source)
        self.mark()
        merging.merge_records(other, self.fund)
        self.assertFalse(Initiative.objects.get(slug="fund").citations.get().outcome_only)
