"""What editors may do, and every thing that they, and strangers, may not, tried by POST."""

from django.contrib.auth.models import User
from django.urls import reverse

from ecosystem.models import Citation, Organisation, Source
from tests.support import factories, users
from tests.support.admin_pages import AdminTestCase, build_admin_form_data, get_admin_url, get_row_values

STEPS = ("confirm", "submit", "send_back", "publish", "archive")


class StrangerTests(AdminTestCase):
    def test_must_sign_in_at_every_door(self):
        record = factories.organisation()
        for address in (
            get_admin_url(record),
            get_admin_url(record, "delete"),
            get_admin_url(Organisation, "add"),
            get_admin_url(record, "archive"),
        ):
            with self.subTest(address=address):
                self.assert_refused(record, address, {"post": "yes", "name_en": "Other"}, status=302)

    def test_is_refused_even_when_they_work_here_without_a_role(self):
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

    def test_finds_nothing_by_autocompletion_without_a_role(self):
        self.sign_in(users.create_staff_user())
        query = {"app_label": "ecosystem", "model_name": "initiativebody", "field_name": "organisation", "term": "a"}
        self.assertEqual(self.client.get(reverse("admin:autocomplete"), query).status_code, 403)


class EditorTests(AdminTestCase):
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

    def test_writes_a_draft(self):
        data = {"slug": "a-new-one", "name_en": "A new one", "kind": "company", "ai": "core"}
        data |= {"citations-TOTAL_FORMS": "0", "citations-INITIAL_FORMS": "0"}
        self.client.post(get_admin_url(Organisation, "add"), data)
        self.assertEqual(Organisation.objects.get(slug="a-new-one").status, "draft")

    def test_cannot_publish_by_writing_a_status_into_the_form(self):
        data = {"slug": "a-new-one", "name_en": "A new one", "kind": "company", "ai": "core"}
        data |= {"citations-TOTAL_FORMS": "0", "citations-INITIAL_FORMS": "0"}
        data |= {"status": "published", "published_at": "2026-01-01", "published_at_0": "2026-01-01", "created_at": "x"}
        self.client.post(get_admin_url(Organisation, "add"), data)
        made = Organisation.objects.get(slug="a-new-one")
        self.assertEqual((made.status, made.published_at), ("draft", None))

    def test_changes_a_draft_and_one_in_review(self):
        for status in ("draft", "in_review"):
            with self.subTest(status=status):
                record = factories.initiative(status=status)
                data = build_admin_form_data(
                    self.client.get(get_admin_url(record)), name_en="Better name", status="published"
                )
                self.client.post(get_admin_url(record), data)
                record.refresh_from_db()
                self.assertEqual((record.name_en, record.status), ("Better name", status))

    def test_submits_a_draft(self):
        record = factories.organisation(status="draft")
        self.submit_step(record, "submit")
        record.refresh_from_db()
        self.assertEqual(record.status, "in_review")

    def test_sees_what_is_public_without_a_field_to_change(self):
        record = factories.initiative(aliases=["Another name"])
        response = self.client.get(get_admin_url(record))
        self.assertContains(response, "Another name")
        self.assertNotContains(response, 'name="name_en"')
        self.assertNotContains(response, 'name="_save"')
        self.assertNotContains(response, 'name="citations-0-source"')
        self.assertNotContains(response, 'name="involvements-0-organisation"')

    def test_cannot_change_what_is_or_was_public(self):
        for make in (factories.organisation, factories.initiative, factories.collaboration):
            for status in ("published", "archived"):
                with self.subTest(make=make.__name__, status=status):
                    record = make(status=status)
                    self.assert_refused(record, get_admin_url(record), self.form(record, name_en="Other"))

    def test_cannot_change_what_is_public_through_a_popup(self):
        record = factories.organisation()
        data = self.form(record, name_en="Other", _popup="1", _to_field="id")
        self.assert_refused(record, get_admin_url(record) + "?_popup=1", data)

    def test_cannot_change_the_citations_of_what_is_public(self):
        record = factories.organisation()
        data = self.form(record, **{"citations-0-DELETE": "on", "citations-0-supports": ["name"]})
        self.assert_refused(record.citations.get(), get_admin_url(record), data)

    def test_cannot_change_the_bodies_of_what_is_public(self):
        record = factories.initiative()
        data = self.form(record, **{"involvements-0-role": "user"})
        self.assert_refused(record.involvements.get(), get_admin_url(record), data)

    def test_leaves_what_is_public_alone_when_saving_it_as_new(self):
        record = factories.organisation()
        data = self.form(record, name_en="Other", slug="copy", _saveasnew="1")
        before, cited = get_row_values(record), get_row_values(record.citations.get())
        self.client.post(get_admin_url(record), data)
        self.assertEqual((get_row_values(record), get_row_values(record.citations.get())), (before, cited))
        self.assertFalse(Organisation.objects.published().exclude(pk=record.pk).exists())

    def test_cannot_take_the_citation_of_another_record_through_a_draft(self):
        public, draft = factories.organisation(), factories.organisation(status="draft")
        theirs = public.citations.get()
        data = build_admin_form_data(
            self.client.get(get_admin_url(draft)), **{"citations-0-id": str(theirs.pk), "citations-0-position": "9"}
        )
        before = get_row_values(theirs)
        self.client.post(get_admin_url(draft), data)
        self.assertEqual(get_row_values(theirs), before)

    def test_names_a_public_body_in_a_draft(self):
        draft, body = factories.initiative(status="draft", lead=False), factories.organisation()
        added = {"involvements-TOTAL_FORMS": "1", "involvements-0-organisation": str(body.pk)}
        data = build_admin_form_data(self.client.get(get_admin_url(draft)), **added, **{"involvements-0-role": "lead"})
        self.client.post(get_admin_url(draft), data)
        self.assertEqual(draft.involvements.get().organisation, body)

    def test_cannot_press_the_senior_editors_buttons(self):
        for status, step in (("in_review", "publish"), ("in_review", "send_back"), ("published", "archive")):
            with self.subTest(step=step):
                record = factories.organisation(status=status)
                data = {"seen": record.updated_at.isoformat()}
                self.assert_refused(record, get_admin_url(record, step), data)

    def test_cannot_publish_or_archive_from_the_list(self):
        for action, status in (("publish_selected", "in_review"), ("archive_selected", "published")):
            with self.subTest(action=action):
                record = factories.organisation(status=status)
                data = {"action": action, "index": "0", "_selected_action": [record.pk]}
                self.assert_refused(record, get_admin_url(Organisation, "changelist"), data, status=302)

    def test_cannot_submit_what_is_public_from_the_list(self):
        record = factories.organisation()
        data = {"action": "submit_selected", "index": "0", "_selected_action": [record.pk]}
        response = self.client.post(get_admin_url(Organisation, "changelist"), data, follow=True)
        self.assertContains(response, "You do not have permission to change")

    def test_cannot_delete_what_is_public(self):
        record = factories.organisation()
        self.assert_refused(record, get_admin_url(record, "delete"), {"post": "yes"})

    def test_enters_a_source(self):
        data = {"url": "https://a.example/", "title": "T", "publisher": "P", "read_on": "2026-11-20", "grade": "press"}
        self.client.post(get_admin_url(Source, "add"), data)
        self.assertTrue(Source.objects.filter(url="https://a.example/").exists())

    def test_corrects_a_source_that_only_drafts_rest_on(self):
        source = factories.cite(factories.organisation(status="draft")).source
        self.client.post(
            get_admin_url(source), build_admin_form_data(self.client.get(get_admin_url(source)), title="Corrected")
        )
        source.refresh_from_db()
        self.assertEqual(source.title, "Corrected")

    def test_cannot_change_a_source_that_the_public_rests_on(self):
        for row in (factories.organisation(is_sourced=False), factories.indicator(values=())):
            with self.subTest(row=row):
                source = factories.cite(row).source
                self.assert_refused(source, get_admin_url(source), self.form(source, title="Other"))

    def test_cannot_change_a_source_that_a_figure_rests_on(self):
        indicator = factories.indicator()
        source = indicator.observations.first().source
        Citation.objects.filter(indicator=indicator).delete()
        self.assert_refused(source, get_admin_url(source), self.form(source, title="Other"))

    def test_cannot_delete_a_source(self):
        source = factories.source()
        self.assert_refused(source, get_admin_url(source, "delete"), {"post": "yes"})

    def test_sees_but_cannot_change_what_records_share(self):
        application = factories.application()
        for row in (factories.place(), factories.theme(), application, application.sector, factories.indicator()):
            with self.subTest(row=row):
                self.assertEqual(self.client.get(get_admin_url(row)).status_code, 200)
                self.assert_refused(row, get_admin_url(row), self.form(row, name_en="Other"))
                self.assert_refused(row, get_admin_url(row, "delete"), {"post": "yes"})
                self.assert_refused(row, get_admin_url(type(row), "add"), {"name_en": "New", "slug": "new"})

    def test_cannot_touch_users_or_roles(self):
        user = User.objects.latest("pk")
        doors = [reverse("admin:auth_user_changelist"), reverse("admin:auth_user_change", args=[user.pk])]
        doors += [reverse("admin:auth_user_add"), reverse("admin:auth_group_add")]
        for address in doors:
            with self.subTest(address=address):
                self.assert_refused(user, address, {"is_superuser": "on", "username": user.username})

    def test_cannot_reach_a_record_by_a_field_of_their_choice(self):
        record = factories.organisation()
        self.assert_refused(record, get_admin_url(record), {"_to_field": "status"}, status=400)

    def test_completes_the_names_of_bodies(self):
        factories.organisation(name_en="Cyberport", name_zh_hant="數碼港")
        query = {"app_label": "ecosystem", "model_name": "initiativebody", "field_name": "organisation"}
        found = self.client.get(reverse("admin:autocomplete"), query | {"term": "数码"}).json()
        self.assertEqual([row["text"] for row in found["results"]], ["Cyberport"])

    def test_completes_no_names_of_users(self):
        query = {"app_label": "admin", "model_name": "logentry", "field_name": "user", "term": ""}
        self.assertEqual(self.client.get(reverse("admin:autocomplete"), query).status_code, 403)
