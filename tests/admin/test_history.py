"""What editors do with the past of a record: the reason they give, the states they look at and bring back."""

from django.urls import reverse

from ecosystem.history import revisions
from ecosystem.models import Change, FormerSlug, Organisation
from tests.support import factories, users
from tests.support.admin_pages import AdminTestCase, build_admin_form_data, get_admin_url, get_row_values


class ReasonTests(AdminTestCase):
    def setUp(self):
        self.user = users.create_senior_editor()
        self.sign_in(self.user)
        self.record = factories.organisation(founded="1991")
        revisions.begin_record_histories()

    def save(self, record=None, **changes):
        address = get_admin_url(record or self.record)
        return self.client.post(address, build_admin_form_data(self.client.get(address), **changes))

    def test_is_asked_of_whoever_changes_what_is_public(self):
        before = get_row_values(self.record)
        response = self.save(founded="1990", reason="")
        self.assertContains(response, "Enter the reason. Readers will see it in the record’s history.")
        self.assertEqual(get_row_values(self.record), before)

    def test_keeps_what_was_typed_where_it_is_missing(self):
        self.assertContains(self.save(founded="1990", reason=""), 'value="1990"')

    def test_is_marked_where_it_is_missing(self):
        response = self.save(founded="1990", reason="")
        self.assertIn("reason", response.context["adminform"].form.errors)

    def test_is_asked_for_what_changes_beside_the_columns_too(self):
        response = self.save(**{"citations-0-position": "5"}, reason="")
        self.assertContains(response, "Enter the reason. Readers will see it in the record’s history.")

    def test_takes_no_date_for_changed_that_was_left_as_it_is(self):
        response = self.save(acronym="LAB", reason="")
        self.assertEqual(response.context["adminform"].form.changed_columns, ["acronym"])

    def test_is_not_asked_for_a_draft(self):
        draft = factories.organisation(status="draft")
        self.assertEqual(self.save(draft, founded="1990", reason="").status_code, 302)

    def test_is_not_asked_where_nothing_changed(self):
        self.assertEqual(self.save(reason="").status_code, 302)
        self.assertEqual(self.record.changes.count(), 1)

    def test_is_kept_with_who_gave_it(self):
        self.save(founded="1990", reason="The register says 1990.", is_correction="on")
        change = self.record.changes.newest_first().first()
        self.assertEqual(
            (change.reason, change.role, change.revision.user, change.is_correction),
            ("The register says 1990.", "publisher", self.user, True),
        )

    def test_is_of_an_editor_in_that_role(self):
        self.sign_in(users.create_editor())
        draft = factories.organisation(status="draft")
        self.save(draft, founded="1990")
        self.assertEqual(draft.changes.get().role, "editor")

    def test_of_a_new_record_is_that_it_was_entered(self):
        self.sign_in(users.create_editor())
        address = get_admin_url(Organisation, "add")
        filled = {"slug": "new", "name_en": "New", "kind": "company", "ai": "core"}
        self.client.post(address, build_admin_form_data(self.client.get(address), **filled))
        self.assertEqual(Change.objects.for_record(Organisation.objects.get(slug="new")).get().kind, "entered")


