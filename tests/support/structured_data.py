"""A test case with a few records and their JSON-LD, checked against the vocabulary of schema.org."""

import json
import warnings
from pathlib import Path

from django.test import TestCase
from rdflib import Graph, Namespace

from tests.support import factories
from tests.support.html_pages import fetch_page

SCHEMA_ORG = Namespace("https://schema.org/")
# The types that the site uses, with their parents and properties: an extract of schema.org by way of schema-dts 2.1.0.
VOCABULARY = json.loads((Path(__file__).parent / "schema_org.json").read_text(encoding="utf-8"))


def list_foreign_properties(node):
    """List `(type, property)` of the properties, at any depth, that schema.org does not give to the type."""
    if isinstance(node, list):
        return [found for part in node for found in list_foreign_properties(part)]
    if not isinstance(node, dict):
        return []
    found = [one for part in node.values() for one in list_foreign_properties(part)]
    if "@type" not in node:
        return found
    known = _collect_properties(node["@type"])
    return found + [
        # The input of an action is a property of its own kind (https://schema.org/docs/actions.html).
        (node["@type"], name)
        for name in node
        if not name.startswith("@") and name not in known and not name.endswith("-input")
    ]


def _collect_properties(name):
    declared = VOCABULARY[name]
    return set(declared["properties"]).union(*map(_collect_properties, declared["parents"]))


def parse_json_ld(text):
    """Parse JSON-LD into a graph, without fetching its context."""
    document = json.loads(text)
    assert document["@context"] == "https://schema.org"
    document["@context"] = {"@vocab": str(SCHEMA_ORG)}
    with warnings.catch_warnings():
        # rdflib uses a deprecated API of its own.
        warnings.simplefilter("ignore", DeprecationWarning)
        return Graph().parse(data=json.dumps(document), format="json-ld")


class StructuredDataTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.theme = factories.theme()
        cls.whole = factories.organisation(slug="whole", name_en="The Whole", kind="university")
        cls.lab = factories.organisation(
            slug="lab", name_en="A </script> Laboratory", name_zh_hant="實驗室", kind="research_centre", acronym="AL",
            aliases=["The Lab"], founded="1999-05", ror="00q4vv597", wikidata="Q1234", parent=cls.whole,
            website="https://lab.example.hk/",
        )  # fmt: skip
        amount = {"amount": 3_000_000_000, "amount_basis": "total", "currency": "HKD"}
        cls.fund = factories.initiative(
            slug="fund", kind="funding", lead=cls.lab, acronym="HF", aliases=["Fund"], **amount
        )
        cls.desk = factories.initiative(slug="desk", kind="incubation", lead=factories.organisation(kind="government"))
        cls.pact = factories.collaboration(slug="pact", kind="joint_laboratory", parties=[cls.lab, cls.whole])
        cls.series = factories.indicator(slug="parks", values=[("2024", 100), ("2025", 120)])

    def fetch_graph(self, path):
        return parse_json_ld(self.client.get(path).content)

    def fetch_page_graph(self, path):
        (script,) = fetch_page(self.client, path).select('script[type="application/ld+json"]')
        return parse_json_ld(script.text)
