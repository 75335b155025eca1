"""Permissions of senior editors and superusers in the admin, tested with POST requests."""

from django.contrib.auth.models import Group, User
from django.urls import reverse

from ecosystem.models import Initiative, Place, Theme
from tests.support import factories, users
from tests.support.admin_pages import AdminTestCase, build_admin_form_data, get_admin_url


class SeniorEditorPermissionTests(AdminTestCase):
    def setUp(self):
        self.sign_in(users.create_senior_editor())

    def save(self, row, **changes):
        response = self.client.post(
            get_admin_url(row), build_admin_form_data(self.client.get(get_admin_url(row)), **changes)
        )
        row.refresh_from_db()
        return response

    def test_can_change_a_published_record(self):
        record = factories.initiative()
        self.save(record, name_en="Better name")
        self.assertEqual((record.name_en, record.status), ("Better name", "published"))

    def test_cannot_change_the_status_in_the_form(self):
        record = factories.organisation(status="in_review")
        self.save(record, name_en="Better name", status="published", published_at="2026-01-01")
        self.assertEqual((record.status, record.published_at), ("in_review", None))

    def test_can_change_shared_rows(self):
        for row in (factories.place(), factories.theme(), factories.application(), factories.indicator()):
            with self.subTest(row=row):
                self.save(row, name_en="Better name")
                self.assertEqual(row.name_en, "Better name")

    def test_can_change_a_source_cited_in_public(self):
        source = factories.organisation().citations.get().source
        self.save(source, title="Corrected")
        self.assertEqual(source.title, "Corrected")

    def test_cannot_delete_a_published_record(self):
        record = factories.organisation()
        self.assert_refused(record, get_admin_url(record, "delete"), {"post": "yes"})

    def test_cannot_change_users(self):
        user = User.objects.latest("pk")
        for address in (reverse("admin:auth_user_change", args=[user.pk]), reverse("admin:auth_user_add")):
            with self.subTest(address=address):
                self.assert_refused(user, address, {"is_superuser": "on"})

    def test_gets_an_error_for_a_figure_outside_a_link(self):
        theme = factories.theme()
        response = self.save(theme, introduction_en="There are 300 companies.")
        self.assertContains(response, "Put the figure in")
        self.assertEqual(Theme.objects.get(pk=theme.pk).introduction_en, "")

    def test_cannot_change_the_slug_of_a_place(self):
        place = factories.place(slug="central")
        self.save(place, slug="elsewhere")
        self.assertEqual(Place.objects.get(pk=place.pk).slug, "central")


class SuperuserPermissionTests(AdminTestCase):
    def setUp(self):
        self.sign_in(users.create_superuser())

    def test_cannot_delete_published_or_archived_records(self):
        for status in ("published", "archived"):
            with self.subTest(status=status):
                record = factories.organisation(status=status)
                self.assert_refused(record, get_admin_url(record, "delete"), {"post": "yes"})

    def test_cannot_change_the_status_in_the_form(self):
        record = factories.initiative(status="draft")
        self.client.post(
            get_admin_url(record),
            build_admin_form_data(self.client.get(get_admin_url(record)), name_en="New", status="published"),
        )
        self.assertEqual(Initiative.objects.get(pk=record.pk).status, "draft")

    def test_can_assign_roles(self):
        user, role = users.create_staff_user(), Group.objects.get(name="Editors")
        page = self.client.get(reverse("admin:auth_user_change", args=[user.pk]))
        data = build_admin_form_data(page, groups=[str(role.pk)], date_joined_0="2026-01-01", date_joined_1="00:00")
        self.client.post(reverse("admin:auth_user_change", args=[user.pk]), data)
        self.assertEqual(list(user.groups.all()), [role])
