"""Record history in the admin: reasons of changes, and pages that revert, rename, merge and archive a record."""

from django.urls import reverse

from ecosystem.history import revisions
from ecosystem.models import Change, FormerSlug, Organisation
from tests.support import factories, users
from tests.support.admin_pages import AdminTestCase, build_admin_form_data, get_admin_url, get_row_values


class ChangeReasonTests(AdminTestCase):
    def setUp(self):
        self.user = users.create_senior_editor()
        self.sign_in(self.user)
        self.record = factories.organisation(founded="1991")
        revisions.begin_record_histories()

    def save(self, record=None, **changes):
        address = get_admin_url(record or self.record)
        return self.client.post(address, build_admin_form_data(self.client.get(address), **changes))

    def test_is_required_to_change_a_published_record(self):
        before = get_row_values(self.record)
        response = self.save(founded="1990", reason="")
        self.assertContains(response, "Enter the reason. Readers will see it in the record’s history.")
        self.assertEqual(get_row_values(self.record), before)

    def test_error_keeps_the_submitted_values(self):
        self.assertContains(self.save(founded="1990", reason=""), 'value="1990"')

    def test_missing_reason_is_a_form_error(self):
        response = self.save(founded="1990", reason="")
        self.assertIn("reason", response.context["adminform"].form.errors)

    def test_is_required_to_change_a_citation(self):
        response = self.save(**{"citations-0-position": "5"}, reason="")
        self.assertContains(response, "Enter the reason. Readers will see it in the record’s history.")

    def test_unchanged_dates_do_not_count_as_changed(self):
        response = self.save(acronym="LAB", reason="")
        self.assertEqual(response.context["adminform"].form.changed_columns, ["acronym"])

    def test_is_not_required_for_a_draft(self):
        draft = factories.organisation(status="draft")
        self.assertEqual(self.save(draft, founded="1990", reason="").status_code, 302)

    def test_is_not_required_without_a_change(self):
        self.assertEqual(self.save(reason="").status_code, 302)
        self.assertEqual(self.record.changes.count(), 1)

    def test_is_stored_with_user_role_and_correction_flag(self):
        self.save(founded="1990", reason="The register says 1990.", is_correction="on")
        change = self.record.changes.newest_first().first()
        self.assertEqual(
            (change.reason, change.role, change.revision.user, change.is_correction),
            ("The register says 1990.", "publisher", self.user, True),
        )

    def test_change_by_an_editor_has_the_role_of_an_editor(self):
        self.sign_in(users.create_editor())
        draft = factories.organisation(status="draft")
        self.save(draft, founded="1990")
        self.assertEqual(draft.changes.get().role, "editor")

    def test_new_record_has_a_change_of_kind_entered(self):
        self.sign_in(users.create_editor())
        address = get_admin_url(Organisation, "add")
        filled = {"slug": "new", "name_en": "New", "kind": "company", "ai": "core"}
        self.client.post(address, build_admin_form_data(self.client.get(address), **filled))
        self.assertEqual(Change.objects.for_record(Organisation.objects.get(slug="new")).get().kind, "entered")


