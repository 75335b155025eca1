"""History of records: the pages, the feeds and the list of changes."""

import feedparser
from django.test import TestCase

from ecosystem.editing import merging, publishing
from ecosystem.history import revisions
from ecosystem.history.revisions import ChangeAttribution
from ecosystem.models import Change
from tests.support import atom, factories
from tests.support.html_pages import fetch_page


def change(record, reason="It was said otherwise on the page.", *, is_correction=False, **values):
    for name, value in values.items():
        setattr(record, name, value)
    record.save()
    publishing.conclude_record_change(record, by=ChangeAttribution("publisher", None, reason, is_correction))
    return record.changes.newest_first().first()


class HistoryPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.record = factories.organisation(slug="lab", name_en="Lab", name_zh_hant="實驗室", founded="1991-10")
        revisions.begin_record_histories()
        cls.change = change(
            cls.record,
            "The register says 1990.",
            founded="1990",
            summary_en="What the lab is, in plain English words.",
            summary_zh_hant="實驗室的簡介。",
        )

    def page(self, path="history/", language="en"):
        return self.client.get(f"/{language}/organisations/lab/{path}").content.decode()

    def test_shows_the_reason_and_the_role_of_the_editor(self):
        self.assertIn("The register says 1990.", self.page())
        self.assertIn("by a senior editor", self.page())

    def test_marks_removed_and_added_text(self):
        self.assertInHTML('<del><span class="visually-hidden">removed: </span>October 1991</del>', self.page())
        self.assertInHTML('<ins><span class="visually-hidden">added: </span>1990</ins>', self.page())

    def test_shows_texts_in_the_language_of_the_page_first(self):
        page = self.page(language="zh-hant")
        self.assertLess(page.index("簡介（繁體中文）"), page.index("簡介（英文）"))

    def test_texts_in_other_languages_have_a_lang_attribute(self):
        self.assertIn('<dd lang="zh-Hant-HK">', self.page())

    def test_does_not_name_editors(self):
        self.assertNotIn("user-", self.page())

    def test_page_of_a_past_state_shows_the_old_value(self):
        first = self.record.changes.order_by("pk").first()
        self.assertInHTML("<dd>October 1991</dd>", self.page(f"history/{first.pk}/"))

    def test_does_not_show_changes_before_publication(self):
        draft = factories.organisation(slug="draft", status="draft", name_en="Secret name")
        revisions.begin_record_histories()
        change(draft, name_en="Public name")
        publishing.publish_record(draft)
        page = self.client.get("/en/organisations/draft/history/").content.decode()
        self.assertNotIn("Secret name", page)

    def test_past_state_of_a_draft_is_404(self):
        draft = factories.organisation(slug="draft", status="draft")
        revisions.begin_record_histories()
        first = draft.changes.get()
        publishing.publish_record(draft)
        self.assertEqual(self.client.get(f"/en/organisations/draft/history/{first.pk}/").status_code, 404)

    def test_past_state_of_another_record_is_404(self):
        other = factories.organisation(slug="other")
        revisions.begin_record_histories()
        address = f"/en/organisations/lab/history/{other.changes.get().pk}/"
        self.assertEqual(self.client.get(address).status_code, 404)

    def test_does_not_show_names_of_draft_records(self):
        fund = factories.initiative(slug="fund")
        revisions.begin_record_histories()
        factories.add_participant(fund, factories.organisation(status="draft", name_en="Secret body"), "partner")
        change(fund, name_en="Fund")
        page = self.client.get("/en/initiatives/fund/history/").content.decode()
        self.assertNotIn("Secret body", page)

    def test_is_paginated(self):
        for number in range(21):
            change(self.record, founded=str(1900 + number))
        self.assertContains(self.client.get("/en/organisations/lab/history/?page=2"), "1991")

    def test_invalid_page_number_is_404_with_a_link_to_the_last_page(self):
        for number in range(21):
            change(self.record, founded=str(1900 + number))
        for number in ("3", "0", "x"):
            with self.subTest(page=number):
                page = fetch_page(self.client, f"/en/organisations/lab/history/?page={number}")
                self.assertEqual(page.status, 404)
                self.assertIn("/en/organisations/lab/history/?page=2", [a["href"] for a in page.content.select("a")])

    def test_is_linked_from_the_page_of_the_record(self):
        self.assertContains(self.client.get("/en/organisations/lab/"), "/en/organisations/lab/history/")


