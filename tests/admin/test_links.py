"""Link checks in the admin: filters and columns, and the reset when a URL changes."""

from datetime import date

from django.utils.formats import date_format

from ecosystem.models import Organisation, Source
from tests.admin.test_lists import ChangeListTestCase
from tests.support import factories, users
from tests.support.admin_pages import build_admin_form_data, get_admin_url


class LinkStatusAdminTests(ChangeListTestCase):
    def setUp(self):
        self.client.force_login(users.create_senior_editor())

    def source(self, title, **values):
        return factories.source(title=title, publisher="P", **values)

    def test_link_filter_lists_sources_by_status(self):
        day = date(2026, 11, 1)
        self.source("gone", link_status="gone", link_tried_on=day, link_failures=2)
        self.source("silent", link_status="silent", link_tried_on=day, link_failures=2)
        self.source("shaky", link_status="answers", link_tried_on=day, link_failures=1)
        self.source("moved", link_status="moved", link_tried_on=day)
        self.source("new")
        for value, found in (
            ("dead", {"gone", "silent"}),
            ("doubtful", {"shaky"}),
            ("moved", {"moved"}),
            ("never", {"new"}),
            ("nonsense", {"gone", "silent", "shaky", "moved", "new"}),
        ):
            with self.subTest(value=value):
                said = {title.removesuffix(" (P)") for title in self.found(Source, link=value)}
                self.assertEqual(said, found)

    def test_links_filter_lists_records_that_cite_dead_links(self):
        sound, shaken = factories.organisation(name_en="Sound"), factories.organisation(name_en="Shaken")
        factories.cite(sound, "name", page=self.source("lives", link_status="answers"))
        factories.cite(shaken, "name", page=self.source("gone", link_status="gone"))
        factories.cite(shaken, "kind", page=self.source("silent", link_status="silent"))
        self.assertEqual(self.found(Organisation, links="dead"), ["Shaken"])

    def test_source_list_shows_the_date_of_the_last_check(self):
        self.source("gone", link_status="gone", link_checked_on=date(2026, 11, 1))
        day = date_format(date(2026, 11, 1))
        self.assertContains(self.page(Source), f'<td class="field-link_checked_on nowrap">{day}</td>', html=True)

    def test_changing_the_url_resets_the_link_status(self):
        checked = {"link_status": "gone", "link_checked_on": date(2026, 11, 1), "link_failures": 2}
        page = self.source("gone", link_tried_on=date(2026, 11, 1), **checked)
        self.client.post(
            get_admin_url(page), build_admin_form_data(self.client.get(get_admin_url(page)), title="Another title")
        )
        self.assertEqual(Source.objects.get(pk=page.pk).link_status, "gone")
        self.client.post(
            get_admin_url(page), build_admin_form_data(self.client.get(get_admin_url(page)), url="https://new.example/")
        )
        row = Source.objects.get(pk=page.pk)
        self.assertEqual(
            (row.url, row.link_status, row.link_checked_on, row.link_tried_on, row.link_failures),
            ("https://new.example/", "", None, None, 0),
        )
