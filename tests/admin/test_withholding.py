"""Withholding a past value from the history page of a record."""

import json

from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.urls import reverse

from ecosystem.history import revisions
from ecosystem.models import Change, WithheldValue
from tests.support import factories, users
from tests.support.admin_pages import AdminTestCase, get_admin_url
from tests.support.html_pages import Page
from tests.support.private_details import change_record
from tests.support.release_shelf import ReleaseShelfTestCase


class WithholdingTestCase(AdminTestCase):
    def setUp(self):
        self.user = users.create_senior_editor()
        self.sign_in(self.user)
        self.record = factories.organisation(slug="heron", address="Secret Lane 7", acronym="HRN")
        revisions.begin_record_histories()
        change_record(self.record, "Private.", address="")
        self.first = Change.objects.for_record(self.record).order_by("pk").first()

    def address(self, change=None):
        return reverse("admin:ecosystem_organisation_withhold", args=[self.record.pk, (change or self.first).pk])

    def send(self, **typed):
        seen = self.client.get(self.address()).context["form"]["seen"].value()
        typed = {"seen": seen, "value": "column:address", "reason": "At the wish of somebody."} | typed
        return self.client.post(self.address(), typed)

    def offered(self):
        return [label for _key, label in self.client.get(self.address()).context["form"].fields["value"].choices]


class WithholdingFormTests(WithholdingTestCase):
    def test_history_links_to_it_from_each_earlier_version(self):
        page = Page(self.client.get(get_admin_url(self.record, "history")))
        links = [a["href"] for a in page.select("a") if a["href"].endswith("/withhold/")]
        self.assertEqual(links, [self.address()])

    def test_offers_only_values_that_are_no_longer_current(self):
        self.assertEqual(self.offered(), ["Address: Secret Lane 7"])

    def test_message_says_that_nothing_can_be_withheld(self):
        newest = Change.objects.for_record(self.record).newest_first().first()
        response = self.client.get(self.address(newest), follow=True)
        self.assertContains(
            response, "Nothing in this version can be withheld because the current record still contains all of it"
        )

    def test_radio_buttons_have_a_legend(self):
        page = Page(self.client.get(self.address()))
        self.assertEqual(page.one("legend").text, "Value")

    def test_offers_a_text_as_a_whole_and_by_language(self):
        change_record(self.record, "Said.", summary_en="Other.", summary_zh_hant="其他。")
        labels = [label.partition(":")[0] for label in self.offered()]
        expected = ["Summary", "Summary in English", "Summary in Traditional Chinese", "Address"]
        self.assertEqual(labels, expected)


class WithholdingStepTests(WithholdingTestCase):
    def test_stores_the_value_and_redirects_to_the_record(self):
        self.assertRedirects(self.send(), get_admin_url(self.record))
        row = WithheldValue.objects.get()
        self.assertEqual((row.field, row.withheld_by, row.reason), ("address", self.user, "At the wish of somebody."))

    def test_log_entry_does_not_contain_the_value(self):
        self.send()
        entry = LogEntry.objects.get()
        self.assertIn("A previous value was withheld", entry.change_message)
        self.assertNotIn("Secret", entry.change_message + entry.object_repr)

    def test_history_page_lists_it(self):
        self.send()
        text = (
            Page(self.client.get(get_admin_url(self.record, "history"))).one("section[aria-labelledby=withheld]").text
        )
        for said in ("Address", "At the wish of somebody.", self.user.username):
            self.assertIn(said, text)

    def test_reason_that_repeats_the_value_is_refused(self):
        self.assertContains(
            self.send(reason="He lived in Secret Lane 7."), "Do not repeat the withheld value in the reason"
        )
        self.assertFalse(WithheldValue.objects.exists())

    def test_value_that_is_not_offered_is_refused(self):
        self.assertContains(self.send(value="column:acronym"), "Select a valid choice")

    def test_change_by_another_user_meanwhile_is_refused(self):
        seen = self.client.get(self.address()).context["form"]["seen"].value()
        change_record(self.record, "Back.", acronym="H")
        response = self.client.post(
            self.address(), {"seen": seen, "value": "column:address", "reason": "At the wish of somebody."}
        )
        self.assertContains(response, "omeone else has changed this record")
        self.assertFalse(WithheldValue.objects.exists())

    def test_reasons_are_not_redacted_by_default(self):
        change_record(self.record, "Near Secret Lane 7.", acronym="H")
        self.send()
        self.assertTrue(Change.objects.filter(reason="Near Secret Lane 7.").exists())

    def test_reasons_are_redacted_on_request(self):
        change_record(self.record, "Near Secret Lane 7.", acronym="H")
        self.send(in_words="on")
        self.assertTrue(Change.objects.filter(reason="Near […].").exists())

    def test_warns_about_the_same_text_in_another_field(self):
        change_record(self.record, "Said.", summary_en="It is at Secret Lane 7.")
        response = self.send()
        said = [str(message) for message in get_messages(response.wsgi_request)]
        self.assertTrue(
            any("still contains the same text in another field, in its version of" in text for text in said), said
        )


