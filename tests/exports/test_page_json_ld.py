"""JSON-LD of whole pages: collections, breadcrumbs, search action and datasets."""

import json

from django.conf import settings

from ecosystem.history import revisions
from ecosystem.models import CollaborationKind, InitiativeKind, OrganisationKind
from tests.support import factories
from tests.support.html_pages import fetch_page
from tests.support.release_shelf import ReleaseShelfTestCase
from tests.support.release_world import build_release
from tests.support.structured_data import StructuredDataTestCase, list_foreign_properties

SITE = settings.SITE_URL
COLLECTIONS = {
    "": "ai-in-finance",
    "themes/": "ai-in-finance",
    "organisations/": "lab",
    "initiatives/": "fund",
    "collaborations/": "pact",
    "applications/": "fraud-detection",
    "places/": "central",
    "indicators/": "parks",
    "sources/": "",
}
PAGES = (
    *("map/", "network/", "timeline/", "data/", "data/dictionary/", "data/api/", "figures/", "support/", "about/"),
    *(
        "about/accessibility/",
        "about/privacy/",
        "about/glossary/",
        "changes/",
        "changes/corrections/",
        "sources/publishers/",
    ),
)


class PageJsonLdTestCase(ReleaseShelfTestCase, StructuredDataTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        factories.application()
        revisions.begin_record_histories()
        build_release(cls.shelf)
        (cls.release,) = [path.name for path in cls.shelf.iterdir() if path.is_dir()]

    def fetch_nodes(self, path):
        """Return the nodes of a page by type."""
        (script,) = fetch_page(self.client, path).select('script[type="application/ld+json"]')
        document = json.loads(script.text)
        self.assertEqual(list_foreign_properties(document), [])
        return {node["@type"]: node for node in document["@graph"]}


class CollectionPageJsonLdTests(PageJsonLdTestCase):
    def test_collection_lists_its_items_in_the_active_language(self):
        for path, slug in COLLECTIONS.items():
            for language, tag in (("en", "en"), ("zh-hant", "zh-Hant-HK"), ("zh-hans", "zh-Hans")):
                with self.subTest(path=path, language=language):
                    page = self.fetch_nodes(f"/{language}/{path}")["CollectionPage"]
                    self.assertEqual((page["url"], page["inLanguage"]), (f"{SITE}/{language}/{path}", tag))
                    items = page["mainEntity"]["itemListElement"]
                    self.assertEqual([item["position"] for item in items], list(range(1, len(items) + 1)))
                    addresses = {item["url"] for item in items}
                    if slug:
                        self.assertTrue([url for url in addresses if url.endswith(f"/{slug}/")], addresses)
                    self.assertTrue(all(url.startswith(f"{SITE}/{language}/") for url in addresses))

    def test_positions_continue_on_the_second_page(self):
        for _number in range(3):
            factories.organisation()
        main = self.fetch_nodes("/en/organisations/?page_size=2&page=2")["CollectionPage"]["mainEntity"]
        self.assertEqual([item["position"] for item in main["itemListElement"]], [3, 4])
        self.assertGreaterEqual(main["numberOfItems"], 5)

    def test_empty_list_is_a_web_page(self):
        self.assertIn("WebPage", self.fetch_nodes("/en/organisations/?q=zyzzyva"))

    def test_script_end_tag_in_a_name_does_not_break_the_page(self):
        page = self.fetch_nodes("/en/organisations/")["CollectionPage"]
        names = {item["name"] for item in page["mainEntity"]["itemListElement"]}
        self.assertIn("A </script> Laboratory", names)

    def test_other_pages_are_web_pages(self):
        for path in PAGES:
            with self.subTest(path=path):
                self.assertEqual(self.fetch_nodes(f"/en/{path}")["WebPage"]["url"], f"{SITE}/en/{path}")


class BreadcrumbJsonLdTests(PageJsonLdTestCase):
    def test_lead_from_the_home_page_to_the_page(self):
        for path, parents in (
            ("", []),
            ("organisations/", []),
            ("data/releases/", ["data/"]),
            (f"data/releases/{self.release}/", ["data/releases/"]),
            ("sources/publishers/", ["sources/"]),
            ("data/dictionary/", ["data/"]),
            ("about/privacy/", ["about/"]),
        ):
            with self.subTest(path=path):
                steps = self.fetch_nodes(f"/zh-hant/{path}")["BreadcrumbList"]["itemListElement"]
                expected = dict.fromkeys([f"{SITE}/zh-hant/{part}" for part in ("", *parents, path)])
                self.assertEqual([step["item"] for step in steps], list(expected))


class WebSiteJsonLdTests(PageJsonLdTestCase):
    def test_home_page_has_a_search_action(self):
        action = self.fetch_nodes("/zh-hans/")["WebSite"]["potentialAction"]
        self.assertEqual(action["target"]["urlTemplate"], f"{SITE}/zh-hans/search/?q={{search_term_string}}")
        self.assertEqual(action["query-input"], "required name=search_term_string")


class DatasetJsonLdTests(PageJsonLdTestCase):
    def test_files_of_datasets_can_be_downloaded(self):
        for path in ("data/", f"data/releases/{self.release}/", "indicators/", "indicators/parks/"):
            dataset = self.fetch_nodes(f"/en/{path}")["Dataset"]
            files = dataset["distribution"]
            for file in files if isinstance(files, list) else [files]:
                with self.subTest(path=path, file=file):
                    response = self.client.get(file["contentUrl"].removeprefix(SITE))
                    self.assertEqual(response.status_code, 200)
                    self.assertEqual(response["Content-Type"].partition(";")[0], file["encodingFormat"])


class SchemaOrgPropertyTests(StructuredDataTestCase):
    """Each property belongs to the type that it is used with."""

    def test_records_of_every_kind_use_only_properties_of_their_type(self):
        site = factories.place("tower", precision="site")
        for kind in OrganisationKind.values:
            factories.organisation(
                kind=kind, parent=self.whole, founded="2001", closed="2025", place=site, address="1 Rd"
            )
        for kind in InitiativeKind.values:
            record = factories.initiative(
                kind=kind, starts="2024", ends="2025", announced="2023", amount=5, amount_basis="total", currency="HKD"
            )
            record.audience.add(factories.audience())
            factories.add_participant(record, self.whole, "funder")
        for kind in CollaborationKind.values:
            factories.collaboration(kind=kind, starts="2024", ends="2025")
        for name in ("organisation", "initiative", "collaboration"):
            for record in json.loads(self.client.get(f"/en/{name}s.json").getvalue())["results"]:
                with self.subTest(record=record["slug"]):
                    document = self.client.get(f"/en/{name}s/{record['slug']}.json").json()
                    self.assertEqual(list_foreign_properties(document["@graph"]), [])
