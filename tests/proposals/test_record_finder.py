"""Finding the record for a contribution: by search, or from a page without a form of its own."""

from django.test import override_settings

from ecosystem.models import Proposal
from tests.support import factories
from tests.support.html_pages import Page, fetch_page
from tests.support.proposal_forms import ADDITION_DATA, CORRECTION_DATA, ContributeTestCase, get_form_error, submit_form


class ContributionRecordFinderTestCase(ContributeTestCase):
    def forms(self, address):
        """Return the URLs of the forms that a page links to."""
        found = fetch_page(self.client, address).one("section").select("ul.sources")
        return [a["href"] for ul in found for a in ul.select("a")]


class ContributionRecordSearchTests(ContributionRecordFinderTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        factories.initiative(slug="fund", name_en="Heron Fund", lead=cls.body)
        factories.application(name_en="Heron counting")
        for number in range(12):
            factories.organisation(slug=f"egret-{number}", name_en=f"Egret {number}")
        factories.organisation(slug="draft", name_en="Heron draft", status="draft")
        factories.rebuild_search_index()

    def test_results_link_to_the_forms_of_the_records(self):
        self.assertEqual(
            sorted(self.forms("/en/contribute/?find=heron")),
            ["/en/contribute/?initiative=fund", "/en/contribute/?organisation=body"],
        )

    def test_records_are_found_in_either_script(self):
        self.assertIn("/en/contribute/?organisation=body", self.forms("/en/contribute/?find=白鹭"))

    def test_at_most_ten_records_are_listed(self):
        self.assertEqual(len(self.forms("/en/contribute/?find=egret")), 10)

    def test_search_box_keeps_the_query(self):
        page = fetch_page(self.client, "/en/contribute/?find=heron")
        self.assertEqual(page.one("input[name=find]")["value"], "heron")

    def test_search_without_results_shows_a_message(self):
        self.assertIn(
            "No matching records. If it is missing, suggest it below",
            fetch_page(self.client, "/en/contribute/?find=zyzzyva").text,
        )


class ContributionUnknownRecordTests(ContributionRecordFinderTestCase):
    def page(self):
        return Page(self.client.get("/en/contribute/?organisation=nope"))

    def test_unknown_record_is_404_for_every_field(self):
        for query in (
            "organisation=nope&field=name",
            "initiative=x&field=bodies",
            "collaboration=x&field=participants",
        ):
            with self.subTest(query=query):
                self.assertEqual(self.client.get(f"/en/contribute/?{query}").status_code, 404)

    @override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=10)
    def test_too_large_form_is_413(self):
        response = self.client.post("/en/contribute/?organisation=nope&field=name", {"wrong": "x" * 100})
        self.assertEqual(response.status_code, 413)

    def test_page_has_a_message_and_a_search_form(self):
        page = self.page()
        self.assertEqual(page.status, 404)
        self.assertIn("cannot find this record", page.one("p.notice").text)
        self.assertTrue(page.one("input[name=find]"))

    def test_page_has_the_form_for_a_new_record(self):
        form = self.page().select_one("form[method=post]")
        self.assertEqual(form["action"], "/en/contribute/")


class ContributionAboutPageTests(ContributionRecordFinderTestCase):
    """Uses pages that do not belong to a single record."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.place = factories.place("harbour", name_en="The Harbour")
        type(cls.body).objects.filter(pk=cls.body.pk).update(place=cls.place)
        cls.source = cls.body.citations.get(source__title="The founding page").source

    def test_place_and_source_pages_link_to_the_form(self):
        for path in ("/en/places/harbour/", f"/en/sources/{self.source.pk}/"):
            with self.subTest(path=path):
                links = [
                    a["href"]
                    for a in fetch_page(self.client, path).content.select("a")
                    if a.text == "Suggest a correction"
                ]
                self.assertEqual(links, [f"/en/contribute/?about={path.replace('/', '%2F')}"])

    def test_records_of_the_page_are_offered(self):
        for path in ("/en/places/harbour/", f"/en/sources/{self.source.pk}/"):
            with self.subTest(path=path):
                form = f"/en/contribute/?organisation=body&about={path.replace('/', '%2F')}"
                self.assertEqual(self.forms(f"/en/contribute/?about={path}"), [form])

    def test_page_is_named_in_the_text_of_the_proposal(self):
        address = f"{self.about}&about=/en/places/harbour/"
        page = fetch_page(self.client, address)
        self.assertIn("/en/places/harbour/", page.one("textarea[name=wrong]").text)
        submit_form(self.client, address, **(CORRECTION_DATA | {"wrong": "Page /en/places/harbour/: it is not so."}))
        self.assertIn("/en/places/harbour/", Proposal.objects.get().wrong)

    def test_page_alone_is_not_a_sufficient_text(self):
        response = submit_form(
            self.client, f"{self.about}&about=/en/places/harbour/", right="Else.", url=CORRECTION_DATA["url"]
        )
        self.assertIn("Enter what is wrong.", get_form_error(response))

    def test_links_to_fields_keep_the_page(self):
        page = fetch_page(self.client, f"{self.about}&about=/en/places/harbour/")
        links = [a["href"] for a in page.select("a") if "field=founded" in a.get("href", "")]
        self.assertEqual(links, ["?organisation=body&field=founded&about=%2Fen%2Fplaces%2Fharbour%2F"])

    def test_other_pages_are_ignored(self):
        for about in (
            "https://evil.example/",
            "//evil.example/",
            "/en/places/nowhere/",
            "/en/about/",
            "/en/sources/99/",
        ):
            with self.subTest(about=about):
                page = fetch_page(self.client, f"/en/contribute/?about={about}")
                self.assertEqual(page.select("input[name=about]"), [])

    def test_search_form_keeps_the_page(self):
        page = fetch_page(self.client, "/en/contribute/?about=/en/places/harbour/")
        self.assertEqual(page.one("input[name=about]")["value"], "/en/places/harbour/")

    def test_new_record_can_be_suggested(self):
        submit_form(self.client, "/en/contribute/?about=/en/places/harbour/", **ADDITION_DATA)
        self.assertEqual(Proposal.objects.get().aim, "addition")
