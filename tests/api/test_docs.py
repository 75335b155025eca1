"""The API's documentation page and OpenAPI description."""

import json
from unittest.mock import patch

import pytest
from django.conf import settings
from django.test import TestCase

from ecosystem.api import docs_reference, openapi_parameters
from ecosystem.history import revisions
from ecosystem.models import Citation, Collaboration, Indicator, Initiative, Organisation, editions
from ecosystem.web.problem_details import PROBLEM_TITLES
from tests.support import factories
from tests.support.html_pages import Page, fetch_page

SITE = settings.SITE_URL


# Asks for every example that the documentation shows.
@pytest.mark.slow
class ApiDocumentationPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        body = factories.organisation(slug="body", applications=[factories.application()])
        factories.initiative(slug="fund", lead=body)
        factories.collaboration(slug="pact", parties=[body, factories.organisation()])
        factories.indicator(organisation=body)
        factories.rebuild_search_index()
        revisions.begin_record_histories()

    def setUp(self):
        self.page = fetch_page(self.client, "/en/data/api/")
        self.document = self.client.get("/api/v1/openapi.json").json()

    def test_every_path_and_parameter_is_documented(self):
        for path, methods in self.document["paths"].items():
            with self.subTest(path=path):
                section = self.page.one(f"section#{methods['get']['operationId']}")
                self.assertEqual(section.one("h2").text, path)
                names = {cell.one("code").text for cell in section.select("th[scope=row]")}
                told = {parameter["name"] for parameter in methods["get"]["parameters"]}
                if "amount" in told:
                    told = told - {"amount"} | {"amount_basis", "amount_min", "amount_max"}
                self.assertEqual(names, told)

    def test_every_schema_and_property_is_documented(self):
        for name, schema in self.document["components"]["schemas"].items():
            with self.subTest(name=name):
                heading = self.page.one(f"h3#shape-{name}")
                table = heading.find_next_sibling("table")
                self.assertEqual([cell.text for cell in table.select("th[scope=row]")], list(schema["properties"]))

    def test_no_table_cell_is_empty(self):
        for table in self.page.select("table"):
            for row in table.one("tbody").select("tr"):
                cells = row.select("td")
                with self.subTest(field=row.one("th").text):
                    self.assertTrue(all(cell.text for cell in cells))

    def test_fragment_links_have_a_target(self):
        anchors = {element["id"] for element in self.page.select("[id]")}
        wanted = {a["href"][1:] for a in self.page.content.select("a") if a["href"].startswith("#")}
        self.assertLessEqual(wanted, anchors)

    def test_examples_equal_actual_responses(self):
        shown = 0
        for details in self.page.select("details.code-block"):
            address, example = details.one("a")["href"], json.loads(details.one("pre").get_text())
            with self.subTest(address=address):
                answer = self.client.get(address.removeprefix(SITE)).json()
                # Of the vocabularies one stands for all.
                if "vocabularies" in address and "results" in answer:
                    self.assertIn(example["results"][0], answer["results"])
                else:
                    self.assertEqual(example, answer)
                shown += 1
        self.assertEqual(shown, len(self.document["paths"]) - 1)

    def test_error_example_equals_an_actual_response(self):
        block = self.page.one("section#errors").one("div.code-block")
        answer = self.client.get(block.one("a")["href"].removeprefix(SITE))
        self.assertEqual((answer.status_code, answer.json()), (400, json.loads(block.one("pre").get_text())))

    def test_every_error_type_uri_has_a_section(self):
        for status in PROBLEM_TITLES:
            self.assertTrue(self.page.select(f"div#error-{status}"))
        address = self.client.get("/api/v1/nothing").json()["type"]
        path, _hash, anchor = address.removeprefix(SITE).partition("#")
        self.assertTrue(Page(self.client.get(path)).select(f"div#{anchor}"))

    def test_rate_limit_is_stated(self):
        self.assertIn(f"{settings.API_REQUESTS_PER_MINUTE} requests per 60 seconds", self.page.text)

    def test_descriptions_are_translated(self):
        page = fetch_page(self.client, "/zh-hant/data/api/")
        cells = [row.select("td")[-1].text for table in page.select("table") for row in table.one("tbody").select("tr")]
        self.assertEqual([text for text in cells if text.isascii()], [])

    def test_page_of_an_empty_database_is_200(self):
        for model in (Citation, Indicator, Collaboration, Initiative, Organisation):
            model.objects.all().delete()
        editions.increment_edition()
        page = fetch_page(self.client, "/en/data/api/")
        self.assertEqual(page.status, 200)


