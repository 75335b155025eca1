"""Records that are selected for comparison in a list: they are kept in links and forms and filter nothing."""

from django.test import TestCase

from tests.support import factories
from tests.support.html_pages import Page, fetch_page, parse_query


class ListComparisonSelectionTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        for number in range(6):
            factories.organisation(slug=f"body-{number}", name_en=f"Body {number}", kind="startup")
        factories.organisation(slug="draft", status="draft")
        lead = factories.organisation(slug="lead", name_en="Lead", kind="company")
        for number in range(2):
            factories.initiative(slug=f"fund-{number}", lead=lead)
        factories.collaboration(slug="pact", parties=[lead])
        cls.asked = "/en/organisations/?kind=startup&sort=name&page_size=2&page=2&compare=body-0&compare=lead"

    def boxes(self, page):
        """Return the slugs of the checkboxes of the form, and whether each is checked."""
        form = page.one("form#compare")
        found = [*form.select("input"), *page.select("input[form=compare]")]
        return {box["value"]: box.has_attr("checked") for box in found if box["type"] == "checkbox"}

    def test_each_record_of_a_page_has_a_checkbox(self):
        page = fetch_page(self.client, "/en/organisations/?kind=startup&page_size=2")
        self.assertEqual(self.boxes(page), {"body-0": False, "body-1": False})

    def test_checkboxes_are_named_as_the_comparison_page_expects(self):
        for kind in ("organisation", "initiative"):
            with self.subTest(kind=kind):
                page = fetch_page(self.client, f"/en/{kind}s/")
                names = {box["name"] for box in page.select("input[form=compare]")}
                self.assertEqual((page.one("form#compare")["action"], names), ("/en/compare/", {kind}))

    def test_checkbox_label_names_its_record(self):
        page = fetch_page(self.client, "/en/organisations/?kind=company")
        labels = [box.parent.text for box in page.select("input[form=compare]")]
        self.assertEqual(labels, ["Compare Lead"])

    def test_selected_records_are_checked(self):
        page = fetch_page(self.client, "/en/organisations/?kind=startup&page_size=2&compare=body-1")
        self.assertEqual(self.boxes(page), {"body-0": False, "body-1": True})

    def test_selected_records_of_other_pages_are_listed_by_name(self):
        page = fetch_page(self.client, self.asked)
        labels = [label.text for label in page.one("form#compare").select("label")]
        self.assertEqual(
            (self.boxes(page), labels),
            ({"body-0": True, "lead": True, "body-2": False, "body-3": False}, ["Body 0", "Lead"]),
        )

    def test_draft_and_unknown_records_are_not_shown(self):
        page = fetch_page(self.client, "/en/organisations/?kind=company&compare=draft&compare=never&compare=%00")
        self.assertEqual(self.boxes(page), {"lead": False})

    def test_selection_does_not_filter_the_list(self):
        pages = [fetch_page(self.client, f"/en/organisations/?kind=startup{held}") for held in ("", "&compare=body-1")]
        said = [(page.rows, page.count, len(page.applied_filters), page.facets, page.title) for page in pages]
        self.assertEqual(said[0], said[1])

    def test_at_most_four_records_are_selected(self):
        held = "&".join(f"compare=body-{number}" for number in (0, 0, 1, 2, 3, 4))
        page = fetch_page(self.client, f"/en/organisations/?kind=startup&{held}")
        ticked = [slug for slug, is_ticked in self.boxes(page).items() if is_ticked]
        self.assertEqual(ticked, ["body-0", "body-1", "body-2", "body-3"])

    def test_pagination_and_filter_links_keep_the_selection(self):
        page = fetch_page(self.client, self.asked)
        ways = [a["href"] for a in page.one(".pagination").select("a")]
        ways += [a["href"] for a in page.one("div.applied-filters").select("a")]
        held = {tuple(parse_query(way).get("compare", ())) for way in ways}
        self.assertEqual(held, {("body-0", "lead")})

    def test_filter_and_sort_forms_keep_the_selection(self):
        page = fetch_page(self.client, self.asked)
        for cls in ("facets__form", "toolbar__sort"):
            with self.subTest(form=cls):
                hidden = page.one(f"form.{cls}").select("input[type=hidden][name=compare]")
                self.assertEqual([field["value"] for field in hidden], ["body-0", "lead"])

    def test_redirect_to_the_clean_url_keeps_the_selection(self):
        response = self.client.get("/en/organisations/?q=&compare=&compare=lead")
        self.assertRedirects(response, "/en/organisations/?compare=lead")

    def test_canonical_url_excludes_the_selection(self):
        page = fetch_page(self.client, self.asked)
        links = [page.one("link[rel=canonical]"), *page.select("link[rel=alternate]")]
        self.assertEqual([link["href"] for link in links if "compare" in link["href"]], [])

    def test_no_link_adds_to_the_selection(self):
        page = fetch_page(self.client, "/en/organisations/?kind=startup")
        self.assertEqual([way for way in page.links if "compare" in way], [])

    def test_htmx_fragment_includes_the_selection(self):
        fragment = Page(self.client.get(self.asked, headers={"HX-Request": "true"}))
        self.assertEqual(self.boxes(fragment.one("#results")), self.boxes(fetch_page(self.client, self.asked)))

    def test_list_of_collaborations_has_no_selection(self):
        page = fetch_page(self.client, "/en/collaborations/?compare=pact&kind=memorandum")
        self.assertEqual((page.select("form#compare"), page.select("input[name=compare]")), ([], []))