class WithheldValueAdminTests(WithholdingTestCase):
    def test_lists_withheld_values_of_all_records(self):
        self.send()
        self.sign_in(users.create_editor())
        row = (
            Page(self.client.get(get_admin_url(WithheldValue, "changelist"))).one("table#result_list").one("tbody").text
        )
        for said in (str(self.record), "Address", "At the wish of somebody."):
            self.assertIn(said, row)

    def test_withheld_values_cannot_be_deleted(self):
        self.send()
        self.sign_in(users.create_superuser())
        address = get_admin_url(WithheldValue.objects.get(), "delete")
        self.assertEqual(self.client.post(address, {"post": "yes"}).status_code, 403)


class WithholdingReleaseWarningTests(ReleaseShelfTestCase, WithholdingTestCase):
    def test_names_releases_that_contain_the_value(self):
        number = f"{self.first.made_on}-1"
        folder = self.shelf / number
        folder.mkdir(parents=True)
        about = {"date": str(self.first.made_on), "edition": 1, "counts": {}, "since": "", "changes": []}
        (folder / "release.json").write_text(json.dumps(about))
        said = [str(message) for message in get_messages(self.send().wsgi_request)]
        self.assertTrue(any(number in text for text in said), said)


class WithholdingPermissionTests(WithholdingTestCase):
    def test_editors_cannot_withhold(self):
        self.sign_in(users.create_editor())
        self.assertEqual(self.client.get(self.address()).status_code, 403)
        self.assert_refused(self.record, self.address(), {"value": "column:address", "reason": "Why."})
        self.assertFalse(WithheldValue.objects.exists())

    def test_editors_can_see_what_is_withheld(self):
        self.send()
        self.sign_in(users.create_editor())
        page = Page(self.client.get(get_admin_url(self.record, "history")))
        self.assertEqual([a for a in page.select("a") if a["href"].endswith("/withhold/")], [])
        self.assertIn("At the wish of somebody.", page.one("section[aria-labelledby=withheld]").text)

    def test_staff_user_without_a_role_is_refused(self):
        self.sign_in(users.create_staff_user())
        self.assertIn(self.client.get(self.address()).status_code, {302, 403, 404})
        self.assertFalse(WithheldValue.objects.exists())


class WithholdingNotFoundTests(WithholdingTestCase):
    def test_history_of_an_unknown_record_redirects(self):
        address = reverse("admin:ecosystem_organisation_history", args=["nobody"])
        self.assertEqual(self.client.get(address).status_code, 302)

    def test_version_of_another_record_is_not_found(self):
        other = factories.organisation()
        address = reverse("admin:ecosystem_organisation_withhold", args=[other.pk, self.first.pk])
        self.assertEqual(self.client.get(address).status_code, 404)
