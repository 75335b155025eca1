"""Permissions of editors, users without a role and anonymous users in the admin, tested with POST requests."""

from django.contrib.auth.models import User
from django.urls import reverse

from ecosystem.models import Citation, Organisation, Source
from tests.support import factories, users
from tests.support.admin_pages import AdminTestCase, build_admin_form_data, get_admin_url, get_row_values

STEPS = ("confirm", "submit", "send_back", "publish", "archive")


class UserWithoutRolePermissionTests(AdminTestCase):
    def test_anonymous_user_is_redirected_to_the_login(self):
        record = factories.organisation()
        for address in (
            get_admin_url(record),
            get_admin_url(record, "delete"),
            get_admin_url(Organisation, "add"),
            get_admin_url(record, "archive"),
        ):
            with self.subTest(address=address):
                self.assert_refused(record, address, {"post": "yes", "name_en": "Other"}, status=302)

    def test_staff_user_without_a_role_is_refused(self):
        self.sign_in(users.create_staff_user())
        record = factories.organisation(status="draft")
        doors = [
            get_admin_url(record),
            get_admin_url(record, "delete"),
            get_admin_url(Organisation, "add"),
            get_admin_url(Organisation, "changelist"),
        ]
        for address in doors + [get_admin_url(record, step) for step in STEPS]:
            with self.subTest(address=address):
                self.assert_refused(record, address, {"post": "yes", "name_en": "Other"})

    def test_staff_user_without_a_role_cannot_use_autocomplete(self):
        self.sign_in(users.create_staff_user())
        query = {"app_label": "ecosystem", "model_name": "initiativebody", "field_name": "organisation", "term": "a"}
        self.assertEqual(self.client.get(reverse("admin:autocomplete"), query).status_code, 403)