class StepTests(AdminTestCase):
    def setUp(self):
        self.sign_in(users.create_senior_editor())
        self.record = factories.organisation(slug="lab", founded="1991")
        revisions.begin_record_histories()
        self.first = self.record.changes.get()
        address = get_admin_url(self.record)
        self.client.post(address, build_admin_form_data(self.client.get(address), founded="1990"))
        self.record.refresh_from_db()

    def step(self, name, *args, **typed):
        address = reverse(f"admin:ecosystem_organisation_{name}", args=[self.record.pk, *args])
        seen = self.client.get(address).context["form"].initial["seen"]
        return self.client.post(address, {"seen": seen, "reason": "It was better so."} | typed)

    def test_shows_each_state_with_who_made_it(self):
        response = self.client.get(get_admin_url(self.record, "history"))
        self.assertContains(response, "It was said otherwise on the page.")
        self.assertContains(response, "user-")

    def test_shows_what_bringing_back_would_change(self):
        address = reverse("admin:ecosystem_organisation_revert", args=[self.record.pk, self.first.pk])
        self.assertContains(self.client.get(address), "1991")

    def test_brings_a_state_back(self):
        self.step("revert", self.first.pk)
        self.record.refresh_from_db()
        self.assertEqual(self.record.founded.text, "1991")

    def test_tells_readers_that_what_stood_there_was_an_error(self):
        self.step("revert", self.first.pk, is_correction="on")
        self.assertEqual(Change.objects.corrections().get().kind, "reverted")

    def test_calls_nothing_an_error_where_nothing_differs(self):
        now = self.record.changes.newest_first().first()
        response = self.step("revert", now.pk, is_correction="on")
        self.assertContains(response, "The record is the same today, so there is no error to correct")
        self.assertFalse(Change.objects.corrections().exists())

    def test_brings_nothing_back_without_a_reason(self):
        self.assertEqual(self.step("revert", self.first.pk, reason="").status_code, 200)
        self.record.refresh_from_db()
        self.assertEqual(self.record.founded.text, "1990")

    def test_brings_nothing_back_over_what_somebody_else_did_meanwhile(self):
        response = self.step("revert", self.first.pk, seen="2020-01-01T00:00:00+00:00")
        self.assertContains(response, "omeone else has changed this record")
        self.record.refresh_from_db()
        self.assertEqual(self.record.founded.text, "1990")

    def test_gives_back_what_was_typed_when_it_refuses(self):
        response = self.step("rename", slug="laboratory", seen="2020-01-01T00:00:00+00:00")
        self.assertEqual(response.context["form"]["slug"].value(), "laboratory")
        self.assertEqual(response.context["form"]["reason"].value(), "It was better so.")

    def test_moves_a_record(self):
        self.step("rename", slug="laboratory")
        self.assertEqual(FormerSlug.objects.get().slug, "lab")

    def test_says_why_a_record_cannot_be_moved(self):
        factories.organisation(slug="taken")
        self.assertContains(self.step("rename", slug="taken"), "already exists")

    def test_merges_a_record(self):
        other = factories.organisation(slug="other")
        response = self.step("merge", into=other.pk)
        self.assertRedirects(response, get_admin_url(other))
        self.record.refresh_from_db()
        self.assertEqual(self.record.status, "archived")

    def test_asks_again_for_what_is_no_record(self):
        for into in ("abc", "", "-1", "999999999999999999999"):
            with self.subTest(into=into):
                self.assertEqual(self.step("merge", into=into).status_code, 200)

    def test_shows_what_merging_would_change_without_changing_it(self):
        led = factories.initiative(name_en="Led by the laboratory", lead=self.record)
        other = factories.organisation(slug="other", name_en="Other")
        before = get_row_values(self.record), get_row_values(other), Change.objects.count()
        response = self.step("merge", into=other.pk, look="")
        self.assertContains(response, "<ins")
        self.assertContains(response, f'<a href="{get_admin_url(led)}">Led by the laboratory</a>')
        self.assertEqual(response.context["form"]["into"].value(), str(other.pk))
        self.assertEqual((get_row_values(self.record), get_row_values(other), Change.objects.count()), before)

    def test_shows_beforehand_what_nobody_would_say_any_more(self):
        other = factories.organisation(slug="other", founded="2001")
        response = self.step("merge", into=other.pk, look="")
        self.assertContains(response, "<dt>Date founded</dt><dd><ul><li>1990</li></ul></dd>", html=True)

    def test_shows_beforehand_what_merging_would_refuse(self):
        other = factories.organisation(slug="other", status="draft")
        self.assertContains(
            self.step("merge", into=other.pk, look=""), "is not public, so a public address cannot lead to it"
        )

    def test_brings_back_no_state_of_another_record(self):
        other = factories.organisation()
        revisions.begin_record_histories()
        address = reverse("admin:ecosystem_organisation_revert", args=[self.record.pk, other.changes.get().pk])
        self.assertEqual(self.client.get(address).status_code, 404)

    def test_is_for_senior_editors_where_a_record_is_public(self):
        self.sign_in(users.create_editor())
        for name, args in (("revert", [self.first.pk]), ("rename", []), ("merge", [])):
            with self.subTest(name=name):
                address = reverse(f"admin:ecosystem_organisation_{name}", args=[self.record.pk, *args])
                self.assertEqual(self.client.post(address, {"reason": "No."}).status_code, 403)

    def test_is_looked_at_by_editors_too(self):
        self.sign_in(users.create_editor())
        response = self.client.get(get_admin_url(self.record, "history"))
        self.assertEqual(response.status_code, 200)
        self.assertNotContains(response, "Restore this version…")

    def test_archives_nothing_without_saying_why(self):
        self.submit_step(self.record, "archive", why="")
        self.record.refresh_from_db()
        self.assertEqual(self.record.status, "published")
