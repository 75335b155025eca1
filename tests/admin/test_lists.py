"""Change lists of the admin: columns, search, filters and query counts."""

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


class ChangeListTestCase(TestCase):
    def setUp(self):
        self.client.force_login(users.create_editor())

    def page(self, model, **query):
        return self.client.get(get_admin_url(model, "changelist"), query)

    def found(self, model, **query):
        return [str(row) for row in self.page(model, **query).context["cl"].result_list]


class ChangeListColumnTests(ChangeListTestCase):
    def test_show_kind_name_theme_place_status_and_latest_source(self):
        record = factories.organisation(kind="startup", name_zh_hant="數碼港", is_sourced=False)
        factories.cite(record, "name", published="2024-10")
        factories.cite(record, "name", published="2025-03-01")
        response = self.page(Organisation)
        for text in ("Start-up", "數碼港", "Ai in finance", "Central", "Published", "2025-03-01"):
            with self.subTest(text=text):
                self.assertContains(response, text)
        self.assertContains(response, '<td class="field-sources">2</td>', html=True)

    def test_show_the_number_of_missing_items(self):
        factories.organisation(status="draft", themes=[], place=None)
        self.assertContains(self.page(Organisation), "2 items missing")

    def test_show_that_a_record_is_ready(self):
        factories.initiative(status="draft")
        self.assertContains(self.page(Initiative), '<td class="field-readiness">yes</td>', html=True)

    def test_list_of_every_model_opens(self):
        factories.indicator(), factories.collaboration(), factories.application()
        for model in (Collaboration, Indicator, Place, Source, Theme, Application):
            with self.subTest(model=model.__name__):
                self.assertEqual(self.page(model).status_code, 200)


class ChangeListSearchTests(ChangeListTestCase):
    def test_finds_a_chinese_name_in_both_scripts(self):
        factories.organisation(name_en="Cyberport", name_zh_hant="數碼港")
        factories.organisation(name_en="Science Park", name_zh_hant="科學園")
        for text in ("數碼港", "数码港", "碼港", "cyberPORT"):
            with self.subTest(text=text):
                self.assertEqual(self.found(Organisation, q=text), ["Cyberport"])

    def test_finds_aliases_and_slugs(self):
        factories.organisation(name_en="HKSTP", aliases=["Science Park"], slug="hong-kong-science")
        factories.organisation(name_en="Another")
        for text in ("park science", "kong-sci"):
            with self.subTest(text=text):
                self.assertEqual(self.found(Organisation, q=text), ["HKSTP"])

    def test_finds_a_place_in_both_scripts(self):
        factories.place(name_zh_hant="中環")
        self.assertEqual(self.found(Place, q="中环"), ["Central"])

    def test_finds_a_source_by_its_url(self):
        factories.source(url="https://www.hkma.gov.hk/sandbox", title="Sandbox")
        factories.source()
        self.assertEqual(self.page(Source, q="hkma.gov").context["cl"].result_count, 1)


class ChangeListFilterTests(ChangeListTestCase):
    def test_filter_by_region_status_and_kind(self):
        factories.organisation(name_en="Here", kind="startup")
        factories.organisation(name_en="Abroad", kind="company", place=factories.place_abroad(), status="draft")
        for query in (
            {"place__region__exact": "greater_bay_area"},
            {"status__exact": "draft"},
            {"kind__exact": "company"},
        ):
            with self.subTest(query=query):
                self.assertEqual(self.found(Organisation, **query), ["Abroad"])

    def test_theme_filter_shows_each_row_once(self):
        finance = factories.theme()
        factories.organisation(name_en="Two themes", themes=[finance, factories.theme("smart-city")])
        factories.organisation(name_en="Other", themes=[factories.theme("smart-city")])
        self.assertEqual(self.found(Organisation, themes__id__exact=finance.pk), ["Two themes"])

    def test_list_can_be_ordered_by_number_of_sources(self):
        factories.organisation(name_en="One source")
        factories.cite(factories.organisation(name_en="Two sources"))
        column = self.page(Organisation).context["cl"].list_display.index("sources")
        self.assertEqual(self.found(Organisation, o=f"-{column}"), ["Two sources", "One source"])


class ChangeListQueryCountTests(ChangeListTestCase):
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

    def test_organisation_list_has_a_constant_query_count(self):
        self.assert_same_for_many(Organisation, factories.organisation)

    def test_initiative_list_has_a_constant_query_count(self):
        self.assert_same_for_many(Initiative, factories.initiative)

    def test_collaboration_list_has_a_constant_query_count(self):
        self.assert_same_for_many(Collaboration, factories.collaboration)

    def test_source_list_has_a_constant_query_count(self):
        self.assert_same_for_many(Source, factories.source)

    def test_indicator_list_has_a_constant_query_count(self):
        self.assert_same_for_many(Indicator, factories.indicator)