class OpenApiDescriptionTests(TestCase):
    def test_language_does_not_depend_on_accept_language(self):
        chinese = self.client.get("/api/v1/openapi.json", headers={"Accept-Language": "zh-HK"}).content
        self.assertEqual(self.client.get("/api/v1/openapi.json").content, chinese)

    def test_version_is_openapi_3_1(self):
        document = self.client.get("/api/v1/openapi.json").json()
        self.assertTrue(document["openapi"].startswith("3.1."))
        self.assertEqual(document["info"]["license"]["name"], "CC BY 4.0")

    def test_filter_parameters_enumerate_their_public_values(self):
        factories.organisation(slug="body")
        factories.organisation(slug="draft", status="draft")
        operation = self.client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/organisations"]["get"]
        values = {
            parameter["name"]: parameter["schema"].get("items", {}).get("enum") for parameter in operation["parameters"]
        }
        self.assertEqual(values["ai"], ["core", "enabling", "context"])
        self.assertEqual((values["theme"], values["parent"]), (["ai-in-finance"], ["body"]))

    def test_enumerations_describe_each_value(self):
        document = self.client.get("/api/v1/openapi.json").json()
        (ai,) = (
            parameter["schema"]["items"]
            for parameter in document["paths"]["/api/v1/organisations"]["get"]["parameters"]
            if parameter["name"] == "ai"
        )
        field = document["components"]["schemas"]["OrganisationInList"]["properties"]["ai"]
        for schema in (ai, field):
            self.assertIn("- `core`: Mainly develops, funds, regulates or operates AI.", schema["description"])

    def test_large_enumerations_are_replaced_by_a_string_schema(self):
        factories.organisation(slug="body")
        with patch.object(openapi_parameters, "MAX_ENUM_VALUES", 0):
            paths = self.client.get("/api/v1/openapi.json").json()["paths"]
        forms = {
            name: parameter["schema"]["items"]
            for path in ("organisations", "sources")
            for parameter in paths[f"/api/v1/{path}"]["get"]["parameters"]
            if (name := parameter["name"]) in {"parent", "publisher"}
        }
        self.assertEqual(forms, {"parent": openapi_parameters.SLUG_SCHEMA, "publisher": {"type": "string"}})


class ApiValueTypeTests(TestCase):
    def test_value_type_is_derived_from_the_json_schema(self):
        for schema, form in (
            ({"type": "string"}, docs_reference.ApiValueType("string")),
            ({"anyOf": [{"type": "integer"}, {"type": "number"}]}, docs_reference.ApiValueType("number")),
            (
                {"anyOf": [{"type": "string", "pattern": "x"}, {"type": "string", "format": "date"}]},
                docs_reference.ApiValueType("partial date"),
            ),
            (
                {"anyOf": [{"$ref": "#/components/schemas/Text"}, {"type": "null"}]},
                docs_reference.ApiValueType(schema="Text", is_optional=True),
            ),
            (
                {"type": "array", "items": {"$ref": "#/components/schemas/Tie"}},
                docs_reference.ApiValueType(schema="Tie", is_list=True),
            ),
            ({"type": "integer", "minimum": 1, "maximum": 9}, docs_reference.ApiValueType("integer from 1 to 9")),
            ({"enum": ["a", "b"]}, docs_reference.ApiValueType("string", values=("a", "b"))),
            ({"enum": [str(n) for n in range(99)]}, docs_reference.ApiValueType("string", count=99)),
        ):
            with self.subTest(schema=schema):
                self.assertEqual(docs_reference.get_value_type(schema), form)
