"""The editors' lists: their columns, their search, their filters, and how much they ask of the database."""

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from ecosystem.models import (
    Application,
    Collaboration,
    Indicator,
    Initiative,
    Organisation,
    Place,
    Source,
    Theme,
)
from tests.support import factories, users
from tests.support.admin_pages import get_admin_url


class ListTestCase(TestCase):
    def setUp(self):
        self.client.force_login(users.create_editor())

    def page(self, model, **query):
        return self.client.get(get_admin_url(model, "changelist"), query)

    def found(self, model, **query):
        return [str(row) for row in self.page(model, **query).context["cl"].result_list]


class ColumnTests(ListTestCase):
    def test_show_what_an_editor_looks_for(self):
        record = factories.organisation(kind="startup", name_zh_hant="數碼港", is_sourced=False)
        factories.cite(record, "name", published="2024-10")
        factories.cite(record, "name", published="2025-03-01")
        response = self.page(Organisation)
        for text in ("Start-up", "數碼港", "Ai in finance", "Central", "Published", "2025-03-01"):
            with self.subTest(text=text):
                self.assertContains(response, text)
        self.assertContains(response, '<td class="field-sources">2</td>', html=True)

    def test_say_how_many_things_are_missing(self):
        factories.organisation(status="draft", themes=[], place=None)
        self.assertContains(self.page(Organisation), "2 items missing")

    def test_say_that_a_record_is_ready(self):
        factories.initiative(status="draft")
        self.assertContains(self.page(Initiative), '<td class="field-readiness">yes</td>', html=True)

    def test_open_for_every_table(self):
        factories.indicator(), factories.collaboration(), factories.application()
        for model in (Collaboration, Indicator, Place, Source, Theme, Application):
            with self.subTest(model=model.__name__):
                self.assertEqual(self.page(model).status_code, 200)


class SearchTests(ListTestCase):
    def test_finds_a_chinese_name_in_either_script(self):
        factories.organisation(name_en="Cyberport", name_zh_hant="數碼港")
        factories.organisation(name_en="Science Park", name_zh_hant="科學園")
        for text in ("數碼港", "数码港", "碼港", "cyberPORT"):
            with self.subTest(text=text):
                self.assertEqual(self.found(Organisation, q=text), ["Cyberport"])

    def test_finds_other_names_and_slugs(self):
        factories.organisation(name_en="HKSTP", aliases=["Science Park"], slug="hong-kong-science")
        factories.organisation(name_en="Another")
        for text in ("park science", "kong-sci"):
            with self.subTest(text=text):
                self.assertEqual(self.found(Organisation, q=text), ["HKSTP"])

    def test_finds_a_place_in_either_script(self):
        factories.place(name_zh_hant="中環")
        self.assertEqual(self.found(Place, q="中环"), ["Central"])

    def test_finds_a_source_by_its_address(self):
        factories.source(url="https://www.hkma.gov.hk/sandbox", title="Sandbox")
        factories.source()
        self.assertEqual(self.page(Source, q="hkma.gov").context["cl"].result_count, 1)


class FilterTests(ListTestCase):
    def test_narrow_the_list(self):
        factories.organisation(name_en="Here", kind="startup")
        factories.organisation(name_en="Abroad", kind="company", place=factories.place_abroad(), status="draft")
        for query in (
            {"place__region__exact": "greater_bay_area"},
            {"status__exact": "draft"},
            {"kind__exact": "company"},
        ):
            with self.subTest(query=query):
                self.assertEqual(self.found(Organisation, **query), ["Abroad"])

    def test_narrow_by_theme_without_showing_a_row_twice(self):
        finance = factories.theme()
        factories.organisation(name_en="Two themes", themes=[finance, factories.theme("smart-city")])
        factories.organisation(name_en="Other", themes=[factories.theme("smart-city")])
        self.assertEqual(self.found(Organisation, themes__id__exact=finance.pk), ["Two themes"])

    def test_order_by_sources(self):
        factories.organisation(name_en="One source")
        factories.cite(factories.organisation(name_en="Two sources"))
        column = self.page(Organisation).context["cl"].list_display.index("sources")
        self.assertEqual(self.found(Organisation, o=f"-{column}"), ["Two sources", "One source"])


class QueryTests(ListTestCase):
    def assert_same_for_many(self, model, make):
        self.page(model)
        counts = []
        for rows in (3, 27):
            for _ in range(rows):
                make()
            with self.subTest(rows=rows), CaptureQueriesContext(connection) as counted:
                self.assertEqual(self.page(model).status_code, 200)
            counts.append(len(counted))
        self.assertEqual(counts[0], counts[1])

    def test_are_the_same_for_many_organisations(self):
        self.assert_same_for_many(Organisation, factories.organisation)

    def test_are_the_same_for_many_initiatives(self):
        self.assert_same_for_many(Initiative, factories.initiative)

    def test_are_the_same_for_many_collaborations(self):
        self.assert_same_for_many(Collaboration, factories.collaboration)

    def test_are_the_same_for_many_sources(self):
        self.assert_same_for_many(Source, factories.source)

    def test_are_the_same_for_many_series(self):
        self.assert_same_for_many(Indicator, factories.indicator)