class HistoryFeedTests(TestCase):
    def feed(self, address):
        response = self.client.get(address)
        self.assertEqual(response.headers["Content-Type"], "application/atom+xml; charset=utf-8")
        self.assertEqual(list(atom.find_atom_errors(response.content)), [])
        feed = feedparser.parse(response.content)
        self.assertFalse(feed.bozo)
        return feed

    def test_record_feed_has_the_changed_fields_and_the_reason(self):
        record = factories.organisation(slug="lab", founded="1991")
        revisions.begin_record_histories()
        change(record, "The register says 1990.", founded="1990")
        entry = self.feed("/en/organisations/lab/history.atom").entries[0]
        self.assertEqual(entry.title, f"{record.name} · Updated: date founded")
        self.assertIn("The register says 1990.", entry.summary)

    def test_record_feed_has_the_start_of_an_initiative(self):
        today = Change._meta.get_field("wrong_since").to_python("2026-01-01T00:00:00+08:00")
        factories.initiative(slug="fund", starts="2026-11-20", published_at=today)
        titles = [entry.title for entry in self.feed("/en/initiatives/fund/history.atom").entries]
        self.assertIn("20 November 2026 · Started", titles[0])

    def test_record_feed_omits_dates_before_publication(self):
        factories.initiative(slug="fund", starts="2020-01-01")
        self.assertEqual(self.feed("/en/initiatives/fund/history.atom").entries, [])

    def test_record_feed_keeps_entry_ids_if_the_slug_changes(self):
        record = factories.organisation(slug="lab")
        revisions.begin_record_histories()
        before = [entry.id for entry in self.feed("/en/organisations/lab/history.atom").entries]
        merging.change_record_slug(record, "laboratory", by=ChangeAttribution("publisher", None, "Shorter."))
        after = [entry.id for entry in self.feed("/en/organisations/laboratory/history.atom").entries]
        self.assertEqual(after[-1:], before)

    def test_changes_feed_accepts_the_filters_of_the_list(self):
        factories.organisation(name_en="Body")
        change(factories.initiative(name_en="Fund"), starts="2020")
        titles = [entry.title for entry in self.feed("/en/changes.atom?kind=initiative").entries]
        self.assertEqual(titles, ["Fund · Updated"])

    def test_changes_feed_has_unique_entry_ids(self):
        for _ in range(3):
            factories.organisation()
        revisions.begin_record_histories()
        ids = [entry.id for entry in self.feed("/en/changes.atom").entries]
        self.assertEqual(len(ids), len(set(ids)))


class PublicChangeListTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.body = factories.organisation(name_en="The organisation", themes=[factories.theme("smart-city")])
        cls.fund = factories.initiative(name_en="The fund", lead=cls.body)
        revisions.begin_record_histories()
        change(cls.fund, "It began a year later.", starts="2021", is_correction=True)

    def rows(self, query=""):
        context = self.client.get(f"/en/changes/{query}").context
        return [(str(row.record), row.kind) for row in context["records"]]

    def test_newest_change_is_first(self):
        self.assertEqual(self.rows()[0], ("The fund", "changed"))

    def test_filters_by_theme_kind_type_of_change_and_date(self):
        today = Change.objects.first().made_on
        for query, count in (
            ("?theme=smart-city", 1),
            ("?kind=initiative", 2),
            ("?what=changed", 1),
            ("?what=correction", 1),
            ("?what=correction&what=entered", 3),
            (f"?after={today}", 3),
            (f"?before={today}", 3),
            (f"?before={today.year - 1}", 0),
            (f"?after={today.year + 1}", 0),
        ):
            with self.subTest(query=query):
                self.assertEqual(len(self.rows(query)), count)

    def test_unknown_filter_value_is_quoted(self):
        self.assertContains(self.client.get("/en/changes/?what=nonsense"), "“nonsense”")

    def test_removed_record_shows_its_reason_but_not_its_name(self):
        body = factories.organisation(slug="gone", name_en="Secret name")
        revisions.begin_record_histories()
        publishing.archive_record(body, by=ChangeAttribution("publisher", None, "It never existed."))
        page = self.client.get("/en/changes/").content.decode()
        self.assertIn("It never existed.", page)
        self.assertNotIn("Secret name", page)

    def test_corrections_page_lists_corrected_records_with_the_reason(self):
        response = self.client.get("/en/changes/corrections/")
        self.assertEqual([str(row.record) for row in response.context["records"]], ["The fund"])
        self.assertContains(response, "It began a year later.")

    def test_corrections_page_may_be_empty(self):
        Change.objects.update(is_correction=False)
        self.assertContains(self.client.get("/en/changes/corrections/"), "No corrections yet")

    def test_links_to_corrections_only_if_there_are_any(self):
        links = fetch_page(self.client, "/en/changes/").content.select('a[href="/en/changes/corrections/"]')
        Change.objects.update(is_correction=False)
        later = fetch_page(self.client, "/en/changes/").content.select('a[href="/en/changes/corrections/"]')
        self.assertEqual((len(links), len(later)), (1, 0))

    def test_home_page_shows_the_latest_change(self):
        self.assertContains(self.client.get("/en/"), "It began a year later.")
