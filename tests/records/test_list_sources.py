"""The newest source in each row of a list."""

from django.test import TestCase

from tests.support import factories
from tests.support.html_pages import fetch_page

RECORDS = {
    "organisations": factories.organisation,
    "initiatives": factories.initiative,
    "collaborations": factories.collaboration,
}


class ListRowNewestSourceTests(TestCase):
    def test_links_to_the_newest_source_with_publisher_and_date(self):
        for path, create in RECORDS.items():
            with self.subTest(path=path):
                record = create(name_en="Heron", is_sourced=False)
                factories.cite(record, "name", published="2024-03", publisher="Old Times")
                factories.cite(
                    record, "name", published="2025-03-12", publisher="New Times", url=f"https://{path}.example/"
                )
                factories.cite(record, "name", publisher="Timeless")
                row = next(
                    li for li in fetch_page(self.client, f"/en/{path}/").select("li.record-row") if "Heron" in li.text
                )
                link = row.one("a.record-row__source")
                self.assertEqual(
                    (link["href"], link.text), (f"https://{path}.example/", "Source: New Times 12 March 2025")
                )

    def test_uses_the_access_date_if_no_source_has_a_date(self):
        record = factories.organisation(is_sourced=False)
        factories.cite(record, "name", publisher="Early", read_on="2026-01-01")
        factories.cite(record, "name", publisher="Late", read_on="2026-10-01")
        link = fetch_page(self.client, "/en/organisations/").one("a.record-row__source")
        self.assertEqual(link.text, "Source: Late")

    def test_is_left_out_if_no_source_is_recorded(self):
        factories.organisation(is_sourced=False)
        self.assertEqual(fetch_page(self.client, "/en/organisations/").select("a.record-row__source"), [])