class RecordHistoryStepTests(AdminTestCase):
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

    def test_history_shows_reason_and_user_of_each_version(self):
        response = self.client.get(get_admin_url(self.record, "history"))
        self.assertContains(response, "It was said otherwise on the page.")
        self.assertContains(response, "user-")

    def test_revert_page_shows_the_difference(self):
        address = reverse("admin:ecosystem_organisation_revert", args=[self.record.pk, self.first.pk])
        self.assertContains(self.client.get(address), "1991")

    def test_revert_restores_a_version(self):
        self.step("revert", self.first.pk)
        self.record.refresh_from_db()
        self.assertEqual(self.record.founded.text, "1991")

    def test_revert_can_be_marked_as_a_correction(self):
        self.step("revert", self.first.pk, is_correction="on")
        self.assertEqual(Change.objects.corrections().get().kind, "reverted")

    def test_revert_without_a_difference_cannot_be_a_correction(self):
        now = self.record.changes.newest_first().first()
        response = self.step("revert", now.pk, is_correction="on")
        self.assertContains(response, "The record is the same today, so there is no error to correct")
        self.assertFalse(Change.objects.corrections().exists())

    def test_revert_requires_a_reason(self):
        self.assertEqual(self.step("revert", self.first.pk, reason="").status_code, 200)
        self.record.refresh_from_db()
        self.assertEqual(self.record.founded.text, "1990")

    def test_revert_is_refused_after_a_change_by_another_user(self):
        response = self.step("revert", self.first.pk, seen="2020-01-01T00:00:00+00:00")
        self.assertContains(response, "omeone else has changed this record")
        self.record.refresh_from_db()
        self.assertEqual(self.record.founded.text, "1990")

    def test_refused_rename_keeps_the_submitted_values(self):
        response = self.step("rename", slug="laboratory", seen="2020-01-01T00:00:00+00:00")
        self.assertEqual(response.context["form"]["slug"].value(), "laboratory")
        self.assertEqual(response.context["form"]["reason"].value(), "It was better so.")

    def test_rename_keeps_the_former_slug(self):
        self.step("rename", slug="laboratory")
        self.assertEqual(FormerSlug.objects.get().slug, "lab")

    def test_rename_to_a_taken_slug_is_refused(self):
        factories.organisation(slug="taken")
        self.assertContains(self.step("rename", slug="taken"), "already exists")

    def test_merge_archives_the_record_and_redirects_to_the_other(self):
        other = factories.organisation(slug="other")
        response = self.step("merge", into=other.pk)
        self.assertRedirects(response, get_admin_url(other))
        self.record.refresh_from_db()
        self.assertEqual(self.record.status, "archived")

    def test_merge_with_an_invalid_target_shows_the_form_again(self):
        for into in ("abc", "", "-1", "999999999999999999999"):
            with self.subTest(into=into):
                self.assertEqual(self.step("merge", into=into).status_code, 200)

    def test_merge_preview_shows_changes_and_saves_nothing(self):
        led = factories.initiative(name_en="Led by the laboratory", lead=self.record)
        other = factories.organisation(slug="other", name_en="Other")
        before = get_row_values(self.record), get_row_values(other), Change.objects.count()
        response = self.step("merge", into=other.pk, look="")
        self.assertContains(response, "<ins")
        self.assertContains(response, f'<a href="{get_admin_url(led)}">Led by the laboratory</a>')
        self.assertEqual(response.context["form"]["into"].value(), str(other.pk))
        self.assertEqual((get_row_values(self.record), get_row_values(other), Change.objects.count()), before)

    def test_merge_preview_lists_values_that_would_be_lost(self):
        other = factories.organisation(slug="other", founded="2001")
        response = self.step("merge", into=other.pk, look="")
        self.assertContains(response, "<dt>Date founded</dt><dd><ul><li>1990</li></ul></dd>", html=True)

    def test_merge_preview_shows_why_the_merge_would_be_refused(self):
        other = factories.organisation(slug="other", status="draft")
        self.assertContains(
            self.step("merge", into=other.pk, look=""), "is not public, so a public address cannot lead to it"
        )

    def test_revert_to_a_version_of_another_record_is_not_found(self):
        other = factories.organisation()
        revisions.begin_record_histories()
        address = reverse("admin:ecosystem_organisation_revert", args=[self.record.pk, other.changes.get().pk])
        self.assertEqual(self.client.get(address).status_code, 404)

    def test_editors_cannot_revert_rename_or_merge_published_records(self):
        self.sign_in(users.create_editor())
        for name, args in (("revert", [self.first.pk]), ("rename", []), ("merge", [])):
            with self.subTest(name=name):
                address = reverse(f"admin:ecosystem_organisation_{name}", args=[self.record.pk, *args])
                self.assertEqual(self.client.post(address, {"reason": "No."}).status_code, 403)

    def test_editors_see_the_history_without_restore_links(self):
        self.sign_in(users.create_editor())
        response = self.client.get(get_admin_url(self.record, "history"))
        self.assertEqual(response.status_code, 200)
        self.assertNotContains(response, "Restore this version…")

    def test_archiving_requires_a_reason(self):
        self.submit_step(self.record, "archive", why="")
        self.record.refresh_from_db()
        self.assertEqual(self.record.status, "published")
