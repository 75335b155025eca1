"""Permanent URLs: renamed and merged records redirect, removed ones return 410, drafts return 404."""

from django.test import TestCase

from ecosystem.editing import merging, publishing
from ecosystem.history import revisions
from ecosystem.history.revisions import ChangeAttribution
from tests.support import factories
from tests.support.html_pages import Page, fetch_page

BY = ChangeAttribution("publisher", None, "One body under two names.")


class RenamedRecordRedirectTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.record = factories.organisation(slug="old")
        revisions.begin_record_histories()
        merging.change_record_slug(cls.record, "new", by=BY)

    def test_old_slug_redirects_permanently(self):
        for below in ("/", "/history/", ".json", ".png", "/history.atom"):
            with self.subTest(below=below):
                response = self.client.get(f"/en/organisations/old{below}")
                self.assertRedirects(response, f"/en/organisations/new{below}", 301, fetch_redirect_response=False)

    def test_redirect_keeps_the_query(self):
        response = self.client.get("/zh-hant/organisations/old/?from=x")
        self.assertEqual(response.headers["Location"], "/zh-hant/organisations/new/?from=x")

    def test_old_slug_of_an_archived_record_is_410(self):
        publishing.archive_record(type(self.record).objects.get(slug="new"), by=BY)
        for address in ("/en/organisations/old/", "/en/organisations/new/", "/api/v1/organisations/old"):
            self.assertEqual(self.client.get(address).status_code, 410, address)


class RenamedSlugParameterTests(TestCase):
    """An old slug as the value of a parameter."""

    @classmethod
    def setUpTestData(cls):
        cls.record = factories.organisation(slug="old", name_en="Renamed body")
        revisions.begin_record_histories()
        merging.change_record_slug(cls.record, "new", by=BY)
        cls.led = factories.initiative(slug="led", lead=cls.record.__class__.objects.get())

    def location(self, address):
        response = self.client.get(address)
        return response.headers.get("Location", response.status_code)

    def test_list_redirects_to_the_new_slug(self):
        self.assertEqual(
            self.location("/en/initiatives/?body=old&kind=strategy"), "/en/initiatives/?kind=strategy&body=new"
        )

    def test_comparison_redirects_to_the_new_slug(self):
        self.assertEqual(
            self.location("/en/compare/?organisation=old&organisation=x"),
            "/en/compare/?organisation=new&organisation=x",
        )

    def test_network_redirects_to_the_new_slug(self):
        self.assertEqual(self.location("/en/network/?organisation=old"), "/en/network/?organisation=new")

    def test_contribution_form_redirects_to_the_new_slug(self):
        self.assertEqual(
            self.location("/en/contribute/?organisation=old&field=founded"),
            "/en/contribute/?organisation=new&field=founded",
        )

    def test_comparison_selection_uses_the_new_slug(self):
        page = fetch_page(self.client, "/en/organisations/?compare=old")
        boxes = [box for box in page.select("input[name=organisation]") if box.get("value") == "new"]
        self.assertEqual([box.has_attr("checked") for box in boxes], [True])

    def test_chip_of_an_htmx_fragment_removes_the_new_slug(self):
        page = Page(self.client.get("/en/initiatives/?body=old", headers={"HX-Request": "true"}))
        self.assertIn("/en/initiatives/", [a["href"] for a in page.one(".applied-filters").select("a")])

    def test_submitted_form_with_the_old_slug_shows_the_renamed_record(self):
        response = self.client.post("/en/contribute/?organisation=old", {"wrong": "All of it."})
        self.assertContains(response, "Renamed body", status_code=422)

    def test_files_and_the_api_accept_the_old_slug(self):
        for address in ("/en/initiatives.json?body=old", "/api/v1/initiatives?body=old"):
            with self.subTest(address=address):
                self.assertContains(self.client.get(address), "led")

    def test_old_slug_of_an_archived_record_is_an_unknown_value(self):
        led = type(self.led).objects.get()
        publishing.archive_record(led, by=BY)
        publishing.archive_record(type(self.record).objects.get(), by=BY)
        self.assertContains(self.client.get("/en/initiatives/?body=old"), "“old”")

    def test_contribution_form_of_an_archived_record_is_410(self):
        gone = factories.organisation(slug="gone")
        publishing.archive_record(gone, by=ChangeAttribution("publisher", None, "It never existed."))
        self.assertContains(self.client.get("/en/contribute/?organisation=gone"), "It never existed.", status_code=410)


class MergedRecordRedirectTests(TestCase):
    def test_merged_record_redirects_permanently_to_the_other(self):
        one, other = factories.organisation(slug="one"), factories.organisation(slug="other")
        revisions.begin_record_histories()
        merging.merge_records(one, other, by=BY)
        self.assertRedirects(
            self.client.get("/en/organisations/one/"), "/en/organisations/other/", 301, fetch_redirect_response=False
        )

    def test_chain_of_merges_redirects_in_one_step(self):
        one, two, three = (factories.organisation(slug=slug) for slug in ("one", "two", "three"))
        revisions.begin_record_histories()
        merging.merge_records(one, two, by=BY)
        merging.merge_records(two, three, by=BY)
        self.assertEqual(self.client.get("/en/organisations/one/").headers["Location"], "/en/organisations/three/")


class RemovedRecordPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        record = factories.organisation(slug="gone", name_en="Secret name")
        revisions.begin_record_histories()
        publishing.archive_record(record, by=ChangeAttribution("publisher", None, "It never existed."))
        cls.day = record.changes.newest_first().first().made_on

    def test_page_shows_the_date_and_reason(self):
        response = self.client.get("/en/organisations/gone/")
        self.assertContains(response, "It never existed.", status_code=410)
        self.assertContains(response, f'<time datetime="{self.day}">', status_code=410)

    def test_page_does_not_show_the_name(self):
        self.assertNotContains(self.client.get("/en/organisations/gone/"), "Secret name", status_code=410)

    def test_history_card_and_feed_are_410(self):
        for below in ("/history/", ".png", "/history.atom"):
            with self.subTest(below=below):
                self.assertEqual(self.client.get(f"/en/organisations/gone{below}").status_code, 410)

    def test_json_is_a_problem_with_date_and_reason(self):
        response = self.client.get("/en/organisations/gone.json")
        self.assertEqual(response.headers["Content-Type"], "application/problem+json")
        said = response.json()
        self.assertEqual((said["status"], said["title"]), (410, "This record was removed"))
        self.assertEqual((said["removed_on"], said["reason"]), (self.day.isoformat(), "It never existed."))

    def test_draft_is_404(self):
        factories.organisation(slug="draft", status="draft")
        for below in ("/", "/history/", ".json", "/history.atom"):
            with self.subTest(below=below):
                self.assertEqual(self.client.get(f"/en/organisations/draft{below}").status_code, 404)