class EditorPermissionTests(AdminTestCase):
    def setUp(self):
        self.sign_in(users.create_editor())

    def form(self, row, **changes):
        """Return what an editor's form of a row would send if the row were a draft."""
        viewer = self.client
        self.client = type(viewer)()
        self.sign_in(users.create_superuser())
        data = build_admin_form_data(self.client.get(get_admin_url(row)), **changes)
        self.client = viewer
        return data

    def test_can_create_a_draft(self):
        data = {"slug": "a-new-one", "name_en": "A new one", "kind": "company", "ai": "core"}
        data |= {"citations-TOTAL_FORMS": "0", "citations-INITIAL_FORMS": "0"}
        self.client.post(get_admin_url(Organisation, "add"), data)
        self.assertEqual(Organisation.objects.get(slug="a-new-one").status, "draft")

    def test_cannot_publish_by_posting_a_status(self):
        data = {"slug": "a-new-one", "name_en": "A new one", "kind": "company", "ai": "core"}
        data |= {"citations-TOTAL_FORMS": "0", "citations-INITIAL_FORMS": "0"}
        data |= {"status": "published", "published_at": "2026-01-01", "published_at_0": "2026-01-01", "created_at": "x"}
        self.client.post(get_admin_url(Organisation, "add"), data)
        made = Organisation.objects.get(slug="a-new-one")
        self.assertEqual((made.status, made.published_at), ("draft", None))

    def test_can_change_a_draft_and_a_record_in_review(self):
        for status in ("draft", "in_review"):
            with self.subTest(status=status):
                record = factories.initiative(status=status)
                data = build_admin_form_data(
                    self.client.get(get_admin_url(record)), name_en="Better name", status="published"
                )
                self.client.post(get_admin_url(record), data)
                record.refresh_from_db()
                self.assertEqual((record.name_en, record.status), ("Better name", status))

    def test_can_submit_a_draft(self):
        record = factories.organisation(status="draft")
        self.submit_step(record, "submit")
        record.refresh_from_db()
        self.assertEqual(record.status, "in_review")

    def test_sees_published_records_read_only(self):
        record = factories.initiative(aliases=["Another name"])
        response = self.client.get(get_admin_url(record))
        self.assertContains(response, "Another name")
        self.assertNotContains(response, 'name="name_en"')
        self.assertNotContains(response, 'name="_save"')
        self.assertNotContains(response, 'name="citations-0-source"')
        self.assertNotContains(response, 'name="involvements-0-organisation"')

    def test_cannot_change_published_or_archived_records(self):
        for make in (factories.organisation, factories.initiative, factories.collaboration):
            for status in ("published", "archived"):
                with self.subTest(make=make.__name__, status=status):
                    record = make(status=status)
                    self.assert_refused(record, get_admin_url(record), self.form(record, name_en="Other"))

    def test_cannot_change_a_published_record_in_a_popup(self):
        record = factories.organisation()
        data = self.form(record, name_en="Other", _popup="1", _to_field="id")
        self.assert_refused(record, get_admin_url(record) + "?_popup=1", data)

    def test_cannot_change_citations_of_a_published_record(self):
        record = factories.organisation()
        data = self.form(record, **{"citations-0-DELETE": "on", "citations-0-supports": ["name"]})
        self.assert_refused(record.citations.get(), get_admin_url(record), data)

    def test_cannot_change_organisations_of_a_published_record(self):
        record = factories.initiative()
        data = self.form(record, **{"involvements-0-role": "user"})
        self.assert_refused(record.involvements.get(), get_admin_url(record), data)

    def test_cannot_change_a_published_record_with_save_as_new(self):
        record = factories.organisation()
        data = self.form(record, name_en="Other", slug="copy", _saveasnew="1")
        before, cited = get_row_values(record), get_row_values(record.citations.get())
        self.client.post(get_admin_url(record), data)
        self.assertEqual((get_row_values(record), get_row_values(record.citations.get())), (before, cited))
        self.assertFalse(Organisation.objects.published().exclude(pk=record.pk).exists())

    def test_cannot_move_a_citation_of_another_record_to_a_draft(self):
        public, draft = factories.organisation(), factories.organisation(status="draft")
        theirs = public.citations.get()
        data = build_admin_form_data(
            self.client.get(get_admin_url(draft)), **{"citations-0-id": str(theirs.pk), "citations-0-position": "9"}
        )
        before = get_row_values(theirs)
        self.client.post(get_admin_url(draft), data)
        self.assertEqual(get_row_values(theirs), before)

    def test_can_add_a_published_organisation_to_a_draft(self):
        draft, body = factories.initiative(status="draft", lead=False), factories.organisation()
        added = {"involvements-TOTAL_FORMS": "1", "involvements-0-organisation": str(body.pk)}
        data = build_admin_form_data(self.client.get(get_admin_url(draft)), **added, **{"involvements-0-role": "lead"})
        self.client.post(get_admin_url(draft), data)
        self.assertEqual(draft.involvements.get().organisation, body)

    def test_cannot_publish_send_back_or_archive(self):
        for status, step in (("in_review", "publish"), ("in_review", "send_back"), ("published", "archive")):
            with self.subTest(step=step):
                record = factories.organisation(status=status)
                data = {"seen": record.updated_at.isoformat()}
                self.assert_refused(record, get_admin_url(record, step), data)

    def test_cannot_publish_or_archive_with_list_actions(self):
        for action, status in (("publish_selected", "in_review"), ("archive_selected", "published")):
            with self.subTest(action=action):
                record = factories.organisation(status=status)
                data = {"action": action, "index": "0", "_selected_action": [record.pk]}
                self.assert_refused(record, get_admin_url(Organisation, "changelist"), data, status=302)

    def test_cannot_submit_a_published_record_with_the_list_action(self):
        record = factories.organisation()
        data = {"action": "submit_selected", "index": "0", "_selected_action": [record.pk]}
        response = self.client.post(get_admin_url(Organisation, "changelist"), data, follow=True)
        self.assertContains(response, "You do not have permission to change")

    def test_cannot_delete_a_published_record(self):
        record = factories.organisation()
        self.assert_refused(record, get_admin_url(record, "delete"), {"post": "yes"})

    def test_can_add_a_source(self):
        data = {"url": "https://a.example/", "title": "T", "publisher": "P", "read_on": "2026-11-20", "grade": "press"}
        self.client.post(get_admin_url(Source, "add"), data)
        self.assertTrue(Source.objects.filter(url="https://a.example/").exists())

    def test_can_change_a_source_cited_only_by_drafts(self):
        source = factories.cite(factories.organisation(status="draft")).source
        self.client.post(
            get_admin_url(source), build_admin_form_data(self.client.get(get_admin_url(source)), title="Corrected")
        )
        source.refresh_from_db()
        self.assertEqual(source.title, "Corrected")

    def test_cannot_change_a_source_cited_by_published_rows(self):
        for row in (factories.organisation(is_sourced=False), factories.indicator(values=())):
            with self.subTest(row=row):
                source = factories.cite(row).source
                self.assert_refused(source, get_admin_url(source), self.form(source, title="Other"))

    def test_cannot_change_a_source_of_a_published_observation(self):
        indicator = factories.indicator()
        source = indicator.observations.first().source
        Citation.objects.filter(indicator=indicator).delete()
        self.assert_refused(source, get_admin_url(source), self.form(source, title="Other"))

    def test_cannot_delete_a_source(self):
        source = factories.source()
        self.assert_refused(source, get_admin_url(source, "delete"), {"post": "yes"})

    def test_can_view_but_not_change_shared_rows(self):
        application = factories.application()
        for row in (factories.place(), factories.theme(), application, application.sector, factories.indicator()):
            with self.subTest(row=row):
                self.assertEqual(self.client.get(get_admin_url(row)).status_code, 200)
                self.assert_refused(row, get_admin_url(row), self.form(row, name_en="Other"))
                self.assert_refused(row, get_admin_url(row, "delete"), {"post": "yes"})
                self.assert_refused(row, get_admin_url(type(row), "add"), {"name_en": "New", "slug": "new"})

    def test_cannot_change_users_or_groups(self):
        user = User.objects.latest("pk")
        doors = [reverse("admin:auth_user_changelist"), reverse("admin:auth_user_change", args=[user.pk])]
        doors += [reverse("admin:auth_user_add"), reverse("admin:auth_group_add")]
        for address in doors:
            with self.subTest(address=address):
                self.assert_refused(user, address, {"is_superuser": "on", "username": user.username})

    def test_cannot_use_an_arbitrary_to_field(self):
        record = factories.organisation()
        self.assert_refused(record, get_admin_url(record), {"_to_field": "status"}, status=400)

    def test_can_autocomplete_organisations(self):
        factories.organisation(name_en="Cyberport", name_zh_hant="數碼港")
        query = {"app_label": "ecosystem", "model_name": "initiativebody", "field_name": "organisation"}
        found = self.client.get(reverse("admin:autocomplete"), query | {"term": "数码"}).json()
        self.assertEqual([row["text"] for row in found["results"]], ["Cyberport"])

    def test_cannot_autocomplete_users(self):
        query = {"app_label": "admin", "model_name": "logentry", "field_name": "user", "term": ""}
        self.assertEqual(self.client.get(reverse("admin:autocomplete"), query).status_code, 403)
